"""What stands in place of a guest's life when it has failed: the error in words, and a way to restart.

Knows no session.
"""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from rill.host.terminal_text import clean_line, clean_text
from rill.protocol.errors import BuildError, GuestError, LimitError, RillError

# Enough to find the line; the rest is for logs.
_STACK_LINES: Final = 6
_MESSAGE_CHARACTERS: Final = 2_000


class FailurePanel(Vertical):
    """Shows one error. Posts `FailurePanel.Restart` when a person wants to go on."""

    DEFAULT_CSS = """
    FailurePanel {
        height: auto;
        max-height: 60%;
        border: round $error;
        padding: 0 1;
        background: $surface;
        color: $foreground;
    }
    FailurePanel > .rill-failure-text { height: auto; max-height: 12; overflow-y: auto; }
    FailurePanel .rill-failure-title { color: $text-error; text-style: bold; height: auto; }
    FailurePanel .rill-failure-message { height: auto; }
    FailurePanel .rill-failure-stack { color: $text-muted; height: auto; }
    FailurePanel > Horizontal { height: auto; }
    FailurePanel > Horizontal > Static {
        width: 1fr;
        height: 3;
        content-align: left middle;
        padding: 0 1;
        color: $text-muted;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "restart", "Restart")]

    class Restart(Message):
        """A person asked for the guest to be started again."""

    def __init__(self, error: RillError) -> None:
        super().__init__()
        self._error = error

    def compose(self) -> ComposeResult:
        error = self._error
        with Vertical(classes="rill-failure-text"):
            yield Static(Content(title_of(error)), markup=False, classes="rill-failure-title")
            message = clean_text(error.message[:_MESSAGE_CHARACTERS])
            yield Static(Content(message), markup=False, classes="rill-failure-message")
            detail = detail_of(error)
            if detail:
                yield Static(Content(detail), markup=False, classes="rill-failure-stack")
        with Horizontal():
            yield Button(Content("Restart"), variant="error")
            yield Static(Content("or press R here"), markup=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Restart())

    def action_restart(self) -> None:
        self.post_message(self.Restart())

    def focus_restart(self) -> None:
        """Put the focus on the button."""
        self.query_one(Button).focus()


def title_of(error: RillError) -> str:
    """The first line: what kind of error it was, by the guest's name for it and by its stable code."""
    name = clean_line(error.name[:80]) if isinstance(error, GuestError) and error.name else type(error).__name__
    return f"{name} ({error.code})"


def detail_of(error: RillError) -> str:
    """Where it was: the first lines of the guest's stack, or the lines of source around it."""
    if isinstance(error, BuildError):
        where = error.frame
    elif isinstance(error, GuestError | LimitError):
        where = error.stack
    else:
        where = ""
    lines = clean_text(where[:_MESSAGE_CHARACTERS]).splitlines()
    return "\n".join(lines[:_STACK_LINES])
