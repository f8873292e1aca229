"""Markdown as lines of Textual content for a width: a pure function, so that it can run beside the event loop.

A guest's document becomes text and spans and nothing else: HTML is text, pictures are their words, nothing is fetched,
and a link is a name that the widget reports. See docs/decisions/085 for why these are no widgets of Textual's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from markdown_it.token import Token
from textual.content import Content, Span
from textual.style import Style

from rill.host.markdown import BlockTree, bounded_source, parse_blocks
from rill.host.terminal_text import clean_line
from rill.host.textual.code import code_lines
from rill.host.textual.content import LINK_STYLE

# Of what is shown.
LINES_MAX: Final = 10_000
# What is beyond these is not drawn: a table has to be seen as one.
COLUMNS_MAX: Final = 30
# Nothing is laid out narrower; it is cut off instead.
_WIDTH_MIN: Final = 4

_BULLETS: Final = ("•", "◦", "▪")
_CODE_GROUND: Final = "on $foreground 8%"
_INLINE_CODE: Final = "$text-warning on $foreground 8%"
_QUOTE: Final = "$text-primary"
_FRAME: Final = "$foreground 30%"
_HEADINGS: Final = {
    "h1": "bold $markdown-h1-color",
    "h2": "bold underline $markdown-h2-color",
    "h3": "bold $markdown-h3-color",
    "h4": "bold underline $markdown-h4-color",
    "h5": "bold $markdown-h5-color",
    "h6": "bold $markdown-h6-color",
}
# Nobody reads more marks around each other.
_OPEN_MARKS_MAX: Final = 10
_MARKS: Final = {"em_open": "italic", "strong_open": "bold", "s_open": "strike"}

# Definitions at the end of a document change what its beginning means.
_DEFINITION: Final = re.compile(r"^ {0,3}\[[^\]]+\]:", re.MULTILINE)

_HREF_KEY: Final = "rill_href"


class PageLink(NamedTuple):
    """A stretch of one line that is a link, or a part of one."""

    line: int
    start: int
    end: int
    href: str
    # Parts of one link that lies on two lines share their number.
    number: int


@dataclass(frozen=True, slots=True)
class _Block:
    """An outermost block: where its source begins, and what it looks like."""

    source_line: int
    lines: tuple[Content, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A document laid out for a width."""

    text: str
    width: int
    lines: Sequence[Content]
    _blocks: tuple[_Block, ...] = field(repr=False)

    def links(self) -> list[PageLink]:
        """The links in the order in which they are read."""
        found = []
        for at, line in enumerate(self.lines):
            for start, end, style in line.spans:
                if isinstance(style, Style):
                    href, number = link_under(style.meta)
                    if href is not None:
                        found.append(PageLink(at, start, end, href, number))
        return sorted(found)


def link_under(meta: object) -> tuple[str | None, int]:
    """The address and the number of the link that what is under the pointer belongs to, or None."""
    link = meta.get(_HREF_KEY) if isinstance(meta, dict) else None
    return link if isinstance(link, tuple) else (None, 0)


def lay_out(text: str, width: int, before: Page | None = None) -> Page:
    """Lay out a guest's document.

    Args:
        width: in cells.
        before: the last page of the same document. If the text was only appended to, all but its last block is taken
            from there: a growing document costs what its end costs.
    """
    width = max(width, _WIDTH_MIN)
    source, whole = bounded_source(text)
    kept: tuple[_Block, ...] = ()
    start = 0
    if before is not None and before.width == width and _grew(before, source):
        kept, start = before._blocks[:-1], before._blocks[-1].source_line
    lines = source.split("\n")
    blocks = list(kept)
    numbers = _Numbers(sum(1 for block in kept for _ in _hrefs(block.lines)))
    for tree in parse_blocks("\n".join(lines[start:])):
        shown = _draw(tree, width, 0, numbers)
        if shown:
            blocks.append(_Block(start + tree.source_line, tuple(shown)))
    laid: list[Content] = []
    for block in blocks:
        if laid:
            laid.append(Content(""))
        laid += block.lines
    if len(laid) > LINES_MAX:
        laid, whole = laid[:LINES_MAX], False
    if not whole:
        laid.append(Content("[…]"))
    return Page(source, width, laid, tuple(blocks))


def _grew(before: Page, source: str) -> bool:
    return bool(
        before._blocks
        and len(source) >= len(before.text)
        and source.startswith(before.text)
        and _DEFINITION.search(source) is None
    )


