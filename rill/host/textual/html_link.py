"""`HtmlLink`: what a widget of an element knows of its node, and how what a person does there is shown in widgets.

What follows from an act is said by `rill.host.html_acts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol, runtime_checkable

from textual import events
from textual.widget import Widget

from rill.host.html import ancestors, event_payload, fault_of, initial_value
from rill.host.html_acts import HtmlActs
from rill.host.textual.keys import key_payload
from rill.host.textual.view import Link, WidgetMixin
from rill.host.tree import Node, Tree
from rill.protocol.values import Value


@runtime_checkable
class Field(Protocol):
    """The widget of a field."""

    def value_left(self) -> Any:
        """What a person would find here."""
        ...

    def show_value(self, value: Any) -> None:
        """Show a value, and tell nobody."""
        ...


class Activated(WidgetMixin):
    """Mixed into widgets that a press of their label, or `click()`, does something to."""

    def activate(self, payload: Mapping[str, Any]) -> None:
        """Be pressed."""
        raise NotImplementedError


class PressedByKeys(WidgetMixin):
    """Mixed into widgets that Enter and Space press."""

    def press_by_key(self) -> bool:
        """Do what those keys do. Returns whether there was anything to do."""
        raise NotImplementedError

    async def _on_key(self, event: events.Key) -> None:
        # Left to bindings, a key would act on whatever has the focus when they are looked up; the guest, which hears
        # of the key first, may have taken this widget away by then, and the next thing with the focus may be a button.
        if event.key in _PRESS_KEYS and self.has_focus and self.press_by_key():
            event.stop()
            event.prevent_default()


class HoldsFields(WidgetMixin):
    """Mixed into widgets that paint fields which have no widgets of their own."""

    def held_value(self, node: Node) -> Value:
        """What a field in it holds; None if no person has changed it."""
        raise NotImplementedError

    def hold_value(self, node: Node, value: Value) -> None:
        """Show another value of a field in it."""
        raise NotImplementedError

    def press_held(self, node: Node, payload: Mapping[str, Any]) -> None:
        """Press a field in it, as its label does."""
        raise NotImplementedError


class Faulty(WidgetMixin):
    """Mixed into the widgets of fields that show when they are not acceptable."""

    def show_fault(self, words: str | None) -> None:
        """Show that what it holds is not acceptable, and why; None: that it is."""
        self.set_class(words is not None, "-refused", update=self.is_attached)


_PRESS_KEYS: Final = frozenset(("enter", "space"))

# What Rill's own controls say, and what that is in the DOM.
_EVENTS: Final[Mapping[str, str]] = {"onComplete": "onChange", "onClose": "onCancel"}


class HtmlLink(Link, HtmlActs):
    """What a widget of an element knows of its node."""

    __slots__ = ()

    # -- what controls say of themselves

    def emit(self, event: str, payload: Mapping[str, Any] | None = None) -> bool:
        node = self.node
        if event in ("onFocus", "onBlur"):
            heard = self.tell_event(node, event)
            return self.tell_event(node, "onFocusIn" if event == "onFocus" else "onFocusOut") or heard
        event = _EVENTS.get(event, event)
        if node.schema is None or event not in node.schema.events:
            return False
        if event in ("onLoad", "onError"):
            return node.listens(event) and self._adapter.emit(node, event, payload)
        return self.tell_event(node, event)

    def emit_change(self, value: str | bool | float) -> None:  # noqa: ARG002
        self.changed(self.node)
        self.check_fault()

    def emit_submit(self, value: str) -> None:  # noqa: ARG002
        self.enter(self.node)

    def tell(self, event: events.Event, widget: Widget) -> None:
        if isinstance(event, events.Key):
            self.observe_key(event, widget)
            if widget.has_focus and event.key not in ("tab", "shift+tab"):
                # Once the widget has taken what it writes. Keys that go on to bindings, as Enter does, come up before
                # these act. Tab comes up elsewhere.
                widget.call_later(self._tell_key_up, event)
        else:
            super().tell(event, widget)

    def observe_key(self, event: events.Key, widget: Widget) -> None:
        node = self.node
        more = event_payload(node, self.html_tree.version(node), self.value_of)
        self._adapter.observe_key(node, event, widget, more)

    def _tell_key_up(self, event: events.Key) -> None:
        self.tell_event(self.node, "onKeyUp", key_payload(event))

    # -- how acts are shown

    @property
    def html_tree(self) -> Tree:
        return self._adapter.tree

    def send(self, listener: Node, event: str, payload: Mapping[str, Any]) -> bool:
        return self._adapter.emit(listener, event, payload)

    def value_of(self, node: Node) -> Value:
        """What a field shows; what the guest says of one that has no widget."""
        widget = self.widget_of(node)
        if isinstance(widget, Field):
            value: Value = widget.value_left()
            return value
        painter = self._painter_of(node)
        held = painter.held_value(node) if painter is not None else None
        return initial_value(node) if held is None else held

    def show_value(self, node: Node, value: Value) -> None:
        widget = self.widget_of(node)
        if isinstance(widget, Field):
            widget.show_value(value)
        elif (painter := self._painter_of(node)) is not None:
            painter.hold_value(node, value)

    def _painter_of(self, node: Node) -> HoldsFields | None:
        """The widget that paints a field among others."""
        found = (self.widget_of(around) for around in ancestors(node))
        return next((widget for widget in found if isinstance(widget, HoldsFields)), None)

    def press_field(self, node: Node, payload: Mapping[str, Any]) -> None:
        widget = self.widget_of(node)
        if isinstance(widget, Activated):
            widget.activate(payload)
        elif widget is not None:
            if self._adapter.may_focus():
                widget.focus()
        elif (painter := self._painter_of(node)) is not None:
            painter.press_held(node, payload)

    def toggle_details(self, node: Node) -> None:
        widget = self.widget_of(node)
        if isinstance(widget, Activated):
            widget.activate({})

    def show_fault(self, node: Node, words: str | None) -> None:
        widget = self.widget_of(node)
        if isinstance(widget, Faulty):
            widget.show_fault(words)

    def go_to_fault(self, faults: Sequence[tuple[Node, str]]) -> None:
        for node, words in faults:
            widget = self.widget_of(node)
            if widget is not None and widget.focusable:
                if self._adapter.may_focus():
                    widget.focus()
                # Browsers say it in a bubble; the words are the host's own.
                widget.notify(words, severity="warning", markup=False)
                return

    def check_fault(self) -> None:
        """Take back what was found wrong with the field, if it is mended now."""
        widget = self.widget_of(self.node)
        if isinstance(widget, Faulty) and widget.has_class("-refused"):
            widget.show_fault(fault_of(self.node, self.value_of(self.node), self.value_of))

    def follow_address(self, node: Node, href: str, mark: Value) -> None:
        self._adapter.offer_address(node, href, mark)


def press_payload(event: events.MouseEvent) -> dict[str, Any]:
    """The payload of a press that was made with a pointer."""
    return {
        "source": "pointer",
        "button": max(0, event.button - 1) % 3,
        "detail": event.chain if isinstance(event, events.Click) else 1,
        "shift": event.shift,
        "ctrl": event.ctrl,
        "meta": event.meta,
    }
