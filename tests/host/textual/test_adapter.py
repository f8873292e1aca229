"""The work that a batch costs, and what survives it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from textual.widgets import Static

from rill.protocol.operations import Append, Clear, Create, Delete, Insert, Remove, Reorder, Text, Update

from .scene import Element, Scene, el, scene


def rows(count: int) -> list[Element]:
    return [el("Row", {}, el("Text", {}, f"row {index}")) for index in range(count)]


def shown_order(made: Scene, parent: int) -> list[int]:
    widget = made.widget(parent)
    return [node.id for child in widget.children if (node := made.adapter.node_of(child)) is not None]


def tree_order(made: Scene, parent: int) -> list[int]:
    node = made.session.tree.find(parent)
    assert node is not None
    return [child.id for child in node.children]


async def test_update_and_text_mount_and_remove_nothing() -> None:
    text = el("Text", {}, "before")
    button = el("Button", {"title": "Go"})
    async with scene(el("Column", {}, text, button)) as made:
        widgets = [made.widget(text.id), made.widget(button.id)]
        made.count()
        words = made.session.tree.find(text.id)
        assert words is not None
        assert words.first_child is not None
        await made.apply(
            Text(words.first_child.id, "after"),
            Update(button.id, {"title": "Stop", "variant": "error", "style": {"width": 30}}, []),
        )
        assert made.work() == (0, 0, 0)
        assert [made.widget(text.id), made.widget(button.id)] == widgets
        assert "after" in made.text
        assert "Stop" in made.text
        assert "before" not in made.text


async def test_swap_of_two_rows_in_a_thousand_moves_two_widgets() -> None:
    column = el("Column", {}, *rows(1000))
    async with scene(column) as made:
        order = tree_order(made, column.id)
        made.count()
        order[1], order[998] = order[998], order[1]
        await made.apply(Reorder(column.id, order))
        assert made.work() == (0, 0, 2)
        assert shown_order(made, column.id) == order
        assert made.lines[1] == "row 998"


async def test_inserted_row_mounts_exactly_its_own_widgets() -> None:
    column = el("Column", {}, *rows(20))
    async with scene(column) as made:
        third = tree_order(made, column.id)[2]
        made.count()
        await made.render(el("Row", {}, el("Text", {}, "new"), el("Button", {})), parent=column.id, before=third)
        assert made.work() == (3, 0, 0)
        assert made.lines[1] == "row 1"
        assert any("new" in line for line in made.lines[2:5])
        assert shown_order(made, column.id) == tree_order(made, column.id)


async def test_deleted_row_removes_exactly_its_own_widgets() -> None:
    column = el("Column", {}, *rows(20))
    async with scene(column) as made:
        first = tree_order(made, column.id)[0]
        made.count()
        await made.apply(Delete(first))
        assert made.work() == (0, 2, 0)
        assert made.lines[0] == "row 1"
        assert len(made.widget(column.id).children) == 19


async def test_clear_removes_all_and_leaves_no_widget_behind() -> None:
    column = el("Column", {}, *rows(50))
    async with scene(column) as made:
        await made.apply(Clear(column.id))
        assert len(made.widget(column.id).children) == 0
        assert made.view.statistics().widgets == 1
        assert made.text == ""


async def test_batches_in_quick_succession_need_not_wait_for_each_other() -> None:
    # Nothing runs between these batches: widgets are asked for, moved and removed before Textual has mounted the first.
    column = el("Column", {})
    async with scene(column) as made:
        session = made.session
        ids = session.render(*rows(4), parent=column.id)
        session.apply(Delete(ids[1]))
        session.apply(Reorder(column.id, [ids[3], ids[0], ids[2]]))
        (late,) = session.render(el("Row", {}, el("Text", {}, "late")), parent=column.id, before=ids[0])
        session.render(el("Text", {}, "inner"), parent=ids[0])
        session.apply(Delete(late))
        session.apply(Delete(ids[2]))
        await made.settle()
        assert made.lines[0] == "row 3"
        assert made.lines[1] == "row 0inner"
        assert made.lines[2] == ""
        assert shown_order(made, column.id) == tree_order(made, column.id)


async def test_node_made_and_deleted_in_one_batch_costs_nothing() -> None:
    column = el("Column", {}, el("Text", {}, "stays"))
    async with scene(column) as made:
        made.count()
        operations, ids = made.session.create(el("Row", {}, el("Text", {}, "gone")))
        await made.apply(*operations, Append(column.id, ids[0]), Delete(ids[0]))
        assert made.work() == (0, 0, 0)
        assert made.text == "stays"


async def test_removed_node_comes_back_when_it_is_placed_again() -> None:
    text = el("Text", {}, "here")
    column = el("Column", {}, text)
    async with scene(column) as made:
        await made.apply(Remove(column.id, text.id))
        assert made.text == ""
        await made.apply(Append(column.id, text.id))
        assert made.text == "here"


async def test_node_that_moves_to_another_parent_is_shown_there() -> None:
    text = el("Text", {}, "wanderer")
    left, right = el("Column", {}, text), el("Column", {}, el("Text", {}, "right"))
    async with scene(el("Column", {}, left, right)) as made:
        await made.apply(Append(right.id, text.id))
        assert made.lines[:2] == ["right", "wanderer"]
        await made.apply(Append(left.id, text.id))
        assert made.lines[:2] == ["wanderer", "right"]


async def test_text_and_focus_go_along_to_another_parent_and_through_a_remake() -> None:
    field, box = el("TextInput", {}), el("Checkbox", {"value": False, "onChange": True}, "box")
    left, right = el("Column", {}, field, box), el("Column", {})
    async with scene(el("Column", {}, left, right)) as made:
        await made.pilot.press("tab", *"kept", "tab", "space", "shift+tab")
        made.events()
        await made.apply(Append(right.id, field.id), Append(right.id, box.id))
        assert made.widget(field.id).value == "kept"
        assert made.widget(box.id).value is True
        assert made.app.focused is made.widget(field.id)
        assert made.events() == []
        await made.update(field.id, multiline=True)
        assert made.widget(field.id).text == "kept"
        assert made.app.focused is made.widget(field.id)
        # Taken off for a while, then gone for good: nothing of it is kept.
        await made.apply(Remove(right.id, field.id))
        await made.apply(Append(left.id, field.id))
        assert made.widget(field.id).text == "kept"
        await made.apply(Remove(left.id, field.id))
        await made.apply(Delete(field.id))
        assert made.adapter._left == {}


async def test_update_equals_rebuild_after_any_sequence_of_batches() -> None:
    # The screen after many small batches is that of a view which sees the final tree at once.
    chance = random.Random(7)
    column = el("Column", {})
    async with scene(column) as made:
        for step in range(60):
            order = tree_order(made, column.id)
            match chance.randrange(4):
                case 0 | 1 if len(order) < 18:
                    before = chance.choice(order) if order and chance.random() < 0.7 else None
                    made.session.render(el("Text", {}, f"line {step}"), parent=column.id, before=before)
                case 2 if order:
                    made.session.apply(Delete(chance.choice(order)))
                case _:
                    chance.shuffle(order)
                    made.session.apply(Reorder(column.id, order))
            if chance.random() < 0.3:
                await made.settle()
            assert shown_order(made, column.id)[: len(order)] or not order
        await made.settle()
        shown = made.text
        assert shown_order(made, column.id) == tree_order(made, column.id)
        made.session.detach(made.adapter)
        await made.settle()
        assert made.text == ""
        made.session.attach(made.adapter)
        await made.settle()
        assert made.text == shown


async def test_focus_caret_and_selection_survive_moves_and_siblings() -> None:
    field = el("TextInput", {"defaultValue": "some text"})
    above, below = el("Text", {}, "above"), el("Text", {}, "below")
    column = el("Column", {}, above, field, below)
    async with scene(column) as made:
        widget = made.widget(field.id)
        widget.focus()
        await made.pilot.pause()
        widget.select(2, 6)
        await made.apply(Reorder(column.id, [field.id, below.id, above.id]))
        await made.apply(Reorder(column.id, [above.id, below.id, field.id]))
        await made.apply(Delete(above.id))
        await made.render(el("TextInput", {}), parent=column.id, before=field.id)
        await made.update(field.id, placeholder="new", hint="new")
        assert made.app.focused is widget
        assert widget is made.widget(field.id)
        assert tuple(widget.selection) == (2, 6)
        assert widget.value == "some text"


async def test_focused_widget_that_moves_itself_keeps_the_focus() -> None:
    field = el("TextInput", {})
    others = [el("Text", {}, str(index)) for index in range(5)]
    column = el("Column", {}, *others, field)
    async with scene(column) as made:
        made.widget(field.id).focus()
        await made.pilot.pause()
        made.count()
        await made.apply(Insert(column.id, field.id, others[0].id))
        assert made.work() == (0, 0, 1)
        assert made.app.focused is made.widget(field.id)
        await made.pilot.press("x")
        assert made.widget(field.id).value == "x"


async def test_scroll_position_survives_updates_and_moves() -> None:
    lines = [el("Text", {}, f"line {index}") for index in range(100)]
    scroll = el("ScrollView", {"style": {"height": 10}}, *lines)
    async with scene(el("Column", {}, scroll)) as made:
        widget = made.widget(scroll.id)
        widget.scroll_to(y=40, animate=False)
        await made.pilot.pause()
        assert made.lines[0].startswith("line 40")
        await made.update(lines[90].id, style={"bold": True})
        order = tree_order(made, scroll.id)
        order[95], order[97] = order[97], order[95]
        await made.apply(Reorder(scroll.id, order))
        await made.render(el("Text", {}, "last"), parent=scroll.id)
        assert widget.scroll_y == 40
        assert made.lines[0].startswith("line 40")


async def test_hidden_gives_up_the_room_and_keeps_the_widget() -> None:
    text, field = el("Text", {}, "first"), el("TextInput", {"defaultValue": "kept"})
    async with scene(el("Column", {}, field, text)) as made:
        widget = made.widget(field.id)
        await made.pilot.press("tab", "end", "!")
        made.count()
        await made.update(field.id, hidden=True)
        assert made.lines[0] == "first"
        await made.update(field.id, hidden=False)
        assert "kept!" in made.text
        assert made.widget(field.id) is widget
        assert made.work() == (0, 0, 0)


async def test_prop_that_only_a_new_widget_can_show_remakes_that_one() -> None:
    field = el("TextInput", {"value": "text"})
    async with scene(el("Column", {}, el("Text", {}, "above"), field, el("Text", {}, "below"))) as made:
        old = made.widget(field.id)
        old.focus()
        await made.pilot.pause()
        made.count()
        await made.update(field.id, multiline=True, rows=2)
        assert made.work() == (1, 1, 0)
        assert made.widget(field.id) is not old
        assert made.app.focused is made.widget(field.id)
        assert made.lines[0] == "above"
        assert made.lines[5] == "below"
        assert made.widget(field.id).text == "text"


async def test_sixteen_moves_and_more_are_one_sort_with_the_same_result() -> None:
    column = el("Column", {}, *rows(60))
    async with scene(column) as made:
        order = tree_order(made, column.id)[::-1]
        made.count()
        await made.apply(Reorder(column.id, order))
        assert made.work() == (0, 0, 59)
        assert shown_order(made, column.id) == order
        assert made.lines[0] == "row 59"


async def test_more_elements_than_a_terminal_takes_are_counted_on_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rill.host.textual.adapter.WIDGETS_MAX", 10)
    column = el("Column", {}, *(el("Text", {}, f"line {index}") for index in range(15)))
    async with scene(column) as made:
        assert made.lines[8] == "line 8"
        assert made.lines[9] == "6 more not shown: the terminal takes 10 elements"
        order = tree_order(made, column.id)
        await made.apply(*(Delete(id) for id in order[:8]))
        assert made.lines[:8] == [f"line {index}" for index in range(8, 15)] + [""]
        assert made.view.statistics().omitted == 0


async def test_elements_nested_too_deep_for_a_layout_are_counted_on_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rill.host.textual.adapter.DEPTH_MAX", 4)
    tree = el("Text", {}, "deep")
    for _ in range(6):
        tree = el("View", {}, tree)
    async with scene(tree) as made:
        assert made.text == "1 more not shown: elements are nested deeper than 4"


async def test_deepest_tree_that_a_guest_may_send_does_not_disturb_the_app() -> None:
    tree = el("Text", {}, "deep")
    for index in range(250):
        tree = el("Row" if index % 2 else "View", {}, tree)
    async with scene(tree, beside=[Static("the app's own")]) as made:
        assert "not shown" in made.text
        assert "the app's own" in made.text


async def test_methods_reach_the_widget_and_unknown_places_are_refused() -> None:
    field = el("TextInput", {"defaultValue": "abc"})
    async with scene(el("Column", {}, field)) as made:
        node = made.session.tree.find(field.id)
        assert node is not None
        made.adapter.call(node, "focus", [])
        await made.pilot.pause()
        assert made.adapter.call(node, "isFocused", []) is True
        made.adapter.call(node, "select", [1, 2])
        assert made.widget(field.id).selected_text == "b"
        made.adapter.call(node, "blur", [])
        assert made.app.focused is None
        made.session.apply(Create(900, "TextInput", {}))
        detached = made.session.tree.find(900)
        assert detached is not None
        with pytest.raises(Exception, match="not on the screen"):
            made.adapter.call(detached, "focus", [])


async def test_text_that_wraps_as_before_is_painted_without_a_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    text = el("Text", {}, "count: 17")
    async with scene(el("Column", {}, text)) as made:
        layouts = 0
        refresh_layout = made.app.screen._refresh_layout

        def counting(*args: Any, **options: Any) -> None:
            nonlocal layouts
            layouts += 1
            refresh_layout(*args, **options)

        monkeypatch.setattr(made.app.screen, "_refresh_layout", counting)
        node = made.session.tree.find(text.id)
        assert node is not None
        assert node.first_child is not None
        await made.apply(Text(node.first_child.id, "count: 18"))
        assert made.text == "count: 18"
        assert layouts == 0
        for longer in ("count: 118", "count 1 18", "count: 世18"):
            await made.apply(Text(node.first_child.id, longer))
            assert made.text == longer
            assert layouts == 1
            layouts = 0
