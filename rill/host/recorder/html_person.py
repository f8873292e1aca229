"""What a person's acts on elements of HTML lead to: the same events as on a screen, and the same defaults of elements.

Knows no sizes. Values and what is open are the `Sight`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from rill.host.html import (
    ancestors,
    field_kind,
    form_of,
    is_html,
    is_off,
    labelled_field,
    listener_of,
    options_of,
    range_of,
)
from rill.host.html_acts import KEY_PRESS, HtmlActs
from rill.host.input_values import on_step
from rill.host.recorder.sight import Sight
from rill.host.tree import Node, Tree
from rill.protocol.values import Value

_POINTER: Final[Mapping[str, Any]] = {"source": "pointer"}
_NUMBER: Final = re.compile(r"[-+]?[0-9]*[.,]?[0-9]*")
_WRITTEN: Final = ("text", "area")


class HtmlPerson(HtmlActs):
    """Acts on the elements of HTML in one tree."""

    __slots__ = ("_focus", "_sight", "_tree", "_written")

    def __init__(self, tree: Tree, sight: Sight, focus: Callable[[Node], None]) -> None:
        self._tree = tree
        self._sight = sight
        self._focus = focus
        # What fields held when the focus came, of those whose `change` is told when it leaves.
        self._written: dict[Node, Value] = {}

    # -- how acts are shown

    @property
    def html_tree(self) -> Tree:
        return self._tree

    def send(self, listener: Node, event: str, payload: Mapping[str, Any]) -> bool:
        return self._tree.emit(listener, event, dict(payload))

    def value_of(self, node: Node) -> Value:
        return self._sight.value(node)

    def show_value(self, node: Node, value: Value) -> None:
        self._sight.values[node] = value

    def press_field(self, node: Node, payload: Mapping[str, Any]) -> None:
        kind = field_kind(node)
        if kind in ("tick", "radio"):
            self._switch(node, payload)
        else:
            self._focus(node)

    def toggle_details(self, node: Node) -> None:
        is_open = not self._sight.is_open(node)
        self._sight.opened[node] = is_open
        self.tell_event(node, "onToggle", {"open": is_open})

    def show_fault(self, node: Node, words: str | None) -> None:
        """Nothing is drawn; the events say it."""

    def go_to_fault(self, faults: Sequence[tuple[Node, str]]) -> None:
        self._focus(faults[0][0])

    def follow_address(self, node: Node, href: str, mark: Value) -> None:
        """What a host does with an address is not the recorder's."""

    # -- acts

    def can_press(self, node: Node) -> bool:
        """Whether a press of an element means anything: somebody listens, or the element does something by itself."""
        if listener_of(node, "onClick") is not None or listener_of(node, "onDblClick") is not None:
            return True
        return any(self._does_something(at) for at in (node, *ancestors(node)) if is_html(at))

    def _does_something(self, node: Node) -> bool:
        kind = field_kind(node)
        if kind is not None:
            return kind != "button" or form_of(node) is not None
        if node.type == "label":
            return labelled_field(node) is not None
        return node.type == "summary" or (node.type == "a" and "href" in node.props)

    def press(self, node: Node, detail: int = 1, payload: Mapping[str, Any] = _POINTER) -> None:
        """Press an element. ``detail`` counts presses in quick succession."""
        inner = field_kind(node)
        said = {**payload, "detail": detail}
        if inner in ("tick", "radio"):
            self._switch(node, said)
            return
        if inner in _WRITTEN:
            self._focus(node)
        self.click(node, said)

    def _switch(self, node: Node, payload: Mapping[str, Any]) -> None:
        if is_off(node):
            return
        on = self.value_of(node) is True
        if field_kind(node) == "radio" and on:
            self.click(node, payload)
            return
        self.show_value(node, not on)
        self.switched(node, payload)

    def key(self, node: Node, key: str, held: Mapping[str, bool]) -> None:
        """Press a key where the focus is: the guest hears of it, then it does what it does, then it comes up."""
        self._focus(node)
        payload = {"key": key, **held}
        listener = listener_of(node, "onKeyDown")
        mark = listener.props.get("onKeyDown") if listener is not None else None
        self.tell_event(node, "onKeyDown", payload)
        prevented = isinstance(mark, dict) and mark.get("prevent") and key in (mark.get("keys") or (key,))
        if not prevented and not any(held.values()):
            self._do_key(node, key)
        self.tell_event(node, "onKeyUp", payload)

    def _do_key(self, node: Node, key: str) -> None:
        kind = field_kind(node)
        if key == "Escape":
            dialog = next((at for at in (node, *ancestors(node)) if at.type == "dialog"), None)
            if dialog is not None:
                self.tell_event(dialog, "onCancel")
        elif kind in _WRITTEN and node.props.get("readonly") is not True and not is_off(node):
            shown = str(self.value_of(node) or "")
            if key == "Enter" and kind == "text":
                self.commit(node)
                self.enter(node)
            elif key == "Backspace":
                self.write(node, shown[:-1])
            elif key == "Enter" or len(key) == 1:
                self.write(node, self.fit(node, shown + ("\n" if key == "Enter" else key)))
        elif key == "Enter" and kind in ("tick", "radio", "range", "date", "select"):
            self.enter(node)
        elif key in ("Enter", " ") and self._does_something(node) and kind in (None, "button", "tick", "radio"):
            self.press(node, 0, KEY_PRESS)

    def fit(self, node: Node, text: str) -> str:
        """What of a text a field takes."""
        if node.type == "input" and node.get("type") == "number":
            taken = ""
            for letter in text:
                taken += letter if _NUMBER.fullmatch(taken + letter) else ""
            text = taken
        limit = node.props.get("maxlength")
        return text[:limit] if isinstance(limit, int) else text

    def write(self, node: Node, text: str) -> None:
        """Let a field hold another text."""
        if self.value_of(node) != text:
            self.show_value(node, text)
            self.changed(node)

    def choose(self, node: Node, value: Value) -> None:
        """Take another value of a choice, a range or a day."""
        if field_kind(node) == "range" and isinstance(value, int | float):
            value = on_step(float(value), *range_of(node))
        if self.value_of(node) != value:
            self.show_value(node, value)
            self.changed(node)
            if field_kind(node) == "range":
                self.tell_event(node, "onChange")

    def options(self, node: Node) -> dict[int, tuple[Value, Value]]:
        """Values and words of the options of a `select`, by their places."""
        return {at: (option["value"], option["label"]) for at, option in enumerate(options_of(node))}

    # -- the focus

    def came(self, node: Node) -> None:
        """The focus came to an element."""
        if field_kind(node) in _WRITTEN:
            self._written[node] = self.value_of(node)
        self.tell_event(node, "onFocus")
        self.tell_event(node, "onFocusIn")

    def left(self, node: Node) -> None:
        """The focus left an element."""
        self.commit(node)
        self._written.pop(node, None)
        self.tell_event(node, "onBlur")
        self.tell_event(node, "onFocusOut")

    def commit(self, node: Node) -> None:
        """Tell of a change that a person is done with."""
        value = self.value_of(node)
        if node in self._written and self._written[node] != value:
            self._written[node] = value
            self.tell_event(node, "onChange")
