"""A guest that does what it likes: random batches, mostly of the kind that a receiver accepts.

It knows the tree by a `Model`, so that it can choose nodes that are there, and now and then ones that are not.
"""

from __future__ import annotations

import copy
import random
from typing import Any

from rill.components import CATALOGUE
from rill.protocol.operations import (
    Append,
    Clear,
    Clone,
    Clones,
    Create,
    Delete,
    Insert,
    Operation,
    Patch,
    RefCall,
    Remove,
    Reorder,
    Slot,
    SlotKind,
    Template,
    Text,
    Update,
)
from rill.protocol.values import UNDEFINED

from .trees import Model, Refused

# Static subtrees with slots of every kind, at the root and inside.
TEMPLATES: tuple[tuple[list[Any], list[Slot]], ...] = (
    (
        ["Row", {"label": "row"}, [["Text", {}, [["#text", "fixed"]]], None, ["Text", {"id": "t"}, [["#text", ""]]]]],
        [
            Slot(SlotKind.TEXT, 4),
            Slot(SlotKind.PROP, 0, "id"),
            Slot(SlotKind.CHILDREN, 0),
            Slot(SlotKind.PROP, 1, "hint"),
        ],
    ),
    (
        ["View", {}, [["View", {}, [["View", {}, [None]]]], ["Pressable", {"label": "p"}, []]]],
        [Slot(SlotKind.CHILDREN, 2), Slot(SlotKind.EVENT, 3, "onPress"), Slot(SlotKind.EVENT, 0, "onLayout")],
    ),
    (["#text", "alone"], [Slot(SlotKind.TEXT, 0)]),
    (["#text", "always the same"], []),
    (["View", {"id": "plain"}, []], []),
    (["Text", {}, [["#text", "a"], ["#text", "b"]]], [Slot(SlotKind.TEXT, 2), Slot(SlotKind.CHILDREN, 0)]),
)

_TYPES = ("View", "Row", "Text", "Button", "Pressable", "TextInput", "#text")


