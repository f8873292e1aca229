from __future__ import annotations

from pathlib import Path

import pytest
from screens import SnapshotFile

from .conftest import ExampleBundle
from .on_screen import on_screen

snapshots = SnapshotFile(__file__)
TWO = {"titles": ["Buy milk", "Walk the dog"]}


# Once for React and once for Solid: they are the same application.
@pytest.fixture(params=["todo", "todo_solid"])
def bundle(example_bundle: ExampleBundle, request: pytest.FixtureRequest) -> Path:
    return example_bundle(request.param)


async def test_the_first_screen(bundle: Path) -> None:
    async with on_screen(bundle, props=TWO) as made:
        snapshots.check_screen("first screen", made.app)


async def test_everything_by_keyboard(bundle: Path) -> None:
    async with on_screen(bundle) as made:
        # The field has the focus from the start, Enter adds and the field is empty again.
        for title in ("Buy milk", "Walk the dog", "Write [red]letter"):
            await made.type(title)
            await made.keys("enter")
        assert "3 items left" in made.text
        # Tick off the first, rename the second, remove the third.
        await made.keys("tab", "space")
        assert "2 items left" in made.text
        await made.keys("tab", "f2", "end")
        await made.type(" twice")
        await made.keys("enter")
        assert "Walk the dog twice" in made.text
        snapshots.check_screen("after some keys", made.app)
        await made.click("Write [red]letter")
        await made.keys("delete")
        assert "letter" not in made.text
        assert made.messages[0] == ("todo_done", {"title": "Buy milk"})


async def test_everything_by_mouse(bundle: Path) -> None:
    async with on_screen(bundle, props=TWO) as made:
        await made.click("Walk the dog")
        assert "1 item left" in made.text
        await made.click("Active")
        assert "Walk the dog" not in made.text
        assert "Buy milk" in made.text
        await made.click("Completed")
        assert "Walk the dog" in made.text
        assert "Buy milk" not in made.text
        snapshots.check_screen("completed only", made.app)
        await made.click("All")
        await made.click("Clear completed")
        assert "Walk the dog" not in made.text
        await made.click("Remove Buy milk")
        assert "Nothing to do." in made.text


async def test_filter_keeps_what_is_typed_and_the_focus_stays_where_it_was(bundle: Path) -> None:
    async with on_screen(bundle, props=TWO) as made:
        await made.type("half a ti")
        await made.session.send_event("ADD_TODO", {"title": "from the host"})
        await made.settle()
        assert "from the host" in made.text
        await made.type("tle")
        assert "half a title" in made.text
        assert made.focused is made.node("New todo")


async def test_fast_typing_loses_nothing(bundle: Path) -> None:
    async with on_screen(bundle) as made:
        text = "the quick brown fox jumps over the dog"
        await made.type(text)
        await made.keys("enter")
        assert made.text.count(text) == 1
        assert "1 item left" in made.text


async def test_ticking_one_of_two_hundred_mounts_and_removes_nothing(bundle: Path) -> None:
    titles = [f"Number {index}" for index in range(200)]
    async with on_screen(bundle, props={"titles": titles}) as made:
        before = made.view.statistics()
        await made.click("Number 2")
        after = made.view.statistics()
        assert "199 items left" in made.text
        assert (after.mounts, after.removes, after.moves) == (before.mounts, before.removes, before.moves)


async def test_long_list_scrolls_with_the_focus(bundle: Path) -> None:
    titles = [f"Number {index}" for index in range(30)]
    async with on_screen(bundle, props={"titles": titles}) as made:
        assert "Number 29" not in made.text
        await made.keys(*["tab"] * 30)
        assert "Number 29" in made.text


async def test_wide_screen(bundle: Path) -> None:
    async with on_screen(bundle, props=TWO, size=(200, 60)) as made:
        snapshots.check_screen("200 by 60", made.app)
