"""Links out of a guest: where they may lead, and that what they open knows nothing of the page they were on."""

from __future__ import annotations

from rill.host.addresses import refusal_of
from rill.host.web.element import Attribute
from rill.protocol.values import Value


def link_attributes(href: Value) -> dict[str, Attribute]:
    """The attributes of a link to an address outside of the guest; none if it leads nowhere that a browser may go."""
    if not isinstance(href, str) or refusal_of(href) is not None:
        return {}
    if href[:7].lower() == "mailto:":
        return {"href": href}
    # The page with the live guest stays, and what opens cannot reach it.
    return {"href": href, "target": "_blank", "rel": "noopener noreferrer"}
