"""The work that a batch costs, and what survives it."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from typing import Any, ClassVar, cast

import pytest
from pydantic import Field
from textual.widget import Widget
from textual.widgets import Static

from rill.components import CATALOGUE, Component, ComponentSchema, compile_component
from rill.host.session import Session
from rill.host.textual import GuestView, TextualAdapter, TextualView
from rill.host.textual.adapter import Diagnostic
from rill.host.textual.view import Assembled, Linked
from rill.host.textual.views import VIEWS
from rill.host.textual.widgets.boxes import Box
from rill.host.textual.widgets.controls import LineInput
from rill.host.tree import Node
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
        # Until what is near the view has widgets, too.
        for _ in range(4):
            await made.settle()
        made.count()
        order[1], order[8] = order[8], order[1]
        await made.apply(Reorder(column.id, order))
        assert made.work() == (0, 0, 2)
        assert made.lines[1] == "row 8"
        assert made.lines[8] == "row 1"


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
    column = el("Column", {}, *rows(40))
    async with scene(column) as made:
        order = tree_order(made, column.id)[::-1]
        made.count()
        await made.apply(Reorder(column.id, order))
        assert made.work() == (0, 0, 39)
        assert shown_order(made, column.id) == order
        assert made.lines[0] == "row 39"


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


# -- what a view may ask for -----------------------------------------------------------------------------------------


class _Painter(Widget):
    """Draws its child nodes itself."""

    painted: ClassVar[list[list[str]]] = []


class _Painted(Component, children="nodes", elements=("empty",)):
    """Draws."""

    empty_words: str | None = Field(default=None, description="None.")


class _Parted(Linked, Assembled, Widget):
    """Two places for children."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.rest = Box(), Box()

    def assemble(self) -> Iterable[Awaitable[Any]]:
        yield self.mount(self.first, self.rest)


class _Places(Component, children="nodes", elements=("first",)):
    """Has places."""


def _paint(_widget: _Painter, node: Node) -> None:
    _Painter.painted.append([child.text_content for child in node.children])


COMPONENTS: dict[str, ComponentSchema] = {
    **CATALOGUE,
    "Painted": compile_component("Painted", _Painted),
    "Places": compile_component("Places", _Places),
}
_VIEWS: dict[str, TextualView[Any]] = {
    "Painted": TextualView(create=lambda _node: _Painter(), paints=_paint),
    "Places": TextualView(
        create=lambda _node: _Parted(),
        container=lambda widget, child: widget.first if child.props.get("name") == "first" else widget.rest,
    ),
}


@asynccontextmanager
async def own_scene(*elements: Element) -> AsyncIterator[Scene]:
    _Painter.painted.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rill.host.textual.adapter.VIEWS", {**VIEWS, **_VIEWS})
        async with scene(*elements, components=COMPONENTS) as made:
            yield made


async def test_widget_that_paints_is_asked_once_a_batch_and_nothing_below_gets_a_widget() -> None:
    texts = [el("Text", {}, f"line {index}") for index in range(3)]
    inner = el("Row", {}, *texts)
    painted = el("Painted", {}, inner)
    async with own_scene(painted) as made:
        assert _Painter.painted == [["line 0line 1line 2"]]
        assert made.view.statistics().widgets == 1
        words = [made.session.tree.find(text.id) for text in texts]
        made.count()
        operations = [Text(node.first_child.id, "new") for node in words if node is not None and node.first_child]
        await made.apply(*operations, Update(texts[0].id, {"hidden": True}, []), Delete(texts[2].id))
        assert _Painter.painted[1:] == [["newnew"]]
        await made.apply(Update(painted.id, {"emptyWords": "own props are for update"}, []))
        assert len(_Painter.painted) == 2
        assert made.work() == (0, 0, 0)
        await made.render(el("Text", {}, "last"), parent=painted.id)
        assert _Painter.painted[2:] == [["newnew", "last"]]


async def test_slots_of_a_widget_that_paints_are_mounted() -> None:
    slot = el("Slot", {"name": "empty"}, el("Text", {}, "nothing here"))
    painted = el("Painted", {}, el("Text", {}, "drawn"), slot)
    async with own_scene(painted) as made:
        assert shown_order(made, painted.id) == [slot.id]
        assert "nothing here" in made.text
        await made.apply(Delete(slot.id))
        assert "nothing here" not in made.text
        assert _Painter.painted[-1] == ["drawn"]


