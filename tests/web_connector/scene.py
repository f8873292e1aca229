"""A page with guests, served by a program that says exactly what a test wants: the connector in a real browser, and
nothing of Rill's own server."""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import msgspec
import pytest
import uvicorn
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page

from rill.protocol.web import WEB_VERSION, ClientMessage, ServerMessage, WebOperation

STATIC: Final = Path(__file__).resolve().parents[2] / "rill" / "host" / "web" / "static"

# The strictest policy that a page with a stylesheet and a socket can have.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; report-uri /report"
)

# Whatever a browser has to do is done long before; a test that waits so long has failed.
PATIENCE_S: Final = 6.0

Message = list[Any]
Asgi = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class FakeServer:
    """Serves the pages of all scenes, each below its own number, and their sockets."""

    def __init__(self) -> None:
        self.scenes: list[Scene] = []
        self.reports: list[bytes] = []
        self.port = 0
        config = uvicorn.Config(
            self._serve,
            interface="asgi3",
            host="127.0.0.1",
            port=0,
            lifespan="off",
            log_level="error",
            ws="websockets-sansio",
        )
        self._server = uvicorn.Server(config)
        self._server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        self._task: asyncio.Task[None] | None = None
        self._page: Page | None = None

    async def __aenter__(self) -> FakeServer:
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:
            assert not self._task.done(), "the server did not start"
            await asyncio.sleep(0.01)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        assert self._task is not None
        await asyncio.wait_for(self._task, PATIENCE_S)

    async def shared_page(self, browser: Browser) -> Page:
        """One window for all scenes that need none of their own, because a new one takes longer than a test."""
        if self._page is None or self._page.is_closed():
            self._page = await browser.new_page()
        return self._page

    async def _serve(self, scope: dict[str, Any], receive: Asgi, send: Send) -> None:
        _, number, *rest = scope["path"].split("/")
        if scope["type"] == "websocket":
            await self.scenes[int(number)].serve_socket(receive, send)
            return
        if number == "report":
            body = b""
            while (message := await receive()).get("more_body"):
                body += message["body"]
            self.reports.append(body + message["body"])
            await _respond(send, 204, "text/plain", b"")
        elif number.isdigit():
            await self.scenes[int(number)].serve_page(rest[0], send)
        else:
            # A browser asks for an icon by itself.
            await _respond(send, 204, "text/plain", b"")


async def _respond(send: Send, status: int, kind: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
    fields = {"content-type": f"{kind}; charset=utf-8", **(headers or {})}
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(name.encode(), value.encode()) for name, value in fields.items()],
        }
    )
    await send({"type": "http.response.body", "body": body})


async def _sent(send: Send, data: bytes) -> None:
    # A browser that has gone meanwhile hears nothing more.
    with contextlib.suppress(OSError):
        await send({"type": "websocket.send", "bytes": data})


