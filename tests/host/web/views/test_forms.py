"""Forms: what a person hears at once, what the guest hears, and who decides."""

from __future__ import annotations

from host.web.views.lowered import LISTENS
from host.web.views.standing import Item, Standing
from rill.host.web.element import CHILDREN, Element, FieldValue
from rill.protocol.web import WebOperation

BOTH = {"onSubmit": LISTENS, "onInvalid": LISTENS}


def sign_up(**props: object) -> Standing:
    """A form (1) with a name (3) that is required, in a field (2), and news (4)."""
    return Standing(
        (
            "Form",
            {**BOTH, **props},
            ("FormField", {"title": "Name", "help": "In full"}, ("TextInput", {"name": "name", "required": True})),
            ("Checkbox", {"name": "news"}, "News"),
            ("Button", {"submit": True}, "Sign up"),
        )
    )


def test_a_form_goes_nowhere_by_itself() -> None:
    form = sign_up(style={"gap": 1}).element(1)
    assert (form.tag, form.attributes["method"], form.attributes["data-on"]) == (
        "form",
        "dialog",
        "submit:p rill-invalid",
    )
    # Something to submit it with, so that Enter does.
    assert form.children == (
        Element("button", {"type": "submit", "hidden": True, "tabindex": -1}),
        Element("fieldset", {"class": "rill-form-content"}, CHILDREN),
    )


def test_what_is_in_a_disabled_form_is_disabled_by_the_browser() -> None:
    scene = sign_up(disabled=True)
    assert scene.inner(1, "fieldset").attributes["disabled"] is True
    assert scene.say(1, "submit") == []


def test_a_form_is_submitted_with_what_its_fields_hold() -> None:
    scene = sign_up()
    scene.say(3, "input", value="Ada", version=3)
    scene.say(4, "change", value=True, version=1)
    assert scene.say(1, "submit", entries=[("g0-name", "Mallory")]) == [
        ("onSubmit", {"values": {"name": "Ada", "news": True}})
    ]


async def test_what_is_missing_is_told_in_place_and_gets_the_focus() -> None:
    scene = sign_up()
    assert scene.say(1, "submit") == [("onInvalid", {"fields": ["name"]})]
    assert scene.inner(2, "rill-field-message").children == ("Fill this in",)
    assert "rill-field-wrong" in str(scene.element(2).attributes["class"])
    assert scene.element(3).attributes["aria-invalid"] == "true"
    assert scene.asked() == [(3, "focus", [])]
    # Mended while it is written, it is told no more.
    scene.say(3, "input", value="A", version=1)
    assert scene.inner(2, "rill-field-message").children == ("In full",)
    assert "aria-invalid" not in scene.element(3).attributes
    assert scene.say(1, "submit") == [("onSubmit", {"values": {"name": "A", "news": False}})]


async def test_what_the_browser_refuses_is_for_the_server_to_decide() -> None:
    scene = sign_up()
    assert scene.say(1, "rill-invalid") == [("onInvalid", {"fields": ["name"]})]
    # A field that a browser finds fault with, but nobody can see, does not count.
    scene.write(3, {"hidden": True})
    assert scene.say(1, "rill-invalid") == [("onSubmit", {"values": {"news": False}})]


async def test_without_a_field_the_input_says_by_itself_what_is_wrong() -> None:
    scene = Standing(("Form", BOTH, ("TextInput", {"required": True})))
    scene.say(1, "submit")
    assert scene.element(2).attributes["aria-description"] == "Fill this in"


async def test_only_what_changes_is_sent() -> None:
    scene = sign_up()
    scene.adapter.take()
    scene.say(1, "submit")
    first = scene.adapter.take()
    assert {operation[1] for operation in first if operation[0] == WebOperation.MORPH} == {2, 3}
    scene.say(1, "submit")
    assert [operation[0] for operation in scene.adapter.take() if operation[0] == WebOperation.MORPH] == []


def nested() -> Standing:
    """A form (1) in which another one (2) has a field (3) and a button (4)."""
    inner: Item = ("Form", BOTH, ("TextInput", {"name": "inner"}), ("Button", {"submit": True}, "Go"))
    return Standing(("Form", BOTH, inner))


def test_a_form_in_a_form_is_submitted_by_what_is_in_it() -> None:
    scene = nested()
    # A browser's parser would drop it.
    assert (scene.element(2).tag, scene.element(2).attributes["role"]) == ("div", "form")
    assert scene.element(3).attributes["data-on"] == "input:d250 keypress:p,kEnter"
    scene.say(3, "keypress", key="Enter", value="x", version=1)
    assert scene.heard == [(2, "onSubmit", {"values": {"inner": "x"}})]
    scene.heard.clear()
    # Its button is the outer one's to the browser.
    scene.say(1, "submit", submitter=4)
    assert scene.heard == [(2, "onSubmit", {"values": {"inner": "x"}})]


async def test_submit_is_a_method_that_gives_whether_all_is_well() -> None:
    scene = sign_up()
    assert scene.call(1, "submit") is False
    scene.say(3, "input", value="Ada", version=1)
    assert scene.call(1, "submit") is True


async def test_reset_puts_back_what_the_guest_does_not_hold_itself() -> None:
    scene = Standing(
        (
            "Form",
            BOTH,
            ("TextInput", {"defaultValue": "a", "required": True, "onChange": LISTENS}),
            ("TextInput", {"value": "guest", "onChange": LISTENS}),
        )
    )
    scene.say(2, "input", value="", version=1)
    scene.say(3, "input", value="person", version=1)
    scene.say(1, "submit")
    scene.heard.clear()
    scene.call(1, "reset")
    assert scene.heard == [(2, "onChange", {"value": "a", "version": 2})]
    assert scene.element(2).field == FieldValue("a", 2)
    assert scene.element(3).field == FieldValue("person", 1)
    assert "aria-invalid" not in scene.element(2).attributes


def test_the_title_of_a_group_of_radios_names_the_group() -> None:
    scene = Standing(("FormField", {"title": "Fruit"}, ("RadioGroup", {"options": [{"value": "a"}]})))
    title = scene.inner(1, "rill-field-title")
    assert (title.tag, "for" in title.attributes) == ("span", False)
    assert scene.element(2).attributes["aria-labelledby"] == title.attributes["id"]
