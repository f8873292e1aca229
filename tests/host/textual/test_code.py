"""Code as coloured lines: what is coloured, what is not, and that nothing takes its time."""

from __future__ import annotations

import time
from itertools import count

import pytest
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]

from rill.host.code import COLORED_CHARACTERS_MAX, COLORED_LINE_MAX, LANGUAGES, LINES_MAX
from rill.host.textual.code import code_lines


def test_lines_have_the_colours_of_their_language_as_theme_tokens() -> None:
    first, second, empty, last = code_lines('def f():\n\treturn "a" # b\n\nx = 1\n', "Python")
    assert [line.plain for line in (first, second, empty, last)] == ["def f():", '    return "a" # b', "", "x = 1"]
    assert (0, 3, "$text-accent") in first.spans
    assert (15, 18, "$text 60%") in second.spans
    assert all(str(span.style).startswith(("$", "bold", "italic")) for line in (first, second) for span in line.spans)


@pytest.mark.parametrize("language", [None, "", "klingon", "../python", "brainfuck", "text"])
def test_unknown_languages_have_no_colours_and_are_not_guessed(language: str | None) -> None:
    (line,) = code_lines("def f(): pass", language)
    assert (line.plain, list(line.spans)) == ("def f(): pass", [])


@pytest.mark.parametrize("name", sorted(set(LANGUAGES.values())))
def test_every_language_of_the_table_is_one_of_pygments(name: str) -> None:
    assert get_lexer_by_name(name) is not None
    assert "".join(line.plain for line in code_lines('a "b" 1 # c', name)) == 'a "b" 1 # c'


def test_control_characters_are_replaced_and_markup_is_text() -> None:
    (line,) = code_lines("x\x1b]0;t\x07 \u202e [red]y[/red]", "python")
    assert line.plain == "x␛]0;t␇ \ufffd [red]y[/red]"


def test_long_code_and_long_lines_stand_there_without_colours() -> None:
    fits = "x = 1\n" * (COLORED_CHARACTERS_MAX // 6)
    assert any(line.spans for line in code_lines(fits, "python"))
    assert not any(line.spans for line in code_lines(f"{fits}x = 1\n", "python"))
    wide = "x" * COLORED_LINE_MAX
    assert any(line.spans for line in code_lines(f"{wide}\n1", "python"))
    assert not any(line.spans for line in code_lines(f"{wide}x\n1", "python"))


def test_more_lines_than_anybody_reads_are_cut_off() -> None:
    assert len(code_lines("\n" * (LINES_MAX - 1) + "x", None)) == LINES_MAX
    lines = code_lines("\n" * LINES_MAX + "x", None)
    assert (len(lines), lines[-1].plain) == (LINES_MAX + 1, "[…]")


def test_colouring_ends_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    # A clock on which each look at it takes a tenth of a second: only a few tokens are coloured.
    ticks = count()
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks) / 10)
    (line,) = code_lines(" ".join(["1"] * 100), "python")
    assert len(line.plain) == 199
    assert 1 <= len(line.spans) <= 5
