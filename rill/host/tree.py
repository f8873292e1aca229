"""The tree as the receiver holds it: nodes, their links, and clones of templates that nobody has looked at yet.

Holds structure only. What may be put into it is decided by `receiver`; what it looks like by adapters, which read it
and never write it. Children are a linked list, so that every structural change costs O(1), however many siblings there
are. Clones become objects in two steps: a `Run` stands for many of them until somebody asks for one, and a clone's root
keeps the values of its inner nodes until somebody looks inside.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from rill.host.assets import Assets
from rill.host.node_ids import SortedIds
from rill.host.view_states import ViewStates
from rill.protocol.errors import HostError, LimitError
from rill.protocol.operations import ROOT_ID, TEXT_TYPE, Operation
from rill.protocol.values import Value

if TYPE_CHECKING:
    from rill.components import ComponentSchema
    from rill.host.templates import CompiledTemplate

_NO_PROPS: Final[Mapping[str, Value]] = {}

# The largest version of a value that a browser may claim: more than anybody types, and far enough from 2**53 that the
# host can count on from there.
VERSION_MAX: Final = 2**32 - 1


class Node:
    """One node. Read it freely; only the receiver changes it.

    ``schema`` is None for the root and for ``#text`` nodes. A clone's root keeps its template and values until somebody
    looks at its children; only then do they become objects. `first_child` and the siblings make the one node that
    they return, `children` and `walk` make all; `child_count` makes none.
    """

    __slots__ = (
        "_first",
        "_last",
        "_next",
        "_previous",
        "_props",
        "_tree",
        "alive",
        "born",
        "child_count",
        "id",
        "lazy",
        "parent",
        "schema",
        "static",
        "template",
        "text",
        "type",
        "values",
        "weight",
    )

    def __init__(
        self,
        tree: Tree,
        id: int,
        type: str,
        schema: ComponentSchema | None,
        props: dict[str, Value] | None = None,
        text: str = "",
        born: int = 0,
    ) -> None:
        self._tree = tree
        self.id = id
        self.type = type
        self.schema = schema
        self.text = text
        # Sequence of the batch that made it; 0 for the root.
        self.born = born
        self.parent: Node | None = None
        self.child_count = 0
        self.alive = True
        # An inner node of a clone: it keeps its place in its parent.
        self.static = False
        # The template whose clone this node is the root of. While `lazy`, inner nodes do not exist and `values`, one
        # for each slot, stand for them.
        self.template: CompiledTemplate | None = None
        self.lazy = False
        self.values: Sequence[Value] = ()
        # See `weights`. For a lazy clone that of all its nodes.
        self.weight = 0
        self._props = props
        self._first: Link | None = None
        self._last: Link | None = None
        self._next: Link | None = None
        self._previous: Link | None = None

    def __repr__(self) -> str:
        return f"<Node {self.id} {self.type}>"

    @property
    def props(self) -> Mapping[str, Value]:
        """Props by their names on the wire, without defaults. Do not change the mapping."""
        props = self._props
        if props is None:
            if self.template is None or not self.lazy:
                return _NO_PROPS
            props = self._props = self.template.props(0, self.values)
        return props

    def get(self, name: str) -> Value:
        """A prop, or its default in the component's schema."""
        props = self.props
        if name in props:
            return props[name]
        return self.schema.default(name) if self.schema is not None else None

    def listens(self, event: str) -> bool:
        """Whether the guest wants this event, such as ``onPress``. A policy without any wishes is a listener too."""
        return self.props.get(event) is not None

    @property
    def children(self) -> list[Node]:
        """The children in order, as a new list. Expands a clone."""
        if self.lazy:
            self._tree.expand(self)
        found = []
        child = self._first
        while child is not None:
            if isinstance(child, Run):
                child = self._tree.open(child)
            found.append(child)
            child = child._next
        return found

    @property
    def first_child(self) -> Node | None:
        """The first child, or None. Expands a clone."""
        if self.lazy:
            self._tree.expand(self)
        return self._tree.node_of(self._first)

    @property
    def next_sibling(self) -> Node | None:
        """The sibling behind this node, or None."""
        return self._tree.node_of(self._next)

    @property
    def previous_sibling(self) -> Node | None:
        """The sibling before this node, or None."""
        link = self._previous
        return self._tree.take(link, link.end - 1) if isinstance(link, Run) else link

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in document order. Expands clones."""
        node: Node | None = self
        while node is not None:
            yield node
            step = node.first_child
            while step is None and node is not self and node is not None:
                step = node.next_sibling
                if step is None:
                    node = node.parent
            node = step

    @property
    def text_content(self) -> str:
        """All text below this node, joined."""
        return "".join(node.text for node in self.walk() if node.type == TEXT_TYPE)


class Run:
    """Clones of one template that stand side by side and that nobody has looked at: one link among the siblings.

    Its first clone has the id ``id``, and ``end`` is the id behind its last one. The values of slot s are those of
    ``columns[s]`` from ``row`` on. It weighs what its clones weigh.
    """

    __slots__ = (
        "_next",
        "_previous",
        "alive",
        "born",
        "columns",
        "end",
        "id",
        "parent",
        "row",
        "template",
        "weight",
    )

    def __init__(
        self,
        template: CompiledTemplate,
        id: int,
        end: int,
        columns: Sequence[list[Value]],
        row: int,
        weight: int,
        born: int,
    ) -> None:
        self.template = template
        self.id = id
        self.end = end
        self.columns = columns
        self.row = row
        self.weight = weight
        self.born = born
        self.alive = True
        self.parent: Node | None = None
        self._next: Link | None = None
        self._previous: Link | None = None

    def __repr__(self) -> str:
        return f"<Run {self.id} to {self.end} of template {self.template.id}>"

    @property
    def count(self) -> int:
        """How many clones it stands for."""
        return (self.end - self.id) // self.template.size

    def row_of(self, id: int) -> int:
        """The row in its columns of the clone that an id lies in."""
        return self.row + (id - self.id) // self.template.size


# What stands among siblings.
Link: TypeAlias = Node | Run

# Where a tree's events go: node, event, payload, and whether the listener's policy was carried out already.
Emit: TypeAlias = Callable[[Node, str, Value, bool], None]


class Tree:
    """All nodes of one session, by id.

    ``root`` is node 0; the guest mounts under it. Looking something up never fails on what a guest says: an unknown id
    is None. Adapters hear of events through `emit`.
    """

    def __init__(
        self,
        emit: Emit | None = None,
        settle: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self.nodes: dict[int, Node] = {}
        self.root = Node(self, ROOT_ID, "#root", None)
        self.nodes[ROOT_ID] = self.root
        # What the guest's `source` props name. The session puts its own here.
        self.assets = Assets()
        # Alive nodes, detached ones and those inside unexpanded clones included, the root not.
        self.count = 0
        # Sum of the weights of these nodes and of the templates.
        self.weight = 0
        self.templates: dict[int, CompiledTemplate] = {}
        # What persons did in it that the guest does not know.
        self.view_states = ViewStates()
        # Events of nodes that were gone by the time they happened.
        self.events_gone = 0
        self._emit = emit
        self._settle = settle
        self._versions: dict[int, int] = {}
        # Unexpanded clones and runs of them by their first id, and these ids in order. Ids of clones that were expanded
        # stay among the latter for a while; no id is used twice, so they hide none that is searched for.
        self._clones: dict[int, Link] = {}
        self._bases = SortedIds()
        # How often clones became objects, for those who look from another thread.
        self._openings = 0

    # -- for adapters

    def emit(self, node: Node, event: str, payload: Value = None, *, is_due: bool = False) -> bool:
        """Tell the guest that an event happened on a node.

        Returns whether the guest listens; if not, or if the node is gone, nothing is sent. A payload that is sent is
        checked against the component's schema.

        Args:
            is_due: the adapter's own side, such as a browser, has carried out the listener's policy: the event goes out
                now, whatever its keys and times say.

        Raises:
            HostError: the component has no such event, or the payload does not fit it.
        """
        if node.schema is None or event not in node.schema.events:
            raise HostError(f"{node.type} has no event {event!r}", code="event_unknown")
        if not node.alive:
            # The person was faster than the screen; no error, but worth a number.
            self.events_gone += 1
            return False
        if self._emit is None or not node.listens(event):
            return False
        self._emit(node, event, payload, is_due)
        return True

    async def settled(self) -> None:
        """Wait until the guest has answered everything that was emitted: no turn runs and none is queued."""
        if self._settle is not None:
            await self._settle()

    def version(self, node: Node) -> int:
        """How often the person has changed this node's value. See "Inputs" in docs/protocol.md."""
        return self._versions.get(node.id, 0)

    def bump_version(self, node: Node) -> int:
        """Count one change of this node's value by the person, and return the new version. Of a node that is gone
        nothing is kept."""
        version = self._versions.get(node.id, 0) + 1
        if node.alive:
            self._versions[node.id] = version
        return version

    def raise_version(self, node: Node, version: int) -> int:
        """Count this node's version up to what a browser says, which counts by itself; never down. Returns the version
        that holds now. Of a node that is gone nothing is kept.

        Raises:
            LimitError: the version is above `VERSION_MAX`, by the client's fault.
        """
        if version > VERSION_MAX:
            raise LimitError(
                f"version {version} of node {node.id} exceeds {VERSION_MAX}",
                code="version_exceeded",
                value=version,
                maximum=VERSION_MAX,
                fault="client",
            )
        known = self._versions.get(node.id, 0)
        if version <= known or not node.alive:
            return known
        self._versions[node.id] = version
        return version

    def forget_persons(self, gone: Sequence[Link]) -> None:
        """Let go of what persons did in nodes that are gone."""
        self.view_states.forget(
            id for link in gone for id in (range(link.id, link.end) if isinstance(link, Run) else (link.id,))
        )
        if self._versions:
            # A value is changed in a node, so none of a run is among these.
            for link in gone:
                self._versions.pop(link.id, None)

    def accepts_value(self, node: Node) -> bool:
        """Whether the guest's last write of ``value`` is as new as what the person has typed, or forced."""
        written = node.props.get("valueVersion")
        if written == "force":
            return True
        return (written if isinstance(written, int) else 0) >= self.version(node)

    # -- lookups

    def find(self, id: int) -> Node | None:
        """The node with this id; makes it, and expands the clone that it lies in."""
        node = self.nodes.get(id)
        if node is not None:
            return node
        clone = self.clone_around(id)
        if isinstance(clone, Run):
            clone = self.take(clone, id)
            if clone.id == id:
                return clone
        if clone is None:
            return None
        self.expand(clone)
        return self.nodes.get(id)

    def clone_around(self, id: int) -> Link | None:
        """The root of the unexpanded clone that holds this id, or the run that it lies in, found by bisection."""
        clone = self._clones.get(self._bases.below(id))
        if clone is None:
            return None
        if isinstance(clone, Run):
            return clone if id < clone.end else None
        assert clone.template is not None
        return clone if id < clone.id + clone.template.size else None

    def schema_of(self, id: int) -> tuple[str, ComponentSchema | None] | None:
        """Type and schema of a node, without expanding anything. None when there is no such node."""
        while True:
            openings = self._openings
            node = self.nodes.get(id)
            if node is not None:
                return node.type, node.schema
            clone = self.clone_around(id)
            if clone is not None and clone.template is not None:
                static = clone.template.nodes[(id - clone.id) % clone.template.size]
                return static.type, static.schema
            # A check runs beside the event loop, where an adapter may have made nodes between the two looks.
            if openings == self._openings:
                return None

    def run_around(self, id: int) -> tuple[int, int, CompiledTemplate] | None:
        """The run that an id lies in: its first id, the one behind its last, and its template."""
        run = self.clone_around(id)
        if not isinstance(run, Run):
            return None
        # The end first: what an adapter takes from the front meanwhile are clones of the template all the same.
        end, first = run.end, run.id
        return first, end, run.template

    def template_at(self, id: int) -> CompiledTemplate | None:
        """The template of the clone that begins at an id, without expanding anything."""
        while True:
            openings = self._openings
            node = self.nodes.get(id)
            if node is not None:
                return node.template
            clone = self.clone_around(id)
            if isinstance(clone, Run):
                return clone.template if (id - clone.id) % clone.template.size == 0 else None
            # As in `schema_of`.
            if openings == self._openings:
                return None

    # -- clones

    def add_clones(self, clones: Sequence[Link]) -> None:
        """Note that nodes are the roots of unexpanded clones, and runs of them. Ascending ids cost least."""
        ids = [clone.id for clone in clones]
        self._clones.update(zip(ids, clones, strict=True))
        self._bases.add_all(ids)

    def drop_clone(self, clone: Link) -> None:
        """Forget an unexpanded clone, or a run. Bases go later, many at once, so that clearing a table stays linear."""
        self._clones.pop(clone.id, None)
        if len(self._bases) > 64 and len(self._clones) * 2 < len(self._bases):
            self.sort_clones()

    def sort_clones(self) -> None:
        """Hold the bases of the present clones and no others."""
        self._bases.replace(list(self._clones))

    def expand(self, clone: Node) -> None:
        """Turn a clone's inner nodes into objects. Changes nothing that can be seen from outside.

        Those of a clone that is gone are gone too: an adapter may look at them, but nobody finds them.
        """
        template = clone.template
        assert template is not None
        base, values = clone.id, clone.values
        clone._props = template.props(0, values)
        clone.weight = template.weigh(0, values)
        made = [clone]
        for index in range(1, template.size):
            static = template.nodes[index]
            node = Node(self, base + index, static.type, static.schema, None, "", clone.born)
            node.static = True
            if static.schema is None:
                node.text = template.text(index, values)
            else:
                node._props = template.props(index, values)
            node.weight = template.weigh(index, values)
            link_last(made[static.parent], node)
            made.append(node)
        clone.lazy = False
        clone.values = ()
        if clone.alive:
            for node in made[1:]:
                self.nodes[node.id] = node
            # What goes is somewhere else by now, and was counted: see `schema_of`.
            self._openings += 1
            self.drop_clone(clone)
        else:
            for node in made[1:]:
                node.alive = False

    # -- runs

    def node_of(self, link: Link | None) -> Node | None:
        """What stands at a place as a node: of a run, its first clone."""
        if isinstance(link, Run):
            return self.take(link, link.id)
        return link

    def links_between(self, first: int, end: int, size: int) -> Iterator[Link]:
        """What became of the clones of a run: nodes, and the runs that are left of it. Expands nothing."""
        id = first
        while id < end:
            link = self.nodes.get(id) or self._clones.get(id)
            if link is not None:
                yield link
            id = link.end if isinstance(link, Run) else id + size

    def open(self, run: Run) -> Node:
        """Make the nodes of all clones of a run, and return the first. Changes nothing that can be seen from
        outside."""
        size = run.template.size
        ids = range(run.id, run.end, size)
        columns = [column[run.row :] for column in run.columns]
        rows: Iterable[tuple[Value, ...]] = zip(*columns, strict=True) if columns else ((),) * run.count
        made = [_make_clone(self, run, id, values) for id, values in zip(ids, rows, strict=True)]
        _put_in_place(run, made)
        if run.alive:
            self.nodes.update(zip(ids, made, strict=True))
            self._openings += 1
            del self._clones[run.id]
            self.add_clones([node for node in made if node.lazy])
        run.id = run.end
        return made[0]

    def take(self, run: Run, id: int) -> Node:
        """Make the node of the clone that an id lies in. Changes nothing that can be seen from outside.

        The run keeps what stands before the clone, and what stands behind goes on as a run of its own; where nothing
        stands before, the run keeps what is behind. Copies the shorter part of the two.
        """
        size = run.template.size
        row = run.row_of(id)
        first = run.id + (row - run.row) * size
        node = _make_clone(self, run, first, [column[row] for column in run.columns])
        run.weight -= node.weight
        is_first, is_last = first == run.id, first + size == run.end
        rest = None if is_last else run if is_first else _split(run, row, first)
        links: list[Link] = [node] if is_first else [run, node]
        _put_in_place(run, links if rest is None else [*links, rest])
        if is_first:
            # What became a node is let go of, and not counted twice.
            for column in run.columns:
                column[row] = None
            run.row += 1
            run.id += size
        if run.alive:
            # In this order for those who look from another thread, see `schema_of`: what moves is at its new place and
            # counted before it goes from the old one.
            if rest is not None:
                self.add_clones([rest])
            self.nodes[first] = node
            self._openings += 1
            if node.lazy:
                self.add_clones([node])
            elif is_first:
                del self._clones[first]
        if not is_first:
            for column in run.columns:
                del column[row:]
            run.end = first
        return node


