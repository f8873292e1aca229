"""How each icon looks in a browser: one path of 24 by 24 units, drawn as a line in the colour of the text around it.

The drawings are Rill's own. Which names there are is the catalogue's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rill.host.web.element import Element
from rill.protocol.values import Value

_CIRCLE: Final = "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0"
_PERSON: Final = "M8 8a4 4 0 1 0 8 0 4 4 0 1 0-8 0M4 21c0-4 3.5-6 8-6s8 2 8 6"
_PLUS: Final = "M12 5v14M5 12h14"
_STAR: Final = "M12 3l2.7 5.8 6.3.8-4.6 4.3 1.2 6.3L12 17.1l-5.6 3.1 1.2-6.3L3 9.6l6.3-.8z"

_PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "add": _PLUS,
        "archive": "M3 4h18v5H3zM5 9v11h14V9M10 13h4",
        "arrow-down": "M12 5v14M6 13l6 6 6-6",
        "arrow-left": "M19 12H5M11 6l-6 6 6 6",
        "arrow-right": "M5 12h14M13 6l6 6-6 6",
        "arrow-up": "M12 19V5M6 11l6-6 6 6",
        "attach": "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.5 8.5a2 2 0 0 1-3-3L14 7",
        "bell": "M6 17v-6a6 6 0 0 1 12 0v6l2 1H4zM10 21h4",
        "book": "M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11",
        "bookmark": "M6 4h12v17l-6-5-6 5z",
        "calendar": "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
        "chart": "M4 20h16M7 16v-4M12 16V6M17 16V9",
        "check": "M4 12.5l5.5 5.5L20 7",
        "chevron-down": "M6 9l6 6 6-6",
        "chevron-left": "M15 6l-6 6 6 6",
        "chevron-right": "M9 6l6 6-6 6",
        "chevron-up": "M6 15l6-6 6 6",
        "circle": _CIRCLE,
        "clock": _CIRCLE + "M12 7v5l3 2",
        "close": "M6 6l12 12M18 6L6 18",
        "code": "M8 7l-5 5 5 5M16 7l5 5-5 5",
        "copy": "M9 9h11v11H9zM5 15H4V4h11v1",
        "cut": "M4 6.5a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0M4 17.5a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0M8.5 8L20 18M8.5 "
        "16L20 6",
        "database": "M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 "
        "3.6 3 8 3s8-1.3 8-3",
        "delete": _CIRCLE + "M9 9l6 6M15 9l-6 6",
        "document": "M6 3h8l5 5v13H6zM14 3v5h5",
        "download": "M12 4v11M7 10l5 5 5-5M4 20h16",
        "edit": "M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4",
        "error": "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 16v.5",
        "eye": "M2 12c2.5-4.5 6-7 10-7s7.5 2.5 10 7c-2.5 4.5-6 7-10 7s-7.5-2.5-10-7zM9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0",
        "filter": "M3 5h18l-7 8v6l-4 2v-8z",
        "flag": "M5 21V4h13l-3 4.5 3 4.5H5",
        "folder": "M3 6h6l2 2h10v11H3z",
        "folder-open": "M3 19V6h6l2 2h8v3M3 19l3-8h16l-3 8z",
        "gear": "M6 12a6 6 0 1 0 12 0 6 6 0 1 0-12 0M10 12a2 2 0 1 0 4 0 2 2 0 1 0-4 0M12 6V2.5M12 18v3.5M6 12H2.5M18"
        " 12h3.5M7.8 7.8L5.3 5.3M16.2 16.2l2.5 2.5M7.8 16.2l-2.5 2.5M16.2 7.8l2.5-2.5",
        "globe": _CIRCLE + "M3 12h18M12 3c3 3 4 6 4 9s-1 6-4 9c-3-3-4-6-4-9s1-6 4-9",
        "heart": "M12 20l-7.5-7.5A4.8 4.8 0 0 1 12 6.5a4.8 4.8 0 0 1 7.5 6z",
        "help": _CIRCLE + "M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.5",
        "home": "M3 11l9-8 9 8M5 9.5V20h14V9.5M10 20v-6h4v6",
        "image": "M3 4h18v16H3zM3 16l5-5 5 5 3-3 5 5M14.5 9a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0",
        "inbox": "M3 13l3-9h12l3 9v7H3zM3 13h5l2 3h4l2-3h5",
        "info": _CIRCLE + "M12 11v6M12 7v.5",
        "key": "M4 15a4 4 0 1 0 8 0 4 4 0 1 0-8 0M11 12l9-9M16 7l3 3",
        "link": "M10 14a4 4 0 0 0 6 .5l3-3A4 4 0 0 0 13.3 5.8L12 7M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7L12 17",
        "list": "M9 6h12M9 12h12M9 18h12M4 6h.5M4 12h.5M4 18h.5",
        "lock": "M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4",
        "mail": "M3 5h18v14H3zM3 7l9 6 9-6",
        "menu": "M4 6h16M4 12h16M4 18h16",
        "minus": "M5 12h14",
        "more": "M4 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0M11 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0M18 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0",
        "music": "M9 18V5l11-2v13M3 18a3 3 0 1 0 6 0 3 3 0 1 0-6 0M14 16a3 3 0 1 0 6 0 3 3 0 1 0-6 0",
        "pause": "M8 5v14M16 5v14",
        "person": _PERSON,
        "phone": "M6 3h4l1.5 5L9 9.5a11 11 0 0 0 5.5 5.5l1.5-2.5 5 1.5v4a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z",
        "pin": "M12 21c-4-4.5-7-7.5-7-11a7 7 0 0 1 14 0c0 3.5-3 6.5-7 11zM9.5 10a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0",
        "play": "M7 4l13 8-13 8z",
        "plus": _PLUS,
        "print": "M7 9V3h10v6M7 17H3V9h18v8h-4M7 14h10v7H7z",
        "question": "M8 8.5a4 4 0 1 1 5.5 3.7c-1 .4-1.5 1.2-1.5 2.8M12 19v.5",
        "redo": "M20 9H9a5 5 0 0 0 0 10h6M16 5l4 4-4 4",
        "refresh": "M20 12a8 8 0 1 1-2.5-5.8M20 3v5h-5",
        "reply": "M9 6l-6 6 6 6M3 12h10a8 8 0 0 1 8 8",
        "save": "M4 4h12l4 4v12H4zM8 4v5h7V4M7 20v-7h10v7",
        "search": "M4 10.5a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0-13 0M15.5 15.5L21 21",
        "send": "M3 11l18-8-8 18-2-8zM11 13L21 3",
        "share": "M4 12v8h16v-8M12 15V3M7 8l5-5 5 5",
        "square": "M4 4h16v16H4z",
        "star": _STAR,
        "star-empty": _STAR,
        "stop": "M6 6h12v12H6z",
        "sync": "M4 9h15M15 5l4 4-4 4M20 15H5M9 11l-4 4 4 4",
        "tag": "M3 12V3h9l9 9-9 9zM7.5 7.5h.5",
        "terminal": "M4 6l6 6-6 6M12 18h8",
        "thumbs-up": "M3 11h4v10H3zM7 11l4-8a2.5 2.5 0 0 1 2.5 2.5V9H20a1.5 1.5 0 0 1 1.5 2l-2 8.5a2 2 0 0 1-2 1.5H7",
        "trash": "M4 6h16M9 6V3h6v3M6 6l1 15h10l1-15M10 10.5v6M14 10.5v6",
        "undo": "M4 9h11a5 5 0 0 1 0 10H9M8 5L4 9l4 4",
        "unlock": "M5 11h14v10H5zM8 11V7a4 4 0 0 1 7.5-2",
        "upload": "M12 15V4M7 9l5-5 5 5M4 20h16",
        "user": _PERSON,
        "users": "M5 8a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0M2 20c0-3.5 2.8-5.5 6.5-5.5S15 16.5 15 20M15 4.7a3.5 3.5 0 0"
        " 1 0 6.6M17 14.8c2.8.6 5 2.4 5 5.2",
        "warning": "M12 4l10 17H2zM12 10v5M12 18v.3",
    }
)
_FILLED: Final = frozenset(("more", "play", "star", "stop"))


def icon(name: Value, classes: str = "rill-icon", *, label: Value = None, color: Value = None) -> Element:
    """The drawing of an icon. Without a label it decorates, and nobody reads it aloud.

    A name that is no icon's, such as one that a template leaves open, gives an empty drawing of the same size.
    """
    words = label if isinstance(label, str) and label else None
    known = name if isinstance(name, str) else ""
    path = _PATHS.get(known)
    if isinstance(color, str):
        classes += f" rill-c-{color}"
    return Element(
        "svg:svg",
        {
            "class": f"{classes} rill-icon-filled" if known in _FILLED else classes,
            "viewBox": "0 0 24 24",
            "role": "img" if words else None,
            "aria-label": words,
            "aria-hidden": None if words else "true",
        },
        Element("svg:path", {"d": path}) if path is not None else None,
    )
