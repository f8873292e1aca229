"""The target `textual` of `rill run`: a small application around one guest, with its console on a panel of its own."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
from typing import Any, ClassVar

from rill.protocol.errors import HostError, RillError
from rill_cli.errors import complain
from rill_cli.exit_codes import OK, exit_code_of
from rill_cli.guest_loading import load_guest, make_engine
from rill_cli.guest_voice import GuestLine, GuestVoice
from rill_cli.terminal import Terminal

try:
    from rich.text import Text
    from textual.app import App, ComposeResult
    from textual.binding import Binding, BindingType
    from textual.widgets import Footer, Header, RichLog
except ImportError:
    raise HostError(
        "showing a guest on this terminal needs Textual, which is not installed; run `pip install 'rill-ui[textual]'`, "
        "or add --target recorder to print its tree",
        code="textual_missing",
    ) from None

from rill.host.engine import Opening
from rill.host.textual import GuestView

# As many as a person scrolls back through; the voice keeps as many for the end.
_CONSOLE_LINES_MAX = 1_000


def run_on_screen(
    arguments: argparse.Namespace, props: dict[str, Any], config: dict[str, Any], terminal: Terminal
) -> int:
    """Show the guest until it is quit, then print what it said; its last error decides the exit code.

    Raises:
        RillError: it did not get as far as the screen.
    """
    # Textual draws on standard error, so that standard output may go elsewhere.
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise HostError(
            "the target textual needs a terminal; add --target recorder to print the tree", code="no_terminal"
        )
    return asyncio.run(_show(arguments, props, config, terminal))


async def _show(
    arguments: argparse.Namespace, props: dict[str, Any], config: dict[str, Any], terminal: Terminal
) -> int:
    async with make_engine(arguments, terminal) as engine:
        bundle = await load_guest(arguments.source, engine, terminal)
        opening = engine.open(bundle, props=props, config=config)
        app = GuestApp(opening, title=f"{bundle.id} {bundle.manifest.version}")
        await app.run_async()
        failure = opening.session.error
        await opening.session.close()
    for line in app.voice.lines:
        terminal.note(line.shown)
    if failure is not None:
        complain(failure, terminal)
        return exit_code_of(failure)
    return OK


class GuestApp(App[None]):
    """Shows one guest that is being opened. The session stays the caller's, who closes it after the application."""

    CSS = """
    #console { display: none; dock: bottom; height: 30%; min-height: 5; border-top: solid $primary; }
    #console.-open { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", priority=True),
        Binding("f12", "toggle_console", "Console", priority=True),
    ]
    ENABLE_COMMAND_PALETTE = False
    # The focus is the guest's to ask for, or the person's to move; a view gets none that something else has.
    AUTO_FOCUS = None

    def __init__(self, opening: Opening, *, title: str) -> None:
        super().__init__()
        self.title = title
        self.voice = GuestVoice(self._write)
        self._opening = opening
        self._console = RichLog(id="console", max_lines=_CONSOLE_LINES_MAX, markup=False, highlight=False, wrap=True)
        self._console.can_focus = False
        self.voice.follow(opening.session)

    def compose(self) -> ComposeResult:
        yield Header(icon="")
        yield GuestView(session=self._opening.session)
        yield self._console
        yield Footer()

    def on_mount(self) -> None:
        self.run_worker(self._open(), name="open the guest")

    async def _open(self) -> None:
        # The view shows how a start fails, and offers another one.
        with contextlib.suppress(RillError):
            await self._opening

    def on_guest_view_problem(self, event: GuestView.Problem) -> None:
        """A component that this application cannot draw: say so where the guest's words are."""
        self.voice.add("host error", event.error.message)

    def action_toggle_console(self) -> None:
        """Open or close the panel. Closed, it is no stop of the Tab key."""
        is_open = not self._console.has_class("-open")
        self._console.set_class(is_open, "-open")
        self._console.can_focus = is_open

    def _write(self, line: GuestLine) -> None:
        if self._console.is_attached:
            # Plain text, never markup: the words are the guest's.
            self._console.write(Text(line.shown))
