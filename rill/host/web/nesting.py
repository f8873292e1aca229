"""Which elements of a page keep their places when a browser reads them as HTML.

A guest may put any element into any other, and the document of a browser shows it so. What reads HTML does not: it
closes a ``p`` before a ``div``, moves text out of a ``table``, and makes a ``tbody`` that nobody wrote. A page with
such a place can be read, but its elements are others than the guest's. Knows tags and no nodes.
"""

from __future__ import annotations

from enum import IntFlag
from functools import lru_cache
from typing import Final

# Chromium's parser flattens what is more than 512 elements deep, and the guest's root stands in a host's page.
DEPTH_MAX: Final = 400


class _Open(IntFlag):
    """What is open around a place, as far as the parser's rules ask."""

    NOTHING = 0
    # Each is closed, or the new element is dropped, when what is named here would come into it.
    PARAGRAPH = 1
    BUTTON = 2
    ANCHOR = 4
    FORM = 8
    ITEM = 16
    TERM = 32
    OPTION = 64
    GROUP = 128
    SELECT = 256
    SVG = 512


def _tags(words: str) -> frozenset[str]:
    return frozenset(words.split())


# In the words of the standard: what closes a paragraph that is open ("13.2.6.4.7 in body").
_CLOSES_PARAGRAPHS: Final = _tags(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p pre search section summary table ul xmp"
)
_HEADINGS: Final = _tags("h1 h2 h3 h4 h5 h6")
_TERMS: Final = frozenset(("dd", "dt"))
# "Special" elements, at which the search for an item or a term to close ends. Those without which it goes on are left
# out: address, div and p.
_ENDS_SEARCH: Final = _tags(
    "article aside blockquote body button caption center col colgroup dd details dir dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html img input li listing main menu nav ol pre search section "
    "select summary table tbody td template textarea tfoot th thead tr ul wbr xmp"
)
# Parts of tables, by where they may stand. Everywhere else their tags are dropped, or others are made around them.
_PARTS: Final = {
    "caption": frozenset(("table",)),
    "colgroup": frozenset(("table",)),
    "thead": frozenset(("table",)),
    "tbody": frozenset(("table",)),
    "tfoot": frozenset(("table",)),
    "col": frozenset(("colgroup",)),
    "tr": frozenset(("thead", "tbody", "tfoot")),
    "td": frozenset(("tr",)),
    "th": frozenset(("tr",)),
}
# What takes nothing but parts of tables.
_TABLE: Final = frozenset(("table", "colgroup", "thead", "tbody", "tfoot", "tr"))
_CELLS: Final = frozenset(("caption", "td", "th"))
_IN_SELECT: Final = frozenset(("option", "optgroup", "hr"))
# HTML may stand in these of SVG.
_HTML_IN_SVG: Final = frozenset(("svg:foreignObject", "svg:desc", "svg:title"))


class Nesting:
    """Follows the elements of a page as they are written, and says of each whether it keeps its place.

    Args:
        in_template: the root is the only element of a ``template``, where it may be a part of a table.
    """

    __slots__ = ("_open", "_states", "_tags")

    def __init__(self, *, in_template: bool = False) -> None:
        self._tags: list[str] = ["template" if in_template else "div"]
        self._states: list[_Open] = [_Open.NOTHING]
        self._open = _Open.NOTHING

    def enter(self, tag: str) -> bool:
        """An element begins. Returns whether a parser leaves it where it is. Costs O(1)."""
        open, parent = self._open, self._tags[-1]
        keeps = len(self._tags) < DEPTH_MAX and _keeps_place(tag, parent, open)
        self._tags.append(tag)
        self._open = _inside(tag, open)
        self._states.append(self._open)
        return keeps

    def leave(self) -> None:
        """The element that began last ends."""
        self._tags.pop()
        self._states.pop()
        self._open = self._states[-1]

    def text(self, text: str) -> bool:
        """Text stands here. Returns whether a parser leaves it."""
        return self._tags[-1] not in _TABLE or not text.strip("\t\n\f\r ")


# A page has thousands of elements and few different places.
_REMEMBERED: Final = 4_096


@lru_cache(_REMEMBERED)
def _keeps_place(tag: str, parent: str, open: _Open) -> bool:
    if open & _Open.SVG:
        return tag.startswith("svg:")
    if open & _Open.SELECT:
        return _keeps_place_in_select(tag, parent)
    if tag in _PARTS:
        return parent in _PARTS[tag] or parent == "template"
    if parent in _TABLE:
        return False
    if open & _Open.PARAGRAPH and tag in _CLOSES_PARAGRAPHS:
        return False
    match tag:
        case "a":
            return not open & _Open.ANCHOR
        case "button":
            return not open & _Open.BUTTON
        case "form":
            return not open & _Open.FORM
        case "li":
            return not open & _Open.ITEM
        case "dd" | "dt":
            return not open & _Open.TERM
        case "option":
            return not open & _Open.OPTION
        case "optgroup":
            return not open & (_Open.OPTION | _Open.GROUP)
    return not (tag in _HEADINGS and parent in _HEADINGS)


def _keeps_place_in_select(tag: str, parent: str) -> bool:
    """The content of ``select`` before browsers began to allow more there, which all of them agree on."""
    if tag == "optgroup":
        return parent == "select"
    return tag in _IN_SELECT and parent in ("select", "optgroup")


@lru_cache(_REMEMBERED)
def _inside(tag: str, open: _Open) -> _Open:
    """What is open in an element, by what is open around it."""
    if tag.startswith("svg:"):
        return open & ~_Open.SVG if tag in _HTML_IN_SVG else open | _Open.SVG
    if tag in _ENDS_SEARCH:
        open &= ~(_Open.ITEM | _Open.TERM)
    if tag in _CELLS:
        open &= ~(_Open.PARAGRAPH | _Open.BUTTON | _Open.ANCHOR)
    match tag:
        case "p":
            return open | _Open.PARAGRAPH
        case "button":
            return (open & ~_Open.PARAGRAPH) | _Open.BUTTON
        case "table":
            return open & ~(_Open.PARAGRAPH | _Open.BUTTON)
        case "a":
            return open | _Open.ANCHOR
        case "form":
            return open | _Open.FORM
        case "li":
            return open | _Open.ITEM
        case "dd" | "dt":
            return open | _Open.TERM
        case "option":
            return open | _Open.OPTION
        case "optgroup":
            return open | _Open.GROUP
        case "select":
            return open | _Open.SELECT
    return open
