"""Sets of node ids: those that a session has used, and those that clones begin at. Knows numbers, no nodes.

Both are made for guests that count upwards and stay cheap for guests that do not: whatever ids a guest chooses, an
operation costs the same, and what is remembered is bounded.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from typing import Final

# Ids in one page: a page is one integer of 64 bytes.
_PAGE_BITS: Final = 9
_PAGE_SIZE: Final = 1 << _PAGE_BITS
_PAGE_FULL: Final = (1 << _PAGE_SIZE) - 1
# Pages that are remembered: the youngest two million ids in at most 1 MB. A guest that leaves gaps may come back to
# them for that long.
PAGES_MAX: Final = 4_096


class UsedIds:
    """The ids that a session has used, so that none is used twice.

    A bit for each id, in pages; full pages at the lower end, which is all that a guest leaves that counts upwards, are
    let go. When more than `PAGES_MAX` pages are begun, the lowest are closed: all their ids count as used. Claims are
    provisional until `commit`.
    """

    __slots__ = ("_before", "_closed", "_floor", "_pages")

    def __init__(self) -> None:
        self._pages: dict[int, int] = {}
        # Pages below this one are full or closed; ids below `closed` count as used though some never were.
        self._floor = 0
        self._closed = 0
        # Pages as they were before the claims that are provisional.
        self._before: dict[int, int] = {}

    @property
    def pages(self) -> int:
        """How many pages are remembered."""
        return len(self._pages)

    @property
    def closed(self) -> int:
        """Ids below this one count as used, because the guest began too many pages above them. 0 if it never did."""
        return self._closed

    def claim(self, first: int, count: int = 1) -> bool:
        """Mark ``count`` ids from ``first`` as used. False, and nothing changes, if one of them was used before.

        O(1 + count / 512). The caller bounds the count.
        """
        page = first >> _PAGE_BITS
        if page < self._floor:
            return False
        offset = first & (_PAGE_SIZE - 1)
        if offset + count > _PAGE_SIZE:
            return self._claim_pages(first, count)
        mask = ((1 << count) - 1) << offset
        bits = self._pages.get(page, 0)
        if bits & mask:
            return False
        self._before.setdefault(page, bits)
        self._pages[page] = bits | mask
        return True

    def _claim_pages(self, first: int, count: int) -> bool:
        pages = self._pages
        made: list[tuple[int, int, int]] = []
        while count > 0:
            page, offset = first >> _PAGE_BITS, first & (_PAGE_SIZE - 1)
            part = min(count, _PAGE_SIZE - offset)
            mask = ((1 << part) - 1) << offset
            bits = pages.get(page, 0)
            if bits & mask:
                return False
            made.append((page, bits, bits | mask))
            first += part
            count -= part
        for page, before, after in made:
            self._before.setdefault(page, before)
            pages[page] = after
        return True

    def commit(self) -> None:
        """Keep all claims. O(1) for a guest that counts upwards."""
        self._before.clear()
        pages = self._pages
        while pages.get(self._floor) == _PAGE_FULL:
            del pages[self._floor]
            self._floor += 1
        if len(pages) > PAGES_MAX:
            kept = sorted(pages)[-PAGES_MAX:]
            self._pages = {page: pages[page] for page in kept}
            self._floor = kept[0]
            self._closed = kept[0] << _PAGE_BITS

    def undo(self) -> None:
        """Take all claims since the last `commit` back."""
        for page, bits in self._before.items():
            if bits:
                self._pages[page] = bits
            else:
                del self._pages[page]
        self._before.clear()


class SortedIds:
    """Ids in order, to find the nearest one below another by bisection.

    Two lists: a long one that grows at its end, and a short one for ids that come out of order. Putting those into the
    long one would move half of it each time, and a guest that counts downwards would make that quadratic. `below` may
    be called beside the other methods, from another thread.
    """

    __slots__ = ("_lists",)

    # Inserting into a list of this length costs less than a microsecond.
    _SHORT_MAX: Final = 1_024

    def __init__(self) -> None:
        # One attribute, so that a reader in another thread sees both lists from the same moment.
        self._lists: tuple[list[int], list[int]] = ([], [])

    def __len__(self) -> int:
        long, short = self._lists
        return len(long) + len(short)

    def add(self, id: int) -> None:
        """Add an id. O(1) upwards, and otherwise O(1) on average with a small factor."""
        long, short = self._lists
        if not long or id > long[-1]:
            long.append(id)
            return
        insort(short, id)
        if len(short) >= self._SHORT_MAX:
            self.replace(long + short)

    def add_all(self, ids: list[int]) -> None:
        """Add ids; a list of ascending ones, all above those that are there, as a whole."""
        long, short = self._lists
        if len(ids) > 1 and (not long or ids[0] > long[-1]) and ids == sorted(ids):
            long.extend(ids)
        elif len(ids) >= self._SHORT_MAX:
            self.replace([*long, *short, *ids])
        else:
            for id in ids:
                self.add(id)

    def below(self, id: int) -> int:
        """The greatest id that is not greater than this one, or -1. O(log n)."""
        found = -1
        for ids in self._lists:
            at = bisect_right(ids, id)
            if at and ids[at - 1] > found:
                found = ids[at - 1]
        return found

    def replace(self, ids: list[int]) -> None:
        """Hold these ids and no others. O(n) if they are almost in order."""
        self._lists = (sorted(ids), [])
