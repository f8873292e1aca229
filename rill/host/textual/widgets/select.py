"""A Select: one line that shows the choice, and opens a list of the options.

Not Textual's own, because that makes seven widgets for each, lays out every option before the first is seen, and takes
the focus away to its list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from rill.host.textual.widgets.drop_down import DropDown, Panel
from rill.host.textual.widgets.options import (
    Choice,
    OptionLines,
    find_words,
    index_of,
    next_enabled,
    paint_line,
    widest,
)

# As many options as Textual's Select shows at once.
_LINES_MAX: Final = 10
# A pause after which letters begin a new word; the one of Textual's Select.
_PAUSE_S: Final = 0.7
# So many options are measured to find out how wide they are.
_MEASURED_MAX: Final = 1_000
# Stands for no choice in the list of a Select that has no placeholder.
_NONE: Final = "—"

# What an open list does something with, beside letters.
_KEYS_OPEN: Final = frozenset(("escape", "alt+up", "enter", "space", "up", "down", "pageup", "pagedown", "home", "end"))


class Chooser(DropDown, Widget, can_focus=True):
    """A Select."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"chooser--placeholder", "chooser--arrow", "chooser--focus"}
    DEFAULT_CSS = """
    Chooser {
        width: 1fr;
        height: auto;
        border: tall $border-blurred;
        padding: 0 2;
        background: $surface;
        color: $foreground;
        pointer: pointer;
    }
    Chooser:focus { border: tall $border; background-tint: $foreground 5%; }
    Chooser > .chooser--placeholder { color: $foreground 50%; }
    Chooser > .chooser--arrow { color: $foreground 50%; }
    Chooser > .chooser--focus {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
        text-style: $block-cursor-text-style;
    }
    """

    def __init__(self, value: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.value = value
        self.choices = choices
        self.placeholder = ""
        self.clearable = False
        self._written = ""
        self._pause: Timer | None = None

    @property
    def choice(self) -> Choice | None:
        """What is chosen; None for nothing, and for a value that no option has."""
        index = index_of(self.choices, self.value)
        return None if index is None else self.choices[index]

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Take other options. An open list shows them at once."""
        self.choices = choices
        self.refresh(layout=True)
        if self.panel is not None:
            self.close()
            self.open()

    # -- the value

    def show_value(self, value: str) -> None:
        self.value = value
        self.refresh()
        if isinstance(self.panel, OptionLines):
            self.panel.put_cursor(index_of(self.panel.choices, value))
        self.check_refusal()

    def value_left(self) -> str:
        return self.value

    def write(self, value: str) -> None:
        if value != self.value:
            self.value = value
            self.refresh()
            self.tell_change(value)

    # -- looks

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        if y or width <= 0:
            return Strip.blank(max(0, width), self.get_visual_style().rich_style)
        choice = self.choice
        names = ["chooser--placeholder"] if choice is None else []
        if self.has_focus and self.has_class("-textual-compact"):
            names = ["chooser--focus"]
        words = paint_line(
            Content(self.placeholder if choice is None else choice.words),
            self.get_visual_style(*names),
            max(0, width - 2),
        )
        arrow = Content(" ▲" if self.panel is not None else " ▼")
        return Strip.join([words, paint_line(arrow, self.get_visual_style("chooser--arrow"), min(2, width))])

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return max(widest(self.choices[:_MEASURED_MAX]), len(self.placeholder)) + 2

    # -- the list

    def make_panel(self) -> Panel | None:
        choices = list(self.choices)
        if self.clearable:
            choices.insert(0, Choice("", self.placeholder or _NONE))
        if not choices:
            return None
        cursor = index_of(choices, self.value)
        return OptionLines(choices, next_enabled(choices, 0, 1) if cursor is None else cursor, self._choose)

    def size_of_panel(self, stage: Size) -> Size:
        choices = self.panel.choices if isinstance(self.panel, OptionLines) else ()
        lines = min(len(choices), _LINES_MAX)
        # Border, a space at either side, and the bar of a list that scrolls.
        around = 4 + (2 if len(choices) > lines else 0)
        width = max(self.outer_size.width, widest(choices[:_MEASURED_MAX]) + around)
        return Size(min(width, stage.width), lines + 2)

    def _choose(self, index: int | None) -> None:
        panel = self.panel
        self.close()
        if isinstance(panel, OptionLines) and index is not None:
            self.write(panel.choices[index].value)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self.panel is None:
            self.open()
        else:
            self.close()

    # -- keys

    def on_key(self, event: events.Key) -> None:
        taken = self._take_key_open(event) if isinstance(self.panel, OptionLines) else self._take_key_closed(event)
        if taken:
            event.stop()
            event.prevent_default()

    def _take_key_closed(self, event: events.Key) -> bool:
        if event.key in ("enter", "space", "down", "up", "alt+down", "alt+up"):
            self.open()
        elif event.key in ("delete", "backspace") and self.clearable:
            self.write("")
        elif event.is_printable and event.character is not None and self._has(event.character):
            self.open()
            self._search(event.character)
        else:
            return False
        return True

    def _has(self, letter: str) -> bool:
        """Whether an option begins with a letter. Others are keys of whatever is around, while the list is closed."""
        letter = letter.casefold()
        return any(choice.words.casefold().startswith(letter) for choice in self.choices if not choice.disabled)

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        if character is None or not character.isprintable():
            return False
        return self.panel is not None or self._has(character)

    def keeps_key(self, event: events.Key) -> bool:
        return self.panel is not None and (event.key in _KEYS_OPEN or event.is_printable)

    def _take_key_open(self, event: events.Key) -> bool:
        lines = self.panel
        assert isinstance(lines, OptionLines)
        match event.key:
            case "escape" | "alt+up":
                self.close()
            case "enter":
                self._choose(lines.cursor)
            case "space" if not self._written:
                self._choose(lines.cursor)
            case "up":
                lines.move(-1)
            case "down":
                lines.move(1)
            case "pageup":
                lines.move_page(-1)
            case "pagedown":
                lines.move_page(1)
            case "home":
                lines.put_cursor(next_enabled(lines.choices, 0, 1))
            case "end":
                lines.put_cursor(next_enabled(lines.choices, len(lines.choices) - 1, -1))
            case _ if event.is_printable and event.character is not None:
                self._search(event.character)
            case _:
                return False
        return True

    def _search(self, letter: str) -> None:
        """Put the cursor on the option whose words are being written. The same letter again goes to the next one."""
        lines = self.panel
        if not isinstance(lines, OptionLines):
            return
        again = self._written == letter
        self._written = letter if again else self._written + letter
        at = lines.cursor or 0
        lines.put_cursor(find_words(lines.choices, self._written, at + 1 if again or len(self._written) == 1 else at))
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE_S, self._forget_letters)

    def _forget_letters(self) -> None:
        self._written = ""

    def close(self) -> None:
        self._written = ""
        super().close()
