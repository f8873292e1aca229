"""A tree as the HTML of its first paint. Runs of clones stay runs: their rows are written from the columns.

Reads tree and views; what happens afterwards is the adapter's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from rill.host.tree import Node, Run, Tree
from rill.host.web.element import Element
from rill.host.web.footers import links_in_page
from rill.host.web.html_writer import Split, escape_text, split
from rill.host.web.lowering import LoweringPage
from rill.host.web.nesting import Nesting
from rill.host.web.templates import WebTemplate
from rill.protocol.values import Value


@dataclass(frozen=True, slots=True)
class FirstPaint:
    """What a page is made of.

    Attributes:
        html: the guest's root element with all in it.
        rules: CSS of the classes in it, for a ``style`` element of its own.
        templates: a ``template`` element for each template that the guest has defined.
        modules: scripts that its elements need, by name.
        adoptable: False where a browser would move elements as it reads them: the connector asks for a snapshot then.
    """

    html: str
    rules: str
    templates: str
    modules: tuple[str, ...]
    adoptable: bool = True


# A node with the id of the clone around it (-1 for none), a run, text, or what stands behind a node's children.
_Item: TypeAlias = tuple[Node, int] | Run | str | Split


class Painting:
    """One first paint.

    Args:
        lower: makes the element of a node.
        template_of: the lowered template of a clone; None where clones are nodes like others.
        closed: whether nothing below a node has an element.
    """

    def __init__(
        self,
        tree: Tree,
        page: LoweringPage,
        lower: Callable[[Node], Element],
        template_of: Callable[[int], WebTemplate | None],
        closed: Callable[[Node], bool],
    ) -> None:
        self._tree = tree
        self._page = page
        self._lower = lower
        self._template_of = template_of
        self._closed = closed
        self._out: list[str] = []
        self._nesting = Nesting()
        self.adoptable = True
        # Nodes below others that show nothing of what is in them.
        self.unseen: set[int] = set()

    def paint(self, element: Element) -> str:
        """The HTML of the whole tree, in the element of its root."""
        root = split(element, ' data-r="0"', nesting=self._nesting)
        self._out.append(root.before)
        stack: list[_Item] = [root]
        self._push_children(self._tree.root, -1, stack)
        while stack:
            item = stack.pop()
            if isinstance(item, tuple):
                self._paint_node(*item, stack)
            elif isinstance(item, Run):
                self._paint_run(item, stack)
            elif isinstance(item, str):
                self._out.append(item)
            else:
                self._out.append(item.after)
                for _ in item.open:
                    self._nesting.leave()
        return "".join(self._out)

    def _push_children(self, node: Node, base: int, stack: list[_Item]) -> None:
        for link in reversed(links_in_page(node)):
            stack.append(link if isinstance(link, Run) else (link, base if link.static else -1))

    def _paint_node(self, node: Node, base: int, stack: list[_Item]) -> None:
        if node.lazy and self._paint_clone(node):
            return
        if node.schema is None:
            self._paint_text(node, base)
            return
        if node.lazy:
            self._tree.expand(node)
        if node.template is not None and self._template_of(node.template.id) is not None:
            base = node.id
        element = self._lower(node)
        parts = split(element, self._mark(node, base), self._place_mark(node, base), self._nesting)
        self.adoptable = self.adoptable and parts.keeps
        self._out.append(parts.before)
        stack.append(parts)
        if self._closed(node):
            self.unseen.update(child.id for child in node.children)
        else:
            self._push_children(node, base, stack)

    def _mark(self, node: Node, base: int) -> str:
        if base < 0:
            return f' data-r="{node.id}"'
        if node.id != base:
            return f' data-i="{node.id - base}"'
        assert node.template is not None
        return f' data-r="{base}" data-t="{node.template.id}"'

    def _place_mark(self, node: Node, base: int) -> str:
        """Of a node in a clone whose only child is a text: so that the text needs no mark of its own."""
        alone = _text_alone(node) if base >= 0 else None
        return "" if alone is None else f' data-x="{alone.id - base}"'

    def _paint_text(self, node: Node, base: int) -> None:
        self.adoptable = self._nesting.text(node.text) and self.adoptable
        if base < 0:
            self._out.append(f"<!--r{node.id}-->")
        elif node.parent is None or _text_alone(node.parent) is None:
            self._out.append(f"<!--i{node.id - base}-->")
        self._out.append(escape_text(node.text))

    def _paint_clone(self, node: Node) -> bool:
        """Write a clone that nobody has looked into. Returns whether that was possible."""
        assert node.template is not None
        template = self._template_of(node.template.id)
        if template is None:
            return False
        values: list[list[Value]] = [[value] for value in node.values]
        context, needs = self._page.context, self._page.needs
        self._out += template.rows(node.template.id, [node.id], values, context, needs)
        self.adoptable = template.keeps_place(self._nesting) and self.adoptable
        return True

    def _paint_run(self, run: Run, stack: list[_Item]) -> None:
        template = self._template_of(run.template.id)
        if template is None:
            ids = range(run.id, run.end, run.template.size)
            self._tree.open(run)
            stack.extend((self._tree.nodes[id], -1) for id in reversed(ids))
            return
        columns = [column[run.row :] for column in run.columns] if run.row else run.columns
        ids = range(run.id, run.end, run.template.size)
        self._out += template.rows(run.template.id, ids, columns, self._page.context, self._page.needs)
        self.adoptable = template.keeps_place(self._nesting) and self.adoptable


def _text_alone(node: Node) -> Node | None:
    """The only child of a node, if it is a text of the same clone."""
    if node.child_count != 1:
        return None
    child = node.first_child
    return child if child is not None and child.schema is None and child.static else None


def templates_html(templates: Mapping[int, WebTemplate], guest: int) -> str:
    """Templates as they stand in the page, by their ids: what TEMPLATE says on the live path."""
    parts = []
    for id, template in templates.items():
        slots = " ".join(f"{kind:d},{index}" for kind, index in template.wire_slots())
        marks = f'data-rill="{guest}" data-t="{id}" data-n="{template.size}" data-s="{slots}"'
        parts.append(f"<template {marks}>{template.html(id)}</template>")
    return "".join(parts)
