"""What a person does to fields of HTML, by keyboard and by mouse, and what the guest hears of it."""

from __future__ import annotations

from typing import Any

import pytest

from host.textual.html_pages import all_events, html, names
from host.textual.scene import Element, el
from rill.host.tree import Node
from rill.protocol.operations import Delete, RefCall, Update


async def test_writing_is_keys_and_input_and_change_comes_with_the_end() -> None:
    field, other = el("input", all_events("input")), el("input")
    async with html(field, other) as made:
        await made.pilot.press("tab", "h", "i")
        await made.settle()
        assert names(made) == [
            "input onFocus",
            "input onFocusIn",
            *["input onKeyDown", "input onInput", "input onKeyUp"] * 2,
        ]
        await made.pilot.press("tab")
        await made.settle()
        assert names(made) == ["input onKeyDown", "input onChange", "input onBlur", "input onFocusOut"]


async def test_keys_say_what_is_written_before_they_have_an_effect() -> None:
    field = el("input", {"onKeyDown": True, "value": "a"})
    async with html(el("div", {}, field)) as made:
        await made.pilot.press("tab", "end", "b", "enter")
        await made.settle()
        said = [(payload["key"], payload["value"], payload["version"]) for _, _, payload in made.events()]
        assert said == [("End", "a", 0), ("b", "a", 0), ("Enter", "ab", 1)]


async def test_an_element_around_hears_once_with_the_field_as_target() -> None:
    field = el("input", {})
    around = el("div", {"onKeyDown": True, "onInput": True}, el("p", {"onKeyDown": True}, field))
    async with html(around) as made:
        await made.pilot.press("tab", "x")
        await made.settle()
        heard = [(event, id == around.children[0].id, payload["target"]) for id, event, payload in made.events()]  # type: ignore[union-attr]
        assert heard == [("onKeyDown", True, field.id), ("onInput", False, field.id)]


async def test_enter_tells_the_key_the_change_the_button_and_the_form() -> None:
    button = el("button", {"onClick": True, "name": "b", "value": "1"}, "Go")
    field = el("input", {"name": "q", "onKeyDown": {"keys": ["Enter"]}, "onChange": True})
    form = el("form", {"onSubmit": True}, field, button)
    async with html(form) as made:
        await made.pilot.press("tab", "x", "enter")
        await made.settle()
        events = [(event, payload.get("entries")) for _, event, payload in made.events() if event != "onKeyDown"]
        assert events == [("onChange", None), ("onClick", None), ("onSubmit", [["q", "x"], ["b", "1"]])]


async def test_what_a_field_asks_for_can_be_read_whenever_it_says_so() -> None:
    field = el("input", {})
    async with html(el("p", {}, field, "|")) as made:
        await made.update(field.id, placeholder="What is it that needs to be done?")
        assert made.lines[0].strip() == "What is it that needs to be done?  |"
        await made.pilot.press("tab", "x", "backspace")
        await made.settle()
        assert made.lines[0].strip() == "What is it that needs to be done?  |"


async def test_an_older_write_of_the_guest_does_not_undo_what_a_person_wrote() -> None:
    field = el("input", {"onInput": True, "value": ""})
    async with html(field) as made:
        await made.pilot.press("tab", "a", "b")
        await made.settle()
        await made.apply(Update(field.id, {"value": "a", "valueVersion": 1}, []))
        assert made.widget(field.id).value == "ab"
        await made.apply(Update(field.id, {"value": "", "valueVersion": 2}, []))
        assert made.widget(field.id).value == ""


async def test_a_tick_is_switched_by_space_by_mouse_and_by_its_label() -> None:
    tick = el("input", all_events("input", type="checkbox"))
    label = el("label", {}, tick, " words of it")
    async with html(label) as made:
        await made.pilot.press("tab")
        await made.settle()
        made.events()
        await made.pilot.click(made.widget(tick.id))
        await made.settle()
        assert [(event, payload["checked"]) for _, event, payload in made.events() if "Mouse" not in event] == [
            ("onClick", True),
            ("onInput", True),
            ("onChange", True),
        ]
        await made.pilot.click(offset=(8, 0))
        await made.settle()
        assert made.widget(tick.id).value is False
        await made.pilot.press("space")
        await made.settle()
        assert made.widget(tick.id).value is True


