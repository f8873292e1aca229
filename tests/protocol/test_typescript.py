"""The generated TypeScript: current, complete, and the generator stops at what it does not know."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path

import msgspec
import pytest

from rill.protocol import messages, operations, typescript, values
from rill.protocol.limits import Limits
from rill.protocol.messages import FRAMES, MESSAGES
from rill.protocol.operations import OPERATIONS, Operation
from rill.protocol.typescript import OUTPUT, OUTPUTS, generate, generate_connector, main, protocol_name
from rill.protocol.values import ElementType, Extension
from rill.protocol.web import FORCED, WEB_VERSION, ClientMessage, ServerMessage, WebOperation, WebSlot

TEXT = generate()


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.parent.name)
def test_the_file_in_the_repository_is_current(output: Path) -> None:
    assert output.read_text("utf-8") == OUTPUTS[output](), "run `python -m rill.protocol.typescript`"


def test_check_tells_a_stale_file_from_a_current_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "protocol" / "generated.ts"
    outputs = {output: generate}
    assert main(["--check"], outputs=outputs) == 1
    assert not output.exists()
    assert main([], outputs=outputs) == 0
    assert output.read_text("utf-8") == TEXT
    assert main(["--check"], outputs=outputs) == 0
    output.write_text(TEXT.replace("APPEND = 4", "APPEND = 5"), "utf-8")
    assert main(["--check"], outputs=outputs) == 1
    assert "protocol/generated.ts is stale; run" in capsys.readouterr().err
    assert main([], outputs=outputs) == 0
    assert main(["--check"], outputs=outputs) == 0


def test_the_command_checks_the_file_of_the_repository() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rill.protocol.typescript", "--check"], cwd=OUTPUT.parents[3], check=False
    )
    assert done.returncode == 0


@pytest.mark.parametrize("kind", [*OPERATIONS, *MESSAGES, *FRAMES], ids=lambda kind: kind.__name__)
def test_every_shape_is_a_labelled_tuple_of_its_fields_with_its_code_first(kind: type[msgspec.Struct]) -> None:
    name, tag = protocol_name(kind), kind.__struct_config__.tag
    assert f"export const {name} = {tag};" in TEXT
    found = re.search(rf"export type {kind.__name__} = \[(.*)\];", TEXT)
    assert found
    labels = re.findall(r"(?:^|, )(\w+)\??: ", found[1])
    assert labels == ["op" if kind in OPERATIONS else "kind", *kind.__struct_fields__]
    assert f": typeof {name}" in found[1]


def test_names_are_those_of_the_protocol() -> None:
    def names(kinds: Iterable[type[msgspec.Struct]]) -> str:
        return " ".join(map(protocol_name, kinds))

    assert names(OPERATIONS) == (
        "CREATE UPDATE DELETE APPEND INSERT REMOVE REORDER TEXT REF_CALL TEMPLATE CLONE PATCH CLONES CLEAR"
    )
    assert names(MESSAGES) == (
        "START CALL_FUNCTION HOST_EVENT CONFIG_UPDATE REF_METHOD_RESULT HOST_RESULT TIMER RELEASE DESTROY"
    )
    assert names(FRAMES) == "BATCH MESSAGE HOST_CALL CALL_RESULT TIMER_SET TIMER_CLEAR LOG ERROR"


def test_types_read_as_they_do_in_python() -> None:
    assert "export type Append = [op: typeof APPEND, parent: NodeId, child: NodeId];" in TEXT
    assert "props: Record<string, Value> | string];" in TEXT
    assert "target: FunctionId | [NodeId, string], args: Value[], call: CallId | null];" in TEXT
    assert "columns: Value[][]];" in TEXT
    assert "export type Slot = [kind: SlotKind, index: number, name?: string | null];" in TEXT


def test_unions_hold_every_shape() -> None:
    for union, kinds in (("Operation", OPERATIONS), ("Message", MESSAGES), ("AnyFrame", FRAMES)):
        assert f"export type {union} = {' | '.join(kind.__name__ for kind in kinds)};" in TEXT


def test_codes_and_constants_have_the_values_of_python() -> None:
    for extension in Extension:
        assert f"export const EXT_{extension.name} = {extension.value};" in TEXT
    for element in ElementType:
        assert f"export const ELEMENT_{element.name} = {element.value};" in TEXT
    found = dict(re.findall(r"^export const (\w+) = (-?[\d_]+);$", TEXT, re.MULTILINE))
    for module, names in (
        (messages, ["PROTOCOL_VERSION", "ROUNDS_MAX", "ERROR_BYTES_MAX", "TIMER_NESTING_MAX", "TIMER_DELAY_MS_MIN"]),
        (operations, ["ROOT_ID", "ID_MAX"]),
        (values, ["BIGINT_DIGITS_MAX", "DATE_MS_MIN", "DATE_MS_END"]),
    ):
        for name in names:
            assert int(found[name]) == getattr(module, name)
    assert int(found["VALUE_DEPTH_MAX"]) == Limits().value_depth
    assert 'export const FORBIDDEN_KEYS = ["__proto__", "constructor", "prototype"] as const;' in TEXT
    assert 'export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;' in TEXT


def test_no_constant_is_written_twice_and_every_declaration_is_explained() -> None:
    names = re.findall(r"^export (?:const|type) (\w+)", TEXT, re.MULTILINE)
    assert len(names) == len(set(names))
    for kind in (*OPERATIONS, *MESSAGES, *FRAMES):
        assert re.search(rf"/\*\* .+ \*/\nexport type {kind.__name__} = ", TEXT)


def test_an_annotation_without_a_translation_stops_the_generator() -> None:
    class Strange(Operation, tag=99, frozen=True):
        """An operation with a field of a type that the table does not have."""

        field: complex

    with pytest.raises(TypeError, match="no TypeScript for the annotation 'complex'"):
        typescript._tuple(Strange, "op")


def test_a_docstring_cannot_end_the_comment_that_it_becomes() -> None:
    class Sly(Operation, tag=98, frozen=True):
        """Ends here */ and goes on."""

    assert typescript._tuple(Sly, "op").startswith("/** Ends here * / and goes on. */\n")


@pytest.mark.parametrize("kind", [ServerMessage, ClientMessage, WebOperation, WebSlot])
def test_the_connector_has_every_code_with_its_comment(kind: type[IntEnum]) -> None:
    text = generate_connector()
    found = re.search(rf"export const enum {kind.__name__} \{{\n(.*?)\n\}}", text, re.DOTALL)
    assert found
    assert re.findall(r"^  (\w+) = (\d+),$", found[1], re.MULTILINE) == [(m.name, str(m.value)) for m in kind]
    assert len(re.findall(r"^  /\*\* .+ \*/$", found[1], re.MULTILINE)) == len(kind)
    assert f"export const WEB_VERSION = {WEB_VERSION};" in text
    assert f"export const FORCED = {FORCED};" in text
