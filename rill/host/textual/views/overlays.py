"""Views of modals, menus, toasts and tooltips."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.textual.view import TextualView

VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType({})

CSS: Final = ""
