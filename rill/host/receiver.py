"""Checks batches and keeps the tree. Decides what a guest may do to it, and nothing about how it looks.

Two steps. `check` looks at sizes, types, whitelist and props of every operation; it reads the tree only and may run in
a worker
thread. `apply` changes the structure under an undo journal and rolls back on error; it runs where the adapters run. A
batch
that fails in either leaves no trace. No clock, no I/O, no asyncio.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn

from rill.host.names import refuse_component, shown
from rill.host.node_ids import UsedIds
from rill.host.templates import (
    CompiledTemplate,
    compile_template,
    refuse_child,
    refuse_text,
    weigh,
)
from rill.host.tree import Changes, Node, Tree, link_before, relink, unlink
from rill.protocol.codec import check_text, check_value
from rill.protocol.errors import GuestError, LimitError
from rill.protocol.limits import Limits
from rill.protocol.messages import PROTOCOL_VERSION, Batch
from rill.protocol.operations import (
    ROOT_ID,
    TEXT_TYPE,
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
    SlotKind,
    Template,
    Text,
    Update,
)
from rill.protocol.values import Value

if TYPE_CHECKING:
    from rill.components import ComponentSchema

_MISSING: Final = object()
_ID_MAX: Final = 0xFFFFFFFF

# What an id stands for during a check: a component's type and schema; the schema is None for #text and the root.
_Kind = tuple[str, "ComponentSchema | None"]


@dataclass(frozen=True, slots=True)
class CheckedBatch:
    """A batch that passed `Receiver.check`: what is left to check is structure."""

    sequence: int
    operations: tuple[Operation, ...]
    templates: Mapping[int, CompiledTemplate]
    ref_calls: tuple[RefCall, ...]


@dataclass(slots=True)
class ReceiverStatistics:
    """Counts since the session began."""

    batches: int = 0
    operations: int = 0
    rejected: int = 0
    nodes: int = 0
    nodes_max: int = 0
    templates: int = 0
    by_operation: dict[str, int] = field(default_factory=dict)


class Receiver:
    """Applies batches to one session's tree.

    Args:
        components: the whitelist, by name on the wire.
        limits: the session's limits.
        emit: where the tree sends events of adapters.
        settle: what `Tree.settled` waits for.
    """

    def __init__(
        self,
        components: Mapping[str, ComponentSchema],
        limits: Limits,
        emit: Callable[[Node, str, Value], None] | None = None,
        settle: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._components = components
        self._limits = limits
        self._sequence = 0
        self._used = UsedIds()
        self._used.claim(ROOT_ID)
        self._statistics = ReceiverStatistics()
        self.tree = Tree(emit, settle)

    def receive_batch(self, batch: Batch) -> Changes:
        """Check and apply in one go. See `check` and `apply`."""
        return self.apply(self.check(batch))

    def check(self, batch: Batch) -> CheckedBatch:
        """Check every operation of a batch for itself. Reads the tree, changes nothing. O(operations and their values).

        Raises:
            GuestError: an operation breaks the whitelist or a schema, or names a node that does not exist.
            LimitError: a string, a value or the batch is too large.
        """
        try:
            if batch.version != PROTOCOL_VERSION:
                raise GuestError(
                    f"batch speaks protocol {batch.version}, this host speaks {PROTOCOL_VERSION}; rebuild the bundle",
                    code="protocol_version_unknown",
                    path="batch",
                )
            if batch.sequence != self._sequence + 1:
                raise GuestError(
                    f"expected batch {self._sequence + 1}, got {batch.sequence}; batches come without gaps or repeats",
                    code="sequence_broken",
                    path="batch",
                )
            limit = self._limits.operations
            if len(batch.operations) > limit:
                refuse_limit(
                    "operations", len(batch.operations), limit, f"batch of {len(batch.operations)} operations", "batch"
                )
            check = _Check(self._components, self._limits, self.tree)
            for index, operation in enumerate(batch.operations):
                _CHECKS[type(operation)](check, operation, index)
        except (GuestError, LimitError):
            self._statistics.rejected += 1
            raise
        return CheckedBatch(batch.sequence, tuple(batch.operations), check.templates, tuple(check.ref_calls))

    def apply(self, batch: CheckedBatch) -> Changes:
        """Apply a checked batch wholly, or raise and leave the tree as it was.

        Adapters see nothing before this returns. O(operations), plus O(nodes deleted or moved to another depth).

        Raises:
            GuestError: parents, cycles, order or ids are wrong.
            LimitError: the tree would get too large, too deep or too wide.
        """
        used = self._used.copy()
        application = _Application(self.tree, self._components, self._limits, used, batch.templates)
        index = 0
        try:
            for index, operation in enumerate(batch.operations):
                _APPLICATIONS[type(operation)](application, operation, index)
            application.check_depth()
        except (GuestError, LimitError):
            application.roll_back()
            self._statistics.rejected += 1
            raise
        self._used = used
        self._sequence = batch.sequence
        self._count(batch)
        return application.changes(batch)

    def statistics(self) -> ReceiverStatistics:
        """Counters of this session's batches and nodes."""
        self._statistics.nodes = self.tree.count
        self._statistics.templates = len(self.tree.templates)
        return self._statistics

    def _count(self, batch: CheckedBatch) -> None:
        statistics = self._statistics
        statistics.batches += 1
        statistics.operations += len(batch.operations)
        statistics.nodes_max = max(statistics.nodes_max, self.tree.count)
        by_operation = statistics.by_operation
        for operation in batch.operations:
            name = type(operation).__name__
            by_operation[name] = by_operation.get(name, 0) + 1


