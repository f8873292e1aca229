"""A browser and a server in one process, without any socket: an ASGI client that keeps cookies, opens pages and talks
the protocol of the connector, and an application on scripted guests.

Time is a ManualClock's. Nothing waits for anything outside without a bound.
"""

from __future__ import annotations

import asyncio
import gzip
import html
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec

from host.pair import ScriptedProvider, batch, bundle_of, button, mounted, until
from rill import Bundle, Engine, Limits
from rill.host import ManualClock
from rill.host.web import WebApplication, WebLimits, WebOptions, asgi
from rill.host.web.live_guest import LiveGuest
from rill.protocol.messages import CallFunction
from rill.protocol.operations import Text
from rill.protocol.web import WEB_VERSION, ClientMessage, ServerMessage

HOST = "localhost:8000"
PATIENCE_S = 10

METRICS = (8.0, 24.0, 800.0, 600.0)


@dataclass
class Answer:
    """One answer over HTTP."""

    status: int
    raw_headers: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.raw_headers}

    @property
    def text(self) -> str:
        body = gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body
        return body.decode()

    @property
    def meta(self) -> Any:
        """What a page tells the connector."""
        found = re.search('<meta name="rill" content="([^"]*)">', self.text)
        assert found is not None, self.text
        return msgspec.json.decode(html.unescape(found[1]))

    @property
    def tokens(self) -> list[str]:
        return [guest["token"] for guest in self.meta["guests"]]


class Closed(Exception):
    """The server closed the socket, or refused it."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason


class Socket:
    """One WebSocket, as a connector has it."""

    def __init__(self, application: Any, scope: dict[str, Any]) -> None:
        self._in: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._out: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        # Set while the network takes nothing more.
        self.writable = asyncio.Event()
        self.writable.set()
        self.sent_bytes = 0
        self.closed: Closed | None = None
        self._in.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.ensure_future(application(scope, self._in.get, self._send))

    async def _send(self, message: Any) -> None:
        await self.writable.wait()
        self._out.put_nowait(dict(message))
        if message["type"] == "websocket.close":
            self._in.put_nowait({"type": "websocket.disconnect", "code": message.get("code", 1000)})

    async def _next(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_S):
            got = asyncio.ensure_future(self._out.get())
            await asyncio.wait([got, self.task], return_when=asyncio.FIRST_COMPLETED)
            if not got.done():
                got.cancel()
                self.task.result()
                if self._out.empty():
                    raise self.closed or Closed(1006, "the application returned")
                return self._out.get_nowait()
            return got.result()

    async def opened(self) -> Socket:
        """Wait for the server's answer to the handshake."""
        message = await self._next()
        if message["type"] == "websocket.close":
            raise Closed(403, "refused")
        assert message["type"] == "websocket.accept"
        return self

    def send(self, *message: Any) -> None:
        self.send_bytes(msgspec.msgpack.encode(list(message)))

    def send_bytes(self, data: bytes) -> None:
        self._in.put_nowait({"type": "websocket.receive", "bytes": data})

    def send_text(self, text: str) -> None:
        self._in.put_nowait({"type": "websocket.receive", "text": text})

    async def receive(self) -> list[Any]:
        """The next message of the server.

        Raises:
            Closed: there is none.
        """
        message = await self._next()
        if message["type"] == "websocket.close":
            self.closed = Closed(message.get("code", 1000), message.get("reason", ""))
            raise self.closed
        data = message["bytes"]
        self.sent_bytes += len(data)
        decoded: list[Any] = msgspec.msgpack.decode(data)
        return decoded

    def received(self) -> list[list[Any]]:
        """What has come and was not looked at."""
        found = []
        while not self._out.empty():
            message = self._out.get_nowait()
            if message["type"] == "websocket.send":
                found.append(msgspec.msgpack.decode(message["bytes"]))
        return found

    async def end(self) -> Closed:
        """Wait until the server closes the socket; what came before is dropped."""
        while True:
            try:
                await self.receive()
            except Closed as closed:
                return closed

    async def cut(self, code: int = 1006) -> None:
        """The network, or the person, ends it."""
        self._in.put_nowait({"type": "websocket.disconnect", "code": code})
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.wait([self.task])

    # -- the connector's words

    def hello(self, *guests: Sequence[Any], version: int = WEB_VERSION) -> None:
        self.send(ClientMessage.HELLO, version, METRICS, [list(guest) for guest in guests])

    def press(self, event: int, node: int = 3, guest: int = 0, **fields: Any) -> None:
        self.send(ClientMessage.EVENT, guest, event, node, "click", fields)

    def ack(self, sequence: int, guest: int = 0) -> None:
        self.send(ClientMessage.ACK, guest, sequence)

    async def welcome(self, *, reset: bool = False) -> list[Any]:
        message = await self.receive()
        assert message[0] == ServerMessage.WELCOME, message
        assert message[4] is reset, message
        return message


