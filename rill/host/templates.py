"""Compiled templates: a static subtree with slots, checked against the whitelist once, so that clones cost only their
values.

Knows schemas and the shape of TEMPLATE. Makes no nodes: `tree` does when somebody looks inside a clone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rill.host.names import shown
from rill.host.refusals import refuse_child, refuse_component, refuse_limit, refuse_text
from rill.host.weights import STATIC_NODE, weigh, weigh_text, weigh_texts
from rill.protocol.codec import check_text
from rill.protocol.errors import GuestError
from rill.protocol.limits import Limits
from rill.protocol.operations import TEXT_TYPE, Slot, SlotKind, Template
from rill.protocol.values import UNDEFINED, Undefined, Value

if TYPE_CHECKING:
    from rill.components import ComponentSchema
    from rill.components.value_types import Accepts

# Classes of the values of a column. Among those of a comparable set, values that are equal are the same value.
_STRINGS: Final = frozenset({str})
_NOTHING: Final = frozenset({type(None)})
_MARKS: Final = frozenset({bool, type(None)})
_NUMBERS: Final = frozenset({int, float})
_COMPARABLE: Final = (_MARKS, frozenset({str, type(None)}), frozenset({int, type(None)}))

_KIND_NAMES: Final = {
    SlotKind.PROP: "prop",
    SlotKind.TEXT: "text",
    SlotKind.EVENT: "event",
    SlotKind.CHILDREN: "children",
}


@dataclass(frozen=True, slots=True)
class NodeSlot:
    """A slot as its node sees it: the slot's number, and the prop's or event's name, None for text and children.

    ``accepts`` is the quick check of `ComponentSchema.acceptor`, or its like for texts; None for children. A required
    prop may not be undefined.
    """

    number: int
    name: str | None
    kind: int
    accepts: Accepts | None
    required: bool = False

    def holds(self, value: Value) -> bool:
        """Whether a value stands for a prop at all: undefined is none, and so is a listener that is not there."""
        if value is UNDEFINED:
            return False
        return self.kind != SlotKind.EVENT or (value is not None and value is not False)

    def characters(self, limits: Limits) -> int:
        """Characters of a string that is in its limit whatever its letters."""
        return (limits.text_bytes if self.kind == SlotKind.TEXT else limits.string_bytes) >> 2

    def weigh(self, value: Value) -> int:
        """What a value in this slot adds to the weight of its node."""
        if self.kind == SlotKind.TEXT:
            return weigh_text(value)
        return weigh(value) if self.name is not None and self.holds(value) else 0

    def weigh_column(self, column: Sequence[Value]) -> int:
        """The sum of `weigh` over a column. Columns of one plain class are summed in C."""
        if self.accepts is None:
            return 0
        kinds, column = _without_undefined(column)
        if kinds == _STRINGS:
            return weigh_texts(column)
        if kinds <= _MARKS:
            return weigh(True) * (column.count(True) if self.kind == SlotKind.EVENT else len(column))
        if kinds <= _NUMBERS:
            return weigh(0) * len(column)
        return sum(map(self.weigh, column))

    def accepts_column(self, column: Sequence[Value], characters: int) -> bool:
        """Whether every value of a column certainly fits. False where only a look at each of them can tell."""
        accepts = self.accepts
        if accepts is None:
            return set(map(type, column)) == _NOTHING
        if self.kind == SlotKind.TEXT:
            return set(map(type, column)) == _STRINGS and max(map(len, column)) <= characters
        kinds, present = _without_undefined(column)
        if len(present) < len(column) and self.required:
            return False
        if self.kind == SlotKind.EVENT and kinds <= _MARKS:
            return True
        if any(kinds <= comparable for comparable in _COMPARABLE):
            # Equal values of these classes are the same value, so each is asked about once.
            return all(accepts(value, characters) for value in set(present))
        return all(accepts(value, characters) for value in present)


@dataclass(frozen=True, slots=True)
class StaticNode:
    """One node of a template. ``parent`` is an index into the template's nodes; ``weight`` is that of its static part,
    as if it were a node of its own."""

    type: str
    schema: ComponentSchema | None
    parent: int
    props: Mapping[str, Value]
    text: str
    weight: int
    slots: tuple[NodeSlot, ...]


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template that was checked. ``nodes`` are in pre-order; a clone's node k has the id base + k.

    Its clones share the static parts, and weigh as much as if they did not: what looks at all of a tree, such as
    `Node.text_content`, meets each of them.
    """

    id: int
    nodes: tuple[StaticNode, ...]
    # By slot number: what the guest declared, and the same as its node sees it.
    slots: tuple[Slot, ...]
    node_slots: tuple[NodeSlot, ...]
    # Levels below the root node.
    height: int
    # Of the template itself, and of the static parts of one clone.
    weight: int
    static_weight: int

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
        if not static.slots:
            return static.text
        text = values[static.slots[0].number]
        assert isinstance(text, str)
        return text

    def weigh(self, index: int, values: Sequence[Value]) -> int:
        """The weight of one node of a clone."""
        static = self.nodes[index]
        return static.weight + sum(slot.weigh(values[slot.number]) for slot in static.slots)

    def weigh_all(self, values: Sequence[Value]) -> int:
        """The weight of a whole clone."""
        weight = self.static_weight
        for slot, value in zip(self.node_slots, values, strict=True):
            weight += slot.weigh(value)
        return weight

    def weigh_run(self, columns: Sequence[Sequence[Value]], count: int) -> int:
        """The weight of a run of clones, from one column for each slot."""
        weight = self.static_weight * count
        for slot, column in zip(self.node_slots, columns, strict=True):
            weight += slot.weigh_column(column)
        return weight

    def check_slot(self, slot: int, value: Value, path: str, limits: Limits) -> None:
        """Check the value of one slot.

        Raises:
            GuestError: the schema refuses it, or a children slot got a value.
            LimitError: a text or string is too long.
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
            elif self.node_slots[slot].required:
                raise GuestError(f"missing prop '{name}' of {static.type} at {path}", code="prop_missing", path=path)

    def check_values(self, values: Sequence[Value], path: str, limits: Limits) -> None:
        """Check the values of one clone, one for each slot. Raises as `check_slot`, and if their number is wrong."""
        self.check_slot_count(len(values), path)
        for slot, value in zip(self.node_slots, values, strict=True):
            # Most values are accepted at once, and need no path for an error.
            if slot.accepts is None or not slot.accepts(value, slot.characters(limits)):
                self.check_slot(slot.number, value, f"{path}[{slot.number}]", limits)

    def check_column(self, slot: int, column: Sequence[Value], path: str, limits: Limits) -> None:
        """Check the values of one slot of many clones. Raises as `check_slot`."""
        entry = self.node_slots[slot]
        if entry.accepts_column(column, entry.characters(limits)):
            return
        for row, value in enumerate(column):
            self.check_slot(slot, value, f"{path}[{row}]", limits)

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
    """Check a TEMPLATE against the whitelist and number its nodes in pre-order. Linear in the template.

    Raises:
        GuestError: the tree is malformed, breaks the whitelist, or a slot does not fit its node.
        LimitError: it has more nodes or is deeper than allowed.
    """
    drafts: list[_Draft] = []
    _number(operation.tree, None, 0, f"{path}.tree", components, limits, drafts)
    node_slots = tuple(
        _take_slot(number, slot, drafts, f"{path}.slots[{number}]") for number, slot in enumerate(operation.slots)
    )
    nodes = tuple(_finish(draft, f"{path}.tree", limits) for draft in drafts)
    static_weight = sum(node.weight for node in nodes)
    return CompiledTemplate(
        id=operation.template,
        nodes=nodes,
        slots=tuple(operation.slots),
        node_slots=node_slots,
        height=max(draft.depth for draft in drafts) - 1,
        weight=static_weight + STATIC_NODE * (len(nodes) + len(node_slots)),
        static_weight=static_weight,
    )


@dataclass(slots=True)
class _Draft:
    """A node of a template that is being compiled."""

    type: str
    schema: ComponentSchema | None
    props: dict[str, Value]
    text: str
    # Its own number in pre-order, and its place: the parent, None at the top, and the entry of that one's children.
    number: int
    parent: _Draft | None
    entry: int
    depth: int
    slots: list[NodeSlot]
    has_children_slot: bool = False

    def path(self, tree: str) -> str:
        """Where the node stands. Made for errors only: the paths of a deep template would be longer than itself."""
        return _place(self.parent, self.entry, tree)


def _place(parent: _Draft | None, entry: int, tree: str) -> str:
    """The path of an entry of a node's children."""
    entries: list[int] = []
    while parent is not None:
        entries.append(entry)
        entry, parent = parent.entry, parent.parent
    return tree + "".join(f".children[{number}]" for number in reversed(entries))


