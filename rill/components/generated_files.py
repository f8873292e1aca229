"""Writes generated files, or checks that they are up to date. Knows nothing of what is in them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

# The files lie in a checkout of the repository, beside this package.
REPOSITORY: Final = Path(__file__).resolve().parents[2]


def stale_files(files: Mapping[str, str], root: Path) -> list[str]:
    """Names of the files, relative to ``root``, that do not hold what they should."""
    return [name for name, text in files.items() if _read(root / name) != text]


def run_generator(command: str, files: Mapping[str, str], arguments: Sequence[str], *, root: Path = REPOSITORY) -> int:
    """Write the files that are out of date, or with ``--check`` name them. Gives the exit code.

    Args:
        command: how this generator is run, for its help and its messages.
        files: the text of each file by its name relative to ``root``.
    """
    parser = argparse.ArgumentParser(prog=command)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file is out of date")
    options = parser.parse_args(arguments)
    stale = stale_files(files, root)
    for name in stale:
        if options.check:
            print(f"{name} is out of date; run `{command}`", file=sys.stderr)
        else:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(files[name], encoding="utf-8")
            print(f"wrote {name}")
    return 1 if stale and options.check else 0


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
