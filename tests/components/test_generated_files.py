from __future__ import annotations

from pathlib import Path

import pytest

from rill.components.generated_files import run_generator, stale_files

FILES = {"docs/a.md": "A\n", "docs/b.md": "B\n"}


def test_writing_makes_the_files_and_leaves_good_ones_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_generator("gen", FILES, [], root=tmp_path) == 0
    assert capsys.readouterr().out == "wrote docs/a.md\nwrote docs/b.md\n"
    (tmp_path / "docs/b.md").write_text("changed")
    assert run_generator("gen", FILES, [], root=tmp_path) == 0
    assert capsys.readouterr().out == "wrote docs/b.md\n"
    assert stale_files(FILES, tmp_path) == []


def test_checking_names_what_is_out_of_date_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_generator("gen", FILES, [], root=tmp_path)
    assert run_generator("gen", FILES, ["--check"], root=tmp_path) == 0
    (tmp_path / "docs/a.md").unlink()
    capsys.readouterr()
    assert run_generator("gen", FILES, ["--check"], root=tmp_path) == 1
    assert capsys.readouterr().err == "docs/a.md is out of date; run `gen`\n"
    assert not (tmp_path / "docs/a.md").exists()
