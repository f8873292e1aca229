"""What comes back from worker threads: all of it, in order, with few wake-ups, whatever happens to the loop."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from host.pair import until
from rill.host.inbox import Inbox

pytestmark = pytest.mark.usefixtures("loop_watch")


async def test_calls_of_many_threads_are_all_made_each_thread_s_in_its_order() -> None:
    loop, inbox = asyncio.get_running_loop(), Inbox()
    heard: list[tuple[int, int]] = []

    def work(thread: int) -> None:
        for number in range(2_000):
            inbox.put(loop, lambda *item: heard.append(item), thread, number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    await until(lambda: len(heard) == 8_000)
    for thread in threads:
        thread.join()
    for number in range(4):
        assert [item for thread, item in heard if thread == number] == list(range(2_000))


async def test_what_comes_together_wakes_the_loop_once() -> None:
    inbox = Inbox()
    wakeups: list[Any] = []
    heard: list[int] = []

    class Loop:
        def call_soon_threadsafe(self, callback: Any) -> None:
            wakeups.append(callback)

    loop: Any = Loop()
    for number in range(5):
        inbox.put(loop, heard.append, number)
    assert len(wakeups) == 1
    wakeups[0]()
    assert heard == [0, 1, 2, 3, 4]
    inbox.put(loop, heard.append, 5)
    assert len(wakeups) == 2


async def test_what_a_call_puts_has_its_turn_after_the_loop_s_other_work() -> None:
    loop, inbox = asyncio.get_running_loop(), Inbox()
    order: list[str] = []

    def first() -> None:
        order.append("first")
        inbox.put(loop, order.append, "second")
        loop.call_soon(order.append, "between")

    inbox.put(loop, first)
    await until(lambda: len(order) == 3)
    assert order[0] == "first"
    assert set(order) == {"first", "second", "between"}


async def test_a_call_that_fails_is_reported_and_the_others_are_made(loop_watch: Any) -> None:
    loop, inbox = asyncio.get_running_loop(), Inbox()
    heard: list[int] = []

    def broken() -> None:
        raise ZeroDivisionError

    inbox.put(loop, broken)
    inbox.put(loop, heard.append, 1)
    await until(lambda: heard == [1])
    assert [type(error) for error in loop_watch.take()] == [ZeroDivisionError]


async def test_a_loop_that_is_closed_refuses_and_another_takes_over() -> None:
    closed = asyncio.new_event_loop()
    closed.close()
    inbox, heard = Inbox(), list[int]()
    with pytest.raises(RuntimeError):
        inbox.put(closed, heard.append, 1)
    inbox.put(asyncio.get_running_loop(), heard.append, 2)
    await until(lambda: bool(heard))
    assert heard == [2]
