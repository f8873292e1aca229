"""The order of messages: classes, first in first out within one, and nobody waits for ever."""

from __future__ import annotations

import random

import pytest

from rill.host.priorities import PASSED_MAX, Priority, TurnQueue

URGENT, INPUT, NORMAL, IDLE = Priority


def queue_of(*items: tuple[str, Priority]) -> TurnQueue[str]:
    queue: TurnQueue[str] = TurnQueue()
    for item, priority in items:
        queue.add(item, priority)
    return queue


def drained(queue: TurnQueue[str]) -> str:
    return " ".join(queue.take() for _ in range(len(queue)))


def test_higher_classes_go_first_and_each_class_keeps_its_order() -> None:
    queue = queue_of(("n1", NORMAL), ("i1", IDLE), ("p1", INPUT), ("n2", NORMAL), ("u", URGENT), ("p2", INPUT))
    assert list(queue) == ["u", "p1", "p2", "n1", "n2", "i1"]
    assert len(queue) == 6
    assert drained(queue) == "u p1 p2 n1 n2 i1"
    assert len(queue) == 0
    assert list(queue) == []


def test_one_class_alone_is_first_in_first_out_and_waits_for_nothing() -> None:
    for priority in Priority:
        assert drained(queue_of(*((str(number), priority) for number in range(5)))) == "0 1 2 3 4"


@pytest.mark.parametrize("lower", [NORMAL, IDLE])
def test_a_class_that_was_passed_often_enough_goes_once_and_then_waits_as_long_again(lower: Priority) -> None:
    most = PASSED_MAX[lower]
    queue = queue_of(("a", lower), ("b", lower))
    taken = []
    for _ in range(2 * most + 2):
        queue.add("p", INPUT)
        taken.append(queue.take())
    assert taken == ["p"] * most + ["a"] + ["p"] * most + ["b"]


def test_nothing_urgent_ever_waits() -> None:
    queue = queue_of(("n", NORMAL))
    for _ in range(PASSED_MAX[NORMAL]):
        queue.add("p", INPUT)
        assert queue.take() == "p"
    queue.add("u", URGENT)
    queue.add("p", INPUT)
    assert drained(queue) == "u n p"


# Goal: no class starves, whatever comes. How: any traffic at all; count for how many turns each item waited behind
# items that came later and rank higher.
@pytest.mark.parametrize("seed", range(5))
def test_whatever_comes_no_item_is_passed_by_more_later_ones_than_said(seed: int) -> None:
    chance = random.Random(seed)
    queue: TurnQueue[tuple[int, Priority]] = TurnQueue()
    waiting: dict[tuple[int, Priority], int] = {}
    for number in range(3_000):
        for _ in range(chance.choice([0, 1, 1, 2])):
            item = (number * 10 + len(waiting), chance.choice([INPUT, INPUT, INPUT, NORMAL, IDLE]))
            waiting[item] = 0
            queue.add(item, item[1])
        if len(queue):
            taken = queue.take()
            del waiting[taken]
            heads = {
                priority: min((item for item in waiting if item[1] is priority), default=None)
                for priority in PASSED_MAX
            }
            for priority, head in heads.items():
                if head is not None and taken[1] is not priority:
                    waiting[head] += 1
                    # A class may also have to let another one that starved go first.
                    assert waiting[head] <= PASSED_MAX[priority] + len(PASSED_MAX)
