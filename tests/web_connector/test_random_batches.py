"""The adapter and the connector together: whatever a guest does, what stands in the browser is what a fresh page says.

The adapter's side of this is tests/host/web/test_adapter.py, which takes a model for the connector.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest
from host.guests import RandomGuest
from host.test_receiver import expand_some
from host.trees import Model, make_batch
from host.web.model import PageElement, PageText, parse
from host.web.test_adapter import VIEWS_OF
from playwright.async_api import Browser

from rill.components import CATALOGUE
from rill.host.receiver import Receiver
from rill.host.tree import Tree
from rill.host.web.adapter import WebAdapter
from rill.host.web.page_context import PageContext
from rill.host.web.view import WebView
from rill.protocol import Limits

from .scene import FakeServer, Scene

# What the connector finds its nodes by, and what it says about itself.
MARKS = ("data-r", "data-t", "data-i", "data-x", "data-h", "data-v", "data-rill-reset", "data-rill-state", "value")

SHOWN = """(marks) => {
    const plain = (node) => {
        if (node.nodeType === 3) return node.data;
        const attributes = [...node.attributes].filter((one) => !marks.includes(one.name));
        const children = [];
        for (const child of node.childNodes) {
            if (child.nodeType === 8 || (child.nodeType === 1 && child.hasAttribute("data-m-own"))) continue;
            const made = plain(child);
            if (made === "") continue;
            if (typeof made === "string" && typeof children.at(-1) === "string") children.push(children.pop() + made);
            else children.push(made);
        }
        const value = node.localName === "input" ? [node.value] : [];
        return [node.localName, attributes.map((one) => `${one.name}=${one.value}`).sort(), value, children];
    };
    return plain(document.querySelector("[data-rill]"));
}"""


def plain(node: PageElement | PageText) -> Any:
    """A parsed page in the same form."""
    if isinstance(node, PageText):
        return "" if node.id == -1 else node.text
    children: list[Any] = []
    for child in node.children:
        made = plain(child)
        if made == "":
            continue
        if isinstance(made, str) and children and isinstance(children[-1], str):
            children[-1] += made
        else:
            children.append(made)
    attributes = sorted(f"{name}={value}" for name, value in node.attributes.items() if name not in MARKS)
    value = [node.attributes.get("value", "")] if node.tag == "input" else []
    return [node.tag, attributes, value, children]


def fresh(tree: Tree, views: Mapping[str, WebView]) -> Any:
    """What a page that begins now says."""
    adapter = WebAdapter(views, PageContext(), on_operations=lambda: None)
    adapter.attach(tree)
    (root,) = parse(adapter.html().html)
    return plain(root)


async def check(scene: Scene, views: Mapping[str, WebView], seed: int) -> None:
    """Play one guest on one page."""
    pick = random.Random(seed)
    model = Model(Limits())
    guest = RandomGuest(seed, model, wild=0)
    receiver = Receiver(CATALOGUE, Limits())
    begins = pick.randrange(3)
    adapter: WebAdapter | None = None

    async def show() -> None:
        assert adapter is not None
        if adapter.is_snapshot_due or pick.random() < 0.1:
            await scene.snapshot(*adapter.snapshot())
        elif operations := adapter.take():
            await scene.patch(*operations)

    for sequence in range(1, 7):
        if sequence > begins and adapter is None:
            adapter = WebAdapter(views, PageContext(), on_operations=lambda: None)
            adapter.attach(receiver.tree)
            paint = adapter.html()
            await scene.open("", around=paint.html + paint.templates)
            if not paint.adoptable:
                # The connector asks for it in its HELLO.
                assert scene.hellos[-1][3][0][1] == -1
                await scene.snapshot(*adapter.snapshot())
        operations = guest.batch(pick.randrange(1, 14))
        if pick.random() < 0.5:
            expand_some(receiver.tree, pick)
        changes = receiver.receive_batch(make_batch(sequence, operations))
        model.apply(operations)
        if adapter is not None:
            adapter.apply(changes)
            if pick.random() < 0.8:
                await show()
    await show()
    shown = await scene.page.evaluate(SHOWN, list(MARKS))
    assert shown == fresh(receiver.tree, views), f"seed {seed}"


async def check_all(browser: Browser, server: FakeServer, views: str, seeds: range) -> None:
    for seed in seeds:
        scene = Scene(server, browser)
        try:
            await check(scene, VIEWS_OF[views], seed)
        finally:
            await scene.close()
        assert scene.wrong == [], f"seed {seed}"
    assert server.reports == []


@pytest.mark.parametrize("views", ["rill", "contextual"])
async def test_what_stands_in_a_browser_is_what_a_fresh_page_says(
    browser: Browser, server: FakeServer, views: str
) -> None:
    await check_all(browser, server, views, range(5))


@pytest.mark.slow
@pytest.mark.parametrize("views", VIEWS_OF)
async def test_what_stands_in_a_browser_is_what_a_fresh_page_says_for_many_guests(
    browser: Browser, server: FakeServer, views: str
) -> None:
    await check_all(browser, server, views, range(100, 160))
