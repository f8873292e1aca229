"""The engine's build step: reproducible, pinned, and quiet when there is nothing to do."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
OUTPUTS = ("quickjs.wasm", "quickjs.image.wasm")


def load_build() -> ModuleType:
    """The build step is a script, not a module of the package."""
    spec = importlib.util.spec_from_file_location("engine_build", ROOT / "engine" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def build() -> ModuleType:
    return load_build()


def digests(folder: Path) -> list[str]:
    return [hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in OUTPUTS]


def test_engine_in_the_checkout_was_made_from_these_sources(build: ModuleType) -> None:
    assert not build.build(build.OUTPUT), "the engine was out of date; it has been built again"


def test_changed_output_is_noticed(build: ModuleType, tmp_path: Path) -> None:
    for name in (*OUTPUTS, build.STAMP_NAME):
        shutil.copy(build.OUTPUT / name, tmp_path / name)
    assert build._is_current(tmp_path, build._stamp())
    (tmp_path / "quickjs.wasm").write_bytes(b"changed")
    assert not build._is_current(tmp_path, build._stamp())
    assert not build._is_current(tmp_path / "empty", build._stamp())


def test_changed_flag_is_noticed(build: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    before = build._stamp()
    monkeypatch.setattr(build, "COMPILE", (*build.COMPILE, "-DOTHER"))
    assert build._stamp() != before


def test_source_with_another_hash_is_refused(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """pip is replaced by one that delivers another archive."""

    def deliver(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        (Path(command[command.index("-d") + 1]) / build.ARCHIVE).write_bytes(b"not the source")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(build, "CACHE", tmp_path)
    monkeypatch.setattr(build.subprocess, "run", deliver)
    with pytest.raises(build.EngineBuildError, match="pinned hash"):
        build._fetch_upstream()
    assert list(tmp_path.iterdir()) == []


def test_download_asks_pip_for_the_pinned_source_and_nothing_else(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def refuse(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.extend(command)
        asked.append(Path(command[command.index("-r") + 1]).read_text())
        return subprocess.CompletedProcess(command, 1, "", "no network")

    monkeypatch.setattr(build, "CACHE", tmp_path)
    monkeypatch.setattr(build.subprocess, "run", refuse)
    with pytest.raises(build.EngineBuildError, match="no network"):
        build._fetch_upstream()
    assert {"--no-deps", "--no-binary", "--require-hashes"} <= set(asked)
    assert asked[-1] == f"{build.PACKAGE} --hash=sha256:{build.PACKAGE_SHA256}\n"


@pytest.mark.parametrize("found", ["0.16.0", None])
def test_wrong_or_missing_compiler_is_named(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, found: str | None
) -> None:
    def version(_: str) -> str:
        if found is None:
            raise ImportError
        return found

    monkeypatch.setattr(build, "version", version)
    with pytest.raises(build.EngineBuildError, match="ziglang"):
        build._check_compiler()


def test_error_of_the_compiler_is_shown(build: ModuleType, tmp_path: Path) -> None:
    source = tmp_path / "broken.c"
    source.write_text("int main( {")
    with pytest.raises(build.EngineBuildError, match="expected"):
        build._zig("cc", "--target=wasm32-wasi", "-c", str(source), "-o", str(tmp_path / "broken.o"))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_builds_in_two_places_give_the_same_bytes(build: ModuleType, tmp_path: Path) -> None:
    found = []
    for place in ("one", "another/deeper"):
        root = tmp_path / place
        shutil.copytree(ROOT / "engine", root / "engine")
        (root / "rill" / "sandbox" / "wasm").mkdir(parents=True)
        shutil.copy(build.OUTPUT / "binary.py", root / "rill" / "sandbox" / "wasm" / "binary.py")
        (root / ".cache" / "engine").mkdir(parents=True)
        shutil.copy(build.CACHE / build.ARCHIVE, root / ".cache" / "engine" / build.ARCHIVE)
        environment = {"ZIG_LOCAL_CACHE_DIR": str(root / "zig"), "HOME": str(root), "PATH": ""}
        script = str(root / "engine" / "build.py")
        subprocess.run([sys.executable, script], check=True, env=environment, capture_output=True)
        found.append(digests(root / "rill" / "sandbox" / "wasm"))
    assert found[0] == found[1] == digests(build.OUTPUT)
