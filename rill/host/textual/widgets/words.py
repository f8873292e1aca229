"""The widget of text, with the links in it. It knows its link to the node, no tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content, Span
from textual.strip import Strip
from textual.style import Style
from textual.widgets import Static

from rill.host.textual.content import LinkPlace, link_of, link_places
from rill.host.textual.view import KEY_PRESS, Link, Linked, pointer_press

# How the link that the keyboard is at looks.
CURRENT_LINK_STYLE: Final = "$block-cursor-foreground on $block-cursor-background"


class Words(Linked, Static):
    """A Text, Heading or Link: one widget for a text and all the stretches in it.

    With links in it, it is one stop of the Tab key for each: Tab and the right arrow go to the next link, Shift+Tab and
    the left arrow to the one before, and from the last or first one on to the next widget.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "press_link", "Press", show=False),
        Binding("tab,right", "move_link(1)", "Next link", show=False),
        Binding("shift+tab,left", "move_link(-1)", "Link before", show=False),
    ]

    lines_max: int = 0
    # The text without the sign of the focus, the links in it that the keyboard stops at, and which it is at.
    _shown: Content = Content("")
    _places: list[LinkPlace] = []  # noqa: RUF012 - replaced, never changed
    _current: int = 0

    def show(self, content: Content) -> None:
        """Show a text. One that wraps as the last one did is painted and not laid out: that walks the whole screen."""
        before = self._shown
        self._shown = content
        self._places = [place for place in link_places(content) if self._stops_at(place.link)]
        self._current = min(self._current, max(0, len(self._places) - 1))
        focusable = bool(self._places)
        if self.can_focus != focusable:
            if self.has_focus:
                self.blur()
            self.can_focus = focusable
        self._paint(layout=not _wrap_alike(before.plain, content.plain))

    def _paint(self, *, layout: bool) -> None:
        content = self._shown
        if self.has_focus and self._places:
            place = self._places[self._current]
            content = Content(content.plain, spans=[*content.spans, Span(place.start, place.end, CURRENT_LINK_STYLE)])
        self.update(content, layout=layout)

    # -- links -------------------------------------------------------------------------------------------------------

    def _link(self, id: int) -> Link | None:
        own = self.link
        return own if own is None or own.node.id == id else own.within(id)

    def _stops_at(self, id: int) -> bool:
        link = self._link(id)
        return link is not None and bool(link.node.get("focusable"))

    def _current_link(self) -> Link | None:
        return self._link(self._places[self._current].link) if self._places else None

    def _press(self, link: Link | None, payload: Mapping[str, Any]) -> None:
        if link is not None and not self.is_disabled:
            href = link.node.get("href")
            link.follow("onPress", href if isinstance(href, str) else None, payload)

    def action_press_link(self) -> None:
        self._press(self._current_link(), KEY_PRESS)

    def action_move_link(self, step: int) -> None:
        at = self._current + step
        if not 0 <= at < len(self._places):
            # The next widget's turn, or the scrolling box around this one.
            raise SkipAction
        self._go_to(at)

    def _go_to(self, at: int) -> None:
        if at == self._current:
            return
        if self.has_focus:
            self._tell("onBlur")
        self._current = at
        if self.has_focus:
            self._tell("onFocus")
            self._paint(layout=False)

    def go_to_link(self, id: int) -> None:
        """Be at a link, if the keyboard may stop there."""
        for at, place in enumerate(self._places):
            if place.link == id:
                self._go_to(at)

    def is_at_link(self, id: int) -> bool:
        """Whether the keyboard is at this link."""
        return self.has_focus and bool(self._places) and self._places[self._current].link == id

    def _tell(self, event: str) -> None:
        link = self._current_link()
        if link is not None:
            link.emit(event)

    async def on_event(self, event: events.Event) -> None:
        # Before `Linked` does it for the text: the focus is on a link in it.
        inner = self._current_link()
        if inner is not None and inner is not self.link:
            inner.tell(event, self)
        await super().on_event(event)

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        if not has_focus:
            # Whoever comes back begins at the front.
            self._current = 0
        self._paint(layout=False)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        id = link_of(event.style.meta)
        if id is not None:
            # What is around a link is not pressed with it.
            event.stop()
            for at, place in enumerate(self._places):
                if place.link == id:
                    self._current = at

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if link_of(event.style.meta) is not None:
            event.stop()

    def on_click(self, event: events.Click) -> None:
        id = link_of(event.style.meta)
        if id is not None:
            event.stop()
            self._press(self._link(id), pointer_press(event))

    # -- lines -------------------------------------------------------------------------------------------------------

    # For which content and width the last answer was, and the answer.
    _cut: tuple[object, int, bool] = (None, 0, False)

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        look = self.visual_style
        if look.underline:
            # Under the words, and not on to the edge of the widget.
            words = strip.text.rstrip()
            room = strip.cell_length - cell_len(words)
            strip = Strip.join(
                [strip.crop(0, cell_len(words)), Strip.blank(room, (look + Style(underline=False)).rich_style)]
            )
        # Asked while painting and not while rendering: the size is known by then, and asking earlier costs a whole
        # layout.
        if self.lines_max and y == self.lines_max - 1 and self._is_cut():
            width = max(0, min(len(strip.text.rstrip()), self.size.width - 1))
            kept = strip.crop(0, width)
            style = next((segment.style for segment in reversed(list(kept)) if segment.style), self.rich_style)
            return Strip.join([kept, Strip([Segment("…", style)])]).adjust_cell_length(self.size.width, self.rich_style)
        return strip

    def _is_cut(self) -> bool:
        """Whether the text has more lines than are shown."""
        content, width = self._shown, self.size.width
        if self._cut[:2] != (content, width):
            lines = len(content.wrap(width)) if width else 0
            self._cut = (content, width, lines > self.lines_max)
        return self._cut[2]


def _wrap_alike(before: str, after: str) -> bool:
    """Whether two texts break into lines at the same places whatever the width, as do those of a clock or a counter."""
    return len(before) == len(after) and all(
        one == other or not (one.isspace() or other.isspace() or cell_len(one) != cell_len(other))
        for one, other in zip(before, after, strict=True)
    )
