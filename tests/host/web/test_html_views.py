"""What the elements of the html preset become in a browser: themselves, with what makes them harmless and alive."""

from __future__ import annotations

from typing import Any

import pytest

from host.recorder.elements import Element as Asked
from host.recorder.elements import el
from host.test_html import named, tree
from rill.components.html.elements import HTML, HTML_ELEMENTS
from rill.components.html.events import STAYING_EVENTS
from rill.host.tree import Node, Tree
from rill.host.web.allowed import TAGS
from rill.host.web.element import CHILDREN, Element, FieldValue
from rill.host.web.html_events import EVENTS, METHODS
from rill.host.web.html_views import EVENT_TYPES, HTML_VIEWS
from rill.host.web.lowering import LoweringPage, PersonStates, lower_node
from rill.host.web.page_context import PageContext
from rill.host.web.view import on
from rill.protocol.web import FORCED


def page_of(made: Tree | None = None) -> LoweringPage:
    addresses = {"logo.png": "/asset/1"}
    return LoweringPage(PageContext(addresses.get, 0), PersonStates(), made)


def lower(node: Node, page: LoweringPage | None = None) -> Element:
    return lower_node(node, HTML_VIEWS[node.type], page or page_of())


def first(asked: Asked) -> Element:
    """What the first of some elements becomes."""
    made = tree(asked)
    return lower(made.root.children[0], page_of(made))


def attributes(asked: Asked) -> dict[str, Any]:
    return first(asked).attributes


def test_every_element_has_a_view_and_becomes_itself() -> None:
    assert set(HTML_VIEWS) == set(HTML_ELEMENTS)
    assert set(HTML_ELEMENTS) <= TAGS
    for tag in HTML_ELEMENTS:
        assert first(el(tag)).tag == tag


def test_every_event_of_the_preset_is_asked_for_and_heard() -> None:
    events = {name for schema in HTML.values() for name in schema.events}
    assert events == {*EVENT_TYPES, "onCancel"}
    assert set(EVENT_TYPES.values()) < set(EVENTS)
    for tag, schema in HTML.items():
        marks = dict.fromkeys(schema.events, True)
        wanted = str(attributes(el(tag, **marks))["data-on"]).split()
        assert {entry.partition(":")[0] for entry in wanted} >= {
            EVENT_TYPES[name] for name in marks if name != "onCancel"
        }
    # Events that stay where they are do not bubble in browsers, so none of those comes from further inside.
    assert {EVENT_TYPES[name] for name in STAYING_EVENTS if name != "onCancel"} == {
        "blur", "error", "focus", "invalid", "load", "pointerenter", "pointerleave", "toggle",
    }  # fmt: skip


def test_every_method_of_the_preset_is_carried_out() -> None:
    assert {name for schema in HTML.values() for name in schema.methods} == set(METHODS)


def test_an_element_without_anything_has_no_attributes() -> None:
    assert first(el("div", "text")) == Element("div")


def test_classes_and_style_are_classes() -> None:
    made = tree(el("p", **{"class": "note big"}, style={"color": "red", "margin-top": "1em"}))
    page = page_of(made)
    words = str(lower(made.root.children[0], page).attributes["class"]).split()
    assert words[:2] == ["g-note", "g-big"]
    assert page.needs.rules[words[2]].text == f".{words[2]}{{color:red;margin-top:1em}}"


def test_a_listener_is_asked_for_with_its_policy() -> None:
    policy = {"prevent": True, "keys": ["Enter", ","], "debounce_ms": 20}
    assert attributes(el("div", onClick=True, onKeyDown=policy)) == {"data-on": "click keydown:p,d20,kEnter,k%2C,b"}


# -- links


def test_a_link_outside_opens_a_tab_of_its_own() -> None:
    asked = el("a", "x", href="https://x.example/?a=1", target="top", rel="opener", download="x")
    assert attributes(asked) == {"href": "https://x.example/?a=1", "target": "_blank", "rel": "noopener noreferrer"}
    assert attributes(el("a", href="mailto:a@x.example")) == {"href": "mailto:a@x.example"}


@pytest.mark.parametrize("href", ["/logout", "page.html", "?x=1", "//x.example", "https:x.example", "", "http:///x"])
def test_an_address_of_the_guests_own_leads_nowhere(href: str) -> None:
    assert attributes(el("a", href=href)) == {"href": "#", "data-on": "click:p"}


def test_a_link_within_the_page_leads_to_the_guests_own_names() -> None:
    assert attributes(el("a", href="#/active", onClick=True)) == {"href": "#g0-/active", "data-on": "click:p"}
    assert attributes(el("a", href="#x", onClick={"stop": True}))["data-on"] == "click:p,s"


def test_what_is_pressed_is_a_link_and_what_is_not_is_text() -> None:
    assert attributes(el("a", "x")) == {}
    made = tree(el("a", "x", onClick=True))
    page = page_of(made)
    assert lower(made.root.children[0], page).attributes == {"href": "#", "data-on": "click:p"}
    # Rows with such links are the same on all pages, so that they are lowered once.
    assert not page.is_own


# -- fields


