"""Markdown as elements: what it becomes, and that nothing in it becomes more than it may."""

from __future__ import annotations

import pytest

from host.textual.test_markdown import NASTY
from rill.host.web.element import Child, Element
from rill.host.web.icons import icon
from rill.host.web.markdown import COLUMNS_MAX, OPEN_MARKS_MAX, document


def children(text: str, wanted: str | None = None) -> tuple[Child, ...]:
    return document(text, wanted).children


def test_blocks_are_elements_of_the_same_meaning() -> None:
    assert children("## a *b* **c** ~~d~~\n\n> q\n\n---\n\n`x` y\\\nz") == (
        Element(
            "h2",
            {"class": "rill-heading rill-heading-2"},
            "a ",
            Element("em", {}, "b"),
            " ",
            Element("strong", {}, "c"),
            " ",
            Element("s", {}, "d"),
        ),
        Element("blockquote", {}, Element("p", {}, "q")),
        Element("hr"),
        Element("p", {}, Element("code", {}, "x"), " y", Element("br"), "z"),
    )


def test_lists_are_lists_and_close_items_have_no_paragraphs() -> None:
    assert children("3. a\n4. b\n   - c") == (
        Element(
            "ol",
            {"start": 3},
            Element("li", {}, "a"),
            Element("li", {}, "b", Element("ul", {}, Element("li", {}, "c"))),
        ),
    )
    assert children("- a\n\n- b") == (
        Element("ul", {}, Element("li", {}, Element("p", {}, "a")), Element("li", {}, Element("p", {}, "b"))),
    )


def test_tables_have_heads_and_sides() -> None:
    assert children("|a|b|\n|-|-:|\n|1|2|") == (
        Element(
            "div",
            {"class": "rill-markdown-table"},
            Element(
                "table",
                {},
                Element(
                    "thead",
                    {},
                    Element(
                        "tr",
                        {},
                        Element("th", {"scope": "col"}, "a"),
                        Element("th", {"class": "rill-end", "scope": "col"}, "b"),
                    ),
                ),
                Element(
                    "tbody",
                    {},
                    Element("tr", {}, Element("td", {}, "1"), Element("td", {"class": "rill-end"}, "2")),
                ),
            ),
        ),
    )
    wide = "|a" * (COLUMNS_MAX + 5) + "|\n" + "|-" * (COLUMNS_MAX + 5) + "|\n"
    assert str(children(wide)).count("<Element th ") == COLUMNS_MAX


def test_code_has_colours() -> None:
    assert children("```py\nif x\n```") == (
        Element(
            "pre",
            {"class": "rill-code"},
            Element("code", {}, Element("span", {"class": "rill-t-keyword"}, "if"), " x"),
        ),
    )


def test_links_lead_out_are_pressed_or_are_words() -> None:
    made = document("[a](https://a.example) [b](page/2) [c](#x)", "click:p")
    assert made.hrefs == ("https://a.example", "page/2", "#x")
    (paragraph,) = made.children
    assert isinstance(paragraph, Element)
    assert paragraph.children[0] == Element(
        "a",
        {
            "class": "rill-link",
            "href": "https://a.example",
            "target": "_blank",
            "rel": "noopener noreferrer",
            "data-part": 0,
            "data-on": "click:p",
        },
        "a",
    )
    assert paragraph.children[2] == Element(
        "button",
        {"type": "button", "class": "rill-link", "role": "link", "data-part": 1, "data-on": "click:p"},
        "b",
    )
    assert children("[b](page/2)") == (Element("p", {}, Element("span", {"class": "rill-link"}, "b")),)


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,y", "file:///etc/passwd", "vbscript:y"])
def test_dangerous_links_are_not_even_links(href: str) -> None:
    made = document(f"[x]({href})", "click")
    assert (made.hrefs, made.children) == ((), (Element("p", {}, f"[x]({href})"),))


def test_html_is_text_and_pictures_are_words() -> None:
    assert children("<img src=x onerror=alert(1)>\n\n![a picture](https://x.example/a.png)") == (
        Element("p", {}, "<img src=x onerror=alert(1)>"),
        Element("p", {}, Element("span", {"class": "rill-markdown-image"}, icon("image"), "a picture")),
    )


def test_what_the_parser_decodes_is_cleaned_too() -> None:
    assert children("a&#x202e;b [l&#x200b;](https://x.example)")[0] == Element(
        "p",
        {},
        "a\ufffdb ",
        Element(
            "a",
            {
                "class": "rill-link",
                "href": "https://x.example",
                "target": "_blank",
                "rel": "noopener noreferrer",
                "data-part": 0,
            },
            "l\ufffd",
        ),
    )


def depth(child: object) -> int:
    return 1 + max(map(depth, child.children), default=0) if isinstance(child, Element) else 0


def test_marks_around_each_other_have_an_end() -> None:
    text = "".join("*a " if at % 2 else "**a " for at in range(60)) + "".join(
        "*" if at % 2 else "**" for at in reversed(range(60))
    )
    assert max(map(depth, children(text))) <= OPEN_MARKS_MAX + 1


TAGS = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "pre", "code", "ul", "ol", "li", "div", "table",
     "thead", "tbody", "tr", "th", "td", "em", "strong", "s", "a", "button", "br", "span", "svg:svg", "svg:path"]
)  # fmt: skip


@pytest.mark.parametrize("name", NASTY)
def test_nasty_documents_are_ordinary_elements_and_not_deep(name: str) -> None:
    made = document(NASTY[name], "click")
    assert max(map(depth, made.children), default=0) < 60
    stack: list[object] = list(made.children)
    while stack:
        child = stack.pop()
        if isinstance(child, Element):
            assert child.tag in TAGS
            stack.extend(child.children)
        else:
            assert isinstance(child, str)
            assert "\x1b" not in child


def test_a_document_beyond_the_bound_says_that_it_goes_on() -> None:
    assert children("a\n" * 5000)[-1] == Element("p", {}, "[…]")
