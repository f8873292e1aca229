"""What a person does to the catalogue's components, by keyboard and by mouse, and what the guest hears of it."""

from __future__ import annotations

import random
from typing import Any, Final

import pytest
from screens import type_fast
from textual.app import ComposeResult
from textual.events import Paste
from textual.widgets import Input

from host.textual.scene import SceneApp, el, scene
from rill.host.textual.icons import icon_of
from rill.host.tree import Node
from rill.protocol.errors import GuestError
from rill.protocol.operations import Text, Update


def listen(*events: str) -> dict[str, Any]:
    return dict.fromkeys(events, True)


# -- pressing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("component", ["Button", "Pressable", "TouchableOpacity"])
async def test_enter_space_and_mouse_press(component: str) -> None:
    button = el(component, listen("onPress"), el("Text", {}, "Go"))
    async with scene(button) as made:
        await made.pilot.press("tab", "enter", "space")
        await made.settle()
        assert [payload["source"] for _, _, payload in made.events()] == ["key", "key"]
        await made.pilot.click(made.widget(button.id), shift=True)
        await made.settle()
        ((id, event, payload),) = made.events()
        assert (id, event, payload["source"], payload["shift"]) == (button.id, "onPress", "pointer", True)


async def test_a_button_is_as_wide_as_its_words_when_they_change() -> None:
    words, beside = el("Text", {}, "Go"), el("Text", {}, "|")
    button = el("Button", {"compact": True}, words)
    async with scene(el("Row", {}, button, beside)) as made:
        assert made.lines[0] == " Go |"
        await made.apply(Text(made.session.tree.find(words.id).first_child.id, "Go away"))  # type: ignore[union-attr]
        assert made.lines[0] == " Go away |"
        await made.update(button.id, icon="check")
        assert made.lines[0] == f" {icon_of('check')} Go away |"


async def test_every_press_of_a_fast_person_counts() -> None:
    button = el("Button", {**listen("onPress"), "title": "Go"})
    async with scene(button) as made:
        await made.pilot.press("tab", *["enter"] * 20)
        await made.settle()
        assert len(made.events()) == 20


@pytest.mark.parametrize("component", ["Button", "Pressable"])
async def test_disabled_is_neither_pressed_nor_focused(component: str) -> None:
    button = el(component, {**listen("onPress"), "disabled": True}, el("Text", {}, "Go"))
    async with scene(button) as made:
        await made.pilot.click(made.widget(button.id))
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert made.events() == []
        assert made.app.focused is None
        await made.update(button.id, disabled=False)
        await made.pilot.click(made.widget(button.id))
        await made.settle()
        assert "onPress" in [event for _, event, _ in made.events()]


async def test_what_is_not_focusable_is_skipped_by_tab_and_still_pressed_by_mouse() -> None:
    button = el("Button", {**listen("onPress"), "focusable": False, "title": "Go"})
    other = el("Button", {"title": "Other"})
    async with scene(button, other) as made:
        await made.pilot.press("tab")
        assert made.app.focused is made.widget(other.id)
        await made.pilot.click(made.widget(button.id))
        await made.settle()
        assert len(made.events()) == 1


async def test_of_two_pressables_the_inner_one_gets_the_press() -> None:
    inner = el("Pressable", listen("onPress"), el("Text", {}, "inner"))
    outer = el("Pressable", listen("onPress"), el("Text", {}, "outer"), inner)
    async with scene(outer) as made:
        await made.pilot.click(made.widget(inner.id))
        await made.settle()
        assert [id for id, _, _ in made.events()] == [inner.id]
        await made.pilot.click(made.widget(outer.id), offset=(1, 0))
        await made.settle()
        assert [id for id, _, _ in made.events()] == [outer.id]


async def test_press_in_and_out_frame_a_press() -> None:
    box = el("Pressable", listen("onPress", "onPressIn", "onPressOut", "onHoverIn", "onHoverOut"), el("Text", {}, "x"))
    async with scene(el("Text", {}, "elsewhere"), box) as made:
        await made.pilot.hover(made.widget(box.id))
        await made.pilot.click(made.widget(box.id))
        await made.settle()
        assert [event for _, event, _ in made.events()] == ["onHoverIn", "onPressIn", "onPressOut", "onPress"]
        await made.pilot.hover(made.view, offset=(3, 0))
        await made.settle()
        assert [event for _, event, _ in made.events()] == ["onHoverOut"]


