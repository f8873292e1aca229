"""Views of cards, collapsibles, dividers, slots and tabs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from textual.content import Content
from textual.widget import Widget

from rill.components.schema import SLOT_TYPE
from rill.host.textual.view import TextualView
from rill.host.textual.views.shared import FOCUS_METHODS, text_of
from rill.host.textual.widgets.boxes import Box
from rill.host.textual.widgets.structure import CardBox, Fold, Line, Page, Pages, title_content
from rill.host.tree import Node

_VARIANTS: Final = ("primary", "success", "warning", "error")


# -- cards -----------------------------------------------------------------------------------------------------------


def _create_card(node: Node) -> CardBox:
    widget = CardBox()
    _update_card(widget, node, frozenset(("title", "variant")))
    return widget


def _update_card(widget: CardBox, node: Node, changed: frozenset[str]) -> None:
    if "title" in changed:
        widget.border_title = title_content(node.get("title"))
    if "variant" in changed:
        for variant in _VARIANTS:
            widget.set_class(node.get("variant") == variant, f"rill-card-{variant}", update=widget.is_attached)


def _card_part(widget: CardBox, child: Node) -> Widget:
    if child.type == SLOT_TYPE:
        match child.get("name"):
            case "header":
                return widget.header
            case "footer":
                return widget.footer
    return widget.body


# -- collapsibles ----------------------------------------------------------------------------------------------------


def _create_fold(node: Node) -> Fold:
    is_open = node.get("open")
    widget = Fold(is_open=bool(node.get("defaultOpen") if is_open is None else is_open))
    _update_fold(widget, node, frozenset(("title", "open", "disabled", "focusable")))
    return widget


def _update_fold(widget: Fold, node: Node, changed: frozenset[str]) -> None:
    if "title" in changed:
        widget.show_title(title_content(node.get("title")) or Content(""))
    if "disabled" in changed:
        widget.disable_title(bool(node.get("disabled")))
    if "focusable" in changed:
        widget.make_focusable(bool(node.get("focusable")))
    if "open" in changed:
        is_open = node.get("open")
        widget.controlled = is_open is not None
        if is_open is not None:
            widget.show_open(bool(is_open))


# -- dividers --------------------------------------------------------------------------------------------------------


def _create_line(node: Node) -> Line:
    widget = Line(classes="rill-divider")
    _update_line(widget, node, frozenset())
    return widget


def _update_line(widget: Line, node: Node, _changed: frozenset[str]) -> None:
    vertical = bool(node.get("vertical"))
    widget.vertical = vertical
    widget.title = None if vertical else title_content(node.get("title"))
    widget.set_class(vertical, "-vertical", update=widget.is_attached)
    # A line is as long as what stands beside it is high.
    widget.set_class(vertical, "rill-stretch", update=widget.is_attached)
    widget.refresh(layout=True)


# -- tabs ------------------------------------------------------------------------------------------------------------


def _create_pages(node: Node) -> Pages:
    value = node.get("value")
    widget = Pages(value if isinstance(value, str) else text_of(node.get("defaultValue")))
    _update_pages(widget, node, frozenset(("disabled", "focusable")))
    return widget


def _update_pages(widget: Pages, node: Node, changed: frozenset[str]) -> None:
    if "disabled" in changed:
        # The page that is seen goes on.
        widget.row.disabled = bool(node.get("disabled"))
    if "focusable" in changed:
        widget.make_focusable(bool(node.get("focusable")))
    if ("value" in changed or "valueVersion" in changed) and widget.link is not None:
        value = node.get("value")
        if isinstance(value, str) and widget.link.accepts_value():
            widget.show_value(value)


def _create_page(_node: Node) -> Page:
    return Page()


def _update_page(widget: Page, _node: Node, _changed: frozenset[str]) -> None:
    # Its title and whether it can be gone to are the row's business.
    pages = next((around for around in widget.ancestors if isinstance(around, Pages)), None)
    if pages is not None:
        pages.show_pages()


# -- slots -----------------------------------------------------------------------------------------------------------


def _create_slot(_node: Node) -> Box:
    return Box(classes="rill-box rill-stretch")


VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        "Card": TextualView(create=_create_card, update=_update_card, container=_card_part),
        "Collapsible": TextualView(
            create=_create_fold,
            update=_update_fold,
            container=lambda widget, _child: widget.body,
            methods=FOCUS_METHODS,
        ),
        "Divider": TextualView(create=_create_line, update=_update_line),
        "Slot": TextualView(create=_create_slot),
        "Tab": TextualView(create=_create_page, update=_update_page),
        "Tabs": TextualView(
            create=_create_pages,
            update=_update_pages,
            container=lambda widget, _child: widget.body,
            arranged=lambda widget, _node: widget.show_pages(),
            methods=FOCUS_METHODS,
        ),
    }
)

CSS: Final = """
.rill-card { border: round $foreground 30%; border-title-color: $foreground; border-title-style: bold; padding: 0 1; }
.rill-card-primary { border: round $primary; border-title-color: $text-primary; }
.rill-card-success { border: round $success; border-title-color: $text-success; }
.rill-card-warning { border: round $warning; border-title-color: $text-warning; }
.rill-card-error { border: round $error; border-title-color: $text-error; }
.rill-fold { padding: 0 0 0 0; border: none; background: transparent; }
.rill-fold:focus-within { background-tint: transparent; }
.rill-fold > CollapsibleTitle { padding: 0 1 0 0; max-width: 100%; }
.rill-fold > CollapsibleTitle:disabled { opacity: 60%; }
.rill-fold > .rill-fold-body { padding: 0 0 0 2; }
.rill-divider { width: 1fr; height: 1; color: $foreground 30%; }
.rill-divider.-vertical { width: 1; height: auto; }
.rill-tabs > .rill-tabs-row { width: 1fr; height: 2; }
.rill-tabs-row > .rill-tab { color: $foreground 60%; }
.rill-tabs-row > .rill-tab-hover { color: $foreground; background: $foreground 8%; }
.rill-tabs-row > .rill-tab-active { color: $foreground; text-style: bold; }
.rill-tabs-row > .rill-tab-disabled { color: $foreground 30%; }
.rill-tabs-row > .rill-tab-line { color: $foreground 20%; }
.rill-tabs-row > .rill-tab-mark { color: $primary; }
.rill-tabs-row:focus > .rill-tab-active {
    color: $block-cursor-foreground; background: $block-cursor-background; text-style: $block-cursor-text-style;
}
.rill-tabs-row:disabled { opacity: 60%; }
"""
