"""The application as people run it: behind uvicorn on a socket, and mounted in Starlette below a path."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Mount, Route
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from host.pair import ScriptedProvider, bundle_of
from host.web.browsers import METRICS, Answer, Browser, counting, until
from rill import Engine, Limits
from rill.host.web import WebApplication, WebLimits, WebOptions, asgi
from rill.protocol.web import WEB_VERSION, ClientMessage, ServerMessage
from rill_cli.web_server import WebServer

PATIENCE_S = 20


@asynccontextmanager
async def served(**options: Any) -> AsyncIterator[tuple[WebServer, WebApplication]]:
    """The application on a free port of this machine."""
    async with Engine(ScriptedProvider(counting()), limits=Limits(client_frame_bytes=10_000)) as engine:
        application = asgi(engine, {"/": bundle_of()}, options=WebOptions(**options))
        ready = asyncio.Event()
        server = WebServer(
            application, limits=engine.limits, web_limits=WebLimits(), started=lambda _server: ready.set()
        )
        running = asyncio.ensure_future(server.serve())
        try:
            async with asyncio.timeout(PATIENCE_S):
                await ready.wait()
            yield server, application
        finally:
            server.stop()
            async with asyncio.timeout(PATIENCE_S):
                await running


async def fetch(server: WebServer, path: str = "/") -> Answer:
    """A request as it goes over the wire."""
    host, port = server.address
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
    async with asyncio.timeout(PATIENCE_S):
        raw = await reader.read()
    writer.close()
    await writer.wait_closed()
    head, _, body = raw.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    headers = [(name.lower(), value) for name, _, value in (line.partition(b": ") for line in lines)]
    return Answer(int(status.split()[1]), headers, body)


def live(server: WebServer, page: Answer, **headers: str) -> Any:
    host, port = server.address
    cookie = page.headers["set-cookie"].partition(";")[0]
    return connect(
        f"ws://{host}:{port}/_rill/live",
        origin=headers.pop("origin", f"http://{host}:{port}"),  # type: ignore[arg-type]
        additional_headers={"Cookie": cookie},
        proxy=None,
    )


async def say(socket: ClientConnection, *message: Any) -> None:
    await socket.send(msgspec.msgpack.encode(list(message)))


async def hear(socket: ClientConnection) -> Any:
    async with asyncio.timeout(PATIENCE_S):
        data = await socket.recv()
    assert isinstance(data, bytes)
    return msgspec.msgpack.decode(data)


async def hello(socket: ClientConnection, page: Answer) -> None:
    await say(socket, ClientMessage.HELLO, WEB_VERSION, METRICS, [[page.tokens[0], 0, 0]])
    assert (await hear(socket))[0] == ServerMessage.WELCOME


async def test_a_page_and_its_socket_over_the_wire() -> None:
    async with served() as (server, application):
        page = await fetch(server)
        assert page.status == 200
        assert "n1" in page.text
        assert "server" not in page.headers
        async with live(server, page) as socket:
            # No extension: what is compressed costs a window for each socket.
            assert socket.response.headers.get("Sec-WebSocket-Extensions") is None
            await hello(socket, page)
            await say(socket, ClientMessage.EVENT, 0, 1, 3, "click", {})
            assert "n2" in str(await hear(socket))
        await until(lambda: application.statistics().connections == 0)
        connector = page.text.partition('src="')[2].partition('"')[0]
        assert (await fetch(server, connector)).headers["content-type"] == "text/javascript; charset=utf-8"


async def test_the_server_itself_refuses_what_is_too_large_and_from_elsewhere() -> None:
    async with served() as (server, application):
        page = await fetch(server)
        with pytest.raises(InvalidStatus) as refused:
            await live(server, page, origin="https://evil.example")
        assert refused.value.response.status_code == 403
        async with live(server, page) as socket:
            await hello(socket, page)
            await socket.send(b"x" * 10_001)
            with pytest.raises(ConnectionClosed) as closed:
                await hear(socket)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1009
        # Its session waits for a browser that keeps to the rules.
        assert application.statistics().sessions == 1


async def test_a_server_that_is_told_to_stop_says_goodbye_first() -> None:
    async with served() as (server, application):
        page = await fetch(server)
        async with live(server, page) as socket:
            await hello(socket, page)
            server.stop()
            assert (await hear(socket))[:3] == [ServerMessage.GOODBYE, 0, "draining"]
            with pytest.raises(ConnectionClosed) as closed:
                await hear(socket)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1012
        await until(lambda: application.statistics().sessions == 0)


async def test_mounted_in_starlette_below_a_path_and_embedded_in_its_pages() -> None:
    async with Engine(ScriptedProvider(counting())) as engine:
        rill = asgi(engine, {"/": bundle_of()}, options=WebOptions(base_path="/apps/live"))

        async def home(request: Any) -> Any:
            embedding = rill.embed(request.scope)
            guest = await embedding.guest("/")
            response = HTMLResponse(f"<head>{embedding.head()}</head><h1>Home</h1>{guest}")
            for name, value in embedding.headers:
                response.headers.append(name, value)
            return response

        host = Starlette(
            routes=[
                Route("/", home),
                Route("/about", lambda request: PlainTextResponse("about")),
                Mount("/apps/live", rill),
            ]
        )
        browser = Browser(host)
        assert (await browser.ask("/about")).text == "about"
        for path in ("/apps/live/", "/"):
            page = await browser.page(path)
            assert "n1" in page.text
            assert page.meta["socket"] == "/apps/live/_rill/live"
            connector = page.text.partition('src="')[2].partition('"')[0]
            assert (await browser.ask(connector)).status == 200
            socket = await browser.connect(path="/apps/live/_rill/live")
            socket.hello((page.tokens[0], 0, 0))
            await socket.welcome()
            socket.press(1)
            assert "n2" in str(await socket.receive())
            await socket.cut()
            # The guest of a page comes back by its own address, wherever that page is.
            for live_guest in list(rill.sessions):
                rill.sessions.close(live_guest, "gone")
            socket = await browser.connect(path="/apps/live/_rill/live")
            socket.hello((page.tokens[0], 0, 0))
            await socket.welcome(reset=True)
            await socket.cut()
        await rill.drain()
