"""A table of HTML: what is painted, what is looked at, and what a person presses in it."""

from __future__ import annotations

from typing import Any

from host.textual.html_pages import all_events, html, names
from host.textual.scene import Element, Scene, el
from host.textual.widgets.test_html_boxes import lines_of
from rill.protocol.limits import Limits
from rill.protocol.operations import Append, Clear, Clones, Create, Delete, Patch, Slot, Template, Text, Update


def row(*cells: Element | str, tag: str = "td", **props: Any) -> Element:
    return el("tr", props, *[el(tag, {}, cell) for cell in cells])


async def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    table = el(
        "table",
        {},
        el("caption", {}, "Caption"),
        el("thead", {}, row("Name", "N", tag="th")),
        el("tfoot", {}, row("sum", "3")),
        el("tbody", {}, row("a longer name", "1"), row(el("b", {}, "b"), "2")),
    )
    async with html(table) as made:
        assert lines_of(made.lines) == [
            "    Caption",
            "Name           N",
            "─" * 16,
            "a longer name  1",
            "b              2",
            "sum            3",
        ]
        assert made.view.statistics().widgets == 2


async def test_cells_span_columns_and_rows() -> None:
    table = el(
        "table",
        {},
        el("tr", {}, el("td", {"rowspan": 2}, "tall"), el("td", {"colspan": 2}, "wide cell")),
        el("tr", {}, el("td", {}, "b"), el("td", {"style": {"text-align": "right"}}, "c")),
    )
    async with html(table) as made:
        assert lines_of(made.lines) == ["tall  wide cell", "      b       c"]


async def test_cells_that_have_no_room_get_further_lines() -> None:
    table = el("table", {}, row("some words that are too long", "x"))
    async with html(table, size=(16, 8)) as made:
        assert lines_of(made.lines) == ["some words     x", "that are too", "long"]


async def test_blocks_and_breaks_in_cells_begin_lines() -> None:
    cell = el("td", {}, el("p", {}, "one"), el("p", {}, "two"), "three", el("br"), "four")
    async with html(el("table", {}, el("tr", {}, cell))) as made:
        assert lines_of(made.lines) == ["one", "two", "three", "four"]


async def test_changes_are_painted() -> None:
    first = el("td", {}, "a")
    body = el("tbody", {}, el("tr", {}, first))
    async with html(el("table", {}, body)) as made:
        text = made.session.tree.find(first.id).first_child  # type: ignore[union-attr]
        assert text is not None
        await made.apply(Text(text.id, "longer"))
        assert lines_of(made.lines) == ["longer"]
        await made.apply(
            Create(90, "tr", {}), Create(91, "td", {}), Create(92, "#text", "new"), Append(91, 92), Append(90, 91),
            Append(body.id, 90),
        )  # fmt: skip
        assert lines_of(made.lines) == ["longer", "new"]
        await made.update(90, hidden=True)
        assert lines_of(made.lines) == ["longer"]
        await made.apply(Delete(90), Update(first.id, {"hidden": True}, []))
        assert lines_of(made.lines) == []
        assert made.app.problems == []


async def press(made: Scene, words: str, times: int = 1) -> None:
    """Click on words that are on the screen."""
    y = next(index for index, line in enumerate(made.lines) if words in line)
    await made.pilot.click(offset=(made.lines[y].index(words), y), times=times)
    await made.settle()


async def test_the_pointer_presses_what_it_is_over() -> None:
    link = el("a", {"onClick": True}, "label")
    button = el("button", {"onClick": True}, "del")
    cell = el("td", {}, "plain")
    table = el(
        "table", {"onClick": True, "onDblClick": True}, el("tr", {}, el("td", {}, link), el("td", {}, button), cell)
    )
    async with html(table) as made:
        await press(made, "label")
        await press(made, "del")
        await press(made, "plain", times=2)
        heard = [(id, event, payload["target"]) for id, event, payload in made.events()]
        assert heard == [
            (link.id, "onClick", link.id),
            (button.id, "onClick", button.id),
            (table.id, "onClick", cell.id),
            (table.id, "onClick", cell.id),
            (table.id, "onDblClick", cell.id),
        ]


async def test_keys_go_from_one_thing_to_press_to_the_next() -> None:
    rows = [row(el("a", {"onClick": True}, f"a{n}"), el("a", {"onClick": True}, f"b{n}")) for n in range(30)]
    around = el("div", {"onKeyDown": True}, el("table", {}, *rows), el("button", {}, "after"))
    async with html(around, size=(40, 10)) as made:
        await made.pilot.press(
            "tab", "enter", "right", "enter", "down", "enter", "shift+tab", "enter", *["down"] * 20, "enter"
        )
        await made.settle()
        pressed = [payload["target"] for _, event, payload in made.events() if event == "onClick"]
        targets = [made.session.tree.find(id) for id in pressed]
        assert [node.text_content for node in targets if node is not None] == ["a0", "b0", "b1", "a1", "a21"]
        # What has the focus is in view, and behind the last row the next widget's turn comes.
        assert "a21" in made.text
        await made.pilot.press(*["tab"] * 18)
        await made.settle()
        assert type(made.app.focused).__name__ == "HtmlButton"


