"""A page in a browser as plain data, made from what the adapter says: from operations as the connector does it, and
from what a parser made of HTML. Both come to the same, or one of them is wrong.

Holds no test.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from rill.protocol.web import WebOperation

# A text is a string, an element `[tag, {attribute: value}, children]`.
Plain: TypeAlias = "str | list[Any]"

# Marks by which the connector finds its nodes, and which option is chosen, which operations say of the ``select``.
_MARKS = ("data-r", "data-h", "data-i", "data-t", "data-x", "data-rill-reset", "selected")


class PageModel:
    """What a browser has after some operations. Knows no templates, and no more than one guest."""

    def __init__(self) -> None:
        # Element by node id; and the list that the children of the node stand in.
        self._nodes: dict[int, Any] = {}
        self._places: dict[int, list[Any]] = {}
        self.rules: list[str] = []
        self.modules: list[str] = []

    def run(self, operations: list[list[Any]]) -> None:
        """Carry out operations in their order."""
        for code, *fields in operations:
            match WebOperation(code):
                case WebOperation.CREATE:
                    self._item(fields[0])
                case WebOperation.MORPH:
                    self._morph(*fields)
                case WebOperation.PLACE:
                    self._take(fields[1])
                    place = self._places[fields[0]]
                    before = self._nodes[fields[2]] if fields[2] is not None else None
                    at = next((at for at, child in enumerate(place) if child is before), len(place))
                    place.insert(at, self._nodes[fields[1]])
                case WebOperation.REMOVE | WebOperation.DELETE:
                    self._take(fields[0])
                case WebOperation.ORDER:
                    self._places[fields[0]][:] = [self._nodes[id] for id in fields[1]]
                case WebOperation.CLEAR:
                    self._places[fields[0]].clear()
                case WebOperation.TEXT:
                    self._nodes[fields[0]][0] = fields[1]
                case WebOperation.RULE:
                    self.rules.append(fields[0])
                case WebOperation.USE:
                    self.modules.append(fields[0])
                case other:
                    raise AssertionError(f"a page of this model has no {other!r}")

    @property
    def root(self) -> Plain:
        """The guest's root with all in it, in its plain form."""
        return plain_element(self._nodes[0])

    def _take(self, id: int) -> None:
        node = self._nodes[id]
        for place in self._places.values():
            place[:] = [child for child in place if child is not node]

    def _item(self, item: list[Any]) -> Any:
        if len(item) == 2:
            self._nodes[item[0]] = made = [item[1]]
            return made
        id, tag, attributes, *rest = item
        self._nodes[id] = element = [tag, dict(attributes or {}), []]
        self._places[id] = element[2]
        self._fill(id, element[2], rest[0] if rest and rest[0] is not None else [])
        return element

    def _fill(self, id: int, into: list[Any], children: list[Any]) -> None:
        if children and (children[0] == 0 or (isinstance(children[0], list) and isinstance(children[0][0], int))):
            self._places[id] = into
        for child in children:
            if child == 0:
                continue
            if isinstance(child, str):
                into.append(child)
            elif isinstance(child[0], int):
                into.append(self._item(child))
            else:
                tag, attributes, inner = [*child, None, None][:3]
                element = [tag, dict(attributes or {}), []]
                into.append(element)
                self._fill(id, element[2], inner or [])

    def _morph(self, id: int, shape: list[Any]) -> None:
        element = self._nodes[id]
        nodes = [child for child in self._places[id] if any(child is node for node in self._nodes.values())]
        before = [element[0], element[1], element[2]]
        tag, attributes, inner = [*shape, None, None][:3]
        element[:] = [tag, dict(attributes or {}), []]
        self._places[id] = element[2]
        self._fill(id, element[2], inner or [])
        self._places[id].extend(nodes)
        _keep_fields(before, element)


def _keep_fields(before: list[Any], now: list[Any]) -> None:
    """What fields hold stays where nothing is said of it."""
    if before[0] == now[0] and "$v" in before[1]:
        now[1].setdefault("$v", before[1]["$v"])
    for old, new in zip(before[2], now[2], strict=False):
        if old is not new and isinstance(old, list) and isinstance(new, list) and len(old) == len(new) == 3:
            _keep_fields(old, new)


def plain_element(element: list[Any]) -> Plain:
    """An element of operations in the form that one of a parser has."""
    if len(element) == 1:
        return str(element[0])
    tag, given, children = element
    attributes = {name: _words(value) for name, value in given.items() if name != "$v" and value is not None}
    inside = [child if isinstance(child, str) else plain_element(child) for child in children]
    if "$v" in given:
        value, version = given["$v"]
        attributes["data-v"] = str(max(version, 0))
        if value is True:
            attributes["open" if tag == "details" else "checked"] = ""
        elif tag == "input" and isinstance(value, str):
            attributes["value"] = value
        elif tag == "textarea":
            inside = [value]
    return [tag, {name: value for name, value in attributes.items() if name not in _MARKS}, _joined(inside)]


def _words(value: Any) -> str:
    return "" if value is True else str(value)


def plain_parsed(parsed: Any) -> Plain:
    """What a parser read, without what is there for the connector alone."""
    if isinstance(parsed, str):
        return parsed
    tag, attributes, children = parsed
    kept = {name: value for name, value in attributes.items() if name not in _MARKS}
    return [tag, kept, _joined([plain_parsed(child) for child in children if child[0] != "#comment"])]


def _joined(children: list[Plain]) -> list[Plain]:
    """Children without empty texts, and with those that meet as one."""
    found: list[Plain] = []
    for child in children:
        if isinstance(child, str) and found and isinstance(found[-1], str):
            found[-1] += child
        elif child != "":
            found.append(child)
    return found
