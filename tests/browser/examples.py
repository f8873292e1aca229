"""The examples as a host serves them: their bundles, each built when it is first asked for, the engine that runs them,
and what those that talk to a host are given."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from rill import Bundle, Engine
from rill.guest.build import build_bundle

FOLDER: Final = Path(__file__).resolve().parents[2] / "examples"
GUESTS: Final = Path(__file__).parent / "guests"
COMPONENTS: Final = FOLDER.parent / "docs" / "components" / "examples"
SEVENGUIS: Final = ("counter", "temperature", "flights", "timer", "crud", "circles", "cells", "sevenguis")
SOURCES: Final = {
    "counter": "counter/counter.tsx",
    "counter_solid": "counter_solid/counter.tsx",
    "todo": "todo/todo.tsx",
    "todo_solid": "todo_solid/todo.tsx",
    "table": "table/table.tsx",
    "table_solid": "table_solid/table.tsx",
    "packages": "packages/expenses.tsx",
    "mail": "mail/mail.tsx",
    "todomvc-preact": "todomvc-preact/todomvc.tsx",
    "todomvc-solid": "todomvc-solid/todomvc.tsx",
    **{f"sevenguis-{name}": f"sevenguis/{name}.tsx" for name in SEVENGUIS},
}
PROPS: Final[dict[str, dict[str, Any]]] = {
    "todo": {"titles": ["Buy milk", "Walk the dog"]},
    "todo_solid": {"titles": ["Buy milk", "Walk the dog"]},
}


def source_of(name: str) -> Path:
    """The source of an example, of what the reference shows of a component, such as ``component-Button``, or of a guest
    for tests, such as ``guest-elements``."""
    if name.startswith("guest-"):
        return GUESTS / f"{name.removeprefix('guest-')}.tsx"
    if name.startswith("component-"):
        return COMPONENTS / f"{name.removeprefix('component-')}.tsx"
    return FOLDER / SOURCES[name]


class Examples:
    """Builds bundles of examples into a folder, and has one engine for all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bundles: dict[str, asyncio.Task[Bundle]] = {}
        self.engine = Engine(presets=("rill", "html"))

    async def __aenter__(self) -> Examples:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.engine.close()

    async def bundle(self, name: str) -> Bundle:
        """The bundle of an example; built once."""
        if name not in self._bundles:
            self._bundles[name] = asyncio.create_task(self._build(name))
        return await asyncio.shield(self._bundles[name])

    async def _build(self, name: str) -> Bundle:
        path = self._folder / f"{name.replace('/', '-')}.rill"
        path.write_bytes((await build_bundle(source_of(name))).bundle.to_bytes())
        return await self.engine.load_bundle(path)
