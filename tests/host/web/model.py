"""The connector as it would be if nothing had to be small or quick: a page as plain objects, which operations change,
and which adopts HTML as a parser reads it.

Whatever does not fit is an `AssertionError`: an id that is not there, a child that stands nowhere, two texts that a
parser would have made one. Holds no test.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from rill.host.web.allowed import VOID_TAGS
from rill.host.web.first_paint import FirstPaint
from rill.protocol.web import WebOperation, WebSlot


@dataclass(eq=False)
class PageText:
    text: str
    # Of the node; in a template the index of one; None for a text that never changes.
    id: int | None = None
    parent: PageElement | None = None


@dataclass(eq=False)
class PageElement:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[PageElement | PageText] = field(default_factory=list)
    id: int | None = None
    parent: PageElement | None = None
    # What a field holds, and its version.
    held: tuple[Any, int] | None = None
    # Whether the children of its node are in it.
    is_place: bool = False


@dataclass
class PageTemplate:
    size: int
    root: PageElement
    slots: list[list[int]]


class Page:
    """One guest's part of a page."""

    def __init__(self) -> None:
        self.nodes: dict[int, PageElement | PageText] = {}
        # By base: which template, and what its slots got.
        self.clones: dict[int, int] = {}
        self.templates: dict[int, PageTemplate] = {}
        self.rules: list[str] = []
        self.modules: list[str] = []
        self.calls: list[list[Any]] = []

    # -- operations

    def run(self, operations: list[list[Any]]) -> None:
        """Carry out the operations of one frame."""
        for code, *fields in operations:
            assert not self.calls or code == WebOperation.CALL, "calls come last"
            _RUN[WebOperation(code)](self, *fields)

    def _create(self, item: list[Any]) -> None:
        self._add(self._build_item(item), 0)

    def _morph(self, id: int, shape: list[Any]) -> None:
        element = self._element(id)
        self._become(element, shape)

    def _delete(self, id: int) -> None:
        node = self.nodes[id]
        detach(node)
        self._forget(node)

    def _place(self, parent: int, child: int, before: int | None) -> None:
        detach(self.nodes[child])
        self._insert(parent, [self.nodes[child]], before)

    def _remove(self, child: int) -> None:
        assert self.nodes[child].parent is not None
        detach(self.nodes[child])

    def _order(self, parent: int, children: list[int]) -> None:
        place = self.place(parent)
        nodes = [self.nodes[child] for child in children]
        assert len(nodes) == len(place.children)
        assert all(node.parent is place for node in nodes)
        place.children = nodes

    def _text(self, id: int, text: str) -> None:
        node = self.nodes[id]
        assert isinstance(node, PageText)
        node.text = text

    def _template(self, id: int, size: int, shape: list[Any], slots: list[list[int]]) -> None:
        assert id not in self.templates
        root = self._build(shape, None, is_root=True)
        root.id = 0
        self.templates[id] = PageTemplate(size, root, [list(map(int, slot)) for slot in slots])

    def _clones(
        self, template: int, base: int, count: int, parent: int | None, before: int | None, columns: list[Any]
    ) -> None:
        known = self.templates[template]
        made: list[PageElement | PageText] = []
        for row in range(count):
            root = copy.deepcopy(known.root)
            id = base + row * known.size
            self._add(root, id)
            self.clones[id] = template
            made.append(root)
            assert len(columns) == len(known.slots)
            for slot, column in enumerate(columns):
                if column is not None:
                    assert len(column) == count
                    self._patch(id, slot, column[row])
        if parent is not None:
            self._insert(parent, made, before)

    def _patch(self, base: int, slot: int, value: Any) -> None:
        template = self.templates[self.clones[base]]
        kind, index = template.slots[slot]
        if kind == WebSlot.TEXT:
            self._text(base + index, value)
            return
        element = self._element(base + index)
        if isinstance(value, list):
            self._become(element, value)
            return
        static = next(inner for inner in walk(template.root) if isinstance(inner, PageElement) and inner.id == index)
        shape = shape_of(static)
        attributes = {**shape[1], **(value or {})}
        shape[1] = {name: value for name, value in attributes.items() if value is not None}
        self._become(element, shape)

    def _clear(self, parent: int) -> None:
        node = self.nodes[parent]
        if isinstance(node, PageText) or not any(
            isinstance(at, PageElement) and at.is_place for at in walk_shape(node)
        ):
            # A guest may clear what never has children.
            return
        for child in list(self.place(parent).children):
            assert child.id is not None
            detach(child)
            self._forget(child)

    def _call(self, *fields: Any) -> None:
        assert fields[1] in self.nodes
        self.calls.append(list(fields))

    def _rule(self, text: str) -> None:
        self.rules.append(text)

    def _use(self, name: str) -> None:
        self.modules.append(name)

    # -- building

    def _build_item(self, item: list[Any]) -> PageElement | PageText:
        if len(item) <= 2 and not isinstance(item[-1], list | dict):
            return PageText(item[1] if len(item) == 2 else "", item[0])
        return self._build(item[1:], item[0], is_root=True)

    def _build(self, shape: list[Any], id: int | None, *, is_root: bool) -> PageElement:
        tag, attributes, children = (*shape, None, None)[:3]
        element = PageElement(tag, {}, [], id)
        self._set_attributes(element, attributes or {})
        self._fill(element, children, is_root=is_root)
        return element

    def _fill(self, element: PageElement, children: list[Any] | None, *, is_root: bool) -> None:
        children = children or []
        has_items = any(isinstance(child, list) and isinstance(child[0], int) for child in children)
        if 0 in children or has_items or (is_root and not children):
            assert 0 in children or is_root
            assert 0 not in children[1:]
            element.is_place = True
        for child in children:
            if child == 0:
                continue
            if isinstance(child, str):
                last = element.children[-1] if element.children else None
                assert child, "a parser sees no empty text"
                assert not (isinstance(last, PageText) and last.id is None), "a parser sees one text"
                made: PageElement | PageText = PageText(child)
            elif isinstance(child[0], int):
                made = self._build_item(child)
            else:
                assert not element.is_place, "nothing stands beside the children of a node"
                made = self._build(child, None, is_root=False)
            made.parent = element
            element.children.append(made)

    def _set_attributes(self, element: PageElement, attributes: dict[str, Any]) -> None:
        held = attributes.get("$v")
        if held is not None:
            element.held = (held[0], held[1])
        element.attributes = {name: str(value) for name, value in attributes.items() if name != "$v"}
        assert all(value is not None for value in attributes.values())

    def _become(self, element: PageElement, shape: list[Any]) -> None:
        tag, attributes, children = (*shape, None, None)[:3]
        kept: list[PageElement | PageText] = []
        for place in [inner for inner in walk_shape(element) if isinstance(inner, PageElement) and inner.is_place]:
            kept, place.children, place.is_place = place.children, [], False
        inside = element.children
        element.tag = tag
        self._set_attributes(element, attributes or {})
        element.children = []
        self._fill(element, children, is_root=False)
        self._carry_fields(inside, element.children)
        for place in [inner for inner in walk_shape(element) if isinstance(inner, PageElement) and inner.is_place]:
            for child in kept:
                child.parent = place
            place.children, kept = kept, []
        assert not kept, "the children of the node have no place any more"

    def _carry_fields(self, before: list[Any], after: list[Any]) -> None:
        for old, new in zip(before, after, strict=False):
            if isinstance(old, PageElement) and isinstance(new, PageElement) and old.tag == new.tag:
                if new.held is None:
                    new.held = old.held
                self._carry_fields(old.children, new.children)

    def _add(self, root: PageElement | PageText, base: int) -> None:
        for node in walk(root):
            if node.id is not None:
                node.id += base
                assert node.id not in self.nodes, f"node {node.id} is there already"
                self.nodes[node.id] = node

    def _forget(self, root: PageElement | PageText) -> None:
        for node in walk(root):
            if node.id is not None:
                del self.nodes[node.id]
                self.clones.pop(node.id, None)

    def _element(self, id: int) -> PageElement:
        element = self.nodes[id]
        assert isinstance(element, PageElement)
        return element

    def place(self, id: int) -> PageElement:
        """What the children of a node are in."""
        places = [inner for inner in walk_shape(self._element(id)) if isinstance(inner, PageElement) and inner.is_place]
        assert len(places) == 1
        return places[0]

    def _insert(self, parent: int, nodes: list[PageElement | PageText], before: int | None) -> None:
        place = self.place(parent)
        at = len(place.children) if before is None else place.children.index(self.nodes[before])
        place.children[at:at] = nodes
        for node in nodes:
            node.parent = place

    # -- first paint

    @staticmethod
    def adopt(paint: FirstPaint) -> Page:
        """A page as a browser has it when its script begins."""
        page = Page()
        (root,) = parse(paint.html)
        assert isinstance(root, PageElement)
        # Where a parser would move something the connector adopts nothing; this one's parser moves nothing.
        assert (root.attributes.pop("data-rill-reset", None) is None) is paint.adoptable
        page._take_over(root, None, None)
        page._add_adopted(root)
        for template in parse(paint.templates):
            assert isinstance(template, PageElement)
            assert template.tag == "template"
            slots = [list(map(int, slot.split(","))) for slot in template.attributes["data-s"].split()]
            (inner,) = template.children
            assert isinstance(inner, PageElement)
            inner.parent = None
            page._take_over(inner, 0, None)
            id = int(template.attributes["data-t"])
            page.templates[id] = PageTemplate(int(template.attributes["data-n"]), inner, slots)
        page.rules = [paint.rules]
        page.modules = list(paint.modules)
        return page

    def _take_over(self, element: PageElement, base: int | None, owner: PageElement | None) -> None:
        """Read the marks of an element and all in it, and take them away."""
        marks = {
            name: element.attributes.pop(name, None) for name in ("data-r", "data-t", "data-i", "data-x", "data-h")
        }
        if marks["data-r"] is not None:
            element.id = int(marks["data-r"])
            base = element.id if marks["data-t"] is not None else base
            if marks["data-t"] is not None:
                self.clones[element.id] = int(marks["data-t"])
        elif marks["data-t"] is not None:
            element.id = 0
        elif marks["data-i"] is not None:
            assert base is not None
            element.id = base + int(marks["data-i"])
        if element.id is not None:
            owner = element
        element.is_place = marks["data-h"] is not None
        self._take_field(element)
        taken: list[PageElement | PageText] = []
        due: int | None = None

        def flush() -> None:
            nonlocal due
            if due is not None:
                taken.append(PageText("", due, element))
                due = None

        if marks["data-x"] is not None:
            assert base is not None
            due = base + int(marks["data-x"])
        for child in element.children:
            if isinstance(child, PageText) and child.id == -1:
                # A comment, which says whose the next text is.
                flush()
                if child.text:
                    due = int(child.text[1:]) + (base or 0 if child.text[0] == "i" else 0)
            elif isinstance(child, PageText):
                child.id, due = due, None
                taken.append(child)
            else:
                flush()
                taken.append(child)
                self._take_over(child, base, owner)
        flush()
        element.children = taken
        if element.id is not None and not any(
            inner.is_place for inner in walk_shape(element) if isinstance(inner, PageElement)
        ):
            # What the view put in has no ids.
            element.is_place = not any(child.id is None for child in taken)

    def _take_field(self, element: PageElement) -> None:
        version = element.attributes.pop("data-v", None)
        if version is None:
            return
        attributes = element.attributes
        value: Any
        if element.tag == "textarea":
            value = "".join(child.text for child in element.children if isinstance(child, PageText))
            element.children = []
        elif element.tag == "details":
            value = attributes.pop("open", None) is not None
        elif element.tag == "select":
            options = [inner for inner in walk(element) if isinstance(inner, PageElement) and inner.tag == "option"]
            value = [option.attributes["value"] for option in options if option.attributes.pop("selected", None) == ""]
        elif attributes.get("type") in ("checkbox", "radio"):
            value = attributes.pop("checked", None) is not None
        else:
            value = attributes.pop("value", None)
        element.held = (value, int(version))

    def _add_adopted(self, root: PageElement) -> None:
        for node in walk(root):
            if node.id is not None:
                assert node.id not in self.nodes
                self.nodes[node.id] = node

    # -- comparing

    def plain(self) -> dict[int, Any]:
        """Everything that there is, by the id of what stands at the top: the root, and what is detached."""
        return {id: _plain(node) for id, node in self.nodes.items() if node.parent is None}


