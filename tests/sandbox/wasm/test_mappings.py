from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rill.protocol.errors import ProviderError
from rill.sandbox.wasm import WasmProvider, mappings
from sandbox.guests import LIMITS, encode, program, turn_program


@pytest.fixture
def room_for_three(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    live = mappings._live
    monkeypatch.setattr(mappings, "_cap", mappings._RESERVE + mappings.PER_SANDBOX * (live + 3))
    yield
    assert mappings._live == live


def test_sandbox_beyond_the_cap_is_one_provider_error_that_names_the_setting(room_for_three: None) -> None:
    provider = WasmProvider(cache_folder=None)
    image = provider.build_image(turn_program("rill.send(1);"), LIMITS, 1000)
    alive = [provider.instantiate(image) for _ in range(3)]
    with pytest.raises(ProviderError, match=r"vm\.max_map_count") as caught:
        provider.instantiate(image)
    assert caught.value.code == "sandboxes_exhausted"
    assert alive[0].turn(encode([1, 1, 0.0, None]), 1000) == b"\x91\x01"
    alive.pop().close()
    alive.append(provider.instantiate(image))
    for sandbox in alive:
        sandbox.close()
    provider.close()


def test_sandbox_takes_no_more_mappings_than_are_counted() -> None:
    maps = Path("/proc/self/maps")
    if not maps.exists():
        assert mappings.sandboxes_max() is None
        return
    provider = WasmProvider(cache_folder=None)
    image = provider.build_image(turn_program("rill.send(1);"), LIMITS, 1000)
    before = maps.read_text().count("\n")
    alive = [provider.instantiate(image) for _ in range(200)]
    for sandbox in alive:
        sandbox.turn(encode([1, 1, 0.0, None]), 1000)
    used = maps.read_text().count("\n") - before
    assert used <= mappings.PER_SANDBOX * 200 + 20
    for sandbox in alive:
        sandbox.close()
    provider.close()


def test_failed_build_gives_its_place_back(room_for_three: None) -> None:
    provider = WasmProvider(cache_folder=None)
    for _ in range(10):
        with pytest.raises(Exception, match="on purpose"):
            provider.build_image(program("throw new Error('on purpose');"), LIMITS, 1000)
    provider.close()


def test_system_without_the_setting_has_no_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mappings, "_cap", None)
    assert mappings.sandboxes_max() is None
    mappings.reserve_mappings()
    mappings.release_mappings()
