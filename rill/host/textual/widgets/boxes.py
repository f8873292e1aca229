"""Widgets for the components that are there for their children. They know their link, no tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.timer import Timer
from textual.widget import Widget

from rill.host.textual.flow import Flowing
from rill.host.textual.scrolling import layout_payload, scroll_payload
from rill.host.textual.view import KEY_PRESS, Linked, pointer_press


class Box(Flowing, Linked, Widget):
    """A View, Row or Column."""

    # They do nothing where nothing scrolls, and go on to what is around.
    BINDINGS: ClassVar[list[BindingType]] = ScrollableContainer.BINDINGS

    def allow_focus(self) -> bool:
        """A box that scrolls can have the focus, if nothing in it can: otherwise no key would reach what is cut off."""
        if super().allow_focus():
            return True
        if not (self.show_vertical_scrollbar or self.show_horizontal_scrollbar):
            return False
        return not any(widget.display and widget.allow_focus() for widget in self.walk_children(Widget))

    def on_resize(self) -> None:
        if self.link is not None:
            self.link.emit("onLayout", layout_payload(self))


class ScrollBox(Flowing, Linked, ScrollableContainer):
    """A ScrollView."""

    def on_resize(self) -> None:
        if self.link is not None:
            self.link.emit("onLayout", layout_payload(self))

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_x(old_value, new_value)
        self._tell_scroll(old_value, new_value)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._tell_scroll(old_value, new_value)

    def _tell_scroll(self, old_value: float, new_value: float) -> None:
        # A glide passes through fractions of a cell that nobody sees.
        if self.link is None or round(old_value) == round(new_value):
            return
        self.link.emit("onScroll", scroll_payload(self, self.virtual_size))


class Pressing(Box, can_focus=True):
    """A Pressable: a box that can be pressed by pointer, Enter and Space."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "Press", show=False)]

    long_press_ms: int = 500
    _pressed: bool = False
    _hovered: bool = False
    _long: bool = False
    _timer: Timer | None = None

    def action_press(self) -> None:
        self._press_once(KEY_PRESS)

    def _press_once(self, payload: Mapping[str, Any]) -> None:
        if self.link is not None and not self.is_disabled:
            for event in ("onPressIn", "onPress", "onPressOut"):
                self.link.emit(event, payload)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()
        if self.link is None or self.is_disabled or event.button != 1:
            return
        self._pressed, self._long = True, False
        payload = pointer_press(event)
        self.link.emit("onPressIn", payload)
        if self.link.node.listens("onLongPress"):
            self._timer = self.set_timer(self.long_press_ms / 1000, lambda: self._press_long(payload))

    def _press_long(self, payload: Mapping[str, Any]) -> None:
        if self._pressed and self.link is not None:
            self._long = True
            self.link.emit("onLongPress", payload)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        event.stop()
        self._release(pointer_press(event))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self.link is not None and not self.is_disabled and not self._long:
            self.link.emit("onPress", pointer_press(event))
        self._long = False

    def on_enter(self) -> None:
        # It bubbles: the pointer is over this box or over something in it.
        if not self._hovered:
            self._hovered = True
            if self.link is not None:
                self.link.emit("onHoverIn")

    def on_leave(self) -> None:
        if not self.is_mouse_over and self._hovered:
            self._hovered = False
            self._release({"source": "pointer"})
            if self.link is not None:
                self.link.emit("onHoverOut")

    def _release(self, payload: Mapping[str, Any]) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._pressed:
            self._pressed = False
            if self.link is not None:
                self.link.emit("onPressOut", payload)