async def test_of_radio_buttons_one_is_on() -> None:
    first, second = (el("input", {"type": "radio", "name": "r", "onChange": True, "value": value}) for value in "12")
    async with html(el("form", {}, first, second)) as made:
        await made.pilot.click(made.widget(first.id))
        await made.pilot.click(made.widget(second.id))
        await made.pilot.click(made.widget(second.id))
        await made.settle()
        assert [(id, payload["checked"], payload.get("value")) for id, _, payload in made.events()] == [
            (first.id, True, None),
            (second.id, True, None),
        ]
        assert (made.widget(first.id).value, made.widget(second.id).value) == (False, True)


@pytest.mark.parametrize(
    ("kind", "keys", "value"), [("range", ["right", "right"], "52"), ("date", ["up"], "2027-02-03")]
)
async def test_ranges_and_days_by_keys(kind: str, keys: list[str], value: str) -> None:
    given = {"type": kind, "onInput": True, "onChange": True}
    field = el("input", {**given, "value": "2026-02-03"} if kind == "date" else given)
    async with html(field) as made:
        await made.pilot.press("tab", *keys)
        await made.settle()
        events = made.events()
        assert [event for _, event, _ in events] == ["onInput", "onChange"] * len(keys)
        assert events[-1][2]["value"] == value


async def test_a_select_is_opened_and_chosen_from() -> None:
    options = [el("option", {"value": value}, f"words {value}") for value in "abc"]
    field = el("select", {"onInput": True, "onChange": True}, *options)
    async with html(field) as made:
        assert "words a" in made.text
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert "words c" in made.text
        await made.pilot.press("down", "down", "enter")
        await made.settle()
        assert [(event, payload["value"]) for _, event, payload in made.events()] == [
            ("onInput", "c"),
            ("onChange", "c"),
        ]
        # The guest takes options away, and says another choice.
        await made.apply(Update(field.id, {"value": "b", "valueVersion": 1}, []))
        assert "words b" in made.text


async def test_the_text_in_a_textarea_is_what_it_begins_with() -> None:
    field = el("textarea", {"onInput": True}, "one\ntwo")
    async with html(field) as made:
        assert made.widget(field.id).text == "one\ntwo"
        await made.pilot.press("tab", "x")
        await made.settle()
        assert made.events()[-1][2]["value"] == "xone\ntwo"


async def test_a_button_is_pressed_by_keys_and_mouse_and_twice() -> None:
    button = el("button", {"onClick": True, "onDblClick": True, "type": "button"}, el("b", {}, "Go"))
    async with html(button) as made:
        await made.pilot.press("tab", "enter", "space")
        await made.settle()
        assert [payload["source"] for _, _, payload in made.events()] == ["key", "key"]
        await made.pilot.click(made.widget(button.id), times=2)
        await made.settle()
        assert [(event, payload["detail"]) for _, event, payload in made.events()] == [
            ("onClick", 1),
            ("onClick", 2),
            ("onDblClick", 2),
        ]


async def test_a_form_with_something_missing_says_so_and_goes_there() -> None:
    field = el("input", {"required": True, "onInvalid": True, "type": "email"})
    button = el("button", {}, "Go")
    async with html(el("form", {"onSubmit": True}, el("input"), field, button)) as made:
        await made.pilot.click(made.widget(button.id))
        await made.settle()
        assert names(made) == ["input onInvalid"]
        assert made.app.focused is made.widget(field.id)
        assert made.widget(field.id).has_class("-refused")
        await made.pilot.press(*"a@b.c", "enter")
        await made.settle()
        assert not made.widget(field.id).has_class("-refused")
        assert names(made) == ["form onSubmit"]


async def test_a_reset_puts_back_what_the_guest_says() -> None:
    field, tick = el("input", {"value": "a"}), el("input", {"type": "checkbox", "checked": True})
    button = el("button", {"type": "reset"}, "Back")
    async with html(el("form", {"onReset": True}, field, tick, button)) as made:
        await made.pilot.press("tab", "x", "tab", "space")
        await made.pilot.click(made.widget(button.id))
        await made.settle()
        assert (made.widget(field.id).value, made.widget(tick.id).value) == ("a", True)
        assert names(made) == ["form onReset"]


