"""A person with a browser page: goes somewhere, waits until it is live, and notes all that goes wrong there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, WebSocket

from rill.protocol.web import ServerMessage

# What nothing on one machine takes, but a machine that is busy with all tests may.
WAIT_MS: Final = 15_000

# Before any script of the page: counts what is rendered in guests after the page was read, and keeps what breaks the
# policy. In no page does this change anything.
_WATCH: Final = Path(__file__).with_name("watch.js").read_text("utf-8")


class Person:
    """One context of a browser with one page.

    Attributes:
        wrong: errors on the console, exceptions, and what broke the page's policy.
        may_lose: whether the network fails in this test, so that the browser's own words about it are no fault.
    """

    def __init__(self, context: BrowserContext, page: Page, origin: str) -> None:
        self.context = context
        self.page = page
        self.origin = origin
        self.wrong: list[str] = []
        self.may_lose = False
        self.sockets: list[WebSocket] = []
        self.received: list[bytes | str] = []
        self._live = asyncio.Event()
        self._anew = asyncio.Event()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(f"exception: {error} {error.stack}"))
        page.on("websocket", self._socket)
        page.set_default_timeout(WAIT_MS)

    @classmethod
    async def arrive(cls, browser: Browser, origin: str, **options: Any) -> Person:
        context = await browser.new_context(**{"viewport": {"width": 1024, "height": 720}, **options})
        page = await context.new_page()
        if options.get("java_script_enabled", True):
            await page.add_init_script(_WATCH)
        return cls(context, page, origin)

    async def go(self, path: str, *, live: bool = True) -> Page:
        """Open a page, and wait until its guest is live."""
        self._live.clear()
        response = await self.page.goto(self.origin + path)
        assert response is not None
        assert response.ok, await self.page.inner_text("body")
        if live:
            await self.wait_live()
        return self.page

    async def wait_live(self) -> None:
        """Wait for the first frame of a socket."""
        async with asyncio.timeout(WAIT_MS / 1000):
            await self._live.wait()

    async def wait_anew(self) -> None:
        """Wait for the first screen of another session, which is a snapshot."""
        async with asyncio.timeout(WAIT_MS / 1000):
            await self._anew.wait()

    def lose(self) -> None:
        """From here the next `wait_live` waits for a new socket."""
        self.may_lose = True
        self._live.clear()
        self._anew.clear()

    async def another(self) -> Person:
        """A second tab of the same person."""
        page = await self.context.new_page()
        await page.add_init_script(_WATCH)
        other = Person(self.context, page, self.origin)
        # What goes wrong there is told by the one who is asked at the end.
        other.wrong = self.wrong
        return other

    async def mutations(self) -> list[str]:
        """What was rendered in guests since the page was read."""
        found: list[str] = await self.page.evaluate("window.rillSeen.mutations")
        return found

    async def leave(self) -> None:
        if not self.page.is_closed() and self.page.url.startswith("http"):
            try:
                broken = await self.page.evaluate("window.rillSeen?.violations ?? []")
            except Exception as error:  # noqa: BLE001 - a page without scripts has nothing to say.
                broken = [] if "JavaScript" in str(error) else [f"the page does not answer: {error}"]
            self.wrong.extend(broken)
        await self.context.close()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        is_network = "WebSocket connection to" in message.text or "net::ERR_" in message.text
        if not (is_network and self.may_lose):
            self.wrong.append(f"{message.type}: {message.text} at {message.location}")

    def _socket(self, socket: WebSocket) -> None:
        self.sockets.append(socket)
        socket.on("framereceived", self._frame)

    def _frame(self, payload: bytes | str) -> None:
        self.received.append(payload)
        self._live.set()
        if isinstance(payload, bytes) and payload[1] == ServerMessage.SNAPSHOT:
            self._anew.set()


# How a person comes: ``await come(...)``, with options of a browser's context.
Come = Callable[..., Awaitable[Person]]
