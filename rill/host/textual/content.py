"""The text below a node as Textual content: cleaned strings, spans, icons and the places of links, never markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from textual.content import Content, Span
from textual.style import Style

from rill.host.terminal_text import clean_line, clean_text
from rill.host.textual.breakpoints import is_out
from rill.host.textual.icons import icon_of
from rill.host.textual.looks import style_of
from rill.host.textual.styling import text_style
from rill.host.tree import Node
from rill.protocol.operations import TEXT_TYPE

# Textual wraps a text anew for every width: about 3 us a character and 60 us a line. Whatever a guest writes into one
# element must not hold the host's event loop for more than a tenth of a second.
CHARACTERS_MAX: Final = 20_000
LINES_MAX: Final = 1_000

# How a link looks; what the guest's own style says comes on top.
LINK_STYLE: Final = "$text-primary underline"
LINK_DISABLED_STYLE: Final = "auto 38%"
# Under this key a span says which link it is: the id of a node, or a number in a document. Textual acts on keys that
# begin with an @ only, and a guest writes none.
_LINK_KEY: Final = "rill_link"


class LinkPlace(NamedTuple):
    """Where in a text a link is."""

    start: int
    end: int
    link: int


def text_content(node: Node, width: int = 0) -> Content:
    """All text below a node, line breaks kept.

    A nested Text is a span with a style of its own, a hidden one is left out.

    Args:
        width: of the guest's screen, for styles with breakpoints.
    """
    pieces: list[str] = []
    spans: list[Span] = []
    _, whole = _collect(node, pieces, spans, 0, width)
    text = "".join(pieces)
    if text.count("\n") >= LINES_MAX:
        text, whole = "\n".join(text.split("\n", LINES_MAX)[:LINES_MAX]), False
        spans = [Span(start, min(end, len(text)), style) for start, end, style in spans if start < len(text)]
    return Content(text if whole else f"{text} […]", spans=spans)


def link_content(node: Node) -> Content:
    """All text below a Link that stands alone."""
    content = text_content(node)
    spans = [Span(0, len(content.plain), style) for style in _link_styles(node)]
    return Content(content.plain, spans=[*spans, *content.spans])


def link_span(start: int, end: int, link: int) -> Span:
    """Marks a stretch of text as a link, without any looks."""
    return Span(start, end, Style.from_meta({_LINK_KEY: link}))


def link_places(content: Content) -> list[LinkPlace]:
    """The links in a text, in the order in which they are read."""
    places = []
    for start, end, style in content.spans:
        if isinstance(style, Style):
            link = link_of(style.meta)
            if link is not None:
                places.append(LinkPlace(start, end, link))
    return sorted(places)


def link_of(meta: object) -> int | None:
    """Which link what is under the pointer belongs to."""
    link = meta.get(_LINK_KEY) if isinstance(meta, dict) else None
    return link if isinstance(link, int) else None


def one_line(content: Content) -> Content:
    """The same for a place with one line, such as a button."""
    return content if content.plain.isprintable() else Content(clean_line(content.plain), spans=list(content.spans))


def _collect(node: Node, pieces: list[str], spans: list[Span], length: int, width: int) -> tuple[int, bool]:
    """Append what is below a node. Returns the length then, and whether everything had room."""
    child = node.first_child
    while child is not None:
        if child.type == TEXT_TYPE:
            room = CHARACTERS_MAX - length
            text = clean_text(child.text[:room])
            pieces.append(text)
            length += len(text)
            if len(child.text) > room:
                return length, False
        elif not is_out(child, width):
            start, at, whole = length, len(spans), True
            if child.type == "Icon":
                pieces.append(icon_of(child.get("name")))
                length += len(pieces[-1])
            else:
                length, whole = _collect(child, pieces, spans, length, width)
            if length > start:
                # Before the spans of what is inside, so that inner styles win.
                spans[at:at] = [Span(start, length, style) for style in _span_styles(child, width)]
            if not whole:
                return length, False
        child = child.next_sibling
    return length, True


def _span_styles(node: Node, width: int) -> list[str | Style]:
    """What a stretch of text has of its own."""
    styles: list[str | Style] = []
    if node.type == "Link":
        styles += _link_styles(node)
    elif node.type == "Icon":
        styles.append(text_style({"color": node.get("color")}))
    styles.append(text_style(style_of(node, width)))
    return [style for style in styles if style]


def _link_styles(node: Node) -> Sequence[str | Style]:
    if node.get("disabled"):
        return (LINK_DISABLED_STYLE,)
    return (LINK_STYLE, Style.from_meta({_LINK_KEY: node.id}))
