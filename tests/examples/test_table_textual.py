from __future__ import annotations

import pytest
from screens import SnapshotFile

from rill.host.textual.widgets.tables import DataGrid

from .conftest import ExampleBundle
from .on_screen import OnScreen, on_screen

snapshots = SnapshotFile(__file__)


def rows(made: OnScreen) -> list[list[str]]:
    """The words of the lines below the head of the table."""
    head = next(at for at, line in enumerate(made.lines) if line.split() == ["Id", "Label"])
    return [line.split() for line in made.lines[head + 1 : -1]]


async def click(made: OnScreen, x: int, row: int) -> None:
    """Press a cell of a row in view; from the right edge, if ``x`` is negative."""
    grid = made.app.query_one(DataGrid)
    assert await made.pilot.click(grid, offset=(x % grid.size.width, row + 1))
    await made.settle()


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_how_it_looks(example_bundle: ExampleBundle, size: tuple[int, int]) -> None:
    async with on_screen(example_bundle("table"), size=size) as made:
        snapshots.check_screen(f"nothing yet, {size[0]} by {size[1]}", made.app)
        await made.keys("enter", "shift+tab", "down", "right", "enter")
        snapshots.check_screen(f"1,000 rows, {size[0]} by {size[1]}", made.app)


async def test_everything_by_keyboard(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("table")) as made:
        # The first button has the focus from the start.
        await made.keys("tab", "enter")
        assert "10,000 rows" in made.text
        await made.keys("tab", "enter")
        assert "11,000 rows" in made.text
        await made.keys("tab", "enter")
        assert rows(made)[0][-2] == "!!!"
        await made.keys("tab", "enter")
        assert rows(made)[1][0] == "10999"
        await made.keys("tab", "tab", "down", "down", "right", "enter")
        assert "11,000 rows, 3 selected" in made.text
        await made.keys("right", "enter")
        assert "10,999 rows" in made.text
        assert rows(made)[2][0] == "4"
        await made.keys("ctrl+end", "delete")
        assert "10,998 rows" in made.text
        assert rows(made)[-1][0] == "2"
        await made.keys("shift+tab", "enter")
        assert "No rows. Create some." in made.text


async def test_everything_by_mouse(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("table")) as made:
        await made.click("Create 1,000")
        await made.click("Append 1,000")
        assert "2,000 rows" in made.text
        await made.click("Update every 10th")
        assert rows(made)[0][-2] == "!!!"
        await made.click("Swap rows")
        assert rows(made)[1][0] == "1999"
        await click(made, 15, 4)
        assert "2,000 rows, 5 selected" in made.text
        await click(made, -4, 4)
        assert "1,999 rows" in made.text
        assert "selected" not in made.text
        assert rows(made)[4][0] == "6"
        await made.click("Clear")
        assert "No rows. Create some." in made.text


async def test_no_operation_mounts_or_removes_a_widget(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("table")) as made:
        await made.click("Create 1,000")
        before = made.view.statistics()
        for button in ("Update every 10th", "Swap rows", "Append 1,000", "Create 1,000"):
            await made.click(button)
        await click(made, 15, 4)
        await click(made, -4, 4)
        after = made.view.statistics()
        assert (after.mounts, after.removes, after.moves) == (before.mounts, before.removes, before.moves)
        assert after.paints > before.paints
