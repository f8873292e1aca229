"""Used ids are a set, whatever a guest counts like; sorted ids find the nearest one below."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rill.host.node_ids import PAGES_MAX, SortedIds, UsedIds

RANGES = st.lists(st.tuples(st.integers(0, 3_000), st.integers(1, 1_200), st.booleans()), max_size=40)


def test_an_id_is_claimed_once() -> None:
    used = UsedIds()
    assert used.claim(7)
    assert not used.claim(7)
    used.commit()
    assert not used.claim(7)
    assert used.claim(8)


@pytest.mark.parametrize(("first", "count"), [(10, 1), (5, 6), (14, 9), (0, 600), (12, 1), (14, 1)])
def test_a_range_that_overlaps_is_refused_wholly(first: int, count: int) -> None:
    used = UsedIds()
    assert used.claim(10, 5)
    assert not used.claim(first, count)
    assert used.claim(5, 5)
    assert used.claim(15, 5)


@given(RANGES)
def test_claims_are_those_of_a_plain_set(ranges: list[tuple[int, int, bool]]) -> None:
    used, plain, committed = UsedIds(), set[int](), set[int]()
    for first, count, is_kept in ranges:
        ids = set(range(first, first + count))
        assert used.claim(first, count) == (not plain & ids)
        if not plain & ids:
            plain |= ids
        if is_kept:
            used.commit()
            committed = set(plain)
        else:
            used.undo()
            plain = set(committed)
    assert all(used.claim(id) == (id not in plain) for id in range(4_300))


def test_a_guest_that_counts_upwards_leaves_one_page() -> None:
    used = UsedIds()
    for first in range(0, 100_000, 100):
        assert used.claim(first, 100)
        used.commit()
        assert used.pages <= 1
    assert used.closed == 0
    assert not used.claim(5)


def test_a_gap_is_remembered_for_as_long_as_pages_are() -> None:
    used = UsedIds()
    assert used.claim(0, 100)
    for page in range(1, PAGES_MAX):
        assert used.claim(512 * page)
    used.commit()
    assert (used.pages, used.closed) == (PAGES_MAX, 0)
    assert used.claim(100)
    assert used.claim(512 * PAGES_MAX)
    # Within a batch nothing is closed, so that its order does not matter.
    assert used.claim(101)
    used.commit()
    assert (used.pages, used.closed) == (PAGES_MAX, 512)
    assert not used.claim(102)
    assert used.claim(513)


def test_undo_forgets_what_was_claimed_since_the_commit() -> None:
    used = UsedIds()
    used.claim(3)
    used.commit()
    used.claim(4)
    used.claim(2_000, 5_000)
    used.undo()
    assert used.pages == 1
    assert used.claim(2_000, 5_000)
    assert not used.claim(3)


def test_a_range_at_the_end_of_32_bits() -> None:
    used = UsedIds()
    assert used.claim(2**32 - 600, 600)
    used.commit()
    assert not used.claim(2**32 - 1)
    assert used.pages == 2


# -- sorted ids

ORDERS: tuple[Callable[[list[int]], Any], ...] = (
    lambda ids: None,
    lambda ids: ids.reverse(),
    lambda ids: random.Random(1).shuffle(ids),
)


@pytest.mark.parametrize("order", ORDERS)
def test_finds_the_nearest_id_below_whatever_the_order(order: Callable[[list[int]], Any]) -> None:
    ids = list(range(10, 50_010, 10))
    order(ids)
    found = SortedIds()
    for id in ids:
        found.add(id)
    assert len(found) == 5_000
    for id in (0, 9, 10, 11, 19, 20, 25_005, 50_000, 50_009, 10**9):
        assert found.below(id) == (max(other for other in ids if other <= id) if id >= 10 else -1)


@pytest.mark.parametrize("ids", [[], [7], [7, 9, 11], [11, 9, 7], [3, 4, 6], [20, 5, 21]])
def test_many_ids_at_once_are_the_same_as_one_after_another(ids: list[int]) -> None:
    at_once, one_by_one = SortedIds(), SortedIds()
    for found in (at_once, one_by_one):
        found.add(5)
    at_once.add_all(ids)
    for id in ids:
        one_by_one.add(id)
    assert [at_once.below(id) for id in range(25)] == [one_by_one.below(id) for id in range(25)]
    assert at_once._lists == one_by_one._lists


def test_nothing_is_below_in_an_empty_set() -> None:
    assert SortedIds().below(5) == -1


def test_ids_that_come_downwards_do_not_move_the_long_list_each_time() -> None:
    found = SortedIds()
    for id in range(20_000, 0, -1):
        found.add(id)
        assert len(found._lists[1]) < 1_024


def test_replace_holds_these_and_no_others() -> None:
    found = SortedIds()
    for id in (5, 3, 9):
        found.add(id)
    found.replace([8, 2])
    assert [found.below(id) for id in (1, 2, 7, 8, 9)] == [-1, 2, 2, 8, 8]


def test_a_reader_sees_both_lists_from_the_same_moment() -> None:
    # `replace` moves ids from one list to the other; a reader that took them one after the other could miss one.
    found = SortedIds()
    found.add(10)
    found.add(5)
    lists = found._lists
    found.replace([5, 10])
    assert found._lists is not lists
    assert lists == ([10], [5])
