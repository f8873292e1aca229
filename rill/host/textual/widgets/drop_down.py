"""Controls of one line that open a panel below themselves: how it is opened, placed and closed.

The focus stays in the control, so a panel that opens or closes is no matter of focus to anybody. What is in the panel
is the business of `select` and `dates`.
"""

from __future__ import annotations

from typing import Any

from textual import events
from textual.geometry import Size
from textual.widget import Widget

from rill.host.textual.widgets.controls import ValueControl

# A panel of fewer lines, its border included, shows nothing.
_LINES_MIN = 3


class DropDown(ValueControl):
    """Mixed into a control with a panel. The panel is a child of it, over everything else on the screen."""

    # The open panel. It takes no focus of its own.
    panel: Widget | None = None
    _open_when_mounted: bool = False

    def make_panel(self) -> Widget | None:
        """The panel, as things are now; None where there is nothing to show."""
        raise NotImplementedError

    def size_of_panel(self, panel: Widget, screen: Size) -> Size:
        """The size that it wants, border included. It gets less where there is less room."""
        raise NotImplementedError

    def open(self) -> None:
        """Show the panel. Once the control is mounted, if it is not yet."""
        if not self.is_mounted:
            self._open_when_mounted = True
        elif self.panel is None and not self.is_disabled:
            panel = self.panel = self.make_panel()
            if panel is not None:
                self.add_class("-open")
                self._place(panel)
                self.mount(panel)

    def close(self) -> None:
        """Take the panel away."""
        panel, self.panel = self.panel, None
        if panel is not None:
            self.remove_class("-open")
            panel.remove()

    def on_mount(self) -> None:
        if self._open_when_mounted:
            self._open_when_mounted = False
            # Where there is room is known only then.
            self.call_after_refresh(self.open)

    def on_resize(self) -> None:
        if self.panel is not None:
            self._place(self.panel)

    def on_blur(self) -> None:
        self.close()

    def watch_disabled(self, disabled: bool) -> None:
        super().watch_disabled(disabled)
        if disabled:
            self.close()

    def _place(self, panel: Widget) -> None:
        """Below the control, or above it where that shows more, and within the screen."""
        screen, region, gutter = self.screen.size, self.region, self.styles.gutter
        wanted = self.size_of_panel(panel, screen)
        below, above = screen.height - region.bottom, region.y
        under = below >= min(wanted.height, max(above, _LINES_MIN))
        width = min(wanted.width, screen.width)
        height = max(_LINES_MIN, min(wanted.height, below if under else above))
        # As far to the left as it takes to end where the screen does.
        left = max(0, min(region.x, screen.width - width)) - region.x - gutter.left
        top = self.content_size.height + gutter.bottom if under else -height - gutter.top
        panel.styles.width, panel.styles.height = width, height
        panel.styles.offset = left, top

    # Without these the panel would count as content.

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return 1

    async def on_event(self, event: events.Event) -> None:
        # What happens in the panel is its own business.
        if isinstance(event, events.MouseEvent) and self.panel is not None and event.widget is self.panel:
            return
        await super().on_event(event)

    def view_state(self) -> dict[str, Any]:
        state = dict(super().view_state())
        if self.panel is not None:
            state["open"] = True
        return state

    def restore_view_state(self, state: Any) -> None:
        super().restore_view_state(state)
        if state.get("open"):
            self.open()
