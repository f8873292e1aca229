"""Handlers hear events in the order in which they were added, and none can stop another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from rill.host.listeners import Listeners
from rill.protocol import HostError

Reports = list[dict[str, Any]]


@pytest.fixture
async def reports() -> AsyncIterator[Reports]:
    """What reached the loop's exception handler."""
    loop = asyncio.get_running_loop()
    found: Reports = []
    loop.set_exception_handler(lambda _loop, context: found.append(context))
    yield found
    loop.set_exception_handler(None)


def test_handlers_are_called_in_order_with_the_arguments() -> None:
    listeners = Listeners(["message", "log"])
    heard: list[Any] = []
    listeners.add("message", lambda *args: heard.append((1, args)))
    listeners.add("message", lambda *args: heard.append((2, args)))
    listeners.add("log", lambda: heard.append("log"))
    listeners.tell("message", "name", 5)
    assert heard == [(1, ("name", 5)), (2, ("name", 5))]


def test_a_handler_can_be_taken_away_and_twice_is_no_error() -> None:
    listeners = Listeners(["message"])
    heard: list[int] = []
    remove = listeners.add("message", lambda: heard.append(1))
    assert listeners.has("message")
    remove()
    remove()
    listeners.tell("message")
    assert not listeners.has("message")
    assert heard == []


def test_a_handler_that_was_added_twice_is_called_twice_and_each_is_ended_by_its_own_function() -> None:
    listeners = Listeners(["message"])
    heard: list[int] = []

    def handler() -> None:
        heard.append(1)

    first = listeners.add("message", handler)
    second = listeners.add("message", handler)
    listeners.tell("message")
    assert heard == [1, 1]
    first()
    first()
    listeners.tell("message")
    assert heard == [1, 1, 1]
    second()
    assert not listeners.has("message")


def test_handlers_that_come_and_go_while_an_event_is_told_change_the_next_one() -> None:
    listeners = Listeners(["message"])
    heard: list[str] = []
    removes: list[Any] = []

    def first() -> None:
        heard.append("first")
        removes.pop()()
        listeners.add("message", lambda: heard.append("added"))

    listeners.add("message", first)
    removes.append(listeners.add("message", lambda: heard.append("second")))
    removes.append(listeners.add("message", lambda: heard.append("third")))
    listeners.tell("message")
    assert heard == ["first", "second", "third"]


def test_an_unknown_event_is_the_hosts_error() -> None:
    with pytest.raises(HostError) as caught:
        Listeners(["message", "error"]).add("mesage", print)
    assert str(caught.value) == "unknown session event 'mesage'; did you mean 'message'?"
    assert caught.value.code == "event_unknown"


def test_what_cannot_be_called_is_refused_when_it_is_added() -> None:
    with pytest.raises(HostError) as caught:
        Listeners(["message"]).add("message", 5)  # type: ignore[arg-type]
    assert str(caught.value) == "expected a callable for 'message', got int"
    assert caught.value.code == "handler_invalid"


async def test_an_exception_reaches_the_loops_handler_and_stops_nobody(reports: Reports) -> None:
    listeners = Listeners(["message"])
    heard: list[int] = []
    error = ValueError("a bug of the host")

    def fail() -> None:
        raise error

    listeners.add("message", fail)
    listeners.add("message", lambda: heard.append(1))
    listeners.tell("message")
    assert heard == [1]
    assert reports == [{"message": "a session handler for 'message' failed", "exception": error}]


async def test_async_handlers_run_and_are_kept_until_they_end(reports: Reports) -> None:
    listeners = Listeners(["message"])
    gate = asyncio.Event()
    heard: list[int] = []

    async def handler(number: int) -> None:
        await gate.wait()
        heard.append(number)

    listeners.add("message", handler)
    listeners.tell("message", 1)
    listeners.tell("message", 2)
    assert listeners.unfinished == 2
    gate.set()
    await asyncio.wait(listeners._tasks)
    await asyncio.sleep(0)
    assert listeners.unfinished == 0
    assert heard == [1, 2]
    assert reports == []


async def test_an_exception_of_an_async_handler_names_its_event(reports: Reports) -> None:
    listeners = Listeners(["message", "log"])

    async def fail() -> None:
        raise ValueError("later")

    listeners.add("log", fail)
    listeners.tell("log")
    await asyncio.wait(listeners._tasks)
    await asyncio.sleep(0)
    assert [report["message"] for report in reports] == ["a session handler for 'log' failed"]


async def test_a_cancelled_handler_is_no_error(reports: Reports) -> None:
    listeners = Listeners(["message"])

    async def wait() -> None:
        await asyncio.Event().wait()

    listeners.add("message", wait)
    listeners.tell("message")
    await asyncio.sleep(0)
    for task in listeners._tasks:
        task.cancel()
    await asyncio.wait(listeners._tasks)
    assert reports == []
