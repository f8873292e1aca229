"""The examples of the reference: each component has one that compiles, runs, uses it, and looks as its picture does."""

from __future__ import annotations

import subprocess
import sys

import pytest

from rill import Engine
from rill.components import CATALOGUE
from rill.components.generated_files import REPOSITORY
from rill.components.reference import generated_files
from rill.guest import BuildOptions, build_bundle
from rill.host.recorder import Recorder

FOLDER = REPOSITORY / "docs" / "components"
EXAMPLES = {path.stem: path for path in sorted((FOLDER / "examples").glob("*.tsx"))}
# Shown by the component that they stand in.
INSIDE = {
    "ListItem": "FlatList",
    "MenuItem": "Menu",
    "Slot": "Card",
    "Tab": "Tabs",
    "TableRow": "Table",
    "TreeItem": "Tree",
}
SHOWN = sorted(set(CATALOGUE) - set(INSIDE) - {"TouchableOpacity"})


def test_every_component_has_an_example_and_a_picture() -> None:
    assert sorted(EXAMPLES) == SHOWN
    assert sorted(path.stem for path in (FOLDER / "pictures").glob("*.svg")) == SHOWN


@pytest.mark.parametrize("name", [*SHOWN, *INSIDE])
def test_a_page_shows_picture_and_code_or_says_where_they_are(name: str) -> None:
    page = generated_files()[f"docs/components/{name}.md"]
    if name in INSIDE:
        assert f"Picture and code: [{INSIDE[name]}]({INSIDE[name]}.md)." in page
        return
    assert f"![{name} in a terminal](pictures/{name}.svg)" in page
    code = "".join(
        line for line in EXAMPLES[name].read_text().splitlines(keepends=True) if not line.startswith("// picture:")
    )
    assert f"```tsx\n{code.strip()}\n```" in page


async def test_every_example_runs_and_uses_its_component() -> None:
    async with Engine() as engine:
        for name, path in EXAMPLES.items():
            result = await build_bundle(path, BuildOptions(minify=False))
            assert name in result.bundle.manifest.components
            recorder = Recorder()
            async with engine.open(result.bundle, adapter=recorder) as session:
                await session.idle()
                assert session.error is None
                shown = {node.type for node in recorder.tree.root.walk()}
                assert {name, *(child for child, parent in INSIDE.items() if parent == name)} <= shown


@pytest.mark.slow
def test_every_picture_is_what_its_example_draws() -> None:
    command = [sys.executable, str(REPOSITORY / "tools" / "pictures.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
