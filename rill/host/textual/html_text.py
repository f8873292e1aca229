"""Stretches of text in HTML as Textual content: white space as CSS has it, looks of elements, places to press.

Strings are cleaned, spans are the host's own, and nothing that a guest wrote is markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from textual.content import Content, Span
from textual.style import Style

from rill.host.html import display_of, is_html, is_in_line, is_off
from rill.host.terminal_text import clean_line, clean_text
from rill.host.textual.content import CHARACTERS_MAX, LINES_MAX, LINK_DISABLED_STYLE, LINK_STYLE, link_span
from rill.host.textual.looks import css_of
from rill.host.textual.styling import text_style
from rill.host.tree import Node
from rill.protocol.operations import TEXT_TYPE

# Under this key a span says which element it is of: the id of a node. Textual acts on keys that begin with an @ only.
_ELEMENT_KEY: Final = "rill_element"

_LOOKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "b": "bold",
        "strong": "bold",
        "i": "italic",
        "em": "italic",
        "cite": "italic",
        "var": "italic",
        "dfn": "italic",
        "u": "underline",
        "ins": "underline",
        "s": "strike",
        "del": "strike",
        "small": "dim",
        "code": "$text-accent on $surface",
        "kbd": "bold on $panel",
        "samp": "$text-accent",
        "mark": "$text-warning on $warning-muted",
        "abbr": "underline",
    }
)
# What is no text, and has looks of its own where it is painted as text.
_DRAWN: Final = frozenset(("button", "input", "select", "textarea", "progress", "meter"))
_SUPERSCRIPT: Final = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPT: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")

_SPACES: Final = re.compile(r"[ \t\n\r\f]+")
_SPACES_BUT_LINES: Final = re.compile(r"[ \t\f]*\n[ \t\f]*|[ \t\f]+")

# Values of `white-space` with which nothing is left out.
_KEPT: Final = ("pre", "pre-wrap", "break-spaces")

_TRANSFORMS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {"uppercase": str.upper, "lowercase": str.lower, "capitalize": str.title}
)


def element_of(meta: object) -> int | None:
    """Which element what is under the pointer belongs to."""
    element = meta.get(_ELEMENT_KEY) if isinstance(meta, dict) else None
    return element if isinstance(element, int) else None


def is_seen(run: list[Node]) -> bool:
    """Whether there is anything to see of stretches of text side by side: words, or a space between two elements."""
    if _stays_in_line(run[0].previous_sibling) and _stays_in_line(run[-1].next_sibling):
        return any(node.type != TEXT_TYPE or node.text for node in run)
    if run[0].parent is not None and white_space(run[0].parent) in _KEPT:
        return any(node.type != TEXT_TYPE or node.text for node in run)
    return any(_is_seen(node) for node in run)


def _is_seen(node: Node) -> bool:
    if node.type == TEXT_TYPE:
        return bool(node.text) and not node.text.isspace()
    if _is_out(node):
        return False
    return node.type == "br" or is_stop(node) or any(map(_is_seen, node.children))


def _is_out(node: Node) -> bool:
    """Whether a guest has taken an element off the screen."""
    return node.props.get("hidden") is True or display_of(node) == "none"


def run_content(run: list[Node]) -> Content:
    """The text of stretches that stand side by side, without the spaces at the ends of their line."""
    text = _Text()
    for node in run:
        if not text.add(node):
            break
    first, last = run[0].previous_sibling, run[-1].next_sibling
    return text.content(after=_stays_in_line(first), before=_stays_in_line(last))


def inner_content(node: Node) -> Content:
    """All text in an element, as one line or several: the words of a button or of a cell."""
    text = _Text()
    child = node.first_child
    while child is not None and text.add(child):
        child = child.next_sibling
    return text.content(after=False, before=False)


class CellText:
    """Puts together what stands in the cells of a table, where buttons and ticks are painted as text."""

    def __init__(self, draw: Callable[[Node], tuple[str, str] | None] | None = None) -> None:
        self._draw = draw

    def content_of(self, cell: Node) -> Content:
        """What stands in a cell."""
        text = _Text(self._draw)
        child = cell.first_child
        while child is not None and text.add(child):
            child = child.next_sibling
        return text.content(after=False, before=False)


def _stays_in_line(sibling: Node | None) -> bool:
    """Whether something stands beside a text, from which a space separates it."""
    return sibling is not None and is_in_line(sibling) and not sibling.props.get("hidden")


class _Text:
    """Text while it is put together. Of elements that ``draw`` knows it gives words and looks."""

    def __init__(self, draw: Callable[[Node], tuple[str, str] | None] | None = None) -> None:
        self.draw = draw
        self.pieces: list[str] = []
        self.spans: list[Span] = []
        self.length = 0
        self.lines = 0
        self.whole = True
        # Whether a space at the end so far takes in those that follow.
        self.has_space = False
        # Whether the spaces at its ends are kept, because the elements there keep all.
        self.keeps_first = self.keeps_last = False
        # Whether what comes next begins a line, because a block ended.
        self.has_block_end = False

    def add(self, node: Node) -> bool:
        """Append what is in a node. Returns whether there is room for more."""
        if node.type == TEXT_TYPE:
            return self._add_text(node, node.text)
        if _is_out(node):
            return True
        start, at = self.length, len(self.spans)
        drawn = self.draw(node) if self.draw is not None else None
        if drawn is not None:
            words, look = drawn
            self._put(words)
            self.has_space = False
            self.spans.append(Span(start, self.length, look))
        elif self.draw is not None and node.schema is not None and not node.schema.inline:
            self.has_block_end = self.has_block_end or self.length > 0
            self.whole = self._add_children(node) and self.whole
            self.has_block_end = self.length > 0
        elif node.type == "br":
            self._put("\n")
            # Spaces at the beginning of a line are left out.
            self.has_space = True
        elif node.type == "q":
            self._put("“")
            self.whole = self._add_children(node) and self.whole
            self._put("”")
        elif node.type == "img":
            alt = node.props.get("alt")
            self._put(clean_text(alt) if isinstance(alt, str) and alt else "")
        else:
            self.whole = self._add_children(node) and self.whole
        if self.length == start and is_stop(node):
            # What a style sheet of a browser would draw a sign for says what it is called, so that it can be pressed.
            name = node.props.get("aria-label") or node.props.get("title")
            self._put(clean_line(name) if isinstance(name, str) and name.strip() else "…")
            self.has_space = False
        if self.length > start:
            # Before the spans of what is inside, so that inner styles win.
            self.spans[at:at] = [Span(start, self.length, style) for style in _styles(node)]
            self.spans[at:at] = [element_span(start, self.length, node)]
        return self.whole

    def _add_children(self, node: Node) -> bool:
        child = node.first_child
        while child is not None:
            if not self.add(child):
                return False
            child = child.next_sibling
        return True

    def _add_text(self, node: Node, text: str) -> bool:
        room = CHARACTERS_MAX - self.length
        self.whole = self.whole and len(text) <= room
        around = node.parent
        spaces = white_space(around) if around is not None else "normal"
        text = clean_text(_collapsed(text[:room], spaces))
        if around is not None:
            text = _transformed(text, around)
        keeps = spaces in _KEPT
        if not keeps and self.has_space:
            text = text.removeprefix(" ")
        if text:
            self.keeps_first = keeps if not self.length else self.keeps_first
            self.keeps_last = keeps
            self.has_space = text.endswith((" ", "\n")) and not keeps
        self._put(text)
        return self.whole and self.lines < LINES_MAX

    def _put(self, text: str) -> None:
        if self.has_block_end and text.strip():
            text, self.has_block_end = f"\n{text.lstrip(' ')}", False
        self.pieces.append(text)
        self.length += len(text)
        self.lines += text.count("\n")

    def content(self, *, after: bool, before: bool) -> Content:
        """What was put together. A space at an end stays where something stands in the line there."""
        text = "".join(self.pieces)
        cut = 0 if after or self.keeps_first else len(text) - len(text.lstrip(" "))
        end = len(text) if before or self.keeps_last else len(text.rstrip(" "))
        if self.lines >= LINES_MAX:
            end = min(end, len("\n".join(text.split("\n", LINES_MAX)[:LINES_MAX])))
            self.whole = False
        spans = [
            Span(max(start - cut, 0), min(stop, end) - cut, style)
            for start, stop, style in self.spans
            if start < end and stop > cut
        ]
        words = text[cut : max(cut, end)]
        return Content(words if self.whole else f"{words} […]", spans=spans)


def element_span(start: int, end: int, node: Node) -> Span:
    """Marks a stretch of text as an element's, without any looks."""
    return Span(start, end, Style.from_meta({_ELEMENT_KEY: node.id}))


