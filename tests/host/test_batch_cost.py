"""What a hostile batch may cost: work is counted, not timed.

Goal: no batch within the limits holds up the event loop. How: `lines_of` counts every line of Python that runs while a
batch is checked and applied. Each batch is made to be slow in its own way, at two lengths; twice as many operations may
cost little more than twice as much, and none may cost more than a fixed number of lines for each operation and node.
"""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from rill.host.templates import CompiledTemplate
from rill.protocol import Limits
from rill.protocol.operations import (
    Append,
    Clear,
    Clone,
    Clones,
    Create,
    Delete,
    Insert,
    Operation,
    Patch,
    Remove,
    Reorder,
    Slot,
    SlotKind,
    Template,
    Text,
    Update,
)

from .trees import Given, make_batch

# Lines of Python for each operation and each node that a batch may run. An honest CREATE with its APPEND takes about
# half of it.
LINES_PER_OPERATION = 150

ROW = Template(1, ["Row", {}, [["Text", {}, [["#text", ""]]], None]], [Slot(SlotKind.TEXT, 2), Slot(3, 0)])
PLAIN = Template(2, ["View", {}, []], [])


class Counted(Given):
    """A receiver whose batches are counted instead of inspected, because inspecting them costs more."""

    def batch(self, *operations: Operation) -> Any:
        self.sequence += 1
        return self.receiver.receive_batch(make_batch(self.sequence, operations))


