"""Build hook of the wheel and the sdist: adds what is built and not committed, and fails when it is not there.

It builds nothing itself: `make setup` does, from pinned sources. So a wheel is made from what the tests ran on, and an
sdist, which carries the same files, needs neither compiler nor bundler to become a wheel.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Every file that a wheel needs beside the Python sources: each pattern has to match at least once.
ARTEFACTS = (
    "rill/sandbox/wasm/*.wasm",
    "rill/guest/runtimes/react.js",
    "rill/guest/runtimes/react.json",
    "rill/guest/runtimes/shim.js",
    "rill/guest/runtimes/LICENSES.txt",
    "rill/guest/types/**/*.d.ts",
    "rill/guest/types/tsconfig.json",
    "rill/guest/bundler/bundler.js",
    "rill/guest/bundler/analyzer.js",
    "rill/guest/bundler/solid_dom.js",
    "rill/guest/bundler/LICENSES.txt",
    "rill/host/web/static/connector.js",
    "rill/host/web/static/module-*.js",
)


class Hook(BuildHookInterface[Any]):
    """Found by hatchling through its base class."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the artefacts.

        Raises:
            SystemExit: one is missing; the message names it and the command that builds it.
        """
        if version == "editable":
            # A checkout is installed first and builds its artefacts then.
            return
        root = Path(self.root)
        missing = [pattern for pattern in ARTEFACTS if not any(root.glob(pattern))]
        if missing:
            raise SystemExit(
                f"cannot build the {self.target_name}: {', '.join(missing)} is missing; run `make setup` first"
            )
        build_data["artifacts"].extend(f"/{pattern}" for pattern in ARTEFACTS)
