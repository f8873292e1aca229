"""What a person sees of a tree without a screen: what is shown, what it is called, and what they changed in it.

Knows the components by their classes, and nothing of sessions. What depends on sizes is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from rill.components.catalogue import (
    Collapsible,
    Menu,
    Modal,
    Slot,
    Tab,
    TableRow,
    Tabs,
    Toast,
    Tooltip,
    Virtual,
)
from rill.host.forms import name_from_field
from rill.host.html import field_kind, html_name, html_role, initial_value, is_html
from rill.host.input_values import number_words
from rill.host.tree import Node
from rill.protocol.values import Value

# Props that say in words what an element is, the best first.
_NAMES: Final = ("label", "title")
_OTHER_NAMES: Final = ("alt", "text", "code")


def is_a(node: Node, *components: type) -> bool:
    """Whether a node's component is one of these, or made from one."""
    return node.schema is not None and issubclass(node.schema.component, components)


def ancestors(node: Node) -> Iterator[Node]:
    """The nodes around a node, the closest first. The root is the last."""
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def role_of(node: Node) -> str:
    """A node's accessible role: the prop ``role``, or the component's own."""
    own = node.props.get("role")
    if isinstance(own, str):
        return own
    if is_html(node):
        return html_role(node)
    return node.schema.role if node.schema is not None else "none"


def name_of(node: Node) -> str:
    """A node's accessible name: its label, its title, that of the field around it, its words, or all text inside."""
    if is_html(node):
        return html_name(node)
    for prop in _NAMES:
        name = node.props.get(prop)
        if isinstance(name, str):
            # The message of a toast is as much its name as the words above it.
            return f"{name} {node.text_content}".strip() if is_a(node, Toast) and prop == "title" else name
    name = name_from_field(node)
    if name is not None:
        return name
    if is_a(node, TableRow):
        return " ".join(filter(None, cell_texts(node)))
    for prop in _OTHER_NAMES:
        name = node.props.get(prop)
        if isinstance(name, str):
            return name
    return node.text_content


def cell_texts(row: Node) -> list[str]:
    """The words in the cells of a TableRow."""
    cells = row.get("cells")
    return [_cell_text(cell) for cell in cells] if isinstance(cells, list) else []


def _cell_text(cell: Value) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case int() | float():
            return number_words(cell)
        case dict():
            text = cell.get("text")
            return text if isinstance(text, str) else ""
        case _:
            return str(cell)


class Sight:
    """One person's view of a tree: values, what is open, cursors, the focus."""

    def __init__(self) -> None:
        self.focused: Node | None = None
        self.hovered: Node | None = None
        self.values: dict[Node, Value] = {}
        self.opened: dict[Node, bool] = {}
        self.cursors: dict[Node, int] = {}
        self.cell_cursors: dict[Node, tuple[int, str]] = {}
        # What the guest was last asked to render, and for which count it heard that the end is seen.
        self.ranges: dict[Node, tuple[int, int]] = {}
        self.ends: dict[Node, int] = {}
        # Modals in the order in which they opened, and toasts with the time when they go: None once they went.
        self.modals: list[Node] = []
        self.toasts: dict[Node, float | None] = {}

    def forget_gone(self) -> None:
        """Let go of nodes that the guest has deleted."""
        kept: list[dict[Node, Any]] = [self.values, self.opened, self.cursors, self.cell_cursors, self.ranges]
        for states in (*kept, self.ends, self.toasts):
            for node in [node for node in states if not node.alive]:
                del states[node]
        self.modals = [modal for modal in self.modals if modal.alive]
        if self.focused is not None and not self.focused.alive:
            self.focused = None
        if self.hovered is not None and not self.hovered.alive:
            self.hovered = None

    # -- what it holds

    def value(self, node: Node) -> Value:
        """What an input shows, or which page of Tabs is seen. None where there is nothing of the kind."""
        if is_html(node):
            kind = field_kind(node)
            if kind is None or kind == "button":
                return None
            return self.values[node] if node in self.values else initial_value(node)
        if node.schema is None or "value" not in node.schema.props:
            return None
        value = self.values[node] if node in self.values else node.get("value")
        if value is None and "defaultValue" in node.schema.props:
            value = node.get("defaultValue")
        if is_a(node, Tabs):
            names = [tab.get("name") for tab in node.children if is_a(tab, Tab)]
            return value if value in names or not names else names[0]
        return value

    def is_open(self, node: Node) -> bool:
        """Whether a Collapsible, a Menu or a Modal is open. True for everything that does not open."""
        if is_html(node) and node.type in ("details", "dialog"):
            return self.opened.get(node, node.props.get("open") is True)
        if is_a(node, Modal):
            return node.get("open") is True
        if not is_a(node, Collapsible, Menu):
            return True
        given = node.props.get("open")
        if isinstance(given, bool):
            return given
        return self.opened.get(node, node.props.get("defaultOpen") is True)

    # -- what is seen

    def seen(self, root: Node, *, hidden: bool = False) -> Iterator[Node]:
        """A node and everything inside it that a person sees, in document order; with ``hidden`` the rest, too."""
        stack = [root]
        while stack:
            node = stack.pop()
            if not hidden and self.is_off(node):
                continue
            yield node
            children = node.children
            stack.extend(child for child in reversed(children) if hidden or self.shows(node, child))

    def is_off(self, node: Node) -> bool:
        """Whether a node is not on the screen by what it says itself."""
        props = node.props
        if props.get("hidden") is True:
            return True
        style = props.get("style")
        if isinstance(style, dict) and (style.get("display") == "none" or style.get("visibility") == "hidden"):
            return True
        if is_a(node, Modal) or (is_html(node) and node.type == "dialog"):
            return not self.is_open(node)
        if is_html(node):
            return node.type == "datalist" or field_kind(node) == "hidden"
        if is_a(node, Menu):
            has_button = isinstance(props.get("title"), str) or props.get("icon") is not None
            return not (has_button or self.is_open(node))
        return node in self.toasts and self.toasts[node] is None and is_a(node, Toast)

    def shows(self, node: Node, child: Node) -> bool:
        """Whether a node shows one of its children."""
        if is_a(node, Collapsible, Menu):
            return self.is_open(node)
        if is_html(node) and node.type == "details":
            return child.type == "summary" or self.is_open(node)
        if is_a(node, Tab):
            return node.parent is None or bool(self.value(node.parent) == node.get("name"))
        if is_a(child, Slot):
            name = child.get("name")
            if is_a(node, Tooltip) and name == "content":
                return self._is_pointed_at(node)
            if is_a(node, Virtual) and name == "empty":
                return bool(node.get("count") == 0)
        return True

    def why_unseen(self, node: Node) -> Node | None:
        """The node that keeps another one from being seen: itself or one around it. None if it is seen."""
        inner = node
        if self.is_off(node):
            return node
        for above in ancestors(node):
            if self.is_off(above) or not self.shows(above, inner):
                return above
            inner = above
        return None

    def modal_over(self, node: Node) -> Node | None:
        """The open Modal that has to be answered before a node can be used, or None."""
        for modal in reversed(self.modals):
            if self.why_unseen(modal) is None:
                return None if modal is node or modal in ancestors(node) else modal
        return None

    def _is_pointed_at(self, node: Node) -> bool:
        return any(at is not None and (at is node or node in ancestors(at)) for at in (self.focused, self.hovered))


__all__ = ["Sight", "ancestors", "cell_texts", "is_a", "name_of", "role_of"]
