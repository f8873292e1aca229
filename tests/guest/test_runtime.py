from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

import pytest

import rill.guest.runtime as module
from rill.guest.runtime import find_runtime, is_sdk, runtime_names, runtime_sources
from rill.protocol.errors import BuildError, ProviderError


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def folder() -> Traversable:
        return tmp_path

    monkeypatch.setattr(module, "_folder", folder)
    return tmp_path


def test_react_is_built_and_offers_the_modules_a_bundle_may_import() -> None:
    assert "react" in runtime_names()
    about = find_runtime("react")
    assert set(about.modules) == {"react", "react/jsx-runtime", "react/jsx-dev-runtime", "rill/sdk", "rill/templates"}
    assert "useState" in about.modules["react"]
    assert about.components["TouchableOpacity"] == ("Pressable",)
    assert about.components["FlatList"] == ("FlatList", "ListItem", "Slot")
    assert about.components["Card"] == ("Card", "Slot")


@pytest.mark.parametrize(("module", "expected"), [("rill/sdk", True), ("rill/sdk/solid", True), ("rill/sdks", False)])
def test_the_modules_of_components_are_told_from_others(module: str, expected: bool) -> None:
    assert is_sdk(module) is expected


def test_units_come_with_their_names_in_order_of_evaluation() -> None:
    units = runtime_sources("react")
    assert units[-1][0] == "rill:runtime/react"
    assert all(len(source) > 1_000 for _, source in units)


def test_an_unknown_runtime_names_those_that_exist() -> None:
    with pytest.raises(BuildError, match="this installation has 'preact', 'react'") as caught:
        find_runtime("elm")
    assert caught.value.code == "runtime_unknown"


def test_a_checkout_without_built_runtimes_says_which_command_builds_them(empty_folder: Path) -> None:
    with pytest.raises(ProviderError, match="make setup") as caught:
        runtime_sources("react-of-another-test")
    assert caught.value.code == "runtime_missing"


def test_a_missing_unit_is_named(empty_folder: Path) -> None:
    about = '{"name":"r","units":["gone.js"],"jsx_import_source":"r","modules":{},"components":{}}'
    (empty_folder / "gone.json").write_text(about)
    with pytest.raises(ProviderError, match=r"gone\.js is missing"):
        runtime_sources("gone")
