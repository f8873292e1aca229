"""What stands above a guest that has failed: the error in words, and a way to start again. Below it is what was last
on the page, which nobody can use.

Knows no session. Words of a guest's error are text like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rill.host.web.element import CHILDREN, Attribute, Element
from rill.protocol.errors import BuildError, GuestError, LimitError, RillError

# `data-part` of the button.
RESTART: Final = "restart"

# Enough to find the line; the rest is for logs.
_STACK_LINES: Final = 6
_MESSAGE_CHARACTERS: Final = 2_000


def failure_element(error: RillError, attributes: Mapping[str, Attribute], *, can_restart: bool) -> Element:
    """The root of a guest that has failed, with what it showed last in it."""
    button = Element(
        "button",
        {"type": "button", "class": "rill-button rill-button-error", "data-part": RESTART, "data-on": "click"},
        "Restart",
    )
    detail = _detail_of(error)
    panel = Element(
        "div",
        {"class": "rill-failure", "role": "alert"},
        Element("p", {"class": "rill-failure-title"}, _title_of(error)),
        Element("p", {"class": "rill-failure-message"}, error.message[:_MESSAGE_CHARACTERS] or None),
        Element("pre", {"class": "rill-failure-stack"}, detail) if detail else None,
        button if can_restart else None,
    )
    return Element("div", attributes, panel, Element("div", {"class": "rill-failed", "inert": True}, CHILDREN))


def _title_of(error: RillError) -> str:
    """What kind of error it was, by the guest's name for it and by its stable code. One without a message is for people
    who are not to know more: its name is all."""
    name = error.name[:80] if isinstance(error, GuestError) and error.name else type(error).__name__
    return f"{name} ({error.code})" if error.message else name


def _detail_of(error: RillError) -> str:
    """Where it was: the first lines of the guest's stack, or the lines of source around it."""
    if isinstance(error, BuildError):
        where = error.frame
    elif isinstance(error, GuestError | LimitError):
        where = error.stack
    else:
        where = ""
    return "\n".join(where[:_MESSAGE_CHARACTERS].splitlines()[:_STACK_LINES])
