"""Compiled templates: a static subtree with slots, checked against the whitelist once, so that clones cost only their
values.

Knows schemas and the shape of TEMPLATE. Makes no nodes: `tree` does when somebody looks inside a clone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn

from rill.host.names import refuse_component, shown
from rill.protocol.codec import check_text
from rill.protocol.errors import GuestError, LimitError
from rill.protocol.limits import Limits
from rill.protocol.operations import TEXT_TYPE, Slot, SlotKind, Template
from rill.protocol.values import UNDEFINED, Value

if TYPE_CHECKING:
    from rill.components import ComponentSchema

_KIND_NAMES: Final = {
    SlotKind.PROP: "prop",
    SlotKind.TEXT: "text",
    SlotKind.EVENT: "event",
    SlotKind.CHILDREN: "children",
}


def weigh(value: Value) -> int:
    """Characters in a value plus eight for each value in it: what `Limits.tree_bytes` bounds."""
    kind = type(value)
    if kind is str or kind is bytes:
        return len(value)
    if kind is dict:
        return 8 + sum(len(key) + weigh(item) for key, item in value.items())
    if kind is list:
        return 8 + sum(map(weigh, value))
    return 8


@dataclass(frozen=True, slots=True)
class NodeSlot:
    """A slot as its node sees it: the slot's number, and the prop's or event's name; ``name`` is None for text."""

    number: int
    name: str | None
    kind: int

    def holds(self, value: Value) -> bool:
        """Whether a value stands for a prop at all: undefined is none, and so is a listener that is not there."""
        if value is UNDEFINED:
            return False
        return self.kind != SlotKind.EVENT or (value is not None and value is not False)


@dataclass(frozen=True, slots=True)
class StaticNode:
    """One node of a template. ``parent`` is an index into the template's nodes."""

    type: str
    schema: ComponentSchema | None
    parent: int
    props: Mapping[str, Value]
    text: str
    weight: int
    slots: tuple[NodeSlot, ...]


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template that was checked. ``nodes`` are in pre-order; a clone's node k has the id base + k."""

    id: int
    nodes: tuple[StaticNode, ...]
    # By slot number: what the guest declared, and the same as its node sees it.
    slots: tuple[Slot, ...]
    node_slots: tuple[NodeSlot, ...]
    # Levels below the root node.
    height: int

    @property
    def size(self) -> int:
        return len(self.nodes)

    def props(self, index: int, values: Sequence[Value]) -> dict[str, Value]:
        """The props of one node of a clone."""
        static = self.nodes[index]
        props = dict(static.props)
        for slot in static.slots:
            if slot.name is not None and slot.holds(value := values[slot.number]):
                props[slot.name] = value
        return props

    def text(self, index: int, values: Sequence[Value]) -> str:
        """The text of one ``#text`` node of a clone."""
        static = self.nodes[index]
        for slot in static.slots:
            text = values[slot.number]
            assert isinstance(text, str)
            return text
        return static.text

    def weigh(self, index: int, values: Sequence[Value]) -> int:
        """The weight of one node of a clone. Static parts are shared with the template and weigh nothing again."""
        return sum(weigh(values[slot.number]) for slot in self.nodes[index].slots)

    def weigh_all(self, values: Sequence[Value]) -> int:
        """The weight of a whole clone."""
        return sum(
            weigh(value) for value, slot in zip(values, self.slots, strict=True) if slot.kind != SlotKind.CHILDREN
        )

    def check_slot(self, slot: int, value: Value, path: str, limits: Limits) -> None:
        """Check the value of one slot.

        Raises:
            GuestError: the schema refuses it, or a children slot got a value.
        """
        entry = self.slots[slot]
        static = self.nodes[entry.index]
        if entry.kind == SlotKind.TEXT:
            check_text(value, path, limits)
        elif entry.kind == SlotKind.CHILDREN:
            if value is not None:
                raise GuestError(
                    f"expected nil for the children slot {slot} at {path}; children come by APPEND and INSERT",
                    code="slot_invalid",
                    path=path,
                )
        else:
            schema, name = static.schema, entry.name
            assert schema is not None
            assert name is not None
            if self.node_slots[slot].holds(value):
                schema.check_prop(name, value, path, limits)
            elif entry.kind == SlotKind.PROP and schema.props[name].required:
                raise GuestError(f"{static.type} needs the prop {name!r} at {path}", code="prop_missing", path=path)

    def check_values(self, values: Sequence[Value], path: str, limits: Limits) -> None:
        """Check the values of one clone, one for each slot."""
        self.check_slot_count(len(values), path)
        for slot, value in enumerate(values):
            self.check_slot(slot, value, f"{path}[{slot}]", limits)

    def check_slot_count(self, count: int, path: str) -> None:
        """Check that there is one value, or column, for each slot."""
        if count != len(self.slots):
            raise GuestError(
                f"expected {len(self.slots)} entries at {path}, one for each slot of template {self.id}, got {count}",
                code="slot_count_wrong",
                path=path,
            )


