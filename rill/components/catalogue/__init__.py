"""The components that every host has, each once. New ones go into the module of their kind and into the list below."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rill.components.catalogue.charts import BarChart, LineChart, Sparkline
from rill.components.catalogue.choices import DateInput, RadioGroup, Select, Slider
from rill.components.catalogue.containers import (
    Card,
    Collapsible,
    Column,
    Divider,
    Row,
    ScrollTarget,
    ScrollView,
    Slot,
    Tab,
    Tabs,
    View,
)
from rill.components.catalogue.focusable import Focusable
from rill.components.catalogue.forms import Form, FormField
from rill.components.catalogue.inputs import Checkbox, Input, Switch, TextInput, Valued
from rill.components.catalogue.lists import FlatList, ListItem, SectionList, Virtual
from rill.components.catalogue.media import Image
from rill.components.catalogue.overlays import Menu, MenuItem, Modal, Toast, Tooltip
from rill.components.catalogue.pressing import Button, Pressable
from rill.components.catalogue.progress import ActivityIndicator, ProgressBar
from rill.components.catalogue.shapes import Shapes
from rill.components.catalogue.tables import Table, TableRow
from rill.components.catalogue.text import CodeView, Heading, Icon, Link, Markdown, Text
from rill.components.catalogue.trees import Tree, TreeItem
from rill.components.component import Component
from rill.components.schema import ComponentSchema, compile_component

_COMPONENTS: Final[tuple[type[Component], ...]] = (
    View,
    Row,
    Column,
    ScrollView,
    Card,
    Collapsible,
    Tabs,
    Tab,
    Divider,
    Slot,
    Text,
    Heading,
    Link,
    Icon,
    Markdown,
    CodeView,
    Image,
    Button,
    Pressable,
    TextInput,
    Checkbox,
    Switch,
    RadioGroup,
    Select,
    Slider,
    DateInput,
    Form,
    FormField,
    FlatList,
    SectionList,
    ListItem,
    Table,
    TableRow,
    Tree,
    TreeItem,
    Modal,
    Menu,
    MenuItem,
    Toast,
    Tooltip,
    ProgressBar,
    ActivityIndicator,
    Sparkline,
    BarChart,
    LineChart,
    Shapes,
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
    "BarChart",
    "Button",
    "Card",
    "Checkbox",
    "CodeView",
    "Collapsible",
    "Column",
    "DateInput",
    "Divider",
    "FlatList",
    "Focusable",
    "Form",
    "FormField",
    "Heading",
    "Icon",
    "Image",
    "Input",
    "LineChart",
    "Link",
    "ListItem",
    "Markdown",
    "Menu",
    "MenuItem",
    "Modal",
    "Pressable",
    "ProgressBar",
    "RadioGroup",
    "Row",
    "ScrollTarget",
    "ScrollView",
    "SectionList",
    "Select",
    "Shapes",
    "Slider",
    "Slot",
    "Sparkline",
    "Switch",
    "Tab",
    "Table",
    "TableRow",
    "Tabs",
    "Text",
    "TextInput",
    "Toast",
    "Tooltip",
    "Tree",
    "TreeItem",
    "Valued",
    "View",
    "Virtual",
    "catalogue_components",
]
