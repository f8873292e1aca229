from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PIL import Image
from screens import screen_text
from textual.pilot import Pilot

from rill import Engine
from rill.devtools.textual import DevtoolsPanel
from rill.devtools.textual.pages import plain
from rill.host.textual import GuestView
from rill.protocol.errors import HostError
from rill_cli.run_textual import GuestApp

TALKER = """\
import { useState } from "react";
import { Button, Column, Text, useSendToHost } from "rill/sdk";

export default function Talker() {
  const [count, setCount] = useState(0);
  const send = useSendToHost();
  if (count === 3) throw new Error("three is too many");
  return (
    <Column>
      <Text>Said {count}</Text>
      <Button
        autoFocus
        onPress={() => {
          console.log("[bold]said\\u001b[31m[/bold]", count);
          send("said", { count });
          setCount(count + 1);
        }}
      >
        Say
      </Button>
    </Column>
  );
}
"""


@pytest.fixture
def talker(tmp_path: Path) -> Path:
    path = tmp_path / "talker.tsx"
    path.write_text(TALKER)
    return path


@asynccontextmanager
async def shown(source: Path, *, devtools: bool = False) -> AsyncIterator[tuple[GuestApp, Pilot[None]]]:
    async with Engine() as engine:
        opening = engine.open(await engine.load_bundle(source))
        app = GuestApp(opening, title="talker 1.0.0", devtools=devtools)
        async with app.run_test(size=(60, 20)) as pilot:
            await app.workers.wait_for_complete()
            await opening.session.idle()
            await pilot.pause()
            yield app, pilot
        await opening.session.close()


