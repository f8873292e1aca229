"""Calls of a guest that wait for an answer: host functions and component methods alike.

Runs what the host or an adapter does for a call, now or in a task, and hands on one answer for each. Knows no message
and no queue.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Final

from rill.protocol.errors import GuestError, LimitError
from rill.protocol.values import ErrorValue, Value

# Whatever the host's own code raises, the guest is answered. A task that was cancelled inside a host function is such
# an error too: it is not a BaseException that ends the program.
_FAILURES: Final = (Exception, asyncio.CancelledError)


class Outstanding:
    """The calls of one kind that one guest has made and not yet heard of again.

    A call counts until the guest is about to be told its answer, not only until there is one: so a guest cannot fill
    the queue of messages to itself by calling in a loop.

    Args:
        kind: what the calls are named in errors, such as ``HOST_CALL``.
        limit: the field of Limits that bounds them, and ``maximum`` its value.
        answer: takes the call, whether it succeeded, and the value or ErrorValue.
    """

    def __init__(self, kind: str, limit: str, maximum: int, answer: Callable[[int, bool, Value], None]) -> None:
        self._kind = kind
        self._limit = limit
        self._maximum = maximum
        self._answer = answer
        self._calls: set[int] = set()
        self._tasks: set[asyncio.Future[Value]] = set()
        self._is_open = True

    def __len__(self) -> int:
        """How many wait."""
        return len(self._calls)

    def begin(self, call: int) -> None:
        """Count a call.

        Raises:
            GuestError: the guest has used this number for a call that still waits.
            LimitError: too many wait.
        """
        if call in self._calls:
            raise GuestError(
                f"{self._kind} {call} came again before it was answered, at outbox", code="call_reused", path="outbox"
            )
        if len(self._calls) >= self._maximum:
            count = len(self._calls) + 1
            raise LimitError(
                f"{count} {self._kind}s without an answer exceed {self._limit}={self._maximum} (Limits.{self._limit})",
                code=f"{self._limit}_exceeded",
                limit=self._limit,
                value=count,
                maximum=self._maximum,
                fault="guest",
            )
        self._calls.add(call)

    def carry_out(
        self,
        call: int,
        run: Callable[[], Value | Awaitable[Value]],
        failed: Callable[[BaseException], ErrorValue],
        check: Callable[[Value], Value] = lambda value: value,
    ) -> None:
        """Run what was called, and answer it. Nothing that ``run`` raises or returns escapes.

        Args:
            failed: says what the guest hears of an exception.
            check: takes the result before the guest does.

        An awaitable is awaited in a task. When the guest ends first, a coroutine is cancelled, as it is ours alone; a
        future or task of the host's is left to the host, which may share it among sessions.
        """
        try:
            result = run()
            future = asyncio.ensure_future(result) if inspect.isawaitable(result) else None
            answer = check(result) if future is None else None
        except _FAILURES as error:
            self._answer(call, False, failed(error))
            return
        if future is None:
            self._answer(call, True, answer)
            return
        if future is not result:
            self._tasks.add(future)
            future.add_done_callback(self._tasks.discard)
        future.add_done_callback(lambda done: self._settle(call, done, failed, check))

    def delivered(self, call: int) -> None:
        """The guest is about to hear the answer: the call counts no more."""
        self._calls.discard(call)

    def close(self) -> None:
        """The guest has ended: nobody waits any more."""
        self._is_open = False
        self._calls.clear()
        for task in tuple(self._tasks):
            task.cancel()

    def _settle(
        self,
        call: int,
        done: asyncio.Future[Value],
        failed: Callable[[BaseException], ErrorValue],
        check: Callable[[Value], Value],
    ) -> None:
        error = asyncio.CancelledError("it was cancelled") if done.cancelled() else done.exception()
        if not self._is_open:
            return
        value: Value = None
        if error is None:
            try:
                value = check(done.result())
            except Exception as refused:  # noqa: BLE001 - as in carry_out
                error = refused
        if error is None:
            self._answer(call, True, value)
        else:
            self._answer(call, False, failed(error))
