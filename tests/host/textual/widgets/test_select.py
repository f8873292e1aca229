"""A Select by keyboard and by mouse: opening, finding, choosing, and lists of any length."""

from __future__ import annotations

from typing import Any

import pytest
from screens import type_fast
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Input

from host.textual.scene import Scene, el, scene
from rill.host.textual.widgets.options import OptionLines
from rill.host.tree import Node
from rill.protocol.errors import GuestError
from rill.protocol.operations import Append, Remove

COUNTRIES = [
    {"value": "at", "label": "Austria"},
    {"value": "ch", "label": "Switzerland"},
    {"value": "de", "label": "Germany", "disabled": True},
    {"value": "is", "label": "Iceland"},
    {"value": "ke", "label": "Kenya"},
]


def listen(*events: str) -> dict[str, Any]:
    return dict.fromkeys(events, True)


def select(**props: Any) -> Any:
    return el("Select", {**listen("onChange"), "options": COUNTRIES, **props})


def values(made: Scene) -> list[Any]:
    return [payload["value"] for _, event, payload in made.events() if event == "onChange"]


async def test_enter_opens_arrows_move_and_enter_chooses() -> None:
    field = select(onFocus=True, onBlur=True, placeholder="Where?")
    async with scene(field) as made:
        assert "Where?" in made.text
        await made.pilot.press("tab", "enter", "down", "down", "up")
        await made.settle()
        assert "Kenya" in made.text
        await made.pilot.press("enter")
        await made.settle()
        # To open a list is no matter of focus to anybody.
        assert made.events() == [
            (field.id, "onFocus", None),
            (field.id, "onChange", {"value": "ch", "version": 1}),
        ]
        assert "Switzerland" in made.text
        assert "Kenya" not in made.text


async def test_disabled_options_are_stepped_over_and_not_chosen() -> None:
    field = select(value="ch")
    async with scene(field) as made:
        await made.pilot.press("tab", "space", "down", "enter")
        await made.settle()
        assert values(made) == ["is"]
        await made.pilot.press("enter")
        await made.settle()
        row = next(y for y, line in enumerate(made.lines) if "Germany" in line)
        await made.pilot.click(made.view, offset=(5, row))
        await made.settle()
        assert values(made) == []
        assert made.widget(field.id).panel is not None


async def test_home_end_and_pages_move_in_a_long_list() -> None:
    field = select(options=[{"value": str(number)} for number in range(100)])
    async with scene(field) as made:
        cursors = []
        await made.pilot.press("tab", "enter")
        for key in ("end", "pageup", "home", "pagedown", "up"):
            await made.pilot.press(key)
            cursors.append(made.widget(field.id).panel.cursor)
        assert cursors == [99, 90, 0, 9, 8]


async def test_escape_closes_and_changes_nothing() -> None:
    field = select(value="at")
    async with scene(field) as made:
        await made.pilot.press("tab", "enter", "down", "escape")
        await made.settle()
        assert made.events() == []
        assert "Kenya" not in made.text
        assert made.app.focused is made.widget(field.id)


async def test_focus_that_goes_elsewhere_closes_the_list() -> None:
    field = select()
    async with scene(field, el("Button", {"title": "next"})) as made:
        await made.pilot.press("tab", "enter", "tab")
        await made.settle()
        assert made.widget(field.id).panel is None
        assert made.events() == []


async def test_letters_find_an_option_by_its_words() -> None:
    field = select()
    async with scene(field) as made:
        # The first letter opens the list.
        await made.pilot.press("tab", *"ken", "enter")
        await made.settle()
        assert values(made) == ["ke"]


async def test_letter_that_no_option_begins_with_is_a_key_of_the_application_while_the_list_is_closed() -> None:
    field = select()
    async with scene(field) as made:
        await made.pilot.press("tab", "q")
        assert made.app.pressed == ["q"]
        widget = made.widget(field.id)
        assert [widget.check_consume_key(key, key) for key in ("q", "k", "g")] == [False, True, False]
        await made.pilot.press("k", "q")
        assert made.app.pressed == ["q"]
        assert widget.check_consume_key("q", "q")
        assert not widget.check_consume_key("up", None)


