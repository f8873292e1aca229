from __future__ import annotations

import inspect
from typing import Any

import pytest

from components.checks import LIMITS, accept, refuse
from rill.components import CATALOGUE, Component, catalogue_components
from rill.components.catalogue import Pressable
from rill.components.events import TextChangeEvent, ToggleEvent
from rill.protocol import GuestError

NAMES = [
    "View",
    "Row",
    "Column",
    "ScrollView",
    "Text",
    "Button",
    "Pressable",
    "TouchableOpacity",
    "TextInput",
    "Checkbox",
    "Switch",
    "ProgressBar",
    "ActivityIndicator",
]
COMMON = {"id": "a", "role": "status", "label": "Name", "hint": "Tip", "hidden": True, "style": {"bold": True}}

# Name: role, children, whether it keeps state, view state, methods. A change here is a change for every guest.
TRAITS: dict[str, tuple[str, str, bool, tuple[str, ...], list[str]]] = {
    "View": ("generic", "nodes", False, (), []),
    "Row": ("generic", "nodes", False, (), []),
    "Column": ("generic", "nodes", False, (), []),
    "ScrollView": ("group", "nodes", True, ("scroll", "focus"), ["focus", "blur", "scrollTo", "scrollToEnd"]),
    "Text": ("text", "inline", False, (), []),
    "Button": ("button", "inline", False, ("focus",), ["focus", "blur"]),
    "Pressable": ("button", "nodes", False, ("focus",), ["focus", "blur"]),
    "TouchableOpacity": ("button", "nodes", False, ("focus",), ["focus", "blur"]),
    "TextInput": (
        "textbox",
        "none",
        True,
        ("text", "caret", "scroll", "focus"),
        ["focus", "blur", "clear", "select", "isFocused"],
    ),
    "Checkbox": ("checkbox", "inline", True, ("checked", "focus"), ["focus", "blur"]),
    "Switch": ("switch", "none", True, ("checked", "focus"), ["focus", "blur"]),
    "ProgressBar": ("progressbar", "none", False, (), []),
    "ActivityIndicator": ("progressbar", "none", False, (), []),
}

# One value for every prop of its own that a component has, and none of them the default.
OWN_PROPS: dict[str, dict[str, Any]] = {
    "View": {},
    "Row": {},
    "Column": {},
    "ScrollView": {"autoFocus": True, "focusable": False, "horizontal": True},
    "Text": {"numberOfLines": 2, "level": 1},
    "Button": {"autoFocus": True, "focusable": False, "title": "Save", "variant": "error", "disabled": True},
    "Pressable": {"autoFocus": True, "focusable": False, "disabled": True, "delayLongPress": 300},
    "TextInput": {
        "autoFocus": True,
        "focusable": False,
        "valueVersion": 3,
        "disabled": True,
        "invalid": True,
        "value": "text",
        "defaultValue": "text",
        "placeholder": "Name",
        "multiline": True,
        "rows": 3,
        "inputMode": "decimal",
        "secureTextEntry": True,
        "maxLength": 0,
        "readOnly": True,
    },
    "Checkbox": {
        "autoFocus": True,
        "focusable": False,
        "valueVersion": "force",
        "disabled": True,
        "invalid": True,
        "value": False,
        "defaultValue": True,
    },
    "Switch": {
        "autoFocus": True,
        "focusable": False,
        "valueVersion": 0,
        "disabled": True,
        "invalid": True,
        "value": True,
        "defaultValue": True,
    },
    "ProgressBar": {"progress": 0.5, "total": 10, "showPercentage": True},
    "ActivityIndicator": {"animating": False, "size": "large"},
}


