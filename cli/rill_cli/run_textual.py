"""The target `textual` of `rill run`: a small application around one guest, with the devtools beside it on demand."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
from typing import Any, ClassVar, Final

from rill.protocol.errors import HostError, RillError
from rill_cli.errors import complain
from rill_cli.exit_codes import OK, exit_code_of
from rill_cli.guest_loading import load_guest, make_engine
from rill_cli.guest_voice import GuestVoice
from rill_cli.terminal import Terminal

try:
    from textual.app import App, ComposeResult
    from textual.binding import Binding, BindingType
    from textual.widget import Widget
    from textual.widgets import Footer, Header
except ImportError:
    raise HostError(
        "showing a guest on this terminal needs Textual, which is not installed; run `pip install 'rill-ui[textual]'`, "
        "or add --target recorder to print its tree",
        code="textual_missing",
    ) from None

from rill.devtools.textual import DevtoolsPanel
from rill.host.engine import Opening
from rill.host.textual import GuestView

_DARK: Final = "textual-dark"
_LIGHT: Final = "textual-light"


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
        bundle = await load_guest(arguments.source, engine, terminal, templates=not arguments.no_templates)
        opening = engine.open(bundle, props=props, config=config)
        title = f"{bundle.id} {bundle.manifest.version}"
        app = GuestApp(opening, title=title, devtools=arguments.devtools, light=arguments.theme == "light")
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
    """Shows one guest that is being opened. The session stays the caller's, who closes it after the application.

    Args:
        opening: the guest.
        title: what stands above it.
        devtools: open the devtools at once, and record from the first turn on.
        light: begin with the light theme.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", priority=True),
        # Of the application and not of the view's, so that it works while nothing has the focus.
        Binding("f12", "toggle_devtools", "Devtools", priority=True),
        Binding("f9", "toggle_theme", "Light/dark", priority=True),
    ]
    ENABLE_COMMAND_PALETTE = False
    # The focus is the guest's to ask for, or the person's to move; a view gets none that something else has.
    AUTO_FOCUS = None

    def __init__(self, opening: Opening, *, title: str, devtools: bool = False, light: bool = False) -> None:
        super().__init__()
        self.theme = _LIGHT if light else _DARK
        self.title = title
        self.voice = GuestVoice()
        self._opening = opening
        self._is_devtools_first = devtools
        self._view = GuestView(session=opening.session, development=True, devtools=self._make_devtools)
        self.voice.follow(opening.session)

    def compose(self) -> ComposeResult:
        yield Header(icon="")
        yield self._view
        yield Footer()

    def on_mount(self) -> None:
        if self._is_devtools_first:
            self._view.toggle_devtools()
        self.run_worker(self._open(), name="open the guest")

    async def _open(self) -> None:
        # The view shows how a start fails, and offers another one.
        with contextlib.suppress(RillError):
            await self._opening

    def on_guest_view_problem(self, event: GuestView.Problem) -> None:
        """A component that this application cannot draw: say so where the guest's words are."""
        self.voice.add("host error", event.error.message)
        panel = self._view.devtools
        if isinstance(panel, DevtoolsPanel) and panel.recording is not None:
            panel.recording.add_error("host", event.error)

    def on_guest_view_link_pressed(self, event: GuestView.LinkPressed) -> None:
        """Show where a link leads, and leave it to the person to go there: the guest may be anybody's."""
        self.notify(event.href, title="Link", markup=False)

    def action_toggle_devtools(self) -> None:
        self._view.toggle_devtools()

    def action_toggle_theme(self) -> None:
        self.theme = _DARK if self.theme == _LIGHT else _LIGHT

    def _make_devtools(self, view: GuestView) -> Widget:
        # It begins with what the guest has said so far.
        return DevtoolsPanel(view, console=[(line.kind, line.text) for line in self.voice.lines])
