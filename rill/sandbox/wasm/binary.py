"""The WebAssembly binary format, as far as images need it: split a module, read its memory contents, write an image.

Pure functions of bytes. Nothing of wasmtime lives here, and nothing else of Rill is imported, because the engine's
build step runs this file before anything is installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PAGE = 65536

# Contents are cut into pieces at runs of zero bytes of at least this length: small enough to leave out what a memory
# has by itself, large enough that the heads of the pieces do not cost more than they save.
_ZERO_RUN = 4096

_MAGIC = b"\0asm\x01\0\0\0"
_CUSTOM, _IMPORT, _MEMORY, _GLOBAL, _EXPORT, _DATA, _DATA_COUNT = 0, 2, 5, 6, 7, 11, 12
_KIND_MEMORY = 2
_OP_I32_CONST, _OP_END = 0x41, 0x0B
_I32, _HAS_MAXIMUM, _MUTABLE = 0x7F, 0x01, 0x01


class BinaryError(ValueError):
    """The bytes are not a module of the shape that is expected here."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a memory holds: its size in pages and the stretches that are not zero, in ascending order."""

    pages: int
    segments: tuple[tuple[int, bytes], ...]

    @property
    def size(self) -> int:
        """Bytes of the memory that are stored."""
        return sum(len(data) for _, data in self.segments)


