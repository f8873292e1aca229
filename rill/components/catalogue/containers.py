"""Boxes: components that are there for their children."""

from __future__ import annotations

from typing import Final, Literal, Protocol

from pydantic import Field

from rill.components.catalogue.focusable import Focusable
from rill.components.catalogue.inputs import Valued
from rill.components.component import Component, Event, event
from rill.components.events import KeyEvent, LayoutEvent, OpenEvent, ScrollEvent, TextChangeEvent
from rill.components.record import Record


class View(Component):
    """A box whose children stand one below the other and stretch across it, unless `style` says otherwise.

    Bare text belongs into a Text.
    """

    on_layout: Event[LayoutEvent] = event("The box got a size, or another one.")
    on_key_down: Event[KeyEvent] = event("A key went down while an element inside the box had the focus.")


class Row(View):
    """A box whose children stand side by side."""


class Column(View):
    """A box whose children stand one below the other: a View that says so."""


class Card(Component, role="group", elements=("header", "footer")):
    """A box with a frame around things that belong together, with a title in the frame."""

    title: str | None = Field(default=None, description="Words in the upper edge of the frame.")
    variant: Literal["default", "primary", "success", "warning", "error"] = Field(
        default="default", description="What kind of thing it holds; shown by the colour of the frame."
    )


class Divider(Component, role="separator", children="none"):
    """A line between things, across a column or down a row. With a title the line runs around it."""

    vertical: bool = Field(default=False, description="Stands between things that are side by side.")
    title: str | None = Field(default=None, description="Words in the middle of a horizontal line.")


class Slot(Component, role="none", children="text-and-nodes"):
    """What a guest gave to an element prop of the component around it, such as a Card's `header`.

    Guests need not write it: `<Card header={<Text>Hi</Text>}>` makes one.
    """

    name: str = Field(description="Which of the places of the component around it.")


class ScrollTarget(Record):
    """Where to scroll to. A direction that is left out stays as it is."""

    x: float | None = Field(default=None, ge=0, description="Cells to leave out on the left.")
    y: float | None = Field(default=None, ge=0, description="Lines to leave out at the top.")
    animated: bool = Field(default=False, description="Glide instead of jump.")


class ScrollOptions(Record):
    """How to scroll."""

    animated: bool = Field(default=False, description="Glide instead of jump.")


# Not validated: a validator would be built when the module is imported.
_JUMP: Final = ScrollOptions.model_construct()


class ScrollView(Focusable, role="group", stateful=True, view_state=("scroll", "focus")):
    """A box that shows a part of its children and scrolls to the rest.

    It takes the room that its parent gives, not that of its children. All children exist, seen or not.
    """

    horizontal: bool = Field(
        default=False, description="Children stand side by side and scroll sideways, instead of down."
    )
    on_scroll: Event[ScrollEvent] = event("The content moved. Throttle it; every event is a turn.")
    on_layout: Event[LayoutEvent] = event("The view got a size, or another one.")

    class Methods(Focusable.Methods, Protocol):
        def scroll_to(self, target: ScrollTarget) -> None:
            """Scroll to a place, or as near as the content goes."""

        def scroll_to_end(self, options: ScrollOptions = _JUMP) -> None:
            """Scroll to the last child."""


class Collapsible(Focusable, role="group", stateful=True, view_state=("open", "focus")):
    """A title that opens and closes what is below it. Enter and Space do so, too."""

    title: str = Field(description="Words that are always seen.")
    open: bool | None = Field(
        default=None, description="Whether its children are seen. Null or left out: it keeps its own state."
    )
    default_open: bool = Field(default=False, description="Whether it is open to begin with, without `open`.")
    disabled: bool = Field(default=False, description="Cannot be opened, closed or focused, and looks like it.")
    on_toggle: Event[OpenEvent] = event(
        "A person opened or closed it. With `open`, only the guest does what was asked."
    )


class Tabs(Valued, role="tablist", takes=("Tab",), view_state=("value", "focus")):
    """Pages in one place, of which a row of titles shows one. Left and Right change it."""

    value: str | None = Field(
        default=None, description="Name of the page that is seen. Null or left out: it keeps its own state."
    )
    default_value: str = Field(default="", description="The page to begin with, without `value`; else the first.")
    on_change: Event[TextChangeEvent] = event("A person went to another page.")


class Tab(Component, role="tabpanel", within=("Tabs",)):
    """One page of Tabs. Its children are the page, and keep their state while another is seen."""

    name: str = Field(description="What the page is called in `value`. No two pages have the same one.")
    title: str = Field(description="Words in the row of titles.")
    disabled: bool = Field(default=False, description="Cannot be gone to.")
