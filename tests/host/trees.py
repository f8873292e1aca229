"""What the tests of the receiver share: batches in one line, the state of a tree in full, and a tree to compare with.

`Model` is a second receiver, written to be obvious: it copies everything before a batch, walks wherever it likes, and
knows neither laziness nor journals. The two must accept the same batches and come to the same tree.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from rill.components import CATALOGUE, ComponentSchema
from rill.host.receiver import Receiver
from rill.host.recorder.golden import golden_text
from rill.host.templates import CompiledTemplate
from rill.host.tree import Changes, Node, Run, Tree, links_of
from rill.host.weights import weigh, weigh_text
from rill.protocol import GuestError, LimitError, Limits, RillError
from rill.protocol.messages import PROTOCOL_VERSION, Batch
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


def make_batch(sequence: int, operations: Iterable[Any]) -> Batch:
    """A batch of this protocol."""
    return Batch(PROTOCOL_VERSION, sequence, list(operations))


class Given:
    """A receiver and the batches that it got. `batch` must be accepted; `reject` must not, and must leave no trace."""

    def __init__(
        self,
        *operations: Operation,
        limits: Limits | None = None,
        components: Mapping[str, ComponentSchema] = CATALOGUE,
    ) -> None:
        self.receiver = Receiver(components, limits or Limits())
        self.sequence = 0
        if operations:
            self.batch(*operations)

    @property
    def tree(self) -> Tree:
        return self.receiver.tree

    def node(self, id: int) -> Node:
        node = self.tree.find(id)
        assert node is not None, f"no node {id}"
        return node

    def children(self, id: int) -> list[int]:
        return [child.id for child in self.node(id).children]

    def batch(self, *operations: Operation) -> Changes:
        self.sequence += 1
        changes = self.receiver.receive_batch(make_batch(self.sequence, operations))
        assert_consistent(self.tree)
        return changes

    def reject(self, *operations: Operation, code: str, path: str | None = None, text: str | None = None) -> RillError:
        before = trace(self.receiver)
        identities = dict(self.tree.nodes)
        with pytest.raises((GuestError, LimitError)) as caught:
            self.receiver.receive_batch(make_batch(self.sequence + 1, operations))
        error = caught.value
        assert (error.code, str(error)) == (code, text or str(error))
        assert path is None or error.path == path
        assert error.path is not None
        assert error.path in str(error)
        assert_consistent(self.tree)
        after = trace(self.receiver)
        assert after == replace(before, rejected=before.rejected + 1)
        for id, node in identities.items():
            assert self.tree.nodes.get(id) is node
        return error

    def golden(self) -> str:
        return golden_text(self.tree.root)


def assert_golden(operations: Iterable[Operation], expected: str) -> None:
    """Apply one batch to an empty tree and compare its golden text. Indentation of ``expected`` does not count."""
    lines = [line for line in expected.split("\n") if line.strip()]
    margin = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    assert Given(*operations).golden() == "".join(f"{line[margin:]}\n" for line in lines)


# -- a tree in full ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class State:
    """One node: type, props or text, and its place."""

    type: str
    props: dict[str, Any]
    text: str
    parent: int | None
    children: tuple[int, ...]
    static: bool = False


@dataclass(frozen=True)
class Trace:
    """Everything that a batch may change, and nothing that looking at a tree changes."""

    nodes: dict[int, State]
    count: int
    weight: int
    templates: dict[int, Any]
    versions: dict[int, int]
    used: tuple[Any, ...]
    counters: Any
    rejected: int
    golden: str


def trace(receiver: Receiver) -> Trace:
    used = receiver._used
    statistics = receiver.statistics()
    tree = receiver.tree
    return Trace(
        nodes=states(tree),
        count=tree.count,
        weight=tree.weight,
        templates=dict(tree.templates),
        versions=dict(tree._versions),
        used=(dict(used._pages), used._floor, used._closed, dict(used._before)),
        counters=replace(statistics, rejected=0),
        rejected=statistics.rejected,
        golden=_golden_unseen(tree),
    )


def _golden_unseen(tree: Tree) -> str:
    """The golden text of a tree, without expanding its clones: of a copy that was made from `states`."""
    found = states(tree)

    def write(id: int, depth: int) -> Iterator[str]:
        state = found[id]
        yield f"{'  ' * depth}{id} {state.type} {sorted(state.props.items(), key=lambda item: item[0])} {state.text!r}"
        for child in state.children:
            yield from write(child, depth + 1)

    return "\n".join(write(0, 0))


def states(tree: Tree) -> dict[int, State]:
    """Every node by id, attached or not, those of runs and inside unexpanded clones as they would be. Makes none."""
    found: dict[int, State] = {}
    for id, node in tree.nodes.items():
        assert node.id == id
        if not node.lazy:
            children = tuple(_child_ids(node))
            parent = None if node.parent is None else node.parent.id
            found[id] = State(node.type, dict(node.props), node.text, parent, children, node.static)
            continue
        assert node._first is None
        assert node.template is not None
        found.update(_states_of_clone(node.template, id, node.values, node.parent))
    for run in tree._clones.values():
        if isinstance(run, Run):
            for row, id in enumerate(range(run.id, run.end, run.template.size), run.row):
                values = [column[row] for column in run.columns]
                found.update(_states_of_clone(run.template, id, values, run.parent))
    return found


def _child_ids(node: Node) -> Iterator[int]:
    for link in links_of(node):
        yield from range(link.id, link.end, link.template.size) if isinstance(link, Run) else (link.id,)


def _states_of_clone(
    template: CompiledTemplate, id: int, values: Sequence[Any], parent: Node | None
) -> Iterator[tuple[int, State]]:
    for index, static in enumerate(template.nodes):
        inner = tuple(id + other for other in range(1, template.size) if template.nodes[other].parent == index)
        is_text = static.schema is None
        above = None if parent is None else parent.id
        yield (
            id + index,
            State(
                static.type,
                {} if is_text else template.props(index, values),
                template.text(index, values) if is_text else "",
                id + static.parent if index else above,
                inner,
                index > 0,
            ),
        )


def assert_consistent(tree: Tree) -> None:
    """Check every link both ways, and that counts and weights are what a recount gives."""
    weight = sum(template.weight for template in tree.templates.values())
    count = -1
    seen: set[int] = set()
    runs: list[Run] = []
    for id, node in tree.nodes.items():
        assert node.alive
        assert node.id == id
        assert id not in seen
        seen.add(id)
        weight += node.weight
        count += node.template.size if node.lazy and node.template is not None else 1
        children = 0
        child, previous = node._first, None
        while child is not None:
            assert child.parent is node
            assert child._previous is previous
            if isinstance(child, Run):
                runs.append(child)
                children += child.count
            else:
                assert tree.nodes.get(child.id) is child
                children += 1
            child, previous = child._next, child
        assert node._last is previous
        assert node.child_count == children
        if node.parent is None:
            assert node._next is None
            assert node._previous is None
        if node.lazy:
            assert node.template is not None
            assert tree._clones[id] is node
            assert node.weight == node.template.weigh_all(node.values)
            assert not any(inner in tree.nodes for inner in range(id + 1, id + node.template.size))
        elif node.schema is None:
            assert node.weight == (weigh_text(node.text) if id else 0)
        else:
            assert node.weight == sum(weigh(value) for value in node.props.values())
    for run in runs:
        assert run.alive
        assert tree._clones[run.id] is run
        assert run.count > 0
        rows = range(run.row, run.row + run.count)
        assert all(len(column) == rows.stop for column in run.columns)
        values = ([column[row] for column in run.columns] for row in rows)
        assert run.weight == sum(map(run.template.weigh_all, values))
        assert not any(id in tree.nodes or id in seen for id in range(run.id, run.end))
        seen.update(range(run.id, run.end))
        weight += run.weight
        count += run.end - run.id
    assert set(tree._clones) == {id for id, node in tree.nodes.items() if node.lazy} | {run.id for run in runs}
    assert tree.count == count
    assert tree.weight == weight
    # Every chain of parents ends at the root or at a detached node: no cycles.
    ends: set[Node] = set()
    for node in tree.nodes.values():
        path: list[Node] = []
        above: Node | None = node
        while above is not None and above not in ends:
            assert above not in path
            path.append(above)
            above = above.parent
        ends.update(path)


# -- a tree to compare with --------------------------------------------------------------------------------------------


class Refused(Exception):
    """The model refuses a batch."""


@dataclass
class ModelNode:
    type: str
    props: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    parent: int | None = None
    children: list[int] = field(default_factory=list)
    static: bool = False
    clone_of: int | None = None


@dataclass
class ModelTemplate:
    # Pre-order: type, props, text, parent.
    nodes: list[tuple[str, dict[str, Any], str, int]]
    slots: list[Slot]


class Model:
    """A receiver of dictionaries and lists. ``apply`` raises `Refused` and changes nothing, or changes everything."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.nodes: dict[int, ModelNode] = {0: ModelNode("#root")}
        self.used: set[int] = {0}
        self.templates: dict[int, ModelTemplate] = {}

    def states(self) -> dict[int, State]:
        return {
            id: State(node.type, dict(node.props), node.text, node.parent, tuple(node.children), node.static)
            for id, node in self.nodes.items()
        }

    def apply(self, operations: Iterable[Operation]) -> None:
        draft = copy.deepcopy(self)
        made_before = len(draft.used)
        for operation in operations:
            draft._apply(operation)
            if len(draft.used) - made_before > self.limits.nodes:
                raise Refused("too many nodes made")
        draft._judge()
        self.__dict__.update(draft.__dict__)

    def _judge(self) -> None:
        if len(self.nodes) - 1 > self.limits.nodes:
            raise Refused("too many nodes")
        for id, node in self.nodes.items():
            if len(node.children) > self.limits.children:
                raise Refused("too many children")
            if len(self.above(id)) + (self.top(id) != 0) > self.limits.depth:
                raise Refused("too deep")

    def above(self, id: int) -> list[int]:
        found = []
        parent = self.nodes[id].parent
        while parent is not None:
            found.append(parent)
            parent = self.nodes[parent].parent
        return found

    def top(self, id: int) -> int:
        return (self.above(id) or [id])[-1]

    def subtree(self, id: int) -> list[int]:
        return [id, *(inner for child in self.nodes[id].children for inner in self.subtree(child))]

    def _need(self, condition: bool, why: str) -> None:
        if not condition:
            raise Refused(why)

    def _known(self, *ids: int) -> None:
        self._need(all(id in self.nodes for id in ids), f"unknown node of {ids}")

    def _movable(self, id: int) -> None:
        self._known(id)
        self._need(id != 0 and not self.nodes[id].static, f"{id} cannot move")

    def _take(self, *ids: int) -> None:
        self._need(not self.used & set(ids) and max(ids) < 2**32, "used id")
        self.used |= set(ids)

    def _detach(self, id: int) -> None:
        parent = self.nodes[id].parent
        if parent is not None:
            self.nodes[parent].children.remove(id)
        self.nodes[id].parent = None

    def _delete(self, id: int) -> None:
        self._detach(id)
        for inner in self.subtree(id):
            del self.nodes[inner]

    def _may_hold(self, parent: int, child: int) -> bool:
        outer, inner = self.nodes[parent].type, self.nodes[child].type
        if parent == 0:
            return inner != "#text"
        if outer == "#text":
            return False
        policy = CATALOGUE[outer].children
        if inner == "#text":
            return policy in ("inline", "text-and-nodes")
        return policy in ("nodes", "text-and-nodes") or (policy == "inline" and CATALOGUE[inner].inline)

    def _place(self, parent: int, child: int, before: int | None) -> None:
        self._known(parent)
        self._movable(child)
        if before is not None:
            self._known(before)
            self._need(before in self.nodes[parent].children and before != child, "no such sibling")
        self._need(self._may_hold(parent, child), f"{parent} takes no {child}")
        self._need(parent not in self.subtree(child), "a cycle")
        if self.nodes[child].children and self.nodes[child].parent != parent:
            self._need(len(self.above(parent)) <= self.limits.depth, "too deep on the way")
        self._detach(child)
        siblings = self.nodes[parent].children
        siblings.insert(len(siblings) if before is None else siblings.index(before), child)
        self.nodes[child].parent = parent

    def _fill(self, template: ModelTemplate, base: int, slot: int, value: Any) -> None:
        entry = template.slots[slot]
        node = self.nodes[base + entry.index]
        if entry.kind == SlotKind.TEXT:
            self._need(isinstance(value, str), "no text")
            node.text = value
        elif entry.kind == SlotKind.CHILDREN:
            self._need(value is None, "a value for children")
        else:
            assert entry.name is not None
            absent = value is UNDEFINED or (entry.kind == SlotKind.EVENT and value in (None, False))
            if absent:
                node.props.pop(entry.name, None)
            else:
                self._check_props(node.type, {entry.name: value})
                node.props[entry.name] = value

    def _check_props(self, type: str, props: dict[str, Any]) -> None:
        try:
            CATALOGUE[type].check_update(copy.deepcopy(props), [], "props", self.limits)
        except RillError as error:
            raise Refused(str(error)) from None

    def _clone(self, id: int, base: int, values: Iterable[Any]) -> None:
        template = self.templates[id]
        for index, (type, props, text, parent) in enumerate(template.nodes):
            above = None if index == 0 else base + parent
            self.nodes[base + index] = ModelNode(type, dict(props), text, above, [], index > 0)
            if above is not None:
                self.nodes[above].children.append(base + index)
        self.nodes[base].clone_of = id
        for slot, value in enumerate(values):
            self._fill(template, base, slot, value)

    def _apply(self, operation: Operation) -> None:
        match operation:
            case Create(id, type, props):
                self._take(id)
                if type == "#text":
                    self._need(isinstance(props, str), "no text")
                    self.nodes[id] = ModelNode(type, {}, str(props))
                else:
                    self._need(type in CATALOGUE and isinstance(props, dict), "no component")
                    assert isinstance(props, dict)
                    self._check_props(type, props)
                    self.nodes[id] = ModelNode(type, dict(props))
            case Update(id, props, removed):
                self._known(id)
                node = self.nodes[id]
                self._need(node.type in CATALOGUE, "no props")
                self._check_props(node.type, props)
                for name in removed:
                    self._need(name in CATALOGUE[node.type].props or name in CATALOGUE[node.type].events, "no prop")
                    self._need(name not in props and removed.count(name) == 1, "twice")
                    node.props.pop(name, None)
                node.props.update(props)
            case Text(id, text):
                self._known(id)
                self._need(self.nodes[id].type == "#text", "no text")
                self.nodes[id].text = text
            case Delete(id):
                self._movable(id)
                self._delete(id)
            case Append(parent, child):
                self._place(parent, child, None)
            case Insert(parent, child, before):
                self._place(parent, child, before)
            case Remove(parent, child):
                self._known(parent)
                self._movable(child)
                self._need(self.nodes[child].parent == parent, "no child")
                self._detach(child)
            case Reorder(parent, children):
                self._known(parent)
                self._need(sorted(children) == sorted(self.nodes[parent].children), "another order")
                self._need(not any(self.nodes[child].static for child in children), "static")
                self.nodes[parent].children = list(children)
            case Clear(parent):
                self._known(parent)
                self._need(not any(self.nodes[child].static for child in self.nodes[parent].children), "static")
                for child in list(self.nodes[parent].children):
                    self._delete(child)
            case Template(template, tree, slots):
                self._need(template not in self.templates, "defined twice")
                nodes: list[tuple[str, dict[str, Any], str, int]] = []
                _number(tree, -1, nodes)
                self.templates[template] = ModelTemplate(nodes, slots)
            case Clone(template, base, values):
                self._need(template in self.templates, "no template")
                size = len(self.templates[template].nodes)
                self._need(len(values) == len(self.templates[template].slots), "values")
                self._take(*range(base, base + size))
                self._clone(template, base, values)
            case Clones(template, base, count, parent, before, columns):
                self._need(template in self.templates, "no template")
                size = len(self.templates[template].nodes)
                self._need(len(columns) == len(self.templates[template].slots), "columns")
                self._need(all(len(column) == count for column in columns), "rows")
                self._known(parent)
                self._need(count * size <= self.limits.nodes, "too many nodes made")
                self._take(*range(base, base + count * size))
                for row in range(count):
                    self._clone(template, base + row * size, [column[row] for column in columns])
                    self._place(parent, base + row * size, before)
            case Patch(base, slot, value):
                self._known(base)
                clone_of = self.nodes[base].clone_of
                self._need(clone_of is not None, "no clone")
                assert clone_of is not None
                template_of = self.templates[clone_of]
                self._need(slot < len(template_of.slots), "no slot")
                self._need(template_of.slots[slot].kind != SlotKind.CHILDREN, "children")
                self._fill(template_of, base, slot, value)
            case RefCall():
                pass
            case _:
                raise AssertionError(operation)


