"""A table's rows, cells and columns."""

from __future__ import annotations

import pytest

from host.recorder.elements import el
from host.test_html import first
from rill.host.textual.html_grid import (
    Rows,
    cells_of,
    field_words,
    fit_columns,
    lefts_of,
    rows_of,
    rows_spanned,
    stops_of,
    widths_wanted,
)


@pytest.mark.parametrize(
    ("wanted", "room", "widths"),
    [
        ([5, 5], 20, [5, 5]),
        ([10, 4], 12, [6, 4]),
        ([10, 10, 4], 20, [6, 6, 4]),
        ([10, 9], 12, [5, 5]),
        ([10, 10], 3, [3, 3]),
        ([], 10, []),
        ([2, 40], 20, [2, 16]),
    ],
)
def test_the_widest_columns_give_way_first(wanted: list[int], room: int, widths: list[int]) -> None:
    assert fit_columns(wanted, room) == widths


def test_columns_begin_behind_a_gap() -> None:
    assert lefts_of([3, 4]) == [0, 5, 9]
    assert lefts_of([]) == [0]


def test_rows_stand_as_head_bodies_and_foot() -> None:
    table = first(
        el(
            "table",
            el("caption", "c"),
            el("tfoot", el("tr", el("td", "foot"))),
            el("tr", el("td", "loose")),
            el("tbody", el("tr", el("td", "body")), el("tr", el("td", "gone"), hidden=True)),
            el("thead", el("tr", el("th", "head"))),
            el("div", "not a row"),
        )
    )
    caption, rows = rows_of(table, lambda _: None)
    assert caption is not None
    assert [rows[at].node.text_content for at in range(len(rows))] == ["head", "loose", "body", "foot"]
    assert [rows[at].part for at in range(len(rows))] == ["head", "body", "body", "foot"]
    assert rows.head == 1
    assert rows.index(rows[2].node) == 2
    assert rows.index(table) is None


def test_no_rows() -> None:
    caption, rows = rows_of(first(el("table")), lambda _: None)
    assert (caption, len(rows), rows.head) == (None, 0, 0)
    assert len(Rows(lambda _: None)) == 0


def test_cells_span_columns_and_stand_beside_those_from_above() -> None:
    table = first(
        el(
            "table",
            el("tr", el("td", "a", colspan=2, rowspan=0), el("th", "b"), "text", el("p"), el("td", hidden=True)),
        )
    )
    row = rows_of(table, lambda _: None)[1][0]
    cells = cells_of(row, [0])
    assert [(cell.column, cell.span, cell.is_heading, cell.content.plain) for cell in cells] == [
        (1, 2, False, "a"),
        (3, 1, True, "b"),
    ]
    assert rows_spanned(cells[0].node) == 1
    assert widths_wanted([cells], 4) == [0, 0, 0, 1]


def test_a_cell_that_spans_more_than_its_columns_hold_makes_the_last_one_wider() -> None:
    table = first(el("table", el("tr", el("td", "ab"), el("td", "c")), el("tr", el("td", "0123456789", colspan=2))))
    rows = rows_of(table, lambda _: None)[1]
    assert widths_wanted([cells_of(rows[0]), cells_of(rows[1])], 2) == [2, 6]


def test_what_can_be_pressed_in_a_row() -> None:
    row = first(
        el(
            "tr",
            el("td", el("a", "x", href="#"), el("button", "b"), el("button", "off", disabled=True)),
            el("td", el("input", type="checkbox"), el("input"), el("a", "text")),
        )
    )
    assert [node.type for node in stops_of(row)] == ["a", "button", "input", "input"]


def test_fields_as_words() -> None:
    select = first(el("select", el("option", "one"), el("option", "two", value="2")))
    assert [field_words(select, value) for value in (None, "2", "nothing")] == ["one ▼", "two ▼", " ▼"]
    tick, radio, text = (first(el("input", type=kind)) for kind in ("checkbox", "radio", "text"))
    assert [field_words(tick, True), field_words(radio, False), field_words(text, "a\nb")] == [
        "[X]",
        "( )",
        f"{'a b':<16}",
    ]