def _hrefs(lines: Iterable[Content]) -> Iterable[str]:
    for line in lines:
        for span in line.spans:
            if isinstance(span.style, Style):
                href, _ = link_under(span.style.meta)
                if href is not None:
                    yield href


class _Numbers:
    """Numbers links, so that one on two lines is known as one."""

    def __init__(self, first: int) -> None:
        self._last = first

    def next(self) -> int:
        self._last += 1
        return self._last


# -- blocks ----------------------------------------------------------------------------------------------------------


def _draw(tree: BlockTree, width: int, depth: int, numbers: _Numbers) -> list[Content]:
    # The parser nests 20 deep at most.
    draw = _DRAW.get(tree.token.type)
    return draw(tree, max(width, _WIDTH_MIN), depth, numbers) if draw is not None else []


def _draw_all(
    trees: Iterable[BlockTree], width: int, depth: int, numbers: _Numbers, *, tight: bool = False
) -> list[Content]:
    lines: list[Content] = []
    for tree in trees:
        shown = _draw(tree, width, depth, numbers)
        if lines and shown and not tight:
            lines.append(Content(""))
        lines += shown
    return lines


def _paragraph(tree: BlockTree, width: int, _depth: int, numbers: _Numbers) -> list[Content]:
    return [line for child in tree.children for line in _wrap(_inline(child.token, numbers), width)]


