"""What a person's acts lead to: which changes and events, and what a person could not do.

Each act here is told at once and not waited for; the recorder does that. Knows the components by their classes, and
shows nothing, so that what depends on sizes does not happen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from rill.components import catalogue
from rill.components.catalogue import (
    Button,
    Collapsible,
    DateInput,
    Form,
    Link,
    ListItem,
    Menu,
    MenuItem,
    Modal,
    Shapes,
    Tab,
    Table,
    TableRow,
    TextInput,
    Toast,
    TreeItem,
    Virtual,
)
from rill.components.events import ToggleEvent
from rill.host.clock import ManualClock
from rill.host.forms import answers_to_reset, form_around, is_disabled, read_form
from rill.host.html import field_kind, is_html, is_off
from rill.host.recorder.html_person import HtmlPerson
from rill.host.recorder.sight import Sight, ancestors, is_a, name_of
from rill.host.shape_hits import UNITS_DOWN, shape_at
from rill.host.templates import StaticNode
from rill.host.tree import Node, Tree
from rill.protocol.errors import HostError
from rill.protocol.values import Value

# What fields for numbers let in, one key after another.
_NUMBERS: Final[Mapping[str, str]] = {"numeric": r"[-+]?[0-9]*", "decimal": r"[-+]?[0-9]*[.,]?[0-9]*"}


def is_noted(node: Node | StaticNode) -> bool:
    """Whether a person notes when a node comes, or one of a template's: what stands over everything else."""
    if node.schema is None:
        return False
    component = node.schema.component
    return issubclass(component, (Modal, Toast)) or (component.preset == "html" and node.type == "dialog")


