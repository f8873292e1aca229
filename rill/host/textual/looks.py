"""What every element says of its looks, whichever words it has for it: those of the catalogue, or those of HTML."""

from __future__ import annotations

from rill.host.html import is_html
from rill.host.textual.breakpoints import style_at
from rill.host.textual.css import CssReading, read_css
from rill.host.tree import Node
from rill.protocol.values import Value


def css_of(node: Node) -> CssReading | None:
    """The `style` attribute of an element of HTML, read; None where it has none."""
    css = node.props.get("style")
    return read_css(css) if isinstance(css, dict) and is_html(node) else None


def style_of(node: Node, width: int) -> Value:
    """The style that a node has where the guest's screen has this width, in the words of the catalogue."""
    if is_html(node):
        reading = css_of(node)
        return reading.style if reading is not None else None
    return style_at(node.props.get("style"), width)


def style_problems(node: Node) -> tuple[str, ...]:
    """What of a node's style a terminal cannot show, beyond what `support` says."""
    reading = css_of(node)
    return reading.problems if reading is not None else ()


def hint_of(node: Node) -> Value:
    """The words of a node's tooltip."""
    return node.props.get("title" if is_html(node) else "hint")
