"""Forms on the screen: submitting and resetting, and being taken to what is not acceptable."""

from __future__ import annotations

from typing import Any

from textual.widgets import Input

from host.textual.scene import Element, Scene, el, scene
from rill.host.textual.widgets.forms import FormBox
from rill.host.tree import Node
from rill.protocol.operations import Update

OPTIONS = [{"value": "a", "label": "First"}, {"value": "b", "label": "Second"}]


def form(*children: Element, **props: Any) -> Element:
    return el("Form", {"onSubmit": True, "onInvalid": True, **props}, *children)


def field(title: str, input: Element, **props: Any) -> Element:
    return el("FormField", {"title": title, **props}, input)


def text(name: str, **props: Any) -> Element:
    return el("TextInput", {"name": name, **props})


def call(made: Scene, element: Element, method: str) -> Any:
    node = made.session.tree.find(element.id)
    assert isinstance(node, Node)
    return made.adapter.call(node, method, [])


async def test_enter_in_a_line_submits_after_its_own_event() -> None:
    name = text("name", onSubmit=True, onChange=True)
    whole = form(name)
    async with scene(whole) as made:
        await made.pilot.press("tab", "x", "enter")
        await made.settle()
        assert made.events() == [
            (name.id, "onChange", {"value": "x", "version": 1}),
            (name.id, "onSubmit", {"value": "x", "version": 1}),
            (whole.id, "onSubmit", {"values": {"name": "x"}}),
        ]


async def test_enter_in_a_field_of_several_lines_is_a_line() -> None:
    whole = form(text("about", multiline=True))
    async with scene(whole) as made:
        await made.pilot.press("tab", "x", "enter")
        await made.settle()
        assert made.events() == []


async def test_enter_in_a_day_submits_and_half_a_day_is_refused_in_place() -> None:
    whole = form(field("Born", el("DateInput", {"name": "born"})))
    async with scene(whole) as made:
        await made.pilot.press("tab", *"202502", "enter")
        await made.settle()
        assert made.events() == [(whole.id, "onInvalid", {"fields": ["born"]})]
        assert "Write a day as year-month-day" in made.text
        await made.pilot.press(*"28")
        await made.settle()
        assert "Write a day" not in made.text
        await made.pilot.press("enter")
        await made.settle()
        assert made.events() == [(whole.id, "onSubmit", {"values": {"born": "2025-02-28"}})]


async def test_button_that_submits_is_pressed_first_and_others_do_not_submit() -> None:
    go = el("Button", {"title": "Go", "submit": True, "onPress": True})
    other = el("Button", {"title": "Other", "onPress": True})
    whole = form(text("name"), other, el("Row", {}, go))
    async with scene(whole) as made:
        await made.pilot.press("tab", "tab", "enter", "tab", "space")
        await made.pilot.click(made.widget(go.id))
        await made.settle()
        assert [(id, event) for id, event, _ in made.events()] == [
            (other.id, "onPress"),
            (go.id, "onPress"),
            (whole.id, "onSubmit"),
            (go.id, "onPress"),
            (whole.id, "onSubmit"),
        ]


async def test_button_outside_of_a_form_submits_nothing() -> None:
    go = el("Button", {"title": "Go", "submit": True, "onPress": True})
    async with scene(go) as made:
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert [event for _, event, _ in made.events()] == ["onPress"]


async def test_values_are_those_on_the_screen() -> None:
    whole = form(
        text("text"),
        el("Checkbox", {"name": "tick"}, "Tick"),
        el("Switch", {"name": "switch", "defaultValue": True}),
        el("Select", {"name": "select", "options": OPTIONS}),
        el("RadioGroup", {"name": "radio", "options": OPTIONS, "horizontal": True}),
        el("Slider", {"name": "slider", "max": 1, "step": 0.1}),
        el("DateInput", {"name": "day"}),
        compact=True,
    )
    async with scene(whole) as made:
        keys = ["tab", "x", "tab", "space", "tab", "space", "tab", *"sec", "enter", "tab", "down", "space"]
        keys += ["tab", *["right"] * 3, "tab", *"20250101", "enter"]
        await made.pilot.press(*keys)
        await made.settle()
        ((_, _, payload),) = made.events()
        assert payload["values"] == {
            "text": "x",
            "tick": True,
            "switch": False,
            "select": "b",
            "radio": "b",
            "slider": 0.3,
            "day": "2025-01-01",
        }


async def test_refusal_takes_the_person_to_the_first_input_and_says_why_in_each_field() -> None:
    name, age = text("name", required=True), text("age", inputMode="numeric", required=True)
    whole = form(
        field("Name", name, help="As others see it"),
        field("Age", age),
        field("Country", el("Select", {"name": "country", "options": OPTIONS, "required": True})),
        el("Button", {"title": "Go", "submit": True}),
    )
    async with scene(whole) as made:
        await made.pilot.press(*["tab"] * 4, "enter")
        await made.settle()
        assert made.events() == [(whole.id, "onInvalid", {"fields": ["name", "age", "country"]})]
        assert made.app.focused is made.widget(name.id)
        assert made.text.count("Fill this in") == 2
        assert "Choose one" in made.text
        assert "As others see it" not in made.text
        # What is mended is no longer said, while it is being written.
        await made.pilot.press("x")
        await made.settle()
        assert made.text.count("Fill this in") == 1
        assert "As others see it" in made.text
        # Another mistake takes the place of the first.
        await made.pilot.press("tab", "-")
        await made.settle()
        assert "Fill this in" not in made.text
        assert "Write a whole number" in made.text
        await made.pilot.press("4", "tab", *"fir", "enter")
        await made.settle()
        assert "Write a whole number" not in made.text
        assert "Choose one" not in made.text
        assert call(made, whole, "submit") is True
        assert made.events() == [(whole.id, "onSubmit", {"values": {"name": "x", "age": "-4", "country": "a"}})]


