"""The style that a guest may ask for: a small typed subset that a terminal and a browser can both honour. No CSS.

Lengths are character cells: one across is the width of a digit, one down is a line. A browser draws them as ``ch`` and
``lh``. Colours are names of the host's theme, so that a guest looks at home in every application and in light and dark.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import Field, Strict

from rill.components.record import Record, TypeText

Color = Literal[
    "foreground",
    "muted",
    "primary",
    "secondary",
    "accent",
    "success",
    "warning",
    "error",
    "surface",
    "panel",
    "background",
    "transparent",
]
COLORS: tuple[str, ...] = get_args(Color)

Cells = Annotated[int, Field(ge=0)]
Percentage = Annotated[
    str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?%\Z"), TypeText("`${number}%`", "a percentage such as '50%'")
]
Fraction = Annotated[
    str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?fr\Z"), TypeText("`${number}fr`", "a fraction such as '1fr'")
]
# One number for all sides, [vertical, horizontal], or [top, right, bottom, left]. Tuples cross as arrays: not strict.
Sides = Annotated[
    Cells | Annotated[tuple[Cells, Cells], Strict(False)] | Annotated[tuple[Cells, Cells, Cells, Cells], Strict(False)],
    TypeText("Sides", "int >= 0, [vertical, horizontal] or [top, right, bottom, left]"),
]
Border = Literal["none", "solid", "round", "heavy", "double", "dashed"]


class StyleFields(Record):
    """How an element looks and what room it takes.

    Content never paints outside its element's box.
    """

    known_elsewhere = MappingProxyType(
        {
            "flexDirection": "direction",
            "flexWrap": "wrap",
            "flexShrink": "shrink",
            "overflowX": "overflow",
            "overflowY": "overflow",
            "media": "breakpoints",
            "flex": "grow",
            "flexGrow": "grow",
            "alignItems": "align",
            "justifyContent": "justify",
            "backgroundColor": "background",
            "foreground": "color",
            "borderStyle": "border",
            "borderRadius": "border",
            "fontWeight": "bold",
            "fontStyle": "italic",
            "textDecoration": "underline",
            "textDecorationLine": "underline",
            "opacity": "dim",
            "paddingHorizontal": "padding",
            "paddingVertical": "padding",
            "paddingLeft": "padding",
            "paddingRight": "padding",
            "paddingTop": "padding",
            "paddingBottom": "padding",
            "marginHorizontal": "margin",
            "marginVertical": "margin",
            "marginLeft": "margin",
            "marginRight": "margin",
            "marginTop": "margin",
            "marginBottom": "margin",
            "rowGap": "gap",
            "columnGap": "gap",
        }
    )

    direction: Literal["row", "column"] | None = Field(
        default=None,
        description="Whether children stand side by side or one below the other.",
    )
    wrap: Literal["nowrap", "wrap"] | None = Field(
        default=None, description="Whether children that do not fit along the direction go on in a further line."
    )
    width: Cells | Percentage | Fraction | Literal["auto"] | None = Field(
        default=None,
        description="Cells, a share of the parent, a share of what is left in the parent, or as wide as the content.",
    )
    height: Cells | Percentage | Fraction | Literal["auto"] | None = Field(
        default=None,
        description="Lines, a share of the parent, a share of what is left in the parent, or as high as the content.",
    )
    min_width: Cells | Percentage | None = Field(default=None, description="Never narrower than this.")
    max_width: Cells | Percentage | None = Field(default=None, description="Never wider than this.")
    min_height: Cells | Percentage | None = Field(default=None, description="Never lower than this.")
    max_height: Cells | Percentage | None = Field(default=None, description="Never higher than this.")
    grow: Annotated[float, Field(ge=0)] | None = Field(
        default=None, description="Share of the room that is left along the parent's direction."
    )
    shrink: Annotated[float, Field(ge=0)] | None = Field(
        default=None, description="Share of the room that is missing along the parent's direction; 0 gives up none."
    )
    padding: Sides | None = Field(default=None, description="Room between the border and the content.")
    margin: Sides | None = Field(default=None, description="Room outside the border.")
    gap: (
        Cells
        | Annotated[tuple[Cells, Cells], Strict(False), TypeText("readonly [along: number, across: number]")]
        | None
    ) = Field(
        default=None,
        description="Room between children, along the direction; or `[along, across]`, for wrapped lines.",
    )
    align: Literal["start", "center", "end", "stretch"] | None = Field(
        default=None, description="Where children stand across the direction."
    )
    align_self: Literal["start", "center", "end", "stretch"] | None = Field(
        default=None, description="Where this element stands across its parent's direction, instead of `align` there."
    )
    justify: Literal["start", "center", "end", "space-between", "space-around", "space-evenly"] | None = Field(
        default=None, description="Where children stand along the direction."
    )
    color: Color | None = Field(default=None, description="Colour of text and of what stands for text.")
    background: Color | None = Field(default=None, description="Colour behind the content.")
    border: Border | None = Field(
        default=None, description="Kind of line around the element; it takes one cell a side."
    )
    border_color: Color | None = Field(default=None, description="Colour of that line.")
    bold: bool | None = Field(default=None, description="Heavier letters.")
    italic: bool | None = Field(default=None, description="Slanted letters.")
    underline: bool | None = Field(default=None, description="A line under the text.")
    strike: bool | None = Field(default=None, description="A line through the text.")
    dim: bool | None = Field(default=None, description="Less contrast than usual.")
    text_align: Literal["start", "center", "end"] | None = Field(
        default=None, description="Where lines of text stand in their element."
    )
    overflow: Literal["hidden", "auto", "scroll"] | None = Field(
        default=None,
        description="What becomes of content that does not fit: cut off, or scrolled to with bars as needed or always.",
    )
    visibility: Literal["visible", "hidden"] | None = Field(
        default=None, description="A hidden element paints nothing and keeps its room; `display` gives it up."
    )
    display: Literal["flex", "none"] | None = Field(
        default=None,
        description=(
            "With `none` the element is off the screen and out of the layout, as with the prop `hidden`: for "
            "`breakpoints`, so that parts appear where there is room."
        ),
    )


class Breakpoint(Record):
    """What changes where there is room."""

    at: Cells = Field(description="From this width of the guest's screen on, in cells.")
    style: StyleFields = Field(description="What then replaces the fields of the same names.")


class Style(StyleFields):
    """How an element looks and what room it takes.

    Content never paints outside its element's box.
    """

    breakpoints: Annotated[list[Breakpoint], Field(max_length=10)] | None = Field(
        default=None,
        description="Other styles where the guest's screen is wide enough. Of several that fit, later ones win.",
    )
