"""Lists of items, and of terms with what they mean."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rill.components.html.element import HtmlElement


class UnorderedList(HtmlElement, role="list"):
    """Items whose order does not matter."""


class OrderedList(HtmlElement, role="list"):
    """Items in an order, which are numbered."""

    start: int | None = Field(default=None, ge=-1_000_000, le=1_000_000, description="Number of the first item.")
    reversed: bool = Field(default=False, description="Numbers go down.")
    type: Literal["1", "a", "A", "i", "I"] | None = Field(default=None, description="How numbers are written.")


class MenuList(HtmlElement, role="list"):
    """A list of things to do."""


class Item(HtmlElement, role="listitem"):
    """An item of a list."""

    value: int | None = Field(
        default=None, ge=-1_000_000, le=1_000_000, description="Its number, from which the next ones count on."
    )


class DescriptionList(HtmlElement, role="list"):
    """Terms, each with what it means."""


class Term(HtmlElement, role="term"):
    """A term."""


class Description(HtmlElement, role="definition"):
    """What a term means."""