def compile_template(
    operation: Template, components: Mapping[str, ComponentSchema], path: str, limits: Limits
) -> CompiledTemplate:
    """Check a TEMPLATE against the whitelist and number its nodes in pre-order.

    Raises:
        GuestError: the tree is malformed, breaks the whitelist, or a slot does not fit its node.
        LimitError: it has more nodes or is deeper than allowed.
    """
    drafts: list[_Draft] = []
    _number(operation.tree, -1, 1, f"{path}.tree", components, limits, drafts)
    for number, slot in enumerate(operation.slots):
        _take_slot(number, slot, drafts, f"{path}.slots[{number}]")
    nodes = tuple(_finish(draft, limits) for draft in drafts)
    node_slots = tuple(NodeSlot(number, slot.name, slot.kind) for number, slot in enumerate(operation.slots))
    height = max(draft.depth for draft in drafts) - 1
    return CompiledTemplate(operation.template, nodes, tuple(operation.slots), node_slots, height)


@dataclass(slots=True)
class _Draft:
    type: str
    schema: ComponentSchema | None
    parent: int
    props: dict[str, Value]
    text: str
    path: str
    depth: int
    slots: list[NodeSlot]
    children_slot: bool = False


def _number(
    tree: Any,
    parent: int,
    depth: int,
    path: str,
    components: Mapping[str, ComponentSchema],
    limits: Limits,
    drafts: list[_Draft],
) -> None:
    if len(drafts) >= limits.template_nodes:
        raise LimitError(
            f"template at {path} has more than template_nodes={limits.template_nodes} (Limits.template_nodes)",
            code="template_nodes_exceeded",
            path=path,
            limit="template_nodes",
            maximum=limits.template_nodes,
        )
    if depth > limits.depth:
        raise LimitError(
            f"template at {path} is deeper than depth={limits.depth} (Limits.depth)",
            code="depth_exceeded",
            path=path,
            limit="depth",
            maximum=limits.depth,
        )
    if not isinstance(tree, list) or not tree or not isinstance(tree[0], str):
        raise GuestError(
            f"expected [type, props, children] or ['#text', text] at {path}", code="template_malformed", path=path
        )
    kind = tree[0]
    above = drafts[parent] if parent >= 0 else None
    if kind == TEXT_TYPE:
        if len(tree) != 2:
            raise GuestError(f"expected ['#text', text] at {path}", code="template_malformed", path=path)
        check_text(tree[1], f"{path}[1]", limits)
        if above is None or above.schema is None or not above.schema.text_allowed:
            refuse_text(above.type if above else "the root", path)
        drafts.append(_Draft(kind, None, parent, {}, tree[1], path, depth, []))
        return
    if len(tree) != 3 or not isinstance(tree[1], dict) or not isinstance(tree[2], list):
        raise GuestError(f"expected [type, props, children] at {path}", code="template_malformed", path=path)
    schema = components.get(kind) or refuse_component(kind, components, path)
    for name, value in tree[1].items():
        if not isinstance(name, str):
            raise GuestError(f"expected string keys at {path}.props", code="key_invalid", path=f"{path}.props")
        schema.check_prop(name, value, f"{path}.props.{name}", limits)
    if above is not None and above.schema is not None and not above.schema.accepts_child(schema):
        refuse_child(above.type, kind, path)
    index = len(drafts)
    drafts.append(_Draft(kind, schema, parent, tree[1], "", path, depth, []))
    for number, child in enumerate(tree[2]):
        # A hole marks where dynamic children go; it has no number.
        if child is not None:
            _number(child, index, depth + 1, f"{path}.children[{number}]", components, limits, drafts)


