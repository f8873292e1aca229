"""Clients that speak the protocols of the contenders, without a browser: they read a page, hold its socket, press its
buttons by their words and wait for the frame that answers. All use the same WebSocket library, so that what differs is
the server.

A client does no more than it must while a press is timed: a frame is decoded after the clock was read.
"""

from __future__ import annotations

import ast
import asyncio
import html
import json
import re
import time
import uuid
from collections.abc import Mapping
from html.parser import HTMLParser
from types import TracebackType
from typing import Any, Final, Protocol
from urllib.parse import urlencode, urljoin

import msgspec
from websockets.asyncio.client import ClientConnection, connect

from rill.protocol.web import WEB_VERSION, ClientMessage, ServerMessage, WebOperation

# No contender's frame of a thousand rows is larger, and none takes longer.
_FRAME_BYTES_MAX: Final = 64 * 1024 * 1024
_WAIT_S: Final = 60.0
# Elements without an end.
_VOID: Final = frozenset({"meta", "link", "br", "hr", "input", "img", "wbr", "source", "track", "col"})


class Client(Protocol):
    """One page with its socket."""

    async def __aenter__(self) -> Client: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def press(self, button: str) -> float:
        """Press a button and wait for the frame that shows it. Returns the seconds between."""
        ...

    @property
    def seen(self) -> str:
        """What the last frame said, as text in which a new label can be looked for."""
        ...


async def get(url: str, cookies: Mapping[str, str] | None = None) -> tuple[str, dict[str, str]]:
    """Read a page over a connection of its own. Returns its text and the cookies that it sets."""
    scheme, _, rest = url.partition("://")
    assert scheme == "http"
    address, slash, path = rest.partition("/")
    host, _, port = address.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port), limit=_FRAME_BYTES_MAX)
    lines = [f"GET {slash}{path} HTTP/1.1", f"Host: {address}", "Connection: close", "Accept: text/html"]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    answer = await asyncio.wait_for(reader.read(), _WAIT_S)
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    headers = head.decode("latin-1").split("\r\n")
    if " 200 " not in headers[0] + " ":
        raise SystemExit(f"{url} answered {headers[0]}: {body[:500]!r}")
    if any(line.lower().replace(" ", "") == "transfer-encoding:chunked" for line in headers):
        body = _joined(body)
    set_cookies = [line.split(":", 1)[1] for line in headers if line.lower().startswith("set-cookie:")]
    pairs = (cookie.split(";")[0].strip().partition("=") for cookie in set_cookies)
    return body.decode("utf-8"), {name: value for name, _, value in pairs}


def _joined(chunked: bytes) -> bytes:
    """A body out of its chunks."""
    parts = []
    while chunked:
        size, _, rest = chunked.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        parts.append(rest[:length])
        chunked = rest[length + 2 :] if length else b""
    return b"".join(parts)


class _Socket:
    """What the three have in common: a socket, and the last frame."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._socket: ClientConnection | None = None
        self._frame: str | bytes = ""

    @property
    def socket(self) -> ClientConnection:
        assert self._socket is not None
        return self._socket

    async def _connect(self, address: str, headers: Mapping[str, str] | None = None) -> None:
        self._socket = await connect(
            address,
            max_size=_FRAME_BYTES_MAX,
            ping_interval=None,
            compression=None,
            additional_headers=headers,
            open_timeout=_WAIT_S,
        )

    async def _receive(self) -> str | bytes:
        self._frame = await asyncio.wait_for(self.socket.recv(), _WAIT_S)
        return self._frame

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            await self._socket.close()


class RillClient(_Socket):
    """A page of Rill with one guest."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.page = ""
        self.buttons: dict[str, int] = {}
        self.frames = 0
        self._events = 0
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder().decode

    async def __aenter__(self) -> RillClient:
        self.page, cookies = await get(self.url)
        found = re.search(r'<meta name="rill" content="([^"]*)"', self.page) or re.search(
            r"<meta name=\"rill\" content='([^']*)'", self.page
        )
        if found is None:
            raise SystemExit(f"{self.url} has no live guest: {self.page[:500]}")
        about = json.loads(html.unescape(found[1]))
        self.buttons = buttons_of(self.page)
        origin = "/".join(self.url.split("/")[:3])
        headers = {"Origin": origin}
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        address = urljoin(self.url, about["socket"]).replace("http", "ws", 1)
        await self._connect(address, headers)
        guest = about["guests"][0]
        await self._send(
            [ClientMessage.HELLO, WEB_VERSION, [8.0, 24.0, 1280, 800], [[guest["token"], guest["sequence"], 0]]]
        )
        while True:
            message = self._decode(self._bytes(await self._receive()))
            if message[0] == ServerMessage.GOODBYE:
                raise SystemExit(f"{self.url} refused its socket: {message}")
            if message[0] == ServerMessage.WELCOME:
                return self

    async def _send(self, message: list[Any]) -> None:
        await self.socket.send(self._encode(message))

    def _bytes(self, frame: str | bytes) -> bytes:
        if isinstance(frame, str):
            raise SystemExit(f"{self.url} sent text: {frame[:200]}")
        return frame

    async def press(self, button: str) -> float:
        node = self.buttons[button]
        self._events += 1
        message = self._encode([ClientMessage.EVENT, 0, self._events, node, "click", {"detail": 1, "pointer": "mouse"}])
        start = time.perf_counter()
        await self.socket.send(message)
        while True:
            frame = await self._receive()
            seconds = time.perf_counter() - start
            message = self._decode(self._bytes(frame))
            if message[0] == ServerMessage.GOODBYE:
                raise SystemExit(f"the guest of {self.url} is over: {message}")
            if message[0] not in (ServerMessage.PATCH, ServerMessage.SNAPSHOT):
                continue
            self.frames += 1
            await self._send([ClientMessage.ACK, 0, message[2]])
            if message[4] and message[3] >= self._events:
                return seconds

    @property
    def seen(self) -> str:
        return json.dumps(self._decode(self._bytes(self._frame)))

    def rows_made(self) -> int:
        """How many clones the last frame made."""
        message = self._decode(self._bytes(self._frame))
        return sum(operation[3] for operation in message[4] if operation[0] == WebOperation.CLONES)


