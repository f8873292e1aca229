from __future__ import annotations

import os
from pathlib import Path

from rill.guest.build import BuildFailure, BuildResult
from rill.guest.watch import watch_builds


def write(path: Path, text: str) -> None:
    """Write a file so that its time moves on, also on file systems that count in seconds."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text)
    os.utime(path, ns=(before + 10**9, before + 10**9))


async def test_each_change_of_an_input_gives_one_outcome(tmp_path: Path) -> None:
    entry, part = tmp_path / "app.ts", tmp_path / "part.ts"
    write(entry, 'import { a } from "./part";\nexport default () => a;\n')
    write(part, 'export const a = "one";\n')
    builds = watch_builds(entry, interval_s=0.001)

    first = await anext(builds)
    assert isinstance(first, BuildResult)
    write(part, 'export const a = "two";\n')
    second = await anext(builds)
    assert isinstance(second, BuildResult)
    assert b'"two"' in second.bundle.code
    write(part, "export const b = 1;\n")
    third = await anext(builds)
    assert isinstance(third, BuildFailure)
    assert "no export 'a'" in third.error.message
    write(part, 'export const a = "three";\n')
    fourth = await anext(builds)
    assert isinstance(fourth, BuildResult)
    assert b'"three"' in fourth.bundle.code
    await builds.aclose()


async def test_a_file_that_is_missing_is_waited_for(tmp_path: Path) -> None:
    entry = tmp_path / "app.ts"
    builds = watch_builds(entry, interval_s=0.001)
    assert isinstance(await anext(builds), BuildFailure)
    write(entry, "export default () => 1;\n")
    assert isinstance(await anext(builds), BuildResult)
    await builds.aclose()


async def test_a_change_while_a_build_runs_is_not_lost(tmp_path: Path) -> None:
    entry = tmp_path / "app.ts"
    write(entry, 'export default () => "old";\n')
    builds = watch_builds(entry, interval_s=0.001)
    await anext(builds)
    write(entry, 'export default () => "new";\n')
    write(entry, 'export default () => "newer";\n')
    outcome = await anext(builds)
    assert isinstance(outcome, BuildResult)
    assert b'"newer"' in outcome.bundle.code
    await builds.aclose()