def refuse_limit(limit: str, value: float, maximum: float, what: str, path: str) -> NoReturn:
    """Raise the one error for a bound that a batch met."""
    raise LimitError(
        f"{what} at {path} exceeds {limit}={maximum} (Limits.{limit})",
        code=f"{limit}_exceeded",
        path=path,
        limit=limit,
        value=value,
        maximum=maximum,
        fault="guest",
    )


# -- step one: every operation for itself
# ------------------------------------------------------------------------------------------


class _Check:
    """What the operations of one batch have said so far, beside the tree as it is."""

    def __init__(self, components: Mapping[str, ComponentSchema], limits: Limits, tree: Tree) -> None:
        self.components = components
        self.limits = limits
        self.tree = tree
        self.templates: dict[int, CompiledTemplate] = {}
        self.ref_calls: list[RefCall] = []
        self._kinds: dict[int, _Kind] = {}
        # Clones of this batch, sorted by their first id: (first, end, template). Runs that overlap are refused in step
        # two.
        self._runs: list[tuple[int, int, CompiledTemplate]] = []

    def kind_of(self, id: int, path: str) -> _Kind:
        kind = self._kinds.get(id) or self.tree.schema_of(id) or self._kind_in_runs(id)
        if kind is None:
            raise GuestError(f"unknown node {id} at {path}", code="node_unknown", path=path)
        return kind

    def _kind_in_runs(self, id: int) -> _Kind | None:
        run = self._run_around(id)
        if run is None:
            return None
        first, template = run
        static = template.nodes[(id - first) % template.size]
        return static.type, static.schema

    def _run_around(self, id: int) -> tuple[int, CompiledTemplate] | None:
        at = bisect_right(self._runs, id, key=_first_id)
        if not at:
            return None
        first, end, template = self._runs[at - 1]
        return (first, template) if id < end else None

    def template_of(self, id: int, path: str) -> CompiledTemplate:
        template = self.templates.get(id) or self.tree.templates.get(id)
        if template is None:
            raise GuestError(f"unknown template {id} at {path}", code="template_unknown", path=path)
        return template

    def create(self, operation: Create, index: int) -> None:
        props = operation.props
        if operation.type == TEXT_TYPE:
            check_text(props, f"batch[{index}].text", self.limits)
            self._kinds[operation.id] = _TEXT_KIND
            return
        schema = self.components.get(operation.type)
        if schema is None:
            refuse_component(operation.type, self.components, f"batch[{index}]")
        if type(props) is not dict:
            raise GuestError(
                f"expected an object for the props of {shown(operation.type)} at batch[{index}].props, got str",
                code="props_invalid",
                path=f"batch[{index}].props",
            )
        schema.check_create(props, f"batch[{index}].props", self.limits)
        self._kinds[operation.id] = (operation.type, schema)

    def update(self, operation: Update, index: int) -> None:
        kind, schema = self.kind_of(operation.id, f"batch[{index}]")
        if schema is None:
            raise GuestError(
                f"{kind} node {operation.id} has no props, at batch[{index}]",
                code="props_refused",
                path=f"batch[{index}]",
            )
        schema.check_update(operation.props, operation.removed, f"batch[{index}].props", self.limits)

    def text(self, operation: Text, index: int) -> None:
        check_text(operation.text, f"batch[{index}].text", self.limits)
        kind, _ = self.kind_of(operation.id, f"batch[{index}]")
        if kind != TEXT_TYPE:
            raise GuestError(
                f"TEXT needs a #text node, {operation.id} is {shown(kind)}, at batch[{index}]",
                code="text_refused",
                path=f"batch[{index}]",
            )

    def ref_call(self, operation: RefCall, index: int) -> None:
        # Node and method may be unknown: that is answered, not rejected.
        check_value(operation.args, f"batch[{index}].args", self.limits)
        self.ref_calls.append(operation)

    def template(self, operation: Template, index: int) -> None:
        path = f"batch[{index}]"
        if operation.template in self.templates or operation.template in self.tree.templates:
            raise GuestError(
                f"template {operation.template} is defined twice, at {path}", code="template_reused", path=path
            )
        defined = len(self.templates) + len(self.tree.templates)
        if defined >= self.limits.templates:
            refuse_limit("templates", defined + 1, self.limits.templates, f"{defined + 1} templates", path)
        self.templates[operation.template] = compile_template(operation, self.components, path, self.limits)

    def clone(self, operation: Clone, index: int) -> None:
        template = self.template_of(operation.template, f"batch[{index}]")
        template.check_values(operation.values, f"batch[{index}].values", self.limits)
        self._note_run(operation.base, 1, template)

    def patch(self, operation: Patch, index: int) -> None:
        path = f"batch[{index}]"
        template = None
        run = self._run_around(operation.base)
        if run is not None and (operation.base - run[0]) % run[1].size == 0:
            template = run[1]
        elif (node := self.tree.nodes.get(operation.base)) is not None:
            template = node.template
        if template is None:
            raise GuestError(f"node {operation.base} is no clone, at {path}", code="clone_unknown", path=path)
        if operation.slot >= len(template.slots):
            raise GuestError(
                f"template {template.id} has {len(template.slots)} slots, none is number {operation.slot}, at {path}",
                code="slot_unknown",
                path=path,
            )
        if template.slots[operation.slot].kind == SlotKind.CHILDREN:
            raise GuestError(
                f"slot {operation.slot} of template {template.id} holds children; use APPEND and INSERT, at {path}",
                code="slot_invalid",
                path=path,
            )
        template.check_slot(operation.slot, operation.value, f"{path}.value", self.limits)

    def clones(self, operation: Clones, index: int) -> None:
        path = f"batch[{index}].columns"
        template = self.template_of(operation.template, f"batch[{index}]")
        template.check_slot_count(len(operation.columns), path)
        if operation.count > self.limits.children:
            refuse_limit("children", operation.count, self.limits.children, f"a run of {operation.count} clones", path)
        for slot, column in enumerate(operation.columns):
            if len(column) != operation.count:
                raise GuestError(
                    f"expected {operation.count} values at {path}[{slot}], got {len(column)}",
                    code="column_length_wrong",
                    path=f"{path}[{slot}]",
                )
            for row, value in enumerate(column):
                template.check_slot(slot, value, f"{path}[{slot}][{row}]", self.limits)
        self._note_run(operation.base, operation.count, template)

    def structure(self, operation: Operation, index: int) -> None:
        """DELETE, APPEND, INSERT, REMOVE, REORDER and CLEAR are all structure: step two."""

    def _note_run(self, base: int, count: int, template: CompiledTemplate) -> None:
        insort(self._runs, (base, base + count * template.size, template), key=_first_id)


