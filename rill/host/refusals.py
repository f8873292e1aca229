"""The refusals that both steps of the receiver and templates share, each with its one wording."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NoReturn

from rill.host.names import did_you_mean, shown
from rill.host.registry import preset_of
from rill.protocol.errors import CapabilityError, GuestError, LimitError

if TYPE_CHECKING:
    from rill.components import ComponentSchema


def refuse_component(name: str, components: Mapping[str, ComponentSchema], path: str) -> NoReturn:
    """Refuse a component that is not on the whitelist."""
    preset = preset_of(name)
    hint = (
        f"; it is of the preset {preset!r}: Engine(presets=(..., {preset!r}))"
        if preset is not None
        else did_you_mean(name, components)
    )
    raise CapabilityError(
        f"unknown component {shown(name)} at {path}{hint}",
        code="component_unknown",
        path=path,
    )


def refuse_node(id: int, path: str) -> NoReturn:
    """Refuse an id that no node has."""
    raise GuestError(f"unknown node {id} at {path}", code="node_unknown", path=path)


def refuse_text(parent: str | None, path: str) -> NoReturn:
    """Refuse bare text where it may not be. ``parent`` is a type, None for the root."""
    place = "the root" if parent is None else shown(parent)
    raise GuestError(f"bare text under {place} at {path}; put it into a Text", code="text_misplaced", path=path)


def refuse_child(parent: str, child: str, path: str) -> NoReturn:
    """Refuse a component where it may not be."""
    raise GuestError(f"{shown(parent)} takes no {shown(child)} as a child at {path}", code="child_refused", path=path)


def refuse_limit(limit: str, value: int, maximum: int, what: str, path: str) -> NoReturn:
    """Refuse what met a bound. ``what`` says what is too large, with its size."""
    raise LimitError(
        f"{what} at {path} exceeds {limit}={maximum} (Limits.{limit})",
        code=f"{limit}_exceeded",
        path=path,
        limit=limit,
        value=value,
        maximum=maximum,
        fault="guest",
    )