async def press(app: GuestApp, pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await app._opening.session.idle()
    await pilot.pause()


async def test_the_guest_is_shown_under_its_name_and_answers_keys(talker: Path) -> None:
    async with shown(talker) as (app, pilot):
        assert "talker 1.0.0" in screen_text(app)
        assert "Said 0" in screen_text(app)
        await press(app, pilot, "enter")
        assert "Said 1" in screen_text(app)


async def test_what_the_guest_has_said_is_in_the_devtools_that_f12_opens_and_nothing_in_it_is_markup(
    talker: Path,
) -> None:
    async with shown(talker) as (app, pilot):
        await press(app, pilot, "enter")
        assert [line.shown for line in app.voice.lines] == [
            "guest info: [bold]said\\x1b[31m[/bold] 0",
            'guest message: said {"count": 0}',
        ]
        assert "[bold]said" not in screen_text(app)
        await press(app, pilot, "f12")
        panel = app.query_one(DevtoolsPanel)
        panel.show_page(3)
        await press(app, pilot, "enter")
        panel.sync()
        await pilot.pause()
        assert [plain(panel.page.line(index)).split(maxsplit=1)[1] for index in range(panel.page.count())] == [
            r"info    [bold]said\x1b[31m[/bold] 0",
            'message said {"count": 0}',
            r"info    [bold]said\x1b[31m[/bold] 1",
            "message said {count: 1}",
        ]
        assert r"[bold]said\x1b" in screen_text(app)
        await press(app, pilot, "f12")
        assert not app.query(DevtoolsPanel)


async def test_with_devtools_from_the_start_the_first_turn_is_seen(talker: Path) -> None:
    async with shown(talker, devtools=True) as (app, _):
        panel = app.query_one(DevtoolsPanel)
        assert panel.recording is not None
        assert [turn.cause for turn in panel.recording.turns] == ["start"]
        assert "Components" in screen_text(app)


async def test_what_the_application_cannot_draw_is_an_error_in_the_devtools(talker: Path) -> None:
    async with shown(talker, devtools=True) as (app, pilot):
        app.post_message(GuestView.Problem(app._view, HostError("no view for Gauge", code="view_missing")))
        await pilot.pause()
        assert [line.shown for line in app.voice.lines] == ["guest host error: no view for Gauge"]
        recording = app.query_one(DevtoolsPanel).recording
        assert recording is not None
        assert [(error.kind, error.message) for error in recording.errors] == [("host", "no view for Gauge")]


async def test_a_guest_that_fails_leaves_its_last_picture_with_the_error(talker: Path) -> None:
    async with shown(talker) as (app, pilot):
        await press(app, pilot, "enter", "enter", "enter")
        assert "Said 2" in screen_text(app)
        assert "three is too many" in screen_text(app)
        assert app._opening.session.error is not None


async def test_ctrl_q_quits(talker: Path) -> None:
    async with shown(talker) as (app, pilot):
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not app.is_running


class PseudoTerminal:
    """`rill` in a terminal of its own."""

    def __init__(self, *arguments: str) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from rill_cli.main import main; main()", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"},
            start_new_session=True,
        )
        os.close(theirs)
        self.output = ""

    def wait_text(self, pattern: str) -> None:
        """Read until the pattern is in what was written since the last wait."""
        deadline = time.monotonic() + 60
        while not re.search(pattern, self.output):
            assert time.monotonic() < deadline, self.output[-2000:]
            if select.select([self._ours], [], [], 0.1)[0]:
                self.output += os.read(self._ours, 65536).decode("utf-8", "replace")
        self.output = ""

    def send(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    def wait_end(self) -> int:
        """Read to the end, so that the process is not held up, and return its exit code."""
        deadline = time.monotonic() + 60
        while self.process.poll() is None or select.select([self._ours], [], [], 0)[0]:
            assert time.monotonic() < deadline
            if select.select([self._ours], [], [], 0.1)[0]:
                try:
                    self.output += os.read(self._ours, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        return self.process.wait(60)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(60)
        os.close(self._ours)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")
def test_on_a_real_terminal_the_guest_is_used_quit_and_its_console_printed(talker: Path) -> None:
    terminal = PseudoTerminal("run", str(talker))
    try:
        terminal.wait_text("Said 0")
        terminal.send(b"\r")
        terminal.wait_text("Said 1")
        terminal.send(b"\x11")
        assert terminal.wait_end() == 0
        after = terminal.output.rpartition("\x1b[?1049l")[2]
        assert r"guest info: [bold]said\x1b[31m[/bold] 0" in after
    finally:
        terminal.close()


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")
def test_a_guest_that_failed_decides_the_exit_code(talker: Path) -> None:
    terminal = PseudoTerminal("run", str(talker))
    try:
        terminal.wait_text("Said 0")
        for said in ("Said 1", "Said 2", "three is too many"):
            terminal.send(b"\r")
            terminal.wait_text(said)
        terminal.send(b"\x11")
        assert terminal.wait_end() == 6
        assert "three is too many" in terminal.output.rpartition("\x1b[?1049l")[2]
    finally:
        terminal.close()


async def test_a_pressed_link_is_shown_and_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "linked.tsx"
    source.write_text(
        'import { Link } from "rill/sdk";\n'
        'export default () => <Link autoFocus href="https://example.com/[bold]x">Go</Link>;\n'
    )
    opened: list[str] = []
    monkeypatch.setattr(GuestApp, "open_url", lambda _self, url, **_options: opened.append(url))
    async with shown(source) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        assert [(note.message, note.markup) for note in app._notifications] == [("https://example.com/[bold]x", False)]
        assert opened == []


async def test_a_picture_of_the_bundle_is_drawn(tmp_path: Path) -> None:
    Image.new("RGB", (3, 4), (255, 0, 0)).save(tmp_path / "logo.png")
    source = tmp_path / "pictured.tsx"
    source.write_text(
        'import { useState } from "react";\n'
        'import { Column, Image, Text } from "rill/sdk";\n'
        'import logo from "./logo.png";\n'
        "export default function Pictured() {\n"
        '  const [size, setSize] = useState("none");\n'
        "  return (\n"
        "    <Column>\n"
        '      <Image source={logo} alt="Logo" onLoad={(event) => setSize(`${event.width} by ${event.height}`)} />\n'
        "      <Text>{size}</Text>\n"
        "    </Column>\n"
        "  );\n"
        "}\n"
    )
    async with shown(source) as (app, pilot):
        while "3 by 4" not in screen_text(app):
            await pilot.pause()
        assert "▀▀▀" in screen_text(app)


async def test_f9_changes_between_dark_and_light_and_the_guest_follows(talker: Path) -> None:
    async with shown(talker) as (app, pilot):
        before = app.query_one(GuestView).background_colors[1]
        await pilot.press("f9")
        await pilot.pause()
        assert app.theme == "textual-light"
        after = app.query_one(GuestView).background_colors[1]
        assert after.brightness > 0.5 > before.brightness
        await pilot.press("f9")
        assert app.theme == "textual-dark"
