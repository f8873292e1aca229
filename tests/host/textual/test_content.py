"""Text below a node as content: spans, hidden stretches, and where it is cut off."""

from __future__ import annotations

import pytest
from textual.content import Content

from rill.host.textual.content import link_content, link_of, link_places, link_span, one_line, text_content
from rill.host.tree import Tree

from .scene import Element, TreeSession, el


def content_of(element: Element) -> Content:
    session = TreeSession()
    (id,) = session.render(element)
    tree: Tree = session.tree
    node = tree.find(id)
    assert node is not None
    return text_content(node)


def test_nested_texts_are_spans_and_the_inner_one_comes_last() -> None:
    inner = el("Text", {"style": {"color": "success", "bold": False}}, "c")
    middle = el("Text", {"style": {"bold": True}}, "b", inner)
    content = content_of(el("Text", {}, "a", middle, "d"))
    assert content.plain == "abcd"
    assert [(span.start, span.end, span.style) for span in content.spans] == [
        (1, 3, "bold"),
        (2, 3, "not bold $text-success"),
    ]


def test_hidden_stretch_is_left_out() -> None:
    assert content_of(el("Text", {}, "a", el("Text", {"hidden": True}, "b"), "c")).plain == "ac"


def test_text_is_never_markup() -> None:
    content = content_of(el("Text", {}, "[bold]a[/bold]"))
    assert content.plain == "[bold]a[/bold]"
    assert content.spans == []


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("x" * 19_999, 19_999),
        ("x" * 20_000, 20_000),
        ("x" * 20_001, 20_004),
        ("x" * 100_000, 20_004),
        ("\n" * 999, 999),
        ("\n" * 5_000, 1_003),
    ],
)
def test_long_text_is_cut_off_with_a_sign(text: str, length: int) -> None:
    content = content_of(el("Text", {}, text))
    assert len(content.plain) == length
    assert content.plain.endswith(" […]") == (length in (20_004, 1_003))


def test_spans_end_where_the_text_was_cut_off() -> None:
    styled = el("Text", {"style": {"bold": True}}, "x\n" * 2_000)
    content = content_of(el("Text", {}, styled))
    assert all(span.end <= len(content.plain) for span in content.spans)


def test_line_feeds_become_spaces_where_there_is_one_line() -> None:
    content = content_of(el("Text", {}, "a\n", el("Text", {"style": {"bold": True}}, "b\tc")))
    line = one_line(content)
    assert line.plain == "a b c"
    assert [(span.start, span.end) for span in line.spans] == [(2, 5)]


def test_icons_and_links_are_spans_and_links_know_their_places() -> None:
    first = el("Link", {"href": "https://a.example"}, "one")
    second = el("Link", {"disabled": True}, "two")
    third = el("Link", {}, "three ", el("Icon", {"name": "check", "color": "success"}))
    content = content_of(el("Text", {}, first, " ", second, " ", third))
    assert content.plain == "one two three ✓"
    assert link_places(content) == [(0, 3, first.id), (8, 15, third.id)]
    assert (14, 15, "$text-success") in content.spans


def test_a_link_that_stands_alone_is_one_as_a_whole() -> None:
    link = el("Link", {}, "a", el("Text", {"style": {"bold": True}}, "b"))
    session = TreeSession()
    (id,) = session.render(link)
    node = session.tree.find(id)
    assert node is not None
    assert link_places(link_content(node)) == [(0, 2, id)]


@pytest.mark.parametrize("meta", [None, {}, {"@click": "quit"}, {"rill_link": "1"}])
def test_what_is_under_the_pointer_is_mostly_no_link(meta: object) -> None:
    assert link_of(meta) is None


def test_a_marked_stretch_is_a_link() -> None:
    assert link_places(Content("abc", spans=[link_span(1, 2, 7)])) == [(1, 2, 7)]
