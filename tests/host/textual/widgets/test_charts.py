"""Charts as they are painted: shapes of bars and lines, labels, presses, and numbers that no scale holds."""

from __future__ import annotations

from typing import Any

import pytest

from host.textual.scene import Element, Scene, el, scene

BARS = [{"label": "Jan", "value": 3}, {"label": "Feb", "value": 9.5}, {"label": "Mar", "value": 12}]
ODD_NUMBERS: list[list[float]] = [
    [],
    [7],
    [5, 5, 5],
    [0, 0],
    [-3, -2, -1],
    [1e300, -1e300, 1.7e308],
    [5e-324, 0],
    [float(number % 97) for number in range(10_000)],
]


def painted(on: Scene, lines: int) -> list[str]:
    return [line.rstrip() for line in on.lines[:lines]]


def color_at(on: Scene, x: int, y: int) -> Any:
    return on.app.screen.get_style_at(x, y).color


# -- sparkline -------------------------------------------------------------------------------------------------------


async def test_a_sparkline_stretches_over_its_width_from_0_to_the_largest_number() -> None:
    async with scene(el("Sparkline", {"data": [0, 1, 2, 4, 8], "style": {"width": 10}})) as on:
        assert painted(on, 1) == ["▁▁▁▁▂▂▄▄██"]


async def test_a_sparkline_has_the_limits_and_the_height_it_is_given() -> None:
    props = {"data": [0, 50, 100, 200], "min": 0, "max": 100, "style": {"width": 4, "height": 2}}
    spark = el("Sparkline", props)
    async with scene(spark) as on:
        assert painted(on, 2) == ["  ██", "▁███"]
        await on.update(spark.id, data=[100, 0, 0, 0])
        assert painted(on, 2) == ["█", "█▁▁▁"]


async def test_a_sparkline_of_many_numbers_shows_the_largest_of_each_column() -> None:
    data = [0.0] * 10_000
    data[9_999] = 8
    async with scene(el("Sparkline", {"data": data, "style": {"width": 8}})) as on:
        assert painted(on, 1) == ["▁▁▁▁▁▁▁█"]


# -- bars ------------------------------------------------------------------------------------------------------------


async def test_standing_bars_have_labels_below_and_values_above() -> None:
    chart = el("BarChart", {"bars": BARS, "showValues": True, "style": {"width": 18, "height": 6}})
    async with scene(chart) as on:
        assert painted(on, 6) == [
            "       9.5   12",
            "      ▁▁▁▁▁ █████",
            "      █████ █████",
            "  3   █████ █████",
            "█████ █████ █████",
            " Jan   Feb   Mar",
        ]


async def test_lying_bars_have_labels_before_and_values_behind_and_a_line_each() -> None:
    props = {"bars": BARS, "horizontal": True, "showValues": True, "unit": " kB", "style": {"width": 24}}
    async with scene(el("Column", {}, el("BarChart", props), el("Text", {}, "below"))) as on:
        assert painted(on, 4) == [
            "Jan ███▎ 3 kB",
            "Feb ██████████▎ 9.5 kB",
            "Mar █████████████ 12 kB",
            "below",
        ]


async def test_bars_have_colours_of_their_own_and_follow_the_theme() -> None:
    bars = [{"label": "a", "value": 1, "color": "error"}, {"label": "b", "value": 1}]
    chart = el("BarChart", {"bars": bars, "color": "success", "style": {"width": 9, "height": 3}})
    async with scene(chart) as on:
        first, second = color_at(on, 0, 0), color_at(on, 5, 0)
        assert first != second
        on.app.theme = "textual-light"
        await on.settle()
        assert color_at(on, 0, 0) not in (first, second)


async def test_a_bar_is_pressed_by_the_pointer() -> None:
    chart = el("BarChart", {"bars": BARS, "onItemPress": True, "style": {"width": 18, "height": 6}})
    async with scene(chart) as on:
        await on.pilot.click(offset=(8, 0))
        assert on.events() == [
            (chart.id, "onItemPress", {"index": 1, "source": "pointer", "shift": False, "ctrl": False, "meta": False})
        ]
        # Beside the last bar.
        await on.pilot.click(offset=(17, 10))
        assert on.events() == []


async def test_bars_are_walked_and_pressed_by_keys_where_somebody_listens() -> None:
    chart = el("BarChart", {"bars": BARS, "onItemPress": True, "horizontal": True})
    silent = el("BarChart", {"bars": BARS})
    async with scene(el("Column", {}, silent, chart)) as on:
        assert not on.widget(silent.id).can_focus
        await on.pilot.press("tab", "down", "enter", "right", "space", "down", "enter", "home", "enter", "end", "up")
        assert [payload["index"] for _, _, payload in on.events()] == [1, 2, 2, 0]
        await on.pilot.press("enter")
        assert on.events() == [(chart.id, "onItemPress", {"index": 1, "source": "key"})]


async def test_the_bar_that_the_keyboard_is_at_is_seen() -> None:
    chart = el("BarChart", {"bars": BARS, "onItemPress": True, "horizontal": True})
    async with scene(chart) as on:

        def grounds() -> list[Any]:
            return [on.app.screen.get_style_at(0, y).bgcolor for y in range(3)]

        plain = grounds()[0]
        await on.pilot.press("tab", "down")
        assert [ground == plain for ground in grounds()] == [True, False, True]


