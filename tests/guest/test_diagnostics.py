from __future__ import annotations

from pathlib import Path

import pytest

from rill.guest.bun import Diagnostic
from rill.guest.diagnostics import error_of, frame_of
from rill.guest.runtime import Runtime
from rill.protocol.errors import BuildError

REACT = Runtime(
    name="react",
    units=(),
    jsx_import_source="react",
    modules={"rill/sdk": ("Button", "Text", "TextInput")},
    components={},
)


def diagnostic(file: Path | None, line: int = 0, column: int = 0, **more: str) -> Diagnostic:
    return Diagnostic(
        kind="error",
        code=more.get("code", "bundler"),
        message=more.get("message", "Unexpected ;"),
        file=None if file is None else str(file),
        line=line,
        column=column,
        specifier=more.get("specifier"),
    )


def error(*diagnostics: Diagnostic, root: Path) -> BuildError:
    return error_of(list(diagnostics), root / "app.tsx", root, REACT)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "app.tsx"
    path.write_text("one\ntwo\nthree\n")
    return path


def test_the_frame_has_a_caret_and_a_line_on_either_side(source: Path) -> None:
    assert frame_of(diagnostic(source, 2, 3)) == "  1 | one\n> 2 | two\n    |   ^\n  3 | three"


@pytest.mark.parametrize(("line", "column"), [(0, 0), (99, 1)])
def test_without_a_place_there_is_no_frame(source: Path, line: int, column: int) -> None:
    assert frame_of(diagnostic(source, line, column)) == ""


def test_a_source_that_has_gone_meanwhile_gives_no_frame(tmp_path: Path) -> None:
    assert frame_of(diagnostic(tmp_path / "gone.tsx", 1, 1)) == ""


def test_line_numbers_of_different_width_stand_below_each_other(tmp_path: Path) -> None:
    path = tmp_path / "long.ts"
    path.write_text("x\n" * 12)
    assert frame_of(diagnostic(path, 9, 1)).splitlines() == ["   8 | x", ">  9 | x", "     | ^", "  10 | x"]


def test_a_long_line_is_cut_around_the_place(tmp_path: Path) -> None:
    path = tmp_path / "minified.js"
    path.write_text("a" * 5_000 + "!" + "b" * 5_000)
    _, caret = frame_of(diagnostic(path, 1, 5_001)).splitlines()
    line = frame_of(diagnostic(path, 1, 5_001)).splitlines()[0]
    assert len(line) < 120
    assert line[caret.index("^")] == "!"


def test_tabs_are_two_cells_and_what_does_not_print_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "odd.ts"
    path.write_text("\tconst x = '\x1b[2J\u202e';\n")
    line, caret = frame_of(diagnostic(path, 1, 8)).splitlines()[:2]
    assert line == "> 1 |   const x = '\ufffd[2J\ufffd';"
    assert line[caret.index("^")] == "x"


def test_the_place_of_a_refused_import_is_searched_for(tmp_path: Path) -> None:
    path = tmp_path / "app.tsx"
    path.write_text("// fs is a word here\nconst fs = 'fs';\nimport { a } from 'fs';\n")
    found = error(diagnostic(path, code="module_refused", message="no fs", specifier="fs"), root=tmp_path)
    assert (found.line, found.column) == (3, 19)
    assert found.message == "app.tsx:3:19: no fs"


def test_one_error_stands_for_all_and_is_the_first_of_the_file(source: Path, tmp_path: Path) -> None:
    found = error(diagnostic(source, 3, 1, message="Third"), diagnostic(source, 1, 2, message="First"), root=tmp_path)
    assert found.message == "app.tsx:1:2: first (and 1 more)"
    assert [line for line in found.frame.splitlines() if line.startswith("app")] == [
        "app.tsx:1:2: first",
        "app.tsx:3:1: third",
    ]


def test_no_more_than_ten_frames_are_shown(source: Path, tmp_path: Path) -> None:
    found = error(*(diagnostic(source, 1, column) for column in range(1, 13)), root=tmp_path)
    assert found.frame.count("^") == 10
    assert found.frame.endswith("and 2 more errors")


def test_a_name_that_is_nearly_right_is_suggested(source: Path, tmp_path: Path) -> None:
    message = 'No matching export in "rill-module:rill/sdk" for import "TextInupt"'
    found = error(diagnostic(source, 1, 1, message=message), root=tmp_path)
    assert found.message == "app.tsx:1:1: 'rill/sdk' has no export 'TextInupt'; did you mean 'TextInput' or 'Text'?"
    assert found.code == "export_missing"


def test_a_name_that_is_nothing_like_any_other_gets_no_suggestion(source: Path, tmp_path: Path) -> None:
    message = 'No matching export in "rill-module:rill/sdk" for import "xyzzy"'
    assert "did you mean" not in error(diagnostic(source, 1, 1, message=message), root=tmp_path).message


def test_a_file_outside_the_project_is_named_wholly(source: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    assert error(diagnostic(source, 1, 1), root=root).message.startswith(f"{source}:1:1: ")


def test_no_error_and_no_result_is_an_error_too(tmp_path: Path) -> None:
    assert error(root=tmp_path).code == "bundler_crashed"
