"""What all inputs share: their names, their place in a form, what is wrong with an answer, and whose word counts."""

from __future__ import annotations

import pytest

from host.web.views.lowered import LISTENS
from host.web.views.standing import Standing
from rill.host.web.element import FieldValue
from rill.protocol.web import FORCED, WebOperation


def in_field(*, label: str | None = None, **props: object) -> Standing:
    """A TextInput (3) in a FormField (2) in a Form (1)."""
    named = {"label": label} if label else {}
    return Standing(("Form", {}, ("FormField", {"title": "Name"}, ("TextInput", {**named, **props}))))


def test_an_input_has_names_that_are_the_guests_own() -> None:
    attributes = Standing(("TextInput", {"name": "location"})).element(1).attributes
    assert attributes["id"] == "g0-1-input"
    # Else `document.location` would be the field.
    assert attributes["name"] == "g0-location"


def test_the_title_of_a_field_is_the_label_of_its_first_input_only() -> None:
    scene = Standing(
        ("FormField", {"title": "Span"}, ("TextInput", {}), ("TextInput", {}), ("TextInput", {"label": "To"}))
    )
    title = scene.inner(1, "rill-field-title")
    assert (title.tag, title.attributes["for"]) == ("label", scene.element(2).attributes["id"])
    assert "aria-labelledby" not in scene.element(2).attributes
    assert scene.element(3).attributes["aria-labelledby"] == title.attributes["id"]
    assert "aria-labelledby" not in scene.element(4).attributes


def test_a_field_describes_its_input_by_its_message() -> None:
    scene = in_field()
    message = scene.inner(2, "rill-field-message")
    assert scene.element(3).attributes["aria-describedby"] == message.attributes["id"]


def test_an_error_of_the_guest_marks_the_input_and_goes_with_it() -> None:
    scene = in_field(onChange=LISTENS)
    told = scene.write(2, {"error": "Taken"})
    assert {id for code, id, _ in told if code == WebOperation.MORPH} >= {2, 3}
    assert scene.inner(2, "rill-field-message").children == ("Taken",)
    assert scene.element(3).attributes["aria-invalid"] == "true"
    # Somebody who hears of changes takes it back himself.
    scene.say(3, "input", value="x", version=1)
    assert scene.inner(2, "rill-field-message").children == ("Taken",)
    scene.write(2, {"error": None})
    assert scene.inner(2, "rill-field-message").children == ()
    assert "aria-invalid" not in scene.element(3).attributes


def test_an_error_of_a_guest_that_hears_of_no_change_goes_with_one_and_comes_when_it_is_said_again() -> None:
    scene = in_field()
    scene.write(2, {"error": "Taken"})
    scene.say(3, "input", value="x", version=1)
    assert scene.inner(2, "rill-field-message").children == ()
    assert "aria-invalid" not in scene.element(3).attributes
    scene.write(2, {"error": "Taken"})
    assert scene.inner(2, "rill-field-message").children == ("Taken",)
    scene.say(3, "input", value="xy", version=2)
    assert scene.inner(2, "rill-field-message").children == ()


# -- versions ----------------------------------------------------------------------------------------------------------


def test_a_change_is_told_with_the_version_of_the_browser() -> None:
    scene = Standing(("TextInput", {"value": "", "onChange": LISTENS}))
    assert scene.element(1).field == FieldValue("", 0)
    assert scene.say(1, "input", value="ab", version=2) == [("onChange", {"value": "ab", "version": 2})]
    # What the guest wrote is older than that.
    assert scene.element(1).field == FieldValue("ab", 2)


def test_a_write_that_knew_of_all_changes_is_shown_and_an_older_one_is_not() -> None:
    scene = Standing(("TextInput", {"value": "", "onChange": LISTENS}))
    scene.say(1, "input", value="a", version=1)
    scene.say(1, "input", value="ab", version=2)
    scene.write(1, {"value": "A", "valueVersion": 1})
    assert scene.element(1).field == FieldValue("ab", 2)
    scene.write(1, {"value": "AB", "valueVersion": 2})
    assert scene.element(1).field == FieldValue("AB", 2)


def test_what_is_forced_is_shown_once() -> None:
    scene = Standing(("TextInput", {"value": "", "onChange": LISTENS}))
    scene.say(1, "input", value="a", version=1)
    told = scene.write(1, {"value": "", "valueVersion": "force"})
    assert told[0][2][1]["$v"] == ["", FORCED]
    # A change of something else does not take away what was written meanwhile.
    told = scene.write(1, {"placeholder": "Name"})
    assert "$v" not in told[0][2][1]


def test_a_field_without_a_value_keeps_its_own() -> None:
    scene = Standing(("TextInput", {"defaultValue": "Ada"}))
    assert scene.element(1).field == FieldValue("Ada", 0)
    assert scene.say(1, "input", value="Ada L", version=2) == []
    assert scene.element(1).field == FieldValue("Ada L", 2)


@pytest.mark.parametrize("props", [{"disabled": True}, {"readOnly": True}])
def test_what_nobody_can_change_is_not_changed_by_a_browser_that_says_so(props: dict[str, object]) -> None:
    scene = Standing(("TextInput", {"value": "a", "onChange": LISTENS, **props}))
    assert scene.say(1, "input", value="hacked", version=1) == []
    assert scene.element(1).field == FieldValue("a", 0)


def test_a_field_in_a_disabled_form_is_not_changed() -> None:
    scene = Standing(("Form", {"disabled": True}, ("TextInput", {"onChange": LISTENS})))
    assert "disabled" not in scene.element(2).attributes
    assert scene.inner(1, "fieldset").attributes["disabled"] is True
    assert scene.say(2, "input", value="hacked", version=1) == []


def test_changes_are_told_as_the_listener_wishes_and_without_one_when_the_person_pauses() -> None:
    assert Standing(("TextInput", {})).element(1).attributes["data-on"] == "input:d250"
    quick = Standing(("TextInput", {"onChange": {"debounce_ms": 40.0, "stop": True}, "onFocus": LISTENS}))
    assert quick.element(1).attributes["data-on"] == "input:s,d40 focus"


def test_the_focus_and_keys_are_told() -> None:
    scene = Standing(("TextInput", {"onFocus": LISTENS, "onBlur": LISTENS, "onKeyDown": {"keys": ["Escape"]}}))
    assert scene.element(1).attributes["data-on"] == "input:d250 focus blur keydown:kEscape"
    assert scene.say(1, "focus") == [("onFocus", None)]
    assert scene.say(1, "blur") == [("onBlur", None)]
    [(event, payload)] = scene.say(1, "keydown", key="Escape", mods=1)
    assert (event, payload["key"], payload["shift"]) == ("onKeyDown", "Escape", True)


def test_what_cannot_have_the_focus_is_no_stop_of_the_tab_key() -> None:
    assert Standing(("TextInput", {"focusable": False})).element(1).attributes["tabindex"] == -1
