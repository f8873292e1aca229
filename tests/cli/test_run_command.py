from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rill_cli.main import run

HELLO = """\
import { useState } from "react";
import { Button, Column, Text, useConfig } from "rill/sdk";

export default function Hello({ name = "you" }: { name?: string }) {
  const [count] = useState(1);
  const { greeting = "hello" } = useConfig() as { greeting?: string };
  return (
    <Column>
      <Text>{greeting} {name}</Text>
      <Button disabled={count > 0}>Wait</Button>
    </Column>
  );
}
"""


@pytest.fixture
def hello(tmp_path: Path) -> Path:
    path = tmp_path / "hello.tsx"
    path.write_text(HELLO)
    return path


def record(source: Path, *more: str) -> int:
    return run(["run", str(source), "--target", "recorder", *more])


def record_json(source: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, dict[str, Any]]:
    code = record(source, "--json", *more)
    (line,) = capsys.readouterr().out.splitlines()
    report: dict[str, Any] = json.loads(line)
    return code, report


def write(path: Path, body: str) -> Path:
    path.write_text(f'import {{ Text }} from "rill/sdk";\nimport * as React from "react";\n{body}\n')
    return path


def test_the_recorder_prints_the_tree_in_its_golden_form(hello: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert record(hello) == 0
    captured = capsys.readouterr()
    assert captured.out == (
        'Column\n  Text "hello" " " "you"\n  Button disabled=true "Wait"\n'
    )  # fmt: skip
    assert captured.err == ""


def test_a_bundle_file_gives_the_same_as_its_source(hello: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert record(hello) == 0
    from_source = capsys.readouterr().out
    assert run(["build", str(hello)]) == 0
    capsys.readouterr()
    assert record(hello.with_suffix(".rill")) == 0
    assert capsys.readouterr().out == from_source


def test_a_source_can_be_run_without_templates(hello: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["run", str(hello), "--target", "recorder", "--json"]
    assert run(command) == 0
    with_templates = json.loads(capsys.readouterr().out)
    assert run([*command, "--no-templates"]) == 0
    without = json.loads(capsys.readouterr().out)
    assert without["tree"] == with_templates["tree"]
    assert without["bundle"]["digest"] != with_templates["bundle"]["digest"]
    bundle = hello.with_suffix(".rill")
    assert run(["build", str(hello), "-o", str(bundle)]) == 0
    assert run(["run", str(bundle), "--target", "recorder", "--no-templates"]) == 3
    assert "error[option_invalid]: --no-templates says how a source is built" in capsys.readouterr().err


def test_props_and_config_come_from_the_command_line_or_from_files(
    hello: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.json").write_text('{"greeting": "good morning"}')
    assert record(hello, "--props", '{"name": "Ada"}', "--config", f"@{tmp_path / 'config.json'}") == 0
    assert 'Text "good morning" " " "Ada"' in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "{", "[]", "1", "null", "@nowhere.json"])
def test_props_that_are_no_object_are_a_clear_error(hello: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert record(hello, "--props", text) == 3
    error = capsys.readouterr().err
    assert error.startswith("error[option_invalid]: ")
    assert "--props" in error


def test_json_reports_tree_console_and_statistics(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(
        tmp_path / "talker.tsx",
        'export default () => { React.useEffect(() => console.warn("hm", 1), []); return <Text>hi</Text>; };',
    )
    code, report = record_json(source, capsys)
    assert code == 0
    assert report["ok"] is True
    assert report["tree"] == 'Text "hi"\n'
    assert report["console"] == [{"kind": "warn", "text": "hm 1"}]
    assert report["bundle"]["id"] == "talker"
    assert report["statistics"]["turns"] == 1


def test_the_console_of_a_guest_is_shown_escaped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(
        tmp_path / "rude.tsx",
        'export default () => { React.useEffect(() => console.log("\\u001b[2J\\nfake line"), []); return null; };',
    )
    assert record(source) == 0
    assert capsys.readouterr().err == "guest info: \\x1b[2J\\nfake line\n"


def test_a_guest_that_throws_is_exit_code_6_with_its_stack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(
        tmp_path / "thrower.tsx", 'export default function Thrower() { throw new Error("oh\\u001b[31m no"); }'
    )
    code, report = record_json(source, capsys)
    assert code == 6
    assert report["ok"] is False
    assert report["error"]["kind"] == "GuestError"
    assert "oh" in report["error"]["message"]
    assert record(source) == 6
    error = capsys.readouterr().err
    assert "\x1b" not in error
    assert "Traceback" not in error


def test_the_stack_of_a_source_leads_to_its_lines_and_names_its_functions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(
        tmp_path / "thrower.tsx",
        'function fail(): never {\n  throw new Error("no luck");\n}\nexport default function App() {\n  fail();\n}',
    )
    assert record(source) == 6
    error = capsys.readouterr().err
    assert "at fail (thrower.tsx:4:" in error
    assert "at App (thrower.tsx:7:" in error


def test_the_last_good_tree_is_shown_when_a_guest_fails_later(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(
        tmp_path / "later.tsx",
        """
        export default () => {
          const [late, setLate] = React.useState(false);
          React.useEffect(() => { setTimeout(() => setLate(true), 0); }, []);
          if (late) throw new Error("too late");
          return <Text>still here</Text>;
        };
        """,
    )
    code = record(source)
    captured = capsys.readouterr()
    assert code == 6
    assert "too late" in captured.err


def test_a_guest_that_loops_is_exit_code_7_and_names_the_limit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "loop.tsx", "export default () => { for (;;) {} };")
    assert record(source) == 7
    assert "turn_ms" in capsys.readouterr().err


def test_a_file_that_is_missing_or_no_bundle_has_its_own_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record(tmp_path / "none.rill") == 3
    (tmp_path / "bad.rill").write_bytes(b"PK\x03\x04 not a bundle at all")
    assert record(tmp_path / "bad.rill") == 5
    assert "not a .rill file" in capsys.readouterr().err


def test_a_source_that_does_not_build_is_exit_code_4_with_a_frame(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record(write(tmp_path / "bad.tsx", "export default () => <Text>;")) == 4
    assert "> 3 | export default () => <Text>;" in capsys.readouterr().err


def test_a_guest_with_more_rows_than_usual_is_run_with_larger_limits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "Array.from({ length: 1000 }, (_, j) => <Text key={j}>x</Text>)"
    guest = write(
        tmp_path / "rows.tsx",
        'import { View } from "rill/sdk";\n'
        "export default () => "
        f"<View>{{Array.from({{ length: 26 }}, (_, i) => <View key={{i}}>{{{rows}}}</View>)}}</View>;",
    )
    assert record(guest) != 0
    assert "Limits.nodes" in capsys.readouterr().err
    assert record(guest, "--limits", "large") == 0
    assert capsys.readouterr().out.count('Text "x"') == 26_000


def test_a_provider_that_isolates_nothing_needs_a_word(hello: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert record(hello, "--provider", "quickjs") == 3
    assert "error[provider_untrusted]" in capsys.readouterr().err
    assert record(hello, "--provider", "quickjs", "--trusted") == 0
    assert 'Text "hello"' in capsys.readouterr().out


def test_an_unknown_provider_is_a_clear_error(hello: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert record(hello, "--provider", "jsc") == 3
    assert "jsc" in capsys.readouterr().err


def test_the_screen_needs_a_terminal(hello: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", str(hello)]) == 3
    assert "error[no_terminal]" in capsys.readouterr().err


def test_json_is_for_the_recorder_only(hello: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", str(hello), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "json_unsupported"


def test_devtools_are_for_the_terminal_only(hello: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", str(hello), "--devtools", "--target", "recorder"]) == 3
    assert "--devtools needs the target textual, not recorder" in capsys.readouterr().err


CHANNEL = """\
import { Text, useChannel, usePresence } from "rill/sdk";

export default function Room() {
  const { status } = useChannel("room/1");
  return <Text>{`${status} ${usePresence("room/1", 5).length}`}</Text>;
}
"""


def test_channels_are_open_as_the_command_line_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "room.tsx"
    source.write_text(CHANNEL)
    assert record(source, "--channel", "todos", "--channel", "room/{room}") == 0
    assert "joined 1" in capsys.readouterr().out
    assert record(source, "--channel", "todos") == 0
    assert "refused 0" in capsys.readouterr().out
    assert record(source) == 0
    assert "refused 0" in capsys.readouterr().out


def test_a_bus_or_a_pattern_that_cannot_be_used_says_so(hello: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert record(hello, "--bus", "redis://127.0.0.1") == 3
    assert "add --channel" in capsys.readouterr().err
    assert record(hello, "--channel", "room/{") == 3
    assert "names in braces" in capsys.readouterr().err
    assert record(hello, "--channel", "a", "--bus", "http://127.0.0.1") == 3
    assert "the address of the Redis bus cannot be used" in capsys.readouterr().err
