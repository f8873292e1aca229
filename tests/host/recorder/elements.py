"""Trees for the recorder's tests, written as elements instead of operations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rill.protocol.operations import AnyOperation, Append, Create


@dataclass(frozen=True, slots=True)
class Element:
    type: str
    props: dict[str, Any]
    children: tuple[Element | str, ...]


def el(type: str, /, *children: Element | str, **props: Any) -> Element:
    return Element(type, props, children)


def operations(*elements: Element | str) -> list[AnyOperation]:
    """The operations that build these elements under the root, with ids from 1 in document order."""
    made: list[AnyOperation] = []
    last = 0

    def add(element: Element | str, parent: int) -> None:
        nonlocal last
        last += 1
        id = last
        if isinstance(element, str):
            made.extend([Create(id, "#text", element), Append(parent, id)])
            return
        made.append(Create(id, element.type, dict(element.props)))
        for child in element.children:
            add(child, id)
        made.append(Append(parent, id))

    for element in elements:
        add(element, 0)
    return made
