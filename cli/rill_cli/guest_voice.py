"""What a running guest says beside its screen: console lines, messages to the host, and errors that it survived."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rill.protocol.errors import RillError
from rill.protocol.printable import escape

if TYPE_CHECKING:
    from rill.host.session import LogEvent, Session

# The last lines are the ones that explain an end; the session itself bounds how many come in a second.
_LINES_MAX: Final = 1_000
_LINE_CHARACTERS_MAX: Final = 2_000


@dataclass(frozen=True, slots=True)
class GuestLine:
    """One thing that a guest said. ``text`` is the guest's own and not safe to print; ``shown`` is."""

    kind: str
    text: str

    @property
    def shown(self) -> str:
        text = escape(self.text[:_LINE_CHARACTERS_MAX])
        return f"guest {self.kind}: {text}{'...' if len(self.text) > _LINE_CHARACTERS_MAX else ''}"


class GuestVoice:
    """Collects what a session says, and tells a listener of each line at once, if there is one."""

    def __init__(self, listener: Callable[[GuestLine], None] | None = None) -> None:
        self.lines: deque[GuestLine] = deque(maxlen=_LINES_MAX)
        self._listener = listener

    def follow(self, session: Session) -> None:
        """Listen to a session, for as long as it lives."""
        session.on("log", self._on_log)
        session.on("message", self._on_message)
        session.on("error", self._on_error)

    def _on_log(self, event: LogEvent) -> None:
        self.add(event.level, event.text)

    def _on_message(self, name: str, payload: Any) -> None:
        self.add("message", f"{name} {json.dumps(payload, ensure_ascii=False, default=repr)}")

    def _on_error(self, error: RillError) -> None:
        self.add("error", error.message)

    def add(self, kind: str, text: str) -> None:
        """Keep a line, and tell the listener."""
        line = GuestLine(kind, text)
        self.lines.append(line)
        if self._listener is not None:
            self._listener(line)
