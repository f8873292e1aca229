"""The network of the tests: what it delivers, how late, and what each side hears of a cut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from .network import Link


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(1024):
        writer.write(chunk)
    writer.close()


@pytest_asyncio.fixture(loop_scope="session")
async def link() -> AsyncIterator[Link]:
    server = await asyncio.start_server(_echo, "127.0.0.1", 0)
    async with server, Link(server.sockets[0].getsockname()[1]) as made:
        yield made


async def _said(reader: asyncio.StreamReader) -> bytes:
    return await asyncio.wait_for(reader.read(1024), 10)


async def test_what_goes_in_comes_out_no_sooner_than_it_may(link: Link) -> None:
    link.latency_s = 0.05
    reader, writer = await asyncio.open_connection("127.0.0.1", link.port)
    clock = asyncio.get_running_loop().time
    start = clock()
    writer.write(b"hello")
    assert await _said(reader) == b"hello"
    assert clock() - start >= 0.1
    writer.close()


async def test_chunks_keep_their_order_on_a_bad_line(link: Link) -> None:
    link.jitter_s = 0.01
    link.stalls = 0.3
    link.stall_s = 0.02
    reader, writer = await asyncio.open_connection("127.0.0.1", link.port)
    sent = b"".join(b"%04d" % number for number in range(50))
    for at in range(0, len(sent), 4):
        writer.write(sent[at : at + 4])
        await asyncio.sleep(0)
    assert await asyncio.wait_for(reader.readexactly(len(sent)), 10) == sent
    writer.close()


async def test_a_cut_is_heard_and_the_next_connection_works(link: Link) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", link.port)
    writer.write(b"one")
    assert await _said(reader) == b"one"
    link.cut()
    with pytest.raises(ConnectionResetError):
        await _said(reader)
    writer.close()
    reader, writer = await asyncio.open_connection("127.0.0.1", link.port)
    writer.write(b"two")
    assert await _said(reader) == b"two"
    assert link.connections == 2
    writer.close()


async def test_a_dead_connection_says_nothing_and_stays_open(link: Link) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", link.port)
    writer.write(b"one")
    assert await _said(reader) == b"one"
    link.go_dead()
    writer.write(b"two")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.read(1024), 0.1)
    assert not reader.at_eof()
    writer.close()


async def test_a_network_that_is_down_comes_up_again(link: Link) -> None:
    link.go_down()
    reader, writer = await asyncio.open_connection("127.0.0.1", link.port)
    with pytest.raises(ConnectionResetError):
        await _said(reader)
    writer.close()
    link.come_up()
    reader, writer = await asyncio.open_connection("127.0.0.1", link.port)
    writer.write(b"up")
    assert await _said(reader) == b"up"
    writer.close()
