"""One batch of a guest's operations in the browser's operations.

Structure is replayed in the order of the batch, because the browser's page is as the tree was before it. What elements
look like is read from the tree as it is after the batch: so it is said once, however often it changed. What a batch
makes goes out whole: children that are only appended are in the item of their parent.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable
from typing import Any, Final

from rill.host.tree import Changes, Node, Run, links_of
from rill.host.web.drawing import Drawing, Wire
from rill.host.web.footers import footer_of, ids_in_page
from rill.host.web.lowering import WRITTEN_PROPS
from rill.host.web.shapes import readable
from rill.host.web.templates import WebTemplate
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
    Remove,
    Reorder,
    SlotKind,
    Text,
    Update,
)
from rill.protocol.values import Value
from rill.protocol.web import WebOperation

# Of what is gone at the end of its batch: something to stand in its place until then.
_STANDS_IN: Final = "div"

# Levels of items inside each other: see `snapshots`.
_LEVELS_MAX: Final = 40


class PageLost(Exception):
    """What the browser has is not known any more: a node came out from where it was not seen, or went there. That is so
    rare that the page begins anew."""


class _Fresh:
    """A node that the batch makes by CREATE.

    ``at`` is where its operation stands, None once it is in the item of another, ``around``. As long as no operation
    has named it, it can still go into another's item; as long as children were only appended, they can go into its own.
    """

    __slots__ = ("around", "at", "is_named", "item", "items", "levels")

    def __init__(self, at: int, item: list[Any], items: list[Any] | None) -> None:
        self.at: int | None = at
        self.item = item
        self.items = items
        self.around: _Fresh | None = None
        self.is_named = False
        self.levels = 1


class _FreshClones:
    """Clones that the batch makes. While ``is_free`` no operation has named any of them. What ``owns_columns`` may get
    more rows."""

    __slots__ = ("at", "before", "columns", "count", "first", "is_free", "owns_columns", "parent", "size", "template")

    def __init__(self, at: int, template: int, first: int, count: int, size: int, columns: list[list[Value]]) -> None:
        self.at = at
        self.template = template
        self.first = first
        self.count = count
        self.size = size
        self.columns = columns
        self.parent: int | None = None
        self.before: int | None = None
        self.is_free = True
        self.owns_columns = True

    @property
    def end(self) -> int:
        return self.first + self.count * self.size


class Translation:
    """Translates one batch. ``unseen`` are nodes under others that show nothing of what is below them: no element
    stands for them in the browser. It is kept up to date."""

    def __init__(self, drawing: Drawing, changes: Changes, unseen: set[int]) -> None:
        self._drawing = drawing
        self._tree = drawing.tree
        self._changes = changes
        self._unseen = unseen
        self._operations: list[Wire | _FreshClones | None] = []
        self._fresh: dict[int, _Fresh] = {}
        self._clones: dict[int, _FreshClones] = {}
        self._bases: list[int] = []
        self._drawn: set[int] = set()
        self._patched: set[tuple[int, int]] = set()
        # Nodes that stand elsewhere now.
        self._moved: list[int] = []
        # Footers that the batch has put into their components, and parents of which only the whole order is right.
        self._footer_of: dict[int, int | None] = {}
        self._footers: set[int] = set()
        self._disordered: dict[int, None] = {}
        self._written: dict[int, set[str]] = {}
        self._run: Run | None = None
        self._run_template: WebTemplate | None = None

    def translate(self) -> list[Wire]:
        """The browser's operations, with all that they need.

        Raises:
            PageLost: there are none.
        """
        translations = _TRANSLATIONS
        for operation in self._changes.operations:
            translate = translations.get(type(operation))
            if translate is not None:
                translate(self, operation)
        self._put_in_order()
        self._draw_dependents()
        made = [self._finish(operation) for operation in self._operations if operation is not None]
        return self._drawing.take_needs() + made

    def _finish(self, operation: Wire | _FreshClones) -> Wire:
        if isinstance(operation, list):
            return operation
        drawing = self._drawing
        template = drawing.template(operation.template)
        assert template is not None
        drawing.define(operation.template, template)
        columns = template.columns(operation.columns, drawing.page.context, drawing.page.needs)
        return [
            WebOperation.CLONES,
            operation.template,
            operation.first,
            operation.count,
            operation.parent,
            operation.before,
            columns,
        ]

    # -- nodes

    def create(self, operation: Create) -> None:
        id, node = operation.id, self._tree.nodes.get(operation.id)
        if node is None:
            self._stand_in(id)
        else:
            self._make_one(node)

    def update(self, operation: Update) -> None:
        self._written.setdefault(operation.id, set()).update(operation.props, operation.removed)
        node = self._tree.nodes.get(operation.id)
        if node is not None:
            self._draw(node)

    def text(self, operation: Text) -> None:
        id = operation.id
        if id in self._fresh or self._is_unseen(id):
            return
        self._name(id)
        self._operations.append([WebOperation.TEXT, id, readable(operation.text)])

    def delete(self, operation: Delete) -> None:
        id = operation.id
        fresh = self._fresh.get(id)
        if fresh is not None and fresh.at is not None and not fresh.is_named:
            # Nobody has seen it.
            self._operations[fresh.at] = None
            return
        if id in self._unseen:
            self._unseen.discard(id)
            return
        self._name(id)
        self._operations.append([WebOperation.DELETE, id])

    def clear(self, operation: Clear) -> None:
        if self._is_closed(operation.parent):
            return
        self._name(operation.parent)
        self._operations.append([WebOperation.CLEAR, operation.parent])

    # -- structure

    def append(self, operation: Append) -> None:
        parent, child = self._fresh.get(operation.parent), self._fresh.get(operation.child)
        if (
            parent is not None
            and child is not None
            and parent.items is not None
            and child.at is not None
            and not child.is_named
            and _levels_with(parent, child) <= _LEVELS_MAX
        ):
            self._fold(parent, child)
            return
        self._place(operation.parent, operation.child, None)

    def _fold(self, parent: _Fresh, child: _Fresh) -> None:
        """Put the item of a new node into that of its new parent, behind all others."""
        assert parent.items is not None
        assert child.at is not None
        at = len(parent.items)
        footer = self._footer(parent.item[0])
        if footer is not None:
            if child.item[0] == footer:
                self._footers.add(footer)
            elif footer in self._footers:
                at -= 1
        parent.items.insert(at, child.item)
        self._operations[child.at] = None
        child.at, child.around = None, parent

    def insert(self, operation: Insert) -> None:
        self._place(operation.parent, operation.child, operation.before)

    def remove(self, operation: Remove) -> None:
        if operation.child in self._unseen:
            raise PageLost
        self._name(operation.parent)
        self._name(operation.child)
        self._moved.append(operation.child)
        self._operations.append([WebOperation.REMOVE, operation.child])

    def reorder(self, operation: Reorder) -> None:
        children = operation.children
        if not children or children[0] in self._unseen or self._is_closed(operation.parent):
            return
        self._name(operation.parent)
        for child in children:
            self._name(child)
        footer = self._footer(operation.parent)
        if footer in children:
            children = [child for child in children if child != footer] + [footer]
        self._operations.append([WebOperation.ORDER, operation.parent, children])

    def _place(self, parent: int, child: int, before: int | None) -> None:
        if self._is_closed(parent):
            self._hide(child)
            return
        if child in self._unseen:
            raise PageLost
        before = self._before(parent, child, before)
        clones = self._clones.get(child)
        if clones is not None and clones.is_free and clones.count == 1:
            self._name(parent)
            if before is not None:
                self._name(before)
            self._place_clone(clones, parent, before)
            return
        self._name(parent)
        self._name(child)
        if before is not None:
            self._name(before)
        self._moved.append(child)
        self._operations.append([WebOperation.PLACE, parent, child, before])

    # -- footers, which come first in a guest's tree and last in a page

    def _footer(self, parent: int) -> int | None:
        if parent not in self._footer_of:
            node = self._tree.nodes.get(parent)
            footer = footer_of(node) if node is not None else None
            self._footer_of[parent] = footer.id if footer is not None else None
        return self._footer_of[parent]

    def _before(self, parent: int, child: int | None, before: int | None) -> int | None:
        """What a child goes before in the page."""
        footer = self._footer(parent)
        if footer is None:
            return before
        if child == footer:
            self._footers.add(footer)
            return None
        if before is not None and before == footer:
            # Before what follows the footer in the guest's tree, and that may change.
            self._disordered[parent] = None
        if before is None and (footer in self._footers or self._was_there(footer)):
            return footer
        return before

    def _was_there(self, id: int) -> bool:
        """Whether a node stands where it does since before the batch, or since its clone was made."""
        node = self._tree.nodes[id]
        return node.static or node.born != self._changes.sequence

    def _put_in_order(self) -> None:
        for id in self._disordered:
            node = self._tree.nodes.get(id)
            if node is not None and not self._is_unseen(id):
                self._name(id)
                self._operations.append([WebOperation.ORDER, id, ids_in_page(node)])

    def _place_clone(self, clone: _FreshClones, parent: int, before: int | None) -> None:
        """Make a clone where it is placed; together with the one before it, if they stand side by side."""
        operations = self._operations
        operations[clone.at] = None
        while operations and operations[-1] is None:
            operations.pop()
        last = operations[-1] if operations else None
        if (
            isinstance(last, _FreshClones)
            and last.owns_columns
            and last.template == clone.template
            and last.parent == parent
            and last.before == before
            and last.end == clone.first
        ):
            for column, other in zip(last.columns, clone.columns, strict=True):
                column += other
            last.count += 1
            self._clones[clone.first] = last
            return
        clone.at, clone.parent, clone.before, clone.is_free = len(operations), parent, before, False
        operations.append(clone)

    # -- templates

    def clone(self, operation: Clone) -> None:
        template = self._drawing.template(operation.template)
        if template is None:
            self._make_nodes(operation.template, [operation.base])
            return
        columns = [[value] for value in operation.values]
        self._add_clones(_FreshClones(0, operation.template, operation.base, 1, template.size, columns))

    def clones(self, operation: Clones) -> None:
        drawing = self._drawing
        template = drawing.template(operation.template)
        size = drawing.tree.templates[operation.template].size
        bases = range(operation.base, operation.base + operation.count * size, size)
        if template is None or self._is_closed(operation.parent):
            self._open_runs(bases, size)
            self._make_nodes(operation.template, bases)
            for base in bases:
                self._place(operation.parent, base, operation.before)
            return
        self._name(operation.parent)
        before = self._before(operation.parent, None, operation.before)
        if before is not None:
            self._name(before)
        clones = _FreshClones(0, operation.template, operation.base, operation.count, size, operation.columns)
        clones.parent, clones.before = operation.parent, before
        clones.is_free = clones.owns_columns = False
        self._add_clones(clones)

    def _add_clones(self, clones: _FreshClones) -> None:
        clones.at = len(self._operations)
        self._operations.append(clones)
        self._clones[clones.first] = clones
        insort(self._bases, clones.first)

    def _open_runs(self, bases: range, size: int) -> None:
        tree = self._tree
        for link in list(tree.links_between(bases.start, bases.stop, size)):
            if isinstance(link, Run):
                tree.open(link)

    def _make_nodes(self, template: int, bases: Iterable[int]) -> None:
        """Make clones node by node, with what the template puts into them: the rest comes by operations."""
        for base in bases:
            node = self._tree.nodes.get(base)
            if node is None:
                self._stand_in_for_clone(template, base)
            else:
                self._make_static(node)

    def _stand_in_for_clone(self, template: int, base: int) -> None:
        """Make something in place of a clone that is gone by the end of the batch, and of all nodes in it."""
        for index, static in enumerate(self._tree.templates[template].nodes):
            self._stand_in(base + index)
            if index:
                self._place(base + static.parent, base + index, None)

    def _stand_in(self, id: int) -> None:
        """Make something in place of what is gone by the end of the batch."""
        item = [id, _STANDS_IN, None]
        self._fresh[id] = _Fresh(len(self._operations), item, None)
        self._operations.append([WebOperation.CREATE, item])

    def _make_static(self, root: Node) -> None:
        waiting = [(root, self._make_one(root))]
        while waiting:
            node, fresh = waiting.pop()
            if fresh.items is None:
                if node.schema is not None:
                    self._unseen.update(child.id for child in node.children)
                continue
            deep: list[int] = []
            for child in node.children:
                if not child.static:
                    continue
                made = self._make_one(child)
                if _levels_with(fresh, made) <= _LEVELS_MAX:
                    fresh.items.append(made.item)
                    self._operations.pop()
                    made.at, made.around = None, fresh
                else:
                    deep.append(child.id)
                waiting.append((child, made))
            for id in deep:
                self._place(node.id, id, None)

    def _make_one(self, node: Node) -> _Fresh:
        item, items = self._drawing.item(node)
        is_leaf = node.schema is None or self._drawing.is_closed(node)
        fresh = self._fresh[node.id] = _Fresh(len(self._operations), item, None if is_leaf else items)
        self._operations.append([WebOperation.CREATE, item])
        return fresh

    def patch(self, operation: Patch) -> None:
        base, slot = operation.base, operation.slot
        run = self._run
        if run is None or not run.id <= base < run.end:
            link = self._tree.nodes.get(base) or self._tree.clone_around(base)
            if not isinstance(link, Run):
                if link is not None:
                    self._patch_node(link, slot, operation.value)
                return
            self._run = run = link
            self._run_template = self._drawing.template(run.template.id)
        template = self._run_template
        if template is None:
            # Runs of these are opened when they are made.
            node = self._tree.take(run, base)
            self._run = None
            self._patch_node(node, slot, operation.value)
            return
        if self._unseen and self._is_unseen(base):
            return
        number = template.slot_of_guest[slot]
        if number is None:
            return
        if self._bases:
            self._name(base)
        if template.is_text(number):
            self._operations.append([WebOperation.PATCH, base, number, readable(operation.value)])
        elif (base, number) not in self._patched:
            self._patched.add((base, number))
            columns, row = run.columns, run.row_of(base)
            page = self._drawing.page
            value = template.value(number, lambda at: columns[at][row], page.context, page.needs)
            self._operations.append([WebOperation.PATCH, base, number, value])

    def _patch_node(self, root: Node, slot: int, value: Value) -> None:
        """Write a slot of a clone that is a node by now."""
        assert root.template is not None
        entry = root.template.slots[slot]
        if entry.kind == SlotKind.CHILDREN or self._is_unseen(root.id):
            return
        template = self._drawing.template(root.template.id)
        if template is None or not root.lazy:
            inner = root.id + entry.index
            if entry.kind == SlotKind.TEXT:
                if inner not in self._fresh:
                    self._name(root.id)
                    self._operations.append([WebOperation.TEXT, inner, readable(value)])
                return
            if entry.name is not None:
                self._written.setdefault(inner, set()).add(entry.name)
            self._draw(self._tree.nodes[inner])
            return
        number = template.slot_of_guest[slot]
        if number is None or (root.id, number) in self._patched:
            return
        self._name(root.id)
        self._patched.add((root.id, number))
        page, values = self._drawing.page, root.values
        wire = template.value(number, lambda at: values[at], page.context, page.needs)
        self._operations.append([WebOperation.PATCH, root.id, number, wire])

    # -- what has been said of what the batch makes

    def _name(self, id: int) -> None:
        """Note that an operation names a node: what makes it stays where it is from now on."""
        fresh = self._fresh.get(id)
        if fresh is not None:
            fresh.items = None
            while fresh is not None and not fresh.is_named:
                fresh.is_named = True
                fresh = fresh.around
            return
        if self._bases:
            at = bisect_right(self._bases, id) - 1
            clones = self._clones[self._bases[at]] if at >= 0 else None
            if clones is not None and id < clones.end:
                clones.is_free = False

    # -- what changes with others

    def _draw(self, node: Node) -> None:
        """Say once what a node looks like now."""
        id = node.id
        if id in self._drawn or id in self._fresh or self._is_unseen(id):
            return
        self._drawn.add(id)
        self._name(id)
        names = self._changes.props.get(node) or self._written.get(id) or ()
        writes = not WRITTEN_PROPS.isdisjoint(names)
        self._operations.append(self._drawing.morph(node, writes=writes, written=frozenset(names)))

    def _draw_dependents(self) -> None:
        """Draw nodes whose views look at others that changed."""
        changes, views = self._changes, self._drawing.views
        for id in self._moved:
            self._draw_contextual(self._tree.nodes.get(id))
        for node in changes.children:
            self._draw_contextual(node)
        for node in changes.texts:
            self._draw_contextual(node.parent)
        if self._unseen:
            for node in (*changes.children, *changes.texts, *changes.props):
                self._draw_closed(node)
        for node in changes.props:
            self._draw_contextual(node.parent)
            view = views[node.type]
            if view.touches is not None:
                for touched in view.touches(node):
                    if touched.alive and touched.schema is not None:
                        self._draw(touched)
            for link in () if node.lazy else links_of(node):
                if isinstance(link, Node):
                    self._draw_contextual(link)

    def _draw_contextual(self, node: Node | None) -> None:
        if node is not None and node.schema is not None and self._drawing.views[node.type].contextual:
            self._draw(node)

    def _draw_closed(self, node: Node) -> None:
        """Draw what shows by itself what is below it, if a node is."""
        above: Node | None = node
        while above is not None:
            if above.schema is not None and self._drawing.is_closed(above):
                self._draw(above)
            above = above.parent

    # -- what shows nothing of what is below it

    def _is_closed(self, id: int) -> bool:
        """Whether a node shows nothing of what is below it, or is itself below one that does not."""
        node = self._tree.nodes.get(id)
        if node is not None and node.schema is not None and self._drawing.is_closed(node):
            return True
        return self._is_unseen(id)

    def _is_unseen(self, id: int) -> bool:
        unseen = self._unseen
        if not unseen:
            return False
        if id in unseen:
            return True
        fresh = self._fresh.get(id)
        while fresh is not None:
            if fresh.item[0] in unseen:
                return True
            fresh = fresh.around
        node = self._tree.nodes.get(id)
        while node is not None:
            if node.id in unseen:
                return True
            node = node.parent
        return False

    def _hide(self, child: int) -> None:
        """A node goes where nothing is seen of it."""
        if child in self._unseen:
            return
        fresh = self._fresh.get(child)
        if fresh is None or fresh.at is None or fresh.is_named:
            raise PageLost
        self._operations[fresh.at] = None
        self._unseen.add(child)


def _levels_with(parent: _Fresh, child: _Fresh) -> int:
    """The levels of items that there would be with one inside another; noted on the way up."""
    levels = child.levels + 1
    around: _Fresh | None = parent
    while around is not None and around.levels < levels:
        around.levels = levels
        levels, around = levels + 1, around.around
    top = parent
    while top.around is not None:
        top = top.around
    return top.levels


_TRANSLATIONS: Final[dict[type[Operation], Callable[[Translation, Any], None]]] = {
    Create: Translation.create,
    Update: Translation.update,
    Text: Translation.text,
    Delete: Translation.delete,
    Clear: Translation.clear,
    Append: Translation.append,
    Insert: Translation.insert,
    Remove: Translation.remove,
    Reorder: Translation.reorder,
    Clone: Translation.clone,
    Clones: Translation.clones,
    Patch: Translation.patch,
}
