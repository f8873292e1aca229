"""Whatever a guest sends that its components allow: the app lives, and the screen is that of the final tree.

Oracle: after any sequence of accepted batches the app runs without an exception, each node that should have a widget
has one in its place.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from rill.components import CATALOGUE
from rill.components.style import COLORS
from rill.protocol.operations import Append, Clear, Delete, Insert, Operation, Remove, Reorder, Text, Update

from .scene import Element, Scene, el, scene

WORDS = ["", "word", "two words", "line\nfeed", "[b]", "\x1b[1m", "字字", "e\u0301", "tab\there", "long " * 40]
BOUNDS: tuple[Any, ...] = (0, 1, 7, 300, 2**40, "0%", "33.3%", "100%")
SIDES: tuple[Any, ...] = (0, 1, 5, [1, 2], [1, 0, 2, 3], 2**30)

STYLE: dict[str, Sequence[Any]] = {
    **dict.fromkeys(("width", "height"), (*BOUNDS, "auto")),
    **dict.fromkeys(("minWidth", "maxWidth", "minHeight", "maxHeight"), BOUNDS),
    "grow": [0, 1, 0.5, 1e9],
    "padding": SIDES,
    "margin": SIDES,
    "gap": [0, 1, 4],
    "align": ["start", "center", "end", "stretch"],
    "justify": ["start", "center", "end", "space-between"],
    **dict.fromkeys(("color", "background", "borderColor"), COLORS),
    "border": ["none", "solid", "round", "heavy", "double", "dashed"],
    **dict.fromkeys(("bold", "italic", "underline", "strike", "dim"), (True, False)),
    "textAlign": ["start", "center", "end"],
    "visibility": ["visible", "hidden"],
}
PROPS: dict[str, list[Any]] = {
    "hidden": [True, False, False],
    "hint": WORDS,
    "label": WORDS,
    "disabled": [True, False],
    "focusable": [True, False],
    "autoFocus": [True, False],
    "invalid": [True, False],
    "multiline": [True, False],
    "readOnly": [True, False],
    "secureTextEntry": [True, False],
    "animating": [True, False],
    "horizontal": [True, False],
    "showPercentage": [True, False],
    "rows": [1, 3, 2**40],
    "maxLength": [0, 5, 2**40],
    "numberOfLines": [0, 1, 2, 2**40],
    "level": [1, 6],
    "progress": [-1, 0, 0.5, 1e300, None],
    "total": [1e-9, 1, 1e300],
    "size": ["small", "large"],
    "variant": ["default", "primary", "success", "warning", "error"],
    "inputMode": ["text", "numeric", "decimal", "email"],
    "placeholder": WORDS,
    "title": WORDS,
    "defaultValue": WORDS,
    "valueVersion": [None, 0, 3, "force"],
    "delayLongPress": [0, 500, 2**40],
}


class Guest:
    """Sends batches that mean nothing and are allowed."""

    def __init__(self, made: Scene, seed: int) -> None:
        self.made = made
        self.chance = random.Random(seed)

    def style(self) -> dict[str, Any]:
        names = self.chance.sample(list(STYLE), self.chance.randrange(5))
        return {name: self.chance.choice(STYLE[name]) for name in names}

    def props(self, component: str) -> dict[str, Any]:
        schema = CATALOGUE[component]
        props: dict[str, Any] = {}
        for name in self.chance.sample(list(schema.props), min(len(schema.props), 4)):
            if name == "style":
                props[name] = self.style()
            elif name == "value":
                props[name] = self.chance.choice(WORDS) if component == "TextInput" else self.chance.random() < 0.5
            elif name == "defaultValue" and component != "TextInput":
                props[name] = True
            elif name in PROPS:
                props[name] = self.chance.choice(PROPS[name])
        for event in self.chance.sample(list(schema.events), min(len(schema.events), 2)):
            props[event] = True
        return props

    def element(self, depth: int = 0) -> Element:
        component = self.chance.choice(list(CATALOGUE))
        schema = CATALOGUE[component]
        children: list[Element | str] = []
        for _ in range(self.chance.randrange(4) if depth < 4 and schema.children_allowed else 0):
            if schema.text_allowed:
                inner = el("Text", {"style": self.style()}, "inner")
                children.append(inner if self.chance.random() < 0.2 else self.chance.choice(WORDS))
            else:
                children.append(self.element(depth + 1))
        return el(component, self.props(component), *children)

    def batch(self) -> list[Operation]:
        chance, session = self.chance, self.made.session
        nodes = [node for node in session.tree.root.walk() if node.alive and node.id]
        boxes = [session.tree.root, *(node for node in nodes if node.schema and node.schema.children == "nodes")]
        box = chance.choice(boxes)
        children = [child.id for child in box.children]
        node = chance.choice(nodes) if nodes else None
        match chance.randrange(8):
            case 0 | 1 | 2 if len(nodes) < 60:
                operations, ids = session.create(self.element())
                before = chance.choice(children) if children and chance.random() < 0.5 else None
                place = Append(box.id, ids[0]) if before is None else Insert(box.id, ids[0], before)
                return [*operations, place]
            case 3 if children:
                chance.shuffle(children)
                return [Reorder(box.id, children)]
            case 4 if node is not None and chance.random() < 0.4:
                return [Delete(node.id)]
            case 5 if len(children) > 3 and chance.random() < 0.3:
                return [Clear(box.id)]
            case 6 if children and chance.random() < 0.5:
                # Away and back, perhaps elsewhere.
                moved = chance.choice(children)
                inside = {below.id for below in (session.tree.find(moved) or box).walk()}
                other = chance.choice([each for each in boxes if each.id not in inside])
                return [Remove(box.id, moved), Append(other.id, moved)]
        if node is None:
            return []
        if node.schema is None:
            return [Text(node.id, chance.choice(WORDS))]
        props = self.props(node.type)
        removed = [name for name in node.props if name not in props and chance.random() < 0.3]
        return [Update(node.id, props, removed)]


@pytest.mark.parametrize("seed", range(6))
async def test_any_allowed_batches_leave_the_app_alive_and_the_screen_as_the_tree_says(seed: int) -> None:
    async with scene() as made:
        guest = Guest(made, seed)
        for step in range(50):
            operations = guest.batch()
            if operations:
                made.session.apply(*operations)
            if guest.chance.random() < 0.2:
                await made.settle()
            if guest.chance.random() < 0.2:
                await made.pilot.press(guest.chance.choice(["tab", "space", "enter", "x", "down", "shift+tab"]))
            if step == 25:
                await made.pilot.resize_terminal(30, 10)
        await made.pilot.resize_terminal(80, 24)
        await made.settle()
        assert made.app.problems == []
        assert_same_structure(made)


def assert_same_structure(made: Scene) -> None:
    """Widgets stand below each other as nodes do."""
    for node in made.session.tree.root.walk():
        if node.schema is None or node.schema.children == "nodes":
            widget = made.adapter.widget_of(node)
            if widget is None:
                continue
            shown = [below for child in widget.children if (below := made.adapter.node_of(child)) is not None]
            assert shown == node.children


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 125))
async def test_many_more_allowed_batches(seed: int) -> None:
    await test_any_allowed_batches_leave_the_app_alive_and_the_screen_as_the_tree_says(seed)
