"""A Slider: a handle on a track, moved by dragging and by keys. Which numbers it can be is said by `input_values`."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from rill.host.input_values import number_words, on_step
from rill.host.textual.widgets.controls import ValueControl

# Longer numbers leave no room for the track.
_WORDS_MAX: Final = 12
# Page Up and Page Down go this part of the range, as in browsers.
_PAGES: Final = 10
_TRACK_DEFAULT: Final = 20


class Sliding(ValueControl, Widget, can_focus=True):
    """A Slider."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"slider--track", "slider--fill", "slider--handle", "slider--value"}
    DEFAULT_CSS = """
    Sliding {
        width: 1fr;
        min-width: 8;
        height: auto;
        border: tall $border-blurred;
        padding: 0 2;
        background: $surface;
        color: $foreground;
        pointer: pointer;
    }
    Sliding > .slider--track { color: $foreground 25%; }
    Sliding > .slider--fill { color: $primary; }
    Sliding > .slider--handle { color: $primary; text-style: bold; }
    Sliding > .slider--value { color: $foreground; }
    Sliding:hover > .slider--handle { color: $accent; }
    Sliding:focus { border: tall $border; background-tint: $foreground 5%; }
    Sliding:focus > .slider--handle {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
    }
    """

    def __init__(self, value: float) -> None:
        super().__init__()
        self.low = 0.0
        self.high = 100.0
        self.step = 1.0
        self.show_number = False
        # What was last said of it; what is shown is the step next to it, also when the range changes.
        self._value = value
        # How often a person had changed it when the handle was grabbed; None while nobody holds it.
        self._changes = 0
        self._grabbed: int | None = None

    @property
    def value(self) -> float:
        """Where it stands."""
        return on_step(self._value, self.low, self.high, self.step)

    # -- the value

    def show_value(self, value: float) -> None:
        self._value = value
        self.refresh()

    def value_left(self) -> float:
        return self.value

    def write(self, value: float) -> None:
        value = on_step(value, self.low, self.high, self.step)
        if value != self.value:
            self._value = value
            self._changes += 1
            self.refresh()
            self.tell_change(value)

    def show_range(self, low: float, high: float, step: float) -> None:
        """Take another range and step."""
        self.low, self.high, self.step = low, high, step
        self.refresh()

    def _complete(self, before: int) -> None:
        """Say that a person is done, if anything changed since there were so many changes."""
        if self._changes != before and self.link is not None:
            self.link.emit("onComplete", {"value": self.value, "version": self.link.version})

    # -- looks

    @property
    def _number_width(self) -> int:
        if not self.show_number:
            return 0
        ends = (self.low, on_step(self.high, self.low, self.high, self.step), self.low + self.step, self.value)
        return min(
            _WORDS_MAX, max(cell_len(number_words(on_step(end, self.low, self.high, self.step))) for end in ends)
        )

    @property
    def _track_width(self) -> int:
        number = self._number_width
        return max(1, self.content_size.width - (number + 1 if number else 0))

    @property
    def _share(self) -> float:
        """How far along the track it stands, from 0 to 1."""
        # Halves, because the width of a range of floats need not be one.
        width = self.high / 2 - self.low / 2
        return min(max((self.value / 2 - self.low / 2) / width, 0.0), 1.0) if width > 0 else 0.0

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        base = self.get_visual_style().rich_style
        if y or width <= 0:
            return Strip.blank(max(0, width), base)
        track = self._track_width
        handle = round(self._share * (track - 1))
        segments = [
            Segment("━" * handle, self.get_visual_style("slider--fill").rich_style),
            Segment("●", self.get_visual_style("slider--handle").rich_style),
            Segment("─" * (track - handle - 1), self.get_visual_style("slider--track").rich_style),
        ]
        number = self._number_width
        if number:
            words = number_words(self.value)
            words = words if len(words) <= number else f"{self.value:.{max(1, number - 6)}g}"[:number]
            segments.append(Segment(f" {words:>{number}}", self.get_visual_style("slider--value").rich_style))
        return Strip(segments).adjust_cell_length(width, base)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        number = self._number_width
        return _TRACK_DEFAULT + (number + 1 if number else 0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return 1

    # -- keys

    def on_key(self, event: events.Key) -> None:
        before, value = self._changes, self.value
        page = max(self.step, self.high / _PAGES - self.low / _PAGES)
        match event.key:
            case "right" | "up":
                self.write(value + self.step)
            case "left" | "down":
                self.write(value - self.step)
            case "pageup":
                self.write(value + page)
            case "pagedown":
                self.write(value - page)
            case "home":
                self.write(self.low)
            case "end":
                self.write(self.high)
            case _:
                return
        event.stop()
        event.prevent_default()
        self._complete(before)

    # -- pointer

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()
        if event.button == 1 and not self.is_disabled:
            self._grabbed = self._changes
            self.capture_mouse()
            self._drag(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._grabbed is not None:
            event.stop()
            self._drag(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        event.stop()
        self._let_go()

    def on_mouse_release(self) -> None:
        self._let_go()

    def _let_go(self) -> None:
        before, self._grabbed = self._grabbed, None
        if before is not None:
            self.release_mouse()
            self._complete(before)

    def _drag(self, event: events.MouseEvent) -> None:
        track = self._track_width
        x = event.get_content_offset_capture(self).x
        share = min(max(x / (track - 1), 0.0), 1.0) if track > 1 else 0.0
        self.write(self.low * (1 - share) + self.high * share)
