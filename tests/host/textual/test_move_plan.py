from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rill.host.textual.move_plan import children_to_move


@pytest.mark.parametrize(
    ("old", "new", "moves"),
    [
        ("", "", 0),
        ("abc", "abc", 0),
        ("abcd", "dbca", 2),
        ("abcd", "bacd", 1),
        ("abcd", "bcda", 1),
        ("abcd", "dabc", 1),
        ("abcd", "dcba", 3),
    ],
)
def test_known_orders_take_the_fewest_moves(old: str, new: str, moves: int) -> None:
    assert len(children_to_move(old, new)) == moves


def test_swap_in_a_thousand_moves_two() -> None:
    old = list(range(1000))
    new = list(old)
    new[3], new[900] = new[900], new[3]
    assert len(children_to_move(old, new)) == 2


@given(st.permutations(range(7)))
def test_what_stays_is_in_order_and_no_larger_part_could_stay(new: list[int]) -> None:
    staying = [item for item in new if item not in children_to_move(range(7), new)]
    assert staying == sorted(staying)
    larger = combinations(new, len(staying) + 1)
    assert not any(list(part) == sorted(part) for part in larger)
