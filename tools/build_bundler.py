"""Builds the bundler program of `rill build` from rill/guest/bundler, with its locked dependencies, as one file.

The output, ``rill/guest/bundler/bundler.js``, is package data of the wheel and is not committed. Run it as
``python tools/build_bundler.py``; it does nothing when the output is newer than every source.
"""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

from build_sdk import find_bun

FOLDER = Path(__file__).resolve().parent.parent / "rill" / "guest" / "bundler"
OUTPUT = FOLDER / "bundler.js"
# The packages that become a part of the output, whose licences ask to be shipped with it.
BUNDLED = ("acorn",)


def is_fresh() -> bool:
    """Tell whether the output is newer than every source that it is made from."""
    if not OUTPUT.exists():
        return False
    built = OUTPUT.stat().st_mtime
    return all(path.stat().st_mtime <= built for path in FOLDER.iterdir() if path.is_file())


def build() -> None:
    """Install the locked dependencies and build the program.

    Raises:
        subprocess.CalledProcessError: one of the steps failed; it has said why.
    """
    bun = find_bun()
    subprocess.run([bun, "install", "--frozen-lockfile"], cwd=FOLDER, check=True)
    command: list[str | Path] = [
        bun,
        "build",
        "bundler.ts",
        "--target=bun",
        "--outdir=.",
        f"--entry-naming={OUTPUT.name}",
        "--minify-syntax",
    ]
    subprocess.run(command, cwd=FOLDER, check=True)
    licences = [(name, FOLDER / "node_modules" / name / "LICENSE") for name in BUNDLED]
    OUTPUT.with_name("LICENSES.txt").write_text(
        "\n\n".join(f"{name}\n\n{path.read_text('utf-8').strip()}" for name, path in licences) + "\n", "utf-8"
    )
    # Written last of the two, so that its time says when a whole build ended.
    OUTPUT.touch()


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the bundler program of `rill build`.")
    parser.add_argument("--force", action="store_true", help="build even if the output is newer than every source")
    arguments = parser.parse_args()
    if not arguments.force and is_fresh():
        print("bundler is up to date")
        return
    build()


if __name__ == "__main__":
    main()
