"""The stage: holds a guest's whole screen, and over it what stands in front of everything else of that guest.

Knows where things stand; what they are is the business of other modules.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import RenderResult
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.layouts.vertical import VerticalLayout
from textual.message import Message
from textual.widget import Widget

from rill.host.textual.view import WidgetMixin

_VERTICAL = VerticalLayout()


class Floating(WidgetMixin):
    """Mixed into widgets that stand over the screen. Without more it is as large as the stage."""

    # The widget that it belongs to, where that is not the one which stands for a node itself.
    owner: Widget | None = None

    def region_on(self, stage: Widget, size: Size, before: list[Region]) -> Region:  # noqa: ARG002
        """Where it stands on a stage of this size. `before` has the regions of those that came earlier."""
        return size.region

    def height_on(self, stage: Widget, size: Size) -> int:  # noqa: ARG002
        """Lines that it needs, for a stage that is as high as what is on it."""
        return 0


def measure(parent: Widget, child: Widget, size: Size) -> Size:
    """The size that a widget takes, margins included, where there is this much room."""
    placement = _VERTICAL.arrange(parent, [child], size, greedy=False)[0]
    return placement.region.grow(placement.margin).size


class _StageLayout(Layout):
    """Everything takes the whole room, but what floats takes its own."""

    name: ClassVar[str] = "rill-stage"

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: ARG002
    ) -> ArrangeResult:
        placements = []
        floating: list[Region] = []
        for order, child in enumerate(children):
            region = size.region
            if isinstance(child, Floating):
                region = child.region_on(parent, size, floating).intersection(size.region)
                floating.append(region)
            placements.append(WidgetPlacement(region, NULL_OFFSET, NULL_SPACING, child, order))
        return placements

    def get_content_width(self, widget: Widget, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return container.width

    def get_content_height(self, widget: Widget, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        room = Size(width, container.height)
        heights = [
            child.height_on(widget, room) if isinstance(child, Floating) else measure(widget, child, room).height
            for child in widget.displayed_children
        ]
        return max(heights, default=0)


class Stage(Widget):
    """Holds the surface with a guest's tree, and what stands over it. Messages of a guest's widgets end or turn here.

    ``gate`` is asked of each message that a widget below sends, and says whether the message ends here.
    """

    gate: Callable[[Message, Widget], bool] | None = None

    _layout = _StageLayout()

    @property
    def layout(self) -> Layout:
        return self._layout

    def render(self) -> RenderResult:
        # Without children Textual would paint the name of the class.
        return ""

    def post_message(self, message: Message) -> bool:
        # Bubbling ends in this call. Asked here and not in a handler, the guest hears of it before anything else
        # happens.
        sender = message.control or message._sender
        if self.gate is None or not isinstance(sender, Widget) or sender is self:
            return super().post_message(message)
        return self.gate(message, sender) or super().post_message(message)