def _styles(node: Node) -> list[str | Style]:
    """What an element gives to its stretch of text."""
    styles: list[str | Style] = []
    if is_stop(node) and node.type not in _DRAWN:
        styles += [LINK_DISABLED_STYLE] if is_off(node) else [LINK_STYLE, link_span(0, 0, node.id).style]
    look = _LOOKS.get(node.type)
    if look is not None:
        styles.append(look)
    reading = css_of(node)
    if reading is not None:
        styles.append(text_style(reading.style))
    return [style for style in styles if style]


def is_stop(node: Node) -> bool:
    """Whether the Tab key stops at an element in a line of text, or it looks like a link."""
    if not is_html(node):
        return False
    props = node.props
    tabindex = props.get("tabindex")
    if isinstance(tabindex, int):
        return tabindex >= 0
    # Without an address a link of the web is text; with a listener it is what people press all the same.
    return node.type == "a" and ("href" in props or node.listens("onClick"))


def white_space(node: Node) -> str:
    """How spaces and lines in an element are kept: what CSS calls `white-space`, which is inherited."""
    at: Node | None = node
    while at is not None and at.schema is not None:
        style = at.props.get("style")
        value = style.get("white-space") if isinstance(style, dict) else None
        if isinstance(value, str) and value.strip():
            return value.strip().lower()
        if at.type in ("pre", "textarea"):
            return "pre"
        at = at.parent
    return "normal"


