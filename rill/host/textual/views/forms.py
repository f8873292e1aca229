"""Views of forms and their fields."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.components.catalogue.focusable import Compactable
from rill.host.terminal_text import clean_line, clean_text
from rill.host.textual.view import Link, TextualView
from rill.host.textual.views.shared import text_of
from rill.host.textual.views.valued import show_compact
from rill.host.textual.widgets.fields import FieldBox
from rill.host.textual.widgets.forms import FormBox
from rill.host.textual.widgets.overlays import MenuView
from rill.host.tree import Node
from rill.protocol.values import Value


def _create_form(node: Node) -> FormBox:
    widget = FormBox(classes="rill-box rill-stretch")
    _update_form(widget, node, frozenset(("disabled",)))
    return widget


def _update_form(widget: FormBox, node: Node, changed: frozenset[str]) -> None:
    if "disabled" in changed:
        widget.disabled = bool(node.get("disabled"))
    if "compact" in changed and widget.link is not None:
        _show_compact_inside(widget.link, node)


def _create_field(node: Node) -> FieldBox:
    widget = FieldBox()
    _update_field(widget, node, frozenset(("compact", "error", "help", "title")))
    return widget


def _update_field(widget: FieldBox, node: Node, changed: frozenset[str]) -> None:
    if "title" in changed:
        widget.show_title(clean_line(text_of(node.get("title"))))
    if "help" in changed:
        widget.show_help(clean_text(text_of(node.get("help"))))
    if "error" in changed:
        widget.show_error(clean_text(text_of(node.get("error"))))
    if "compact" in changed:
        show_compact(widget, node)
        if widget.link is not None:
            _show_compact_inside(widget.link, node)


def _show_compact_inside(link: Link, around: Node) -> None:
    """Let the controls in a form or a field follow it."""
    stack = around.children
    while stack:
        node = stack.pop()
        if node.schema is None:
            continue
        widget = link.widget_of(node)
        if issubclass(node.schema.component, Compactable) and node.type != "Form" and widget is not None:
            show_compact(widget.button if isinstance(widget, MenuView) else widget, node)
        stack += node.children


def _submit(widget: FormBox, _node: Node, _args: list[Value]) -> bool:
    return widget.submit()


def _reset(widget: FormBox, _node: Node, _args: list[Value]) -> None:
    widget.reset()


VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        "Form": TextualView(create=_create_form, update=_update_form, methods={"submit": _submit, "reset": _reset}),
        "FormField": TextualView(
            create=_create_field, update=_update_field, container=lambda widget, _node: widget.content
        ),
    }
)

CSS: Final = ""
