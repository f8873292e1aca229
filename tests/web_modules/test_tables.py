"""Tables in a browser: cells that stay, a cursor among cells, titles that sort, and a field over a cell."""

from __future__ import annotations

from typing import Any, Final

from playwright.async_api import Page

from .stand import Stand

ALL: Final = dict.fromkeys(
    ("onRange", "onCursor", "onItemPress", "onSort", "onCellCursor", "onCellPress", "onEdit"), True
)
COLUMNS: Final = [
    {"key": "name", "title": "Name", "heading": True, "sortable": True, "width": 20},
    {"key": "size", "title": "Size", "editable": True, "width": 20},
    {"key": "kind", "title": "Kind", "sortable": True, "width": 20},
    {"key": "more", "title": "More", "editable": True, "width": 40},
]


def table(**props: Any) -> tuple[Any, ...]:
    rows = [
        ("TableRow", {"index": at, "cells": [f"name {at}", at, "text", {"text": "7", "editText": "=3+4"}]})
        for at in range(30)
    ]
    given = {"count": 30, "columns": COLUMNS, "cursor": "cell", "style": {"height": 10}, "label": "Files", **ALL}
    return ("Table", {**given, **props}, *rows)


async def show(stand: Stand, **props: Any) -> Page:
    page = await stand.show(table(**props), size=(500, 600))
    await stand.wait_said("range")
    await page.get_by_role("grid").focus()
    return page


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def marked(page: Page) -> str | None:
    """The words of the cell that assistive technology is told of."""
    words: str | None = await page.get_by_role("grid").evaluate(
        "(grid) => document.getElementById(grid.getAttribute('aria-activedescendant'))?.textContent"
    )
    return words


async def test_a_cursor_of_cells_goes_both_ways_and_not_to_headings(stand: Stand) -> None:
    page = await show(stand)
    assert await marked(page) == "0"
    await press(page, "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowLeft", "End", "Control+End", "Control+Home")
    assert [detail for _, detail in await stand.said(of="cell")] == [
        {"index": 0, "column": 2},
        {"index": 1, "column": 2},
        {"index": 1, "column": 1},
        {"index": 1, "column": 3},
        {"index": 29, "column": 3},
        {"index": 0, "column": 1},
    ]
    assert await marked(page) == "0"


async def test_a_row_cursor_goes_down_and_enter_presses_the_row(stand: Stand) -> None:
    page = await show(stand, cursor="row")
    await press(page, "ArrowDown", "Enter")
    assert await stand.said(of="cursor press cell") == [
        ["cursor", {"index": 1}],
        ["press", {"mods": 0, "key": True, "index": 1}],
    ]


async def test_a_press_is_of_the_cell_and_then_of_its_row(stand: Stand) -> None:
    page = await show(stand)
    await page.locator("[data-index='2'] > :nth-child(3)").click()
    assert await stand.said(of="cell-press press") == [
        ["cell-press", {"mods": 0, "key": False, "index": 2, "column": 2}],
        ["press", {"mods": 0, "key": False, "index": 2}],
    ]


async def test_titles_sort_by_pointer_and_by_keys(stand: Stand) -> None:
    page = await show(stand)
    await page.get_by_text("Kind").click()
    await page.get_by_text("Size").click()
    assert await stand.said(of="sort") == [["sort", {"column": 2}]]
    # Up from the first row, to the title nearest to the cursor that sorts.
    await press(page, "Control+Home", "ArrowUp")
    assert await marked(page) == "Name"
    await press(page, "ArrowRight", "Enter", "ArrowDown", "Enter")
    assert await stand.said(of="sort") == [["sort", {"column": 2}]]
    # Down again, Enter opens the cell.
    assert await page.locator(".rill-editor").is_visible()


async def test_a_cell_is_changed_in_place_and_the_cursor_goes_on(stand: Stand) -> None:
    page = await show(stand)
    await press(page, "F2", "9", "Enter")
    await press(page, "5", "7", "Tab")
    assert await stand.said(of="edit cell") == [
        ["edit", {"index": 0, "column": 1, "value": "09"}],
        ["cell", {"index": 1, "column": 1}],
        ["edit", {"index": 1, "column": 1, "value": "57"}],
        ["cell", {"index": 1, "column": 2}],
    ]
    assert await page.evaluate("document.activeElement.localName") == "rill-table"


async def test_escape_forgets_what_was_written_and_leaving_keeps_it(stand: Stand) -> None:
    page = await show(stand)
    await press(page, "x", "Escape")
    assert await stand.said(of="edit") == []
    await press(page, "End", "Enter")
    # What is edited is not always what is shown.
    assert await page.locator(".rill-editor").input_value() == "=3+4"
    await page.evaluate("document.activeElement.blur()")
    assert await stand.said(of="edit") == [["edit", {"index": 0, "column": 3, "value": "=3+4"}]]


async def test_the_field_stands_over_its_cell_wherever_that_scrolls(stand: Stand) -> None:
    page = await show(stand)
    await press(page, "ArrowDown", "F2")

    async def places() -> list[list[float]]:
        found: list[list[float]] = await page.evaluate(
            """() => [".rill-editor", "[data-index='1'] > :nth-child(2)"].map((name) => {
                const { x, y, width } = document.querySelector(name).getBoundingClientRect();
                return [x, y, width].map(Math.round);
            })"""
        )
        return found

    editor, cell = await places()
    assert editor == cell
    await page.evaluate("document.querySelector('rill-table').scrollTo(30, 20)")
    editor, cell = await places()
    assert editor == cell


async def test_keys_in_the_field_are_nobody_elses(stand: Stand) -> None:
    page = await show(stand)
    await press(page, "F2")
    await stand.said()
    await press(page, "ArrowLeft", "a", "Home")
    assert await stand.said(of="cell cursor press") == []


async def test_the_last_column_scrolls_into_view_beside_the_ones_that_stay(stand: Stand) -> None:
    page = await show(stand, fixedColumns=1)
    await press(page, "End")
    first, last, view = await page.evaluate(
        """() => {
            const row = document.querySelector("[data-index='0']").children;
            return [row[0], row[3], document.querySelector("rill-table")].map((part) => {
                const { left, right } = part.getBoundingClientRect();
                return [left, right];
            });
        }"""
    )
    assert abs(first[0] - view[0]) <= 2
    # Wider than the room that is left: its beginning is seen.
    assert last[0] <= first[1] + 1 or last[1] <= view[1] + 1


async def test_columns_that_would_fill_the_view_do_not_stay(stand: Stand) -> None:
    page = await stand.show(table(fixedColumns=2), size=(380, 600))
    await stand.wait_said("range")
    positions = await page.evaluate(
        "() => [...document.querySelector('.rill-head').children].map((cell) => getComputedStyle(cell).position)"
    )
    assert positions == ["sticky", "static", "static", "static"]


async def test_a_cell_that_cannot_be_changed_is_not_opened_by_the_guest(stand: Stand) -> None:
    page = await show(stand)
    assert (
        await page.evaluate(
            "() => { try { document.querySelector('rill-table').rill.edit(0, 2) } catch { return 'no' } }"
        )
        == "no"
    )
    await page.evaluate("document.querySelector('rill-table').rill.edit(2, 1)")
    assert await page.locator(".rill-editor").input_value() == "2"
