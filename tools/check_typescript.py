"""Checks every TypeScript project of the repository with the pinned compiler: sdk-js, the bundler and the examples.

Run it as ``python tools/check_typescript.py``; it exits with 1 when one of them has an error.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from build_sdk import find_bun

ROOT = Path(__file__).resolve().parent.parent
COMPILER = ROOT / "sdk-js" / "node_modules" / "typescript" / "bin" / "tsc"


def main() -> None:
    bun = find_bun()
    projects = sorted(
        path for path in ROOT.glob("*/**/tsconfig.json") if "node_modules" not in path.relative_to(ROOT).parts
    )
    failed = [
        project
        for project in projects
        if subprocess.run(
            [bun, "run", "--bun", COMPILER, "--project", project], cwd=project.parent, check=False
        ).returncode
    ]
    if failed:
        sys.exit(f"tsc failed for {', '.join(str(project.relative_to(ROOT)) for project in failed)}")
    print(f"tsc: no errors in {len(projects)} projects")


if __name__ == "__main__":
    main()