def _first_id(run: tuple[int, int, CompiledTemplate]) -> int:
    return run[0]


_TEXT_KIND: Final[_Kind] = (TEXT_TYPE, None)

_CHECKS: Final[dict[type[Operation], Callable[[_Check, Any, int], None]]] = {
    Create: _Check.create,
    Update: _Check.update,
    Delete: _Check.structure,
    Append: _Check.structure,
    Insert: _Check.structure,
    Remove: _Check.structure,
    Reorder: _Check.structure,
    Text: _Check.text,
    RefCall: _Check.ref_call,
    Template: _Check.template,
    Clone: _Check.clone,
    Patch: _Check.patch,
    Clones: _Check.clones,
    Clear: _Check.structure,
}


# -- step two: structure, under an undo journal
# ------------------------------------------------------------------------------------


class _Application:
    """One batch being applied. Every change to the tree puts its inverse into the journal first."""

    def __init__(
        self,
        tree: Tree,
        components: Mapping[str, ComponentSchema],
        limits: Limits,
        used: UsedIds,
        templates: Mapping[int, CompiledTemplate],
    ) -> None:
        self._tree = tree
        self._components = components
        self._limits = limits
        self._used = used
        self._templates = templates
        self._journal: list[tuple[Callable[..., None], tuple[Any, ...]]] = []
        self._count_before = tree.count
        self._weight_before = tree.weight
        self._fresh: set[Node] = set()
        # Dictionaries are ordered sets here.
        self._touched: dict[Node, None] = {}
        self._children: dict[Node, None] = {}
        self._props: dict[Node, set[str]] = {}
        self._texts: dict[Node, None] = {}
        self._deleted: list[Node] = []
        self._gone: list[Node] = []

    def roll_back(self) -> None:
        for undo, arguments in reversed(self._journal):
            undo(*arguments)
        self._tree.count = self._count_before
        self._tree.weight = self._weight_before

    def changes(self, batch: CheckedBatch) -> Changes:
        """The net result, for adapters: only nodes that they know already. Call it once, when nothing can fail any
        more."""
        self._tree.forget_versions(self._gone)
        fresh = self._fresh
        return Changes(
            sequence=batch.sequence,
            operations=batch.operations,
            children=tuple(node for node in self._children if node.alive and node not in fresh),
            props={node: frozenset(names) for node, names in self._props.items() if node.alive and node not in fresh},
            texts=tuple(node for node in self._texts if node.alive and node not in fresh),
            deleted=tuple(node for node in self._deleted if node not in fresh),
        )

    # -- nodes
    # ----------------------------------------------------------------------------------------------------------------

    def create(self, operation: Create, index: int) -> None:
        self._claim(operation.id, 1, index)
        tree, props = self._tree, operation.props
        if isinstance(props, str):
            node = Node(tree, operation.id, TEXT_TYPE, None, None, props)
            node.weight = len(props)
        else:
            node = Node(tree, operation.id, operation.type, self._components[operation.type], props)
            node.weight = sum(map(weigh, props.values()))
        self._register(node, 1, index)

    def update(self, operation: Update, index: int) -> None:
        node = self._node(operation.id, index)
        self._write_props(node, operation.props, operation.removed, index)

    def _write_props(self, node: Node, props: Mapping[str, Value], removed: list[str], index: int) -> None:
        old = node._props if node._props is not None else {}
        new = {**old, **props}
        names = self._props.setdefault(node, set())
        names.update(props)
        delta = 0
        for name, value in props.items():
            delta += weigh(value)
            before = old.get(name, _MISSING)
            if before is not _MISSING:
                delta -= weigh(before)
        for name in removed:
            before = new.pop(name, _MISSING)
            if before is not _MISSING:
                delta -= weigh(before)
                names.add(name)
        self._journal.append((_set_props, (node, node._props, node.weight)))
        node._props = new
        self._weigh(node, delta, index)

    def text(self, operation: Text, index: int) -> None:
        self._write_text(self._node(operation.id, index), operation.text, index)

    def _write_text(self, node: Node, text: str, index: int) -> None:
        self._journal.append((_set_text, (node, node.text, node.weight)))
        delta = len(text) - len(node.text)
        node.text = text
        self._texts[node] = None
        self._weigh(node, delta, index)

    def delete(self, operation: Delete, index: int) -> None:
        node = self._movable(operation.id, index)
        self._delete(node)

    def _delete(self, node: Node) -> None:
        parent = node.parent
        if parent is not None:
            self._journal.append((link_before, (parent, node, node._next)))
            unlink(node)
            self._children[parent] = None
        tree = self._tree
        gone: list[Node] = []
        stack = [node]
        while stack:
            item = stack.pop()
            gone.append(item)
            item.alive = False
            tree.nodes.pop(item.id, None)
            if item.lazy:
                assert item.template is not None
                tree.count -= item.template.size
                tree.drop_clone(item)
            else:
                tree.count -= 1
                child = item._first
                while child is not None:
                    stack.append(child)
                    child = child._next
            tree.weight -= item.weight
        self._journal.append((self._revive, (gone,)))
        self._gone.extend(gone)
        self._deleted.append(node)

    def _revive(self, gone: list[Node]) -> None:
        for node in gone:
            node.alive = True
            self._tree.nodes[node.id] = node
            if node.lazy:
                self._tree.add_clone(node)

    # -- structure
    # ------------------------------------------------------------------------------------------------------------

    def append(self, operation: Append, index: int) -> None:
        parent = self._node(operation.parent, index)
        self._place(parent, self._movable(operation.child, index), None, index)

    def insert(self, operation: Insert, index: int) -> None:
        parent = self._node(operation.parent, index)
        child = self._movable(operation.child, index)
        before = self._node(operation.before, index)
        if before.parent is not parent or before is child:
            self._refuse(
                f"node {operation.before} is no child of {operation.parent} to insert before", "sibling_unknown", index
            )
        self._place(parent, child, before, index)

    def remove(self, operation: Remove, index: int) -> None:
        parent = self._node(operation.parent, index)
        child = self._movable(operation.child, index)
        if child.parent is not parent:
            self._refuse(f"node {operation.child} is no child of {operation.parent}", "child_unknown", index)
        self._journal.append((link_before, (parent, child, child._next)))
        unlink(child)
        self._children[parent] = None

    def reorder(self, operation: Reorder, index: int) -> None:
        parent = self._node(operation.parent, index)
        ids = operation.children
        if len(ids) != parent.child_count or len(set(ids)) != len(ids):
            self._refuse(
                f"expected each of the {parent.child_count} children of {operation.parent} once, got {len(ids)} ids",
                "order_invalid",
                index,
            )
        children = []
        for id in ids:
            child = self._node(id, index)
            if child.parent is not parent:
                self._refuse(f"node {id} is no child of {operation.parent}", "child_unknown", index)
            if child.static:
                self._refuse_static(id, index)
            children.append(child)
        self._journal.append((relink, (parent, parent.children)))
        relink(parent, children)
        self._children[parent] = None

    def clear(self, operation: Clear, index: int) -> None:
        parent = self._node(operation.parent, index)
        children = parent.children
        for child in children:
            if child.static:
                self._refuse_static(child.id, index)
        for child in children:
            self._delete(child)

    def _place(self, parent: Node, child: Node, before: Node | None, index: int) -> None:
        self._check_place(parent, child, index)
        old = child.parent
        if old is not None:
            self._journal.append((link_before, (old, child, child._next)))
            unlink(child)
            self._children[old] = None
        if parent.child_count >= self._limits.children:
            self._refuse_limit("children", parent.child_count + 1, f"{parent.child_count + 1} children", index)
        self._journal.append((unlink, (child,)))
        link_before(parent, child, before)
        self._children[parent] = None
        self._touched[child] = None

    def _check_place(self, parent: Node, child: Node, index: int) -> None:
        schema = parent.schema
        if child.type == TEXT_TYPE:
            if schema is None or not schema.text_allowed:
                refuse_text(parent.type if parent.id != ROOT_ID else "the root", f"batch[{index}]")
        elif schema is None:
            if parent.id != ROOT_ID:
                refuse_child(parent.type, child.type, f"batch[{index}]")
        elif child.schema is None or not schema.accepts_child(child.schema):
            refuse_child(parent.type, child.type, f"batch[{index}]")
        if parent is child:
            self._refuse(f"node {child.id} cannot be its own parent", "cycle", index)
        if child._first is None:
            return
        steps = 0
        above = parent.parent
        while above is not None:
            if above is child:
                self._refuse(f"node {child.id} cannot go under {parent.id}, which lies inside it", "cycle", index)
            steps += 1
            if steps > self._limits.depth:
                self._refuse_limit("depth", steps, f"tree of {steps} levels", index)
            above = above.parent

    # -- templates
    # ------------------------------------------------------------------------------------------------------------

    def template(self, operation: Template, index: int) -> None:
        template = self._templates[operation.template]
        templates = self._tree.templates
        templates[template.id] = template
        self._journal.append((_forget_template, (templates, template.id)))
        self._tree.weight += sum(node.weight for node in template.nodes)
        self._check_weight(index)

    def clone(self, operation: Clone, index: int) -> None:
        template = self._tree.templates[operation.template]
        self._claim(operation.base, template.size, index)
        self._add_clone(template, operation.base, tuple(operation.values), index)

    def clones(self, operation: Clones, index: int) -> None:
        template = self._tree.templates[operation.template]
        size = template.size
        self._claim(operation.base, operation.count * size, index)
        parent = self._node(operation.parent, index)
        before = None
        if operation.before is not None:
            before = self._node(operation.before, index)
            if before.parent is not parent:
                self._refuse(
                    f"node {operation.before} is no child of {operation.parent} to insert before",
                    "sibling_unknown",
                    index,
                )
        if parent.child_count + operation.count > self._limits.children:
            total = parent.child_count + operation.count
            self._refuse_limit("children", total, f"{total} children", index)
        # Without slots there are no columns to take rows from.
        rows = zip(*operation.columns, strict=True) if operation.columns else ((),) * operation.count
        base = operation.base
        for values in rows:
            node = self._add_clone(template, base, values, index)
            self._check_place(parent, node, index)
            self._journal.append((unlink, (node,)))
            link_before(parent, node, before)
            self._touched[node] = None
            base += size
        self._children[parent] = None

    def _add_clone(self, template: CompiledTemplate, base: int, values: tuple[Value, ...], index: int) -> Node:
        first = template.nodes[0]
        node = Node(self._tree, base, first.type, first.schema)
        node.template = template
        node.values = values
        node.lazy = template.size > 1 or first.schema is not None
        node.weight = template.weigh_all(values)
        self._register(node, template.size, index)
        if node.lazy:
            self._tree.add_clone(node)
        else:
            node.text = template.text(0, values)
        return node

    def patch(self, operation: Patch, index: int) -> None:
        base = self._node(operation.base, index)
        template = base.template
        assert template is not None
        if base.lazy:
            self._journal.append((self._unpatch, (base, operation.slot, base.values[operation.slot])))
            self._patch_lazy(base, operation.slot, operation.value)
            slot = template.slots[operation.slot]
            if slot.index == 0 and slot.name is not None:
                self._props.setdefault(base, set()).add(slot.name)
            elif slot.kind == SlotKind.TEXT and slot.index == 0:
                self._texts[base] = None
            self._check_weight(index)
            return
        slot = template.slots[operation.slot]
        node = self._tree.nodes[base.id + slot.index]
        if slot.kind == SlotKind.TEXT:
            self._write_text(node, operation.value, index)
            return
        assert slot.name is not None
        if template.node_slots[operation.slot].holds(operation.value):
            self._write_props(node, {slot.name: operation.value}, [], index)
        else:
            self._write_props(node, {}, [slot.name], index)

    def _patch_lazy(self, base: Node, slot: int, value: Value) -> None:
        delta = weigh(value) - weigh(base.values[slot])
        base.values = (*base.values[:slot], value, *base.values[slot + 1 :])
        base._props = None
        base.weight += delta
        self._tree.weight += delta

    def _unpatch(self, base: Node, slot: int, value: Value) -> None:
        """Take a PATCH back. The clone may have been expanded since: then its nodes are patched instead."""
        template = base.template
        assert template is not None
        if base.lazy:
            self._patch_lazy(base, slot, value)
            return
        entry = template.node_slots[slot]
        node = self._tree.nodes[base.id + template.slots[slot].index]
        if entry.name is None:
            node.weight += weigh(value) - weigh(node.text)
            node.text = value
            return
        props = dict(node.props)
        node.weight += weigh(value) - weigh(props.pop(entry.name, None))
        if entry.holds(value):
            props[entry.name] = value
        node._props = props

    # -- shared checks
    # --------------------------------------------------------------------------------------------------------

    def check_depth(self) -> None:
        """Check the depth of everything that was attached: once, at the end, so that no order of operations makes it
        costly."""
        limit = self._limits.depth
        depths: dict[Node, int] = {self._tree.root: 0}
        seen: set[Node] = set()
        for node in self._touched:
            if not node.alive:
                continue
            depth = self._depth_of(node, depths)
            # A new node's children were attached in this batch too, so they are looked at for themselves.
            is_built = node.template is None and node in self._fresh
            height = 0 if is_built else self._height_of(node, seen)
            if depth + height > limit:
                refuse_limit("depth", depth + height, limit, f"tree of {depth + height} levels", "batch")

    def _depth_of(self, node: Node, depths: dict[Node, int]) -> int:
        path: list[Node] = []
        above: Node | None = node
        while above is not None and above not in depths:
            path.append(above)
            if len(path) > self._limits.depth:
                refuse_limit("depth", len(path), self._limits.depth, f"tree of {len(path)} levels", "batch")
            above = above.parent
        depth = depths[above] if above is not None else 0
        for item in reversed(path):
            depth += 1
            depths[item] = depth
        return depth

    def _height_of(self, node: Node, seen: set[Node]) -> int:
        """Levels below a node that was moved, without expanding clones. Nodes seen before are not walked again."""
        height = 0
        stack = [(node, 0)]
        while stack:
            item, level = stack.pop()
            height = max(height, level)
            if item in seen:
                continue
            seen.add(item)
            if item.lazy:
                assert item.template is not None
                height = max(height, level + item.template.height)
                continue
            child = item._first
            while child is not None:
                stack.append((child, level + 1))
                child = child._next
        return height

    def _claim(self, first: int, count: int, index: int) -> None:
        if first + count - 1 > _ID_MAX:
            self._refuse(f"node ids {first} and {count - 1} more do not fit into 32 bits", "id_invalid", index)
        if not self._used.claim(first, count):
            self._refuse(f"node id {first} was used before; ids are never reused", "id_reused", index)
        if self._used.ranges > self._limits.nodes:
            self._refuse("node ids are too scattered; count upwards", "id_scattered", index)

    def _register(self, node: Node, count: int, index: int) -> None:
        tree = self._tree
        tree.count += count
        if tree.count > self._limits.nodes:
            self._refuse_limit("nodes", tree.count, f"tree of {tree.count} nodes", index)
        tree.nodes[node.id] = node
        tree.weight += node.weight
        self._fresh.add(node)
        self._journal.append((self._unregister, (node,)))
        self._check_weight(index)

    def _unregister(self, node: Node) -> None:
        tree = self._tree
        node.alive = False
        del tree.nodes[node.id]
        if node.lazy:
            tree.drop_clone(node)
        elif node.template is not None:
            # Expanded within the failed batch: its inner nodes go with it.
            for inner in range(1, node.template.size):
                tree.nodes.pop(node.id + inner, None)

    def _weigh(self, node: Node, delta: int, index: int) -> None:
        node.weight += delta
        self._tree.weight += delta
        self._check_weight(index)

    def _check_weight(self, index: int) -> None:
        if self._tree.weight > self._limits.tree_bytes:
            self._refuse_limit("tree_bytes", self._tree.weight, f"tree of {self._tree.weight} bytes", index)

    def _node(self, id: int, index: int) -> Node:
        node = self._tree.find(id)
        if node is None:
            self._refuse(f"unknown node {id}", "node_unknown", index)
        return node

    def _movable(self, id: int, index: int) -> Node:
        node = self._node(id, index)
        if node.static:
            self._refuse_static(id, index)
        if id == ROOT_ID:
            self._refuse("the root stays where it is", "root_refused", index)
        return node

    def _refuse_static(self, id: int, index: int) -> NoReturn:
        self._refuse(f"node {id} is a static part of a clone and keeps its place", "static_refused", index)

    def _refuse(self, text: str, code: str, index: int) -> NoReturn:
        path = f"batch[{index}]"
        raise GuestError(f"{text}, at {path}", code=code, path=path)

    def _refuse_limit(self, limit: str, value: int, what: str, index: int) -> NoReturn:
        refuse_limit(limit, value, getattr(self._limits, limit), what, f"batch[{index}]")


def _set_props(node: Node, props: dict[str, Value] | None, weight: int) -> None:
    node._props = props
    node.weight = weight


def _set_text(node: Node, text: str, weight: int) -> None:
    node.text = text
    node.weight = weight


def _forget_template(templates: dict[int, CompiledTemplate], id: int) -> None:
    del templates[id]


def _ignore(application: _Application, operation: RefCall, index: int) -> None:
    """REF_CALL changes no tree: the session runs it after the batch is on screen."""


_APPLICATIONS: Final[dict[type[Operation], Callable[[_Application, Any, int], None]]] = {
    Create: _Application.create,
    Update: _Application.update,
    Delete: _Application.delete,
    Append: _Application.append,
    Insert: _Application.insert,
    Remove: _Application.remove,
    Reorder: _Application.reorder,
    Text: _Application.text,
    RefCall: _ignore,
    Template: _Application.template,
    Clone: _Application.clone,
    Patch: _Application.patch,
    Clones: _Application.clones,
    Clear: _Application.clear,
}
