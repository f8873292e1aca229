"""`HtmlLink`: what a widget of an element says when a person does something, in the words of the DOM, and what the
element then does by itself: follow a link, switch what a label is for, submit a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol, runtime_checkable

from textual import events
from textual.widget import Widget

from rill.host.html import (
    ancestors,
    event_payload,
    fault_of,
    field_kind,
    fields_of,
    form_entries,
    form_of,
    initial_value,
    is_off,
    is_submitter,
    labelled_field,
    listener_of,
    radio_group,
)
from rill.host.textual.keys import key_payload
from rill.host.textual.view import KEY_PRESS, Link, WidgetMixin
from rill.host.tree import Node
from rill.protocol.values import Value


@runtime_checkable
class Field(Protocol):
    """The widget of a field."""

    def value_left(self) -> Any:
        """What a person would find here."""
        ...

    def write(self, value: Any) -> None:
        """Change the value as if a person had done it."""
        ...

    def show_value(self, value: Any) -> None:
        """Show a value, and tell nobody."""
        ...


class Activated(WidgetMixin):
    """Mixed into widgets that a press of their label, or `click()`, does something to."""

    def activate(self, payload: Mapping[str, Any]) -> None:
        """Be pressed."""
        raise NotImplementedError


class HoldsFields(WidgetMixin):
    """Mixed into widgets that paint fields which have no widgets of their own."""

    def held_value(self, node: Node) -> Value:
        """What a field in it holds; None if no person has changed it."""
        raise NotImplementedError


class Faulty(WidgetMixin):
    """Mixed into the widgets of fields that show when they are not acceptable."""

    def show_fault(self, words: str | None) -> None:
        """Show that what it holds is not acceptable, and why; None: that it is."""
        self.set_class(words is not None, "-refused", update=self.is_attached)


# What Rill's own controls say, and what that is in the DOM.
_EVENTS: Final[Mapping[str, str]] = {"onComplete": "onChange", "onClose": "onCancel"}


class HtmlLink(Link):
    """What a widget of an element knows of its node."""

    __slots__ = ()

    # -- events

    def tell_event(self, target: Node, event: str, payload: Mapping[str, Any] | None = None) -> bool:
        """Tell the guest that something happened on an element. Returns whether anybody listens."""
        listener = listener_of(target, event)
        if listener is None:
            return False
        said = event_payload(target, self._adapter.tree.version(target), self.value_of)
        return self._adapter.emit(listener, event, {**said, **(payload or {})})

    def emit(self, event: str, payload: Mapping[str, Any] | None = None) -> bool:
        """What a control of Rill's says of itself."""
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
        """A person changed what a field holds."""
        node = self.node
        self._adapter.tree.bump_version(node)
        self.check_fault()
        self.tell_event(node, "onInput")
        if field_kind(node) in ("select", "date"):
            self.tell_event(node, "onChange")

    def emit_submit(self, value: str) -> None:  # noqa: ARG002
        """Enter was pressed in a field: its form is submitted, by its first button if it has one."""
        form = form_of(self.node)
        if form is None:
            return
        button = next((field for field in fields_of(form) if is_submitter(field)), None)
        if button is None:
            self.submit(form, None)
        elif not is_off(button):
            self.click(button, KEY_PRESS)

    def value_of(self, node: Node) -> Value:
        """What a field shows; what the guest says of one that has no widget."""
        widget = self.widget_of(node)
        if isinstance(widget, Field):
            value: Value = widget.value_left()
            return value
        for around in ancestors(node):
            painter = self.widget_of(around)
            if isinstance(painter, HoldsFields):
                held = painter.held_value(node)
                return initial_value(node) if held is None else held
        return initial_value(node)

    # -- keys and the focus

    def tell(self, event: events.Event, widget: Widget) -> None:
        if isinstance(event, events.Key):
            self.observe_key(event, widget)
            if widget.has_focus:
                # Once the widget has acted on it, as a key comes up after what it did.
                widget.call_later(self._tell_key_up, event)
        else:
            super().tell(event, widget)

    def observe_key(self, event: events.Key, widget: Widget) -> None:
        node = self.node
        more = event_payload(node, self._adapter.tree.version(node), self.value_of)
        self._adapter.observe_key(node, event, widget, more)

    def _tell_key_up(self, event: events.Key) -> None:
        self.tell_event(self.node, "onKeyUp", key_payload(event))

    # -- presses

    def click(self, target: Node, payload: Mapping[str, Any]) -> None:
        """A person pressed an element, or something stands for that: tell the guest, and do what elements do."""
        if is_off(target) or any(field_kind(around) == "button" and is_off(around) for around in ancestors(target)):
            return
        self.tell_event(target, "onClick", payload)
        if payload.get("detail") == 2:
            self.tell_event(target, "onDblClick", payload)
        for node in (target, *ancestors(target)):
            if self._act(node, target, payload):
                return

    def _act(self, node: Node, target: Node, payload: Mapping[str, Any]) -> bool:
        """What an element does by itself when it, or something in it, was pressed. Returns whether it did anything."""
        match node.type:
            case "a" if isinstance(href := node.props.get("href"), str):
                listener = listener_of(target, "onClick")
                self._adapter.offer_address(node, href, listener.props.get("onClick") if listener is not None else None)
                return True
            case "label":
                field = labelled_field(node)
                if field is not None and field is not target and field not in ancestors(target):
                    self.activate(field, payload)
                return True
            case "summary":
                widget = self.widget_of(node.parent) if node.parent is not None else None
                if isinstance(widget, Activated):
                    widget.activate(payload)
                return True
            case "button" | "input" if field_kind(node) == "button":
                form = form_of(node)
                if form is not None and node.get("type") == "submit":
                    self.submit(form, node)
                elif form is not None and node.get("type") == "reset":
                    self.reset(form)
                return True
        return field_kind(node) is not None

    def activate(self, node: Node, payload: Mapping[str, Any]) -> None:
        """Press a field as its label, or the guest, does."""
        widget = self.widget_of(node)
        if is_off(node):
            return
        if isinstance(widget, Activated):
            widget.activate(payload)
        elif field_kind(node) in (None, "button"):
            self.click(node, payload)
        elif widget is not None and self._adapter.may_focus():
            widget.focus()

    def switched(self, payload: Mapping[str, Any]) -> None:
        """A person switched a tick, or took a choice."""
        node = self.node
        self._adapter.tree.bump_version(node)
        if field_kind(node) == "radio":
            for other in radio_group(node):
                widget = self.widget_of(other)
                if isinstance(widget, Field) and widget.value_left() is True:
                    widget.show_value(False)
                    self._adapter.tree.bump_version(other)
        self.check_fault()
        self.click(node, payload)
        self.tell_event(node, "onInput")
        self.tell_event(node, "onChange")

    # -- forms

    def submit(self, form: Node, submitter: Node | None) -> bool:
        """Submit a form, if everything in it is acceptable. Returns whether it is."""
        if form.get("novalidate") is not True and not self.report(form):
            return False
        self.tell_event(
            form,
            "onSubmit",
            {
                "entries": form_entries(form, self.value_of, submitter),
                "submitter": submitter.id if submitter is not None else None,
            },
        )
        return True

    def report(self, form_or_field: Node) -> bool:
        """Show what in a form, or in a field, is not acceptable. The first of it gets the focus."""
        fields = [form_or_field] if field_kind(form_or_field) is not None else fields_of(form_or_field)
        faults: list[tuple[Widget | None, str]] = []
        for node in fields:
            words = fault_of(node, self.value_of(node), self.value_of)
            widget = self.widget_of(node)
            if isinstance(widget, Faulty):
                widget.show_fault(words)
            if words is not None:
                faults.append((widget, words))
                self.tell_event(node, "onInvalid")
        if faults:
            self._go_to_fault(faults)
        return not faults

    def _go_to_fault(self, faults: list[tuple[Widget | None, str]]) -> None:
        for widget, words in faults:
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

    def reset(self, form: Node) -> None:
        """Put the fields of a form back to what the guest says."""
        for node in fields_of(form):
            widget = self.widget_of(node)
            if isinstance(widget, Field):
                widget.show_value(initial_value(node))
                self._adapter.tree.bump_version(node)
            if isinstance(widget, Faulty):
                widget.show_fault(None)
        self.tell_event(form, "onReset")


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
