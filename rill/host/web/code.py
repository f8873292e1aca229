"""Source code as elements with a class for each kind of token: a pure function."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any, Final

from pygments.token import Token as Kinds  # type: ignore[import-untyped]

from rill.host.code import read_source
from rill.host.web.element import Attribute, Child, Element

# What colouring may hold up all that the server does.
COLORING_S_MAX: Final = 0.05

# From Pygments' kinds, of which there are dozens, to the few that look different. Others look as the kind above them.
_CLASSES: Final = {
    Kinds.Comment: "rill-t-comment",
    Kinds.Error: "rill-t-error",
    Kinds.Generic.Deleted: "rill-t-deleted",
    Kinds.Generic.Emph: "rill-t-emphasis",
    Kinds.Generic.Error: "rill-t-error",
    Kinds.Generic.Heading: "rill-t-heading",
    Kinds.Generic.Inserted: "rill-t-inserted",
    Kinds.Generic.Strong: "rill-t-strong",
    Kinds.Generic.Subheading: "rill-t-heading",
    Kinds.Keyword: "rill-t-keyword",
    Kinds.Keyword.Constant: "rill-t-constant",
    Kinds.Literal.Number: "rill-t-number",
    Kinds.Literal.String: "rill-t-string",
    Kinds.Name.Attribute: "rill-t-attribute",
    Kinds.Name.Builtin: "rill-t-builtin",
    Kinds.Name.Class: "rill-t-name",
    Kinds.Name.Decorator: "rill-t-decorator",
    Kinds.Name.Function: "rill-t-name",
    Kinds.Name.Tag: "rill-t-tag",
    Kinds.Operator.Word: "rill-t-keyword",
}


def code_children(code: str, language: str | None) -> tuple[Child, ...]:
    """The content of a guest's code, cleaned, with spans where the language is known and the code not too long."""
    return tuple(_joined(_lines(code, language)))


def code_lines(code: str, language: str | None, first: int, marked: Collection[int]) -> tuple[Child, ...]:
    """The same with an element for each line, which knows its number."""
    lines: list[Child] = []
    for number, line in enumerate(_lines(code, language), first):
        name = "rill-code-line rill-code-marked" if number in marked else "rill-code-line"
        attributes: dict[str, Attribute] = {"class": name, "data-line": number}
        lines.append(Element("span", attributes, *line, "\n"))
    return tuple(lines)


def _joined(lines: Iterable[tuple[Child, ...]]) -> list[Child]:
    """Lines with line feeds between them, and texts that stand side by side as one."""
    children: list[Child] = []
    for line in lines:
        for child in (*line, "\n"):
            if isinstance(child, str) and children and isinstance(children[-1], str):
                children[-1] += child
            else:
                children.append(child)
    # A line feed at the end would be a line more.
    last = children.pop()
    assert isinstance(last, str)
    return [*children, last[:-1]] if len(last) > 1 else children


# A view is lowered again when any of its props changes.
@lru_cache(maxsize=64)
def _lines(code: str, language: str | None) -> tuple[tuple[Child, ...], ...]:
    source = read_source(code, language)
    if source.language is None:
        return tuple((line,) if line else () for line in source.lines)
    lines: list[list[Child]] = [[]]
    length = 0
    for kind, token in source.tokens(COLORING_S_MAX):
        name = _class_of(kind)
        length += len(token)
        for at, part in enumerate(token.split("\n")):
            if at:
                lines.append([])
            if part:
                _add(lines[-1], part, name)
    for at, part in enumerate(source.text[length:].split("\n")):
        if at:
            lines.append([])
        if part:
            _add(lines[-1], part, None)
    return tuple(map(tuple, lines))


def _add(line: list[Child], text: str, name: str | None) -> None:
    if name is not None:
        line.append(Element("span", {"class": name}, text))
    elif line and isinstance(line[-1], str):
        line[-1] += text
    else:
        line.append(text)


def _class_of(kind: Any) -> str | None:
    while kind is not None:
        name = _CLASSES.get(kind)
        if name is not None:
            return name
        kind = kind.parent
    return None
