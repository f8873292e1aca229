"""The bundle file ``.rill``: one guest's manifest, code, source map and assets; the same parts give the same bytes.

Reads and writes the format of docs/bundle.md and checks it wholly. Knows nothing of how a bundle is built or run, or of
what a host grants it.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rill.guest.manifest import Manifest, Sizes
from rill.protocol.errors import BundleError, HostError, LimitError
from rill.protocol.limits import Limits
from rill.protocol.messages import PROTOCOL_VERSION

MAGIC: Final = b"RILL"
FORMAT_VERSION: Final = 1

# The code of a bundle is one function expression, so that evaluating it runs nothing of the guest yet.
# See docs/guest-abi.md, section 1.
CODE_PREFIX: Final = b'(function(require,module,exports){"use strict";'
CODE_SUFFIX: Final = b"})"

# A guest shows some icons; a thousand files are a web site. It also bounds the objects a file can ask for.
ASSETS_MAX: Final = 1_024
# What every file system of the last thirty years can hold as one name.
ASSET_NAME_BYTES_MAX: Final = 255

# magic, format version, reserved (0), bytes of the whole file, CRC-32 of the whole file with these four bytes as 0
_HEADER: Final = struct.Struct("<4sHHII")
# tag, bytes of the content that follows
_SECTION: Final = struct.Struct("<4sI")
_NAME_LENGTH: Final = struct.Struct("<H")

_MANIFEST: Final = b"MANI"
_CODE: Final = b"CODE"
_SOURCE_MAP: Final = b"SMAP"
_ASSET: Final = b"ASST"

_REBUILD: Final = "fetch the file again, or rebuild it with `rill build`"


@dataclass(frozen=True)
class Bundle:
    """One guest, ready to be loaded. Immutable; equal bundles have equal bytes.

    Args:
        code: one function expression, UTF-8 source text, never engine bytecode.
        source_map: a source map (version 3, JSON), or None.
        assets: content by name; names are relative, with ``/`` between parts.
    Raises:
        BundleError: a part breaks a rule of the format; ``path`` names the part.
    """

    manifest: Manifest
    code: bytes
    source_map: bytes | None = None
    assets: Mapping[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check_code(self.code)
        if self.source_map is not None:
            _check_utf8(self.source_map, "source map")
            if not self.source_map:
                raise BundleError("source map is empty; leave it out instead", path="source_map")
        if len(self.assets) > ASSETS_MAX:
            raise BundleError(f"{len(self.assets)} assets exceed {ASSETS_MAX}; bundle fewer files", path="assets")
        folded: dict[str, str] = {}
        for name in sorted(self.assets):
            check_asset_name(name)
            twin = folded.setdefault(name.casefold(), name)
            if twin != name:
                raise BundleError(
                    f"assets {twin!r} and {name!r} differ only in case, and some file systems hold only one",
                    path="assets",
                )
        assets = {name: bytes(self.assets[name]) for name in sorted(self.assets, key=str.encode)}
        object.__setattr__(self, "assets", MappingProxyType(assets))
        sizes = measure(self.code, self.source_map, assets)
        if sizes != self.manifest.sizes:
            raise BundleError(
                f"manifest says {self.manifest.sizes!r}, the parts measure {sizes!r}; {_REBUILD}", path="manifest.sizes"
            )

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def id(self) -> str:
        return self.manifest.id

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file's bytes, in hexadecimal: what a host pins."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def to_bytes(self) -> bytes:
        """Return the file's bytes. The same parts give the same bytes on every machine."""
        sections = [(_MANIFEST, self.manifest.to_json()), (_CODE, self.code)]
        if self.source_map is not None:
            sections.append((_SOURCE_MAP, self.source_map))
        for name, content in self.assets.items():
            encoded = name.encode()
            sections.append((_ASSET, _NAME_LENGTH.pack(len(encoded)) + encoded + content))
        body = b"".join(_SECTION.pack(tag, len(content)) + content for tag, content in sections)
        size = _HEADER.size + len(body)
        if size > 0xFFFFFFFF:
            raise BundleError(
                f"bundle of {size} bytes does not fit the format's 32 bits; bundle fewer assets", path="assets"
            )
        blank = _HEADER.pack(MAGIC, FORMAT_VERSION, 0, size, 0)
        return _HEADER.pack(MAGIC, FORMAT_VERSION, 0, size, zlib.crc32(body, zlib.crc32(blank))) + body

    @classmethod
    def from_bytes(cls, data: bytes, *, limits: Limits | None = None, digest: str | None = None) -> Bundle:
        """Read a bundle file's bytes.

        Args:
            digest: the SHA-256 that the bytes must have, in hexadecimal, when the host pins its guests.
        Raises:
            BundleError: the bytes are not a bundle, are damaged, for another version, or not the pinned ones.
                ``path`` says where.
            LimitError: more than ``limits.bundle_bytes``.
            HostError: ``digest`` is no SHA-256.

        Cost is linear in the size of the data, which is copied once.
        """
        _check_size(len(data), limits or Limits())
        if digest is not None:
            _check_digest(data, digest)
        sections = _split(data)
        manifest_bytes = _take(sections, _MANIFEST)
        if manifest_bytes is None:
            raise _malformed("expected the section MANI first", _HEADER.size)
        manifest = Manifest.from_json(manifest_bytes)
        if manifest.protocol != PROTOCOL_VERSION:
            raise BundleError(
                f"bundle speaks protocol {manifest.protocol}, this Rill speaks {PROTOCOL_VERSION}; "
                "rebuild it with the `rill build` of this version",
                code="bundle_protocol",
                path="manifest.protocol",
            )
        code = _take(sections, _CODE)
        if code is None:
            raise _malformed("expected the section CODE after MANI", sections[-1][1] if sections else len(data))
        source_map = _take(sections, _SOURCE_MAP)
        assets: dict[str, bytes] = {}
        for tag, offset, content in reversed(sections):
            if tag != _ASSET:
                raise _malformed(f"unexpected section {_shown(tag)}; the order is MANI, CODE, SMAP, ASST", offset)
            name, body = _split_asset(content, offset)
            if assets and name.encode() <= next(reversed(assets)).encode():
                raise _malformed(f"asset {name!r} is out of order or given twice; assets are sorted by name", offset)
            if len(assets) == ASSETS_MAX:
                raise _malformed(f"more than {ASSETS_MAX} assets", offset)
            assets[name] = body
        return cls(manifest, code, source_map, assets)

    @classmethod
    def read(cls, path: str | Path, *, limits: Limits | None = None, digest: str | None = None) -> Bundle:
        """Read a bundle from a file, and at most ``limits.bundle_bytes`` of it.

        Raises:
            HostError: there is no such file, or it cannot be read.
            BundleError, LimitError: as ``from_bytes``.
        """
        limits = limits or Limits()
        path = Path(path)
        try:
            with open(path, "rb", opener=_open_without_waiting) as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise HostError(f"expected a bundle file, {path} is not a regular file", code="bundle_unreadable")
                # One byte more than allowed tells a file that is too large from one that just fits.
                data = file.read(limits.bundle_bytes + 1)
        except FileNotFoundError:
            raise HostError(
                f"no bundle at {path}; build one with `rill build SOURCE -o {path.name}`", code="bundle_missing"
            ) from None
        except OSError as error:
            raise HostError(f"cannot read the bundle {path}: {error.strerror}", code="bundle_unreadable") from error
        return cls.from_bytes(data, limits=limits, digest=digest)


