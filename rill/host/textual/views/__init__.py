"""The views of Rill's own components, one module for each kind. What the widgets do is in `widgets`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.textual.view import TextualView
from rill.host.textual.views import (
    boxes,
    charts,
    choices,
    forms,
    html_boxes,
    html_fields,
    html_tables,
    inputs,
    lists,
    media,
    overlays,
    progress,
    structure,
    tables,
    trees,
    words,
)
from rill.host.textual.views.words import bare_text

_MODULES: Final = (
    boxes,
    charts,
    choices,
    forms,
    html_boxes,
    html_fields,
    html_tables,
    inputs,
    lists,
    media,
    overlays,
    progress,
    structure,
    tables,
    trees,
    words,
)

VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {name: view for module in _MODULES for name, view in module.VIEWS.items()}
)

CSS: Final = "".join(module.CSS for module in _MODULES)

__all__ = ["CSS", "VIEWS", "bare_text"]
