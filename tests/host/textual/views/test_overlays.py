"""Modals, menus, toasts and tooltips: within the guest's part of the screen, by keyboard, by mouse and by batches."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events
from textual.widgets import Input, Static

from rill.host.textual.widgets import overlays as widgets
from rill.protocol.errors import GuestError
from rill.protocol.operations import Delete, Text

from ..scene import Element, Scene, el, scene

HOSTILE = "[@click=app.quit]x[/] \x1b[1m"


def focused_id(made: Scene) -> int | None:
    focused = made.app.focused
    node = made.adapter.node_of(focused) if focused is not None else None
    return node.id if node is not None else None


# -- modals ----------------------------------------------------------------------------------------------------------


def modal(*children: Element, **props: object) -> Element:
    return el("Modal", {"title": "Sure?", "onClose": True, **props}, *(children or (el("Text", {}, "question"),)))


async def test_modal_stands_in_the_middle_of_the_guests_part_and_never_over_the_host() -> None:
    own = Static("the application's own", classes="own")
    lines = [el("Text", {}, f"line {index}") for index in range(60)]
    small, large = modal(), modal(*lines)
    async with scene(el("Text", {}, "ground"), beside=[own]) as made:
        await made.render(small)
        stage = made.adapter.stage.region
        dialog = made.widget(small.id).dialog.region
        assert dialog.x - stage.x == pytest.approx(stage.right - dialog.right, abs=1)
        assert dialog.y - stage.y == pytest.approx(stage.bottom - dialog.bottom, abs=1)
        assert dialog.width == 30
        await made.apply(Delete(small.id))
        await made.render(large)
        assert made.widget(large.id).dialog.region.height == stage.height
        assert made.lines[-1] == "the application's own"
        # It scrolls by keys, though nothing in it can have the focus.
        assert "line 59" not in made.text
        await made.pilot.press("end")
        await made.settle()
        assert "line 59" in made.text


async def test_modal_stands_where_its_placement_says_and_follows_it() -> None:
    asked = el("Modal", {"placement": "bottom"}, el("Text", {}, "words"))
    async with scene(el("Text", {}, "ground")) as made:
        await made.render(asked)
        stage, dialog = made.adapter.stage, made.widget(asked.id).dialog
        assert dialog.region.bottom == stage.region.bottom
        await made.update(asked.id, placement="top")
        assert dialog.region.y == stage.region.y
        assert made.adapter.statistics().removes == 0


async def test_modal_in_something_that_is_hidden_stays_away_until_it_is_seen() -> None:
    inside = el("Modal", {}, el("Text", {}, "words"))
    box = el("View", {"hidden": True}, inside)
    async with scene(el("Text", {}, "ground"), box) as made:
        assert "words" not in made.text
        await made.update(box.id, hidden=False)
        assert "words" in made.text
        await made.update(box.id, style={"display": "none"})
        assert "words" not in made.text


async def test_modal_is_as_wide_as_what_it_holds_or_as_its_style_says() -> None:
    words = el("Text", {}, "short")
    asked = modal(words)
    async with scene(asked) as made:
        dialog = made.widget(asked.id).dialog
        assert dialog.region.width == 30
        node = made.session.tree.find(words.id)
        assert node is not None
        assert node.first_child is not None
        await made.apply(Text(node.first_child.id, "word " * 10))
        assert dialog.region.width == 50 + 4
        await made.apply(Text(node.first_child.id, "word " * 100))
        assert dialog.region.width == 64
        # As high as the words are at that width, and not one line of it has to be scrolled to.
        assert dialog.region.height == 9 + 2
        assert dialog.body.max_scroll_y == 0
        await made.update(asked.id, style={"width": 20, "gap": 1})
        assert dialog.region.width == 20


async def test_tab_stays_in_the_modal_and_the_focus_returns_when_it_goes() -> None:
    ground = el("Button", {"title": "ground"})
    field, yes, no = el("TextInput", {}), el("Button", {"title": "yes"}), el("Button", {"title": "no"})
    asked = modal(field, el("Slot", {"name": "footer"}, yes, no))
    async with scene(el("Column", {}, ground, el("Button", {"title": "other"}))) as made:
        await made.pilot.press("tab")
        assert focused_id(made) == ground.id
        await made.render(asked)
        order = [focused_id(made)]
        for _ in range(3):
            await made.pilot.press("tab")
            order.append(focused_id(made))
        assert order == [field.id, yes.id, no.id, field.id]
        await made.pilot.press("shift+tab")
        assert focused_id(made) == no.id
        await made.apply(Delete(asked.id))
        assert focused_id(made) == ground.id


async def test_modal_asks_by_escape_and_by_a_press_outside_which_presses_nothing() -> None:
    below = el("Button", {"title": "below", "onPress": True})
    asked = modal(el("TextInput", {}))
    async with scene(el("Column", {}, below)) as made:
        await made.render(asked)
        await made.pilot.press("escape")
        await made.pilot.click(offset=(3, 1))
        await made.pilot.click(made.widget(asked.id).dialog, offset=(2, 0))
        assert made.events() == [
            (asked.id, "onClose", {"reason": "escape"}),
            (asked.id, "onClose", {"reason": "outside"}),
        ]
        # The guest decides, and so it is still there.
        assert "Sure?" in made.text
        await made.update(asked.id, dismissible=False)
        await made.pilot.press("escape")
        await made.pilot.click(offset=(3, 1))
        assert made.events() == []
        await made.update(asked.id, open=False)
        assert "Sure?" not in made.text
        await made.pilot.click(offset=(3, 1))
        assert made.events()[0][:2] == (below.id, "onPress")


async def test_everything_behind_a_modal_is_dimmed_and_the_nested_one_is_on_top() -> None:
    ground = el("TextInput", {})
    outer = modal(el("Button", {"title": "outer button"}), title="outer")
    inner = modal(el("Button", {"title": "inner button"}), title="inner")
    async with scene(el("Column", {}, ground)) as made:
        surface = made.view.query_one("Surface")
        await made.render(outer)
        assert surface.opacity < 1
        await made.render(inner)
        first, second = made.widget(outer.id), made.widget(inner.id)
        assert first.opacity < 1
        assert second.opacity == 1
        assert focused_id(made) == inner.id + 1
        # What waits cannot have the focus, not even by its own wish.
        made.app.screen.set_focus(None)
        assert made.app.screen.focus_chain == [made.widget(inner.id + 1)]
        await made.pilot.press("tab")
        await made.update(inner.id, hidden=True)
        assert focused_id(made) == outer.id + 1
        assert first.opacity == 1
        await made.apply(Delete(outer.id))
        assert surface.opacity == 1
        await made.update(inner.id, hidden=False)
        assert focused_id(made) == inner.id + 1


async def test_guest_cannot_take_or_keep_the_focus_by_a_modal() -> None:
    own = Input()
    asked = modal(el("TextInput", {"autoFocus": True}))
    async with scene(el("Column", {}, el("TextInput", {})), beside=[own]) as made:
        own.focus()
        await made.pilot.pause()
        await made.render(asked)
        await made.pilot.press(*"mine")
        assert made.app.focused is own
        assert own.value == "mine"
        await made.pilot.press("shift+tab")
        assert focused_id(made) == asked.id + 1
        await made.pilot.press("tab", "tab")
        assert focused_id(made) == asked.id + 1
        await made.pilot.press("f6")
        assert made.app.focused is own
        await made.pilot.click(made.widget(asked.id + 1))
        await made.pilot.click(own)
        assert made.app.focused is own


async def test_guest_moves_no_focus_behind_its_modal() -> None:
    field, asked = el("TextInput", {}), modal(el("TextInput", {}))
    column = el("Column", {}, field)
    async with scene(column) as made:
        await made.render(asked)
        node = made.session.tree.find(field.id)
        assert node is not None
        with pytest.raises(GuestError, match="a modal stands before it"):
            made.adapter.call(node, "focus", [])
        await made.render(el("TextInput", {"autoFocus": True}), parent=column.id)
        assert focused_id(made) == asked.id + 1
        await made.apply(Delete(asked.id))
        made.adapter.call(node, "focus", [])
        await made.pilot.pause()
        assert focused_id(made) == field.id


async def test_words_in_overlays_are_never_markup() -> None:
    menu = el("Menu", {"title": HOSTILE}, el("MenuItem", {"shortcut": HOSTILE}, HOSTILE))
    tip = el("Tooltip", {"text": HOSTILE}, el("Button", {"title": "tipped"}))
    async with scene(el("Column", {}, menu, tip), size=(100, 40)) as made:
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert made.text.count("[@click=app.quit]x[/] ␛[1m") == 3
        await made.pilot.press("escape", "tab")
        await made.settle()
        assert made.text.count("[@click=app.quit]x[/] ␛[1m") == 2
        await made.render(el("Toast", {"title": HOSTILE, "durationMs": 0}, HOSTILE), modal(title=HOSTILE))
        # The tooltip went with the focus.
        assert made.text.count("[@click=app.quit]x[/] ␛[1m") == 4


# -- menus -----------------------------------------------------------------------------------------------------------


def file_menu(**props: object) -> Element:
    return el(
        "Menu",
        {"title": "File", "onOpen": True, "onClose": True, **props},
        el("MenuItem", {"onPress": True, "shortcut": "ctrl+o"}, "Open"),
        el("MenuItem", {"onPress": True, "checked": True}, "Save all"),
        el("Divider", {}),
        el("MenuItem", {"onPress": True, "disabled": True}, "Print"),
        el("MenuItem", {"onPress": True}, "Share"),
    )


async def test_menu_opens_below_its_button_and_a_choice_closes_it() -> None:
    menu = file_menu()
    async with scene(el("Column", {}, menu, el("Text", {}, "below"))) as made:
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert [line.strip() for line in made.lines[3:10]] == [
            "╭─────────────────╮",
            "│   Open   ctrl+o │",
            "│ ✓ Save all      │",
            "│─────────────────│",
            "│   Print         │",
            "│   Share         │",
            "╰─────────────────╯",
        ]
        await made.pilot.press("down", "down", "enter")
        await made.settle()
        share = menu.children[4]
        assert isinstance(share, Element)
        assert made.events() == [
            (menu.id, "onOpen", None),
            (share.id, "onPress", {"source": "key"}),
            (menu.id, "onClose", {"reason": "choice"}),
        ]
        assert "Share" not in made.text
        assert made.app.focused is made.widget(menu.id).button


async def test_menu_is_opened_and_used_by_pointer_and_a_press_elsewhere_presses_nothing() -> None:
    menu, below = file_menu(), el("Button", {"title": "other", "onPress": True})
    async with scene(el("Row", {}, menu, below)) as made:
        await made.pilot.click(made.widget(menu.id))
        await made.settle()
        await made.pilot.click(made.widget(below.id))
        await made.settle()
        assert made.events() == [(menu.id, "onOpen", None), (menu.id, "onClose", {"reason": "outside"})]
        await made.pilot.click(made.widget(menu.id))
        await made.settle()
        await made.pilot.click(offset=(5, 4))
        await made.settle()
        assert [event for _id, event, _payload in made.events()] == ["onOpen", "onPress", "onClose"]
        await made.pilot.click(made.widget(below.id))
        assert made.events()[0][:2] == (below.id, "onPress")


async def test_letters_go_to_the_items_that_begin_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(widgets, "monotonic", lambda: now)
    menu = file_menu()
    async with scene(menu) as made:
        await made.pilot.press("tab", "enter")
        await made.settle()
        popup = made.widget(menu.id).popup

        async def at(*keys: str) -> str:
            await made.pilot.press(*keys)
            return str(popup.choices[popup.list.highlighted].words.plain)

        assert await at("s") == "Save all"
        assert await at("s") == "Share"
        now += 5
        assert await at("s", "a") == "Save all"
        now += 5
        # What is disabled is passed over.
        assert await at("p") == "Save all"
        assert await at("o") == "Save all"
        now += 5
        assert await at("o") == "Open"


async def test_menu_that_the_guest_controls_only_asks() -> None:
    menu = file_menu(open=False)
    async with scene(menu) as made:
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert made.events() == [(menu.id, "onOpen", None)]
        assert "Share" not in made.text
        await made.update(menu.id, open=True)
        assert "Share" in made.text
        await made.pilot.press("escape")
        await made.settle()
        assert made.events() == [(menu.id, "onClose", {"reason": "escape"})]
        assert "Share" in made.text
        await made.update(menu.id, open=False)
        assert "Share" not in made.text


async def test_menu_stands_above_its_button_where_there_is_no_room_below_and_at_its_anchor() -> None:
    menu = file_menu()
    context = el("Menu", {"open": True, "anchor": {"x": 75, "y": 2}}, el("MenuItem", {}, "Copy"))
    async with scene(el("Column", {}, el("View", {"style": {"height": 18}}), menu)) as made:
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert made.widget(menu.id).popup.list.region.bottom == made.widget(menu.id).region.y
        await made.pilot.press("escape")
        await made.render(context)
        assert made.widget(context.id).size.height == 0
        region = made.widget(context.id).popup.list.region
        assert (region.right, region.y) == (80, 2)
        await made.apply(Delete(context.id))
        assert "Copy" not in made.text


async def test_open_menu_follows_its_items_and_goes_with_what_is_around_it() -> None:
    menu = file_menu()
    box = el("View", {}, menu)
    async with scene(box) as made:
        await made.pilot.press("tab", "enter", "down")
        await made.settle()
        made.count()
        (late,) = await made.render(el("MenuItem", {}, "Late"), parent=menu.id)
        assert "Late" in made.text
        await made.update(late, disabled=True, hidden=True)
        assert "Late" not in made.text
        popup = made.widget(menu.id).popup
        assert popup.choices[popup.list.highlighted].words.plain == "Save all"
        assert made.work() == (0, 0, 0)
        await made.update(box.id, hidden=True)
        assert "Save all" not in made.text
        # Nobody opens it again but a person.
        await made.update(box.id, hidden=False)
        assert "Save all" not in made.text
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert "Save all" in made.text
        await made.apply(Delete(box.id))
        assert made.text == ""
        assert len(made.adapter.stage.children) == 1


async def test_guest_opens_and_closes_a_menu_by_its_methods() -> None:
    menu = file_menu()
    async with scene(menu) as made:
        node = made.session.tree.find(menu.id)
        assert node is not None
        made.adapter.call(node, "open", [])
        await made.settle()
        assert "Share" in made.text
        made.adapter.call(node, "close", [])
        await made.settle()
        assert "Share" not in made.text
        await made.update(menu.id, disabled=True)
        made.adapter.call(node, "open", [])
        await made.settle()
        assert "Share" not in made.text


async def test_menu_has_as_many_items_as_anybody_looks_through_and_no_more() -> None:
    menu = el("Menu", {"open": True, "title": "many"}, *(el("MenuItem", {}, f"item {index}") for index in range(700)))
    async with scene(menu) as made:
        assert len(made.widget(menu.id).popup.choices) == 500
        assert made.widget(menu.id).popup.list.region.height <= 24


# -- toasts ----------------------------------------------------------------------------------------------------------


async def test_toasts_stack_in_the_corner_and_go_by_press_or_when_their_time_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[tuple[float, Any]] = []

    class Started:
        def stop(self) -> None:
            """As a timer's."""

    def set_timer(_self: Any, seconds: float, then: Any) -> Started:
        started.append((seconds, then))
        return Started()

    monkeypatch.setattr(widgets.ToastView, "set_timer", set_timer)
    first = el("Toast", {"title": "One", "severity": "success", "onClose": True}, "message one")
    second = el("Toast", {"severity": "error", "durationMs": 2**40, "onClose": True}, "message two")
    lasting = el("Toast", {"durationMs": 0, "onClose": True}, "message three")
    field = el("TextInput", {})
    async with scene(el("Column", {}, field)) as made:
        await made.pilot.press("tab")
        await made.render(first, second, lasting)
        assert focused_id(made) == field.id
        regions = [made.widget(each.id).region for each in (first, second, lasting)]
        assert [region.right for region in regions] == [80, 80, 80]
        assert regions[0].bottom == 24
        assert regions[1].bottom == regions[0].y
        assert regions[2].bottom == regions[1].y
        assert [seconds for seconds, _then in started] == [5.0, widgets._DURATION_S_MAX]
        started[0][1]()
        await made.settle()
        assert "message one" not in made.text
        assert made.widget(second.id).region.bottom == 24
        # What is over is said once, and a second end is none.
        started[0][1]()
        await made.pilot.click(made.widget(lasting.id))
        await made.settle()
        assert made.events() == [
            (first.id, "onClose", {"reason": "timeout"}),
            (lasting.id, "onClose", {"reason": "press"}),
        ]
        await made.update(second.id, durationMs=1000, title="Two")
        assert started[-1][0] == 1.0
        assert "Two" in made.text
        await made.render(modal())
        # It can be read and pressed over a modal, too.
        await made.pilot.click(made.widget(second.id))
        assert made.events() == [(second.id, "onClose", {"reason": "press"})]