def _number(
    tree: Any,
    parent: _Draft | None,
    entry: int,
    path: str,
    components: Mapping[str, ComponentSchema],
    limits: Limits,
    drafts: list[_Draft],
) -> None:
    """Check one node and all below it. ``path`` is that of the whole tree."""
    depth = 1 if parent is None else parent.depth + 1
    if len(drafts) >= limits.template_nodes:
        number = len(drafts) + 1
        refuse_limit("template_nodes", number, limits.template_nodes, f"template of {number} nodes", path)
    if depth > limits.depth:
        refuse_limit("depth", depth, limits.depth, f"template of {depth} levels", path)
    match tree:
        case [kind, text] if kind == TEXT_TYPE:
            if parent is not None and not (parent.schema is not None and parent.schema.text_allowed):
                refuse_text(parent.type, _place(parent, entry, path))
            check_text(text, f"{_place(parent, entry, path)}[1]", limits)
            drafts.append(_Draft(kind, None, {}, text, len(drafts), parent, entry, depth, []))
        case [str(kind), dict(props), list(children)] if kind != TEXT_TYPE:
            schema = components.get(kind) or refuse_component(kind, components, _place(parent, entry, path))
            if parent is not None and not (parent.schema is not None and parent.schema.accepts_child(schema)):
                refuse_child(parent.type, kind, _place(parent, entry, path))
            for name, value in props.items():
                accepts = schema.acceptor(name)
                if accepts is None or not accepts(value, limits.string_bytes >> 2):
                    schema.check_prop(name, value, f"{_place(parent, entry, path)}.props.{name}", limits)
            draft = _Draft(kind, schema, props, "", len(drafts), parent, entry, depth, [])
            drafts.append(draft)
            for number, child in enumerate(children):
                # A hole marks where dynamic children go; it has no number.
                if child is not None:
                    _number(child, draft, number, path, components, limits, drafts)
        case _:
            where = _place(parent, entry, path)
            raise GuestError(
                f"expected [type, props, children] or ['#text', text] at {where}",
                code="template_malformed",
                path=where,
            )


