"""How the component tests speak: one line for what is accepted and one for what is refused, and in which words."""

from __future__ import annotations

from typing import Any

import pytest

from rill.components import CATALOGUE, ComponentSchema
from rill.protocol import GuestError, LimitError, Limits

LIMITS = Limits()
PATH = "batch[0].props"


def schema_of(component: str | ComponentSchema) -> ComponentSchema:
    return CATALOGUE[component] if isinstance(component, str) else component


def accept(component: str | ComponentSchema, **props: Any) -> None:
    """The props make a node, and each of them alone passes as an update and as a slot of a template."""
    schema = schema_of(component)
    schema.check_create(props, PATH, LIMITS)
    for name, value in props.items():
        schema.check_update({name: value}, [], PATH, LIMITS)
        schema.check_prop(name, value, f"{PATH}.{name}", LIMITS)


def refuse(
    component: str | ComponentSchema, props: dict[str, Any], code: str, text: str, limits: Limits = LIMITS
) -> None:
    """The props make no node and change none, with this code and these words."""
    schema = schema_of(component)
    for call in (schema.check_create, lambda *args: schema.check_update(args[0], [], *args[1:])):
        with pytest.raises((GuestError, LimitError)) as caught:
            call(dict(props), PATH, limits)
        assert (caught.value.code, str(caught.value)) == (code, text)
        assert caught.value.path is not None
        assert caught.value.path in text
