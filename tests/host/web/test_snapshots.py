"""Trees as operations that make them from nothing. That the page is right is what test_adapter.py looks at."""

from __future__ import annotations

from host.trees import Given
from rill.host.web.drawing import Drawing, Views
from rill.host.web.element import Element
from rill.host.web.lowering import PersonStates
from rill.host.web.page_context import PageContext
from rill.host.web.snapshots import Snapshot, came_with_clone, detached, values_of
from rill.host.web.view import WebView
from rill.host.web.views import VIEWS
from rill.protocol.operations import Append, Clone, Clones, Create, Patch, Slot, SlotKind, Template, Text, Update
from rill.protocol.values import UNDEFINED

BOX = WebView(lower=lambda node, _: Element("div", {"title": node.get("label")}))
TEXTS = Template(
    1,
    ["Text", {}, [["Text", {}, [["#text", "?"]]], ["#text", "fixed"]]],
    [Slot(SlotKind.TEXT, 2), Slot(SlotKind.PROP, 0, "label"), Slot(SlotKind.CHILDREN, 1)],
)


def drawing_of(given: Given) -> Drawing:
    views = Views({**VIEWS, "Text": BOX, "View": BOX})
    return Drawing(given.tree, views, PageContext(), PersonStates())


def test_children_are_in_the_items_of_their_parents_and_clones_before_what_follows_them() -> None:
    given = Given(
        TEXTS,
        Create(1, "View", {}),
        Create(2, "Text", {}),
        Append(1, 2),
        Append(0, 1),
        Clones(1, 10, 2, 1, 2, [["a", "b"], [None, None], [None, None]]),
    )
    snapshot = Snapshot(drawing_of(given))
    snapshot.add(given.node(1))
    assert snapshot.operations == [
        [1, [1, "div", None, [[2, "div", None, []]]]],
        [9, 1, 10, 2, 1, 2, [None, ["a", "b"]]],
    ]


def test_a_clone_that_was_looked_into_is_a_clone_and_what_has_become_of_it() -> None:
    given = Given(TEXTS, Clone(1, 10, ["a", None, None]), Append(0, 10), Create(5, "Text", {}), Append(11, 5))
    given.batch(Text(13, "other"), Update(11, {"label": "L"}, []), Patch(10, 0, "b"), Patch(10, 1, "M"))
    drawing = drawing_of(given)
    root = given.node(10)
    assert values_of(root) == ["b", "M", None]
    snapshot = Snapshot(drawing)
    snapshot.add(root)
    clones, morph, text, *rest = snapshot.operations
    assert clones[:6] == [9, 1, 10, 1, None, None]
    assert clones[6][1] == ["b"]
    assert morph[:2] == [2, 11]
    assert text == [7, 13, "other"]
    assert rest == [[1, [5, "div", None, []]], [4, 11, 5, None]]
    assert came_with_clone(given.node(12), drawing)
    assert not came_with_clone(given.node(5), drawing)


def test_what_a_slot_says_nothing_of_is_said_by_nobody() -> None:
    given = Given(TEXTS, Clone(1, 10, ["a", UNDEFINED, None]), Append(0, 10))
    given.node(12)
    assert values_of(given.node(10)) == ["a", UNDEFINED, None]


def test_what_stands_nowhere_is_found() -> None:
    given = Given(Create(1, "View", {}), Create(2, "View", {}), Create(3, "Text", {}), Append(2, 3), Append(0, 1))
    assert [node.id for node in detached(drawing_of(given))] == [2]
