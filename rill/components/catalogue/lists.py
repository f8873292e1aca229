"""Lists whose guest keeps the data: only what is seen exists as nodes. PROTOCOL 2, "Virtualised components".

The host says by `onRange` which items it shows, and the guest renders those, each in an element that carries its
`index`. The components of the SDK with the same names do this for data of any length.
"""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from pydantic import Field

from rill.components.catalogue.containers import ScrollOptions, ScrollTarget
from rill.components.catalogue.focusable import Focusable
from rill.components.component import Component, Event, event
from rill.components.events import (
    CursorEvent,
    EndReachedEvent,
    ItemPressEvent,
    LayoutEvent,
    RangeEvent,
    ScrollEvent,
)
from rill.components.record import Record

Index = Annotated[int, Field(ge=0)]


class IndexTarget(Record):
    """Where in the view an item should stand."""

    align: Literal["nearest", "start", "center", "end"] = Field(
        default="nearest", description="`nearest` scrolls no further than it must."
    )
    animated: bool = Field(default=False, description="Glide instead of jump.")


# Not validated: a validator would be built when the module is imported.
_NEAREST = IndexTarget.model_construct()
_JUMP = ScrollOptions.model_construct()


class Virtual(Focusable, stateful=True, virtual=True, view_state=("scroll", "cursor", "focus")):
    """Base of the components that show a part of data that the guest keeps."""

    count: int = Field(ge=0, le=10_000_000, description="How many there are in all.")
    end_reached_threshold: int = Field(
        default=0, ge=0, description="How many before the last one `onEndReached` comes."
    )
    on_range: Event[RangeEvent] = event("Other ones are to be seen: the guest renders these, and no others.")
    on_end_reached: Event[EndReachedEvent] = event(
        "The last ones came into view: time to load more. Once for each `count`."
    )
    on_cursor: Event[CursorEvent] = event("The cursor moved, by a key or by a press.")
    on_item_press: Event[ItemPressEvent] = event("Enter or Space on the cursor, or a press with the pointer.")
    on_scroll: Event[ScrollEvent] = event("The content moved. Throttle it; every event is a turn.")
    on_layout: Event[LayoutEvent] = event("The view got a size, or another one.")

    class Methods(Focusable.Methods, Protocol):
        def scroll_to(self, target: ScrollTarget) -> None:
            """Scroll to a place, or as near as the content goes."""

        def scroll_to_index(self, index: Index, target: IndexTarget = _NEAREST) -> None:
            """Scroll to an item, or to the last one. It need not be rendered yet."""

        def scroll_to_end(self, options: ScrollOptions = _JUMP) -> None:
            """Scroll to the last item."""

        def move_cursor(self, index: Index) -> None:
            """Put the cursor on an item and scroll it into view, as a person would: `onCursor` follows."""


class FlatList(Virtual, role="list", takes=("ListItem",), elements=("header", "footer", "empty")):
    """Any number of items, one below the other, of which only those in view are rendered.

    `header` and `footer` scroll with the items, `empty` stands in their place while there are none. Items may be of any
    height: where they all have the same, `itemHeight` saves measuring.
    """

    item_height: int | None = Field(
        default=None, ge=1, le=1000, description="Lines of every item. Left out: each is as high as its content."
    )
    estimated_item_height: float = Field(
        default=1, ge=0.1, le=1000, description="Lines of an item that nobody has seen yet, without `itemHeight`."
    )
    cursor: Literal["none", "item"] = Field(
        default="none",
        description=(
            "With `item` the list is one stop of the Tab key, and arrow keys move a cursor from item to item. With "
            "`none` they scroll, and Tab goes through what is in the items."
        ),
    )


class SectionList(FlatList, role="list", takes=("ListItem",), elements=("header", "footer", "empty")):
    """A FlatList in sections, each with a header. Headers count as items, and the cursor passes them by."""

    sticky_headers: bool = Field(
        default=True, description="The header of the section in view stays at the top while its items scroll."
    )


class ListItem(Component, role="listitem", within=("FlatList", "SectionList")):
    """One item in a list. Components of the SDK make it."""

    index: Index = Field(description="Its place in all of them, from 0.")
    header: bool = Field(default=False, description="It is the header of a section.")
    selected: bool = Field(default=False, description="Marks it as chosen.")
