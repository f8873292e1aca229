"""The widget of a Tree: lines with guides, signs and icons, painted one by one."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.strip import Strip

from rill.host.textual.icons import icon_of
from rill.host.textual.view import pointer_press
from rill.host.textual.widgets.painted import PaintedView, fitted, line_of
from rill.host.tree import Node
from rill.protocol.values import Value

# Deeper lines are drawn as if they were this deep: a screen has room for no more, and something has to be left for
# their words.
_DEPTH_MAX: Final = 40
_INDENT: Final = 2
_SIGN_WIDTH: Final = 2
_BOLD: Final = Style(bold=True)


class TreeLines(PaintedView):
    """A Tree.

    Keys beyond those of every virtual view: Right opens a line or goes to its first child, Left closes it or goes to
    its parent, Space opens or closes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "press_cursor", "Press", show=False),
        Binding("space", "toggle_line", "Open or close", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rill-tree--guides"}

    _show_guides: bool = True

    def __init__(self) -> None:
        # For each rendered line, the depths at which a guide runs past it to a line further down.
        self._guides: dict[int, frozenset[int]] = {}
        super().__init__(classes="rill-tree")
        self.has_cursor = True

    def show_guides(self, shown: bool) -> None:
        """Draw lines from things to what is inside them, or not."""
        self._show_guides = shown
        self.forget_strips()

    # -- painting ----------------------------------------------------------------------------------------------------

    def items_changed(self, indexes: list[int]) -> None:
        before, self._guides = self._guides, _guides_of(self._items)
        changed = {index for index, depths in self._guides.items() if before.get(index) != depths}
        super().items_changed([*{*indexes, *changed}])

    def look_of(self, index: int, item: Node | None) -> object:
        return self.shows_cursor(index), index == self.hovered, self._guides.get(index), item and item.props

    def paint_item(self, index: int, item: Node | None, width: int) -> Strip:
        has_cursor = self.shows_cursor(index)
        style = self.style_of("")
        if has_cursor:
            style = self.style_of("rill-lines--cursor")
        elif item is not None and item.get("selected"):
            style = self.style_of("rill-lines--selected")
        elif index == self.hovered:
            style = self.style_of("rill-lines--hover")
        if item is None:
            return line_of([Segment(" …", style + self.style_of("rill-lines--waiting"))], width, style)
        if item.get("selected"):
            style += _BOLD
        guides = self._guides_before(index, item)
        sign = ("▾ " if item.get("expanded") else "▸ ") if item.get("expandable") else "  "
        icon = icon_of(item.get("icon"))
        words = f"{icon} {_text(item.get('text'))}" if icon else _text(item.get("text"))
        words = fitted(words, max(0, width - len(guides) - _SIGN_WIDTH))
        in_colour = style if has_cursor else style + self.color_of(item.get("color"))
        return line_of(
            [
                Segment(guides, style if has_cursor else style + Style(color=self.style_of("rill-tree--guides").color)),
                Segment(sign, style),
                Segment(words, in_colour),
            ],
            width,
            style,
        )

    def _guides_before(self, index: int, item: Node) -> str:
        depth = _depth(item)
        if not self._show_guides or not depth:
            return " " * (_INDENT * depth)
        passing = self._guides.get(index, frozenset())
        before = "".join("│ " if at in passing else "  " for at in range(1, depth))
        return before + ("└─" if item.get("last") else "├─")

    def paint_fixed(self, y: int, width: int) -> Strip:  # noqa: ARG002
        return Strip.blank(width, self.style_of(""))

    # -- opening and closing -----------------------------------------------------------------------------------------

    def toggle(self, index: int) -> bool:
        """Ask the guest to open or close a line, if there is something in it."""
        item = self.item(index)
        if item is None or not item.get("expandable") or self.link is None:
            return False
        self.link.emit("onToggle", {"index": index, "open": not item.get("expanded")})
        return True

    def action_scroll_right(self) -> None:
        item = self.item(self._cursor)
        if item is None or not item.get("expandable"):
            return
        if item.get("expanded"):
            self.step_cursor(1)
        else:
            self.toggle(self._cursor)

    def action_scroll_left(self) -> None:
        item = self.item(self._cursor)
        if item is None:
            return
        if item.get("expandable") and item.get("expanded"):
            self.toggle(self._cursor)
            return
        depth = item.get("depth")
        above = self._cursor - 1
        while (line := self.item(above)) is not None:
            other = line.get("depth")
            if isinstance(other, int) and isinstance(depth, int) and other < depth:
                self.move_cursor(above)
                return
            above -= 1

    def action_toggle_line(self) -> None:
        if self.count and not self.toggle(self._cursor):
            self.action_press_cursor()

    def press_at(self, place: Offset, event: events.Click) -> None:
        index = self.index_at(place.y)
        item = self.item(index) if index is not None else None
        if index is None or item is None:
            return
        left = len(self._guides_before(index, item))
        if item.get("expandable") and left <= place.x < left + _SIGN_WIDTH:
            self._set_cursor(index)
            self.toggle(index)
        else:
            self.press_with_pointer(index, pointer_press(event))


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _depth(item: Node) -> int:
    depth = item.get("depth")
    return min(depth, _DEPTH_MAX) if isinstance(depth, int) else 0


def _guides_of(items: dict[int, Node]) -> dict[int, frozenset[int]]:
    """For each line the depths at which one of the things it lies inside of has another one below it.

    A thing says itself whether it is the last one. If it is not rendered, because it is far above, the lines below
    tell: is there one of its depth before one that is further out?
    """
    order = sorted(items)
    following: dict[int, frozenset[int]] = {}
    open_at: set[int] = set()
    for index in reversed(order):
        depth = _depth(items[index])
        following[index] = frozenset(at for at in open_at if at < depth)
        open_at = {at for at in open_at if at < depth} | {depth}
    found: dict[int, frozenset[int]] = {}
    is_last: dict[int, bool] = {}
    for index in order:
        item = items[index]
        depth = _depth(item)
        is_last = {at: last for at, last in is_last.items() if at < depth}
        found[index] = frozenset(
            at for at in range(1, depth) if (at in following[index] if at not in is_last else not is_last[at])
        )
        is_last[depth] = bool(item.get("last"))
    return found