def _make_clone(tree: Tree, run: Run, id: int, values: Sequence[Value]) -> Node:
    """The root of one clone of a run, at no place yet."""
    template = run.template
    static = template.nodes[0]
    node = Node(tree, id, static.type, static.schema, None, "", run.born)
    node.template = template
    node.weight = template.weigh_all(values)
    node.alive = run.alive
    if static.schema is None:
        # A text has nothing below it to be lazy about.
        node.text = template.text(0, values)
    else:
        node.lazy = True
        node.values = values
    return node


def _split(run: Run, row: int, first: int) -> Run:
    """What stands behind the clone of a row, as a run of its own with its share of the columns and of the weight. That
    the run itself ends before the row is left to the caller."""
    template = run.template
    end, before, behind = run.end, row - run.row, run.count - (row - run.row) - 1
    if behind <= before:
        columns = [column[row + 1 :] for column in run.columns]
        weight = template.weigh_run(columns, behind)
        made = Run(template, first + template.size, end, columns, 0, weight, run.born)
        run.weight -= weight
    else:
        columns = [column[run.row : row] for column in run.columns]
        weight = template.weigh_run(columns, before)
        made = Run(template, first + template.size, end, run.columns, row + 1, run.weight - weight, run.born)
        for column in run.columns:
            column[run.row : row + 1] = [None] * (before + 1)
        run.columns, run.row, run.weight = columns, 0, weight
    made.alive = run.alive
    return made


