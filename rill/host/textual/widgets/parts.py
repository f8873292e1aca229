"""Parts that several widgets of the catalogue are made of. A part has no node; what happens in it is told for the
widget that it is a part of.
"""

from __future__ import annotations

from textual import events
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from rill.host.textual.view import Linked, WidgetMixin
from rill.host.textual.widgets.boxes import Box
from rill.host.textual.widgets.stage import measure


class Part(WidgetMixin):
    """Mixed into a part that has the focus for its widget: the guest hears of the widget's focus and keys."""

    whole: Linked | None = None

    async def on_event(self, event: events.Event) -> None:
        link = self.whole.link if self.whole is not None else None
        if link is not None:
            if isinstance(event, events.Key):
                link.observe_key(event)
            elif isinstance(event, events.Focus):
                link.emit("onFocus")
            elif isinstance(event, events.Blur):
                link.emit("onBlur")
        await super().on_event(event)


class Holder(Box):
    """A box for children of a widget that is made of several parts."""


class SheetLayout(Layout):
    """Parts below each other, as high as they are; the middle one gives way where there is not enough room."""

    name = "rill-sheet"

    def __init__(self, body: Widget) -> None:
        self._body = body

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: ARG002
    ) -> ArrangeResult:
        heights = {child: measure(parent, child, size).height for child in children}
        if self._body in heights:
            others = sum(height for child, height in heights.items() if child is not self._body)
            # Without a height of its own the sheet asks what it would take.
            if size.height:
                heights[self._body] = max(0, size.height - others)
        placements, y = [], 0
        for child in children:
            placements.append(
                WidgetPlacement(Region(0, y, size.width, heights[child]), NULL_OFFSET, NULL_SPACING, child)
            )
            y += heights[child]
        return placements

    def get_content_height(self, widget: Widget, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        room = Size(width, container.height)
        return sum(measure(widget, child, room).height for child in widget.displayed_children)
