"""Words on the screen."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rill.components.catalogue.focusable import Focusable
from rill.components.catalogue.icons import IconName
from rill.components.component import Component, Event, event
from rill.components.events import LinkEvent
from rill.components.style import Color


class Text(Component, role="text", children="inline", inline=True):
    """Words, in one style or in several.

    A Text inside a Text is a stretch of the same line with a style of its own.

    Text wraps at the edge of its box, and line breaks in it are kept.
    """

    number_of_lines: int = Field(
        default=0, ge=0, description="Cut off with an ellipsis after this many lines; 0 never cuts."
    )
    level: int | None = Field(
        default=None, ge=1, le=6, description="Rank of a heading, 1 the highest. For role `heading`."
    )


class Heading(Component, role="heading", children="inline"):
    """A heading over a part of the screen."""

    level: Literal[1, 2, 3, 4, 5, 6] = Field(default=1, description="Rank, 1 the highest.")
    number_of_lines: int = Field(
        default=0, ge=0, description="Cut off with an ellipsis after this many lines; 0 never cuts."
    )


class Link(Focusable, role="link", children="inline", inline=True):
    """Words that lead somewhere: inside a Text a stretch of its line, elsewhere an element of its own.

    What a press does is up to the guest, by `onPress`, and up to the host, which hears of `href` and may open it.
    """

    href: str | None = Field(
        default=None, description="Address that the host is asked to open: https, http or mailto. Others are refused."
    )
    disabled: bool = Field(default=False, description="Cannot be pressed or focused, and looks like it.")
    on_press: Event[LinkEvent] = event("The link was pressed.")


class Icon(Component, role="img", children="none", inline=True):
    """A sign of one or two cells, drawn in the looks of the host."""

    name: IconName = Field(description="Which sign.")
    color: Color | None = Field(default=None, description="Its colour; else that of the text around it.")


class Markdown(Focusable, role="article", children="none", view_state=("scroll", "focus")):
    """A document in Markdown (CommonMark with tables), shown as a whole. HTML in it is shown as text.

    Give it a height, or put it into a ScrollView, where it may be long.
    """

    text: str = Field(description="The document.")
    on_link_press: Event[LinkEvent] = event("A link in the document was pressed.")


class CodeView(Focusable, role="code", children="none", stateful=True, view_state=("scroll", "focus")):
    """Source code with the colours of its language. Can be scrolled and copied from, not changed."""

    code: str = Field(description="The source.")
    language: str | None = Field(
        default=None, max_length=40, description="Name of the language, such as `python`; unknown ones have no colours."
    )
    line_numbers: bool = Field(default=False, description="Numbers the lines.")
    first_line: int = Field(default=1, ge=0, description="Number of the first line.")
    highlight_lines: list[int] = Field(default_factory=list, max_length=1000, description="Lines to mark, by number.")
    wrap: bool = Field(default=False, description="Breaks long lines instead of scrolling sideways.")
