"""The decoded pictures of a guest: each is there once, and all of them have a bound."""

from __future__ import annotations

import gc
from io import BytesIO

import pytest
from PIL import Image
from textual.app import App

from rill.host.assets import Assets
from rill.host.textual import gallery
from rill.host.textual.gallery import Gallery, gallery_of
from rill.host.textual.pictures import BadPicture, Picture


def png(color: int) -> bytes:
    file = BytesIO()
    Image.new("L", (10, 10), color).save(file, "PNG")
    return file.getvalue()


class Holder:
    """A widget, as the gallery sees it."""

    forgotten = 0

    def forget_cells(self) -> None:
        self.forgotten += 1


async def test_the_same_bytes_are_one_picture_while_anybody_shows_it() -> None:
    app: App[object] = App()
    pictures = Gallery()
    first, second = await pictures.decode(app, png(1)), await pictures.decode(app, png(1))
    assert first is second
    other = await pictures.decode(app, png(2))
    assert other is not first
    del first, second
    gc.collect()
    assert list(pictures._pictures.values()) == [other]


async def test_bytes_that_are_no_picture_are_none_here() -> None:
    assert isinstance(await Gallery().decode(App(), b"?"), BadPicture)


async def test_pictures_have_a_bound_together(monkeypatch: pytest.MonkeyPatch) -> None:
    app: App[object] = App()
    pictures = Gallery()
    monkeypatch.setattr(gallery, "PICTURES_BYTES_MAX", 900)
    shown = [await pictures.decode(app, png(1)), await pictures.decode(app, png(2))]
    assert all(isinstance(picture, Picture) for picture in shown)
    third = await pictures.decode(app, png(3))
    assert isinstance(third, BadPicture)
    assert third.code == "too_large"
    # Where others go there is room again.
    shown.pop()
    gc.collect()
    assert isinstance(await pictures.decode(app, png(3)), Picture)


def test_cells_painted_longest_ago_are_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "CELLS_BYTES_MAX", 100)
    pictures = Gallery()
    first, second, third = Holder(), Holder(), Holder()
    pictures.hold(first, 40)
    pictures.hold(second, 40)
    pictures.hold(first, 40)
    pictures.hold(third, 40)
    assert [holder.forgotten for holder in (first, second, third)] == [0, 1, 0]
    # One alone may be as large as it likes.
    pictures.hold(third, 1_000)
    assert [holder.forgotten for holder in (first, second, third)] == [1, 1, 0]
    pictures.release(third)
    pictures.hold(second, 60)
    pictures.hold(first, 40)
    assert [holder.forgotten for holder in (first, second, third)] == [1, 1, 0]


def test_each_guest_has_a_gallery_of_its_own() -> None:
    one, other = Assets(), Assets()
    assert gallery_of(one) is gallery_of(one)
    assert gallery_of(one) is not gallery_of(other)
