"""The fourteen operations: their codes, fields and bounds."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from rill.protocol.errors import GuestError
from rill.protocol.operations import (
    ID_MAX,
    OPERATIONS,
    Append,
    Clear,
    Clone,
    Clones,
    Create,
    Delete,
    Insert,
    Operation,
    Patch,
    RefCall,
    Remove,
    Reorder,
    Slot,
    Template,
    Text,
    Update,
)

from .wire import FUNCTION, UNDEFINED, Ext, batch, decode, decode_operation

# One good example of each, as a guest writes it.
EXAMPLES: list[tuple[list[Any], Operation]] = [
    ([1, 7, "View", {"gap": 1}], Create(7, "View", {"gap": 1})),
    ([1, 8, "#text", "hello"], Create(8, "#text", "hello")),
    ([2, 7, {"gap": 2}, ["align"]], Update(7, {"gap": 2}, ["align"])),
    ([3, 7], Delete(7)),
    ([4, 0, 7], Append(0, 7)),
    ([5, 0, 8, 7], Insert(0, 8, 7)),
    ([6, 0, 8], Remove(0, 8)),
    ([7, 0, [8, 7]], Reorder(0, [8, 7])),
    ([8, 8, ""], Text(8, "")),
    ([9, 7, "focus", [1, None], 3], RefCall(7, "focus", [1, None], 3)),
    (
        [10, 1, ["View", {}, [["#text", ""]]], [[1, 1], [0, 0, "gap"], [3, 0, None]]],
        Template(1, ["View", {}, [["#text", ""]]], [Slot(1, 1), Slot(0, 0, "gap"), Slot(3, 0)]),
    ),
    ([11, 1, 20, ["a", 1, None]], Clone(1, 20, ["a", 1, None])),
    ([12, 20, 0, "b"], Patch(20, 0, "b")),
    ([13, 1, 30, 2, 0, None, [["a", "b"], [1, 2]]], Clones(1, 30, 2, 0, None, [["a", "b"], [1, 2]])),
    ([14, 0], Clear(0)),
]


@pytest.mark.parametrize(("wire", "operation"), EXAMPLES, ids=lambda value: type(value).__name__)
def test_every_operation_decodes_from_its_array(wire: list[Any], operation: Operation) -> None:
    assert decode_operation(*wire) == operation


def test_there_is_an_example_of_every_operation() -> None:
    assert {type(operation) for _, operation in EXAMPLES} == set(OPERATIONS)


def test_codes_are_one_to_fourteen_in_the_order_of_the_table() -> None:
    assert [kind.__struct_config__.tag for kind in OPERATIONS] == list(range(1, 15))


@pytest.mark.parametrize(("wire", "operation"), EXAMPLES, ids=lambda value: type(value).__name__)
def test_an_operation_with_a_field_too_many_or_too_few_is_refused(wire: list[Any], operation: Operation) -> None:
    for wrong in ([*wire, 0], wire[:-1]):
        with pytest.raises(GuestError) as caught:
            decode(batch(wrong))
        assert caught.value.code == "outbox_undecodable"
        assert caught.value.path is not None
        assert caught.value.path.startswith("batch[0]")


@pytest.mark.parametrize(
    ("wire", "path"),
    [
        ([1, "7", "View", {}], "batch[1].id"),
        ([1, 7, 5, {}], "batch[1].type"),
        ([1, 7, "View", []], "batch[1].props"),
        ([1, 7, "View", None], "batch[1].props"),
        ([2, 7, "text", []], "batch[1].props"),
        ([2, 7, {}, [1]], "batch[1].removed[0]"),
        ([3, None], "batch[1].id"),
        ([4, 0, True], "batch[1].child"),
        ([5, 0, 1, None], "batch[1].before"),
        ([7, 0, [1, 2, "3"]], "batch[1].children[2]"),
        ([8, 1, 5], "batch[1].text"),
        ([9, 1, "focus", None, 1], "batch[1].args"),
        ([10, 1, {}, []], "batch[1].tree"),
        ([10, 1, [], [[0]]], "batch[1].slots[0]"),
        ([10, 1, [], [[4, 0, "x"]]], "batch[1].slots[0][0]"),
        ([10, 1, [], [[0, 65536, "x"]]], "batch[1].slots[0][1]"),
        ([12, 1, -1, 0], "batch[1].slot"),
        ([13, 1, 1, 0, 0, None, []], "batch[1].count"),
        ([13, 1, 1, 1, 0, None, [1]], "batch[1].columns[0]"),
        ([0, 1], "batch[1][0]"),
        ([15, 1], "batch[1][0]"),
        (["CREATE", 1], "batch[1][0]"),
        ([], "batch[1]"),
        ({}, "batch[1]"),
        (None, "batch[1]"),
    ],
)
def test_a_wrong_field_is_named_by_operation_and_field(wire: Any, path: str) -> None:
    with pytest.raises(GuestError) as caught:
        decode(batch([3, 1], wire))
    assert (caught.value.code, caught.value.path) == ("outbox_undecodable", path)
    assert str(caught.value).endswith(f" at {path}")


@pytest.mark.parametrize("operation", [[3], [4, 0], [14]])
def test_an_id_of_32_bits_is_the_last_one_that_decodes(operation: list[int]) -> None:
    decoded = decode_operation(*operation, ID_MAX)
    assert ID_MAX in [getattr(decoded, field) for field in decoded.__struct_fields__]
    for wrong in (ID_MAX + 1, -1, 1.0, 2**64 - 1):
        with pytest.raises(GuestError) as caught:
            decode_operation(*operation, wrong)
        assert caught.value.code == "outbox_undecodable"


def test_values_in_props_are_decoded_and_fields_of_the_operation_take_no_extension() -> None:
    operation = decode_operation(1, 1, "View", {"onPress": Ext(FUNCTION, b"\0\0\0\x05"), "x": Ext(UNDEFINED, b"\0")})
    assert isinstance(operation, Create)
    assert repr(operation.props) == "{'onPress': FunctionRef(id=5), 'x': UNDEFINED}"
    with pytest.raises(GuestError) as caught:
        decode_operation(3, Ext(FUNCTION, b"\0\0\0\x05"))
    assert caught.value.path == "batch[0].id"


@pytest.mark.parametrize("kind", OPERATIONS, ids=lambda kind: kind.__name__)
def test_operations_are_frozen(kind: type[Operation]) -> None:
    operation = next(operation for _, operation in EXAMPLES if type(operation) is kind)
    with pytest.raises(AttributeError):
        setattr(operation, kind.__struct_fields__[0], 1)


def test_an_operation_encodes_to_the_array_that_it_came_from() -> None:
    # Not used on the way from guest to host; recordings and devtools rely on it.
    for wire, operation in EXAMPLES:
        again = msgspec.msgpack.decode(msgspec.msgpack.encode(operation))
        assert again[: len(wire)] == [
            [[*slot, None][:3] for slot in field] if wire[0] == 10 and index == 3 else field
            for index, field in enumerate(wire)
        ]
