"""A guest with its devtools open, as a person has them on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screens import screen_lines, screen_text
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from rill import Engine, Limits, Session
from rill.devtools.textual import DevtoolsPanel
from rill.devtools.textual.pages import plain
from rill.host import ManualClock, Node
from rill.host.textual import GuestView

SOURCE = """\
import { useState } from "react";
import { Button, Column, Text, TextInput, useHostEvent, useSendToHost } from "rill/sdk";

export default function Save() {
  const [count, setCount] = useState(0);
  const send = useSendToHost();
  useHostEvent("ADD", () => setCount(count + 10));
  if (count === 3) throw new Error("three is \\u001b[31mtoo[/] many");
  return (
    <Column>
      <Text id="count">Saved {count} times</Text>
      <TextInput label="Name" defaultValue="" onChange={() => undefined} />
      <Button
        title="Save"
        autoFocus
        disabled={count > 99}
        onPress={() => {
          console.warn("[bold]saved\\u001b[31m[/bold]", { count });
          send("saved", { count });
          setCount(count + 1);
        }}
      />
    </Column>
  );
}
"""


# Guests of a test may take their time on a machine that is busy with other tests.
PATIENT = Limits(load_ms=20_000, turn_ms=10_000)


class Beside(App[None]):
    """An application with a guest, which notes what reaches it."""

    AUTO_FOCUS = None

    def __init__(self, view: GuestView) -> None:
        super().__init__()
        self.animation_level = "none"
        self.view = view
        self.heard: list[Any] = []
        self.copied: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.view

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)

    def on_button_pressed(self, event: Any) -> None:
        self.heard.append(event)

    def on_input_changed(self, event: Any) -> None:
        self.heard.append(event)

    def on_tabs_tab_activated(self, event: Any) -> None:
        self.heard.append(event)


@dataclass
class Opened:
    """A guest on a screen, with its devtools open or closed."""

    app: Beside
    pilot: Pilot[None]
    view: GuestView
    session: Session

    @property
    def panel(self) -> DevtoolsPanel:
        panel = self.view.devtools
        assert isinstance(panel, DevtoolsPanel)
        return panel

    async def settle(self) -> None:
        """Wait until the guest has answered and everything is shown as it is now."""
        await self.view.wait_shown()
        await self.pilot.pause()
        if self.view.devtools is not None:
            self.panel.sync()
            await self.pilot.pause()

    async def keys(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def click(self, node: Node) -> None:
        widget = self.view.adapter.widget_of(node)
        assert widget is not None
        assert await self.pilot.click(widget)
        await self.settle()

    async def page(self, number: int) -> None:
        self.panel.show_page(number)
        await self.settle()

    def node(self, type: str) -> Node:
        """The node of this type."""
        (node,) = (node for node in self.session.tree.root.walk() if node.type == type)
        return node

    @property
    def lines(self) -> list[str]:
        """The lines of the page in front, those outside the screen too."""
        page = self.panel.page
        return [plain(page.line(index)).rstrip() for index in range(page.count())]

    @property
    def detail(self) -> list[str]:
        """What is said about the chosen line."""
        return self.panel.page.text_to_copy().splitlines()

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def screen_lines(self) -> list[str]:
        return screen_lines(self.app)


@asynccontextmanager
async def opened(
    folder: Path, *, source: str = SOURCE, size: tuple[int, int] = (160, 40), open: bool = True, **options: Any
) -> AsyncIterator[Opened]:
    """A guest on a screen, its devtools open unless the test opens them."""
    path = folder / "guest.tsx"
    path.write_text(source)
    async with Engine(limits=PATIENT) as engine:
        bundle = await engine.load_bundle(path)
        async with engine.open(bundle, clock=ManualClock(), seed=1, **options) as session:
            view = GuestView(session=session, development=True, devtools=DevtoolsPanel)
            app = Beside(view)
            async with app.run_test(size=size) as pilot:
                made = Opened(app, pilot, view, session)
                await made.settle()
                if open:
                    view.toggle_devtools()
                    await pilot.pause()
                    await made.settle()
                yield made
