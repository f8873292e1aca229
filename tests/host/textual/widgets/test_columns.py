from __future__ import annotations

import pytest

from rill.host.textual.widgets.columns import Columns, ColumnWidth


def widths(columns: Columns) -> list[int]:
    return [columns.width_of(index) - 2 for index in range(len(columns.lefts) - 1)]


def test_columns_share_what_is_left() -> None:
    columns = Columns([ColumnWidth(6), ColumnWidth(), ColumnWidth(grow=2)], 60)
    assert widths(columns) == [6, 16, 32]
    assert columns.total == 60


def test_rounding_leaves_no_cell_over() -> None:
    for room in range(30, 80):
        assert Columns([ColumnWidth(), ColumnWidth(), ColumnWidth(grow=1.5)], room).total == room


def test_none_gets_less_than_its_least_and_the_view_scrolls_then() -> None:
    columns = Columns([ColumnWidth(30), ColumnWidth(min_width=20), ColumnWidth(min_width=4)], 50)
    assert widths(columns) == [30, 20, 4]
    assert columns.total == 60
    columns = Columns([ColumnWidth(min_width=20), ColumnWidth(min_width=4, grow=9)], 60)
    assert widths(columns) == [20, 36]


@pytest.mark.parametrize("grows", [(5e-324, 1000.0), (1e-20, 1000.0, 1e-20), (1000.0,) * 1000])
def test_whatever_a_guest_says_of_growth_there_are_widths(grows: tuple[float, ...]) -> None:
    columns = Columns([ColumnWidth(min_width=1, grow=grow) for grow in grows], 80)
    assert min(widths(columns)) >= 1


def test_a_place_in_the_view_is_found_whatever_has_scrolled() -> None:
    columns = Columns([ColumnWidth(8), ColumnWidth(18), ColumnWidth(18), ColumnWidth(18)], 40, fixed=1)
    assert columns.lefts == [0, 10, 30, 50, 70]
    assert [columns.at(x, 0) for x in (-1, 0, 9, 10, 29, 30)] == [None, 0, 0, 1, 1, 2]
    assert [columns.at(x, 15) for x in (0, 9, 10, 14, 15, 34, 35)] == [0, 0, 1, 1, 2, 2, 3]
    assert columns.at(60, 15) is None
    assert columns.left_of(0, 15) == 0
    assert columns.left_of(2, 15) == 15


def test_only_columns_in_view_are_painted() -> None:
    columns = Columns([ColumnWidth(8)] * 1_000, 40, fixed=1)
    assert columns.in_view(0, 40) == range(1, 4)
    assert columns.in_view(5, 40) == range(1, 5)
    assert columns.in_view(9_960, 40) == range(997, 1_000)


def test_columns_that_stay_leave_room_for_others() -> None:
    assert Columns([ColumnWidth(18)] * 5, 50, fixed=4).fixed == 2
    assert Columns([ColumnWidth(18)] * 5, 20, fixed=4).fixed == 0
    assert Columns([], 20, fixed=4).total == 0
