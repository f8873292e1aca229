"""docs/web-protocol.md: its tables name what there is, and its examples do what they say.

How: a model of the connector adopts the page's HTML and carries out its operations in order; each page that is shown is
what it has then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rill.host.web.first_paint import FirstPaint
from rill.protocol import web
from rill.protocol.web import ClientMessage, ServerMessage, WebOperation

from .model import Page, PageElement, PageText

PAGE = (Path(__file__).parents[3] / "docs" / "web-protocol.md").read_text("utf-8")
CONNECTOR = Path(__file__).parents[3] / "sdk-js" / "src" / "connector"
BLOCKS = re.findall(r"^```(\w+) (\w+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def lines_of(node: PageElement | PageText, depth: int = 0) -> Iterator[str]:
    """A page as the examples have it."""
    words = [] if node.id is None else [str(node.id)]
    if isinstance(node, PageText):
        yield "  " * depth + " ".join([*words, f'"{node.text}"'])
        return
    words.append(node.tag)
    words += [f'{name}="{value}"' for name, value in sorted(node.attributes.items())]
    if node.is_place and node.id is None:
        words.append("(children)")
    yield "  " * depth + " ".join(words)
    for child in node.children:
        yield from lines_of(child, depth + 1)


def shown(page: Page) -> str:
    """Everything on a page, and what is detached."""
    tops = [node for node in page.nodes.values() if node.parent is None]
    lines = list(lines_of(page.nodes[0]))
    loose = sorted((node for node in tops if node.id), key=lambda node: node.id or 0)
    if loose:
        lines.append("(detached)")
        for node in loose:
            lines += lines_of(node, 1)
    return "".join(f"{line}\n" for line in lines)


def test_every_example_does_what_the_page_says() -> None:
    page = Page()
    for (language, kind, text), (_, _, expected) in zip(BLOCKS[::2], BLOCKS[1::2], strict=True):
        if language == "html":
            page = Page.adopt(FirstPaint(text.replace("\n", ""), "", "", ()))
        else:
            assert (language, kind) == ("json", "operations")
            operations: list[Any] = msgspec.json.decode(text)
            page.run(operations)
        assert shown(page) == expected
    assert len(BLOCKS) > 10


@pytest.mark.parametrize("kinds", [ServerMessage, ClientMessage, WebOperation])
def test_the_tables_name_what_there_is(kinds: Any) -> None:
    rows = {(int(code), name) for code, name in re.findall(r"^\| (\d+) \| ([A-Z]+) \|", PAGE, re.MULTILINE)}
    assert {(kind.value, kind.name) for kind in kinds} <= rows
    known = {(kind.value, kind.name) for each in (ServerMessage, ClientMessage, WebOperation) for kind in each}
    assert rows <= known


def test_every_operation_is_explained() -> None:
    headings = set(re.findall(r"[A-Z]{3,}", " ".join(re.findall(r"^### (.*)$", PAGE, re.MULTILINE))))
    assert headings >= {kind.name for kind in WebOperation} - {"TEXT"}
    assert str(web.FORCED) in PAGE


def test_the_methods_that_are_named_are_those_of_the_connector() -> None:
    source = (CONNECTOR / "modules" / "core-calls.ts").read_text("utf-8")
    lists = [names for found in re.findall(r'= "([A-Za-z ]+)"\.split', source) for names in found.split()]
    others = re.findall(r'method === "(\w+)"', source)
    section = PAGE[PAGE.index("### CALL, RULE, USE") : PAGE.index("## 5. Events")]
    named = [
        name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    ]
    assert len(lists) > 10
    assert sorted(named) == sorted([*lists, *others])
