"""How long a provider takes to encode a batch that is known: a guest of one page, without a framework, writes the same
operations once more. What remains of a turn's time in the sandbox is the guest's own."""

from __future__ import annotations

import statistics
import time
from typing import Any, Final

import msgspec

from rill.sandbox import Program, Provider, SandboxLimits, Unit, Workers

_CORE: Final = b"""
const native = __rill, marker = () => {};
let operations = [];
native.install({
  load() {}, pump: () => false, internFunction: () => 0, resolveFunction: () => marker,
  turn([act, given]) {
    if (act === "keep") operations = given;
    if (act === "write") for (const operation of operations) native.append(0, operation);
  },
  finish: () => native.size(0) > 0 ? [1, 1, 1] : undefined,
});
"""
_KEEP, _WRITE, _NOTHING = "keep", "write", "nothing"
_DEADLINE_MS: Final = 60_000.0
_TIMES: Final = 9
_LIMITS: Final = SandboxLimits(
    memory_bytes=256 * 1024 * 1024, outbox_bytes=8 * 1024 * 1024, values=2_000_000, extensions=200_000
)


def encode_ms(provider: Provider, outbox: bytes) -> float:
    """Milliseconds for the batch of an outbox, in the median; 0 for an outbox without one."""
    operations = _operations(outbox)
    if not operations:
        return 0.0
    workers = Workers(1)
    try:
        return workers.call(lambda: _measure(provider, operations)).result()
    finally:
        workers.close()


def _measure(provider: Provider, operations: list[Any]) -> float:
    image = provider.build_image(Program(units=(Unit("replay", _CORE),)), _LIMITS, _DEADLINE_MS)
    sandbox = provider.instantiate(image)
    encode = msgspec.msgpack.encode
    try:
        sandbox.turn(encode([_KEEP, operations]), _DEADLINE_MS)
        write, nothing = encode([_WRITE, None]), encode([_NOTHING, None])
        # As often as makes a fair guest of a compiler.
        for _ in range(_TIMES):
            sandbox.turn(write, _DEADLINE_MS)
        written = statistics.median(_time(lambda: sandbox.turn(write, _DEADLINE_MS)) for _ in range(_TIMES))
        empty = statistics.median(_time(lambda: sandbox.turn(nothing, _DEADLINE_MS)) for _ in range(_TIMES))
    finally:
        sandbox.close()
    return max(written - empty, 0.0)


def _operations(outbox: bytes) -> list[Any]:
    frames = msgspec.msgpack.decode(outbox, ext_hook=lambda code, data: msgspec.msgpack.Ext(code, bytes(data)))
    return list(frames[0][-1]) if frames else []


def _time(turn: Any) -> float:
    begun = time.perf_counter()
    turn()
    return (time.perf_counter() - begun) * 1000
