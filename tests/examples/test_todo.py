from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from screens import SnapshotFile

from rill import Engine, Session
from rill.host.recorder import Recorder
from rill.host.tree import Node

from .conftest import ExampleBundle

snapshots = SnapshotFile(__file__)


class Todo:
    """The to-do list as a person sees it."""

    def __init__(self, session: Session, recorder: Recorder) -> None:
        self.session = session
        self.recorder = recorder
        self.messages: list[tuple[str, Any]] = []
        session.on("message", lambda name, payload: self.messages.append((name, payload)))

    @property
    def titles(self) -> list[str]:
        return [node.text_content.removesuffix("✕") for node in self.recorder.find_all(role="listitem")]

    @property
    def status(self) -> str:
        return self.recorder.find(id="left").text_content

    def item(self, title: str) -> Node:
        (node,) = (node for node in self.recorder.find_all(role="listitem") if node.text_content.startswith(title))
        return node

    async def add(self, title: str) -> None:
        field = self.recorder.find(role="textbox", text="New todo")
        await self.recorder.type(field, title)
        await self.recorder.submit(field)

    async def tick(self, title: str) -> None:
        await self.recorder.press(self.recorder.find(role="checkbox", text=title))

    async def press(self, name: str) -> None:
        await self.recorder.press(self.recorder.find(role="button", text=name))

    async def key(self, title: str, key: str) -> None:
        await self.recorder.emit(self.item(title), "onKeyDown", {"key": key})


# Once for React and once for Solid: they are the same application.
@pytest.fixture(params=["todo", "todo_solid"])
async def todo(example_bundle: ExampleBundle, request: pytest.FixtureRequest) -> AsyncIterator[Todo]:
    async with Engine() as engine:
        bundle = await engine.load_bundle(example_bundle(request.param))
        recorder = Recorder()
        async with engine.open(bundle, props={"titles": ["Buy milk", "Walk the dog"]}, adapter=recorder) as session:
            yield Todo(session, recorder)


async def test_the_first_screen(todo: Todo) -> None:
    snapshots.check("first screen", todo.recorder.golden().rstrip("\n"))


async def test_enter_adds_and_empties_the_field(todo: Todo) -> None:
    await todo.add("  Write a letter  ")
    assert todo.titles == ["Buy milk", "Walk the dog", "Write a letter"]
    assert todo.status == "3 items left"
    assert todo.recorder.value(todo.recorder.find(role="textbox", text="New todo")) == ""


async def test_nothing_is_not_added(todo: Todo) -> None:
    await todo.add("   ")
    assert todo.titles == ["Buy milk", "Walk the dog"]


async def test_typing_changes_one_field_and_not_the_list(todo: Todo) -> None:
    before = len(todo.recorder.operations)
    await todo.recorder.type(todo.recorder.find(role="textbox", text="New todo"), "abc")
    changed = {getattr(operation, "id", None) for operation in todo.recorder.operations[before:]}
    assert changed <= {todo.recorder.find(role="textbox", text="New todo").id}


async def test_ticking_off_counts_strikes_and_tells_the_host(todo: Todo) -> None:
    await todo.tick("Buy milk")
    assert todo.status == "1 item left"
    assert todo.messages == [("todo_done", {"title": "Buy milk"})]
    snapshots.check("one is done", todo.recorder.golden().rstrip("\n"))
    await todo.tick("Buy milk")
    assert todo.status == "2 items left"
    assert len(todo.messages) == 1


async def test_filters_show_what_they_say(todo: Todo) -> None:
    await todo.tick("Buy milk")
    await todo.press("Active")
    assert todo.titles == ["Walk the dog"]
    await todo.press("Completed")
    assert todo.titles == ["Buy milk"]
    await todo.tick("Buy milk")
    assert todo.titles == []
    assert "Nothing is completed." in todo.recorder.golden()
    await todo.press("All")
    assert todo.titles == ["Buy milk", "Walk the dog"]


async def test_clearing_removes_what_is_done(todo: Todo) -> None:
    clear = todo.recorder.find(role="button", text="Clear completed")
    assert clear.get("disabled") is True
    await todo.tick("Walk the dog")
    await todo.recorder.press(clear)
    assert todo.titles == ["Buy milk"]
    assert clear.get("disabled") is True


async def test_all_can_be_ticked_off_at_once_and_back(todo: Todo) -> None:
    await todo.tick("All done")
    assert todo.status == "0 items left"
    await todo.tick("All done")
    assert todo.status == "2 items left"


async def test_delete_removes_the_item_that_has_the_focus(todo: Todo) -> None:
    await todo.key("Buy milk", "Delete")
    assert todo.titles == ["Walk the dog"]
    await todo.press("Remove Walk the dog")
    assert todo.titles == []
    assert "Nothing to do." in todo.recorder.golden()


async def test_f2_renames_enter_keeps_and_escape_does_not(todo: Todo) -> None:
    await todo.key("Buy milk", "F2")
    field = todo.recorder.find(role="textbox", text="Rename Buy milk")
    assert field.get("autoFocus") is True
    await todo.recorder.type(field, " and bread")
    await todo.recorder.submit(field)
    assert todo.titles == ["Buy milk and bread", "Walk the dog"]

    await todo.key("Walk the dog", "F2")
    field = todo.recorder.find(role="textbox", text="Rename Walk the dog")
    await todo.recorder.fill(field, "Sleep")
    row = field.parent
    assert row is not None
    await todo.recorder.emit(row, "onKeyDown", {"key": "Escape"})
    assert todo.titles == ["Buy milk and bread", "Walk the dog"]


async def test_renaming_to_nothing_removes(todo: Todo) -> None:
    await todo.key("Buy milk", "F2")
    field = todo.recorder.find(role="textbox", text="Rename Buy milk")
    await todo.recorder.fill(field, " ")
    await todo.recorder.submit(field)
    assert todo.titles == ["Walk the dog"]


async def test_the_host_may_add_an_item(todo: Todo) -> None:
    await todo.session.send_event("ADD_TODO", {"title": "From the host"})
    await todo.session.idle()
    assert todo.titles[-1] == "From the host"
