"""Memory that is given back: which pages, that nothing of them is lost, and that nothing is done where it could be."""

from __future__ import annotations

import ctypes
import mmap
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from rill.sandbox import Program, SandboxLimits, Unit
from rill.sandbox.wasm import WasmProvider, trimming
from rill.sandbox.wasm.trimming import Pristine, is_able

PAGE = mmap.PAGESIZE
PAGES = 16

pytestmark = pytest.mark.skipif(not is_able(), reason="this machine keeps no books of pages that can be read")

# Counts, and writes to a megabyte that it then leaves as it was.
GUEST = b"""
const native = __rill, kept = new Uint8Array(1 << 20).fill(7);
let count = 0;
native.install({
  load() {}, pump: () => false, internFunction: () => 0, resolveFunction: () => undefined,
  turn() { kept.fill(8); kept.fill(7); native.append(0, [++count]); },
  finish: () => [1, 1, 1],
});
"""


class Memory:
    """A file mapped twice, privately: as an image, and as a memory that started from it."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(b"".join(bytes([page % 3]) * PAGE for page in range(PAGES)))
        self._file = path.open("r+b")
        self.image = self._mapped()
        self.own = self._mapped()
        self.pristine = Pristine(self._at(self.image), PAGES * PAGE)

    def _mapped(self) -> mmap.mmap:
        return mmap.mmap(self._file.fileno(), PAGES * PAGE, flags=mmap.MAP_PRIVATE)

    @staticmethod
    def _at(mapping: mmap.mmap) -> int:
        return ctypes.addressof(ctypes.c_char.from_buffer(mapping))

    def trim(self) -> int:
        return self.pristine.trim(self._at(self.own), PAGES * PAGE)

    def copied(self) -> list[int]:
        """Pages of the memory's own."""
        books = trimming._books(self._at(self.own), PAGES)
        return [page for page, entry in enumerate(books) if entry >> 63 and not entry >> 61 & 1]


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    memory = Memory(tmp_path / "image")
    yield memory
    memory._file.close()


def test_only_pages_that_hold_what_the_image_holds_are_given_back(memory: Memory) -> None:
    for page in range(PAGES):
        memory.own[page * PAGE] = memory.own[page * PAGE]
    memory.own[5 * PAGE + 100] = 9
    memory.own[6 * PAGE + PAGE - 1] = 9
    assert memory.copied() == list(range(PAGES))
    before = bytes(memory.own)
    assert memory.trim() == (PAGES - 2) * PAGE
    assert memory.copied() == [5, 6]
    assert bytes(memory.own) == before
    assert memory.trim() == 0
    # Written back to what it was, it goes, too; and what went can be written again.
    memory.own[5 * PAGE + 100] = 5 % 3
    memory.own[0] = 200
    assert memory.trim() == PAGE
    assert memory.copied() == [0, 6]


def test_pages_that_were_copied_instead_of_mapped_are_left_alone() -> None:
    # Goal: where letting go would not bring the image back, nothing is let go of. How: an image in memory without a
    # file behind it, of which only the pages of zeros come back by themselves.
    anonymous = mmap.mmap(-1, 3 * PAGE, flags=mmap.MAP_PRIVATE)
    own = mmap.mmap(-1, 3 * PAGE, flags=mmap.MAP_PRIVATE)
    for mapping in (anonymous, own):
        mapping[: 2 * PAGE] = b"x" * 2 * PAGE
        mapping[2 * PAGE] = 0
    pristine = Pristine(Memory._at(anonymous), 3 * PAGE)
    assert pristine.trim(Memory._at(own), 3 * PAGE) == PAGE
    assert own[:] == b"x" * 2 * PAGE + bytes(PAGE)


def test_a_guest_that_waits_gives_back_what_it_left_as_it_was() -> None:
    provider = WasmProvider()
    try:
        image = provider.build_image(Program(units=(Unit("guest", GUEST),)), SandboxLimits(), 5_000)
        sandbox, other = provider.instantiate(image), provider.instantiate(image)
        nothing = msgspec.msgpack.encode([])
        outboxes = []
        for turn in range(3):
            outboxes.append((sandbox.turn(nothing, 5_000), other.turn(nothing, 5_000)))
            # The array, and not the pages in which it counts.
            given_back = sandbox.trim()
            assert 1 << 20 <= given_back < (1 << 20) + (256 << 10), turn
            assert sandbox.trim() == 0
        assert sandbox.snapshot() == other.snapshot()
        assert [one for one, _ in outboxes] == [two for _, two in outboxes]
        assert sandbox.statistics()["trimmed_bytes"] >= 3 << 20
        # What was restored beside its image is mapped from it, too.
        restored = provider.restore(sandbox.snapshot())
        restored.turn(nothing, 5_000)
        assert restored.trim() >= 1 << 20
        for each in (sandbox, other, restored):
            each.close()
    finally:
        provider.close()


def test_where_the_books_cannot_be_read_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trimming, "_PAGEMAP", Path("/nowhere/pagemap"))
    monkeypatch.setattr(trimming, "_is_able", None)
    assert not is_able()
    provider = WasmProvider()
    try:
        image = provider.build_image(Program(units=(Unit("guest", GUEST),)), SandboxLimits(), 5_000)
        sandbox = provider.instantiate(image)
        sandbox.turn(msgspec.msgpack.encode([]), 5_000)
        assert sandbox.trim() == 0
        sandbox.close()
    finally:
        provider.close()
        monkeypatch.setattr(trimming, "_is_able", None)
