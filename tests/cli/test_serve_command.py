"""`rill serve`, as it is used: in a process of its own, ended by a signal."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rill import HostError
from rill_cli.main import run
from rill_cli.serve_command import read_routes

SOURCE = """
import { Text } from "rill/sdk";
export default function Hello({ name = "you" }) { return <Text>Hello {name}</Text>; }
"""
PATIENCE_S = 60


@pytest.fixture
def hello(tmp_path: Path) -> Path:
    source = tmp_path / "hello.tsx"
    source.write_text(SOURCE)
    return source


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command, running; it is ended whatever happens."""
    command = [sys.executable, "-c", "from rill_cli.main import main; main()", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE_S)


def fetch(address: str) -> str:
    """A page, as a program of its own gets it: no module of Rill opens connections."""
    code = "import sys, urllib.request as u; sys.stdout.buffer.write(u.urlopen(sys.argv[1], timeout=20).read())"
    return subprocess.run(
        [sys.executable, "-c", code, address], capture_output=True, check=True, text=True, timeout=PATIENCE_S
    ).stdout


def test_guests_are_served_until_a_signal_and_the_end_is_orderly(hello: Path) -> None:
    arguments = ("serve", "/{name}=" + str(hello), "--port", "0", "--props", '{"name": "Ada"}', "--json")
    with started(*arguments) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        assert first["ok"]
        (address,) = first["addresses"]
        assert address.startswith("http://127.0.0.1:")
        page = fetch(address.replace("{name}", "x"))
        assert "Ada" in page
        assert "<title>hello</title>" in page
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0, err
        statistics = json.loads(out)["statistics"]
        assert (statistics["pages"], statistics["sessions"]) == (1, 0)
        assert "Traceback" not in err


def test_one_guest_runs_in_a_browser_until_it_is_interrupted(hello: Path) -> None:
    with started("run", str(hello), "--target", "web") as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert "Hello" in fetch(address)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0, err
        assert "Traceback" not in err


def test_where_guests_are() -> None:
    assert read_routes(["a.tsx"]) == {"/": Path("a.tsx")}
    assert read_routes(["x/a.tsx", "b.rill"]) == {"/a": Path("x/a.tsx"), "/b": Path("b.rill")}
    assert read_routes(["/=a.tsx", "/x/{y}=b=c.rill"]) == {"/": Path("a.tsx"), "/x/{y}": Path("b=c.rill")}
    # A file whose name has a = in it.
    assert read_routes(["a=b.tsx"]) == {"/": Path("a=b.tsx")}
    with pytest.raises(HostError) as caught:
        read_routes(["x/a.tsx", "y/a.tsx"])
    assert caught.value.code == "route_invalid"


def test_other_machines_ask_under_a_name_that_must_be_said(hello: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", str(hello), "--host", "0.0.0.0"]) == 3
    assert "error[origin_missing]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "code"),
    [
        (("--origin", "app.example.com"), "origin_invalid"),
        (("--trusted-proxy", "somewhere"), "proxy_invalid"),
        (("--props", "["), "option_invalid"),
    ],
)
def test_options_that_cannot_be_meant(
    hello: Path, option: tuple[str, str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", str(hello), "--port", "0", *option]) == 3
    assert f"error[{code}]" in capsys.readouterr().err


def test_a_guest_that_does_not_build_keeps_it_from_starting(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.tsx"
    broken.write_text("export default <")
    assert run(["serve", str(broken), "--port", "0"]) == 4
    assert "broken.tsx" in capsys.readouterr().err


def test_without_the_extra_it_says_what_to_install(
    hello: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "rill_cli.web_server", raising=False)
    monkeypatch.delitem(sys.modules, "rill_cli.run_web", raising=False)
    assert run(["serve", str(hello)]) == 3
    assert "pip install 'rill-ui[web]'" in capsys.readouterr().err
    assert run(["run", str(hello), "--target", "web"]) == 3
    assert "error[web_missing]" in capsys.readouterr().err
