"""How text of unknown origin is made safe to print: `escape` and `escape_lines`. Errors, logs and commands share them.

What is drawn on a screen as part of a guest's interface is cleaned by its adapter, which keeps lengths; this keeps
meaning.
"""

from __future__ import annotations

import unicodedata
from typing import Final

# Control, format, surrogate and private-use characters, and the separators that some terminals take for a new line.
_ESCAPED: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))


def escape(text: str) -> str:
    """Make a text safe to print on one line: control characters, bidi overrides and the like become ``\\x1b``,
    ``\\u202e``.

    Linear in the text; free when there is nothing to escape.
    """
    if text.isprintable():
        return text
    return "".join(map(_escape_character, text))


def escape_lines(text: str) -> str:
    """As `escape`, but line feeds stay and tabs become spaces: for stacks, code frames and messages."""
    if text.isprintable():
        return text
    return "\n".join(escape(line.replace("\t", "  ")) for line in text.split("\n"))


def _escape_character(character: str) -> str:
    if character.isprintable() or unicodedata.category(character) not in _ESCAPED:
        return character
    return character.encode("unicode_escape").decode()
