"""The HTML of a first paint. That it is the same page as by operations is what test_adapter.py looks at."""

from __future__ import annotations

from typing import Any

from host.trees import Given
from rill.components.html.elements import HTML
from rill.host.tree import Run
from rill.host.web.adapter import WebAdapter
from rill.host.web.element import CHILDREN, Element
from rill.host.web.first_paint import FirstPaint
from rill.host.web.page_context import PageContext
from rill.host.web.view import WebView
from rill.host.web.views import VIEWS
from rill.protocol.operations import Append, Clone, Clones, Create, Operation, Slot, SlotKind, Template, Text

BOX = WebView(lower=lambda _node, _page: Element("div"))
VIEWS_OF_TESTS = {
    **VIEWS,
    "View": BOX,
    "Row": WebView(lower=lambda _node, _page: Element("div", {}, Element("h2", {}, "T"), Element("p", {}, CHILDREN))),
    "Text": WebView(lower=lambda _node, _page: Element("span")),
}
ROW = Template(1, ["View", {}, [["Text", {}, [["#text", "?"]]]]], [Slot(SlotKind.TEXT, 2)])


def paint(*operations: Operation, views: Any = VIEWS_OF_TESTS, index: int = 0) -> tuple[FirstPaint, Given]:
    """The first paint of what a guest has made."""
    given = Given(*operations)
    adapter = WebAdapter(views, PageContext(index=index), on_operations=lambda: None)
    adapter.attach(given.tree)
    return adapter.html(), given


def body(html: str) -> str:
    """What is in the guest's root."""
    before, _, rest = html.partition(">")
    assert before == '<div data-r="0" class="rill" data-rill="0"'
    return rest.removesuffix("</div>")


def test_nodes_have_their_ids_and_texts_a_mark_before_them() -> None:
    found, _ = paint(
        Create(1, "Row", {}),
        Create(2, "Text", {}),
        Create(3, "#text", "<a>"),
        Create(4, "#text", ""),
        Append(2, 3),
        Append(2, 4),
        Append(1, 2),
        Append(0, 1),
    )
    assert body(found.html) == (
        '<div data-r="1"><h2>T</h2><p data-h><span data-r="2"><!--r3-->&lt;a&gt;<!--r4--></span></p></div>'
    )
    assert found.adoptable


def test_each_guest_of_a_page_has_its_place_on_it() -> None:
    found, _ = paint(ROW, index=3)
    assert found.html == '<div data-r="0" class="rill" data-rill="3"></div>'
    assert found.templates == (
        '<template data-rill="3" data-t="1" data-n="3" data-s="1,2"><div data-t="1"><span data-i="1" data-x="2">?'
        "</span></div></template>"
    )


def test_rows_are_written_without_looking_into_them() -> None:
    found, given = paint(ROW, Clones(1, 10, 2, 0, None, [["a", "b"]]))
    assert body(found.html) == (
        '<div data-r="10" data-t="1"><span data-i="1" data-x="2">a</span></div>'
        '<div data-r="13" data-t="1"><span data-i="1" data-x="2">b</span></div>'
    )
    assert [type(link) for link in given.tree.links_between(10, 16, 3)] == [Run]


def test_a_clone_that_was_looked_into_is_written_as_one() -> None:
    _, given = paint(ROW, Clone(1, 10, ["a"]), Append(0, 10), Create(5, "Text", {}))
    given.node(11)
    adapter = WebAdapter(VIEWS_OF_TESTS, PageContext(), on_operations=lambda: None)
    adapter.attach(given.tree)
    same = '<div data-r="10" data-t="1"><span data-i="1" data-x="2">a</span></div>'
    assert body(adapter.html().html) == same
    # What came into it stands beside the text, which needs a mark then.
    given.batch(Append(11, 5), Text(12, "b"))
    assert body(adapter.html().html) == (
        '<div data-r="10" data-t="1"><span data-i="1"><!--i2-->b<span data-r="5"></span></span></div>'
    )


def test_clones_that_cannot_be_cloned_are_written_as_nodes_like_others() -> None:
    views = {**VIEWS_OF_TESTS, "Text": WebView(lower=VIEWS_OF_TESTS["Text"].lower, contextual=True)}
    found, _ = paint(ROW, Clones(1, 10, 2, 0, None, [["a", "b"]]), views=views)
    assert body(found.html) == (
        '<div data-r="10"><span data-r="11"><!--r12-->a</span></div>'
        '<div data-r="13"><span data-r="14"><!--r15-->b</span></div>'
    )
    assert found.templates == ""


def test_what_is_detached_comes_by_operations() -> None:
    given = Given(Create(1, "View", {}), Create(2, "Text", {}), Append(1, 2), ROW, Clone(1, 10, ["a"]))
    adapter = WebAdapter(VIEWS_OF_TESTS, PageContext(), on_operations=lambda: None)
    adapter.attach(given.tree)
    assert body(adapter.html().html) == ""
    assert adapter.take() == [[1, [1, "div", None, [[2, "span", None, []]]]], [9, 1, 10, 1, None, None, [["a"]]]]


def test_rules_and_scripts_of_all_that_is_in_it_come_with_it() -> None:
    views = {**VIEWS_OF_TESTS, "View": WebView(lower=BOX.lower, module=("a", "b"))}
    styled = Template(1, ["View", {"style": {"gap": 1}}, []], [Slot(SlotKind.PROP, 0, "hint")])
    found, _ = paint(
        Create(1, "Text", {"style": {"bold": True}}),
        Append(0, 1),
        styled,
        Clones(1, 10, 1, 0, None, [[None]]),
        views=views,
    )
    assert found.modules == ("a", "b")
    assert "{font-weight:bold;}" in found.rules
    assert "{gap:" in found.rules


def test_a_page_that_a_parser_would_change_is_not_adopted() -> None:
    given = Given(Create(1, "p", {}), Create(2, "div", {}), Append(1, 2), Append(0, 1), components=HTML)
    view = WebView(lower=lambda node, _: Element(node.type))
    adapter = WebAdapter({"p": view, "div": view}, PageContext(), on_operations=lambda: None)
    adapter.attach(given.tree)
    found = adapter.html()
    assert not found.adoptable
    assert found.html.startswith('<div data-r="0" data-rill-reset class="rill"')


def test_rows_that_a_parser_would_move_are_found_too() -> None:
    views = {**VIEWS_OF_TESTS, "View": WebView(lower=lambda _node, _page: Element("tr"))}
    found, _ = paint(ROW, Clones(1, 10, 2, 0, None, [["a", "b"]]), views=views)
    assert not found.adoptable
