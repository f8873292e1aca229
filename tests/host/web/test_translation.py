"""Which operations a batch becomes. That they come to the right page is what test_adapter.py looks at."""

from __future__ import annotations

from typing import Any

import pytest

from host.trees import Given
from rill.host.recorder.sight import ancestors
from rill.host.tree import Run
from rill.host.web.element import CHILDREN, Element
from rill.host.web.view import WebView
from rill.host.web.views import VIEWS
from rill.protocol.operations import (
    Append,
    Clear,
    Clone,
    Clones,
    Create,
    Delete,
    Insert,
    Operation,
    Patch,
    Remove,
    Reorder,
    Slot,
    SlotKind,
    Template,
    Text,
    Update,
)

from .screen import Screen

BOX = WebView(lower=lambda node, _: Element("div", {"title": node.get("label")}))
PLAIN = {**VIEWS, "View": BOX, "Row": BOX, "Text": WebView(lower=lambda _node, _page: Element("p"))}

ROW = Template(
    1,
    ["Row", {}, [["Text", {}, [["#text", "?"]]], ["View", {}, []]]],
    [Slot(SlotKind.TEXT, 2), Slot(SlotKind.PROP, 0, "label"), Slot(SlotKind.CHILDREN, 3)],
)


def row(*texts: str, label: str | None = None) -> list[list[Any]]:
    """The columns of rows."""
    return [list(texts), [label] * len(texts), [None] * len(texts)]


class Shown:
    """A tree on a page, and what the browser is told of each batch."""

    def __init__(self, *operations: Operation) -> None:
        self.given = Given(*operations)
        self.screen = Screen(self.given.tree, PLAIN)

    def check(self, *operations: Operation) -> list[list[Any]]:
        """What the browser is told; the page is right then."""
        self.screen.adapter.apply(self.given.batch(*operations))
        told = self.screen.take()
        self.screen.assert_shows(self.given.tree)
        return told


def test_what_a_batch_makes_goes_out_whole_and_is_placed_once() -> None:
    told = Shown().check(
        Create(1, "View", {"label": "a"}),
        Create(2, "Text", {}),
        Create(3, "#text", "x"),
        Create(4, "View", {}),
        Append(2, 3),
        Append(1, 2),
        Append(1, 4),
        Update(1, {"label": "b"}, []),
        Text(3, "y"),
        Append(0, 1),
    )
    assert told == [
        [
            1,
            [
                1,
                "div",
                {"title": "b", "aria-label": "b", "role": "group"},
                [[2, "p", None, [[3, "y"]]], [4, "div", None, []]],
            ],
        ],
        [4, 0, 1, None],
    ]


def test_what_is_not_appended_keeps_the_order_of_the_batch() -> None:
    told = Shown().check(
        Create(1, "View", {}),
        Create(2, "View", {}),
        Create(3, "View", {}),
        Append(1, 2),
        Insert(1, 3, 2),
        Create(4, "View", {}),
        Append(1, 4),
        Append(0, 1),
    )
    assert told == [
        [1, [1, "div", None, [[2, "div", None, []]]]],
        [1, [3, "div", None, []]],
        [4, 1, 3, 2],
        [1, [4, "div", None, []]],
        [4, 1, 4, None],
        [4, 0, 1, None],
    ]


def test_a_node_is_drawn_once_however_often_it_is_written() -> None:
    shown = Shown(Create(1, "View", {}), Append(0, 1))
    told = shown.check(Update(1, {"label": "a"}, []), Update(1, {"hint": "h"}, []), Update(1, {"label": "b"}, ["hint"]))
    assert told == [[2, 1, ["div", {"title": "b", "aria-label": "b", "role": "group"}, [0]]]]


def test_structure_is_said_as_the_guest_says_it() -> None:
    views = [Create(id, "View", {}) for id in (1, 2, 3)]
    shown = Shown(*views, *(Append(0, id) for id in (1, 2, 3)), Create(4, "Text", {}), Append(1, 4))
    assert shown.check(Insert(0, 3, 1)) == [[4, 0, 3, 1]]
    assert shown.check(Append(0, 3)) == [[4, 0, 3, None]]
    assert shown.check(Reorder(0, [3, 1, 2])) == [[6, 0, [3, 1, 2]]]
    assert shown.check(Remove(0, 2)) == [[5, 2]]
    assert shown.check(Append(3, 2)) == [[4, 3, 2, None]]
    assert shown.check(Delete(2)) == [[3, 2]]
    assert shown.check(Clear(1)) == [[11, 1]]


def test_what_nobody_has_seen_is_not_spoken_of() -> None:
    shown = Shown()
    assert shown.check(Create(1, "View", {}), Delete(1)) == []


def test_something_stands_in_for_what_is_gone_by_the_end_of_the_batch() -> None:
    told = Shown().check(Create(1, "View", {}), Create(2, "View", {}), Append(0, 1), Insert(0, 2, 1), Delete(1))
    assert told == [
        [1, [1, "div", None]],
        [1, [2, "div", None, []]],
        [4, 0, 1, None],
        [4, 0, 2, 1],
        [3, 1],
    ]


# -- templates


def test_rows_are_one_operation_and_nobody_looks_into_them() -> None:
    shown = Shown(Create(1, "View", {}), Append(0, 1))
    told = shown.check(ROW, Clones(1, 10, 3, 1, None, row("a", "b", "c", label="L")))
    labelled = {"title": "L", "aria-label": "L", "role": "group"}
    assert told == [
        [8, 1, 4, ["div", None, [[1, "p", None, [[2]]], [3, "div", None, []]]], [[0, 0], [1, 2]]],
        [9, 1, 10, 3, 1, None, [[labelled] * 3, ["a", "b", "c"]]],
    ]
    assert [type(link) for link in shown.given.tree.links_between(10, 22, 4)] == [Run]
    assert shown.check(Clones(1, 30, 2, 1, 10, row("d", "e"))) == [[9, 1, 30, 2, 1, 10, [None, ["d", "e"]]]]


