"""`HtmlElement`: attributes, events and methods that every element has. No element of its own."""

from __future__ import annotations

from types import MappingProxyType
from typing import ClassVar, Literal, Protocol

from pydantic import Field

from rill.components.component import BareComponent, Event, Role, event
from rill.components.html.attributes import Classes, CssStyle, Token, Words
from rill.components.html.events import HtmlEvent, HtmlKeyEvent, HtmlMouseEvent


class HtmlElement(
    BareComponent, children="text-and-nodes", view_state=("focus",), prefixes=("aria-", "data-"), role="generic"
):
    """Base of the elements. Props are attributes by their names in HTML; those that are there or not are booleans, and
    what is counted is a number."""

    preset: ClassVar[str] = "html"

    known_elsewhere = MappingProxyType(
        {
            "className": "class",
            "htmlFor": "for",
            "tabIndex": "tabindex",
            "readOnly": "readonly",
            "maxLength": "maxlength",
            "minLength": "minlength",
            "colSpan": "colspan",
            "rowSpan": "rowspan",
            "dateTime": "datetime",
            "autoFocus": "autofocus",
            "noValidate": "novalidate",
            "defaultValue": "value",
            "defaultChecked": "checked",
            "onDoubleClick": "onDblClick",
            "onPress": "onClick",
            "innerHTML": "class",
        }
    )

    id: Token | None = Field(default=None, description="Name of this element. Nobody sees it.")
    class_: Classes | None = Field(
        default=None, alias="class", description="Words for adapters that have style sheets. A terminal shows nothing."
    )
    title: Words | None = Field(default=None, description="Shown as a tooltip.")
    hidden: bool = Field(default=False, description="Takes the element off the screen and out of the layout.")
    style: CssStyle | None = Field(default=None, description="Properties of CSS by their names, such as `font-weight`.")
    role: Role | None = Field(default=None, description="What the element is, where it is not the usual.")
    tabindex: int | None = Field(
        default=None, ge=-1, le=32767, description="0 or more: the Tab key stops here. -1: only `focus()` does."
    )
    lang: Token | None = Field(default=None, description="Language of the text, as in `de` or `en-GB`.")
    dir: Literal["ltr", "rtl", "auto"] | None = Field(default=None, description="Direction of the text.")
    translate: Literal["yes", "no"] | None = Field(default=None, description="Whether the text is for translation.")
    spellcheck: Literal["true", "false"] | None = Field(default=None, description="Whether to check the spelling.")
    autocapitalize: Token | None = Field(default=None, description="For the keyboard of a phone.")
    enterkeyhint: Token | None = Field(default=None, description="For the keyboard of a phone.")
    inputmode: Token | None = Field(default=None, description="For the keyboard of a phone.")
    autofocus: bool = Field(default=False, description="Takes the focus when it first appears.")
    inert: bool = Field(default=False, description="Nothing in it can be pressed, changed or focused.")

    on_click: Event[HtmlMouseEvent] = event("It was pressed: by pointer, or by Enter or Space where they stand for it.")
    on_dbl_click: Event[HtmlMouseEvent] = event("It was pressed twice in quick succession.")
    on_context_menu: Event[HtmlMouseEvent] = event("It was pressed with the second button.")
    on_mouse_enter: Event[HtmlMouseEvent] = event("The pointer came over it. Does not rise.")
    on_mouse_leave: Event[HtmlMouseEvent] = event("The pointer left it. Does not rise.")
    on_key_down: Event[HtmlKeyEvent] = event("A key went down, before it has any effect.")
    on_key_up: Event[HtmlKeyEvent] = event("A key came up. In a terminal at once, after its effect.")
    on_input: Event[HtmlEvent] = event("A person changed a field, and every letter counts.")
    on_change: Event[HtmlEvent] = event("A person is done with a change: left the field, pressed Enter, or chose.")
    on_focus: Event[HtmlEvent] = event("It got the focus. Does not rise.")
    on_blur: Event[HtmlEvent] = event("It lost the focus. Does not rise.")
    on_focus_in: Event[HtmlEvent] = event("It, or something in it, got the focus.")
    on_focus_out: Event[HtmlEvent] = event("It, or something in it, lost the focus.")

    class Methods(BareComponent.Methods, Protocol):
        def focus(self) -> None:
            """Move the focus here."""

        def blur(self) -> None:
            """Give up the focus, if it is here."""

        def click(self) -> None:
            """Press it as a person would."""

        def scroll_into_view(self) -> None:
            """Scroll so that it is seen."""


class TextElement(HtmlElement, inline=True):
    """Base of the elements that stand in a line of text."""
