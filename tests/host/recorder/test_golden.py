"""The golden text form: one text for one tree, in which no string of a guest can look like anything but a string."""

from __future__ import annotations

from typing import Any

import pytest

from rill.components import CATALOGUE
from rill.host import Receiver
from rill.host.recorder import golden_text
from rill.protocol.limits import Limits
from rill.protocol.messages import Batch
from rill.protocol.operations import AnyOperation, Append, Create, Slot, Template
from rill.protocol.operations import Clones as ClonesOperation


def golden(*operations: Any) -> str:
    receiver = Receiver(CATALOGUE, Limits())
    receiver.receive_batch(Batch(1, 1, list(operations)))
    return golden_text(receiver.tree.root)


def test_an_empty_tree_is_an_empty_text() -> None:
    assert golden() == ""


def test_listeners_come_first_then_props_by_name_then_texts() -> None:
    props = {"title": "x", "onPress": True, "id": "a", "disabled": True, "onFocus": {"debounce_ms": 5}, "hint": None}
    assert golden(Create(1, "Button", props), Append(0, 1)) == (
        'Button onFocus={"debounce_ms":5} onPress disabled=true hint=null id="a" title="x"\n'
    )


def test_texts_stand_behind_their_parent_or_on_lines_of_their_own() -> None:
    operations = [
        Create(1, "Text", {}), Create(2, "#text", "a"), Create(3, "#text", " "), Append(1, 2), Append(1, 3),
        Create(4, "Text", {}), Create(5, "#text", "b"), Create(6, "Text", {}), Append(4, 5), Append(4, 6),
        Append(0, 1), Append(0, 4),
    ]  # fmt: skip
    assert golden(*operations) == 'Text "a" " "\nText\n  "b"\n  Text\n'


def test_empty_texts_are_not_written() -> None:
    operations = [
        Create(1, "Text", {}), Create(2, "#text", ""), Create(3, "#text", "a"), Append(1, 2), Append(1, 3),
        Create(4, "Text", {}), Create(5, "#text", ""), Create(6, "Text", {}), Append(4, 5), Append(4, 6),
        Append(0, 1), Append(0, 4),
    ]  # fmt: skip
    assert golden(*operations) == 'Text "a"\nText\n  Text\n'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('"\n  Button "Evil', '"\\"\\n  Button \\"Evil"'),
        ("\x1b[31m", '"\\u001b[31m"'),
        ("\u202egnp", '"\\u202egnp"'),
        ("\U0001f600", '"\\ud83d\\ude00"'),
    ],
)
def test_no_text_leaves_its_quotes(text: str, shown: str) -> None:
    assert golden(Create(1, "Text", {"id": text}), Create(2, "#text", text), Append(1, 2), Append(0, 1)) == (
        f"Text id={shown} {shown}\n"
    )


def test_styles_are_one_text_whatever_their_order() -> None:
    one = golden(Create(1, "View", {"style": {"width": 3, "bold": True}}), Append(0, 1))
    other = golden(Create(1, "View", {"style": {"bold": True, "width": 3}}), Append(0, 1))
    assert one == other == 'View style={"bold":true,"width":3}\n'


def test_clones_look_like_what_they_stand_for() -> None:
    template = Template(1, ["View", {"id": "row"}, [["Text", {}, [["#text", "-"]]]]], [Slot(1, 2)])
    cloned = golden(template, ClonesOperation(1, 10, 2, 0, None, [["a", "b"]]))
    assert cloned == 'View id="row"\n  Text "a"\nView id="row"\n  Text "b"\n'


def test_a_part_of_a_tree_may_be_written() -> None:
    receiver = Receiver(CATALOGUE, Limits())
    operations: list[AnyOperation] = [Create(1, "View", {}), Create(2, "Row", {}), Append(1, 2), Append(0, 1)]
    receiver.receive_batch(Batch(1, 1, operations))
    node = receiver.tree.find(2)
    assert node is not None
    assert golden_text(node) == "Row\n"


def test_what_an_input_shows_stands_in_place_of_its_value() -> None:
    receiver = Receiver(CATALOGUE, Limits())
    field = Create(1, "TextInput", {"value": "guest", "valueVersion": 3})
    receiver.receive_batch(Batch(1, 1, [field, Append(0, 1)]))
    root = receiver.tree.root
    assert golden_text(root) == 'TextInput value="guest"\n'
    assert golden_text(root, value_of=lambda node: "typed") == 'TextInput value="typed"\n'