class _Buttons(HTMLParser):
    """The ids of the nodes that are buttons, by their words. Inside a clone an element has its place in it, and the
    clone's root has the id of the first."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, int] = {}
        # Of each element that is open, the id of the clone that it is in.
        self._bases: list[int] = []
        self._templates = 0
        self._node: int | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        own, place = said.get("data-r"), said.get("data-i")
        base = int(own) if own and "data-t" in said else self._bases[-1] if self._bases else 0
        if tag not in _VOID:
            self._bases.append(base)
        self._templates += tag == "template"
        if tag == "button" and not self._templates:
            self._node = int(own) if own else base + int(place) if place else None
            self._words = ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._bases:
            self._bases.pop()
        self._templates -= tag == "template"
        if tag == "button" and self._node is not None:
            self.found.setdefault(" ".join(self._words.split()), self._node)
            self._node = None


def buttons_of(page: str) -> dict[str, int]:
    """The ids of a page's buttons by their words; of several with the same words the first."""
    parser = _Buttons()
    parser.feed(page)
    return parser.found


class ReactPyClient(_Socket):
    """A page of ReactPy."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._targets: dict[str, str] = {}

    async def __aenter__(self) -> ReactPyClient:
        await get(f"{self.url}/")
        await self._connect(f"{self.url.replace('http', 'ws', 1)}/_reactpy/stream/")
        self._note(json.loads(await self._receive()))
        return self

    def _note(self, update: Mapping[str, Any]) -> None:
        """Remember the targets of the buttons in a part of the page. They keep them when it is drawn again."""
        waiting: list[Any] = [update["model"]]
        while waiting:
            model = waiting.pop()
            if not isinstance(model, dict):
                continue
            children = model.get("children", [])
            handler = model.get("eventHandlers", {}).get("on_click") or model.get("eventHandlers", {}).get("onClick")
            if handler and children and isinstance(children[0], str):
                self._targets[children[0]] = handler["target"]
            waiting.extend(children)

    async def press(self, button: str) -> float:
        event = json.dumps({"type": "layout-event", "target": self._targets[button], "data": [{}]})
        start = time.perf_counter()
        await self.socket.send(event)
        await self._receive()
        return time.perf_counter() - start

    @property
    def seen(self) -> str:
        return str(self._frame)


class NiceGuiClient(_Socket):
    """A page of NiceGUI: Socket.IO over one WebSocket."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._client = ""
        self._listeners: dict[str, tuple[int, str]] = {}

    async def __aenter__(self) -> NiceGuiClient:
        page, _ = await get(self.url)
        found = re.search(r"parseElements\(String\.raw`(.*?)`\)", page, re.DOTALL)
        query = re.search(r"query: (\{.*?\}),\n", page)
        if found is None or query is None:
            raise SystemExit(f"{self.url} is no page of this version of NiceGUI")
        elements = json.loads(html.unescape(found[1]))
        for number, element in elements.items():
            for event in element.get("events", ()):
                if event["type"] == "click" and "label" in element.get("props", {}):
                    self._listeners[element["props"]["label"]] = (int(number), event["listener_id"])
        # A dictionary as Python writes it, which is JavaScript by chance.
        options = ast.literal_eval(query[1].replace(": true", ": True").replace(": false", ": False"))
        self._client = options["client_id"]
        asked = {name: json.dumps(value) if isinstance(value, bool) else value for name, value in options.items()}
        asked |= {"document_id": str(uuid.uuid4()), "tab_id": str(uuid.uuid4()), "EIO": "4", "transport": "websocket"}
        root = "/".join(self.url.split("/")[:3])
        await self._connect(f"{root.replace('http', 'ws', 1)}/_nicegui_ws/socket.io/?{urlencode(asked)}")
        await self._receive()
        await self.socket.send("40")
        while not str(await self._receive()).startswith("40"):
            pass
        # What the handshake brings is over when it has been silent for a while.
        while True:
            try:
                await asyncio.wait_for(self.socket.recv(), 0.3)
            except TimeoutError:
                return self

    async def press(self, button: str) -> float:
        number, listener = self._listeners[button]
        event = {"id": number, "client_id": self._client, "listener_id": listener, "args": ["{}"]}
        message = "42" + json.dumps(["event", event])
        start = time.perf_counter()
        await self.socket.send(message)
        while True:
            frame = str(await self._receive())
            if frame == "2":
                await self.socket.send("3")
            elif frame.startswith('42["update"'):
                return time.perf_counter() - start

    @property
    def seen(self) -> str:
        return str(self._frame)


CLIENTS: Final[Mapping[str, type[RillClient] | type[ReactPyClient] | type[NiceGuiClient]]] = {
    "rill": RillClient,
    "reactpy": ReactPyClient,
    "nicegui": NiceGuiClient,
}
