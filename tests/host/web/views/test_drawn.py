"""What is kept of elements that were made, and for how long."""

from __future__ import annotations

from rill.host.web.element import Element
from rill.host.web.views.drawn import Drawn, Elements


def make(count: int) -> Elements:
    return tuple(Element("i", {"title": index}) for index in range(count))


def test_elements_are_made_once_for_one_value_and_again_for_one_that_is_equal() -> None:
    drawn = Drawn()
    first, equal = [1], [1]
    made = drawn.of(first, lambda: make(3))
    assert drawn.of(first, lambda: make(3)) is made
    assert drawn.of(equal, lambda: make(3)) is not made
    assert drawn.count == 8


def test_what_was_not_used_for_longest_goes_when_there_is_too_much() -> None:
    drawn = Drawn()
    values = [[index] for index in range(4)]
    made = [drawn.of(value, lambda: make(6_000)) for value in values[:3]]
    assert drawn.of(values[0], lambda: ()) is made[0]
    drawn.of(values[3], lambda: make(6_000))
    assert drawn.count == 18_003
    assert drawn.of(values[0], lambda: ()) is made[0]
    assert drawn.of(values[1], lambda: make(1)) is not made[1]


def test_what_is_too_much_by_itself_is_not_kept() -> None:
    drawn = Drawn()
    assert len(drawn.of([1], lambda: make(30_000))) == 30_000
    assert drawn.count == 0
