"""A DateInput: a day written as year, month and day, whose parts the arrow keys change, and a calendar to choose from.

What days there are and how they follow each other is said by `input_values`; here they are written and painted.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar, Final

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from rill.host.input_values import DayPart, day_of, move_day, weeks_of
from rill.host.textual.widgets.drop_down import DropDown, Panel
from rill.host.textual.widgets.options import paint_line

# Digits of a day, and where in its text each of them stands.
_DIGITS: Final = 8
_COLUMNS: Final = (0, 1, 2, 3, 5, 6, 8, 9, 10)
_PARTS: Final[tuple[tuple[DayPart, int, int], ...]] = (("year", 0, 4), ("month", 4, 6), ("day", 6, 8))
# What a person writes between the parts, in any country.
_SEPARATORS: Final = "-./,"
# The host's own words. No letters of a guest come here.
_PLACEHOLDER: Final = "YYYY-MM-DD"
_BLANK: Final = "_"

_CELL: Final = 4
_CALENDAR_WIDTH: Final = 7 * _CELL
# Title, names of the days, and six weeks.
_CALENDAR_HEIGHT: Final = 8


def today() -> date:
    """The day where the person is."""
    return datetime.now().astimezone().date()


# What an open calendar does something with.
_KEYS_OPEN: Final = frozenset(
    (
        *("escape", "enter", "space", "left", "right", "up", "down", "home", "end", "t", "f4", "alt+down", "alt+up"),
        *(f"{held}{key}" for held in ("", "shift+", "ctrl+") for key in ("pageup", "pagedown")),
    )
)


class DayField(DropDown, Widget, can_focus=True):
    """A DateInput."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"day-field--blank", "day-field--caret", "day-field--arrow"}
    DEFAULT_CSS = """
    DayField {
        width: 1fr;
        min-width: 12;
        height: auto;
        border: tall $border-blurred;
        padding: 0 2;
        background: $surface;
        color: $foreground;
        pointer: text;
    }
    DayField:focus { border: tall $border; background-tint: $foreground 5%; }
    DayField > .day-field--blank { color: $text-disabled; }
    DayField > .day-field--arrow { color: $foreground 50%; }
    DayField > .day-field--caret {
        color: $input-cursor-foreground;
        background: $input-cursor-background;
        text-style: $input-cursor-text-style;
    }
    """

    # Which day is marked as today. Tests put another one here.
    today: Callable[[], date] = staticmethod(today)

    def __init__(self, value: str) -> None:
        super().__init__()
        self.first = date.min
        self.last = date.max
        self.monday_first = True
        # A digit or None for each place.
        self._digits: list[str | None] = [None] * _DIGITS
        # The place that is written next; behind the last one at the end.
        self._caret = 0
        # The day, or nothing, that both sides know.
        self._agreed = value
        self._read(value)

    # -- the value

    @property
    def text(self) -> str:
        """What is written, with a sign for each digit that is missing; empty for nothing."""
        if not any(self._digits):
            return ""
        year, month, day = ("".join(digit or _BLANK for digit in self._digits[a:b]) for _, a, b in _PARTS)
        return f"{year}-{month}-{day}"

    @property
    def day(self) -> date | None:
        """The day that is written, if it is one."""
        return day_of(self.text)

    def show_value(self, value: str) -> None:
        # A guest that says once more what it was told must not take away the half of a day that is written since.
        if value == self._agreed and value != self.text:
            return
        self.force_value(value)

    def force_value(self, value: str) -> None:
        """Show what the guest says, whatever is written."""
        self._agreed = value
        self._read(value)
        self._show()
        self.check_refusal()

    def value_left(self) -> str:
        return self.text

    def write(self, value: str) -> None:
        self._read(value)
        self._caret = 0
        self._tell()

    def show_range(self, first: date, last: date) -> None:
        """Take another range of days that are accepted."""
        self.first, self.last = first, last
        self._show()

    def _read(self, value: str) -> None:
        """Take a day, or a part of one as `text` gives it."""
        digits = [value[column] for column in _COLUMNS[:-1]] if len(value) == len(_PLACEHOLDER) else []
        self._digits = [digit if digit in "0123456789" else None for digit in digits] or [None] * _DIGITS

    def _tell(self) -> None:
        """Tell the guest of another day, or of none. What is no day is marked and not told."""
        text = self.text
        if text != self._agreed and (not text or self.day is not None):
            self._agreed = text
            self.tell_change(text)
        else:
            self.answer_changed()
        self._show()

    def _show(self) -> None:
        day = self.day
        wrong = not self.first <= day <= self.last if day is not None else None not in self._digits
        # Half a day is no mistake while it is being written.
        self.set_class(wrong or (day is None and any(self._digits) and not self.has_focus), "-wrong")
        if isinstance(self.panel, CalendarPage) and day is not None:
            self.panel.put_cursor(day)
        self.refresh()

    # -- looks

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        base = self.get_visual_style()
        if y or width <= 0:
            return Strip.blank(max(0, width), base.rich_style)
        blank, caret = self.get_visual_style("day-field--blank"), self.get_visual_style("day-field--caret")
        text = self.text
        at = _COLUMNS[self._caret] if self.has_focus else -1
        pieces: list[Any] = []
        for column, letter in enumerate(f"{_PLACEHOLDER} "):
            written = text[column : column + 1] or letter
            faint = not text or written == _BLANK
            pieces.append((written, caret if column == at else blank if faint and letter != " " else base))
        words = paint_line(Content.assemble(*pieces), base, max(0, width - 2))
        arrow = Content(" ▲" if self.panel is not None else " ▼")
        return Strip.join([words, paint_line(arrow, self.get_visual_style("day-field--arrow"), min(2, width))])

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return len(_PLACEHOLDER) + 3

    # -- keys

    def on_key(self, event: events.Key) -> None:
        if self._take_key_open(event.key) or self._take_key(event):
            event.stop()
            event.prevent_default()

    def keeps_key(self, event: events.Key) -> bool:
        return self.panel is not None and event.key in _KEYS_OPEN

    def _take_key_open(self, key: str) -> bool:
        page = self.panel
        if not isinstance(page, CalendarPage):
            return False
        if key in ("enter", "space"):
            self.choose(page.cursor)
        elif key == "escape":
            self.close()
        else:
            return page.take_key(key)
        return True

    def _take_key(self, event: events.Key) -> bool:
        match event.key:
            case "left":
                self._move_caret(self._caret - 1)
            case "right":
                self._move_caret(self._caret + 1)
            case "home" | "ctrl+a":
                self._move_caret(0)
            case "end" | "ctrl+e":
                self._move_caret(_DIGITS)
            case "up":
                self._step(1)
            case "down":
                self._step(-1)
            # Many terminals send Alt and an arrow as two keys, so there are others.
            case "space" | "f4" | "alt+down" | "alt+up":
                self._toggle()
            case "enter":
                self._submit()
            case "backspace":
                self._erase(self._caret - 1)
                self._move_caret(self._caret - 1)
            case "delete":
                self._erase(self._caret)
            case "ctrl+u" | "ctrl+w" | "ctrl+backspace" | "alt+backspace":
                self._erase(*range(self._caret))
                self._move_caret(0)
            case "ctrl+k":
                self._erase(*range(self._caret, _DIGITS))
            case "ctrl+c" if self.text:
                self.app.copy_to_clipboard(self.text)
            case "ctrl+x" if self.text:
                self.app.copy_to_clipboard(self.text)
                self.write("")
            case "ctrl+v":
                self._paste(self.app.clipboard)
            case _ if event.is_printable and event.character is not None:
                # Letters are no part of a day; they do nothing here, and must not become somebody's key bindings.
                self._put(event.character)
                self._tell()
            case _:
                return False
        return True

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        return character is not None and character.isprintable()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._paste(event.text)

    def _paste(self, text: str) -> None:
        text = text.strip()
        if day_of(text) is not None:
            self.write(text)
            self._move_caret(_DIGITS)
            return
        for letter in text[: 2 * _DIGITS]:
            self._put(letter)
        self._tell()

    def _put(self, letter: str) -> None:
        """Write a digit over what is at the caret, or end a part with a sign that stands between two."""
        if letter in "0123456789":
            if self._caret == _DIGITS:
                return
            # No month begins with a 2 and no day with a 4: that is the whole of it.
            alone = {4: "1", 6: "3"}.get(self._caret)
            if alone is not None and letter > alone:
                self._digits[self._caret] = "0"
                self._caret += 1
            self._digits[self._caret] = letter
            self._caret += 1
        elif letter in _SEPARATORS:
            for _, start, end in _PARTS:
                if start < self._caret < end:
                    if end - start == 2:
                        # The 5 of 2025-5- is the fifth month.
                        self._digits[start : start + 2] = ["0", self._digits[start]]
                    self._caret = end
                    return

    def _erase(self, *places: int) -> None:
        for place in places:
            if 0 <= place < _DIGITS:
                self._digits[place] = None
        self._tell()

    def _move_caret(self, place: int) -> None:
        self._caret = min(max(place, 0), _DIGITS)
        self.refresh()

    def _step(self, amount: int) -> None:
        """Change the part at the caret. From nothing, or from what is no day, it goes to today."""
        day = self.day
        part = next(part for part, _, end in _PARTS if self._caret < end or end == _DIGITS)
        other = self.today() if day is None else move_day(day, part, amount)
        self.choose(min(max(other, self.first), self.last))

    def choose(self, day: date) -> None:
        """Take a day, as if a person had written it. An open calendar has done its work then."""
        self.close()
        self._read(day.isoformat())
        self._tell()

    def _complete(self) -> None:
        """Make 2025-12-5 a day, at the end of writing it."""
        if self._digits[6] is not None and self._digits[7] is None:
            self._digits[6:] = ["0", self._digits[6]]
            self._tell()

    def _submit(self) -> None:
        self._complete()
        self._show()
        if self.link is not None and self.day is not None:
            self.link.emit_submit(self.text)
        self.submit_form()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        if not has_focus:
            self._complete()
        self._show()

    # -- the calendar

    def make_panel(self) -> Panel | None:
        day = self.day or self.today()
        cursor = min(max(day, self.first), self.last)
        return CalendarPage(cursor, self, monday_first=self.monday_first)

    def size_of_panel(self, stage: Size) -> Size:  # noqa: ARG002
        return Size(_CALENDAR_WIDTH + 4, _CALENDAR_HEIGHT + 2)

    def _toggle(self) -> None:
        if self.panel is None:
            self.open()
        else:
            self.close()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None or offset.x >= self.content_size.width - 2:
            self._toggle()
            return
        self._move_caret(next((place for place, column in enumerate(_COLUMNS) if column >= offset.x), _DIGITS))

    # -- what a person did

    def view_state(self) -> dict[str, Any]:
        return {**super().view_state(), "caret": self._caret}

    def restore_view_state(self, state: Any) -> None:
        super().restore_view_state(state)
        caret = state.get("caret")
        if isinstance(caret, int):
            self._move_caret(caret)


