"""Elements that stand in a line of text."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rill.components.html.attributes import Token, Url
from rill.components.html.element import TextElement


class Span(TextElement):
    """Some of a text, without a meaning of its own."""


class Anchor(TextElement, role="link"):
    """A link. Without `href`, and without a listener of its own, it is a stretch of text."""

    href: Url | None = Field(
        default=None,
        description="Where it leads. Hosts may open https, http and mailto; the rest is the guest's.",
    )
    target: Token | None = Field(default=None, description="For browsers; a host opens links as it likes.")
    rel: Token | None = Field(default=None, description="How it relates to where it leads.")
    hreflang: Token | None = Field(default=None, description="Language of where it leads.")
    type: Token | None = Field(default=None, description="Kind of where it leads.")
    download: Token | None = Field(default=None, description="Name for a download. A host decides.")


class Strong(TextElement, role="strong"):
    """Important words."""


class Emphasis(TextElement, role="emphasis"):
    """Words that are stressed."""


class Code(TextElement, role="code"):
    """Words of a program."""


class Time(TextElement, role="time"):
    """A time, for people and, in `datetime`, for programs."""

    datetime: Token | None = Field(default=None, description="The time as programs write it.")


class Data(TextElement):
    """Words with a value for programs."""

    value: Token | None = Field(default=None, description="The value.")


class Mark(TextElement, role="mark"):
    """Words that are marked, as with a pen."""


class Quote(TextElement):
    """Words of somebody else, in quotation marks."""

    cite: Url | None = Field(default=None, description="Where they are from.")


class Abbreviation(TextElement):
    """Short for what its `title` says."""


class Definition(TextElement, role="term"):
    """The words that are being defined."""


class Deletion(TextElement, role="deletion"):
    """Words that are gone."""

    cite: Url | None = Field(default=None, description="Where it says why.")
    datetime: Token | None = Field(default=None, description="When they went.")


class Insertion(TextElement, role="insertion"):
    """Words that are new."""

    cite: Url | None = Field(default=None, description="Where it says why.")
    datetime: Token | None = Field(default=None, description="When they came.")


class Subscript(TextElement, role="subscript"):
    """Letters below the line."""


class Superscript(TextElement, role="superscript"):
    """Letters above the line."""


class LineBreak(TextElement, children="none"):
    """The end of a line."""


class BreakChance(TextElement, children="none"):
    """A place where a long word may be broken."""


class Isolated(TextElement):
    """Words whose direction is their own."""


class Override(TextElement):
    """Words in the direction that `dir` says."""

    dir: Literal["ltr", "rtl"] | None = Field(default=None, description="Direction of the words.")
