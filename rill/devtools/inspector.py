"""The tree of a session as lines: which nodes are open, what each line says, what is known of one node, and search.

Reads the tree and changes nothing; which lines are on the screen is somebody else's business. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rill.devtools.words import LINE_CHARACTERS, node_name, value_words
from rill.host.tree import Node, Tree
from rill.protocol.operations import TEXT_TYPE
from rill.protocol.printable import escape
from rill.protocol.values import Value

# A node with more children than this is closed until somebody opens it, and so is one that lies this deep.
OPEN_CHILDREN_MAX: Final = 100
OPEN_DEPTH_MAX: Final = 12
# Lines below open nodes; a tree of 50,000 nodes that are all open would be made anew too often.
ROWS_MAX: Final = 20_000
_TEXT_CHARACTERS: Final = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the tree. ``is_open`` is None for a node without anything to open."""

    node: Node
    depth: int
    is_open: bool | None


@dataclass(frozen=True, slots=True)
class Section:
    """Some facts about a node, under one heading: names and values, safe to show."""

    heading: str
    facts: tuple[tuple[str, str], ...]


class TreeRows:
    """The lines of a tree, in document order, and which of its nodes a person has opened or closed."""

    def __init__(self) -> None:
        self._choices: dict[int, bool] = {}
        self.rows: list[Row] = []
        # How many lines there would be more.
        self.cut = False
        self._places: dict[int, int] | None = None
        # What the lines were made from.
        self._made_from: tuple[Tree, object] | None = None

    def update(self, tree: Tree, structure: object = None) -> None:
        """Read the tree anew, O(lines); or not, if it is the same ``structure`` as the last time and nobody has opened
        or closed anything."""
        made_from = (tree, structure)
        if structure is not None and made_from == self._made_from:
            return
        self._made_from = made_from
        rows: list[Row] = []
        self._places = None
        self.cut = False
        stack: list[tuple[Node, int]] = [(child, 0) for child in reversed(tree.root.children)]
        while stack:
            node, depth = stack.pop()
            if len(rows) >= ROWS_MAX:
                self.cut = True
                break
            if not _has_children(node):
                rows.append(Row(node, depth, None))
                continue
            is_open = self._is_open(node, depth)
            rows.append(Row(node, depth, is_open))
            if is_open:
                stack.extend((child, depth + 1) for child in reversed(node.children))
        self.rows = rows
        if self._choices:
            self._choices = {id: choice for id, choice in self._choices.items() if id in tree.nodes}

    def _is_open(self, node: Node, depth: int) -> bool:
        choice = self._choices.get(node.id)
        if choice is not None:
            return choice
        if node.lazy or depth >= OPEN_DEPTH_MAX or node.child_count > OPEN_CHILDREN_MAX:
            return False
        # Text says itself on its parent's line.
        child = node.first_child
        while child is not None:
            if child.type != TEXT_TYPE:
                return True
            child = child.next_sibling
        return False

    def set_open(self, node: Node, is_open: bool) -> None:
        """Open or close a node; seen at the next `update`."""
        self._made_from = None
        self._choices[node.id] = is_open

    def set_all_open(self, node: Node, is_open: bool) -> None:
        """Open or close a node and what is below it, as far as there is room for lines."""
        self._made_from = None
        for count, inner in enumerate(node.walk()):
            if count >= ROWS_MAX:
                return
            if inner.type != TEXT_TYPE:
                self._choices[inner.id] = is_open

    def reveal(self, node: Node) -> None:
        """Open everything around a node; seen at the next `update`."""
        self._made_from = None
        around = node.parent
        while around is not None:
            self._choices[around.id] = True
            around = around.parent

    def place_of(self, node: Node) -> int | None:
        """The line of a node, or None when it is in nothing open."""
        if self._places is None:
            self._places = {row.node.id: place for place, row in enumerate(self.rows)}
        return self._places.get(node.id)


def _has_children(node: Node) -> bool:
    if node.lazy:
        return node.template is not None and node.template.size > 1
    return node.child_count > 0


