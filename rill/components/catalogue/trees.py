"""Trees whose guest keeps the data: what is open is one long list of lines. See `lists`."""

from __future__ import annotations

from pydantic import Field

from rill.components.catalogue.icons import IconName
from rill.components.catalogue.lists import Index, Virtual
from rill.components.component import Component, Event, event
from rill.components.events import ItemToggleEvent
from rill.components.style import Color


class Tree(Virtual, role="tree", takes=("TreeItem",), elements=("empty",)):
    """Things inside things, which open and close. Only the lines in view are rendered.

    Up and Down move, Right opens or goes inside, Left closes or goes outside, Enter presses.
    """

    show_guides: bool = Field(default=True, description="Draws lines from things to what is inside them.")
    on_toggle: Event[ItemToggleEvent] = event("A person wants a line opened or closed. The guest does it.")


class TreeItem(Component, role="treeitem", children="none", within=("Tree",)):
    """One line of a Tree. The component of the SDK makes it."""

    index: Index = Field(description="Its place among all lines, from 0.")
    depth: int = Field(default=0, ge=0, le=1000, description="How many things it lies inside of.")
    text: str = Field(description="Its words.")
    icon: IconName | None = Field(default=None, description="A sign before them.")
    color: Color | None = Field(default=None, description="Colour of both.")
    expandable: bool = Field(default=False, description="There is something inside.")
    expanded: bool = Field(default=False, description="What is inside is seen.")
    last: bool = Field(default=False, description="The last of those beside it; guides end here.")
    selected: bool = Field(default=False, description="Marks it as chosen.")
