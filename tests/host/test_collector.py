"""The pause of Python's collector: one setting of the process, counted."""

from __future__ import annotations

import gc
import threading
from contextlib import ExitStack

import pytest

from rill.host.collector import collector_paused


def test_it_is_paused_inside_and_back_outside() -> None:
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_exception_gives_it_back() -> None:
    with pytest.raises(ZeroDivisionError), collector_paused():
        raise ZeroDivisionError
    assert gc.isenabled()


def test_a_host_that_switched_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_threads_that_overlap_leave_it_as_it_was() -> None:
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with collector_paused():
            inside.set()
            leave.wait(20)

    thread = threading.Thread(target=hold)
    with collector_paused():
        thread.start()
        assert inside.wait(20)
    assert not gc.isenabled()
    leave.set()
    thread.join()
    assert gc.isenabled()


def test_pauses_that_overlap_for_ever_do_not_keep_garbage_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    # With several workers there may always be one that decodes. How: each pause ends after the next has begun.
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", collected.append)
    with ExitStack() as stack:
        previous = stack.enter_context(ExitStack())
        previous.enter_context(collector_paused())
        for _ in range(1_000):
            following = stack.enter_context(ExitStack())
            following.enter_context(collector_paused())
            previous.close()
            previous = following
            assert not gc.isenabled()
    assert collected == [1, 1, 1]
    assert gc.isenabled()
