"""Text of unknown origin never reaches a terminal as anything but text."""

from __future__ import annotations

import unicodedata

import pytest

from rill.protocol.errors import GuestError
from rill.protocol.printable import escape, escape_lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain, größer, 日本, 🙂", "plain, größer, 日本, 🙂"),
        ("\x1b[2Jcleared", "\\x1b[2Jcleared"),
        ("\x9b31mC1", "\\x9b31mC1"),
        ("user\u202etxt.exe", "user\\u202etxt.exe"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("line\nfeed\r\ttab", "line\\nfeed\\r\\ttab"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_does_not_print_is_escaped(text: str, expected: str) -> None:
    assert escape(text) == expected


def test_lines_stay_and_tabs_become_spaces() -> None:
    assert escape_lines("a\n\tb\x1b\r\nc") == "a\n  b\\x1b\\r\nc"


def test_no_character_of_unicode_gets_through_that_a_terminal_could_interpret() -> None:
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            assert escape(character).isascii(), hex(code)


def test_an_error_that_quotes_a_guest_is_safe_to_print() -> None:
    error = GuestError("unknown thing \x1b]52;c;AAAA\x07 at batch[0]")
    assert str(error) == error.message == "unknown thing \\x1b]52;c;AAAA\\x07 at batch[0]"
