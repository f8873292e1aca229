"""Widgets that paint numbers: a Sparkline, a BarChart and a LineChart. They get plain values and know no tree.

Each draws a `DotMatrix` once for its size and its numbers; colours are looked up when it is painted, so that they
follow the theme. What is drawn is bounded by the cells of the widget, however many numbers there are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from rill.host.scales import axis_words, limits_of, number_words, round_numbers
from rill.host.terminal_text import clean_line
from rill.host.textual.dots import DOTS_ACROSS, DOTS_DOWN, FILL, DotMatrix, Look
from rill.host.textual.theme import background_color, painted_style, text_color
from rill.host.textual.view import KEY_PRESS, Linked, pointer_press

_RISING: Final = " ▁▂▃▄▅▆▇█"
_GROWING: Final = " ▏▎▍▌▋▊▉█"
# Series that name no colour get these in turn: those first that are told apart best.
_SERIES_COLORS: Final = ("primary", "warning", "success", "error", "foreground", "muted", "secondary", "accent")
# A bar wider than this reads as an area.
_BAR_CELLS_MAX: Final = 12
# Labels are for a glance; longer ones leave no room for the numbers.
_LABEL_CELLS_MAX: Final = 20


class Plot(Linked, Widget):
    """A widget that paints a matrix of dots and signs."""

    _matrix: DotMatrix | None = None

    def draw(self, width: int, height: int) -> DotMatrix:
        """Draw for a size in cells, neither of which is 0."""
        raise NotImplementedError

    def redraw(self) -> None:
        """What is shown has changed."""
        self._matrix = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        base = painted_style(self)
        if not width or y >= height:
            return Strip.blank(width, base)
        matrix = self._matrix
        if matrix is None or (matrix.width, matrix.height) != (width, height):
            matrix = self._matrix = self.draw(width, height)
        return matrix.strip(y, lambda look: base + self._style(look))

    def _style(self, look: Look) -> Style:
        color, ground = look
        dots = None
        if color is not None:
            is_fill = color.startswith(FILL)
            dots = background_color(self, color.removeprefix(FILL)) if is_fill else text_color(self, color)
        return Style(
            color=None if dots is None else dots.rich_color,
            bgcolor=None if ground is None else background_color(self, ground).rich_color,
        )


def cut(text: str, cells: int) -> str:
    """A guest's words in so many cells, with a sign where something is missing."""
    text = clean_line(text)
    if cell_len(text) <= cells:
        return text
    return set_cell_size(text, cells - 1) + "…" if cells > 0 else ""


# -- sparkline -------------------------------------------------------------------------------------------------------


class SparkPlot(Plot):
    """A Sparkline."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._data: Sequence[float] = ()
        self._ends: tuple[float | None, float | None] = (None, None)
        self._color = "primary"

    def show(self, data: Sequence[float], low: float | None, high: float | None, color: str | None) -> None:
        self._data = data
        self._ends = (low, high)
        self._color = color or "primary"
        self.redraw()

    def draw(self, width: int, height: int) -> DotMatrix:
        matrix = DotMatrix(width, height)
        data = self._data
        low, high = limits_of(data, *self._ends, from_zero=True)
        for x in range(width if data else 0):
            first = x * len(data) // width
            most = max(data[first : max(first + 1, (x + 1) * len(data) // width)])
            _raise_bar(matrix, x, 1, height, height, _share(most, low, high), self._color, least=1)
        return matrix


def _share(number: float, low: float, high: float) -> float:
    """Where a number stands on a scale, from 0 to 1."""
    # Halved, because the difference of the two may be more than a float holds.
    return min(max((number / 2 - low / 2) / (high / 2 - low / 2), 0.0), 1.0)


def _raise_bar(
    matrix: DotMatrix, x: int, width: int, bottom: int, height: int, share: float, color: str, *, least: int = 0
) -> int:
    """Draw a bar that stands on the line ``bottom``. Returns its uppermost line."""
    eighths = max(round(share * height * 8), least)
    whole, rest = divmod(eighths, 8)
    for y in range(bottom - whole, bottom):
        matrix.write(x, y, "█" * width, color)
    if rest:
        matrix.write(x, bottom - whole - 1, _RISING[rest] * width, color)
    return bottom - whole - (1 if rest else 0)


# -- bars ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BarOptions:
    """How a BarChart draws its bars."""

    horizontal: bool = False
    low: float | None = None
    high: float | None = None
    show_values: bool = False
    unit: str = ""
    color: str = "primary"


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar, as the guest says it."""

    label: str
    value: float
    color: str | None


