"""What components become for a browser: elements as plain data, made by the views and read by what writes HTML and by
what writes operations.

Knows no component and no connection. Tags and attributes come from the views' own code, never from a guest; values may
be a guest's, and are only ever set as values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

# None and False leave an attribute out, True gives one without a value.
Attribute: TypeAlias = str | int | float | bool | None


class Hole:
    """The place in a component's element where the elements of its children go. There is at most one."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "CHILDREN"


CHILDREN: Final = Hole()


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What a form field holds, and how new that is: see "Inputs" in docs/protocol.md.

    Attributes:
        value: text of an ``input``, ``textarea`` or ``select``; a bool is whether it is checked; a list what is chosen
            in a ``select`` with ``multiple``.
        version: the number of changes by the person that the guest knew of when it wrote this; `FORCED` shows it
            whatever has been typed since.
    """

    value: str | bool | tuple[str, ...]
    version: int = 0


Child: TypeAlias = "Element | str | Hole"


class Element:
    """One element to be. Immutable once it is made; equal ones are interchangeable.

    SVG elements have tags such as ``svg:path``; ``svg`` itself is ``svg:svg``.
    """

    __slots__ = ("attributes", "children", "field", "tag")

    def __init__(
        self,
        tag: str,
        attributes: Mapping[str, Attribute] | None = None,
        *children: Child | None,
        field: FieldValue | None = None,
    ) -> None:
        self.tag = tag
        self.attributes: dict[str, str | int | float | bool] = (
            {name: value for name, value in attributes.items() if value is not None and value is not False}
            if attributes
            else {}
        )
        self.children: tuple[Child, ...] = tuple(child for child in children if child is not None)
        self.field = field

    def __repr__(self) -> str:
        return f"<Element {self.tag} {self.attributes} {list(self.children)}>"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Element)
            and self.tag == other.tag
            and self.attributes == other.attributes
            and self.field == other.field
            and self.children == other.children
        )

    def __hash__(self) -> int:
        return hash((self.tag, len(self.children)))
