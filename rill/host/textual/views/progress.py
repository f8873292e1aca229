"""Views of signs that something is going on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from textual.widget import Widget
from textual.widgets import LoadingIndicator, ProgressBar

from rill.host.textual.view import TextualView
from rill.host.textual.widgets.controls import Spinner
from rill.host.tree import Node


def _create_progress(node: Node) -> ProgressBar:
    widget = ProgressBar(show_eta=False, show_percentage=bool(node.get("showPercentage")))
    _update_progress(widget, node, frozenset())
    return widget


def _update_progress(widget: ProgressBar, node: Node, _changed: frozenset[str]) -> None:
    progress, total = node.get("progress"), node.get("total")
    assert isinstance(total, int | float)
    if isinstance(progress, int | float):
        widget.update(total=total, progress=min(max(progress, 0), total))
    else:
        widget.update(total=None, progress=0)


def _create_activity(node: Node) -> Widget:
    large = node.get("size") == "large"
    widget = LoadingIndicator(classes="rill-activity-large") if large else Spinner(classes="rill-activity")
    _update_activity(widget, node, frozenset(("animating",)))
    return widget


def _update_activity(widget: Widget, node: Node, changed: frozenset[str]) -> None:
    if "animating" in changed:
        widget.set_class(not node.get("animating"), "-still", update=widget.is_attached)


VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        "ProgressBar": TextualView(
            create=_create_progress, update=_update_progress, remakes=frozenset(("showPercentage",))
        ),
        "ActivityIndicator": TextualView(
            create=_create_activity, update=_update_activity, remakes=frozenset(("size",))
        ),
    }
)

CSS: Final = """
ProgressBar { width: 1fr; }
ProgressBar Bar { width: 1fr; }
.rill-activity { width: 1; height: 1; color: $primary; }
.rill-activity-large { width: 1fr; height: 3; }
.rill-activity.-still, .rill-activity-large.-still { visibility: hidden; }
"""