def lines_of(run: Callable[[], object]) -> int:
    """Lines that run, in all Python functions that are called."""
    lines = 0

    def local(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal lines
        if event == "line":
            lines += 1
        return local

    before = sys.gettrace()
    sys.settrace(lambda frame, event, argument: local)
    try:
        run()
    finally:
        sys.settrace(before)
    return lines


Batches = tuple[list[Operation], list[Operation]]


def views(first: int, count: int, under: int) -> list[Operation]:
    return [item for id in range(first, first + count) for item in (Create(id, "View", {}), Append(under, id))]


def chain(first: int, length: int, under: int) -> list[Operation]:
    return [
        item
        for id in range(first, first + length)
        for item in (Create(id, "View", {}), Append(id - 1 if id > first else under, id))
    ]


# Each gives a tree to begin with, and the hostile batch of about n operations.


def inserts_before_one_sibling(n: int) -> Batches:
    created = [Create(id, "View", {}) for id in range(2, n + 2)]
    return [Create(1, "View", {}), Append(0, 1), *created], [Insert(0, id, 1) for id in range(2, n + 2)]


def moves_to_the_front(n: int) -> Batches:
    return views(1, 500, 0), [Insert(0, 1 + k % 499, 500) for k in range(n)]


def moves_of_a_large_subtree_to_alternating_depths(n: int) -> Batches:
    begin = [*chain(1, 20, 0), Create(100, "View", {}), *views(101, 500, 100), Append(0, 100)]
    return begin, [Append(20 if k % 2 else 1, 100) for k in range(n)]


def long_detached_chain(n: int) -> Batches:
    # From below, so that every append is of a larger subtree; then it is deleted, or it would be too deep.
    batch: list[Operation] = [Create(id, "View", {}) for id in range(1, n // 2)]
    batch += [Append(id - 1, id) for id in range(n // 2 - 1, 1, -1)]
    return [], [*batch, Delete(1)]


def leaves_down_a_chain(n: int) -> Batches:
    return [], [*chain(1, n // 2, 0), Delete(1)]


def removals_and_returns(n: int) -> Batches:
    return views(1, 200, 0), [op for k in range(n // 2) for op in (Remove(0, 1 + k % 200), Append(0, 1 + k % 200))]


def clears_of_what_was_just_made(n: int) -> Batches:
    return [], [op for k in range(n // 3) for op in (Create(k + 1, "View", {}), Append(0, k + 1), Clear(0))]


def clears_of_runs_without_values(n: int) -> Batches:
    # Few operations, many nodes: as many as one batch may make.
    count = n // 10
    return [PLAIN], [op for k in range(10) for op in (Clones(2, 1 + k * count, count, 0, None, []), Clear(0))]


def clones_with_descending_ids(n: int) -> Batches:
    return [ROW], [Clone(1, 3 * (2 * n - k), ["", None]) for k in range(n)]


def nodes_with_scattered_ids(n: int) -> Batches:
    return [], [Create((n - k) * 1_000, "View", {}) for k in range(n)]


def looks_into_every_clone(n: int) -> Batches:
    rows = n // 2
    begin: list[Operation] = [ROW, Clones(1, 4, rows, 0, None, [["x"] * rows, [None] * rows])]
    order = [(k * 7919) % rows for k in range(rows)]
    return begin, [Update(4 + 3 * k + 1, {"id": "y"}, []) for k in order] + [Delete(4 + 3 * k) for k in order]


def texts_in_every_clone(n: int) -> Batches:
    rows = n // 2
    begin: list[Operation] = [ROW, Clones(1, 4, rows, 0, None, [["x"] * rows, [None] * rows])]
    return begin, [Text(4 + 3 * ((k * 7919) % rows) + 2, "y") for k in range(n)]


def deletes_from_the_middle_of_runs(n: int) -> Batches:
    # Each divides a run, and always where both parts are longest.
    begin: list[Operation] = [ROW, Clones(1, 4, n, 0, None, [["x"] * n, [None] * n])]
    middles, parts = [], [(0, n)]
    for first, end in parts:
        if end > first:
            middle = (first + end) // 2
            middles.append(middle)
            parts += [(first, middle), (middle + 1, end)]
    return begin, [Delete(4 + 3 * row) for row in middles[: n // 2]]


def moves_from_both_ends_of_a_run(n: int) -> Batches:
    begin: list[Operation] = [ROW, *views(1, 1, 0), Clones(1, 4, n, 0, None, [["x"] * n, [None] * n])]
    order = [row for k in range(n // 2) for row in (k, n - 1 - k)]
    return begin, [Append(1, 4 + 3 * row) for row in order]


def patches_here_and_there_in_many_runs(n: int) -> Batches:
    begin: list[Operation] = [ROW, *(Clones(1, 4 + 6 * k, 2, 0, None, [["x"] * 2, [None] * 2]) for k in range(500))]
    return begin, [Patch(4 + 6 * ((k * 7919) % 500) + 3 * (k % 2), 0, "y") for k in range(n)]


def patches_of_a_template_of_many_slots(n: int) -> Batches:
    texts = 500
    tree = ["Text", {}, [["#text", ""] for _ in range(texts)]]
    wide = Template(3, tree, [Slot(SlotKind.TEXT, 1 + index) for index in range(texts)])
    return [wide, Clone(3, 1, [""] * texts)], [Patch(1, k % texts, "x") for k in range(n)]


def updates_of_one_node(n: int) -> Batches:
    return [Create(1, "View", {"id": "a", "label": "b"})], [
        Update(1, {"hint": str(k)}, ["id"][: k % 2]) for k in range(n)
    ]


def reorders(n: int) -> Batches:
    count = 200
    order = list(range(1, count + 1))
    return views(1, count, 0), [Reorder(0, order[:: -1 if k % 2 else 1]) for k in range(n // count)]


HOSTILE = (
    inserts_before_one_sibling,
    moves_to_the_front,
    moves_of_a_large_subtree_to_alternating_depths,
    long_detached_chain,
    leaves_down_a_chain,
    removals_and_returns,
    clears_of_what_was_just_made,
    clears_of_runs_without_values,
    clones_with_descending_ids,
    nodes_with_scattered_ids,
    looks_into_every_clone,
    texts_in_every_clone,
    deletes_from_the_middle_of_runs,
    moves_from_both_ends_of_a_run,
    patches_here_and_there_in_many_runs,
    patches_of_a_template_of_many_slots,
    updates_of_one_node,
    reorders,
)

LARGE = Limits.large(depth=100_000)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda make: make.__name__)
@pytest.mark.parametrize("is_refused", [False, True])
def test_costs_no_more_than_a_fixed_amount_for_each_operation(
    hostile: Callable[[int], Batches], is_refused: bool
) -> None:
    costs = []
    for n in (1_000, 2_000):
        begin, batch = hostile(n)
        given = Counted(limits=LARGE)
        given.batch(*begin)
        if is_refused:
            batch.append(Delete(0))
        nodes_before = given.tree.count

        def run(given: Counted = given, batch: list[Operation] = batch) -> None:
            if is_refused:
                with pytest.raises(Exception, match="the root stays"):
                    given.batch(*batch)
            else:
                given.batch(*batch)

        lines = lines_of(run)
        assert lines < LINES_PER_OPERATION * (n + nodes_before)
        costs.append(lines)
    assert costs[1] < 2.3 * costs[0]


def test_one_operation_in_a_large_tree_costs_as_much_as_in_a_small_one() -> None:
    def cost(rows: int) -> int:
        given = Counted(ROW, Clones(1, 4, rows, 0, None, [["x"] * rows, [None] * rows]), limits=LARGE)
        given.batch(Update(5, {"id": "look"}, []))
        return lines_of(
            lambda: given.batch(
                Insert(0, 4, 3 * rows + 1),
                Patch(7, 0, "y"),
                Text(12, "z"),
                Delete(3 * rows + 1),
                *views(5_000_000, 1, 0),
            )
        )

    assert cost(10_000) == cost(100)


@pytest.mark.parametrize(
    "make", [deletes_from_the_middle_of_runs, moves_from_both_ends_of_a_run, looks_into_every_clone]
)
def test_dividing_runs_copies_the_shorter_part(make: Callable[[int], Batches], monkeypatch: pytest.MonkeyPatch) -> None:
    # How: of what is copied, which is no line of Python, the weights are taken; their rows are counted.
    copied = 0
    weigh = CompiledTemplate.weigh_run

    def counting(template: CompiledTemplate, columns: Any, count: int) -> int:
        nonlocal copied
        copied += count
        assert all(len(column) == count for column in columns)
        return weigh(template, columns, count)

    n = 2_000
    begin, batch = make(n)
    given = Counted(limits=LARGE)
    given.batch(*begin)
    monkeypatch.setattr(CompiledTemplate, "weigh_run", counting)
    given.batch(*batch)
    assert copied <= n * 11 / 2


@pytest.mark.parametrize("count", [10_000, 2**24 - 1])
def test_a_run_that_is_refused_takes_no_memory(count: int) -> None:
    given = Counted(PLAIN, limits=Limits(nodes=9_999))
    tracemalloc.start()
    try:
        error = given.reject(Clones(2, 5, count, 0, None, []), code="nodes_exceeded", path="batch[0]")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert str(count) in str(error)
    assert peak < 200_000


def test_climbing_for_cycles_is_bounded() -> None:
    # The one check that costs the depth of the tree: moves of subtrees below deep nodes, again and again.
    limits = Limits(operations=1_000, depth=256)
    deep = [*chain(1, 250, 0), *chain(300, 2, 0), *chain(400, 2, 0)]
    given = Counted(limits=limits)
    given.batch(*deep[:500])
    given.batch(*deep[500:])
    moves: list[Operation] = [Append(250 if k % 2 else 249, 300) for k in range(1_000)]
    error = given.reject(*moves, code="moves_exceeded", path="batch[128]")
    assert str(error) == (
        "the moves of this batch climb more than 32000 levels at batch[128], 32 for each of operations=1000 "
        "(Limits.operations); move subtrees once"
    )
    # Moves among siblings, of leaves, and of what goes up climb nothing or little.
    given.batch(*(Append(248, 249) for _ in range(1_000)))
    given.batch(*(Append(250 if k % 2 else 249, 401) for k in range(1_000)))
    given.batch(*(Append(0, 300) for _ in range(1_000)))


def test_a_check_of_many_overlapping_runs_is_linear() -> None:
    def cost(n: int) -> int:
        given = Counted(ROW, limits=LARGE)
        runs: list[Operation] = [Clone(1, 10_000 - k, ["", None]) for k in range(n)]
        updates: list[Operation] = [Update(10_000 - k, {}, []) for k in range(n)]

        def run() -> None:
            with pytest.raises(Exception, match="used before"):
                given.batch(*runs, *updates)

        return lines_of(run)

    assert cost(2_000) < 2.3 * cost(1_000)


def test_the_canary_is_quadratic_and_caught() -> None:
    # Keeps the counting honest: a tree that searched its children for each insert would not pass.
    def cost(n: int) -> int:
        given = Counted(limits=LARGE)
        begin, batch = inserts_before_one_sibling(n)
        given.batch(*begin)

        def run() -> None:
            for operation in batch:
                given.batch(operation)
                for _ in given.node(0).children:
                    pass

        return lines_of(run)

    assert cost(200) > 2.3 * cost(100)
