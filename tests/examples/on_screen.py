"""An example's bundle in a terminal of a given size, used by keyboard and mouse as a person would."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from screens import screen_lines, screen_text, type_fast
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widget import Widget

from rill import Engine
from rill.host import ManualClock
from rill.host.session import Session
from rill.host.textual import GuestView
from rill.host.tree import Node


class OneGuest(App[None]):
    """An application that is nothing but a guest."""

    def __init__(self, view: GuestView) -> None:
        super().__init__()
        self.animation_level = "none"
        self.view = view

    def compose(self) -> ComposeResult:
        yield self.view


@dataclass
class OnScreen:
    """A guest on a screen."""

    pilot: Pilot[None]
    view: GuestView
    messages: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def app(self) -> App[Any]:
        return self.pilot.app

    @property
    def session(self) -> Session:
        assert self.view.session is not None
        return self.view.session

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def lines(self) -> list[str]:
        return screen_lines(self.app)

    async def settle(self) -> None:
        # An answer may move the focus, which the guest may answer in turn.
        for _ in range(3):
            await self.view.wait_shown()
            await self.pilot.pause()

    async def keys(self, *keys: str) -> None:
        """Press keys one after the other."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Write a text into the focused field, faster than the guest answers. Enter is a line feed."""
        type_fast(self.app, text)
        while self.app.message_queue_size:
            await self.pilot.pause()
        await self.settle()

    def node(self, name: str) -> Node:
        """The element with this label, title or id, or the innermost one whose whole text this is."""
        shown = [
            node
            for node in self.session.tree.root.walk()
            if node.schema is not None and self.view.adapter.widget_of(node) is not None
        ]
        named = [node for node in shown if name in (node.get("label"), node.get("id"), node.props.get("title"))]
        found = named or [node for node in shown if node.text_content == name][::-1]
        assert found, f"nothing on the screen is called {name!r}"
        return found[0]

    async def click(self, name: str) -> None:
        """Click in the middle of an element."""
        size = self.widget(name).size
        await self.click_at(name, size.width // 2, size.height // 2)

    def widget(self, name: str) -> Widget:
        """The widget of an element, by its name as in `node`."""
        widget = self.view.adapter.widget_of(self.node(name))
        assert widget is not None
        return widget

    async def click_words(self, words: str, *, button: int = 1, times: int = 1) -> None:
        """Click on words where they are seen, whatever they belong to. They are there once only."""
        places = [
            (cell_len(line[:start]), y)
            for y, line in enumerate(self.lines)
            for start in range(len(line))
            if line.startswith(words, start)
        ]
        assert len(places) == 1, f"{words!r} is {len(places)} times in\n{self.text}"
        await self.click_place(Offset(*places[0]), button=button, times=times)

    async def click_at(self, name: str, x: int, y: int, *, button: int = 1, times: int = 1) -> None:
        """Click at a place inside an element, counted in cells from its upper left corner."""
        widget = self.widget(name)
        place = Offset(widget.region.x + x, widget.region.y + y)
        hit, _ = self.app.screen.get_widget_at(*place)
        assert widget in hit.ancestors_with_self, f"{name!r} is covered or outside the screen"
        await self.click_place(place, button=button, times=times)

    async def click_place(self, place: Offset, *, button: int = 1, times: int = 1) -> None:
        """Click at a place of the screen, whatever is there."""
        # The widget under the pointer is named, as Textual does for a real mouse.
        widget, region = self.app.screen.get_widget_at(*place)
        await self.pilot.click(widget, offset=place - region.offset, button=button, times=times)
        await self.settle()

    async def hover_at(self, name: str, x: int, y: int) -> None:
        """Move the pointer to a place inside an element."""
        await self.pilot.hover(self.widget(name), offset=(x, y))
        await self.settle()

    async def advance(self, ms: float) -> None:
        """Let time pass for the guest: the timers that become due fire one after another."""
        clock = self.session.clock
        assert isinstance(clock, ManualClock)
        until_ms = clock.now_ms() + ms
        while (due_ms := clock.next_due_ms) is not None and due_ms <= until_ms:
            clock.set_now(due_ms)
            await self.session.idle()
        clock.set_now(until_ms)
        await self.settle()

    @property
    def focused(self) -> Node | None:
        """The element that has the focus."""
        return self.view.adapter.node_of(self.app.focused) if self.app.focused is not None else None


@asynccontextmanager
async def on_screen(
    bundle: Path,
    *,
    props: Mapping[str, Any] | None = None,
    size: tuple[int, int] = (80, 24),
    presets: tuple[str, ...] = ("rill",),
) -> AsyncIterator[OnScreen]:
    """Run a bundle on a screen, at the time of a ManualClock, so that snapshots do not depend on the day."""
    async with Engine(presets=presets) as engine:
        loaded = await engine.load_bundle(bundle)
        async with engine.open(loaded, props=props, clock=ManualClock()) as session:
            view = GuestView(session=session)
            app = OneGuest(view)
            async with app.run_test(size=size) as pilot:
                made = OnScreen(pilot, view)
                session.on("message", lambda name, payload: made.messages.append((name, payload)))
                await made.settle()
                yield made