async def test_same_letter_goes_to_the_next_option_that_begins_so() -> None:
    field = select(options=[{"value": word} for word in ("ant", "bee", "bat", "cat", "boa")])
    async with scene(field) as made:
        await made.pilot.press("tab", "b", "b", "b", "enter")
        await made.settle()
        assert values(made) == ["boa"]


async def test_keys_that_come_faster_than_anything_can_be_painted_choose_all_the_same() -> None:
    field, other = select(), el("TextInput", listen("onChange"))
    async with scene(field, other) as made:
        await made.pilot.press("tab")
        type_fast(made.app, "kenya\n")
        await made.pilot.press("tab", "x")
        await made.settle()
        assert made.events() == [
            (field.id, "onChange", {"value": "ke", "version": 1}),
            (other.id, "onChange", {"value": "x", "version": 1}),
        ]


async def test_clearable_one_goes_back_to_nothing_by_list_and_by_key() -> None:
    field = select(clearable=True, defaultValue="at", placeholder="Where?")
    async with scene(field) as made:
        await made.pilot.press("tab", "enter", "home", "enter")
        await made.settle()
        assert values(made) == [""]
        assert "Where?" in made.text
        await made.update(field.id, value="ke", valueVersion=1)
        await made.pilot.press("delete")
        await made.settle()
        assert values(made) == [""]


async def test_one_that_is_not_clearable_keeps_its_choice() -> None:
    field = select(defaultValue="at")
    async with scene(field) as made:
        await made.pilot.press("tab", "delete", "backspace", "enter", "home", "enter")
        await made.settle()
        assert values(made) == []


async def test_mouse_opens_and_chooses() -> None:
    field = select()
    async with scene(field) as made:
        await made.pilot.click(made.widget(field.id))
        await made.settle()
        row = next(y for y, line in enumerate(made.lines) if "Iceland" in line)
        await made.pilot.click(made.view, offset=(5, row))
        await made.settle()
        assert values(made) == ["is"]
        assert "Kenya" not in made.text
        await made.pilot.click(made.widget(field.id))
        await made.settle()
        await made.pilot.click(made.widget(field.id))
        await made.settle()
        assert "Kenya" not in made.text


async def test_list_stands_where_there_is_room_and_never_outside_of_the_screen() -> None:
    fields = [select(label=str(number)) for number in range(7)]
    async with scene(*fields, size=(30, 24)) as made:
        for field in fields:
            widget = made.widget(field.id)
            widget.focus()
            widget.open()
            await made.settle()
            panel: Region = widget.panel.region
            assert panel.height == 7
            assert panel in made.app.screen.region
            assert not panel.overlaps(widget.region)
            widget.close()


async def test_long_words_widen_the_list_and_not_the_screen() -> None:
    field = select(options=[{"value": "a", "label": "word " * 50}, {"value": "b"}])
    async with scene(el("Row", {}, field, el("Button", {"title": "x"})), size=(40, 12)) as made:
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert made.widget(field.id).panel.region in made.app.screen.region


async def test_ten_thousand_options_cost_what_is_in_view(monkeypatch: pytest.MonkeyPatch) -> None:
    field = select(
        options=[{"value": str(number), "label": f"Number {number}"} for number in range(10_000)], value="5000"
    )
    painted: list[int] = []
    paint = OptionLines.render_line

    def count(lines: OptionLines, y: int) -> Strip:
        painted.append(y)
        return paint(lines, y)

    monkeypatch.setattr(OptionLines, "render_line", count)
    async with scene(field) as made:
        before = len(made.app.screen._compositor.visible_widgets)
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert "Number 5000" in made.text
        assert len(painted) < 100
        # The list, its bar to scroll with, and nothing for each option.
        assert len(made.app.screen._compositor.visible_widgets) <= before + 4
        await made.pilot.press("end", "enter")
        await made.settle()
        assert values(made) == ["9999"]


