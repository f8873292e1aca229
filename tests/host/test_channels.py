"""Channels: rules, bounds, what guests are told and when, and what a host hears.

Most tests sit on a `Seat`, which is all of a session that channels see; those at the end have sessions.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest

from host.pair import Gate, Pair, ScriptedProvider, bundle_of, mounted, until
from rill import CapabilityError, Engine, GuestError, HostError, LimitError, Limits, RillError, TransportError
from rill.guest.manifest import CHANNELS
from rill.host import GuestFunction, ManualClock
from rill.host.bus import BusListener, LocalBus
from rill.host.channels import (
    DELIVERY_EVENT,
    ChannelMessage,
    ChannelRule,
    Channels,
    Member,
    Seat,
    Visit,
)
from rill.host.recorder import Recorder
from rill.protocol.codec import Codec
from rill.protocol.messages import HostCall, HostEvent, HostResult
from rill.protocol.values import ErrorValue, FunctionRef, MapValue, SetValue

pytestmark = pytest.mark.usefixtures("loop_watch")

OPEN = {"{name}": ChannelRule()}


class Guest:
    """A session without one: what it calls, and what it was told."""

    def __init__(
        self,
        channels: Channels,
        identity: Any = None,
        limits: Limits | None = None,
        *,
        id: str = "s1",
        is_quick: bool = True,
    ) -> None:
        self.clock = ManualClock()
        limits = limits or Limits()
        self.told: list[dict[str, Any]] = []
        # The delivery that waits for its turn, where the guest is not quick.
        self.waiting: Callable[[], None] | None = None
        self._is_quick = is_quick
        self.seat = Seat(channels, id, identity, Codec(limits), limits, self.clock, self._send)

    def _send(self, deliveries: Any, delivered: Callable[[], None]) -> None:
        assert self.waiting is None, "two deliveries at a time"
        self.told += [{key: _plain(value) for key, value in delivery.items()} for delivery in deliveries]
        if self._is_quick:
            delivered()
        else:
            self.waiting = delivered

    def let_on(self) -> None:
        """Its turn with what was sent last has begun."""
        delivered, self.waiting = self.waiting, None
        assert delivered is not None
        delivered()

    async def call(self, name: str, *args: Any) -> Any:
        function = self.seat.function(f"rill.channels.{name}")
        assert function is not None
        return await function(*args)

    def take(self) -> list[dict[str, Any]]:
        taken, self.told = self.told, []
        return taken

    def messages(self) -> list[Any]:
        """Data of all messages that were told."""
        return [message[2] for delivery in self.take() for message in delivery.get("messages", ())]


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Raw):
        return msgspec.msgpack.decode(value)
    return [_plain(item) for item in value] if isinstance(value, list) else value


@asynccontextmanager
async def channels_of(rules: Mapping[str, ChannelRule] = OPEN, **options: Any) -> AsyncIterator[Channels]:
    channels = Channels(rules=rules, **options)
    try:
        yield channels
    finally:
        await channels.close()


async def refused(awaitable: Any, kind: type[RillError], code: str) -> RillError:
    with pytest.raises(kind) as caught:
        await awaitable
    assert caught.value.code == code, caught.value
    return caught.value


# -- what is said


async def test_who_joined_hears_what_is_published_and_so_does_the_sender() -> None:
    async with channels_of(describe=lambda identity: {"name": identity}) as channels:
        ann, bob, eve = (Guest(channels, name) for name in ("ann", "bob", "eve"))
        assert await ann.call("join", "room", True, False) == {"me": "1", "status": "joined"}
        assert await bob.call("join", "room") == {"me": "2", "status": "joined"}
        await eve.call("join", "hall")
        await ann.call("publish", "room", {"text": "hi"})
        await channels.publish("room", ["from the host"], user="host")
        expected = [
            {"channel": "room", "messages": [["1", {"name": "ann"}, {"text": "hi"}]]},
            {"channel": "room", "messages": [[None, "host", ["from the host"]]]},
        ]
        assert ann.take() == expected
        assert bob.take() == expected
        assert eve.take() == []
        counts = channels.statistics()
        assert (counts.published, counts.delivered, counts.channels, counts.joined) == (2, 4, 2, 3)


async def test_an_identity_is_nobody_s_business_unless_the_host_describes_it() -> None:
    async with channels_of() as channels:
        ann = Guest(channels, {"name": "ann", "card": "4111"})
        await ann.call("join", "room")
        await ann.call("publish", "room", 1)
        assert ann.take() == [{"channel": "room", "messages": [["1", None, 1]]}]


async def test_who_left_or_ended_hears_no_more_and_an_empty_channel_is_forgotten() -> None:
    async with channels_of() as channels:
        ann, bob = Guest(channels), Guest(channels)
        await ann.call("join", "room")
        await bob.call("join", "room")
        await ann.call("leave", "room")
        await ann.call("leave", "room")
        await channels.publish("room", 1)
        assert (ann.messages(), bob.messages()) == ([], [1])
        await refused(ann.call("publish", "room", 2), GuestError, "channel_not_joined")
        bob.seat.close()
        bob.seat.close()
        assert (channels.statistics().channels, channels.statistics().joined) == (0, 0)


async def test_messages_are_told_only_to_those_who_want_them_and_one_join_is_enough() -> None:
    async with channels_of() as channels:
        ann = Guest(channels)
        first = await ann.call("join", "room", False, True)
        await channels.publish("room", 1)
        assert ann.messages() == []
        assert await ann.call("join", "room", True, True) == first
        await channels.publish("room", 2)
        assert ann.messages() == [2]
        assert channels.statistics().joined == 1


async def test_calls_about_one_channel_are_carried_out_in_their_order_however_long_a_rule_takes() -> None:
    doors: dict[str, asyncio.Future[bool]] = {}

    async def join(visit: Visit) -> bool:
        doors[visit.session] = asyncio.get_running_loop().create_future()
        return await doors[visit.session]

    async with channels_of({"room": ChannelRule(join=join)}) as channels:
        ann = Guest(channels)
        calls = [
            asyncio.ensure_future(ann.call(*call))
            for call in (("join", "room"), ("publish", "room", 1), ("publish", "room", 2), ("leave", "room"))
        ]
        await until(lambda: "s1" in doors)
        assert not any(call.done() for call in calls)
        doors["s1"].set_result(True)
        await asyncio.gather(*calls)
        assert ann.messages() == [1, 2]
        assert ann.seat._lines == {}


# -- rules


async def test_the_first_rule_that_fits_decides_and_a_channel_without_one_is_refused() -> None:
    seen: list[Visit] = []

    def join(visit: Visit) -> bool:
        seen.append(visit)
        return bool(visit.identity == "ann")

    rules = {"room/{room}/{part}": ChannelRule(join=join), "room/{rest}": ChannelRule(), "a.b": ChannelRule()}
    async with channels_of(rules) as channels:
        ann, bob = Guest(channels, "ann", id="s7"), Guest(channels, "bob")
        await ann.call("join", "room/5/side")
        assert seen == [Visit("ann", "room/5/side", {"room": "5", "part": "side"}, "s7")]
        await refused(bob.call("join", "room/5/side"), CapabilityError, "channel_refused")
        await bob.call("join", "room/5")
        for name in ("room", "room/", "room/a/b/c", "rooms/5", "axb", "elsewhere"):
            await refused(bob.call("join", name), CapabilityError, "channel_refused")
        assert channels.statistics().refused == 7


async def test_rules_say_who_may_publish_and_who_may_see_and_may_be_async() -> None:
    async def is_ann(visit: Visit) -> bool:
        await asyncio.sleep(0)
        return bool(visit.identity == "ann")

    rules = {"news": ChannelRule(publish=is_ann, presence=lambda visit: visit.identity != "eve")}
    async with channels_of(rules) as channels:
        ann, eve = Guest(channels, "ann"), Guest(channels, "eve")
        await ann.call("join", "news", True, True)
        await eve.call("join", "news", True, True)
        await ann.call("publish", "news", 1)
        await ann.call("present", "news", {})
        await refused(eve.call("publish", "news", 2), CapabilityError, "channel_refused")
        await refused(eve.call("present", "news", {}), CapabilityError, "channel_refused")
        assert eve.take() == [{"channel": "news", "messages": [["1", None, 1]]}]


@pytest.mark.parametrize("answer", [1, "yes", None, object()])
async def test_only_true_is_a_yes(answer: Any) -> None:
    async with channels_of({"a": ChannelRule(join=lambda visit: answer)}) as channels:
        await refused(Guest(channels).call("join", "a"), CapabilityError, "channel_refused")


async def test_a_rule_or_description_that_fails_refuses_and_tells_the_host_only() -> None:
    def broken(_: Any) -> Any:
        raise KeyError("secret")

    heard: list[RillError] = []
    async with channels_of({"a": ChannelRule(join=broken)}) as channels:
        channels.on("error", heard.append)
        error = await refused(Guest(channels).call("join", "a"), CapabilityError, "channel_refused")
        assert "secret" not in str(error)
        assert [caught.code for caught in heard] == ["channel_rule_failed"]
    heard.clear()
    for describe in (broken, lambda _: object(), lambda _: "x" * 2_000, lambda _: FunctionRef(1)):
        async with channels_of(describe=describe) as channels:
            channels.on("error", heard.append)
            with pytest.raises(HostError):
                await Guest(channels).call("join", "a")
            assert channels.statistics().joined == 0
    assert [caught.code for caught in heard] == ["channel_rule_failed"] * 4


async def test_a_review_puts_out_who_may_not_be_there_any_more() -> None:
    banned: set[str] = set()
    quiet: set[str] = set()
    rules = {
        "{name}": ChannelRule(
            join=lambda visit: visit.identity not in banned, publish=lambda visit: visit.identity not in quiet
        )
    }
    async with channels_of(rules) as channels:
        ann, bob = Guest(channels, "ann"), Guest(channels, "bob")
        for guest in (ann, bob):
            await guest.call("join", "room", True, True)
            await guest.call("present", "room", None)
        ann.take()
        bob.take()
        banned.add("bob")
        quiet.add("ann")
        assert await channels.review("elsewhere") == 0
        assert await channels.review() == 1
        assert bob.take() == [{"channel": "room", "status": "refused"}]
        assert ann.take() == [{"channel": "room", "members": [], "gone": ["2"]}]
        await refused(ann.call("publish", "room", 1), CapabilityError, "channel_refused")
        await refused(bob.call("publish", "room", 1), GuestError, "channel_not_joined")
        assert await channels.members("room") == [Member("1", None, None)]


@pytest.mark.parametrize(
    "rules",
    [
        {"a{": ChannelRule()},
        {"{x}{x}": ChannelRule()},
        {"{1}": ChannelRule()},
        {"a": True},
        {1: ChannelRule()},
        [],
        {"a": ChannelRule(join="yes")},  # type: ignore[arg-type]
    ],
)
def test_rules_that_cannot_be_used_are_refused(rules: Any) -> None:
    with pytest.raises(HostError) as caught:
        Channels(rules=rules)
    assert caught.value.code == "channel_rule_invalid"


def test_what_is_no_bus_is_refused() -> None:
    with pytest.raises(HostError, match="expected bus to be a Bus"):
        Channels(rules={}, bus="redis://localhost")  # type: ignore[arg-type]
    with pytest.raises(HostError, match="expected channels to be Channels"):
        Engine(ScriptedProvider(), channels={"a": ChannelRule()})  # type: ignore[arg-type]


# -- presence


async def test_members_are_told_whole_first_and_then_as_they_change() -> None:
    async with channels_of(describe=lambda identity: identity) as channels:
        ann, bob = Guest(channels, "ann"), Guest(channels, "bob")
        await ann.call("join", "room", False, False)
        await ann.call("present", "room", {"typing": False})
        assert ann.take() == []
        await bob.call("join", "room", False, True)
        assert bob.take() == [
            {"channel": "room", "reset": True, "members": [["1", ["ann", {"typing": False}]]], "gone": []}
        ]
        await bob.call("present", "room", 5)
        await ann.call("present", "room", {"typing": True})
        await ann.call("present", "room", {"typing": True})
        await ann.call("absent", "room")
        await ann.call("absent", "room")
        assert bob.take() == [
            {"channel": "room", "members": [["2", ["bob", 5]]], "gone": []},
            {"channel": "room", "members": [["1", ["ann", {"typing": True}]]], "gone": []},
            {"channel": "room", "members": [], "gone": ["1"]},
        ]
        assert ann.take() == []


async def test_a_session_that_ends_is_seen_to_leave() -> None:
    async with channels_of() as channels:
        ann, bob = Guest(channels), Guest(channels)
        for guest in (ann, bob):
            await guest.call("join", "room", False, True)
            await guest.call("present", "room", None)
        bob.take()
        ann.seat.close()
        assert bob.take() == [{"channel": "room", "members": [], "gone": ["1"]}]


async def test_members_of_engines_on_one_bus_see_and_hear_each_other() -> None:
    bus = LocalBus()
    async with channels_of(bus=bus) as here, channels_of(bus=bus) as there:
        ann, bob = Guest(here), Guest(there)
        await ann.call("join", "room", True, True)
        await bob.call("join", "room", True, True)
        await ann.call("present", "room", "a")
        await bob.call("present", "room", "b")
        await bob.call("publish", "room", "hi")
        assert await here.members("room") == await there.members("room") == [
            Member("1", None, "a"), Member("2-1", None, "b"),
        ]  # fmt: skip
        assert ann.messages() == ["hi"]
        await there.close()
        assert ann.take() == [{"channel": "room", "members": [], "gone": ["2-1"]}]


# -- bounds


async def test_a_slow_guest_is_told_much_at_once_and_loses_the_oldest_by_count() -> None:
    async with channels_of() as channels:
        slow = Guest(channels, limits=Limits(channel_waiting=3), is_quick=False)
        await slow.call("join", "room")
        for number in range(10):
            await channels.publish("room", number)
        # The first is on its way; of the others three wait.
        slow.let_on()
        assert slow.take() == [
            {"channel": "room", "messages": [[None, None, 0]]},
            {"channel": "room", "messages": [[None, None, 7], [None, None, 8], [None, None, 9]], "missed": 6},
        ]
        slow.let_on()
        await channels.publish("room", 10)
        assert slow.take() == [{"channel": "room", "messages": [[None, None, 10]]}]
        assert (channels.statistics().delivered, channels.statistics().dropped) == (11, 6)


async def test_what_waits_is_bounded_by_its_bytes_too_but_the_newest_always_stays() -> None:
    async with channels_of() as channels:
        slow = Guest(channels, limits=Limits(channel_waiting_bytes=2_000), is_quick=False)
        await slow.call("join", "room")
        for number in range(8):
            await channels.publish("room", str(number) * 900)
        await channels.publish("room", "x" * 9_000)
        slow.let_on()
        assert [message[2][:1] for message in slow.take()[-1]["messages"]] == ["x"]
        await channels.publish("room", "y" * 900)
        await channels.publish("room", "z" * 900)
        slow.let_on()
        assert [message[2][:1] for message in slow.take()[-1]["messages"]] == ["y", "z"]


async def test_a_slow_guest_hears_the_last_state_of_each_member_and_all_anew_where_too_much_changed() -> None:
    async with channels_of() as channels:
        slow = Guest(channels, limits=Limits(channel_members=4), is_quick=False)
        await slow.call("join", "room", True, True)
        others = [Guest(channels, id=str(number)) for number in range(6)]
        for other in others:
            await other.call("join", "room")
        for state in ("a", "b", "c"):
            for other in others[:2]:
                await other.call("present", "room", state)
        slow.let_on()
        assert slow.take()[-1] == {"channel": "room", "members": [["2", [None, "c"]], ["3", [None, "c"]]], "gone": []}
        for other in others:
            await other.call("present", "room", "d")
        others[0].seat.close()
        slow.let_on()
        told = slow.take()[-1]
        assert (told["reset"], [member[0] for member in told["members"]]) == (True, ["3", "4", "5", "6", "7"])


async def test_too_many_channels_members_and_too_large_words_are_refused() -> None:
    limits = Limits(channels=2, channel_message_bytes=100, channel_state_bytes=50, channel_members=1)
    async with channels_of(limits=limits) as channels:
        guest, other = Guest(channels, limits=limits), Guest(channels, limits=limits)
        for name in ("a", "b", "b"):
            await guest.call("join", name, True, True)
        assert (await refused(guest.call("join", "c"), LimitError, "channels_exceeded")).limit == "channels"  # type: ignore[attr-defined]
        await guest.call("leave", "b")
        await guest.call("join", "c")
        await guest.call("publish", "a", "x" * 98)
        await refused(guest.call("publish", "a", "x" * 99), LimitError, "channel_too_large")
        await refused(channels.publish("a", "x" * 99), LimitError, "channel_too_large")
        await guest.call("present", "a", "x" * 48)
        await refused(guest.call("present", "a", "x" * 49), LimitError, "channel_too_large")
        await other.call("join", "a")
        await refused(other.call("present", "a", 1), LimitError, "channel_full")
        await guest.call("present", "a", 2)
        await guest.call("absent", "a")
        await other.call("present", "a", 1)


async def test_a_guest_that_publishes_too_fast_is_refused_and_its_presence_waits() -> None:
    async with channels_of() as channels:
        guest = Guest(channels, limits=Limits(channel_messages_per_s=4))
        await guest.call("join", "a", True, True)
        for number in range(3):
            await guest.call("publish", "a", number)
        await refused(guest.call("publish", "a", 3), LimitError, "channel_too_fast")
        shown = asyncio.ensure_future(guest.call("present", "a", "here"))
        await until(lambda: guest.clock.next_due_ms is not None)
        guest.clock.set_now(249)
        await asyncio.sleep(0)
        assert await channels.members("a") == []
        guest.clock.set_now(250)
        await shown
        assert await channels.members("a") == [Member("1", None, "here")]
        await refused(guest.call("publish", "a", 4), LimitError, "channel_too_fast")
        guest.clock.set_now(500)
        await guest.call("publish", "a", 5)
        guest.clock.set_now(100_000)
        for number in range(4):
            await guest.call("publish", "a", number)
        await refused(guest.call("publish", "a", 4), LimitError, "channel_too_fast")


@pytest.mark.parametrize("name", ["", 5, None, "a\nb", "a\x00", "\u202eevil", "x" * 257, "\u00e9" * 129, ["a"]])
async def test_names_that_are_none_are_refused_on_both_sides(name: Any) -> None:
    async with channels_of() as channels:
        guest = Guest(channels)
        for call in ("join", "leave", "publish", "present", "absent"):
            await refused(guest.call(call, name), GuestError, "channel_name_invalid")
        for awaitable in (channels.publish(name, 1), channels.subscribe(name, print), channels.members(name)):
            await refused(awaitable, HostError, "channel_name_invalid")
        assert channels.statistics().channels == 0


async def test_functions_stay_with_their_guest() -> None:
    async with channels_of() as channels:
        guest = Guest(channels)
        await guest.call("join", "a", True, True)
        function = GuestFunction.__new__(GuestFunction)
        function._is_released = True
        for call in ("publish", "present"):
            await refused(guest.call(call, "a", {"f": [function]}), GuestError, "value_unsendable")
        for value in (
            FunctionRef(1), [FunctionRef(1)], {"a": {"b": FunctionRef(1)}}, MapValue((("k", FunctionRef(1)),)),
            SetValue((FunctionRef(1),)), ErrorValue(name="E", message="m", cause=FunctionRef(1)),
        ):  # fmt: skip
            await refused(channels.publish("a", value), HostError, "value_unsendable")
        assert guest.take() == [{"channel": "a", "reset": True, "members": [], "gone": []}]


async def test_what_nests_too_deep_or_holds_itself_is_refused() -> None:
    ring: list[Any] = []
    ring.append(ring)
    deep: Any = 1
    for _ in range(Limits().value_depth):
        deep = [deep]
    async with channels_of() as channels:
        for value in (ring, deep):
            await refused(channels.publish("a", value), HostError, "value_unsendable")


# -- the host


async def test_the_host_hears_what_is_said_and_ends_it_when_it_likes() -> None:
    heard: list[ChannelMessage] = []
    async with channels_of(describe=lambda identity: identity) as channels:

        async def handler(message: ChannelMessage) -> None:
            heard.append(message)

        end = await channels.subscribe("room", handler)
        guest = Guest(channels, "ann")
        await guest.call("join", "room")
        await guest.call("publish", "room", {"a": [1, None]})
        await channels.publish("room", 2)
        await until(lambda: len(heard) == 2)
        assert heard == [
            ChannelMessage("room", {"a": [1, None]}, "1", "ann"),
            ChannelMessage("room", 2, None, None),
        ]
        await end()
        await end()
        await channels.publish("room", 3)
        assert len(heard) == 2
        guest.seat.close()
        assert channels.statistics().channels == 0


async def test_handlers_that_never_finish_are_bounded() -> None:
    door = asyncio.Event()
    errors: list[RillError] = []

    async def handler(_: ChannelMessage) -> None:
        await door.wait()

    async with channels_of(limits=Limits(frames=3)) as channels:
        channels.on("error", errors.append)
        await channels.subscribe("room", handler)
        for number in range(5):
            await channels.publish("room", number)
        assert [error.code for error in errors] == ["frames_exceeded"] * 2
        door.set()
        await until(lambda: channels._topics["room"].listeners.unfinished == 0)


async def test_closed_channels_say_so() -> None:
    channels = Channels(rules=OPEN)
    guest = Guest(channels)
    await guest.call("join", "a")
    await channels.close()
    await channels.close()
    for awaitable in (channels.publish("a", 1), channels.subscribe("a", print), channels.members("a")):
        await refused(awaitable, HostError, "channels_closed")
    await refused(guest.call("publish", "a", 1), HostError, "channels_closed")
    guest.seat.close()


# -- a bus that comes and goes


class FarBus:
    """A bus whose other end is the test."""

    prefix = "p-"

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.is_away = False

    def connect(self, listener: BusListener) -> FarBus:
        self.listener = listener
        return self

    def watch(self, channel: str) -> None:
        self.calls.append(("watch", channel))

    def unwatch(self, channel: str) -> None:
        self.calls.append(("unwatch", channel))

    def enter(self, channel: str, member: str, state: bytes) -> None:
        self.calls.append(("enter", channel, member, state))

    def leave(self, channel: str, member: str) -> None:
        self.calls.append(("leave", channel, member))

    async def publish(self, channel: str, message: bytes) -> None:
        if self.is_away:
            raise TransportError("the bus is away", code="bus_unavailable")
        self.calls.append(("publish", channel, message))

    async def close(self) -> None:
        self.calls.append(("close",))


async def test_a_guest_is_told_that_the_bus_is_away_and_what_it_missed() -> None:
    bus, events = FarBus(), list[Any]()
    async with channels_of(bus=bus) as channels:
        channels.on("error", events.append)
        channels.on("restored", lambda: events.append("restored"))
        guest = Guest(channels)
        assert await guest.call("join", "a", True, True) == {"me": "p-1", "status": "joining"}
        asked = asyncio.ensure_future(channels.members("a"))
        await asyncio.sleep(0)
        bus.listener.bus_opened("a", {"q-1": b"\x92\xc0\x05"}, 0)
        assert guest.take() == [
            {"channel": "a", "status": "joined", "reset": True, "members": [["q-1", [None, 5]]], "gone": []}
        ]
        assert await asked == [Member("q-1", None, 5)]
        bus.is_away = True
        bus.listener.bus_interrupted(TransportError("gone", code="bus_unavailable"))
        bus.listener.bus_interrupted(TransportError("still gone", code="bus_unavailable"))
        assert guest.take() == [{"channel": "a", "status": "interrupted"}]
        await refused(guest.call("publish", "a", 1), TransportError, "bus_unavailable")
        bus.listener.bus_opened("a", {}, 3)
        bus.listener.bus_message("a", b"\x93\xc0\xc0\x07", 2)
        assert guest.take() == [
            {"channel": "a", "status": "joined", "missed": 3, "reset": True, "members": [], "gone": []},
            {"channel": "a", "messages": [[None, None, 7]], "missed": 2},
        ]
        assert [getattr(event, "code", event) for event in events] == ["bus_unavailable", "bus_unavailable", "restored"]
        counts = channels.statistics()
        assert (counts.interruptions, counts.missed) == (2, 5)
    assert [call[0] for call in bus.calls] == ["watch", "close"]


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\xc1",
        b"\x93\xc0\xc0",
        b"\x94\xc0\xc0\x01\x01",
        b"\x91\xc0",
        b"\x93\xc0\xc0\x01\x01",
        b"\x93\x05\xc0\x01",
        b"\x93\xc0\xc0\xd6\x01\0\0\0\x05",
        b"\x92\xc0\xd6\x01\0\0\0\x05",
        b"\x93\xc0\xc0" + b"\x91" * 40 + b"\xc0",
        b"\x93\xc0\xc0" + b"\x91" * 2_000,
        b"\x93\xc0\xc0\xdb\0\1\0\0" + b"x" * 65_536,
        b"\x93\xc0\xc0\xc7\x01\x63\0",
        b"\x93\xc0\xc0\x81\xa9__proto__\x01",
    ],
)
async def test_nonsense_from_a_bus_reaches_no_guest_and_is_told(message: bytes) -> None:
    bus, errors = FarBus(), list[RillError]()
    async with channels_of(bus=bus) as channels:
        channels.on("error", errors.append)
        guest = Guest(channels)
        await guest.call("join", "a", True, True)
        bus.listener.bus_opened("a", {"q-1": message, "q-2": b"\x92\xc0\x05"}, 0)
        bus.listener.bus_message("a", message, 0)
        bus.listener.bus_member("a", "q-3", message)
        bus.listener.bus_message("nobody is there", message, 0)
        bus.listener.bus_member("nobody is there", "q-1", message)
        told = guest.take()
        assert told == [
            {"channel": "a", "status": "joined", "reset": True, "members": [["q-2", [None, 5]]], "gone": []}
        ]
        assert {error.code for error in errors} == {"bus_damaged"}
        assert len(errors) == 3


async def test_members_from_a_bus_are_bounded() -> None:
    bus = FarBus()
    async with channels_of(bus=bus, limits=Limits(channel_members=2)) as channels:
        guest = Guest(channels)
        await guest.call("join", "a", False, True)
        bus.listener.bus_opened("a", {str(number): b"\x92\xc0\xc0" for number in range(5)}, 0)
        bus.listener.bus_member("a", "9", b"\x92\xc0\xc0")
        bus.listener.bus_member("a", "0", b"\x92\xc0\x01")
        assert [len(delivery["members"]) for delivery in guest.take()] == [2, 1]


async def test_an_error_that_nobody_listens_to_goes_where_it_is_seen(loop_watch: Any) -> None:
    bus = FarBus()
    async with channels_of(bus=bus) as channels:
        await Guest(channels).call("join", "a")
        bus.listener.bus_interrupted(TransportError("gone", code="bus_unavailable"))
        assert [error.code for error in loop_watch.take()] == ["bus_unavailable"]


# -- sessions


def calls(*functions: tuple[Any, ...]) -> list[Any]:
    """The frames of a turn in which a guest calls its channels."""
    return [HostCall(number, f"rill.channels.{name}", list(args)) for number, (name, *args) in enumerate(functions, 1)]


def asking(**manifest: Any) -> Any:
    return bundle_of(capabilities=(CHANNELS,), **manifest)


@asynccontextmanager
async def session_of(
    *steps: Any, channels: Channels | None = None, bundle: Any = None, **options: Any
) -> AsyncIterator[Pair]:
    provider = ScriptedProvider(list(steps))
    recorder = Recorder()
    async with Engine(provider, channels=channels or Channels(rules=OPEN)) as engine:
        opening = engine.open(bundle or asking(), clock=recorder.clock, seed=7, **options)
        joined = Pair(engine, provider, opening.session, recorder)
        await opening
        await joined.settled()
        yield joined


async def test_a_guest_joins_publishes_and_hears_itself_in_turns() -> None:
    async with session_of([*mounted(), *calls(("join", "a"), ("publish", "a", {"x": 1}))]) as p:
        await until(lambda: len(p.messages) == 4)
        results = {message.call: message.value for message in p.told(HostResult)}
        assert results == {1: {"me": "1", "status": "joined"}, 2: None}
        assert [(event.name, event.payload) for event in p.told(HostEvent)] == [
            (DELIVERY_EVENT, [{"channel": "a", "messages": [["1", None, {"x": 1}]]}])
        ]
        assert p.error_codes == []


async def test_identity_reaches_rules_and_the_host_and_no_guest() -> None:
    seen: list[Any] = []

    def join(visit: Visit) -> bool:
        seen.append(visit)
        return True

    channels = Channels(rules={"a": ChannelRule(join=join)})
    who = object()
    async with session_of(calls(("join", "a")), channels=channels, identity=who) as p:
        assert p.session.identity is who
        assert (seen[0].identity, seen[0].session) == (who, p.session.id)
        assert p.engine.channels is channels


@pytest.mark.parametrize("has_channels", [True, False])
async def test_a_guest_whose_manifest_does_not_ask_or_whose_host_has_none_is_refused(has_channels: bool) -> None:
    channels = Channels(rules=OPEN)
    bundle = bundle_of() if has_channels else asking()
    engine = Engine(ScriptedProvider(calls(("join", "a"))), channels=channels if has_channels else None)
    async with engine:
        provider = engine.provider
        assert isinstance(provider, ScriptedProvider)
        provider._scripts = [[calls(("join", "a"))]]
        async with engine.open(bundle) as session:
            errors: list[RillError] = []
            session.on("error", errors.append)
            await until(lambda: len(provider.sandboxes[0].messages) == 2)
            answer = provider.sandboxes[0].messages[1]
            assert (answer.ok, answer.value.name) == (False, "CapabilityError")
            assert "Engine(channels=...)" in answer.value.message
            assert channels.statistics().joined == 0
            # The session began with the call, before anybody could listen.
            assert session.statistics().errors == 1


async def test_a_name_of_rill_s_own_can_be_neither_granted_nor_guessed() -> None:
    with pytest.raises(HostError, match="of Rill's own"):
        Engine(ScriptedProvider(), functions={"rill.channels.join": print})
    async with session_of(calls(("__init__",), ("close",), ("function", "x"))) as p:
        assert [(message.ok, message.value.name) for message in p.told(HostResult)] == [(False, "CapabilityError")] * 3


async def test_a_guest_that_is_busy_gets_all_that_was_said_in_one_turn() -> None:
    gate = Gate()
    async with session_of(calls(("join", "a")), [], gate) as p:
        channels = p.engine.channels
        assert channels is not None
        await until(lambda: len(p.messages) == 2)
        busy = asyncio.ensure_future(p.session.send_event("busy"))
        await gate.entered()
        for number in range(50):
            await channels.publish("a", number)
        assert p.session.health().queue == 1
        gate.open()
        await busy
        await p.settled()
        told = [event.payload[0]["messages"] for event in p.told(HostEvent) if event.name == DELIVERY_EVENT]
        assert [len(messages) for messages in told] == [1, 49]
        assert [message[2] for messages in told for message in messages] == list(range(50))


async def test_who_watches_turns_sees_values() -> None:
    begun: list[Any] = []
    async with session_of(calls(("join", "a"))) as p:
        p.session.on("turn_begin", begun.append)
        channels = p.engine.channels
        assert channels is not None
        await channels.publish("a", {"deep": [1]})
        await p.settled()
        assert [begin.message.payload for begin in begun] == [
            [{"channel": "a", "messages": [[None, None, {"deep": [1]}]]}]
        ]


@pytest.mark.parametrize("end", ["close", "restart", "fail"])
async def test_a_session_that_ends_leaves_its_channels(end: str) -> None:
    async with session_of(calls(("join", "a", True, True), ("present", "a", 1))) as p:
        channels = p.engine.channels
        assert channels is not None
        assert [member.state for member in await channels.members("a")] == [1]
        if end == "close":
            await p.session.close()
        elif end == "restart":
            p.provider._scripts.append([])
            await p.session.restart()
        else:
            p.guest.steps.append(GuestError("broken"))
            with pytest.raises(GuestError):
                await p.session.send_event("x")
        assert await channels.members("a") == []
        assert channels.statistics().joined == 0


async def test_a_session_that_ends_while_a_rule_is_asked_joins_nothing() -> None:
    asked: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    channels = Channels(rules={"a": ChannelRule(join=lambda visit: asked)})
    async with session_of(calls(("join", "a")), channels=channels) as p:
        await p.session.close()
        asked.set_result(True)
        await p.settled()
        assert channels.statistics().joined == 0
        gc.collect()