class BarPlot(Plot):
    """A BarChart. Where bars can be pressed, the keyboard walks them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "press_bar", "Press", show=False),
        Binding("right,down", "move_bar(1)", "Next bar", show=False),
        Binding("left,up", "move_bar(-1)", "Bar before", show=False),
        Binding("home", "go_to_bar(0)", "First bar", show=False),
        Binding("end", "go_to_bar(-1)", "Last bar", show=False),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._bars: Sequence[ChartBar] = ()
        self._options = BarOptions()
        self._current = 0
        # Which bar each column, or with lying bars each line, belongs to.
        self._bar_at: list[int | None] = []

    def show(self, bars: Sequence[ChartBar], options: BarOptions) -> None:
        lines = self._lines()
        self._bars, self._options = bars, options
        self._current = min(self._current, max(len(bars) - 1, 0))
        self.redraw()
        if lines != self._lines():
            self.refresh(layout=True)

    def _lines(self) -> int:
        return max(len(self._bars), 1) if self._options.horizontal else 10

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        return self._lines()

    # -- drawing

    def draw(self, width: int, height: int) -> DotMatrix:
        matrix = DotMatrix(width, height)
        if not self._bars:
            self._bar_at = []
        elif self._options.horizontal:
            self._draw_lying(matrix)
        else:
            self._draw_standing(matrix)
        return matrix

    def _shares(self) -> list[float]:
        """How long each bar is, from 0 to 1."""
        options = self._options
        values = [bar.value for bar in self._bars]
        low, high = limits_of(values, options.low, options.high, from_zero=True)
        return [_share(value, low, high) for value in values]

    def _words_of(self, bar: ChartBar) -> str:
        return f"{number_words(bar.value)}{clean_line(self._options.unit)}"

    def _color_of(self, bar: ChartBar) -> str:
        return bar.color or self._options.color

    def _ground_of(self, index: int) -> str | None:
        return "muted" if self.has_focus and index == self._current else None

    def _draw_standing(self, matrix: DotMatrix) -> None:
        width, height, bars = matrix.width, matrix.height, self._bars
        shares = self._shares()
        slots = min(len(bars), width)
        # More bars than columns: each column shows the largest of its bars.
        groups = [range(at * len(bars) // slots, (at + 1) * len(bars) // slots) for at in range(slots)]
        slot = width // slots
        size = min(max(slot - 1, 1), _BAR_CELLS_MAX)
        slot = min(slot, size + max(1, size // 4)) if slot > 1 else 1
        bottom = height - 1 if height > 1 else height
        room = bottom - (1 if self._options.show_values and bottom > 1 else 0)
        self._bar_at = [None] * width
        for at, group in enumerate(groups):
            x = at * slot
            index = max(group, key=shares.__getitem__)
            bar = bars[index]
            self._bar_at[x : x + slot] = [index] * min(slot, width - x)
            top = _raise_bar(matrix, x, size, bottom, room, shares[index], self._color_of(bar))
            if self._options.show_values:
                words = self._words_of(bar)
                if cell_len(words) <= slot:
                    matrix.write(x + max(0, (size - cell_len(words)) // 2), max(top - 1, 0), words, "foreground")
            if bottom < height:
                label = cut(bar.label, size)
                ground = self._ground_of(index)
                pad = (size - cell_len(label)) // 2
                if ground is not None:
                    matrix.write(x, bottom, " " * size, "foreground", ground)
                matrix.write(x + pad, bottom, label, "foreground", ground)

    def _draw_lying(self, matrix: DotMatrix) -> None:
        width, height, bars = matrix.width, matrix.height, self._bars
        shares = self._shares()
        seen = bars[:height]
        labels = [cut(bar.label, min(_LABEL_CELLS_MAX, width // 3)) for bar in seen]
        label_width = max(map(cell_len, labels))
        start = label_width + 1 if label_width else 0
        values = [self._words_of(bar) if self._options.show_values else "" for bar in seen]
        value_width = max(map(cell_len, values))
        room = width - start - (value_width + 1 if value_width else 0)
        if room < 1:
            values, room = [""] * len(seen), width - start
        pitch = 2 if height >= 2 * len(bars) else 1
        self._bar_at = [None] * height
        for index, bar in enumerate(seen):
            y = index * pitch
            self._bar_at[y] = index
            ground = self._ground_of(index)
            pad = label_width - cell_len(labels[index])
            matrix.write(0, y, " " * pad + labels[index], "foreground", ground)
            whole, rest = divmod(round(shares[index] * room * 8), 8)
            matrix.write(start, y, "█" * whole + (_GROWING[rest] if rest else ""), self._color_of(bar))
            matrix.write(start + whole + (1 if rest else 0) + 1, y, values[index], "foreground")

    # -- pressing

    def _press(self, index: int, payload: Mapping[str, Any]) -> None:
        if self.link is not None and not self.is_disabled:
            self.link.emit("onItemPress", {**payload, "index": index})

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is None:
            return
        at = place.y if self._options.horizontal else place.x
        index = self._bar_at[at] if at < len(self._bar_at) else None
        if index is not None and index < len(self._bars):
            event.stop()
            self._go_to(index)
            self._press(index, pointer_press(event))

    def action_press_bar(self) -> None:
        if self._bars:
            self._press(self._current, KEY_PRESS)

    def action_move_bar(self, step: int) -> None:
        at = self._current + step
        if not 0 <= at < len(self._bars):
            # The scrolling box around it may have more to show.
            raise SkipAction
        self._go_to(at)

    def action_go_to_bar(self, index: int) -> None:
        if self._bars:
            self._go_to(range(len(self._bars))[index])

    def _go_to(self, index: int) -> None:
        self._current = index
        self.redraw()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.redraw()


# -- lines -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One line, as the guest says it."""

    name: str
    data: Sequence[float | None]
    color: str | None


