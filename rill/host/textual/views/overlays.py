"""Views of modals, menus, toasts and tooltips."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget

from rill.components.schema import SLOT_TYPE
from rill.host.terminal_text import clean_line, clean_text
from rill.host.textual.content import one_line, text_content
from rill.host.textual.icons import icon_of
from rill.host.textual.styling import CELLS_MAX
from rill.host.textual.view import TextualView
from rill.host.textual.views.shared import FOCUS_METHODS, text_of
from rill.host.textual.views.valued import show_compact
from rill.host.textual.widgets.overlays import MenuEntry, MenuView, ModalView, ToastView, TooltipView
from rill.host.textual.widgets.structure import title_content
from rill.host.tree import Node
from rill.protocol.values import Value

# More than anybody looks through; each is laid out when the menu opens.
ENTRIES_MAX: Final = 500
_SEVERITIES: Final = ("info", "success", "warning", "error")


# -- modals ----------------------------------------------------------------------------------------------------------


def _create_modal(node: Node) -> ModalView:
    widget = ModalView()
    widget.wanted = bool(node.get("open"))
    _update_modal(widget, node, frozenset(("title", "dismissible", "placement")))
    return widget


_PLACEMENTS: Final[Mapping[str, Literal["center", "top", "bottom"]]] = {
    "center": "center",
    "top": "top",
    "bottom": "bottom",
}


def _update_modal(widget: ModalView, node: Node, changed: frozenset[str]) -> None:
    if "title" in changed:
        widget.dialog.border_title = title_content(node.get("title"))
    widget.dismissible = bool(node.get("dismissible"))
    if "placement" in changed:
        widget.dialog.placement = _PLACEMENTS[text_of(node.get("placement"))]
        widget.dialog.refresh(layout=True)
    if "open" in changed:
        widget.want(bool(node.get("open")))


def _modal_part(widget: ModalView, child: Node) -> Widget:
    if child.type == SLOT_TYPE and child.get("name") == "footer":
        return widget.dialog.footer
    return widget.dialog.body


# -- menus -----------------------------------------------------------------------------------------------------------


def _create_menu(node: Node) -> MenuView:
    widget = MenuView()
    _update_menu(widget, node, frozenset(("title", "icon", "anchor", "compact", "disabled", "focusable", "open")))
    return widget


def _update_menu(widget: MenuView, node: Node, changed: frozenset[str]) -> None:
    if "title" in changed or "icon" in changed:
        widget.show_button(_button_words(node))
    if "compact" in changed:
        show_compact(widget.button, node)
    if "disabled" in changed:
        widget.disabled = bool(node.get("disabled"))
    if "focusable" in changed:
        widget.button.can_focus = bool(node.get("focusable"))
    if "anchor" in changed:
        widget.show_corner(_anchor(node.get("anchor")))
    if "open" in changed:
        is_open = node.get("open")
        widget.controlled = is_open is not None
        if is_open is not None:
            widget.show_open(bool(is_open))


def _button_words(node: Node) -> Content | None:
    words = " ".join(filter(None, (_sign(node), clean_line(text_of(node.get("title"))))))
    return Content(words) if words else None


def _sign(node: Node) -> str:
    icon = node.get("icon")
    return icon_of(icon) if icon is not None else ""


def _anchor(anchor: Value) -> Offset | None:
    if not isinstance(anchor, dict):
        return None
    x, y = anchor.get("x"), anchor.get("y")
    if not isinstance(x, int | float) or not isinstance(y, int | float):
        return None
    return Offset(int(min(x, CELLS_MAX)), int(min(y, CELLS_MAX)))


def _paint_menu(widget: MenuView, node: Node) -> None:
    entries: list[MenuEntry] = []
    child = node.first_child
    while child is not None and len(entries) < ENTRIES_MAX:
        if not child.get("hidden"):
            entries.append(_entry(child))
        child = child.next_sibling
    widget.show_entries(entries)


def _entry(node: Node) -> MenuEntry:
    if node.type != "MenuItem":
        return MenuEntry()
    words, sign = one_line(text_content(node)), _sign(node)
    checked = node.get("checked")
    return MenuEntry(
        node.id,
        Content.assemble(sign, " ", words) if sign else words,
        clean_line(text_of(node.get("shortcut"))),
        checked if isinstance(checked, bool) else None,
        bool(node.get("disabled")),
    )


def _open_menu(widget: MenuView, _node: Node, _args: list[Value]) -> None:
    widget.open()


def _close_menu(widget: MenuView, _node: Node, _args: list[Value]) -> None:
    widget.close("outside")


# -- toasts ----------------------------------------------------------------------------------------------------------


def _create_toast(node: Node) -> ToastView:
    widget = ToastView()
    _update_toast(widget, node, frozenset(("title", "severity", "durationMs")))
    return widget


def _update_toast(widget: ToastView, node: Node, changed: frozenset[str]) -> None:
    if "severity" in changed:
        for severity in _SEVERITIES:
            widget.set_class(node.get("severity") == severity, f"rill-toast-{severity}", update=widget.is_attached)
    if "title" in changed:
        widget.title = title_content(node.get("title"))
        widget.show_words()
    if "durationMs" in changed:
        duration = node.get("durationMs")
        widget.show_for(duration / 1000 if isinstance(duration, int | float) else 0)


def _show_toast(widget: ToastView, _node: Node, content: Content) -> None:
    widget.words = content
    widget.show_words()


# -- tooltips --------------------------------------------------------------------------------------------------------


def _create_tooltip(node: Node) -> TooltipView:
    widget = TooltipView()
    _update_tooltip(widget, node, frozenset(("text",)))
    return widget


def _update_tooltip(widget: TooltipView, node: Node, changed: frozenset[str]) -> None:
    if "text" in changed:
        words = clean_text(text_of(node.get("text")))
        widget.show_words(Content(words) if words else None)


def _tooltip_part(widget: TooltipView, child: Node) -> Widget:
    if child.type == SLOT_TYPE and child.get("name") == "content":
        return widget.tip_for_elements()
    return widget


VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        "Menu": TextualView(
            create=_create_menu,
            update=_update_menu,
            paints=_paint_menu,
            methods={**FOCUS_METHODS, "open": _open_menu, "close": _close_menu},
            styled=lambda widget: widget.button,
        ),
        "Modal": TextualView(
            create=_create_modal,
            update=_update_modal,
            container=_modal_part,
            overlay=True,
            styled=lambda widget: widget.dialog,
        ),
        "Toast": TextualView(create=_create_toast, update=_update_toast, content=_show_toast, overlay=True),
        "Tooltip": TextualView(create=_create_tooltip, update=_update_tooltip, container=_tooltip_part),
    }
)

CSS: Final = """
Stage > .-waits { opacity: 45%; }
.rill-dialog {
    width: auto; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
    background: $surface; color: $foreground; border: round $primary;
    border-title-color: $foreground; border-title-style: bold;
}
.rill-dialog > .rill-dialog-body { height: auto; overflow-x: hidden; overflow-y: auto; }
.rill-dialog > .rill-dialog-body:focus { background-tint: $foreground 4%; }
.rill-menu-button { width: auto; height: auto; }
.rill-menu-list {
    width: auto; height: auto; border: round $border; padding: 0; background: $surface;
    text-wrap: nowrap; text-overflow: ellipsis;
}
.rill-menu-list > .option-list--option { padding: 0 1; }
.rill-menu-list:focus { border: round $border; background-tint: transparent; }
.rill-toast {
    width: auto; max-width: 60; height: auto; padding: 1 2; background: $panel-lighten-1; color: $foreground;
    border-left: outer $primary; pointer: pointer;
}
.rill-toast-success { border-left: outer $success; }
.rill-toast-warning { border-left: outer $warning; }
.rill-toast-error { border-left: outer $error; }
.rill-tip { width: auto; max-width: 60; height: auto; padding: 0 1; background: $panel-lighten-1; color: $foreground; }
.rill-tip > .rill-tip-words { width: auto; height: auto; }
"""
