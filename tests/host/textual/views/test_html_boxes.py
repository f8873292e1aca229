"""The page with every element, as it looks, and what decides the signs of lists."""

from __future__ import annotations

import pytest

from host.recorder.elements import Element, el
from host.test_html import first
from host.textual.html_pages import everything, html
from host.textual.widgets.test_html_boxes import lines_of
from rill.components.html.elements import HTML
from rill.host.textual.views import VIEWS
from rill.host.textual.views.html_boxes import item_markers, list_number

PAGE = """
Heading 1

link span

Heading 2

Heading 3

Heading 4

Heading 5

Heading 6

b strong i em u s small code kbd samp var mark “q” cite abbr time data del ins
dfn bdi bdo output x² H₂O
nextline

  • bullet
      ◦ inner

 9. nine
10. ten

  • act

term
    meaning

────────────────────────────────────────────────────────────────────────────────

 kept  spaces
     and lines

▌ somebody said

  a picture
  its caption

    Caption
Name  Press
───────────────
one   del  more
the foot of it

╭──────────────────────────────────────────────────────────────────────────────╮
│ Legend                                                                       │
│ Text  write                                                                  │
╰──────────────────────────────────────────────────────────────────────────────╯
[X] tick ( ) choice
 ━━━━━━●───────────────   2026-02-03  ▼
 first ▼   suggested
 several
 lines
━━━━━━━━━━━━━━━━━━━━ ━━━━━━━━━━━━━━━━━━━━
 Send   Reset
▼ Summary

what was hidden

search
address
footer
"""


async def test_the_page_with_everything() -> None:
    async with html(*everything(), size=(80, 80)) as made:
        assert "\n".join(lines_of(made.lines)) == PAGE.strip("\n")
        assert made.app.problems == []


def test_every_element_has_a_view() -> None:
    assert set(HTML) <= set(VIEWS)


@pytest.mark.parametrize("tag", [tag for tag in HTML if tag not in ("dialog", "input", "col", "colgroup")])
def test_views_have_the_methods_that_elements_promise(tag: str) -> None:
    if tag in ("option", "optgroup", "datalist"):
        # Shown by what they stand in.
        return
    assert set(HTML[tag].methods) <= set(VIEWS[tag].methods)


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (3, "1", "3"),
        (1, "a", "a"),
        (27, "A", "AA"),
        (0, "a", "0"),
        (4, "i", "iv"),
        (1999, "I", "MCMXCIX"),
        (5000, "i", "5000"),
        (-2, "1", "-2"),
    ],
)
def test_numbers_of_items(number: int, kind: str, words: str) -> None:
    assert list_number(number, kind) == words


@pytest.mark.parametrize(
    ("around", "markers"),
    [
        (el("ul", el("li"), "text", el("li")), ["•", "•"]),
        (el("ol", el("li"), el("li", value=7), el("li")), ["1.", "7.", "8."]),
        (el("ol", el("li"), el("li"), reversed=True), ["2.", "1."]),
        (el("ol", el("li"), start=-1, type="i"), ["-1."]),
        (el("ul", el("li"), style={"list-style-type": "lower-roman"}), ["i."]),
        (el("ol", el("li"), style={"list-style-type": "square"}), ["▪"]),
        (el("ul", el("li"), style={"list-style-type": "none"}), [""]),
    ],
)
def test_signs_of_items(around: Element, markers: list[str]) -> None:
    assert list(item_markers(first(around)).values()) == markers
