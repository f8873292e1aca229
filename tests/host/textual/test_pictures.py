"""Pictures from bytes, and cells from pictures; and bytes that were made to break a decoder."""

from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from rill.host.textual.pictures import BYTES_MAX, SIDE_MAX, BadPicture, Picture, decode, lay_in

RED, BLUE, NONE = (255, 0, 0, 255), (0, 0, 255, 255), (0, 0, 0, 0)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def flat(width: int, height: int, mode: str = "RGB", color: Any = (255, 0, 0)) -> Image.Image:
    return Image.new(mode, (width, height), color)


def picture(content: bytes) -> Picture:
    found = decode(content)
    assert isinstance(found, Picture), found
    return found


def png_of(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG whose header says what it likes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_four_formats_are_pictures(kind: str) -> None:
    found = picture(encoded(flat(6, 4), kind))
    assert (found.width, found.height) == (6, 4)
    pixel = found.pixels.getpixel((1, 1))
    assert isinstance(pixel, tuple)
    red, green, blue, solid = pixel
    assert red > 240 and green < 20 and blue < 20 and solid == 255  # noqa: PT018 - one colour


@pytest.mark.parametrize(
    ("mode", "color"), [("L", 200), ("LA", (200, 128)), ("P", 3), ("1", 1), ("RGBA", (1, 2, 3, 4)), ("I;16", 40_000)]
)
def test_all_kinds_of_pixels_are_shown(mode: str, color: Any) -> None:
    assert picture(encoded(flat(3, 3, mode, color), "PNG")).pixels.mode == "RGBA"


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "PPM", "ICO", "TGA", "PDF", "EPS", "JPEG2000"])
def test_other_formats_are_none(kind: str) -> None:
    found = decode(encoded(flat(8, 8), kind))
    assert isinstance(found, BadPicture)
    assert found.code == "invalid"


def test_of_an_animation_the_first_frame_is_shown() -> None:
    frames = [flat(4, 4, color=color) for color in ((255, 0, 0), (0, 0, 255))]
    found = picture(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert found.pixels.getpixel((0, 0)) == RED


def test_a_large_picture_is_kept_small_and_knows_its_size() -> None:
    found = picture(encoded(flat(3000, 1500), "JPEG"))
    assert (found.width, found.height) == (3000, 1500)
    assert found.pixels.size == (SIDE_MAX, SIDE_MAX // 2)


def test_a_photograph_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    found = picture(encoded(flat(8, 4), "JPEG", exif=exif))
    assert (found.width, found.height, found.pixels.size) == (4, 8, (4, 8))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "invalid"),
        (b"\x89PNG\r\n\x1a\n", "invalid"),
        (b"\xff\xd8\xff", "invalid"),
        (b"GIF89a", "invalid"),
        (b"RIFF\0\0\0\0WEBP", "invalid"),
        (b"RIFF\0\0\0\0WEBPVP8X" + b"\xff" * 40, "too_large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "invalid"),
        (png_of(100_000, 100_000), "too_large"),
        (png_of(4_001, 4_000), "too_large"),
        (png_of(2**31 - 1, 1), "too_large"),
        # A bomb: far more pixels than its header says, and far fewer.
        (png_of(2, 2, b"\0" * 10_000_000), "ok"),
        (png_of(1000, 1000, b""), "invalid"),
        (png_of(0, 0), "invalid"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * BYTES_MAX, "too_large"),
    ],
)
def test_bytes_that_lie_are_refused(content: bytes, code: str) -> None:
    found = decode(content)
    assert (found.code if isinstance(found, BadPicture) else "ok") == code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_cut_off_and_damaged_files_are_pictures_or_refused(kind: str) -> None:
    # Oracle: any bytes are a picture within the bounds or a BadPicture; nothing is raised.
    draw = random.Random(kind)
    content = encoded(Image.effect_noise((40, 30), 80).convert("RGB"), kind)
    for _ in range(150):
        damaged = bytearray(content[: draw.randrange(len(content))] if draw.random() < 0.3 else content)
        for _ in range(draw.randrange(12)):
            if damaged:
                damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        found = decode(bytes(damaged))
        if isinstance(found, Picture):
            assert max(found.pixels.size) <= SIDE_MAX
        else:
            assert found.code in ("invalid", "too_large")


# -- cells -----------------------------------------------------------------------------------------------------------


def halves(width: int, height: int, fit: Any) -> list[str]:
    """A picture that is red on the left and blue on the right, 4 by 4, as letters."""
    image = flat(4, 4, "RGBA", RED)
    image.paste(BLUE, (2, 0, 4, 4))
    cells = lay_in(Picture(4, 4, image), width, height, fit)
    letters = {RED: "r", BLUE: "b", NONE: "."}
    rows = []
    for y in range(height):
        pairs = [cells.pixels(x, y) for x in range(width)]
        rows += ["".join(letters.get(pair[half], "?") for pair in pairs) for half in (0, 1)]
    return rows


def test_a_picture_is_contained_in_the_middle_of_its_box() -> None:
    assert halves(8, 2, "contain") == ["..rrbb.."] * 4
    assert halves(4, 4, "contain") == ["...."] * 2 + ["rrbb"] * 4 + ["...."] * 2


def test_a_picture_covers_its_box_and_is_cut_off() -> None:
    assert halves(8, 2, "cover") == ["rrrrbbbb"] * 4
    assert halves(2, 4, "cover") == ["rb"] * 8


def test_a_picture_fills_its_box() -> None:
    assert halves(8, 1, "fill") == ["rrrrbbbb"] * 2


@pytest.mark.parametrize("fit", ["contain", "cover", "fill"])
@pytest.mark.parametrize("size", [(1, 16_000_000), (16_000_000, 1), (1, 1)])
def test_odd_shapes_fit_in_any_box(fit: Any, size: tuple[int, int]) -> None:
    image = flat(min(size[0], SIDE_MAX), min(size[1], SIDE_MAX), "RGBA", RED)
    for width, height in ((1, 1), (200, 1), (1, 60)):
        cells = lay_in(Picture(*size, image), width, height, fit)
        assert len([cells.pixels(x, y) for x in range(width) for y in range(height)]) == width * height
