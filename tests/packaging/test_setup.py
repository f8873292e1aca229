"""tools/setup.py and the Makefile: what `make setup` does on a fresh machine, and what it leaves alone the second time.

No test here installs anything; tests/packaging/test_wheel.py does.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool, working on a checkout of its own."""
    spec = importlib.util.spec_from_file_location("rill_setup_tool", ROOT / "tools" / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "rill-setup.txt")
    return module


@pytest.fixture
def steps(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the steps that were run, instead of running them."""
    names: list[str] = []

    def record(what: str, *_: Any) -> None:
        names.append(what)

    def make() -> list[str]:
        names.append(".venv")
        setup.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        setup.PYTHON.touch()
        return ["pip"]

    monkeypatch.setattr(setup, "run", record)
    monkeypatch.setattr(setup, "make_environment", make)
    monkeypatch.setattr(setup, "works", lambda pip: setup.PYTHON.exists())
    return names


def test_the_first_run_makes_the_environment_and_the_second_does_not(setup: ModuleType, steps: list[str]) -> None:
    setup.install_environment()
    assert steps == [".venv", "the Python packages"]
    setup.install_environment()
    assert steps == [".venv", "the Python packages"]


def test_other_dependencies_make_it_anew_and_other_settings_of_tools_do_not(
    setup: ModuleType, steps: list[str], tmp_path: Path
) -> None:
    setup.install_environment()
    project = (tmp_path / "pyproject.toml").read_text()
    (tmp_path / "pyproject.toml").write_text(project.replace("line-length = 120", "line-length = 100"))
    setup.install_environment()
    assert len(steps) == 2
    (tmp_path / "pyproject.toml").write_text(project.replace('"msgspec==', '"msgspec>='))
    setup.install_environment()
    assert steps[2:] == [".venv", "the Python packages"]


def test_an_environment_that_somebody_made_by_hand_is_used_as_it_is(setup: ModuleType, steps: list[str]) -> None:
    setup.PYTHON.parent.mkdir(parents=True)
    setup.PYTHON.touch()
    setup.install_environment()
    assert steps == ["the Python packages"]


def test_packages_of_an_example_are_installed_once_for_each_lock_file(
    setup: ModuleType, steps: list[str], tmp_path: Path
) -> None:
    lock = tmp_path / "examples" / "one" / "bun.lock"
    lock.parent.mkdir(parents=True)
    lock.write_text("1")
    setup.install_packages(lock)
    setup.install_packages(lock)
    assert steps == ["the packages of one"]
    lock.write_text("2")
    setup.install_packages(lock)
    assert steps == ["the packages of one"] * 2


def test_a_step_that_fails_ends_with_its_output_and_its_command(
    setup: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        setup.run("the moon", [sys.executable, "-c", "print('no rocket'); raise SystemExit(3)"], tmp_path)
    message = str(caught.value)
    assert message.startswith("no rocket\n")
    assert "setting up the moon failed with exit code 3" in message


def test_a_quick_step_says_nothing(setup: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    setup.run("nothing", [sys.executable, "-c", "print('hidden')"], tmp_path)
    assert capfd.readouterr() == ("", "")


# Debian keeps a part of venv in a package of its own. How: a shell script stands in for a Python without it.
@pytest.mark.parametrize("has_pip", [True, False])
def test_without_python3_venv_the_systems_pip_helps_or_the_error_names_the_package(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_pip: bool
) -> None:
    python = tmp_path / "python3"
    python.write_text(
        "#!/bin/sh\n"
        'case "$*" in\n'
        f'  "-m venv --without-pip"*) exec {sys.executable} "$@" ;;\n'
        '  "-m venv"*) echo "ensurepip is not available"; exit 1 ;;\n'
        f'  "-m pip"*) exit {0 if has_pip else 1} ;;\n'
        "esac\n"
    )
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    if has_pip:
        assert setup.make_environment() == [str(python), "-m", "pip", "--python", setup.PYTHON]
        assert setup.PYTHON.exists()
    else:
        with pytest.raises(SystemExit, match="apt install python3-venv"):
            setup.make_environment()
        assert not setup.VENV.exists()


def test_an_older_python_is_told_which_one_is_needed(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 12))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer, this is 3\.10\.12"):
        setup.main()


def test_every_task_is_one_short_line() -> None:
    lines = (ROOT / "Makefile").read_text().splitlines()
    tasks = re.findall(r"^\.PHONY: (.*)$", "\n".join(lines), re.MULTILINE)[0].split()
    for task in tasks:
        (line,) = (line for line in lines if line.startswith(f"{task}:"))
        assert len(line) <= 120
    assert {"setup", "demo", "test", "check", "test-slow", "fuzz", "bench", "docs", "build"} <= set(tasks)
