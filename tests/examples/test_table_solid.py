"""What the operations of the js-framework-benchmark cost a Solid guest: operations and bytes, by their number."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from rill import Engine, Limits, Session
from rill.host import Node, TurnEnd
from rill.host.recorder import Recorder

from .conftest import ExampleBundle


class SolidTable:
    """The table as a person sees it, and what each turn cost."""

    def __init__(self, session: Session, recorder: Recorder) -> None:
        self.recorder = recorder
        self.turns: list[TurnEnd] = []
        session.on("turn_end", self.turns.append)

    async def press(self, button: str) -> tuple[list[str], int]:
        """Press a button of the toolbar. Returns the kinds of its operations, and the bytes of the outbox."""
        return await self.press_node(self.recorder.find(role="button", text=button))

    async def press_node(self, node: Node) -> tuple[list[str], int]:
        self.turns.clear()
        await self.recorder.press(node)
        (turn,) = self.turns
        assert turn.changes is not None
        return [type(operation).__name__ for operation in turn.changes.operations], turn.outbox_bytes

    @property
    def count(self) -> str:
        return self.recorder.find(id="count").text_content

    @property
    def rows(self) -> list[Node]:
        return list(self.recorder.find(id="rows").children)

    def row(self, index: int) -> tuple[str, str, object]:
        """Id, label and mark of a row."""
        row = self.rows[index]
        id, label = row.children[0].text_content, row.children[1].text_content
        return id, label, row.get("label")


# The engine that runs untrusted guests, and the one on the shim.
@pytest.fixture(params=["wasm", "quickjs"])
async def table(example_bundle: ExampleBundle, request: pytest.FixtureRequest) -> AsyncIterator[SolidTable]:
    async with Engine(provider=request.param, limits=Limits.large(), trusted=True) as engine:
        bundle = await engine.load_bundle(example_bundle("table_solid"))
        recorder = Recorder()
        async with engine.open(bundle, adapter=recorder) as session:
            yield SolidTable(session, recorder)


async def test_a_thousand_rows_are_one_operation(table: SolidTable) -> None:
    assert await table.press("Create 1,000") == (["Template", "Clones", "Patch"], 28_128)
    assert table.count == "1000 rows"
    assert table.row(0) == ("1", "important green car", None)
    assert table.row(999)[0] == "1000"
    # The template is known from now on.
    assert await table.press("Create 1,000") == (["Clear", "Clones"], 29_033)
    assert table.row(0)[0] == "1001"


async def test_every_tenth_label_is_a_patch(table: SolidTable) -> None:
    await table.press("Create 1,000")
    before = [table.row(index) for index in range(20)]
    operations, size = await table.press("Update every 10th")
    assert operations == ["Patch"] * 100
    assert size < 3_500
    after = [table.row(index) for index in range(20)]
    assert [index for index in range(20) if after[index] != before[index]] == [0, 10]
    assert after[10][1] == f"{before[10][1]} !!!"


async def test_a_selection_changes_two_rows(table: SolidTable) -> None:
    await table.press("Create 1,000")
    assert (await table.press_node(table.rows[4].children[1].children[0]))[0] == ["Patch", "Patch"]
    operations, size = await table.press_node(table.rows[7].children[1].children[0])
    # Two rows, and the line that says which one is selected.
    assert operations == ["Patch", "Patch", "Patch"]
    assert size < 60
    assert [index for index in range(20) if table.row(index)[2] == "selected"] == [7]
    assert table.count == "1000 rows, 8 selected"


async def test_a_swap_is_two_moves_and_a_removal_one_operation(table: SolidTable) -> None:
    await table.press("Create 1,000")
    operations, size = await table.press("Swap rows")
    assert operations == ["Insert", "Insert"]
    assert size < 32
    assert [table.row(index)[0] for index in (0, 1, 2, 997, 998, 999)] == ["1", "999", "3", "998", "2", "1000"]
    remove = table.rows[5].children[2].children[0]
    operations, size = await table.press_node(remove)
    assert operations == ["Delete", "Patch"]
    assert [table.row(index)[0] for index in (4, 5)] == ["5", "7"]
    assert table.count == "999 rows"


async def test_rows_are_appended_in_one_run_and_cleared_in_one_operation(table: SolidTable) -> None:
    await table.press("Create 1,000")
    assert (await table.press("Append 1,000"))[0] == ["Clones", "Patch"]
    assert len(table.rows) == 2_000
    operations, size = await table.press("Clear")
    assert operations == ["Clear", "Patch"]
    assert size < 24
    assert table.rows == []
    assert table.count == "0 rows"


async def test_ten_thousand_rows_are_one_operation_too(table: SolidTable) -> None:
    operations, size = await table.press("Create 10,000")
    assert operations == ["Template", "Clones", "Patch"]
    assert size < 11 * 28_128
    assert (await table.press("Clear"))[0] == ["Clear", "Patch"]
