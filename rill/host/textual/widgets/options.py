"""Options to choose from, as they are shown: cleaned once, and painted line by line.

Ten thousand of them cost no more than those in view. What choosing one means is the business of `select` and `radio`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from rill.host.terminal_text import clean_line
from rill.host.textual.styling import CELLS_MAX
from rill.host.textual.widgets.drop_down import Panel
from rill.protocol.values import Value


@dataclass(frozen=True, slots=True)
class Choice:
    """One option. ``words`` are fit to be shown."""

    value: str
    words: str
    disabled: bool = False


def read_choices(options: Value) -> tuple[Choice, ...]:
    """The options of a node. Of several with one value the first counts, and the others are left out."""
    found: dict[str, Choice] = {}
    for option in options if isinstance(options, list) else ():
        if isinstance(option, dict) and isinstance(value := option.get("value"), str) and value not in found:
            label = option.get("label")
            words = clean_line((label if isinstance(label, str) else value)[:CELLS_MAX])
            found[value] = Choice(value, words, option.get("disabled") is True)
    return tuple(found.values())


def index_of(choices: Sequence[Choice], value: str) -> int | None:
    """Which one has this value."""
    for index, choice in enumerate(choices):
        if choice.value == value:
            return index
    return None


def widest(choices: Sequence[Choice]) -> int:
    """Cells of the longest words."""
    return max((cell_len(choice.words) for choice in choices), default=0)


def next_enabled(choices: Sequence[Choice], start: int, step: int) -> int | None:
    """The first one that can be chosen, from ``start`` on in steps, not beyond the ends."""
    while 0 <= start < len(choices):
        if not choices[start].disabled:
            return start
        start += step
    return None


def find_words(choices: Sequence[Choice], written: str, start: int) -> int | None:
    """The one that a person means who writes these letters: whose words begin so, or else have them inside.

    From ``start`` on, around the end.
    """
    written = written.casefold()
    within: int | None = None
    start = min(start, len(choices))
    order: list[int] = [*range(start, len(choices)), *range(start)]
    for index in order:
        if choices[index].disabled:
            continue
        words = choices[index].words.casefold()
        if words.startswith(written):
            return index
        if within is None and written in words:
            within = index
    return within


def paint_line(content: Content, style: Style, width: int) -> Strip:
    """A line of exactly this width, cut off with an ellipsis where the content is longer."""
    return Strip(content.truncate(width, ellipsis=True, pad=True).render_segments(style), width)


_PAGE_MIN: Final = 1


class OptionLines(Panel, ScrollView, can_focus=False):
    """A list of options, each in one line, with a cursor. Takes the pointer; keys are for whoever has the focus.

    Args:
        choices: the options.
        cursor: which of them the cursor is on.
        choose: called with the index of the one that a person presses.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "option-lines--cursor",
        "option-lines--hover",
        "option-lines--disabled",
        "option-lines--faint",
    }
    DEFAULT_CSS = """
    OptionLines {
        overflow-x: hidden;
        border: tall $border;
        background: $surface;
        background-tint: $foreground 5%;
        color: $foreground;
        pointer: pointer;
    }
    OptionLines > .option-lines--cursor {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
        text-style: $block-cursor-text-style;
    }
    OptionLines > .option-lines--hover { background: $block-hover-background; }
    OptionLines > .option-lines--disabled { color: $text-disabled; }
    OptionLines > .option-lines--faint { text-style: dim; }
    """

    def __init__(self, choices: Sequence[Choice], cursor: int | None, choose: Callable[[int], None]) -> None:
        super().__init__()
        self._choose = choose
        self.choices = choices
        self.cursor = cursor
        self._hover: int | None = None
        self.virtual_size = Size(0, len(choices))

    def on_mount(self) -> None:
        self.call_after_refresh(self.show_cursor, middle=True)

    def render_line(self, y: int) -> Strip:
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if index >= len(self.choices):
            return Strip.blank(width, self.get_visual_style().rich_style)
        choice = self.choices[index]
        names = []
        if not choice.value:
            names.append("option-lines--faint")
        if choice.disabled:
            names.append("option-lines--disabled")
        elif index == self.cursor:
            names.append("option-lines--cursor")
        elif index == self._hover:
            names.append("option-lines--hover")
        return paint_line(Content(f" {choice.words} "), self.get_visual_style(*names), width)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return container.width

    # -- the cursor

    def move(self, amount: int) -> None:
        """Move the cursor by so many lines, over what cannot be chosen; to the first or last one beyond the ends."""
        start = self.cursor
        if start is None:
            wanted = 0 if amount > 0 else len(self.choices) - 1
        else:
            wanted = min(max(start + amount, 0), len(self.choices) - 1)
        step = 1 if amount > 0 else -1
        found = next_enabled(self.choices, wanted, step)
        self.put_cursor(next_enabled(self.choices, wanted, -step) if found is None else found)

    def move_page(self, direction: int) -> None:
        """Move the cursor by as many lines as are in view."""
        self.move(direction * max(_PAGE_MIN, self.scrollable_content_region.height - 1))

    def put_cursor(self, index: int | None) -> None:
        """Move the cursor to an option and bring it into view."""
        if index is not None and index != self.cursor:
            self.cursor = index
            self.refresh()
            self.show_cursor()

    def show_cursor(self, *, middle: bool = False) -> None:
        """Scroll as far as it takes to see the cursor; to the middle, if it is out of view."""
        height = self.scrollable_content_region.height
        if self.cursor is None or height <= 0:
            return
        top = round(self.scroll_y)
        if middle and not top <= self.cursor < top + height:
            top = self.cursor - height // 2
        top = min(max(top, self.cursor - height + 1), self.cursor)
        self.scroll_to(y=top, animate=False, immediate=True)

    # -- the pointer

    def _at(self, event: events.MouseEvent) -> int | None:
        offset = event.get_content_offset(self)
        index = None if offset is None else offset.y + self.scroll_offset.y
        return index if index is not None and index < len(self.choices) else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        event.stop()
        self._show_hover(self._at(event))

    def on_leave(self) -> None:
        self._show_hover(None)

    def _show_hover(self, index: int | None) -> None:
        if index != self._hover:
            self._hover = index
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        index = self._at(event)
        if index is not None and not self.choices[index].disabled:
            self._choose(index)
