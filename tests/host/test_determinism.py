"""Invariant 2: the same image and the same messages give the same outbox bytes, on every run and in every process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from host.replay import run

TESTS = Path(__file__).parents[1]


def replay(tmp_path: Path, **surroundings: str) -> list[str]:
    """The bytes of the session in a process of its own, with other surroundings."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)]), **surroundings}
    done = subprocess.run(
        [sys.executable, str(TESTS / "host" / "replay.py")],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    notes: list[str] = json.loads(done.stdout)
    return notes


async def test_a_session_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    here: list[str] = []
    await run(here)
    again: list[str] = []
    await run(again)
    assert again == here
    # A hash of the image, then message and outbox of each turn: START, six changes with their timers and answers.
    assert len(here) > 40
    assert replay(tmp_path, PYTHONHASHSEED="1", TZ="Asia/Kolkata", LC_ALL="C") == here
    assert (
        replay(tmp_path, PYTHONHASHSEED="2", TZ="America/New_York", LANG="de_DE.UTF-8", PYTHONMALLOC="malloc") == here
    )
