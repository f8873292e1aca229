"""What the commands say: results to standard output, the rest to standard error, and nothing of a guest interpreted.

No command's own words are here, and nothing here exits.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, TextIO

# A command that is quicker than this says only its result.
_PROGRESS_AFTER_S: Final = 1.0


def colour_wanted(stream: TextIO) -> bool:
    """Tell whether to colour what goes to a stream: not with NO_COLOR or TERM=dumb, nor into a file or pipe."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


class Terminal:
    """Where one run of a command speaks. With ``as_json`` results are JSON, one object a line, without notes."""

    def __init__(self, *, as_json: bool = False, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.as_json = as_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._colour = colour_wanted(self._err)

    def result(self, text: str, data: Mapping[str, Any]) -> None:
        """Say a command's result: the text for people, the data for programs."""
        if self.as_json:
            text = json.dumps(data, ensure_ascii=True, sort_keys=True, default=str)
        self._write(self._out, text)

    def note(self, text: str) -> None:
        """Say something beside the result. Silent with ``as_json``, whose readers get it as data."""
        if not self.as_json:
            self._write(self._err, text)

    def warn(self, text: str) -> None:
        self.note(f"{self._paint('warning', '33')}: {text}")

    def complain(self, text: str, code: str, details: str = "") -> None:
        """Say what went wrong in one line, with details below. With ``as_json`` too: it goes to standard error."""
        self._write(self._err, f"{self._paint('error', '31')}[{code}]: {text}")
        if details:
            self._write(self._err, details)

    @contextmanager
    def progress(self, what: str) -> Iterator[None]:
        """Say what takes so long, once it has taken a second. A thread says it, because the work may block."""
        if self.as_json:
            yield
            return
        started = time.monotonic()
        said = threading.Event()

        def say() -> None:
            said.set()
            self._write(self._err, f"{what} ...")

        timer = threading.Timer(_PROGRESS_AFTER_S, say)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            if said.is_set():
                self._write(self._err, f"{what}: {time.monotonic() - started:.1f} s")

    def _paint(self, text: str, colour: str) -> str:
        return f"\x1b[1;{colour}m{text}\x1b[0m" if self._colour else text

    def _write(self, stream: TextIO, text: str) -> None:
        # A terminal that cannot show a character gets an escape instead of an exception.
        encoding = stream.encoding or "utf-8"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        stream.flush()
