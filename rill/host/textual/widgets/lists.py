"""Widgets of FlatList and SectionList: they place the items that exist among all those that do not, and learn their
heights on the way. The range, the cursor and scrolling are in `virtual`.
"""

from __future__ import annotations

from typing import ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import WidgetPlacement
from textual.strip import Strip
from textual.widget import Widget

from rill.host.textual.scrolling import stand_at
from rill.host.textual.view import pointer_press
from rill.host.textual.widgets.boxes import Box
from rill.host.textual.widgets.ranges import RANGE_MAX, Range
from rill.host.textual.widgets.virtual import Arrangement, VirtualView, height_of, is_left_click, slot_name

# Above the items that scroll below it.
_STICKY_ORDER: Final = 1


class ItemBox(Box):
    """A ListItem."""

    header: bool = False
    _index: int = 0

    @property
    def index(self) -> int:
        """Its place in all items."""
        return self._index

    @index.setter
    def index(self, index: int) -> None:
        if index != self._index:
            self._index = index
            self.told()

    def told(self) -> None:
        """Let the list around it know that it is another item now."""
        if isinstance(self.parent, ItemList):
            self.parent.items_changed()

    def on_mount(self) -> None:
        self.told()

    def on_click(self, event: events.Click) -> None:
        if isinstance(self.parent, ItemList) and is_left_click(event):
            event.stop()
            if not self.header:
                self.parent.press_with_pointer(self._index, pointer_press(event))

    def allow_focus_children(self) -> bool:
        # With a cursor the list is one stop of the Tab key. What is in an item takes the focus by a press only.
        return super().allow_focus_children() and not (isinstance(self.parent, ItemList) and self.parent.has_cursor)


