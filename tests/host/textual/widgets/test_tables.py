"""Tables that paint their rows, in front of a guest that renders what it is asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from screens import screen_segments, type_fast
from textual.color import Color
from textual.events import Key

from rill.host.textual.widgets.tables import CellEditor, DataGrid
from rill.protocol.errors import GuestError
from rill.protocol.operations import Append, Delete, Update

from ..range_guest import RangeGuest, range_guest
from ..scene import Element, el

COLUMNS = [
    {"key": "id", "title": "Id", "width": 5, "align": "end"},
    {"key": "name", "title": "Name", "sortable": True},
    {"key": "size", "title": "Size", "width": 8, "sortable": True, "editable": True},
]
_LISTENERS = ("onSort", "onCellCursor", "onCellPress", "onEdit")


def row(index: int) -> Element:
    return el("TableRow", {"index": index, "cells": [index, f"name {index}", index / 2]})


@asynccontextmanager
async def table(
    count: int = 1_000, *, size: tuple[int, int] = (40, 12), make: Any = row, **props: Any
) -> AsyncIterator[RangeGuest]:
    given = {"count": count, "columns": COLUMNS, "cursor": "row", **props}
    async with range_guest("Table", given, make, size=size, listeners=_LISTENERS) as guest:
        yield guest


def grid(guest: RangeGuest) -> DataGrid:
    assert isinstance(guest.widget, DataGrid)
    return guest.widget


def editor_of(guest: RangeGuest) -> CellEditor:
    editor = grid(guest).editor
    assert editor is not None
    return editor


def painted(guest: RangeGuest, y: int, text: str) -> Any:
    """The style in which a text is painted in a line."""
    for segment in screen_segments(guest.made.app)[y]:
        if text in segment.text:
            return segment.style
    raise AssertionError(f"{text!r} is not in line {y}")


def background(guest: RangeGuest, y: int, text: str) -> Color:
    return Color.from_rich_color(painted(guest, y, text).bgcolor)


# -- what is painted -------------------------------------------------------------------------------------------------


async def test_rows_are_painted_and_none_becomes_a_widget() -> None:
    async with table(100_000) as guest:
        assert guest.lines[:3] == [
            "    Id  Name                 Size",
            "     0  name 0               0",
            "     1  name 1               0.5",
        ]
        assert list(grid(guest).children) == []
        assert guest.made.view.statistics().widgets == 1
        await guest.keys("end")
        assert guest.lines[-1].split() == ["99999", "name", "99999", "49999.5"]


async def test_the_head_stays_and_goes_with_the_columns() -> None:
    wide = [{"key": str(at), "title": f"column {at}", "width": 10} for at in range(20)]

    def wide_row(index: int) -> Element:
        return el("TableRow", {"index": index, "cells": [f"{index}/{at}" for at in range(20)]})

    async with table(100, make=wide_row, columns=wide, fixedColumns=1) as guest:
        await guest.call("scrollTo", {"x": 12, "y": 5})
        assert guest.lines[0].split("  ")[0].strip() == "column 0"
        assert "column 2" in guest.lines[0]
        assert "column 1" not in guest.lines[0]
        assert guest.lines[1].split() == ["5/0", "5/2", "5/3", "5"]
        await guest.keys("right")
        assert grid(guest).scroll_offset.x > 12
        assert guest.lines[1].startswith(" 5/0")
        await guest.call("scrollTo", {"x": 15})
        # A column that is in view in part is painted in part.
        assert guest.lines[1][:20] == " 5/0        2       "


async def test_an_update_paints_what_it_changed_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    async with table() as guest:
        drawn: list[int] = []
        paint = DataGrid.paint_item

        def counted(self: DataGrid, index: int, *rest: Any) -> Any:
            drawn.append(index)
            return paint(self, index, *rest)

        monkeypatch.setattr(DataGrid, "paint_item", counted)
        await guest.update_item(3, cells=[3, "changed", 0])
        assert "changed" in guest.lines[4]
        assert drawn == [3]
        drawn.clear()
        await guest.update_item(18, cells=[18, "below the view", 0])
        assert drawn == []
        await guest.keys("down")
        assert sorted(drawn) == [0, 1]
        drawn.clear()
        await guest.call("scrollTo", {"y": 1})
        assert drawn == [11]


async def test_rows_that_move_up_are_not_painted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    async with table(20) as guest:
        drawn: list[int] = []
        paint = DataGrid.paint_item

        def counted(self: DataGrid, index: int, *rest: Any) -> Any:
            drawn.append(index)
            return paint(self, index, *rest)

        monkeypatch.setattr(DataGrid, "paint_item", counted)
        guest.silent = True
        gone = guest.rendered.pop(2)
        moved = [Update(id, {"index": index - 1}, []) for index, id in guest.rendered.items() if index > 2]
        await guest.made.apply(Delete(gone), *moved, Update(guest.element.id, {"count": 19}, []))
        await guest.settle()
        assert [line.split()[0] for line in guest.lines[1:5]] == ["0", "1", "3", "4"]
        # The one that came into view at the end.
        assert drawn == [10]


async def test_looks_of_cells_and_rows() -> None:
    def styled(index: int) -> Element:
        cell = {
            "text": "styled",
            "icon": "check",
            "color": "error",
            "background": "panel",
            "bold": True,
            "strike": True,
        }
        link = {"text": "press me", "press": True, "align": "end"}
        return el("TableRow", {"index": index, "cells": [True, cell, link], "selected": index == 1})

    async with table(5, make=styled, zebra=True, cursor="none") as guest:
        view = grid(guest)
        style = painted(guest, 1, "styled")
        assert style.bold
        assert style.strike
        assert Color.from_rich_color(style.color) != Color.from_rich_color(painted(guest, 1, "✓").color)
        assert background(guest, 1, "styled") != background(guest, 1, "✓")
        assert painted(guest, 1, "press me").underline
        assert guest.lines[1].endswith("press me")
        assert painted(guest, 2, "✓").bold
        assert background(guest, 2, "✓") != background(guest, 1, "✓")
        # Zebra: the odd ones, from 0.
        assert background(guest, 4, "✓") != background(guest, 3, "✓")
        assert background(guest, 3, "✓") == view.background_colors[1]


async def test_colours_follow_the_theme() -> None:
    def coloured(index: int) -> Element:
        return el("TableRow", {"index": index, "cells": [{"text": "red", "color": "error"}]})

    async with table(5, make=coloured, cursor="none") as guest:
        before = painted(guest, 1, "red")
        guest.made.app.theme = "textual-light"
        await guest.settle()
        after = painted(guest, 1, "red")
        assert before.color != after.color
        assert before.bgcolor != after.bgcolor


async def test_wide_characters_are_cut_between_and_not_through() -> None:
    texts = ["日本語の長い名前です", "👩‍👩‍👧 family name", "é" * 30, "a" + "\u0301" * 500, "x" * 60_000]

    def wide(index: int) -> Element:
        return el("TableRow", {"index": index, "cells": [texts[index]]})

    async with table(5, make=wide, columns=[{"key": "a", "width": 8}], cursor="none", showHeader=False) as guest:
        assert guest.lines[0] == " 日本語 …"
        assert guest.lines[2] == " ééééééé…"
        assert guest.lines[4] == " xxxxxxx…"
        for line in screen_segments(guest.made.app):
            assert sum(segment.cell_length for segment in line) == 40


async def test_strings_are_data() -> None:
    def hostile(index: int) -> Element:
        return el(
            "TableRow", {"index": index, "cells": ["[red]x[/]\x1b[31m\n\ty", {"text": "\u202eabc", "editText": "\x07"}]}
        )

    columns = [
        {"key": "__class__", "title": "[bold]\x1b]0;t\x07"},
        {"key": "__class__", "title": "b", "editable": True},
    ]
    async with table(3, make=hostile, columns=columns, cursor="cell") as guest:
        assert guest.lines[0].split() == ["[bold]␛]0;t␇", "b"]
        assert guest.lines[1].split() == ["[red]x[/]␛[31m", "y", "�abc"]
        await guest.keys("right", "enter")
        assert editor_of(guest).value == "␇"


async def test_what_is_not_there_yet_shows_a_quiet_sign() -> None:
    async with table() as guest:
        guest.silent = True
        await guest.keys("end")
        assert guest.lines[5].split() == ["…", "…", "…"]
        guest.answer()
        await guest.settle()
        assert guest.lines[-1].split()[0] == "999"


async def test_no_rows_show_what_stands_in_their_place() -> None:
    empty = el("Slot", {"name": "empty"}, el("Text", {}, "No rows"))
    async with range_guest("Table", {"count": 0, "columns": COLUMNS}, row, empty) as guest:
        assert [line.strip() for line in guest.lines[1:3]] == ["No rows", ""]
        await guest.update(count=5)
        assert "No rows" not in guest.made.text
        assert guest.lines[1].split() == ["0", "name", "0", "0"]


async def test_rows_of_any_guest_disturb_nothing() -> None:
    async with table(10) as guest:
        session = guest.made.session
        for index, cells in ((0, ["second"]), (3, []), (9_999, ["far"]), (5, [1] * 1_000)):
            made, (id,) = session.create(el("TableRow", {"index": index, "cells": cells}))
            session.apply(*made, Append(guest.element.id, id))
        await guest.settle()
        assert [line.split()[0] for line in guest.lines[1:11]] == [str(index) for index in range(10)]
        await guest.update_item(2, cells=[])
        await guest.update_item(4, cells=[4, *["x"] * 999])
        assert guest.lines[3] == ""
        await guest.update(columns=[])
        await guest.keys("down", "right", "enter", "f2")
        await guest.update(columns=[{"key": "a", "grow": 1e-300}, {"key": "b", "grow": 1000.0}])
        assert guest.lines[2].split()[0] == "1"


# -- the cursor ------------------------------------------------------------------------------------------------------


async def test_a_cursor_of_rows() -> None:
    async with table() as guest:
        await guest.keys("down", "down", "enter")
        assert guest.events("onCursor", "onItemPress", "onCellPress") == [
            ("onCursor", {"index": 1}),
            ("onCursor", {"index": 2}),
            ("onItemPress", {"index": 2, "source": "key"}),
        ]
        assert background(guest, 3, "name 2") != background(guest, 2, "name 1")
        guest.made.app.screen.set_focus(None)
        await guest.settle()
        # It is still seen where it is, but tells that keys go elsewhere.
        assert background(guest, 3, "name 2") != background(guest, 2, "name 1")


async def test_a_cursor_of_cells_goes_along_the_row() -> None:
    async with table(cursor="cell") as guest:
        await guest.keys("right", "down", "right", "right", "home", "end")
        assert guest.events("onCellCursor") == [
            ("onCellCursor", {"index": index, "column": column})
            for index, column in ((0, "name"), (1, "name"), (1, "size"), (1, "id"), (1, "size"))
        ]
        await guest.keys("ctrl+end", "home", "enter")
        assert guest.events("onCellPress", "onItemPress") == [
            ("onCellPress", {"index": 999, "column": "id", "source": "key"}),
            ("onItemPress", {"index": 999, "source": "key"}),
        ]
        assert background(guest, 11, "name 999") != background(guest, 11, " 999 ")


async def test_the_cursor_passes_by_columns_that_name_rows() -> None:
    columns = [{"key": "line", "width": 4, "heading": True}, {"key": "a", "editable": True}, {"key": "b"}]
    async with table(columns=columns, cursor="cell") as guest:
        assert background(guest, 2, " 1 ") == background(guest, 0, " ")
        await guest.keys("left", "home", "right", "ctrl+home", "7", "enter")
        assert [payload["column"] for _, payload in guest.events("onCellCursor", "onEdit")] == ["b", "a", "a", "a"]
        await guest.keys("ctrl+end")
        assert (guest.widget.cursor, grid(guest)._cursor_column) == (999, 2)
        await guest.made.pilot.click(grid(guest), offset=(1, 3))
        assert grid(guest)._cursor_column == 1


async def test_a_press_with_the_pointer_presses_cell_and_row() -> None:
    async with table(cursor="cell") as guest:
        await guest.made.pilot.click(grid(guest), offset=(12, 4))
        await guest.settle()
        pointer = {"index": 3, "source": "pointer", "shift": False, "ctrl": False, "meta": False}
        assert guest.events("onCursor", "onCellCursor", "onCellPress", "onItemPress") == [
            ("onCursor", {"index": 3}),
            ("onCellCursor", {"index": 3, "column": "name"}),
            ("onCellPress", {**pointer, "column": "name"}),
            ("onItemPress", pointer),
        ]


async def test_the_row_below_the_pointer_is_marked() -> None:
    async with table() as guest:
        before = background(guest, 5, "name 4")
        await guest.made.pilot.hover(grid(guest), offset=(12, 5))
        await guest.settle()
        assert background(guest, 5, "name 4") != before


async def test_the_column_of_the_cursor_scrolls_into_view() -> None:
    wide = [{"key": str(at), "width": 10} for at in range(20)]
    async with table(10, columns=wide, cursor="cell", fixedColumns=1) as guest:
        await guest.keys("end")
        assert grid(guest).scroll_offset.x == grid(guest).max_scroll_x
        await guest.keys(*["left"] * 18)
        assert guest.events("onCellCursor")[-1][1]["column"] == "1"
        assert grid(guest).scroll_offset.x == 0


async def test_no_key_is_lost_while_the_guest_is_slow() -> None:
    async with table(10_000) as guest:
        guest.silent = True
        for key in ("down",) * 300 + ("enter",):
            guest.made.app.post_message(Key(key, None))
        await guest.settle()
        assert guest.events("onItemPress") == [("onItemPress", {"index": 300, "source": "key"})]


# -- sorting ---------------------------------------------------------------------------------------------------------


async def test_pressing_a_title_asks_to_sort_and_again_the_other_way_round() -> None:
    async with table(sortBy="size") as guest:
        assert guest.lines[0].rstrip().endswith("Size ▲")
        for x in (10, 32, 2):
            await guest.made.pilot.click(grid(guest), offset=(x, 0))
        await guest.settle()
        assert guest.events("onSort") == [
            ("onSort", {"column": "name", "direction": "ascending"}),
            ("onSort", {"column": "size", "direction": "descending"}),
        ]
        await guest.update(sortDirection="descending")
        assert guest.lines[0].rstrip().endswith("Size ▼")
        assert guest.events("onItemPress") == []


async def test_the_head_is_reached_by_keys() -> None:
    async with table() as guest:
        before = background(guest, 0, "Name")
        await guest.keys("up")
        assert background(guest, 0, "Name") != before
        await guest.keys("enter", "right", "right", "enter", "left", "space", "down")
        assert [payload["column"] for _, payload in guest.events("onSort")] == ["name", "size", "name"]
        assert background(guest, 0, "Name") == before
        await guest.keys("enter")
        assert guest.events("onItemPress") == [("onItemPress", {"index": 0, "source": "key"})]


async def test_keys_stay_among_rows_where_nothing_sorts() -> None:
    async with table(columns=[{"key": "id", "title": "Id"}]) as guest:
        await guest.keys("up", "enter")
        assert guest.events("onItemPress") == [("onItemPress", {"index": 0, "source": "key"})]


# -- editing ---------------------------------------------------------------------------------------------------------


async def test_enter_opens_a_cell_and_keeps_what_was_written() -> None:
    async with table(cursor="cell") as guest:
        await guest.keys("down", "end", "enter")
        editor = editor_of(guest)
        assert editor.value == "0.5"
        assert editor.region.y == 2
        await guest.keys("7", "enter")
        assert guest.events("onEdit") == [("onEdit", {"index": 1, "column": "size", "value": "0.57"})]
        assert grid(guest).editor is None
        assert guest.made.app.focused is grid(guest)
        assert guest.widget.cursor == 2


async def test_writing_on_a_cell_writes_into_it_and_tab_goes_on() -> None:
    async with table(cursor="cell") as guest:
        await guest.keys("right", "q")
        # A cell that cannot be changed leaves the key to the application.
        assert guest.made.app.pressed == ["q"]
        await guest.keys("right", "q", "space", "x", "shift+tab")
        assert guest.made.app.pressed == ["q"]
        assert guest.events("onEdit") == [("onEdit", {"index": 0, "column": "size", "value": "q x"})]
        assert grid(guest)._cursor_column == 1
        assert guest.made.app.focused is grid(guest)


async def test_escape_leaves_a_cell_as_it_was() -> None:
    async with table(cursor="cell") as guest:
        await guest.keys("end", "f2", "1", "escape")
        assert guest.events("onEdit") == []
        assert guest.made.app.focused is grid(guest)
        assert grid(guest).editor is None


async def test_a_double_press_opens_a_cell_and_a_press_elsewhere_keeps_it() -> None:
    async with table(cursor="row") as guest:
        await guest.made.pilot.click(grid(guest), offset=(32, 3), times=2)
        await guest.settle()
        await guest.keys("9")
        await guest.made.pilot.click(grid(guest), offset=(10, 6))
        await guest.settle()
        assert guest.events("onEdit") == [("onEdit", {"index": 2, "column": "size", "value": "19"})]
        assert guest.widget.cursor == 5


async def test_an_open_cell_scrolls_with_its_row_and_hides_below_the_head() -> None:
    async with table(cursor="cell") as guest:
        await guest.keys("end", "down", "down", "f2")
        editor = editor_of(guest)
        assert editor.region.y == 3
        await guest.call("scrollTo", {"y": 2})
        assert editor.region.y == 1
        await guest.call("scrollTo", {"y": 3})
        assert (
            not guest.made.app.screen.find_widget(grid(guest)).region.contains_region(editor.region)
            or not editor.region
        )
        assert guest.lines[0].split()[0] == "Id"


async def test_another_text_may_be_edited_than_the_one_that_is_shown() -> None:
    def formula(index: int) -> Element:
        return el("TableRow", {"index": index, "cells": ["", "", {"text": "3", "editText": "=1+2"}]})

    async with table(make=formula, cursor="cell") as guest:
        await guest.keys("end", "f2")
        assert editor_of(guest).value == "=1+2"


async def test_a_guest_may_open_a_cell() -> None:
    async with table(cursor="row") as guest:
        await guest.call("editCell", 4, "size")
        assert editor_of(guest).index == 4
        assert guest.widget.cursor == 4
        for index, column in ((4, "name"), (4, "none"), (900, "size")):
            with pytest.raises(GuestError, match="no editable cell"):
                await guest.call("editCell", index, column)


async def test_nobody_edits_what_the_guest_does_not_listen_to() -> None:
    async with table(cursor="cell") as guest:
        await guest.made.apply(Update(guest.element.id, {}, ["onEdit"]))
        await guest.keys("end", "f2", "enter")
        assert grid(guest).editor is None
        assert [payload["column"] for _, payload in guest.events("onCellPress")] == ["size"]


async def test_keys_that_come_faster_than_the_field_opens_are_written_in_their_order() -> None:
    async with table(cursor="cell") as guest:
        await guest.keys("end")
        type_fast(guest.made.app, "=1+2+3+4\n=10*10\nwords\n")
        await guest.settle()
        assert [payload["value"] for _, payload in guest.events("onEdit")] == ["=1+2+3+4", "=10*10", "words"]
        assert guest.made.app.focused is grid(guest)
        type_fast(guest.made.app, "left\nopen")
        await guest.settle()
        assert editor_of(guest).value == "open"
        assert editor_of(guest).has_focus