async def test_long_press_takes_the_place_of_a_press() -> None:
    props = {**listen("onPress", "onLongPress", "onPressIn", "onPressOut"), "delayLongPress": 10}
    box = el("Pressable", props, el("Text", {}, "hold"))
    async with scene(box) as made:
        await made.pilot.mouse_down(made.widget(box.id))
        while len(made.session.events) < 2:
            await made.pilot.pause(0.01)
        await made.pilot.mouse_up(made.widget(box.id))
        await made.settle()
        assert [event for _, event, _ in made.events()] == ["onPressIn", "onLongPress", "onPressOut"]


# -- focus and keys --------------------------------------------------------------------------------------------------


async def test_tab_goes_through_guest_and_app_in_their_order_on_the_screen() -> None:
    first, second = el("Button", {"title": "1"}), el("TextInput", {})
    async with scene(el("Row", {}, first), second) as made:
        seen = []
        for _ in range(3):
            await made.pilot.press("tab")
            seen.append(made.app.focused)
        assert seen == [made.widget(first.id), made.widget(second.id), made.widget(first.id)]


async def test_focus_and_blur_are_told() -> None:
    first = el("TextInput", listen("onFocus", "onBlur"))
    second = el("Button", {**listen("onFocus", "onBlur"), "title": "x"})
    async with scene(first, second) as made:
        await made.pilot.press("tab", "tab")
        await made.settle()
        assert made.events() == [
            (first.id, "onFocus", None),
            (first.id, "onBlur", None),
            (second.id, "onFocus", None),
        ]


async def test_auto_focus_takes_the_focus_when_it_first_appears() -> None:
    other, field = el("TextInput", {}), el("TextInput", {"autoFocus": True})
    async with scene(other, field) as made:
        assert made.app.focused is made.widget(field.id)
        made.widget(other.id).focus()
        await made.update(field.id, placeholder="still there")
        assert made.app.focused is made.widget(other.id)


async def test_guest_cannot_take_the_focus_from_the_apps_own_widgets() -> None:
    # A person writes a password into a field of the app; the rest of it must not end up in the guest.
    field = el("TextInput", {"onChange": True})
    async with scene(field, app_class=WithPassword) as made:
        password = made.app.query_one("#password", Input)
        password.focus()
        await made.pilot.press(*"sec")
        node = made.session.tree.find(field.id)
        assert node is not None
        with pytest.raises(GuestError, match="cannot take the focus"):
            made.adapter.call(node, "focus", [])
        made.session.render(el("TextInput", {"autoFocus": True, "onChange": True}))
        await made.settle()
        await made.pilot.press(*"ret")
        assert password.value == "secret"
        assert made.events() == []
        # Its own focus it may move, and one that nobody has.
        made.widget(field.id).focus()
        await made.pilot.pause()
        (other,) = await made.render(el("TextInput", {"autoFocus": True}))
        assert made.app.focused is made.widget(other)
        made.app.set_focus(None)
        made.adapter.call(node, "focus", [])
        await made.pilot.pause()
        assert made.app.focused is made.widget(field.id)


class WithPassword(SceneApp):
    """An app with a field of its own."""

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield Input(password=True, id="password")


async def test_keys_are_told_from_the_inside_out_under_their_dom_names() -> None:
    field = el("TextInput", listen("onKeyDown"))
    box = el("View", listen("onKeyDown"), field)
    async with scene(box) as made:
        await made.pilot.press("tab", "a", "A", "space", "enter", "up", "ctrl+f", "f2", "escape")
        await made.settle()
        events = [(id, payload["key"]) for id, _, payload in made.events()]
        # What the field writes is nobody's business but its own.
        keys = {"a": 1, "A": 1, " ": 1, "Enter": 2, "ArrowUp": 2, "f": 2, "F2": 2, "Escape": 2}
        assert events == [(id, key) for key, told in keys.items() for id in (field.id, box.id)[:told]]


