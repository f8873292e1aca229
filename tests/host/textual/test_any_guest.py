"""Whatever a guest sends that its components allow: the app lives, and the screen is that of the final tree.

How: elements of all components, with values that their props' types accept, are made, changed, moved and removed at
random. Oracle: after any sequence of accepted batches the app runs without an exception, and each node that should have
a widget has one in its place.
"""

from __future__ import annotations

import random

import pytest

from rill.components import CATALOGUE
from rill.host.textual.views import VIEWS
from rill.host.tree import Node
from rill.protocol.operations import (
    TEXT_TYPE,
    Append,
    Clear,
    Delete,
    Insert,
    Operation,
    Remove,
    Reorder,
    Text,
    Update,
)

from .anything import WORDS, Anything, at_the_root
from .scene import Element, Scene, el, scene

KEYS = ["tab", "space", "enter", "x", "down", "shift+tab", "escape"]


class Guest:
    """Sends batches that mean nothing and are allowed."""

    def __init__(self, made: Scene, seed: int) -> None:
        self.made = made
        self.chance = random.Random(seed)
        self.anything = Anything(self.chance)

    def batch(self) -> list[Operation]:
        chance, session = self.chance, self.made.session
        root = session.tree.root
        nodes = [node for node in root.walk() if node.alive and node.id]
        boxes = [root, *(node for node in nodes if node.schema and node.schema.children_allowed)]
        box = chance.choice(boxes)
        children = [child.id for child in box.children]
        node = chance.choice(nodes) if nodes else None
        match chance.randrange(8):
            case 0 | 1 | 2 if len(nodes) < 60:
                element = self.element_for(box)
                if element is None:
                    return []
                operations, ids = session.create(element)
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
                moved = session.tree.find(chance.choice(children))
                assert moved is not None
                inside = set(moved.walk())
                other = chance.choice([each for each in boxes if each not in inside and may_hold(each, moved)])
                return [Remove(box.id, moved.id), Append(other.id, moved.id)]
        if node is None:
            return []
        if node.schema is None:
            return [Text(node.id, chance.choice(WORDS))]
        props = self.anything.props(node.schema, 4)
        required = {name for name, prop in node.schema.props.items() if prop.required}
        removed = [name for name in node.props if name not in props and name not in required and chance.random() < 0.3]
        return [Update(node.id, props, removed)]

    def element_for(self, box: Node) -> Element | None:
        schema = box.schema
        if schema is None:
            return self.anything.element(at_the_root)
        if not any(schema.accepts_child(child) for child in CATALOGUE.values()):
            return None
        return self.anything.element(schema.accepts_child, depth=2)


def may_hold(box: Node, child: Node) -> bool:
    """Whether a node may stand in another one."""
    if child.schema is None:
        return box.schema is not None and box.schema.text_allowed
    return at_the_root(child.schema) if box.schema is None else box.schema.accepts_child(child.schema)


@pytest.mark.parametrize("seed", range(2))
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
                await made.pilot.press(
                    guest.chance.choice(["tab", "space", "enter", "x", "down", "shift+tab", "escape"])
                )
            if step == 25:
                await made.pilot.resize_terminal(30, 10)
        await made.pilot.resize_terminal(80, 24)
        await made.settle()
        assert made.app.problems == []
        assert_same_structure(made)


# One app for several components: it takes as long to start as a component does.
@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
async def test_every_component_is_made_changed_moved_and_removed(part: int) -> None:
    async with scene() as made:
        for component in list(CATALOGUE)[part::8]:
            schema = CATALOGUE[component]
            around = schema.within[0] if schema.within else "Card" if component == "Slot" else "Column"
            anything = Anything(random.Random(component))
            first, second = anything.element_of(schema, 2), anything.element_of(schema, 2)
            boxes = [el(around, anything.props(CATALOGUE[around], 0)) for _ in range(2)]
            made.session.render(*boxes)
            await made.render(first, second, parent=boxes[0].id)
            for _ in range(3):
                made.session.apply(Update(first.id, anything.props(schema, 6), []))
            made.session.apply(Reorder(boxes[0].id, [second.id, first.id]))
            await made.settle()
            assert_same_structure(made)
            await made.pilot.press("tab", "down", "enter")
            await made.apply(Append(boxes[1].id, first.id))
            assert_same_structure(made)
            await made.apply(Delete(first.id), Clear(boxes[0].id), *(Delete(box.id) for box in boxes))
            assert made.view.statistics().widgets == 0
            assert made.app.problems == []
            assert len(made.adapter.stage.children) == 1


def assert_same_structure(made: Scene) -> None:
    """Children have widgets, and those that share a place stand in it in the order of the tree."""
    stage = made.adapter.stage
    for node in made.session.tree.root.walk():
        if made.adapter.widget_of(node) is None or node.type == TEXT_TYPE:
            continue
        view = VIEWS.get(node.type)
        holds = node.schema is None or node.schema.children in ("nodes", "text-and-nodes")
        if not holds or (view is not None and view.paints is not None):
            continue
        places: dict[object, list[Node]] = {}
        for child in node.children:
            widget = made.adapter.widget_of(child)
            assert widget is not None, f"{child} in {node} has no widget"
            places.setdefault(widget.parent, []).append(child)
        for place, children in places.items():
            if place is not stage:
                standing = [each for widget in place.children if (each := made.adapter.node_of(widget)) in children]  # type: ignore[attr-defined]
                assert standing == children


@pytest.mark.slow
@pytest.mark.parametrize("seed", [*range(2, 6), *range(100, 125)])
async def test_many_more_allowed_batches(seed: int) -> None:
    await test_any_allowed_batches_leave_the_app_alive_and_the_screen_as_the_tree_says(seed)
