from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from screens import SnapshotFile

from rill import Engine
from rill.host.recorder import Recorder
from rill.protocol.operations import Patch

from .conftest import ExampleBundle

snapshots = SnapshotFile(__file__)


@pytest.fixture
async def counter(example_bundle: ExampleBundle) -> AsyncIterator[Recorder]:
    async with Engine() as engine:
        bundle = await engine.load_bundle(example_bundle("counter"))
        recorder = Recorder()
        async with engine.open(bundle, props={"start": 5, "step": 2}, adapter=recorder):
            yield recorder


def count(recorder: Recorder) -> str:
    return recorder.find(id="count").text_content


async def test_the_first_screen(counter: Recorder) -> None:
    snapshots.check("first screen", counter.golden().rstrip("\n"))
    assert count(counter) == "Count: 5"


async def test_a_press_is_one_batch_that_changes_one_text(counter: Recorder) -> None:
    await counter.press(counter.find(role="button", text="Increase"))
    assert count(counter) == "Count: 7"
    before = len(counter.operations)
    batches = len(counter.batches)
    await counter.press(counter.find(role="button", text="Increase"))
    assert len(counter.batches) == batches + 1
    assert [type(operation) for operation in counter.operations[before:]] == [Patch]


async def test_reset_can_be_pressed_only_when_there_is_something_to_reset(counter: Recorder) -> None:
    reset = counter.find(role="button", text="Reset")
    assert reset.get("disabled") is True
    await counter.press(counter.find(role="button", text="Decrease"))
    assert reset.get("disabled") is False
    await counter.press(reset)
    assert count(counter) == "Count: 5"
    assert reset.get("disabled") is True


async def test_the_colour_tells_numbers_below_zero(counter: Recorder) -> None:
    decrease = counter.find(role="button", text="Decrease")
    for _ in range(2):
        await counter.press(decrease)
    assert counter.find(id="count").get("style")["color"] == "success"
    before = len(counter.operations)
    await counter.press(decrease)
    assert count(counter) == "Count: -1"
    assert counter.find(id="count").get("style")["color"] == "error"
    assert sorted(type(operation).__name__ for operation in counter.operations[before:]) == [Patch.__name__] * 2


@pytest.mark.parametrize(("key", "expected"), [("ArrowUp", "Count: 7"), ("ArrowDown", "Count: 3")])
async def test_arrow_keys_count(counter: Recorder, key: str, expected: str) -> None:
    await counter.emit(counter.find(role="group", text="Counter"), "onKeyDown", {"key": key})
    assert count(counter) == expected