async def test_policy_prevents_what_a_key_would_do_and_stops_it() -> None:
    mark = {"prevent": True, "stop": True, "keys": ["Enter", "q"]}
    button = el("Button", {"onKeyDown": mark, **listen("onPress"), "title": "x"})
    box = el("View", listen("onKeyDown"), button)
    async with scene(box) as made:
        await made.pilot.press("tab", "enter", "q", "space", "ctrl+t")
        await made.settle()
        told = [(id, event) for id, event, _ in made.events()]
        assert (button.id, "onKeyDown") in told
        # Enter pressed nothing and neither Enter nor q reached the box or the app; space and ctrl+t did.
        assert told.count((button.id, "onPress")) == 1
        assert told.count((box.id, "onKeyDown")) == 2
        assert made.app.pressed == ["ctrl+t"]


async def test_keys_that_a_person_writes_are_not_taken_by_the_app_and_its_bindings_still_work() -> None:
    field = el("TextInput", {})
    async with scene(field) as made:
        await made.pilot.press("q")
        assert made.app.pressed == ["q"]
        await made.pilot.press("tab", "q", "ctrl+t")
        assert made.widget(field.id).value == "q"
        assert made.app.pressed == ["q", "ctrl+t"]


async def test_messages_of_a_guests_controls_do_not_reach_the_app() -> None:
    async with scene(el("Button", {"title": "x"}), el("TextInput", {})) as made:
        await made.pilot.press("tab", "enter", "tab", "x", "enter")
        await made.settle()
        assert made.app.foreign == []


# -- inputs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("multiline", [False, True])
async def test_change_is_told_with_value_and_version(multiline: bool) -> None:
    field = el("TextInput", {**listen("onChange"), "multiline": multiline})
    async with scene(field) as made:
        await made.pilot.press("tab", "a", "b", "backspace")
        await made.settle()
        assert [payload for _, _, payload in made.events()] == [
            {"value": "a", "version": 1},
            {"value": "ab", "version": 2},
            {"value": "a", "version": 3},
        ]


@pytest.mark.parametrize("multiline", [False, True])
async def test_value_that_the_guest_sets_is_shown_and_not_told_back(multiline: bool) -> None:
    field = el("TextInput", {**listen("onChange"), "value": "first", "multiline": multiline})
    async with scene(field) as made:
        await made.update(field.id, value="second")
        await made.update(field.id, value="")
        await made.update(field.id, value="third")
        assert "third" in made.text
        assert made.events() == []


async def test_older_write_is_ignored_and_a_forced_one_is_not() -> None:
    field = el("TextInput", {**listen("onChange"), "value": ""})
    async with scene(field) as made:
        await made.pilot.press("tab", "a", "b", "c")
        await made.update(field.id, value="A", valueVersion=1)
        assert made.widget(field.id).value == "abc"
        await made.update(field.id, value="ABC", valueVersion=3)
        assert made.widget(field.id).value == "ABC"
        await made.pilot.press("d")
        await made.update(field.id, value="", valueVersion="force")
        assert made.widget(field.id).value == ""


async def test_guest_that_does_not_listen_keeps_the_last_word() -> None:
    field = el("TextInput", {"value": ""})
    async with scene(field) as made:
        await made.pilot.press("tab", "a")
        await made.update(field.id, value="mine")
        assert made.widget(field.id).value == "mine"


@pytest.mark.parametrize("multiline", [False, True])
async def test_fast_typing_is_never_overwritten_by_answers_late_and_out_of_step(multiline: bool) -> None:
    # The guest answers every change with what it was told, in upper case, some turns later and several answers at once.
    field = el("TextInput", {**listen("onChange"), "value": "", "multiline": multiline})
    chance = random.Random(3)
    typed = "".join(chance.choice("abcdefgh ij") for _ in range(200))
    async with scene(field) as made:
        late: list[dict[str, Any]] = []

        def answer(_node: Node, _event: str, payload: dict[str, Any]) -> None:
            late.append(payload)
            if chance.random() < 0.4:
                for said in late[: chance.randrange(1, 5)]:
                    made.session.update(field.id, value=said["value"].upper(), valueVersion=said["version"])
                    late.remove(said)

        made.session.answer = answer
        await made.pilot.press("tab")
        type_fast(made.app, typed)
        while len(made.session.events) < len(typed):
            await made.pilot.pause()
        await made.settle()
        widget = made.widget(field.id)
        text = widget.text if multiline else widget.value
        assert text.upper() == typed.upper()
        assert len(made.events()) == 200
        if multiline:
            assert widget.cursor_location == (0, 200)
        else:
            assert widget.cursor_position == 200