class CalendarPage(Panel, Widget, can_focus=False):
    """A month of a calendar, with a cursor. Its keys come from the field that it belongs to."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "calendar--title",
        "calendar--weekday",
        "calendar--day",
        "calendar--other",
        "calendar--out",
        "calendar--today",
        "calendar--cursor",
        "calendar--hover",
    }
    DEFAULT_CSS = """
    CalendarPage {
        border: tall $border;
        padding: 0 1;
        background: $surface;
        background-tint: $foreground 5%;
        color: $foreground;
        pointer: pointer;
    }
    CalendarPage > .calendar--title { text-style: bold; }
    CalendarPage > .calendar--weekday { color: $text-muted; }
    CalendarPage > .calendar--other { color: $foreground 50%; }
    CalendarPage > .calendar--out { color: $text-disabled; text-style: dim; }
    CalendarPage > .calendar--today { color: $text-accent; text-style: bold underline; }
    CalendarPage > .calendar--hover { background: $block-hover-background; }
    CalendarPage > .calendar--cursor {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
        text-style: $block-cursor-text-style;
    }
    """

    def __init__(self, cursor: date, field: DayField, *, monday_first: bool) -> None:
        super().__init__()
        self.cursor = cursor
        self._field = field
        self._today = field.today()
        self._monday_first = monday_first
        # The month that is shown, as its first day.
        self._month = cursor.replace(day=1)
        self._hover: date | None = None

    @property
    def _first(self) -> date:
        return self._field.first

    @property
    def _last(self) -> date:
        return self._field.last

    @property
    def _weeks(self) -> list[tuple[date | None, ...]]:
        return list(weeks_of(self._month.year, self._month.month, monday_first=self._monday_first))

    def put_cursor(self, day: date) -> None:
        """Move the cursor to a day, within the range, and show its month."""
        self.cursor = min(max(day, self._first), self._last)
        self._month = self.cursor.replace(day=1)
        self.refresh()

    def turn(self, months: int) -> None:
        """Show another month. The cursor goes with it."""
        self.put_cursor(move_day(self.cursor, "month", months))

    def take_key(self, key: str) -> bool:
        """Do what a key means here. Returns whether it means anything."""
        match key:
            case "left":
                self.put_cursor(move_day(self.cursor, "day", -1))
            case "right":
                self.put_cursor(move_day(self.cursor, "day", 1))
            case "up":
                self.put_cursor(move_day(self.cursor, "day", -7))
            case "down":
                self.put_cursor(move_day(self.cursor, "day", 7))
            case "pageup":
                self.turn(-1)
            case "pagedown":
                self.turn(1)
            case "shift+pageup" | "ctrl+pageup":
                self.turn(-12)
            case "shift+pagedown" | "ctrl+pagedown":
                self.turn(12)
            case "home":
                self.put_cursor(self.cursor.replace(day=1))
            case "end":
                self.put_cursor(_last_of_month(self.cursor))
            case "t":
                self.put_cursor(self._today)
            case _:
                return False
        return True

    # -- looks

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        base = self.get_visual_style()
        if y == 0:
            return paint_line(self._title(width), base, width)
        if y == 1:
            first = 0 if self._monday_first else 6
            names = [calendar.day_abbr[(first + index) % 7][: _CELL - 1] for index in range(7)]
            words = "".join(f"{name:>{_CELL - 1}} " for name in names)
            return paint_line(Content(words), self.get_visual_style("calendar--weekday"), width)
        weeks = self._weeks
        if y - 2 >= len(weeks):
            return Strip.blank(width, base.rich_style)
        days = [self._day(day) for day in weeks[y - 2]]
        return paint_line(Content.assemble(*days), base, width)

    def _title(self, width: int) -> Content:
        words = f"{calendar.month_name[self._month.month]} {self._month.year}"
        style = self.get_visual_style("calendar--title")
        return Content.assemble((f" ‹ {words:^{max(0, width - 6)}} › ", style))

    def _day(self, day: date | None) -> tuple[str, Any]:
        if day is None:
            return " " * _CELL, self.get_visual_style()
        if not self._first <= day <= self._last:
            name = "calendar--out"
        elif day == self.cursor:
            name = "calendar--cursor"
        elif day == self._hover:
            name = "calendar--hover"
        elif day == self._today:
            name = "calendar--today"
        else:
            name = "calendar--day" if day.month == self._month.month else "calendar--other"
        return f"{day.day:>{_CELL - 1}} ", self.get_visual_style(name)

    # -- the pointer

    def _at(self, event: events.MouseEvent) -> date | None:
        offset = event.get_content_offset(self)
        weeks = self._weeks
        if offset is None or not 2 <= offset.y < 2 + len(weeks) or offset.x >= _CALENDAR_WIDTH:
            return None
        day = weeks[offset.y - 2][offset.x // _CELL]
        return day if day is not None and self._first <= day <= self._last else None

    def on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        if offset is not None and offset.y == 0:
            if offset.x < _CELL:
                self.turn(-1)
            elif offset.x >= self.content_size.width - _CELL:
                self.turn(1)
            return
        day = self._at(event)
        if day is not None:
            self._field.choose(day)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        event.stop()
        self._show_hover(self._at(event))

    def on_leave(self) -> None:
        self._show_hover(None)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.turn(-1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.turn(1)

    def _show_hover(self, day: date | None) -> None:
        if day != self._hover:
            self._hover = day
            self.refresh()


def _last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
