"""What stands over everything else on the guest's screen, wherever its element is. Never over the host's."""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from pydantic import Field

from rill.components.catalogue.focusable import Compactable, Focusable
from rill.components.catalogue.icons import IconName
from rill.components.component import Component, Event, event
from rill.components.events import CloseEvent, KeyEvent, PressEvent
from rill.components.record import Record


class Modal(Component, role="dialog", elements=("footer",)):
    """A box over the guest's screen that has to be answered first. Everything else waits, dimmed.

    While it is there, Tab stays inside; when it goes, the focus returns to where it was. Of several the last one is on
    top. Show it by rendering it, or by `open`.
    """

    open: bool = Field(default=True, description="Whether it is seen.")
    title: str | None = Field(default=None, description="Words in its upper edge.")
    dismissible: bool = Field(
        default=True, description="Escape, or a press outside, asks to close it: `onClose`. The guest decides."
    )
    placement: Literal["center", "top", "bottom"] = Field(
        default="center", description="Where on the screen, so that what it is about can be seen."
    )
    on_close: Event[CloseEvent] = event("A person wants it closed.")
    on_key_down: Event[KeyEvent] = event("A key went down while the focus was inside.")


class Anchor(Record):
    """A place on the guest's screen, in cells, such as that of a pointer event."""

    x: float = Field(ge=0, description="Cells from the left.")
    y: float = Field(ge=0, description="Lines from the top.")


class Menu(
    Focusable,
    Compactable,
    role="menu",
    takes=("MenuItem", "Divider"),
    stateful=True,
    view_state=("open", "focus"),
):
    """Things to do, in a list that opens over the screen: below a button with a title, or at a place of its own.

    Arrow keys move, Enter does, Escape closes; a press elsewhere closes it, too. It closes when something is chosen.
    """

    title: str | None = Field(
        default=None, description="Words of the button that opens it. Without any there is no button."
    )
    icon: IconName | None = Field(default=None, description="A sign on the button.")
    open: bool | None = Field(default=None, description="Whether it is open. Null or left out: it keeps its own state.")
    anchor: Anchor | None = Field(
        default=None,
        description="Where its corner stands, for a menu of what is under the pointer; else at the button.",
    )
    disabled: bool = Field(default=False, description="Cannot be opened or focused, and looks like it.")
    on_open: Event[None] = event("It opened, or with `open` a person wants it to.")
    on_close: Event[CloseEvent] = event("It closed, or with `open` a person wants it to.")

    class Methods(Focusable.Methods, Protocol):
        def open(self) -> None:
            """Open it."""

        def close(self) -> None:
            """Close it."""


class MenuItem(Component, role="menuitem", children="inline", within=("Menu",)):
    """One thing to do. Its words are its children."""

    icon: IconName | None = Field(default=None, description="A sign before its words.")
    shortcut: str | None = Field(
        default=None, max_length=40, description="The key that does the same, to show. Listen to it by `onKeyDown`."
    )
    checked: bool | None = Field(default=None, description="Shows a mark, or room for one. Left out: neither.")
    disabled: bool = Field(default=False, description="Cannot be chosen, and looks like it.")
    on_press: Event[PressEvent] = event("It was chosen.")


class Toast(Component, role="status", children="inline"):
    """A message in a corner of the guest's screen, which goes by itself. It takes no focus.

    Render it to show it; when its time is over `onClose` says so, and nothing is seen any more.
    """

    title: str | None = Field(default=None, description="Words above the message.")
    severity: Literal["info", "success", "warning", "error"] = Field(
        default="info", description="What kind of message it is."
    )
    duration_ms: Annotated[int, Field(ge=0)] = Field(
        default=5000, description="How long it is seen; 0 until the guest takes it away."
    )
    on_close: Event[CloseEvent] = event("It went: its time was over, or a person pressed it.")


class Tooltip(Component, role="tooltip", elements=("content",)):
    """Words about its children, seen while the pointer rests on them or one of them has the focus.

    Every component has `hint` for plain words; this one shows elements, too.
    """

    text: str | None = Field(default=None, description="The words; or give elements as `content`.")
