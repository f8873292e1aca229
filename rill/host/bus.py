"""What carries the messages and members of channels between the processes of one application: `Bus`, and the one that
stays in its process.

Bytes in, bytes out: who may join or publish, and what the bytes say, is decided by `channels`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from rill.protocol.errors import TransportError


class BusListener(Protocol):
    """What a link tells whoever connected it, on the event loop. Nothing here may raise."""

    def bus_opened(self, channel: str, members: Mapping[str, bytes], missed: int) -> None:
        """A channel is watched, for the first time or again after `bus_interrupted`.

        Args:
            members: all who are there, in the order in which they came.
            missed: messages that were published since the interruption and will not come.
        """

    def bus_message(self, channel: str, message: bytes, missed: int) -> None:
        """A message of a watched channel. All listeners hear all messages of a channel in the same order.

        Args:
            missed: messages before this one that will not come.
        """

    def bus_member(self, channel: str, member: str, state: bytes | None) -> None:
        """A member came, or has another state; None: it left."""

    def bus_interrupted(self, error: TransportError) -> None:
        """Nothing comes and nothing can be published until `bus_opened` is called for each channel again."""

    def bus_failed(self, error: TransportError) -> None:
        """Something that came could not be used. The link goes on."""


class BusLink(Protocol):
    """One connection to a bus.

    All but `publish` say what should be, never wait and never fail: after an interruption the link makes it so again.
    """

    @property
    def prefix(self) -> str:
        """What ids of this link's members must begin with, so that no other link has the same."""

    def watch(self, channel: str) -> None:
        """Hear of a channel from now on; `bus_opened` tells from when. One that is watched is no error."""

    def unwatch(self, channel: str) -> None:
        """Hear of it no more."""

    def enter(self, channel: str, member: str, state: bytes) -> None:
        """Be there as a member, or have another state."""

    def leave(self, channel: str, member: str) -> None:
        """Be there no more. Members of a link that is closed, or whose process ends, leave by themselves."""

    async def publish(self, channel: str, message: bytes) -> None:
        """Send a message to all who watch the channel, this link included. Returns when it is on its way. What one
        link publishes arrives in the order of the calls.

        Raises:
            TransportError: it was not sent, or it is not known whether it was. It is not sent again.
        """

    async def close(self) -> None:
        """Leave everywhere and let go of the connection. May be called twice."""


@runtime_checkable
class Bus(Protocol):
    """Makes links."""

    def connect(self, listener: BusListener) -> BusLink:
        """Begin to connect, on the running event loop, and return at once."""


class _LocalChannel:
    __slots__ = ("members", "watchers")

    def __init__(self) -> None:
        self.watchers: list[LocalLink] = []
        self.members: dict[str, bytes] = {}


class LocalBus:
    """A bus within one process, for one event loop. Nothing is lost and nothing waits: a message has arrived
    everywhere when `publish` returns."""

    def __init__(self) -> None:
        self._channels: dict[str, _LocalChannel] = {}
        self._links = 0

    def connect(self, listener: BusListener) -> LocalLink:
        self._links += 1
        # The first link's members have plain numbers, which is all that most applications ever see.
        return LocalLink(self._channels, listener, "" if self._links == 1 else f"{self._links}-")


class LocalLink:
    """A link of `LocalBus`."""

    def __init__(self, channels: dict[str, _LocalChannel], listener: BusListener, prefix: str) -> None:
        self._channels = channels
        self._listener = listener
        self._prefix = prefix
        self._watched: set[str] = set()
        self._entered: set[tuple[str, str]] = set()

    @property
    def prefix(self) -> str:
        return self._prefix

    def watch(self, channel: str) -> None:
        place = self._place(channel)
        if channel not in self._watched:
            self._watched.add(channel)
            place.watchers.append(self)
            self._listener.bus_opened(channel, dict(place.members), 0)

    def unwatch(self, channel: str) -> None:
        place = self._channels.get(channel)
        if place is not None and channel in self._watched:
            self._watched.remove(channel)
            place.watchers.remove(self)
            self._drop_if_empty(channel, place)

    def enter(self, channel: str, member: str, state: bytes) -> None:
        place = self._place(channel)
        self._entered.add((channel, member))
        if place.members.get(member) != state:
            place.members[member] = state
            for link in tuple(place.watchers):
                link._listener.bus_member(channel, member, state)

    def leave(self, channel: str, member: str) -> None:
        self._entered.discard((channel, member))
        place = self._channels.get(channel)
        if place is not None and place.members.pop(member, None) is not None:
            for link in tuple(place.watchers):
                link._listener.bus_member(channel, member, None)
            self._drop_if_empty(channel, place)

    async def publish(self, channel: str, message: bytes) -> None:
        place = self._channels.get(channel)
        if place is not None:
            for link in tuple(place.watchers):
                link._listener.bus_message(channel, message, 0)

    async def close(self) -> None:
        for channel in tuple(self._watched):
            self.unwatch(channel)
        for channel, member in sorted(self._entered):
            self.leave(channel, member)

    def _place(self, channel: str) -> _LocalChannel:
        place = self._channels.get(channel)
        if place is None:
            place = self._channels[channel] = _LocalChannel()
        return place

    def _drop_if_empty(self, channel: str, place: _LocalChannel) -> None:
        if not place.watchers and not place.members:
            self._channels.pop(channel, None)