def _open_without_waiting(path: str, flags: int) -> int:
    # Opening a named pipe would wait for its writer, for ever.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def measure(code: bytes, source_map: bytes | None, assets: Mapping[str, bytes]) -> Sizes:
    """Return the sizes that a manifest of these parts must state."""
    return Sizes(
        code=len(code),
        source_map=len(source_map) if source_map is not None else 0,
        assets=sum(len(content) for content in assets.values()),
    )


def check_asset_name(name: str) -> None:
    """Refuse names that could leave the folder they are unpacked to, or that a terminal or file system would interpret.

    Raises:
        BundleError: with the reason.
    """

    def refuse(reason: str) -> BundleError:
        return BundleError(
            f"asset name {name[:80]!r} {reason}; expected a relative path such as 'icons/logo.png'",
            code="asset_name",
            path="assets",
        )

    if len(name.encode("utf-8", "surrogatepass")) > ASSET_NAME_BYTES_MAX:
        raise refuse(f"is longer than {ASSET_NAME_BYTES_MAX} bytes")
    if not name.isprintable():
        raise refuse("has characters that do not print")
    if name.startswith("/"):
        raise refuse("is absolute")
    for character in '\\:*?"<>|':
        if character in name:
            raise refuse(f"has the character {character!r}, which some file systems interpret")
    for part in name.split("/"):
        if part in ("", ".", ".."):
            raise refuse(f"has the part {part!r}")
        if part != part.strip() or part.endswith("."):
            raise refuse(f"has the part {part!r}, whose end some file systems drop")


