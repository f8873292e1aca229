"""What a form is made of, judged and collected from trees as a guest makes them."""

from __future__ import annotations

from typing import Any

import pytest

from rill.host.forms import (
    answer_of,
    answers_to_reset,
    field_around,
    form_around,
    inputs_of,
    is_disabled,
    judge,
    name_from_field,
    read_form,
)
from rill.host.tree import Node, Tree
from rill.protocol.operations import Append, Clones, Create, Operation, Slot, SlotKind, Template
from rill.protocol.values import Value

from .trees import Given

OPTIONS = [{"value": "a"}, {"value": "b", "label": "Bee"}, {"value": "a", "label": "again"}]

Element = tuple[Any, ...]


def tree(*elements: Element) -> Tree:
    """A tree of ``(type, props, *children)``. Ids go up in document order, from 1."""
    operations: list[Operation] = []

    def make(element: Element, parent: int) -> None:
        type, props, *children = element
        id = sum(isinstance(operation, Create) for operation in operations) + 1
        operations.append(Create(id, type, props))
        operations.append(Append(parent, id))
        for child in children:
            make(child, id)

    for element in elements:
        make(element, 0)
    return Given(*operations).tree


def form(*children: Element, **props: Any) -> Node:
    node = tree(("Form", props, *children)).find(1)
    assert node is not None
    return node


def shown(node: Node) -> Value:
    """What an input shows that nobody has touched."""
    value = node.get("value")
    return node.get("defaultValue") if value is None else value


def text(name: str, value: str = "", **props: Any) -> Element:
    return ("TextInput", {"name": name, "defaultValue": value, **props})


def faults(node: Node) -> list[tuple[Value, str]]:
    return [(refusal.input.get("name"), refusal.fault) for refusal in read_form(node, shown).refusals]


# -- collecting


def test_every_kind_of_input_gives_its_kind_of_value() -> None:
    given = form(
        text("text", "words"),
        ("Checkbox", {"name": "tick", "defaultValue": True}),
        ("Switch", {"name": "switch"}),
        ("RadioGroup", {"name": "radio", "options": OPTIONS, "value": "b"}),
        ("Select", {"name": "select", "options": OPTIONS}),
        ("Slider", {"name": "slider", "defaultValue": 7}),
        ("DateInput", {"name": "day", "value": "2025-02-03"}),
    )
    answers = read_form(given, shown)
    assert answers.event == (
        "onSubmit",
        {
            "values": {
                "text": "words",
                "tick": True,
                "switch": False,
                "radio": "b",
                "select": "",
                "slider": 7.0,
                "day": "2025-02-03",
            }
        },
    )
    assert isinstance(answers.values["slider"], float)


def test_what_cannot_be_answered_is_left_out() -> None:
    given = form(
        text("seen", "1"),
        text("hidden", "2", hidden=True, required=True),
        text("disabled", "3", disabled=True),
        ("View", {"hidden": True}, text("in hidden", "4")),
        ("Pressable", {"disabled": True}, text("in disabled", "5")),
        ("Form", {}, text("in another form", "6", required=True)),
        ("Collapsible", {"title": "More", "disabled": True}, text("in collapsible", "7")),
        text("", "8"),
        ("TextInput", {"defaultValue": "9"}),
    )
    assert read_form(given, shown).values == {"seen": "1", "in collapsible": "7"}


def test_disabled_form_has_no_inputs() -> None:
    assert list(inputs_of(form(text("a"), disabled=True))) == []


def test_last_of_several_inputs_with_one_name_counts() -> None:
    assert read_form(form(text("a", "1"), text("a", "2")), shown).values == {"a": "2"}


def test_names_that_cannot_cross_are_left_out_and_still_judged() -> None:
    given = form(text("__proto__", "1"), text("constructor", required=True), text("a b.c", "3"))
    assert read_form(given, shown).values == {"a b.c": "3"}
    assert faults(given) == [("constructor", "required")]


def test_values_are_those_that_the_adapter_shows() -> None:
    given = form(text("a", "old"), ("Slider", {"name": "b", "max": 1, "step": 0.1}))
    values: dict[str, Value] = {"TextInput": "new", "Slider": 0.30000000000000004}
    assert read_form(given, lambda node: values[node.type]).values == {"a": "new", "b": 0.3}


@pytest.mark.parametrize(
    ("type", "props", "value", "answer"),
    [
        ("Select", {"options": OPTIONS}, "elsewhere", ""),
        ("RadioGroup", {"options": []}, "a", ""),
        ("RadioGroup", {"options": OPTIONS}, "a", "a"),
        ("Slider", {"min": 10, "max": 1}, 5, 10.0),
        ("Slider", {"step": 1000}, 50, 0.0),
        ("Slider", {}, None, 0.0),
        ("DateInput", {}, "2025-02-30", ""),
        ("DateInput", {}, "2025-2", ""),
        ("Checkbox", {}, None, False),
        ("TextInput", {}, None, ""),
    ],
)
def test_values_that_cannot_be_have_a_meaning(type: str, props: dict[str, Any], value: Value, answer: Value) -> None:
    node = form((type, props)).first_child
    assert node is not None
    assert answer_of(node, value) == answer


# -- judging


def test_required_inputs_are_not_empty() -> None:
    given = form(
        text("a", required=True),
        text("b", "   ", required=True),
        text("c", "x", required=True),
        ("Checkbox", {"name": "d", "required": True}),
        ("Checkbox", {"name": "e", "required": True, "value": True}),
        ("Select", {"name": "f", "options": OPTIONS, "required": True, "value": "gone"}),
        ("RadioGroup", {"name": "g", "options": OPTIONS, "required": True, "value": "a"}),
        ("DateInput", {"name": "h", "required": True}),
        ("Slider", {"name": "i", "required": True}),
        ("Switch", {"required": True}),
        text("j"),
    )
    assert [name for name, _ in faults(given)] == ["a", "b", "d", "f", "h", None]
    assert read_form(given, shown).event == ("onInvalid", {"fields": ["a", "b", "d", "f", "h"]})


