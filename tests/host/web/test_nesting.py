"""Which elements keep their places: by name, and against the parser of a real browser."""

from __future__ import annotations

import random
from typing import Any

import pytest
from chromium import needs_chromium

from rill.components.html.elements import HTML_ELEMENTS
from rill.host.web.nesting import DEPTH_MAX, Nesting

from .chromium import open_page, parse

VOID = ("br", "col", "hr", "img", "input", "wbr")
# What has text alone in it is written by its view, without children.
TAGS = [tag for tag in HTML_ELEMENTS if tag != "textarea"]


def keeps(path: str) -> bool:
    """Whether the last of some elements inside each other keeps its place."""
    nesting = Nesting()
    return [nesting.enter(tag) for tag in path.split(" > ")][-1]


@pytest.mark.parametrize(
    "path",
    [
        "p > div",
        "p > span > ul",
        "h1 > h2",
        "a > span > a",
        "form > div > form",
        "button > span > button",
        "li > li",
        "li > div > li",
        "dt > dd",
        "table > tr",
        "table > tbody > td",
        "table > div",
        "div > tr",
        "select > div",
        "select > option > b",
        "option > option",
        "svg:svg > div",
    ],
)
def test_what_a_parser_would_move_is_named(path: str) -> None:
    assert not keeps(path)


@pytest.mark.parametrize(
    "path",
    [
        "div > p > b",
        "p > button > div",
        "h1 > div > h2",
        "a > div > p",
        "ul > li > ul > li",
        "dl > dd > section > dt",
        "table > tbody > tr > td > table > tbody > tr > td > p",
        "table > colgroup > col",
        "a > table > tbody > tr > td > a",
        "select > optgroup > option",
        "datalist > option",
        "svg:svg > svg:g > svg:path",
        "svg:svg > svg:foreignObject > div > p",
    ],
)
def test_what_stands_as_it_should_keeps_its_place(path: str) -> None:
    assert keeps(path)


def test_text_between_the_parts_of_a_table_is_moved() -> None:
    nesting = Nesting()
    nesting.enter("table")
    assert nesting.text("\n  ")
    assert not nesting.text("words")
    nesting.enter("tbody")
    nesting.enter("tr")
    nesting.enter("td")
    assert nesting.text("words")
    nesting.leave()
    assert not nesting.text("words")


def test_after_an_element_its_rules_are_over() -> None:
    nesting = Nesting()
    assert nesting.enter("p")
    assert not nesting.enter("div")
    nesting.leave()
    nesting.leave()
    assert nesting.enter("div")


def test_a_part_of_a_table_may_be_the_root_of_a_template() -> None:
    assert Nesting(in_template=True).enter("tr")
    assert not Nesting().enter("tr")


def test_what_is_too_deep_would_be_flattened() -> None:
    nesting = Nesting()
    assert [nesting.enter("div") for _ in range(DEPTH_MAX)] == [True] * (DEPTH_MAX - 1) + [False]


# How: random trees of all elements, some of them put together as people do. Where every element is said to keep its
# place, a browser must read the same tree; where one is said to move, it nearly always does, which is counted so that
# a machine that refuses everything does not pass.
@needs_chromium
async def test_chromium_reads_what_is_kept_as_it_was_written() -> None:
    source = random.Random(7)
    kept: list[tuple[str, list[Any]]] = []
    moved: list[tuple[str, list[Any]]] = []
    for _ in range(6_000):
        in_template = source.random() < 0.2
        nesting = Nesting(in_template=in_template)
        tree = random_tree(source, nesting, 0)
        written = write(tree)
        wrapped = f"<template>{written}</template>" if in_template else f"<div>{written}</div>"
        expected: list[Any] = [["template" if in_template else "div", {}, [plain(tree)]]]
        (kept if tree["keeps"] else moved).append((wrapped, expected))
    async with open_page() as page:
        read = await parse(page, [text for text, _ in kept])
        assert [text for (text, expected), found in zip(kept, read, strict=True) if found != expected] == []
        moves = await parse(page, [text for text, _ in moved])
    really = sum(found != expected for (_, expected), found in zip(moved, moves, strict=True))
    assert len(kept) > 1_000
    assert really > 0.9 * len(moved)


LIKELY = {
    "table": ["tbody", "thead", "caption", "colgroup"],
    "tbody": ["tr"],
    "thead": ["tr"],
    "tfoot": ["tr"],
    "tr": ["td", "th"],
    "colgroup": ["col"],
    "ul": ["li"],
    "ol": ["li"],
    "dl": ["dt", "dd"],
    "select": ["option", "optgroup"],
    "optgroup": ["option"],
}


def random_tree(source: random.Random, nesting: Nesting, depth: int, parent: str = "") -> dict[str, Any]:
    """A tree of elements and texts, and whether all of it keeps its place."""
    likely = LIKELY.get(parent)
    tag = source.choice(likely) if likely and source.random() < 0.8 else source.choice(TAGS)
    keeps = nesting.enter(tag)
    children: list[Any] = []
    if tag not in VOID and depth < 6:
        for _ in range(source.choice((0, 1, 1, 2))):
            if tag not in LIKELY and source.random() < 0.3 and not (children and isinstance(children[-1], str)):
                children.append("words")
                keeps = nesting.text("words") and keeps
            else:
                child = random_tree(source, nesting, depth + 1, tag)
                children.append(child)
                keeps = keeps and child["keeps"]
    nesting.leave()
    return {"tag": tag, "children": children, "keeps": keeps}


def write(tree: dict[str, Any]) -> str:
    inside = "".join(child if isinstance(child, str) else write(child) for child in tree["children"])
    return f"<{tree['tag']}>" + ("" if tree["tag"] in VOID else f"{inside}</{tree['tag']}>")


def plain(tree: dict[str, Any]) -> list[Any]:
    return [tree["tag"], {}, [child if isinstance(child, str) else plain(child) for child in tree["children"]]]
