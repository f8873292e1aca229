"""A RadioGroup: all choices in sight, in one widget that paints them.

Looks and keys are those of Textual's RadioSet, which is a widget for each choice: a thousand choices would be a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from rill.host.textual.widgets.controls import ValueControl
from rill.host.textual.widgets.options import Choice, index_of, next_enabled, paint_line, widest

# The button, and a space at either side of the words.
_AROUND = 5
# Cells between choices that stand side by side.
_GAP = 1


class RadioChoices(ValueControl, ScrollView, can_focus=True):
    """A RadioGroup."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "radio--button",
        "radio--button-on",
        "radio--cursor",
        "radio--disabled",
        "radio--hover",
    }
    DEFAULT_CSS = """
    RadioChoices {
        width: 1fr;
        height: auto;
        overflow-x: hidden;
        border: tall $border-blurred;
        padding: 0 1;
        background: $surface;
        color: $foreground;
        pointer: pointer;
    }
    RadioChoices > .radio--button { color: $panel-darken-2; background: $panel; }
    RadioChoices > .radio--button-on { color: $text-success; background: $panel; }
    RadioChoices > .radio--cursor { background: $block-cursor-blurred-background; }
    RadioChoices > .radio--hover { background: $block-hover-background; }
    RadioChoices > .radio--disabled { color: $text-disabled; }
    RadioChoices:focus { border: tall $border; background-tint: $foreground 5%; }
    RadioChoices:focus > .radio--cursor {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
        text-style: $block-cursor-text-style;
    }
    """

    def __init__(self, value: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.value = value
        self.choices = choices
        self.horizontal = False
        self._hover: int | None = None
        self._cursor: int | None = None
        self._put_cursor_on_choice()
        # For which choices and width the places were last found, and the places: index, column and width, by line.
        self._places: tuple[object, list[list[tuple[int, int, int]]]] = (None, [])

    # -- the value

    def show_value(self, value: str) -> None:
        self.value = value
        self._put_cursor_on_choice()
        self.refresh()
        self.check_refusal()

    def value_left(self) -> str:
        return self.value

    def write(self, value: str) -> None:
        if value != self.value:
            self.value = value
            self._put_cursor_on_choice()
            self.refresh()
            self.tell_change(value)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Take other choices."""
        self.choices = choices
        self._put_cursor_on_choice()
        self._measure()
        self.refresh(layout=True)

    def show_direction(self, *, horizontal: bool) -> None:
        """Let choices stand side by side, in as many lines as they need, or each in a line."""
        self.horizontal = horizontal
        self._measure()
        self.refresh(layout=True)

    def _put_cursor_on_choice(self) -> None:
        chosen = index_of(self.choices, self.value)
        self._cursor = next_enabled(self.choices, 0, 1) if chosen is None else chosen

    # -- looks

    def _lines(self, width: int) -> list[list[tuple[int, int, int]]]:
        key = (self.choices, self.horizontal, width)
        if self._places[0] != key:
            self._places = (key, _place(self.choices, width, horizontal=self.horizontal))
        return self._places[1]

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        if self.horizontal:
            return sum(cell_len(choice.words) + _AROUND + _GAP for choice in self.choices) - _GAP
        return widest(self.choices) + _AROUND

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        lines = len(self._lines(width))
        # Known before there is a size, so that no bar to scroll with comes and goes.
        self.set_reactive(Widget.virtual_size, Size(width, lines))
        return max(1, lines)

    def on_resize(self) -> None:
        self._measure()

    def _measure(self) -> None:
        width = self.scrollable_content_region.width
        if width > 0:
            self.virtual_size = Size(width, len(self._lines(width)))

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        lines = self._lines(width)
        line = y + self.scroll_offset.y
        base = self.get_visual_style()
        strips: list[Strip] = []
        at = 0
        for index, column, cells in lines[line] if line < len(lines) else ():
            strips.append(Strip.blank(column - at, base.rich_style))
            strips.append(self._paint(index, cells))
            at = column + cells
        return Strip.join(strips).adjust_cell_length(width, base.rich_style)

    def _paint(self, index: int, width: int) -> Strip:
        choice = self.choices[index]
        on = choice.value == self.value
        button = self.get_visual_style("radio--button-on" if on else "radio--button")
        base = self.get_visual_style()
        names = ["radio--disabled"] if choice.disabled else []
        if index == self._cursor:
            names.append("radio--cursor")
        elif index == self._hover and not choice.disabled:
            names.append("radio--hover")
        words = self.get_visual_style(*names)
        # The halves of a cell at both sides make the button round.
        side = base + type(base)(foreground=button.background)
        content = Content.assemble(("▐", side), ("●" if on else " ", button), ("▌", side), (f" {choice.words} ", words))
        return paint_line(content, base, width)

    # -- keys and pointer

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "down" | "right":
                self._move(1)
            case "up" | "left":
                self._move(-1)
            case "home":
                self._put_cursor(next_enabled(self.choices, 0, 1))
            case "end":
                self._put_cursor(next_enabled(self.choices, len(self.choices) - 1, -1))
            case "space" | "enter":
                self._take(self._cursor)
            case _:
                return
        event.stop()
        event.prevent_default()

    def _move(self, step: int) -> None:
        """To the next one, and around the ends."""
        start = 0 if self._cursor is None else self._cursor + step
        found = next_enabled(self.choices, start, step)
        self._put_cursor(
            next_enabled(self.choices, 0 if step > 0 else len(self.choices) - 1, step) if found is None else found
        )

    def _put_cursor(self, index: int | None) -> None:
        if index is None or index == self._cursor:
            return
        self._cursor = index
        self.refresh()
        for y, line in enumerate(self._lines(self.scrollable_content_region.width)):
            if any(index == at for at, _, _ in line):
                self.scroll_to_region(Region(0, y, 1, 1), animate=False, immediate=True)
                if isinstance(self.parent, Widget):
                    below = self.styles.gutter.top + y - round(self.scroll_y)
                    place = Region(self.virtual_region.x, self.virtual_region.y + below, 1, 1)
                    self.parent.scroll_to_region(place, animate=False)

    def _take(self, index: int | None) -> None:
        if index is not None and not self.choices[index].disabled:
            self._put_cursor(index)
            self.write(self.choices[index].value)

    def _at(self, event: events.MouseEvent) -> int | None:
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        lines = self._lines(self.scrollable_content_region.width)
        y = offset.y + self.scroll_offset.y
        for index, column, cells in lines[y] if y < len(lines) else ():
            if column <= offset.x < column + cells:
                return index
        return None

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._take(self._at(event))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._show_hover(self._at(event))

    def on_leave(self) -> None:
        self._show_hover(None)

    def _show_hover(self, index: int | None) -> None:
        if index != self._hover:
            self._hover = index
            self.refresh()


def _place(choices: Sequence[Choice], width: int, *, horizontal: bool) -> list[list[tuple[int, int, int]]]:
    """Where each choice stands: by line, its index, column and width."""
    if not horizontal:
        return [[(index, 0, min(cell_len(choice.words) + _AROUND, width))] for index, choice in enumerate(choices)]
    lines: list[list[tuple[int, int, int]]] = []
    at = 0
    for index, choice in enumerate(choices):
        cells = min(cell_len(choice.words) + _AROUND, width)
        if not lines or at + cells > width:
            lines.append([])
            at = 0
        lines[-1].append((index, at, cells))
        at += cells + _GAP
    return lines