async def test_caret_in_the_middle_stays_there_when_the_guest_rewrites_the_text() -> None:
    field = el("TextInput", {**listen("onChange"), "value": "hello"})
    async with scene(field) as made:

        def answer(_node: Node, _event: str, payload: dict[str, Any]) -> None:
            made.session.update(field.id, value=payload["value"].upper(), valueVersion=payload["version"])

        made.session.answer = answer
        await made.pilot.press("tab", "home", "right", "right", "x", "y")
        await made.settle()
        assert made.widget(field.id).value == "HEXYLLO"
        assert made.widget(field.id).cursor_position == 4


async def test_submit_carries_the_text_and_its_version() -> None:
    field = el("TextInput", listen("onSubmit", "onChange"))
    async with scene(field) as made:
        await made.pilot.press("tab", "o", "k", "enter")
        await made.settle()
        assert made.events()[-1] == (field.id, "onSubmit", {"value": "ok", "version": 2})


async def test_clear_counts_as_a_change_by_the_person() -> None:
    for multiline in (False, True):
        field = el("TextInput", {**listen("onChange"), "defaultValue": "text", "multiline": multiline})
        async with scene(field) as made:
            node = made.session.tree.find(field.id)
            assert node is not None
            made.adapter.call(node, "clear", [])
            await made.settle()
            assert made.events() == [(field.id, "onChange", {"value": "", "version": 1})]


async def test_field_of_several_lines_takes_enter_and_undo() -> None:
    field = el("TextInput", {**listen("onChange"), "multiline": True, "rows": 3})
    async with scene(field) as made:
        await made.pilot.press("tab", "a", "enter", "b", "ctrl+z")
        await made.settle()
        values = [payload["value"] for _, _, payload in made.events()]
        assert values[:3] == ["a", "a\n", "a\nb"]
        assert values[-1] == made.widget(field.id).text != "a\nb"
        assert made.widget(field.id).outer_size.height == 5


@pytest.mark.parametrize("multiline", [False, True])
async def test_limits_of_a_field_hold(multiline: bool) -> None:
    short = el("TextInput", {"maxLength": 3, "multiline": multiline})
    fixed = el("TextInput", {"readOnly": True, "defaultValue": "fixed", "multiline": multiline})
    async with scene(short, fixed) as made:
        await made.pilot.press("tab", *"abcdef", "tab", "x", "backspace")
        await made.settle()
        widgets = [made.widget(short.id), made.widget(fixed.id)]
        assert [widget.text if multiline else widget.value for widget in widgets] == ["abc", "fixed"]


async def test_numbers_and_secrets() -> None:
    number = el("TextInput", {"inputMode": "decimal"})
    secret = el("TextInput", {"secureTextEntry": True})
    async with scene(number, secret) as made:
        await made.pilot.press("tab", *"-1x2.5y", "tab", *"hunter")
        await made.settle()
        assert made.widget(number.id).value == "-12.5"
        assert "hunter" not in made.text
        assert "••••••" in made.text


@pytest.mark.parametrize("component", ["Checkbox", "Switch"])
async def test_switching_is_told_and_older_writes_are_ignored(component: str) -> None:
    toggle = el(component, {**listen("onChange"), "value": False})
    async with scene(toggle) as made:
        await made.pilot.press("tab", "space")
        await made.pilot.click(made.widget(toggle.id))
        await made.settle()
        assert [payload for _, _, payload in made.events()] == [
            {"value": True, "version": 1},
            {"value": False, "version": 2},
        ]
        await made.update(toggle.id, value=True, valueVersion=1)
        assert made.widget(toggle.id).value is False
        await made.update(toggle.id, value=True, valueVersion=2)
        assert made.widget(toggle.id).value is True
        assert made.events() == []


async def test_words_of_a_checkbox_tick_it() -> None:
    box = el("Checkbox", listen("onChange"), "Agree ", el("Text", {"style": {"bold": True}}, "fully"))
    async with scene(box) as made:
        assert "Agree fully" in made.text
        await made.pilot.click(made.widget(box.id), offset=(12, 1))
        await made.settle()
        assert made.events() == [(box.id, "onChange", {"value": True, "version": 1})]


# -- boxes -----------------------------------------------------------------------------------------------------------


