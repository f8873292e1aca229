"""Views of charts and of drawings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from rill.host.textual.view import TextualView
from rill.host.textual.views.shared import FOCUS_METHODS, text_of
from rill.host.textual.widgets.charts import (
    BarOptions,
    BarPlot,
    ChartBar,
    ChartSeries,
    LineOptions,
    LinePlot,
    SparkPlot,
)
from rill.host.textual.widgets.shapes import Drawing
from rill.host.tree import Node
from rill.protocol.values import Value


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _color(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _records(value: Value) -> list[dict[str, Value]]:
    """A prop that is a list of records; the schema has checked it."""
    return [record for record in value if isinstance(record, dict)] if isinstance(value, list) else []


def _list(value: Value) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _create_spark(node: Node) -> SparkPlot:
    widget = SparkPlot(classes="rill-spark")
    _update_spark(widget, node, frozenset())
    return widget


def _update_spark(widget: SparkPlot, node: Node, _changed: frozenset[str]) -> None:
    widget.show(_list(node.get("data")), _number(node.get("min")), _number(node.get("max")), _color(node.get("color")))


def _create_bars(node: Node) -> BarPlot:
    widget = BarPlot(classes="rill-bars")
    _update_bars(widget, node, frozenset())
    return widget


def _update_bars(widget: BarPlot, node: Node, _changed: frozenset[str]) -> None:
    # A stop of the Tab key only where there is something to press.
    widget.can_focus = bool(node.get("focusable")) and node.listens("onItemPress")
    bars = [
        ChartBar(text_of(bar.get("label")), _number(bar.get("value")) or 0.0, _color(bar.get("color")))
        for bar in _records(node.get("bars"))
    ]
    widget.show(
        bars,
        BarOptions(
            horizontal=bool(node.get("horizontal")),
            low=_number(node.get("min")),
            high=_number(node.get("max")),
            show_values=bool(node.get("showValues")),
            unit=text_of(node.get("unit")),
            color=_color(node.get("color")) or "primary",
        ),
    )


def _create_lines(node: Node) -> LinePlot:
    widget = LinePlot(classes="rill-lines")
    _update_lines(widget, node, frozenset())
    return widget


def _update_lines(widget: LinePlot, node: Node, _changed: frozenset[str]) -> None:
    series = [
        ChartSeries(text_of(one.get("name")), _list(one.get("data")), _color(one.get("color")))
        for one in _records(node.get("series"))
    ]
    widget.show(
        series,
        LineOptions(
            labels=_list(node.get("labels")),
            low=_number(node.get("min")),
            high=_number(node.get("max")),
            show_axes=bool(node.get("showAxes")),
            show_legend=bool(node.get("showLegend")),
        ),
    )


# Whoever wants none of these has nothing that a keyboard could do in a drawing.
_DRAWING_EVENTS: Final = ("onPress", "onContextMenu", "onPointerMove", "onKeyDown", "onFocus")


def _create_drawing(node: Node) -> Drawing:
    widget = Drawing(classes="rill-shapes")
    _update_drawing(widget, node, frozenset(("shapes",)))
    return widget


def _update_drawing(widget: Drawing, node: Node, changed: frozenset[str]) -> None:
    widget.can_focus = bool(node.get("focusable")) and any(map(node.listens, _DRAWING_EVENTS))
    if "shapes" in changed:
        widget.show(_records(node.get("shapes")))


VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        "Sparkline": TextualView(create=_create_spark, update=_update_spark),
        "BarChart": TextualView(create=_create_bars, update=_update_bars, methods=FOCUS_METHODS),
        "LineChart": TextualView(create=_create_lines, update=_update_lines),
        "Shapes": TextualView(create=_create_drawing, update=_update_drawing, methods=FOCUS_METHODS),
    }
)

CSS: Final = """
.rill-spark { width: 1fr; height: 1; }
.rill-bars { width: 1fr; height: auto; }
.rill-lines, .rill-shapes { width: 1fr; height: 12; }
"""
