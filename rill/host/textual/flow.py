"""How the children of a box stand: along its direction or across it, with gaps. Textual layouts that know `gap`,
`align` and `justify`; they arrange widgets and know no guest.

Sizes are Textual's own business: these layouts let its vertical and horizontal layout do the arithmetic and then
shift what came out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.geometry import Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.layouts.horizontal import HorizontalLayout
from textual.layouts.vertical import VerticalLayout
from textual.widget import Widget

Align = Literal["start", "center", "end", "stretch"]
Justify = Literal["start", "center", "end", "space-between"]

_HORIZONTAL = HorizontalLayout()
_VERTICAL = VerticalLayout()


@dataclass(frozen=True, slots=True)
class Flow:
    """Where a box puts its children; the names are those of the guest's `style`."""

    horizontal: bool = False
    gap: int = 0
    align: Align = "stretch"
    justify: Justify = "start"


class FlowLayout(Layout):
    """A Textual layout for one `Flow`."""

    name: ClassVar[str] = "rill-flow"

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        return self._place(parent, children, size, greedy=greedy, measuring=False)

    def get_content_width(self, widget: Widget, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """The width that the content wants. Nothing is stretched or justified to find out."""
        children = list(widget.displayed_children)
        if not children:
            return 0
        placements = self._place(widget, children, Size(container.width, 0), greedy=False, measuring=True)
        return WidgetPlacement.get_bounds(placements).right

    def get_content_height(self, widget: Widget, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The height that the content wants at a width."""
        children = list(widget.displayed_children)
        if not children:
            return 0
        all_dynamic = all(child.styles.is_dynamic_height for child in children)
        size = Size(width, container.height if all_dynamic else 0)
        return WidgetPlacement.get_bounds(self._place(widget, children, size, greedy=True, measuring=True)).bottom

    def _place(
        self, parent: Widget, children: list[Widget], size: Size, *, greedy: bool, measuring: bool
    ) -> list[WidgetPlacement]:
        flow = self.flow
        gaps = flow.gap * (len(children) - 1)
        if flow.horizontal:
            inner = Size(max(0, size.width - gaps), size.height)
            placements = _HORIZONTAL.arrange(parent, children, inner, greedy=greedy)
        else:
            inner = Size(size.width, max(0, size.height - gaps))
            placements = _VERTICAL.arrange(parent, children, inner, greedy=greedy)
        lead, between = (0, 0.0) if measuring else self._free_room(placements, size, gaps)
        across = 0 if measuring else self._room_across(placements, size)
        if not (flow.gap or lead or between or across):
            return placements
        tallest = max(placement.region.height + placement.margin.height for placement in placements)
        placed = []
        for index, placement in enumerate(placements):
            along = lead + index * flow.gap + int(index * between)
            region = self._across(placement, across, tallest) if across else placement.region
            region = region.translate((along, 0) if flow.horizontal else (0, along))
            placed.append(placement._replace(region=region))
        return placed

    def _free_room(self, placements: list[WidgetPlacement], size: Size, gaps: int) -> tuple[int, float]:
        """How far the first child moves along the direction, and how much each child more than the one before it."""
        flow = self.flow
        if flow.justify == "start" or not placements:
            return 0, 0.0
        bounds = WidgetPlacement.get_bounds(placements)
        free = size.width - bounds.right - gaps if flow.horizontal else size.height - bounds.bottom - gaps
        if free <= 0:
            return 0, 0.0
        match flow.justify:
            case "center":
                return free // 2, 0.0
            case "end":
                return free, 0.0
            case _:
                return 0, free / (len(placements) - 1) if len(placements) > 1 else 0.0

    def _room_across(self, placements: list[WidgetPlacement], size: Size) -> int:
        """The room across the direction that children stand in, or 0 where each keeps its place."""
        if self.flow.align == "start" or not placements:
            return 0
        if self.flow.horizontal:
            return size.height or max(placement.region.bottom + placement.margin.bottom for placement in placements)
        # Children of a column are as wide as it is unless they say otherwise, and then stretching must leave them
        # alone.
        return 0 if self.flow.align == "stretch" else size.width

    def _across(self, placement: WidgetPlacement, room: int, tallest: int) -> Region:
        region, margin = placement.region, placement.margin
        if self.flow.align == "stretch":
            widget = placement.widget
            if not (widget.styles.is_auto_height and widget.has_class("rill-stretch")):
                return region
            # A text is as high as its tallest neighbour, with its words in the middle: beside a button of three lines
            # they stand where the button's do.
            height = (tallest if widget.has_class("rill-text") else room) - margin.height
            return Region(region.x, region.y, region.width, max(region.height, height))
        if self.flow.horizontal:
            free = max(0, room - region.height - margin.height)
            return region.translate((0, free // 2 if self.flow.align == "center" else free))
        free = max(0, room - region.width - margin.width)
        return region.translate((free // 2 if self.flow.align == "center" else free, 0))
