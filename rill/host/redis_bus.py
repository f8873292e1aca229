"""A bus over Redis or Valkey: channels that reach from one process of an application to all others.

Publish/subscribe brings messages at most once, and forgets who did not listen. So each message carries the number that
a script in the server gave it when it was published: whoever missed some knows how many, after an interruption too.
Members are a hash, changed by the same scripts. Knows bytes only; see `bus` for what is promised and docs/channels.md
for what is not.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from rill.host.bus import BusListener
from rill.protocol.errors import HostError, TransportError

# Commands that wait to be sent: a second's worth of a busy server. Beyond it the connection is taken for lost, because
# what waits here is no longer what is.
_WAITING_MAX: Final = 10_000
# Commands in one packet.
_PACKET_MAX: Final = 256

# How long the numbers of a channel that nobody publishes in are kept. One that begins anew tells so by its epoch.
_COUNTS_KEPT_MS: Final = 24 * 60 * 60 * 1000

# Between attempts to connect: this at first, doubled each time up to the maximum, less up to a half by chance, so that
# many processes do not come back in step.
_BACK_OFF_S: Final = 0.1
_BACK_OFF_MAX_S: Final = 5.0

# Each channel has a hash of counts: `m` counts its messages, `places` those who came. `epoch` is made with the hash, so
# that numbers of another life of the server are not taken for those of this one. KEYS: counts, members, name of the
# channel. ARGV: an epoch, how long counts are kept, and the script's own.
_BEGIN: Final = """
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[1], 'epoch', epoch)
end
local function tell(body)
  local m = redis.call('HGET', KEYS[1], 'm') or '0'
  redis.call('PUBLISH', KEYS[3], epoch .. ':' .. m .. ':' .. body)
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
"""
_PUBLISH: Final = (
    _BEGIN
    + """
redis.call('HINCRBY', KEYS[1], 'm', 1)
tell('m' .. ARGV[3])
"""
)
# A member's entry is its place in the order of coming, and its state.
_ENTER: Final = (
    _BEGIN
    + """
local known = redis.call('HGET', KEYS[2], ARGV[3])
local place = known and string.match(known, '^(%d+):') or redis.call('HINCRBY', KEYS[1], 'places', 1)
local entry = place .. ':' .. ARGV[4]
if known ~= entry then
  redis.call('HSET', KEYS[2], ARGV[3], entry)
  tell('e' .. ARGV[3] .. ' ' .. ARGV[4])
end
"""
)
_LEAVE: Final = (
    _BEGIN
    + """
if redis.call('HDEL', KEYS[2], ARGV[3]) == 1 then tell('l' .. ARGV[3]) end
"""
)
# Members whose process has not been heard of leave here; ARGV[3] is what the keys of processes begin with. The others
# are told in ARGV[4], a channel that only who asks listens to: so they come on the same connection as everything else,
# behind what was published before and before what is published then, and nothing has to be put in order.
_READ: Final = (
    _BEGIN
    + """
