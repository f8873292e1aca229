"""Styles that depend on how wide the guest's screen is: which of them holds at a width. Knows no widget."""

from __future__ import annotations

from rill.host.tree import Node
from rill.protocol.values import Value


def style_at(style: Value, width: int) -> Value:
    """The style that holds where the guest's screen has this width: later breakpoints that fit win over earlier ones,
    field by field.
    """
    if not isinstance(style, dict) or "breakpoints" not in style:
        return style
    holds = {name: value for name, value in style.items() if name != "breakpoints"}
    for breakpoint in _breakpoints(style):
        at, then = breakpoint.get("at"), breakpoint.get("style")
        if isinstance(at, int) and isinstance(then, dict) and at <= width:
            holds.update(then)
    return holds


def changes_between(style: Value, before: int, after: int) -> bool:
    """Whether another style holds at one width than at the other."""
    if not isinstance(style, dict) or "breakpoints" not in style:
        return False
    lower, upper = sorted((before, after))
    return any(
        isinstance(at := breakpoint.get("at"), int) and lower < at <= upper for breakpoint in _breakpoints(style)
    )


def is_out(node: Node, width: int) -> bool:
    """Whether a guest has taken a node off the screen and out of the layout, where its screen has this width."""
    if node.get("hidden"):
        return True
    style = style_at(node.props.get("style"), width)
    # Rill's style and CSS have the same word for it.
    return isinstance(style, dict) and style.get("display") == "none"


def _breakpoints(style: dict[str, Value]) -> list[dict[str, Value]]:
    breakpoints = style["breakpoints"]
    return [entry for entry in breakpoints if isinstance(entry, dict)] if isinstance(breakpoints, list) else []
