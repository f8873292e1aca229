from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

from hatch_build import ARTEFACTS, Hook

ROOT = Path(__file__).resolve().parents[2]


def hook(root: Path) -> BuildHookInterface[Any]:
    arguments: tuple[Any, ...] = (str(root), {}, None, None, str(root / "dist"), "wheel", None)
    return Hook(*arguments)


def test_artefacts_of_a_checkout_that_is_set_up_are_added() -> None:
    build_data: dict[str, Any] = {"artifacts": []}
    hook(ROOT).initialize("standard", build_data)
    assert build_data["artifacts"] == [f"/{pattern}" for pattern in ARTEFACTS]


def test_a_missing_artefact_is_named_with_the_command_that_builds_it(tmp_path: Path) -> None:
    for pattern in ARTEFACTS[1:]:
        path = tmp_path / pattern.replace("**/*", "x").replace("*", "x")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    with pytest.raises(SystemExit) as caught:
        hook(tmp_path).initialize("standard", {"artifacts": []})
    assert str(caught.value) == ("cannot build the wheel: rill/sandbox/wasm/*.wasm is missing; run `make setup` first")


def test_an_editable_installation_needs_no_artefacts(tmp_path: Path) -> None:
    build_data: dict[str, Any] = {"artifacts": []}
    hook(tmp_path).initialize("editable", build_data)
    assert build_data["artifacts"] == []
