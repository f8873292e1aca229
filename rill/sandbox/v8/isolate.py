"""One V8 isolate with its context and its thread, driven through the library of the package `mini-racer`.

Only how to run scripts and call functions in one, and to stop them; nothing of turns or guests. The package's own
classes are not used: they hand every call through an event loop in a thread of its own and install timers, and a call
costs 300 us in place of 25. The library is what `init_mini_racer` returns; the package is pinned because its functions
are documented nowhere.
"""

from __future__ import annotations

import ctypes
import json
import threading
import time
from collections.abc import Sequence
from enum import IntEnum
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from rill.protocol.errors import ProviderError

# The distribution that brings the library, and its version: functions that a newer one has changed would be called
# without anything that notices.
DISTRIBUTION: Final = "mini-racer"
VERSION: Final = "0.14.1"

# How many times its deadline a turn may take on the wall clock while the machine has no time for its thread: as for the
# other providers, docs/decisions/140-a-turns-time-is-its-threads.md.
_STARVED_FACTOR: Final = 4

# How long `close` waits for native code that does not look whether it is to stop.
_CLOSE_S: Final = 1.0


class Kind(IntEnum):
    """What a value is, as the library numbers it."""

    UNDEFINED = 11
    INTEGER = 3
    TEXT = 5
    BYTES = 102
    EXCEPTION = 200
    OUT_OF_MEMORY = 202
    TERMINATED = 204


class Interrupted(Exception):
    """Its time was used up. The isolate runs nothing more and can only be closed."""


class Allowance:
    """How long an isolate may run from now on, counted on the processor: see `Isolate.allow`."""

    def __init__(self, isolate: Isolate, seconds: float) -> None:
        now = time.monotonic()
        self._isolate = isolate
        self._soonest = now + seconds
        self._latest = now + seconds * _STARVED_FACTOR
        self._used_end = isolate.used_s() + seconds

    def left_s(self) -> float:
        """Seconds that have to pass at least before it can be used up; none when it is."""
        now = time.monotonic()
        if now < self._soonest:
            return self._soonest - now
        return max(min(self._used_end - self._isolate.used_s(), self._latest - now), 0.0)


class Value:
    """A value that the library keeps for us until it is freed."""

    def __init__(self, isolate: Isolate, handle: Any) -> None:
        self._isolate = isolate
        self.handle = handle
        fields = handle.contents
        self.kind: int = fields.type
        self._length: int = fields.len
        self._fields = fields

    @property
    def integer(self) -> int:
        return int(self._fields.value.int_val)

    @property
    def data(self) -> bytes:
        """A copy of a text's UTF-8, or of the content of an ArrayBuffer or a view."""
        return ctypes.string_at(self.address, self._length)

    @property
    def address(self) -> int:
        """Where the content of an ArrayBuffer lies for as long as the value is not freed."""
        return int(self._fields.value.value_ptr or 0)

    def free(self) -> None:
        """Let go of it. Once; not after the isolate was closed, which frees everything."""
        self._isolate.free(self.handle)


