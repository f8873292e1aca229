"""What happens when a person acts on elements of HTML: which events follow each other, and what elements do by
themselves. The same for every adapter; each says how it shows values, faults and the focus.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

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
from rill.host.tree import Node, Tree
from rill.protocol.values import Value

# A press that was made with keys.
KEY_PRESS: Final[Mapping[str, Any]] = {"source": "key"}


class HtmlActs:
    """Carries out acts on one tree. An adapter's subclass says how they are shown."""

    __slots__ = ()

    # -- what an adapter says

    @property
    def html_tree(self) -> Tree:
        """The tree that is acted on."""
        raise NotImplementedError

    def send(self, listener: Node, event: str, payload: Mapping[str, Any]) -> bool:
        """Send an event to an element that listens."""
        raise NotImplementedError

    def value_of(self, node: Node) -> Value:
        """What a field shows."""
        raise NotImplementedError

    def show_value(self, node: Node, value: Value) -> None:
        """Let a field show a value, and tell nobody."""
        raise NotImplementedError

    def press_field(self, node: Node, payload: Mapping[str, Any]) -> None:
        """Switch a tick, take a choice, or put the focus into a field, as a press of its label does."""
        raise NotImplementedError

    def toggle_details(self, node: Node) -> None:
        """Open or close a `details`, and tell of it."""
        raise NotImplementedError

    def show_fault(self, node: Node, words: str | None) -> None:
        """Show that what a field holds is not acceptable, and why; None: that it is."""
        raise NotImplementedError

    def go_to_fault(self, faults: Sequence[tuple[Node, str]]) -> None:
        """Take the person to the first field that is not acceptable."""
        raise NotImplementedError

    def follow_address(self, node: Node, href: str, mark: Value) -> None:
        """A link was pressed. ``mark`` is that of who listens to the press."""
        raise NotImplementedError

    # -- events

    def tell_event(self, target: Node, event: str, payload: Mapping[str, Any] | None = None) -> bool:
        """Tell the guest that something happened on an element. Returns whether anybody listens."""
        listener = listener_of(target, event)
        if listener is None:
            return False
        said = event_payload(target, self.html_tree.version(target), self.value_of)
        return self.send(listener, event, {**said, **(payload or {})})

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
                self.follow_address(node, href, listener.props.get("onClick") if listener is not None else None)
                return True
            case "label":
                field = labelled_field(node)
                if field is not None and field is not target and field not in ancestors(target):
                    self.activate(field, payload)
                return True
            case "summary":
                if node.parent is not None and node.parent.type == "details":
                    self.toggle_details(node.parent)
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
        """Press an element as its label, or the guest, does."""
        if is_off(node):
            return
        if field_kind(node) in (None, "button"):
            self.click(node, payload)
        else:
            self.press_field(node, payload)

    def switched(self, node: Node, payload: Mapping[str, Any]) -> None:
        """A person switched a tick, or took a choice: others of its group go off, and the guest hears of it."""
        self.html_tree.bump_version(node)
        if field_kind(node) == "radio":
            for other in radio_group(node):
                if self.value_of(other) is True:
                    self.show_value(other, False)
                    self.html_tree.bump_version(other)
        self.click(node, payload)
        self.tell_event(node, "onInput")
        self.tell_event(node, "onChange")

    def changed(self, node: Node) -> None:
        """A person changed what a field holds that is written in, moved or chosen from."""
        self.html_tree.bump_version(node)
        self.tell_event(node, "onInput")
        if field_kind(node) in ("select", "date"):
            self.tell_event(node, "onChange")

    # -- forms

    def enter(self, node: Node) -> None:
        """Enter was pressed in a field: its form is submitted, by its first button if it has one."""
        form = form_of(node)
        if form is None:
            return
        button = next((field for field in fields_of(form) if is_submitter(field)), None)
        if button is None:
            self.submit(form, None)
        elif not is_off(button):
            self.click(button, KEY_PRESS)

    def submit(self, form: Node, submitter: Node | None) -> bool:
        """Submit a form, if everything in it is acceptable. Returns whether it is."""
        if form.get("novalidate") is not True and not self.report(form):
            return False
        entries = form_entries(form, self.value_of, submitter)
        self.tell_event(
            form, "onSubmit", {"entries": entries, "submitter": submitter.id if submitter is not None else None}
        )
        return True

    def report(self, form_or_field: Node) -> bool:
        """Show what in a form, or in a field, is not acceptable. Returns whether everything is."""
        fields = [form_or_field] if field_kind(form_or_field) is not None else list(fields_of(form_or_field))
        faults: list[tuple[Node, str]] = []
        for node in fields:
            words = fault_of(node, self.value_of(node), self.value_of)
            self.show_fault(node, words)
            if words is not None:
                faults.append((node, words))
                self.tell_event(node, "onInvalid")
        if faults:
            self.go_to_fault(faults)
        return not faults

    def reset(self, form: Node) -> None:
        """Put the fields of a form back to what the guest says."""
        for node in fields_of(form):
            if field_kind(node) not in ("button", "hidden"):
                self.show_value(node, initial_value(node))
                self.html_tree.bump_version(node)
                self.show_fault(node, None)
        self.tell_event(form, "onReset")
