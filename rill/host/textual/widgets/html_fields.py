"""Widgets of the fields of HTML: Rill's own controls, a line high, that say what happens as the DOM does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button

from rill.host.textual.html_flow import InFlow
from rill.host.textual.html_link import Activated, Faulty, HtmlLink, PressedByKeys, press_payload
from rill.host.textual.view import KEY_PRESS
from rill.host.textual.widgets.controls import AreaInput, LineInput, PressButton, TickBox, ValueControl
from rill.host.textual.widgets.dates import DayField
from rill.host.textual.widgets.select import Chooser
from rill.host.textual.widgets.slider import Sliding
from rill.host.textual.widgets.words import CURRENT_LINK_STYLE

# Of a field that does not say how many characters it shows, as in browsers.
SIZE_DEFAULT: Final = 20


class HtmlButton(PressedByKeys, Activated, InFlow, PressButton):
    """A `button`, or an `input` that is one."""

    in_line = True

    def press_by_key(self) -> bool:
        self.press()
        return True

    def on_button_pressed(self, event: Button.Pressed) -> None:
        # What the catalogue's buttons say is another thing.
        event.prevent_default()
        event.stop()
        payload, self._payload = self._payload, KEY_PRESS
        if isinstance(self.link, HtmlLink):
            self.link.click(self.link.node, payload)

    def on_click(self, event: events.Click) -> None:
        event.prevent_default()
        event.stop()
        if event.button == 3 and isinstance(self.link, HtmlLink):
            self.link.tell_event(self.link.node, "onContextMenu", press_payload(event))
        elif event.button == 1:
            self._payload = press_payload(event)
            self.press()

    def activate(self, payload: Mapping[str, Any]) -> None:
        if isinstance(self.link, HtmlLink):
            self.link.click(self.link.node, payload)


class HtmlField(Faulty, InFlow, ValueControl):
    """What the widgets of all fields share: presses are the DOM's, and no field of a form box is around them."""

    in_line = True
    # What it held when a person came, where `change` is told when they leave.
    _held: Any = None

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if isinstance(self.link, HtmlLink):
            payload = press_payload(event)
            if event.button == 3:
                self.link.tell_event(self.link.node, "onContextMenu", payload)
            elif event.button == 1:
                self.tell_click(self.link, payload)

    def tell_click(self, link: HtmlLink, payload: Mapping[str, Any]) -> None:
        """Tell of a press that changes nothing."""
        link.click(link.node, payload)


class _Written(HtmlField):
    """A field that is written in: `change` comes when a person leaves it, or with Enter."""

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Focus):
            self._held = self.value_left()
        elif isinstance(event, events.Blur):
            # Before the guest hears that the focus went.
            self.commit()
        await super().on_event(event)

    def commit(self) -> None:
        """Tell of a change that a person is done with."""
        value = self.value_left()
        if self._held is not None and value != self._held and isinstance(self.link, HtmlLink):
            self._held = value
            self.link.tell_event(self.link.node, "onChange")


class HtmlLine(_Written, LineInput):
    """An `input` of one line."""

    async def _on_key(self, event: events.Key) -> None:
        # Left to bindings, Enter would act on whatever has the focus when they are looked up; the guest, which hears
        # of the key first, may have taken this field away by then, and the next thing with the focus may be a button.
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            await self.action_submit()

    async def action_submit(self) -> None:
        self.commit()
        await super().action_submit()

    def show_value(self, value: str) -> None:
        super().show_value(value)
        if self.has_focus:
            self._held = self.value


class HtmlArea(_Written, AreaInput):
    """A `textarea`."""


class HtmlTick(PressedByKeys, Activated, HtmlField, TickBox):
    """An `input` of type `checkbox`."""

    keeps_distance = True
    _pressed_with: Mapping[str, Any] = KEY_PRESS

    # What it looks like off and on. Its words are beside it, in a `label`.
    signs: ClassVar[tuple[str, str]] = ("[ ]", "[X]")

    def render(self) -> Content:
        look = CURRENT_LINK_STYLE if self.has_focus else "$text-success" if self.value else "$foreground"
        return Content.styled(self.signs[self.value], look)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return 3

    def tell_change(self, value: str | bool | float) -> None:  # noqa: ARG002
        payload, self._pressed_with = self._pressed_with, KEY_PRESS
        if isinstance(self.link, HtmlLink):
            self.link.switched(self.link.node, payload)
            self.link.check_fault()

    def on_click(self, event: events.Click) -> None:
        event.prevent_default()
        event.stop()
        if event.button == 1:
            self.activate(press_payload(event))
        elif isinstance(self.link, HtmlLink):
            self.link.tell_event(self.link.node, "onContextMenu", press_payload(event))

    def press_by_key(self) -> bool:
        self.action_toggle_button()
        return True

    def activate(self, payload: Mapping[str, Any]) -> None:
        if not self.is_disabled:
            self._pressed_with = payload
            self.toggle()


class HtmlRadio(HtmlTick):
    """An `input` of type `radio`: on, it stays so until another one is."""

    signs = ("( )", "(●)")

    def toggle(self) -> HtmlRadio:
        if self.value:
            # Pressed again it tells of the press, and of no change.
            payload, self._pressed_with = self._pressed_with, KEY_PRESS
            if isinstance(self.link, HtmlLink):
                self.link.click(self.link.node, payload)
        else:
            self.value = True
        return self

    def action_toggle_button(self) -> None:
        self.toggle()


class HtmlRange(HtmlField, Sliding):
    """An `input` of type `range`."""


class HtmlDay(HtmlField, DayField):
    """An `input` of type `date`."""


class HtmlChoice(HtmlField, Chooser):
    """A `select`."""


class Gauge(InFlow, Widget):
    """A `progress` or a `meter`: how far something is, in a line of text."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rill-gauge--rest", "rill-gauge--waiting"}

    in_line = True
    # From 0 to 1; None while nobody knows.
    share: float | None = None

    def show_share(self, share: float | None) -> None:
        """Show how far it is."""
        self.share = share
        self.refresh()

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return SIZE_DEFAULT

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return 1

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        if y:
            return Strip.blank(width)
        if self.share is None:
            return Strip([Segment("╺━" * (width // 2), self.get_component_rich_style("rill-gauge--waiting"))])
        full = round(self.share * width)
        rest = self.get_component_rich_style("rill-gauge--rest")
        return Strip([Segment("━" * full, self.rich_style), Segment("━" * (width - full), rest)], width)
