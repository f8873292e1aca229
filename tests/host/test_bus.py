"""The bus within one process: who hears what, in which order, and what is left behind."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from rill.host.bus import Bus, LocalBus, LocalLink
from rill.protocol import TransportError


class Ear:
    """Writes down what a link tells."""

    def __init__(self) -> None:
        self.heard: list[tuple[object, ...]] = []

    def bus_opened(self, channel: str, members: Mapping[str, bytes], missed: int) -> None:
        self.heard.append(("opened", channel, dict(members), missed))

    def bus_message(self, channel: str, message: bytes, missed: int) -> None:
        self.heard.append((channel, message, missed))

    def bus_member(self, channel: str, member: str, state: bytes | None) -> None:
        self.heard.append((channel, member, state))

    def bus_interrupted(self, error: TransportError) -> None:
        raise AssertionError("a bus in one process is never interrupted")

    bus_failed = bus_interrupted

    def take(self) -> list[tuple[object, ...]]:
        taken, self.heard = self.heard, []
        return taken


def linked(bus: LocalBus) -> tuple[LocalLink, Ear]:
    ear = Ear()
    return bus.connect(ear), ear


@pytest.fixture
def bus() -> LocalBus:
    return LocalBus()


async def test_all_who_watch_hear_all_messages_in_one_order_the_sender_too(bus: LocalBus) -> None:
    assert isinstance(bus, Bus)
    (one, first), (two, second), (three, third) = (linked(bus) for _ in range(3))
    one.watch("a")
    two.watch("a")
    three.watch("b")
    await one.publish("a", b"1")
    await two.publish("a", b"2")
    await three.publish("a", b"3")
    await three.publish("nobody", b"4")
    assert first.take() == second.take() == [("opened", "a", {}, 0), ("a", b"1", 0), ("a", b"2", 0), ("a", b"3", 0)]
    assert third.take() == [("opened", "b", {}, 0)]


async def test_watching_twice_is_once_and_nothing_is_heard_afterwards(bus: LocalBus) -> None:
    link, ear = linked(bus)
    link.watch("a")
    link.watch("a")
    await link.publish("a", b"1")
    link.unwatch("a")
    link.unwatch("a")
    await link.publish("a", b"2")
    assert ear.take() == [("opened", "a", {}, 0), ("a", b"1", 0)]
    assert bus._channels == {}


def test_members_are_told_as_they_come_change_and_leave_and_to_those_who_come_later(bus: LocalBus) -> None:
    (one, first), (two, second) = linked(bus), linked(bus)
    one.watch("a")
    one.enter("a", "1", b"x")
    one.enter("a", "1", b"x")
    two.enter("a", "2-1", b"y")
    one.enter("a", "1", b"z")
    two.watch("a")
    one.leave("a", "1")
    one.leave("a", "1")
    assert first.take() == [
        ("opened", "a", {}, 0),
        ("a", "1", b"x"),
        ("a", "2-1", b"y"),
        ("a", "1", b"z"),
        ("a", "1", None),
    ]
    assert second.take() == [("opened", "a", {"1": b"z", "2-1": b"y"}, 0), ("a", "1", None)]


async def test_a_link_that_is_closed_leaves_everywhere_and_takes_nobody_with_it(bus: LocalBus) -> None:
    (one, _), (two, second) = linked(bus), linked(bus)
    assert one.prefix != two.prefix
    two.watch("a")
    for link in (one, two):
        link.enter("a", f"{link.prefix}7", b"x")
        link.enter("b", f"{link.prefix}7", b"x")
    second.take()
    await one.close()
    await one.close()
    assert second.take() == [("a", f"{one.prefix}7", None)]
    await two.close()
    assert bus._channels == {}
