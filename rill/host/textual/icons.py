"""Which sign of a terminal's font stands for each icon: a table, and `icon_of`, which reads it.

No sign is private to a font, and none is an emoji: those ignore the theme, and have two cells in some terminals and one
in others. All are in DejaVu Sans Mono, and so in the fonts that terminals fall back to.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_SIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "add": "+",
        "archive": "⊟",
        "arrow-down": "↓",
        "arrow-left": "←",
        "arrow-right": "→",
        "arrow-up": "↑",
        "attach": "⊂",
        "bell": "♪",
        "book": "▥",
        "bookmark": "⚑",
        "calendar": "▦",
        "chart": "▟",
        "check": "✓",
        "chevron-down": "▾",
        "chevron-left": "‹",
        "chevron-right": "›",
        "chevron-up": "▴",
        "circle": "○",
        "clock": "◷",
        "close": "✕",
        "code": "‹›",
        "copy": "❐",
        "cut": "✂",
        "database": "≣",
        "delete": "✗",
        "document": "▤",
        "download": "↧",
        "edit": "✎",
        "error": "✖",
        "eye": "◉",
        "filter": "▽",
        "flag": "⚑",
        "folder": "▪",
        "folder-open": "▫",
        "gear": "⚙",
        "globe": "⊕",
        "heart": "♥",
        "help": "?",
        "home": "⌂",
        "image": "▣",
        "inbox": "⊔",
        "info": "i",
        "key": "⊶",
        "link": "⌁",
        "list": "≔",
        "lock": "⊠",
        "mail": "✉",
        "menu": "≡",
        "minus": "−",
        "more": "…",
        "music": "♫",
        "pause": "‖",
        "person": "☺",
        "phone": "✆",
        "pin": "◎",
        "play": "▶",
        "plus": "+",
        "print": "▭",
        "question": "?",
        "redo": "↷",
        "refresh": "↻",
        "reply": "↩",
        "save": "◙",
        "search": "⌕",
        "send": "➤",
        "share": "↗",
        "square": "□",
        "star": "★",
        "star-empty": "☆",
        "stop": "■",
        "sync": "⇄",
        "tag": "⬗",
        "terminal": "❯",
        "thumbs-up": "☝",
        "trash": "⌫",
        "undo": "↶",
        "unlock": "⊡",
        "upload": "↥",
        "user": "☺",
        "users": "☺☺",
        "warning": "⚠",
    }
)


def icon_of(name: object) -> str:
    """The sign of an icon, one or two cells wide. Nothing for whatever is no icon's name, such as a prop not given."""
    return _SIGNS.get(name, "") if isinstance(name, str) else ""