async def test_what_is_off_is_neither_pressed_nor_focused() -> None:
    button = el("button", {"onClick": True, "disabled": True}, "A")
    inner = el("input", {"type": "checkbox", "onChange": True})
    async with html(button, el("fieldset", {"disabled": True}, inner)) as made:
        await made.pilot.press("tab")
        await made.pilot.click(made.widget(button.id))
        await made.pilot.click(made.widget(inner.id))
        await made.settle()
        assert made.events() == []
        assert made.app.focused is None


async def test_methods_of_the_guest() -> None:
    field = el("input", {"value": "abc"})
    tick = el("input", {"type": "checkbox", "onClick": True})
    form = el("form", {"onSubmit": True}, field, tick)
    async with html(form) as made:
        for operation in (
            RefCall(field.id, "focus", [], 1),
            RefCall(field.id, "setSelectionRange", [1, 2], 2),
            RefCall(tick.id, "click", [], 3),
            RefCall(form.id, "requestSubmit", [], 4),
        ):
            node = made.session.tree.find(operation.id)
            assert node is not None
            assert node.schema is not None
            args = node.schema.methods[operation.method].check_args(operation.args, "args", made.session._limits)
            made.adapter.call(node, operation.method, args)
            await made.settle()
        assert made.app.focused is made.widget(field.id)
        assert tuple(made.widget(field.id).selection) == (1, 2)
        assert made.widget(tick.id).value is True
        assert names(made) == ["input onClick", "form onSubmit"]


async def test_types_of_input_show_what_they_take() -> None:
    fields = {
        kind: el("input", {"type": kind, "value": "2026-01-02" if kind == "date" else "7"})
        for kind in ("text", "password", "number", "range", "date", "button", "search", "time", "hidden")
    }
    async with html(*(el("div", {}, field) for field in fields.values())) as made:
        assert made.widget(fields["password"].id).password is True
        assert made.widget(fields["number"].id).restrict is not None
        assert made.widget(fields["hidden"].id).display is False
        assert type(made.widget(fields["date"].id)).__name__ == "HtmlDay"
        # Another type is another widget.
        await made.update(fields["text"].id, type="checkbox")
        assert type(made.widget(fields["text"].id)).__name__ == "HtmlTick"


async def test_completions_come_from_the_datalist() -> None:
    field = el("input", {"list": "d"})
    options = el("datalist", {"id": "d"}, el("option", {"value": "Berlin"}), el("option", {}, "Bern"))
    async with html(options, field) as made:
        await made.pilot.press("tab", "b", "e", "r", "l")
        await made.settle()
        await made.pilot.press("right")
        await made.settle()
        assert made.widget(field.id).value.casefold() == "berlin"


@pytest.mark.parametrize("key", ["enter", "space"])
@pytest.mark.parametrize(
    "pressed",
    [
        el("button", {"onKeyDown": True}, "go"),
        el("input", {"type": "checkbox", "onKeyDown": True}),
        el("a", {"href": "#", "onKeyDown": True}, "go"),
        el("select", {"onKeyDown": True}, el("option", {}, "one")),
        el("details", {}, el("summary", {"onKeyDown": True}, el("div", {}, "more"))),
    ],
    ids=lambda element: element.type,
)
async def test_a_key_acts_on_nothing_that_gets_the_focus_when_the_guest_takes_away_what_had_it(
    pressed: Element, key: str
) -> None:
    trap = el("button", {"onClick": True}, "Delete")
    around = el("div", {}, pressed)
    async with html(around, el("div", {}, trap)) as made:

        def take_away(node: Node, event: str, _payload: Any) -> None:
            if event == "onKeyDown":
                made.session.answer = None
                made.session.apply(Delete(around.id))
                made.widget(trap.id).focus()

        await made.pilot.press("tab")
        made.session.answer = take_away
        await made.pilot.press(key)
        await made.settle()
        assert names(made) == ["? onKeyDown"]
        assert made.widget(trap.id).has_focus