def test_numbers_are_numbers() -> None:
    given = form(
        text("a", "-", inputMode="numeric"),
        text("b", "1.5", inputMode="numeric"),
        text("c", "1,5", inputMode="decimal"),
        text("d", "", inputMode="decimal"),
        text("e", "-", inputMode="text"),
    )
    assert faults(given) == [("a", "number"), ("b", "number")]


@pytest.mark.parametrize(
    ("props", "value", "fault"),
    [
        ({}, "2025-06-01", None),
        ({}, "2025-06-31", "day"),
        ({}, "2025-06", "day"),
        ({"min": "2025-06-02"}, "2025-06-01", "early"),
        ({"max": "2025-06-01"}, "2025-06-01", None),
        ({"max": "2025-05-31"}, "2025-06-01", "late"),
        ({"min": "0000-00-00", "max": "0000-00-00"}, "2025-06-01", None),
        ({"min": "2026-01-01", "max": "2025-01-01"}, "2025-06-01", None),
        ({"min": "2026-01-01"}, "", None),
    ],
)
def test_days_are_days_in_their_range(props: dict[str, Any], value: str, fault: str | None) -> None:
    node = form(("DateInput", props)).first_child
    assert node is not None
    refusal = judge(node, value)
    assert (refusal.fault if refusal else None) == fault


def test_error_of_the_guest_refuses_where_the_guest_hears_of_corrections() -> None:
    listening = text("a", "x", onChange=True)
    given = form(
        ("FormField", {"title": "A", "error": "taken"}, ("View", {}, listening)),
        # A guest that only hears of submissions could never take its error back.
        ("FormField", {"title": "B", "error": "taken"}, text("b", "x")),
        ("FormField", {"title": "C", "error": ""}, text("c", "x", onChange=True)),
    )
    assert faults(given) == [("a", "error")]


def test_what_the_host_found_comes_before_the_error_of_the_guest() -> None:
    given = form(("FormField", {"title": "A", "error": "taken"}, text("a", required=True, onChange=True)))
    assert faults(given) == [("a", "required")]


def test_mark_and_fields_that_cannot_be_mended_refuse_nothing() -> None:
    given = form(text("a", invalid=True), text("b", required=True, readOnly=True))
    assert read_form(given, shown).event == ("onSubmit", {"values": {"a": "", "b": ""}})


def test_host_says_in_words_what_is_wrong() -> None:
    given = form(
        text("a", required=True),
        text("b", "x", inputMode="decimal"),
        text("c", "x", inputMode="numeric"),
        ("Select", {"options": OPTIONS, "required": True}),
        ("Checkbox", {"required": True}),
        ("DateInput", {"required": True}),
        ("DateInput", {"value": "2025-02-30"}),
        ("DateInput", {"value": "2025-01-01", "min": "2025-01-02"}),
        ("DateInput", {"value": "2025-01-03", "max": "2025-01-02"}),
    )
    assert [refusal.words for refusal in read_form(given, shown).refusals] == [
        "Fill this in",
        "Write a number",
        "Write a whole number",
        "Choose one",
        "This has to be on",
        "Choose a day",
        "Write a day as year-month-day",
        "Not before 2025-01-02",
        "Not after 2025-01-02",
    ]


# -- around an input


def test_what_is_around_an_input() -> None:
    made = tree(
        (
            "FormField",
            {"title": "outside"},
            ("Form", {"disabled": True}, ("View", {}, text("a")), ("Form", {}, text("b"))),
        ),
        ("FormField", {"title": "Name"}, ("TextInput", {}), ("Button", {"title": "x"})),
    )
    a, b, alone, button = (node for node in made.root.walk() if node.type in ("TextInput", "Button"))
    outer, inner = (node for node in made.root.walk() if node.type == "Form")
    assert [form_around(node) for node in (a, b, alone)] == [outer, inner, None]
    assert [is_disabled(node) for node in (a, b, alone)] == [True, True, False]
    # A field around the form is the form's, not that of the inputs inside.
    assert field_around(a) is None
    assert [name_from_field(node) for node in (a, b, alone, button)] == [None, None, "Name", None]


def test_reset_is_for_all_inputs_that_the_guest_gives_no_value() -> None:
    given = form(
        text("a", "first"),
        ("TextInput", {"value": "the guest's"}),
        ("Checkbox", {"hidden": True, "defaultValue": True}),
        ("View", {"hidden": True}, ("Slider", {"disabled": True, "defaultValue": 3})),
        ("Form", {}, text("of another form")),
    )
    assert [(node.type, value) for node, value in answers_to_reset(given)] == [
        ("TextInput", "first"),
        ("Checkbox", True),
        ("Slider", 3),
    ]


def test_form_of_many_nodes_is_read_in_one_go() -> None:
    template = Template(1, ["View", {}, [["TextInput", {"required": True}, []]]], [Slot(SlotKind.PROP, 1, "name")])
    names = [f"n{index}" for index in range(10_000)]
    given = Given(Create(1, "Form", {}), Append(0, 1), template, Clones(1, 10, 10_000, 1, None, [names]))
    answers = read_form(given.node(1), shown)
    assert [refusal.input.get("name") for refusal in answers.refusals] == names
    assert list(answers.values) == names
