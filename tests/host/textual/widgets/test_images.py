"""Pictures on the screen: cells and colours, words where there is no picture, and what the guest is told."""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from host.textual.scene import Element, Scene, el, scene
from rill.host.assets import Assets, Sources

CDN = "https://cdn.example.com/"


def png(width: int, height: int, color: Any = (255, 0, 0)) -> bytes:
    file = BytesIO()
    Image.new("RGBA", (width, height), color).save(file, "PNG")
    return file.getvalue()


ASSETS = Assets(
    {"red.png": png(4, 4), "wide.png": png(300, 30), "clear.png": png(2, 2, (255, 0, 0, 0)), "bad.png": b"?"}
)


async def shown(on: Scene, *elements: Element | str, assets: Assets = ASSETS) -> None:
    """Render elements, and wait until their pictures are there or are known not to be."""
    on.session.tree.assets = assets
    await on.render(*elements)
    await loaded(on)


async def loaded(on: Scene) -> None:
    for widget in on.app.query("PictureBox"):
        task = widget._loading_task  # type: ignore[attr-defined]
        if task is not None:
            await asyncio.wait([task])
    await on.settle()


def image(source: str, **props: Any) -> Element:
    return el("Image", {"source": source, "alt": "a [bold]red\x1b square", "onLoad": True, "onError": True, **props})


async def test_an_asset_is_drawn_in_half_blocks_as_large_as_its_pixels() -> None:
    tree = image("red.png")
    async with scene() as on:
        await shown(on, el("Column", {}, tree, el("Text", {}, "below")))
        assert [line.rstrip() for line in on.lines[:4]] == ["▀▀▀▀", "▀▀▀▀", "below", ""]
        style = on.app.screen.get_style_at(1, 1)
        assert style.color is not None
        assert style.bgcolor is not None
        assert (style.color.triplet, style.bgcolor.triplet) == ((255, 0, 0), (255, 0, 0))
        assert on.events() == [(tree.id, "onLoad", {"width": 4, "height": 4})]


async def test_a_picture_is_never_wider_than_its_room_and_keeps_its_shape() -> None:
    tree = image("wide.png")
    async with scene(size=(40, 10)) as on:
        await shown(on, el("Column", {}, tree))
        assert on.widget(tree.id).size == (40, 2)
        await on.update(tree.id, style={"height": 1})
        assert on.widget(tree.id).size == (20, 1)
        await on.pilot.resize_terminal(30, 10)
        await on.update(tree.id, style={})
        assert on.widget(tree.id).size == (30, 2)


async def test_what_is_seen_through_is_the_background_of_now() -> None:
    tree = image("clear.png", style={"background": "surface"})
    async with scene() as on:
        await shown(on, tree)
        dark = on.app.screen.get_style_at(0, 0)
        assert dark.color == dark.bgcolor
        on.app.theme = "textual-light"
        await on.settle()
        assert on.app.screen.get_style_at(0, 0).color != dark.color


@pytest.mark.parametrize(
    ("source", "code"),
    [("none.png", "missing"), ("bad.png", "invalid"), (f"{CDN}a.png", "refused"), ("file:///etc/passwd", "refused")],
)
async def test_where_there_is_no_picture_its_words_stand(source: str, code: str) -> None:
    tree = image(source)
    async with scene() as on:
        await shown(on, tree)
        assert on.lines[0].rstrip() == "a [bold]red␛ square"
        assert on.events() == [(tree.id, "onError", {"code": code})]


async def test_an_allowed_address_is_fetched_and_its_words_stand_meanwhile() -> None:
    answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def fetch(_address: str) -> bytes:
        return await answer

    tree = image(f"{CDN}a.png")
    async with scene() as on:
        on.session.tree.assets = Assets({}, Sources(allow=(CDN,), fetch=fetch))
        await on.render(tree)
        assert on.lines[0].startswith("a [bold]red")
        answer.set_result(png(2, 2))
        await loaded(on)
        assert on.lines[0].rstrip() == "▀▀"
        assert [name for _, name, _ in on.events()] == ["onLoad"]


async def test_another_source_takes_the_place_of_the_last_one() -> None:
    tree = image("red.png")
    async with scene() as on:
        await shown(on, tree)
        on.events()
        on.session.update(tree.id, source="none.png")
        on.session.update(tree.id, source="wide.png")
        await loaded(on)
        # Nobody is told of what nobody waits for any more.
        assert on.events() == [(tree.id, "onLoad", {"width": 300, "height": 30})]
        await on.update(tree.id, source="bad.png", alt="words")
        await loaded(on)
        assert on.lines[0].rstrip() == "words"


async def test_a_picture_that_goes_takes_its_fetch_with_it() -> None:
    cancelled = asyncio.Event()

    async def fetch(_address: str) -> bytes:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            cancelled.set()
        raise AssertionError

    tree = image(f"{CDN}a.png")
    box = el("Column", {}, tree)
    async with scene() as on:
        on.session.tree.assets = Assets({}, Sources(allow=(CDN,), fetch=fetch))
        await on.render(box)
        await on.pilot.pause()
        await on.view.remove()
        await cancelled.wait()
        assert on.events() == []
