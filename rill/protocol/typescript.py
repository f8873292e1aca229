"""Writes generated.ts in sdk-js/src/protocol and in sdk-js/src/connector, so that every constant and shape of the
protocols is written down once, in Python.

Reads the classes and constants of this package and prints them as TypeScript; decides nothing about the protocol
itself. Run ``python -m rill.protocol.typescript`` after a change, or with ``--check`` to learn whether the files are
current.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import IntEnum
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import msgspec

from rill.protocol import limits, messages, operations, values, web
from rill.protocol.limits import Limits
from rill.protocol.messages import FRAMES, MESSAGES, Batch, ErrorFrame, ErrorShape, GuestMessage
from rill.protocol.operations import OPERATIONS, Slot, SlotKind
from rill.protocol.values import ElementType, Extension
from rill.protocol.web import ClientMessage, ServerMessage, WebOperation, WebSlot

_SOURCES: Final = Path(__file__).resolve().parents[2] / "sdk-js" / "src"
OUTPUT: Final = _SOURCES / "protocol" / "generated.ts"
CONNECTOR_OUTPUT: Final = _SOURCES / "connector" / "generated.ts"

# The two frames whose class name is not their name in the protocol: `Message` is the base class of the other direction,
# and an error is a class of its own in both languages.
_NAMES: Final[dict[type[msgspec.Struct], str]] = {GuestMessage: "MESSAGE", ErrorFrame: "ERROR"}

# Python's names in annotations, as TypeScript says them. A name that is missing here stops the generator.
_TYPES: Final = {
    "int": "number",
    "float": "number",
    "str": "string",
    "bool": "boolean",
    "None": "null",
    "Value": "Value",
    "NodeId": "NodeId",
    "TemplateId": "TemplateId",
    "CallId": "CallId",
    "TimerId": "TimerId",
    "FunctionId": "FunctionId",
    "TemplateTree": "TemplateTree",
    "Slot": "Slot",
    "ErrorShape": "ErrorShape",
    "AnyOperation": "Operation",
}

# Bounds of Limits that a guest's runtime keeps too, so that a guest hears of them where it met them. A host may set
# others: these are the defaults, and the host's own check is the one that counts.
_LIMITS: Final = {
    "value_depth": "VALUE_DEPTH_MAX",
    "props": "PROPS_MAX",
    "ref_calls": "REF_CALLS_MAX",
    "host_calls": "HOST_CALLS_MAX",
    "timers": "TIMERS_MAX",
    "console_lines_per_s": "CONSOLE_LINES_PER_S_MAX",
}


def protocol_name(kind: type[msgspec.Struct]) -> str:
    """The name of an operation, message or frame in the protocol: TIMER_SET for ``TimerSet``."""
    name = _NAMES.get(kind)
    return name if name is not None else re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).upper()


def generate() -> str:
    """The text of generated.ts. The same on every machine."""
    sections = [
        "// Generated from rill/protocol by `python -m rill.protocol.typescript`. Do not edit.",
        _section("What messages, frames and operations are made of.", _elements()),
        _section("Messages, host to guest: [kind, turn, now_ms, ...fields].", _shapes(MESSAGES, "kind", "Message")),
        _section("Frames, guest to host: [kind, ...fields].", _frames()),
        _section("Operations: [op, ...fields]. Those of a turn are one batch.", _shapes(OPERATIONS, "op", "Operation")),
        _section("Slots of templates.", _slots()),
        _section("Values that are MessagePack extensions.", _values()),
        _section("Bounds.", _bounds()),
    ]
    return "\n\n".join(sections) + "\n"


def generate_connector() -> str:
    """The text of the connector's generated.ts: constant enums, which the bundler puts in as numbers."""
    sections = [
        "// Generated from rill/protocol/web.py by `python -m rill.protocol.typescript`. Do not edit.",
        "\n".join(_constants(web, "WEB_VERSION", "FORCED")),
        *("\n".join(_constant_enum(kind)) for kind in (ServerMessage, ClientMessage, WebOperation, WebSlot)),
    ]
    return "\n\n".join(sections) + "\n"


# The files that are written, and what is in them.
OUTPUTS: Final[Mapping[Path, Callable[[], str]]] = {OUTPUT: generate, CONNECTOR_OUTPUT: generate_connector}


