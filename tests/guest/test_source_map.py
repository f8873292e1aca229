"""Places of errors come from the bundle's own map, which is as untrusted as its code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rill.guest import BuildOptions, build_bundle
from rill.guest.source_map import SourceLocation, SourceMap, place_stack, stack_placer
from rill.protocol.errors import BundleError


def make(mappings: str, sources: list[str | None] | None = None, version: int = 3) -> SourceMap:
    document = {"version": version, "sources": ["a.tsx", "b.tsx"] if sources is None else sources, "mappings": mappings}
    return SourceMap(json.dumps(document).encode())


def test_segments_place_columns_from_their_beginning_to_the_next() -> None:
    # Line 1: column 0 -> a.tsx 1:1, column 8 -> b.tsx 3:5. Line 2: column 4 -> b.tsx 4:1.
    source_map = make("AAAA,QCEI;IACJ")
    assert source_map.locate(1, 1) == SourceLocation("a.tsx", 1, 1)
    assert source_map.locate(1, 8) == SourceLocation("a.tsx", 1, 1)
    assert source_map.locate(1, 9) == SourceLocation("b.tsx", 3, 5)
    assert source_map.locate(2, 4) is None
    assert source_map.locate(2, 5) == SourceLocation("b.tsx", 4, 1)
    assert source_map.locate(3, 1) is None
    assert source_map.locate(0, 1) is None


def test_a_segment_without_a_source_and_a_source_without_a_name_place_nothing() -> None:
    assert make("A,CAAA").locate(1, 1) is None
    assert make("AAAA", [None]).locate(1, 1) is None
    assert make("ACAA", ["a.tsx"]).locate(1, 1) is None


def test_a_stack_is_placed_for_its_own_unit_only() -> None:
    stack = "    at onPress (app:1:9)\n    at other-app:1:9\n    at x (app:99:1)\n    at native"
    placed = place_stack(stack, "app", make("AAAA,QCEI"))
    assert placed == "    at onPress (b.tsx:3:5)\n    at other-app:1:9\n    at x (app:99:1)\n    at native"


def test_a_placer_reads_its_map_once_and_a_malformed_one_places_nothing() -> None:
    place = stack_placer("app", json.dumps({"version": 3, "sources": ["a.tsx"], "mappings": "AAAA"}).encode())
    assert place("at f (app:1:1)") == "at f (a.tsx:1:1)"
    assert place("") == ""
    assert stack_placer("app", b"no map")("at f (app:1:1)") == "at f (app:1:1)"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"version":3}',
        b'{"version":3,"sources":[],"mappings":7}',
        b'{"version":2,"sources":[],"mappings":""}',
        b'{"version":3,"sources":[],"mappings":"AAA!"}',
        b'{"version":3,"sources":[],"mappings":"g"}',
        b'{"version":3,"sources":[],"mappings":",A"}',
        b'{"version":3,"sources":[],"mappings":"ggggggggggggggggA"}',
    ],
)
def test_a_malformed_map_is_refused(data: bytes) -> None:
    with pytest.raises(BundleError) as caught:
        SourceMap(data)
    assert caught.value.code == "source_map_invalid"


def test_mappings_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rill.guest.source_map.MAPPINGS_MAX", 100)
    assert make("AAAA" + ";" * 96).locate(1, 1) == SourceLocation("a.tsx", 1, 1)
    with pytest.raises(BundleError, match="101 bytes of mappings, more than 100"):
        make("AAAA" + ";" * 97)


# Any text is a map or refused with a BundleError; nothing else.
@given(st.text(alphabet="ABCgz,;/+!", max_size=60))
def test_any_mappings_place_or_are_refused(mappings: str) -> None:
    try:
        source_map = make(mappings)
    except BundleError:
        return
    for column in (1, 5, 40):
        location = source_map.locate(1, column)
        assert location is None or location.source in ("a.tsx", "b.tsx")


async def test_the_map_of_a_minified_bundle_leads_back_to_the_line_that_throws(tmp_path: Path) -> None:
    source = tmp_path / "thrower.tsx"
    source.write_text(
        'import { Text } from "rill/sdk";\n\nexport default function App() {\n'
        '  if (Math.random() < 2) {\n    throw new Error("here");\n  }\n  return <Text>never</Text>;\n}\n'
    )
    bundle = (await build_bundle(source, BuildOptions(source_map=True))).bundle
    assert bundle.source_map is not None
    code = bundle.code.decode()
    lines = code.split("\n")
    line = next(number for number, text in enumerate(lines) if "here" in text)
    column = lines[line].index("Error(")
    location = SourceMap(bundle.source_map).locate(line + 1, column + 1)
    assert location is not None
    assert location.source.endswith("thrower.tsx")
    assert location.line == 5
