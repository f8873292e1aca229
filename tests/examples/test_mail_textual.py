"""The mail reader in a terminal: by keyboard alone and by mouse alone, on a small screen and on a large one."""

from __future__ import annotations

from typing import Any

from screens import SnapshotFile

from rill.host.tree import Node

from .conftest import ExampleBundle
from .on_screen import OnScreen, on_screen

snapshots = SnapshotFile(__file__)
LARGE = (200, 60)


def subject(made: OnScreen) -> str:
    """Subject of the message that is open."""
    (heading,) = (node for node in made.session.tree.root.walk() if node.type == "Heading")
    return heading.text_content


def first_row(made: OnScreen) -> list[str]:
    rows = [node for node in made.node("Messages").children if node.props.get("index") == 0]
    cells: Any = rows[0].get("cells")
    return [cell["text"] if isinstance(cell, dict) else cell for cell in cells]


def field(made: OnScreen, title: str) -> Node:
    """The input in the FormField with this title."""
    return made.node(title).children[0]


async def test_the_first_screen(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("mail")) as made:
        snapshots.check_screen("list at 80 by 24", made.app)
    async with on_screen(example_bundle("mail"), size=LARGE) as made:
        snapshots.check_screen("three panes at 200 by 60", made.app)


async def test_reading_by_keyboard_on_a_small_screen(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("mail")) as made:
        first = first_row(made)
        await made.keys("enter")
        assert subject(made) == first[2]
        snapshots.check_screen("message at 80 by 24", made.app)
        await made.keys("j")
        assert subject(made) != first[2]
        await made.keys("s", "escape")
        assert "★" in made.text
        await made.keys("escape")
        snapshots.check_screen("folders at 80 by 24", made.app)
        await made.keys("down", "enter")
        assert "Starred: " in made.text
        await made.keys("end")
        snapshots.check_screen("starred, scrolled to the end", made.app)


async def test_writing_by_keyboard_with_mistakes(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("mail")) as made:
        await made.keys("c")
        # Enter in a field submits, and the form says what is missing.
        await made.type("nobody")
        await made.keys("enter")
        assert "'nobody' is no address" in made.text
        snapshots.check_screen("compose with mistakes", made.app)
        await made.type("@example.org")
        await made.keys("tab", "tab")
        await made.type("Hello [bold]you")
        await made.keys("tab")
        await made.type("First line\nsecond line")
        assert field(made, "To").get("value") == "nobody@example.org"
        assert made.node("Message").get("value") == "First line\nsecond line\n\n-- \nRobin"
        snapshots.check_screen("compose with a message", made.app)
        await made.keys("ctrl+s")
        assert made.messages == [("mail_sent", {"to": "nobody@example.org", "subject": "Hello [bold]you"})]
        assert "Sent to nobody@example.org" in made.text
        # The list is there again, and has the focus.
        assert made.focused is made.node("Messages")


async def test_leaving_what_is_begun_by_keyboard(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("mail")) as made:
        await made.keys("c", "escape")
        assert made.focused is made.node("Messages")
        await made.keys("c")
        await made.type("ada")
        await made.keys("escape")
        assert "It has not been sent." in made.text
        snapshots.check_screen("question before a message is thrown away", made.app)
        await made.keys("escape")
        assert field(made, "To").get("value") == "ada"
        assert made.focused is field(made, "To")
        await made.keys("escape", "tab", "enter")
        assert "Kept in Drafts" in made.text


async def test_searching_by_keyboard_loses_no_key(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("mail")) as made:
        await made.keys("slash")
        # The letters of shortcuts are words here.
        await made.type("reset jacuzzi fuse /")
        assert made.node("Search").get("value") == "reset jacuzzi fuse /"
        assert "Nothing like that here." in made.text
        await made.keys("escape")
        assert "1855 messages" in made.text
        await made.keys("slash")
        await made.type("garden jensen")
        await made.keys("enter", "enter")
        assert "garden" in subject(made)


async def test_everything_by_mouse_on_a_large_screen(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("mail"), size=LARGE) as made:
        await made.click_at("Messages", 30, 3)
        opened = subject(made)
        snapshots.check_screen("a message is open at 200 by 60", made.app)
        await made.click("More")
        await made.click_words("Garden        ")
        assert "Moved to Garden" in made.text
        assert subject(made) != opened
        # Garden is the eighth folder.
        await made.click_at("Folders", 8, 7)
        assert first_row(made)[2] == opened
        # The head of the second column sorts.
        await made.click_at("Messages", 6, 0)
        assert made.node("Messages").get("sortBy") == "from"
        await made.click("Settings")
        await made.click_words("Writing")
        snapshots.check_screen("settings at 200 by 60", made.app)
        await made.click("Back")
        await made.click("Write")
        await made.click("Discard")
        assert "Garden: " in made.text


async def test_deleting_asks_and_the_focus_returns(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("mail"), size=LARGE) as made:
        await made.keys("down", "delete")
        assert "Delete?" in made.text
        await made.keys("escape")
        assert made.focused is made.node("Messages")
        opened = subject(made)
        await made.keys("delete", "enter")
        assert "Moved to Trash" in made.text
        assert subject(made) != opened
        assert made.focused is made.node("Messages")


async def test_settings_by_keyboard(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("mail")) as made:
        await made.click("Settings")
        snapshots.check_screen("settings at 80 by 24", made.app)
        await made.keys("right", "right", "tab", "space")
        assert made.node("Ask before something is deleted").get("value") is False
        await made.keys("escape")
        assert made.focused is made.node("Messages")


async def test_moving_the_cursor_makes_no_widgets(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("mail")) as made:
        before = made.view.statistics()
        await made.keys(*["down"] * 15)
        after = made.view.statistics()
        assert (after.mounts, after.removes, after.moves) == (before.mounts, before.removes, before.moves)


async def test_the_screen_may_change_its_size(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("mail")) as made:
        small = made.text
        await made.pilot.resize_terminal(*LARGE)
        await made.settle()
        assert "No message is open." in made.text
        await made.pilot.resize_terminal(80, 24)
        await made.settle()
        assert made.text == small
