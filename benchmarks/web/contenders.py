"""Who takes part, and their servers: each in a process of its own. Rill runs in the project's environment, each peer in
one that is made for it, with the versions of its requirements file; nothing of theirs is ever in the project's."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
ENVIRONMENTS: Final = ROOT / ".cache" / "benchmarks-web"
PEERS: Final = ("reactpy", "nicegui")


@dataclass(frozen=True, slots=True)
class Contender:
    """One of them.

    Attributes:
        name: how figures are kept, and which of `clients.CLIENTS` speaks to it by its first word.
        title: how tables name it.
        counter, table, thousand: where its pages are; None where it has none of that kind.
    """

    name: str
    title: str
    server: str
    counter: str
    table: str
    thousand: str | None


CONTENDERS: Final = (
    Contender("rill solid", "Rill, Solid", "rill", "/counter", "/table", "/thousand"),
    Contender("rill react", "Rill, React", "rill", "/counter-react", "/table-react", None),
    Contender("reactpy", "ReactPy", "reactpy", "/counter", "/table", "/thousand"),
    Contender("nicegui", "NiceGUI", "nicegui", "/counter", "/table", "/thousand"),
)


class Server:
    """The process of one server, which ends with the block.

    Args:
        folder: the bundles of Rill's guests, or what is served as it is.
        cores: to which the process is kept; all, if it is None.
    """

    def __init__(self, name: str, folder: Path, *, cores: set[int] | None = None) -> None:
        self._name = name
        self._folder = folder
        self._cores = cores
        self._process: subprocess.Popen[str] | None = None
        self.origin = ""

    def __enter__(self) -> Server:
        if self._name == "rill":
            command = [sys.executable, "-m", "benchmarks.web.rill_page", str(self._folder)]
        elif self._name == "static":
            command = [sys.executable, "-m", "benchmarks.web.static_page", str(self._folder)]
        else:
            command = [str(python_of(self._name)), "-m", f"benchmarks.web.peers.{self._name}_page"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        if self._cores is not None:
            os.sched_setaffinity(self._process.pid, self._cores)
        assert self._process.stdout is not None
        port = self._process.stdout.readline().strip()
        if not port:
            raise SystemExit(f"the server of {self._name} did not start")
        self.origin = f"http://127.0.0.1:{port}"
        return self

    def ask(self) -> Mapping[str, Any]:
        """What the process holds, and what it knows of itself."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        answer: Mapping[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        if self._process.stdout is not None:
            self._process.stdout.close()


def python_of(peer: str) -> Path:
    """The Python of a peer's environment, which is made if it is not there.

    Raises:
        SystemExit: its packages cannot be installed; what the installer said is in the message.
    """
    requirements = HERE / "peers" / f"{peer}.txt"
    # Other versions are another environment.
    key = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    folder = ENVIRONMENTS / f"{peer}-{key}"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        print(f"installing {peer} into {folder.relative_to(ROOT)}", file=sys.stderr, flush=True)
        venv.create(folder, with_pip=True, clear=True)
        done = subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "--requirement", str(requirements)],
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
        if done.returncode != 0:
            raise SystemExit(f"{done.stderr[-2_000:]}\ncannot install {peer}")
        (folder / "complete").touch()
    return python


def versions() -> Mapping[str, str]:
    """The versions of the peers, as their requirements pin them."""
    found: dict[str, str] = {}
    for peer in PEERS:
        for line in (HERE / "peers" / f"{peer}.txt").read_text("utf-8").splitlines():
            name, _, version = line.partition("==")
            if name == peer:
                found[peer] = version
    return found


def build_bundles(folder: Path) -> None:
    """Build the guests, in a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "benchmarks.web.rill_page", "--build", str(folder)], cwd=ROOT, check=True, timeout=300
    )
