"""Parts that several widgets of the catalogue are made of. A part has no node; what happens in it is told for the
widget that it is a part of.
"""

from __future__ import annotations

from textual import events
from textual.app import RenderResult
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from rill.host.textual.flow import Flowing, FlowingInside
from rill.host.textual.view import Linked, TakesKeys
from rill.host.textual.widgets.boxes import Box, ScrollBox
from rill.host.textual.widgets.stage import measure


class Part(TakesKeys):
    """Mixed into a part that has the focus for its widget: the guest hears of the widget's focus and keys."""

    whole: Linked | None = None

    async def on_event(self, event: events.Event) -> None:
        link = self.whole.link if self.whole is not None else None
        if link is not None:
            link.tell(event, self)
        await super().on_event(event)


class Holder(Box):
    """A box for children of a widget that is made of several parts."""


class Sheet(FlowingInside):
    """Mixed into a widget whose parts stand in a `SheetLayout`. The middle one holds the guest's children."""

    _sheet: SheetLayout

    @property
    def flowing(self) -> Flowing:
        return self._sheet.body

    @property
    def layout(self) -> Layout:
        return self._sheet

    @property
    def _has_relative_children_width(self) -> bool:
        # Textual takes a parent with such children for one that wants all there is.
        return False

    def render(self) -> RenderResult:
        # Without children Textual would paint the name of the class.
        return ""


class SheetLayout(Layout):
    """Parts below each other, as high as they are; the middle one gives way where there is not enough room."""

    name = "rill-sheet"

    def __init__(self, body: Box | ScrollBox) -> None:
        self.body = body

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: ARG002
    ) -> ArrangeResult:
        heights = {child: measure(parent, child, size).height for child in children}
        if self.body in heights:
            others = sum(height for child, height in heights.items() if child is not self.body)
            # Without a height of its own the sheet asks what it would take.
            if size.height:
                heights[self.body] = max(0, size.height - others)
        placements, y = [], 0
        for child in children:
            placements.append(
                WidgetPlacement(Region(0, y, size.width, heights[child]), NULL_OFFSET, NULL_SPACING, child)
            )
            y += heights[child]
        return placements

    def get_content_width(self, widget: Widget, container: Size, viewport: Size) -> int:
        """As wide as the widest part wants to be."""
        widths = [
            child.get_content_width(container, viewport) + child.styles.gutter.width
            for child in widget.displayed_children
        ]
        return max(widths, default=0)

    def get_content_height(self, widget: Widget, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        room = Size(width, container.height)
        return sum(measure(widget, child, room).height for child in widget.displayed_children)
