"""A tree, or a part of it, as operations that make it from nothing. Runs of clones stay runs.

Knows nothing of what the browser has: see `drawing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rill.host.tree import Node, Run
from rill.host.web.drawing import Drawing, Wire
from rill.host.web.footers import links_in_page
from rill.host.web.shapes import readable
from rill.host.web.templates import WebTemplate
from rill.protocol.operations import ROOT_ID, SlotKind
from rill.protocol.values import UNDEFINED, Value
from rill.protocol.web import WebOperation

# Levels of items inside each other. What is deeper is made by operations of its own, since encoders and decoders go
# as deep as items do.
_LEVELS_MAX: Final = 40


class Snapshot:
    """Collects the operations that make nodes with all below them."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self.operations: list[Wire] = []
        # Nodes whose children are still to be made: the node, the list for items of its children and the level of
        # these; None for a list where children are made by operations.
        self._waiting: list[tuple[Node, list[Any] | None, int]] = []
        # Nodes below others that show no element.
        self.unseen: set[int] = set()

    def add_root(self, item: list[Any], items: list[Any]) -> None:
        """Make everything from the root on. ``item`` is that of the root, and ``items`` the list in it."""
        self.operations.append([WebOperation.CREATE, item])
        self._waiting.append((self._drawing.tree.root, items, 1))
        self._finish()

    def add(self, node: Node) -> None:
        """Make one node with all below it, detached."""
        self._make(node)
        self._finish()

    def _finish(self) -> None:
        while self._waiting:
            node, items, level = self._waiting.pop()
            if self._drawing.is_closed(node):
                self.unseen.update(child.id for child in node.children)
            else:
                self._make_children(node, items, level)

    def _make(self, node: Node) -> None:
        """Make one node, detached, by operations; what is below it waits."""
        template = self._template_of(node)
        if template is not None:
            self._make_clones(node, template, None, None)
            return
        item, items = self._drawing.item(node)
        self.operations.append([WebOperation.CREATE, item])
        if node.schema is not None:
            self._waiting.append((node, items, 1))

    def _template_of(self, link: Node | Run) -> WebTemplate | None:
        return None if link.template is None else self._drawing.template(link.template.id)

    def _make_children(self, parent: Node, items: list[Any] | None, level: int) -> None:
        # What is made by operations goes before the next sibling that is in the page by then.
        later: list[Node | Run] = []
        for link in _opened(parent, self._drawing):
            if isinstance(link, Node) and link.static and came_with_clone(link, self._drawing):
                # It came with its clone, and so did all in it that stands in the template.
                self._place(later, parent, link.id)
                continue
            if items is None or self._template_of(link) is not None or isinstance(link, Run):
                later.append(link)
                continue
            self._place(later, parent, link.id)
            item, inner = self._drawing.item(link)
            items.append(item)
            if link.schema is not None:
                self._waiting.append((link, inner if level < _LEVELS_MAX else None, level + 1))
        self._place(later, parent, None)

    def _place(self, links: list[Node | Run], parent: Node, before: int | None) -> None:
        for link in links:
            template = self._template_of(link)
            if template is not None:
                self._make_clones(link, template, parent.id, before)
            else:
                assert isinstance(link, Node)
                self._make(link)
                self.operations.append([WebOperation.PLACE, parent.id, link.id, before])
        links.clear()

    def _make_clones(self, link: Node | Run, template: WebTemplate, parent: int | None, before: int | None) -> None:
        assert link.template is not None
        id, drawing = link.template.id, self._drawing
        if isinstance(link, Run):
            columns: Sequence[Sequence[Value]] = [column[link.row :] for column in link.columns]
            count = link.count
        else:
            values = link.values if link.lazy else values_of(link)
            columns, count = [[value] for value in values], 1
        drawing.define(id, template)
        wire = template.columns(columns, drawing.page.context, drawing.page.needs)
        self.operations.append([WebOperation.CLONES, id, link.id, count, parent, before, wire])
        if isinstance(link, Node) and not link.lazy:
            self._finish_clone(link)

    def _finish_clone(self, root: Node) -> None:
        """What became of a clone that was looked into, beyond the values of its slots."""
        template, values, tree = root.template, values_of(root), self._drawing.tree
        assert template is not None
        for index, static in enumerate(template.nodes):
            node = root if index == 0 else _inner(root, index, tree.nodes)
            if static.schema is None:
                if not static.slots and node.text != static.text:
                    self.operations.append([WebOperation.TEXT, node.id, readable(node.text)])
                continue
            if node.props != template.props(index, values) or self._is_held(node):
                self.operations.append(self._drawing.morph(node, writes=True))
            self._waiting.append((node, None, 1))

    def _is_held(self, node: Node) -> bool:
        return node.id in self._drawing.page.states.fields


def came_with_clone(node: Node, drawing: Drawing) -> bool:
    """Whether a static node is in the browser because its clone is one of a template there."""
    root: Node | None = node
    while root is not None and root.static:
        root = root.parent
    return root is not None and root.template is not None and drawing.template(root.template.id) is not None


def values_of(root: Node) -> list[Value]:
    """What the slots of a clone hold that was looked into."""
    template = root.template
    assert template is not None
    values: list[Value] = []
    for slot in template.slots:
        node = root if slot.index == 0 else _inner(root, slot.index, root._tree.nodes)
        if slot.kind == SlotKind.TEXT:
            values.append(node.text)
        elif slot.name is None:
            values.append(None)
        else:
            values.append(node.props.get(slot.name, UNDEFINED))
    return values


def _inner(root: Node, index: int, nodes: dict[int, Node]) -> Node:
    return nodes[root.id + index]


def _opened(parent: Node, drawing: Drawing) -> list[Node | Run]:
    """The children of a node. Runs are left where they can be made as such."""
    if parent.lazy:
        drawing.tree.expand(parent)
    found: list[Node | Run] = []
    for link in links_in_page(parent):
        if isinstance(link, Run) and drawing.template(link.template.id) is None:
            ids = range(link.id, link.end, link.template.size)
            drawing.tree.open(link)
            found.extend(drawing.tree.nodes[id] for id in ids)
        else:
            found.append(link)
    return found


def detached(drawing: Drawing) -> list[Node]:
    """Nodes that are alive and stand nowhere: a guest may put them somewhere later."""
    return [node for node in drawing.tree.nodes.values() if node.parent is None and node.id != ROOT_ID]
