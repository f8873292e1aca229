"""Elements as the arrays that operations carry: see `WebOperation`. The same as `html_writer` for the live path.

Knows elements, no node and no view.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rill.host.web.allowed import VOID_TAGS, attribute_value, check_tag
from rill.host.web.element import CHILDREN, Element

# The key under which a map of attributes has what a field holds, and how new that is.
FIELD_KEY: Final = "$v"
# Among the children of a shape: here go the children of the node.
PLACE_OF_CHILDREN: Final = 0

Shape = list[Any]


def shape_of(element: Element) -> Shape:
    """An element as a shape, with `PLACE_OF_CHILDREN` where the children of the node go: in the element itself, if the
    view put nothing there.

    Raises:
        HostError: the view made what no view may make.
    """
    if not element.children and element.tag not in VOID_TAGS:
        return [check_tag_of(element), attributes_of(element) or None, [PLACE_OF_CHILDREN]]
    return _shape_inside(element, [])


def item_of(id: int, element: Element, items: list[Any]) -> tuple[list[Any], list[Any]]:
    """A node as an item, with the items of its children in it; and the list that these are in, for further ones.

    ``items`` is taken over.
    """
    children = element.children
    if not children or children[0] is CHILDREN:
        return [id, check_tag_of(element), attributes_of(element) or None, items], items
    inside = _children(element, items)
    return [id, check_tag_of(element), attributes_of(element) or None, inside], items


def attributes_of(element: Element) -> dict[str, Any]:
    """The attributes of an element as they are set, what a field holds among them."""
    attributes: dict[str, Any] = {}
    for name, value in element.attributes.items():
        checked = attribute_value(name, value)
        if checked is not None:
            attributes[name] = checked
    field = element.field
    if field is not None:
        holds = field.value
        held = readable(holds) if isinstance(holds, str) else list(holds) if isinstance(holds, tuple) else holds
        attributes[FIELD_KEY] = [held, field.version]
    return attributes


def readable(text: Any) -> str:
    """A text as a page can have it, whichever way it comes there: HTML has no way to write U+0000."""
    return text.replace("\0", "\ufffd") if "\0" in text else text  # type: ignore[no-any-return]


def readable_texts(texts: Sequence[Any]) -> list[str]:
    """Many texts at once: nearly all are readable, and one look tells."""
    return list(map(readable, texts)) if "\0" in "".join(texts) else list(texts)


def check_tag_of(element: Element) -> str:
    """The tag as the connector gets it: SVG elements keep their mark."""
    check_tag(element.tag)
    return element.tag


def _children(element: Element, items: list[Any]) -> list[Any]:
    children: list[Any] = []
    for child in element.children:
        if isinstance(child, str):
            # Side by side they would be one text to a parser, and an empty one would be none.
            if children and isinstance(children[-1], str):
                children[-1] += readable(child)
            elif child:
                children.append(readable(child))
        elif isinstance(child, Element):
            children.append(_shape_inside(child, items))
        else:
            items.insert(0, PLACE_OF_CHILDREN)
            return items
    return children


def _shape_inside(element: Element, items: list[Any]) -> Shape:
    shape: Shape = [check_tag_of(element), attributes_of(element) or None]
    if element.children:
        shape.append(_children(element, items))
    elif shape[1] is None:
        shape.pop()
    return shape
