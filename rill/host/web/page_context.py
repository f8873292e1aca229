"""What a guest's page is to the adapter: where its pictures come from, which of several guests on a page it is, how
large a cell is there. Knows no node and no connection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metrics:
    """Sizes of a page in CSS pixels, as the browser says: a cell, and the guest's place."""

    cell_width: float = 8.0
    line_height: float = 24.0
    width: float = 0.0
    height: float = 0.0


def _no_address(_source: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class PageContext:
    """One guest's place on a page.

    Attributes:
        asset_url: the address from which a browser gets what a guest's ``source`` names; None if it may not have it.
        index: the place of the guest among those of its page, from 0.
    """

    asset_url: Callable[[str], str | None] = _no_address
    index: int = 0

    @property
    def prefix(self) -> str:
        """What every ``id`` and ``name`` in the guest begins with, so that guests never meet."""
        return f"g{self.index}-"