class RandomGuest:
    """Makes batches. ``wild`` is the share of operations that are made without looking."""

    def __init__(self, seed: int, model: Model, wild: float = 0.02) -> None:
        self._random = random.Random(seed)
        self._model = model
        self._wild = wild
        self._next_id = 1

    def batch(self, length: int) -> list[Operation]:
        """Operations that the model accepts one after another, but for the wild ones; sizes are not looked at."""
        draft = copy.deepcopy(self._model)
        operations: list[Operation] = []
        while len(operations) < length:
            is_wild = self._random.random() < self._wild
            operation = self._operation(draft)
            trial = copy.deepcopy(draft)
            try:
                trial._apply(operation)
            except Refused:
                if not is_wild:
                    continue
            else:
                draft = trial
            operations.append(operation)
            if self._random.random() < 0.4:
                operations += self._attach(draft)
        return operations

    def _attach(self, draft: Model) -> list[Operation]:
        """Most nodes that were just made are put somewhere, or trees would stay empty."""
        loose = [id for id, node in draft.nodes.items() if node.parent is None and id]
        if not loose:
            return []
        operation = Append(self._random.choice([0, 0, *draft.nodes]), self._random.choice(loose))
        trial = copy.deepcopy(draft)
        try:
            trial._apply(operation)
        except Refused:
            return []
        draft.__dict__.update(trial.__dict__)
        return [operation]

    def _new_ids(self, count: int) -> int:
        if self._random.random() < 0.1:
            self._next_id += self._random.randrange(1, 700)
        first = self._next_id
        self._next_id += count
        return first

    def _some(self, draft: Model) -> int:
        if self._random.random() < 0.02:
            return self._random.randrange(0, 2000)
        return self._random.choice(list(draft.nodes))

    def _props(self, type: str) -> dict[str, Any]:
        pick = self._random
        props: dict[str, Any] = {}
        for name, values in (
            ("id", ["a", "b", "\u00e9" * 9]),
            ("label", ["l", None]),
            ("hidden", [True, False]),
            ("style", [{"gap": 1}, {"width": UNDEFINED, "bold": True}]),
        ):
            if pick.random() < 0.3:
                props[name] = copy.deepcopy(pick.choice(values))
        if "onPress" in CATALOGUE[type].events and pick.random() < 0.5:
            props["onPress"] = pick.choice([True, {"prevent": True}])
        if pick.random() < 0.01:
            props["nonsense"] = 1
        return props

    def _slot_value(self, slot: Slot) -> Any:
        pick = self._random
        if slot.kind == SlotKind.TEXT:
            return pick.choice(["x", "", "longer words"])
        if slot.kind == SlotKind.CHILDREN:
            return None
        if slot.kind == SlotKind.EVENT:
            return pick.choice([True, False, None, UNDEFINED, {"stop": True}])
        return pick.choice(["v", "w", None, UNDEFINED])

    def _operation(self, draft: Model) -> Operation:
        pick = self._random

        def some() -> int:
            return self._some(draft)

        kind = pick.choice(
            ["create"] * 6
            + ["append", "insert"] * 4
            + ["update", "text", "patch", "clone", "clones", "remove", "delete", "reorder"] * 2
            + ["template"] * 2
            + ["clear", "ref_call"]
        )
        match kind:
            case "create":
                type = pick.choice(_TYPES)
                id = self._new_ids(1) if pick.random() > 0.01 else some()
                return Create(id, type, "text" if type == "#text" else self._props(type))
            case "update":
                id = some()
                type = draft.nodes[id].type if id in draft.nodes else "View"
                props = self._props(type) if type in CATALOGUE else {}
                removed = [name for name in ("hint", "id", "label") if name not in props and pick.random() < 0.3]
                return Update(id, props, removed)
            case "text":
                texts = [id for id, node in draft.nodes.items() if node.type == "#text"]
                return Text(pick.choice(texts or [some()]), pick.choice(["y", "", "more"]))
            case "delete":
                return Delete(some())
            case "append":
                return Append(some(), some())
            case "insert":
                parent = some()
                siblings = draft.nodes[parent].children if parent in draft.nodes else []
                return Insert(parent, some(), pick.choice(siblings or [some()]))
            case "remove":
                child = some()
                parent_of = draft.nodes[child].parent if child in draft.nodes else None
                return Remove(some() if parent_of is None else parent_of, child)
            case "reorder":
                parents = [id for id, node in draft.nodes.items() if len(node.children) > 1]
                parent = pick.choice(parents or [some()])
                order = list(draft.nodes[parent].children) if parent in draft.nodes else []
                pick.shuffle(order)
                return Reorder(parent, order)
            case "template":
                return Template(len(draft.templates), *copy.deepcopy(pick.choice(TEMPLATES)))
            case "clone":
                id, values, size = self._template(draft)
                return Clone(id, self._new_ids(size), [self._slot_value(slot) for slot in values])
            case "clones":
                id, slots, size = self._template(draft)
                count = pick.randrange(1, 9)
                parent = some()
                siblings = draft.nodes[parent].children if parent in draft.nodes else []
                before = pick.choice([None, *siblings])
                # Columns of one class of values, and of several, are checked and weighed in different ways.
                columns = [
                    [self._slot_value(slot)] * count
                    if pick.random() < 0.3
                    else [self._slot_value(slot) for _ in range(count)]
                    for slot in slots
                ]
                return Clones(id, self._new_ids(size * count), count, parent, before, columns)
            case "patch":
                bases = [id for id, node in draft.nodes.items() if node.clone_of is not None]
                base = pick.choice(bases or [some()])
                clone_of = draft.nodes[base].clone_of if base in draft.nodes else None
                slots = draft.templates[clone_of].slots if clone_of is not None else []
                slot = pick.randrange(len(slots) + (not slots))
                return Patch(base, slot, self._slot_value(slots[slot]) if slots else None)
            case "clear":
                return Clear(some())
            case _:
                return RefCall(some(), "focus", [], 1)

    def _template(self, draft: Model) -> tuple[int, list[Slot], int]:
        if not draft.templates:
            return 0, [], 1
        id = self._random.choice(list(draft.templates))
        return id, draft.templates[id].slots, len(draft.templates[id].nodes)