def _take_slot(number: int, slot: Slot, drafts: list[_Draft], path: str) -> None:
    def refuse(text: str) -> GuestError:
        return GuestError(f"{text} at {path}", code="slot_invalid", path=path)

    if slot.index >= len(drafts):
        raise refuse(f"expected a node index below {len(drafts)}, got {slot.index}")
    draft = drafts[slot.index]
    kind = _KIND_NAMES[slot.kind]
    if slot.kind in (SlotKind.PROP, SlotKind.EVENT):
        if draft.schema is None or slot.name is None:
            raise refuse(f"a {kind} slot needs a component and a name, node {slot.index} is {draft.type}")
        known = draft.schema.props if slot.kind == SlotKind.PROP else draft.schema.events
        if slot.name not in known:
            raise refuse(f"{draft.type} has no {kind} {shown(slot.name)}")
        if slot.name in draft.props or any(taken.name == slot.name for taken in draft.slots):
            raise refuse(f"{kind} {shown(slot.name)} of node {slot.index} is set twice")
        draft.slots.append(NodeSlot(number, slot.name, slot.kind))
    elif slot.kind == SlotKind.TEXT:
        if draft.type != TEXT_TYPE or draft.slots:
            raise refuse(f"a text slot needs a #text node without another slot, node {slot.index} is {draft.type}")
        draft.slots.append(NodeSlot(number, None, slot.kind))
    else:
        if draft.schema is None or not draft.schema.children_allowed or draft.children_slot:
            raise refuse(
                f"a children slot needs a component that takes children, once; node {slot.index} is {draft.type}"
            )
        draft.children_slot = True


def _finish(draft: _Draft, limits: Limits) -> StaticNode:
    if draft.schema is not None:
        filled = {slot.name for slot in draft.slots}
        for name, prop in draft.schema.props.items():
            if prop.required and name not in draft.props and name not in filled:
                raise GuestError(
                    f"{draft.type} needs the prop {name!r} at {draft.path}", code="prop_missing", path=draft.path
                )
        if len(draft.props) + len(draft.slots) > limits.props:
            count = len(draft.props) + len(draft.slots)
            raise LimitError(
                f"{count} props at {draft.path} exceed props={limits.props} (Limits.props)",
                code="props_exceeded",
                path=draft.path,
                limit="props",
                maximum=limits.props,
            )
    weight = len(draft.text) + sum(map(weigh, draft.props.values()))
    return StaticNode(draft.type, draft.schema, draft.parent, draft.props, draft.text, weight, tuple(draft.slots))


def refuse_text(parent: str, path: str) -> NoReturn:
    """Raise the one error for bare text where it may not be."""
    raise GuestError(f"bare text under {shown(parent)} at {path}; put it into <Text>", code="text_misplaced", path=path)


def refuse_child(parent: str, child: str, path: str) -> NoReturn:
    """Raise the one error for a component where it may not be."""
    raise GuestError(f"{shown(parent)} takes no {shown(child)} as a child, at {path}", code="child_refused", path=path)
