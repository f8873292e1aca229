"""Any page of HTML is shown, and whatever happens to it: elements anywhere in each other, with any attributes.

How: trees by a seed, then batches that change, move and take away what is in them, and keys and presses in between.
Nothing of that may fail in a view, and what is shown after a batch is what the same tree shows when it is drawn anew.
"""

from __future__ import annotations

import random

import pytest

from rill.components.html.elements import HTML
from rill.host import Node
from rill.protocol.operations import Append, Delete, Insert, Operation, Remove, Text, Update

from .anything import WORDS, Anything
from .html_pages import html
from .scene import Element, Scene, el

_TAGS = list(HTML)
# Overlays, and fields whose values a person's focus would change.
_LIKELY = ("div", "p", "span", "b", "a", "li", "ul", "table", "tr", "td", "tbody", "label", "input", "button", "br")


def page(chance: random.Random, depth: int = 0) -> Element:
    """An element with anything in it."""
    anything = Anything(chance, WORDS)
    tag = chance.choice(_TAGS if chance.random() < 0.4 else _LIKELY)
    props = anything.props(HTML[tag], 2)
    props.pop("autofocus", None)
    if chance.random() < 0.2:
        props["style"] = {
            "display": chance.choice(("none", "block", "flex", "inline", "inline-block")),
            "width": chance.choice(("10px", "50%", "auto", "1e9px")),
            "white-space": chance.choice(("pre", "normal", "pre-line")),
        }
    children: list[Element | str] = []
    if HTML[tag].text_allowed:
        for _ in range(chance.randrange(5) if depth < 5 else 0):
            words = chance.choice((" ", "", *WORDS))
            children.append(words if chance.random() < 0.4 else page(chance, depth + 1))
    return el(tag, props, *children)


def change(made: Scene, chance: random.Random) -> list[Operation]:
    """One batch that a guest may write."""
    tree = made.session.tree
    nodes = [node for node in tree.root.walk() if node.parent is not None and node.parent is not tree.root]
    operations: list[Operation] = []
    gone: set[int] = set()
    for node in chance.sample(nodes, min(3, len(nodes))):
        if any(at.id in gone for at in (node, *_around(node))):
            continue
        match chance.randrange(5):
            case 0 if node.type == "#text":
                operations.append(Text(node.id, chance.choice(("", " ", *WORDS))))
            case 1 if node.schema is not None:
                props = Anything(chance, WORDS).props(node.schema, 2)
                props.pop("autofocus", None)
                operations.append(Update(node.id, props, [name for name in node.props if name not in props][:1]))
            case 2:
                operations.append(Delete(node.id))
                gone.update(inner.id for inner in node.walk())
            case 3 if node.schema is not None and node.schema.text_allowed:
                made_here, ids = made.session.create(page(chance, 3), chance.choice(WORDS))
                operations += made_here
                first = node.first_child
                operations += [Append(node.id, id) if first is None else Insert(node.id, id, first.id) for id in ids]
                gone.add(node.id if first is None else first.id)
            case 4 if node.parent is not None and node.parent.first_child is not node:
                operations += [Remove(node.parent.id, node.id), Append(node.parent.id, node.id)]
    return operations


def _around(node: Node) -> list[Node]:
    found = []
    at = node.parent
    while at is not None:
        found.append(at)
        at = at.parent
    return found


@pytest.mark.parametrize("seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(6, 60))])
async def test_any_page_is_shown_and_changed(seed: int) -> None:
    chance = random.Random(seed)
    async with html(*[page(chance) for _ in range(6)]) as made:
        assert [str(problem) for problem in made.app.problems] == []
        for _ in range(8):
            operations = change(made, chance)
            if operations:
                await made.apply(*operations)
            await made.pilot.press(chance.choice(("tab", "enter", "space", "down", "escape", "x")))
            await made.settle()
            assert [str(problem) for problem in made.app.problems] == []
        await made.pilot.click(offset=(chance.randrange(40), chance.randrange(20)))
        await made.settle()
        assert [str(problem) for problem in made.app.problems] == []
        assert made.app.is_running


async def _drawn_anew(made: Scene) -> list[str]:
    """What the tree shows in widgets that have seen no change."""
    made.session.detach(made.adapter)
    made.session.attach(made.adapter)
    await made.settle()
    return made.lines


_OFTEN = (3, 7)


@pytest.mark.parametrize(
    "seed", [*_OFTEN, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(60) if seed not in _OFTEN)]
)
async def test_a_page_that_was_changed_looks_as_if_drawn_anew(seed: int) -> None:
    chance = random.Random(seed)
    async with html(*[page(chance) for _ in range(6)]) as made:
        await _drawn_anew(made)
        for _ in range(8):
            operations = change(made, chance)
            if operations:
                await made.apply(*operations)
            changed = made.lines
            assert changed == await _drawn_anew(made), operations
