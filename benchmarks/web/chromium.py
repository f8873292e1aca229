"""What only a browser can tell: when a page is first painted, beside a static file of the same HTML; what the
connector's script takes for a thousand rows, beside the least that a script can do; how much script a page loads."""

from __future__ import annotations

import asyncio
import gzip
import re
import shutil
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Page, Response, async_playwright

from benchmarks.web.clients import get
from benchmarks.web.contenders import CONTENDERS, Server
from benchmarks.web.record import Samples

_ARGUMENTS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip

_CLOCK: Final = Path(__file__).with_name("clock.js").read_text("utf-8")

_VANILLA: Final = Path(__file__).with_name("vanilla.js").read_text("utf-8")


def measure(bundles: Path, folder: Path, *, quick: bool, names: frozenset[str]) -> dict[str, dict[str, Samples]]:
    """The figures of every contender, by its name.

    Args:
        folder: for the static file.
    """
    return asyncio.run(_measure(bundles, folder, quick=quick, names=names))


async def _measure(bundles: Path, folder: Path, *, quick: bool, names: frozenset[str]) -> dict[str, dict[str, Samples]]:
    found: dict[str, dict[str, Samples]] = {}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(_ARGUMENTS))
        for contender in CONTENDERS:
            if contender.server not in names or contender.thousand is None:
                continue
            with Server(contender.server, bundles) as server:
                figures: dict[str, Samples] = {
                    "script bytes": [await script_bytes(browser, server.origin + contender.counter)]
                }
                if contender.server == "rill":
                    await save(server.origin + contender.thousand, folder)
                    with Server("static", folder) as static:
                        painted: Samples = []
                        beside: Samples = []
                        for _ in range(3 if quick else 15):
                            painted.append(await first_paint(browser, server.origin + contender.thousand))
                            beside.append(await first_paint(browser, f"{static.origin}/index.html"))
                    figures |= {"first paint": painted, "first paint of a static file": beside}
                    figures |= await script_time(browser, server.origin + contender.table, 3 if quick else 15)
                else:
                    figures["first paint"] = [
                        await first_paint(browser, server.origin + contender.thousand) for _ in range(1 if quick else 5)
                    ]
                found[contender.name] = figures
        await browser.close()
    return found


async def first_paint(browser: Browser, url: str) -> float:
    """Seconds from the navigation to the first paint of something to read, in a fresh profile."""
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(url)
    painted: float = await page.evaluate(
        """() => new Promise((resolve) => new PerformanceObserver((list, observer) => {
          for (const { startTime } of list.getEntriesByName("first-contentful-paint")) {
            observer.disconnect();
            resolve(startTime);
          }
        }).observe({ type: "paint", buffered: true }))"""
    )
    await context.close()
    return painted / 1e3


async def save(url: str, folder: Path) -> None:
    """Save a page and its style sheets as files, without what makes it live."""
    page, _ = await get(url)
    page = re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)
    page = re.sub(r'<link rel="modulepreload"[^>]*>', "", page)
    page = re.sub(r'<meta name="rill"[^>]*>', "", page)
    origin = "/".join(url.split("/")[:3])
    for at, sheet in enumerate(re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)):
        text, _ = await get(origin + sheet)
        (folder / f"{at}.css").write_text(text, "utf-8")
        page = page.replace(sheet, f"{at}.css")
    (folder / "index.html").write_text(page, "utf-8")


async def script_time(browser: Browser, url: str, times: int) -> dict[str, Samples]:
    """What the connector's handlers take for a thousand new rows, and what the plainest script takes for as many."""
    context = await browser.new_context()
    page = await context.new_page()
    await page.add_init_script(_CLOCK)
    await page.goto(url)
    connector: Samples = []
    vanilla: Samples = []
    for at in range(times + 3):
        await page.evaluate("rillSpent()")
        await page.get_by_role("button", name="create 1k").click()
        await _rows(page, 1_000)
        spent = await page.evaluate("rillSpent()")
        row = page.locator("[data-t]").last
        plain = await row.evaluate(_VANILLA)
        await page.get_by_role("button", name="clear").click()
        await _rows(page, 0)
        # The first ones are compiled.
        if at >= 3:
            connector.append(spent / 1e3)
            vanilla.append(plain / 1e3)
    await context.close()
    return {"script for 1k rows": connector, "vanilla cloneNode of 1k rows": vanilla}


async def _rows(page: Page, count: int) -> None:
    # A row has the only separator there is.
    await page.wait_for_function(
        "(count) => document.querySelectorAll('hr, [role=separator]').length === count", arg=count, polling=20
    )


async def script_bytes(browser: Browser, url: str) -> float:
    """Bytes of all script that a page loads, each file compressed by gzip as best it can."""
    context = await browser.new_context()
    page = await context.new_page()
    total = 0
    answers: list[Response] = []
    page.on("response", answers.append)
    await page.goto(url, wait_until="networkidle" if "rill" not in url else "load")
    for response in answers:
        kind = response.headers.get("content-type", "")
        if "javascript" in kind:
            total += len(gzip.compress(await response.body(), 9))
    await context.close()
    return float(total)