async def test_guest_mends_an_answer_too() -> None:
    name = text("name", required=True, value="")
    whole = form(field("Name", name))
    async with scene(whole) as made:
        assert call(made, whole, "submit") is False
        await made.settle()
        assert "Fill this in" in made.text
        await made.update(name.id, value="filled")
        assert "Fill this in" not in made.text


async def test_error_of_a_guest_that_hears_of_changes_refuses_until_it_is_taken_back() -> None:
    name = text("name", onChange=True)
    around = field("Name", name, error="Too short")
    whole = form(around)
    async with scene(whole) as made:
        await made.pilot.press("tab", "x")
        await made.settle()
        assert "Too short" in made.text
        made.events()
        assert call(made, whole, "submit") is False
        assert made.events() == [(whole.id, "onInvalid", {"fields": ["name"]})]
        await made.apply(Update(around.id, {}, ["error"]))
        assert "Too short" not in made.text
        assert not made.widget(name.id).has_class("-refused")
        assert call(made, whole, "submit") is True


async def test_error_of_a_guest_that_hears_of_submissions_only_goes_with_the_next_change() -> None:
    name = text("name")
    around = field("Name", name)
    whole = form(around)
    async with scene(whole) as made:

        def judge(_node: Node, event: str, payload: Any) -> None:
            if event == "onSubmit" and payload["values"]["name"] == "root":
                made.session.update(around.id, error="Taken")

        made.session.answer = judge
        await made.pilot.press("tab", *"root", "enter")
        await made.settle()
        assert "Taken" in made.text
        await made.pilot.press("2")
        await made.settle()
        assert "Taken" not in made.text
        made.events()
        await made.pilot.press("enter")
        await made.settle()
        assert made.events() == [(whole.id, "onSubmit", {"values": {"name": "root2"}})]


async def test_reset_puts_back_what_the_guest_does_not_hold_and_forgets_mistakes() -> None:
    own, tick = text("own", defaultValue="first", onChange=True), el("Checkbox", {"name": "tick"}, "Tick")
    held, empty = text("held", value="the guest's"), text("empty", required=True)
    whole = form(own, tick, held, field("Empty", empty))
    async with scene(whole) as made:
        await made.pilot.press("tab", "x", "tab", "space", "tab", "y")
        call(made, whole, "submit")
        await made.settle()
        assert "Fill this in" in made.text
        made.events()
        call(made, whole, "reset")
        await made.settle()
        assert made.events() == [(own.id, "onChange", {"value": "first", "version": 2})]
        values = [made.widget(element.id).value for element in (own, tick, held, empty)]
        assert values == ["first", False, "ythe guest's", ""] or values == ["first", False, "the guest'sy", ""]
        assert "Fill this in" not in made.text


async def test_disabled_form_disables_everything_in_it_and_is_not_submitted() -> None:
    name, go = text("name"), el("Button", {"title": "Go", "submit": True, "onPress": True})
    whole = form(name, go, disabled=True)
    async with scene(whole) as made:
        await made.pilot.press("tab", "x")
        await made.pilot.click(made.widget(go.id))
        assert call(made, whole, "submit") is False
        await made.settle()
        assert made.events() == []
        await made.update(whole.id, disabled=False)
        await made.pilot.press("tab", "x", "enter")
        await made.settle()
        assert made.events() == [(whole.id, "onSubmit", {"values": {"name": "x"}})]


async def test_form_inside_a_form_is_its_own() -> None:
    inner_name, outer_name = text("inner"), text("outer", required=True)
    inner = form(inner_name)
    outer = form(outer_name, inner)
    async with scene(outer) as made:
        made.widget(inner_name.id).focus()
        await made.pilot.press("enter")
        await made.settle()
        assert made.events() == [(inner.id, "onSubmit", {"values": {"inner": ""}})]


async def test_refusal_leaves_the_focus_where_the_person_put_it_outside_of_the_guest() -> None:
    own = Input()
    whole = form(text("name", required=True))
    async with scene(whole, beside=[own]) as made:
        own.focus()
        await made.pilot.pause()
        assert call(made, whole, "submit") is False
        await made.settle()
        assert made.app.focused is own


async def test_input_that_cannot_have_the_focus_is_passed_over() -> None:
    first, second = text("first", required=True, focusable=False), text("second", required=True)
    whole = form(first, second)
    async with scene(whole) as made:
        call(made, whole, "submit")
        await made.settle()
        assert made.app.focused is made.widget(second.id)


async def test_form_that_is_nowhere_says_no() -> None:
    assert FormBox().submit() is False
    FormBox().reset()


async def test_keys_inside_are_offered_to_the_form() -> None:
    whole = form(text("name"), onKeyDown={"keys": ["Escape"]})
    async with scene(whole) as made:
        await made.pilot.press("tab", "escape")
        await made.settle()
        assert (whole.id, "Escape") in [
            (id, payload["key"]) for id, event, payload in made.events() if event == "onKeyDown"
        ]