def _heading(tree: BlockTree, width: int, depth: int, numbers: _Numbers) -> list[Content]:
    style = _HEADINGS[tree.token.tag]
    lines = [line.stylize_before(style) for line in _paragraph(tree, width, depth, numbers)]
    return (
        [line.pad_left(max(0, (width - line.cell_length) // 2)) for line in lines] if tree.token.tag == "h1" else lines
    )


def _rule(_tree: BlockTree, width: int, _depth: int, _numbers: _Numbers) -> list[Content]:
    return [Content.styled("─" * width, _FRAME)]


def _quote(tree: BlockTree, width: int, depth: int, numbers: _Numbers) -> list[Content]:
    mark = Content.styled("▌ ", _QUOTE)
    return [mark + line for line in _draw_all(tree.children, width - 2, depth, numbers)]


def _code(tree: BlockTree, width: int, _depth: int, _numbers: _Numbers) -> list[Content]:
    language = tree.token.info.split(maxsplit=1)[0] if tree.token.info.strip() else None
    lines = []
    for line in code_lines(tree.token.content, language):
        for part in line.fold(max(width - 2, 1)) or [line]:
            padded = part.pad_left(1)
            lines.append(padded.pad_right(max(0, width - padded.cell_length)).stylize_before(_CODE_GROUND))
    return lines


def _bullet_list(tree: BlockTree, width: int, depth: int, numbers: _Numbers) -> list[Content]:
    return _items(tree, [_BULLETS[depth % len(_BULLETS)]] * len(tree.children), width, depth, numbers)


def _ordered_list(tree: BlockTree, width: int, depth: int, numbers: _Numbers) -> list[Content]:
    first = tree.token.attrs.get("start", 1)
    first = first if isinstance(first, int) else 1
    return _items(tree, [f"{first + index}." for index in range(len(tree.children))], width, depth, numbers)


def _items(tree: BlockTree, marks: Sequence[str], width: int, depth: int, numbers: _Numbers) -> list[Content]:
    size = max(map(len, marks), default=0)
    # In a list whose items stand close together the parser hides their paragraphs.
    tight = all(part.token.hidden for item in tree.children for part in item.children if part.token.tag == "p")
    lines: list[Content] = []
    for mark, item in zip(marks, tree.children, strict=True):
        inner = _draw_all(item.children, width - size - 1, depth + 1, numbers, tight=tight) or [Content("")]
        if lines and not tight:
            lines.append(Content(""))
        lines.append(Content.styled(f"{mark:>{size}} ", "$text-primary") + inner[0])
        lines += [line.pad_left(size + 1) for line in inner[1:]]
    return lines


def _table(tree: BlockTree, width: int, _depth: int, numbers: _Numbers) -> list[Content]:
    rows: list[list[BlockTree]] = [row.children[:COLUMNS_MAX] for part in tree.children for row in part.children]
    # A column takes a cell of frame and one of room at each side.
    columns = min(max(map(len, rows), default=0), max(1, (width - 1) // 4))
    cells = [[_cell(cell, numbers) for cell in row[:columns]] for row in rows]
    wanted = [max((row[at].cell_length for row in cells if at < len(row)), default=1) or 1 for at in range(columns)]
    widths = _share_out(wanted, width - 3 * columns - 1)
    frame = "$foreground 30%"

    def edge(left: str, middle: str, right: str) -> Content:
        return Content.styled(left + middle.join("─" * (size + 2) for size in widths) + right, frame)

    lines = [edge("┌", "┬", "┐")]
    bar = Content.styled("│", frame)
    for index, row in enumerate(cells):
        parts = [_wrap(cell, size) for cell, size in zip(row, widths, strict=False)]
        for y in range(max(map(len, parts), default=1)):
            line = bar
            for at, size in enumerate(widths):
                part = parts[at][y] if at < len(parts) and y < len(parts[at]) else Content("")
                if index == 0:
                    part = part.stylize_before("bold $text-primary")
                line = line + _aligned(part, size, rows[index], at) + bar
            lines.append(line)
        if index == 0:
            lines.append(edge("├", "┼", "┤"))
    return [*lines, edge("└", "┴", "┘")]


def _cell(tree: BlockTree, numbers: _Numbers) -> Content:
    return _inline(tree.children[0].token, numbers) if tree.children else Content("")


def _aligned(part: Content, size: int, row: Sequence[BlockTree], at: int) -> Content:
    room = max(0, size - part.cell_length)
    style = str(row[at].token.attrs.get("style", "")) if at < len(row) else ""
    left = room if style.endswith("right") else room // 2 if style.endswith("center") else 0
    return part.pad_left(left + 1).pad_right(room - left + 1)


def _share_out(wanted: Sequence[int], room: int) -> list[int]:
    """Widths of columns that fit: those that want little get it, the others share what is left."""
    widths = [0] * len(wanted)
    left = max(room, len(wanted))
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    for position, at in enumerate(order):
        widths[at] = max(1, min(wanted[at], left // (len(order) - position)))
        left -= widths[at]
    return widths


_DRAW: Final[dict[str, Callable[[BlockTree, int, int, _Numbers], list[Content]]]] = {
    "paragraph_open": _paragraph,
    "heading_open": _heading,
    "hr": _rule,
    "blockquote_open": _quote,
    "fence": _code,
    "code_block": _code,
    "bullet_list_open": _bullet_list,
    "ordered_list_open": _ordered_list,
    "table_open": _table,
}


# -- words -----------------------------------------------------------------------------------------------------------


def _wrap(content: Content, width: int) -> list[Content]:
    return [line.rstrip_end(width) for line in content.wrap(width)] if content else []


def _inline(token: Token, numbers: _Numbers) -> Content:
    """The words of a paragraph. Cleaned again: the parser turns `&#x202e;` into what it stands for."""
    pieces: list[str] = []
    spans: list[Span] = []
    # Where each mark that is open began, and what it looks like.
    marks: list[tuple[int, list[str | Style]]] = []
    at = 0

    def add(text: str, *styles: str) -> None:
        nonlocal at
        pieces.append(text)
        spans.extend(Span(at, at + len(text), style) for style in styles)
        at += len(text)

    for child in token.children or ():
        kind = child.type
        if kind in ("text", "text_special", "html_inline"):
            add(clean_line(child.content))
        elif kind == "code_inline":
            add(clean_line(child.content), _INLINE_CODE)
        elif kind == "softbreak":
            add(" ")
        elif kind == "hardbreak":
            add("\n")
        elif kind == "image":
            add(f"▣ {clean_line(child.content)}", "italic")
        elif kind == "link_open":
            href = child.attrs.get("href", "")
            meta = Style.from_meta({_HREF_KEY: (clean_line(str(href)), numbers.next())})
            marks.append((at, [LINK_STYLE, meta]))
        elif child.nesting > 0:
            # What is slanted already gets no more so: thousands of marks around each other would each be a span.
            mark = _MARKS.get(kind, "")
            known = any(mark in styles for _, styles in marks[-_OPEN_MARKS_MAX:])
            marks.append((at, [mark] if mark and not known and len(marks) < _OPEN_MARKS_MAX else []))
        elif child.nesting < 0 and marks:
            start, styles = marks.pop()
            # Outer marks before inner ones, so that inner ones win.
            spans[:0] = [Span(start, at, style) for style in styles if at > start]
    return Content("".join(pieces), spans=spans)
