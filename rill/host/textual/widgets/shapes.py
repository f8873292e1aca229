"""The widget of a drawing: it paints shapes and tells where it was pressed. It knows its link to the node, no tree.

The pointer presses, moves and drags; the keyboard moves a crosshair and presses there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.strip import Strip

from rill.host.shape_hits import UNITS_DOWN, Shape, shape_at
from rill.host.textual.dots import DotMatrix
from rill.host.textual.drawings import draw
from rill.host.textual.scrolling import layout_payload
from rill.host.textual.theme import painted_style
from rill.host.textual.view import KEY_PRESS, pointer_press
from rill.host.textual.widgets.charts import Plot

# Cells that the crosshair goes with Shift held down.
_STRIDE: Final = 5
_CROSSHAIR: Final = "┼"


class Drawing(Plot):
    """A Shapes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "press", "Press", show=False),
        Binding("shift+f10,menu", "menu", "Menu", show=False),
        *(
            Binding(key, f"move({x}, {y})", "Move the crosshair", show=False)
            for direction, dx, dy in (("left", -1, 0), ("right", 1, 0), ("up", 0, -1), ("down", 0, 1))
            for key, x, y in ((direction, dx, dy), (f"shift+{direction}", dx * _STRIDE, dy * _STRIDE))
        ),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._shapes: Sequence[Shape] = ()
        # Where the crosshair is, in cells: in the middle, until it is moved or the pointer presses elsewhere.
        self._crosshair: Offset | None = None
        # Where the pointer was last; with the first button down, where a drag is.
        self._pointer: Offset | None = None
        self._pressed = False
        self._dragged = False

    def show(self, shapes: Sequence[Shape]) -> None:
        self._shapes = shapes
        self.redraw()

    def draw(self, width: int, height: int) -> DotMatrix:
        matrix, omitted = draw(self._shapes, width, height)
        if omitted:
            matrix.write(0, height - 1, f"{omitted} more not shown: too many dots", "warning", "background")
        return matrix

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        at = self._here()
        if not self.has_focus or at.y != y or not at.x < self.size.width:
            return strip
        here = strip.crop(at.x, at.x + 1)
        if here.text.strip():
            here = here.apply_style(Style(reverse=True))
        else:
            here = Strip([Segment(_CROSSHAIR, painted_style(self))], 1)
        return Strip.join([strip.crop(0, at.x), here, strip.crop(at.x + 1)])

    # -- places ------------------------------------------------------------------------------------------------------

    def _tell(self, event: str, at: Offset, made_by: Mapping[str, Any]) -> None:
        """Say that something happened in a cell of this widget."""
        link = self.link
        # Looked for only if somebody listens: there may be thousands of shapes.
        if link is None or not link.node.listens(event):
            return
        # The middle of the cell, which is what a person points at.
        x, y = at.x + 0.5, (at.y + 0.5) * UNITS_DOWN
        place = link.place_of(self.content_region.offset + at)
        shape = shape_at(self._shapes, x, y)
        link.emit(event, {**made_by, "x": x, "y": y, "shape": shape, "screenX": place.x, "screenY": place.y})

    def on_resize(self) -> None:
        if self.link is not None:
            self.link.emit("onLayout", layout_payload(self))
        if self._crosshair is not None:
            self._crosshair = self._inside(self._crosshair)

    def _inside(self, at: Offset) -> Offset:
        width, height = self.size
        return Offset(min(max(at.x, 0), max(width - 1, 0)), min(max(at.y, 0), max(height - 1, 0)))

    def _cell(self, event: events.MouseEvent) -> Offset:
        """The cell under the pointer, which in a drag may be outside of the widget."""
        return Offset(event.screen_x, event.screen_y) - self.content_region.offset

    # -- pointer -----------------------------------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.get_content_offset(self) is None:
            return
        event.stop()
        at = self._crosshair = self._cell(event)
        self.refresh()
        if event.button == 1:
            self._pressed, self._dragged, self._pointer = True, False, at
            self.capture_mouse()
        elif event.button == 3:
            self._tell("onContextMenu", at, pointer_press(event))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        at = self._cell(event)
        if at == self._pointer:
            return
        self._pointer = at
        if self._pressed:
            event.stop()
            self._dragged = True
            self._crosshair = self._inside(at)
            self._tell("onDrag", at, pointer_press(event))
        elif event.get_content_offset(self) is not None:
            self._tell("onPointerMove", at, pointer_press(event))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if not self._pressed:
            return
        event.stop()
        self._pressed = False
        self.release_mouse()
        at = self._cell(event)
        if self._dragged:
            self._tell("onDragEnd", at, pointer_press(event))
        else:
            self._tell("onPress", at, pointer_press(event))

    def on_click(self, event: events.Click) -> None:
        # It was a press or a drag, which have been told.
        event.stop()

    def on_leave(self) -> None:
        if not self._pressed:
            self._pointer = None

    # -- keyboard ----------------------------------------------------------------------------------------------------

    def _here(self) -> Offset:
        at = self._crosshair
        return Offset(self.size.width // 2, self.size.height // 2) if at is None else at

    def action_move(self, x: int, y: int) -> None:
        here = self._here()
        there = self._inside(here + Offset(x, y))
        if there != here:
            self._crosshair = there
            self.refresh()
            self._tell("onPointerMove", there, KEY_PRESS)

    def action_press(self) -> None:
        self._tell("onPress", self._here(), KEY_PRESS)

    def action_menu(self) -> None:
        self._tell("onContextMenu", self._here(), KEY_PRESS)

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.refresh()
