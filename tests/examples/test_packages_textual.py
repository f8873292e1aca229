from __future__ import annotations

from screens import SnapshotFile

from .conftest import ExampleBundle
from .on_screen import on_screen

snapshots = SnapshotFile(__file__)


async def test_the_first_screen(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("packages")) as made:
        snapshots.check_screen("first screen", made.app)


async def test_expense_by_keyboard_and_the_next_one_begins_in_the_first_field(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("packages")) as made:
        await made.type("Lunch")
        await made.keys("tab")
        await made.type("12x.50")
        await made.keys("enter")
        assert "Total: 12.50" in made.text
        assert made.focused is made.node("What for")
        await made.type("Train")
        await made.keys("tab")
        await made.type("40")
        # Over the date to the second category.
        await made.keys("tab", "tab", "tab", "enter", "tab", "tab", "tab", "enter")
        assert "Total: 52.50" in made.text
        assert made.messages[-1][1]["category"] == "Travel"
        snapshots.check_screen("two expenses", made.app)


async def test_mistakes_are_named_beside_their_fields_and_go_again(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("packages")) as made:
        await made.click("Save")
        assert "Say what it was for" in made.text
        assert "Write an amount such as 12.50" in made.text
        snapshots.check_screen("mistakes", made.app)
        await made.click("What for")
        await made.type("Tea")
        assert "Say what it was for" not in made.text
        assert "Write an amount such as 12.50" in made.text


async def test_expense_by_mouse_is_saved_and_removed(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("packages")) as made:
        await made.click("Amount")
        await made.type("3")
        await made.click("What for")
        await made.type("Tea")
        await made.click("Home")
        await made.click("Save")
        assert "Total: 3.00" in made.text
        await made.click("Remove Tea")
        assert "Total: 0.00" in made.text
        assert "No expenses yet." in made.text


async def test_wide_screen(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("packages"), size=(200, 60)) as made:
        snapshots.check_screen("200 by 60", made.app)
