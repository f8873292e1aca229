"""Text fields, check boxes and switches as elements, and what persons do in them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from host.web.views.lowered import LISTENS
from host.web.views.standing import Standing
from rill.host.web.element import CHILDREN, Element, FieldValue
from rill.host.web.lowering import walk


def lower(type: str, **props: Any) -> Element:
    return Standing((type, props)).element(1)


def test_a_field_of_one_line_is_an_input() -> None:
    assert lower("TextInput", label="Name", placeholder="Ada", required=True, maxLength=20, value="x") == Element(
        "input",
        {
            "class": "rill-input",
            "id": "g0-1-input",
            "required": True,
            "placeholder": "Ada",
            "maxlength": 20,
            "type": "text",
            "data-on": "input:d250",
            "aria-label": "Name",
        },
        field=FieldValue("x"),
    )


def test_a_field_of_several_lines_is_a_textarea() -> None:
    area = lower("TextInput", multiline=True, rows=3, value="a\nb", readOnly=True)
    assert (area.tag, area.attributes["rows"], area.field) == ("textarea", 3, FieldValue("a\nb"))
    assert area.attributes["readonly"] is True
    assert lower("TextInput", multiline=True).attributes["rows"] == 4


def test_breaks_of_lines_are_those_that_a_browser_holds() -> None:
    assert lower("TextInput", value="a\r\nb\nc").field == FieldValue("a b c")
    assert lower("TextInput", value="a\r\nb\rc", multiline=True).field == FieldValue("a\nb\nc")


def test_a_secret_is_not_shown() -> None:
    secret = lower("TextInput", secureTextEntry=True, suggestions=["hunter2"])
    assert (secret.tag, secret.attributes["type"]) == ("input", "password")
    # Nor are guesses at it.
    assert not secret.children


@pytest.mark.parametrize(
    ("mode", "good", "bad"),
    [
        ("numeric", ["0", "-12", " +7 "], ["", "1.5", "1e3", "-"]),
        ("decimal", ["0.5", "-,5", "3.", "7"], ["", ".", "1.2.3"]),
    ],
)
def test_a_number_is_asked_of_the_browser_too(mode: str, good: list[str], bad: list[str]) -> None:
    attributes = lower("TextInput", inputMode=mode).attributes
    assert (attributes["type"], attributes["inputmode"], attributes["data-only"]) == ("text", mode, mode)
    pattern = re.compile(str(attributes["pattern"]))
    assert [text for text in (*good, *bad) if pattern.fullmatch(text)] == good


def test_suggestions_are_what_could_be_written() -> None:
    box = lower("TextInput", suggestions=["red", "ultramarine"], maxLength=5, onChange=LISTENS)
    field, offered = box.children
    assert isinstance(field, Element)
    assert isinstance(offered, Element)
    assert (box.tag, box.attributes["data-on"]) == ("div", "input")
    assert field.attributes["list"] == offered.attributes["id"]
    assert [option.attributes["value"] for option in offered.children if isinstance(option, Element)] == ["red"]


def test_enter_in_a_field_of_one_line_is_told_with_what_it_holds() -> None:
    scene = Standing(("TextInput", {"onChange": LISTENS, "onSubmit": LISTENS}))
    assert scene.element(1).attributes["data-on"] == "input keypress:kEnter"
    # Also where the change before it was not told yet.
    assert scene.say(1, "keypress", key="Enter", value="Ada", version=3) == [
        ("onChange", {"value": "Ada", "version": 3}),
        ("onSubmit", {"value": "Ada", "version": 3}),
    ]
    assert scene.say(1, "keypress", key="Enter", value="Ada", version=3) == [
        ("onSubmit", {"value": "Ada", "version": 3})
    ]
    assert scene.say(1, "keypress", key="a", value="Ada", version=3) == []


def test_enter_in_a_field_of_several_lines_is_a_line() -> None:
    scene = Standing(("TextInput", {"multiline": True, "onSubmit": LISTENS}))
    assert scene.element(1).attributes["data-on"] == "input:d250"
    assert scene.say(1, "keypress", key="Enter", value="a", version=1) == []


@pytest.mark.parametrize("value", [None, True, ["a"]])
def test_a_text_that_is_none_changes_nothing(value: Any) -> None:
    scene = Standing(("TextInput", {"value": "a", "onChange": LISTENS}))
    assert scene.say(1, "input", value=value, version=1) == []


async def test_clear_is_told_like_a_change_by_a_person() -> None:
    scene = Standing(("TextInput", {"onChange": LISTENS, "defaultValue": "Ada"}))
    scene.say(1, "input", value="Ada L", version=1)
    scene.heard.clear()
    scene.call(1, "clear")
    assert scene.heard == [(1, "onChange", {"value": "", "version": 2})]
    assert scene.element(1).field == FieldValue("", 2)
    scene.call(1, "clear")
    assert len(scene.heard) == 1


async def test_the_selection_and_the_focus_are_the_browsers() -> None:
    scene = Standing(("TextInput", {}))
    scene.call(1, "select", 2, None)
    scene.call(1, "focus")
    assert [(method, args) for _, method, args in scene.asked()] == [
        ("setSelectionRange", [2, 0x7FFFFFFF]),
        ("focus", []),
    ]


# -- on or off ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("type", "role"), [("Checkbox", None), ("Switch", "switch")])
def test_what_is_on_or_off_is_a_check_box_with_its_words(type: str, role: str | None) -> None:
    label = lower(type, value=True, label="Dark", required=True)
    control, words = label.children
    assert isinstance(control, Element)
    assert (label.tag, control.attributes["type"], control.attributes.get("role")) == ("label", "checkbox", role)
    assert control.field == FieldValue(True)
    # What says what it is says it of what a person uses.
    assert control.attributes["aria-label"] == "Dark"
    assert "aria-label" not in label.attributes
    assert words == Element("span", {"class": "rill-words"}, CHILDREN)


@pytest.mark.parametrize("type", ["Checkbox", "Switch"])
def test_a_tick_is_told(type: str) -> None:
    scene = Standing((type, {"onChange": LISTENS}))
    assert scene.say(1, "change", value=True, version=1) == [("onChange", {"value": True, "version": 1})]
    assert next(part.field for part in walk(scene.element(1)) if part.field) == FieldValue(True, 1)
    assert scene.say(1, "change", value="on", version=2) == []
