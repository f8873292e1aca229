"""A page with components as the server paints them first, the style sheet and the scripts that they need, under the
policy that the server sends. Nothing answers: what the scripts say is written down.

Holds no test.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, Final

from host.trees import Given
from playwright.async_api import Browser, Page, Route

from rill.host.web.adapter import WebAdapter
from rill.host.web.css import stylesheet
from rill.host.web.page_context import PageContext
from rill.host.web.views import VIEWS
from rill.protocol.operations import Append, Create

STATIC: Final = Path(__file__).resolve().parents[2] / "rill" / "host" / "web" / "static"
ORIGIN: Final = "http://stand.test/"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
)
# Whatever a browser has to do is done long before.
PATIENCE_MS: Final = 10_000

_LISTENER: Final = """
self.said = [];
const types = `close open press press-in press-out long-press change layout range end cursor scroll toggle sort cell
  cell-press edit menu move drag drag-end unreadable invalid`.split(/\\s+/);
const root = document.querySelector(".rill");
for (const type of types) root.addEventListener("rill-" + type, (event) => said.push([type, event.detail]), true);
root.addEventListener("keydown", (event) => said.push(["key", event.key]), true);
self.isReady = true;
"""


class Stand:
    """One page.

    Attributes:
        wrong: errors, warnings and breaches of the policy.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._html = ""
        self._rules = ""
        self.wrong: list[str] = []
        self.page: Page

    async def show(
        self,
        *components: tuple[Any, ...],
        host: str | None = None,
        size: tuple[int, int] = (800, 600),
    ) -> Page:
        """Show components, given as type, props and children, in a page that is the guest's alone, or behind a host's
        own elements in HTML."""
        operations: list[Any] = []
        ids = iter(range(1, 1_000))

        def add(parent: int, kind: str, props: Any, children: tuple[Any, ...]) -> None:
            id = next(ids)
            operations.append(Create(id, kind, props))
            for child in children:
                if isinstance(child, str):
                    add(id, "#text", child, ())
                else:
                    add(id, child[0], child[1] if len(child) > 1 else {}, tuple(child[2:]))
            operations.append(Append(parent, id))

        for component in components:
            add(0, component[0], component[1] if len(component) > 1 else {}, tuple(component[2:]))
        adapter = WebAdapter(VIEWS, PageContext(), on_operations=lambda: None)
        adapter.attach(Given(*operations).tree)
        painted = adapter.html()
        self._rules = painted.rules
        scripts = "".join(
            f'<script type="module" src="/module-{name}.js"></script>'
            for name in painted.modules
            if (STATIC / f"module-{name}.js").is_file()
        )
        self._html = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title>'
            f'<link rel="stylesheet" href="/rill.css"></head><body{"" if host is not None else " class=rill-page"}>'
            f'{host or ""}{painted.html}<script type="module" src="/listen.js"></script>{scripts}</body></html>'
        )
        context = await self._browser.new_context(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE_MS)
        self.page = page = await context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda message: self.wrong.append(message.text))
        await page.route("**/*", self._answer)
        await page.goto(ORIGIN)
        await self.until("self.isReady")
        return page

    async def until(self, expression: str) -> None:
        """Wait until an expression is true. Playwright's own way has to evaluate strings in the page, which the policy
        forbids."""
        loop = f"(async () => {{ while (!({expression})) await new Promise(requestAnimationFrame); }})()"
        await asyncio.wait_for(self.page.evaluate(loop), PATIENCE_MS / 1000)

    async def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path == "":
            await route.fulfill(body=self._html, content_type="text/html", headers={"content-security-policy": POLICY})
        elif path == "rill.css":
            await route.fulfill(body=stylesheet() + self._rules, content_type="text/css")
        elif path == "listen.js":
            await route.fulfill(body=_LISTENER, content_type="text/javascript")
        else:
            await route.fulfill(body=(STATIC / path).read_text("utf-8"), content_type="text/javascript")

    async def said(self, *, of: str = "") -> list[list[Any]]:
        """What the scripts said since the last time; keys, too, as far as they reach elements around."""
        entries: list[list[Any]] = await self.page.evaluate("said.splice(0)")
        return [entry for entry in entries if not of or entry[0] in of.split()]

    async def wait_said(self, type: str) -> Any:
        """The detail of the first event of a type, as soon as it is there."""
        await self.until(f"self.said.some(([type]) => type === {json.dumps(type)})")
        return next(detail for name, detail in await self.said() if name == type)

    async def focused(self) -> str:
        """The words of the element with the focus."""
        words: str = await self.page.evaluate("document.activeElement.textContent")
        return words

    async def close(self) -> None:
        """Close the page, if it was shown."""
        if hasattr(self, "page"):
            await self.page.context.close()
