"""Chromium as the parser of HTML that counts: what a browser makes of a text, as data to compare.

Holds no test.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, TypeAlias

from chromium import launched
from playwright.async_api import Page

# A text is a string, a comment `["#comment", data]`, an element `[tag, {attribute: value}, children]`. Elements of SVG
# have tags such as `svg:path`.
Parsed: TypeAlias = "str | list[Any]"

_TREE_OF: Final = """
(texts) => {
  const names = { "http://www.w3.org/2000/svg": "svg:", "http://www.w3.org/1998/Math/MathML": "math:" };
  const tree = (node) => {
    if (node.nodeType === 3) return node.data;
    if (node.nodeType === 8) return ["#comment", node.data];
    const attributes = {};
    for (const { name, value } of node.attributes) attributes[name] = value;
    const inside = node.content instanceof DocumentFragment ? node.content : node;
    return [(names[node.namespaceURI] ?? "") + node.localName, attributes, Array.from(inside.childNodes, tree)];
  };
  return texts.map((text) => {
    const parsed = new DOMParser().parseFromString("<!doctype html><body>" + text, "text/html");
    return [...parsed.head.childNodes, ...parsed.body.childNodes].map(tree);
  });
}
"""


@asynccontextmanager
async def open_page() -> AsyncIterator[Page]:
    """An empty page of a browser of its own."""
    async with launched() as browser:
        yield await browser.new_page()


async def parse(page: Page, texts: Sequence[str]) -> list[list[Parsed]]:
    """What stands in the body of each text, read as a document in standards mode."""
    parsed: list[list[Parsed]] = await page.evaluate(_TREE_OF, list(texts))
    return parsed