@dataclass
class Browser:
    """One browser: cookies, and where it is."""

    application: Any
    host: str = HOST
    scheme: str = "http"
    client: tuple[str, int] | None = ("192.0.2.1", 50_000)
    root_path: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def scope(self, kind: str, path: str, headers: Mapping[str, str | None], method: str) -> dict[str, Any]:
        path, _, query = path.partition("?")
        sent: dict[str, str | None] = {"host": self.host, **self.headers}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent |= {name.lower(): value for name, value in headers.items()}
        secure = "s" if self.scheme == "https" else ""
        scope: dict[str, Any] = {
            "type": kind,
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": ("ws" if kind == "websocket" else "http") + secure,
            "path": self.root_path + path,
            "raw_path": (self.root_path + path).encode(),
            "query_string": query.encode(),
            "root_path": self.root_path,
            "headers": [(name.encode(), value.encode()) for name, value in sent.items() if value is not None],
            "client": self.client,
            "server": ("127.0.0.1", 8000),
            "state": {},
        }
        more: dict[str, Any] = {"method": method} if kind == "http" else {"subprotocols": []}
        return scope | more

    async def ask(
        self, path: str, method: str = "GET", body: bytes = b"", headers: Mapping[str, str | None] | None = None
    ) -> Answer:
        sent: list[Any] = []
        requests = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            return requests.pop() if requests else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        async with asyncio.timeout(PATIENCE_S):
            await self.application(self.scope("http", path, headers or {}, method), receive, send)
        start, *parts = sent
        answer = Answer(start["status"], list(start["headers"]), b"".join(part.get("body", b"") for part in parts))
        for name, value in answer.raw_headers:
            if name == b"set-cookie":
                key, _, content = value.decode().partition(";")[0].partition("=")
                self.cookies[key] = content
        return answer

    async def page(self, path: str = "/") -> Answer:
        answer = await self.ask(path)
        assert answer.status == 200, answer.text
        return answer

    async def connect(self, headers: Mapping[str, str | None] | None = None, path: str = "/_rill/live") -> Socket:
        """Open a socket, as a page of this browser does."""
        origin = {"origin": f"{self.scheme}://{self.host}"}
        return await self.socket({**origin, **(headers or {})}, path).opened()

    def socket(self, headers: Mapping[str, str | None], path: str = "/_rill/live") -> Socket:
        return Socket(self.application, self.scope("websocket", path, headers, "GET"))

    async def live(self, path: str = "/") -> tuple[Socket, list[Any]]:
        """Open a page and its socket, and be welcome."""
        page = await self.page(path)
        socket = await self.connect()
        socket.hello(*((token, 0, 0) for token in page.tokens))
        return socket, await socket.welcome()


@dataclass
class Site:
    """An application on scripted guests, and a browser that is about to look at it."""

    engine: Engine
    provider: ScriptedProvider
    clock: ManualClock
    application: WebApplication
    bundle: Bundle
    browser: Browser

    def advance(self, milliseconds: float) -> None:
        self.clock.set_now(self.clock.now_ms() + milliseconds)

    @property
    def guests(self) -> list[LiveGuest]:
        return list(self.application.sessions)

    @property
    def guest(self) -> LiveGuest:
        (guest,) = self.guests
        return guest

    def presses(self, sandbox: int = -1) -> list[Any]:
        """The events that reached a guest."""
        return [message for message in self.provider.sandboxes[sandbox].messages if type(message) is CallFunction]

    async def settled(self) -> None:
        """Wait until no guest has anything to do, and what it said is on its way."""
        for _ in range(3):
            for guest in self.guests:
                await guest.session.idle()
            for _ in range(5):
                await asyncio.sleep(0)


def counting(start: int = 1) -> list[Any]:
    """A script: a text that counts, node 2, and a button, node 3. Every press changes the text."""

    def step(number: int) -> Callable[[Any], Any]:
        def answer(message: Any) -> Any:
            if type(message) is not CallFunction:
                return ()
            return [batch(number, Text(2, f"n{start + number - 1}"))]

        return answer

    return [mounted(*button(3), text=f"n{start}"), *(step(number) for number in range(2, 400))]


@asynccontextmanager
async def site(
    *scripts: Sequence[Any],
    routes: Callable[[Site], Mapping[str, Any]] | None = None,
    limits: Limits | None = None,
    web_limits: WebLimits | None = None,
    **options: Any,
) -> AsyncIterator[Site]:
    """An application whose guests follow these scripts, one after another; all others the last."""
    clock = ManualClock(1_000_000.0)
    provider = ScriptedProvider(*(scripts or [counting()]))
    engine = Engine(provider, limits=limits)
    made = Site(engine, provider, clock, None, bundle_of(), None)  # type: ignore[arg-type]
    async with engine:
        table = routes(made) if routes is not None else {"/": made.bundle}
        made.application = asgi(
            engine, table, options=WebOptions(clock=clock, limits=web_limits or WebLimits(), **options)
        )
        made.browser = Browser(made.application)
        yield made
        await made.application.drain()


__all__ = ["HOST", "Answer", "Browser", "Closed", "Site", "Socket", "counting", "site", "until"]
