"""`LineList`: any number of lines, of which only those on the screen are made. Knows no session and no tree.

Textual's own lists and logs hold all that they show; here a source is asked for one line at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final, Literal

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

# What a stretch of a line looks like.
Look = Literal["plain", "muted", "name", "string", "accent", "success", "warning", "error"]
Line = Sequence[tuple[str, Look]]

Change = Literal["toggle", "open", "close", "outside"]

_LOOKS: Final[tuple[Look, ...]] = ("plain", "muted", "name", "string", "accent", "success", "warning", "error")


class LineSource:
    """What a `LineList` shows. Strings are shown as they are: whoever makes them sees to it that they are safe."""

    def count(self) -> int:
        """How many lines there are."""
        return 0

    def line(self, index: int) -> Line:
        """One of them."""
        raise IndexError(index)


class LineList(ScrollView, can_focus=True):
    """Lines with a cursor. It stays on the last line as long as it is there, when ``follow`` is set.

    Args:
        source: gives the lines; `show` when they have changed.
        follow: keep the newest line in view until a person moves away from it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"line-list--{look}" for look in _LOOKS),
        "line-list--cursor",
        "line-list--cursor-blurred",
    }
    DEFAULT_CSS = """
    LineList { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: auto; background: $surface; color: $foreground;
               scrollbar-size-vertical: 1; }
    LineList:focus { background-tint: $foreground 4%; }
    LineList > .line-list--plain { color: $foreground; }
    LineList > .line-list--muted { color: $text-muted; }
    LineList > .line-list--name { color: $text-primary; text-style: bold; }
    LineList > .line-list--string { color: $text-secondary; }
    LineList > .line-list--accent { color: $text-accent; text-style: bold; }
    LineList > .line-list--success { color: $text-success; }
    LineList > .line-list--warning { color: $text-warning; }
    LineList > .line-list--error { color: $text-error; }
    LineList > .line-list--cursor { background: $primary 40%; text-style: bold; }
    LineList > .line-list--cursor-blurred { background: $primary 20%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "move_page(-1)", "Page up", show=False),
        Binding("pagedown", "move_page(1)", "Page down", show=False),
        Binding("home", "move_to_start", "First", show=False),
        Binding("end", "move_to_end", "Last", show=False),
        Binding("enter,space", "change('toggle')", "Open or close", show=False),
        Binding("right,l", "change('open')", "Open", show=False),
        Binding("left,h", "change('close')", "Close", show=False),
    ]

    class Moved(Message):
        """A person moved the cursor to a line."""

        def __init__(self, lines: LineList, index: int) -> None:
            super().__init__()
            self.lines = lines
            self.index = index

    class Changed(Message):
        """A person wants a line opened or closed, or both in turn."""

        def __init__(self, lines: LineList, index: int, change: Change) -> None:
            super().__init__()
            self.lines = lines
            self.index = index
            self.change = change

    def __init__(self, source: LineSource, *, follow: bool = False) -> None:
        super().__init__()
        self._source = source
        self._follow = follow
        self._count = 0
        self._cursor: int | None = None
        self._at_end = follow

    @property
    def cursor(self) -> int | None:
        """The line that the cursor is on, or None while there is none."""
        return self._cursor

    @property
    def is_at_end(self) -> bool:
        """Whether it follows new lines now."""
        return self._follow and self._at_end

    def show(self, cursor: int | None = None) -> None:
        """Read the number of lines anew and paint those in view; ``cursor`` is where it is now, None to leave it."""
        self._count = count = self._source.count()
        if self.is_at_end:
            cursor = count - 1
        elif cursor is None:
            cursor = self._cursor
        self._cursor = None if not count or cursor is None else min(max(cursor, 0), count - 1)
        self._resize()
        if self._cursor is not None:
            self._scroll_to_cursor()
        self.refresh()

    def move_to(self, index: int) -> None:
        """Put the cursor on a line, in view, as a person does."""
        if not self._count:
            return
        self._cursor = min(max(index, 0), self._count - 1)
        self._at_end = self._follow and self._cursor == self._count - 1
        self._scroll_to_cursor()
        self.refresh()
        self.post_message(self.Moved(self, self._cursor))

    def stay_at(self, index: int) -> None:
        """Follow new lines no longer, and keep the cursor where it is."""
        self._cursor = index
        self._at_end = False

    def _resize(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self._count)

    def _scroll_to_cursor(self) -> None:
        assert self._cursor is not None
        height = self.scrollable_content_region.height
        top = round(self.scroll_target_y)
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False, force=True)
        elif height and self._cursor >= top + height:
            self.scroll_to(y=self._cursor - height + 1, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = y + round(self.scroll_y)
        base = self.rich_style
        if not 0 <= index < min(self._count, self._source.count()):
            return Strip.blank(width, base)
        over = Style()
        if index == self._cursor:
            cursor = self.get_component_rich_style(
                "line-list--cursor" if self.has_focus else "line-list--cursor-blurred"
            )
            over = Style(bgcolor=cursor.bgcolor, bold=cursor.bold)
        segments = []
        styles: dict[Look, Style] = {}
        for text, look in self._source.line(index):
            style = styles.get(look)
            if style is None:
                # Not `partial`: a colour that is relative to the background needs to know it.
                style = styles[look] = self.get_component_rich_style(f"line-list--{look}") + over
            segments.append(Segment(text, style))
        return Strip(segments).crop_extend(0, width, base + over)

    def on_resize(self) -> None:
        self._resize()
        if self._cursor is not None:
            self._scroll_to_cursor()

    def on_focus(self) -> None:
        if self._cursor is None and self._count:
            self.move_to(0)
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        index = event.y + round(self.scroll_y)
        if not 0 <= index < self._count:
            return
        is_again = index == self._cursor
        self.move_to(index)
        # The sign before an entry opens it at once; elsewhere a second press does.
        if is_again or self._is_sign(index, event.x):
            self.post_message(self.Changed(self, index, "toggle"))

    def _is_sign(self, index: int, x: int) -> bool:
        at = 0
        for text, _ in self._source.line(index):
            if at <= x < at + len(text):
                return text.strip() in ("▸", "▾")
            at += len(text)
        return False

    def action_move(self, by: int) -> None:
        self.move_to((self._cursor or 0) + by if self._cursor is not None else 0)

    def action_move_page(self, by: int) -> None:
        self.move_to((self._cursor or 0) + by * max(1, self.scrollable_content_region.height - 1))

    def action_move_to_start(self) -> None:
        self.move_to(0)

    def action_move_to_end(self) -> None:
        self.move_to(self._count - 1)

    def action_change(self, change: Change) -> None:
        if self._cursor is not None:
            self.post_message(self.Changed(self, self._cursor, change))
