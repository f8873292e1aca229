from __future__ import annotations

from pathlib import Path

import pytest

from rill.guest.project import Project, find_project
from rill.protocol.errors import BuildError


def test_a_source_alone_is_its_own_project(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    source = tmp_path / "todo list.tsx"
    assert find_project(source) == Project(root=tmp_path, id="todo-list")


@pytest.mark.parametrize("name", ["app.tsx", "src/main.tsx", "index.js"])
def test_an_entry_with_a_plain_name_takes_that_of_its_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / ".git").mkdir()
    assert find_project(tmp_path / "counter" / name).id == "counter"


def test_the_nearest_package_wins_over_those_above(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "outer"}')
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "package.json").write_text('{"name": "inner", "version": "3.1.0"}')
    project = find_project(tmp_path / "in" / "src" / "app.tsx")
    assert (project.id, project.version, project.root) == ("inner", "3.1.0", tmp_path / "in")


def test_a_pyproject_counts_only_with_a_table_for_rill(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'host'\n")
    (tmp_path / ".git").mkdir()
    source = tmp_path / "ui" / "clock.tsx"
    assert find_project(source) == Project(root=source.parent, id="clock")
    (tmp_path / "pyproject.toml").write_text("[tool.rill]\nruntime = 'solid'\ncapabilities = ['time']\n")
    project = find_project(source)
    assert (project.root, project.id, project.runtime) == (tmp_path, "clock", "solid")
    assert project.capabilities == ("time",)


def test_the_search_ends_at_the_top_of_the_version_controlled_tree(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "elsewhere"}')
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    assert find_project(tmp_path / "repo" / "clock.tsx").id == "clock"


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("package.json", "{", "cannot read"),
        ("package.json", "[]", "expected an object"),
        ("package.json", '{"rill": {"runtme": "react"}}', "runtme"),
        ("package.json", '{"rill": {"runtime": 7}}', "expected `str"),
        ("package.json", '{"rill": "react"}', "expected `object`"),
        ("pyproject.toml", "=", "cannot read"),
        ("pyproject.toml", "[tool.rill]\ncapabilities = 'all'", "expected `array`"),
    ],
)
def test_a_project_file_that_is_wrong_is_named(tmp_path: Path, file: str, text: str, expected: str) -> None:
    (tmp_path / file).write_text(text)
    with pytest.raises(BuildError, match=expected) as caught:
        find_project(tmp_path / "app.tsx")
    assert caught.value.code == "project_invalid"
    assert caught.value.path == str(tmp_path / file)
