from __future__ import annotations

import pytest

from rill import Engine
from rill.host.recorder import Recorder
from rill.protocol.operations import Append, Clone, Patch, Template

from .conftest import ExampleBundle


@pytest.mark.parametrize("provider", ["wasm", "quickjs"])
async def test_a_screen_is_one_clone_and_a_press_one_patch(example_bundle: ExampleBundle, provider: str) -> None:
    async with Engine(provider=provider, trusted=True) as engine:
        bundle = await engine.load_bundle(example_bundle("counter_solid"))
        recorder = Recorder()
        async with engine.open(bundle, adapter=recorder) as session:
            await session.idle()
            assert [type(operation) for operation in recorder.operations] == [Template, Clone, Append]
            before = len(recorder.operations)
            for _ in range(3):
                await recorder.press(recorder.find(role="button", text="Add one"))
            assert recorder.find(role="text", text="Count: 3")
            assert [type(operation) for operation in recorder.operations[before:]] == [Patch] * 3
