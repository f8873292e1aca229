"""`Gallery`: the decoded pictures of one guest. What several widgets show is there once, and all of it has a bound."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import Final, Protocol
from weakref import WeakKeyDictionary, WeakValueDictionary

from textual.app import App

from rill.host.assets import Assets
from rill.host.textual.background import in_background
from rill.host.textual.pictures import BadPicture, Picture, decode

# A file of some kilobytes may be a picture of two megabytes, and a bundle may have a thousand of them.
PICTURES_BYTES_MAX: Final = 64 * 1024 * 1024
# What was made for the boxes on the screen is made again when it is painted again: 10 ms for a whole screen.
CELLS_BYTES_MAX: Final = 16 * 1024 * 1024


class Box(Protocol):
    """A widget that holds cells of a picture."""

    def forget_cells(self) -> None:
        """Let go of them."""


class Gallery:
    """Decodes pictures, each once while anybody shows it."""

    def __init__(self) -> None:
        self._pictures: WeakValueDictionary[bytes, Picture] = WeakValueDictionary()
        self._boxes: OrderedDict[Box, int] = OrderedDict()
        self._cells_bytes = 0

    async def decode(self, app: App[object], content: bytes) -> Picture | BadPicture:
        """The picture in these bytes."""
        key = hashlib.sha256(content).digest()
        known = self._pictures.get(key)
        if known is not None:
            return known
        found = await in_background(app, decode, content)
        if isinstance(found, BadPicture):
            return found
        # Somebody else may have been faster.
        found = self._pictures.setdefault(key, found)
        if sum(picture.bytes for picture in self._pictures.values()) > PICTURES_BYTES_MAX:
            return BadPicture("too_large", f"the pictures that are shown take more than {PICTURES_BYTES_MAX} bytes")
        return found

    def hold(self, box: Box, size: int) -> None:
        """Note that a widget holds so many bytes of cells; those that were painted longest ago let go of theirs."""
        self.release(box)
        self._boxes[box] = size
        self._cells_bytes += size
        while self._cells_bytes > CELLS_BYTES_MAX and len(self._boxes) > 1:
            oldest = next(iter(self._boxes))
            self.release(oldest)
            oldest.forget_cells()

    def release(self, box: Box) -> None:
        """Note that a widget holds none any more."""
        self._cells_bytes -= self._boxes.pop(box, 0)


_GALLERIES: Final[WeakKeyDictionary[Assets, Gallery]] = WeakKeyDictionary()


def gallery_of(assets: Assets) -> Gallery:
    """The gallery of the guest that has these assets."""
    return _GALLERIES.setdefault(assets, Gallery())