def test_a_field_says_what_it_holds_and_how_new_that_is() -> None:
    assert first(el("input", value="a", valueVersion=3, name="x")) == Element(
        "input", {"name": "g0-x", "data-on": "change"}, field=FieldValue("a", 0)
    )
    assert first(el("input", type="checkbox", value="yes", checked=True, onClick=True)) == Element(
        "input",
        {"type": "checkbox", "value": "yes", "data-on": "click change"},
        field=FieldValue(True, 0),
    )
    assert first(el("input", type="radio")).field == FieldValue(False, 0)
    assert first(el("input", type="range", max="10")).field == FieldValue("5", 0)
    assert first(el("input", value="a", valueVersion="force")).field == FieldValue("a", FORCED)


def test_what_a_person_did_is_shown_and_not_what_the_guest_wrote_before() -> None:
    made = tree(el("input", value="a"), el("input", type="checkbox", checked=True))
    text, tick = made.root.children
    page = page_of(made)
    page.states.fields = {text.id: {"value": "ab"}, tick.id: {"checked": False}}
    made.raise_version(text, 4)
    assert lower(text, page).field == FieldValue("ab", 4)
    assert lower(tick, page).field == FieldValue(False, 0)


def test_a_button_has_words_and_no_value_that_changes() -> None:
    assert first(el("input", type="submit", value="Go", onClick=True)) == Element(
        "input", {"type": "submit", "value": "Go", "data-on": "click"}
    )
    assert first(el("button", "x", name="n", value="v")) == Element("button", {"name": "g0-n", "value": "v"})
    assert first(el("input", type="hidden", value="v")) == Element("input", {"type": "hidden", "value": "v"})


def test_a_field_for_passwords_gets_none_that_was_saved() -> None:
    assert attributes(el("input", type="password"))["autocomplete"] == "new-password"
    assert attributes(el("select", autocomplete="cc-type"))["autocomplete"] == "off"


def test_a_pattern_that_holds_up_nobody_is_checked_by_the_browser() -> None:
    assert attributes(el("input", pattern="[0-9]+"))["pattern"] == "[0-9]+"
    assert "pattern" not in attributes(el("input", pattern="(a+)+"))


def test_a_text_area_begins_with_the_text_in_it() -> None:
    view = HTML_VIEWS["textarea"]
    assert view.contextual
    assert not view.children
    assert first(el("textarea", "a\n", "b")).field == FieldValue("a\nb", 0)
    assert first(el("textarea", "a", value="")).field == FieldValue("", 0)


def test_a_select_shows_its_value_or_what_its_options_say() -> None:
    made = tree(
        el("select", el("optgroup", el("option", value="a", id="a")), el("option", " b ", id="b"), value="b"),
        el("select", el("option", "c", id="c", selected=True), el("option", "d", id="d")),
        el("datalist", el("option", value="e", id="e")),
    )
    page = page_of(made)
    assert lower(made.root.children[0], page).field == FieldValue("b", 0)
    assert lower(made.root.children[1], page).field is None
    chosen = [id for id in "abcde" if "selected" in lower(named(made, id), page).attributes]
    assert chosen == ["b", "c"]


def test_a_form_goes_nowhere() -> None:
    asked = el("form", action="https://x.example", method="post", onSubmit=True, onReset=True)
    assert attributes(asked) == {"method": "dialog", "data-on": "submit reset"}
    assert attributes(el("form", novalidate=True)) == {"novalidate": True, "method": "dialog", "data-on": "reset"}


# -- what opens and closes


def test_whether_details_are_open_is_a_value_that_persons_change() -> None:
    assert first(el("details", open=True)) == Element("details", {"data-on": "toggle"}, field=FieldValue(True, FORCED))
    made = tree(el("details", open=True, onToggle=True))
    page = page_of(made)
    page.states.fields = {made.root.children[0].id: {"open": False}}
    assert lower(made.root.children[0], page).field == FieldValue(False, FORCED)


@pytest.mark.parametrize("modal", [True, False])
def test_a_dialog_is_shown_by_its_module(modal: bool) -> None:
    dialog = first(el("dialog", "words", open=True, modal=modal, onCancel=True))
    assert dialog.attributes == {"open": True, "data-own": "open"}
    module, place = dialog.children
    named = {"data-modal": True} if modal else {}
    assert module == Element(
        "rill-dialog",
        {"hidden": True, "data-open": True, **named, "data-dismissible": True, "data-on": "rill-close"},
    )
    assert place == Element("div", {"class": "rill-contents"}, CHILDREN)
    closed = first(el("dialog"))
    assert closed.attributes == {"data-own": "open"}
    assert closed.children[0] == Element(
        "rill-dialog", {"hidden": True, "data-dismissible": True, "data-on": "rill-close"}
    )


# -- pictures


def test_a_picture_comes_from_where_the_host_allows() -> None:
    assert attributes(el("img", src="logo.png", alt="Logo", width=10)) == {
        "src": "/asset/1",
        "alt": "Logo",
        "width": 10,
    }
    assert attributes(el("img")) == {"alt": ""}


@pytest.mark.parametrize(("src", "why"), [("none.png", "missing"), ("https://x.example/a.png", "refused")])
def test_a_picture_that_is_not_to_be_had_fails_without_asking_anybody(src: str, why: str) -> None:
    assert attributes(el("img", src=src, onError=True)) == {
        "src": "",
        "alt": "",
        "data-part": why,
        "data-on": "error",
    }


def test_marks_are_the_same_as_in_the_catalogue() -> None:
    made = tree(el("div", onClick={"throttle_ms": 5}))
    node = made.root.children[0]
    assert lower(node).attributes["data-on"] == on(node, click="onClick")
