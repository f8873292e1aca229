from __future__ import annotations

import io
import json
import time

import pytest

from rill_cli import terminal as module
from rill_cli.terminal import Terminal, colour_wanted


class Screen(io.StringIO):
    """Standard error as a terminal has it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert colour_wanted(Screen())
    assert not colour_wanted(io.StringIO())
    monkeypatch.setenv("TERM", "dumb")
    assert not colour_wanted(Screen())
    monkeypatch.delenv("TERM")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colour_wanted(Screen())
    monkeypatch.setenv("NO_COLOR", "")
    assert colour_wanted(Screen())


def test_an_error_is_coloured_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    screen, file = Screen(), io.StringIO()
    Terminal(err=screen).complain("bad", "host_error", "> 1 | x")
    Terminal(err=file).complain("bad", "host_error")
    assert screen.getvalue() == "\x1b[1;31merror\x1b[0m[host_error]: bad\n> 1 | x\n"
    assert file.getvalue() == "error[host_error]: bad\n"


def test_results_are_text_for_people_and_one_json_object_a_line_for_programs() -> None:
    out = io.StringIO()
    Terminal(out=out).result("done", {"ok": True})
    Terminal(out=out, as_json=True).result("done", {"ok": True, "text": "é\n"})
    text, data = out.getvalue().splitlines()
    assert text == "done"
    assert json.loads(data) == {"ok": True, "text": "é\n"}


def test_notes_and_warnings_are_not_said_to_programs() -> None:
    err = io.StringIO()
    terminal = Terminal(err=err, as_json=True)
    terminal.note("a note")
    terminal.warn("a warning")
    with terminal.progress("waiting"):
        pass
    assert err.getvalue() == ""


def test_a_terminal_that_cannot_show_a_character_gets_an_escape() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    Terminal(out=out).result("é", {})
    assert raw.getvalue() == b"\\xe9\n"


def test_what_is_quick_is_done_without_a_word() -> None:
    err = io.StringIO()
    with Terminal(err=err).progress("building"):
        pass
    assert err.getvalue() == ""


def test_what_takes_long_is_said_while_it_lasts_and_when_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PROGRESS_AFTER_S", 0.0)
    err = io.StringIO()
    with Terminal(err=err).progress("building"):
        deadline = time.monotonic() + 10
        while not err.getvalue() and time.monotonic() < deadline:
            time.sleep(0.001)
        assert err.getvalue() == "building ...\n"
    assert err.getvalue().splitlines()[1].startswith("building: 0.")
