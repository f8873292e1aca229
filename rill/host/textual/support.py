"""What a terminal cannot honour of a guest's `style`, component by component, with the reason: a table for the
reference pages and for diagnostics. Imports no widget, so that documentation can be made without Textual.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rill.protocol.values import Value

_NO_CHILDREN: Final = "it has no children to place"
_NO_CONTENT: Final = "it has no content that could scroll in it"
_OWN_CHILDREN: Final = "it places what is in it itself"
_OWN_SCROLLING: Final = "it scrolls by itself"
_OWN_LINES: Final = "its lines stand as what they are"
_BOX_ALIGN: Final = "it has no words of its own; give it to the texts inside"

_CHILDREN: Final = ("direction", "wrap", "gap", "align", "justify")


def _all(fields: tuple[str, ...], reason: str) -> dict[str, str]:
    return dict.fromkeys(fields, reason)


_BOX: Final = {"textAlign": _BOX_ALIGN}
_WORDS: Final = {**_all(_CHILDREN, _NO_CHILDREN), "overflow": _NO_CONTENT}
_CONTROL: Final = {**_WORDS, "textAlign": _OWN_LINES}
_LINES: Final = {**_all(_CHILDREN, _OWN_CHILDREN), "textAlign": _OWN_LINES, "overflow": _OWN_SCROLLING}
_DRAWING: Final = {**_WORDS, "textAlign": "it has no lines of text"}

_NOT_HONOURED: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        **dict.fromkeys(("View", "Row", "Column", "ScrollView", "Card", "Pressable", "TouchableOpacity", "Form"), _BOX),
        **dict.fromkeys(("Text", "Heading", "Link", "Icon", "Button", "Checkbox", "Switch", "Image"), _WORDS),
        **dict.fromkeys(("TextInput", "RadioGroup", "Select", "Slider", "DateInput"), _CONTROL),
        **dict.fromkeys(("Markdown", "CodeView", "FlatList", "SectionList", "Table", "Tree"), _LINES),
        **dict.fromkeys(("Sparkline", "BarChart", "LineChart", "Shapes", "ProgressBar", "Divider"), _DRAWING),
        "ProgressBar": {**_DRAWING, "color": "its colours say how far it is"},
        "Sparkline": {**_DRAWING, "color": "its colour is a prop of its own"},
        "ActivityIndicator": _WORDS,
        "FormField": {**_all(_CHILDREN, _OWN_CHILDREN), "textAlign": _BOX_ALIGN, "overflow": _NO_CONTENT},
        "Collapsible": {**_BOX, "justify": "its content is as high as its children"},
        "Tabs": {**_BOX, "gap": "it shows one page at a time"},
        "Tab": {**_BOX, **_all(("shrink",), "it is as large as its Tabs have room")},
        **dict.fromkeys(("input", "textarea", "select"), _CONTROL),
        **dict.fromkeys(("button", "img"), _WORDS),
        **dict.fromkeys(("progress", "meter", "hr"), _DRAWING),
        "table": {**_all(_CHILDREN, _OWN_CHILDREN), "overflow": "it is as high as its rows"},
        "ListItem": {**_BOX, **_all(("grow", "shrink", "alignSelf"), "its list places it")},
    }
)

_BOX_ONLY: Final = "a stretch of text has no box; give it to the Text around"
# What a Text, Link or Icon inside a line of text has of a style.
_OF_A_STRETCH: Final = frozenset(
    ("color", "background", "bold", "italic", "underline", "strike", "dim", "display", "breakpoints")
)


def not_honoured(component: str) -> Mapping[str, str]:
    """The fields of a component's style that mean nothing in a terminal, and why, by their wire names."""
    return _NOT_HONOURED.get(component, MappingProxyType({}))


def not_shown(component: str, style: Value, *, inline: bool = False) -> list[tuple[str, str]]:
    """The fields of one style that a terminal does not show, and why.

    Args:
        inline: it is the style of a stretch of text.
    """
    if not isinstance(style, dict):
        return []
    if inline:
        return [(name, _BOX_ONLY) for name, value in style.items() if value is not None and name not in _OF_A_STRETCH]
    reasons = not_honoured(component)
    return [(name, reasons[name]) for name, value in style.items() if value is not None and name in reasons]
