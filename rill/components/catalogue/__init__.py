"""The components that every host has, each once. New ones go into the module of their kind and into the list below."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rill.components.catalogue.containers import Column, Row, ScrollTarget, ScrollView, View
from rill.components.catalogue.focusable import Focusable
from rill.components.catalogue.inputs import Checkbox, Switch, TextInput
from rill.components.catalogue.pressing import Button, Pressable
from rill.components.catalogue.progress import ActivityIndicator, ProgressBar
from rill.components.catalogue.text import Text
from rill.components.component import Component
from rill.components.schema import ComponentSchema, compile_component

_COMPONENTS: Final[tuple[type[Component], ...]] = (
    View,
    Row,
    Column,
    ScrollView,
    Text,
    Button,
    Pressable,
    TextInput,
    Checkbox,
    Switch,
    ProgressBar,
    ActivityIndicator,
)


def catalogue_components() -> dict[str, type[Component]]:
    """The component classes by name, aliases included."""
    return {name: component for component in _COMPONENTS for name in (component.__name__, *component.traits.aliases)}


CATALOGUE: Final[Mapping[str, ComponentSchema]] = MappingProxyType(
    {name: compile_component(name, component) for name, component in catalogue_components().items()}
)

__all__ = [
    "CATALOGUE",
    "ActivityIndicator",
    "Button",
    "Checkbox",
    "Column",
    "Focusable",
    "Pressable",
    "ProgressBar",
    "Row",
    "ScrollTarget",
    "ScrollView",
    "Switch",
    "Text",
    "TextInput",
    "View",
    "catalogue_components",
]
