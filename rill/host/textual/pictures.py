"""Pictures of guests: bytes to pixels, and pixels to cells of two half blocks. Pure functions, which know no widget.

The bytes are hostile. Only four formats are read, what the header says is checked before a pixel is decoded, and what
comes out is bounded. See docs/decisions/086.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Final, Literal

from PIL import Image, ImageFile, ImageOps
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

# A picture of a telephone's camera is let in: 0.4 s of a thread. 64 MB of memory at most.
PIXELS_MAX: Final = 16_000_000
BYTES_MAX: Final = 16 * 1024 * 1024
# No terminal has more half blocks; what is decoded is made this small at once.
SIDE_MAX: Final = 800

Fit = Literal["contain", "cover", "fill"]
Pixel = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Picture:
    """A decoded picture: the size that it has, and its pixels, which may be fewer."""

    width: int
    height: int
    pixels: Image.Image

    @property
    def bytes(self) -> int:
        """What its pixels take."""
        return self.pixels.width * self.pixels.height * 4


@dataclass(frozen=True, slots=True)
class BadPicture:
    """Why bytes are no picture. ``code`` is one of those that `ImageErrorEvent` has."""

    code: Literal["invalid", "too_large"]
    message: str


def decode(content: bytes) -> Picture | BadPicture:
    """Decode a PNG, JPEG, GIF or WebP; of an animation the first frame."""
    if len(content) > BYTES_MAX:
        return BadPicture("too_large", f"{len(content)} bytes exceed {BYTES_MAX}")
    opener = _opener_of(content)
    if opener is None:
        return BadPicture("invalid", "the bytes are no PNG, JPEG, GIF or WebP")
    try:
        size = _webp_size(content) if opener is WebPImageFile else None
        if size is not None and size[0] * size[1] > PIXELS_MAX:
            return _too_many_pixels(*size)
        # The format's own class and not `Image.open`, which tries all formats it knows.
        with opener(BytesIO(content)) as image:
            width, height = image.size
            if width * height > PIXELS_MAX:
                return _too_many_pixels(width, height)
            # A JPEG is decoded at a half, a quarter or an eighth of its size, if that is enough.
            image.draft("RGB", (SIDE_MAX, SIDE_MAX))
            image.load()
            # Cameras store pictures as they hold them, and say so.
            upright = ImageOps.exif_transpose(image)
            if upright.size != image.size:
                width, height = height, width
            pixels = upright.convert("RGBA")
            pixels.thumbnail((SIDE_MAX, SIDE_MAX), Image.Resampling.BOX)
    except Exception as error:  # noqa: BLE001 - decoders raise whatever they like on bytes that are none of theirs
        return BadPicture("invalid", f"the picture cannot be decoded: {type(error).__name__}")
    return Picture(width, height, pixels)


def _too_many_pixels(width: int, height: int) -> BadPicture:
    return BadPicture("too_large", f"{width} times {height} pixels are more than {PIXELS_MAX}")


def _opener_of(content: bytes) -> Callable[[BytesIO], ImageFile.ImageFile] | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PngImageFile
    if content.startswith(b"\xff\xd8\xff"):
        return JpegImageFile
    if content.startswith((b"GIF87a", b"GIF89a")):
        return GifImageFile
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WebPImageFile
    return None


def _webp_size(content: bytes) -> tuple[int, int]:
    """The size in a WebP's header: its decoder takes memory for it before anybody can ask.

    Raises:
        ValueError, struct.error: it has none.
    """
    kind = content[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
    elif kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", content, 26))
    else:
        raise ValueError("no header of a WebP")
    return width, height


# -- cells -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cells:
    """A picture for a box of cells: two pixels in each, one above the other, from the upper left corner."""

    width: int
    height: int
    # Rows of pixels, two for each line.
    _rows: tuple[bytes, ...]

    def pixels(self, x: int, y: int) -> tuple[Pixel, Pixel]:
        """The upper and the lower pixel of a cell: red, green, blue, and how solid it is."""
        at = x * 4
        upper, lower = self._rows[2 * y], self._rows[2 * y + 1]
        return _pixel(upper, at), _pixel(lower, at)


def _pixel(row: bytes, at: int) -> Pixel:
    return row[at], row[at + 1], row[at + 2], row[at + 3]


def lay_in(picture: Picture, width: int, height: int, fit: Fit) -> Cells:
    """Put a picture into a box of cells. A cell is as wide as half of its height, so its half blocks are square."""
    across, down = width, height * 2
    box = Image.new("RGBA", (across, down))
    image = picture.pixels
    if fit == "fill":
        size = (across, down)
    else:
        scales = (across / picture.width, down / picture.height)
        scale = min(scales) if fit == "contain" else max(scales)
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    if fit == "cover":
        # Only what is seen is made larger: a line of pixels that covers a screen would be as long as thousands.
        room = (across * image.width / size[0], down * image.height / size[1])
        left, top = ((image.width - room[0]) / 2, (image.height - room[1]) / 2)
        part = (left, top, left + room[0], top + room[1])
        box = image.resize((across, down), Image.Resampling.BOX, box=part)
    else:
        size = (min(size[0], across), min(size[1], down))
        small = image.resize(size, Image.Resampling.BOX)
        box.paste(small, ((across - size[0]) // 2, (down - size[1]) // 2))
    data = box.tobytes()
    return Cells(width, height, tuple(data[at : at + across * 4] for at in range(0, len(data), across * 4)))
