"""docs/cli.md says what the command line does: every option, every exit code, and an error as it is really printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rill_cli.exit_codes import table
from rill_cli.main import make_parser, run

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text("utf-8")


def section(command: str) -> str:
    found = re.search(rf"^## rill {command} .*?(?=^## )", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[0]


@pytest.mark.parametrize("command", ["build", "analyze", "run"])
def test_the_page_has_every_option_of_a_command_and_no_others(command: str) -> None:
    (commands,) = (action for action in make_parser()._actions if action.dest == "command")
    assert isinstance(commands.choices, dict)
    options = {
        option
        for action in commands.choices[command]._actions
        for option in action.option_strings
        if option not in ("-h", "--help")
    }
    rows = "\n".join(line.split(" | ")[0] for line in section(command).splitlines() if line.startswith("| `-"))
    assert set(re.findall(r"--?[a-z][a-z-]*", rows)) == options


def test_the_page_has_the_exit_codes_in_the_words_of_the_help() -> None:
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", PAGE, re.MULTILINE)
    assert [f"  {code:>3}  {meaning}" for code, meaning in rows] == table().splitlines()


def test_the_error_on_the_page_is_the_one_that_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = re.search(r"^```\n\$ rill build counter\.tsx\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    monkeypatch.chdir(tmp_path)
    Path("counter.tsx").write_text(
        'import { useState } from "react";\nimport { Buton, Column, Text } from "rill/sdk";\n\n'
        "export default () => [useState, Buton, Column, Text];\n"
    )
    assert run(["build", "counter.tsx"]) == 4
    assert capsys.readouterr().err == found[1]


TEMPLATES = (Path(__file__).resolve().parents[2] / "docs" / "templates.md").read_text("utf-8")


def test_the_explanation_on_the_page_of_templates_is_the_one_that_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = re.search(r"^```tsx\n(.*?)^```", TEMPLATES, re.MULTILINE | re.DOTALL)
    printed = re.search(r"^```\n\$ rill build tasks\.tsx --explain\n(.*?)^```", TEMPLATES, re.MULTILINE | re.DOTALL)
    assert source is not None
    assert printed is not None
    monkeypatch.chdir(tmp_path)
    Path("tasks.tsx").write_text(source[1])
    assert run(["build", "tasks.tsx", "--explain"]) == 0
    assert capsys.readouterr().out.endswith(f"\n{printed[1]}")


@pytest.mark.parametrize(
    "phrase",
    [
        "keeps state of its own",
        "is a component of the guest",
        "is a component of the host's own",
        "its props are spread, so that their names are not known",
        "may take turns with the <",
        "may take turns with something that is not known",
        "which may look into it",
        "which is used in other ways, too",
        "goes where its place cannot be told",
        "has no prop",
        "is given twice",
        "takes no bare text",
        "takes no children",
        "may be nothing",
    ],
)
def test_a_reason_on_the_page_of_templates_is_one_that_the_pass_gives(phrase: str) -> None:
    folder = Path(__file__).resolve().parents[2] / "rill" / "guest" / "bundler"
    sources = "".join((folder / f"jsx_{name}.ts").read_text("utf-8") for name in ("templates", "places"))
    assert phrase in sources
    assert phrase in TEMPLATES
