"""`PaintedView`: the base of Table and Tree, which draw their items themselves, a line each, and make no widgets of
them. Painted lines are kept until what they show changes, so that an update costs what is in view of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import NULL_OFFSET, NULL_SPACING, Offset, Region, Size
from textual.layout import WidgetPlacement
from textual.strip import Strip

from rill.components.schema import SLOT_TYPE
from rill.host.terminal_text import clean_line
from rill.host.textual.theme import background_color, text_color
from rill.host.textual.view import pointer_press
from rill.host.textual.widgets.virtual import Arrangement, VirtualView, height_of, is_left_click, slot_name
from rill.host.tree import Node
from rill.protocol.values import Value

# Children that one look at the tree takes in. No screen shows as many, and a guest that renders more than it was asked
# for must not hold the event loop.
_CHILDREN_MAX: Final = 4_000
# Lines kept, which are those in view on a large screen and some around them.
_STRIPS_MAX: Final = 512


class PaintedView(VirtualView):
    """A virtual view of lines that it paints itself."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rill-lines--cursor",
        "rill-lines--hover",
        "rill-lines--selected",
        "rill-lines--waiting",
    }

    hovered: int | None = None

    def __init__(self, *, classes: str = "") -> None:
        self._items: dict[int, Node] = {}
        self._props: dict[int, Mapping[str, Value]] = {}
        # By node, or by place below 0 where there is none: a row that moves up because another one went looks the same.
        self._strips: dict[int, tuple[object, Strip]] = {}
        self._styles: dict[str, Style] = {}
        super().__init__(classes=f"rill-lines {classes}")

    # -- what is painted ---------------------------------------------------------------------------------------------

    def item(self, index: int) -> Node | None:
        """The node of an item, if it is rendered."""
        return self._items.get(index)

    def show_items(self, node: Node) -> None:
        """Take in what is below a node, and paint again what is not as it was."""
        items: dict[int, Node] = {}
        props: dict[int, Mapping[str, Value]] = {}
        child, left = node.first_child, _CHILDREN_MAX
        while child is not None and left:
            if child.type != SLOT_TYPE:
                given = child.props
                index = given.get("index")
                # Of several for one place the first counts.
                if isinstance(index, int) and index not in items and not given.get("hidden"):
                    items[index] = child
                    props[index] = given
            child, left = child.next_sibling, left - 1
        before, self._items, self._props = self._props, items, props
        # Every write makes another mapping of props.
        changed = [index for index, given in props.items() if before.get(index) is not given]
        changed += [index for index in before if index not in props]
        self.items_changed(changed)

    def items_changed(self, indexes: list[int]) -> None:
        """Paint items again whose content is another one."""
        self.refresh_items(indexes)

    def refresh_items(self, indexes: list[int]) -> None:
        """Paint items again, those of them that are in view."""
        visible = self.in_view
        if visible is not None and self.is_attached:
            shown = [index for index in indexes if visible.first <= index <= visible.last]
            if len(shown) > 16:
                self.refresh(self.size.region)
            else:
                for index in shown:
                    self.refresh_item(index)

    def forget_strips(self) -> None:
        """Paint everything again."""
        self._strips.clear()
        self._styles.clear()
        if self.is_attached:
            self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()

    def look_of(self, index: int, item: Node | None) -> object:
        """All that decides how an item is painted; looks that are equal are painted alike."""
        raise NotImplementedError

    def paint_item(self, index: int, item: Node | None, width: int) -> Strip:
        """Paint an item, or a quiet sign for one that is not rendered yet."""
        raise NotImplementedError

    def paint_fixed(self, y: int, width: int) -> Strip:
        """Paint one of the lines that stay."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if y < self.fixed:
            return self.paint_fixed(y, width)
        index = self.index_at(y)
        if index is None:
            return Strip.blank(width, self.style_of(""))
        item = self._items.get(index)
        look = (self.look_of(index, item), width)
        key = item.id if item is not None else -index - 1
        kept = self._strips.get(key)
        if kept is not None and kept[0] == look:
            return kept[1]
        strip = self.paint_item(index, item, width)
        if len(self._strips) >= _STRIPS_MAX:
            self._strips.clear()
        self._strips[key] = (look, strip)
        return strip

    def style_of(self, name: str) -> Style:
        """The style of a component class, or of the widget itself."""
        style = self._styles.get(name)
        if style is None:
            style = self.get_component_rich_style(name) if name else self.visual_style.rich_style
            self._styles[name] = style
        return style

    def background_of(self, token: str) -> Style:
        """The colour behind text that a guest named, as a style."""
        key = f"behind {token}"
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = Style(bgcolor=background_color(self, token).rich_color)
        return style

    def color_of(self, token: Value) -> Style:
        """The colour of text that a guest named, as a style; nothing if it named none."""
        if not isinstance(token, str):
            return _PLAIN
        key = f"text {token}"
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = Style(color=text_color(self, token).rich_color)
        return style

    # -- room --------------------------------------------------------------------------------------------------------

    def place_children(self, size: Size) -> Arrangement:
        total = self.total_size
        places = []
        if not self.count:
            for child in self.displayed_children:
                if slot_name(child) == "empty":
                    region = Region(0, self.fixed, size.width, height_of(child, size))
                    places.append(WidgetPlacement(region, NULL_OFFSET, NULL_SPACING, child))
                    total = Size(total.width, max(total.height, region.bottom))
        elif any(slot_name(child) == "empty" for child in self.displayed_children):
            self.call_later(self.show_empty)
        return Arrangement(places, {place.widget for place in places}, total)

    @property
    def has_children_over(self) -> bool:
        """Whether something stands over what is painted."""
        return not self.count

    @property
    def lays_out(self) -> bool:
        # As high as its content, or below something that stands there: else nothing moves.
        return self.has_children_over or self.styles.is_auto_height or not self.size

    def _refresh_scroll(self) -> None:
        # Nothing but what this widget paints moves; only children that stand over it have to be laid out anew.
        if self.has_children_over:
            self._clear_arrangement_cache()
            super()._refresh_scroll()
        self.refresh(self.size.region)

    # -- the pointer -------------------------------------------------------------------------------------------------

    def hover(self, index: int | None) -> None:
        """Show which item the pointer is over."""
        if index != self.hovered:
            before, self.hovered = self.hovered, index
            self.refresh_items([at for at in (before, index) if at is not None])

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.hover_at(self.place_of(event))

    def on_leave(self) -> None:
        if not self.is_mouse_over:
            self.hover_at(None)

    def hover_at(self, place: Offset | None) -> None:
        """Hear where the pointer is in the view, or that it left."""
        self.hover(self.index_at(place.y) if place is not None else None)

    def on_click(self, event: events.Click) -> None:
        place = self.place_of(event)
        if place is not None and is_left_click(event):
            event.stop()
            self.press_at(place, event)

    def press_at(self, place: Offset, event: events.Click) -> None:
        """Hear of a press somewhere in the view."""
        index = self.index_at(place.y)
        if index is not None:
            self.press_with_pointer(index, pointer_press(event))

    def place_of(self, event: events.MouseEvent) -> Offset | None:
        """Where in the view something happened; None on a border, or on a child that stands over what is painted."""
        return event.get_content_offset(self) if event.widget is None or event.widget is self else None


_PLAIN: Final = Style()


def fitted(text: str, width: int, align: str = "start") -> str:
    """A guest's text as exactly so many cells: cleaned, cut off with a sign, or filled up with spaces."""
    if width <= 0:
        return ""
    # However long a text is, and however many of its characters take no room, this much decides how it looks.
    most = width * 4 + 16
    is_cut = len(text) > most
    text = clean_line(text[:most] if is_cut else text)
    length = len(text) if text.isascii() else cell_len(text)
    if length > width or is_cut:
        return set_cell_size(text, width - 1) + "…"
    if align == "end":
        return " " * (width - length) + text
    if align == "center":
        left = (width - length) // 2
        return " " * left + text + " " * (width - length - left)
    return text + " " * (width - length)


def line_of(segments: list[Segment], width: int, style: Style) -> Strip:
    """A line of exactly so many cells."""
    return Strip(segments).adjust_cell_length(width, style)
