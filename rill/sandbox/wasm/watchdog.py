"""Ends turns that pass their deadline: one thread for a provider, asleep while no turn is late.

A guest waits for nothing, so its time is the processor time of the thread that its turn runs in: on a machine that has
no time for the guest, an honest turn is not ended for what others do. At the deadline it sets a word in the guest's
memory, which the language's engine reads and answers with an error that carries the guest's stack. A turn that goes on
regardless is stopped shortly after by the epoch, which traps. Turns register and leave under a lock, so that the word
is never written into memory that was given back.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable

from rill.protocol.errors import HostError

# What the guest's engine is given to notice the word, unwind and describe the error. Engines look at it every few
# milliseconds; a turn that needs longer sits in native code and would not notice at all.
GRACE_MS = 50.0

# How many times its deadline a turn may take on the wall clock, where its thread is kept waiting. A person waits for it
# all the same; and a host whose cores are taken four times over will not be quicker for the next guest.
STARVED_FACTOR = 4

# Granularity of the hard stop. An epoch step costs well under a microsecond.
_TICK_S = 0.005


class Threads:
    """Clocks of threads: what the machine tells of the processor time that each has used, in seconds."""

    is_known = hasattr(time, "pthread_getcpuclockid")

    def clock_of_this(self) -> int:
        """The calling thread's clock, to be read from any thread while this one lives."""
        return time.pthread_getcpuclockid(threading.get_ident())

    def read(self, clock: int) -> float:
        """Seconds that the clock's thread has been running on a processor."""
        return time.clock_gettime(clock)


class WallThreads(Threads):
    """For machines that do not tell: a thread's time is everybody's."""

    def clock_of_this(self) -> int:
        return 0

    def read(self, clock: int) -> float:  # noqa: ARG002 - all threads have the same
        return time.monotonic()


class Watch:
    """One turn under watch. ``deadline`` is when to look at it next; it moves on while its thread is kept waiting."""

    __slots__ = ("clock", "deadline", "hard_stop", "is_warned", "latest", "used_end", "word")

    def __init__(self, word: ctypes.c_uint32, now: float, time_s: float, clock: int, used: float) -> None:
        self.word = word
        self.deadline = now + time_s
        self.hard_stop = self.deadline + GRACE_MS / 1000
        self.latest = now + time_s * STARVED_FACTOR
        self.clock = clock
        self.used_end = used + time_s
        self.is_warned = False


class Watchdog:
    """Watches turns. Its thread starts with the first one and ends with `close`."""

    def __init__(self, increment_epoch: Callable[[], None], threads: Threads | None = None) -> None:
        self._increment_epoch = increment_epoch
        self._threads = threads or (Threads() if Threads.is_known else WallThreads())
        self._condition = threading.Condition(threading.Lock())
        self._watches: set[Watch] = set()
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._wake_at = float("inf")
        # The epoch is a clock that is only wound while a turn is watched: `_ticks` steps since `_origin`.
        self._origin = 0.0
        self._ticks = 0

    def begin(self, word: ctypes.c_uint32, deadline_ms: float) -> tuple[Watch, int]:
        """Watch a turn of this thread from now on; return the watch and after how many epoch steps its store must trap.

        The word must stay writable until `end` has returned.

        Raises:
            HostError: the watchdog is closed, so that nothing would end the turn.
        """
        clock = self._threads.clock_of_this()
        now = time.monotonic()
        watch = Watch(word, now, deadline_ms / 1000, clock, self._threads.read(clock))
        with self._condition:
            if self._is_closed:
                raise HostError("the provider is closed", code="provider_closed")
            if not self._watches:
                self._origin = now
                self._ticks = 0
            self._watches.add(watch)
            ticks = int((watch.hard_stop - self._origin) / _TICK_S) + 1 - self._ticks
            if watch.deadline < self._wake_at:
                self._wake(watch.deadline)
        return watch, ticks

    def end(self, watch: Watch) -> None:
        """Stop watching. Afterwards the word is never touched again."""
        with self._condition:
            self._watches.discard(watch)

    def close(self) -> None:
        """End every turn under watch, stop the thread and wait for it. May be called twice."""
        with self._condition:
            self._is_closed = True
            for watch in self._watches:
                watch.word.value = 1
            last = max((watch.hard_stop for watch in self._watches), default=self._origin)
            self._step_epoch_to(last)
            self._condition.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _wake(self, at: float) -> None:
        self._wake_at = at
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="rill-watchdog", daemon=True)
            self._thread.start()
        else:
            self._condition.notify()

    def _run(self) -> None:
        with self._condition:
            while not self._is_closed:
                now = time.monotonic()
                self._wake_at = self._check(now)
                wait = None if self._wake_at == float("inf") else max(self._wake_at - time.monotonic(), 0.0)
                self._condition.wait(wait)

    def _check(self, now: float) -> float:
        """Act on every turn that is late, and return when to look again."""
        wake_at = float("inf")
        stop = False
        for watch in self._watches:
            if now >= watch.deadline and not watch.is_warned and now < watch.latest:
                # It cannot have used up what it has left before that much time has passed.
                left = watch.used_end - self._threads.read(watch.clock)
                if left > 0:
                    watch.deadline = min(now + left, watch.latest)
                    watch.hard_stop = watch.deadline + GRACE_MS / 1000
            if now < watch.deadline:
                wake_at = min(wake_at, watch.deadline)
                continue
            if not watch.is_warned:
                watch.word.value = 1
                watch.is_warned = True
            # Past the hard stop its store traps at its next check; should it sit in a long native operation, look
            # again.
            stop = stop or now >= watch.hard_stop
            wake_at = min(wake_at, watch.hard_stop if now < watch.hard_stop else now + _TICK_S)
        # Not sooner: the store of a turn that got more time still has its first deadline. It may be ended by the hard
        # stop of another, but never before that deadline.
        if stop:
            self._step_epoch_to(now)
        return wake_at

    def _step_epoch_to(self, moment: float) -> None:
        due = int((moment - self._origin) / _TICK_S) + 1
        while self._ticks < due:
            self._increment_epoch()
            self._ticks += 1
