"""Provider `v8`: guests in the host's process, on V8, through the package `mini-racer`. For trusted code only.

For guests of one's own that compute: V8 compiles hot code, which no interpreter does. It has no image: a program is
evaluated for each sandbox (rill/sandbox/evaluated.py). Bytes cross as bytes, through memory that both sides see.
"""

from __future__ import annotations

import ctypes
import json
import re
from collections.abc import Sequence
from typing import Any, Final

from rill.protocol.errors import RillError
from rill.sandbox.evaluated import EvaluatingProvider, configuration, prelude
from rill.sandbox.provider import Capabilities, Isolation, Program, SandboxLimits, failure
from rill.sandbox.v8.isolate import VERSION, Allowance, Interrupted, Isolate, Kind, Value, load_library

# Room for a message that most turns do not exceed, a power of two from there on.
_INBOX_BYTES: Final = 4 * 1024
_HEAD_BYTES: Final = 4

# The least number of pumps after which a turn has settled, and the most that are handed over at once.
_PUMPS_MIN: Final = 2
_PUMPS_MAX: Final = 64

# V8 leaves out a sourceURL with a space or a quote in it.
_NOT_IN_A_NAME: Final = re.compile(r"[^\w./:@+-]")


class V8Provider(EvaluatingProvider):
    """Runs trusted guests in this process, each in an isolate with a thread of its own.

    What it lacks, beside what `capabilities` say: the content of ArrayBuffers does not count towards the memory limit;
    an allocation that V8 cannot make ends the process; native code such as a search in a long string runs on after the
    deadline, in a thread that nobody waits for; unhandled rejections are not reported; the stack is V8's own, whatever
    ``stack_bytes`` says.

    Raises:
        ProviderError: the package or the shim is missing; the text says how to get it.
    """

    def __init__(self) -> None:
        library = load_library()
        scripts = prelude("v8")
        super().__init__(
            "v8",
            Capabilities(
                isolation=Isolation.NONE, snapshots=False, deterministic=False, hard_deadline=False, binary=True
            ),
            lambda limits: _Context(library, scripts, limits),
            (VERSION, *scripts),
        )


class _Context:
    """An isolate with shim and glue evaluated."""

    def __init__(self, library: Any, scripts: tuple[str, ...], limits: SandboxLimits) -> None:
        self._limits = limits
        self._isolate = isolate = Isolate(library, limits.memory_bytes)
        *earlier, glue = scripts
        for script in earlier:
            isolate.evaluate(script).free()
        steps = isolate.evaluate(glue)
        self._create, self._load, self._grow, self._turn, self._pump = (isolate.item(steps, at) for at in range(5))
        # Pumps that the last turn needed: as many are handed over with the next one.
        self._pumps = _PUMPS_MIN
        self._inbox: Value | None = None
        self._inbox_bytes = 0

    def load(self, program: Program, deadline_ms: float) -> None:
        allowance = self._isolate.allow(deadline_ms)
        text = json.dumps(configuration(program, self._limits))
        self._take(self._call(self._create, (text,), allowance, deadline_ms, None), deadline_ms, None)
        for unit in program.units:
            source = unit.code.decode("utf-8", "replace")
            name = _NOT_IN_A_NAME.sub("_", unit.name)
            begun = self._call(self._load, (name, source), allowance, deadline_ms, unit.name)
            self._take(begun, deadline_ms, unit.name)
            self._settle((), allowance, deadline_ms, unit.name)

    def turn(self, message: bytes, deadline_ms: float) -> bytes:
        allowance = self._isolate.allow(deadline_ms)
        size = len(message)
        if self._inbox is None or size > self._inbox_bytes:
            self._grow_inbox(size, allowance, deadline_ms)
        assert self._inbox is not None
        at = self._inbox.address
        # No script runs now, and the buffer is held by the value and known to nobody but the glue.
        ctypes.memmove(at, size.to_bytes(_HEAD_BYTES, "little"), _HEAD_BYTES)
        ctypes.memmove(at + _HEAD_BYTES, message, size)
        outbox = self._settle((self._turn,), allowance, deadline_ms, None)
        if len(outbox) > self._limits.outbox_bytes:
            raise failure("outbox", self._limits, deadline_ms)
        return outbox

    def heap_bytes(self) -> float:
        return float(self._isolate.heap_bytes())

    def close(self) -> None:
        self._isolate.close()

    def _settle(self, first: Sequence[Value], allowance: Allowance, deadline_ms: float, path: str | None) -> bytes:
        """Call functions, then pump until the glue says that all is done."""
        pumps = self._pumps
        used = 0
        while True:
            try:
                results = self._isolate.run((*first, *(self._pump,) * pumps), allowance)
            except Interrupted:
                raise failure("deadline", self._limits, deadline_ms, path=path) from None
            outbox = None
            for place, result in enumerate(results):
                taken = self._take(result, deadline_ms, path)
                if taken is not None:
                    outbox = taken
                    used += place + 1 - len(first)
            if outbox is not None:
                self._pumps = min(max(used, _PUMPS_MIN), _PUMPS_MAX)
                return outbox
            used += pumps
            first = ()
            pumps = min(pumps * 2, _PUMPS_MAX)

    def _take(self, result: Value, deadline_ms: float, path: str | None) -> bytes | None:
        """The bytes that a step returned, or None when there is more to do. Frees the result."""
        kind = result.kind
        if kind == Kind.INTEGER:
            result.free()
            # A job between two steps, which no step reports.
            if self._isolate.is_out_of_memory:
                raise failure("memory", self._limits, deadline_ms, path=path)
            return None
        data = result.data
        result.free()
        if kind == Kind.BYTES and not self._isolate.is_out_of_memory:
            return data
        raise self._failed(kind, data.decode("utf-8", "replace"), deadline_ms, path)

    def _failed(self, kind: int, text: str, deadline_ms: float, path: str | None) -> RillError:
        if kind == Kind.TEXT:
            fields = json.loads(text)
            return failure(
                fields["code"],
                self._limits,
                deadline_ms,
                name=fields["name"],
                message=fields["message"],
                stack=fields["stack"],
                path=path,
            )
        # What the engine threw past the glue, which catches all that can be caught.
        if self._isolate.is_out_of_memory or kind in (Kind.OUT_OF_MEMORY, Kind.TERMINATED):
            return failure("memory", self._limits, deadline_ms, path=path)
        if "Maximum call stack size exceeded" in text:
            return failure("stack", self._limits, deadline_ms, path=path)
        return failure("internal", self._limits, deadline_ms, message=f"the engine failed: {text[:500]}", path=path)

    def _grow_inbox(self, size: int, allowance: Allowance, deadline_ms: float) -> None:
        room = max(_INBOX_BYTES, 1 << (size - 1).bit_length())
        if self._inbox is not None:
            self._inbox.free()
        inbox = self._call(self._grow, (room,), allowance, deadline_ms, None)
        if inbox.kind != Kind.BYTES:
            raise self._failed(inbox.kind, inbox.data.decode("utf-8", "replace"), deadline_ms, None)
        self._inbox, self._inbox_bytes = inbox, room

    def _call(
        self, step: Value, arguments: Sequence[str | int], allowance: Allowance, deadline_ms: float, path: str | None
    ) -> Value:
        try:
            return self._isolate.call(step, arguments, allowance)
        except Interrupted:
            raise failure("deadline", self._limits, deadline_ms, path=path) from None
