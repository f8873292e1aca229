"""Gives memory of waiting guests back: pages that were written and hold what the image holds are shared again.

A guest's engine counts references in the objects themselves, so a turn writes to many pages and leaves them as they
were. The operating system has copied each of them all the same. This file finds out by Linux's own books which pages
these are, compares them with the image, and lets go of the copies; elsewhere it does nothing. It knows addresses, and
nothing of what lies there.
"""

from __future__ import annotations

import ctypes
import mmap
import threading
from array import array
from pathlib import Path
from typing import Final

# The books: eight bytes for each page of the process, docs/admin-guide/mm/pagemap.rst in the kernel's source.
_PAGEMAP: Final = Path("/proc/self/pagemap")
_IS_PRESENT: Final = 1 << 63
# It belongs to a file, or to memory that is shared: not a copy of this process's own.
_IS_SHARED: Final = 1 << 61

_PAGE: Final = mmap.PAGESIZE
_MADV_DONTNEED: Final = 4
_ZEROS: Final = bytes(_PAGE)


def _native() -> ctypes.PyDLL | None:
    # Calls that last a microsecond or less: giving the interpreter's lock away for each would cost more.
    library = ctypes.PyDLL(None)
    try:
        library.memcmp.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
        library.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    except AttributeError:
        return None
    return library


def _is_trusted() -> bool:
    """Whether the books can be read here, and tell a page that was written from one that was not."""
    if not _PAGEMAP.exists():
        return False
    probe = mmap.mmap(-1, 2 * _PAGE, flags=mmap.MAP_PRIVATE)
    try:
        probe[0] = 1
        address = ctypes.addressof(ctypes.c_char.from_buffer(probe))
        written, untouched = _books(address, 2)
        return bool(written & _IS_PRESENT) and not written & _IS_SHARED and not untouched & _IS_PRESENT
    except (OSError, ValueError):
        return False


def _books(address: int, pages: int) -> array[int]:
    entries = array("Q")
    with _PAGEMAP.open("rb", buffering=0) as books:
        books.seek(address // _PAGE * 8)
        data = books.read(pages * 8)
    entries.frombytes(data)
    if len(entries) != pages:
        raise OSError("the books end too early")
    return entries


_lock = threading.Lock()
_is_able: bool | None = None
_library: ctypes.PyDLL | None = None


def is_able() -> bool:
    """Whether memory can be given back on this machine."""
    global _is_able, _library
    with _lock:
        if _is_able is None:
            _library = _native() if hasattr(mmap, "MAP_PRIVATE") else None
            _is_able = _library is not None and _is_trusted()
        return _is_able


class Pristine:
    """A memory as its image left it, which nobody runs in: what others are compared with.

    Args:
        base, size: where it lies. It must stay there, and as it is, for as long as this is used.
    """

    def __init__(self, base: int, size: int) -> None:
        self._base = base
        # Where a page that is let go of becomes that of the image again: it comes from a file, so what was read of it
        # is nobody's copy; or it is zeros, which is what the system gives for nothing. Where an image was copied
        # instead of mapped no page qualifies.
        contents = ctypes.string_at(base, size)
        books = _books(base, size // _PAGE)
        self._is_restorable = [
            bool(entry & _IS_SHARED) or contents.startswith(_ZEROS, page * _PAGE) for page, entry in enumerate(books)
        ]

    def trim(self, base: int, size: int) -> int:
        """Give back what another memory of the same image holds twice. Returns how many bytes that were. About 0.2 ms
        for a megabyte that was written. Nobody may use that memory meanwhile; afterwards it holds what it held."""
        library = _library
        assert library is not None, "is_able was asked"
        compare, own = library.memcmp, self._base
        restorable = self._is_restorable
        given_back = 0
        run_start = run_end = 0
        for page, entry in enumerate(_books(base, min(size // _PAGE, len(restorable)))):
            if not entry & _IS_PRESENT or entry & _IS_SHARED or not restorable[page]:
                continue
            at = page * _PAGE
            if compare(base + at, own + at, _PAGE):
                continue
            given_back += _PAGE
            if run_end != at:
                if run_end > run_start:
                    library.madvise(base + run_start, run_end - run_start, _MADV_DONTNEED)
                run_start = at
            run_end = at + _PAGE
        if run_end > run_start:
            library.madvise(base + run_start, run_end - run_start, _MADV_DONTNEED)
        return given_back
