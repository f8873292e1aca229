"""The recorder: an adapter without a screen, for tests. It keeps what happened and plays the person.

recorder = Recorder()
async with engine.open(bundle, adapter=recorder) as session:
    await recorder.press(recorder.find(role="button", text="Add"))
    assert recorder.golden() == ...
"""

from __future__ import annotations

from rill.host.recorder.golden import golden_text
from rill.host.recorder.recorder import START_MS, Recorder, RefMethodCall

__all__ = ["START_MS", "Recorder", "RefMethodCall", "golden_text"]
