"""Only what is on the screen becomes widgets: boxes with many children, scrolled, changed and walked through."""

from __future__ import annotations

from typing import Any

import pytest

from rill.host.textual.windows import CHILDREN_MIN
from rill.host.tree import Node
from rill.protocol.operations import (
    Append,
    Clear,
    Clones,
    Create,
    Delete,
    Insert,
    Operation,
    Patch,
    Slot,
    SlotKind,
    Template,
    Text,
    Update,
)

from .scene import Element, Scene, el, scene

# Of a screen of 24 lines: those in view, half as many around, and the first and last.
WIDGETS_MAX = 110


def row(index: int, **props: Any) -> Element:
    return el(
        "Row",
        {"style": {"gap": 1}, **props},
        el("Text", {}, f"row {index}"),
        el("Button", {"title": "press", "compact": True}),
    )


def thin(index: int) -> Element:
    return el("Text", {}, f"row {index}")


def rows(count: int, kind: Any = thin) -> list[Element]:
    return [kind(index) for index in range(count)]


def shown(made: Scene, box: Element) -> list[int]:
    """The children that have widgets, by their place among all."""
    parent = made.session.tree.find(box.id)
    assert parent is not None
    return [at for at, node in enumerate(parent.children) if made.adapter.widget_of(node) is not None]


async def scroll(made: Scene, box: Element, y: float) -> None:
    made.widget(box.id).scroll_to(y=y, animate=False, immediate=True)
    await made.settle()


def focused_row(made: Scene) -> str:
    """The words of the row that the focus is in; the title of a button beside the rows."""
    assert made.app.focused is not None
    node = made.adapter.node_of(made.app.focused)
    assert node is not None
    assert node.parent is not None
    return node.parent.text_content if node.get("title") == "press" else str(node.get("title"))


def node(made: Scene, id: int) -> Node:
    found = made.session.tree.find(id)
    assert found is not None
    return found


@pytest.mark.parametrize(("count", "all_of_them"), [(CHILDREN_MIN - 1, True), (CHILDREN_MIN, False)])
async def test_a_window_begins_with_enough_children(count: int, all_of_them: bool) -> None:
    box = el("ScrollView", {}, *rows(count))
    async with scene(box, size=(40, 8)) as made:
        assert (len(shown(made, box)) == count) is all_of_them
        assert made.widget(box.id).virtual_size.height == count


@pytest.mark.parametrize(
    "around",
    [
        lambda *children: el("ScrollView", {}, *children),
        lambda *children: el("View", {"style": {"overflow": "auto", "height": 24}}, *children),
        lambda *children: el("View", {"style": {"overflow": "scroll", "grow": 1}}, *children),
        lambda *children: el("Column", {}, *children),
        lambda *children: el("ScrollView", {}, el("View", {"style": {"padding": 1}}, *children)),
    ],
)
async def test_what_is_in_view_has_widgets_wherever_it_scrolls(around: Any) -> None:
    async with scene(around(*rows(3_000)), size=(80, 24)) as made:
        assert made.view.statistics().widgets < WIDGETS_MAX
        scroller = next(
            widget for widget in made.view.query("*") if widget.show_vertical_scrollbar and widget.max_scroll_y > 2_000
        )
        for y in (1, 40, 1_500, 2_950, 700, 0):
            scroller.scroll_to(y=y, animate=False, immediate=True)
            await made.settle()
            first = int(next(line for line in made.lines[1:] if line.startswith((" row", "row"))).split()[1])
            assert first - scroller.scroll_offset.y in (-1, 0, 1)
            numbers = [int(line.split()[1]) for line in made.lines if "row" in line]
            assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
            assert len(numbers) >= 21
            assert made.view.statistics().widgets < WIDGETS_MAX


async def test_nothing_is_painted_before_what_is_in_view_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    box = el("ScrollView", {}, *rows(1_000))
    async with scene(box, size=(40, 12)) as made:
        seen: list[list[str]] = []
        display = made.app._display

        def note(screen: Any, renderable: Any) -> None:
            if not made.app._batch_count and renderable is not None:
                seen.append(made.lines)
            display(screen, renderable)

        monkeypatch.setattr(made.app, "_display", note)
        for y in (300, 600, 988, 0):
            await scroll(made, box, y)
        assert len(seen) >= 4
        for lines in seen:
            assert all("row" in line for line in lines)


async def test_a_wheel_mounts_what_comes_and_little_else() -> None:
    box = el("ScrollView", {}, *rows(1_000))
    async with scene(box, size=(40, 12)) as made:
        await scroll(made, box, 500)
        made.count()
        await scroll(made, box, 503)
        mounts, removes, moves = made.work()
        assert (mounts, moves) == (3, 0)
        assert removes <= 3