class Person:
    """Acts on one tree, with one person's view of it."""

    def __init__(self, tree: Tree, clock: ManualClock) -> None:
        self.tree = tree
        self.clock = clock
        self.sight = Sight()
        self.html = HtmlPerson(tree, self.sight, self.focus)

    def call(self, node: Node, method: str, args: list[Value]) -> Value:
        """Carry out a method that a guest called, as far as it means something without a screen."""
        if is_html(node) and method in _HTML_METHODS:
            return _HTML_METHODS[method](self, node)
        answer = _METHODS.get(method)
        return answer(self, node, args) if answer is not None else None

    def note_new(self, node: Node) -> None:
        if not is_noted(node):
            return
        if not is_a(node, Toast):
            self.sight.modals.append(node)
        else:
            duration_ms = number_of(node.get("durationMs"))
            self.sight.toasts[node] = self.clock.now_ms() + duration_ms if duration_ms > 0 else math.inf

    # -- acts

    def press(self, node: Node, *, direct: bool) -> bool:
        """Press this very node, and tell whether that means anything. ``direct``: not on something inside it."""
        if is_html(node):
            if not direct or not self.html.can_press(node):
                return False
            self.check_enabled(node)
            self.html.press(node)
            return True
        events = node.schema.events if node.schema is not None else {}
        change = events.get("onChange")
        if change is not None and change.payload is ToggleEvent:
            self.check_enabled(node)
            self.change(node, not self.sight.value(node))
        elif is_a(node, Shapes) and (node.listens("onPress") or node.listens("onContextMenu")):
            raise HostError(f"say where {describe(node)} is pressed: press_at(node, x, y)", code="place_needed")
        elif is_a(node, Tab) and direct and node.parent is not None:
            self.choose_tab(node.parent, node)
        elif is_a(node, Collapsible, Menu) and direct:
            self.toggle_open(node)
        elif is_a(node, MenuItem):
            self.check_enabled(node)
            self.emit_if_known(node, "onPress", {"source": "pointer"})
            if node.parent is not None and is_a(node.parent, Menu):
                self.close_menu(node.parent, "choice")
        elif is_a(node, ListItem, TableRow, TreeItem) and node.parent is not None and _minds_items(node.parent):
            self.press_item(node.parent, index_of(node))
        elif is_a(node, Toast):
            self.end_toast(node, "press")
        elif is_a(node, Button) and node.get("submit") is True:
            self.check_enabled(node)
            self.emit_if_known(node, "onPress", {"source": "pointer"})
            form = form_around(node)
            if form is not None:
                self.submit_form(form)
        elif is_a(node, Link) and (node.listens("onPress") or node.get("href") is not None):
            self.check_enabled(node)
            self.tree.emit(node, "onPress", {"source": "pointer", "href": node.get("href")})
        elif "onPress" in events and node.listens("onPress"):
            self.check_enabled(node)
            self.tree.emit(node, "onPress", {"source": "pointer"})
        else:
            return False
        return True

    def key(self, node: Node, key: str, held: Mapping[str, bool]) -> None:
        """Press a key: who listens around the node hears of it, and then it does what it does there."""
        self.focus(node)
        for at in (node, *ancestors(node)):
            mark = at.props.get("onKeyDown")
            if mark and at.schema is not None and "onKeyDown" in at.schema.events:
                self.tree.emit(at, "onKeyDown", {"key": key, **held})
                if isinstance(mark, dict) and key in (mark.get("keys") or (key,)):
                    if mark.get("prevent"):
                        return
                    if mark.get("stop"):
                        break
        if any(held.values()) or not node.alive:
            return
        if key == "Escape":
            modal = next((at for at in (node, *ancestors(node)) if is_a(at, Modal) and at.get("dismissible")), None)
            if modal is not None:
                self.tree.emit(modal, "onClose", {"reason": "escape"})
        elif is_a(node, TextInput):
            self._write_key(node, key)
        elif key in ("Enter", " "):
            self.press(node, direct=True)

    def _write_key(self, node: Node, key: str) -> None:
        shown = str(self.sight.value(node) or "")
        if key == "Enter" and node.get("multiline") is not True:
            self.tree.emit(node, "onSubmit", {"value": shown, "version": self.tree.version(node)})
            form = form_around(node)
            if form is not None and not is_disabled(form):
                self.submit_form(form)
            return
        written = "\n" if key == "Enter" else key if len(key) == 1 else ""
        after = shown[:-1] if key == "Backspace" else self.fit(node, shown + written)
        if after != shown and node.get("readOnly") is not True:
            self.change(node, after)

    # -- what acts are made of

    def fit(self, node: Node, text: str) -> str:
        """What of a text a field takes."""
        if node.schema is None or "inputMode" not in node.schema.props:
            return text
        accepted = _NUMBERS.get(str(node.get("inputMode")))
        if accepted is not None:
            taken = ""
            for letter in text:
                taken += letter if re.fullmatch(accepted, taken + letter) else ""
            text = taken
        limit = node.get("maxLength")
        return text[:limit] if isinstance(limit, int) else text

    def change(self, node: Node, value: Value) -> None:
        self.sight.values[node] = value
        version = self.tree.bump_version(node)
        self.tree.emit(node, "onChange", {"value": value, "version": version})

    def change_to(self, node: Node, value: Value) -> bool:
        """Change a value unless it is the same, and tell whether it was another one."""
        if self.sight.value(node) == value:
            return False
        self.change(node, value)
        return True

    def choose_tab(self, tabs: Node, tab: Node) -> None:
        self.check_enabled(tabs)
        self.check_enabled(tab)
        self.change_to(tabs, tab.get("name"))

    def toggle_open(self, node: Node) -> None:
        self.check_enabled(node)
        if is_a(node, Menu) and self.sight.is_open(node):
            self.close_menu(node, "press")
            return
        is_open = not self.sight.is_open(node)
        self.set_open(node, is_open)
        if is_a(node, Menu):
            self.emit_if_known(node, "onOpen")
        else:
            self.emit_if_known(node, "onToggle", {"open": is_open})

    def close_menu(self, node: Node, reason: str) -> None:
        if self.sight.is_open(node):
            self.set_open(node, False)
            self.emit_if_known(node, "onClose", {"reason": reason})

    def set_open(self, node: Node, is_open: bool) -> None:
        """Open or close what keeps its own state. With the prop ``open`` only the guest does."""
        if not isinstance(node.props.get("open"), bool):
            self.sight.opened[node] = is_open

    def end_toast(self, node: Node, reason: str) -> None:
        self.sight.toasts[node] = None
        self.emit_if_known(node, "onClose", {"reason": reason})

    def submit_form(self, form: Node) -> bool:
        """Submit a form, and tell whether everything in it is acceptable."""
        if is_disabled(form):
            return False
        answers = read_form(form, self.sight.value)
        if answers.refusals:
            self.focus(answers.refusals[0].input)
        self.emit_if_known(form, *answers.event)
        return not answers.refusals

    def reset_form(self, form: Node) -> None:
        for input, default in answers_to_reset(form):
            self.change_to(input, default)

    def items(self, node: Node) -> dict[int, Node]:
        """The items that are rendered, by index."""
        return {index_of(child): child for child in node.children if is_a(child, ListItem, TableRow, TreeItem)}

    def item(self, node: Node, index: int) -> Node:
        self.check_place(node, index, count_of(node))
        items = self.items(node)
        if index not in items:
            problem = f"item {index} of {describe(node)} is not rendered; scroll(node, first, last) shows it"
            raise HostError(problem, code="item_not_rendered")
        return items[index]

    def press_item(self, node: Node, index: int) -> None:
        item = self.item(node, index)
        if is_a(item, ListItem) and item.get("header") is True:
            raise HostError(f"item {index} of {describe(node)} is a header", code="nothing_to_press")
        if has_cursor(node):
            self.put_cursor(node, index, None)
        self.tree.emit(node, "onItemPress", {"index": index, "source": "pointer"})

    def put_cursor(self, node: Node, index: int, column: str | None) -> None:
        """Move a cursor and tell of it, unless it is there already."""
        sight = self.sight
        if sight.cursors.get(node) != index:
            sight.cursors[node] = index
            self.emit_if_known(node, "onCursor", {"index": index})
        if not is_a(node, Table) or node.get("cursor") != "cell":
            return
        known = sight.cell_cursors.get(node)
        column = column or (known[1] if known is not None else _first_column(node))
        if column is not None and known != (index, column):
            sight.cell_cursors[node] = (index, column)
            self.emit_if_known(node, "onCellCursor", {"index": index, "column": column})

    def show_range(self, node: Node, first: int, last: int) -> None:
        """Ask the guest for other items, and tell it once when the last ones are among them."""
        sight = self.sight
        if sight.ranges.get(node) != (first, last):
            sight.ranges[node] = (first, last)
            self.emit_if_known(node, "onRange", {"first": first, "last": last})
        count, threshold = count_of(node), node.get("endReachedThreshold")
        if last >= count - 1 - (threshold if isinstance(threshold, int) else 0) and sight.ends.get(node) != count:
            sight.ends[node] = count
            self.emit_if_known(node, "onEndReached", {"count": count})

    def bring_into_range(self, node: Node, index: int) -> None:
        """Scroll as far as an item needs, with as many items as before in the middle of which it is."""
        items = self.items(node)
        if index in items or count_of(node) == 0:
            return
        first = max(0, min(index - len(items) // 2, count_of(node) - len(items)))
        self.show_range(node, first, min(first + max(len(items), 1), count_of(node)) - 1)

    def column(self, node: Node, key: str) -> Mapping[str, Value]:
        columns = [column for column in list_of(node.get("columns")) if isinstance(column, dict)]
        for column in columns:
            if column.get("key") == key:
                return column
        known = ", ".join(repr(column.get("key")) for column in columns)
        raise HostError(f"{describe(node)} has no column {key!r}; it has {known or 'none'}", code="not_a_choice")

    def pick(self, node: Node, wanted: str, choices: Mapping[Any, tuple[Value, Value]]) -> Any:
        """The choice whose value, else whose words are the wanted ones."""
        for part in (0, 1):
            for choice, names in choices.items():
                if names[part] == wanted:
                    return choice
        known = ", ".join(repr(value) for value, _ in choices.values())
        problem = f"{describe(node)} has no choice {wanted!r}; it has {known or 'none'}"
        raise HostError(problem, code="not_a_choice")

    def place(self, node: Node, x: float, y: float) -> dict[str, Value]:
        shape = shape_at([shape for shape in list_of(node.get("shapes")) if isinstance(shape, dict)], x, y)
        # Without a layout, drawings begin where the screen does.
        return {"x": x, "y": y, "shape": shape, "screenX": max(x, 0), "screenY": max(y / UNITS_DOWN, 0)}

    def focus(self, node: Node) -> None:
        if self.sight.focused is node:
            return
        self.blur()
        self.sight.focused = node
        if is_html(node):
            self.html.came(node)
        else:
            self.emit_if_known(node, "onFocus")

    def blur(self) -> None:
        node, self.sight.focused = self.sight.focused, None
        if node is not None and is_html(node):
            self.html.left(node)
        elif node is not None:
            self.emit_if_known(node, "onBlur")

    def emit_if_known(self, node: Node, event: str, payload: Value = None) -> None:
        if node.schema is not None and event in node.schema.events:
            self.tree.emit(node, event, payload)

    def clear(self, node: Node) -> None:
        if self.sight.value(node):
            self.change(node, "")

    # -- what a person can do

    def check_place(self, node: Node, index: int, count: int) -> None:
        if not 0 <= index < count:
            raise HostError(f"{describe(node)} has {count} items, and none at {index}", code="item_unknown")

    def check_field(self, node: Node) -> None:
        if is_a(node, DateInput):
            problem = f"{describe(node)} takes days: set_date(node, '2025-12-31')"
            raise HostError(problem, code="not_a_field")
        if is_html(node) and field_kind(node) in ("text", "area"):
            self.check_usable(node)
            self.check_enabled(node)
            if node.props.get("readonly") is True:
                raise HostError(f"{describe(node)} is read-only", code="node_disabled")
            return
        if is_a(node, Form) or node.schema is None or "onSubmit" not in node.schema.events or is_html(node):
            raise HostError(f"{describe(node)} is no field to type into", code="not_a_field")
        self.check_usable(node)
        self.check_enabled(node)
        if node.get("readOnly") is True:
            raise HostError(f"{describe(node)} is read-only", code="node_disabled")

    def check_usable(self, node: Node) -> None:
        """Check that a person sees a node and can get at it."""
        if not node.alive:
            raise HostError(f"{describe(node)} is gone", code="node_gone")
        hides = self.sight.why_unseen(node)
        if hides is node:
            raise HostError(f"{describe(node)} is hidden", code="node_hidden")
        if hides is not None:
            raise HostError(f"{describe(node)} is hidden by {describe(hides)}", code="node_hidden")
        modal = self.sight.modal_over(node)
        if modal is not None:
            problem = f"{describe(node)} waits behind {describe(modal)}, which has to be answered first"
            raise HostError(problem, code="node_behind")

    def check_enabled(self, node: Node) -> None:
        if is_off(node) if is_html(node) else is_disabled(node):
            raise HostError(f"{describe(node)} is disabled", code="node_disabled")


def _scroll_to_end(person: Person, node: Node) -> None:
    if is_a(node, Virtual) and count_of(node) > 0:
        person.bring_into_range(node, count_of(node) - 1)


def _scroll_to_index(person: Person, node: Node, index: Value) -> None:
    if count_of(node) > 0 and isinstance(index, int):
        person.bring_into_range(node, min(index, count_of(node) - 1))


def _move_cursor(person: Person, node: Node, index: Value) -> None:
    if isinstance(index, int) and index < count_of(node) and has_cursor(node):
        person.bring_into_range(node, index)
        person.put_cursor(node, index, None)


def _open(person: Person, node: Node) -> None:
    if is_a(node, Menu) and not person.sight.is_open(node):
        person.toggle_open(node)


# The same for elements of HTML.
_HTML_METHODS: Final[dict[str, Callable[[Person, Node], Any]]] = {
    "focus": lambda person, node: person.focus(node),
    "blur": lambda person, node: person.blur() if person.sight.focused is node else None,
    "click": lambda person, node: person.html.press(node, 0),
    "requestSubmit": lambda person, node: person.html.submit(node, None) and None,
    "reset": lambda person, node: person.html.reset(node),
    "reportValidity": lambda person, node: person.html.report(node),
}

# Methods that mean something without a screen; the others are answered with nothing.
_METHODS: Final[dict[str, Callable[[Person, Node, list[Value]], Any]]] = {
    "focus": lambda person, node, _args: person.focus(node),
    "blur": lambda person, node, _args: person.blur() if person.sight.focused is node else None,
    "clear": lambda person, node, _args: person.clear(node),
    "isFocused": lambda person, node, _args: person.sight.focused is node,
    "submit": lambda person, node, _args: person.submit_form(node),
    "reset": lambda person, node, _args: person.reset_form(node),
    "open": lambda person, node, _args: _open(person, node),
    "close": lambda person, node, _args: person.close_menu(node, "escape") if is_a(node, Menu) else None,
    "scrollToEnd": lambda person, node, _args: _scroll_to_end(person, node),
    "scrollToIndex": lambda person, node, args: _scroll_to_index(person, node, args[0]),
    "moveCursor": lambda person, node, args: _move_cursor(person, node, args[0]),
}


def check_kind(node: Node, problem: str, *components: type) -> None:
    if not is_a(node, *components):
        raise HostError(f"{describe(node)} {problem}", code="wrong_component")


def describe(node: Node) -> str:
    return f"<{node.type} {name_of(node)!r:.60}>"


def is_toggle(node: Node) -> bool:
    change = node.schema.events.get("onChange") if node.schema is not None else None
    return change is not None and change.payload is ToggleEvent


def index_of(item: Node) -> int:
    index = item.get("index")
    assert isinstance(index, int)
    return index


def count_of(node: Node) -> int:
    count = node.get("count")
    return count if isinstance(count, int) else 0


def has_cursor(node: Node) -> bool:
    return is_a(node, catalogue.Tree) or node.get("cursor") != "none"


def _minds_items(node: Node) -> bool:
    """Whether a press on an item means anything to what it is in."""
    return is_a(node, Virtual) and (node.listens("onItemPress") or has_cursor(node))


def _first_column(table: Node) -> str | None:
    for column in list_of(table.get("columns")):
        if isinstance(column, dict) and isinstance(column.get("key"), str):
            return str(column["key"])
    return None


def list_of(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def number_of(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
