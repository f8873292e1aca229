from __future__ import annotations

from importlib import resources

import pytest
import wasmtime

from rill.protocol.errors import ProviderError
from rill.sandbox.wasm import GuestEngine, quickjs_engine
from rill.sandbox.wasm.binary import Contents


def test_engine_that_was_not_built_says_how_to_build_it(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    quickjs_engine.cache_clear()
    monkeypatch.setattr(resources, "files", lambda _: tmp_path)
    try:
        with pytest.raises(ProviderError, match=r"python engine/build\.py") as caught:
            quickjs_engine()
        assert caught.value.code == "engine_missing"
    finally:
        quickjs_engine.cache_clear()


def test_hash_covers_code_and_base() -> None:
    engine = quickjs_engine()
    other_code = GuestEngine("x", engine.code + b"\0\1\0", engine.base)
    other_base = GuestEngine("x", engine.code, Contents(engine.base.pages, engine.base.segments[1:]))
    larger = GuestEngine("x", engine.code, Contents(engine.base.pages + 1, engine.base.segments))
    renamed = GuestEngine("x", engine.code, engine.base)
    assert renamed.content_hash == engine.content_hash
    assert len({engine.content_hash, other_code.content_hash, other_base.content_hash, larger.content_hash}) == 4


def test_module_without_the_exports_is_no_engine() -> None:
    text = '(module (import "env" "memory" (memory 1)) (func (export "rill_turn")))'
    with pytest.raises(ProviderError, match="rill_control") as caught:
        GuestEngine.from_linked("half", bytes(wasmtime.wat2wasm(text)))
    assert caught.value.code == "engine_invalid"


def test_notices_of_what_is_compiled_in_ship_beside_it() -> None:
    text = resources.files("rill.sandbox.wasm").joinpath("LICENSES.txt").read_text("utf-8")
    for holder in ("Fabrice Bellard", "Rich Felker", "Zig contributors"):
        assert holder in text
