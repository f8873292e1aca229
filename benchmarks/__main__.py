"""Runs every benchmark in a process of its own, so that none warms another: ``python -m benchmarks [--quick]``."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import benchmarks

# Not benchmarks: what they print with, and what they hold guests against.
_SHARED = {"__main__", "plain", "report"}


def main() -> None:
    names = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name not in _SHARED)
    failed = [
        name
        for name in names
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *sys.argv[1:]], check=False).returncode
    ]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
