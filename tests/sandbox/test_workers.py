from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import CancelledError
from functools import partial

import pytest

from rill.protocol.errors import HostError
from rill.sandbox import Workers
from rill.sandbox.workers import STACK_BYTES, has_large_stack, with_large_stack


def test_work_runs_first_in_first_out_and_delivers_in_the_worker() -> None:
    workers = Workers(1)
    order: list[int] = []
    threads: set[str] = set()

    def deliver(result: int | None, error: BaseException | None) -> None:
        assert error is None
        assert result is not None
        order.append(result)
        threads.add(threading.current_thread().name)

    for number in range(50):
        workers.submit(lambda number=number: number, deliver)  # type: ignore[misc]
    workers.close()
    assert order == list(range(50))
    assert threads == {"rill-worker-0"}


def test_error_is_delivered_and_the_worker_goes_on() -> None:
    workers = Workers(1)
    with pytest.raises(ZeroDivisionError):
        workers.call(lambda: 1 // 0).result()
    assert workers.call(lambda: 5).result() == 5
    workers.close()


def test_as_many_tasks_run_at_a_time_as_there_are_workers() -> None:
    workers = Workers(3)
    barrier = threading.Barrier(3)
    futures = [workers.call(lambda: barrier.wait(5)) for _ in range(3)]
    assert sorted(future.result() for future in futures) == [0, 1, 2]
    workers.close()


def submit_slow(workers: Workers, work: Callable[[], object]) -> None:
    workers.submit(work, lambda _result, _error: None, is_slow=True)


@pytest.mark.parametrize("count", [2, 4])
def test_slow_work_leaves_one_worker_to_the_others(count: int) -> None:
    workers = Workers(count)
    gate = threading.Event()
    begun: list[int] = []
    entered = threading.Semaphore(0)

    def slow(number: int) -> None:
        begun.append(number)
        entered.release()
        assert gate.wait(20)

    for number in range(2 * count):
        submit_slow(workers, lambda number=number: slow(number))  # type: ignore[misc]
    for _ in range(count - 1):
        assert entered.acquire(timeout=20)
    # Behind twice as much slow work as there are workers.
    assert [workers.call(lambda number=number: number).result(20) for number in range(50)] == list(range(50))  # type: ignore[misc]
    assert begun == list(range(count - 1))
    assert workers.statistics()["waiting"] == count + 1
    gate.set()
    workers.close()
    assert sorted(begun) == list(range(2 * count))
    assert begun[: count - 1] == list(range(count - 1))


@pytest.mark.parametrize("count", [1, 3])
def test_all_slow_work_is_done_at_the_end_by_a_single_worker_too(count: int) -> None:
    workers = Workers(count)
    done: list[int] = []
    for number in range(20):
        work = partial(done.append, number)
        workers.submit(work, lambda _result, _error: None, is_slow=number % 3 > 0)
    workers.close()
    assert sorted(done) == list(range(20))
    assert count > 1 or done == list(range(20))


def test_close_finishes_what_was_submitted_and_refuses_more() -> None:
    workers = Workers(2)
    gate = threading.Event()
    first = workers.call(lambda: gate.wait(5))
    queued = [workers.call(lambda number=number: number) for number in range(10)]  # type: ignore[misc]
    gate.set()
    workers.close()
    workers.close()
    assert first.done()
    assert [future.result() for future in queued] == list(range(10))
    with pytest.raises(HostError) as caught:
        workers.submit(lambda: None, lambda _result, _error: None)
    assert caught.value.code == "workers_closed"


def test_close_from_a_worker_does_not_wait_for_itself() -> None:
    workers = Workers(2)
    workers.call(workers.close).result(timeout=5)


def test_cancelled_call_never_runs() -> None:
    workers = Workers(1)
    gate = threading.Event()
    ran: list[int] = []
    workers.call(lambda: gate.wait(5))
    cancelled = workers.call(lambda: ran.append(1))
    assert cancelled.cancel()
    gate.set()
    workers.close()
    assert ran == []
    with pytest.raises(CancelledError):
        cancelled.result()


def test_workers_have_a_large_stack_and_other_threads_are_left_alone() -> None:
    before = threading.stack_size()
    workers = Workers(1)
    assert threading.stack_size() == before

    def recurse(depth: int) -> int:
        # Through C, so that every level takes native stack: about 500 bytes of Python frames are not enough to tell.
        return 0 if depth == 0 else max([depth], key=lambda _: recurse(depth - 1))

    assert STACK_BYTES == 16 * 1024 * 1024
    assert workers.call(lambda: recurse(250)).result() == 250
    workers.close()


def test_work_that_needs_a_large_stack_runs_at_once_in_a_worker_and_elsewhere_in_a_thread_of_its_own() -> None:
    here = threading.get_ident()
    assert not has_large_stack()
    assert with_large_stack(threading.get_ident) != here
    assert with_large_stack(has_large_stack)
    with pytest.raises(ZeroDivisionError):
        with_large_stack(lambda: 1 // 0)
    workers = Workers(1)
    inside, again = workers.call(lambda: (threading.get_ident(), with_large_stack(threading.get_ident))).result()
    assert inside == again
    workers.close()


def test_statistics_count_what_is_done_and_waiting() -> None:
    workers = Workers(1)
    gate = threading.Event()
    started = threading.Event()

    def wait() -> None:
        started.set()
        gate.wait(5)

    first = workers.call(wait)
    started.wait(5)
    others = [workers.call(lambda: None) for _ in range(4)]
    busy = workers.statistics()
    assert (busy["waiting"], busy["idle"], busy["threads"]) == (4, 0, 1)
    gate.set()
    for future in [first, *others]:
        future.result()
    workers.close()
    assert workers.statistics()["done"] == 5
    assert workers.statistics()["waiting_max"] >= 4


def test_finished_task_is_not_kept_alive() -> None:
    class Held:
        pass

    workers = Workers(1)
    held = Held()
    watch = weakref.ref(held)
    workers.call(lambda held=held: None).result()  # type: ignore[misc]
    del held
    # The result is there a moment before the worker is done with the task.
    patience = time.monotonic() + 5
    while watch() is not None and time.monotonic() < patience:
        pass
    assert watch() is None
    workers.close()


def test_no_workers_are_refused() -> None:
    with pytest.raises(HostError):
        Workers(0)