async def test_layout_is_told_when_a_box_gets_a_size() -> None:
    box = el("View", {**listen("onLayout"), "style": {"padding": 1}}, el("Text", {}, "x"))
    async with scene(box) as made:
        assert made.events() == [(box.id, "onLayout", {"width": 80, "height": 24})]
        await made.pilot.resize_terminal(60, 20)
        await made.settle()
        assert made.events()[-1][2] == {"width": 60, "height": 20}


async def test_scrolling_is_told_and_methods_scroll() -> None:
    scroll = el(
        "ScrollView",
        {**listen("onScroll"), "style": {"height": 10}},
        *(el("Text", {}, f"line {index}") for index in range(100)),
    )
    async with scene(el("Column", {}, scroll)) as made:
        node = made.session.tree.find(scroll.id)
        assert node is not None
        made.adapter.call(node, "scrollTo", [{"x": None, "y": 30, "animated": False}])
        await made.settle()
        assert made.events()[-1][2] == {
            "x": 0,
            "y": 30,
            "viewWidth": 78,
            "viewHeight": 10,
            "contentWidth": 78,
            "contentHeight": 100,
        }
        made.adapter.call(node, "scrollToEnd", [{"animated": False}])
        await made.settle()
        assert made.lines[9].startswith("line 99")
        await made.pilot.press("tab", "home")
        await made.settle()
        assert made.lines[0].startswith("line 0")


async def test_progress_shows_its_share() -> None:
    bar = el("ProgressBar", {"progress": 1, "total": 4, "showPercentage": True})
    async with scene(bar) as made:
        assert "25%" in made.text
        await made.update(bar.id, progress=9)
        assert "100%" in made.text


async def test_activity_moves_only_while_it_says_so() -> None:
    sign = el("ActivityIndicator", {})
    async with scene(el("Row", {}, sign, el("Text", {}, "loading"))) as made:
        assert made.lines[0] == "…loading"
        await made.update(sign.id, animating=False)
        assert made.lines[0] == " loading"


# -- completions, what a field lets in, words of a switch, icons -------------------------------------------------------


async def test_completion_is_offered_while_something_is_written_and_right_accepts_it() -> None:
    field = el("TextInput", {**listen("onChange"), "suggestions": ["Ada Lovelace", "Grace Hopper", "\x1b[31mevil"]})
    async with scene(field) as made:
        await made.pilot.press("tab", "g")
        await made.settle()
        assert "grace Hopper" in made.text
        await made.pilot.press("right")
        await made.settle()
        assert [payload["value"] for _, _, payload in made.events()] == ["g", "Grace Hopper"]
        await made.pilot.press("ctrl+u")
        type_fast(made.app, "␛")
        await made.settle()
        await made.pilot.press("right")
        await made.settle()
        assert made.widget(field.id).value == "␛[31mevil"


@pytest.mark.parametrize(
    "props", [{"maxLength": 5}, {"inputMode": "numeric"}, {"readOnly": True}, {"secureTextEntry": True}]
)
async def test_completion_that_could_not_be_written_is_not_offered(props: dict[str, Any]) -> None:
    field = el("TextInput", {"suggestions": ["1 and more"], "defaultValue": "1", **props})
    async with scene(field) as made:
        await made.pilot.press("tab", "end", "x", "backspace", "right")
        await made.settle()
        assert made.widget(field.id).value in ("1", "")
        assert "and more" not in made.text


async def test_thousand_completions_are_asked_in_the_background() -> None:
    field = el("TextInput", {"suggestions": [f"word {number}" for number in range(1_000)]})
    async with scene(field) as made:
        await made.pilot.press("tab", *"word 999")
        await made.settle()
        assert made.widget(field.id).value == "word 999"


@pytest.mark.parametrize("multiline", [False, True])
async def test_length_is_counted_in_characters_and_too_much_is_shortened(multiline: bool) -> None:
    field = el("TextInput", {**listen("onChange"), "maxLength": 4, "multiline": multiline})
    async with scene(field) as made:
        await made.pilot.press("tab")
        made.app.post_message(Paste("日本🚀語の"))
        await made.settle()
        assert [payload["value"] for _, _, payload in made.events()] == ["日本🚀語"]
        await made.pilot.press("x", "backspace", "y")
        await made.settle()
        assert [payload["value"] for _, _, payload in made.events()] == ["日本🚀", "日本🚀y"]


