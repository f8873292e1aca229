"""Bundles and sources that the tests of rill.guest share."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

from rill.guest.bundle import CODE_PREFIX, CODE_SUFFIX, Bundle, measure
from rill.guest.manifest import Manifest

CODE = CODE_PREFIX + b'exports.default=()=>"hello \xc3\xa9";' + CODE_SUFFIX
SOURCE_MAP = b'{"version":3,"sources":[],"names":[],"mappings":""}'

COUNTER = """\
import { useState } from "react";
import { Button, Column, Text } from "rill/sdk";

export default function Counter({ start = 0 }: { start?: number }) {
  const [count, setCount] = useState(start);
  return (
    <Column>
      <Text>Count: {count}</Text>
      <Button label="More" onPress={() => setCount(count + 1)} />
    </Column>
  );
}
"""


def sample_manifest(
    code: bytes = CODE, source_map: bytes | None = None, assets: Mapping[str, bytes] | None = None
) -> Manifest:
    return Manifest(
        id="counter",
        version="1.2.3",
        language="javascript",
        protocol=1,
        runtime="react",
        components=("Button", "Text"),
        host_functions=("save",),
        capabilities=(),
        sizes=measure(code, source_map, assets or {}),
        build_time_ms=946_684_800_000,
        image="bundle",
    )


def sample_bundle(
    code: bytes = CODE, source_map: bytes | None = None, assets: Mapping[str, bytes] | None = None
) -> Bundle:
    return Bundle(sample_manifest(code, source_map, assets), code, source_map, assets or {})


def file_of(*sections: tuple[bytes, bytes]) -> bytes:
    """A bundle file of any sections, with a right length and checksum: what a hostile builder would write."""
    body = b"".join(struct.pack("<4sI", tag, len(content)) + content for tag, content in sections)
    return with_checksum(struct.pack("<4sHHII", b"RILL", 1, 0, 16 + len(body), 0) + body)


def with_checksum(data: bytes) -> bytes:
    blank = data[:12] + bytes(4)
    return data[:12] + struct.pack("<I", zlib.crc32(data[16:], zlib.crc32(blank))) + data[16:]


def asset_section(name: bytes, content: bytes) -> tuple[bytes, bytes]:
    return b"ASST", struct.pack("<H", len(name)) + name + content
