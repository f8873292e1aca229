from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import ExampleBundle
from .on_screen import on_screen

PRESETS = ("rill", "html")


# Once for Solid and once for Preact: a person sees no difference.
@pytest.fixture(params=["todomvc-solid", "todomvc-preact"])
def bundle(example_bundle: ExampleBundle, request: pytest.FixtureRequest) -> Path:
    return example_bundle(request.param)


async def test_todos_are_added_ticked_and_filtered(bundle: Path) -> None:
    async with on_screen(bundle, presets=PRESETS) as made:
        # `autofocus` gives the field the focus, Enter adds and the field is empty again.
        for title in ("Buy milk", "Walk the dog", "Write [red]letter"):
            await made.type(title)
            await made.keys("enter")
        assert "3 items left" in made.text
        assert "What needs to be done?" in made.text
        order = ["todos", "Buy milk", "Walk the dog", "Write [red]letter", "3 items left", "All", "Active", "Completed"]
        assert [made.text.index(words) for words in order] == sorted(made.text.index(words) for words in order)
        await made.click_words("Active")
        await made.click_words("All")
        assert "Write [red]letter" in made.text


async def test_a_todo_is_renamed_after_two_clicks_and_removed(bundle: Path) -> None:
    async with on_screen(bundle, presets=PRESETS) as made:
        for title in ("Buy milk", "Walk the dog"):
            await made.type(title)
            await made.keys("enter")
        await made.click_words("Walk the dog", times=2)
        await made.type(" twice")
        # Enter takes the field away, and presses nothing of what has the focus then.
        await made.keys("enter")
        assert "Walk the dog twice" in made.text
        await made.click_words("Buy milk", times=2)
        await made.keys("ctrl+u", "enter")
        assert "Buy milk" not in made.text
        assert "1 item left" in made.text


async def test_a_tick_and_the_button_that_clears(bundle: Path) -> None:
    async with on_screen(bundle, presets=PRESETS) as made:
        for title in ("Buy milk", "Walk the dog"):
            await made.type(title)
            await made.keys("enter")
        # The first tick is for all.
        await made.keys("tab", "space")
        assert "0 items left" in made.text
        assert made.text.count("[X]") == 3
        await made.keys("tab", "space")
        assert "1 item left" in made.text
        assert "[ ] Buy milk" in made.text
        assert "[X] Walk the dog" in made.text
        await made.click_words("Completed")
        assert "Buy milk" not in made.text
        await made.click_words("Clear completed")
        assert "Walk the dog" not in made.text
        await made.click_words("All")
        assert "Buy milk" in made.text
