"""That guests draw the same with and without templates: random components are built both ways, and what they draw is
compared after each step.

Goal: no component that an author can write is drawn, updated or kept alive differently because of its templates.
How: each component stands in a cell of its own. A host event changes a number that most expressions depend on; in
between, what can be pressed is pressed. ``Probe`` tells when it was made, so that lost state shows, and ``t(...)`` in
which order expressions ran.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from guest.random_components import Runtime, random_source
from rill import Bundle, Engine, Limits
from rill.guest.build import BuildOptions, build_bundle
from rill.host import Node
from rill.host.recorder import Recorder

pytestmark = pytest.mark.asyncio(loop_scope="module")

CELLS = 100
STEPS = 6
# A hundred applications in one, on a machine with other things to do.
LIMITS = Limits(turn_ms=60_000, load_ms=60_000, templates=20_000, operations=250_000, outbox_bytes=8 * 1024 * 1024)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine() -> AsyncIterator[Engine]:
    async with Engine(limits=LIMITS) as engine:
        yield engine


def nodes_of(node: Node) -> list[Node]:
    return [node, *(inner for child in node.children for inner in nodes_of(child))]


def cells_of(tree: str) -> dict[str, str]:
    """The lines of each cell by its id."""
    parts = re.split(r'^  View id="(c\d+|log)"\n', tree, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


async def run_through(engine: Engine, bundle: Bundle) -> tuple[list[dict[str, str]], Counter[str]]:
    """What stands in the cells after each step, and how many operations of each kind it took."""
    recorder = Recorder()
    trees = []
    await engine.load_bundle(bundle)
    async with engine.open(bundle, adapter=recorder) as session:
        trees.append(cells_of(recorder.golden()))
        for step in range(1, STEPS):
            await session.send_event("STEP", {"step": step})
            trees.append(cells_of(recorder.golden()))
            pressable = [node for node in nodes_of(recorder.tree.root) if node.listens("onPress")]
            for node in pressable[step :: len(pressable) // 10 + 1]:
                href = {"href": node.get("href")} if node.type == "Link" else {}
                await recorder.emit(node, "onPress", {"source": "pointer", **href})
            trees.append(cells_of(recorder.golden()))
        assert session.error is None
    return trees, Counter(type(operation).__name__ for operation in recorder.operations)


async def check_random_components(engine: Engine, folder: Path, runtime: Runtime, seed: int) -> None:
    source = folder / f"{runtime}-{seed}.tsx"
    text = random_source(seed, CELLS, runtime)
    source.write_text(text)
    built = [
        (await build_bundle(source, BuildOptions(runtime=runtime, templates=templates, minify=False))).bundle
        for templates in (True, False)
    ]
    (hoisted, work), (plain, more_work) = [await run_through(engine, bundle) for bundle in built]
    for step, (found, expected) in enumerate(zip(hoisted, plain, strict=True)):
        for cell, lines in expected.items():
            component = text[at : text.find("\n}\n", at)] if (at := text.find(f"function {cell.upper()}(")) >= 0 else ""
            assert found[cell] == lines, f"seed {seed}, step {step}, cell {cell}\n{component}"
    # The comparison means something: one of them did clone, and both did much.
    assert work["Clone"] + work["Clones"] > 2 * CELLS
    assert work["Patch"] > CELLS
    # The runtime has templates of its own, for what stands around an element prop.
    assert more_work["Template"] <= 3
    assert len(set(map(str, plain))) >= STEPS


@pytest.mark.parametrize("runtime", ["react", "solid"])
@pytest.mark.parametrize("seed", range(2))
async def test_random_components_are_drawn_the_same_without_templates(
    engine: Engine, tmp_path: Path, runtime: Runtime, seed: int
) -> None:
    await check_random_components(engine, tmp_path, runtime, seed)


@pytest.mark.slow
@pytest.mark.timeout(3_000)
@pytest.mark.parametrize("runtime", ["react", "solid"])
async def test_ten_thousand_random_components_are_drawn_the_same_without_templates(
    engine: Engine, tmp_path: Path, runtime: Runtime
) -> None:
    for seed in range(10_000 // CELLS):
        await check_random_components(engine, tmp_path, runtime, seed)
