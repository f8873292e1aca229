"""Controls of one line that open a panel over the guest's screen: how it is opened, placed and closed.

The focus stays in the control, so a panel that opens or closes is no matter of focus to anybody. What is in the panel
is the business of `select` and `dates`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from typing import Any, Final

from textual.geometry import Region, Size
from textual.widget import Widget

from rill.host.textual.view import Assembled, ViewState
from rill.host.textual.widgets.controls import ValueControl
from rill.host.textual.widgets.stage import Floating, beside, region_of

# A panel with less room than this beside its control covers the control instead: its border takes two lines.
_LINES_MIN: Final = 5


class Panel(Floating):
    """Mixed into what a `DropDown` opens. It stands on the stage, and so within the guest's view."""

    # Textual leaves the focus where it is when such a widget is pressed.
    DEFAULT_CLASSES = "-textual-system"

    def region_on(self, stage: Widget, size: Size, before: list[Region]) -> Region:  # noqa: ARG002
        control = self.owner
        assert isinstance(control, DropDown)
        target, wanted = region_of(control, stage), control.size_of_panel(size)
        if max(size.height - target.bottom, target.y) >= min(wanted.height, _LINES_MIN):
            return beside(target, wanted, size)
        covering = Region(target.x, target.y, min(wanted.width, size.width), min(wanted.height, size.height))
        return covering.translate_inside(size.region)

    def height_on(self, stage: Widget, size: Size) -> int:
        control = self.owner
        assert isinstance(control, DropDown)
        return region_of(control, stage).bottom + control.size_of_panel(size).height


class DropDown(Assembled, ValueControl):
    """Mixed into a control with a panel."""

    # The open panel. It takes no focus of its own.
    panel: Panel | None = None
    _open_when_mounted: bool = False
    # The widgets whose scrolling takes the control along, once they are known.
    _followed: bool = False

    def make_panel(self) -> Panel | None:
        """The panel, as things are now; None where there is nothing to show."""
        raise NotImplementedError

    def size_of_panel(self, stage: Size) -> Size:
        """The size that the open panel wants, border included, on a stage of this size. It may get less."""
        raise NotImplementedError

    def open(self) -> None:
        """Show the panel. Once the control is mounted, if it is not yet."""
        if not self.is_mounted:
            self._open_when_mounted = True
        elif self.panel is None and not self.is_disabled and self.link is not None:
            panel = self.panel = self.make_panel()
            if panel is not None:
                panel.owner = self
                self._follow()
                self.link.stage.mount(panel)
                self.link.tell_shown()
                self.refresh()

    def close(self) -> None:
        """Take the panel away."""
        panel, self.panel = self.panel, None
        if panel is not None:
            panel.remove()
            self.refresh()

    def dismantle(self) -> Iterable[Awaitable[Any]]:
        panel, self.panel = self.panel, None
        if panel is not None:
            yield panel.remove()

    def place_panel(self) -> None:
        """Let the panel stand where the control will be, and be as large as it wants to be now."""
        if self.panel is not None:
            # Where that is, is known once the rest has its place: what was scrolled into view may not be mounted yet.
            self.call_next(self._place_panel_once_shown)

    def _place_panel_once_shown(self) -> None:
        if self.link is not None:
            self.link.when_shown(self._place_panel)

    def _place_panel(self) -> None:
        if self.panel is not None:
            # The panel and not the stage: Textual arranges anew what is around a widget.
            self.panel.refresh(layout=True)

    def _follow(self) -> None:
        if not self._followed:
            self._followed = True
            for around in self.ancestors:
                if isinstance(around, Widget):
                    self.watch(around, "scroll_y", self.place_panel, init=False)

    def on_mount(self) -> None:
        if self._open_when_mounted:
            self._open_when_mounted = False
            # Where there is room is known only then.
            self.call_after_refresh(self.open)

    def on_resize(self) -> None:
        self.place_panel()

    def on_blur(self) -> None:
        self.close()

    def watch_disabled(self, disabled: bool) -> None:
        super().watch_disabled(disabled)
        if disabled:
            self.close()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return 1

    def view_state(self) -> ViewState:
        state = dict(super().view_state())
        if self.panel is not None:
            state["open"] = True
        return state

    def restore_view_state(self, state: ViewState) -> None:
        super().restore_view_state(state)
        if state.get("open"):
            self.open()
