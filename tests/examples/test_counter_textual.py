from __future__ import annotations

from screens import SnapshotFile

from .conftest import ExampleBundle
from .on_screen import on_screen

snapshots = SnapshotFile(__file__)


async def test_the_first_screen(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("counter")) as made:
        snapshots.check_screen("first screen", made.app)


async def test_keyboard_counts(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("counter")) as made:
        await made.keys("enter", "enter")
        assert "Count: -2" in made.text
        await made.keys("tab", "enter", "space", "enter")
        assert "Count: 1" in made.text
        await made.keys("up", "up", "down")
        assert "Count: 2" in made.text
        snapshots.check_screen("after some keys", made.app)


async def test_mouse_counts(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("counter"), props={"start": 10, "step": 5}) as made:
        await made.click("Increase")
        await made.click("Increase")
        assert "Count: 20" in made.text
        await made.click("Decrease")
        assert "Count: 15" in made.text
        await made.click("Reset")
        assert "Count: 10" in made.text


async def test_reset_is_no_stop_for_tab_while_there_is_nothing_to_reset(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("counter")) as made:
        stops = []
        for _ in range(3):
            assert made.focused is not None
            stops.append(made.focused.get("label"))
            await made.keys("tab")
        assert stops == ["Decrease", "Increase", "Decrease"]


async def test_hundred_presses_mount_and_remove_nothing(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("counter")) as made:
        await made.click("Increase")
        before = made.view.statistics()
        await made.type("\n" * 100)
        after = made.view.statistics()
        assert "Count: 101" in made.text
        assert (after.mounts, after.removes, after.moves) == (before.mounts, before.removes, before.moves)


async def test_wide_screen(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("counter"), size=(200, 60)) as made:
        snapshots.check_screen("200 by 60", made.app)
