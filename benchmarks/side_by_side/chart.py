"""Bars as SVG, on a scale of powers of ten, readable on a light page and on a dark one. Pure text out of numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

# Told apart by lightness, too. Warm colours are peers, cold ones are Rill.
RILL_COLOURS: Final = ("#0969da", "#54aeff", "#8250df", "#1b7c83", "#3fb5bd")
PEER_COLOURS: Final = ("#cf4a1f", "#e8833a", "#d4a72c")

_LABEL_WIDTH: Final = 190
_PLOT_WIDTH: Final = 560
_VALUE_WIDTH: Final = 70
_BAR: Final = 11
_GAP: Final = 12
_TOP: Final = 58
_LEGEND_LINE: Final = 18
_COLUMNS: Final = 3


@dataclass(frozen=True, slots=True)
class Series:
    """One colour: its name in the legend, and a value for each group, or None where there is none."""

    title: str
    colour: str
    values: Sequence[float | None]


def bars(title: str, groups: Sequence[str], series: Sequence[Series], unit: str) -> str:
    """A chart of grouped horizontal bars on a logarithmic scale; every bar carries its value.

    Args:
        groups: names of the groups, from top to bottom.
        unit: what the values are, for the axis.
    """
    known = [value for one in series for value in one.values if value is not None and value > 0]
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))
    high = max(high, low + 1)
    legend_height = _LEGEND_LINE * math.ceil(len(series) / _COLUMNS)
    top = _TOP + legend_height
    width = _LABEL_WIDTH + _PLOT_WIDTH + _VALUE_WIDTH

    def x(value: float) -> float:
        return _LABEL_WIDTH + _PLOT_WIDTH * (math.log10(value) - low) / (high - low)

    drawn: list[str] = []
    y = top
    for index, group in enumerate(groups):
        shown = [(one, one.values[index]) for one in series if one.values[index] is not None]
        height = _BAR * len(shown)
        drawn.append(f'<text class="group" x="{_LABEL_WIDTH - 10}" y="{y + height / 2 + 4:.1f}">{escape(group)}</text>')
        for one, value in shown:
            assert value is not None
            end = x(max(value, 10**low))
            drawn.append(
                f'<rect x="{_LABEL_WIDTH}" y="{y}" width="{max(end - _LABEL_WIDTH, 1):.1f}" height="{_BAR - 2}" '
                f'fill="{one.colour}"><title>{escape(one.title)}: {_plain(value)} {escape(unit)}</title></rect>'
            )
            drawn.append(f'<text class="value" x="{end + 4:.1f}" y="{y + _BAR - 3}">{_plain(value)}</text>')
            y += _BAR
        y += _GAP
    bottom = y
    lines: list[str] = []
    for power in range(low, high + 1):
        at = x(10.0**power)
        lines.append(f'<line x1="{at:.1f}" y1="{top - 6}" x2="{at:.1f}" y2="{bottom - _GAP + 4}"/>')
        lines.append(f'<text class="tick" x="{at:.1f}" y="{bottom + 8}">{_plain(10.0**power)} {escape(unit)}</text>')
    legend: list[str] = []
    for index, one in enumerate(series):
        left = 10 + (index % _COLUMNS) * (width - 20) // _COLUMNS
        line = 42 + (index // _COLUMNS) * _LEGEND_LINE
        legend.append(f'<rect x="{left}" y="{line}" width="11" height="11" fill="{one.colour}"/>')
        legend.append(f'<text x="{left + 17}" y="{line + 10}">{escape(one.title)}</text>')
    height = bottom + 22
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img" aria-label="{escape(title)}">',
            "<style>",
            "text { font: 12px system-ui, sans-serif; fill: #57606a; }",
            ".title { font-size: 15px; font-weight: 600; }",
            ".group { text-anchor: end; font-weight: 600; }",
            ".value { font-size: 9.5px; }",
            ".tick { text-anchor: middle; font-size: 11px; }",
            "line { stroke: #8c959f; stroke-opacity: 0.35; }",
            "@media (prefers-color-scheme: dark) { text { fill: #adbac7; } }",
            "</style>",
            f'<text class="title" x="10" y="24">{escape(title)}</text>',
            *legend,
            *lines,
            *drawn,
            "</svg>",
            "",
        ]
    )


def _plain(value: float) -> str:
    if value >= 99.5:
        return f"{value:,.0f}"
    return f"{value:.3g}"
