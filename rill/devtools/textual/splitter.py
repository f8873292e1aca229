"""`Splitter`: the edge of a docked panel, which is dragged to make it larger or smaller."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import RenderResult
from textual.geometry import Offset
from textual.widget import Widget


class Splitter(Widget):
    """A line that a person drags.

    Args:
        dragged: called with the place of the pointer on the screen while it is dragged.
    """

    DEFAULT_CSS = """
    Splitter { width: 1; height: 1fr; background: $surface; border-left: solid $primary 50%; }
    Splitter:hover, Splitter.-dragged { border-left: heavy $accent; }
    """

    def __init__(self, dragged: Callable[[Offset], None]) -> None:
        super().__init__()
        self._dragged = dragged

    def render(self) -> RenderResult:
        return ""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()
        self.capture_mouse()
        self.add_class("-dragged")

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.has_class("-dragged"):
            event.stop()
            self._dragged(event.screen_offset)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        event.stop()
        self.release_mouse()
        self.remove_class("-dragged")