def row_words(node: Node) -> tuple[str, str, str]:
    """What the line of a node says: its type, its words, and its notes, such as its id."""
    if node.type == TEXT_TYPE:
        return TEXT_TYPE, value_words(node.text, _TEXT_CHARACTERS), ""
    name = node_name(node)
    notes = []
    id = node.props.get("id")
    if isinstance(id, str) and id and id != name:
        notes.append(f"id={value_words(id, 30)}")
    if node.get("hidden") is True:
        notes.append("hidden")
    value = node.props.get("value")
    if value is not None:
        notes.append(f"value={value_words(value, 30)}")
    count = node.props.get("count")
    if isinstance(count, int):
        notes.append(f"count={count:,}")
    elif node.child_count > OPEN_CHILDREN_MAX:
        notes.append(f"{node.child_count:,} children")
    return node.type, value_words(name, _TEXT_CHARACTERS) if name else "", " ".join(notes)


def describe(node: Node, tree: Tree) -> list[Section]:
    """All that the tree knows of a node: what it is, its props, its listeners and its view state."""
    facts: list[tuple[str, str]] = [("node", f"{node.id}")]
    schema = node.schema
    if schema is None:
        if node.type == TEXT_TYPE:
            facts.append(("text", value_words(node.text, LINE_CHARACTERS)))
        facts.append(("in", _path(node)))
        return [Section(node.type, tuple(facts))]
    own_role = node.props.get("role")
    facts.append(("role", escape(own_role) if isinstance(own_role, str) else schema.role))
    name = node_name(node)
    if name:
        facts.append(("name", value_words(name, LINE_CHARACTERS)))
    facts.append(("in", _path(node)))
    if node.template is not None:
        facts.append(("template", str(node.template.id)))
    sections = [Section(node.type, tuple(facts))]
    props = [
        (escape(name), value_words(value, LINE_CHARACTERS))
        for name, value in node.props.items()
        if name not in schema.events
    ]
    sections.append(Section("Props", tuple(props)))
    defaults = [
        (name, value_words(default, LINE_CHARACTERS))
        for name in schema.props
        if name not in node.props and (default := schema.default(name)) is not None
    ]
    sections.append(Section("Defaults", tuple(defaults)))
    listeners = [
        (name, policy_words(node.props.get(name))) for name in schema.events if node.props.get(name) is not None
    ]
    others = [name for name in schema.events if node.props.get(name) is None]
    if others:
        listeners.append(("not heard", ", ".join(others)))
    sections.append(Section("Events", tuple(listeners)))
    if schema.view_state:
        version = tree.version(node)
        state = [("a person may change", ", ".join(schema.view_state))]
        if "value" in schema.props or version:
            state.append(("changes by a person", str(version)))
            state.append(("last seen by the guest", value_words(node.props.get("valueVersion"))))
        sections.append(Section("View state", tuple(state)))
    return [section for section in sections if section.facts]


def policy_words(mark: Value) -> str:
    """A listener's policy, such as ``listens, stop, keys Enter Escape``."""
    words = ["listens"]
    if isinstance(mark, dict):
        for name, value in mark.items():
            if name == "keys" and isinstance(value, list) and value:
                words.append(f"keys {' '.join(escape(str(key)[:20]) for key in value[:20])}")
            elif value is True:
                words.append(escape(name))
            elif isinstance(value, int | float) and value:
                words.append(f"{escape(name.removesuffix('_ms'))} {value:g} ms")
    return ", ".join(words)


def _path(node: Node) -> str:
    types = []
    at = node.parent
    while at is not None and at.parent is not None:
        types.append(f"{at.type} {at.id}")
        at = at.parent
    return " > ".join(reversed(types)) or "root"


def find_next(tree: Tree, query: str, after: Node | None) -> Node | None:
    """The next node in document order whose type, number, words or props hold the query; from the start again at the
    end."""
    wanted = query.strip().casefold()
    if not wanted:
        return None
    first: Node | None = None
    passed = after is None or not after.alive
    for node in _nodes(tree):
        if _holds(node, wanted):
            if passed:
                return node
            if first is None:
                first = node
        if node is after:
            passed = True
    return first


def _nodes(tree: Tree) -> Iterator[Node]:
    return (node for node in tree.root.walk() if node is not tree.root)


def _holds(node: Node, wanted: str) -> bool:
    if wanted == str(node.id) or wanted in node.type.casefold() or wanted in node.text.casefold():
        return True
    for name, value in node.props.items():
        if isinstance(value, str) and wanted in value.casefold():
            return True
        if value is not None and wanted == name.casefold():
            return True
    return False
