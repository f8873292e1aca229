"""Channels: what guests say to each other and to their host, and who is there, under rules of the host.

`Channels` belongs to an engine. A session has a `Seat` in it, which carries out the guest's calls and collects what the
guest is to hear. A bus carries the bytes (see `bus`); the guest's side of the same is sdk-js/src/core/channels.ts, and
the words between the two are in docs/channels.md. Knows neither sessions nor engines.
"""

from __future__ import annotations

import asyncio
import inspect
import re
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import msgspec

from rill.host.bus import Bus, BusLink, LocalBus
from rill.host.listeners import Handler, Listeners
from rill.host.names import shown
from rill.protocol.codec import Codec, check_value
from rill.protocol.errors import CapabilityError, GuestError, HostError, LimitError, RillError, TransportError
from rill.protocol.limits import Limits
from rill.protocol.values import ErrorValue, FunctionRef, MapValue, SetValue, Value

if TYPE_CHECKING:
    from rill.host.clock import Clock

# Functions and events of this prefix are Rill's own. No host can grant one.
RESERVED_PREFIX: Final = "rill."
# The HOST_EVENT that brings a guest what happened in its channels.
DELIVERY_EVENT: Final = "rill.channels"

# UTF-8 bytes of a channel's name: a path of some ids. Names are keys of the bus, too.
_NAME_BYTES_MAX: Final = 256

ChannelStatus = Literal["joining", "joined", "interrupted", "refused"]


@dataclass(frozen=True, slots=True)
class Visit:
    """Who wants to join which channel: what a rule is asked about.

    Attributes:
        identity: what the session was opened with.
        params: what stands for the names in the rule's pattern.
        session: the session's id.
    """

    identity: Any
    channel: str
    params: Mapping[str, str]
    session: str


