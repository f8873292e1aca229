"""Heights against the plainest thing that could be right: a list of all of them."""

from __future__ import annotations

import random

import pytest

from rill.host.textual.widgets.heights import Heights


def tops(heights: list[int]) -> list[int]:
    found = [0]
    for height in heights:
        found.append(found[-1] + height)
    return found


def test_unseen_items_have_the_estimate() -> None:
    heights = Heights(10_000_000, 3)
    assert heights.total == 30_000_000
    assert heights.top(1_234_567) == 3 * 1_234_567
    assert heights.index_at(3 * 1_234_567 + 2) == 1_234_567
    assert heights.height(5) == 3


def test_fractions_add_up() -> None:
    heights = Heights(1_000, 1.5)
    assert heights.total == 1_500
    assert [heights.height(index) for index in range(4)] == [1, 2, 1, 2]
    assert [heights.index_at(line) for line in range(6)] == [0, 1, 1, 2, 3, 3]


def test_nothing_is_lower_than_a_line() -> None:
    heights = Heights(100, 0.1)
    assert heights.total == 100
    heights.measure(7, 0)
    assert heights.height(7) == 1
    assert heights.total == 100


@pytest.mark.parametrize("seed", range(5))
def test_any_measures_in_any_order_give_what_a_list_of_all_gives(seed: int) -> None:
    chance = random.Random(seed)
    count = chance.randrange(1, 300)
    plain = [2] * count
    heights = Heights(count, 2)
    for _ in range(400):
        index, height = chance.randrange(count), chance.randrange(1, 9)
        is_news = not heights.is_measured(index) or plain[index] != height
        assert heights.measure(index, height) is is_news
        plain[index] = height
        if chance.random() < 0.1:
            forgotten = chance.randrange(count)
            heights.forget(forgotten)
            plain[forgotten] = 2
    expected = tops(plain)
    assert [heights.top(index) for index in range(count + 1)] == expected
    assert heights.total == expected[-1]
    for index in range(count):
        assert heights.height(index) == plain[index]
        assert heights.index_at(expected[index]) == index
        assert heights.index_at(expected[index + 1] - 1) == index


def test_a_measure_is_news_once() -> None:
    heights = Heights(10, 1)
    assert heights.measure(3, 4)
    assert not heights.measure(3, 4)
    assert heights.measure(3, 1)
    assert not heights.measure(10, 4)
    assert heights.total == 10


def test_lines_outside_belong_to_the_first_and_the_last() -> None:
    heights = Heights(3, 2)
    assert heights.index_at(-5) == 0
    assert heights.index_at(1_000) == 2
    assert Heights().index_at(3) == 0
    assert Heights().total == 0


def test_what_goes_is_forgotten_and_what_stays_is_not() -> None:
    heights = Heights(10, 1)
    heights.measure(2, 5)
    heights.measure(8, 5)
    heights.count = 5
    assert heights.total == 9
    heights.count = 10
    assert heights.total == 14
    assert not heights.is_measured(8)
    heights.estimate_as(2)
    assert heights.total == 20


def test_what_nobody_measured_takes_no_memory() -> None:
    heights = Heights(10_000_000, 1)
    for index in range(0, 10_000_000, 100_000):
        heights.measure(index, 3)
    assert len(heights._differences) < 100 * 25
    assert heights.total == 10_000_000 + 2 * 100
    for index in range(0, 10_000_000, 100_000):
        heights.forget(index)
    assert not heights._differences
