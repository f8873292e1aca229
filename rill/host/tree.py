"""The tree as the receiver holds it: nodes, their links, and lazily expanded clones of templates.

Holds structure only. What may be put into it is decided by `receiver`; what it looks like by adapters, which read it
and never write it. Children are a linked list, so that every structural change costs O(1), however many siblings there
are.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rill.host.assets import Assets
from rill.host.node_ids import SortedIds
from rill.host.view_states import ViewStates
from rill.protocol.errors import HostError
from rill.protocol.operations import ROOT_ID, TEXT_TYPE, Operation
from rill.protocol.values import Value

if TYPE_CHECKING:
    from rill.components import ComponentSchema
    from rill.host.templates import CompiledTemplate

_NO_PROPS: Final[Mapping[str, Value]] = {}


class Node:
    """One node. Read it freely; only the receiver changes it.

    ``schema`` is None for the root and for ``#text`` nodes. A clone's root keeps its template and values until somebody
    looks at its children; only then do they become objects.
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
        self._first: Node | None = None
        self._last: Node | None = None
        self._next: Node | None = None
        self._previous: Node | None = None

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
            found.append(child)
            child = child._next
        return found

    @property
    def first_child(self) -> Node | None:
        """The first child, or None. Expands a clone."""
        if self.lazy:
            self._tree.expand(self)
        return self._first

    @property
    def next_sibling(self) -> Node | None:
        """The sibling behind this node, or None."""
        return self._next

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in document order. Expands clones."""
        node: Node | None = self
        while node is not None:
            yield node
            step = node.first_child
            while step is None and node is not self and node is not None:
                step = node._next
                if step is None:
                    node = node.parent
            node = step

    @property
    def text_content(self) -> str:
        """All text below this node, joined."""
        return "".join(node.text for node in self.walk() if node.type == TEXT_TYPE)


class Tree:
    """All nodes of one session, by id.

    ``root`` is node 0; the guest mounts under it. Looking something up never fails on what a guest says: an unknown id
    is None. Adapters hear of events through `emit`.
    """

    def __init__(
        self,
        emit: Callable[[Node, str, Value], None] | None = None,
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
        # Unexpanded clones by the id of their root, and these ids in order. Ids of clones that were expanded stay among
        # the latter for a while; no id is used twice, so they hide none that is searched for.
        self._clones: dict[int, Node] = {}
        self._bases = SortedIds()

    # -- for adapters

    def emit(self, node: Node, event: str, payload: Value = None) -> bool:
        """Tell the guest that an event happened on a node.

        Returns whether the guest listens; if not, or if the node is gone, nothing is sent. A payload that is sent is
        checked against the component's schema.

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
        self._emit(node, event, payload)
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

    def forget_persons(self, nodes: list[Node]) -> None:
        """Let go of what persons did in nodes that are gone."""
        self.view_states.forget(node.id for node in nodes)
        if self._versions:
            for node in nodes:
                self._versions.pop(node.id, None)

    def accepts_value(self, node: Node) -> bool:
        """Whether the guest's last write of ``value`` is as new as what the person has typed, or forced."""
        written = node.props.get("valueVersion")
        if written == "force":
            return True
        return (written if isinstance(written, int) else 0) >= self.version(node)

    # -- lookups

    def find(self, id: int) -> Node | None:
        """The node with this id; expands the clone that it lies in."""
        node = self.nodes.get(id)
        if node is not None:
            return node
        clone = self.clone_around(id)
        if clone is None:
            return None
        self.expand(clone)
        return self.nodes.get(id)

    def clone_around(self, id: int) -> Node | None:
        """The root of the unexpanded clone that holds this id, found by bisection over the bases."""
        clone = self._clones.get(self._bases.below(id))
        if clone is None or clone.template is None or id >= clone.id + clone.template.size:
            return None
        return clone

    def schema_of(self, id: int) -> tuple[str, ComponentSchema | None] | None:
        """Type and schema of a node, without expanding anything. None when there is no such node."""
        node = self.nodes.get(id)
        if node is None:
            clone = self.clone_around(id)
            if clone is not None and clone.template is not None:
                static = clone.template.nodes[id - clone.id]
                return static.type, static.schema
            # A check runs beside the event loop, where an adapter may have expanded the clone between the two looks.
            # Its nodes come before it goes, so they are there now.
            node = self.nodes.get(id)
        return None if node is None else (node.type, node.schema)

    # -- clones

    def add_clones(self, run: Sequence[Node]) -> None:
        """Note that nodes are the roots of unexpanded clones. A run of ascending ids costs least."""
        ids = [node.id for node in run]
        self._clones.update(zip(ids, run, strict=True))
        self._bases.add_all(ids)

    def drop_clone(self, node: Node) -> None:
        """Forget an unexpanded clone. Bases go later, many at once, so that clearing a table stays linear."""
        self._clones.pop(node.id, None)
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
            self.drop_clone(clone)
        else:
            for node in made[1:]:
                node.alive = False


# -- links: the only code that touches siblings


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


def link_run(parent: Node, run: Sequence[Node], before: Node | None) -> None:
    """Put detached children before a sibling, or last, in their order."""
    previous = parent._last if before is None else before._previous
    for child in run:
        child.parent = parent
        child._previous = previous
        if previous is None:
            parent._first = child
        else:
            previous._next = child
        previous = child
    if previous is None:
        return
    previous._next = before
    if before is None:
        parent._last = previous
    else:
        before._previous = previous
    parent.child_count += len(run)


def unlink(child: Node) -> None:
    """Detach a child. It keeps its subtree."""
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
    parent.child_count -= 1


def relink(parent: Node, children: list[Node]) -> None:
    """Give a parent exactly these children, in this order: its own ones in another, or ones that are detached."""
    previous: Node | None = None
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
    parent.child_count = len(children)


def unlink_all(parent: Node) -> list[Node]:
    """Detach all children. They keep their subtrees."""
    children = parent.children
    for child in children:
        child.parent = child._previous = child._next = None
    parent._first = parent._last = None
    parent.child_count = 0
    return children


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
            same batch before they went. ``alive`` is False for all of a subtree.
    """

    sequence: int
    operations: tuple[Operation, ...]
    children: tuple[Node, ...]
    props: Mapping[Node, frozenset[str]]
    texts: tuple[Node, ...]
    deleted: tuple[Node, ...]
