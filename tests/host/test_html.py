"""What elements of HTML mean: stretches of text, fields and their values, labels, forms, roles and names."""

from __future__ import annotations

from typing import Any

import pytest

from host.recorder.elements import Element, el, operations
from rill.components.html.elements import HTML
from rill.host import Receiver
from rill.host.html import (
    display_of,
    event_payload,
    fault_of,
    field_kind,
    form_entries,
    form_of,
    html_name,
    html_role,
    initial_value,
    is_in_line,
    is_off,
    is_stretch,
    labelled_field,
    listener_of,
    options_of,
    plain_text,
    radio_group,
    range_of,
    value_words,
)
from rill.host.tree import Node, Tree
from rill.protocol.limits import Limits
from rill.protocol.messages import Batch


def tree(*elements: Element | str) -> Tree:
    receiver = Receiver(HTML, Limits())
    receiver.receive_batch(Batch(1, 1, operations(*elements)))
    return receiver.tree


def first(*elements: Element | str) -> Node:
    return tree(*elements).root.children[0]


def named(made: Tree, id: str) -> Node:
    return next(node for node in made.root.walk() if node.props.get("id") == id)


@pytest.mark.parametrize(
    ("element", "stretch"),
    [
        (el("b", "x"), True),
        (el("a", el("i", "x")), True),
        (el("span", el("button", "x")), False),
        (el("label", el("input")), False),
        (el("span", el("div")), False),
        (el("span", style={"display": "block"}), False),
        (el("span", style={"display": "inline"}), True),
        (el("div", "x"), False),
        (el("br"), True),
        (el("img", src="x"), False),
    ],
)
def test_a_stretch_is_text_with_nothing_but_text_in_it(element: Element, stretch: bool) -> None:
    assert is_stretch(first(element)) is stretch


def test_what_stands_in_a_line() -> None:
    found = first(
        el(
            "div",
            el("b"),
            el("button"),
            el("p"),
            el("p", style={"display": " Inline-Block "}),
            el("b", style={"display": "block"}),
        )
    ).children
    assert [is_in_line(node) for node in found] == [True, True, False, True, False]
    assert [display_of(node) for node in found] == ["", "", "", "inline-block", "block"]


def test_events_rise_to_the_first_who_listens_and_some_stay() -> None:
    made = tree(el("div", el("p", el("b", "x", id="b"), onClick=True), onClick=True, onFocus=True, id="d"))
    bold = named(made, "b")
    listener = listener_of(bold, "onClick")
    assert listener is not None
    assert listener.type == "p"
    assert listener_of(bold, "onFocus") is None
    assert listener_of(named(made, "d"), "onFocus") is named(made, "d")
    assert listener_of(bold, "onKeyDown") is None


def test_payloads_say_what_the_field_holds() -> None:
    text, tick, bold = (first(element) for element in (el("input", value="a"), el("input", type="checkbox"), el("b")))
    assert event_payload(text, 2, initial_value) == {"target": 1, "version": 2, "value": "a"}
    assert event_payload(tick, 0, lambda _: True) == {"target": 1, "version": 0, "checked": True}
    assert event_payload(bold, 0, initial_value) == {"target": 1}
    assert [value_words(value) for value in ("x", 2.0, 0.5, True, None)] == ["x", "2", "0.5", "", ""]


@pytest.mark.parametrize(
    ("element", "kind", "value"),
    [
        (el("input"), "text", ""),
        (el("input", type="email", value="a"), "text", "a"),
        (el("input", type="checkbox", checked=True, value="x"), "tick", True),
        (el("input", type="radio"), "radio", False),
        (el("input", type="range"), "range", 50.0),
        (el("input", type="range", min="10", max="20", step="4", value="15"), "range", 14.0),
        (el("input", type="range", min="x", value="1e999"), "range", 50.0),
        (el("input", type="date", value="2026-01-02"), "date", "2026-01-02"),
        (el("input", type="submit"), "button", ""),
        (el("input", type="hidden", value="h"), "hidden", "h"),
        (el("textarea", "a", "b"), "area", "ab"),
        (el("textarea", "a", value="v"), "area", "v"),
        (el("select", el("option", "a"), el("option", "b", selected=True)), "select", "b"),
        (el("select", el("option", "a", disabled=True), el("option", "b", value="2")), "select", "2"),
        (el("select", value="z"), "select", "z"),
        (el("select"), "select", ""),
        (el("button", "x"), "button", ""),
        (el("div"), None, ""),
    ],
)
def test_fields_and_what_they_begin_with(element: Element, kind: str | None, value: Any) -> None:
    node = first(element)
    assert field_kind(node) == kind
    assert initial_value(node) == value


def test_ranges_that_are_no_ranges() -> None:
    assert range_of(first(el("input", type="range", min="5", max="1", step="-1"))) == (5.0, 5.0, 1.0)
    assert range_of(first(el("input", type="range", step="any"))) == (0.0, 100.0, 1.0)


def test_options_with_their_groups() -> None:
    select = first(
        el(
            "select",
            el("option", " one \n more "),
            el("optgroup", el("option", "two", value="2"), label="g", disabled=True),
            el("option", "gone", hidden=True),
            el("option", "x", label="three"),
        )
    )
    assert options_of(select) == [
        {"value": "one more", "label": "one more", "disabled": False},
        {"value": "2", "label": "two", "disabled": True},
        {"value": "three", "label": "three", "disabled": False},
    ]


def test_who_is_off() -> None:
    made = tree(
        el("fieldset", el("input", id="a"), disabled=True),
        el("div", el("p", el("button", id="b")), inert=True),
        el("button", id="c", disabled=True),
        el("button", id="d"),
    )
    assert [is_off(named(made, id)) for id in "abcd"] == [True, True, True, False]