local living = {}
local members = {}
local all = redis.call('HGETALL', KEYS[2])
for i = 1, #all, 2 do
  local process = string.match(all[i], '^[^-]*')
  if living[process] == nil then living[process] = redis.call('EXISTS', ARGV[3] .. process) == 1 end
  if living[process] then
    members[#members + 1] = #all[i] .. ',' .. #all[i + 1] .. ',' .. all[i] .. all[i + 1]
  else
    redis.call('HDEL', KEYS[2], all[i])
    tell('l' .. all[i])
  end
end
if ARGV[4] ~= '' then
  local m = redis.call('HGET', KEYS[1], 'm') or '0'
  local body = #KEYS[3] .. ',' .. KEYS[3] .. table.concat(members)
  redis.call('PUBLISH', ARGV[4], epoch .. ':' .. m .. ':s' .. body)
end
"""
)
_SCRIPTS: Final[Mapping[str, str]] = {"publish": _PUBLISH, "enter": _ENTER, "leave": _LEAVE, "read": _READ}


class RedisBus:
    """Redis or Valkey, from version 6 on; one server, or a primary with replicas.

    A link connects in the background and again whenever the connection is lost. While it is away nothing can be
    published and nothing comes; afterwards members are where they should be, and it is known how many messages were
    missed.

    Args:
        url: ``redis://``, ``rediss://`` (TLS) or ``unix://``, as redis-py has it.
        prefix: what all keys and channels begin with. Applications that share a server have different ones.
        heartbeat_s: how often a process says that it lives. Members of one that ended without a word are gone after
            three times as long.
        timeout_s: how long the server may take to answer before the connection is taken for lost.

    Raises:
        HostError: the extra ``redis`` is not installed, or an argument cannot be used.
    """

    def __init__(self, url: str, *, prefix: str = "rill", heartbeat_s: float = 5.0, timeout_s: float = 5.0) -> None:
        try:
            from redis.asyncio.connection import parse_url
        except ImportError:
            raise HostError(
                "a Redis bus needs redis-py, which is not installed; run `pip install 'rill-ui[redis]'`",
                code="extra_missing",
            ) from None
        try:
            parse_url(url)
        except (ValueError, AttributeError, TypeError) as error:
            # Not the address itself: it may hold a password.
            raise HostError(f"the address of the Redis bus cannot be used: {error}", code="bus_invalid") from None
        if not heartbeat_s > 0 or not timeout_s > 0:
            raise HostError("expected heartbeat_s and timeout_s above 0", code="bus_invalid")
        self._url = url
        self._prefix = prefix
        self._heartbeat_s = heartbeat_s
        self._timeout_s = timeout_s

    def connect(self, listener: BusListener) -> RedisLink:
        return RedisLink(self._url, self._prefix, self._heartbeat_s, self._timeout_s, listener)


class _Channel:
    """What a link knows of a channel that it watches."""

    __slots__ = ("epoch", "is_open", "messages")

    def __init__(self) -> None:
        # Where it stands: the number of the last message, and the life of the server that it belongs to. None until the
        # first time.
        self.epoch: bytes | None = None
        self.messages = 0
        # Whether the subscription holds and members have been read.
        self.is_open = False

    def count(self, epoch: bytes, messages: int) -> int:
        """So many messages there have been. Returns how many of them did not come."""
        if self.epoch is None:
            missed = 0
        elif self.epoch == epoch:
            missed = messages - self.messages
        else:
            # Of the other life of the server nobody knows any more; of this one all are new.
            missed = messages
        self.epoch, self.messages = epoch, messages
        return max(0, missed)


class RedisLink:
    """A link of `RedisBus`. Made by it."""

    def __init__(self, url: str, prefix: str, heartbeat_s: float, timeout_s: float, listener: BusListener) -> None:
        self._url = url
        self._keys = prefix
        self._heartbeat_s = heartbeat_s
        self._timeout_s = timeout_s
        self._alive_ms = max(1, round(3000 * heartbeat_s))
        self._listener = listener
        # Stands for this process in ids of members. 48 random bits: no two processes of an application have the same.
        self._process = secrets.token_hex(6)
        self._scripts = 0
        self._channels: dict[str, _Channel] = {}
        self._entered: dict[tuple[str, str], bytes] = {}
        # Those who left and of whom the server is not known to have heard it.
        self._left: dict[tuple[str, str], None] = {}
        # Commands in their order, each with who waits for it.
        self._commands: deque[tuple[tuple[Any, ...], asyncio.Future[Any] | None]] = deque()
        self._has_commands = asyncio.Event()
        self._hashes: dict[str, str] = {}
        self._subscriptions: Any = None
        self._is_up = False
        self._was_up = False
        self._is_told = False
        # Whether the first attempt to connect is over, so that what is published at once waits for it.
        self._tried = asyncio.Event()
        self._is_closed = False
        self._task = asyncio.ensure_future(self._keep_connected())

    @property
    def prefix(self) -> str:
        return f"{self._process}-"

    def watch(self, channel: str) -> None:
        if channel not in self._channels and not self._is_closed:
            self._channels[channel] = _Channel()
            self._command("SUBSCRIBE", channel)

    def unwatch(self, channel: str) -> None:
        if self._channels.pop(channel, None) is not None:
            self._command("UNSUBSCRIBE", channel)

    def enter(self, channel: str, member: str, state: bytes) -> None:
        if not self._is_closed:
            self._entered[channel, member] = state
            self._left.pop((channel, member), None)
            self._script("enter", channel, member, state)

    def leave(self, channel: str, member: str) -> None:
        if self._entered.pop((channel, member), None) is not None:
            self._take_out(channel, member)

    def _take_out(self, channel: str, member: str) -> None:
        if len(self._left) < _WAITING_MAX:
            self._left[channel, member] = None
        if self._is_up:
            told: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            told.add_done_callback(lambda done: self._was_taken_out(channel, member, done))
            self._script("leave", channel, member, done=told)

    def _was_taken_out(self, channel: str, member: str, told: asyncio.Future[Any]) -> None:
        if not told.cancelled() and told.exception() is None:
            self._left.pop((channel, member), None)

    async def publish(self, channel: str, message: bytes) -> None:
        await self._tried.wait()
        if not self._is_up:
            raise _away("the connection to other processes is away; nothing was sent")
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._script("publish", channel, message, done=done)
        await done

    async def close(self) -> None:
        if self._is_closed:
            return
        for channel, member in tuple(self._entered):
            self.leave(channel, member)
        self._is_closed = True
        if self._is_up:
            # The last words; a server that does not take them notices that this process is silent.
            last: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            self._command("DEL", self._key("process", self._process), done=last)
            with suppress(TransportError, TimeoutError):
                await asyncio.wait_for(last, self._timeout_s)
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        self._drop_commands(_away("the bus is closed"))

    # -- the connection

    async def _keep_connected(self) -> None:
        from redis.exceptions import RedisError

        back_off_s = _BACK_OFF_S
        while True:
            self._was_up = False
            try:
                await self._connected()
            except (RedisError, OSError, TimeoutError, _Broken) as error:
                self._interrupted(error)
            if self._was_up:
                back_off_s = _BACK_OFF_S
            await self._back_off(back_off_s)
            back_off_s = min(back_off_s * 2, _BACK_OFF_MAX_S)

    async def _back_off(self, at_most_s: float) -> None:
        # The system's randomness: guests have nothing to do with this.
        await asyncio.sleep(at_most_s * (0.5 + secrets.randbelow(512) / 1024))

    async def _connected(self) -> None:
        """Connect, make everything as it should be, and carry on until something breaks."""
        from redis.asyncio import Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff

        client = Redis.from_url(
            self._url,
            # A command that was sent is not sent again: it may have been carried out.
            retry=Retry(NoBackoff(), 0),
            socket_timeout=self._timeout_s,
            socket_connect_timeout=self._timeout_s,
            protocol=2,
        )
        subscriptions = client.pubsub()
        tasks: list[asyncio.Task[None]] = []
        try:
            await self._say_alive(client)
            for name, script in _SCRIPTS.items():
                self._hashes[name] = _text(await client.script_load(script))
            # One that is this process's own, so that there is always something to listen to.
            await subscriptions.subscribe(self._key("channel", self._process))
            self._subscriptions = subscriptions
            self._is_up = self._was_up = True
            self._tried.set()
            self._is_told = False
            # What should be, anew: members first, so that reading a channel finds them.
            self._drop_commands(_away("the connection to other processes was lost"))
            for channel, member in tuple(self._left):
                self._take_out(channel, member)
            for (channel, member), state in self._entered.items():
                self._script("enter", channel, member, state)
            for channel, known in self._channels.items():
                known.is_open = False
                self._command("SUBSCRIBE", channel)
            tasks = [
                asyncio.ensure_future(work)
                for work in (self._listen(subscriptions), self._send(client), self._live(client))
            ]
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            self._is_up = False
            self._subscriptions = None
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with suppress(Exception):
                await subscriptions.aclose()  # type: ignore[no-untyped-call]
            with suppress(Exception):
                await client.aclose()

    def _interrupted(self, error: BaseException) -> None:
        self._drop_commands(_away("the connection to other processes was lost; it is not known what was sent"))
        self._tried.set()
        for channel in self._channels.values():
            channel.is_open = False
        if not self._is_told:
            self._is_told = True
            lost = TransportError(
                f"the Redis bus is away: {type(error).__name__}: {error}; trying again", code="bus_unavailable"
            )
            lost.__cause__ = error
            self._listener.bus_interrupted(lost)

    def _drop_commands(self, error: TransportError) -> None:
        commands, self._commands = self._commands, deque()
        for _, done in commands:
            if done is not None and not done.done():
                done.set_exception(error)

    # -- what is sent

    def _key(self, kind: str, name: str) -> str:
        return f"{self._keys}:{kind}:{name}"

    def _script(self, script: str, channel: str, *arguments: Any, done: asyncio.Future[Any] | None = None) -> None:
        keys = (self._key("counts", channel), self._key("members", channel), self._key("channel", channel))
        self._scripts += 1
        epoch = f"{self._process}{self._scripts}"
        self._command("EVALSHA", script, len(keys), *keys, epoch, _COUNTS_KEPT_MS, *arguments, done=done)

    def _command(self, *command: Any, done: asyncio.Future[Any] | None = None) -> None:
        """Send it in its turn; or never, while there is no connection: connecting makes everything as it should be."""
        if not self._is_up:
            if done is not None:
                done.set_exception(_away("the connection to other processes is away; nothing was sent"))
            return
        self._commands.append((command, done))
        self._has_commands.set()

    async def _send(self, client: Any) -> None:
        """Send commands in their order, many at a time while there are many."""
        while True:
            await self._has_commands.wait()
            self._has_commands.clear()
            while self._commands:
                if len(self._commands) > _WAITING_MAX:
                    raise _Broken(f"{len(self._commands)} commands wait for the server, more than {_WAITING_MAX}")
                batch = [self._commands.popleft() for _ in range(min(len(self._commands), _PACKET_MAX))]
                try:
                    await asyncio.wait_for(self._send_batch(client, batch), self._timeout_s)
                except BaseException:
                    # With the others, so that whoever waits hears of it.
                    self._commands.extendleft(reversed(batch))
                    raise

    async def _send_batch(self, client: Any, batch: list[tuple[tuple[Any, ...], asyncio.Future[Any] | None]]) -> None:
        packet = client.pipeline(transaction=False)
        waiting: list[asyncio.Future[Any] | None] = []
        for command, done in batch:
            match command:
                case ("SUBSCRIBE" | "UNSUBSCRIBE" as verb, channel):
                    # Not before what was sent before it.
                    await self._execute(packet, waiting)
                    name = self._key("channel", channel)
                    act = self._subscriptions.subscribe if verb == "SUBSCRIBE" else self._subscriptions.unsubscribe
                    await act(name)
                case ("EVALSHA", script, *rest):
                    packet.execute_command("EVALSHA", self._hashes[script], *rest)
                    waiting.append(done)
                case _:
                    packet.execute_command(*command)
                    waiting.append(done)
        await self._execute(packet, waiting)

    async def _execute(self, packet: Any, waiting: list[asyncio.Future[Any] | None]) -> None:
        if not waiting:
            return
        answers = await packet.execute(raise_on_error=False)
        failed = None
        for answer, done in zip(answers, waiting, strict=True):
            if isinstance(answer, Exception):
                failed = answer
            if done is None or done.done():
                continue
            if isinstance(answer, Exception):
                done.set_exception(_away("the server of the bus refused a message"))
            else:
                done.set_result(answer)
        waiting.clear()
        if failed is not None:
            # A server that has forgotten its scripts, is out of memory or has become a replica: whatever it is, what
            # should be is not what is.
            raise _Broken(f"the server refused a command: {failed}")

    async def _say_alive(self, client: Any) -> None:
        await client.set(self._key("process", self._process), "1", px=self._alive_ms)

    async def _live(self, client: Any) -> None:
        """Say that this process lives, see whether the connection does, and let members of silent processes leave."""
        while True:
            await asyncio.sleep(self._heartbeat_s)
            await asyncio.wait_for(self._say_alive(client), self._timeout_s)
            await asyncio.wait_for(self._subscriptions.ping(), self._timeout_s)
            for channel, known in tuple(self._channels.items()):
                if known.is_open:
                    self._script("read", channel, self._key("process", ""), "")

    # -- what comes

    async def _listen(self, subscriptions: Any) -> None:
        own, start = self._key("channel", self._process), len(self._key("channel", ""))
        while True:
            # The heartbeat's ping is answered here, so that silence means that the connection is dead.
            event = await subscriptions.get_message(timeout=2 * self._heartbeat_s + self._timeout_s)
            if event is None:
                raise _Broken("the server has been silent for too long")
            if event["channel"] is None:
                continue
            name, data = _text(event["channel"]), event["data"]
            if event["type"] == "subscribe":
                if name != own:
                    # Only now, so that whatever is not among the members then is told.
                    self._script("read", name[start:], self._key("process", ""), own)
            elif event["type"] == "message":
                try:
                    if name == own:
                        self._opened(data, start)
                    else:
                        self._take(name[start:], data)
                except ValueError:
                    self._listener.bus_failed(
                        TransportError(f"something else than Rill publishes in {name!r:.80}", code="bus_damaged")
                    )

    def _opened(self, data: bytes, start: int) -> None:
        """All members of a channel. Raises ValueError if it is something else."""
        epoch, messages, body = _split(data)
        size, _, rest = body[1:].partition(b",")
        name, rest = rest[: int(size)], rest[int(size) :]
        channel = _text(name)[start:]
        members = []
        while rest:
            id_size, entry_size, rest = rest.split(b",", 2)
            end = int(id_size) + int(entry_size)
            id, entry, rest = rest[: int(id_size)], rest[int(id_size) : end], rest[end:]
            place, _, state = entry.partition(b":")
            members.append((int(place), _text(id), state))
        members.sort()
        known = self._channels.get(channel)
        if known is not None:
            for _, member, _ in members:
                if member.startswith(self.prefix) and (channel, member) not in self._entered:
                    self._take_out(channel, member)
            known.is_open = True
            missed = known.count(epoch, messages)
            self._listener.bus_opened(channel, {id: state for _, id, state in members}, missed)

    def _take(self, channel: str, data: bytes) -> None:
        """Something that a script told in a channel. Raises ValueError if it is something else."""
        epoch, messages, body = _split(data)
        known = self._channels.get(channel)
        if known is None:
            return
        kind, rest = body[:1], body[1:]
        if kind == b"m":
            is_first = known.epoch is None
            missed = known.count(epoch, messages)
            self._listener.bus_message(channel, rest, 0 if is_first else max(0, missed - 1))
        elif not known.is_open:
            # All are read next.
            return
        elif kind == b"e":
            member, _, state = rest.partition(b" ")
            self._listener.bus_member(channel, _text(member), state)
        elif kind == b"l":
            member = rest
            own = self._entered.get((channel, _text(member)))
            if own is not None:
                # Others took this process for dead while it slept.
                self._command("SET", self._key("process", self._process), "1", "PX", self._alive_ms)
                self._script("enter", channel, _text(member), own)
            else:
                self._listener.bus_member(channel, _text(member), None)
        else:
            raise ValueError("no kind")


def _split(data: bytes) -> tuple[bytes, int, bytes]:
    epoch, messages, body = data.split(b":", 2)
    return epoch, int(messages), body


class _Broken(Exception):
    """The connection cannot be used any more."""


def _away(message: str) -> TransportError:
    """What a guest may hear of it, too: no address, and nothing of the server."""
    return TransportError(message, code="bus_unavailable")


def _text(data: Any) -> str:
    return data.decode("utf-8", "replace") if isinstance(data, bytes) else str(data)