# -- links: the only code that touches siblings


def links_of(parent: Node) -> list[Link]:
    """The nodes and runs under an expanded parent, in order."""
    found = []
    link = parent._first
    while link is not None:
        found.append(link)
        link = link._next
    return found


def _put_in_place(run: Run, links: Sequence[Link]) -> None:
    """Put links, of which the run may be one, where the run is. They stand for as many children as it did."""
    parent, previous, following = run.parent, run._previous, run._next
    if parent is None:
        return
    for link in links:
        link.parent = parent
        link._previous = previous
        if previous is None:
            parent._first = link
        else:
            previous._next = link
        previous = link
    assert previous is not None
    previous._next = following
    if following is None:
        parent._last = previous
    else:
        following._previous = previous


def link_last(parent: Node, child: Node) -> None:
    """Put a detached child behind all others."""
    last = parent._last
    child.parent = parent
    child._previous = last
    child._next = None
    if last is None:
        parent._first = child
    else:
        last._next = child
    parent._last = child
    parent.child_count += 1


def link_before(parent: Node, child: Node, before: Node | None) -> None:
    """Put a detached child before a sibling, or last."""
    if before is None:
        link_last(parent, child)
        return
    previous = before._previous
    child.parent = parent
    child._previous = previous
    child._next = before
    before._previous = child
    if previous is None:
        parent._first = child
    else:
        previous._next = child
    parent.child_count += 1


