"""Elements as HTML text. The only place where a value becomes a part of markup, so the only one that escapes.

Knows elements, no node and no view. `split` gives what stands before and behind the children of a node, so that their
text goes in between without being copied again and again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rill.host.web.allowed import TEXT_TAGS, VOID_TAGS, attribute_value, check_tag
from rill.host.web.element import CHILDREN, Child, Element, FieldValue
from rill.host.web.nesting import Nesting
from rill.protocol.errors import HostError

# A parser drops a line break that follows one of these tags at once.
_SWALLOWING: Final = frozenset(("pre", "textarea"))

_SPECIAL: Final = re.compile("[&<>\r\0]")


def escape_text(text: str) -> str:
    """A text as content of an element. What comes back from a parser is the same text, but for U+0000."""
    if _SPECIAL.search(text) is None:
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;").replace("\0", "\ufffd")


def escape_texts(texts: Sequence[str]) -> Sequence[str]:
    """Many texts at once: most have nothing to escape, and one look tells."""
    return texts if _SPECIAL.search("".join(texts)) is None else list(map(escape_text, texts))


def escape_attribute(text: str) -> str:
    """A text as the value of an attribute, to stand between double quotation marks."""
    text = escape_text(text)
    return text.replace('"', "&quot;") if '"' in text else text


def attribute_html(name: str, value: str | int | float | bool) -> str:
    """One attribute with the space before it; nothing where its value must not be set."""
    checked = attribute_value(name, value)
    if checked is None:
        return ""
    if checked == "":
        return f" {name}"
    return f' {name}="{escape_attribute(checked) if type(checked) is str else checked}"'


@dataclass(frozen=True, slots=True)
class Split:
    """An element in two parts, between which the children of its node go, and the tags that are open there."""

    before: str
    after: str
    open: tuple[str, ...] = ()
    # Whether a parser leaves every element of it where it is.
    keeps: bool = True


def element_html(element: Element) -> str:
    """An element with all in it, where no children of a node go."""
    parts = split(element)
    return parts.before + parts.after


def split(element: Element, mark: str = "", place_mark: str = "", nesting: Nesting | None = None) -> Split:
    """An element in two parts, between which the children of its node go.

    Args:
        mark: further attributes of the element, already in HTML.
        place_mark: the same for the element that the children are in.
        nesting: what stands around. Is left inside of the tags that are ``open`` at the place.
    Raises:
        HostError: the view made what no view may make.
    """
    writing = _Writing(mark, place_mark, nesting)
    writing.write(element, is_root=True, chosen=None)
    if nesting is not None:
        for tag in writing.open:
            nesting.enter(tag)
    return Split("".join(writing.before), "".join(writing.after), tuple(writing.open), writing.keeps)


class _Writing:
    """One element that is being written, up to the place of the children into one list and what follows into the
    other."""

    __slots__ = ("after", "before", "keeps", "mark", "nesting", "open", "out", "place_mark", "stack")

    def __init__(self, mark: str, place_mark: str, nesting: Nesting | None) -> None:
        self.mark = mark
        self.place_mark = place_mark
        self.nesting = nesting
        self.before: list[str] = []
        self.after: list[str] = []
        self.out = self.before
        self.open: list[str] = []
        self.stack: list[str] = []
        self.keeps = True

    def write(self, element: Element, *, is_root: bool, chosen: frozenset[str] | None) -> None:
        tag, out = check_tag(element.tag), self.out
        field, children = element.field, element.children
        if self.nesting is not None:
            self.keeps = self.nesting.enter(element.tag) and self.keeps
        self.stack.append(element.tag)
        out.append(f"<{tag}{self.mark}" if is_root else f"<{tag}")
        for name, value in element.attributes.items():
            out.append(attribute_html(name, value))
        if field is not None:
            out.append(_field_html(tag, field, element))
            if tag == "select":
                chosen = _chosen(field)
            elif tag in TEXT_TAGS and isinstance(field.value, str):
                children = (field.value,)
        elif chosen is not None and tag == "option" and element.attributes.get("value") in chosen:
            out.append(" selected")
        is_place = (is_root and not children and tag not in VOID_TAGS) or CHILDREN in children
        if is_place:
            out.append(self.place_mark if is_root else f" data-h{self.place_mark}")
        out.append(">")
        if tag in VOID_TAGS:
            if children:
                raise HostError(f"a view put something into <{tag}>, which takes nothing", code="tag_refused")
        else:
            if tag in _SWALLOWING and (is_place or _begins_with_break(children)):
                # What children begin with is not known here; a line break that is too many is dropped.
                out.append("\n")
            if is_place:
                self.open = list(self.stack)
                self.out = self.after
            else:
                self._write_children(tag, children, chosen)
            self.out.append(f"</{tag}>")
        self.stack.pop()
        if self.nesting is not None:
            self.nesting.leave()

    def _write_children(self, tag: str, children: tuple[Child, ...], chosen: frozenset[str] | None) -> None:
        for child in children:
            if isinstance(child, str):
                self.out.append(escape_text(child))
                if self.nesting is not None:
                    self.keeps = self.nesting.text(child) and self.keeps
            elif isinstance(child, Element):
                if tag in TEXT_TAGS:
                    raise HostError(f"a view put an element into <{tag}>, which takes text only", code="tag_refused")
                self.write(child, is_root=False, chosen=chosen)


def _begins_with_break(children: tuple[Child, ...]) -> bool:
    return bool(children) and isinstance(children[0], str) and children[0].startswith("\n")


def _field_html(tag: str, field: FieldValue, element: Element) -> str:
    """What a field holds in the words of HTML, and how new that is."""
    value = field.value
    written = ""
    if value is True:
        written = " open" if tag == "details" else " checked"
    elif tag == "input" and isinstance(value, str) and element.attributes.get("type") != "file":
        written = f' value="{escape_attribute(value)}"'
    return f'{written} data-v="{max(field.version, 0)}"'


def _chosen(field: FieldValue) -> frozenset[str] | None:
    if isinstance(field.value, bool):
        return None
    return frozenset((field.value,) if isinstance(field.value, str) else field.value)
