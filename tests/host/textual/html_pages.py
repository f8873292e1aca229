"""Elements of HTML on a screen without a guest, and a page with all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from rill.components import CATALOGUE, ComponentSchema
from rill.components.html.elements import HTML

from .scene import Element, Scene, el, scene

COMPONENTS: Final[dict[str, ComponentSchema]] = {**CATALOGUE, **HTML}


@asynccontextmanager
async def html(*elements: Element | str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Scene]:
    """An app that shows elements, wherever they stand in a page."""
    async with scene(el("main", {}, *elements), size=size, components=COMPONENTS) as made:
        yield made


def all_events(tag: str, **props: Any) -> dict[str, Any]:
    """Props of an element that listens to everything."""
    return {**dict.fromkeys(HTML[tag].events, True), **{name.rstrip("_"): value for name, value in props.items()}}


def names(made: Scene) -> list[str]:
    """Elements and events since the last call."""
    found = []
    for id, event, _ in made.events():
        node = made.session.tree.find(id)
        found.append(f"{node.type if node is not None else '?'} {event}")
    return found


def everything() -> list[Element | str]:
    """A page with every element that is seen."""
    text = [
        *[
            el(tag, {}, tag)
            for tag in ("b", "strong", "i", "em", "u", "s", "small", "code", "kbd", "samp", "var", "mark")
        ],
        *[
            el(tag, {}, tag)
            for tag in ("q", "cite", "abbr", "time", "data", "del", "ins", "dfn", "bdi", "bdo", "output")
        ],
    ]
    spaced: list[Element | str] = []
    for element in text:
        spaced += [element, " "]
    return [
        el(
            "header",
            {},
            el("h1", {}, "Heading 1"),
            el("nav", {}, el("a", {"href": "#x"}, "link"), " ", el("span", {}, "span")),
        ),
        el("hgroup", {}, *[el(f"h{level}", {}, f"Heading {level}") for level in (2, 3, 4, 5, 6)]),
        el(
            "section",
            {},
            el(
                "p",
                {},
                *spaced,
                "x",
                el("sup", {}, "2"),
                " H",
                el("sub", {}, "2"),
                "O",
                el("br"),
                "next",
                el("wbr"),
                "line",
            ),
        ),
        el(
            "article",
            {},
            el("ul", {}, el("li", {}, "bullet", el("ul", {}, el("li", {}, "inner")))),
            el("ol", {"start": 9}, el("li", {}, "nine"), el("li", {}, "ten")),
            el("menu", {}, el("li", {}, "act")),
            el("dl", {}, el("dt", {}, "term"), el("dd", {}, "meaning")),
        ),
        el("hr"),
        el("pre", {}, "kept  spaces\n    and lines"),
        el("blockquote", {}, "somebody said"),
        el("figure", {}, el("img", {"src": "none.png", "alt": "a picture"}), el("figcaption", {}, "its caption")),
        el(
            "table",
            {},
            el("caption", {}, "Caption"),
            el("colgroup", {}, el("col")),
            el("thead", {}, el("tr", {}, el("th", {}, "Name"), el("th", {}, "Press"))),
            el(
                "tbody",
                {},
                el(
                    "tr",
                    {},
                    el("td", {}, "one"),
                    el("td", {}, el("button", {}, "del"), " ", el("a", {"href": "#"}, "more")),
                ),
            ),
            el("tfoot", {}, el("tr", {}, el("td", {"colspan": 2}, "the foot of it"))),
        ),
        el(
            "form",
            {},
            el(
                "fieldset",
                {},
                el("legend", {}, "Legend"),
                el("label", {}, "Text ", el("input", {"placeholder": "write"})),
            ),
            el(
                "div",
                {},
                el("label", {}, el("input", {"type": "checkbox", "checked": True}), " tick"),
                " ",
                el("label", {}, el("input", {"type": "radio"}), " choice"),
            ),
            el(
                "div",
                {},
                el("input", {"type": "range", "value": "30"}),
                " ",
                el("input", {"type": "date", "value": "2026-02-03"}),
            ),
            el(
                "div",
                {},
                el("select", {}, el("optgroup", {"label": "g"}, el("option", {}, "first"))),
                " ",
                el("input", {"list": "d", "value": "suggested"}),
                el("datalist", {"id": "d"}, el("option", {"value": "suggested by it"})),
            ),
            el("textarea", {}, "several\nlines"),
            el("div", {}, el("progress", {"value": 0.4}), " ", el("meter", {"value": 0.7})),
            el(
                "div",
                {},
                el("button", {}, "Send"),
                " ",
                el("input", {"type": "reset"}),
                el("input", {"type": "hidden", "value": "x"}),
            ),
        ),
        el("details", {"open": True}, el("summary", {}, "Summary"), el("p", {}, "what was hidden")),
        el("aside", {}, el("search", {}, "search"), el("address", {}, "address")),
        el("footer", {}, "footer"),
    ]
