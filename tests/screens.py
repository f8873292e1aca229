"""What a terminal shows, as text, and snapshots of it: one text file for each suite, beside the suite.

``make snapshots``, or ``RILL_UPDATE_SNAPSHOTS=1 pytest ...``, writes the files anew; review them like code.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any, Final

from rich.segment import Segment
from textual.app import App
from textual.events import Key

_UPDATING: Final = os.environ.get("RILL_UPDATE_SNAPSHOTS") == "1"
_HEADING: Final = "=== "


def screen_segments(app: App[Any]) -> list[list[Segment]]:
    """What the compositor paints, line by line: the last thing before a terminal's bytes."""
    return [list(strip) for strip in app.screen._compositor.render_strips()]


def screen_lines(app: App[Any]) -> list[str]:
    """The lines of the screen, without spaces at their ends."""
    return ["".join(segment.text for segment in line).rstrip() for line in screen_segments(app)]


def screen_text(app: App[Any]) -> str:
    """The screen as text, without empty lines at its end."""
    return "\n".join(screen_lines(app)).rstrip()


def type_fast(app: App[Any], text: str) -> None:
    """Send a text's keys as a terminal does when they come faster than anything can answer."""
    for character in text:
        name = {" ": "space", "\n": "enter"}.get(character, character)
        app.post_message(Key(name, "\r" if character == "\n" else character))


class SnapshotFile:
    """The snapshots of one suite. Made once in a module: ``snapshots = SnapshotFile(__file__)``."""

    def __init__(self, suite: str) -> None:
        self.path = Path(suite).with_suffix(".snapshots.txt")
        self._texts = _parse(self.path.read_text("utf-8")) if self.path.exists() else {}

    def check(self, name: str, text: str) -> None:
        """Compare a text with the snapshot of this name."""
        if _UPDATING:
            self._write(name, text)
        expected = self._texts.get(name)
        assert expected is not None, f"no snapshot {name!r} in {self.path.name}; run with RILL_UPDATE_SNAPSHOTS=1"
        assert text == expected, f"the screen is not as snapshot {name!r} in {self.path.name} says"

    def _write(self, name: str, text: str) -> None:
        # Locked, because the tests of one suite may run in several processes.
        with self.path.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            self._texts = {**_parse(file.read()), name: text}
            file.truncate(0)
            file.write("\n".join(f"{_HEADING}{key}\n{self._texts[key]}\n" for key in sorted(self._texts)))

    def check_screen(self, name: str, app: App[Any]) -> None:
        """Compare the screen with the snapshot of this name."""
        self.check(name, screen_text(app))


def _parse(file: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for part in file.split(_HEADING)[1:]:
        name, _, text = part.partition("\n")
        texts[name.strip()] = text.rstrip("\n")
    return texts