def link_run(parent: Node, run: Run, before: Node | None) -> None:
    """Put a detached run before a sibling, or last."""
    previous = parent._last if before is None else before._previous
    run.parent = parent
    run._previous = previous
    run._next = before
    if previous is None:
        parent._first = run
    else:
        previous._next = run
    if before is None:
        parent._last = run
    else:
        before._previous = run
    parent.child_count += run.count


def unlink(child: Link) -> None:
    """Detach a child, or a run of them. It keeps its subtree."""
    parent = child.parent
    assert parent is not None
    previous, following = child._previous, child._next
    if previous is None:
        parent._first = following
    else:
        previous._next = following
    if following is None:
        parent._last = previous
    else:
        following._previous = previous
    child.parent = child._previous = child._next = None
    parent.child_count -= _count(child)


def _count(link: Link) -> int:
    return link.count if isinstance(link, Run) else 1


def relink(parent: Node, children: Sequence[Link]) -> None:
    """Give a parent exactly these children, in this order: its own ones in another, or ones that are detached."""
    previous: Link | None = None
    for child in children:
        child.parent = parent
        child._previous = previous
        if previous is None:
            parent._first = child
        else:
            previous._next = child
        previous = child
    if previous is None:
        parent._first = None
    else:
        previous._next = None
    parent._last = previous
    parent.child_count = sum(map(_count, children))


