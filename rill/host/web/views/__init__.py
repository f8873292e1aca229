"""How each component of the catalogue looks in a browser: a table of views, collected from the module of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rill.host.web.view import WebView
from rill.host.web.views import (
    boxes,
    charts,
    choices,
    dates,
    forms,
    inputs,
    lists,
    media,
    overlays,
    pressing,
    progress,
    shapes,
    structure,
    tables,
    trees,
    words,
)

VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        **boxes.VIEWS,
        **words.VIEWS,
        **pressing.VIEWS,
        **structure.VIEWS,
        **media.VIEWS,
        **progress.VIEWS,
        **overlays.VIEWS,
        **inputs.VIEWS,
        **choices.VIEWS,
        **dates.VIEWS,
        **forms.VIEWS,
        **lists.VIEWS,
        **tables.VIEWS,
        **trees.VIEWS,
        **charts.VIEWS,
        **shapes.VIEWS,
    }
)

__all__ = ["VIEWS"]
