"""Views of words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from textual.content import Content
from textual.widgets import Static

from rill.host.textual.styling import CELLS_MAX
from rill.host.textual.view import TextualView
from rill.host.textual.widgets.boxes import Words
from rill.host.tree import Node


def _create_words(node: Node) -> Words:
    widget = Words(Content(""), markup=False, classes="rill-text rill-stretch")
    _update_words(widget, node, frozenset())
    return widget


def _update_words(widget: Words, node: Node, _changed: frozenset[str]) -> None:
    lines = node.get("numberOfLines")
    lines_max = lines if isinstance(lines, int) else 0
    if lines_max != widget.lines_max:
        widget.lines_max = lines_max
        widget.styles.max_height = min(lines_max, CELLS_MAX) or None
    heading = node.get("level") is not None or node.get("role") == "heading"
    widget.set_class(heading, "rill-heading", update=widget.is_attached)


def _show_words(widget: Words, _node: Node, content: Content) -> None:
    widget.show(content)


def bare_text() -> Static:
    """The widget of a text that stands between other components, in a host's component that allows it."""
    return Words(Content(""), markup=False, classes="rill-text")


VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {"Text": TextualView(create=_create_words, update=_update_words, content=_show_words)}
)

CSS: Final = """
.rill-text { width: 1fr; height: auto; expand: optimal; content-align-vertical: middle; }
.rill-heading { text-style: bold; }
"""
