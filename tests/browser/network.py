"""A network between a browser and a server on one machine: a TCP proxy that is slow, stalls, goes dead or is cut, when
a test says so. Knows nothing of HTTP and WebSockets."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
from collections.abc import Callable
from types import TracebackType
from typing import Final

_CHUNK_BYTES: Final = 16 * 1024
# So many chunks may be under way in one direction; then the sender waits, as behind a full window.
_CHUNKS_MAX: Final = 1_024


class Link:
    """Accepts connections and leads each to ``port``.

    Chance comes from a seed, so that a bad minute can be had again.

    Attributes:
        latency_s: how long a chunk takes, each way: half of what a ping says.
        jitter_s: up to so much is added by chance. Chunks never overtake one another, as in TCP.
        stalls: how often a chunk is lost and sent again, from 0 to 1.
        stall_s: how much later such a chunk arrives, and all behind it.
        connections: how many there were.
    """

    def __init__(self, port: int, *, seed: int = 1) -> None:
        self._upstream = port
        self._chance = random.Random(seed)
        self._server: asyncio.Server | None = None
        self._open: set[_Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_down = False
        self.latency_s = 0.0
        self.jitter_s = 0.0
        self.stalls = 0.0
        self.stall_s = 0.0
        self.connections = 0

    async def __aenter__(self) -> Link:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Reset every connection. New ones are led on."""
        for connection in tuple(self._open):
            connection.abort()

    def go_down(self) -> None:
        """Reset every connection, and every new one."""
        self._is_down = True
        self.cut()

    def come_up(self) -> None:
        self._is_down = False

    def go_dead(self) -> None:
        """Let every connection stand open and carry nothing any more, as when a laptop changes its network: neither
        side hears that the other is gone. New ones are led on."""
        for connection in self._open:
            connection.is_dead = True

    def delay_s(self) -> float:
        """How long the next chunk takes."""
        delay = self.latency_s + self._chance.random() * self.jitter_s
        return delay + self.stall_s if self._chance.random() < self.stalls else delay

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if self._is_down:
            reset(writer)
            return
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._upstream)
        except OSError:
            reset(writer)
            return
        connection = _Connection(writer, up_writer)
        self._open.add(connection)
        tasks = [
            asyncio.create_task(_carry(reader, up_writer, connection, self.delay_s)),
            asyncio.create_task(_carry(up_reader, writer, connection, self.delay_s)),
        ]
        self._tasks.update(tasks)
        await asyncio.wait(tasks)
        self._tasks.difference_update(tasks)
        self._open.discard(connection)
        connection.abort()


class _Connection:
    """Both ends of one connection."""

    def __init__(self, down: asyncio.StreamWriter, up: asyncio.StreamWriter) -> None:
        self._ends = (down, up)
        self.is_dead = False

    def abort(self) -> None:
        for end in self._ends:
            reset(end)


def reset(end: asyncio.StreamWriter) -> None:
    """Close a connection at once, so that its other side hears a reset and no end."""
    # Without lingering: what was not sent is dropped, and instead of FIN goes RST.
    with contextlib.suppress(OSError):
        end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.transport.abort()


async def _carry(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: _Connection, delay_s: Callable[[], float]
) -> None:
    """Carry one direction until it ends."""
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_CHUNKS_MAX)
    clock = asyncio.get_running_loop().time

    async def deliver() -> None:
        while True:
            due, chunk = await under_way.get()
            if (wait := due - clock()) > 0:
                await asyncio.sleep(wait)
            if connection.is_dead:
                continue
            if not chunk:
                writer.write_eof()
                return
            writer.write(chunk)
            await writer.drain()

    delivering = asyncio.create_task(deliver())
    due = 0.0
    try:
        with contextlib.suppress(OSError):
            while True:
                chunk = await reader.read(_CHUNK_BYTES)
                due = max(due, clock() + delay_s())
                await under_way.put((due, chunk))
                if not chunk:
                    break
        with contextlib.suppress(OSError, RuntimeError):
            await delivering
    finally:
        delivering.cancel()
