"""What only a browser can tell: when a page is first painted, beside a static file of the same HTML; what the
connector's script takes for a thousand rows, beside the least that a script can do; how much script a page loads."""

from __future__ import annotations

import asyncio
import gzip
import re
import shutil
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, CDPSession, Page, Response, async_playwright, expect

from benchmarks.web.clients import get
from benchmarks.web.contenders import CONTENDERS, Server
from benchmarks.web.record import Samples

_ARGUMENTS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip


# By then a thousand rows have come and been shown, on a machine that is busy, too.
_PATCH_S: Final = 1.0
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
            # The client of ReactPy wants to be at the top of its server, where three pages cannot be.
            if contender.server not in names - {"reactpy"} or contender.thousand is None:
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
    page = re.sub(r'<link rel="icon"[^>]*>', '<link rel="icon" href="data:,">', page)
    origin = "/".join(url.split("/")[:3])
    for at, sheet in enumerate(re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)):
        text, _ = await get(origin + sheet)
        (folder / f"{at}.css").write_text(text, "utf-8")
        page = page.replace(sheet, f"{at}.css")
    (folder / "index.html").write_text(page, "utf-8")


async def script_time(browser: Browser, url: str, times: int) -> dict[str, Samples]:
    """What script takes for a thousand new rows, as Chromium's profiler counts it, from the press to the
    acknowledgement; and what
    the plainest script takes for as many."""
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(url)
    session = await context.new_cdp_session(page)
    await session.send("Profiler.enable")
    await session.send("Profiler.setSamplingInterval", {"interval": 100})
    create, clear = (page.locator("button", has_text=name) for name in ("create 1k", "clear"))
    box = await create.bounding_box()
    assert box is not None
    connector: Samples = []
    vanilla: Samples = []
    for at in range(times + 3):
        await session.send("Profiler.start")
        # A press and a wait without any script of ours in the page.
        await page.mouse.click(box["x"] + 5, box["y"] + 5)
        await asyncio.sleep(_PATCH_S)
        spent = await _script_s(session)
        await _rows(page, 1_000)
        plain = await page.locator("[data-t]:has([aria-label=Remove])").last.evaluate(_VANILLA)
        await clear.click()
        await _rows(page, 0)
        # The first ones are compiled.
        if at >= 3:
            connector.append(spent)
            vanilla.append(plain / 1e3)
    await context.close()
    return {"script for 1k rows": connector, "vanilla cloneNode of 1k rows": vanilla}


async def _script_s(session: CDPSession) -> float:
    """Seconds that script of the page has run since the profiler was started: what it called of the DOM and collecting
    its garbage included."""
    profile = (await session.send("Profiler.stop"))["profile"]
    names = {node["id"]: node["callFrame"]["functionName"] for node in profile["nodes"]}
    total = sum(
        delta
        for sample, delta in zip(profile["samples"], profile["timeDeltas"], strict=True)
        if names[sample] not in ("(root)", "(program)", "(idle)")
    )
    return float(total) / 1e6


async def _rows(page: Page, count: int) -> None:
    """Wait until there are so many rows, each of which has one button to remove it."""
    await expect(page.locator("[aria-label=Remove]")).to_have_count(count, timeout=30_000)


async def script_bytes(browser: Browser, url: str) -> float:
    """Bytes of all script that a page loads, each file compressed by gzip as best it can."""
    context = await browser.new_context()
    page = await context.new_page()
    total = 0
    answers: list[Response] = []
    page.on("response", lambda response: answers.append(response))
    await page.goto(url, wait_until="networkidle")
    for response in answers:
        kind = response.headers.get("content-type", "")
        if "javascript" in kind:
            total += len(gzip.compress(await response.body(), 9))
    await context.close()
    return float(total)