class ItemList(VirtualView):
    """A FlatList or SectionList.

    A guest may render whatever it likes: of several items for one place the first counts, and those that nobody asked
    for have no place.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rill-list--waiting", "rill-list--cursor"}

    sticky_headers: bool = False
    _item_height: int | None = None
    # What the last arrangement placed, by index.
    _placed: dict[int, ItemBox]
    _shows_holes: bool = False
    _is_marking: bool = False
    _direction: int = 1

    def __init__(self) -> None:
        self._placed = {}
        super().__init__(classes="rill-list")

    def size_items(self, height: int | None, estimate: float) -> None:
        """Say how high items are: all as high as each other, or as their content, and about so high until seen."""
        self._item_height = height
        self.heights.estimate_as(estimate if height is None else height)
        self.content_resized()

    def range_for(self, visible: Range) -> Range:
        asked, last = self._asked, self.count - 1
        if asked is not None and not asked.holds(visible) and visible.last - visible.first < RANGE_MAX:
            # Widgets take their time: somebody who jumps or holds a key down sees what is in view sooner without all
            # that is around it, which follows once that is there.
            return Range(min(visible.first, last), min(visible.last, last))
        return super().range_for(visible)

    # -- places ------------------------------------------------------------------------------------------------------

    def place_children(self, size: Size) -> Arrangement:
        scroll_y = self.scroll_offset.y
        at_top = scroll_y == 0
        anchor = self.heights.index_at(self.first_line)
        # How far the view has gone into the item at its top, which is not to move when heights above it become known.
        into = self.first_line - self.heights.top(anchor)

        items, header, footers = self._sorted_children()
        places: list[WidgetPlacement] = []
        learned = False
        heights: dict[int, int] = {}
        for index, item in items.items():
            if self._item_height is None:
                heights[index] = height_of(item, size)
                learned |= self.heights.measure(index, heights[index])
            else:
                heights[index] = self._item_height
        lead = self.lead
        self.lead = sum(height_of(widget, size) for widget in header)
        _stack(places, header, 0, size)
        end = self.lead + self.heights.total
        self.tail = _stack(places, footers, end, size) - end
        total = Size(size.width, end + self.tail)

        if learned or lead != self.lead:
            if self._goal is not None:
                scroll_y = self.aligned(*self._goal)
            elif not at_top:
                scroll_y = self.lead + self.heights.top(anchor) + into
            stand_at(self, max(0, min(scroll_y, total.height - size.height)))
            # Other items may be in view now.
            self.call_later(self.follow)

        stuck = self._sticky_header(items) if self.sticky_headers else None
        for index, item in items.items():
            region = Region(0, self.lead + self.heights.top(index), size.width, heights[index])
            if item is stuck:
                region = Region(0, self._sticky_y(items, index, heights[index]), size.width, heights[index])
            places.append(
                WidgetPlacement(
                    region.shrink(item.styles.margin),
                    NULL_OFFSET,
                    NULL_SPACING,
                    item,
                    _STICKY_ORDER if item is stuck else 0,
                    fixed=item is stuck,
                )
            )
        self._placed = items
        if self._shows_holes:
            self.call_later(self.refresh)
        return Arrangement(places, {place.widget for place in places}, total)

    def _sorted_children(self) -> tuple[dict[int, ItemBox], list[Widget], list[Widget]]:
        """The children that have a place now: items by index, what is before them, and what is behind."""
        asked = self._asked or Range(0, RANGE_MAX - 1)
        items: dict[int, ItemBox] = {}
        before: list[Widget] = []
        empty: list[Widget] = []
        behind: list[Widget] = []
        outside: ItemBox | None = None
        for child in self.displayed_children:
            if isinstance(child, ItemBox):
                index = child.index
                if index >= self.count or index in items:
                    continue
                if asked.first <= index <= asked.last:
                    items[index] = child
                elif child.header and index < asked.first and (outside is None or index > outside.index):
                    outside = child
                continue
            match slot_name(child):
                case "header":
                    before.append(child)
                case "empty":
                    empty.append(child)
                case _:
                    behind.append(child)
        # The header of the section that the range begins in: a guest may render it for the top of the view.
        if outside is not None:
            items[outside.index] = outside
        if self.count and empty:
            self.call_later(self.show_empty)
        return items, before, behind if self.count else [*empty, *behind]

    def _sticky_header(self, items: dict[int, ItemBox]) -> ItemBox | None:
        """The header of the section that the top of the view is in, if it is there."""
        if self.first_line < 0 or not self.count:
            return None
        first = self.heights.index_at(self.first_line)
        return max(
            (item for index, item in items.items() if item.header and index <= first),
            key=lambda item: item.index,
            default=None,
        )

    def _sticky_y(self, items: dict[int, ItemBox], index: int, height: int) -> int:
        """Where the header at the top stands: it gives way to the next one, which pushes it out."""
        following = min((other for other, item in items.items() if item.header and other > index), default=None)
        if following is None:
            return 0
        return min(0, self.heights.top(following) - self.first_line - height)

    def scrolled(self) -> None:
        if self.sticky_headers:
            self._clear_arrangement_cache()
        if self._shows_holes or self._has_holes():
            self.refresh()
        super().scrolled()

    def _has_holes(self) -> bool:
        visible = self.in_view
        return visible is not None and any(
            index not in self._placed for index in range(visible.first, visible.last + 1)
        )

    # -- what is not there yet ---------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """The line below the items: a quiet sign for each that is not rendered yet."""
        width = self.scrollable_content_region.width
        index = self.index_at(y)
        if y == 0:
            self._shows_holes = False
        if index is None or index in self._placed:
            return Strip.blank(width, self.rich_style)
        self._shows_holes = True
        has_cursor = self.shows_cursor(index)
        style = self.get_component_rich_style("rill-list--cursor" if has_cursor else "rill-list--waiting")
        text = " …" if y == max(0, self.y_of(index)) else ""
        return Strip([Segment(text.ljust(width)[:width], style)], width)

    # -- the cursor --------------------------------------------------------------------------------------------------

    def items_changed(self) -> None:
        """Take note that there are other items, or that they stand elsewhere."""
        self._clear_arrangement_cache()
        self.refresh(layout=True)
        # Once for all items of a batch.
        if not self._is_marking:
            self._is_marking = True
            self.call_next(self._mark_items)

    def leave_range(self, wanted: Range) -> None:
        focused = self.screen.focused
        if focused is None or focused is self:
            return
        item = next((item for item in focused.ancestors_with_self if isinstance(item, ItemBox)), None)
        if item is not None and item.parent is self and not wanted.first <= item.index <= wanted.last:
            # Its element is about to go, and keys are to stay in the list.
            self.focus(scroll_visible=False)

    def cursor_changed(self, before: int, after: int) -> None:
        super().cursor_changed(before, after)
        self._mark_items()

    def _mark_items(self) -> None:
        self._is_marking = False
        if self._has_cursor and self._cursor in self._header_indexes():
            self.call_later(self._leave_header)
        for child in self.children:
            if isinstance(child, ItemBox):
                marked = self.shows_cursor(child.index)
                if marked != child.has_class("-cursor"):
                    child.set_class(marked, "-cursor")

    def _leave_header(self) -> None:
        """Go on from a header that was not known for one when the cursor came to it."""
        index = self._beside_headers(self._cursor, self._direction)
        if index != self._cursor:
            self._set_cursor(index)

    def _header_indexes(self) -> set[int]:
        return {child.index for child in self.children if isinstance(child, ItemBox) and child.header}

    def _beside_headers(self, index: int, direction: int) -> int:
        """The next item in a direction that is no header; the other way, if there is none."""
        headers = self._header_indexes()
        for step in (direction, -direction):
            at = index
            while at in headers:
                at += step
            if 0 <= at < self.count:
                return at
        return index

    def step_cursor(self, step: int) -> None:
        self._direction = 1 if step > 0 else -1
        index = max(0, min(self._cursor + step, self.count - 1))
        self.move_cursor(index)

    def move_cursor(self, index: int) -> None:
        if self.count:
            super().move_cursor(self._beside_headers(max(0, min(index, self.count - 1)), self._direction))

    def action_first(self) -> None:
        self._direction = 1
        super().action_first()

    def action_last(self) -> None:
        self._direction = -1
        super().action_last()

    def covered(self, index: int) -> int:
        above = self._placed.get(index - 1)
        if above is not None and above.header:
            # The first item of a section does not come into view without its header.
            return self.heights.height(index - 1)
        if not self.sticky_headers:
            return 0
        header = max((at for at, item in self._placed.items() if item.header and at < index), default=None)
        return self.heights.height(header) if header is not None else 0

    async def on_descendant_blur(self) -> None:
        self.call_after_refresh(self._keep_focus)

    def _keep_focus(self) -> None:
        # A field in an item that went, such as one for a new name: the keys go back to the list.
        if self._has_cursor and self.is_attached and self.screen.focused is None:
            self.focus(scroll_visible=False)


def _stack(places: list[WidgetPlacement], widgets: list[Widget], y: int, size: Size) -> int:
    """Place widgets one below the other. Returns the line below them."""
    for widget in widgets:
        height = height_of(widget, size)
        places.append(WidgetPlacement(Region(0, y, size.width, height), NULL_OFFSET, NULL_SPACING, widget))
        y += height
    return y