def main(arguments: list[str] | None = None, *, outputs: Mapping[Path, Callable[[], str]] = OUTPUTS) -> int:
    """Write the files, or say with ``--check`` whether they are current. Returns the exit code: 1 when one is stale."""
    parser = argparse.ArgumentParser(prog="python -m rill.protocol.typescript", description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when a file is stale")
    check: bool = parser.parse_args(arguments).check
    stale = 0
    for output, text_of in outputs.items():
        text = text_of()
        current = output.read_text("utf-8") if output.exists() else ""
        if current == text:
            continue
        if check:
            place = "/".join(output.parts[-2:])
            print(f"{place} is stale; run `python -m rill.protocol.typescript`", file=sys.stderr)
            stale = 1
            continue
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, "utf-8", newline="\n")
    return stale


# -- sections ----------------------------------------------------------------------------------------------------------


def _section(title: str, declarations: Iterable[str]) -> str:
    return f"// -- {title}\n\n" + "\n".join(declarations)


def _elements() -> Iterator[str]:
    yield from _constants(messages, "PROTOCOL_VERSION")
    yield ""
    for name in ("NodeId", "TemplateId", "CallId", "TimerId", "FunctionId"):
        yield f"export type {name} = number;"
    yield f"/** {_sentence('Whatever may cross; the encoder decides')} */"
    yield "export type Value = unknown;"
    yield ""
    yield from _constants(operations, "ROOT_ID", "TEXT_TYPE", "ID_MAX")


def _shapes(kinds: Iterable[type[msgspec.Struct]], label: str, union: str) -> Iterator[str]:
    kinds = tuple(kinds)
    for kind in kinds:
        yield f"export const {protocol_name(kind)} = {_tag(kind)};"
    for kind in kinds:
        yield ""
        yield _tuple(kind, label)
    yield ""
    yield f"export type {union} = {' | '.join(kind.__name__ for kind in kinds)};"


def _frames() -> Iterator[str]:
    yield _doc(ErrorShape)
    yield "export type ErrorShape = {"
    for name, annotation in _fields(ErrorShape):
        yield f"  readonly {name}: {annotation};"
    yield "};"
    yield ""
    yield from _shapes(FRAMES, "kind", "AnyFrame")
    yield "/** What follows the batch in an outbox, in the order of issue. */"
    yield f"export type Frame = Exclude<AnyFrame, {Batch.__name__}>;"
    yield ""
    yield from _constants(messages, "LOG_LEVELS")
    yield "export type LogLevel = (typeof LOG_LEVELS)[number];"


def _slots() -> Iterator[str]:
    kinds = {name: number for name, number in vars(SlotKind).items() if name.isupper()}
    for name, number in kinds.items():
        yield f"export const SLOT_{name} = {number};"
    yield f"export type SlotKind = {' | '.join(f'typeof SLOT_{name}' for name in kinds)};"
    yield ""
    yield _tuple(Slot, None)
    yield ""
    yield "/** A static subtree, numbered in pre-order from 0: texts count, holes do not. */"
    yield (
        "export type TemplateTree =\n"
        "  | readonly [type: string, props: Readonly<Record<string, Value>>, children: readonly TemplateTree[]]\n"
        "  | readonly [type: typeof TEXT_TYPE, text: string];"
    )


def _values() -> Iterator[str]:
    yield from _enum(Extension, "EXT")
    yield ""
    yield from _enum(ElementType, "ELEMENT")
    yield ""
    yield from _constants(values, "FORBIDDEN_KEYS", "BIGINT_DIGITS_MAX", "DATE_MS_MIN", "DATE_MS_END")


def _bounds() -> Iterator[str]:
    yield from _constants(
        messages, "ROUNDS_MAX", "ERROR_BYTES_MAX", "TIMER_NESTING_MAX", "TIMER_DELAY_MS_MIN", "TIMER_DELAY_MS_MAX"
    )
    defaults = Limits()
    comments = _comments(limits)
    for field, name in _LIMITS.items():
        yield f"/** {comments[field]} The default of Limits.{field}. */"
        yield f"export const {name} = {_literal(getattr(defaults, field))};"


# -- declarations ------------------------------------------------------------------------------------------------------


