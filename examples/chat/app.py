"""A chat for browsers and terminals: rooms, who is there, who is writing, and what was said before.

    python examples/chat/app.py                  # http://127.0.0.1:8000, for as many browsers as come
    python examples/chat/app.py --terminal Ada   # and in this terminal, in the same rooms

Who somebody is, a signed cookie says; what may be entered, the rules of the channels. The guest decides neither.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import hmac
import secrets
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, quote, unquote

import uvicorn
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from rill import Bundle, ChannelRule, Channels, Engine
from rill.host.web import Guest, Refusal, Scope, WebOptions, asgi

HERE: Final = Path(__file__).resolve().parent
ROOMS: Final = ("lobby", "garden", "workshop")
LINES_MAX: Final = 50
NAME_CHARACTERS_MAX: Final = 20
COOKIE: Final = "chat-name"

Identity = Mapping[str, str]

SIGN_IN: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Chat</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/sign-in.css">
<main><h1>Chat</h1><form method="post">
<label for="name">Your name</label>
<input id="name" name="name" required maxlength="20" autofocus autocomplete="nickname">
<button>Come in</button></form></main>
</html>"""
SIGN_IN_CSS: Final = """
body { font: 1rem/1.5 system-ui, sans-serif; display: grid; place-items: center; min-height: 90vh; margin: 0; }
form { display: grid; gap: .75rem; width: min(20rem, 80vw); }
input, button { font: inherit; padding: .6rem .8rem; border-radius: .5rem; border: 1px solid GrayText; }
button { background: #3556d4; border-color: transparent; color: white; font-weight: 600; cursor: pointer; }
"""


class Memory:
    """What was said in each room, for those who come later."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels
        self._said: dict[str, deque[dict[str, Any]]] = {room: deque(maxlen=LINES_MAX) for room in ROOMS}

    async def listen(self) -> None:
        for room in ROOMS:
            await self._channels.subscribe(f"room/{room}", partial(self._remember, room))

    def _remember(self, room: str, message: Any) -> None:
        self._said[room].append({"line": message.data, "user": message.user})

    def history(self, identity: Identity, room: object) -> list[dict[str, Any]]:
        """What a guest may call. Its argument is a guest's: checked like anybody's."""
        if not isinstance(room, str) or room not in self._said:
            raise ValueError("there is no such room")
        return [{**said, "own": said["user"] == identity} for said in self._said[room]]


class Chat:
    """The rooms, and the web application that shows them."""

    def __init__(self) -> None:
        self.channels = Channels(
            rules={"room/{room}": ChannelRule(join=lambda visit: visit.params["room"] in ROOMS)},
            describe=lambda identity: {"name": identity["name"]},
        )
        self.engine = Engine(channels=self.channels)
        self.memory = Memory(self.channels)
        self._bundle: Bundle | None = None
        self._key = secrets.token_bytes(32)
        self.guests = asgi(
            self.engine,
            {"/{room}": self._room},
            options=WebOptions(authenticate=self._identify, functions=self.functions, title="Chat"),
        )
        self.app = Starlette(
            routes=[
                Route("/", self._front, methods=["GET", "POST"]),
                Route("/sign-in.css", self._style),
                Mount("/room", app=self.guests),
            ],
            lifespan=self._lifespan,
        )

    async def bundle(self) -> Bundle:
        """The guest, built once. A host that is installed somewhere ships ``chat.rill`` and needs nothing to build."""
        if self._bundle is None:
            self._bundle = await self.engine.load_bundle(HERE / "chat.tsx")
        return self._bundle

    def functions(self, identity: Identity) -> dict[str, Any]:
        """The functions that a person's guest may call."""
        return {"chat.history": partial(self.memory.history, identity)}

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        await self.memory.listen()
        await self.bundle()
        yield
        await self.guests.drain()
        await self.engine.close()

    # -- who is there

    def _signature(self, name: str) -> str:
        return hmac.new(self._key, name.encode(), hashlib.sha256).hexdigest()

    async def _identify(self, scope: Scope) -> Identity | Refusal:
        """Who asks for a page or a socket. Asked for both, and the answers must be the same."""
        signature, _, name = HTTPConnection(scope).cookies.get(COOKIE, "").partition(".")
        name = unquote(name)
        if not name or not hmac.compare_digest(signature.encode(), self._signature(name).encode()):
            return Refusal(303, "Say who you are first.", location="/")
        return {"name": name}

    # -- pages

    async def _room(self, scope: Scope) -> Guest | Refusal:
        room = scope["path_params"]["room"]
        if room not in ROOMS:
            return Refusal(303, "There is no such room.", location=f"/room/{ROOMS[0]}")
        return Guest(await self.bundle(), props={"room": room, "rooms": list(ROOMS)}, title=f"#{room}")

    async def _front(self, request: Request) -> Response:
        if request.method == "GET":
            return HTMLResponse(SIGN_IN)
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        name = " ".join(form.get("name", [""])[0].split())[:NAME_CHARACTERS_MAX]
        if not name:
            return HTMLResponse(SIGN_IN, 400)
        answer = RedirectResponse(f"/room/{ROOMS[0]}", 303)
        answer.set_cookie(COOKIE, f"{self._signature(name)}.{quote(name)}", httponly=True, samesite="lax")
        return answer

    async def _style(self, _request: Request) -> Response:
        return Response(SIGN_IN_CSS, media_type="text/css")


async def in_terminal(chat: Chat, server: uvicorn.Server, name: str) -> None:
    """Show the same guest in this terminal, as one more person, while the server goes on."""
    from textual.app import App, ComposeResult

    from rill.host.textual import GuestView

    identity = {"name": name}

    class Window(App[None]):
        BINDINGS = [("ctrl+q", "quit", "Quit")]  # noqa: RUF012 - Textual declares it of instances

        def __init__(self, view: GuestView) -> None:
            super().__init__()
            self.view = view

        def compose(self) -> ComposeResult:
            yield self.view

    serving = asyncio.create_task(server.serve())
    try:
        session = await chat.engine.open(
            await chat.bundle(), props={"rooms": list(ROOMS)}, identity=identity, functions=chat.functions(identity)
        )
        await Window(GuestView(session=session)).run_async()
    finally:
        server.should_exit = True
        await serving


def main() -> None:
    parser = argparse.ArgumentParser(description="A chat for browsers and terminals.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--terminal", metavar="NAME", help="be there in this terminal, too, under this name")
    options = parser.parse_args()
    chat = Chat()
    quiet = options.terminal is not None
    config = uvicorn.Config(chat.app, host="127.0.0.1", port=options.port, log_level="critical" if quiet else "info")
    server = uvicorn.Server(config)
    if quiet:
        asyncio.run(in_terminal(chat, server, options.terminal))
    else:
        server.run()


if __name__ == "__main__":
    main()