# -- tooltips --------------------------------------------------------------------------------------------------------


async def test_tooltip_is_seen_while_something_inside_has_the_focus() -> None:
    tipped = el("Tooltip", {"text": "what it does"}, el("Button", {"title": "do"}))
    async with scene(el("Column", {}, tipped, el("Button", {"title": "other"}))) as made:
        assert "what it does" not in made.text
        await made.pilot.press("tab")
        await made.settle()
        assert made.lines[3].startswith(" what it does ")
        await made.pilot.press("escape")
        await made.settle()
        assert "what it does" not in made.text
        await made.pilot.press("tab", "shift+tab")
        await made.settle()
        assert "what it does" in made.text
        await made.update(tipped.id, text="something else")
        assert "something else" in made.text
        await made.apply(Delete(tipped.id))
        assert "something else" not in made.text
        assert len(made.adapter.stage.children) == 1


async def test_tooltip_with_elements_is_seen_under_the_pointer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widgets, "_TOOLTIP_DELAY_S", 0.01)
    content = el("Slot", {"name": "content"}, el("Text", {"style": {"bold": True}}, "first"), el("Text", {}, "second"))
    tipped = el("Tooltip", {}, content, el("Button", {"title": "do"}))
    async with scene(el("View", {"style": {"height": 20}}), tipped) as made:
        assert "second" not in made.text
        await made.pilot.hover(made.widget(tipped.id), offset=(4, 1))
        for _ in range(100):
            await made.pilot.pause(0.01)
            if "second" in made.text:
                break
        tip = made.widget(tipped.id)._tip
        # There is no room below, and it is as wide as its words.
        assert tip.region.bottom == made.widget(tipped.id).region.y
        assert tip.region.width == 8
        await made.pilot.hover(offset=(70, 5))
        await made.settle()
        assert "second" not in made.text


# -- keys that went down before --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["Modal", "Menu"])
async def test_a_key_that_went_down_before_does_not_close_it(kind: str) -> None:
    over = modal() if kind == "Modal" else el("Menu", {"open": True, "onClose": True}, el("MenuItem", {}, "New"))
    async with scene(el("Button", {"autoFocus": True}, "go")) as made:
        # The key is on its way up from the button while the guest answers it.
        key = events.Key("escape", None)
        await made.render(over)
        button = made.widget(1)
        made.adapter.observe_key(made.adapter.tree.root, key, button)
        await made.app._check_bindings("escape")
        assert [name for _, name, _ in made.events() if name == "onClose"] == []
        await made.pilot.press("escape")
        await made.settle()
        assert [name for _, name, _ in made.events() if name == "onClose"] == ["onClose"]