def _number(tree: list[Any], parent: int, nodes: list[tuple[str, dict[str, Any], str, int]]) -> None:
    if tree[0] == "#text":
        nodes.append(("#text", {}, tree[1], parent))
        return
    index = len(nodes)
    nodes.append((tree[0], tree[1], "", parent))
    for child in tree[2]:
        if child is not None:
            _number(child, index, nodes)


def without_templates(operations: Iterable[Operation], model: Model) -> list[Operation]:
    """The same batch in operations that know no templates. ``model`` is the tree before the batch."""
    draft = copy.deepcopy(model)
    plain: list[Operation] = []

    def clone(id: int, base: int, values: list[Any]) -> None:
        # The finished clone as the model sees it, written down node by node.
        nodes = draft.templates[id].nodes
        trial = copy.deepcopy(draft)
        trial._clone(id, base, values)
        for index, (type, _, _, parent) in enumerate(nodes):
            made = trial.nodes[base + index]
            plain.append(Create(base + index, type, made.text if type == "#text" else dict(made.props)))
            if index:
                plain.append(Append(base + parent, base + index))

    for operation in operations:
        match operation:
            case Template():
                pass
            case Clone(template, base, values):
                clone(template, base, values)
            case Clones(template, base, count, parent, before, columns):
                size = len(draft.templates[template].nodes)
                for row in range(count):
                    clone(template, base + row * size, [column[row] for column in columns])
                    here = base + row * size
                    plain.append(Append(parent, here) if before is None else Insert(parent, here, before))
            case Patch(base, slot, value):
                clone_of = draft.nodes[base].clone_of
                assert clone_of is not None
                entry = draft.templates[clone_of].slots[slot]
                id = base + entry.index
                if entry.kind == SlotKind.TEXT:
                    plain.append(Text(id, value))
                else:
                    assert entry.name is not None
                    absent = value is UNDEFINED or (entry.kind == SlotKind.EVENT and value in (None, False))
                    plain.append(Update(id, {}, [entry.name]) if absent else Update(id, {entry.name: value}, []))
            case _:
                plain.append(operation)
        draft._apply(operation)
    return plain