Access: TypeAlias = bool | Callable[[Visit], "bool | Awaitable[bool]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRule:
    """Who may do what in the channels of a pattern. Each is asked once, when a session joins.

    Attributes:
        join: may hear what is published.
        publish: may publish.
        presence: may see who is there, and be seen.
    """

    join: Access = True
    publish: Access = True
    presence: Access = True


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is there. ``user`` is what the host says of them, ``state`` what they show of themselves."""

    id: str
    user: Value
    state: Value


@dataclass(frozen=True, slots=True)
class ChannelMessage:
    """What `Channels.subscribe` hears. ``sender`` is the id of the member who published it, None if the host did;
    ``user`` is what the host says of the sender."""

    channel: str
    data: Value
    sender: str | None
    user: Value


@dataclass(slots=True)
class ChannelsStatistics:
    """Counts since the engine began; the first two are of now."""

    channels: int = 0
    joined: int = 0
    published: int = 0
    # To sessions, one for each that hears a message.
    delivered: int = 0
    # Not told to a session because too many waited for its turn.
    dropped: int = 0
    # Lost on the way here, while the bus was away.
    missed: int = 0
    refused: int = 0
    interruptions: int = 0


class Channels:
    """Everything that is said in channels, for the sessions of one engine: ``Engine(channels=Channels(...))``.

    The engine closes it. With a bus of several processes all of them should have the same rules.

    Args:
        rules: by pattern of channel names. In a pattern ``{name}`` stands for one or more characters but ``/``. The
            first that fits a channel counts; a channel that none fits is refused.
        describe: what others see of a session as ``user``, made of the identity that it was opened with. Nothing, if it
            is left out: an identity may hold what is nobody's business.
        bus: what carries messages; one that stays in this process, if it is left out.
        limits: bounds of what the host publishes and of what comes from the bus.

    Raises:
        HostError: a pattern or rule cannot be used.
    """

    def __init__(
        self,
        *,
        rules: Mapping[str, ChannelRule],
        describe: Callable[[Any], Value] | None = None,
        bus: Bus | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._rules = _check_rules(rules)
        self._describe = describe
        self._bus = LocalBus() if bus is None else bus
        if not isinstance(self._bus, Bus):
            raise HostError(f"expected bus to be a Bus, got {type(bus).__name__}", code="bus_invalid")
        self._limits = limits or Limits()
        self._codec = Codec(self._limits)
        self._link: BusLink | None = None
        self._topics: dict[str, _Topic] = {}
        self._listeners = Listeners(("error", "restored"))
        self._statistics = ChannelsStatistics()
        self._next_member = 1
        self._is_closed = False
        # Calls of guests that something is done for just now.
        self._calls = 0

    # -- for the host

    def on(self, name: str, handler: Handler) -> Callable[[], None]:
        """Hear of an event; returns a function that ends it.

        ``error`` (RillError): the bus is away, brought nonsense, or a rule failed. ``restored`` (): the bus is there
        again, and all channels are joined again.

        Raises:
            HostError: there is no such event.
        """
        return self._listeners.add(name, handler)

    async def publish(self, channel: str, data: Value, *, user: Value = None) -> None:
        """Tell all who are in a channel. Rules are not asked: the host may.

        Args:
            user: what guests see of the sender; ``from`` is null for them.

        Raises:
            HostError: the name is none, or the data cannot cross.
            LimitError: the message is too large.
            TransportError: the bus is away, and it is not known to have taken the message.
        """
        _check_name(channel, HostError)
        user_bytes = self._codec.encode_value(user, "user", around=1)
        data_bytes = self._codec.encode_value(data, "data", around=1)
        message = _frame(None, user_bytes, data_bytes, self._limits, "host")
        # Only now: encoding has refused what holds itself.
        _refuse_functions([user, data], "data", HostError)
        await self._opened_link().publish(channel, message)
        self._statistics.published += 1

    async def subscribe(self, channel: str, handler: Handler) -> Callable[[], Awaitable[None]]:
        """Call ``handler(message)`` for each `ChannelMessage` of a channel, on the event loop; it may be async. Returns
        once the channel is heard, with an async function that ends it and may be called twice.

        Handlers that have not finished are bounded by ``Limits.frames``; beyond that messages are dropped and an
        ``error`` is told.

        Raises:
            HostError: the name is none, the handler cannot be called, or the engine is closed.
        """
        _check_name(channel, HostError)
        topic = self._topic(channel)
        remove = topic.listeners.add("message", handler)
        topic.holds += 1
        is_ended = False

        async def end() -> None:
            nonlocal is_ended
            if not is_ended:
                is_ended = True
                remove()
                self._release(topic)

        try:
            await topic.wait_opened()
        except BaseException:
            await end()
            raise
        return end

    async def members(self, channel: str) -> list[Member]:
        """Who is there, in the order in which they came. Waits until the bus has answered.

        Raises:
            HostError: the name is none, or the engine is closed.
        """
        _check_name(channel, HostError)
        topic = self._topic(channel)
        topic.holds += 1
        try:
            await topic.wait_opened()
            return [self._member(id, state) for id, state in topic.members.items()]
        finally:
            self._release(topic)

    async def review(self, channel: str | None = None) -> int:
        """Ask the rules again for all who joined in this process, because what they depend on has changed. Who may not
        join any more is out, with the status ``refused``. Returns how many these were."""
        refused = 0
        for topic in tuple(self._topics.values()):
            if channel is None or topic.name == channel:
                for stay in tuple(topic.stays.values()):
                    refused += not await stay.seat.review(stay)
        return refused

    def statistics(self) -> ChannelsStatistics:
        """Counters, as a copy."""
        joined = sum(len(topic.stays) for topic in self._topics.values())
        return replace(self._statistics, channels=len(self._topics), joined=joined)

    async def close(self) -> None:
        """Leave all channels and let go of the bus. May be called twice."""
        self._is_closed = True
        topics, self._topics = self._topics, {}
        for topic in topics.values():
            topic.close()
        link, self._link = self._link, None
        if link is not None:
            await link.close()

    # -- for sessions

    def seat(
        self,
        session: str,
        identity: Any,
        codec: Codec,
        limits: Limits,
        clock: Clock,
        send: Callable[[Value, Callable[[], None]], None],
    ) -> Seat:
        """A session's place. ``send`` brings its guest a delivery and calls back when that has its turn."""
        return Seat(self, session, identity, codec, limits, clock, send)

    def rule_for(self, channel: str) -> tuple[ChannelRule, dict[str, str]]:
        """The rule of a channel, and what stands for the names in its pattern.

        Raises:
            CapabilityError: there is none.
        """
        for pattern, rule in self._rules:
            found = pattern.fullmatch(channel)
            if found is not None:
                return rule, found.groupdict()
        raise CapabilityError(f"the host has no channel {shown(channel)}", code="channel_refused")

    async def ask(self, access: Access, visit: Visit) -> bool:
        """Whether a rule lets somebody in. One that fails does not, and the host hears of it."""
        if isinstance(access, bool):
            return access
        try:
            answer = access(visit)
            if inspect.isawaitable(answer):
                # A future is the host's, who may share it; a coroutine ends with the guest that asked.
                answer = await (asyncio.shield(answer) if isinstance(answer, asyncio.Future) else answer)
        except Exception as error:  # noqa: BLE001 - a host's rule may raise anything
            self.tell_error(_host_failed(f"the rule of channel {shown(visit.channel)} failed", error))
            return False
        return answer is True

    def described(self, identity: Any, codec: Codec, limits: Limits) -> bytes:
        """What others see of an identity, encoded.

        Raises:
            HostError: it cannot be said; the host has heard why.
        """
        try:
            user = None if self._describe is None else self._describe(identity)
            encoded = codec.encode_value(user, "user", around=1)
            _refuse_functions(user, "user", HostError)
            if len(encoded) > limits.channel_state_bytes:
                raise _too_large("what `describe` says", "channel_state_bytes", len(encoded), limits, "host")
        except Exception as error:
            failed = _host_failed("`describe` of the channels failed", error)
            self.tell_error(failed)
            raise failed from error
        return encoded

    def new_member(self) -> str:
        """An id that no other member has."""
        number = self._next_member
        self._next_member += 1
        return f"{self._opened_link().prefix}{number}"

    def enter(self, stay: Stay) -> None:
        """Let a session hear a channel from now on."""
        topic = self._topic(stay.channel)
        topic.stays[stay.member] = stay
        topic.holds += 1
        stay.topic = topic

    def leave(self, stay: Stay) -> None:
        """A session is in a channel no more."""
        topic = stay.topic
        assert topic is not None
        was_there = topic.stays.pop(stay.member, None) is not None
        self.show(stay, None)
        if was_there:
            self._release(topic)

    def show(self, stay: Stay, state: bytes | None) -> None:
        """Let a session be seen in a channel with this state, or no more.

        Raises:
            LimitError: too many are seen there.
        """
        topic, member = stay.topic, stay.member
        assert topic is not None
        if state is None:
            if stay.is_seen and self._link is not None:
                stay.is_seen = False
                self._link.leave(topic.name, member)
            return
        count, maximum = len(topic.members) + 1, stay.seat.limits.channel_members
        if member not in topic.members and count > maximum:
            raise LimitError(
                f"{count} members of a channel exceed channel_members={maximum} (Limits.channel_members)",
                code="channel_full",
                limit="channel_members",
                value=count,
                maximum=maximum,
            )
        stay.is_seen = True
        self._opened_link().enter(topic.name, member, state)

    async def send(self, stay: Stay, message: bytes) -> None:
        """Publish what a session says. Raises TransportError as `BusLink.publish`."""
        await self._opened_link().publish(stay.channel, message)
        self._statistics.published += 1

    @property
    def is_idle(self) -> bool:
        """Whether no call of a guest is under way, but for those that wait until they are due."""
        return not self._calls

    def count_call(self, by: int) -> None:
        """A call of a guest began, or is over."""
        self._calls += by

    @property
    def counts(self) -> ChannelsStatistics:
        """The counters themselves, for seats."""
        return self._statistics

    def tell_error(self, error: RillError) -> None:
        """Tell the host, or where nobody can overlook it."""
        if self._listeners.has("error"):
            self._listeners.tell("error", error)
        else:
            asyncio.get_running_loop().call_exception_handler({"message": f"channels: {error}", "exception": error})

    # -- from the bus

    def bus_opened(self, channel: str, members: Mapping[str, bytes], missed: int) -> None:
        topic = self._topics.get(channel)
        if topic is None:
            return
        self._statistics.missed += missed
        was_interrupted = topic.status == "interrupted"
        usable = [(id, state) for id, state in members.items() if self._is_member(id, state)]
        topic.opened(dict(usable[: self._limits.channel_members]), missed)
        if was_interrupted and not any(other.status == "interrupted" for other in self._topics.values()):
            self._listeners.tell("restored")

    def bus_message(self, channel: str, message: bytes, missed: int) -> None:
        topic = self._topics.get(channel)
        if topic is None:
            return
        self._statistics.missed += missed
        heard = None
        # What came from this process has been checked; a bus of several processes is read by whoever has its password.
        if topic.listeners.has("message") or not isinstance(self._bus, LocalBus):
            try:
                heard = self._message(channel, message)
            except RillError as error:
                self.bus_failed(TransportError(f"a message of the bus cannot be used: {error}", code="bus_damaged"))
                return
        for stay in tuple(topic.stays.values()):
            stay.hear(message, missed)
        if heard is None:
            return
        if topic.listeners.unfinished >= self._limits.frames:
            maximum = self._limits.frames
            self.tell_error(
                LimitError(
                    f"a message of {shown(channel)} was dropped: {maximum} async handlers of it have not finished "
                    "(Limits.frames)",
                    code="frames_exceeded",
                    limit="frames",
                    value=maximum,
                    maximum=maximum,
                    fault="host",
                )
            )
            return
        topic.listeners.tell("message", heard)

    def bus_member(self, channel: str, member: str, state: bytes | None) -> None:
        topic = self._topics.get(channel)
        if topic is None:
            return
        if state is None:
            if topic.members.pop(member, None) is None:
                return
        elif self._is_member(member, state) and (
            member in topic.members or len(topic.members) < self._limits.channel_members
        ):
            topic.members[member] = state
        else:
            return
        for stay in tuple(topic.stays.values()):
            stay.see(member)

    def bus_interrupted(self, error: TransportError) -> None:
        self._statistics.interruptions += 1
        for topic in self._topics.values():
            topic.interrupted()
        self.tell_error(error)

    def bus_failed(self, error: TransportError) -> None:
        self.tell_error(error)

    # -- inside

    def _opened_link(self) -> BusLink:
        if self._is_closed:
            raise HostError("the channels are closed, as their engine is", code="channels_closed")
        if self._link is None:
            self._link = self._bus.connect(self)
        return self._link

    def _topic(self, channel: str) -> _Topic:
        link = self._opened_link()
        topic = self._topics.get(channel)
        if topic is None:
            topic = self._topics[channel] = _Topic(channel)
            link.watch(channel)
        return topic

    def _release(self, topic: _Topic) -> None:
        topic.holds -= 1
        if topic.holds == 0 and self._topics.get(topic.name) is topic:
            del self._topics[topic.name]
            if self._link is not None:
                self._link.unwatch(topic.name)

    def _message(self, channel: str, message: bytes) -> ChannelMessage:
        if len(message) > self._limits.channel_message_bytes + self._limits.channel_state_bytes + _NAME_BYTES_MAX:
            raise _too_large("a message", "channel_message_bytes", len(message), self._limits, "host")
        value = self._codec.decode_value(message, "message")
        check_value(value, "message", self._limits)
        _refuse_functions(value, "message", GuestError)
        match value:
            case [(str() | None) as sender, user, data]:
                return ChannelMessage(channel, data, sender, user)
        raise GuestError("expected [sender, user, data]", code="value_undecodable")

    def _member(self, id: str, state: bytes) -> Member:
        value = self._codec.decode_value(state, "member")
        check_value(value, "member", self._limits)
        _refuse_functions(value, "member", GuestError)
        match value:
            case [user, shown_state]:
                return Member(id, user, shown_state)
        raise GuestError("expected [user, state]", code="value_undecodable")

    def _is_member(self, id: str, state: bytes) -> bool:
        """Whether what a bus says of a member can be told to guests."""
        if isinstance(self._bus, LocalBus):
            return True
        try:
            if len(id) > _NAME_BYTES_MAX or len(state) > 2 * self._limits.channel_state_bytes + 8:
                raise _too_large("a member", "channel_state_bytes", len(state), self._limits, "host")
            self._member(id, state)
        except RillError as error:
            self.bus_failed(TransportError(f"a member on the bus cannot be used: {error}", code="bus_damaged"))
            return False
        return True


class _Topic:
    """One channel as this process knows it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.status: ChannelStatus = "joining"
        # Sessions, host handlers and questions that keep it.
        self.holds = 0
        self.stays: dict[str, Stay] = {}
        self.listeners = Listeners(("message",))
        self.members: dict[str, bytes] = {}
        self._waiting: list[asyncio.Future[None]] = []

    async def wait_opened(self) -> None:
        if self.status != "joined":
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            await future

    def opened(self, members: Mapping[str, bytes], missed: int) -> None:
        self.status = "joined"
        self.members = dict(members)
        for stay in tuple(self.stays.values()):
            stay.opened(missed)
        self._settle(None)

    def interrupted(self) -> None:
        if self.status == "joined":
            self.status = "interrupted"
            for stay in tuple(self.stays.values()):
                stay.say_status()

    def close(self) -> None:
        self._settle(HostError("the channels are closed, as their engine is", code="channels_closed"))

    def _settle(self, error: RillError | None) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if future.done():
                continue
            if error is None:
                future.set_result(None)
            else:
                future.set_exception(error)


class Stay:
    """A session in a channel: what it may do there, and what its guest has not heard yet."""

    __slots__ = (
        "_changed",
        "_is_all_due",
        "_is_status_due",
        "_messages",
        "_messages_bytes",
        "_missed",
        "channel",
        "is_seen",
        "may_publish",
        "may_see",
        "member",
        "seat",
        "topic",
        "wants_members",
        "wants_messages",
    )

    def __init__(self, seat: Seat, channel: str, member: str, may_publish: bool, may_see: bool) -> None:
        self.seat = seat
        self.channel = channel
        self.member = member
        self.may_publish = may_publish
        self.may_see = may_see
        self.wants_messages = False
        self.wants_members = False
        self.is_seen = False
        self.topic: _Topic | None = None
        self._messages: deque[bytes] = deque()
        self._messages_bytes = 0
        self._missed = 0
        # Members of whom something changed, in order; or all are to be told anew.
        self._changed: dict[str, None] = {}
        self._is_all_due = False
        self._is_status_due = False

    @property
    def status(self) -> ChannelStatus:
        return "refused" if self.topic is None else self.topic.status

    def want(self, messages: bool, members: bool) -> None:
        """What the guest listens to from now on."""
        self.wants_messages = messages
        if not messages:
            self._messages.clear()
            self._messages_bytes = 0
        if members and not self.wants_members:
            self._is_all_due = True
        self.wants_members = members
        if members and self.status == "joined":
            self.seat.post(self)

    def hear(self, message: bytes, missed: int) -> None:
        """A message for the guest."""
        if not self.wants_messages:
            return
        limits, counts = self.seat.limits, self.seat.counts
        messages = self._messages
        messages.append(message)
        self._messages_bytes += len(message)
        self._missed += missed
        counts.delivered += 1
        while len(messages) > limits.channel_waiting or (
            self._messages_bytes > limits.channel_waiting_bytes and len(messages) > 1
        ):
            self._messages_bytes -= len(messages.popleft())
            self._missed += 1
            counts.dropped += 1
        self.seat.post(self)

    def see(self, member: str) -> None:
        """A member came, changed or left."""
        if not self.wants_members or not self.may_see or self._is_all_due:
            return
        self._changed[member] = None
        if len(self._changed) > self.seat.limits.channel_members:
            # Telling all anew is no more than that.
            self._changed.clear()
            self._is_all_due = True
        self.seat.post(self)

    def opened(self, missed: int) -> None:
        """The channel is heard, for the first time or again."""
        self._missed += missed if self.wants_messages else 0
        self._is_all_due = True
        self.say_status()

    def say_status(self) -> None:
        """Tell the guest how it stands."""
        self._is_status_due = True
        self.seat.post(self)

    def take(self) -> dict[str, Any] | None:
        """What the guest is to hear now, or None. It counts as told then."""
        due: dict[str, Any] = {}
        if self._is_status_due:
            due["status"] = self.status
        if self._messages:
            due["messages"] = [msgspec.Raw(message) for message in self._messages]
        if self._missed:
            due["missed"] = self._missed
        topic = self.topic
        if self.wants_members and self.may_see and topic is not None and topic.status == "joined":
            if self._is_all_due:
                due["reset"] = True
                ids = list(topic.members)
            else:
                ids = list(self._changed)
            if ids or self._is_all_due:
                due["members"] = [[id, msgspec.Raw(topic.members[id])] for id in ids if id in topic.members]
                due["gone"] = [id for id in ids if id not in topic.members]
            self._is_all_due = False
            self._changed.clear()
        self._messages.clear()
        self._messages_bytes = self._missed = 0
        self._is_status_due = False
        if not due:
            return None
        due["channel"] = self.channel
        return due


@dataclass(slots=True)
class _Line:
    """Calls about one channel, one after another."""

    lock: asyncio.Lock
    users: int = 0


class Seat:
    """One session's place in the channels. Its functions are the guest's HOST_CALLs, by their names on the wire."""

    def __init__(
        self,
        channels: Channels,
        session: str,
        identity: Any,
        codec: Codec,
        limits: Limits,
        clock: Clock,
        send: Callable[[Value, Callable[[], None]], None],
    ) -> None:
        self._channels = channels
        self._session = session
        self._identity = identity
        self._codec = codec
        self.limits = limits
        self._clock = clock
        self._send = send
        self.counts = channels.counts
        self._user: bytes | None = None
        self._stays: dict[str, Stay] = {}
        self._lines: dict[str, _Line] = {}
        # Stays with something to tell, and whether a delivery waits for its turn: there is one at a time.
        self._due: dict[str, Stay] = {}
        self._is_sending = False
        self._is_open = True
        # How much may be published now, and when that was counted.
        self._allowance = float(limits.channel_messages_per_s)
        self._counted_ms = clock.now_ms()

    def function(self, name: str) -> Callable[..., Awaitable[Value]] | None:
        """What a guest may call under this name."""
        function = _FUNCTIONS.get(name)
        if function is None:
            return None
        return lambda *args: function(self, *args)

    def post(self, stay: Stay) -> None:
        """There is something to tell the guest of a channel."""
        self._due[stay.channel] = stay
        if not self._is_sending and self._is_open:
            self._deliver()

    def close(self) -> None:
        """The guest has ended: leave everywhere. May be called twice."""
        self._is_open = False
        self._due.clear()
        stays, self._stays = self._stays, {}
        for stay in stays.values():
            self._channels.leave(stay)

    async def review(self, stay: Stay) -> bool:
        """Ask the rules again. Returns whether the session may still be there."""
        async with self._line(stay.channel):
            if self._stays.get(stay.channel) is not stay:
                return True
            access = await self._ask(stay.channel)
            if access is not None:
                stay.may_publish, may_see = access
                if stay.may_see and not may_see:
                    self._channels.show(stay, None)
                stay.may_see = may_see
                return True
            if self._stays.pop(stay.channel, None) is stay:
                self._channels.leave(stay)
                stay.topic = None
                stay.say_status()
            return False

    # -- what a guest calls

    async def _join(self, channel: object, messages: object = True, members: object = False) -> Value:
        """Join, or say what is wanted of a channel that was joined."""
        name = _check_name(channel, GuestError)
        async with self._line(name):
            stay = self._stays.get(name)
            if stay is None:
                stay = await self._enter(name)
            stay.want(messages is True, members is True)
            return {"me": stay.member, "status": stay.status}

    async def _enter(self, name: str) -> Stay:
        count, maximum = len(self._stays) + 1, self.limits.channels
        if count > maximum:
            raise LimitError(
                f"{count} channels of one guest exceed channels={maximum} (Limits.channels)",
                code="channels_exceeded",
                limit="channels",
                value=count,
                maximum=maximum,
            )
        # A rule may cost the host a query, and joining the bus a message.
        await self._spend()
        access = await self._ask(name)
        if access is None:
            self.counts.refused += 1
            raise CapabilityError(f"channel {shown(name)} is not open to this guest", code="channel_refused")
        if self._user is None:
            self._user = self._channels.described(self._identity, self._codec, self.limits)
        if not self._is_open:
            raise GuestError("the guest has ended", code="channel_not_joined")
        stay = Stay(self, name, self._channels.new_member(), *access)
        self._channels.enter(stay)
        self._stays[name] = stay
        return stay

    async def _ask(self, name: str) -> tuple[bool, bool] | None:
        """Whether the guest may publish, and see and be seen; None: it may not even join."""
        ask = self._channels.ask
        try:
            rule, params = self._channels.rule_for(name)
        except CapabilityError:
            return None
        visit = Visit(self._identity, name, params, self._session)
        if not await ask(rule.join, visit):
            return None
        return await ask(rule.publish, visit), await ask(rule.presence, visit)

    async def _leave(self, channel: object) -> Value:
        name = _check_name(channel, GuestError)
        async with self._line(name):
            stay = self._stays.pop(name, None)
            if stay is not None:
                self._due.pop(name, None)
                self._channels.leave(stay)
        return None

    async def _publish(self, channel: object, data: Value = None) -> Value:
        name = _check_name(channel, GuestError)
        async with self._line(name):
            stay = self._stay(name)
            if not stay.may_publish:
                raise CapabilityError(f"this guest may not publish in channel {shown(name)}", code="channel_refused")
            if self._wait_ms() > 0:
                maximum = self.limits.channel_messages_per_s
                raise LimitError(
                    f"more than channel_messages_per_s={maximum} were published (Limits.channel_messages_per_s); "
                    "publish less often, or what changed since the last time",
                    code="channel_too_fast",
                    limit="channel_messages_per_s",
                    maximum=maximum,
                )
            self._allowance -= 1
            assert self._user is not None
            encoded = self._encode(data, "a message")
            await self._channels.send(stay, _frame(stay.member, self._user, encoded, self.limits, "guest"))
        return None

    async def _present(self, channel: object, state: Value = None) -> Value:
        """Be seen, with this state. Waits while the guest says too much: it sends its newest state when this has
        returned."""
        name = _check_name(channel, GuestError)
        async with self._line(name):
            self._check_may_see(name)
            encoded = self._encode(state, "what a member shows")
            if len(encoded) > self.limits.channel_state_bytes:
                raise _too_large("what a member shows", "channel_state_bytes", len(encoded), self.limits, "guest")
            await self._spend()
            # It may be out of the channel by now.
            stay = self._check_may_see(name)
            assert self._user is not None
            self._channels.show(stay, b"\x92" + self._user + encoded)
        return None

    async def _absent(self, channel: object) -> Value:
        name = _check_name(channel, GuestError)
        async with self._line(name):
            self._channels.show(self._stay(name), None)
        return None

    # -- inside

    def _stay(self, name: str) -> Stay:
        stay = self._stays.get(name)
        if stay is None:
            raise GuestError(f"channel {shown(name)} was not joined", code="channel_not_joined")
        return stay

    def _check_may_see(self, name: str) -> Stay:
        stay = self._stay(name)
        if not stay.may_see:
            raise CapabilityError(f"channel {shown(name)} has no presence for this guest", code="channel_refused")
        return stay

    def _encode(self, value: Value, what: str) -> bytes:
        try:
            return self._codec.encode_value(value, what, around=1)
        except HostError as error:
            # Of all that a guest can send only its functions cannot go on to others.
            raise GuestError(f"{what} in a channel cannot hold a function: {error}", code="value_unsendable") from None

    def _wait_ms(self) -> float:
        """How long until one more message may be published, 0 if now."""
        rate = self.limits.channel_messages_per_s
        now_ms = self._clock.now_ms()
        self._allowance = min(float(rate), self._allowance + max(0.0, now_ms - self._counted_ms) * rate / 1000)
        self._counted_ms = now_ms
        return max(0.0, (1 - self._allowance) * 1000 / rate)

    async def _spend(self) -> None:
        """Count something that the host or the bus has work with, and wait until it is due."""
        wait_ms = self._wait_ms()
        self._allowance -= 1
        if not wait_ms:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        wakeup = self._clock.call_at(
            self._clock.now_ms() + wait_ms, lambda: None if future.done() else future.set_result(None)
        )
        self._channels.count_call(-1)
        try:
            await future
        finally:
            self._channels.count_call(1)
            wakeup.cancel()

    @asynccontextmanager
    async def _line(self, name: str) -> AsyncIterator[None]:
        """Calls about one channel are carried out in their order, however long a rule or the bus takes. There are at
        most as many as HOST_CALLs without an answer."""
        line = self._lines.get(name)
        if line is None:
            line = self._lines[name] = _Line(asyncio.Lock())
        line.users += 1
        self._channels.count_call(1)
        try:
            async with line.lock:
                yield
        finally:
            self._channels.count_call(-1)
            line.users -= 1
            if not line.users:
                self._lines.pop(name, None)

    def _deliver(self) -> None:
        due, self._due = self._due, {}
        deliveries = [delivery for stay in due.values() if (delivery := stay.take()) is not None]
        if deliveries:
            self._is_sending = True
            self._send(deliveries, self._delivered)

    def _delivered(self) -> None:
        self._is_sending = False
        if self._due and self._is_open:
            self._deliver()


_FUNCTIONS: Final[Mapping[str, Callable[..., Awaitable[Value]]]] = {
    "rill.channels.join": Seat._join,
    "rill.channels.leave": Seat._leave,
    "rill.channels.publish": Seat._publish,
    "rill.channels.present": Seat._present,
    "rill.channels.absent": Seat._absent,
}


# -- checks


_HOLE: Final = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


def _check_rules(rules: Mapping[str, ChannelRule]) -> tuple[tuple[re.Pattern[str], ChannelRule], ...]:
    if not isinstance(rules, Mapping):
        raise HostError(f"expected rules by pattern, got {type(rules).__name__}", code="channel_rule_invalid")
    checked = []
    for pattern, rule in rules.items():
        if not isinstance(pattern, str) or not isinstance(rule, ChannelRule):
            raise HostError(
                f"expected ChannelRules by pattern, got {type(rule).__name__} for {pattern!r:.80}",
                code="channel_rule_invalid",
            )
        for name in ("join", "publish", "presence"):
            access = getattr(rule, name)
            if not isinstance(access, bool) and not callable(access):
                raise HostError(
                    f"expected {name} of the rule for {pattern!r} to be a bool or to take a Visit, got "
                    f"{type(access).__name__}",
                    code="channel_rule_invalid",
                )
        parts = _HOLE.split(pattern)
        holes = parts[1::2]
        if any("{" in text or "}" in text for text in parts[::2]) or len(set(holes)) < len(holes):
            raise HostError(
                f"pattern {pattern!r} is not made of text and names in braces, each once, as in 'room/{{room}}'",
                code="channel_rule_invalid",
            )
        expression = "".join(f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts))
        checked.append((re.compile(expression), rule))
    return tuple(checked)


def _check_name(name: object, error: type[GuestError] | type[HostError]) -> str:
    """A name that can stand in an error, a log and a key of the bus."""
    if not isinstance(name, str) or not name:
        raise error(f"expected the name of a channel, got {type(name).__name__}", code="channel_name_invalid")
    if not name.isprintable() or len(name.encode("utf-8", "replace")) > _NAME_BYTES_MAX:
        raise error(
            f"the name of channel {shown(name[:80])} does not print, or has more than {_NAME_BYTES_MAX} bytes",
            code="channel_name_invalid",
        )
    return name


def _refuse_functions(value: Value, path: str, error: type[GuestError] | type[HostError]) -> None:
    """Ids of functions mean something to one guest only."""
    kind = type(value)
    if kind is FunctionRef:
        raise error(f"a function at {path} cannot go into a channel", code="value_unsendable")
    if isinstance(value, dict):
        items: Any = value.values()
    elif isinstance(value, list | tuple | set | frozenset):
        items = value
    elif isinstance(value, MapValue):
        items = [part for pair in value.pairs for part in pair]
    elif isinstance(value, SetValue):
        items = value.items
    elif isinstance(value, ErrorValue):
        items = (value.cause,)
    else:
        return
    for item in items:
        _refuse_functions(item, path, error)


def _frame(sender: str | None, user: bytes, data: bytes, limits: Limits, fault: Literal["guest", "host"]) -> bytes:
    """A message as it crosses the bus and reaches guests: [sender, user, data]."""
    if len(data) > limits.channel_message_bytes:
        raise _too_large("a message", "channel_message_bytes", len(data), limits, fault)
    return b"\x93" + msgspec.msgpack.encode(sender) + user + data


def _too_large(what: str, limit: str, size: int, limits: Limits, fault: Literal["guest", "host"]) -> LimitError:
    maximum = getattr(limits, limit)
    return LimitError(
        f"{what} of {size} bytes exceeds {limit}={maximum} (Limits.{limit})",
        code="channel_too_large",
        limit=limit,
        value=size,
        maximum=maximum,
        fault=fault,
    )


def _host_failed(what: str, error: BaseException) -> HostError:
    failed = HostError(f"{what}: {type(error).__name__}: {error}", code="channel_rule_failed")
    failed.__cause__ = error
    return failed
