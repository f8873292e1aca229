"""A component together with what draws it: the form in which hosts register their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from rill.components.component import Component
from rill.components.schema import compile_component
from rill.protocol.errors import HostError

# A JSX tag that is a component, not an element: the capital tells them apart.
_NAME: Final = re.compile(r"[A-Z][A-Za-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True, eq=False)
class HostComponent:
    """A component class and a view for each adapter that can draw it.

    ``views`` maps an adapter's name, such as ``textual``, to whatever that adapter takes for a view. An adapter without
    a view for a component says so when a guest that uses it is attached.
    """

    component: type[Component]
    views: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def as_host_component(name: str, value: object) -> HostComponent:
    """Read one argument of ``engine.register(Name=value)``.

    Args:
        value: a `Component` subclass, with its views in ``views`` if it carries them, or a `HostComponent`.
    Raises:
        HostError: the name is no component name, the value is neither, or the component cannot be checked.
    """
    if not _NAME.fullmatch(name):
        raise HostError(
            f"expected a component name such as 'StepList' (a capital, then letters, digits and _, 64 at most), "
            f"got {name!r}",
            code="component_invalid",
            path=name,
        )
    if isinstance(value, type) and issubclass(value, Component):
        value = HostComponent(value, value.views)
    if not isinstance(value, HostComponent):
        shown = value.__name__ if isinstance(value, type) else f"a value of type {type(value).__name__}"
        raise HostError(
            f"expected a subclass of rill.components.Component, or a HostComponent, for {name}, got {shown}",
            code="component_invalid",
            path=name,
        )
    component, views = value.component, value.views
    if not (isinstance(component, type) and issubclass(component, Component)):
        raise HostError(
            f"expected a subclass of rill.components.Component in the HostComponent for {name}, got {component!r}",
            code="component_invalid",
            path=name,
        )
    if not isinstance(views, Mapping) or not all(isinstance(adapter, str) for adapter in views):
        raise HostError(
            f"expected views of {name} by the name of their adapter, such as {{'textual': {name}View}}, got {views!r}",
            code="component_invalid",
            path=name,
        )
    # What cannot be compiled is refused here, at the host's own line, and not when a guest first uses it.
    compile_component(name, component)
    return HostComponent(component, MappingProxyType(dict(views)))
