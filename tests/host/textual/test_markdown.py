"""Markdown laid out for a width: how it looks, that it is only text and spans, and what hostile documents become."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from rill.host.markdown import CHARACTERS_MAX
from rill.host.textual.markdown import LINES_MAX, Page, lay_out, link_under

LENGTH = 20_000
# Documents that are made to be slow, deep or long. None may end in anything but lines.
NASTY = {
    "brackets": "[" * LENGTH,
    "images": "![" * (LENGTH // 2),
    "links": "[a](b) " * (LENGTH // 7),
    "nested links": "[" * 5000 + "](x)" * 2500,
    "emphasis": "*a **b" * (LENGTH // 6),
    "backticks": " ".join("`" * size for size in range(1, 180)),
    "quotes": ">" * LENGTH,
    "lists": "- " * (LENGTH // 2),
    "steps": "".join("  " * depth + "- a\n" for depth in range(140)),
    "columns": "|a" * 5000 + "|\n" + "|-" * 5000 + "|\n|x",
    "rows": "|a|b|\n|-|-|\n" + "|\n" * (LENGTH // 2),
    "items": "- a\n" * (LENGTH // 4),
    "entities": "&#0;&#x1b;&#x202e;&amp;" * 800,
    "definitions": "[a]: b\n" * 1500 + "[a]" * 1500,
    "fences": "```python\n" * 2000,
    "headings": "# a\n" * 5000,
    "one word": "x" * LENGTH,
    "wide": "世界" * 5000,
    "marks": "e" + "\u0301" * LENGTH,
    "tabs": "\t" * LENGTH,
}


def plain(text: str, width: int = 40) -> list[str]:
    return [line.plain for line in lay_out(text, width).lines]


def test_paragraphs_wrap_and_headings_stand_apart() -> None:
    assert plain("# Title\nsome words that wrap\nhere\n\n## Next", 20) == [
        "       Title",
        "",
        "some words that wrap",
        "here",
        "",
        "Next",
    ]


def test_lists_have_bullets_numbers_and_steps() -> None:
    assert plain("- one\n- two\n  - inner\n    words\n\n7. seven\n8. eight\n\n- loose\n\n- items") == [
        "• one",
        "• two",
        "  ◦ inner words",
        "",
        "7. seven",
        "8. eight",
        "",
        "• loose",
        "",
        "• items",
    ]


def test_quotes_rules_and_hard_breaks() -> None:
    assert plain("> a\n>\n> > b\n\n---\n\nx\\\ny", 6) == ["▌ a", "▌ ", "▌ ▌ b", "", "──────", "", "x", "y"]


def test_tables_are_drawn_with_their_alignment_and_shared_width() -> None:
    assert plain("|a|b|\n|:-|-:|\n|one|2|\n|x|22|", 20) == [
        "┌─────┬────┐",
        "│ a   │  b │",
        "├─────┼────┤",
        "│ one │  2 │",
        "│ x   │ 22 │",
        "└─────┴────┘",
    ]
    wide = plain("|a|b|\n|-|-|\n|one and two and three and four|2|", 20)
    assert {cell_len(line) for line in wide} == {20}


def test_code_is_coloured_folded_and_as_wide_as_the_page() -> None:
    page = lay_out("```py\ndef f(): pass\n" + "x" * 12 + "\n```", 10)
    assert [line.plain for line in page.lines] == [" def f(): ", "  pass    ", " xxxxxxxx ", " xxxx     "]
    assert (1, 4, "$text-accent") in page.lines[0].spans
    assert all((0, 10, "on $foreground 8%") in line.spans for line in page.lines)


def test_marks_are_spans_and_inner_ones_win() -> None:
    (line,) = lay_out("a **b *c* `d`** ~~e~~", 40).lines
    assert line.plain == "a b c d e"
    styles = [(span.start, span.end, str(span.style)) for span in line.spans]
    assert (2, 7, "bold") in styles
    assert styles.index((2, 7, "bold")) < styles.index((4, 5, "italic"))
    assert (8, 9, "strike") in styles


def test_html_is_text_and_pictures_are_words() -> None:
    assert plain("<b onclick='x'>hi</b>\n\n<script>alert(1)</script>\n\n![a picture](https://x.example/a.png)", 60) == [
        "<b onclick='x'>hi</b>",
        "",
        "<script>alert(1)</script>",
        "",
        "▣ a picture",
    ]


def test_links_are_known_with_their_places_and_parts() -> None:
    page = lay_out("see [one two three](https://a.example) and <https://b.example>", 12)
    assert [(link.line, link.href, link.number) for link in page.links()] == [
        (0, "https://a.example", 1),
        (1, "https://a.example", 1),
        (2, "https://b.example", 2),
        (3, "https://b.example", 2),
    ]


@pytest.mark.parametrize(
    "text",
    ["[x](javascript:alert(1))", "[x](data:text/html,y)", "[x](file:///etc/passwd)", "[x](vbscript:y)"],
)
def test_dangerous_links_are_not_even_links(text: str) -> None:
    assert lay_out(text, 80).links() == []
    assert plain(text, 80) == [text]


@pytest.mark.parametrize(
    "text", ["[x](')\\,app.quit\\()", "[@click=app.quit]x[/]", "[x](@click=app.quit)", "[[red]]x", "[$primary]"]
)
def test_nothing_is_markup_or_an_action(text: str) -> None:
    for line in lay_out(text, 80).lines:
        for span in line.spans:
            meta = getattr(span.style, "meta", {})
            assert not any(key.startswith("@") for key in meta)


def test_what_the_parser_decodes_is_cleaned_too() -> None:
    assert plain("a&#x202e;b&#x1b;[31m `&#27;` [l&#x200b;](https://x.example/&#x202e;)") == [
        "a\ufffdb\ufffd[31m &#27; l\ufffd"
    ]
    (link,) = lay_out("[l](https://x.example/&#x202e;)", 80).links()
    assert link.href.isascii()


@pytest.mark.parametrize("name", NASTY)
def test_nasty_documents_become_lines_of_the_width(name: str) -> None:
    page = lay_out(NASTY[name], 40)
    assert len(page.lines) <= LINES_MAX + 1
    assert all("\n" not in line.plain and "\x1b" not in line.plain for line in page.lines)
    if name not in ("quotes", "lists", "steps"):
        assert max((line.cell_length for line in page.lines), default=0) <= 40


def test_a_document_beyond_the_bound_says_that_it_goes_on() -> None:
    assert plain("x\n\n" * (CHARACTERS_MAX // 3 + 1))[-1] == "[…]"
    assert plain("a\n" * 5000)[-1] == "[…]"
    assert plain("x " * 100)[-1] != "[…]"


# -- documents that grow ---------------------------------------------------------------------------------------------

GROWING = (
    "# Title\n\nSome *words* with a [link](https://a.example).\n\n- one\n- two\n\n  still two\n\n"
    "```python\ndef f():\n\n    pass\n```\n\n|a|b|\n|-|-|\n|1|2|\n\n> quote\nlazy\n\nlast [link](https://b.example)\n===\n\nx"
)


def test_a_document_that_grows_looks_as_one_that_was_always_whole() -> None:
    page: Page | None = None
    for end in range(1, len(GROWING) + 1):
        page = lay_out(GROWING[:end], 30, page)
        whole = lay_out(GROWING[:end], 30)
        assert [(line.plain, line.spans) for line in page.lines] == [(line.plain, line.spans) for line in whole.lines]


def test_only_the_end_of_a_growing_document_is_laid_out_again() -> None:
    text = "words\n\n" * 100
    before = lay_out(text, 40)
    after = lay_out(f"{text}more", 40, before)
    assert all(one is other for one, other in zip(before.lines[:198:2], after.lines[:198:2], strict=True))
    # Another width, another beginning, or a definition: all of it.
    for page in (lay_out(text, 41, before), lay_out(f"x{text}", 40, before), lay_out(f"{text}[a]: b", 40, before)):
        assert page.lines[0] is not before.lines[0]


def test_what_is_under_the_pointer_is_mostly_no_link() -> None:
    assert [link_under(meta) for meta in (None, {}, {"rill_href": "x"})] == [(None, 0)] * 3
