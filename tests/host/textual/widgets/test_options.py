"""Options as they are shown: what is read from a guest's list, found by its words, and painted."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len
from textual.content import Content
from textual.style import Style

from rill.host.textual.styling import CELLS_MAX
from rill.host.textual.widgets.options import (
    Choice,
    OptionLines,
    find_words,
    index_of,
    next_enabled,
    paint_line,
    read_choices,
    widest,
)

FRUIT = [Choice("1", "Apple"), Choice("2", "Pear"), Choice("3", "Pineapple"), Choice("4", "Peach", disabled=True)]


def test_options_are_cleaned_cut_off_and_each_value_is_there_once() -> None:
    options: Any = [
        {"value": "a", "label": "\x1b[31mred\n"},
        {"value": "b"},
        {"value": "a", "label": "again"},
        {"value": "c", "label": "x" * 100_000, "disabled": True},
    ]
    choices = read_choices(options)
    assert [(choice.value, choice.disabled) for choice in choices] == [("a", False), ("b", False), ("c", True)]
    assert choices[0].words == "␛[31mred "
    assert choices[1].words == "b"
    assert len(choices[2].words) == CELLS_MAX


@pytest.mark.parametrize("options", [None, [], "text", [None, 5, {}]])
def test_what_is_no_list_of_options_is_none(options: Any) -> None:
    assert read_choices(options) == ()


def test_words_are_found_by_their_beginning_and_else_by_what_is_in_them() -> None:
    assert find_words(FRUIT, "p", 0) == 1
    assert find_words(FRUIT, "p", 2) == 2
    assert find_words(FRUIT, "APP", 0) == 0
    assert find_words(FRUIT, "nea", 0) == 2
    # Disabled ones are never found, and the search goes on around the end.
    assert find_words(FRUIT, "peach", 0) is None
    assert find_words(FRUIT, "apple", 1) == 0
    assert find_words([], "x", 5) is None


def test_what_cannot_be_chosen_is_stepped_over() -> None:
    assert next_enabled(FRUIT, 3, -1) == 2
    assert next_enabled(FRUIT, 3, 1) is None
    assert next_enabled(FRUIT, -1, 1) is None
    assert index_of(FRUIT, "3") == 2
    assert index_of(FRUIT, "nine") is None
    assert (widest(FRUIT), widest([])) == (9, 0)


@pytest.mark.parametrize("words", ["", "short", "日本語の長い言葉です", "x" * 50, "é" * 20])
@pytest.mark.parametrize("width", [0, 1, 7, 30])
def test_line_is_exactly_as_wide_as_asked(words: str, width: int) -> None:
    strip = paint_line(Content(words), Style(), width)
    assert cell_len(strip.text) == width


def test_cursor_moves_over_what_can_be_chosen_and_stays_at_the_ends() -> None:
    lines = OptionLines([Choice("0", "off", disabled=True), *FRUIT], None, print)
    cursors = []
    for amount in (1, 1, 9, 9, -1, -9, -9):
        lines.move(amount)
        cursors.append(lines.cursor)
    assert cursors == [1, 2, 3, 3, 2, 1, 1]
    OptionLines([], None, print).move(1)
    nothing = OptionLines([Choice("0", "off", disabled=True)], None, print)
    nothing.move(1)
    assert nothing.cursor is None