@pytest.mark.parametrize(
    ("props", "shown"),
    [
        ({"value": "elsewhere", "placeholder": "Nothing"}, "Nothing"),
        ({"options": [], "placeholder": "Nothing"}, "Nothing"),
        ({"options": [{"value": "a", "label": "First"}, {"value": "a", "label": "Second"}], "value": "a"}, "First"),
        ({"options": [{"value": "a", "label": "Only", "disabled": True}], "value": "a"}, "Only"),
    ],
)
async def test_lists_that_make_no_sense_are_shown_as_documented(props: dict[str, Any], shown: str) -> None:
    field = select(**props)
    async with scene(field) as made:
        assert shown in made.lines[1]
        await made.pilot.press("tab", "enter", "down", "up", "enter", "x", "escape")
        await made.settle()
        assert [value for value in values(made) if value not in ("at", "a")] == []


async def test_words_of_a_guest_are_never_markup() -> None:
    evil = "[@click=app.quit]x[/] [red]y[/red]\x1b[31m"
    field = select(options=[{"value": "a", "label": evil}], placeholder=evil, clearable=True)
    async with scene(field) as made:
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert made.text.count("[@click=app.quit]x[/] [red]y[/red]␛[31m") == 3


async def test_older_writes_are_ignored() -> None:
    field = select(value="at")
    async with scene(field) as made:
        await made.pilot.press("tab", *"ken", "enter", *"ice", "enter")
        await made.settle()
        assert values(made) == ["ke", "is"]
        await made.update(field.id, value="ke", valueVersion=1)
        assert "Iceland" in made.lines[1]
        await made.update(field.id, value="at", valueVersion=2)
        assert "Austria" in made.lines[1]
        assert made.events() == []


async def test_other_options_show_in_a_list_that_is_open() -> None:
    field = select(value="at")
    async with scene(field) as made:
        await made.pilot.press("tab", "enter")
        await made.settle()
        await made.update(field.id, options=[{"value": "x", "label": "New one"}])
        assert "New one" in made.text
        assert "Kenya" not in made.text


async def test_guest_opens_it_only_where_it_may_have_the_focus() -> None:
    field, own = select(), Input()
    async with scene(field, beside=[own]) as made:
        node = made.session.tree.find(field.id)
        assert isinstance(node, Node)
        own.focus()
        await made.pilot.pause()
        with pytest.raises(GuestError, match="cannot take the focus"):
            made.adapter.call(node, "open", [])
        assert made.widget(field.id).panel is None
        made.app.set_focus(None)
        made.adapter.call(node, "open", [])
        await made.settle()
        assert "Kenya" in made.text
        assert made.app.focused is made.widget(field.id)


async def test_disabled_one_does_not_open() -> None:
    field = select(disabled=True)
    async with scene(field) as made:
        await made.pilot.click(made.widget(field.id))
        await made.settle()
        assert "Kenya" not in made.text
        await made.update(field.id, disabled=False)
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert "Kenya" in made.text
        await made.update(field.id, disabled=True)
        assert "Kenya" not in made.text


async def test_choice_and_open_list_come_back_with_the_node() -> None:
    field = select()
    box = el("View", {}, field)
    async with scene(box) as made:
        await made.pilot.press("tab", *"ken", "enter", "enter")
        await made.settle()
        assert dict(made.adapter.view_state()[field.id]) == {"value": "ke", "open": True, "focus": True}
        await made.apply(Remove(box.id, field.id))
        assert "Kenya" not in made.text
        await made.apply(Append(box.id, field.id))
        await made.settle()
        assert "Kenya" in made.lines[1]
        assert "Austria" in made.text