async def test_more_bars_than_columns_share_them() -> None:
    bars = [{"label": "", "value": index} for index in range(1000)]
    chart = el("BarChart", {"bars": bars, "onItemPress": True, "style": {"width": 10, "height": 3}})
    async with scene(chart) as on:
        assert painted(on, 2) == ["     ▂▃▅▆█", "▂▃▅▆██████"]
        await on.pilot.click(offset=(9, 1))
        assert [payload["index"] for _, _, payload in on.events()] == [999]


# -- lines -----------------------------------------------------------------------------------------------------------


def lines_of(*data: list[Any], width: int = 24, height: int = 7, **props: Any) -> Element:
    series = [{"name": f"s{index}", "data": list(numbers)} for index, numbers in enumerate(data)]
    return el("LineChart", {"series": series, "style": {"width": width, "height": height}, **props})


async def test_a_line_has_axes_with_round_numbers_and_labels() -> None:
    async with scene(lines_of([0, 10, 20, 30], labels=["a", "b", "c", "d"])) as on:
        assert painted(on, 7) == [
            "30┤                 ⣀⠤⠒⠉",
            "20┤            ⢀⡠⠔⠒⠉",
            "  │        ⢀⡠⠴⠊⠁",
            "10┤    ⣀⠤⠔⠊⠁",
            " 0┤⣀⠤⠒⠉",
            "  └┬─────┬──────┬──────┬",
            "   a     b      c      d",
        ]


async def test_several_lines_have_a_legend_and_colours() -> None:
    async with scene(lines_of([0, 0], [1, 1], height=6)) as on:
        assert painted(on, 1) == ["━━ s0  ━━ s1"]
        assert color_at(on, 0, 0) != color_at(on, 7, 0)
        # The second line is at the top, the first at the bottom.
        assert color_at(on, 10, 1) == color_at(on, 7, 0)
        assert color_at(on, 10, 4) == color_at(on, 0, 0)


async def test_axes_and_legend_can_be_left_out() -> None:
    async with scene(lines_of([0, 1], [1, 0], width=4, height=2, showAxes=False, showLegend=False)) as on:
        assert painted(on, 2) == ["⠑⢄⡠⠊", "⡠⠊⠑⢄"]


async def test_given_limits_hold_and_what_is_beyond_leaves_the_plot() -> None:
    async with scene(lines_of([0, 100], min=0, max=10, width=12, height=5)) as on:
        # It leaves through the top in its first tenth.
        assert painted(on, 5) == ["10┤⢠⠃", " 5┤⢸", "  │⡸", " 0┤⡇", "  └─────────"]


async def test_a_gap_is_a_gap() -> None:
    async with scene(lines_of([1, 1, None, 1, 1], width=10, height=1, showAxes=False)) as on:
        assert painted(on, 1) == ["⠤⠤⠤    ⠤⠤⠤"]


async def test_labels_are_as_many_as_fit() -> None:
    labels = [f"day {index}" for index in range(10_000)]
    data = [float(index) for index in range(10_000)]
    async with scene(lines_of(data, labels=labels, width=60, height=8)) as on:
        assert painted(on, 8)[7] == "    day 0  day 2000   day 4000   day 6000   day 8000"


@pytest.mark.parametrize("numbers", ODD_NUMBERS)
@pytest.mark.parametrize("size", [(1, 1), (2, 2), (9, 4), (80, 20)])
async def test_odd_numbers_in_any_room_are_painted_within_it(numbers: list[float], size: tuple[int, int]) -> None:
    width, height = size
    style = {"width": width, "height": height}
    bars = [{"label": "x" * 50, "value": number} for number in numbers[:1000]]
    for element in (
        el("Sparkline", {"data": numbers, "style": style}),
        el("BarChart", {"bars": bars, "style": style, "showValues": True}),
        el("BarChart", {"bars": bars, "style": style, "showValues": True, "horizontal": True}),
        el("LineChart", {"series": [{"name": "x" * 50, "data": numbers}] * 3, "style": style, "labels": ["y" * 50]}),
    ):
        async with scene(element) as on:
            assert not on.app.problems
            widget = on.widget(element.id)
            strips = [widget.render_line(y) for y in range(height)]
            assert [strip.cell_length for strip in strips] == [width] * height


async def test_words_of_a_guest_are_only_text() -> None:
    hostile = "[bold]a\x1b[31m\nb"
    bars = [{"label": hostile, "value": 1}]
    charts = (
        el("BarChart", {"bars": bars, "horizontal": True, "showValues": True, "unit": "\x1b[2J"}),
        lines_of([0, 1], [1, 0], labels=[hostile], width=40),
    )
    async with scene(el("Column", {}, *charts)) as on:
        await on.update(charts[1].id, series=[{"name": hostile, "data": [1, 2]}] * 2)
        assert "[bold]a␛[31m b" in on.lines[0]
        assert "1␛[2J" in on.lines[0]
        assert "[bold]a␛[31m b" in on.lines[1]