def test_the_first_set_is_complete() -> None:
    assert list(CATALOGUE) == NAMES
    assert list(catalogue_components()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_traits_are_as_written_down(name: str) -> None:
    schema = CATALOGUE[name]
    assert schema.name == name
    assert (schema.role, schema.children, schema.stateful, schema.view_state, list(schema.methods)) == TRAITS[name]
    assert schema.inline is (name == "Text")


@pytest.mark.parametrize("name", OWN_PROPS)
def test_every_prop_of_its_own_is_accepted_and_each_is_listed_here(name: str) -> None:
    assert set(CATALOGUE[name].props) == set(COMMON) | set(OWN_PROPS[name])
    accept(name, **COMMON, **OWN_PROPS[name])


@pytest.mark.parametrize("name", NAMES)
def test_every_event_takes_a_listener_and_says_what_it_promises(name: str) -> None:
    schema = CATALOGUE[name]
    accept(name, **dict.fromkeys(schema.events, True))
    for event in schema.events.values():
        if event.payload is None:
            assert event.dump(None) is None


@pytest.mark.parametrize("name", NAMES)
def test_defaults_are_values_that_the_prop_accepts(name: str) -> None:
    schema = CATALOGUE[name]
    accept(name, **{prop.name: schema.default(prop.name) for prop in schema.props.values() if not prop.required})


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_documented(name: str) -> None:
    schema = CATALOGUE[name]
    assert schema.doc.endswith(".")
    assert schema.component.example.strip()
    docs = {prop.name: prop.doc for prop in schema.props.values()}
    docs |= {event.name: event.doc for event in schema.events.values()}
    docs |= {method.name: method.doc for method in schema.methods.values()}
    assert [entry for entry, doc in docs.items() if not doc.strip().endswith(".")] == []
    for event in schema.events.values():
        if event.payload_type is not None:
            assert inspect.getdoc(event.payload)
            assert all(field.doc for field in event.payload_type.fields.values())


def test_an_alias_is_the_same_component_under_its_own_name() -> None:
    alias = CATALOGUE["TouchableOpacity"]
    assert alias.component is Pressable
    assert list(alias.props) == list(CATALOGUE["Pressable"].props)
    assert alias.events == CATALOGUE["Pressable"].events


@pytest.mark.parametrize("name", NAMES)
def test_react_can_hide_every_component(name: str) -> None:
    accept(name, hidden=True)


@pytest.mark.parametrize(
    ("name", "payload"), [("TextInput", TextChangeEvent), ("Checkbox", ToggleEvent), ("Switch", ToggleEvent)]
)
def test_what_has_a_value_carries_versions_both_ways(name: str, payload: type) -> None:
    schema = CATALOGUE[name]
    assert schema.events["onChange"].payload is payload
    value: Any = "text" if name == "TextInput" else True
    assert schema.events["onChange"].dump({"value": value, "version": 2}) == {"value": value, "version": 2}
    accept(name, value=value, valueVersion=2)
    accept(name, value=value, valueVersion="force")
    accept(name, value=None)
    refuse(name, {"valueVersion": -1}, "prop_invalid", "expected int >= 0, got -1 at batch[0].props.valueVersion")


def test_only_components_with_a_value_have_versions() -> None:
    assert {name for name in NAMES if "valueVersion" in CATALOGUE[name].props} == {
        name for name in NAMES if "value" in CATALOGUE[name].props
    }


@pytest.mark.parametrize(
    ("name", "props", "text"),
    [
        ("Text", {"numberOfLines": -1}, "expected int >= 0, got -1 at batch[0].props.numberOfLines"),
        ("Text", {"level": 7}, "expected int >= 1 and <= 6, got 7 at batch[0].props.level"),
        (
            "Button",
            {"variant": "danger"},
            "expected 'default', 'primary', 'success', 'warning' or 'error', got 'danger' at batch[0].props.variant",
        ),
        ("TextInput", {"value": 3}, "expected str or null, got int at batch[0].props.value"),
        ("TextInput", {"rows": 0}, "expected int >= 1, got 0 at batch[0].props.rows"),
        ("TextInput", {"maxLength": 1.5}, "expected int >= 0, got float at batch[0].props.maxLength"),
        ("Checkbox", {"value": "on"}, "expected bool or null, got 'on' at batch[0].props.value"),
        ("Switch", {"defaultValue": None}, "expected bool, got null at batch[0].props.defaultValue"),
        ("ProgressBar", {"total": 0}, "expected float > 0, got 0 at batch[0].props.total"),
        ("ProgressBar", {"progress": float("nan")}, "expected finite float, got nan at batch[0].props.progress"),
        ("ActivityIndicator", {"size": 3}, "expected 'small' or 'large', got int at batch[0].props.size"),
        ("Pressable", {"delayLongPress": -1}, "expected int >= 0, got -1 at batch[0].props.delayLongPress"),
        ("View", {"role": "boss"}, None),
    ],
)
def test_wrong_values_are_refused(name: str, props: dict[str, Any], text: str | None) -> None:
    if text is None:
        with pytest.raises(
            GuestError, match=r"^expected 'alert', .* or 'treeitem', got 'boss' at batch\[0\]\.props\.role$"
        ):
            CATALOGUE[name].check_create(props, "batch[0].props", LIMITS)
        return
    refuse(name, props, "prop_invalid", text)


@pytest.mark.parametrize(
    ("name", "method", "args", "complete"),
    [
        ("TextInput", "focus", [], []),
        ("TextInput", "blur", [], []),
        ("TextInput", "clear", [], []),
        ("TextInput", "select", [], [0, None]),
        ("TextInput", "select", [1, 3], [1, 3]),
        ("TextInput", "isFocused", [], []),
        ("ScrollView", "scrollTo", [{"y": 3}], [{"y": 3}]),
        ("ScrollView", "scrollTo", [{"x": 0, "y": 1.5, "animated": True}], [{"x": 0, "y": 1.5, "animated": True}]),
        ("ScrollView", "scrollToEnd", [], [{"animated": False}]),
        ("ScrollView", "scrollToEnd", [{"animated": True}], [{"animated": True}]),
        ("Button", "focus", [], []),
    ],
)
def test_methods_take_their_arguments(name: str, method: str, args: list[Any], complete: list[Any]) -> None:
    assert CATALOGUE[name].methods[method].check_args(args, "batch[0].args", LIMITS) == complete


def test_methods_give_their_results() -> None:
    assert CATALOGUE["TextInput"].methods["isFocused"].check_result(True) is True
    assert CATALOGUE["TextInput"].methods["focus"].check_result(None) is None


def test_the_base_is_no_component_of_the_catalogue() -> None:
    assert all(component is not Component for component in catalogue_components().values())


def test_every_name_of_elsewhere_leads_to_one_of_here_and_is_none_itself() -> None:
    names = {name for schema in CATALOGUE.values() for name in (*schema.props, *schema.events)}
    assert set(Component.known_elsewhere.values()) <= names
    assert not names & set(Component.known_elsewhere)
