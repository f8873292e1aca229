"""docs/protocol.md: its tables name what there is, and its examples do what they say.

How: every fenced block has a kind behind its language. `message`, `frame` and `batch` blocks are JSON, the Python block
that follows is the same as objects. The batches are one session: they are applied in order, and each tree is what the
recorder writes then.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rill.components import CATALOGUE
from rill.host.receiver import Receiver
from rill.host.recorder import golden_text
from rill.protocol import messages, operations, values
from rill.protocol.codec import Codec
from rill.protocol.limits import Limits
from rill.protocol.messages import FRAMES, MESSAGES, Batch, HostEvent, Message
from rill.protocol.operations import OPERATIONS
from rill.protocol.typescript import protocol_name
from rill.protocol.values import ElementType, Extension

from .wire import ERROR, FUNCTION, MAP, UNDEFINED, Ext, date, decode, decode_payload, nested, outbox, unpack

PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text("utf-8")
CODEC = Codec(Limits())

# What Python blocks of the page may name.
NAMES: dict[str, Any] = {
    **{
        name: kind for module in (values, messages, operations) for name, kind in vars(module).items() if name[0] != "_"
    },
    "datetime": datetime,
    "UTC": UTC,
}


@dataclass(frozen=True)
class Block:
    """A fenced block, with the heading that it stands under."""

    heading: str
    language: str
    kind: str
    text: str


def blocks_of(page: str) -> Iterator[Block]:
    heading = ""
    lines = iter(page.splitlines())
    for line in lines:
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("```"):
            language, _, kind = line[3:].partition(" ")
            text = []
            for inner in lines:
                if inner == "```":
                    break
                text.append(inner)
            yield Block(heading, language, kind, "\n".join(text))


BLOCKS = list(blocks_of(PAGE))


def wire_of(value: Any) -> Any:
    """The page's JSON as what a guest writes: objects with one key that begins with @ are extensions."""
    if isinstance(value, list):
        return [wire_of(item) for item in value]
    if not isinstance(value, dict):
        return value
    match list(value.items()):
        case [("@undefined", 0)]:
            return Ext(UNDEFINED, b"\0")
        case [("@function", id)]:
            return Ext(FUNCTION, id.to_bytes(4, "big"))
        case [("@date", ms)]:
            return date(float(ms))
        case [("@error", shape)]:
            return nested(ERROR, wire_of(shape))
        case [("@map", pairs)]:
            return nested(MAP, [wire_of(item) for pair in pairs for item in pair])
    assert not any(key.startswith("@") for key in value), f"unknown notation {value}"
    return {key: wire_of(item) for key, item in value.items()}


def examples(kind: str) -> list[tuple[str, Any, Any]]:
    """All examples of a kind: heading, wire form, and the objects of the Python block that follows."""
    found = []
    for block, after in pairwise(BLOCKS):
        if block.kind == kind:
            assert after.language == "python", f"no Python beside the example of {block.heading}"
            found.append((block.heading, wire_of(msgspec.json.decode(block.text)), eval(after.text, dict(NAMES))))
    return found


def packed(value: Any) -> bytes:
    return msgspec.msgpack.encode(value)


def test_every_block_is_one_that_is_tested() -> None:
    assert {(block.language, block.kind) for block in BLOCKS} == {
        ("json", "message"),
        ("json", "frame"),
        ("json", "batch"),
        ("python", ""),
        ("text", "tree"),
    }


@pytest.mark.parametrize(("kind", "kinds"), [("message", MESSAGES), ("frame", FRAMES), ("batch", OPERATIONS)])
def test_every_message_frame_and_operation_has_a_heading_and_an_example(kind: str, kinds: tuple[Any, ...]) -> None:
    by_heading = {heading: example for heading, _, example in reversed(examples(kind))}
    assert {heading: type(example) for heading, example in by_heading.items()} == {
        protocol_name(entry): entry for entry in kinds
    }


@pytest.mark.parametrize(("heading", "wire", "message"), examples("message"))
def test_messages_encode_to_what_the_page_says(heading: str, wire: Any, message: Message) -> None:
    assert protocol_name(type(message)) == heading
    read = unpack(CODEC.encode_message(message))
    # JSON has one kind of number; the time is always a float.
    assert packed(read) == packed([*wire[:2], float(wire[2]), *wire[3:]])


