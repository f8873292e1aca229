"""Charts as SVG: shares of their room, however many numbers there are and whatever they are."""

from __future__ import annotations

import re
from typing import Any

import pytest

from host.web.views.lowered import LISTENS, NO_KEYS, lower, put, said
from rill.host.web.element import Element
from rill.host.web.lowering import walk

BARS = [{"label": "Mon", "value": 5.0}, {"label": "Tue", "value": 10.0, "color": "error"}]


def parts(element: Element, tag: str) -> list[Element]:
    return [part for part in walk(element) if part.tag == tag]


def all_numbers(element: Element) -> list[float]:
    """Every number in every attribute of a drawing."""
    return [
        float(number)
        for part in walk(element)
        for name, value in part.attributes.items()
        if name not in ("class", "aria-label", "title")
        for number in re.findall(r"-?[0-9.]+(?:e[+-]?[0-9]+)?|nan|inf", str(value))
    ]


# -- sparkline ---------------------------------------------------------------------------------------------------------


def test_a_sparkline_is_one_path_of_bars() -> None:
    spark = lower("Sparkline", data=[0.0, 1.0, 2.0], color="success", label="Load")
    assert "rill-c-success" in str(spark.attributes["class"])
    [path] = parts(spark, "svg:path")
    # The least is still seen.
    assert path.attributes["d"] == "M1 100v-4h8v4zM11 100v-50h8v50zM21 100v-100h8v100z"
    assert parts(spark, "svg:svg")[0].attributes["viewBox"] == "0 0 30 100"


def test_many_numbers_are_no_more_bars_than_can_be_told_apart() -> None:
    numbers = [0.0] * 10_000
    numbers[4_321] = 7.0
    [path] = parts(lower("Sparkline", data=numbers), "svg:path")
    bars = str(path.attributes["d"]).split("z")[:-1]
    assert len(bars) == 160
    # The largest of those that share a bar is not lost.
    assert sum("v-100" in bar for bar in bars) == 1


# -- bars --------------------------------------------------------------------------------------------------------------


def test_bars_stand_for_their_shares() -> None:
    chart = lower("BarChart", bars=BARS, showValues=True, unit=" kB", color="accent")
    assert [rect.attributes["height"] for rect in parts(chart, "svg:rect")] == ["50%", "100%"]
    assert [text.children for text in parts(chart, "svg:text")] == [("5 kB",), ("10 kB",)]
    bars = [part for part in walk(chart) if "rill-bar" in str(part.attributes.get("class")).split()]
    assert [bar.attributes["class"] for bar in bars] == ["rill-bar rill-c-accent", "rill-bar rill-c-error"]
    assert (chart.attributes["role"], chart.attributes["aria-label"]) == ("img", "Mon 5 kB, Tue 10 kB")


def test_bars_that_lie_grow_to_the_side() -> None:
    chart = lower("BarChart", bars=BARS, horizontal=True)
    assert [rect.attributes["width"] for rect in parts(chart, "svg:rect")] == ["50%", "100%"]


def test_bars_that_can_be_pressed_are_buttons_and_one_stop_of_the_tab_key() -> None:
    chart = lower("BarChart", bars=BARS, onItemPress=LISTENS)
    assert (chart.tag, chart.attributes["data-on"]) == ("rill-bars", "click")
    assert [(bar.attributes["data-part"], bar.attributes["tabindex"]) for bar in parts(chart, "button")] == [
        ("0", 0),
        ("1", -1),
    ]
    node = put("BarChart", {"bars": BARS, "onItemPress": LISTENS})
    assert said(node, "click", part="1", detail=1) == [("onItemPress", {**NO_KEYS, "source": "pointer", "index": 1})]
    for part in ("", "2", "-1", "x", "99999", "²"):
        assert said(node, "click", part=part) == []


# -- lines -------------------------------------------------------------------------------------------------------------


def lines(**props: Any) -> Element:
    return lower("LineChart", **props)


def test_a_line_goes_through_its_numbers_and_has_gaps() -> None:
    chart = lines(series=[{"name": "In", "data": [0.0, 10.0, None, 5.0]}], min=0.0, max=10.0)
    [path] = parts(chart, "svg:path")
    assert path.attributes["d"] == "M0 10000h0L3333 0M10000 5000h0"
    assert chart.attributes["aria-label"] == "In: 0 to 5, from 0 to 10"


def test_an_axis_has_round_numbers() -> None:
    chart = lines(series=[{"name": "In", "data": [3.0, 97.0]}])
    assert [text.children[0] for text in parts(chart, "svg:text")] == ["0", "20", "40", "60", "80", "100"]
    assert parts(lines(series=[{"name": "In", "data": [3.0]}], showAxes=False), "svg:text") == []


def test_series_are_told_apart_and_named() -> None:
    series = [{"name": "In", "data": [1.0]}, {"name": "Out", "data": [2.0], "color": "error"}]
    chart = lines(series=series)
    assert [path.attributes["class"] for path in parts(chart, "svg:path")] == ["rill-c-primary", "rill-c-error"]
    legend = [part for part in walk(chart) if part.attributes.get("class") == "rill-legend-entry"]
    assert [entry.children[-1] for entry in legend] == ["In", "Out"]
    assert not any("rill-legend" in str(part.attributes.get("class")) for part in walk(lines(series=series[:1])))


def test_labels_are_as_many_as_fit() -> None:
    labels = [f"day {day}" for day in range(100)]
    chart = lines(series=[{"name": "", "data": [float(day) for day in range(100)]}], labels=labels)
    shown = [text for text in parts(chart, "svg:text") if str(text.children[0]).startswith("day")]
    assert [text.children[0] for text in shown] == ["day 0", "day 20", "day 40", "day 60", "day 80"]
    assert shown[0].attributes["text-anchor"] == "start"


def test_very_many_numbers_are_a_bounded_line_that_keeps_its_peaks() -> None:
    numbers = [0.0] * 10_000
    numbers[5_000] = 1.0
    [path] = parts(lines(series=[{"name": "", "data": numbers}], min=0.0, max=1.0), "svg:path")
    d = str(path.attributes["d"])
    assert d.count("L") < 1_000
    # Many lines are no more of them together.
    many = lines(series=[{"name": "", "data": numbers}] * 20)
    assert sum(str(path.attributes["d"]).count("L") for path in parts(many, "svg:path")) < 7_200
    assert " 0L" in d


# -- whatever the numbers are ------------------------------------------------------------------------------------------

_STRANGE = [[], [1e308, -1e308], [5e-324, 0.0], [7.0, 7.0], [-3.0, -1.0]]


@pytest.mark.parametrize("numbers", _STRANGE)
@pytest.mark.parametrize("ends", [{}, {"min": 5.0, "max": 1.0}, {"min": -1e308, "max": 1e308}])
def test_no_number_makes_a_drawing_that_no_browser_reads(numbers: list[float], ends: dict[str, float]) -> None:
    for element in (
        lower("Sparkline", data=numbers, **ends),
        lower("BarChart", bars=[{"label": "", "value": number} for number in numbers], showValues=True, **ends),
        lower("LineChart", series=[{"name": "", "data": numbers}], **ends),
    ):
        assert all(number == number and abs(number) <= 1e6 for number in all_numbers(element))