_RUN: dict[WebOperation, Callable[..., None]] = {
    WebOperation.CREATE: Page._create,
    WebOperation.MORPH: Page._morph,
    WebOperation.DELETE: Page._delete,
    WebOperation.PLACE: Page._place,
    WebOperation.REMOVE: Page._remove,
    WebOperation.ORDER: Page._order,
    WebOperation.TEXT: Page._text,
    WebOperation.TEMPLATE: Page._template,
    WebOperation.CLONES: Page._clones,
    WebOperation.PATCH: Page._patch,
    WebOperation.CLEAR: Page._clear,
    WebOperation.CALL: Page._call,
    WebOperation.RULE: Page._rule,
    WebOperation.USE: Page._use,
}


def _plain(node: PageElement | PageText) -> Any:
    if isinstance(node, PageText):
        return (node.id, node.text)
    attributes = {name.lower(): value for name, value in node.attributes.items()}
    tag = node.tag.removeprefix("svg:").lower()
    held = node.held
    if held is not None and node.tag == "select" and isinstance(held[0], str):
        held = ([held[0]], held[1])
    children = [_plain(child) for child in node.children]
    is_place = node.is_place and tag not in VOID_TAGS
    return (node.id, tag, sorted(attributes.items()), held, is_place, children)


def walk(node: PageElement | PageText) -> Iterator[PageElement | PageText]:
    """A node and all below it."""
    yield node
    if isinstance(node, PageElement):
        for child in node.children:
            yield from walk(child)