def _collapsed(text: str, spaces: str) -> str:
    if spaces in _KEPT:
        return text
    if spaces == "pre-line":
        return _SPACES_BUT_LINES.sub(lambda match: "\n" if "\n" in match[0] else " ", text)
    return _SPACES.sub(" ", text)


def _transformed(text: str, around: Node) -> str:
    """A text with the letters that the elements around it ask for."""
    if around.type in ("sup", "sub"):
        made = text.translate(_SUPERSCRIPT if around.type == "sup" else _SUBSCRIPT)
        # All of it, or none: a half raised word cannot be read.
        if all(old != new or old == " " for old, new in zip(text, made, strict=True)):
            return made
    at: Node | None = around
    while at is not None and at.schema is not None:
        style = at.props.get("style")
        value = style.get("text-transform") if isinstance(style, dict) else None
        if isinstance(value, str):
            transform = _TRANSFORMS.get(value.strip().lower())
            return text if transform is None else transform(text)
        at = at.parent
    return text


def inherited(node: Node, name: str) -> str:
    """A property of CSS that elements have from those around them; nothing where nobody says it."""
    at: Node | None = node
    while at is not None and at.schema is not None:
        style = at.props.get("style")
        value = style.get(name) if isinstance(style, dict) else None
        if isinstance(value, str) and value.strip():
            return value.strip().lower()
        at = at.parent
    return ""
