"""Views of charts: drawn by the server as SVG, so that they are there without a script and follow the theme.

A browser's width is not known here. So places are shares of the room, as percentages or in a box that is stretched, and
words, which are not to be stretched, stand beside it or at percentages of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from rill.host.scales import axis_words, limits_of, number_words, round_numbers
from rill.host.web.element import Attribute, Element
from rill.host.web.view import Described, DomEvent, Page, WebLink, WebView
from rill.host.web.views.shared import (
    FOCUS_EVENTS,
    FOCUS_METHODS,
    classes,
    on_focusable,
    press_payload,
    text_of,
)
from rill.protocol.values import Value

# Series that name no colour get these in turn: those first that are told apart best.
_SERIES_COLORS: Final = ("primary", "warning", "success", "error", "foreground", "muted", "secondary", "accent")
# More places than a chart is wide in pixels add nothing but bytes; nor can somebody follow as many of each of twenty
# lines.
_PLACES_MAX: Final = 480
_PLACES_OF_ALL_MAX: Final = 3_600
_BARS_IN_A_WORD: Final = 160
_TICKS: Final = 6
# Characters of labels below a chart that are sure to fit side by side on a small screen.
_LABELS_ROOM: Final = 56
_LABELS_MAX: Final = 12
_LABEL_MAX: Final = 20
# Numbers of which the words for assistive technology tell; it is a summary, not the data.
_TOLD_MAX: Final = 24


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _numbers(value: Value) -> list[float]:
    """The numbers of a list, which the schema has checked; none where a template leaves it open."""
    return [float(number) for number in value] if isinstance(value, list) else []


def _records(value: Value) -> list[dict[str, Value]]:
    return [record for record in value if isinstance(record, dict)] if isinstance(value, list) else []


def _share(number: float, low: float, high: float) -> float:
    """Where a number stands on a scale, from 0 to 1."""
    # Halved, because the difference of the two may be more than a float holds.
    return min(max((number / 2 - low / 2) / (high / 2 - low / 2), 0.0), 1.0)


def _percent(share: float) -> str:
    return f"{share * 100:.6g}%"


def _cut(words: str) -> str:
    return words if len(words) <= _LABEL_MAX else words[: _LABEL_MAX - 1] + "…"


def _stretched(width: int, height: int, *children: Element, classes: str | None = None) -> Element:
    """A drawing that fills its room, whatever shape that has."""
    return Element(
        "svg:svg",
        {
            "class": classes,
            "viewBox": f"0 0 {width} {height}",
            "preserveAspectRatio": "none",
            "aria-hidden": "true",
        },
        *children,
    )


def _colored(color: Value, other: str = "primary") -> str:
    return f"rill-c-{color if isinstance(color, str) else other}"


# -- sparkline ---------------------------------------------------------------------------------------------------------


def _lower_spark(node: Described, _page: Page) -> Element:
    data = _numbers(node.get("data"))
    low, high = limits_of(data, _number(node.get("min")), _number(node.get("max")), from_zero=True)
    count = min(len(data), _BARS_IN_A_WORD)
    path = []
    for at in range(count):
        # More numbers than bars: each bar shows the largest of its own.
        most = max(data[at * len(data) // count : (at + 1) * len(data) // count])
        height = max(round(_share(most, low, high) * 100), 4)
        path.append(f"M{at * 10 + 1} 100v-{height}h8v{height}z")
    return Element(
        "span",
        {"class": classes("rill-spark", _colored(node.get("color"))), "role": "img"},
        _stretched(max(count, 1) * 10, 100, Element("svg:path", {"d": "".join(path)}), classes="rill-spark-bars"),
    )


# -- bars --------------------------------------------------------------------------------------------------------------


def _lower_bars(node: Described, _page: Page) -> Element:
    bars = _records(node.get("bars"))
    values = [_number(bar.get("value")) or 0.0 for bar in bars]
    low, high = limits_of(values, _number(node.get("min")), _number(node.get("max")), from_zero=True)
    lies = node.get("horizontal") is True
    shows, unit = node.get("showValues") is True, text_of(node.get("unit"))
    pressed = node.listens("onItemPress")
    elements = []
    for at, (bar, value) in enumerate(zip(bars, values, strict=True)):
        label, words = text_of(bar.get("label")), number_words(value) + unit
        share = _share(value, low, high)
        attributes: dict[str, Attribute] = {
            "class": classes("rill-bar", _colored(bar.get("color"), text_of(node.get("color")) or "primary")),
            "title": f"{label}: {words}" if label else words,
        }
        if pressed:
            # One stop of the Tab key for all of them; the script moves it along.
            stop = at == 0 and node.get("focusable") is True
            attributes |= {
                "type": "button",
                "data-part": str(at),
                "tabindex": 0 if stop else -1,
                "data-own": "tabindex",
                "aria-label": f"{label}, {words}" if label else words,
            }
        rectangle: dict[str, Attribute] = {"x": 0, "y": 0, "width": _percent(share), "height": "100%"}
        if not lies:
            rectangle |= {"y": _percent(1 - share), "width": "100%", "height": _percent(share)}
        drawing = Element(
            "svg:svg",
            {"class": "rill-bar-room", "aria-hidden": "true"},
            Element("svg:rect", {**rectangle, "rx": 2}),
            # Above the bar, in the room that the stylesheet leaves there.
            Element("svg:text", {"x": "50%", "y": _percent(1 - share), "dy": "-0.35em"}, words)
            if shows and not lies
            else None,
        )
        elements.append(
            Element(
                "button" if pressed else "div",
                attributes,
                Element("span", {"class": "rill-bar-label"}, label or None),
                drawing,
                Element("span", {"class": "rill-bar-value"}, words) if shows and lies else None,
            )
        )
    told = ", ".join(
        f"{text_of(bar.get('label'))} {number_words(value)}{unit}" for bar, value in zip(bars, values, strict=True)
    )
    return Element(
        "rill-bars" if pressed else "div",
        {
            "class": classes("rill-bars", lies and "rill-bars-lying", shows and "rill-bars-told"),
            "role": "group" if pressed else "img",
            "aria-label": text_of(node.get("label")) or (told if len(bars) <= _TOLD_MAX and not pressed else None),
            "data-on": on_focusable(node, click="onItemPress"),
        },
        *elements,
    )


def _press_bar(link: WebLink, event: DomEvent) -> None:
    bars, part = link.node.get("bars"), event.part
    if not part.isdecimal() or len(part) > 4 or not isinstance(bars, list) or int(part) >= len(bars):
        return
    link.emit("onItemPress", {**press_payload(event), "index": int(part)})


# -- lines -------------------------------------------------------------------------------------------------------------

# The box that lines are drawn in, before it is stretched.
_ACROSS: Final = 10_000
_DOWN: Final = 10_000


def _lower_lines(node: Described, _page: Page) -> Element:
    series = _records(node.get("series"))
    data: list[Sequence[float | None]] = [_list(one.get("data")) for one in series]
    known = [_without_gaps(line) for line in data]
    ends = [(min(numbers), max(numbers)) if numbers else None for numbers in known]
    asked_low, asked_high = _number(node.get("min")), _number(node.get("max"))
    found = [end for both in ends if both for end in both]
    low, high = limits_of(found, asked_low, asked_high, from_zero=False)
    has_axes = node.get("showAxes") is True
    ticks: list[float] = []
    if has_axes:
        # Ends that nobody asked for are round ones.
        numbers = round_numbers(low, high, _TICKS)
        step = numbers[1] - numbers[0]
        low = math.floor(low / step) * step if asked_low is None else low
        high = math.ceil(high / step) * step if asked_high is None else high
        ticks = round_numbers(low, high, _TICKS + 1)
    places = max(map(len, data), default=0)
    most = min(_PLACES_MAX, _PLACES_OF_ALL_MAX // max(len(data), 1))
    colors = [_colored(one.get("color"), _SERIES_COLORS[at % len(_SERIES_COLORS)]) for at, one in enumerate(series)]
    labels = [text_of(label) for label in _list(node.get("labels"))]
    plot = Element(
        "svg:svg",
        {"class": "rill-plot", "aria-hidden": "true"},
        *(_grid_line(1 - _share(tick, low, high)) for tick in ticks),
        _stretched(
            _ACROSS,
            _DOWN,
            *(
                Element("svg:path", {"class": color, "d": _path(_points(line, places, most), low, high)})
                for line, color in zip(data, colors, strict=True)
            ),
            classes="rill-plot-lines",
        ),
    )
    names = [text_of(one.get("name")) for one in series]
    return Element(
        "div",
        {
            "class": "rill-lines",
            "role": "img",
            "aria-label": text_of(node.get("label")) or _summary(names, known, ends) or None,
        },
        _legend(names, colors) if node.get("showLegend") is True and len(series) > 1 else None,
        _axis(ticks, low, high) if ticks else None,
        plot,
        _labels(labels, places) if has_axes and labels else None,
    )


def _list(value: Value) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _without_gaps(line: Sequence[float | None]) -> Sequence[float]:
    # Most lines have none, and a line may have ten thousand numbers.
    return line if None not in line else [number for number in line if number is not None]  # type: ignore[return-value]


def _grid_line(y: float) -> Element:
    at = _percent(y)
    return Element("svg:line", {"class": "rill-grid-line", "x1": 0, "x2": "100%", "y1": at, "y2": at})


def _path(points: Iterator[tuple[float, float | None]], low: float, high: float) -> str:
    """One line as SVG says it, with a gap where there is no number."""
    parts: list[str] = []
    is_on = False
    # Halved, because the difference of the two may be more than a float holds.
    bottom, room = low / 2, high / 2 - low / 2
    for share, number in points:
        if number is None:
            is_on = False
            continue
        # Not cut off at the ends: a line leaves the plot where it does. Far away is as good as anywhere there.
        height = min(max((number / 2 - bottom) / room, -9.0), 10.0)
        parts.append(f"{'L' if is_on else 'M'}{round(share * _ACROSS)} {round((1 - height) * _DOWN)}")
        if not is_on:
            # A line of no length, so that a number alone between two gaps is a dot.
            parts.append("h0")
        is_on = True
    return "".join(parts)


def _points(line: Sequence[float | None], places: int, most: int) -> Iterator[tuple[float, float | None]]:
    """The places of a line as shares of the width; of very many only those that a screen can tell apart."""
    last = max(places - 1, 1)
    if places <= most:
        for place, number in enumerate(line):
            yield (place / last if places > 1 else 0.5), number
        return
    has_gaps = None in line
    for column in range(most):
        part = line[column * places // most : (column + 1) * places // most]
        numbers: Sequence[float] = _without_gaps(part) if has_gaps else part  # type: ignore[assignment]
        at = column / (most - 1)
        if not numbers:
            yield at, None
            continue
        # The least and the largest in their order, so that no peak is lost.
        least, largest = min(numbers), max(numbers)
        is_falling = numbers.index(largest) < numbers.index(least)
        yield at, largest if is_falling else least
        yield at, least if is_falling else largest


def _legend(names: Sequence[str], colors: Sequence[str]) -> Element:
    return Element(
        "div",
        {"class": "rill-legend", "aria-hidden": "true"},
        *(
            Element(
                "span",
                {"class": "rill-legend-entry"},
                Element("span", {"class": classes("rill-legend-line", color)}),
                _cut(name) or None,
            )
            for name, color in zip(names, colors, strict=True)
        ),
    )


def _axis(ticks: list[float], low: float, high: float) -> Element:
    words = axis_words(ticks)
    return Element(
        "div",
        {"class": "rill-axis", "aria-hidden": "true"},
        # The longest makes the room that all stand in.
        Element("span", {"class": "rill-axis-room"}, max(words, key=len)),
        Element(
            "svg:svg",
            {"class": "rill-axis-words"},
            *(
                Element("svg:text", {"x": "100%", "y": _percent(1 - _share(tick, low, high)), "dy": "0.35em"}, word)
                for tick, word in zip(ticks, words, strict=True)
            ),
        ),
    )


def _labels(labels: Sequence[str], places: int) -> Element:
    """As many labels below their places as are sure to fit, in even steps."""
    places = max(places, len(labels))
    longest = min(max(map(len, labels), default=1), _LABEL_MAX) + 2
    most = max(2, min(_LABELS_MAX, _LABELS_ROOM // longest))
    step = 1
    while (len(labels) - 1) // step + 1 > most:
        # 1, 2, 5, 10, 20, 50: steps that are easy to count.
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    shown = []
    for at in range(0, len(labels), step):
        share = at / (places - 1) if places > 1 else 0.5
        anchor = "start" if share < 0.02 else "end" if share > 0.98 else "middle"
        shown.append(
            Element("svg:text", {"x": _percent(share), "y": "1em", "text-anchor": anchor}, _cut(labels[at]) or None)
        )
    return Element("svg:svg", {"class": "rill-labels", "aria-hidden": "true"}, *shown)


def _summary(names: Sequence[str], lines: Sequence[Sequence[float]], ends: Sequence[tuple[float, float] | None]) -> str:
    """What a chart shows, in words: of each line where it begins and ends, and its extremes."""
    told = []
    for name, line, both in zip(names, lines, ends, strict=True):
        if both is not None:
            first, last, least, most = map(number_words, (line[0], line[-1], *both))
            told.append(f"{name}: {first} to {last}, from {least} to {most}".removeprefix(": "))
    return "; ".join(told)


VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "Sparkline": WebView(lower=_lower_spark),
        "BarChart": WebView(
            lower=_lower_bars,
            events={**FOCUS_EVENTS, "click": _press_bar},
            methods=FOCUS_METHODS,
        ),
        "LineChart": WebView(lower=_lower_lines),
    }
)
