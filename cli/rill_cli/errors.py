"""How commands tell errors: to people as one line with details below it, to programs as data."""

from __future__ import annotations

from typing import Any

from rill.protocol.errors import BuildError, GuestError, LimitError, RillError
from rill.protocol.printable import escape, escape_lines
from rill_cli.exit_codes import exit_code_of
from rill_cli.terminal import Terminal


def complain(error: RillError, terminal: Terminal) -> None:
    """Print an error: its message, then a code frame or the guest's stack. What a guest says is escaped."""
    message = escape(error.message)
    details = ""
    if isinstance(error, BuildError):
        details = escape_lines(error.frame)
    elif isinstance(error, GuestError | LimitError):
        details = _stack_without(escape_lines(error.stack), message)
    terminal.complain(message, error.code, details.rstrip("\n"))


def error_data(error: RillError) -> dict[str, Any]:
    """Return an error as JSON data: class, code, message, path, exit code, and what its class adds."""
    data: dict[str, Any] = {
        "kind": type(error).__name__,
        "code": error.code,
        "message": error.message,
        "path": error.path,
        "exit_code": exit_code_of(error),
    }
    for name in ("line", "column", "frame", "name", "stack", "limit", "value", "maximum", "fault"):
        if hasattr(error, name):
            data[name] = getattr(error, name)
    return data


def _stack_without(stack: str, message: str) -> str:
    """Leave the first line out where it repeats the message, as engines like to."""
    first, _, rest = stack.partition("\n")
    return rest if message and message in first else stack
