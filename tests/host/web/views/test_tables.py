"""Tables: columns as one rule of CSS, cells of every kind, and what the script may say."""

from __future__ import annotations

from typing import Any

import pytest

from host.web.views.lowered import LISTENS, NO_KEYS, called, element_of, lower, page_of, put, said, view_of
from host.web.views.standing import Standing
from rill.host.tree import Node
from rill.host.web.element import Element

COLUMNS = [
    {"key": "name", "title": "Name", "heading": True, "sortable": True},
    {"key": "size", "title": "Size", "width": 8, "align": "end", "editable": True, "sortable": True},
    {"key": "kind", "minWidth": 10, "grow": 2.5, "align": "center"},
]
ALL = dict.fromkeys(("onSort", "onEdit", "onCellCursor", "onCellPress", "onItemPress", "onRange"), LISTENS)


def table(**props: Any) -> Node:
    return put("Table", {"count": 100, "columns": COLUMNS, **ALL, **props})


def rule_of(node: Node) -> str:
    page = page_of(node)
    view_of("Table").lower(node, page)
    [rule] = page.needs.rules.values()
    return rule.text.partition("{")[2].removesuffix("}")


def heads_of(node: Node) -> list[Element]:
    head = view_of("Table").lower(node, page_of(node)).children[0]
    assert isinstance(head, Element)
    return [cell for cell in head.children if isinstance(cell, Element)]


def test_a_table_is_a_grid() -> None:
    element = lower("Table", count=100, columns=COLUMNS, cursor="cell", zebra=True, fixedColumns=1)
    attributes = element.attributes
    assert (element.tag, attributes["role"], attributes["aria-rowcount"], attributes["aria-colcount"]) == (
        "rill-table",
        "grid",
        101,
        3,
    )
    assert (attributes["data-cursor"], attributes["data-fixed"]) == ("cell", 1)
    assert {"rill-zebra", "rill-cursor-cell"} <= set(str(attributes["class"]).split())


def test_columns_are_one_rule_that_all_rows_share() -> None:
    assert rule_of(table(fixedColumns=1)).split(";") == [
        "--rill-columns:minmax(calc(6*var(--rill-ch)),1.0000fr) calc(10*var(--rill-ch)) "
        "minmax(calc(12*var(--rill-ch)),2.5000fr)",
        "--rill-least:calc(28*var(--rill-ch))",
        "--rill-b1:var(--rill-panel)",
        "--rill-w1:600",
        "--rill-p1:sticky",
        "--rill-z1:1",
        "--rill-f1:var(--rill-surface)",
        "--rill-a2:end",
        "--rill-a3:center",
    ]
    assert rule_of(table(columns=[])) == "--rill-columns:none;--rill-least:calc(0*var(--rill-ch))"


def test_heads_say_how_rows_are_sorted_and_what_can_be_done() -> None:
    name, size, kind = heads_of(table(sortBy="name", sortDirection="descending"))
    assert (name.attributes["aria-sort"], size.attributes["aria-sort"], "aria-sort" in kind.attributes) == (
        "descending",
        "none",
        False,
    )
    assert (name.attributes["data-heading"], size.attributes["data-edit"]) == (True, True)
    # Where nobody listens nothing can be done.
    assert all("data-sort" not in cell.attributes for cell in heads_of(put("Table", {"count": 1, "columns": COLUMNS})))


def test_a_field_for_cells_is_there_only_where_cells_can_be_changed() -> None:
    def has_editor(node: Node) -> bool:
        element = view_of("Table").lower(node, page_of(node))
        return any(isinstance(part, Element) and part.tag == "input" for part in element.children)

    assert has_editor(table())
    assert not has_editor(put("Table", {"count": 1, "columns": COLUMNS}))


def row_of(**props: Any) -> Element:
    [node] = put("Table", {"count": 100, "columns": COLUMNS}, ("TableRow", props)).children
    return element_of(node)


def cells_of(*cells: object) -> list[Element]:
    row = row_of(index=3, cells=list(cells))
    return [cell for cell in row.children if isinstance(cell, Element)]