def test_a_slot_is_patched_and_a_clone_that_was_looked_into_is_drawn() -> None:
    shown = Shown(ROW, Create(1, "View", {}), Append(0, 1), Clones(1, 10, 3, 1, None, row("a", "b", "c")))
    assert shown.check(Patch(14, 0, "B"), Patch(14, 0, "BB")) == [[10, 14, 1, "B"], [10, 14, 1, "BB"]]
    labelled = {"title": "L", "aria-label": "L", "role": "group"}
    assert shown.check(Patch(18, 1, "x"), Patch(18, 1, "L")) == [[10, 18, 0, labelled]]
    assert shown.check(Patch(18, 1, None)) == [[10, 18, 0, None]]
    shown.given.node(12)
    assert shown.check(Patch(10, 0, "A"), Patch(10, 1, "L")) == [
        [7, 12, "A"],
        [2, 10, ["div", labelled, [0]]],
    ]


def test_texts_of_clones_are_written_by_their_ids_and_their_nodes_take_children() -> None:
    shown = Shown(ROW, Clones(1, 10, 2, 0, None, row("a", "b")))
    assert shown.check(Text(16, "B")) == [[7, 16, "B"]]
    assert shown.check(Create(5, "View", {}), Append(13, 5)) == [[1, [5, "div", None, []]], [4, 13, 5, None]]


def test_clones_made_one_by_one_side_by_side_are_one_operation() -> None:
    shown = Shown(ROW, Create(1, "View", {}), Append(0, 1))
    made: list[Operation] = []
    for base, text in ((10, "a"), (14, "b"), (18, "c")):
        made += [Clone(1, base, [text, None, None]), Append(1, base)]
    assert shown.check(*made) == [[9, 1, 10, 3, 1, None, [None, ["a", "b", "c"]]]]
    told = shown.check(Clone(1, 40, ["d", None, None]), Create(5, "View", {}), Append(43, 5), Insert(1, 40, 10))
    assert told == [
        [9, 1, 40, 1, None, None, [None, ["d"]]],
        [1, [5, "div", None, []]],
        [4, 43, 5, None],
        [4, 1, 40, 10],
    ]


def test_many_clones_made_one_by_one_take_no_longer_for_each_than_few() -> None:
    # Counted, not timed: what is in the way of the search for the clone before is taken away.
    shown = Shown(ROW, Create(1, "View", {}), Append(0, 1))
    made: list[Operation] = []
    for base in range(10, 10 + 4 * 2_000, 4):
        made += [Clone(1, base, ["a", None, None]), Append(1, base)]
    assert [operation[:4] for operation in shown.check(*made)] == [[9, 1, 10, 2_000]]


@pytest.mark.parametrize("is_one_by_one", [True, False])
def test_clones_that_a_browser_cannot_make_by_cloning_are_nodes_like_others(is_one_by_one: bool) -> None:
    view = WebView(
        lower=lambda node, _: Element("nav", {"title": str(len(node.children))}, Element("div", {}, CHILDREN)),
        contextual=True,
    )
    given = Given(ROW)
    screen = Screen(given.tree, {**PLAIN, "View": view})
    made: list[Operation] = [Clones(1, 10, 1, 0, None, row("a"))]
    if is_one_by_one:
        made = [Clone(1, 10, ["a", None, None]), Append(0, 10)]
    screen.adapter.apply(given.batch(*made))
    inner = [13, "nav", {"title": "0"}, [["div", None, [0]]]]
    assert screen.take() == [
        [1, [10, "div", None, [[11, "p", None, [[12, "a"]]], inner]]],
        [4, 0, 10, None],
    ]
    screen.adapter.apply(given.batch(Patch(10, 0, "b"), Create(5, "View", {}), Append(13, 5)))
    assert [operation[0] for operation in screen.take()] == [7, 1, 4, 2]
    screen.assert_shows(given.tree)


# -- views that look around


def test_a_view_that_looks_around_is_drawn_when_what_it_looks_at_changes() -> None:
    view = WebView(
        lower=lambda node, _: Element(
            "nav", {"title": "".join(str(child.get("label")) for child in node.children)}, Element("div", {}, CHILDREN)
        ),
        contextual=True,
    )
    touching = WebView(lower=BOX.lower, touches=lambda node: [above for above in ancestors(node) if above.id == 1])
    given = Given(
        Create(1, "View", {}),
        Create(2, "Row", {"label": "a"}),
        Create(3, "Text", {"label": "t"}),
        Append(2, 3),
        Append(1, 2),
        Append(0, 1),
    )
    screen = Screen(given.tree, {**PLAIN, "View": view, "Text": touching})

    def drawn(*operations: Operation) -> list[Any]:
        screen.adapter.apply(given.batch(*operations))
        told = screen.take()
        screen.assert_shows(given.tree)
        return [(operation[1], operation[2][1]["title"]) for operation in told if operation[0] == 2]

    assert drawn(Update(2, {"label": "b"}, [])) == [(2, "b"), (1, "b")]
    assert drawn(Update(3, {"label": "u"}, [])) == [(3, "u"), (1, "b")]
    assert drawn(Create(4, "Row", {"label": "c"}), Append(1, 4)) == [(1, "bc")]
    assert drawn(Delete(2)) == [(1, "c")]