@pytest.mark.parametrize(("heading", "wire", "frame"), examples("frame"))
def test_frames_decode_to_what_the_page_says(heading: str, wire: Any, frame: Any) -> None:
    assert protocol_name(type(frame)) == heading
    assert decode(outbox(wire)) == [frame]


def test_the_operations_tell_one_story_whose_trees_are_those_of_the_page() -> None:
    receiver = Receiver(CATALOGUE, Limits())
    trees = [block for block in BLOCKS if block.kind == "tree"]
    story = examples("batch")
    assert [block.heading for block in trees] == [heading for heading, _, _ in story]
    for sequence, ((heading, wire, operation), tree) in enumerate(zip(story, trees, strict=True), start=1):
        (batch,) = decode(outbox([1, 1, sequence, wire]))
        assert type(batch) is Batch
        assert operation in batch.operations, f"the Python beside {heading} is none of its operations"
        receiver.receive_batch(batch)
        expected = "" if tree.text == "(nothing is attached)" else tree.text + "\n"
        assert golden_text(receiver.tree.root) == expected, heading


def rows_under(start: str) -> list[list[str]]:
    """The cells of the first table behind a text, without its head."""
    lines = PAGE[PAGE.index(start) :].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


@pytest.mark.parametrize(
    ("start", "kinds"),
    [("## 3. Messages", MESSAGES), ("## 4. Frames", FRAMES), ("## 5. Operations", OPERATIONS)],
    ids=["messages", "frames", "operations"],
)
def test_the_tables_name_everything_with_its_code_and_fields(start: str, kinds: tuple[Any, ...]) -> None:
    expected = [
        [
            str(kind.__struct_config__.tag),
            protocol_name(kind),
            ", ".join(field for field in kind.__struct_fields__ if field not in ("turn", "now_ms")),
        ]
        for kind in kinds
    ]
    assert [row[:3] for row in rows_under(start)] == expected


VALUE_ROWS = [[cell.strip("`") for cell in row] for row in rows_under("## 7. Values")]


@pytest.mark.parametrize(("guest", "host", "data"), VALUE_ROWS, ids=[row[0] for row in VALUE_ROWS])
def test_values_have_the_bytes_of_the_table_in_both_directions(guest: str, host: str, data: str) -> None:
    value = eval(host, dict(NAMES))
    encoded = CODEC.encode_message(HostEvent(0, 0.0, "", value))
    assert encoded[13:].hex() == data
    received = decode_payload(msgspec.Raw(bytes.fromhex(data)))
    assert type(received) is type(value)
    assert received == value or (math.isnan(value) and math.isnan(received))


def test_the_table_of_extensions_is_that_of_the_codec_and_of_the_guest_abi() -> None:
    abi = (Path(__file__).parents[2] / "docs" / "guest-abi.md").read_text("utf-8")
    codes = [row[0] for row in rows_under("| extension | value | payload |")]
    assert codes == [str(entry.value) for entry in Extension]
    assert re.findall(r"^\| (\d) \| \w", abi[abi.index("| extension |") :], re.MULTILINE) == codes
    for text in (PAGE, abi):
        for element in ElementType:
            name = element.name.replace("_", "").lower()
            assert re.search(rf"\b{element.value} {name}\b", text, re.IGNORECASE), f"no element type {name}"


def test_slot_kinds_are_those_of_the_table() -> None:
    rows = rows_under("### TEMPLATE")
    assert {row[1].upper(): int(row[0]) for row in rows} == {
        name: kind for name, kind in vars(operations.SlotKind).items() if name.isupper()
    }


def test_limits_that_the_page_names_exist() -> None:
    named = set(re.findall(r"`Limits\.(\w+)`", PAGE))
    assert named <= set(Limits.__dataclass_fields__)
    assert len(named) >= 10


def test_a_wrong_example_would_be_found() -> None:
    page = "### CLEAR\n```json batch\n[[14, 2]]\n```\n```python\nClear(parent=1)\n```\n"
    (wire, python) = list(blocks_of(page))
    (batch,) = decode(outbox([1, 1, 1, wire_of(msgspec.json.decode(wire.text))]))
    assert type(batch) is Batch
    assert eval(python.text, dict(NAMES)) not in batch.operations
