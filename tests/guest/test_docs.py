"""docs/bundle.md says what the format is: its tables are read and held against the code."""

from __future__ import annotations

import re
from pathlib import Path

from guest.samples import CODE, SOURCE_MAP, sample_bundle
from rill.guest.bundle import ASSETS_MAX, CODE_PREFIX, CODE_SUFFIX, FORMAT_VERSION, MAGIC
from rill.guest.manifest import Manifest

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "bundle.md").read_text("utf-8")


def test_the_header_is_as_the_page_says() -> None:
    data = sample_bundle().to_bytes()
    rows = {
        int(offset): (int(size), text)
        for offset, size, text in re.findall(r"^\| (\d+) \| (\d+) \| (.*) \|$", PAGE, re.M)
    }
    assert sorted(rows) == [0, 4, 6, 8, 12]
    assert sum(size for size, _ in rows.values()) == data.index(b"MANI")
    assert rows[0][1] == f"the magic `{MAGIC.decode()}`"
    assert rows[4][1] == f"format version: {FORMAT_VERSION}"
    assert int.from_bytes(data[8:12], "little") == len(data)


def test_the_sections_are_those_of_the_page_in_its_order() -> None:
    tags = re.findall(r"^\| `([A-Z]{4})` \|", PAGE, re.M)
    data = sample_bundle(CODE, SOURCE_MAP, {"a": b""}).to_bytes()
    assert [data.index(tag.encode()) for tag in tags] == sorted(data.index(tag.encode()) for tag in tags)
    assert f"0 to {ASSETS_MAX:,}" in PAGE
    assert f"`{CODE_PREFIX.decode()} ... {CODE_SUFFIX.decode()}`" in PAGE


def test_every_field_of_the_manifest_is_on_the_page() -> None:
    table = PAGE.split("## Manifest")[1].split("The manifest asks")[0]
    assert set(re.findall(r"`([a-z_]+)`(?=[^|]* \| )", table)) >= set(Manifest.model_fields)
