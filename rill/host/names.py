"""How names that came from a guest are shown in errors, and what is suggested instead. Never used for a lookup."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

# Long enough for any honest name, short enough for one line of a terminal.
_SHOWN_MAX: Final = 64


def shown(name: str) -> str:
    """A guest's name in quotes, escaped and cut, safe for a terminal and a log."""
    cut = name if len(name) <= _SHOWN_MAX else name[:_SHOWN_MAX] + "..."
    return ascii(cut)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint such as ``; did you mean 'Button'?``, or the known names if they are few, or nothing."""
    names = list(known)
    close = get_close_matches(name[:_SHOWN_MAX], names, n=3)
    if close:
        return f"; did you mean {' or '.join(map(repr, close))}?"
    if len(names) <= 20:
        return f"; known are {', '.join(map(repr, sorted(names)))}" if names else "; none is known"
    return ""
