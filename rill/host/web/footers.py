"""Where a footer stands. In a guest's tree the elements that were given as props come first (docs/decisions/061); in a
page the footer is the last thing in its component, for the eye, for the Tab key and for who has it read aloud.

Plain functions of nodes; makes no elements.
"""

from __future__ import annotations

from typing import Final

from rill.components.schema import SLOT_TYPE, ComponentSchema
from rill.host.tree import Link, Node, Run, links_of
from rill.protocol.values import Value

_FOOTER: Final = "footer"


def has_footer(schema: ComponentSchema | None) -> bool:
    """Whether a component takes a footer."""
    return schema is not None and _FOOTER in schema.elements


def is_footer(type: str, name: Value) -> bool:
    """Whether a child of such a component is it."""
    return type == SLOT_TYPE and name == _FOOTER


def footer_of(parent: Node) -> Node | None:
    """The footer among the children of a node. Expands nothing. Costs O(children) for components that take one."""
    if parent.lazy or not has_footer(parent.schema):
        return None
    links = (link for link in links_of(parent) if isinstance(link, Node) and link.type == SLOT_TYPE)
    return next((link for link in links if is_footer(link.type, link.props.get("name"))), None)


def links_in_page(parent: Node) -> list[Link]:
    """The nodes and runs under an expanded parent in the order of the page."""
    links = links_of(parent)
    footer = footer_of(parent)
    if footer is not None:
        links.remove(footer)
        links.append(footer)
    return links


def ids_in_page(parent: Node) -> list[int]:
    """The ids of the children of a node in the order of the page."""
    ids: list[int] = []
    for link in links_in_page(parent):
        ids.extend(range(link.id, link.end, link.template.size) if isinstance(link, Run) else (link.id,))
    return ids
