from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from screens import screen_lines, screen_segments
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from rill.devtools.textual.line_list import Line, LineList, LineSource


class Numbers(LineSource):
    """Lines that are numbered, and noted when they are asked for."""

    def __init__(self, count: int) -> None:
        self.total = count
        self.asked: list[int] = []

    def count(self) -> int:
        return self.total

    def line(self, index: int) -> Line:
        self.asked.append(index)
        return [("▸ ", "muted"), (f"line {index} ", "name"), ("x" * 100, "plain")]


class ListApp(App[None]):
    def __init__(self, lines: LineList) -> None:
        super().__init__()
        self.animation_level = "none"
        self.lines = lines
        self.heard: list[tuple[Any, ...]] = []

    def compose(self) -> ComposeResult:
        yield self.lines

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        self.heard.append(("moved", event.index))

    def on_line_list_changed(self, event: LineList.Changed) -> None:
        self.heard.append((event.change, event.index))


@asynccontextmanager
async def shown(source: Numbers, *, follow: bool = False) -> AsyncIterator[tuple[ListApp, Pilot[None]]]:
    app = ListApp(LineList(source, follow=follow))
    async with app.run_test(size=(30, 6)) as pilot:
        app.lines.show()
        await pilot.pause()
        app.heard.clear()
        yield app, pilot


def first_words(app: ListApp) -> list[str]:
    return [line[2:10].split("x")[0].strip() for line in screen_lines(app)]


async def test_only_lines_on_the_screen_are_made() -> None:
    source = Numbers(1_000_000)
    async with shown(source) as (app, pilot):
        assert first_words(app) == [f"line {number}" for number in range(6)]
        source.asked.clear()
        await pilot.press("end")
        await pilot.pause()
        assert first_words(app)[-1] == "line 999"  # cut: 999999
        assert len(set(source.asked)) <= 12
        assert app.lines.cursor == 999_999


async def test_keys_move_the_cursor_and_keep_it_in_view() -> None:
    async with shown(Numbers(50)) as (app, pilot):
        await pilot.press("down", "down", "pagedown", "up", "home", "j", "k", "right", "left", "enter")
        moved = [index for what, index in app.heard if what == "moved"]
        assert moved == [0, 1, 6, 5, 0, 1, 0]
        assert app.heard[-3:] == [("open", 0), ("close", 0), ("toggle", 0)]
        await pilot.press("end")
        await pilot.pause()
        assert first_words(app)[-1] == "line 49"


async def test_the_pointer_chooses_a_line_and_its_sign_or_a_second_press_opens_it() -> None:
    async with shown(Numbers(50)) as (app, pilot):
        await pilot.click(LineList, offset=(10, 3))
        assert app.heard == [("moved", 3)]
        await pilot.click(LineList, offset=(10, 3))
        assert app.heard[1:] == [("moved", 3), ("toggle", 3)]
        app.heard.clear()
        await pilot.click(LineList, offset=(0, 2))
        assert app.heard == [("moved", 2), ("toggle", 2)]


async def test_it_follows_the_newest_line_until_a_person_moves_away_and_again_from_the_end_on() -> None:
    source = Numbers(3)
    async with shown(source, follow=True) as (app, pilot):
        source.total = 100
        app.lines.show()
        await pilot.pause()
        assert first_words(app)[-1] == "line 99"
        await pilot.press("up")
        source.total = 200
        app.lines.show()
        await pilot.pause()
        assert app.lines.cursor == 98
        assert first_words(app)[-1] == "line 99"
        await pilot.press("end")
        source.total = 300
        app.lines.show()
        assert app.lines.cursor == 299


async def test_fewer_lines_than_before_take_the_cursor_along() -> None:
    source = Numbers(50)
    async with shown(source) as (app, pilot):
        await pilot.press("end")
        source.total = 2
        app.lines.show()
        await pilot.pause()
        assert app.lines.cursor == 1
        assert first_words(app) == ["line 0", "line 1", "", "", "", ""]
        source.total = 0
        app.lines.show()
        await pilot.press("down", "enter")
        assert app.lines.cursor is None


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_looks_are_colours_of_the_theme(theme: str) -> None:
    async with shown(Numbers(3)) as (app, pilot):
        app.theme = theme
        await pilot.press("home")
        await pilot.pause()
        first, second = screen_segments(app)[:2]
        colors = [segment.style.color for segment in second if segment.style and segment.text.strip()]
        assert len(set(colors)) == 3
        # What is muted lies between the words and what is behind them, in every theme.
        muted, _, plain = (color.get_truecolor() for color in colors if color is not None)
        (behind,) = {segment.style.bgcolor for segment in second if segment.style}
        assert behind is not None
        assert min(plain.red, behind.get_truecolor().red) < muted.red < max(plain.red, behind.get_truecolor().red)
        (cursor,) = {segment.style.bgcolor for segment in first if segment.style}
        assert cursor != behind
