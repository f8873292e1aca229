"""Draws how a guest looks in a browser: its first paint in Chromium, with the default style sheet and the scripts of
its components, light and dark, on a desk and on a phone.

Run it as ``python tools/web_pictures.py FOLDER [GUEST]``; the guest is examples/gallery unless one is named. Needs
Chromium, and the scripts built (``make setup``). For looking at, not for comparing: fonts differ between machines.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Route, async_playwright

from rill import Engine
from rill.host.tree import Changes, Node, Tree
from rill.host.web.adapter import WebAdapter
from rill.host.web.css import stylesheet
from rill.host.web.first_paint import FirstPaint
from rill.host.web.page_context import PageContext
from rill.host.web.views import VIEWS
from rill.protocol.values import Value

ROOT: Final = Path(__file__).resolve().parents[1]
GALLERY: Final = ROOT / "examples" / "gallery" / "gallery.tsx"
STATIC: Final = ROOT / "rill" / "host" / "web" / "static"
ORIGIN: Final = "http://picture.test/"
# Name, width, height, colours. The height is that of what is seen without scrolling; the picture shows all.
SCREENS: Final = (
    ("light", 1280, 800, "light"),
    ("dark", 1280, 800, "dark"),
    ("phone-light", 390, 844, "light"),
    ("phone-dark", 390, 844, "dark"),
)
HEIGHT_MAX: Final = 6_000


class Paint:
    """An adapter that only knows the tree."""

    def __init__(self) -> None:
        self.tree: Tree | None = None

    def attach(self, tree: Tree) -> None:
        self.tree = tree

    def apply(self, changes: Changes) -> None:
        pass

    def call(self, node: Node, method: str, args: list[Value]) -> Value:  # noqa: ARG002
        return None

    def detach(self) -> None:
        pass


async def first_paint(guest: Path) -> tuple[FirstPaint, Mapping[str, bytes]]:
    """What a server would send of a guest, and its pictures by their addresses."""
    paint = Paint()
    async with Engine() as engine:
        bundle = await engine.load_bundle(guest)
        async with engine.open(bundle, adapter=paint) as session:
            await session.idle()
            assert paint.tree is not None
            pictures = {f"asset/{name}": content for name, content in bundle.assets.items()}
            context = PageContext(
                asset_url=lambda source: f"/asset/{source}" if f"asset/{source}" in pictures else None
            )
            adapter = WebAdapter(VIEWS, context, on_operations=lambda: None)
            adapter.attach(paint.tree)
            return adapter.html(), pictures


def page_of(painted: FirstPaint) -> str:
    """A page like the server's, without its connector."""
    scripts = "".join(
        f'<script type="module" src="/module-{name}.js"></script>'
        for name in painted.modules
        if (STATIC / f"module-{name}.js").is_file()
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Gallery</title>'
        f"<style>{stylesheet()}</style><style>{painted.rules}</style></head>"
        f'<body class="rill-page">{painted.html}{scripts}</body></html>'
    )


async def draw(browser: Browser, page_html: str, pictures: Mapping[str, bytes], folder: Path) -> None:
    """Draw a page on each screen."""

    async def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path in pictures:
            await route.fulfill(body=pictures[path])
        elif path:
            await route.fulfill(body=(STATIC / path).read_bytes(), content_type="text/javascript")
        else:
            await route.fulfill(body=page_html, content_type="text/html")

    for name, width, height, colors in SCREENS:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if colors == "dark" else "light",
            reduced_motion="reduce",
        )
        page = await context.new_page()
        await page.route("**/*", answer)
        await page.goto(ORIGIN)
        content = await page.evaluate("document.querySelector('.rill').scrollHeight")
        await page.set_viewport_size({"width": width, "height": min(max(content, height), HEIGHT_MAX)})
        await page.screenshot(path=folder / f"{name}.png")
        await context.close()
        print(f"drew {folder / name}.png")


async def draw_all(guest: Path, folder: Path) -> None:
    """Draw a guest on each screen."""
    painted, pictures = await first_paint(guest)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        try:
            await draw(browser, page_of(painted), pictures, folder)
        finally:
            await browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw how a guest looks in a browser.")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("guest", type=Path, nargs="?", default=GALLERY, help="a bundle or its source")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(draw_all(arguments.guest, arguments.folder))


if __name__ == "__main__":
    main()