async def test_ticks_in_cells_are_switched() -> None:
    tick = el("input", {"type": "checkbox", "onChange": True})
    async with html(el("table", {}, row(tick))) as made:
        assert lines_of(made.lines) == ["[ ]"]
        await press(made, "[ ]")
        assert lines_of(made.lines) == ["[X]"]
        assert [payload["checked"] for _, _, payload in made.events()] == [True]
        await made.update(tick.id, checked=False, valueVersion=1)
        assert lines_of(made.lines) == ["[ ]"]
        await made.pilot.press("tab", "space")
        await made.settle()
        assert lines_of(made.lines) == ["[X]"]


async def test_a_row_that_is_selected_for_readers_of_screens_looks_like_it() -> None:
    marked, plain = row("one", **{"aria-selected": "true"}), row("two")
    async with html(el("table", {}, marked, plain)) as made:
        backgrounds = [made.app.screen.get_style_at(0, y).bgcolor for y in (0, 1)]
        assert backgrounds[0] != backgrounds[1]


TREE: list[Any] = [
    "tr",
    {},
    [["td", {}, [["#text", ""]]], ["td", {}, [["a", {"onClick": True}, [["#text", ""]]]]]],
]


async def test_rows_that_came_as_clones_are_looked_at_where_they_are_seen(monkeypatch: Any) -> None:
    # The table of the js-framework-benchmark: one widget, and nodes of the rows in view and of a sample only.
    monkeypatch.setattr("host.textual.scene.Limits", Limits.large)
    body = el("tbody")
    async with html(el("table", {}, body)) as made:
        count = 10_000
        await made.apply(
            Template(1, TREE, [Slot(1, 2, None), Slot(1, 5, None)]),
            Clones(
                1, 1000, count, body.id, None, [[str(n) for n in range(count)], [f"label {n}" for n in range(count)]]
            ),
        )
        assert made.lines[1].split() == ["1", "label", "1"]
        assert made.view.statistics().widgets == 2
        assert len(made.session.tree.nodes) < 400
        surface = made.view.query_one("Surface")
        surface.scroll_to(y=9_000, animate=False)
        await made.settle()
        assert made.lines[0].split() == ["9000", "label", "9000"]
        assert len(made.session.tree.nodes) < 600
        await made.apply(Patch(1000 + 9001 * 6, 1, "changed"))
        assert made.lines[1].split() == ["9001", "changed"]
        await press(made, "changed")
        assert names(made) == ["a onClick"]
        await made.apply(Clear(body.id))
        assert lines_of(made.lines) == []
        assert made.app.problems == []


async def test_a_field_in_a_cell_opens_is_written_in_and_goes_with_the_focus() -> None:
    field = el("input", all_events("input", value="one", size=8))
    other = el("a", {"href": "#"}, "after")
    async with html(el("form", {"onSubmit": True}, el("table", {}, row("name", field), row("x", other)))) as made:
        assert lines_of(made.lines) == ["name  one", "x     after"]
        await press(made, "one")
        assert names(made) == ["input onFocus", "input onFocusIn", "input onClick"]
        await made.pilot.press("end", "x")
        await made.settle()
        assert made.events()[-2][2]["value"] == "onex"
        assert lines_of(made.lines)[0] == "name  onex"
        await made.pilot.press("enter")
        await made.settle()
        heard = names(made)
        assert [name for name in heard if name != "input onKeyUp"] == [
            "input onKeyDown",
            "input onChange",
            "form onSubmit",
        ]
        assert type(made.app.focused).__name__ == "HtmlTable"
        assert not made.view.query("CellField")
        await made.pilot.press("tab")
        await made.settle()
        assert names(made) == ["input onKeyDown", "input onBlur", "input onFocusOut"]
        # What the guest writes is shown, if it is new enough.
        await made.update(field.id, value="old", valueVersion=0)
        assert lines_of(made.lines)[0] == "name  onex"
        await made.update(field.id, value="new", valueVersion=1)
        assert lines_of(made.lines)[0] == "name  new"


async def test_a_choice_in_a_cell_goes_on_with_each_press() -> None:
    field = el("select", {"onChange": True}, *[el("option", {}, word) for word in ("one", "two")])
    async with html(el("table", {}, row(field))) as made:
        assert lines_of(made.lines) == ["one ▼"]
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert lines_of(made.lines) == ["two ▼"]
        await press(made, "two")
        assert [payload["value"] for _, _, payload in made.events()] == ["two", "one"]


async def test_an_open_field_stays_over_its_own_and_goes_with_it() -> None:
    field = el("input", {"value": "one", "size": 6, "onInput": True})
    first = row("first")
    body = el("tbody", {}, first, row(field))
    async with html(el("table", {}, body)) as made:
        await press(made, "one")
        assert made.view.query_one("CellField").region.y == 1
        await made.apply(Delete(first.id))
        assert made.view.query_one("CellField").region.y == 0
        await made.pilot.press("end", "x")
        await made.settle()
        assert made.events()[-1][2]["value"] == "onex"
        await made.apply(Clear(body.id))
        assert not made.view.query("CellField")
        assert made.app.problems == []
