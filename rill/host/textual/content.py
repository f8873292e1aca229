"""The text below a node as Textual content: cleaned strings and spans, never markup."""

from __future__ import annotations

from typing import Final

from textual.content import Content, Span

from rill.host.terminal_text import clean_line, clean_text
from rill.host.textual.styling import text_style
from rill.host.tree import Node
from rill.protocol.operations import TEXT_TYPE

# Textual wraps a text anew for every width: about 3 us a character and 60 us a line. Whatever a guest writes into one
# element must not hold the host's event loop for more than a tenth of a second.
CHARACTERS_MAX: Final = 20_000
LINES_MAX: Final = 1_000


def text_content(node: Node) -> Content:
    """All text below a node, line breaks kept.

    A nested Text is a span with a style of its own, a hidden one is left out.
    """
    pieces: list[str] = []
    spans: list[Span] = []
    _, whole = _collect(node, pieces, spans, 0)
    text = "".join(pieces)
    if text.count("\n") >= LINES_MAX:
        text, whole = "\n".join(text.split("\n", LINES_MAX)[:LINES_MAX]), False
        spans = [Span(start, min(end, len(text)), style) for start, end, style in spans if start < len(text)]
    return Content(text if whole else f"{text} […]", spans=spans)


def one_line(content: Content) -> Content:
    """The same for a place with one line, such as a button."""
    return content if content.plain.isprintable() else Content(clean_line(content.plain), spans=list(content.spans))


def _collect(node: Node, pieces: list[str], spans: list[Span], length: int) -> tuple[int, bool]:
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
        elif not child.get("hidden"):
            start = length
            style = text_style(child.props.get("style"))
            at = len(spans)
            length, whole = _collect(child, pieces, spans, length)
            if style and length > start:
                # Before the spans of what is inside, so that inner styles win.
                spans.insert(at, Span(start, length, style))
            if not whole:
                return length, False
        child = child.next_sibling
    return length, True