def unlink_all(parent: Node) -> None:
    """Detach all children. They keep their subtrees."""
    for child in links_of(parent):
        child.parent = child._previous = child._next = None
    parent._first = parent._last = None
    parent.child_count = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What one accepted batch changed, net: an adapter reads the rest from the tree, which is already as after the
    batch. *Older* nodes are those that were there before it; of nodes that it made nothing is listed, they are found
    below an older one.

    Attributes:
        sequence: the batch's number.
        operations: the batch itself, for logs.
        children: older nodes, still alive, whose children came, went or moved; which, is seen by comparing.
        props: older nodes, still alive, with the names of their props that were written or went. A prop that was
            written with the value that it had is among them: a guest that writes an input's ``value`` again wants it
            shown. One that came and went within the batch is not.
        texts: older ``#text`` nodes, still alive, whose text was written.
        deleted: older nodes that are gone: roots of the subtrees that were deleted, and nodes that were moved by the
            same batch before they went. ``alive`` is False for all of a subtree. Clones at which nobody has ever looked
            were no nodes and are not listed.
    """

    sequence: int
    operations: tuple[Operation, ...]
    children: tuple[Node, ...]
    props: Mapping[Node, frozenset[str]]
    texts: tuple[Node, ...]
    deleted: tuple[Node, ...]