async def test_children_stand_in_their_container_in_the_order_of_the_tree_with_the_fewest_moves() -> None:
    slots = [el("Slot", {"name": "first"}, el("Text", {}, f"slot {index}")) for index in range(3)]
    texts = [el("Text", {}, f"text {index}") for index in range(3)]
    mixed = [child for pair in zip(texts, slots, strict=True) for child in pair]
    places = el("Places", {}, *mixed)
    async with own_scene(places) as made:
        parted = made.widget(places.id)

        def shown(box: Widget) -> list[int]:
            return [node.id for child in box.children if (node := made.adapter.node_of(child)) is not None]

        assert shown(parted.first) == [slot.id for slot in slots]
        assert shown(parted.rest) == [text.id for text in texts]
        made.count()
        order = [texts[2].id, slots[0].id, texts[0].id, slots[1].id, slots[2].id, texts[1].id]
        await made.apply(Reorder(places.id, order))
        assert made.work() == (0, 0, 1)
        assert shown(parted.rest) == [texts[2].id, texts[0].id, texts[1].id]
        # Another name is another place.
        await made.update(slots[1].id, name="unknown")
        assert shown(parted.first) == [slots[0].id, slots[2].id]
        assert shown(parted.rest) == [texts[2].id, texts[0].id, slots[1].id, texts[1].id]
        made.count()
        await made.render(el("Slot", {"name": "first"}, el("Text", {}, "new")), parent=places.id, before=slots[2].id)
        assert made.work()[1:] == (0, 0)
        assert shown(parted.first)[::2] == [slots[0].id, slots[2].id]
        await made.apply(Clear(places.id))
        assert shown(parted.first) == shown(parted.rest) == []


async def test_overlay_stands_over_the_screen_and_is_seen_only_where_its_node_would_be() -> None:
    toast = el("Toast", {"durationMs": 0}, "over all")
    box = el("View", {}, toast)
    fold = el("Collapsible", {"title": "fold", "open": True}, box)
    async with scene(el("Column", {}, el("Text", {}, "ground"), fold)) as made:
        widget = made.widget(toast.id)
        assert widget.parent is made.adapter.stage
        assert made.lines[0] == "ground"
        assert "over all" in made.text
        made.count()
        await made.update(box.id, hidden=True)
        assert "over all" not in made.text
        await made.update(box.id, hidden=False)
        await made.update(fold.id, open=False)
        assert "over all" not in made.text
        await made.update(fold.id, open=True)
        await made.update(toast.id, hidden=True)
        assert "over all" not in made.text
        await made.update(toast.id, hidden=False)
        assert "over all" in made.text
        assert made.work() == (0, 0, 0)
        await made.apply(Delete(fold.id))
        assert "over all" not in made.text
        assert list(made.adapter.stage.children) == [made.view.query_one("Surface")]


async def test_overlays_stack_in_the_order_in_which_they_appeared() -> None:
    async with scene(el("Column", {})) as made:
        first, second = el("Modal", {"title": "first"}), el("Modal", {"title": "second"})
        await made.render(second)
        await made.render(first, before=second.id)
        assert list(made.adapter.stage.children)[1:] == [made.widget(second.id), made.widget(first.id)]


async def test_diagnostics_reach_the_author_once_and_only_in_development() -> None:
    row = el("Row", {})
    async with scene(row) as made:
        node = made.session.tree.find(row.id)
        assert node is not None
        made.adapter.diagnose(node, "not heard")
        assert made.adapter.diagnostics == ()
        assert not made.adapter.development
        told: list[Diagnostic] = []
        adapter = TextualAdapter(Box(), diagnose=told.append)
        adapter.diagnose(node, "no circles")
        adapter.diagnose(node, "no circles")
        adapter.diagnose(node, "no squares")
        assert told == [Diagnostic(row.id, "Row", "no circles"), Diagnostic(row.id, "Row", "no squares")]
        assert adapter.diagnostics == tuple(told)


# -- what a person did -----------------------------------------------------------------------------------------------


async def test_what_a_person_did_outlives_detaching_and_reaches_another_view() -> None:
    field, box = el("TextInput", {}), el("Checkbox", {}, "box")
    fold = el("Collapsible", {"title": "more"}, el("Text", {}, "inside"))
    held = el("TextInput", {"value": "the guest's"})
    async with scene(el("Column", {}, field, box, fold, held)) as made:
        await made.pilot.press("tab", *"written", "tab", "space", "tab", "enter")
        await made.settle()
        states = made.session.tree.view_states.collect()
        assert states[field.id]["text"] == "written"
        assert states[box.id] == {"checked": True}
        assert states[fold.id] == {"open": True, "focus": True}
        made.session.detach(made.adapter)
        await made.settle()
        assert made.session.tree.view_states.collect()[field.id]["text"] == "written"
        made.session.attach(made.adapter)
        await made.settle()
        assert made.widget(field.id).value == "written"
        assert made.widget(box.id).value is True
        assert "inside" in made.text
        assert made.widget(held.id).value == "the guest's"
        assert made.app.focused is not None
        assert made.adapter.node_of(made.app.focused) is made.session.tree.find(fold.id)
        # A second view on the same session begins with what was done in the first.
        other = GuestView(session=cast(Session, made.session))
        await made.app.mount(other)
        await other.wait_shown()
        node = made.session.tree.find(field.id)
        assert node is not None
        widget = other.adapter.widget_of(node)
        assert isinstance(widget, LineInput)
        assert widget.value == "written"
        await made.apply(Delete(field.id))
        assert field.id not in made.session.tree.view_states.collect()


