"""Stretches of text in HTML as content: white space, looks, places to press."""

from __future__ import annotations

from typing import Any

import pytest
from textual.style import Style

from host.recorder.elements import Element, el
from host.test_html import first
from rill.host.textual.content import link_places
from rill.host.textual.html_text import (
    CellText,
    element_of,
    inherited,
    inner_content,
    is_seen,
    is_stop,
    run_content,
    white_space,
)


@pytest.mark.parametrize(
    ("element", "words"),
    [
        (el("p", " a  b\n", el("b", " c "), " d "), "a b c d"),
        (el("p", "a", el("br"), " b"), "a\nb"),
        (el("p", el("q", "said")), "“said”"),
        (el("p", "x", el("sup", "2"), el("sup", "th")), "x²th"),
        (el("p", "H", el("sub", "2"), "O"), "H₂O"),
        (el("p", "a", el("b", "gone", hidden=True), "b"), "ab"),
        (el("p", "a", el("b", "gone", style={"display": "none"}), "b"), "ab"),
        (el("p", "word", style={"text-transform": "uppercase"}), "WORD"),
        (el("pre", "  a\n b "), "  a\n b "),
        (el("p", el("a", el("span"), href="#")), "…"),
        (el("p", el("a", el("span"), onClick=True, **{"aria-label": "Delete"})), "Delete"),
        (el("p", "\x1b[1mx", "\u202e"), "␛[1mx�"),
    ],
)
def test_text(element: Element, words: str) -> None:
    assert inner_content(first(element)).plain == words


def test_a_long_text_is_cut_and_says_so() -> None:
    assert inner_content(first(el("p", "x" * 30_000))).plain.endswith("x […]")
    assert len(inner_content(first(el("pre", "x\n" * 5_000))).plain) < 2_100


def test_spans_say_which_element_they_are_of() -> None:
    node = first(el("p", "a ", el("b", "c", el("i", "d"))))
    content = inner_content(node)
    bold, italic = node.children[1], node.children[1].children[1]
    found = {
        element_of(span.style.meta): content.plain[span.start : span.end]
        for span in content.spans
        if isinstance(span.style, Style)
    }
    assert found == {bold.id: "cd", italic.id: "d"}
    assert {span.style for span in content.spans if isinstance(span.style, str)} == {"bold", "italic"}


def test_links_are_places() -> None:
    node = first(el("p", "see ", el("a", "here", href="#"), " or ", el("a", "nowhere"), el("span", "key", tabindex=0)))
    content = inner_content(node)
    assert [content.plain[place.start : place.end] for place in link_places(content)] == ["here", "key"]


@pytest.mark.parametrize(
    ("element", "stop"),
    [
        (el("a", href="#"), True),
        (el("a"), False),
        (el("a", onClick=True), True),
        (el("a", href="#", tabindex=-1), False),
        (el("b", tabindex=0), True),
        (el("b", onClick=True), False),
    ],
)
def test_where_the_tab_key_stops(element: Element, stop: bool) -> None:
    assert is_stop(first(element)) is stop


@pytest.mark.parametrize(
    ("children", "seen"),
    [
        ((" ", "\n"), False),
        (("", el("b")), False),
        (("a",), True),
        ((el("br"),), True),
        ((el("b", "x", hidden=True),), False),
    ],
)
def test_what_is_seen_of_stretches(children: tuple[Any, ...], seen: bool) -> None:
    assert is_seen(first(el("div", *children)).children) is seen


def test_a_space_between_two_elements_in_a_line_is_seen() -> None:
    node = first(el("div", el("input"), " ", el("input"), " ", el("p")))
    spaces = [child for child in node.children if child.type == "#text"]
    assert [is_seen([space]) for space in spaces] == [True, False]
    assert run_content([spaces[0]]).plain == " "


def test_properties_come_from_the_elements_around() -> None:
    node = first(el("div", el("p", el("b", "x")), style={"text-align": "Center", "white-space": "pre-wrap"}))
    bold = node.children[0].children[0]
    assert inherited(bold, "text-align") == "center"
    assert inherited(bold, "color") == ""
    assert white_space(bold) == "pre-wrap"


def test_blocks_in_cells_are_lines_and_what_is_drawn_is_words() -> None:
    cell = first(el("td", el("p", "one"), el("p", "two", el("button", "x")), "three"))
    text = CellText(lambda node: (" press ", "bold") if node.type == "button" else None)
    assert text.content_of(cell).plain == "one\ntwo press \nthree"