async def test_change_outside_costs_no_widget_work() -> None:
    box = el("ScrollView", {}, *rows(1_000))
    async with scene(box, size=(40, 12)) as made:
        ids = [child.id for child in node(made, box.id).children]
        made.count()
        before = made.view.statistics()
        await made.apply(
            *(Text(id + 1, "changed") for id in ids[500:600]),
            *(Update(id, {"style": {"bold": True}}, []) for id in ids[500:600]),
            Delete(ids[700]),
            Delete(ids[701]),
        )
        assert made.work() == (0, 0, 0)
        after = made.view.statistics()
        assert (after.texts, after.updates, after.widgets) == (before.texts, before.updates, before.widgets)
        assert made.widget(box.id).virtual_size.height == 998
        await scroll(made, box, 500)
        assert made.lines[0].rstrip("▁▂▃▄▅▆▇█ ") == "changed"


async def test_children_come_go_and_move_inside_and_outside() -> None:
    box = el("ScrollView", {}, *rows(200))
    async with scene(box, size=(40, 12)) as made:
        await scroll(made, box, 100)
        ids = [child.id for child in node(made, box.id).children]

        def words() -> list[str]:
            return [line[:8].rstrip("▁▂▃▄▅▆▇█ ") for line in made.lines]

        await made.apply(Delete(ids[103]))
        assert words()[2:5] == ["row 102", "row 104", "row 105"]
        await made.render(el("Text", {}, "new one"), parent=box.id, before=ids[105])
        assert words()[3:6] == ["row 104", "new one", "row 105"]
        # From far below to here, and from here to far above.
        await made.apply(Insert(box.id, ids[190], ids[106]), Insert(box.id, ids[104], ids[3]))
        assert words()[:6] == ["row 99", "row 100", "row 101", "row 102", "new one", "row 105"]
        assert words()[6] == "row 190"
        await made.apply(Clear(box.id))
        assert made.text == ""
        assert made.view.statistics().widgets == 1


async def test_heights_of_what_was_not_seen_are_learned_and_the_view_stands_still() -> None:
    # Every 10th is three lines high, which nobody can know before.
    tall = el("ScrollView", {}, *(el("Text", {}, f"row {at}" + "\nmore\nmore" * (at % 10 == 0)) for at in range(300)))
    async with scene(tall, size=(40, 12)) as made:
        widget = made.widget(tall.id)
        await scroll(made, tall, 200)
        before = made.lines[0]
        for _ in range(3):
            await scroll(made, tall, widget.scroll_offset.y - 1)
            await scroll(made, tall, widget.scroll_offset.y + 1)
        assert made.lines[0] == before
        # Line by line to the top: each step shows the next line, whatever is learned on the way.
        last = made.lines
        while widget.scroll_offset.y:
            await scroll(made, tall, widget.scroll_offset.y - 3)
            step = 3 if widget.scroll_offset.y else None
            if step is not None:
                assert [line[:7].rstrip() for line in made.lines[3:]] == [line[:7].rstrip() for line in last[:-3]]
            last = made.lines
        assert made.lines[0].startswith("row 0")
        widget.scroll_end(animate=False)
        await made.settle()
        assert made.lines[-1].startswith("row 299")


async def test_tab_goes_through_all_of_them_and_back() -> None:
    box = el("ScrollView", {"focusable": False}, *rows(60, row))
    async with scene(el("Column", {}, el("Button", {"title": "above"}), box, el("Button", {"title": "below"}))) as made:
        places = []
        await made.pilot.press("tab")
        for _ in range(61):
            await made.pilot.press("tab")
            places.append(focused_row(made))
        assert places == [*(f"row {at}" for at in range(60)), "below"]
        for at in range(59, -1, -1):
            await made.pilot.press("shift+tab")
            assert focused_row(made) == f"row {at}"
        assert made.view.statistics().widgets < 3 * WIDGETS_MAX


async def test_keys_that_come_faster_than_anything_is_laid_out_miss_no_stop() -> None:
    box = el("ScrollView", {"focusable": False}, *rows(300, row))
    async with scene(box, size=(40, 6)) as made:
        made.app.screen.set_focus(None)
        for _ in range(100):
            made.app.screen.focus_next()
        assert focused_row(made) == "row 99"
        await made.settle()
        assert any("row 99" in line for line in made.lines)


