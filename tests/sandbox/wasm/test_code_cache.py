from __future__ import annotations

import stat
from pathlib import Path

import pytest

from rill.sandbox import Program, SandboxLimits
from rill.sandbox.wasm import WasmProvider
from rill.sandbox.wasm.code_cache import CodeCache, default_folder
from sandbox.guests import start, turn_program

KEY = b"engine 1, wasmtime 2, machine 3"


class Maker:
    def __init__(self, code: bytes = b"native code") -> None:
        self.code = code
        self.calls = 0

    def __call__(self) -> bytes:
        self.calls += 1
        return self.code


def only_file(folder: Path) -> Path:
    [path] = folder.glob("*.code")
    return path


def assert_rebuilt(folder: Path) -> None:
    """What lies in the folder now must be compiled again, and be good afterwards."""
    make = Maker()
    cache = CodeCache(folder)
    assert cache.get_or_make(KEY, make) == b"native code"
    assert make.calls == 1, cache.outcome
    assert cache.outcome.startswith("miss")
    again = Maker()
    assert CodeCache(folder).get_or_make(KEY, again) == b"native code"
    assert again.calls == 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "a" / "code"
    CodeCache(folder).get_or_make(KEY, Maker())
    return folder


def test_second_start_compiles_nothing(folder: Path) -> None:
    make = Maker()
    cache = CodeCache(folder)
    assert cache.get_or_make(KEY, make) == b"native code"
    assert (make.calls, cache.outcome) == (0, "hit")


def test_folder_and_files_are_private(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_key_is_another_file(folder: Path) -> None:
    make = Maker(b"other code")
    assert CodeCache(folder).get_or_make(b"other", make) == b"other code"
    assert make.calls == 1
    assert CodeCache(folder).get_or_make(KEY, Maker()) == b"native code"


@pytest.mark.parametrize("at", [0, 31, 32, 40])
def test_changed_byte_is_rebuilt(folder: Path, at: int) -> None:
    path = only_file(folder)
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    assert_rebuilt(folder)


@pytest.mark.parametrize("data", [b"", b"short", b"\0" * 32, b"\0" * 100])
def test_truncated_or_foreign_file_is_rebuilt(folder: Path, data: bytes) -> None:
    only_file(folder).write_bytes(data)
    assert_rebuilt(folder)


def test_file_of_another_key_under_this_name_is_rebuilt(folder: Path) -> None:
    path = only_file(folder)
    CodeCache(folder).get_or_make(b"other", Maker(b"evil"))
    [other] = [candidate for candidate in folder.glob("*.code") if candidate != path]
    path.write_bytes(other.read_bytes())
    path.chmod(0o600)
    other.unlink()
    assert_rebuilt(folder)


def test_file_that_others_may_write_is_rebuilt(folder: Path) -> None:
    only_file(folder).chmod(0o622)
    assert_rebuilt(folder)


def test_link_in_place_of_the_file_is_not_followed(folder: Path, tmp_path: Path) -> None:
    path = only_file(folder)
    elsewhere = tmp_path / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert_rebuilt(folder)
    assert not path.is_symlink()


def test_new_key_file_makes_everything_old_worthless(folder: Path) -> None:
    (folder / "key").unlink()
    assert_rebuilt(folder)


def test_folder_that_others_could_write_is_emptied(folder: Path) -> None:
    secret = (folder / "key").read_bytes()
    folder.chmod(0o777)
    assert_rebuilt(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "key").read_bytes() != secret


def test_link_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir(mode=0o700)
    link = tmp_path / "link"
    link.symlink_to(real)
    cache = CodeCache(link)
    assert cache.get_or_make(KEY, Maker()) == b"native code"
    assert cache.outcome.startswith("miss")
    assert list(real.iterdir()) == []


def test_folder_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "code"
    folder.mkdir(mode=0o700)
    monkeypatch.setattr("os.geteuid", lambda: folder.stat().st_uid + 1)
    cache = CodeCache(folder)
    assert cache.get_or_make(KEY, Maker()) == b"native code"
    assert "not a folder of this user" in cache.outcome
    assert list(folder.iterdir()) == []


def test_disk_that_cannot_be_written_costs_a_compilation_and_nothing_else(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    cache = CodeCache(blocked / "code")
    assert cache.get_or_make(KEY, Maker()) == b"native code"
    assert cache.outcome.startswith("miss")


def test_no_folder_keeps_nothing() -> None:
    cache = CodeCache(None)
    make = Maker()
    cache.get_or_make(KEY, make)
    cache.get_or_make(KEY, make)
    assert (make.calls, cache.outcome) == (2, "off")


def test_error_of_the_compiler_passes_through(tmp_path: Path) -> None:
    def fail() -> bytes:
        raise RuntimeError("does not compile")

    with pytest.raises(RuntimeError):
        CodeCache(tmp_path / "code").get_or_make(KEY, fail)


def test_place_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("RILL_CACHE_DIR", str(tmp_path / "own"))
    assert default_folder() == tmp_path / "own" / "code"
    monkeypatch.delenv("RILL_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert default_folder() == tmp_path / "xdg" / "rill" / "code"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder() == tmp_path / ".cache" / "rill" / "code"


def test_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("RILL_CACHE_DIR", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", fail)
    assert default_folder() is None


def test_provider_starts_from_the_cache_and_survives_its_damage(tmp_path: Path) -> None:
    source: Program = turn_program("rill.send('ok');")
    outcomes: list[str] = []
    for damage in (False, False, True, False):
        folder = tmp_path / "code"
        if damage:
            path = only_file(folder)
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(data)
        provider = WasmProvider(cache_folder=folder)
        outcomes.append(provider.cache.outcome.partition(":")[0])
        with start(provider, source) as guest:
            assert guest.turn() == ["ok"]
        provider.close()
    assert outcomes == ["miss", "hit", "miss", "hit"]
    assert SandboxLimits() == guest.image.limits
