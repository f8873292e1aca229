"""The threads that turns run in: a fixed number, first in first out, with stacks large enough for a guest.

Work that is expected to take long leaves one thread to all other work, so that guests that use up their time in every
turn keep no quick one waiting. Knows nothing of guests, providers or event loops: it takes callables and delivers what
they return. A session keeps its own turns serial by submitting one at a time.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from rill.protocol.errors import HostError

T = TypeVar("T")

# A guest may use 8 MB of native stack before it is stopped, and nothing would stop it on a thread that has less: the
# process would end. Python and ctypes need little; 16 MB are reserved, and used only as far as a guest recurses.
STACK_BYTES = 16 * 1024 * 1024

# threading.stack_size is one setting for the whole process, so two pools must not change it at the same time.
_starting = threading.Lock()


# Set in threads that were started here.
_this_thread = threading.local()


def has_large_stack() -> bool:
    """Whether this thread was started here, with the stack that guests need."""
    return getattr(_this_thread, "is_large", False)


def with_large_stack(work: Callable[[], T]) -> T:
    """Run the work where the stack is large enough for a guest, and return or raise what it does.

    At once in a worker; from any other thread in one that is started for it, about 0.1 ms.
    """
    if has_large_stack():
        return work()
    future: Future[T] = Future()

    def run() -> None:
        _this_thread.is_large = True
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
            future.set_exception(error)

    _start([threading.Thread(target=run, name="rill-call", daemon=True)])
    return future.result()


def _start(threads: list[threading.Thread]) -> None:
    with _starting:
        before = threading.stack_size(STACK_BYTES)
        try:
            for thread in threads:
                thread.start()
        finally:
            threading.stack_size(before)


class _Task(Generic[T]):
    __slots__ = ("deliver", "is_slow", "work")

    def __init__(
        self, work: Callable[[], T], deliver: Callable[[T | None, BaseException | None], None], is_slow: bool
    ) -> None:
        self.work = work
        self.deliver = deliver
        self.is_slow = is_slow

    def run(self) -> None:
        try:
            result = self.work()
        except BaseException as error:  # noqa: BLE001 - whatever it is belongs to whoever submitted the work
            self.deliver(None, error)
        else:
            self.deliver(result, None)


class Workers:
    """A fixed number of threads.

    Args:
        count: how many. As many as cores serve throughput; two or more, and one of them never does what is slow.
    """

    def __init__(self, count: int) -> None:
        if count < 1:
            raise HostError(f"expected at least one worker, got {count}", code="workers_invalid")
        self._tasks: deque[_Task[object]] = deque()
        # Slow work that waits for its turn among the slow, and how much of it runs.
        self._deferred: deque[_Task[object]] = deque()
        self._slow = 0
        self._slow_max = max(count - 1, 1)
        self._lock = threading.Lock()
        self._is_closed = False
        # Workers that wait, each asleep in a lock of its own. The one that fell asleep last is woken first: what it
        # needs is still in its processor's cache (a third of the time of a hop, measured).
        self._idle: list[threading.Lock] = []
        self._done = 0
        self._waiting_max = 0
        self._threads = [
            threading.Thread(target=self._run, name=f"rill-worker-{index}", daemon=True) for index in range(count)
        ]
        _start(self._threads)

    def submit(
        self,
        work: Callable[[], T],
        deliver: Callable[[T | None, BaseException | None], None],
        *,
        is_slow: bool = False,
    ) -> None:
        """Run the work in a worker, then call ``deliver(result, None)`` or ``deliver(None, error)`` in the same thread.

        Never blocks. ``deliver`` must not raise; from an event loop it is usually ``loop.call_soon_threadsafe`` of
        something. Work that ``is_slow`` waits while all threads but one do such work.

        Raises:
            HostError: the workers are closed; ``deliver`` is then never called.
        """
        with self._lock:
            if self._is_closed:
                raise HostError("the workers are closed", code="workers_closed")
            self._tasks.append(_Task(work, deliver, is_slow))  # type: ignore[arg-type]
            self._waiting_max = max(self._waiting_max, len(self._tasks) + len(self._deferred))
            sleeping = self._idle.pop() if self._idle else None
        if sleeping is not None:
            sleeping.release()

    def call(self, work: Callable[[], T]) -> Future[T]:
        """Run the work in a worker and return its future. The future cannot be cancelled once the work has begun."""
        future: Future[T] = Future()

        def begin() -> T:
            if not future.set_running_or_notify_cancel():
                raise _CancelledError
            return work()

        def deliver(result: T | None, error: BaseException | None) -> None:
            if isinstance(error, _CancelledError):
                return
            if error is None:
                future.set_result(result)  # type: ignore[arg-type]
            else:
                future.set_exception(error)

        self.submit(begin, deliver)
        return future

    def statistics(self) -> dict[str, float]:
        """Counters: ``threads``, ``idle``, ``waiting``, ``waiting_max``, ``done``."""
        with self._lock:
            return {
                "threads": len(self._threads),
                "idle": len(self._idle),
                "waiting": len(self._tasks) + len(self._deferred),
                "waiting_max": self._waiting_max,
                "done": self._done,
            }

    def close(self) -> None:
        """Take no more work, finish what was submitted, and join the threads. May be called twice.

        Blocks until the last task is done; called from a worker it does not wait for that worker.
        """
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for sleeping in idle:
            sleeping.release()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()

    def _run(self) -> None:
        _this_thread.is_large = True
        sleeping = threading.Lock()
        sleeping.acquire()
        done = was_slow = False
        while True:
            with self._lock:
                # What was done, and what is next, at one look.
                self._done += done
                self._slow -= was_slow
                done = was_slow = False
                task = self._next()
                if task is not None:
                    was_slow = task.is_slow
                    self._slow += was_slow
                elif self._is_closed:
                    # What is deferred is done by those who do slow work now.
                    return
                else:
                    self._idle.append(sleeping)
            if task is None:
                sleeping.acquire()
                continue
            task.run()
            # Dropped here, not at the next task: it may hold a guest that should be freed now.
            del task
            done = True

    def _next(self) -> _Task[object] | None:
        """The next task that may run, in the order in which they came."""
        if self._deferred and self._slow < self._slow_max:
            return self._deferred.popleft()
        while self._tasks:
            task = self._tasks.popleft()
            if not task.is_slow or self._slow < self._slow_max:
                return task
            self._deferred.append(task)
        return None


class _CancelledError(Exception):
    """The future was cancelled before its work began."""
