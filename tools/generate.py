"""Writes all that is generated from Python and committed: TypeScript of protocol and components, reference pages.

Run it as ``python tools/generate.py``; with ``--check`` it writes nothing and exits with 1 if a file is not up to date.
"""

from __future__ import annotations

import subprocess
import sys

# Each writes its own files and takes --check.
GENERATORS = (
    "rill.protocol.typescript",
    "rill.components.typescript",
    "rill.components.reference",
    "rill.components.html.typescript",
    "rill.components.html.reference",
    "rill.host.textual.support_page",
)


def main() -> None:
    failed = [
        name
        for name in GENERATORS
        if subprocess.run([sys.executable, "-m", name, *sys.argv[1:]], check=False).returncode
    ]
    if failed:
        sys.exit(f"not up to date: what {', '.join(failed)} writes; run `make docs`")


if __name__ == "__main__":
    main()
