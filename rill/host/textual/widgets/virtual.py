"""`VirtualView`: what lists, tables and trees share. A place for more items than anybody renders: it scrolls over all
of them, asks the guest for those in view, and moves a cursor. What items are and how they look is in `lists`, `tables`
and `trees`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar, Final, Literal

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.geometry import NULL_SPACING, Region, Size
from textual.layout import DockArrangeResult, WidgetPlacement
from textual.widget import Widget

from rill.components.schema import SLOT_TYPE
from rill.host.textual.scrolling import layout_payload, scroll_payload
from rill.host.textual.styling import CELLS_MAX
from rill.host.textual.view import KEY_PRESS, Linked, ViewState
from rill.host.textual.widgets.heights import Heights
from rill.host.textual.widgets.ranges import Range, range_around
from rill.protocol.values import Value

Align = Literal["nearest", "start", "center", "end"]


class Arrangement(DockArrangeResult):
    """Where the children are that exist, within the room that all items would take."""

    def __init__(self, placements: list[WidgetPlacement], widgets: set[Widget], size: Size) -> None:
        super().__init__(placements, widgets, NULL_SPACING)
        self._size = size

    def add(self, placement: WidgetPlacement) -> None:
        """Place one more child."""
        self.placements.append(placement)
        self.widgets.add(placement.widget)

    @property
    def total_region(self) -> Region:
        return self._size.region


class VirtualView(Linked, ScrollableContainer):
    """Base of the widgets that show a part of data that the guest keeps.

    From top to bottom there are: `fixed` lines that stay when all else scrolls, `lead` lines before the items, the
    items, and `tail` lines behind them. An index is an item's place in all of them; a line is counted from the upper
    edge of the first item.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "press_cursor", "Press", show=False),
        Binding("ctrl+home", "first", "First", show=False),
        Binding("ctrl+end", "last", "Last", show=False),
    ]
    # Dragging over items moves the view or presses them; there is no text to be copied from lines not yet there.
    ALLOW_SELECT = False

    fixed: int = 0
    lead: int = 0
    tail: int = 0
    end_reached_threshold: int = 0
    _cursor: int = 0
    _has_cursor: bool = False
    _asked: Range | None = None
    _waiting: bool = False
    _end_reached_of: int = 0
    _left_at: Mapping[str, Value] | None = None
    # An item that is to stay where it was scrolled to, while heights of others become known.
    _goal: tuple[int, Align] | None = None

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=f"rill-virtual {classes}")
        self.heights: Final = Heights()

    # Textual takes a widget without children and layout for one that cannot scroll.

    @property
    def is_container(self) -> bool:
        return True

    @property
    def is_scrollable(self) -> bool:
        return True

    def render(self) -> str:
        # Textual would paint the name of the class.
        return ""

    # -- room --------------------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many items there are in all."""
        return self.heights.count

    @count.setter
    def count(self, count: int) -> None:
        if count == self.heights.count:
            return
        self.heights.count = count
        if self._cursor >= count:
            self._set_cursor(max(0, count - 1))
        self.content_resized()
        self.follow()

    @property
    def content_width(self) -> int:
        """Cells across of the items."""
        return self.scrollable_content_region.width

    @property
    def total_size(self) -> Size:
        """The room that everything takes, seen or not."""
        return Size(self.content_width, self.fixed + self.lead + self.heights.total + self.tail)

    def content_resized(self) -> None:
        """Take note that the items take another room than before."""
        self._clear_arrangement_cache()
        self.show_empty()
        if self.is_attached:
            self._make_room()
            self.refresh(layout=self.lays_out)

    @property
    def lays_out(self) -> bool:
        """Whether another size of the content moves widgets, and not only what is painted."""
        return True

    def _make_room(self) -> None:
        """Say how large the content is now, and not by the next layout: whoever scrolls next may go as far as it does,
        and a scrollbar that comes or goes does so in that layout and not in another one after it.
        """
        size = self.total_size
        if size != self.virtual_size:
            # A bar that comes or goes asks for a layout by itself.
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)

    def show_empty(self) -> None:
        """Show what stands in place of items only while there are none; else Tab would stop in what nobody sees."""
        for child in self.children:
            if slot_name(child) == "empty":
                child.set_class(self.count > 0, "-unplaced")

    def arrange(self, size: Size, optimal: bool = False) -> DockArrangeResult:
        key = (size, self._nodes._updates, optimal)
        found = self._arrangement_cache.get(key)
        if found is None:
            found = self._arrangement_cache[key] = self.place_children(size)
        return found

    def place_children(self, size: Size) -> Arrangement:
        """Say where the children are, in a view of this size."""
        raise NotImplementedError

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return min(self.fixed + self.lead + self.heights.total + self.tail, CELLS_MAX)

    # -- what is in view ---------------------------------------------------------------------------------------------

    @property
    def view_height(self) -> int:
        """Lines of the view that items can be in."""
        return max(0, self.scrollable_content_region.height - self.fixed)

    @property
    def first_line(self) -> int:
        """The line at the upper edge of the view; less than none while what is before the items is in view."""
        return self.scroll_offset.y - self.lead

    @property
    def in_view(self) -> Range | None:
        """The items in view, if there is one."""
        height = self.view_height
        if not self.count or not height:
            return None
        first, last = self.first_line, self.first_line + height - 1
        return Range(self.heights.index_at(first), self.heights.index_at(max(first, last)))

    def index_at(self, y: int) -> int | None:
        """The item at a line of the widget's own, if there is one."""
        if not self.fixed <= y < self.scrollable_content_region.height:
            return None
        line = y - self.fixed + self.first_line
        return self.heights.index_at(line) if 0 <= line < self.heights.total else None

    def y_of(self, index: int) -> int:
        """The line of the widget's own at which an item begins; it need not be in view."""
        return self.fixed + self.heights.top(index) - self.first_line

    def refresh_item(self, index: int) -> None:
        """Paint an item again, if it is in view."""
        height = self.scrollable_content_region.height
        if self.is_attached and height and 0 <= index < self.count:
            top = max(self.fixed, self.y_of(index))
            bottom = min(height, self.y_of(index) + self.heights.height(index))
            if top < bottom:
                self.refresh(Region(0, top, self.scrollable_content_region.width, bottom - top))

    def follow(self) -> None:
        """Ask the guest for the items in view, if it was not asked for them before.

        One question is under way at a time. Whoever drags a scrollbar passes a hundred places while a guest renders
        one, and wants to see the last.
        """
        visible, link = self.in_view, self.link
        if visible is None or link is None or not self.is_attached:
            return
        if not self._waiting:
            wanted = self.range_for(visible)
            if wanted != self._asked:
                self._asked = wanted
                self.leave_range(wanted)
                if link.emit("onRange", {"first": wanted.first, "last": wanted.last}):
                    self._waiting = True
                    link.when_answered(self._answered)
        reached = visible.last >= self.count - 1 - self.end_reached_threshold
        if reached and self._end_reached_of != self.count:
            self._end_reached_of = self.count
            link.emit("onEndReached", {"count": self.count})

    def range_for(self, visible: Range) -> Range:
        """The items to ask for when these are in view."""
        return range_around(visible, self.count, self._asked)

    def _answered(self) -> None:
        self._waiting = False
        self.follow()

    def leave_range(self, wanted: Range) -> None:
        """Hear that items outside of a range are about to go."""

    # -- scrolling ---------------------------------------------------------------------------------------------------

    def scroll_to_index(self, index: int, align: Align = "nearest", *, animate: bool = False) -> None:
        """Scroll to an item, or to the last one. It need not be there yet."""
        if not self.count or not self.view_height:
            return
        index = max(0, min(index, self.count - 1))
        if align == "nearest":
            top, bottom = self.heights.top(index), self.heights.top(index + 1)
            first, height = self.first_line, self.view_height
            if top < first + self.covered(index) or bottom - top > height:
                align = "start"
            elif bottom > first + height:
                align = "end"
            else:
                return
        self._make_room()
        self._scroll_to(y=self.aligned(index, align), animate=animate, force=True)
        self._goal = index, align

    def scroll_to_last(self, *, animate: bool = False) -> None:
        """Scroll to the end of everything."""
        self._make_room()
        self._scroll_to(y=self.max_scroll_y, animate=animate, force=True)
        if self.count:
            self._goal = self.count - 1, "end"

    def aligned(self, index: int, align: Align) -> int:
        """Where the view has to stand for an item to stand as it should."""
        top, height = self.lead + self.heights.top(index), self.heights.height(index)
        match align:
            case "end":
                # The last item does not hide what is behind it.
                return top + height - self.view_height + (self.tail if index == self.count - 1 else 0)
            case "center":
                return top - max(0, self.view_height - height) // 2
            case _:
                return 0 if index == 0 else top - self.covered(index)

    def covered(self, index: int) -> int:  # noqa: ARG002
        """How many lines of the view something hides when an item stands at its top."""
        return 0

    def _scroll_to(self, *args: Any, **options: Any) -> bool:
        # Whoever scrolls somewhere else does not mean the last goal any more.
        self._goal = None
        return super()._scroll_to(*args, **options)

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_x(old_value, new_value)
        if round(old_value) != round(new_value):
            self.scrolled()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        # A glide passes through fractions of a line that nobody sees.
        if round(old_value) != round(new_value):
            self.scrolled()

    def scrolled(self) -> None:
        """Hear that the view stands at another place."""
        self.follow()
        if self.link is not None and self.link.node.listens("onScroll"):
            self.link.emit("onScroll", scroll_payload(self, self.total_size))

    # -- what a person did, in a widget before this one --------------------------------------------------------------

    def view_state(self) -> ViewState:
        state: dict[str, Value] = {}
        if self._cursor and self._has_cursor:
            state["cursor"] = self._cursor
        x, y = self.scroll_offset
        if x or y:
            state["scroll"] = {"x": x, "y": y}
        return state

    def restore_view_state(self, state: ViewState) -> None:
        cursor, scroll = state.get("cursor"), state.get("scroll")
        if isinstance(cursor, int) and 0 <= cursor < self.count:
            self._set_cursor(cursor)
        if isinstance(scroll, dict):
            self._left_at = scroll

    def _go_where_left(self) -> None:
        """Scroll to where the widget before this one stood, as soon as there is room to scroll in."""
        left, self._left_at = self._left_at, None
        if left is not None:
            x, y = (at if isinstance(at, int | float) else None for at in (left.get("x"), left.get("y")))
            self.scroll_to(x, y, animate=False, force=True, immediate=True)

    def on_mount(self) -> None:
        self.content_resized()
        self.follow()

    def on_resize(self) -> None:
        if self.view_height:
            self._go_where_left()
        self.follow()
        if self.link is not None:
            self.link.emit("onLayout", layout_payload(self))

    # -- the cursor --------------------------------------------------------------------------------------------------

    @property
    def cursor(self) -> int:
        """The item that the cursor is on; meaningless without items or without a cursor."""
        return self._cursor

    @property
    def has_cursor(self) -> bool:
        """Whether keys move a cursor, and do not scroll."""
        return self._has_cursor

    @has_cursor.setter
    def has_cursor(self, has_cursor: bool) -> None:
        if has_cursor != self._has_cursor:
            self._has_cursor = has_cursor
            self.cursor_changed(self._cursor, self._cursor)

    def shows_cursor(self, index: int) -> bool:
        """Whether an item is to look like the one that the cursor is on."""
        return self._has_cursor and index == self._cursor and index < self.count

    def move_cursor(self, index: int) -> None:
        """Put the cursor on an item and scroll it into view."""
        if self.count:
            self._set_cursor(max(0, min(index, self.count - 1)))
            self.scroll_to_index(self._cursor)

    def _set_cursor(self, index: int) -> None:
        before, self._cursor = self._cursor, index
        if before != index:
            self.cursor_changed(before, index)
            if self.link is not None and self._has_cursor and self.count:
                self.link.emit("onCursor", {"index": index})

    def cursor_changed(self, before: int, after: int) -> None:
        """Show that the cursor is somewhere else."""
        self.refresh_item(before)
        self.refresh_item(after)

    def step_cursor(self, step: int) -> None:
        """Move the cursor by some items, as keys do."""
        self.move_cursor(self._cursor + step)

    @property
    def _page(self) -> int:
        """How many items a page is: one less than there are in view, so that one stays."""
        visible = self.in_view
        return max(1, visible.last - visible.first) if visible is not None else 1

    def action_scroll_up(self) -> None:
        if self._has_cursor:
            self.step_cursor(-1)
        else:
            super().action_scroll_up()

    def action_scroll_down(self) -> None:
        if self._has_cursor:
            self.step_cursor(1)
        else:
            super().action_scroll_down()

    def action_page_up(self) -> None:
        if self._has_cursor:
            self.step_cursor(-self._page)
        else:
            super().action_page_up()

    def action_page_down(self) -> None:
        if self._has_cursor:
            self.step_cursor(self._page)
        else:
            super().action_page_down()

    def action_scroll_home(self) -> None:
        self.action_first()

    def action_scroll_end(self) -> None:
        self.action_last()

    def action_first(self) -> None:
        if self._has_cursor:
            self.move_cursor(0)
        self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def action_last(self) -> None:
        if self._has_cursor:
            self.move_cursor(self.count - 1)
        self.scroll_to_last()

    def action_press_cursor(self) -> None:
        if not self._has_cursor or not self.count:
            raise SkipAction()
        self.press(self._cursor, KEY_PRESS)

    def press(self, index: int, payload: Mapping[str, Any]) -> None:
        """Tell the guest that an item was pressed."""
        if self.link is not None:
            self.link.emit("onItemPress", {**payload, "index": index})

    def press_with_pointer(self, index: int, payload: Mapping[str, Any]) -> None:
        """Put the cursor where somebody pressed, and press there."""
        if self._has_cursor:
            self._set_cursor(index)
            self.scroll_to_index(index)
        self.press(index, payload)


def is_left_click(event: events.Click) -> bool:
    """Whether a click is the kind that presses things."""
    return event.button == 1


def slot_name(child: Widget) -> str:
    """Which slot of the component a child stands in, or nothing."""
    node = child.link.node if isinstance(child, Linked) and child.link is not None else None
    name = node.get("name") if node is not None and node.type == SLOT_TYPE else None
    return name if isinstance(name, str) else ""


def height_of(widget: Widget, size: Size) -> int:
    """Lines that a child wants at the width of the list, its margins included."""
    box = widget._get_box_model(size, widget.app.size, Fraction(size.width), Fraction(size.height))
    return max(0, min(int(box.height) + box.margin.height, CELLS_MAX))
