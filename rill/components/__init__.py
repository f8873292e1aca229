"""The components: each is written down once; checks, TypeScript types and reference page are made from that.

Knows the protocol and nothing above it: no tree, no session, no widget.
"""

from __future__ import annotations

from rill.components.catalogue import CATALOGUE, catalogue_components
from rill.components.component import (
    ChildrenPolicy,
    Component,
    Event,
    ListenerPolicy,
    Role,
    Traits,
    ViewState,
    event,
)
from rill.components.host_component import HostComponent, as_host_component
from rill.components.record import Record, TypeText
from rill.components.schema import (
    ComponentSchema,
    EventSchema,
    MethodSchema,
    ParameterSchema,
    PropSchema,
    compile_component,
)
from rill.components.style import Style

__all__ = [
    "CATALOGUE",
    "ChildrenPolicy",
    "Component",
    "ComponentSchema",
    "Event",
    "EventSchema",
    "HostComponent",
    "ListenerPolicy",
    "MethodSchema",
    "ParameterSchema",
    "PropSchema",
    "Record",
    "Role",
    "Style",
    "Traits",
    "TypeText",
    "ViewState",
    "as_host_component",
    "catalogue_components",
    "compile_component",
    "event",
]
