"""The bundles of the examples, each built once and then only read: what the recorder runs is what the terminal runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from waiting import quick_screens

from rill.guest.build import build_bundle

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SEVENGUIS = ("counter", "temperature", "flights", "timer", "crud", "circles", "cells", "sevenguis")
SOURCES = {
    "counter": "counter/counter.tsx",
    "todo": "todo/todo.tsx",
    "packages": "packages/expenses.tsx",
    **{f"sevenguis-{name}": f"sevenguis/{name}.tsx" for name in SEVENGUIS},
    "mail": "mail/mail.tsx",
    "table": "table/table.tsx",
    "todomvc-preact": "todomvc-preact/todomvc.tsx",
    "todomvc-solid": "todomvc-solid/todomvc.tsx",
    "counter_solid": "counter_solid/counter.tsx",
    "table_solid": "table_solid/table.tsx",
    "todo_solid": "todo_solid/todo.tsx",
    "gallery": "gallery/gallery.tsx",
    "web_jwt": "web_jwt/notes.tsx",
    "dashboard-notes": "dashboard/notes/notes.tsx",
    "dashboard-report": "dashboard/report/report.tsx",
}

ExampleBundle = Callable[[str], Path]


@pytest.fixture(scope="session")
def example_bundle(tmp_path_factory: pytest.TempPathFactory) -> ExampleBundle:
    """Return a function from an example's name to its bundle file, read-only, and the same for all tests of a run."""
    folder = tmp_path_factory.mktemp("examples")

    def build(name: str) -> Path:
        path = folder / f"{name}.rill"
        if not path.exists():
            # Fixtures of a session have no loop of their own, and this may be asked for inside a running one.
            with asyncio.Runner() as runner:
                path.write_bytes(runner.run(build_bundle(EXAMPLES / SOURCES[name])).bundle.to_bytes())
            path.chmod(0o444)
        return path

    for name in SOURCES:
        build(name)
    return build


@pytest.fixture(scope="session", autouse=True)
def quick() -> Iterator[None]:
    """Tests of screens wait for what is under way, and no longer."""
    with quick_screens():
        yield
