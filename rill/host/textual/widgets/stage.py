"""The stage: holds a guest's whole screen, and over it what stands in front of everything else of that guest.

Knows where things stand; what they are is the business of other modules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Final, cast

from textual import events
from textual.app import RenderResult
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.layouts.vertical import VerticalLayout
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from rill.host.textual.view import WidgetMixin

_VERTICAL = VerticalLayout()
# More than any stage holds.
_ABOVE_ALL: Final = 1_000_000


class Floating(WidgetMixin):
    """Mixed into widgets that stand over the screen. Without more it is as large as the stage."""

    # Whether it is seen over others that came later.
    above_all: bool = False
    # Whether it wants to be seen; it is, where what it belongs to is.
    wanted: bool = True
    # The widget that it belongs to, where that is not the one which stands for a node itself.
    owner: Widget | None = None

    def region_on(self, stage: Widget, size: Size, before: list[Region]) -> Region:  # noqa: ARG002
        """Where it stands on a stage of this size. `before` has the regions of those that came earlier."""
        return size.region

    def height_on(self, stage: Widget, size: Size) -> int:  # noqa: ARG002
        """Lines that it needs, for a stage that is as high as what is on it."""
        return 0


def measure(parent: Widget, child: Widget, size: Size) -> Size:
    """The size that a widget takes, margins included, where there is this much room. It is not wider than that."""
    placement = _VERTICAL.arrange(parent, [child], size, greedy=False)[0]
    wanted = placement.region.grow(placement.margin).size
    if wanted.width <= size.width:
        return wanted
    styles = child.styles
    if not styles.is_auto_height:
        return Size(size.width, wanted.height)
    # Narrower than it would like to be, it is higher.
    outside = styles.gutter.height + placement.margin.height
    inner = max(0, size.width - styles.gutter.width - placement.margin.width)
    height = child.get_content_height(Size(inner, max(0, size.height - outside)), parent.app.size, inner)
    most = styles.max_height
    if most is not None and most.is_cells:
        height = min(height, max(0, int(most.value) - styles.gutter.height))
    return Size(size.width, height + outside)


def beside(target: Region, wanted: Size, room: Size) -> Region:
    """A place for something that belongs to a target: below it, or above where that shows more, and within the room."""
    below, above = room.height - target.bottom, target.y
    under = below >= min(wanted.height, max(above, 1))
    height = max(1, min(wanted.height, below if under else above, room.height))
    width = max(1, min(wanted.width, room.width))
    x = max(0, min(target.x, room.width - width))
    y = target.bottom if under else target.y - height
    return Region(x, max(0, min(y, room.height - height)), width, height)


def region_of(widget: Widget, stage: Widget) -> Region:
    """Where a widget is on the stage."""
    return widget.region.translate(-stage.content_region.offset)


class FloatLayout(Layout):
    """Everything takes the whole room, but what floats takes its own."""

    name: ClassVar[str] = "rill-float"

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
            above = _ABOVE_ALL if isinstance(child, Floating) and child.above_all else 0
            placements.append(WidgetPlacement(region, NULL_OFFSET, NULL_SPACING, child, order + above))
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


class _Hole(Strip):
    """A line that paints nothing, so that what is below is seen."""

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        # Textual's compositor paints from the front and leaves a piece that is None to the next widget behind.
        return cast("Sequence[Strip]", [None for _ in cuts])


_HOLE: Final = _Hole([])


class Veil(Floating, Widget):
    """Covers the stage, and is not seen. Presses on it do not reach what is behind. Its children float on it."""

    ALLOW_SELECT = False

    _layout = FloatLayout()

    @property
    def layout(self) -> Layout:
        return self._layout

    def render_lines(self, crop: Region) -> list[Strip]:
        return [_HOLE] * crop.height

    def press_outside(self) -> None:
        """The veil itself was pressed, and not what is on it."""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        event.stop()

    def on_click(self, event: events.Click) -> None:
        # Not when the button goes down: what is behind would get the rest of the press.
        event.stop()
        if self.screen.get_widget_at(event.screen_x, event.screen_y)[0] is self:
            self.press_outside()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        event.stop()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()


class Barrier(Veil):
    """A veil behind which everything waits: it is dimmed, and cannot have the focus."""

    # What had the focus before.
    _focus_before: Widget | None = None

    @property
    def is_up(self) -> bool:
        """Whether it keeps anything waiting now."""
        return self.display

    def focus_first(self) -> None:
        """Move the focus in, if it is not."""
        raise NotImplementedError

    def give_back_focus(self) -> None:
        """Move the focus to where it was before, if it is here. To be called before the barrier is removed, too: what
        Textual does with the focus of a widget that goes is to give it to a neighbour.
        """
        focused = self.screen.focused
        if focused is None or self not in focused.ancestors_with_self:
            return
        back, self._focus_before = self._focus_before, None
        self.screen.set_focus(back if back is not None and back.is_attached and back.focusable else None)


class Stage(Widget):
    """Holds the surface with a guest's tree, and what stands over it. Messages of a guest's widgets end or turn here.

    ``gate`` is asked of each message that a widget below sends, and says whether the message ends here. ``resized``
    hears of another width.
    """

    gate: Callable[[Message, Widget], bool] | None = None
    resized: Callable[[int], None] | None = None

    _layout = FloatLayout()
    _barriers: tuple[Barrier, ...] = ()

    @property
    def layout(self) -> Layout:
        return self._layout

    def render(self) -> RenderResult:
        # Without children Textual would paint the name of the class.
        return ""

    def on_resize(self) -> None:
        if self.resized is not None and self.size.width:
            self.resized(self.size.width)

    def settle(self, *, may_focus: bool) -> None:
        """Let everything behind the foremost barrier wait, and move the focus in front of it, or back."""
        before = self._barriers
        barriers = self._barriers = tuple(
            child for child in self.children if isinstance(child, Barrier) and child.is_up and not child._pruning
        )
        if barriers == before:
            return
        front = self.children.index(barriers[-1]) if barriers else 0
        for index, child in enumerate(self.children):
            waits = index < front and not (isinstance(child, Floating) and child.above_all)
            child.set_class(waits, "-waits")
            child.can_focus_children = not waits
        if may_focus:
            self._move_focus(before, barriers)

    def _move_focus(self, before: tuple[Barrier, ...], after: tuple[Barrier, ...]) -> None:
        focused = self.screen.focused
        inside = focused if focused is not None and self in focused.ancestors else None
        for barrier in after:
            if barrier not in before:
                barrier._focus_before = inside
        gone = [barrier for barrier in before if barrier not in after]
        front = after[-1] if after else None
        for barrier in gone:
            barrier.give_back_focus()
        focused = self.screen.focused
        if front is not None and (focused is None or front not in focused.ancestors_with_self):
            # What is in it may not be mounted yet.
            front.call_after_refresh(front.focus_first)

    def post_message(self, message: Message) -> bool:
        # Bubbling ends in this call. Asked here and not in a handler, the guest hears of it before anything else
        # happens.
        sender = message.control or message._sender
        if self.gate is None or not isinstance(sender, Widget) or sender is self:
            return super().post_message(message)
        return self.gate(message, sender) or super().post_message(message)