def _check_code(code: bytes) -> None:
    _check_utf8(code, "code")
    if not code.startswith(CODE_PREFIX) or not code.endswith(CODE_SUFFIX):
        raise BundleError(
            f"code is not one function expression {CODE_PREFIX.decode()} ... {CODE_SUFFIX.decode()}; {_REBUILD}",
            path="code",
        )


def _check_utf8(data: bytes, what: str) -> None:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise BundleError(
            f"{what} is not UTF-8 at byte {error.start}; {_REBUILD}", path=what.replace(" ", "_")
        ) from None


def _check_size(size: int, limits: Limits) -> None:
    if size > limits.bundle_bytes:
        raise LimitError(
            f"bundle exceeds bundle_bytes={limits.bundle_bytes} (Limits.bundle_bytes); raise it if you trust its maker",
            limit="bundle_bytes",
            value=size,
            maximum=limits.bundle_bytes,
        )


def _check_digest(data: bytes, digest: str) -> None:
    if re.fullmatch(r"[0-9A-Fa-f]{64}", digest) is None:
        raise HostError(
            f"expected the 64 hexadecimal digits of a SHA-256 as digest, got {digest[:80]!r}", code="digest_invalid"
        )
    actual = hashlib.sha256(data).hexdigest()
    if actual != digest.lower():
        raise BundleError(
            f"bundle has digest {actual}, expected {digest.lower()}; it is not the file that was pinned",
            code="bundle_digest",
        )


def _split(data: bytes) -> list[tuple[bytes, int, bytes]]:
    """Check header and checksum and return (tag, offset, content) of each section, the last one first."""
    if len(data) < _HEADER.size:
        raise _malformed(f"expected a header of {_HEADER.size} bytes, got {len(data)}", len(data))
    magic, version, reserved, size, checksum = _HEADER.unpack_from(data)
    if magic != MAGIC:
        raise _malformed(f"expected the magic {_shown(MAGIC)}, got {_shown(magic)}; this is not a .rill file", 0)
    if version != FORMAT_VERSION:
        raise BundleError(
            f"bundle has format version {version}, this Rill reads {FORMAT_VERSION}; "
            "rebuild it with the `rill build` of this version",
            code="bundle_format",
            path="offset 4",
        )
    if reserved:
        raise _malformed(f"expected 0 in the reserved field, got {reserved}", 6)
    if size != len(data):
        raise _malformed(f"header says {size} bytes, the file has {len(data)}", 8)
    blank = _HEADER.pack(MAGIC, FORMAT_VERSION, 0, size, 0)
    actual = zlib.crc32(memoryview(data)[_HEADER.size :], zlib.crc32(blank))
    if actual != checksum:
        raise BundleError(
            f"bundle is damaged: checksum {actual:08x}, expected {checksum:08x} at offset 12; {_REBUILD}",
            code="bundle_damaged",
            path="offset 12",
        )
    sections: list[tuple[bytes, int, bytes]] = []
    offset = _HEADER.size
    while offset < size:
        if size - offset < _SECTION.size:
            raise _malformed(f"expected a section head of {_SECTION.size} bytes, {size - offset} are left", offset)
        tag, length = _SECTION.unpack_from(data, offset)
        start = offset + _SECTION.size
        if length > size - start:
            raise _malformed(f"section {_shown(tag)} says {length} bytes, {size - start} are left", offset)
        sections.append((tag, offset, data[start : start + length]))
        # manifest, code, source map, assets, and one that proves there are too many
        if len(sections) > ASSETS_MAX + 4:
            raise _malformed(f"more than {ASSETS_MAX} assets", offset)
        offset = start + length
    sections.reverse()
    return sections


def _take(sections: list[tuple[bytes, int, bytes]], tag: bytes) -> bytes | None:
    if sections and sections[-1][0] == tag:
        return sections.pop()[2]
    return None


def _split_asset(content: bytes, offset: int) -> tuple[str, bytes]:
    if len(content) < _NAME_LENGTH.size:
        raise _malformed("asset is too short to have a name", offset)
    (length,) = _NAME_LENGTH.unpack_from(content)
    end = _NAME_LENGTH.size + length
    if end > len(content):
        raise _malformed(f"asset says a name of {length} bytes, {len(content) - _NAME_LENGTH.size} are left", offset)
    try:
        name = content[_NAME_LENGTH.size : end].decode()
    except UnicodeDecodeError:
        raise _malformed("asset has a name that is not UTF-8", offset) from None
    check_asset_name(name)
    return name, content[end:]


def _malformed(what: str, offset: int) -> BundleError:
    return BundleError(f"malformed bundle: {what} at offset {offset}; {_REBUILD}", path=f"offset {offset}")


def _shown(tag: bytes) -> str:
    return ascii(tag.decode("latin-1"))
