"""Waiting with a bound."""

from __future__ import annotations

import asyncio

from rill.host import ManualClock
from rill.host.web.waiting import wait_at_most


async def turns(number: int = 5) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


async def test_it_ends_with_the_last_that_it_waits_for() -> None:
    loop = asyncio.get_running_loop()
    first, second = loop.create_future(), loop.create_future()
    clock = ManualClock()
    waiting = asyncio.ensure_future(wait_at_most(clock, 100, [first, second]))
    await turns()
    first.set_result(None)
    await turns()
    assert not waiting.done()
    second.set_exception(ValueError())
    assert await waiting
    assert second.exception() is not None
    assert clock.next_due_ms is None


async def test_it_ends_with_its_time_and_what_it_waited_for_goes_on() -> None:
    clock = ManualClock()
    never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    waiting = asyncio.ensure_future(wait_at_most(clock, 100, [never]))
    await turns()
    clock.set_now(99)
    await turns()
    assert not waiting.done()
    clock.set_now(100)
    assert not await waiting
    assert not never.cancelled()


async def test_what_is_done_is_not_waited_for() -> None:
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    done.set_result(None)
    assert await wait_at_most(ManualClock(), 100, [])
    assert await wait_at_most(ManualClock(), 100, [done])


async def test_who_gives_up_waiting_takes_nothing_along() -> None:
    clock = ManualClock()
    never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    waiting = asyncio.ensure_future(wait_at_most(clock, 100, [never]))
    await turns()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert not never.cancelled()
    assert clock.next_due_ms is None