def test_a_row_says_its_place() -> None:
    attributes = row_of(index=3, cells=[], selected=True).attributes
    assert (attributes["data-index"], attributes["aria-rowindex"], attributes["aria-selected"]) == (3, 5, "true")
    assert set(str(attributes["class"]).split()) == {"rill-row", "rill-odd", "rill-item-selected"}


@pytest.mark.parametrize(
    ("value", "words"),
    [("a", ("a",)), (True, ("✓",)), (False, ("✗",)), (7, ("7",)), (7.0, ("7",)), (0.5, ("0.5",)), (None, ()), ("", ())],
)
def test_what_stands_in_a_plain_cell(value: object, words: tuple[str, ...]) -> None:
    [cell] = cells_of(value)
    assert cell == Element("div", {"class": "rill-cell", "role": "gridcell"}, *words)


def test_a_cell_may_have_looks_of_its_own() -> None:
    [cell] = cells_of(
        {"text": "7", "color": "error", "background": "panel", "bold": True, "align": "end", "editText": "=3+4"}
    )
    assert set(str(cell.attributes["class"]).split()) == {
        "rill-cell",
        "rill-c-error",
        "rill-b-panel",
        "rill-bold",
        "rill-cell-end",
    }
    assert cell.attributes["data-text"] == "=3+4"
    [link] = cells_of({"text": "Open", "icon": "link", "press": True})
    sign, words = link.children
    assert isinstance(sign, Element)
    assert (sign.tag, words) == ("svg:svg", Element("span", {"class": "rill-cell-link"}, "Open"))


# -- what the script says ----------------------------------------------------------------------------------------------


def test_a_sort_is_asked_for_the_other_way_round_the_second_time() -> None:
    assert said(table(), "rill-sort", data={"column": 0}) == [("onSort", {"column": "name", "direction": "ascending"})]
    assert said(table(sortBy="name"), "rill-sort", data={"column": 0}) == [
        ("onSort", {"column": "name", "direction": "descending"})
    ]


def test_cells_are_told_by_the_keys_of_their_columns() -> None:
    node = table()
    assert said(node, "rill-cell", data={"index": 5, "column": 1}) == [("onCellCursor", {"index": 5, "column": "size"})]
    assert said(node, "rill-cell-press", data={"index": 5, "column": 1, "mods": 2, "key": False}) == [
        ("onCellPress", {**NO_KEYS, "ctrl": True, "source": "pointer", "index": 5, "column": "size"})
    ]
    assert said(node, "rill-edit", data={"index": 5, "column": 1, "value": "9"}) == [
        ("onEdit", {"index": 5, "column": "size", "value": "9"})
    ]


@pytest.mark.parametrize("column", [-1, 3, None, "size", 1.0, True])
@pytest.mark.parametrize("type", ["rill-sort", "rill-cell", "rill-cell-press", "rill-edit"])
def test_a_column_that_there_is_not_is_not_told(type: str, column: object) -> None:
    assert said(table(), type, data={"index": 1, "column": column, "value": "x"}) == []


def test_only_what_can_be_done_is_told() -> None:
    assert said(table(), "rill-sort", data={"column": 2}) == []
    assert said(table(), "rill-edit", data={"index": 1, "column": 0, "value": "x"}) == []
    assert said(table(), "rill-edit", data={"index": 100, "column": 1, "value": "x"}) == []
    assert said(table(), "rill-edit", data={"index": 1, "column": 1, "value": 7}) == []


def test_a_cell_is_opened_by_the_script() -> None:
    assert called(table(), "editCell", 3, "size") == [("call", "edit", 3, 1)]
    # One that is not there is refused like one that cannot be changed.
    assert called(table(), "editCell", 3, "nothing") == [("call", "edit", 3, -1)]


def test_what_nobody_wants_is_not_asked_of_the_browser() -> None:
    scene = Standing(("Table", {"count": 1, "columns": COLUMNS, "onRange": LISTENS}))
    assert scene.element(1).attributes["data-on"] == "rill-range"
    assert scene.say(1, "rill-sort", data={"column": 0}) == []
    assert scene.adapter.statistics.events_late == 1
