"""What the views of several components share: reading props, the focus and its two methods, and scrolling."""

from __future__ import annotations

from typing import Final

from textual.widget import Widget

from rill.host.textual.view import Linked
from rill.host.tree import Node
from rill.protocol.errors import GuestError
from rill.protocol.values import Value


def text_of(value: Value) -> str:
    """A string prop, or nothing."""
    return value if isinstance(value, str) else ""


def update_focusable(widget: Widget, node: Node, changed: frozenset[str]) -> None:
    """What all components that can have the focus share."""
    if "focusable" in changed:
        widget.can_focus = bool(node.get("focusable"))
    if "disabled" in changed:
        widget.disabled = bool(node.get("disabled"))


def _focus(widget: Widget, node: Node, _args: list[Value]) -> None:
    if isinstance(widget, Linked) and widget.link is not None and not widget.link.may_focus():
        raise GuestError(
            f"{node.type} cannot take the focus: the person put it outside of the guest, or a modal stands before it",
            code="focus_refused",
        )
    widget.focus()


def _blur(widget: Widget, _node: Node, _args: list[Value]) -> None:
    if widget.has_focus:
        widget.screen.set_focus(None)


def scroll_to(widget: Widget, _node: Node, args: list[Value]) -> None:
    """Scroll to a place: the method ``scrollTo`` of everything that scrolls."""
    target = args[0]
    assert isinstance(target, dict)
    x, y = (target.get(name) for name in ("x", "y"))
    widget.scroll_to(
        x if isinstance(x, int | float) else None,
        y if isinstance(y, int | float) else None,
        animate=bool(target.get("animated")),
        force=True,
    )


FOCUS_METHODS: Final = {"focus": _focus, "blur": _blur}
