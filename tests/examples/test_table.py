from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator

import pytest
from screens import SnapshotFile

from rill import Engine
from rill.host import Node
from rill.host.recorder import Recorder
from rill.protocol.operations import Clone, Clones, Patch

from .conftest import ExampleBundle

snapshots = SnapshotFile(__file__)


class BenchmarkTable:
    """The table as a person sees it."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder

    async def press(self, button: str) -> Counter[str]:
        """Press a button. Returns how many operations of each kind came of it."""
        before = len(self.recorder.operations)
        await self.recorder.press(self.recorder.find(role="button", text=button))
        return Counter(type(operation).__name__ for operation in self.recorder.operations[before:])

    async def press_cell(self, index: int, column: str) -> None:
        await self.recorder.emit(self.node, "onCellPress", {"index": index, "column": column})

    @property
    def node(self) -> Node:
        return self.recorder.find(role="grid")

    @property
    def count(self) -> str:
        return self.recorder.find(id="count").text_content

    @property
    def rows(self) -> dict[int, tuple[str, str]]:
        """Id and label of the rendered rows, by their place."""
        rows = {}
        for row in self.recorder.find_all(role="row"):
            id, label, _ = row.get("cells")
            rows[row.get("index")] = (id["text"], label["text"])
        return rows


@pytest.fixture
async def table(example_bundle: ExampleBundle) -> AsyncIterator[BenchmarkTable]:
    async with Engine() as engine:
        bundle = await engine.load_bundle(example_bundle("table"))
        recorder = Recorder()
        async with engine.open(bundle, adapter=recorder):
            yield BenchmarkTable(recorder)


async def test_the_first_screen(table: BenchmarkTable) -> None:
    snapshots.check("first screen", table.recorder.golden().rstrip("\n"))


async def test_ten_thousand_rows_cost_those_in_view(table: BenchmarkTable) -> None:
    operations = await table.press("Create 10,000")
    assert table.count == "10,000 rows"
    assert table.node.get("count") == 10_000
    assert list(table.rows) == list(range(30))
    assert table.rows[29][0] == "30"
    assert operations[Clones.__name__] == 1
    assert sum(operations.values()) < 10
    operations = await table.press("Append 1,000")
    assert table.count == "11,000 rows"
    assert operations[Clone.__name__] == operations[Clones.__name__] == 0


async def test_rows_are_replaced_by_new_ones(table: BenchmarkTable) -> None:
    await table.press("Create 1,000")
    before = table.rows
    await table.press("Create 1,000")
    assert table.count == "1,000 rows"
    assert table.rows[0][0] == "1001"
    assert table.rows != before


async def test_every_tenth_row_is_updated_and_nothing_else(table: BenchmarkTable) -> None:
    await table.press("Create 1,000")
    before = table.rows
    operations = await table.press("Update every 10th")
    assert operations == {Patch.__name__: 3}
    after = table.rows
    assert {index for index in after if after[index] != before[index]} == {0, 10, 20}
    assert after[10] == (before[10][0], f"{before[10][1]} !!!")


async def test_two_rows_are_swapped(table: BenchmarkTable) -> None:
    await table.press("Create 1,000")
    await table.press("Swap rows")
    assert table.rows[1][0] == "999"
    await table.recorder.emit(table.node, "onRange", {"first": 990, "last": 999})
    assert [table.rows[index][0] for index in (997, 998, 999)] == ["998", "2", "1000"]


async def test_a_press_on_a_label_selects_and_one_on_the_sign_removes(table: BenchmarkTable) -> None:
    await table.press("Create 1,000")
    await table.press_cell(3, "label")
    assert table.count == "1,000 rows, 4 selected"
    assert [row.get("index") for row in table.recorder.find_all(role="row") if row.get("selected")] == [3]
    await table.press_cell(5, "label")
    assert [row.get("index") for row in table.recorder.find_all(role="row") if row.get("selected")] == [5]
    await table.press_cell(2, "remove")
    assert table.count == "999 rows, 6 selected"
    assert [table.rows[index][0] for index in range(5)] == ["1", "2", "4", "5", "6"]
    assert [row.get("index") for row in table.recorder.find_all(role="row") if row.get("selected")] == [4]
    await table.press_cell(4, "remove")
    assert table.count == "998 rows"


async def test_delete_removes_the_row_of_the_cursor(table: BenchmarkTable) -> None:
    await table.press("Create 1,000")
    await table.recorder.emit(table.node, "onCursor", {"index": 7})
    await table.recorder.emit(table.node, "onKeyDown", {"key": "Delete"})
    assert table.rows[7][0] == "9"


async def test_clearing_leaves_nothing_and_ids_go_on(table: BenchmarkTable) -> None:
    await table.press("Create 1,000")
    await table.press("Clear")
    assert table.count == "0 rows"
    assert table.rows == {}
    assert "No rows" in table.recorder.golden()
    await table.press("Swap rows")
    await table.press("Append 1,000")
    assert table.rows[0][0] == "1001"
