"""Blocks and lines: where a layout puts them, in a box of Textual widgets without a guest."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.widget import Widget

from rill.host.textual.flow import Flowing
from rill.host.textual.html_flow import BlockLayout, InFlow


class Page(Flowing, Widget):
    """A box of blocks and lines."""

    DEFAULT_CSS = "Page { width: 40; height: auto; } Block, InLine { height: 1; } InLine { width: auto; }"

    @property
    def layout(self) -> BlockLayout:
        if self._flex_layout is None:
            self._flex_layout = BlockLayout()
        assert isinstance(self._flex_layout, BlockLayout)
        return self._flex_layout


class Block(Widget):
    """A block."""


class InLine(InFlow, Widget):
    """Something so wide in a line."""

    in_line = True

    def __init__(self, width: int, **given: bool) -> None:
        super().__init__()
        self.natural = width
        self.is_words = given.get("words", False)
        self.ends_line = given.get("ends_line", False)
        self.keeps_distance = given.get("keeps_distance", False)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self.natural


class Shown(App[None]):
    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.page = Page(*widgets)

    def compose(self) -> ComposeResult:
        yield self.page


async def places(*widgets: Widget) -> list[tuple[int, int, int]]:
    """Where widgets stand: columns from the left, lines from the top, cells across."""
    app = Shown(*widgets)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        return [(widget.region.x, widget.region.y, widget.region.width) for widget in widgets]


def block(top: int, bottom: int) -> Block:
    made = Block()
    made.styles.margin = (top, 0, bottom, 0)
    return made


async def test_blocks_fill_the_box_and_their_margins_overlap() -> None:
    assert await places(Block(), Block()) == [(0, 0, 40), (0, 1, 40)]
    found = await places(block(0, 2), block(1, 1), block(3, 0))
    assert [y for _, y, _ in found] == [0, 3, 7]


async def test_what_is_in_a_line_stands_side_by_side_and_wraps() -> None:
    assert await places(InLine(10), InLine(20), InLine(15), Block()) == [
        (0, 0, 10),
        (10, 0, 20),
        (0, 1, 15),
        (0, 2, 40),
    ]


async def test_words_that_are_too_long_break_where_they_stand_if_there_is_room() -> None:
    assert await places(InLine(10), InLine(60, words=True)) == [(0, 0, 10), (10, 0, 30)]
    assert await places(InLine(30), InLine(60, words=True)) == [(0, 0, 30), (0, 1, 40)]


async def test_words_alone_fill_the_box() -> None:
    assert await places(InLine(5, words=True)) == [(0, 0, 40)]


async def test_a_line_ends_where_it_is_told() -> None:
    assert await places(InLine(5, ends_line=True), InLine(5)) == [(0, 0, 5), (0, 1, 5)]


async def test_some_things_keep_their_distance() -> None:
    assert await places(InLine(3, keeps_distance=True), InLine(5)) == [(0, 0, 3), (4, 0, 5)]


@pytest.mark.parametrize(("widths", "natural"), [((5, 6), 11), ((), 0)])
async def test_a_box_would_like_to_be_as_wide_as_its_longest_line(widths: tuple[int, ...], natural: int) -> None:
    app = Shown(*map(InLine, widths))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.page.layout.get_content_width(app.page, Size(80, 24), Size(80, 24)) == natural


async def test_what_is_wider_than_the_box_is_as_wide_as_it() -> None:
    assert await places(InLine(90)) == [(0, 0, 40)]
