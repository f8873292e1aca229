from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rill.guest.bundle import Bundle
from rill_cli.main import run

COUNTER = """\
import { Text } from "rill/sdk";
export default () => <Text>hello</Text>;
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "hello.tsx"
    path.write_text(COUNTER)
    return path


def test_a_source_becomes_a_bundle_beside_it(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(source)]) == 0
    bundle = Bundle.read(source.with_suffix(".rill"))
    assert bundle.id == "hello"
    text = capsys.readouterr().out
    assert "asks for components Text" in text
    assert bundle.digest in text


def test_the_output_can_be_named(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "other.rill"
    assert run(["build", str(source), "-o", str(output)]) == 0
    assert Bundle.read(output).id == "hello"


def test_json_has_what_a_host_pins(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(source), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    bundle = Bundle.read(data["output"])
    assert (data["ok"], data["digest"], data["bytes"]) == (True, bundle.digest, len(bundle.to_bytes()))
    assert data["manifest"]["components"] == ["Text"]


def test_source_map_and_readable_code_are_options(source: Path) -> None:
    assert run(["build", str(source), "--sourcemap", "--no-minify"]) == 0
    bundle = Bundle.read(source.with_suffix(".rill"))
    assert bundle.source_map is not None
    assert b"// hello.tsx" in bundle.code


EXPLAINED = """\
import { Column, Text, TextInput } from "rill/sdk";
export default ({ name, ...rest }: { name: string }) => (
  <Column>
    <Text id="a">{name}</Text>
    <TextInput value={name} />
    <Text {...rest}>b</Text>
  </Column>
);
"""


def test_each_element_is_explained(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source.write_text(EXPLAINED)
    assert run(["build", str(source), "--explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("2 of 4 elements are in templates")
    assert lines[at + 1 :] == [
        "  hello.tsx:3:3  <Column>     template 1: 3 nodes, 3 slots",
        "  hello.tsx:4:5  <Text>       in template 1",
        "  hello.tsx:5:5  <TextInput>  - TextInput keeps state of its own",
        "  hello.tsx:6:5  <Text>       - its props are spread, so that their names are not known",
    ]
    assert run(["build", str(source), "--explain", "--json"]) == 0
    elements = json.loads(capsys.readouterr().out)["elements"]
    assert [element["template"] for element in elements] == [1, 1, None, None]
    assert elements[0] == {
        "file": "hello.tsx",
        "line": 3,
        "column": 3,
        "tag": "Column",
        "template": 1,
        "nodes": 3,
        "slots": 3,
        "reason": None,
    }


def test_a_source_without_elements_has_nothing_to_explain(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source.write_text("export default () => null;\n")
    assert run(["build", str(source), "--explain"]) == 0
    assert "no elements to explain" in capsys.readouterr().out


def test_templates_can_be_left_out(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(source), "--no-minify"]) == 0
    assert b'"rill/templates"' in Bundle.read(source.with_suffix(".rill")).code
    assert run(["build", str(source), "--no-minify", "--no-templates"]) == 0
    bundle = Bundle.read(source.with_suffix(".rill"))
    assert b'"rill/templates"' not in bundle.code
    assert bundle.manifest.components == ("Text",)
    assert run(["build", str(source), "--no-templates", "--explain"]) == 3
    assert "take one away" in capsys.readouterr().err


def test_an_unknown_runtime_is_a_clear_error(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(source), "--runtime", "elm"]) == 4
    assert "error[runtime_unknown]: unknown runtime 'elm'" in capsys.readouterr().err


def test_a_source_that_does_not_build_shows_a_code_frame_and_leaves_the_old_bundle(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(source)]) == 0
    before = source.with_suffix(".rill").read_bytes()
    source.write_text("export default () => <Text>;\n")
    assert run(["build", str(source)]) == 4
    error = capsys.readouterr().err
    assert "> 1 | export default () => <Text>;" in error
    assert source.with_suffix(".rill").read_bytes() == before


def test_an_output_that_cannot_be_written_is_a_clear_error(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(source), "-o", str(tmp_path / "no" / "where.rill")]) == 3
    assert "error[output_unwritable]: cannot write" in capsys.readouterr().err
    assert not list(tmp_path.glob(".*.rill*"))


def test_the_file_has_the_rights_that_the_umask_leaves(source: Path) -> None:
    mask = os.umask(0o027)
    try:
        assert run(["build", str(source)]) == 0
    finally:
        os.umask(mask)
    assert source.with_suffix(".rill").stat().st_mode & 0o777 == 0o640


# Goal: a watch survives an error, builds again after each change, and ends cleanly at Ctrl-C.
# How: the command runs in a process of its own, and each line of its JSON is waited for before the next change.
def test_watching_builds_after_each_change_survives_errors_and_ends_at_ctrl_c(source: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from rill_cli.main import main; main()",
        "build",
        str(source),
        "--watch",
        "--json",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None

        def next_report() -> dict[str, object]:
            assert process.stdout is not None
            report: dict[str, object] = json.loads(process.stdout.readline())
            return report

        try:
            first = next_report()
            assert first["ok"] is True
            source.write_text("export default () => <;\n")
            broken = next_report()
            assert broken["ok"] is False
            source.write_text(COUNTER.replace("hello", "goodbye"))
            third = next_report()
            assert third["ok"] is True
            assert third["digest"] != first["digest"]
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
            assert "Traceback" not in process.stderr.read()
        finally:
            process.kill()