def walk_shape(element: PageElement) -> Iterator[PageElement | PageText]:
    """A node's element and what its view put into it."""
    yield element
    for child in element.children:
        if child.id is None and isinstance(child, PageElement):
            yield from walk_shape(child)
        elif child.id is None:
            yield child


def shape_of(element: PageElement) -> list[Any]:
    """What an element would be made from, without the nodes in it."""
    children: list[Any] = [0] if element.is_place else []
    if not element.is_place:
        for child in element.children:
            assert child.id is None
            children.append(child.text if isinstance(child, PageText) else shape_of(child))
    attributes: dict[str, Any] = dict(element.attributes)
    if element.held is not None:
        attributes["$v"] = list(element.held)
    return [element.tag, attributes, children]


def detach(node: PageElement | PageText) -> None:
    """Take a node from where it stands."""
    if node.parent is not None:
        node.parent.children.remove(node)
        node.parent = None


def parse(html: str) -> list[PageElement | PageText]:
    """What a parser makes of HTML that nests as it should. Comments are texts of the id -1."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    assert len(parser.open) == 1, "all that was opened is closed"
    return parser.open[0].children


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [PageElement("#document")]

    def _put(self, node: PageElement | PageText) -> None:
        parent = self.open[-1]
        node.parent = parent if parent.tag != "#document" else None
        parent.children.append(node)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), "an attribute is there twice"
        element = PageElement(tag, {name: value or "" for name, value in attrs})
        self._put(element)
        if tag not in VOID_TAGS:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_comment(self, data: str) -> None:
        self._put(PageText(data, -1))

    def handle_data(self, data: str) -> None:
        around = self.open[-1]
        if not around.children and around.tag in ("pre", "textarea") and data.startswith("\n"):
            data = data[1:]
        if not data:
            return
        last = around.children[-1] if around.children else None
        if isinstance(last, PageText) and last.id is None:
            last.text += data
        else:
            self._put(PageText(data))