async def test_what_has_the_focus_keeps_it_when_it_is_scrolled_away() -> None:
    box = el("ScrollView", {"focusable": False}, el("TextInput", {}), *rows(300))
    async with scene(box, size=(40, 12)) as made:
        await made.pilot.press("tab", "a")
        field = made.app.focused
        await scroll(made, box, 250)
        assert made.app.focused is field
        await made.pilot.press("b")
        await scroll(made, box, 0)
        assert "ab" in made.text
        assert made.app.focused is field


async def test_what_a_person_did_is_there_again() -> None:
    fields = [el("TextInput", {"compact": True}) for _ in range(100)]
    box = el("ScrollView", {"focusable": False}, *fields)
    async with scene(box, size=(40, 12)) as made:
        await made.pilot.press("tab", "h", "e", "y")
        made.app.set_focus(None)
        field = fields[0].id
        await made.pilot.press("tab", "tab", "y", "o")
        made.app.set_focus(None)
        await scroll(made, box, 80)
        assert made.adapter.widget_of(node(made, fields[1].id)) is None
        assert made.session.tree.view_states.collect()[fields[1].id]["text"] == "yo"
        await scroll(made, box, 0)
        assert made.lines[0].strip().startswith("hey")
        assert made.lines[1].strip().startswith("yo")
        assert made.adapter.widget_of(node(made, field)) is not None


async def test_method_of_an_element_out_of_view_brings_it_in() -> None:
    box = el("ScrollView", {}, *rows(300, row))
    async with scene(box, size=(40, 12)) as made:
        button = node(made, box.id).children[250].children[1]
        assert made.adapter.widget_of(button) is None
        answer = made.adapter.call(button, "focus", [])
        if answer is not None:
            await answer
        await made.settle()
        assert made.app.focused is made.widget(button.id)
        assert any("row 250" in line for line in made.lines)


async def test_element_that_is_focused_from_the_start_gets_the_focus_out_of_view() -> None:
    box = el("ScrollView", {}, *rows(300))
    async with scene(box, size=(40, 12)) as made:
        field = el("TextInput", {"autoFocus": True})
        await made.render(field, parent=box.id, before=node(made, box.id).children[200].id)
        await made.settle()
        assert made.app.focused is made.widget(field.id)


async def test_modal_inside_of_what_nobody_sees_is_seen() -> None:
    box = el("ScrollView", {}, *(el("View", {}, thin(at)) for at in range(300)))
    async with scene(box, size=(40, 12)) as made:
        far = node(made, box.id).children[200]
        modal = el("Modal", {"title": "really?"}, el("Text", {}, "all of it"))
        await made.render(modal, parent=far.id)
        assert "all of it" in made.text
        await made.apply(Delete(modal.id))
        assert "all of it" not in made.text


async def test_hidden_ones_take_no_room() -> None:
    box = el("ScrollView", {}, *(el("Text", {"hidden": at % 2 == 1}, f"row {at}") for at in range(400)))
    async with scene(box, size=(40, 12)) as made:
        assert made.widget(box.id).virtual_size.height == 200
        await scroll(made, box, 100)
        assert made.lines[0].startswith("row 200")
        children = node(made, box.id).children
        await made.apply(*(Update(children[at].id, {"hidden": False}, []) for at in (301, 303)))
        assert made.widget(box.id).virtual_size.height == 202
        assert made.lines[0].startswith("row 200")
        await made.apply(*(Update(children[at].id, {"hidden": True}, []) for at in (206, 208)))
        assert [line[:7] for line in made.lines[:4]] == ["row 200", "row 202", "row 204", "row 210"]


async def test_gaps_and_margins_count() -> None:
    box = el(
        "ScrollView",
        {"style": {"gap": 1}},
        *(el("Text", {"style": {"margin": [0, 0, 1, 0]}}, f"row {at}") for at in range(300)),
    )
    async with scene(box, size=(40, 12)) as made:
        assert made.widget(box.id).virtual_size.height == 300 * 3 - 1
        await scroll(made, box, 450)
        assert made.lines[0].startswith("row 150")
        assert made.lines[3].startswith("row 151")


async def test_width_breakpoints_and_direction_are_followed() -> None:
    style = {"gap": 0, "breakpoints": [{"at": 60, "style": {"direction": "row", "wrap": "wrap"}}]}
    box = el("View", {"style": style}, *(el("Text", {}, f"{at:03} " + "word " * 9) for at in range(120)))
    async with scene(box, size=(50, 12)) as made:
        assert made.view.statistics().widgets < WIDGETS_MAX
        surface = made.widget(box.id).parent
        assert surface.virtual_size.height == 120
        await made.pilot.resize_terminal(30, 12)
        await made.settle()
        assert surface.virtual_size.height == 240
        await made.pilot.resize_terminal(80, 12)
        await made.settle()
        # Side by side all have widgets.
        assert len(shown(made, box)) == 120
        await made.pilot.resize_terminal(40, 12)
        await made.settle()
        assert len(shown(made, box)) < 60


