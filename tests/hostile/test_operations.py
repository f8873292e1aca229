"""Guests that write to the wire themselves: whatever bytes an outbox holds, one typed error or a checked tree.

A guest that got at the writer is assumed: the outboxes are scripted, so that nothing stands before the host's own
checks. That the engine's side cannot write some of them does not matter here.
"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from host.pair import Pair, batch, button, outbox, pair, text_tree

from rill import CapabilityError, GuestError, LimitError, Limits, RillError
from rill.protocol.operations import (
    Append,
    Clear,
    Clone,
    Clones,
    Create,
    Delete,
    Insert,
    Patch,
    Remove,
    Reorder,
    Slot,
    Template,
    Text,
    Update,
)
from rill.protocol.values import FunctionRef

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIRST = [
    batch(1, *text_tree(), *button(10), Create(20, "View", {}), Create(21, "View", {}), Append(20, 21), Append(0, 20))
]
GOLDEN = 'Text "hello"\nButton onPress title="Button 10"\nView\n  View\n'

ROW = Template(1, ["View", {}, [["Text", {}, [["#text", "a"]]]]], [Slot(1, 2)])
BARE = Template(2, ["View", {}, []], [])
LIMITS = Limits(
    operations=200,
    nodes=100,
    depth=20,
    children=50,
    string_bytes=1_000,
    text_bytes=2_000,
    props=20,
    templates=3,
    template_nodes=10,
    value_depth=8,
    tree_bytes=20_000,
    outbox_bytes=100_000,
    outbox_extensions=100,
)

DEEP: Any = 1
for _ in range(40):
    DEEP = [DEEP]

# What no encoder would write.
RAW_PROTO = msgspec.Raw(b"\x81\xa9__proto__\x01")
RAW_NUMBER = msgspec.Raw(b"\x81\x01\x01")

# What the guest writes in its second turn, and what becomes of it.
ATTACKS: dict[str, tuple[list[Any], type[RillError], str]] = {
    # names
    "an unknown component": ([Create(30, "Buton", {})], CapabilityError, "component_unknown"),
    "a component by a Python name": ([Create(30, "__class__", {})], CapabilityError, "component_unknown"),
    "an empty component": ([Create(30, "", {})], CapabilityError, "component_unknown"),
    "a component with a long name": ([Create(30, "B" * 500, {})], CapabilityError, "component_unknown"),
    "a component with terminal codes": ([Create(30, "\x1b[2J", {})], CapabilityError, "component_unknown"),
    "a root": ([Create(30, "#root", {})], CapabilityError, "component_unknown"),
    "an unknown prop": ([Create(30, "View", {"onClick2": 1})], GuestError, "prop_unknown"),
    "a prop by a Python name": ([Create(30, "View", {"__init__": 1})], GuestError, "prop_unknown"),
    "a forbidden prop": ([[1, 30, "View", RAW_PROTO]], GuestError, "prop_unknown"),
    "a prop of a wrong type": ([Create(30, "Button", {"disabled": "yes"})], GuestError, "prop_invalid"),
    "a prop that no words describe": ([Create(30, "Button", {"variant": "evil"})], GuestError, "prop_invalid"),
    "a listener that is a function": (
        [Create(30, "Button", {"onPress": FunctionRef(1)})],
        GuestError,
        "listener_invalid",
    ),
    "a listener with an unknown policy": (
        [Create(30, "Button", {"onPress": {"run": "x"}})],
        GuestError,
        "listener_invalid",
    ),
    "a style that is none": ([Create(30, "View", {"style": {"position": "fixed"}})], GuestError, "prop_invalid"),
    "a nested forbidden key": (
        [[1, 30, "View", {"style": RAW_PROTO}]],
        GuestError,
        "prop_invalid",
    ),
    "a progress in words": ([Create(30, "ProgressBar", {"progress": "x"})], GuestError, "prop_invalid"),
    "props that are words": ([Create(30, "View", "words")], GuestError, "props_invalid"),
    "a text with props": ([Create(30, "#text", {})], GuestError, "text_invalid"),
    # sizes
    "a long string": ([Create(30, "View", {"id": "x" * 1_100})], LimitError, "string_bytes_exceeded"),
    "a long text": ([Create(30, "#text", "x" * 2_100)], LimitError, "text_bytes_exceeded"),
    "a longer text": ([Text(2, "x" * 2_100)], LimitError, "text_bytes_exceeded"),
    "a text of wide letters": ([Text(2, "\U0001f600" * 600)], LimitError, "text_bytes_exceeded"),
    "a deep value": ([Create(30, "View", {"style": DEEP})], GuestError, "prop_invalid"),
    "many props": ([Create(30, "View", {f"p{n}": 1 for n in range(30)})], LimitError, "props_exceeded"),
    "many operations": ([Text(2, "x")] * 201, LimitError, "operations_exceeded"),
    "many nodes": ([Create(30 + n, "View", {}) for n in range(150)], LimitError, "nodes_exceeded"),
    "many children": (
        [op for n in range(60) for op in (Create(30 + n, "View", {}), Append(20, 30 + n))],
        LimitError,
        "children_exceeded",
    ),
    "a deep tree": (
        [op for n in range(30) for op in (Create(30 + n, "View", {}), Append(29 + n if n else 21, 30 + n))],
        LimitError,
        "depth_exceeded",
    ),
    "a heavy tree": ([Create(30 + n, "#text", "x" * 1_900) for n in range(15)], LimitError, "tree_bytes_exceeded"),
    "many extensions": (
        [Update(20, {"style": [FunctionRef(n) for n in range(150)]}, [])],
        LimitError,
        "outbox_extensions_exceeded",
    ),
    # ids
    "a node twice": ([Create(30, "View", {}), Create(30, "View", {})], GuestError, "id_reused"),
    "a node of before": ([Create(20, "View", {})], GuestError, "id_reused"),
    "a node that was deleted": ([Delete(20), Create(20, "View", {})], GuestError, "id_reused"),
    "the root again": ([Create(0, "View", {})], GuestError, "id_reused"),
    "an id below zero": ([[1, -1, "View", {}]], GuestError, "outbox_undecodable"),
    "an id beyond 32 bits": ([[1, 2**32, "View", {}]], GuestError, "outbox_undecodable"),
    "an id that is a float": ([[1, 1.5, "View", {}]], GuestError, "outbox_undecodable"),
    "an id that is true": ([[1, True, "View", {}]], GuestError, "outbox_undecodable"),
    "scattered ids": ([Create(1_000 + 2 * n, "View", {}) for n in range(190)], LimitError, "nodes_exceeded"),
    # structure
    "an unknown parent": ([Create(30, "View", {}), Append(99, 30)], GuestError, "node_unknown"),
    "an unknown child": ([Append(20, 99)], GuestError, "node_unknown"),
    "its own parent": ([Append(20, 20)], GuestError, "cycle"),
    "a parent inside": ([Append(21, 20)], GuestError, "cycle"),
    "a long cycle": ([Create(30, "View", {}), Append(21, 30), Append(30, 20)], GuestError, "cycle"),
    "the root as a child": ([Append(20, 0)], GuestError, "root_refused"),
    "an end of the root": ([Delete(0)], GuestError, "root_refused"),
    "an unknown sibling": ([Create(30, "View", {}), Insert(20, 30, 10)], GuestError, "sibling_unknown"),
    "itself as sibling": ([Insert(20, 21, 21)], GuestError, "sibling_unknown"),
    "a removal from another": ([Remove(0, 21)], GuestError, "child_unknown"),
    "an order of others": ([Reorder(0, [1, 10, 25, 21])], GuestError, "child_unknown"),
    "an order of some": ([Reorder(0, [1, 10])], GuestError, "order_invalid"),
    "an order with doubles": ([Reorder(0, [1, 1, 10])], GuestError, "order_invalid"),
    "a node that is gone": ([Delete(20), Update(21, {}, [])], GuestError, "node_unknown"),
    "an end of an end": ([Delete(20), Delete(20)], GuestError, "node_unknown"),
    "props of the root": ([Update(0, {"id": "x"}, [])], GuestError, "props_refused"),
    "props of a text": ([Update(2, {"id": "x"}, [])], GuestError, "props_refused"),
    "a text of a view": ([Text(20, "x")], GuestError, "text_refused"),
    "bare text in a view": ([Create(30, "#text", "x"), Append(20, 30)], GuestError, "text_misplaced"),
    "bare text in the root": ([Create(30, "#text", "x"), Append(0, 30)], GuestError, "text_misplaced"),
    "a view in a text": ([Create(30, "View", {}), Append(1, 30)], GuestError, "child_refused"),
    "children of a text": ([Create(30, "View", {}), Append(2, 30)], GuestError, "child_refused"),
    "children of a field": (
        [Create(30, "TextInput", {}), Append(0, 30), Create(31, "View", {}), Append(30, 31)],
        GuestError,
        "child_refused",
    ),
    # templates
    "an unknown template": ([Clone(9, 30, [])], GuestError, "template_unknown"),
    "a template twice": ([ROW, ROW], GuestError, "template_reused"),
    "many templates": ([Template(n, ["View", {}, []], []) for n in range(4)], LimitError, "templates_exceeded"),
    "a large template": (
        [Template(1, ["View", {}, [["View", {}, []]] * 20], [])],
        LimitError,
        "template_nodes_exceeded",
    ),
    "a template that is no tree": ([Template(1, ["View"], [])], GuestError, "template_malformed"),
    "a template of an unknown component": ([Template(1, ["Evil", {}, []], [])], CapabilityError, "component_unknown"),
    "a slot beyond the template": ([Template(1, ["View", {}, []], [Slot(0, 5, "id")])], GuestError, "slot_invalid"),
    "a clone with too few values": ([ROW, Clone(1, 30, [])], GuestError, "slot_count_wrong"),
    "a clone with a wrong value": ([ROW, Clone(1, 30, [5])], GuestError, "text_invalid"),
    "clones over each other": ([ROW, Clone(1, 30, ["a"]), Clone(1, 31, ["b"])], GuestError, "id_reused"),
    "an inner node that moves": ([ROW, Clone(1, 30, ["a"]), Append(20, 31)], GuestError, "static_refused"),
    "an inner node that ends": ([ROW, Clone(1, 30, ["a"]), Delete(31)], GuestError, "static_refused"),
    "static children cleared": ([ROW, Clone(1, 30, ["a"]), Clear(30)], GuestError, "static_refused"),
    "a patch of no clone": ([Patch(20, 0, "x")], GuestError, "clone_unknown"),
    "a patch of an unknown slot": ([ROW, Clone(1, 30, ["a"]), Patch(30, 7, "x")], GuestError, "slot_unknown"),
    "columns of a wrong length": ([ROW, Clones(1, 30, 3, 20, None, [["a"]])], GuestError, "column_length_wrong"),
    "a huge run": ([ROW, Clones(1, 30, 60, 20, None, [["a"] * 60])], LimitError, "nodes_exceeded"),
    "a huge run of nil": ([ROW, Clones(1, 30, 90_000, 20, None, [[None] * 90_000])], GuestError, "text_invalid"),
    "a huge run of nothing": ([BARE, Clones(2, 30, 2**24 - 1, 20, None, [])], LimitError, "nodes_exceeded"),
    "a run of no clones": ([BARE, Clones(2, 30, 0, 20, None, [])], GuestError, "outbox_undecodable"),
    "a run of more than 24 bits": ([BARE, Clones(2, 30, 2**24, 20, None, [])], GuestError, "outbox_undecodable"),
    "columns without slots": ([BARE, Clones(2, 30, 2, 20, None, [["a", "b"]])], GuestError, "slot_count_wrong"),
    "slots without columns": ([ROW, Clones(1, 30, 2, 20, None, [])], GuestError, "slot_count_wrong"),
    "a column that is short": ([ROW, Clones(1, 30, 2, 20, None, [["a"]])], GuestError, "column_length_wrong"),
    "a run over an older node": ([ROW, Clones(1, 8, 2, 20, None, [["a", "b"]])], GuestError, "id_reused"),
    "runs over each other": (
        [ROW, Clones(1, 30, 3, 20, None, [["a"] * 3]), Clones(1, 36, 3, 20, None, [["a"] * 3])],
        GuestError,
        "id_reused",
    ),
    "a run beyond the ids by many": ([BARE, Clones(2, 2**32 - 9, 10, 20, None, [])], GuestError, "id_invalid"),
    "a run before a node elsewhere": ([BARE, Clones(2, 30, 2, 20, 10, [])], GuestError, "sibling_unknown"),
    "a run before itself": ([BARE, Clones(2, 30, 2, 20, 30, [])], GuestError, "node_unknown"),
    "a run under itself": ([BARE, Clones(2, 30, 2, 30, None, [])], GuestError, "node_unknown"),
    "a run beyond the ids": ([ROW, Clones(1, 2**32 - 2, 1, 20, None, [["a"]])], GuestError, "id_invalid"),
    # shapes
    "no array": ([5], GuestError, "outbox_undecodable"),
    "an empty array": ([[]], GuestError, "outbox_undecodable"),
    "an operation zero": ([[0]], GuestError, "outbox_undecodable"),
    "an operation fifteen": ([[15, 1]], GuestError, "outbox_undecodable"),
    "an operation of words": ([["CREATE", 30, "View", {}]], GuestError, "outbox_undecodable"),
    "too few fields": ([[4, 20]], GuestError, "outbox_undecodable"),
    "too many fields": ([[4, 20, 21, 22]], GuestError, "outbox_undecodable"),
    "keys that are numbers": ([[2, 20, RAW_NUMBER, []]], GuestError, "outbox_undecodable"),
    "removed names that are numbers": ([[2, 20, {}, [1]]], GuestError, "outbox_undecodable"),
    "an unknown removed name": ([Update(20, {}, ["__dict__"])], GuestError, "prop_unknown"),
}


async def assert_refused(p: Pair, kind: type[RillError], code: str) -> None:
    before = p.recorder.golden()
    assert before == GOLDEN
    with pytest.raises(kind) as caught:
        await p.session.send_event("attack")
    assert caught.value.path
    p.assert_failed(kind, code)
    assert p.recorder.golden() == before
    assert len(p.recorder.batches) == 1
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 2_000
    await p.session.restart()
    assert p.recorder.golden() == before


@pytest.mark.parametrize(("operations", "kind", "code"), ATTACKS.values(), ids=ATTACKS.keys())
async def test_a_hostile_batch_is_refused_wholly(operations: list[Any], kind: type[RillError], code: str) -> None:
    # An honest change comes first: it must not stay.
    honest = [Text(2, "changed"), Create(25, "View", {}), Append(0, 25)]
    if len(operations) > 100:
        honest = []
    async with pair(scripts=[[FIRST, [batch(2, *honest, *operations)]], [FIRST]], limits=LIMITS) as p:
        await assert_refused(p, kind, code)


BYTES: dict[str, bytes] = {
    "nothing": b"",
    "a number": b"\x05",
    "a cut string": b"\x91\x93\x02\xd9\xff",
    "a string that is no UTF-8": b"\x91\x93\x02\xa2\xff\xfe\xc0",
    "an array longer than the bytes": b"\xdd\xff\xff\xff\xff",
    "a map longer than the bytes": b"\x91\x93\x02\xa1x\xdf\xff\xff\xff\xff",
    "a binary longer than the bytes": b"\x91\x93\x02\xa1x\xc6\xff\xff\xff\xff",
    "an extension longer than the bytes": b"\x91\x93\x02\xa1x\xc9\xff\xff\xff\xff\x01",
    "a type that does not exist": b"\x91\xc1",
    "deep arrays": b"\x91\x93\x02\xa1x" + b"\x91" * 90_000,
    "deep maps": b"\x91\x93\x02\xa1x" + b"\x81\xa1k" * 30_000,
    "extensions in extensions": b"\x91\x93\x02\xa1x"
    + b"".join(b"\xc9" + (60_000 - 6 * n).to_bytes(4, "big") + b"\x04" for n in range(9_000)),
    "many empty maps": b"\x91\x93\x02\xa1x\xdd" + (90_000).to_bytes(4, "big") + b"\x80" * 90_000,
    "too many bytes": b"\x91\x93\x02\xa1x\xc6" + (200_000).to_bytes(4, "big") + b"\0" * 200_000,
    "an outbox behind an outbox": outbox() + outbox(),
    "a timestamp": b"\x91\x93\x02\xa1x\xd6\xff\x00\x00\x00\x00",
}


@pytest.mark.parametrize("data", BYTES.values(), ids=BYTES.keys())
async def test_hostile_bytes_are_refused_or_are_a_value(data: bytes) -> None:
    async with pair(scripts=[[FIRST, data], [FIRST]], limits=LIMITS) as p:
        try:
            await p.session.send_event("attack")
        except (GuestError, LimitError) as error:
            p.assert_failed(type(error), error.code)
            await p.session.restart()
        assert p.session.state == "running"
        assert p.recorder.golden() == GOLDEN
