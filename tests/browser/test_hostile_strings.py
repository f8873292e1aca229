"""Hostile strings in every component of both presets, in a real browser: on first paint, as new nodes, and as changes
of nodes that are there. Nothing runs, and nothing breaks the page's policy.

`tests/host/web/test_strings.py` says what becomes of each string in each place; here is whether a browser agrees that
it is harmless. Once as a host serves it, where a policy would hold back what got through and tell of it; and once in a
browser that knows no policy, where it would run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import pytest
from host.textual.anything import filled
from host.web.hostile_strings import OTHER, PAYLOADS, as_sent, passes
from playwright.async_api import Browser, ConsoleMessage, Dialog, Page, Request, expect

from rill.components import CATALOGUE, ComponentSchema
from rill.components.html.elements import HTML
from rill.host.session import Session
from rill.host.web import Guest, Scope, WebOptions, asgi

from .examples import Examples
from .serving import Server

pytestmark = pytest.mark.slow

PRESETS: Final[Mapping[str, Mapping[str, ComponentSchema]]] = {"mirror": CATALOGUE, "mirror_html": HTML}
BOTH: Final = {**CATALOGUE, **HTML}
# What would hide everything else, or hide what is in it.
NOT_GIVEN: Final = ("hidden", "inert", "modal", "index", "secureTextEntry")
WITHIN: Final = {
    **{name: schema.within[0] for name, schema in CATALOGUE.items() if schema.within},
    "td": "tr",
    "th": "tr",
    "tr": "tbody",
    "tbody": "table",
    "option": "select",
    "col": "colgroup",
    "colgroup": "table",
}
# Those for which a string is more than text: an address, a document, a program.
READERS: Final = ("Link", "Image", "Markdown", "CodeView", "a", "img", "blockquote", "form", "input")
# Payloads on one page.
ROUND: Final = 10

# Before any script of the page.
NOTE_WHAT_RUNS: Final = """
    window.rillRan = [];
    window.__xss = window.alert = (what) => window.rillRan.push(String(what));
"""
# What a page would have that somebody got something into: elements of others, handlers, and addresses that run.
INTRUDERS: Final = """
() => [...document.querySelectorAll(".rill, .rill *")].filter((element) =>
  /^(script|iframe|object|embed|base|link|meta|style|math|template)$/.test(element.localName) ||
  [...element.attributes].some(({ name, value }) => name.startsWith("on") || name === "srcdoc" ||
    (/^(href|src|action|formaction|data|cite)$/.test(name) && /^\\s*(javascript|data|vbscript):/i.test(value)))
).map((element) => element.outerHTML.slice(0, 300))
"""


def tree_of(schema: ComponentSchema, text: str, *, flags: bool, depth: int = 0) -> list[Any]:
    """A component with a string in all its places, in what it has to stand in."""
    props: dict[str, Any] = {}
    for name, prop in schema.props.items():
        value = filled(prop.type, text)
        if name in NOT_GIVEN or value is None or (value is True and not flags):
            value = filled(prop.type, OTHER) if prop.required else None
        if value is not None and passes(schema, name, value):
            props[name] = value
    props |= dict.fromkeys(schema.events, True)
    if schema.prefixes:
        props |= {"aria-label": text[:1000], "data-on": text[:1000], "data-r": "0"}
    children: list[Any] = [text] if schema.text_allowed else []
    if depth < 2:
        children += [tree_of(BOTH[name], text, flags=flags, depth=depth + 1) for name in schema.takes]
    made: list[Any] = [schema.name, props, children]
    around = WITHIN.get(schema.name) if depth == 0 else None
    while around is not None:
        needs = {name: filled(prop.type, OTHER) for name, prop in BOTH[around].props.items() if prop.required}
        made = [around, needs, [made]]
        around = WITHIN.get(around)
    return made


def rounds(preset: str) -> list[list[Any]]:
    """Trees of all components of a preset with several payloads in each string, and of those that read a string each
    with one alone."""
    found = []
    for start in range(0, len(PAYLOADS), ROUND):
        texts = [as_sent(text) for text in PAYLOADS[start : start + ROUND]]
        trees = [
            tree_of(schema, "\n".join(texts), flags=(start // ROUND + at) % 2 == 0)
            for at, schema in enumerate(PRESETS[preset].values())
            if schema.name != "Slot"
        ]
        readers = [schema for name, schema in PRESETS[preset].items() if name in READERS]
        found.append(trees + [tree_of(schema, text, flags=False) for text in texts for schema in readers])
    return found


async def shown(page: Page, round: int) -> None:
    await expect(page.get_by_text(f"shown: {round}", exact=True)).to_be_attached(timeout=60_000)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("has_policy", [True, False], ids=["policy", "no policy"])
@pytest.mark.parametrize("preset", PRESETS)
async def test_nothing_runs(browser: Browser, examples: Examples, preset: str, has_policy: bool) -> None:
    reports: list[Any] = []
    wrong: list[str] = []
    trees = rounds(preset)
    bundle = await examples.bundle(f"guest-{preset}")

    async def guest(scope: Scope) -> Guest:
        return Guest(bundle, props={"trees": trees[int(scope["path_params"]["at"])]})

    sessions: list[Session] = []
    options = WebOptions(csp_reports=reports.append, hear=lambda session, _identity: sessions.append(session))
    app = asgi(examples.engine, {"/{at}": guest}, options=options)
    async with Server(app, lifespan=False) as server:
        for at in range(len(trees)):
            context = await browser.new_context(bypass_csp=not has_policy)
            page = await context.new_page()
            watch(page, server.origin, wrong)
            await page.add_init_script(NOTE_WHAT_RUNS)
            await page.goto(f"{server.origin}/{at}")
            await shown(page, 0)
            # New nodes; and other strings in the same ones.
            for round, key in ((1, 1), (2, 1)):
                await sessions[-1].send_event("show", {"trees": trees[at - round], "round": round, "key": key})
                await shown(page, round)
            assert await page.evaluate("window.rillRan") == []
            assert await page.evaluate(INTRUDERS) == []
            await context.close()
        assert server.errors == []
    await app.drain()
    assert wrong == []
    assert reports == []


def watch(page: Page, origin: str, wrong: list[str]) -> None:
    """Note everything that a page does beyond showing itself."""

    def dialog(opened: Dialog) -> None:
        wrong.append(f"dialog: {opened.message}")
        answers.append(asyncio.ensure_future(opened.dismiss()))

    def console(said: ConsoleMessage) -> None:
        if said.type == "error":
            wrong.append(said.text)

    def request(asked: Request) -> None:
        if not asked.url.startswith(origin):
            wrong.append(f"asked for {asked.url}")

    answers: list[asyncio.Future[None]] = []
    page.on("dialog", dialog)
    page.on("console", console)
    page.on("request", request)
    page.on("pageerror", lambda error: wrong.append(f"exception: {error}"))
    page.on("popup", lambda _: wrong.append("a window opened"))
