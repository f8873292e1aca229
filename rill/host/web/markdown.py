"""A guest's Markdown as elements: a pure function. Text becomes text, HTML too, and an address only where a link may
lead to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from markdown_it.token import Token

from rill.host.markdown import BlockTree, bounded_source, parse_blocks
from rill.host.terminal_text import clean_line
from rill.host.web.code import code_children
from rill.host.web.element import Attribute, Child, Element
from rill.host.web.icons import icon
from rill.host.web.links import link_attributes

# What is beyond these is not shown: a table has to be seen as one.
COLUMNS_MAX: Final = 30
# Nobody reads more marks around each other, and each is an element in the other.
OPEN_MARKS_MAX: Final = 10
_MARKS: Final = {"em_open": "em", "strong_open": "strong", "s_open": "s"}
_CUT: Final = "[…]"


@dataclass(frozen=True, slots=True)
class Document:
    """A document as elements, and where its links lead, in their order."""

    children: tuple[Child, ...]
    hrefs: tuple[str, ...]


@lru_cache(maxsize=32)
def document(text: str, wanted: str | None) -> Document:
    """Read a guest's document.

    The last ones are kept: it is asked for again when somebody presses a link.

    Args:
        wanted: ``data-on`` of its links.
    """
    source, whole = bounded_source(text)
    reader = _Reader(wanted)
    children = reader.blocks(parse_blocks(source))
    if not whole:
        children.append(Element("p", {}, _CUT))
    return Document(tuple(children), tuple(reader.hrefs))


class _Reader:
    def __init__(self, wanted: str | None) -> None:
        self._wanted = wanted
        self.hrefs: list[str] = []

    def blocks(self, trees: Iterable[BlockTree]) -> list[Child]:
        children: list[Child] = []
        for tree in trees:
            read = _READ.get(tree.token.type)
            if read is not None:
                children += read(self, tree)
        return children

    def paragraph(self, tree: BlockTree) -> list[Child]:
        words = self._words_of(tree)
        # In a list whose items stand close together the parser hides their paragraphs.
        return words if tree.token.hidden else [Element("p", {}, *words)]

    def heading(self, tree: BlockTree) -> list[Child]:
        level = tree.token.tag
        return [Element(level, {"class": f"rill-heading rill-heading-{level[1:]}"}, *self._words_of(tree))]

    def rule(self, _tree: BlockTree) -> list[Child]:
        return [Element("hr")]

    def quote(self, tree: BlockTree) -> list[Child]:
        return [Element("blockquote", {}, *self.blocks(tree.children))]

    def code(self, tree: BlockTree) -> list[Child]:
        info = tree.token.info.split(maxsplit=1)
        children = code_children(tree.token.content, info[0] if info else None)
        return [Element("pre", {"class": "rill-code"}, Element("code", {}, *children))]

    def bullet_list(self, tree: BlockTree) -> list[Child]:
        return [Element("ul", {}, *self._items(tree))]

    def ordered_list(self, tree: BlockTree) -> list[Child]:
        start = tree.token.attrs.get("start")
        return [Element("ol", {"start": start if isinstance(start, int) else None}, *self._items(tree))]

    def _items(self, tree: BlockTree) -> list[Child]:
        return [Element("li", {}, *self.blocks(item.children)) for item in tree.children]

    def table(self, tree: BlockTree) -> list[Child]:
        parts = [
            Element(
                "thead" if part.token.tag == "thead" else "tbody", {}, *(self._table_row(row) for row in part.children)
            )
            for part in tree.children
        ]
        return [Element("div", {"class": "rill-markdown-table"}, Element("table", {}, *parts))]

    def _table_row(self, tree: BlockTree) -> Element:
        return Element("tr", {}, *(self._cell(cell) for cell in tree.children[:COLUMNS_MAX]))

    def _cell(self, tree: BlockTree) -> Element:
        style = str(tree.token.attrs.get("style", ""))
        side = "rill-end" if style.endswith("right") else "rill-center" if style.endswith("center") else None
        head = tree.token.tag == "th"
        return Element("th" if head else "td", {"class": side, "scope": "col" if head else None}, *self._words_of(tree))

    # -- words

    def _words_of(self, tree: BlockTree) -> list[Child]:
        return [child for inner in tree.children for child in self._words(inner.token)]

    def _words(self, token: Token) -> list[Child]:
        """The words of a paragraph. Cleaned again: the parser turns `&#x202e;` into what it stands for."""
        top: list[Child] = []
        # What is open: what makes its element, None for a mark that makes none, and what is in it.
        open_marks: list[tuple[Callable[[list[Child]], Element] | None, list[Child]]] = []
        here = top
        for child in token.children or ():
            kind = child.type
            if kind in ("text", "text_special", "html_inline"):
                _add(here, clean_line(child.content))
            elif kind == "code_inline":
                here.append(Element("code", {}, clean_line(child.content)))
            elif kind == "softbreak":
                _add(here, " ")
            elif kind == "hardbreak":
                here.append(Element("br"))
            elif kind == "image":
                words = clean_line(child.content)
                here.append(Element("span", {"class": "rill-markdown-image"}, icon("image"), words))
            elif child.nesting > 0:
                if kind == "link_open":
                    make: Callable[[list[Child]], Element] | None = self._link(str(child.attrs.get("href", "")))
                else:
                    make = _marker(_MARKS.get(kind)) if len(open_marks) < OPEN_MARKS_MAX else None
                open_marks.append((make, here))
                here = [] if make is not None else here
            elif child.nesting < 0 and open_marks:
                make, around = open_marks.pop()
                if make is not None:
                    around.append(make(here))
                here = around
        while open_marks:
            make, around = open_marks.pop()
            if make is not None:
                around.append(make(here))
            here = around
        return top

    def _link(self, href: str) -> Callable[[list[Child]], Element]:
        href = clean_line(href)
        number = len(self.hrefs)
        self.hrefs.append(href)
        wanted = self._wanted
        leads = link_attributes(href)
        if leads:
            attributes = {"class": "rill-link", **leads, "data-part": number, "data-on": wanted}
            return lambda words: Element("a", attributes, *words)
        if wanted is None:
            return lambda words: Element("span", {"class": "rill-link"}, *words)
        # An address of the guest's own, such as `page/2`: pressed, and not followed.
        pressed: dict[str, Attribute] = {
            "type": "button",
            "class": "rill-link",
            "role": "link",
            "data-part": number,
            "data-on": wanted,
        }
        return lambda words: Element("button", pressed, *words)


def _marker(tag: str | None) -> Callable[[list[Child]], Element] | None:
    return None if tag is None else lambda words: Element(tag, {}, *words)


def _add(words: list[Child], text: str) -> None:
    """Texts that stand side by side are one."""
    if words and isinstance(words[-1], str):
        words[-1] += text
    elif text:
        words.append(text)


_READ: Final[dict[str, Callable[[_Reader, BlockTree], list[Child]]]] = {
    "paragraph_open": _Reader.paragraph,
    "heading_open": _Reader.heading,
    "hr": _Reader.rule,
    "blockquote_open": _Reader.quote,
    "fence": _Reader.code,
    "code_block": _Reader.code,
    "bullet_list_open": _Reader.bullet_list,
    "ordered_list_open": _Reader.ordered_list,
    "table_open": _Reader.table,
}
