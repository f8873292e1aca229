from __future__ import annotations

import json
from pathlib import Path

import pytest
from guest.samples import sample_manifest

from rill.guest.bundle import CODE_PREFIX, CODE_SUFFIX, Bundle
from rill_cli.exit_codes import VIOLATION
from rill_cli.main import run

SOURCE = """\
import { Text, useHostCall } from "rill/sdk";
import { LIMIT } from "./words";

export default function App() {
  const save = useHostCall("save");
  return <Text>{LIMIT.repeat(2)}{String(save)}{eval("1")}</Text>;
}
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "app"
    folder.mkdir()
    path = folder / "notes.tsx"
    path.write_text(SOURCE)
    (folder / "words.ts").write_text('export const LIMIT: string = ["so", "far"].join();\n')
    return path


def written(folder: Path, code: str) -> Path:
    whole = CODE_PREFIX + code.encode() + CODE_SUFFIX
    path = folder / "app.rill"
    path.write_bytes(Bundle(sample_manifest(whole), whole, None, {}).to_bytes())
    return path


def test_a_source_is_built_and_told_of(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyze", str(source)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "notes 0.0.0  for react, protocol 1"
    assert "components used      Text" in lines
    assert "host functions used  save" in lines
    sizes = lines[lines.index("sizes by module") + 1 :]
    assert {line.split()[-1] for line in sizes[:3]} == {"bundler)", "notes.tsx", "words.ts"}
    assert lines[-2:] == [
        "the policy does not allow it: 1 violation",
        "  dynamic_code: eval makes code of a string  notes.tsx:6:48",
    ]
    assert not source.with_suffix(".rill").exists()


def test_a_violation_fails_only_if_it_is_asked_to(source: Path, tmp_path: Path) -> None:
    assert run(["analyze", str(source), "--fail-on-violation"]) == VIOLATION == 9
    policy = tmp_path / "policy.toml"
    policy.write_text('forbid = ["undeclared"]\nhost_functions = ["save"]\n')
    assert run(["analyze", str(source), "--policy", str(policy), "--fail-on-violation"]) == 0
    policy.write_text("host_functions = []\nforbid = []\n")
    assert run(["analyze", str(source), "--policy", str(policy), "--fail-on-violation"]) == VIOLATION


def test_json_has_everything(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyze", str(source), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["ok"] is False
    assert (data["components"], data["host_functions"]) == (["Text"], ["save"])
    assert data["exports"]["rill/sdk"] == ["Text", "useHostCall"]
    assert {module["name"] for module in data["modules"]} == {"", "notes.tsx", "words.ts"}
    assert data["violations"] == [
        {"rule": "dynamic_code", "message": "eval makes code of a string", "place": "notes.tsx:6:48"}
    ]


def test_a_bundle_without_a_source_map_says_what_it_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, 'exports.default = () => "https://a.example/";function unused() {}')
    assert run(["analyze", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "sizes by module: the bundle has no source map; build it with --sourcemap" in lines
    assert "addresses in it      https://a.example" in lines
    assert "         20  function unused  counter:1:93" in lines
    assert "  unused_request: the manifest asks for 'save', which the code does not use" in lines
    assert lines[-1] == "the policy allows it"


def test_nothing_of_a_bundle_reaches_the_terminal_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "require('\\u001b]0;pwned\\u0007'); require('rill/sdk')['\\u202eabc'];")
    assert run(["analyze", str(path)]) == 0
    text = capsys.readouterr().out
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text
    assert "\\x1b]0;pwned" in text


def test_long_lists_are_cut_in_the_text_and_whole_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "\n".join(f"fetch{number}();" for number in range(40)))
    assert run(["analyze", str(path), "--policy", str(_nothing_forbidden(tmp_path))]) == 0
    assert "and 29 more; --json has all" in capsys.readouterr().out
    assert run(["analyze", str(path), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["notes"]) == 41


def _nothing_forbidden(folder: Path) -> Path:
    path = folder / "policy.toml"
    path.write_text("forbid = []\n")
    return path


def test_what_cannot_be_read_has_its_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyze", str(tmp_path / "none.rill")]) == 3
    assert run(["analyze", str(written(tmp_path, "const = 1;"))]) == 5
    assert "error[code_invalid]: the code of bundle counter is no JavaScript" in capsys.readouterr().err
    assert run(["analyze", str(written(tmp_path, "[" * 50_000))]) == 7
    policy = tmp_path / "policy.toml"
    policy.write_text("nonsense = 1\n")
    assert run(["analyze", str(written(tmp_path, "")), "--policy", str(policy)]) == 3