@pytest.mark.parametrize("multiline", [False, True])
async def test_field_of_no_characters_takes_none_and_gives_those_of_the_guest_away(multiline: bool) -> None:
    field = el("TextInput", {"maxLength": 0, "defaultValue": "abc", "multiline": multiline})
    async with scene(field) as made:
        await made.pilot.press("tab", "end", "ctrl+e", "x", "backspace", "y")
        await made.settle()
        widget = made.widget(field.id)
        assert (widget.text if multiline else widget.value) == "ab"


async def test_number_field_lets_what_a_guest_wrote_be_taken_away() -> None:
    field = el("TextInput", {"inputMode": "numeric", "defaultValue": "12 pieces"})
    async with scene(field) as made:
        await made.pilot.press("tab", "end", *["backspace"] * 7, "x", "3")
        await made.settle()
        assert made.widget(field.id).value == "123"


async def test_paste_of_several_lines_becomes_one() -> None:
    field, number = el("TextInput", {}), el("TextInput", {"inputMode": "decimal"})
    async with scene(field, number) as made:
        await made.pilot.press("tab")
        made.app.post_message(Paste("one\r\ntwo\nthree"))
        await made.settle()
        assert made.widget(field.id).value == "one two three"
        await made.pilot.press("tab")
        made.app.post_message(Paste(" 3.5\n"))
        await made.settle()
        assert made.widget(number.id).value == "3.5"


async def test_typed_letters_of_any_script_arrive_one_by_one() -> None:
    field = el("TextInput", listen("onChange"))
    async with scene(field) as made:
        await made.pilot.press("tab")
        typed = "日本語 éé한글🚀"
        type_fast(made.app, typed)
        await made.settle()
        assert made.widget(field.id).value == typed
        assert len(made.events()) == len(typed)


async def test_undo_and_redo_in_several_lines_are_changes_by_the_person() -> None:
    field = el("TextInput", {**listen("onChange"), "multiline": True})
    async with scene(field) as made:
        await made.pilot.press("tab", "a")
        made.app.post_message(Paste("b\nc"))
        await made.settle()
        await made.pilot.press("ctrl+z", "ctrl+y")
        await made.settle()
        values = [payload["value"] for _, _, payload in made.events()]
        assert values == ["a", "ab\nc", "a", "ab\nc"]


async def test_words_beside_a_switch_switch_it() -> None:
    switch = el("Switch", listen("onChange"), "Dark ", el("Text", {"style": {"bold": True}}, "mode"))
    async with scene(switch) as made:
        assert "Dark mode" in made.text
        await made.pilot.click(made.widget(switch.id), offset=(12, 1))
        await made.settle()
        assert made.events() == [(switch.id, "onChange", {"value": True, "version": 1})]


async def test_button_shows_its_icon_before_its_words() -> None:
    both, alone = el("Button", {"title": "Save", "icon": "save"}), el("Button", {"icon": "close"})
    async with scene(both, alone) as made:
        sign = icon_of("save")
        assert f"{sign} Save" in made.text
        assert icon_of("close") in made.text
        await made.apply(Update(both.id, {"title": "Keep"}, ["icon"]))
        assert sign not in made.text
        assert "Keep" in made.text


# -- compact -----------------------------------------------------------------------------------------------------------

COMPACT: Final[dict[str, dict[str, Any]]] = {
    "Button": {"title": "x"},
    "TextInput": {},
    "Checkbox": {},
    "Switch": {},
    "Select": {"options": [{"value": "a"}]},
    "RadioGroup": {"options": [{"value": "a"}]},
    "Slider": {},
    "DateInput": {},
}


@pytest.mark.parametrize("component", COMPACT)
async def test_compact_control_is_one_line_high_focused_or_not(component: str) -> None:
    marks = {"compact": True} if component == "Button" else {"compact": True, "invalid": True}
    control = el(component, {**COMPACT[component], **marks})
    async with scene(control, el("Text", {}, "below")) as made:
        assert made.lines[1] == "below"
        await made.pilot.press("tab")
        await made.settle()
        assert made.lines[1] == "below"
        await made.update(control.id, compact=False)
        assert made.lines[3] == "below"


