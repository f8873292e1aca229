"""A small checker of what assistive technology is told: by the tree that Chromium itself computes.

Not a substitute for people who listen. It finds what can be found by looking: controls without a name, pictures without
words, two elements with one id, references to nothing, headings that skip, and text that is too faint.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page

# Roles of things that a person acts on. Each needs a name.
CONTROLS: Final = frozenset(
    {
        "button", "checkbox", "combobox", "link", "listbox", "menuitem", "menuitemcheckbox", "menuitemradio", "option",
        "radio", "searchbox", "slider", "spinbutton", "switch", "tab", "textbox", "treeitem", "dialog", "alertdialog",
        "grid", "treegrid", "tree", "menu", "img", "progressbar",
    }
)  # fmt: skip

# What can be asked of the elements themselves. Contrast as WCAG 2 counts it, of text on the nearest painted background.
_LOOK: Final = Path(__file__).with_name("accessibility.js").read_text("utf-8")


async def faults(page: Page) -> list[str]:
    """What is wrong with a page as it stands, in words; nothing if all is well."""
    session = await page.context.new_cdp_session(page)
    nodes = (await session.send("Accessibility.getFullAXTree"))["nodes"]
    await session.detach()
    wrong = [*_nameless(nodes), *_headings(nodes)]
    wrong += await page.evaluate(_LOOK)
    return wrong


def _nameless(nodes: list[dict[str, Any]]) -> list[str]:
    found = []
    for node in nodes:
        role = node.get("role", {}).get("value", "")
        if node.get("ignored") or role not in CONTROLS:
            continue
        if not node.get("name", {}).get("value", "").strip():
            found.append(f"{role} without a name: {_properties(node)}")
    return found


def _headings(nodes: list[dict[str, Any]]) -> list[str]:
    """Headings that skip a level on the way down."""
    levels = [
        prop["value"]["value"]
        for node in nodes
        if not node.get("ignored") and node.get("role", {}).get("value") == "heading"
        for prop in node.get("properties", ())
        if prop["name"] == "level"
    ]
    return [
        f"a heading of level {level} after one of {above}" for above, level in pairwise(levels) if level > above + 1
    ]


def _properties(node: dict[str, Any]) -> dict[str, Any]:
    return {prop["name"]: prop["value"].get("value") for prop in node.get("properties", ())}
