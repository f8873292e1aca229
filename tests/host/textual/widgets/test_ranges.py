from __future__ import annotations

from rill.host.textual.widgets.ranges import RANGE_MAX, Range, range_around


def test_a_screen_before_and_a_screen_behind() -> None:
    assert range_around(Range(50, 59), 1_000, None) == Range(40, 69)
    assert range_around(Range(0, 9), 1_000, None) == Range(0, 19)
    assert range_around(Range(990, 999), 1_000, None) == Range(980, 999)
    assert range_around(Range(0, 2), 3, None) == Range(0, 2)


def test_a_line_of_scrolling_asks_nothing() -> None:
    asked = range_around(Range(50, 59), 1_000, None)
    for first in range(45, 56):
        assert range_around(Range(first, first + 9), 1_000, asked) is asked
    assert range_around(Range(56, 65), 1_000, asked) == Range(46, 75)
    assert range_around(Range(44, 53), 1_000, asked) == Range(34, 63)


def test_scrolling_to_either_end_asks_a_few_times_only() -> None:
    for lines in (range(990), range(990, -1, -1)):
        asked, questions = None, 0
        for first in lines:
            wanted = range_around(Range(first, first + 9), 1_000, asked)
            questions += wanted != asked
            asked = wanted
            assert wanted.holds(Range(first, first + 9))
        assert questions < 1_000 / 5 + 3


def test_more_items_at_the_end_are_asked_for() -> None:
    asked = range_around(Range(0, 9), 10, None)
    assert asked == Range(0, 9)
    assert range_around(Range(0, 9), 100, asked) == Range(0, 19)


def test_fewer_items_are_asked_for_anew() -> None:
    asked = range_around(Range(50, 59), 1_000, None)
    assert range_around(Range(50, 59), 60, asked) == Range(40, 59)


def test_a_smaller_view_gives_back_what_it_does_not_need() -> None:
    asked = range_around(Range(500, 599), 1_000, None)
    assert range_around(Range(540, 549), 1_000, asked) == Range(530, 559)


def test_no_view_asks_for_more_than_a_screen_can_show() -> None:
    wanted = range_around(Range(0, 10**6), 10**7, None)
    assert wanted.last - wanted.first + 1 == RANGE_MAX
    assert range_around(Range(5, 700), 10**7, None) == Range(0, 852)