async def test_theme_page_keys_and_presses() -> None:
    box = el("ScrollView", {"focusable": True}, *(el("Text", {"onPress": True}, f"row {at}") for at in range(300)))
    pressables = el(
        "ScrollView", {}, *(el("Pressable", {"onPress": True}, el("Text", {}, f"press {at}")) for at in range(300))
    )
    async with scene(pressables, size=(40, 12)) as made:
        await scroll(made, pressables, 100)
        made.app.theme = "textual-light"
        await made.settle()
        assert made.lines[0].startswith("press 100")
        assert await made.pilot.click(offset=(2, 3))
        (event,) = [event for event in made.events() if event[1] == "onPress"]
        assert event[0] == node(made, pressables.id).children[103].id
        made.widget(pressables.id).focus()
        await made.pilot.press("pagedown")
        await made.settle()
        assert made.lines[0].startswith("press 112")
    del box


async def test_an_adapter_that_goes_leaves_nothing_and_may_come_again() -> None:
    box = el("ScrollView", {}, *rows(300))
    async with scene(box, size=(40, 12)) as made:
        await scroll(made, box, 200)
        made.adapter.detach()
        await made.pilot.pause()
        assert made.view.query_one("Surface") not in made.app.screen.screen_layout_refresh_signal._subscriptions
        made.adapter.attach(made.session.tree)
        await made.settle()
        await scroll(made, box, 250)
        assert made.lines[0].startswith("row 250")
        assert made.view.statistics().widgets < WIDGETS_MAX


def clones(count: int, base: int = 10) -> list[Operation]:
    """A ScrollView with clones of a row: a Text that is a slot, and a Button."""
    tree = [
        "Row",
        {"style": {"gap": 1}},
        [["Text", {}, [["#text", ""]]], ["Button", {"title": "press", "compact": True}, []]],
    ]
    template = Template(1, tree, [Slot(SlotKind.TEXT, 2, None), Slot(SlotKind.EVENT, 3, "onPress")])
    return [
        Create(1, "ScrollView", {}),
        Append(0, 1),
        template,
        Clones(1, base, count, 1, None, [[f"row {at}" for at in range(count)], [True] * count]),
    ]


def expanded(made: Scene) -> int:
    return sum(not child.lazy for child in node(made, 1).children)


async def test_clones_that_nobody_sees_are_never_expanded() -> None:
    async with scene(size=(40, 12)) as made:
        await made.apply(*clones(2_400))
        assert made.lines[0].startswith("row 0 ")
        first = expanded(made)
        assert first <= 24
        box = el("ScrollView")
        box.id = 1
        await scroll(made, box, 1_200)
        assert expanded(made) <= 2 * first + 12
        before = made.view.statistics()
        # What is patched out of view stays as it is, and is seen when it comes into view.
        await made.apply(*(Patch(10 + 4 * at, 0, f"patched {at}") for at in range(0, 2_400, 10) if at != 1_200))
        after = made.view.statistics()
        assert after.mounts == before.mounts
        assert after.texts - before.texts <= 4
        assert expanded(made) <= 2 * first + 12
        await scroll(made, box, 2_000)
        assert made.lines[0].startswith("patched 2000")


async def test_patch_changes_one_widget() -> None:
    async with scene(size=(40, 12)) as made:
        await made.apply(*clones(2_400))
        before = made.view.statistics()
        await made.apply(Patch(10 + 4 * 3, 0, "changed"))
        after = made.view.statistics()
        assert made.lines[3].startswith("changed")
        assert (after.texts - before.texts, after.updates - before.updates) == (1, 0)
        assert after.mounts == before.mounts


async def test_inputs_of_a_form_have_widgets_wherever_they_are() -> None:
    fields = [el("TextInput", {"name": f"field {at}", "compact": True, "required": True}) for at in range(60)]
    form = el("Form", {"onSubmit": True}, el("Column", {}, *fields))
    async with scene(el("ScrollView", {"focusable": False}, form), size=(40, 12)) as made:
        assert all(made.adapter.widget_of(node(made, field.id)) is not None for field in fields)
        await made.pilot.press("tab", "a")
        assert not made.widget(form.id).submit()
        await made.settle()
        # The first that is not acceptable has the focus, and each one says so.
        assert made.app.focused is made.widget(fields[1].id)
        assert made.widget(fields[59].id).has_class("-refused")
