"""A guest's Markdown as a tree of blocks, bounded in what it costs to read. Knows no screen.

HTML is text, nothing is fetched, and what a link may lead to is up to whoever shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from rill.host.terminal_text import clean_text

# Reading the worst 64,000 characters takes a tenth of a second; see tests/host/test_markdown.py.
CHARACTERS_MAX: Final = 64_000
# Each of which makes up to ten tokens.
SOURCE_LINES_MAX: Final = 4_000
# Marks in words cost the square of their number. A longer paragraph stands there as it was written.
PARAGRAPH_CHARACTERS_MAX: Final = 4_000
# Each line of a table is read once for each row, and each cell is several tokens.
TABLE_LINE_MAX: Final = 4_000


class BlockTree:
    """A token of the parser with those between it and its closing one."""

    __slots__ = ("children", "token")

    def __init__(self, token: Token) -> None:
        self.token = token
        self.children: list[BlockTree] = []

    @property
    def source_line(self) -> int:
        """The line of the document at which it begins."""
        return self.token.map[0] if self.token.map else 0


def bounded_source(text: str) -> tuple[str, bool]:
    """A guest's document, cleaned, and cut where it is too long; and whether it is whole."""
    text = clean_text(text)
    cut = text[:CHARACTERS_MAX]
    lines = cut.split("\n")
    if len(lines) > SOURCE_LINES_MAX:
        cut = "\n".join(lines[:SOURCE_LINES_MAX])
    return cut, len(cut) == len(text)


def parse_blocks(source: str) -> list[BlockTree]:
    """The outermost blocks of a document that was bounded. Blocks nest 20 deep at most."""
    wide = any(len(line) > TABLE_LINE_MAX and "|" in line for line in source.split("\n"))
    top: list[BlockTree] = []
    stack: list[list[BlockTree]] = [top]
    for token in _tokens(source, tables=not wide):
        if token.nesting < 0:
            stack.pop()
            continue
        tree = BlockTree(token)
        stack[-1].append(tree)
        if token.nesting > 0:
            stack.append(tree.children)
    return top


def _read_words(state: StateCore) -> None:
    """Read the marks in each paragraph, unless it is too long."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if len(token.content) > PARAGRAPH_CHARACTERS_MAX:
            token.children.append(Token("text", "", 0, content=token.content))
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _parser(*rules: str) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", *rules])
    parser.core.ruler.at("inline", _read_words)
    return parser


_PARSER: Final = _parser("table")
_PARSER_WITHOUT_TABLES: Final = _parser()


def _tokens(source: str, *, tables: bool) -> Iterable[Token]:
    return (_PARSER if tables else _PARSER_WITHOUT_TABLES).parse(source)
