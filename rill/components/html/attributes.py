"""The types of HTML attributes: addresses, tokens, CSS. Each is bounded, and none of them can carry code."""

from __future__ import annotations

from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from rill.components.record import TypeText

# Names, classes and the like. Longer ones are data, which belongs into `data-*` or into the guest.
Token = Annotated[str, Field(max_length=200)]
Classes = Annotated[str, Field(max_length=1_000)]
# What a person reads: tooltips, placeholders, alternatives to pictures.
Words = Annotated[str, Field(max_length=2_000)]

# An address of a scheme that a host may be asked to open, or one without a scheme: a path, a query, a fragment. A colon
# anywhere else would make it an address of another scheme, `javascript:` among them.
Url = Annotated[
    str,
    Field(max_length=2_000, pattern=r"^(?:(?:[hH][tT][tT][pP][sS]?|[mM][aA][iI][lL][tT][oO]):|[^:]*\Z|[^:/?#]*[/?#])"),
    TypeText("string", "an address that begins with https:, http: or mailto:, or has no scheme"),
]
# As the source of Rill's Image.
Source = Annotated[
    str,
    Field(max_length=2_000, pattern=r"^(?:[hH][tT][tT][pP][sS]:|[^:]*\Z)"),
    TypeText("string", "the name of an asset, or an https address"),
]

# Words, numbers and lengths of CSS, and the functions that compute them. No other function, so that nothing is fetched;
# no semicolon, brace, quotation mark, backslash or angle bracket, so that a value never ends where it stands.
# Read once and never again: `*+` gives nothing back, so that no value takes longer to refuse than to accept.
_FUNCTIONS: Final = ("rgb", "rgba", "hsl", "hsla", "var", "calc", "min", "max", "clamp", "repeat", "minmax")
_AFTER_A_FUNCTION: Final = "|".join(f"(?<={name})" for name in _FUNCTIONS)
CSS_VALUE_PATTERN: Final = rf"^(?:[A-Za-z0-9 .,#%+*/)_!-]|(?:{_AFTER_A_FUNCTION})\()*+\Z"
CssValue = Annotated[
    str,
    Field(max_length=200, pattern=CSS_VALUE_PATTERN),
    TypeText("string", "a value of CSS without url(), quotation marks and the like"),
]

CssProperty = Literal[
    "align-content",
    "align-items",
    "align-self",
    "background",
    "background-color",
    "border",
    "border-bottom",
    "border-collapse",
    "border-color",
    "border-left",
    "border-radius",
    "border-right",
    "border-spacing",
    "border-style",
    "border-top",
    "border-width",
    "box-sizing",
    "color",
    "column-gap",
    "cursor",
    "display",
    "flex",
    "flex-basis",
    "flex-direction",
    "flex-flow",
    "flex-grow",
    "flex-shrink",
    "flex-wrap",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "gap",
    "height",
    "justify-content",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-height",
    "max-width",
    "min-height",
    "min-width",
    "opacity",
    "order",
    "overflow",
    "overflow-wrap",
    "overflow-x",
    "overflow-y",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "row-gap",
    "text-align",
    "text-decoration",
    "text-decoration-line",
    "text-indent",
    "text-overflow",
    "text-transform",
    "user-select",
    "vertical-align",
    "visibility",
    "white-space",
    "width",
    "word-break",
]
CSS_PROPERTIES: Final[tuple[str, ...]] = get_args(CssProperty)

CssStyle = dict[CssProperty, CssValue]

InputType = Literal[
    "text",
    "password",
    "email",
    "tel",
    "url",
    "search",
    "number",
    "range",
    "date",
    "time",
    "month",
    "week",
    "datetime-local",
    "color",
    "checkbox",
    "radio",
    "button",
    "submit",
    "reset",
    "hidden",
]
INPUT_TYPES: Final[tuple[str, ...]] = get_args(InputType)
