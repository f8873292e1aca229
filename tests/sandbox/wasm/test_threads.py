"""Many sessions in many threads beside a Python thread that never rests. What aborted the process with a shared
Linker."""

from __future__ import annotations

import threading

import pytest

from rill.protocol.errors import LimitError
from rill.sandbox import SandboxLimits, Workers
from rill.sandbox.wasm import WasmProvider
from sandbox.guests import encode, program

SESSIONS = 10_000
SOURCE = """
let n = 0;
const kept = [];
exports.turn = (payload) => {
  if (payload === 'loop') while (true);
  for (let i = 0; i < 50; i++) kept.push({i, text: 'item ' + i});
  rill.write([1, ++n, kept[n % kept.length].text]);
  rill.send([payload, new Set([n])]);
};
"""


@pytest.mark.slow
def test_ten_thousand_sessions_in_four_threads_beside_a_busy_one() -> None:
    provider = WasmProvider()
    image = provider.build_image(program(SOURCE), SandboxLimits(), 5000)
    workers = Workers(4)
    resting = threading.Event()

    def be_busy() -> None:
        total = 0
        while not resting.is_set():
            total = sum(range(2000)) + total % 7

    def session(number: int) -> list[bytes]:
        sandbox = provider.instantiate(image)
        try:
            outboxes = [sandbox.turn(encode([1, turn, 0.0, turn]), 60_000) for turn in range(3)]
            if number % 500 == 0:
                with pytest.raises(LimitError) as caught:
                    sandbox.turn(encode([1, 4, 0.0, "loop"]), 30)
                assert caught.value.code == "deadline"
            if number % 250 == 0 and sandbox.is_usable:
                restored = provider.restore(sandbox.snapshot())
                outboxes.append(restored.turn(encode([1, 3, 0.0, 3]), 60_000))
                restored.close()
            return outboxes[:3]
        finally:
            sandbox.close()

    busy = threading.Thread(target=be_busy, daemon=True)
    busy.start()
    try:
        futures = [workers.call(lambda number=number: session(number)) for number in range(SESSIONS)]  # type: ignore[misc]
        results = [future.result(timeout=600) for future in futures]
    finally:
        resting.set()
        busy.join()
        workers.close()
    assert len(results) == SESSIONS
    assert all(result == results[0] for result in results)
    assert provider.statistics()["sandboxes_live"] == 0
    assert provider.statistics()["sandboxes_started"] >= SESSIONS
    provider.close()
