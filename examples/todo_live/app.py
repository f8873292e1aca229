"""A to-do list that several people have open at once, in browsers and in this terminal.

    python examples/todo_live/app.py               # http://127.0.0.1:8000, in as many windows as you like
    python examples/todo_live/app.py --terminal    # and in this terminal

The list is the host's. Guests show it, ask for changes, and hear of everybody's on one channel, on which only the host
speaks.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import Any, Final

import uvicorn

from rill import Bundle, ChannelRule, Channels, Engine
from rill.host.web import Guest, Scope, WebOptions, asgi

HERE: Final = Path(__file__).resolve().parent
CHANNEL: Final = "todos"
TITLE_CHARACTERS_MAX: Final = 80
ITEMS_MAX: Final = 500


class Todos:
    """The list, and what guests may do with it. Each change makes the next version and is told to all."""

    def __init__(self, channels: Channels, titles: tuple[str, ...]) -> None:
        self._channels = channels
        self._items: dict[int, dict[str, Any]] = {}
        self._next_id = 1
        self._version = 0
        for title in titles:
            self._add(title)

    def functions(self, _identity: object = None) -> dict[str, Any]:
        """The functions that a guest may call."""
        return {"todos.load": self.load, "todos.change": self.change}

    def load(self) -> dict[str, Any]:
        """The list as it is."""
        return {"version": self._version, "items": [dict(item) for item in self._items.values()]}

    async def change(self, wish: Any) -> None:
        """Do what a guest asks for. The wish is a guest's: whatever does not fit is refused.

        Raises:
            ValueError: it does not fit. The guest hears that it was refused, and not why.
        """
        put: list[dict[str, Any]] = []
        removed: list[int] = []
        match wish:
            case {"kind": "add", "title": str(title)} if title.strip() and len(self._items) < ITEMS_MAX:
                put.append(self._add(title))
            case {"kind": "set-done", "id": int(number), "done": bool(done)} if number in self._items:
                put.append(self._items[number] | {"done": done})
            case {"kind": "rename", "id": int(number), "title": str(title)} if number in self._items:
                if title.strip():
                    put.append(self._items[number] | {"title": title.strip()[:TITLE_CHARACTERS_MAX]})
                else:
                    removed.append(number)
            case {"kind": "remove", "id": int(number)}:
                # Somebody else may have been quicker.
                removed.append(number)
            case {"kind": "clear-completed"}:
                removed.extend(number for number, item in self._items.items() if item["done"])
            case _:
                raise ValueError(f"no such change: {wish!r:.80}")
        for item in put:
            self._items[item["id"]] = item
        for number in removed:
            self._items.pop(number, None)
        self._version += 1
        await self._channels.publish(CHANNEL, {"version": self._version, "put": put, "removed": removed})

    def _add(self, title: str) -> dict[str, Any]:
        item = {"id": self._next_id, "title": title.strip()[:TITLE_CHARACTERS_MAX], "done": False}
        self._items[self._next_id] = item
        self._next_id += 1
        return item


class LiveTodos:
    """The list, its channel, and the web application that shows it."""

    def __init__(self, titles: tuple[str, ...] = ("Buy milk", "Walk the dog")) -> None:
        self.channels = Channels(rules={CHANNEL: ChannelRule(publish=False)})
        self.engine = Engine(channels=self.channels)
        self.todos = Todos(self.channels, titles)
        self._bundle: Bundle | None = None
        self.app = asgi(
            self.engine,
            {"/": self._page},
            options=WebOptions(functions=self.todos.functions, title="Our todos", close_engine=True),
        )

    async def bundle(self) -> Bundle:
        """The guest, built once. A host that is installed somewhere ships ``todo.rill`` and needs nothing to build."""
        if self._bundle is None:
            self._bundle = await self.engine.load_bundle(HERE / "todo.tsx")
        return self._bundle

    async def _page(self, _scope: Scope) -> Guest:
        # The list comes with the page: it is read before the first script runs, and with scripts off.
        return Guest(await self.bundle(), props={"todos": self.todos.load()})


async def in_terminal(live: LiveTodos, server: uvicorn.Server) -> None:
    """Show the same guest in this terminal, while the server goes on."""
    from textual.app import App, ComposeResult

    from rill.host.textual import GuestView

    class Window(App[None]):
        BINDINGS = [("ctrl+q", "quit", "Quit")]  # noqa: RUF012 - Textual declares it of instances

        def compose(self) -> ComposeResult:
            yield GuestView(live.engine, bundle, props={"todos": live.todos.load()}, functions=live.todos.functions())

    bundle = await live.bundle()
    serving = asyncio.create_task(server.serve())
    try:
        await Window().run_async()
    finally:
        server.should_exit = True
        await serving


def main() -> None:
    parser = argparse.ArgumentParser(description="A to-do list that several people have open at once.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--terminal", action="store_true", help="show it in this terminal, too")
    options = parser.parse_args()
    live = LiveTodos()
    level = "critical" if options.terminal else "info"
    server = uvicorn.Server(uvicorn.Config(live.app, host="127.0.0.1", port=options.port, log_level=level))
    if options.terminal:
        asyncio.run(in_terminal(live, server))
    else:
        server.run()


if __name__ == "__main__":
    main()