@pytest.mark.parametrize("component", COMPACT)
async def test_form_and_field_make_what_is_in_them_compact(component: str) -> None:
    control = el(component, COMPACT[component])
    form = el("Form", {"compact": True}, el("FormField", {"title": "Title"}, control))
    async with scene(form) as made:
        widget = made.widget(control.id)
        assert widget.outer_size.height == 1
        await made.update(form.id, compact=False)
        assert widget.outer_size.height == 3
        await made.update(form.id, compact=True)
        assert widget.outer_size.height == 1


async def test_button_of_a_menu_is_compact_beside_others() -> None:
    menu = el("Menu", {"title": "More"}, el("MenuItem", {}, "Archive"))
    form = el("Form", {"compact": True}, menu)
    alone = el("Menu", {"title": "Alone", "compact": True}, el("MenuItem", {}, "Archive"))
    async with scene(form, alone) as made:
        heights = [made.widget(element.id).outer_size.height for element in (menu, alone)]
        await made.update(form.id, compact=False)
        assert [*heights, made.widget(menu.id).outer_size.height] == [1, 1, 3]


async def test_compact_field_of_several_lines_has_its_rows() -> None:
    field = el("TextInput", {"multiline": True, "rows": 2, "compact": True})
    async with scene(field) as made:
        assert made.widget(field.id).outer_size.height == 2


# -- no key is lost ----------------------------------------------------------------------------------------------------

# Controls, the names of their value, and keys that a person may press in any order.
TYPED: Final[dict[str, tuple[str, dict[str, Any], list[str]]]] = {
    "text": ("TextInput", {}, [*"abc é", "backspace", "left", "right", "home", "delete"]),
    "area": ("TextInput", {"multiline": True}, [*"abc é", "enter", "backspace", "left", "up", "home", "delete"]),
    "number": ("TextInput", {"inputMode": "decimal"}, [*"12.-x", "backspace", "left", "home"]),
    "secret": ("TextInput", {"secureTextEntry": True, "maxLength": 7}, [*"abc", "backspace", "left"]),
    "tick": ("Checkbox", {}, ["space", "enter", "x"]),
    "switch": ("Switch", {}, ["space", "enter", "x"]),
    "radio": ("RadioGroup", {"options": [{"value": value} for value in "abcde"]}, ["up", "down", "space", "end"]),
    "select": (
        "Select",
        {"options": [{"value": value} for value in ("ant", "bee", "cat")], "clearable": True},
        ["up", "down", "space", "enter", "b", "c", "escape", "delete"],
    ),
    "slider": ("Slider", {"max": 5, "step": 0.5}, ["left", "right", "pageup", "home", "end"]),
    "day": ("DateInput", {}, [*"20251", "backspace", "left", "up", "down", "space", "enter", "pageup", "escape"]),
}


@pytest.mark.parametrize("kind", TYPED)
async def test_slow_guest_makes_no_control_lose_a_key(kind: str) -> None:
    # Goal: a controlled input ends as one that the guest leaves alone. How: the same keys in both, at once; the guest
    # says late and in any order what it was told, as a slow one does, and last of all what is true.
    component, props, names = TYPED[kind]
    chance = random.Random(kind)
    keys = [chance.choice(names) for _ in range(120)]
    own = el(component, {**props, **listen("onChange")})
    async with scene(own) as alone:
        await alone.pilot.press("tab")
        for key in keys:
            alone.app.simulate_key(key)
        await alone.settle()
        expected = [payload["value"] for _, _, payload in alone.events()]
        end = alone.widget(own.id).value_left()
    start = {"Checkbox": False, "Switch": False, "Slider": 0}.get(component, "")
    held = el(component, {**props, **listen("onChange"), "value": start})
    async with scene(held) as made:
        late: list[dict[str, Any]] = []

        def answer(_node: Node, event: str, payload: dict[str, Any]) -> None:
            if event == "onChange":
                late.append(payload)
            if late and chance.random() < 0.4:
                said = late.pop(chance.randrange(len(late)))
                made.session.update(held.id, value=said["value"], valueVersion=said["version"])

        made.session.answer = answer
        await made.pilot.press("tab")
        for key in keys:
            made.app.simulate_key(key)
        await made.settle()
        for said in late:
            made.session.update(held.id, value=said["value"], valueVersion=said["version"])
        await made.settle()
        told = [payload["value"] for _, event, payload in made.events() if event == "onChange"]
        assert told == expected
        assert len(set(map(str, told))) > 1
        assert made.widget(held.id).value_left() == end