@dataclass(frozen=True, slots=True)
class LineOptions:
    """What a LineChart draws besides its lines."""

    labels: Sequence[str] = ()
    low: float | None = None
    high: float | None = None
    show_axes: bool = True
    show_legend: bool = True


class LinePlot(Plot):
    """A LineChart."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._series: Sequence[ChartSeries] = ()
        self._options = LineOptions()

    def show(self, series: Sequence[ChartSeries], options: LineOptions) -> None:
        self._series, self._options = series, options
        self.redraw()

    def draw(self, width: int, height: int) -> DotMatrix:
        matrix = DotMatrix(width, height)
        options = self._options
        data = [series.data for series in self._series]
        ends = [end(numbers) for numbers in map(_numbers_in, data) if numbers for end in (min, max)]
        low, high = limits_of(ends, options.low, options.high, from_zero=False)
        top = 1 if options.show_legend and len(self._series) > 1 and height > 3 else 0
        bottom = height
        gutter = 0
        if options.show_axes and height - top >= 3 and width >= 8:
            bottom -= 1
            # Ends that nobody asked for are round ones.
            most = (bottom - top) // 2 + 1
            step = _step(round_numbers(low, high, most))
            low = math.floor(low / step) * step if options.low is None else low
            high = math.ceil(high / step) * step if options.high is None else high
            ticks = round_numbers(low, high, most + 1)
            words = [cut(word, width // 3) for word in axis_words(ticks)]
            gutter = max(map(cell_len, words)) + 1
            if options.labels and bottom - top >= 3:
                bottom -= 1
        if top:
            self._draw_legend(matrix)
        plot = DotMatrix(width - gutter, bottom - top)
        places = max(map(len, data), default=0)
        for index, line in enumerate(data):
            _draw_line(plot, line, places, low, high, self._color_of(index))
        matrix.place(gutter, top, plot)
        if gutter:
            for y in range(top, bottom):
                matrix.write(gutter - 1, y, "│", "muted")
            for number, word in zip(ticks, words, strict=True):
                y = top + int((1 - _share(number, low, high)) * (plot.height * DOTS_DOWN - 1)) // DOTS_DOWN
                matrix.write(gutter - 1 - cell_len(word), y, f"{word}┤", "muted")
            matrix.write(gutter - 1, bottom, "└" + "─" * plot.width, "muted")
            if bottom + 1 < height:
                _write_labels(matrix, gutter, bottom, plot.width, options.labels, places)
        return matrix

    def _color_of(self, index: int) -> str:
        return self._series[index].color or _SERIES_COLORS[index % len(_SERIES_COLORS)]

    def _draw_legend(self, matrix: DotMatrix) -> None:
        x = 0
        for index, series in enumerate(self._series):
            name = cut(series.name, _LABEL_CELLS_MAX)
            matrix.write(x, 0, "━━", self._color_of(index))
            matrix.write(x + 3, 0, name, "foreground")
            x += 3 + cell_len(name) + 2
            if x >= matrix.width:
                return


def _step(numbers: list[float]) -> float:
    return numbers[1] - numbers[0]


def _numbers_in(data: Sequence[float | None]) -> Sequence[float]:
    """A series without its gaps."""
    return [number for number in data if number is not None]


def _draw_line(plot: DotMatrix, line: Sequence[float | None], places: int, low: float, high: float, color: str) -> None:
    """Draw one line, with a gap where there is no number. No more dots than there are in the plot, times two."""
    across, down = plot.width * DOTS_ACROSS - 1, plot.height * DOTS_DOWN - 1

    def height_of(number: float) -> float:
        # Not cut off at the ends: a line leaves the plot where it does. Far away is as good as anywhere there.
        share = (number / 2 - low / 2) / (high / 2 - low / 2)
        return (1 - min(max(share, -1e3), 1e3)) * down + 0.5

    if places > across + 1:
        # Several numbers on one column of dots: from the least to the largest, joined to the column before.
        last: float | None = None
        for x in range(across + 1):
            numbers = _numbers_in(line[x * places // (across + 1) : (x + 1) * places // (across + 1)])
            if numbers:
                joined = numbers if last is None else [*numbers, last]
                plot.column(x, int(height_of(max(joined))), int(height_of(min(joined))), color)
            last = numbers[-1] if numbers else None
        return
    before: tuple[float, float] | None = None
    for place, number in enumerate(line):
        if number is None:
            before = None
            continue
        at = ((place * across / (places - 1) if places > 1 else across / 2) + 0.5, height_of(number))
        plot.line(*(before or at), *at, color)
        before = at


def _write_labels(matrix: DotMatrix, gutter: int, bottom: int, room: int, labels: Sequence[str], places: int) -> None:
    """Write as many labels below their places as fit, in even steps, each with a mark on the axis."""
    places = max(places, len(labels))
    step = 1
    while step < places:
        found = _labels_that_fit(labels[::step], step, room, places)
        if found is not None:
            break
        # 1, 2, 5, 10, 20, 50: steps that are easy to count.
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    else:
        found = _labels_that_fit(labels[:1], step, room, places)
    for mark, start, label in found or ():
        matrix.write(gutter + mark, bottom, "┬", "muted")
        matrix.write(gutter + start, bottom + 1, label, "muted")


def _labels_that_fit(labels: Sequence[str], step: int, room: int, places: int) -> list[tuple[int, int, str]] | None:
    """Mark, start and words of each label; None when two of them meet."""
    if len(labels) > room:
        return None
    found = []
    free = 0
    for index, label in enumerate(labels):
        words = cut(label, _LABEL_CELLS_MAX)
        mark = index * step * (room - 1) // (places - 1) if places > 1 else room // 2
        size = cell_len(words)
        start = min(max(mark - size // 2, 0), room - size)
        if start < free:
            return None
        free = start + size + 1
        found.append((mark, start, words))
    return found