class Scene:
    """One page and what a server says to it.

    Attributes:
        received: all messages of the browser but HELLO, ACK, METRICS and PING, of all sockets, in order.
        hellos: the first message of each socket.
        closings: the code with which each socket ended.
        is_welcoming: whether a HELLO is answered by itself, with a WELCOME for each guest.
    """

    def __init__(self, server: FakeServer, browser: Browser) -> None:
        self.number = len(server.scenes)
        server.scenes.append(self)
        self.origin = f"http://127.0.0.1:{server.port}"
        self.address = f"{self.origin}/{self.number}/"
        self.received: list[Message] = []
        self.hellos: list[Message] = []
        self.acknowledged: dict[int, int] = {}
        self.sequences: dict[int, int] = {}
        self.ran: dict[int, int] = {}
        self.is_welcoming = True
        self.is_answering_pings = True
        self.refuses_sockets = False
        self.latency_s = 0.0
        self.pings = 0
        self.closings: list[int] = []
        self.metrics: list[float] = []
        self.on_event: Callable[[Message], None] | None = None
        self.wrong: list[str] = []
        self.files: dict[str, tuple[str, str]] = {}
        self.body = ""
        self.sockets = 0
        self._browser = browser
        self._server = server
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        self._send: Send | None = None
        self._changed = asyncio.Event()
        self._taken = 0
        self._script = asyncio.Event()
        self._script.set()
        self._late = ""
        # Kept, because a loop holds its tasks weakly.
        self._sending: set[asyncio.Task[None]] = set()

    # -- the page ------------------------------------------------------------------------------------------------------

    async def open(
        self,
        *roots: str,
        config: Mapping[str, Any] | None = None,
        modules: Mapping[str, str] | None = None,
        around: str = "{}",
        live: bool = True,
        **context: Any,
    ) -> Page:
        """Serve a page with these guests' roots, each the markup inside it, and open it.

        Without ``live`` the test says WELCOME itself.
        """
        self.is_welcoming = live
        guests = "".join(
            root
            if root.startswith('<div class="rill"')
            else f'<div class="rill" data-rill="{index}" data-r="0">{root}</div>'
            for index, root in enumerate(roots)
        )
        self.sequences = dict.fromkeys(range(len(roots)), 0)
        self.ran = dict.fromkeys(range(len(roots)), 0)
        settings = {
            "version": WEB_VERSION,
            "socket": f"/{self.number}/live",
            "modules": {
                path.stem.removeprefix("module-"): f"/{self.number}/{path.name}"
                for path in STATIC.glob("module-core-*.js")
            }
            | dict(modules or {}),
            "use": [],
            "guests": [{"token": f"token {index}", "sequence": 0} for index in range(len(roots))],
            **(config or {}),
        }
        self.body = (
            "<!doctype html><html lang=en><head><meta charset=utf-8><title>scene</title>"
            f'<meta name="rill" content="{html.escape(json.dumps(settings))}">'
            '<link rel=stylesheet href="style.css"><script type="module" src="connector.js"></script></head>'
            f"<body>{around.replace('{}', guests)}</body></html>"
        )
        if context:
            self._context = await self._browser.new_context(**context)
            page = await self._context.new_page()
        else:
            page = await self._server.shared_page(self._browser)
        self._page = page
        page.set_default_timeout(PATIENCE_S * 1000)
        page.on("pageerror", self._on_error)
        page.on("console", self._on_console)
        await page.goto(self.address, wait_until="load" if self._script.is_set() else "commit")
        if live:
            await self.until(lambda: self.sockets > 0)
        return page

    def hold_script(self, name: str = "connector.js") -> None:
        """Let a script come late, as on a slow network."""
        self._script.clear()
        self._late = name

    def release_script(self) -> None:
        self._script.set()

    @property
    def page(self) -> Page:
        assert self._page is not None
        return self._page

    def _on_error(self, error: Any) -> None:
        self.wrong.append(f"error: {error}")

    def _on_console(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.wrong.append(line.text)

    async def close(self) -> None:
        if self._page is not None:
            self._page.remove_listener("pageerror", self._on_error)
            self._page.remove_listener("console", self._on_console)
        if self._context is not None:
            await self._context.close()

    async def markup(self, guest: int = 0) -> str:
        """What stands in a guest's root, without the connector's own line."""
        return str(
            await self.page.evaluate(
                """index => {
                    const root = document.querySelector(`[data-rill="${index}"]`).cloneNode(true);
                    for (const own of root.querySelectorAll("[data-m-own]")) own.remove();
                    return root.innerHTML;
                }""",
                guest,
            )
        )

    async def serve_page(self, name: str, send: Send) -> None:
        if name == "":
            await _respond(send, 200, "text/html", self.body.encode(), {"content-security-policy": POLICY})
        elif name.endswith(".js") and name not in self.files:
            if name == self._late:
                await asyncio.wait_for(self._script.wait(), PATIENCE_S)
            await _respond(send, 200, "text/javascript", (STATIC / name).read_bytes())
        elif name == "style.css":
            await _respond(
                send,
                200,
                "text/css",
                b".rill { --rill-ch: 10px; --rill-lh: 20px; font: 16px/20px monospace; width: 400px }",
            )
        else:
            kind, text = self.files.get(name, ("text/plain", ""))
            await _respond(send, 200 if text else 404, kind, text.encode())

    # -- the socket ----------------------------------------------------------------------------------------------------

    async def serve_socket(self, receive: Asgi, send: Send) -> None:
        await receive()
        if self.refuses_sockets:
            await send({"type": "websocket.close", "code": 1013})
            return
        await send({"type": "websocket.accept"})
        self._send = send
        while (message := await receive())["type"] == "websocket.receive":
            decoded = msgspec.msgpack.decode(message["bytes"])
            if self.latency_s:
                asyncio.get_running_loop().call_later(self.latency_s, self._take, decoded, send)
            else:
                self._take(decoded, send)
        self.closings.append(message["code"])
        if self._send is send:
            self._send = None
        self._changed.set()

    def _take(self, message: Message, send: Send) -> None:
        match message[0]:
            case ClientMessage.HELLO:
                self.hellos.append(message)
                self.metrics = message[2]
                if self.is_welcoming:
                    for index in range(len(message[3])):
                        self.welcome(index)
                self.sockets += 1
            case ClientMessage.ACK:
                self.acknowledged[message[1]] = message[2]
            case ClientMessage.METRICS:
                self.metrics = message[1]
            case ClientMessage.PING:
                self.pings += 1
                if self.is_answering_pings:
                    self.say(ServerMessage.PONG)
            case _:
                self.received.append(message)
                if message[0] == ClientMessage.EVENT and self.on_event is not None:
                    self.on_event(message)
        self._changed.set()

    def say(self, *message: Any) -> None:
        """Send a message, as late as the link is long."""
        self.say_bytes(msgspec.msgpack.encode(message))

    def say_bytes(self, data: bytes) -> None:
        """Send what may be no message at all."""
        send = self._send
        assert send is not None, "there is no socket"
        loop = asyncio.get_running_loop()

        def deliver() -> None:
            task = loop.create_task(_sent(send, data))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

        if self.latency_s:
            loop.call_later(self.latency_s, deliver)
        else:
            deliver()

    def welcome(self, guest: int = 0, *, token: str | None = None, reset: bool = False) -> None:
        if reset:
            self.ran[guest] = 0
        self.say(ServerMessage.WELCOME, guest, token or f"token {guest} again", self.ran[guest], reset)

    def say_patch(self, *operations: Sequence[Any], guest: int = 0, code: ServerMessage = ServerMessage.PATCH) -> int:
        """Send a frame, which covers all events that came. Returns its sequence."""
        self.ran[guest] = max(
            [self.ran[guest], *(m[2] for m in self.received if m[:2] == [ClientMessage.EVENT, guest])]
        )
        self.sequences[guest] += 1
        self.say(code, guest, self.sequences[guest], self.ran[guest], operations)
        return self.sequences[guest]

    async def patch(self, *operations: Sequence[Any], guest: int = 0) -> None:
        """Send a frame and wait until it was applied."""
        sequence = self.say_patch(*operations, guest=guest)
        await self.until(lambda: self.acknowledged.get(guest) == sequence)

    async def snapshot(self, *operations: Sequence[Any], guest: int = 0) -> None:
        sequence = self.say_patch(*operations, guest=guest, code=ServerMessage.SNAPSHOT)
        await self.until(lambda: self.acknowledged.get(guest) == sequence)

    async def cut(self) -> None:
        """Close the socket as a broken network does."""
        send = self._send
        assert send is not None
        self._send = None
        await send({"type": "websocket.close", "code": 1012})

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for something that messages of the browser bring about."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not is_so():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            # What came instead is what a reader of the failure wants to know.
            pytest.fail(f"it did not come to that; received {self.received}; wrong {self.wrong}")

    async def event(self) -> Message:
        """The next event: ``[guest, event, node, type, fields]``."""
        await self.until(lambda: len(self.received) > self._taken)
        message = self.received[self._taken]
        self._taken += 1
        assert message[0] == ClientMessage.EVENT
        return message[1:]

    async def answer(self) -> Message:
        """The next answer to a call: ``[guest, call, ok, value]``."""
        await self.until(lambda: len(self.received) > self._taken)
        message = self.received[self._taken]
        self._taken += 1
        assert message[0] == ClientMessage.RESULT
        return message[1:]

    async def call(self, node: int, method: str, *args: Any) -> tuple[bool, Any]:
        """Call a method of a node's element. Returns whether it could, and what it answered."""
        await self.patch([WebOperation.CALL, 1, node, method, list(args)])
        _, call, ok, value = await self.answer()
        assert call == 1
        return ok, value

    @property
    def events(self) -> list[tuple[int, str]]:
        """Node and type of all events that came."""
        return [(message[3], message[4]) for message in self.received if message[0] == ClientMessage.EVENT]
