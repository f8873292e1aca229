"""What a terminal may see of a guest's strings."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rill.host.terminal_text import clean_line, clean_text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain", "plain"),
        ("Grüße, 世界 👋", "Grüße, 世界 👋"),
        ("\x1b[31mred", "␛[31mred"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x9b31m", "�31m"),
        ("\x7f", "␡"),
        ("a\rb", "a␍b"),
        ("a\r\nb\n\tc", "a\nb\n\tc"),
        ("abc\u202edef", "abc�def"),
        ("\u2066x\u2069", "�x�"),
        ("\u200f\u061c", "��"),
        ("zero\u200bwidth\ufeff\u2060", "zero�width��"),
        ("so\u00adft", "so�ft"),
        ("\u2028\u2029", "��"),
        ("\U000e0041", "�"),
        ("\ud83d", "�"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("pay\u200dpal", "pay�pal"),
        ("\u200dx\u200d", "�x�"),
        ("[red]not markup[/]", "[red]not markup[/]"),
    ],
)
def test_what_is_not_text_becomes_a_visible_replacement(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


def test_one_line_keeps_no_line_feed_and_no_tab() -> None:
    assert clean_line("a\nb\tc\r\nd") == "a b c d"


@given(st.text(alphabet=st.characters(codec=None)))
def test_nothing_that_moves_a_cursor_or_hides_is_left(text: str) -> None:
    cleaned = clean_text(text)
    for character in cleaned:
        assert character in "\n\t\u200c\u200d" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    assert clean_text(cleaned) == cleaned
    cleaned.encode("utf-8")


def test_every_control_and_format_character_of_unicode_is_replaced() -> None:
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in "\n\t":
            assert clean_text(f"a{character}b") != f"a{character}b", hex(code)
