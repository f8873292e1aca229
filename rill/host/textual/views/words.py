"""Views of text, headings, links and icons."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from textual.content import Content
from textual.widgets import Static

from rill.host.textual.content import link_content
from rill.host.textual.icons import icon_of
from rill.host.textual.styling import CELLS_MAX, text_style
from rill.host.textual.view import TextualView
from rill.host.textual.views.shared import FOCUS_METHODS, update_focusable
from rill.host.textual.widgets.words import Words
from rill.host.tree import Node
from rill.protocol.values import Value

_LEVELS: Final = (1, 2, 3, 4, 5, 6)


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
    level = node.get("level")
    attached = widget.is_attached
    widget.set_class(level is not None or node.get("role") == "heading", "rill-heading", update=attached)
    for each in _LEVELS:
        widget.set_class(each == level, f"rill-heading-{each}", update=attached)


def _show_words(widget: Words, _node: Node, content: Content) -> None:
    widget.show(content)


def _focus_link(widget: Words, node: Node, args: list[Value]) -> None:
    """Move the focus to a link in a text."""
    FOCUS_METHODS["focus"](widget, node, args)
    widget.go_to_link(node.id)


def _blur_link(widget: Words, node: Node, args: list[Value]) -> None:
    if widget.is_at_link(node.id):
        FOCUS_METHODS["blur"](widget, node, args)


# A text has no methods: they are those of the links in it.
_LINK_METHODS: Final[Mapping[str, Any]] = {"focus": _focus_link, "blur": _blur_link}


def _create_link(node: Node) -> Words:
    widget = Words(Content(""), markup=False, classes="rill-text rill-stretch")
    _update_link(widget, node, frozenset(("disabled",)))
    return widget


def _update_link(widget: Words, node: Node, changed: frozenset[str]) -> None:
    update_focusable(widget, node, changed - {"focusable"})
    if changed & {"focusable", "disabled"} and widget.link is not None:
        widget.show(link_content(node))


def _show_link(widget: Words, node: Node, _content: Content) -> None:
    widget.show(link_content(node))


def _create_icon(node: Node) -> Static:
    widget = Static(Content(""), markup=False, classes="rill-text rill-icon")
    _update_icon(widget, node, frozenset(("name",)))
    return widget


def _update_icon(widget: Static, node: Node, changed: frozenset[str]) -> None:
    if changed & {"name", "color"}:
        sign = icon_of(node.get("name"))
        widget.update(Content.styled(sign, text_style({"color": node.get("color")})))


def bare_text() -> Static:
    """The widget of a text that stands between other components, in a host's component that allows it."""
    return Words(Content(""), markup=False, classes="rill-text")


VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        **{
            name: TextualView(create=_create_words, update=_update_words, content=_show_words, methods=_LINK_METHODS)
            for name in ("Text", "Heading")
        },
        "Link": TextualView(create=_create_link, update=_update_link, content=_show_link, methods=FOCUS_METHODS),
        "Icon": TextualView(create=_create_icon, update=_update_icon),
    }
)

# Headings look as they do in Textual's own documents, so that a theme that changes those changes these.
CSS: Final = """
.rill-text { width: 1fr; height: auto; expand: optimal; content-align-vertical: middle; }
.rill-icon { width: auto; }
.rill-heading { text-style: bold; }
""" + "".join(
    f".rill-heading-{level} {{ color: $markdown-h{level}-color; text-style: $markdown-h{level}-text-style; }}\n"
    for level in _LEVELS
)
