"""One use of each component of the catalogue, with all that it must be given, for tests that walk the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from .scene import Element, el

_OPTIONS: Final = [{"value": "one"}, {"value": "two"}]
_COLUMNS: Final = [{"key": "name", "title": "Name"}]


def _words() -> Element:
    return el("Text", {}, "words inside")


# What each component must have, and what makes it show something.
_GIVEN: Final[dict[str, dict[str, Any]]] = {
    "Collapsible": {"title": "title", "open": True},
    "Tab": {"name": "tab", "title": "title"},
    "Slot": {"name": "header"},
    "Icon": {"name": "check"},
    "Markdown": {"text": "# head\n\nsome *words*"},
    "CodeView": {"code": "x = 1\ny = 2", "language": "python"},
    "Image": {"alt": "a picture", "source": "none.png"},
    "Button": {"title": "press"},
    "TextInput": {"defaultValue": "written"},
    "RadioGroup": {"options": _OPTIONS},
    "Select": {"options": _OPTIONS, "defaultValue": "one"},
    "Slider": {"defaultValue": 30},
    "DateInput": {"defaultValue": "2026-02-03"},
    "FormField": {"title": "title"},
    "FlatList": {"count": 1},
    "SectionList": {"count": 1},
    "ListItem": {"index": 0},
    "Table": {"count": 1, "columns": _COLUMNS},
    "TableRow": {"index": 0, "cells": [{"text": "cell"}]},
    "Tree": {"count": 1},
    "TreeItem": {"index": 0, "text": "item"},
    "Modal": {"title": "title"},
    # A test may take longer than a toast lasts.
    "Toast": {"durationMs": 0},
    "ProgressBar": {"progress": 0.4},
    "Sparkline": {"data": [1, 3, 2, 5]},
    "BarChart": {"bars": [{"label": "a", "value": 3}, {"label": "b", "value": 5}]},
    "LineChart": {"series": [{"name": "s", "data": [1, 4, 2, 8]}]},
    "Shapes": {"shapes": [{"kind": "rectangle", "x": 1, "y": 1, "width": 6, "height": 4, "color": "error"}]},
}
_INSIDE: Final[dict[str, Callable[[], list[Element | str]]]] = {
    "Tabs": lambda: [el("Tab", {"name": "tab", "title": "title"}, _words())],
    "FlatList": lambda: [el("ListItem", {"index": 0}, _words())],
    "SectionList": lambda: [el("ListItem", {"index": 0}, _words())],
    "Table": lambda: [el("TableRow", {"index": 0, "cells": [{"text": "cell"}]})],
    "Tree": lambda: [el("TreeItem", {"index": 0, "text": "item"})],
    "Menu": lambda: [el("MenuItem", {}, "item")],
    "Form": lambda: [_words(), el("Text", {}, "and more")],
    "FormField": lambda: [el("TextInput", {})],
    "Tooltip": lambda: [el("Button", {"title": "press"}), el("Slot", {"name": "content"}, "a tip")],
}
# Components that stand only in certain others, and what they stand in.
_AROUND: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "Tab": ("Tabs", {}),
    "Slot": ("Card", {}),
    "ListItem": ("FlatList", {"count": 1, "style": {"height": 10}}),
    "TableRow": ("Table", {"count": 1, "columns": _COLUMNS}),
    "TreeItem": ("Tree", {"count": 1}),
    "MenuItem": ("Menu", {}),
}
_INLINE: Final = ("Text", "Heading", "Link", "Button", "Checkbox", "Switch", "Slot", "MenuItem", "Toast")
_HOLDS: Final = ("View", "Row", "Column", "ScrollView", "Card", "Collapsible", "Tab", "Pressable", "ListItem", "Modal")


def sample(component: str, style: dict[str, Any] | None = None, **props: Any) -> tuple[Element, Element]:
    """An element of a component, and what is to be rendered: the same, or what it must stand in."""
    given = {**_GIVEN.get(component, {}), **props}
    if style is not None:
        given["style"] = style
    children: list[Element | str] = []
    if component in _INSIDE:
        children = _INSIDE[component]()
    elif component in _INLINE:
        children = ["some words"]
    elif component in _HOLDS or component == "TouchableOpacity":
        children = [_words(), el("Text", {}, "and more")]
    element = el(component, given, *children)
    if component in _AROUND:
        kind, around = _AROUND[component]
        return element, el(kind, around, element)
    return element, element