def test_labels_and_their_fields() -> None:
    made = tree(
        el("label", "Name ", el("input", id="a"), id="l1"),
        el("label", "By ", el("b", "id"), **{"for": "b"}, id="l2"),
        el("textarea", "what is written", id="b"),
        el("label", "nobody", **{"for": "p"}, id="l3"),
        el("p", id="p"),
        el("input", id="c", placeholder="asked"),
    )
    assert labelled_field(named(made, "l1")) is named(made, "a")
    assert labelled_field(named(made, "l2")) is named(made, "b")
    assert labelled_field(named(made, "l3")) is None
    assert [html_name(named(made, id)) for id in "abc"] == ["Name", "By id", "asked"]


def test_forms_and_what_they_say() -> None:
    made = tree(
        el(
            "form",
            el("input", name="t", value="x"),
            el("input", name="off", value="y", disabled=True),
            el("input", value="nameless"),
            el("input", name="c", type="checkbox", checked=True),
            el("input", name="n", type="checkbox"),
            el("input", name="r", type="radio", value="1", id="r1"),
            el("input", name="r", type="radio", value="2", checked=True, id="r2"),
            el("input", name="h", type="hidden", value="z"),
            el("input", name="g", type="range"),
            el("select", el("option", "s"), name="s"),
            el("button", "Go", name="b", value="go", id="b"),
            el("button", "Other", name="o", value="other"),
            id="f",
        ),
        el("input", name="outside", value="in", form="f", id="out"),
    )
    form = named(made, "f")
    assert form_entries(form, initial_value, named(made, "b")) == [
        ["t", "x"],
        ["c", "on"],
        ["r", "2"],
        ["h", "z"],
        ["g", "50"],
        ["s", "s"],
        ["b", "go"],
    ]
    assert form_of(named(made, "out")) is form
    assert radio_group(named(made, "r1")) == [named(made, "r2")]


@pytest.mark.parametrize(
    ("element", "value", "words"),
    [
        (el("input", required=True), "", "Fill this in"),
        (el("input", required=True), "x", None),
        (el("input", required=True, disabled=True), "", None),
        (el("input", required=True, readonly=True), "", None),
        (el("input", type="checkbox", required=True), False, "This has to be on"),
        (el("input", type="radio", name="r", required=True), False, "Choose one"),
        (el("select", required=True), "", "Choose one"),
        (el("input", type="number"), "x", "Write a number"),
        (el("input", type="number", min="2"), "1", "Not less than 2"),
        (el("input", type="number", max="2"), "3", "Not more than 2"),
        (el("input", type="number", min="1", max="3"), "2", None),
        (el("input", type="email"), "a@b", None),
        (el("input", type="email"), "a b@c", "Write an address such as name@example.org"),
        (el("input", minlength=3), "ab", "Write at least 3 characters"),
        (el("input", type="date"), "2026-02-30", "Write a day as year-month-day"),
        (el("input", type="date", min="2026-01-05"), "2026-01-01", "Not before 2026-01-05"),
        (el("input", type="date", max="2026-01-05"), "2026-02-01", "Not after 2026-01-05"),
        (el("input", pattern="(a+)+$"), "a" * 40 + "!", None),
        (el("div"), "", None),
    ],
)
def test_what_is_not_acceptable(element: Element, value: Any, words: str | None) -> None:
    assert fault_of(first(element), value, lambda _: value) == words


@pytest.mark.parametrize(
    ("element", "role"),
    [
        (el("a", href="#"), "link"),
        (el("a"), "generic"),
        (el("input"), "textbox"),
        (el("input", type="checkbox"), "checkbox"),
        (el("input", type="search"), "searchbox"),
        (el("input", list="d"), "combobox"),
        (el("select"), "combobox"),
        (el("select", size=4), "listbox"),
        (el("img", src="x", alt=""), "none"),
        (el("img", src="x", alt="cat"), "img"),
        (el("section"), "generic"),
        (el("section", **{"aria-label": "x"}), "region"),
        (el("header"), "banner"),
        (el("h2", "x"), "heading"),
        (el("li"), "listitem"),
        (el("table"), "table"),
        (el("button"), "button"),
    ],
)
def test_roles(element: Element, role: str) -> None:
    assert html_role(first(element)) == role


def test_roles_that_depend_on_what_is_around() -> None:
    made = tree(
        el("article", el("header", id="h")),
        el("table", el("tr", el("th", id="c"), el("th", id="r", scope="row"))),
    )
    assert [html_role(named(made, id)) for id in "hcr"] == ["generic", "columnheader", "rowheader"]


@pytest.mark.parametrize(
    ("element", "name"),
    [
        (el("button", " Go ", el("b", "now")), "Go now"),
        (el("button", "x", **{"aria-label": "Close"}), "Close"),
        (el("input", type="submit"), "Submit"),
        (el("input", type="button", value="Words"), "Words"),
        (el("input", title="tip"), "tip"),
        (el("img", src="x", alt="a cat"), "a cat"),
        (el("fieldset", el("legend", "Group"), "rest"), "Group"),
        (el("table", el("tr"), el("caption", "About")), "About"),
        (el("figure"), ""),
        (el("option", "words", label="label"), "label"),
        (el("p", "a", el("br"), "b", el("img", src="x", alt=" pic"), el("span", "gone", hidden=True)), "a b pic"),
    ],
)
def test_names(element: Element, name: str) -> None:
    assert html_name(first(element)) == name


def test_plain_text_leaves_out_what_a_person_writes_or_chooses_from() -> None:
    label = first(el("label", "Name", el("textarea", "written"), el("select", el("option", "choice"))))
    assert plain_text(label) == "Name"