# -- an adapter that believes ``Changes`` ------------------------------------------------------------------------------


class Mirror:
    """Keeps the tree on its screen by what `Changes` says alone, as an adapter does, and complains of what it may not
    say."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self.nodes: dict[int, State] = {}
        self._show(tree.root)

    def _show(self, node: Node) -> None:
        for shown in node.walk():
            children = tuple(child.id for child in shown.children)
            parent = None if shown.parent is None else shown.parent.id
            self.nodes[shown.id] = State(shown.type, dict(shown.props), shown.text, parent, children, shown.static)

    def apply(self, changes: Changes) -> None:
        listed = (*changes.children, *changes.props, *changes.texts)
        assert all(node.alive and node.born < changes.sequence for node in listed)
        assert all(not node.alive and node.born < changes.sequence for node in changes.deleted)
        for nodes in (changes.children, changes.texts, changes.deleted):
            assert len(set(nodes)) == len(nodes)
        for node, names in changes.props.items():
            assert names
            if node.id in self.nodes:
                props = self.nodes[node.id].props
                for name in names:
                    assert name in props or name in node.props
                    if name in node.props:
                        props[name] = node.props[name]
                    else:
                        del props[name]
        for node in changes.texts:
            if node.id in self.nodes:
                self.nodes[node.id] = replace(self.nodes[node.id], text=node.text)
        # Everything that went comes off the screen first: what was deleted, and what its parent no longer has.
        parents = [node for node in changes.children if node.id in self.nodes]
        for node in changes.deleted:
            self.nodes.pop(node.id, None)
        detached: list[int] = []
        for node in parents:
            present = {child.id for child in node.children}
            detached += [id for id in self.nodes[node.id].children if id not in present]
        for node in parents:
            for child in node.children:
                if child.id not in self.nodes:
                    # New, or away from the screen until now; parts of it may be on screen elsewhere and move here.
                    self._show(child)
            children = tuple(child.id for child in node.children)
            self.nodes[node.id] = replace(self.nodes[node.id], children=children)
            for child in node.children:
                self.nodes[child.id] = replace(self.nodes[child.id], parent=node.id)
        reachable: set[int] = set()
        stack = [0]
        while stack:
            id = stack.pop()
            assert id not in reachable
            reachable.add(id)
            stack.extend(self.nodes[id].children)
        for id in set(self.nodes) - reachable:
            # What hangs below something that went must have been named, or be below what was taken off.
            del self.nodes[id]

    def assert_shows(self, tree: Tree) -> None:
        shown = {node.id: node for node in tree.root.walk()}
        assert self.nodes == {
            id: State(
                node.type,
                dict(node.props),
                node.text,
                None if node.parent is None else node.parent.id,
                tuple(child.id for child in node.children),
                node.static,
            )
            for id, node in shown.items()
        }
