"""Step two of the receiver: applies a checked batch to the tree, wholly or not at all.

Parents, cycles, order and ids are checked operation by operation, under a journal of how to undo each. How large the
tree has become is judged once, at the end: what it was in between nobody sees. Values were checked by `batch_check`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

from rill.components.schema import SLOT_TYPE
from rill.host.batch_check import CheckedBatch
from rill.host.node_ids import UsedIds
from rill.host.refusals import refuse_child, refuse_limit, refuse_node, refuse_text
from rill.host.templates import CompiledTemplate
from rill.host.tree import (
    Changes,
    Link,
    Node,
    Run,
    Tree,
    link_before,
    link_run,
    links_of,
    relink,
    unlink,
    unlink_all,
)
from rill.host.weights import weigh, weigh_text
from rill.protocol.errors import GuestError, LimitError
from rill.protocol.limits import Limits
from rill.protocol.operations import (
    ID_MAX,
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

# The ids of a run as it was made: the first, the one behind the last, and how many a clone has.
_Ids: TypeAlias = tuple[int, int, int]

# Levels that the search for cycles may climb, for each operation that a batch may have. Honest moves climb a few;
# without this bound, 25,000 moves of subtrees to and fro in a tree of 256 levels would hold up the event loop.
_CLIMB_PER_OPERATION: Final = 32


def apply_batch(
    batch: CheckedBatch, tree: Tree, components: Mapping[str, ComponentSchema], limits: Limits, used: UsedIds
) -> Changes:
    """Apply a checked batch, or raise and leave tree and ids as they were.

    O(operations, and nodes that they make, expand, delete or move to another depth).

    Raises:
        GuestError: parents, cycles, order or ids are wrong.
        LimitError: the tree would get too large, too deep or too wide.
    """
    application = _Application(batch, tree, components, limits, used)
    try:
        applications = _APPLICATIONS
        for index, operation in enumerate(batch.operations):
            applications[type(operation)](application, operation, index)
        application.judge_sizes()
    except BaseException:
        # Also what is no fault of the guest: the last good tree stays on screen, whatever happened.
        application.roll_back()
        raise
    return application.commit()


class _Application:
    """One batch being applied. Every change to an older node puts its inverse into the journal first.

    Nodes that the batch makes have no journal: when it fails they go, and with them whatever was done to them.
    """

    def __init__(
        self,
        batch: CheckedBatch,
        tree: Tree,
        components: Mapping[str, ComponentSchema],
        limits: Limits,
        used: UsedIds,
    ) -> None:
        self._batch = batch
        self._sequence = batch.sequence
        self._tree = tree
        self._nodes = tree.nodes
        self._components = components
        self._limits = limits
        self._used = used
        self._journal: list[tuple[Callable[..., None], tuple[Any, ...]]] = []
        self._count_before = tree.count
        self._weight_before = tree.weight
        # Nodes made, runs of clones made as they were at first, and the count of all nodes in both.
        self._fresh: list[Node] = []
        self._fresh_runs: list[_Ids] = []
        self._made = 0
        self._climb_left = limits.operations * _CLIMB_PER_OPERATION
        # Nodes that got a place, but for new ones under new ones; and parents that have more children than they may.
        # Dictionaries are ordered sets here.
        self._placed: dict[Node, None] = {}
        self._wide: dict[Node, None] = {}
        # Types of parents and children that were looked up in the whitelist.
        self._kinds: set[tuple[str, str]] = set()
        # Older nodes for `Changes`. Of props, whether the node had them before.
        self._children: dict[Node, None] = {}
        self._props: dict[Node, dict[str, bool]] = {}
        self._texts: dict[Node, None] = {}
        self._deleted: list[Node] = []
        self._gone: list[Link] = []
        # The run that was patched last: patches come one after the other.
        self._patched: Run | None = None

    def commit(self) -> Changes:
        """Keep everything, and say what it comes to."""
        self._used.commit()
        self._tree.forget_persons(self._gone)
        props = {}
        for node, names in self._props.items():
            if node.alive:
                net = frozenset(name for name, was in names.items() if was or name in node.props)
                if net:
                    props[node] = net
        return Changes(
            sequence=self._sequence,
            operations=self._batch.operations,
            children=tuple(node for node in self._children if node.alive),
            props=props,
            texts=tuple(node for node in self._texts if node.alive),
            deleted=tuple(self._deleted),
        )

    def roll_back(self) -> None:
        """Undo everything, newest first."""
        tree = self._tree
        for undo, arguments in reversed(self._journal):
            undo(*arguments)
        made = chain(self._fresh, *(tree.links_between(*ids) for ids in self._fresh_runs))
        for link in list(made):
            link.alive = False
            if isinstance(link, Run) or link.lazy:
                tree.drop_clone(link)
            if isinstance(link, Node):
                tree.nodes.pop(link.id, None)
                if link.template is not None and not link.lazy:
                    for id in range(link.id + 1, link.id + link.template.size):
                        inner = tree.nodes.pop(id, None)
                        if inner is not None:
                            inner.alive = False
        # Bases of clones that never were might hide later ones, whose ids they may share.
        tree.sort_clones()
        tree.count = self._count_before
        tree.weight = self._weight_before
        self._used.undo()

    # -- nodes

    def create(self, operation: Create, index: int) -> None:
        self._claim(operation.id, 1, index)
        tree, props = self._tree, operation.props
        if isinstance(props, str):
            node = Node(tree, operation.id, TEXT_TYPE, None, None, props, self._sequence)
            node.weight = weigh_text(props)
        else:
            schema = self._components[operation.type]
            node = Node(tree, operation.id, operation.type, schema, props, "", self._sequence)
            if props:
                node.weight = sum(map(weigh, props.values()))
        self._nodes[operation.id] = node
        tree.count += 1
        tree.weight += node.weight
        self._fresh.append(node)

    def update(self, operation: Update, index: int) -> None:
        node = self._node(operation.id, index)
        self._open(node)
        self._write_props(node, operation.props, operation.removed)

    def _write_props(self, node: Node, props: Mapping[str, Value], removed: Sequence[str]) -> None:
        old = node.props
        new = {**old, **props}
        delta = 0
        for name, value in props.items():
            delta += weigh(value)
            if name in old:
                delta -= weigh(old[name])
        for name in removed:
            value = new.pop(name, _MISSING)
            if value is not _MISSING:
                delta -= weigh(value)
        if node.born != self._sequence:
            self._journal.append((_set_props, (node, node._props, node.weight)))
            names = self._props.setdefault(node, {})
            for name in (*props, *removed):
                names.setdefault(name, name in old)
        node._props = new
        node.weight += delta
        self._tree.weight += delta

    def text(self, operation: Text, index: int) -> None:
        id = operation.id
        if id not in self._nodes:
            clone = self._tree.clone_around(id)
            if clone is not None and clone.template is not None:
                # A text that a slot fills is written where nobody has looked yet as PATCH writes it.
                inner = (id - clone.id) % clone.template.size
                slots = clone.template.nodes[inner].slots
                if slots:
                    self.patch(Patch(id - inner, slots[0].number, operation.text), index)
                    return
        self._write_text(self._node(id, index), operation.text)

    def _write_text(self, node: Node, text: str) -> None:
        delta = weigh_text(text) - node.weight
        if node.born != self._sequence:
            self._journal.append((_set_text, (node, node.text, node.weight)))
            self._texts[node] = None
        node.text = text
        node.weight += delta
        self._tree.weight += delta

    def delete(self, operation: Delete, index: int) -> None:
        node = self._movable(operation.id, index)
        self._unlink(node)
        self._end([node])

    def clear(self, operation: Clear, index: int) -> None:
        parent = self._node(operation.parent, index)
        self._open(parent)
        children = links_of(parent)
        if not children:
            return
        for child in children:
            if isinstance(child, Node) and child.static:
                self._refuse_static(child.id, index)
        if parent.born != self._sequence:
            self._journal.append((relink, (parent, children)))
            self._children[parent] = None
        unlink_all(parent)
        self._end(children)

    def _end(self, roots: Sequence[Link]) -> None:
        """End detached subtrees."""
        tree, sequence, placed = self._tree, self._sequence, self._placed
        gone: list[Link] = []
        for root in roots:
            stack = [root]
            while stack:
                link = stack.pop()
                gone.append(link)
                link.alive = False
                tree.weight -= link.weight
                if isinstance(link, Run):
                    tree.count -= link.end - link.id
                    tree.drop_clone(link)
                    continue
                del tree.nodes[link.id]
                if link.lazy:
                    assert link.template is not None
                    tree.count -= link.template.size
                    tree.drop_clone(link)
                else:
                    tree.count -= 1
                    child = link._first
                    while child is not None:
                        stack.append(child)
                        child = child._next
                # A node that was moved before is still shown at its old place, which may stay.
                if link.born != sequence and (link is root or link in placed):
                    self._deleted.append(link)
        self._journal.append((self._revive, (gone,)))
        self._gone.extend(gone)

    def _revive(self, gone: list[Link]) -> None:
        for link in gone:
            link.alive = True
            if isinstance(link, Node):
                self._tree.nodes[link.id] = link
        self._tree.add_clones([link for link in gone if isinstance(link, Run) or link.lazy])

    # -- structure

    def append(self, operation: Append, index: int) -> None:
        # The commonest operation, so it looks nodes up itself.
        nodes = self._nodes
        parent = nodes.get(operation.parent) or self._node(operation.parent, index)
        child = nodes.get(operation.child)
        if child is None or child.static or child.id == ROOT_ID:
            child = self._movable(operation.child, index)
        self._place(parent, child, None, index)

    def insert(self, operation: Insert, index: int) -> None:
        parent = self._node(operation.parent, index)
        child = self._movable(operation.child, index)
        before = self._sibling(parent, operation.before, index)
        if before is child:
            self._refuse(f"node {child.id} cannot go before itself", "sibling_unknown", index)
        self._place(parent, child, before, index)

    def remove(self, operation: Remove, index: int) -> None:
        parent = self._node(operation.parent, index)
        child = self._movable(operation.child, index)
        self._check_child(parent, child, index)
        self._unlink(child)
        self._placed[child] = None

    def reorder(self, operation: Reorder, index: int) -> None:
        parent = self._node(operation.parent, index)
        before = parent.children
        ids = operation.children
        different = len(set(ids))
        if len(ids) != len(before) or different != len(ids):
            self._refuse(
                f"expected each of the {len(before)} children of {parent.id} once, "
                f"got {len(ids)} ids, {different} of them different",
                "order_invalid",
                index,
            )
        children = []
        for id in ids:
            child = self._node(id, index)
            self._check_child(parent, child, index)
            if child.static:
                self._refuse_static(id, index)
            children.append(child)
        if parent.born != self._sequence:
            self._journal.append((relink, (parent, before)))
            self._children[parent] = None
        relink(parent, children)

    def _place(self, parent: Node, child: Node, before: Node | None, index: int) -> None:
        if parent.lazy:
            self._tree.expand(parent)
        if (parent.type, child.type) not in self._kinds:
            self._check_kind(parent, child.type, child.schema, index)
        old = child.parent
        if old is not parent and (child._first is not None or child.lazy or child is parent):
            self._check_cycle(parent, child, index)
        if old is not None:
            self._unlink(child)
        if parent.born != self._sequence:
            self._journal.append((unlink, (child,)))
            self._children[parent] = None
            self._placed[child] = None
        elif child.born != self._sequence:
            self._journal.append((_forget_place, (child,)))
            self._placed[child] = None
        link_before(parent, child, before)
        if parent.child_count > self._limits.children:
            self._wide[parent] = None

    def _unlink(self, child: Node) -> None:
        """Detach a child that may be detached already."""
        parent = child.parent
        if parent is None:
            return
        if parent.born != self._sequence:
            # By its id: what stands behind may be a run, which may be a node by the time that this is undone.
            following = child._next
            self._journal.append((self._put_back, (parent, child, None if following is None else following.id)))
            self._children[parent] = None
        unlink(child)

    def _put_back(self, parent: Node, child: Node, following: int | None) -> None:
        link_before(parent, child, None if following is None else self._tree.find(following))

    def _check_kind(self, parent: Node, type_name: str, child: ComponentSchema | None, index: int) -> None:
        """Check that the whitelist allows such a child there."""
        schema = parent.schema
        if child is None:
            if schema is None or not schema.text_allowed:
                refuse_text(None if parent.id == ROOT_ID else parent.type, f"batch[{index}]")
        elif schema is None:
            if parent.id != ROOT_ID or child.within or type_name == SLOT_TYPE:
                refuse_child(parent.type, type_name, f"batch[{index}]")
        elif not schema.accepts_child(child):
            refuse_child(parent.type, type_name, f"batch[{index}]")
        self._kinds.add((parent.type, type_name))

    def _check_cycle(self, parent: Node, child: Node, index: int) -> None:
        """Check that a node goes nowhere below itself."""
        if parent is child:
            self._refuse(f"node {child.id} cannot be its own parent", "cycle", index)
        # Nothing can lie inside a node without children. A lazy clone counts as if it were expanded, so that no batch
        # is judged by whether somebody has looked inside.
        template = child.template if child.lazy else None
        if child._first is None and (template is None or template.size == 1):
            return
        levels = 0
        above = parent.parent
        while above is not None:
            if above is child:
                self._refuse(f"node {child.id} cannot go under {parent.id}, which lies inside it", "cycle", index)
            levels += 1
            above = above.parent
            if levels > self._limits.depth:
                refuse_limit("depth", levels, self._limits.depth, f"tree of {levels} levels", f"batch[{index}]")
        self._climb_left -= levels
        if self._climb_left < 0:
            maximum = self._limits.operations * _CLIMB_PER_OPERATION
            path = f"batch[{index}]"
            raise LimitError(
                f"the moves of this batch climb more than {maximum} levels at {path}, {_CLIMB_PER_OPERATION} for each "
                f"of operations={self._limits.operations} (Limits.operations); move subtrees once",
                code="moves_exceeded",
                path=path,
                limit="operations",
                value=maximum - self._climb_left,
                maximum=maximum,
                fault="guest",
            )

    def _check_child(self, parent: Node, child: Node, index: int) -> None:
        if child.parent is not parent:
            self._refuse(f"node {child.id} is no child of {parent.id}", "child_unknown", index)

    # -- templates

    def template(self, operation: Template, index: int) -> None:  # noqa: ARG002 -- one shape for all operations
        template = self._batch.templates[operation.template]
        templates = self._tree.templates
        templates[template.id] = template
        self._tree.weight += template.weight
        self._journal.append((_forget_template, (templates, template.id)))

    def clone(self, operation: Clone, index: int) -> None:
        tree, template, base = self._tree, self._tree.templates[operation.template], operation.base
        self._claim(base, template.size, index)
        root = template.nodes[0]
        node = self._nodes[base] = Node(tree, base, root.type, root.schema, None, "", self._sequence)
        node.template = template
        node.weight = template.weigh_all(operation.values)
        if root.schema is None:
            # A text has nothing below it to be lazy about.
            node.text = template.text(0, operation.values)
        else:
            node.lazy = True
            node.values = operation.values
            tree.add_clones([node])
        tree.count += template.size
        tree.weight += node.weight
        self._fresh.append(node)

    def clones(self, operation: Clones, index: int) -> None:
        tree, template = self._tree, self._tree.templates[operation.template]
        first, count, size = operation.base, operation.count, template.size
        parent = self._node(operation.parent, index)
        before = None if operation.before is None else self._sibling(parent, operation.before, index)
        self._claim(first, count * size, index)
        self._open(parent)
        root = template.nodes[0]
        if (parent.type, root.type) not in self._kinds:
            self._check_kind(parent, root.type, root.schema, index)
        # Copies, because the run will write into its columns, and the operation is shown in logs.
        columns = [list(column) for column in operation.columns]
        weight = template.weigh_run(columns, count)
        run = Run(template, first, first + count * size, columns, 0, weight, self._sequence)
        tree.add_clones([run])
        tree.count += count * size
        tree.weight += weight
        link_run(parent, run, before)
        ids = (first, run.end, size)
        self._fresh_runs.append(ids)
        if parent.born != self._sequence:
            self._journal.append((self._unlink_run, ids))
            self._children[parent] = None
        if parent.child_count > self._limits.children:
            self._wide[parent] = None

    def _unlink_run(self, first: int, end: int, size: int) -> None:
        for link in list(self._tree.links_between(first, end, size)):
            unlink(link)

    def patch(self, operation: Patch, index: int) -> None:
        run = self._run_at(operation.base)
        if run is not None:
            before = self._patch_run(run, operation.base, operation.slot, operation.value)
            if run.born != self._sequence:
                self._journal.append((self._unpatch, (operation.base, operation.slot, before)))
            return
        base = self._node(operation.base, index)
        template = base.template
        assert template is not None
        slot = template.slots[operation.slot]
        if base.lazy:
            if base.born != self._sequence:
                self._journal.append((self._unpatch, (base.id, operation.slot, base.values[operation.slot])))
                # Nobody has seen the inner nodes of this clone, but its root may be on screen.
                if slot.index == 0 and slot.name is not None:
                    self._props.setdefault(base, {}).setdefault(slot.name, slot.name in base.props)
            self._patch_lazy(base, operation.slot, operation.value)
            return
        node = self._tree.nodes[base.id + slot.index]
        if slot.kind == SlotKind.TEXT:
            self._write_text(node, operation.value)
            return
        assert slot.name is not None
        if template.node_slots[operation.slot].holds(operation.value):
            self._write_props(node, {slot.name: operation.value}, ())
        else:
            self._write_props(node, {}, (slot.name,))

    def _run_at(self, base: int) -> Run | None:
        """The run that a clone is still part of."""
        run = self._patched
        if run is not None and run.alive and run.id <= base < run.end:
            return run
        if base in self._nodes:
            return None
        found = self._tree.clone_around(base)
        if isinstance(found, Run):
            self._patched = found
            return found
        return None

    def _patch_run(self, run: Run, base: int, slot: int, value: Value) -> Value:
        """Write a value into a run, and return the one before."""
        entry, row, column = run.template.node_slots[slot], run.row_of(base), run.columns[slot]
        before = column[row]
        column[row] = value
        delta = entry.weigh(value) - entry.weigh(before)
        run.weight += delta
        self._tree.weight += delta
        return before

    def _patch_lazy(self, base: Node, slot: int, value: Value) -> None:
        assert base.template is not None
        entry = base.template.node_slots[slot]
        if type(base.values) is not list:
            base.values = list(base.values)
        delta = entry.weigh(value) - entry.weigh(base.values[slot])
        base.values[slot] = value
        base._props = None
        base.weight += delta
        self._tree.weight += delta

    def _unpatch(self, id: int, slot: int, value: Value) -> None:
        """Take a PATCH back. The clone may have been expanded since: then its nodes are patched instead."""
        run = self._run_at(id)
        if run is not None:
            self._patch_run(run, id, slot, value)
            return
        base = self._nodes[id]
        template = base.template
        assert template is not None
        if base.lazy:
            self._patch_lazy(base, slot, value)
            return
        entry = template.node_slots[slot]
        node = self._tree.nodes[base.id + template.slots[slot].index]
        if entry.name is None:
            node.text = value
            node.weight = weigh_text(value)
            return
        props = dict(node.props)
        props.pop(entry.name, None)
        if entry.holds(value):
            props[entry.name] = value
        node._props = props
        node.weight = sum(map(weigh, props.values()))

    # -- sizes, at the end

    def judge_sizes(self) -> None:
        """Check how large, wide and deep the tree has become."""
        limits, tree = self._limits, self._tree
        if tree.count > limits.nodes:
            refuse_limit("nodes", tree.count, limits.nodes, f"tree of {tree.count} nodes", "batch")
        if tree.weight > limits.tree_bytes:
            refuse_limit("tree_bytes", tree.weight, limits.tree_bytes, f"tree of {tree.weight} bytes", "batch")
        for node in self._wide:
            if node.alive and node.child_count > limits.children:
                what = f"node {node.id} of {node.child_count} children"
                refuse_limit("children", node.child_count, limits.children, what, "batch")
        self._judge_depth()

    def _judge_depth(self) -> None:
        """Check the depth of everything that got another place. O(nodes below, each once)."""
        limit = self._limits.depth
        depths: dict[Node | None, int] = {None: 0, self._tree.root: 0}
        seen: set[Node] = set()
        # What was placed, and what was made and is still detached: all that is new lies below one of them.
        placed: Iterable[Link] = chain(
            self._placed,
            (node for node in self._fresh if node.parent is None),
            *(self._tree.links_between(*ids) for ids in self._fresh_runs),
        )
        for link in placed:
            if not link.alive:
                continue
            parent = link.parent
            depth = depths[parent] if parent in depths else _depth_of(parent, depths)
            levels = depth + 1
            if isinstance(link, Run) or link.lazy:
                assert link.template is not None
                levels += link.template.height
            elif link._first is not None:
                levels += _height_of(link, seen)
            if levels > limit:
                refuse_limit("depth", levels, limit, f"tree of {levels} levels", "batch")

    # -- shared checks

    def _claim(self, first: int, count: int, index: int) -> None:
        """Take ids for nodes that are made. Bounds what a few operations can make, also if it is deleted at once."""
        made = self._made = self._made + count
        if made > self._limits.nodes:
            refuse_limit("nodes", made, self._limits.nodes, f"batch that makes {made} nodes", f"batch[{index}]")
        if first + count - 1 > ID_MAX:
            self._refuse(f"ids {first} to {first + count - 1} do not fit into 32 bits", "id_invalid", index)
        if not self._used.claim(first, count):
            if first < self._used.closed:
                self._refuse(
                    f"node id {first} is below {self._used.closed}, where all ids count as used since too many far "
                    "above were begun; count upwards",
                    "id_scattered",
                    index,
                )
            what = f"node id {first}" if count == 1 else f"one of the node ids {first} to {first + count - 1}"
            self._refuse(f"{what} was used before; ids are never reused", "id_reused", index)

    def _node(self, id: int, index: int) -> Node:
        node = self._nodes.get(id) or self._tree.find(id)
        if node is None:
            refuse_node(id, f"batch[{index}]")
        return node

    def _movable(self, id: int, index: int) -> Node:
        node = self._node(id, index)
        if node.static:
            self._refuse_static(id, index)
        if id == ROOT_ID:
            self._refuse("the root stays where it is", "root_refused", index)
        return node

    def _sibling(self, parent: Node, id: int, index: int) -> Node:
        """A child of a parent, to insert before."""
        before = self._node(id, index)
        if before.parent is not parent:
            self._refuse(f"node {id} is no child of {parent.id} to insert before", "sibling_unknown", index)
        return before

    def _open(self, node: Node) -> None:
        """Expand a clone that is changed otherwise than by PATCH."""
        if node.lazy:
            self._tree.expand(node)

    def _refuse_static(self, id: int, index: int) -> NoReturn:
        self._refuse(f"node {id} is a static part of a clone and keeps its place", "static_refused", index)

    def _refuse(self, text: str, code: str, index: int) -> NoReturn:
        path = f"batch[{index}]"
        raise GuestError(f"{text}, at {path}", code=code, path=path)


def _depth_of(node: Node | None, depths: dict[Node | None, int]) -> int:
    """The depth of a node, noted on the way for all above it."""
    path: list[Node | None] = []
    while node not in depths:
        path.append(node)
        assert node is not None
        node = node.parent
    depth = depths[node]
    for item in reversed(path):
        depth += 1
        depths[item] = depth
    return depth


def _height_of(node: Node, seen: set[Node]) -> int:
    """Levels below a node, without expanding clones. What was seen before was looked at from higher up, or is."""
    height = 0
    stack: list[tuple[Link, int]] = [(node, 0)]
    while stack:
        link, level = stack.pop()
        if isinstance(link, Run):
            height = max(height, level + link.template.height)
            continue
        if link in seen:
            continue
        seen.add(link)
        height = max(height, level)
        if link.lazy:
            assert link.template is not None
            height = max(height, level + link.template.height)
            continue
        child = link._first
        while child is not None:
            stack.append((child, level + 1))
            child = child._next
    return height


def _set_props(node: Node, props: dict[str, Value] | None, weight: int) -> None:
    node._props = props
    node.weight = weight


def _set_text(node: Node, text: str, weight: int) -> None:
    node.text = text
    node.weight = weight


def _forget_place(child: Node) -> None:
    """Detach an older node from a parent that the batch made, and that goes with it: its links need no care."""
    child.parent = child._previous = child._next = None


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
