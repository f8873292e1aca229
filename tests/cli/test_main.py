from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from rill.protocol.errors import BuildError, GuestError, LimitError
from rill_cli import build_command, main
from rill_cli.main import make_parser, run

EXPECTED_COMMANDS = {"build", "analyze", "run", "serve"}


def test_help_teaches_a_first_guest_and_lists_the_commands_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(["--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    for part in ('from "rill/sdk"', "rill run app.tsx", "exit codes:", "NO_COLOR", *EXPECTED_COMMANDS):
        assert part in text
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize("command", sorted(EXPECTED_COMMANDS))
def test_each_command_has_help_with_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run([command, "--help"])
    assert caught.value.code == 0
    assert "examples:" in capsys.readouterr().out


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"rill {main.version()}\n"


@pytest.mark.parametrize(
    "argv",
    [[], ["fly"], ["build"], ["build", "a.tsx", "--wat"], ["run", "a", "--target", "paper"], ["build", "\x1b[2J", "x"]],
)
def test_a_wrong_command_line_is_one_line_and_exit_code_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(argv)
    assert caught.value.code == 2
    error = capsys.readouterr().err
    assert error.startswith("error[usage]: ")
    assert error.count("\n") == 1
    assert "--help" in error
    assert "\x1b" not in error


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """Makes `rill build` raise what is put into the list."""
    raised: list[BaseException] = []

    def fail(*_: object) -> int:
        raise raised[0]

    monkeypatch.setattr(build_command, "run", fail)
    return raised


def test_an_expected_error_is_a_message_a_frame_and_an_exit_code(
    failing: list[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    failing.append(BuildError("app.tsx:1:2: unexpected ;", frame="> 1 | ;\n    | ^"))
    assert run(["build", "app.tsx"]) == 4
    captured = capsys.readouterr()
    assert captured.err == "error[build_failed]: app.tsx:1:2: unexpected ;\n> 1 | ;\n    | ^\n"
    assert captured.out == ""


def test_a_guests_stack_is_shown_escaped_and_without_repeating_the_message(
    failing: list[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    failing.append(GuestError("no \x1b[31mred", stack="Error: no \x1b[31mred\n    at App (app:1:2)\n"))
    assert run(["build", "app.tsx"]) == 6
    error = capsys.readouterr().err
    assert "\x1b" not in error
    assert error.splitlines()[1:] == ["    at App (app:1:2)"]


def test_json_reports_errors_as_data_too(failing: list[BaseException], capsys: pytest.CaptureFixture[str]) -> None:
    failing.append(LimitError("too long", limit="turn_ms", value=501.0, maximum=500.0))
    assert run(["build", "app.tsx", "--json"]) == 7
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["kind"] == "LimitError"
    assert (error["limit"], error["maximum"], error["fault"], error["exit_code"]) == ("turn_ms", 500.0, "guest", 7)


def test_an_interruption_is_exit_code_130_without_a_word(
    failing: list[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    failing.append(KeyboardInterrupt())
    assert run(["build", "app.tsx"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_bug_of_rill_is_not_hidden(failing: list[BaseException]) -> None:
    failing.append(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        run(["build", "app.tsx"])


def test_a_reader_that_leaves_early_is_no_traceback(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", "from rill_cli.main import main; main(['build', 'app.tsx', '--json'])"],
        cwd=tmp_path,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert done.returncode == 128 + signal.SIGPIPE
    assert b"Traceback" not in done.stderr


def test_only_commands_that_exist_are_listed() -> None:
    (commands,) = (action for action in make_parser()._actions if action.dest == "command")
    assert set(commands.choices or ()) == EXPECTED_COMMANDS
    for name in EXPECTED_COMMANDS:
        module = main._COMMANDS[name]
        assert isinstance(module, ModuleType)
        assert callable(module.run)


def test_the_commands_start_without_loading_what_they_do_not_use() -> None:
    script = "import sys, rill_cli.main; print([n for n in ('textual', 'wasmtime', 'rill.host') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