def _take_slot(number: int, slot: Slot, drafts: list[_Draft], path: str) -> NodeSlot:
    def refuse(text: str) -> GuestError:
        return GuestError(f"{text} at {path}", code="slot_invalid", path=path)

    if slot.index >= len(drafts):
        raise refuse(f"expected a node index below {len(drafts)}, got {slot.index}")
    draft = drafts[slot.index]
    kind = _KIND_NAMES[slot.kind]
    if slot.kind in (SlotKind.PROP, SlotKind.EVENT):
        if draft.schema is None or slot.name is None:
            raise refuse(f"a {kind} slot needs a component and a name, node {slot.index} is {draft.type}")
        is_event = slot.name in draft.schema.events
        # Props with free names, such as `data-*`, are in no table.
        is_known = is_event if slot.kind == SlotKind.EVENT else not is_event and draft.schema.acceptor(slot.name)
        if not is_known:
            raise refuse(f"{draft.type} has no {kind} {shown(slot.name)}")
        if slot.name in draft.props or any(taken.name == slot.name for taken in draft.slots):
            raise refuse(f"{kind} {shown(slot.name)} of node {slot.index} is set twice")
    elif slot.kind == SlotKind.TEXT:
        if draft.type != TEXT_TYPE or draft.slots:
            raise refuse(f"a text slot needs a #text node without another slot, node {slot.index} is {draft.type}")
    else:
        if draft.schema is None or not draft.schema.children_allowed or draft.has_children_slot:
            raise refuse(
                f"a children slot needs a component that takes children, once; node {slot.index} is {draft.type}"
            )
        draft.has_children_slot = True
        return NodeSlot(number, None, slot.kind, None)
    if draft.schema is None or slot.name is None or slot.kind == SlotKind.TEXT:
        made = NodeSlot(number, None, slot.kind, _accepts_text)
    else:
        prop = draft.schema.props.get(slot.name) if slot.kind == SlotKind.PROP else None
        required = prop is not None and prop.required
        made = NodeSlot(number, slot.name, slot.kind, draft.schema.acceptor(slot.name), required)
    draft.slots.append(made)
    return made


def _without_undefined(column: Sequence[Value]) -> tuple[set[type], Sequence[Value]]:
    """The classes of a column's values, and the values, undefined ones left out of both."""
    kinds = set(map(type, column))
    if Undefined in kinds:
        kinds.discard(Undefined)
        column = [value for value in column if value is not UNDEFINED]
    return kinds, column


def _accepts_text(value: Any, characters: int) -> bool:
    return type(value) is str and len(value) <= characters


def _finish(draft: _Draft, path: str, limits: Limits) -> StaticNode:
    schema, props = draft.schema, draft.props
    parent = -1 if draft.parent is None else draft.parent.number
    if schema is None:
        weight = 0 if draft.slots else weigh_text(draft.text)
        return StaticNode(draft.type, None, parent, props, draft.text, weight, tuple(draft.slots))
    filled = {slot.name for slot in draft.slots}
    for name, prop in schema.props.items():
        if prop.required and name not in props and name not in filled:
            where = draft.path(path)
            raise GuestError(f"missing prop '{name}' of {draft.type} at {where}", code="prop_missing", path=where)
    count = len(props) + len(draft.slots)
    if count > limits.props:
        refuse_limit("props", count, limits.props, f"node of {count} props", draft.path(path))
    weight = sum(map(weigh, props.values()))
    return StaticNode(draft.type, schema, parent, props, "", weight, tuple(draft.slots))
