"""The colours that a guest names, as they look at the moment of painting: for widgets that draw lines of their own.

Classes and Textual's rules do this for whole widgets (`styling`). What a widget paints itself asks here each time it
paints, so that it follows when the application switches its theme.
"""

from __future__ import annotations

from typing import Any, Final
from weakref import WeakKeyDictionary

from rich.style import Style as RichStyle
from textual.app import App
from textual.color import Color
from textual.style import Style
from textual.widget import Widget

from rill.host.textual.styling import BACKGROUND_TOKENS, SPAN_TOKENS, text_style
from rill.protocol.values import Value

# What tokens mean in each application's theme of now. Textual makes another dict of variables for each theme.
_PARSED: Final[WeakKeyDictionary[App[Any], tuple[object, dict[str, Style]]]] = WeakKeyDictionary()


def text_color(widget: Widget, name: str) -> Color:
    """A colour by its name in a guest's style, as text on this widget has it now. Solid; call it while painting.

    A name that is not in the table is the colour of the widget's text.
    """
    look = widget.visual_style
    ground, own = look.background or Color(0, 0, 0), look.foreground or Color.automatic()
    token = SPAN_TOKENS.get(name)
    if token is None or token == "transparent":
        return ground + own
    return ground + (_parsed(widget.app, token).foreground or own)


def background_color(widget: Widget, name: str) -> Color:
    """A colour by its name in a guest's style, as a background on this widget has it now. Solid; call it while
    painting.

    A name that is not in the table is the colour behind the widget's text.
    """
    ground = widget.visual_style.background or Color(0, 0, 0)
    token = BACKGROUND_TOKENS.get(name)
    if token is None or token == "transparent":
        return ground
    return ground + (_parsed(widget.app, f"on {token}").background or ground)


def painted_style(widget: Widget, style: Value = None) -> RichStyle:
    """The widget's own look with a guest's style over it, for a stretch of text. Call it while painting."""
    words = text_style(style)
    look = widget.visual_style
    return (look + _parsed(widget.app, words) if words else look).rich_style


def _parsed(app: App[Any], words: str) -> Style:
    """A style of theme tokens in an application's theme."""
    variables = app.theme_variables
    theme, parsed = _PARSED.get(app, (None, {}))
    if theme is not variables:
        parsed = {}
        _PARSED[app] = (variables, parsed)
    style = parsed.get(words)
    if style is None:
        style = parsed[words] = Style.parse(words)
    return style
