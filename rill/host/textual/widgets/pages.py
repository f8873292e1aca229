"""Widgets of many lines that are there for reading: a Markdown document and source code. They know their link, no tree.

Lines are painted one by one, so that only what is seen costs anything. Long ones are laid out beside the event loop,
and the last layout stays on the screen until the next one is there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from rill.host.textual.background import in_background
from rill.host.textual.code import code_lines
from rill.host.textual.markdown import Page, PageLink, lay_out, link_under
from rill.host.textual.theme import background_color, text_color
from rill.host.textual.view import KEY_PRESS, Linked, ViewState, pointer_press
from rill.host.textual.widgets.words import CURRENT_LINK_STYLE

# Shorter ones are laid out at once, in about 5 ms: they never flash up empty.
AT_ONCE_CHARACTERS_MAX: Final = 2_000
_MARK_STYLE: Final = "on $foreground 20%"


class LinesView(Linked, ScrollView, can_focus=True):
    """Shows lines of content, scrolls both ways, and lets them be selected and copied."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+a", "select_all", "Select all", show=False)]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._lines: Sequence[Content] = ()
        # Where the person had scrolled to in an earlier life of the widget.
        self._scroll_next: tuple[float, float] | None = None

    def show_lines(self, lines: Sequence[Content], width: int, *, grew: bool) -> None:
        """Show other lines. Of lines that ``grew``, whoever saw the end goes on to see it; all others stay in place."""
        saw_end = round(self.scroll_y) >= self.max_scroll_y
        height = len(self._lines)
        self._lines = lines
        self.virtual_size = Size(width, len(lines))
        self.refresh(layout=len(lines) != height and self.styles.is_auto_height)
        if self._scroll_next is not None:
            x, y = self._scroll_next
            self._scroll_next = None
            self.call_after_refresh(self.scroll_to, x, y, animate=False, force=True)
        # Scrolling back releases an anchor, and scrolling to the end takes it up again.
        elif not grew:
            self.anchor(False)
        elif saw_end and not self.is_anchored:
            self.anchor()
        elif self.is_anchored and not self._anchor_released:
            self.scroll_end(animate=False, immediate=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        return max(len(self._lines), 1)

    # -- painting

    def line_style(self, y: int) -> str:  # noqa: ARG002 - for subclasses
        """What lies under a line, over the whole width."""
        return ""

    def before_line(self, y: int) -> list[Segment]:  # noqa: ARG002 - for subclasses
        """What stands before a line and is not scrolled sideways."""
        return []

    def content_of(self, y: int) -> Content:
        """A line, as it looks now."""
        return self._lines[y]

    def render_line(self, y: int) -> Strip:
        scroll_x, scroll_y = self.scroll_offset
        width, at = self.size.width, scroll_y + y
        look = self.visual_style
        if at >= len(self._lines):
            return Strip.blank(width, look.rich_style)
        under = self.line_style(at)
        if under:
            look += self._get_style(under)
        content = self.content_of(at)
        selection = self.text_selection
        span = selection.get_span(at) if selection is not None else None
        if span is not None:
            start, end = span
            chosen = Style.from_styles(self.screen.get_component_styles("screen--selection"))
            content = content.stylize(chosen, start, len(content) if end == -1 else end)
        before = self.before_line(at)
        room = width - sum(segment.cell_length for segment in before)
        strip = Strip(
            [Segment(text, style.rich_style) for text, style in content.render(look, "", self._get_style)],
            content.cell_length,
        )
        strip = strip.crop_extend(scroll_x, scroll_x + max(room, 0), look.rich_style).apply_offsets(scroll_x, at)
        return Strip.join([Strip(before), strip]).crop(0, width) if before else strip

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    # -- selecting

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        return selection.extract("\n".join(line.plain.rstrip() for line in self._lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002 - Textual's
        self.refresh()

    def action_select_all(self) -> None:
        self.text_select_all()

    # -- what a person left

    def view_state(self) -> ViewState:
        x, y = round(self.scroll_x), round(self.scroll_y)
        return {"scroll": {"x": x, "y": y}} if x or y else {}

    def restore_view_state(self, state: ViewState) -> None:
        scroll = state.get("scroll")
        if isinstance(scroll, dict):
            x, y = scroll.get("x"), scroll.get("y")
            if isinstance(x, int | float) and isinstance(y, int | float):
                self._scroll_next = (x, y)


class Document(LinesView):
    """A Markdown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "press_link", "Press", show=False),
        Binding("tab", "move_link(1)", "Next link", show=False),
        Binding("shift+tab", "move_link(-1)", "Link before", show=False),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._text = ""
        self._page: Page | None = None
        # The page that is being laid out beside the loop, and the width that is wanted then.
        self._laying_out: asyncio.Task[None] | None = None
        self._width = 0
        self._links: list[PageLink] | None = None
        # Number of the link that the keyboard is at.
        self._current: int | None = None

    def show(self, text: str) -> None:
        """Show a document. One that only grew costs what was added."""
        self._text = text
        if self._width:
            self._lay_out()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._want(width)
        return super().get_content_height(container, viewport, width)

    def on_resize(self) -> None:
        self._want(self.size.width)

    def _want(self, width: int) -> None:
        if width and width != self._width:
            self._width = width
            self._lay_out()

    def _lay_out(self) -> None:
        page = self._page
        new = len(self._text) - (len(page.text) if page is not None and page.width == self._width else 0)
        if self._laying_out is not None:
            return
        if abs(new) <= AT_ONCE_CHARACTERS_MAX and (page is None or self._text.startswith(page.text)):
            self._show_page(lay_out(self._text, self._width, page))
        elif self.is_attached:
            self._laying_out = asyncio.get_running_loop().create_task(self._lay_out_beside())

    async def _lay_out_beside(self) -> None:
        try:
            while self.is_attached:
                text, width = self._text, self._width
                self._show_page(await in_background(self.app, lay_out, text, width, self._page))
                if (text, width) == (self._text, self._width):
                    return
        finally:
            self._laying_out = None

    def on_mount(self) -> None:
        # It was asked for its height before it was there.
        if self._width and self._page is None:
            self._lay_out()

    def _show_page(self, page: Page) -> None:
        before = self._page
        self._page = page
        self._links = None
        grew = before is not None and bool(before.text) and page.text.startswith(before.text)
        if before is not None and before.text == page.text:
            grew = self.is_anchored
        self.show_lines(page.lines, page.width, grew=grew)

    # -- links

    @property
    def _all_links(self) -> list[PageLink]:
        if self._links is None:
            self._links = self._page.links() if self._page is not None else []
        return self._links

    def content_of(self, y: int) -> Content:
        line = super().content_of(y)
        if self._current is not None and self.has_focus:
            for link in self._all_links:
                if link.line == y and link.number == self._current:
                    line = line.stylize(CURRENT_LINK_STYLE, link.start, link.end)
        return line

    def action_move_link(self, step: int) -> None:
        numbers = list(dict.fromkeys(link.number for link in self._all_links))
        start = 0 if step > 0 else len(numbers) - 1
        at = numbers.index(self._current) + step if self._current in numbers else start
        if not 0 <= at < len(numbers):
            self._current = None
            self.refresh()
            raise SkipAction
        self._current = numbers[at]
        first = next(link for link in self._all_links if link.number == self._current)
        self._reveal(Region(first.start, first.line, first.end - first.start, 1))
        self.refresh()

    def _reveal(self, place: Region) -> None:
        """Scroll whatever scrolls, this widget or the nearest around it, until a place is seen."""
        at: Widget = self
        while not at.allow_vertical_scroll:
            place = place.translate(at.virtual_region.offset + at.styles.gutter.top_left)
            if not isinstance(at.parent, Widget):
                return
            at = at.parent
        at.scroll_to_region(place, animate=False, force=True)

    def action_press_link(self) -> None:
        for link in self._all_links:
            if link.number == self._current:
                self._press(link.href, KEY_PRESS)
                return

    def on_click(self, event: events.Click) -> None:
        href, _ = link_under(event.style.meta)
        if href is not None:
            event.stop()
            self._press(href, pointer_press(event))

    def _press(self, href: str, payload: Mapping[str, Any]) -> None:
        if self.link is not None:
            self.link.follow("onLinkPress", href, payload)


@dataclass(frozen=True, slots=True)
class CodeOptions:
    """How a CodeView shows its code."""

    language: str | None = None
    line_numbers: bool = False
    first_line: int = 1
    marked_lines: frozenset[int] = frozenset()
    wrap: bool = False


class CodeLines(LinesView):
    """A CodeView."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._code = ""
        self._options = CodeOptions()
        # Which line of the code each line on the screen belongs to.
        self._owners: Sequence[int] = ()
        self._shown: tuple[object, ...] | None = None
        self._laying_out: asyncio.Task[None] | None = None
        self._width = 0

    def show(self, code: str, options: CodeOptions) -> None:
        numbers = self._number_cells
        self._code, self._options = code, options
        self._lay_out()
        if numbers != self._number_cells:
            self._owners, self._shown = (), None
            self._lay_out()
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._want(width)
        return super().get_content_height(container, viewport, width)

    def on_resize(self) -> None:
        self._want(self.size.width)

    def on_mount(self) -> None:
        self._lay_out()

    def _want(self, width: int) -> None:
        if width != self._width:
            self._width = width
            if self._options.wrap:
                self._lay_out()

    @property
    def _wanted(self) -> tuple[str, str | None, int | None]:
        """What decides how lines are laid out."""
        options = self._options
        room = max(self._width - self._number_cells, 1) if options.wrap and self._width else None
        return self._code, options.language, room

    def _lay_out(self) -> None:
        if self._laying_out is not None or self._shown == self._wanted:
            return
        if len(self._code) <= AT_ONCE_CHARACTERS_MAX:
            self._show_code(self._wanted, lay_out_code(*self._wanted))
            return
        if not self._lines:
            # Without colours at first, rather than nothing.
            self._show_code(None, lay_out_code(self._code, None, None))
        if self.is_attached:
            self._laying_out = asyncio.get_running_loop().create_task(self._lay_out_beside())

    async def _lay_out_beside(self) -> None:
        try:
            while self.is_attached and self._shown != self._wanted:
                wanted = self._wanted
                self._show_code(wanted, await in_background(self.app, lay_out_code, *wanted))
        finally:
            self._laying_out = None

    def _show_code(self, wanted: tuple[object, ...] | None, laid: tuple[list[Content], list[int]]) -> None:
        self._shown = wanted
        lines, self._owners = laid
        width = self._number_cells + max((line.cell_length for line in lines), default=0)
        self.show_lines(lines, 0 if self._options.wrap else width, grew=False)

    # -- numbers and marks

    @property
    def _number_cells(self) -> int:
        """Cells that the numbers take, with the room beside them."""
        if not self._options.line_numbers:
            return 0
        return len(str(self._options.first_line + self._code.count("\n"))) + 2

    def _number_of(self, y: int) -> int:
        return self._options.first_line + self._owners[y]

    def before_line(self, y: int) -> list[Segment]:
        cells = self._number_cells
        if not cells:
            return []
        marked = self._number_of(y) in self._options.marked_lines
        style = RichStyle(
            color=text_color(self, "foreground" if marked else "muted").rich_color,
            bgcolor=background_color(self, "muted" if marked else "").rich_color,
        )
        # Of a line that goes on in the next one only the first has its number.
        first = y == 0 or self._owners[y - 1] != self._owners[y]
        return [Segment(f"{self._number_of(y) if first else '':>{cells - 2}}  ", style)]

    def line_style(self, y: int) -> str:
        return _MARK_STYLE if self._number_of(y) in self._options.marked_lines else ""


def lay_out_code(code: str, language: str | None, width: int | None) -> tuple[list[Content], list[int]]:
    """The lines of code, broken where they are wider than ``width``, and which line each is part of."""
    lines = code_lines(code, language)
    if width is None:
        return lines, list(range(len(lines)))
    broken: list[Content] = []
    owners: list[int] = []
    for at, line in enumerate(lines):
        parts = line.fold(width) if line.cell_length > width else [line]
        broken += parts
        owners += [at] * len(parts)
    return broken, owners