def contents_of(memory: bytes | bytearray) -> Contents:
    """Describe a whole memory, leaving out its runs of zero pages. The memory must be a whole number of pages long."""
    if len(memory) % PAGE:
        raise BinaryError(f"a memory of {len(memory)} bytes is not a whole number of pages")
    zero = bytes(_ZERO_RUN)
    segments: list[tuple[int, bytes]] = []
    start = -1
    for at in range(0, len(memory), _ZERO_RUN):
        # A comparison in place: slices of four kilobytes would cost more than all the rest.
        if memory.startswith(zero, at):
            if start >= 0:
                segments.append((start, bytes(memory[start:at])))
                start = -1
        elif start < 0:
            start = at
    if start >= 0:
        segments.append((start, bytes(memory[start:])))
    return Contents(len(memory) // PAGE, tuple(segments))


def write_image(contents: Contents, pages_max: int) -> bytes:
    """Make the module that defines and exports a memory with these contents, and nothing else."""
    if contents.pages > pages_max:
        raise BinaryError(f"contents of {contents.pages} pages do not fit into a memory of {pages_max}")
    limits = bytes([_HAS_MAXIMUM]) + _unsigned(contents.pages) + _unsigned(pages_max)
    pieces = [_unsigned(len(contents.segments))]
    for offset, data in contents.segments:
        pieces.append(bytes([0, _OP_I32_CONST]) + _signed(offset) + bytes([_OP_END]) + _unsigned(len(data)))
        pieces.append(data)
    return b"".join(
        (
            _MAGIC,
            _section(_MEMORY, _unsigned(1) + limits),
            _section(_EXPORT, _unsigned(1) + _name("memory") + bytes([_KIND_MEMORY]) + _unsigned(0)),
            _section(_DATA, b"".join(pieces)),
        )
    )


def read_image(module: bytes) -> Contents:
    """Read back what `write_image` wrote. Every segment of the result lies inside its memory, whoever made the
    bytes."""
    pages = 0
    segments: tuple[tuple[int, bytes], ...] = ()
    for kind, body in _sections(module):
        if kind == _MEMORY:
            pages = _read_memory_pages(body)
        elif kind == _DATA:
            segments = _read_segments(body)
    if not pages:
        raise BinaryError("the module defines no memory")
    if any(offset + len(data) > pages * PAGE for offset, data in segments):
        raise BinaryError("a data segment lies outside the memory")
    return Contents(pages, segments)


def split(module: bytes, keep_exports: Iterable[str]) -> tuple[bytes, Contents]:
    """Split a linked module into code that never writes memory at instantiation, and the contents it would have
    written.

    The code module keeps its imports and the named exports; custom sections go.

    Raises:
        BinaryError: it imports anything but one memory, has state outside its memory other than the stack pointer, or
            reads its data segments at run time. An image could not stand for such a module.
    """
    keep = frozenset(keep_exports)
    kept: list[bytes] = [_MAGIC]
    pages = 0
    segments: tuple[tuple[int, bytes], ...] = ()
    found: set[str] = set()
    for kind, body in _sections(module):
        if kind == _IMPORT:
            pages = _read_imported_memory(body)
        elif kind == _GLOBAL:
            if (mutable := _count_mutable_globals(body)) > 1:
                raise BinaryError(f"the module has {mutable} mutable globals; only the stack pointer is allowed")
        elif kind == _EXPORT:
            body, found = _filter_exports(body, keep)
        elif kind == _DATA:
            segments = _read_segments(body)
        if kind == _DATA_COUNT:
            # Present only for memory.init and data.drop; harmless while no function uses them, which the engine's
            # validation of the result shows: both need the section.
            continue
        if kind not in (_CUSTOM, _DATA):
            kept.append(_section(kind, body))
    if not pages:
        raise BinaryError("the module does not import its memory")
    if found != keep:
        raise BinaryError(f"the module lacks the exports {sorted(keep - found)}")
    memory = bytearray(pages * PAGE)
    for offset, data in segments:
        memory[offset : offset + len(data)] = data
    if len(memory) != pages * PAGE:
        raise BinaryError("a data segment lies outside the memory")
    return b"".join(kept), contents_of(memory)


def _section(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + _unsigned(len(body)) + body


def _unsigned(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _signed(value: int) -> bytes:
    if value >= 1 << 31:
        value -= 1 << 32
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        if (value == 0 and not byte & 0x40) or (value == -1 and byte & 0x40):
            out.append(byte)
            return bytes(out)
        out.append(byte | 0x80)


def _name(text: str) -> bytes:
    data = text.encode()
    return _unsigned(len(data)) + data


class _Reader:
    """A cursor over the body of a section."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        if self.at >= len(self.data):
            raise BinaryError("the module ends in the middle of a section")
        self.at += 1
        return self.data[self.at - 1]

    def unsigned(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def signed(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value - (1 << shift) if byte & 0x40 else value

    def take(self, size: int) -> bytes:
        if size > len(self.data) - self.at:
            raise BinaryError("the module ends in the middle of a section")
        self.at += size
        return self.data[self.at - size : self.at]

    def name(self) -> str:
        return self.take(self.unsigned()).decode()

    def limits(self) -> int:
        flags = self.byte()
        minimum = self.unsigned()
        if flags & _HAS_MAXIMUM:
            self.unsigned()
        return minimum


def _sections(module: bytes) -> Iterator[tuple[int, bytes]]:
    if not module.startswith(_MAGIC):
        raise BinaryError("not a WebAssembly module")
    reader = _Reader(module)
    reader.at = len(_MAGIC)
    while reader.at < len(module):
        kind = reader.byte()
        yield kind, reader.take(reader.unsigned())


def _read_memory_pages(body: bytes) -> int:
    reader = _Reader(body)
    if reader.unsigned() != 1:
        raise BinaryError("the module must define exactly one memory")
    return reader.limits()


def _read_imported_memory(body: bytes) -> int:
    reader = _Reader(body)
    if (count := reader.unsigned()) != 1:
        raise BinaryError(f"the module has {count} imports; only env.memory is allowed")
    imported = f"{reader.name()}.{reader.name()}"
    if imported != "env.memory" or reader.byte() != _KIND_MEMORY:
        raise BinaryError(f"the module imports {imported}; only env.memory is allowed")
    return reader.limits()


def _read_segments(body: bytes) -> tuple[tuple[int, bytes], ...]:
    reader = _Reader(body)
    segments: list[tuple[int, bytes]] = []
    for _ in range(reader.unsigned()):
        if reader.unsigned() != 0 or reader.byte() != _OP_I32_CONST:
            raise BinaryError("a data segment is not active with a constant offset")
        offset = reader.signed() & 0xFFFFFFFF
        if reader.byte() != _OP_END:
            raise BinaryError("a data segment's offset is not a constant")
        segments.append((offset, reader.take(reader.unsigned())))
    return tuple(segments)


def _count_mutable_globals(body: bytes) -> int:
    reader = _Reader(body)
    mutable = 0
    for _ in range(reader.unsigned()):
        if reader.byte() != _I32:
            raise BinaryError("a global is not an i32")
        mutable += reader.byte() == _MUTABLE
        if reader.byte() != _OP_I32_CONST:
            raise BinaryError("a global is not initialised by a constant")
        reader.signed()
        reader.byte()
    return mutable


def _filter_exports(body: bytes, keep: frozenset[str]) -> tuple[bytes, set[str]]:
    reader = _Reader(body)
    kept: list[bytes] = []
    found: set[str] = set()
    for _ in range(reader.unsigned()):
        name, kind, index = reader.name(), reader.byte(), reader.unsigned()
        if name in keep:
            found.add(name)
            kept.append(_name(name) + bytes([kind]) + _unsigned(index))
    return _unsigned(len(kept)) + b"".join(kept), found
