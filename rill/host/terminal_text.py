"""What a string from a guest must go through before a terminal sees it: `clean_text` and `clean_line`.

Strings from a guest are data (DESIGN 5). Here control characters, bidi overrides and invisible format characters become
visible replacements, so that no string moves the cursor, changes the clipboard or reads otherwise than it is written.
Markup is not dealt with here: adapters never hand a guest's string to anything that reads markup.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"

# Joiners shape scripts (Arabic, Devanagari) and emoji. Between two characters above ASCII they do that; elsewhere
# they only make two different words look the same.
_JOINERS: Final = "\u200c\u200d"


def _unsafe_characters() -> str:
    """A regex class of all characters of the kinds Cc, Cf, Cs, Zl and Zp, without the line feed and the tab."""
    ranges: list[list[int]] = []
    for code in range(0x110000):
        if code in (0x09, 0x0A) or unicodedata.category(chr(code)) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


def _compile() -> re.Pattern[str]:
    return re.compile(f"[{_unsafe_characters()}]")


# Built on first need: walking all of Unicode takes 100 ms, and most strings never come here.
_unsafe: re.Pattern[str] | None = None


def clean_text(text: str) -> str:
    """Make a guest's string safe for a terminal, keeping line feeds and tabs.

    Control characters below U+0020 become their pictures (ESC becomes the sign U+241B), all other control, bidi,
    format and surrogate characters U+FFFD. The length stays the same but for CR LF, which becomes one line feed.
    """
    if text.isprintable():
        return text
    global _unsafe
    if _unsafe is None:
        _unsafe = _compile()
    return _unsafe.sub(_replace, text.replace("\r\n", "\n"))


def clean_line(text: str) -> str:
    """Make a guest's string safe for a place with one line: as `clean_text`, and every line feed and tab becomes a
    space.
    """
    if text.isprintable():
        return text
    return clean_text(text).replace("\n", " ").replace("\t", " ")


def _replace(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if character in _JOINERS:
        text, at = match.string, match.start()
        if 0 < at < len(text) - 1 and text[at - 1] > "\u00ff" and text[at + 1] > "\u00ff":
            return character
    return REPLACEMENT