def _tuple(kind: type[msgspec.Struct], label: str | None) -> str:
    """A labelled tuple, the code first: ``[op: typeof APPEND, parent: NodeId, child: NodeId]``."""
    fields = [] if label is None else [f"{label}: typeof {protocol_name(kind)}"]
    optional = set(_optional(kind))
    for name, annotation in _fields(kind):
        if kind is Slot and name == "kind":
            annotation = "SlotKind"
        fields.append(f"{name}{'?' if name in optional else ''}: {annotation}")
    return f"{_doc(kind)}\nexport type {kind.__name__} = [{', '.join(fields)}];"


def _fields(kind: type[msgspec.Struct]) -> Iterator[tuple[str, str]]:
    """Fields in wire order with their TypeScript types, translated from the source text of their annotations.

    From the text, because the aliases that make them readable (NodeId, CallId) are one and the same object at run time.
    """
    annotations: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        annotations.update(inspect.get_annotations(base))
    for name in kind.__struct_fields__:
        yield name, _translate(ast.parse(annotations[name], mode="eval").body)


def _optional(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    count = len(kind.__struct_defaults__)
    return kind.__struct_fields__[len(kind.__struct_fields__) - count :] if count else ()


def _translate(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) if name in _TYPES:
            return _TYPES[name]
        case ast.Constant(value=None):
            return "null"
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return f"{_translate(left)} | {_translate(right)}"
        case ast.Subscript(value=ast.Name(id="list"), slice=item):
            inner = _translate(item)
            return f"({inner})[]" if " | " in inner else f"{inner}[]"
        case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=[key, item])):
            return f"Record<{_translate(key)}, {_translate(item)}>"
        case ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=items)):
            return f"[{', '.join(map(_translate, items))}]"
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[inner_node, *_])):
            return _translate(inner_node)
    raise TypeError(f"no TypeScript for the annotation {ast.unparse(node)!r}; add it to rill.protocol.typescript")


def _enum(kind: type[IntEnum], prefix: str) -> Iterator[str]:
    yield _doc(kind)
    for member in kind:
        yield f"export const {prefix}_{member.name} = {member.value};"


def _constant_enum(kind: type[IntEnum]) -> Iterator[str]:
    """A constant enum whose members have the comments that stand above them in Python."""
    comments = _comments(kind)
    yield _doc(kind)
    yield f"export const enum {kind.__name__} {{"
    for member in kind:
        yield f"  /** {comments[member.name]} */"
        yield f"  {member.name} = {member.value},"
    yield "}"


def _constants(module: ModuleType, *names: str) -> Iterator[str]:
    comments = _comments(module)
    for name in names:
        yield f"/** {comments[name]} */"
        yield f"export const {name} = {_literal(getattr(module, name))};"


def _literal(value: Any) -> str:
    if isinstance(value, frozenset):
        return _literal(sorted(value))
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_literal, value))}] as const"
    if isinstance(value, str):
        # Names of the protocol are plain ASCII words; JSON's strings are JavaScript's.
        return msgspec.json.encode(value).decode()
    if type(value) is int:
        return f"{value:_}" if abs(value) >= 10_000 else str(value)
    raise TypeError(f"no TypeScript literal for {value!r}; add its kind to rill.protocol.typescript")


def _tag(kind: type[msgspec.Struct]) -> int:
    tag = kind.__struct_config__.tag
    assert isinstance(tag, int)
    return tag


# -- comments ----------------------------------------------------------------------------------------------------------


def _doc(kind: type[Any]) -> str:
    """A class's docstring as JSDoc, without the protocol name that opens it where the class is called otherwise."""
    text = " ".join((inspect.getdoc(kind) or "").split())
    return f"/** {_sentence(text)} */"


def _sentence(text: str) -> str:
    text = text.replace("``", "`").replace("*/", "* /")
    return text if text.endswith(".") else text + "."


def _comments(module: ModuleType | type[Any]) -> dict[str, str]:
    """The comment above each assignment of a module or class, by the assigned name. Lines that follow each other share
    it."""
    found: dict[str, str] = {}
    comment: list[str] = []
    assigned = False
    for line in inspect.getsource(module).splitlines():
        text = line.strip()
        if text.startswith("# "):
            comment = [text[2:]] if assigned else [*comment, text[2:]]
            assigned = False
        elif (match := re.match(r"(\w+)\s*(?::[^=]+)?=\s", text)) is not None:
            if comment:
                found[match[1]] = _sentence(" ".join(comment))
            assigned = True
        else:
            comment = []
    return found


if __name__ == "__main__":
    sys.exit(main())
