"""Elements as HTML: a parser gives back exactly what was meant, whatever the strings are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rill.host.web.element import CHILDREN, Element, FieldValue
from rill.host.web.html_writer import (
    attribute_html,
    element_html,
    escape_attribute,
    escape_text,
    escape_texts,
    split,
)
from rill.host.web.nesting import Nesting
from rill.protocol import HostError

from .model import PageElement, PageText, parse

STRINGS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


def read(html: str) -> PageElement:
    (element,) = parse(html)
    assert isinstance(element, PageElement)
    return element


def test_an_element_is_written_with_all_in_it() -> None:
    element = Element(
        "p", {"class": "a", "hidden": True, "title": None, "data-n": 2}, "x < y", Element("br"), Element("b", {}, "&")
    )
    assert element_html(element) == '<p class="a" hidden data-n="2">x &lt; y<br><b>&amp;</b></p>'


@given(STRINGS, STRINGS)
def test_a_parser_gives_back_every_string(text: str, value: str) -> None:
    element = read(element_html(Element("p", {"title": value}, text)))
    assert element.attributes == {"title": value}
    assert [child.text for child in element.children if isinstance(child, PageText)] == [text] * bool(text)
    assert len(element.children) == bool(text)


@given(st.lists(STRINGS))
def test_many_texts_are_escaped_as_each_of_them(texts: list[str]) -> None:
    assert escape_texts(texts) == [escape_text(text) for text in texts]


def test_characters_that_a_parser_changes_are_written_so_that_it_does_not() -> None:
    assert escape_text("a\r\nb\0") == "a&#13;\nb\ufffd"
    assert escape_attribute('"') == "&quot;"
    assert attribute_html("title", "") == " title"
    assert attribute_html("href", "javascript:x") == ""


@pytest.mark.parametrize("text", ["\na", "\n\na", "a", ""])
@pytest.mark.parametrize("tag", ["pre", "p"])
def test_a_line_break_at_the_beginning_stays(tag: str, text: str) -> None:
    element = read(element_html(Element(tag, {}, text)))
    assert [child.text for child in element.children if isinstance(child, PageText)] == [text] * bool(text)


def test_the_children_of_a_node_go_between_the_two_parts() -> None:
    plain = split(Element("div", {"class": "a"}), ' data-r="1"', ' data-x="2"')
    assert (plain.before, plain.after) == ('<div data-r="1" class="a" data-x="2">', "</div>")
    card = split(Element("div", {}, Element("h2", {}, "T"), Element("p", {}, CHILDREN), "end"), ' data-r="1"')
    assert card.before == '<div data-r="1"><h2>T</h2><p data-h>'
    assert card.after == "</p>end</div>"
    assert card.open == ("div", "p")
    leaf = split(Element("img", {"alt": ""}))
    assert (leaf.before, leaf.after, leaf.open) == ("<img alt>", "", ())
    broken = split(Element("pre"))
    assert broken.before == "<pre>\n"


@pytest.mark.parametrize(
    ("element", "html"),
    [
        (
            Element("input", {"type": "text"}, field=FieldValue('a"b', 3)),
            '<input type="text" value="a&quot;b" data-v="3">',
        ),
        (Element("input", {}, field=FieldValue("", -1)), '<input value="" data-v="0">'),
        (Element("input", {"type": "file"}, field=FieldValue("x")), '<input type="file" data-v="0">'),
        (
            Element("input", {"type": "checkbox"}, field=FieldValue(True, 1)),
            '<input type="checkbox" checked data-v="1">',
        ),
        (Element("input", {"type": "checkbox"}, field=FieldValue(False)), '<input type="checkbox" data-v="0">'),
        (Element("details", {}, field=FieldValue(True)), '<details open data-v="0"></details>'),
        (
            Element("textarea", {}, field=FieldValue("\n</textarea>")),
            '<textarea data-v="0">\n\n&lt;/textarea&gt;</textarea>',
        ),
        (
            Element(
                "select",
                {"multiple": True},
                Element("option", {"value": "a"}),
                Element("optgroup", {}, Element("option", {"value": "b"}), Element("option", {"value": "c"})),
                field=FieldValue(("a", "c"), 2),
            ),
            '<select multiple data-v="2"><option value="a" selected></option><optgroup><option value="b"></option>'
            '<option value="c" selected></option></optgroup></select>',
        ),
    ],
)
def test_what_a_field_holds_is_said_in_the_words_of_html(element: Element, html: str) -> None:
    assert element_html(element) == html


def test_svg_is_written_without_its_marks() -> None:
    drawing = Element("svg:svg", {"viewBox": "0 0 1 1"}, Element("svg:path", {"d": "M0 0"}))
    assert element_html(drawing) == '<svg viewBox="0 0 1 1"><path d="M0 0"></path></svg>'


@pytest.mark.parametrize(
    "element",
    [Element("br", {}, "x"), Element("script"), Element("p", {"onclick": "x"}), Element("textarea", {}, Element("b"))],
)
def test_what_no_view_may_make_is_refused(element: Element) -> None:
    with pytest.raises(HostError):
        element_html(element)


def test_it_knows_where_a_parser_would_move_an_element() -> None:
    nesting = Nesting()
    outer = split(Element("p"), nesting=nesting)
    assert outer.keeps
    inner = split(Element("div", {}, Element("span")), nesting=nesting)
    assert not inner.keeps
    for _ in (*inner.open, *outer.open):
        nesting.leave()
    assert split(Element("div"), nesting=nesting).keeps
    table = split(Element("table", {}, "text"), nesting=nesting)
    assert not table.keeps