# -- keys that are nobody else's ---------------------------------------------------------------------------------------


def heard(made: Scene, id: int) -> list[str]:
    """The keys that an element was told of since the last call."""
    return [payload["key"] for at, event, payload in made.events() if at == id and event == "onKeyDown"]


async def test_keys_that_an_open_part_takes_are_not_offered_around_it() -> None:
    select = el("Select", {"options": [{"value": "one"}, {"value": "two"}], "autoFocus": True})
    day = el("DateInput", {"value": "2024-02-03"})
    menu = el("Menu", {"title": "File"}, el("MenuItem", {"onPress": True}, "New"), el("MenuItem", {}, "Old"))
    box = el("Column", {"onKeyDown": True}, select, day, menu)
    async with scene(box) as made:
        for opener in ("enter", "f4", "enter"):
            await made.pilot.press(opener)
            await made.settle()
            heard(made, box.id)
            await made.pilot.press("down", "up", "escape")
            await made.settle()
            assert heard(made, box.id) == []
            # Closed, the key is for whoever is around.
            await made.pilot.press("escape")
            assert heard(made, box.id) == ["Escape"]
            await made.pilot.press("tab")


async def test_what_is_written_is_offered_to_the_field_alone() -> None:
    field = el("TextInput", {"onKeyDown": True, "autoFocus": True})
    button = el("Button", {}, "Go")
    box = el("Column", {"onKeyDown": True}, field, button)
    async with scene(box) as made:
        await made.pilot.press("c", "space")
        keys = [(id, payload["key"]) for id, event, payload in made.events() if event == "onKeyDown"]
        assert keys == [(field.id, "c"), (field.id, " ")]
        await made.pilot.press("escape", "down", "f5", "ctrl+g", "enter")
        assert heard(made, box.id) == ["Escape", "ArrowDown", "F5", "g", "Enter"]
        made.widget(button.id).focus()
        await made.pilot.press("c")
        assert heard(made, box.id) == ["c"]


async def test_keys_of_a_cells_editor_are_not_offered_around_the_table() -> None:
    columns = [{"key": "a", "title": "A", "editable": True}]
    table = el("Table", {"count": 1, "columns": columns, "cursor": "cell", "onEdit": True, "autoFocus": True})
    table.children.append(el("TableRow", {"index": 0, "cells": ["word"]}))
    box = el("Column", {"onKeyDown": True}, table)
    async with scene(box) as made:
        # All at once: some keys come before the editor has the focus.
        await made.pilot.press("f2", "x", "left", "escape")
        await made.settle()
        assert made.widget(table.id).editor is None
        assert heard(made, box.id) == ["F2"]
        await made.pilot.press("escape")
        assert heard(made, box.id) == ["Escape"]


async def test_a_batch_that_comes_while_the_view_goes_is_not_shown() -> None:
    box = el("Column", {})
    async with scene(box) as made:
        # What an application that quits does from the inside outwards, before the view has heard of it.
        surface = made.widget(box.id).parent
        await surface.remove()
        mounts = made.view.statistics().mounts
        made.session.render(el("Text", {}, "late"), parent=box.id)
        assert made.view.statistics().mounts == mounts


async def test_widgets_that_take_too_long_are_mounted_and_removed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    # Textual waits for a widget that goes by waiting for its task, so nobody may be cancelled who waits for that.
    monkeypatch.setattr("rill.host.textual.adapter.HOLD_S_MAX", 0.0005)
    box = el("Column", {})
    async with scene(box) as made:
        for turn in range(6):
            await made.apply(Clear(box.id))
            boxes = (el("View", {}, el("Text", {}, f"row {turn} {at}")) for at in range(20))
            made.session.render(*boxes, parent=box.id)
        await made.settle()
        assert made.app._running
        assert made.lines[:20] == [f"row 5 {at}" for at in range(20)]
        assert len(made.widget(box.id).children) == 20
