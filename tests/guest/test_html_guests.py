"""Guests written in HTML tags, from source to bundle: Preact, Solid with its own compiler, and Vue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rill.guest.analysis import analyze_bundle
from rill.guest.build import BuildOptions, build_bundle
from rill.protocol.errors import BuildError

SOLID = """\
import { createSignal } from "solid-js";
import { callHost } from "rill/host";

export default function App() {
  const [count, setCount] = createSignal<number>(0);
  const save = () => void callHost("save", count());
  return <p title="a"><button onClick={() => setCount(count() + 1)}>{count()}</button><i onClick={save}>save</i></p>;
}
"""
PREACT = """\
import { useState } from "preact/hooks";

export default function App() {
  const [count, setCount] = useState(0);
  return <p title="a"><button onClick={() => setCount(count + 1)}>{count} {document.title}</button></p>;
}
"""


def written(folder: Path, source: str, name: str = "app.tsx") -> Path:
    path = folder / name
    path.write_text(source)
    return path


@pytest.mark.parametrize(
    ("pragma", "runtime"), [("preact", "preact"), ("vue", "vue"), ("react", "react"), ("solid-js", "solid-dom")]
)
async def test_a_comment_names_the_runtime_by_where_its_jsx_is_from(tmp_path: Path, pragma: str, runtime: str) -> None:
    source = f"/** @jsxImportSource {pragma} */\nexport default () => null;\n"
    assert (await build_bundle(written(tmp_path, source))).bundle.manifest.runtime == runtime


async def test_solid_is_compiled_by_its_own_compiler_with_types_and_all(tmp_path: Path) -> None:
    result = await build_bundle(written(tmp_path, SOLID), BuildOptions(runtime="solid-dom", minify=False))
    manifest, code = result.bundle.manifest, result.bundle.code.decode()
    assert "<p title=a><button></button><i>save" in code
    assert manifest.components == ("button", "i", "p")
    assert manifest.host_functions == ("save",)
    # The framework is the runtime's.
    assert '$rill("solid-js/web", "template")' in code
    assert result.warnings == ()


async def test_a_mistake_in_solids_jsx_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(BuildError) as caught:
        await build_bundle(written(tmp_path, SOLID.replace("</i></p>", "</b></p>")), BuildOptions(runtime="solid-dom"))
    assert (caught.value.line, Path(str(caught.value.path)).name) == (7, "app.tsx")


async def test_a_source_map_of_solid_leads_to_the_source(tmp_path: Path) -> None:
    result = await build_bundle(written(tmp_path, SOLID), BuildOptions(runtime="solid-dom", source_map=True))
    source_map = json.loads(result.bundle.source_map or b"")
    assert SOLID in source_map["sourcesContent"]


async def test_the_analysis_knows_the_tags_and_what_such_a_guest_has_of_a_browser(tmp_path: Path) -> None:
    source = PREACT.replace("document.title", "document.title + navigator.language")
    result = await build_bundle(written(tmp_path, source), BuildOptions(runtime="preact"))
    analysis = analyze_bundle(result.bundle)
    assert analysis.components == ("button", "p")
    found = [note.message for note in analysis.notes if note.finding == "missing_global"]
    assert len(found) == 1
    assert "navigator" in found[0]
