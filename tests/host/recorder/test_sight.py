"""What a person sees of a tree, and what things are called."""

from __future__ import annotations

from typing import Any

import pytest

from host.recorder.elements import Element, el, operations
from rill.components import CATALOGUE
from rill.host import Receiver, Tree
from rill.host.recorder.sight import Sight, cell_texts, name_of, role_of
from rill.host.tree import Node
from rill.protocol.limits import Limits
from rill.protocol.messages import Batch
from rill.protocol.operations import Delete


def tree(*elements: Element | str) -> Tree:
    receiver = Receiver(CATALOGUE, Limits())
    receiver.receive_batch(Batch(1, 1, operations(*elements)))
    return receiver.tree


def first(*elements: Element | str) -> Node:
    return tree(*elements).root.children[0]


def seen(*elements: Element | str) -> list[str]:
    """Ids of what is seen."""
    made = tree(*elements)
    return [str(node.props["id"]) for node in Sight().seen(made.root) if "id" in node.props]


@pytest.mark.parametrize(
    ("element", "name"),
    [
        (el("Button", "words", label="label"), "label"),
        (el("Button", title="title"), "title"),
        (el("Button", "words"), "words"),
        (el("Toast", "message", title="Saved"), "Saved message"),
        (el("Image", source="a.png", alt="a cat"), "a cat"),
        (el("Markdown", text="# Hi"), "# Hi"),
        (el("CodeView", code="x = 1"), "x = 1"),
        (el("View", el("Text", "a"), el("Text", "b")), "ab"),
    ],
)
def test_a_node_is_called_by_the_best_words_it_has(element: Element, name: str) -> None:
    assert name_of(first(element)) == name


def test_an_input_is_called_as_the_field_around_it() -> None:
    field = first(el("FormField", el("TextInput"), el("Switch", label="own"), title="Street"))
    assert [name_of(node) for node in field.children] == ["Street", "own"]


def test_a_row_is_called_by_its_cells() -> None:
    cells: list[Any] = ["a", 2, 2.0, 0.5, True, None, {"text": "b", "icon": "star"}, {"icon": "star"}]
    row = first(el("Table", el("TableRow", index=0, cells=cells), columns=[], count=1)).children[0]
    assert cell_texts(row) == ["a", "2", "2", "0.5", "true", "", "b", ""]
    assert name_of(row) == "a 2 2 0.5 true b"


def test_a_role_is_the_prop_or_the_component_s() -> None:
    assert role_of(first(el("Text"))) == "text"
    assert role_of(first(el("Text", role="heading"))) == "heading"
    assert role_of(tree().root) == "none"


def test_what_is_hidden_in_any_way_is_not_seen() -> None:
    assert seen(
        el("View", el("Text", id="in"), hidden=True, id="hidden"),
        el("View", id="invisible", style={"visibility": "hidden"}),
        el("Modal", id="closed", open=False),
        el("Menu", id="no button"),
        el("Menu", el("MenuItem", id="item"), id="button", title="Edit"),
        el("Collapsible", el("Text", id="folded"), title="More", id="title"),
        el("Collapsible", el("Text", id="unfolded"), title="More", defaultOpen=True),
    ) == ["button", "title", "unfolded"]


def test_of_tabs_one_page_is_seen_and_all_titles() -> None:
    pages = [el("Tab", el("Text", id=f"in {name}"), name=name, title=name, id=name) for name in "ab"]
    assert seen(el("Tabs", *pages)) == ["a", "in a", "b"]
    assert seen(el("Tabs", *pages, value="b")) == ["a", "b", "in b"]
    assert seen(el("Tabs", *pages, value="gone")) == ["a", "in a", "b"]


def test_it_says_which_node_hides_another_one() -> None:
    made = tree(el("Collapsible", el("View", el("Text")), title="More"))
    (box,) = made.root.children
    text = box.children[0].children[0]
    sight = Sight()
    assert sight.why_unseen(text) is box
    assert sight.why_unseen(box) is None
    sight.opened[box] = True
    assert sight.why_unseen(text) is None


def test_nodes_that_are_gone_are_forgotten() -> None:
    receiver = Receiver(CATALOGUE, Limits())
    receiver.receive_batch(Batch(1, 1, operations(el("TextInput"), el("Modal"))))
    field, modal = receiver.tree.root.children
    sight = Sight()
    sight.values[field], sight.focused, sight.hovered = "x", field, field
    sight.modals.append(modal)
    receiver.receive_batch(Batch(1, 2, [Delete(1), Delete(2)]))
    sight.forget_gone()
    assert (sight.values, sight.focused, sight.hovered, sight.modals) == ({}, None, None, [])