class Isolate:
    """A V8 isolate, which the caller closes. Calls block; one thread at a time, any thread.

    Args:
        heap_bytes_max: what the heap may hold after a collection, beyond which scripts are ended. The content of
            ArrayBuffers is not part of the heap.
    """

    def __init__(self, library: Any, heap_bytes_max: int) -> None:
        self._library = library
        self._finished = threading.Lock()
        self._finished.acquire()
        self._results: list[Any] = []
        self._awaited = 0
        self._is_interrupted = False
        # The clock of the isolate's thread, which the first result brings.
        self._clock: int | None = None
        # Kept for as long as the library may call it, which it does from the isolate's thread.
        self._take = library.mr_init_context.argtypes[0](self._take_result)
        self._id = library.mr_init_context(self._take)
        # Collections become thorough at half of it, so that garbage is not what the guest is ended for.
        library.mr_set_soft_memory_limit(self._id, heap_bytes_max // 2)
        library.mr_set_hard_memory_limit(self._id, heap_bytes_max)
        self._nothing = self.evaluate("undefined")
        self._no_arguments = self.evaluate("[]")

    def evaluate(self, script: str) -> Value:
        """Run a script of ours, which does not fail."""
        code = self._text(script)
        self._awaited = 1
        self._library.mr_eval(self._id, code, 1)
        self._finished.acquire()
        self.free(code)
        (handle,) = self._results
        self._results.clear()
        value = Value(self, handle)
        if value.kind >= Kind.EXCEPTION:
            raise ProviderError(
                f"a script of the provider failed: {value.data.decode('utf-8', 'replace')[:500]}", code="engine_failed"
            )
        return value

    def item(self, array: Value, index: int) -> Value:
        """An item of an array."""
        key = self._library.mr_alloc_int_val(self._id, index, Kind.INTEGER)
        item = Value(self, self._library.mr_get_object_item(self._id, array.handle, key))
        self.free(key)
        return item

    def allow(self, milliseconds: float) -> Allowance:
        """Begin to count the time of the isolate's thread: a guest waits for nothing, so what it uses is its own."""
        return Allowance(self, milliseconds / 1000)

    def used_s(self) -> float:
        """Seconds that the isolate's thread has been running; of the wall clock, where the machine does not tell."""
        return time.monotonic() if self._clock is None else time.clock_gettime(self._clock)

    def call(self, function: Value, arguments: Sequence[str | int], allowance: Allowance) -> Value:
        """Call a function with texts and small integers, and run the jobs that it leaves.

        Raises:
            Interrupted: see `run`.
        """
        array = self.evaluate("[]")
        for argument in arguments:
            if isinstance(argument, str):
                item = self._text(argument)
            else:
                item = self._library.mr_alloc_int_val(self._id, argument, Kind.INTEGER)
            self.free(self._library.mr_array_push(self._id, array.handle, item))
            self.free(item)
        (result,) = self._run((function,), array, allowance)
        array.free()
        return result

    def run(self, functions: Sequence[Value], allowance: Allowance) -> list[Value]:
        """Call functions without arguments one after the other, the jobs of each before the next, and return what they
        returned. All are handed over at once, so that ten cost little more than one.

        Raises:
            Interrupted: the allowance was used up first.
        """
        return self._run(functions, self._no_arguments, allowance)

    def heap_bytes(self) -> int:
        """What the heap holds, with garbage that is not collected yet. The content of ArrayBuffers is outside of it."""
        value = Value(self, self._library.mr_heap_stats(self._id))
        statistics = json.loads(value.data)
        value.free()
        return int(statistics["used_heap_size"])

    @property
    def is_out_of_memory(self) -> bool:
        """Whether a script was ended because the heap was full."""
        return bool(self._library.mr_hard_memory_limit_reached(self._id))

    def free(self, handle: Any) -> None:
        self._library.mr_free_value(self._id, handle)

    def close(self) -> None:
        """Give everything back. Once. What still runs is stopped; native code that does not let itself be stopped keeps
        its thread until it ends, for which nobody waits."""
        if not self._is_interrupted:
            self._library.mr_free_context(self._id)
            return
        closing = threading.Thread(
            target=self._library.mr_free_context, args=(self._id,), name="rill-v8-close", daemon=True
        )
        closing.start()
        closing.join(_CLOSE_S)

    def _run(self, functions: Sequence[Value], arguments: Value, allowance: Allowance) -> list[Value]:
        if allowance.left_s() <= 0:
            self._is_interrupted = True
            raise Interrupted
        call, own = self._library.mr_call_function, self._id
        this, given = self._nothing.handle, arguments.handle
        self._awaited = len(functions)
        tasks = [call(own, function.handle, this, given, place) for place, function in enumerate(functions, 1)]
        while not self._finished.acquire(timeout=allowance.left_s()):
            if allowance.left_s() <= 0:
                self._is_interrupted = True
                for task in tasks:
                    self._library.mr_cancel_task(own, task)
                raise Interrupted
        results = [Value(self, handle) for handle in self._results]
        self._results.clear()
        return results

    def _text(self, text: str) -> Any:
        data = text.encode("utf-8", "replace")
        return self._library.mr_alloc_string_val(self._id, data, len(data), Kind.TEXT)

    def _take_result(self, place: int, handle: Any) -> None:
        if self._clock is None and hasattr(time, "pthread_getcpuclockid"):
            # Called in the isolate's thread, which is the same for all its life.
            self._clock = time.pthread_getcpuclockid(threading.get_ident())
        self._results.append(handle)
        if place == self._awaited and not self._is_interrupted:
            self._finished.release()


def load_library() -> Any:
    """The library, initialised.

    Raises:
        ProviderError: the package is not installed or is another version.
    """
    try:
        found = version(DISTRIBUTION)
        from py_mini_racer import init_mini_racer
    except (ImportError, PackageNotFoundError):
        raise ProviderError(
            f"provider 'v8' needs the package {DISTRIBUTION}: pip install 'rill-ui[v8]'", code="provider_missing"
        ) from None
    if found != VERSION:
        raise ProviderError(
            f"provider 'v8' needs {DISTRIBUTION} {VERSION}, {found} is installed: pip install 'rill-ui[v8]'",
            code="provider_missing",
        )
    return init_mini_racer(ignore_duplicate_init=True)
