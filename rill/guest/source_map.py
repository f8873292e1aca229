"""Reads a bundle's source map, to say where in its author's source an error happened.

A source map is part of the bundle, so it is as untrusted as the rest: it is parsed only when there is an error to
place, one that does not parse places nothing, and what it names is text for people, never a path that anybody opens.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import msgspec

from rill.protocol.errors import BundleError

# Bytes. A guest of 500 KB has about as much; a hostile map of this size costs a quarter of a second and 30 MB, once.
MAPPINGS_MAX: Final = 1024 * 1024

_DIGITS: Final = {
    character: value
    for value, character in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
}


class _Document(msgspec.Struct, frozen=True):
    """A source map of version 3, as ECMA-426 describes it: the fields that placing an error needs."""

    version: int
    sources: list[str | None]
    mappings: str


@dataclass(frozen=True, slots=True)
class SourceLocation:
    """A place in a guest's source. ``line`` and ``column`` count from 1."""

    source: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}"


class SourceMap:
    """Places of generated code in the source that it was made from.

    Args:
        data: a source map of version 3, UTF-8 JSON.
    Raises:
        BundleError: it is malformed, an index map, or larger than `MAPPINGS_MAX`.
    """

    def __init__(self, data: bytes) -> None:
        try:
            document = msgspec.json.decode(data, type=_Document)
        except msgspec.DecodeError as error:
            raise BundleError(f"malformed source map: {error}", code="source_map_invalid", path="source_map") from None
        if document.version != 3:
            raise BundleError(
                f"expected a source map of version 3, got {document.version}",
                code="source_map_invalid",
                path="source_map",
            )
        if len(document.mappings) > MAPPINGS_MAX:
            raise BundleError(
                f"source map has {len(document.mappings)} bytes of mappings, more than {MAPPINGS_MAX}",
                code="source_map_invalid",
                path="source_map",
            )
        self._sources = document.sources
        self._lines = _decode(document.mappings)

    def locate(self, line: int, column: int) -> SourceLocation | None:
        """The place that a place of the generated code was made from; both count from 1. None where the map has
        nothing."""
        if not 1 <= line <= len(self._lines):
            return None
        segments = self._lines[line - 1]
        at = bisect_right(segments, column - 1, key=_generated_column) - 1
        if at < 0:
            return None
        _, source, source_line, source_column = segments[at]
        if not 0 <= source < len(self._sources):
            return None
        name = self._sources[source]
        return None if name is None else SourceLocation(name, source_line + 1, source_column + 1)

    def sizes(self, code: str) -> dict[str, int]:
        """How many characters of the generated code come from each source; what comes from none counts under "".

        Line ends count with their lines. A mapping holds until the next one of its line.
        """
        sizes: dict[str, int] = {}
        lines = code.split("\n")
        for number, line in enumerate(lines):
            segments = self._lines[number] if number < len(self._lines) else ()
            length = len(line) + (number + 1 < len(lines))
            at, name = 0, ""
            for column, source, _, _ in segments:
                start = min(column, length)
                sizes[name] = sizes.get(name, 0) + start - at
                at, name = start, (self._sources[source] if 0 <= source < len(self._sources) else None) or ""
            sizes[name] = sizes.get(name, 0) + length - at
        return {name: size for name, size in sizes.items() if size}


def place_stack(stack: str, unit: str, source_map: SourceMap) -> str:
    """Replace the places of one unit in a stack, such as ``counter:1:715``, by those in its source, where they are
    known."""

    def place(match: re.Match[str]) -> str:
        location = source_map.locate(int(match[1]), int(match[2]))
        return match[0] if location is None else str(location)

    # Ten digits are more than any file has lines, and keep int() from long ones.
    return re.sub(rf"(?<![\w./@-]){re.escape(unit)}:(\d{{1,10}}):(\d{{1,10}})", place, stack)


def stack_placer(unit: str, data: bytes) -> Callable[[str], str]:
    """Return a function that does as `place_stack` for one unit. It reads the map for the first stack that it is given,
    once; with a malformed map, stacks stay as they are."""

    @cache
    def read() -> SourceMap | None:
        try:
            return SourceMap(data)
        except BundleError:
            return None

    def place(stack: str) -> str:
        source_map = read() if stack else None
        return stack if source_map is None else place_stack(stack, unit, source_map)

    return place


_Segment = tuple[int, int, int, int]


def _generated_column(segment: _Segment) -> int:
    return segment[0]


def _decode(mappings: str) -> list[Sequence[_Segment]]:
    """Decode the mappings: for each generated line (column, source, line, column), sorted by generated column.

    Segments without a source are left out. Raises BundleError for anything that is no Base64 VLQ of 32 bits.
    """
    lines: list[Sequence[_Segment]] = []
    source = source_line = source_column = 0
    for line in mappings.split(";"):
        if not line:
            lines.append(())
            continue
        segments: list[_Segment] = []
        column = 0
        for text in line.split(","):
            fields = _fields(text)
            column += fields[0]
            if len(fields) >= 4:
                source += fields[1]
                source_line += fields[2]
                source_column += fields[3]
                segments.append((column, source, source_line, source_column))
        segments.sort(key=_generated_column)
        lines.append(segments)
    return lines


def _fields(text: str) -> list[int]:
    fields: list[int] = []
    value = shift = 0
    for character in text:
        digit = _DIGITS.get(character)
        if digit is None or shift > 30:
            raise BundleError("malformed mappings in the source map", code="source_map_invalid", path="source_map")
        value |= (digit & 31) << shift
        if digit & 32:
            shift += 5
        else:
            fields.append(-(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    if shift or not fields:
        raise BundleError("malformed mappings in the source map", code="source_map_invalid", path="source_map")
    return fields
