from __future__ import annotations

import inspect
from typing import Any

import pytest

from components.checks import LIMITS, accept, refuse
from rill.components import CATALOGUE, Component, catalogue_components
from rill.components.catalogue import Pressable
from rill.components.events import NumberChangeEvent, TextChangeEvent, ToggleEvent
from rill.components.virtual import GUEST_COMPONENTS
from rill.protocol import GuestError

COMMON = {
    "id": "a",
    "role": "status",
    "label": "Name",
    "hint": "Tip",
    "hidden": True,
    "focusOrder": 2,
    "style": {"bold": True},
}

HANDS = ["focus", "blur"]
LIST = [*HANDS, "scrollTo", "scrollToIndex", "scrollToEnd", "moveCursor"]
SEEN = ("scroll", "cursor", "focus")

# Name: role, children, whether it keeps state, view state, methods. A change here is a change for every guest.
TRAITS: dict[str, tuple[str, str, bool, tuple[str, ...], list[str]]] = {
    "View": ("generic", "nodes", False, (), []),
    "Row": ("generic", "nodes", False, (), []),
    "Column": ("generic", "nodes", False, (), []),
    "ScrollView": ("group", "nodes", True, ("scroll", "focus"), [*HANDS, "scrollTo", "scrollToEnd"]),
    "Card": ("group", "nodes", False, (), []),
    "Collapsible": ("group", "nodes", True, ("open", "focus"), HANDS),
    "Tabs": ("tablist", "nodes", True, ("value", "focus"), HANDS),
    "Tab": ("tabpanel", "nodes", False, (), []),
    "Divider": ("separator", "none", False, (), []),
    "Slot": ("none", "text-and-nodes", False, (), []),
    "Text": ("text", "inline", False, (), []),
    "Heading": ("heading", "inline", False, (), []),
    "Link": ("link", "inline", False, ("focus",), HANDS),
    "Icon": ("img", "none", False, (), []),
    "Markdown": ("article", "none", False, ("scroll", "focus"), HANDS),
    "CodeView": ("code", "none", True, ("scroll", "focus"), HANDS),
    "Image": ("img", "none", False, (), []),
    "Button": ("button", "inline", False, ("focus",), HANDS),
    "Pressable": ("button", "nodes", False, ("focus",), HANDS),
    "TouchableOpacity": ("button", "nodes", False, ("focus",), HANDS),
    "TextInput": (
        "textbox",
        "none",
        True,
        ("text", "caret", "scroll", "focus"),
        [*HANDS, "clear", "select", "isFocused"],
    ),
    "Checkbox": ("checkbox", "inline", True, ("checked", "focus"), HANDS),
    "Switch": ("switch", "inline", True, ("checked", "focus"), HANDS),
    "RadioGroup": ("radiogroup", "none", True, ("value", "focus"), HANDS),
    "Select": ("combobox", "none", True, ("value", "focus", "open"), [*HANDS, "open"]),
    "Slider": ("slider", "none", True, ("value", "focus"), HANDS),
    "DateInput": ("textbox", "none", True, ("value", "caret", "focus", "open"), [*HANDS, "open", "clear"]),
    "Form": ("form", "nodes", False, (), ["submit", "reset"]),
    "FormField": ("group", "nodes", False, (), []),
    "FlatList": ("list", "nodes", True, SEEN, LIST),
    "SectionList": ("list", "nodes", True, SEEN, LIST),
    "ListItem": ("listitem", "nodes", False, (), []),
    "Table": ("grid", "nodes", True, SEEN, [*LIST, "editCell"]),
    "TableRow": ("row", "none", False, (), []),
    "Tree": ("tree", "nodes", True, SEEN, LIST),
    "TreeItem": ("treeitem", "none", False, (), []),
    "Modal": ("dialog", "nodes", False, (), []),
    "Menu": ("menu", "nodes", True, ("open", "focus"), [*HANDS, "open", "close"]),
    "MenuItem": ("menuitem", "inline", False, (), []),
    "Toast": ("status", "inline", False, (), []),
    "Tooltip": ("tooltip", "nodes", False, (), []),
    "ProgressBar": ("progressbar", "none", False, (), []),
    "ActivityIndicator": ("progressbar", "none", False, (), []),
    "Sparkline": ("img", "none", False, (), []),
    "BarChart": ("img", "none", False, ("focus",), HANDS),
    "LineChart": ("img", "none", False, (), []),
    "Shapes": ("img", "none", False, ("focus",), HANDS),
}
NAMES = list(TRAITS)

# Which props take elements, which children a component takes, and where it may stand, of those that say so.
PLACES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "Card": (("header", "footer"), (), ()),
    "Tabs": ((), ("Tab",), ()),
    "Tab": ((), (), ("Tabs",)),
    "FlatList": (("header", "footer", "empty"), ("ListItem",), ()),
    "SectionList": (("header", "footer", "empty"), ("ListItem",), ()),
    "ListItem": ((), (), ("FlatList", "SectionList")),
    "Table": (("empty",), ("TableRow",), ()),
    "TableRow": ((), (), ("Table",)),
    "Tree": (("empty",), ("TreeItem",), ()),
    "TreeItem": ((), (), ("Tree",)),
    "Modal": (("footer",), (), ()),
    "Menu": ((), ("MenuItem", "Divider"), ()),
    "MenuItem": ((), (), ("Menu",)),
    "Tooltip": (("content",), (), ()),
}

FOCUSABLE: dict[str, Any] = {"autoFocus": True, "focusable": False}
VALUED: dict[str, Any] = {**FOCUSABLE, "valueVersion": 3, "disabled": True}
INPUT: dict[str, Any] = {**VALUED, "name": "n", "required": True, "invalid": True, "compact": True}
VIRTUAL: dict[str, Any] = {**FOCUSABLE, "count": 3, "endReachedThreshold": 1}
FLAT = {**VIRTUAL, "itemHeight": 2, "estimatedItemHeight": 1.5, "cursor": "item"}
CHOICES = [{"value": "a", "label": "A"}, {"value": "b", "disabled": True}]
CELLS: list[Any] = ["a", 1, 0.5, True, None, {"text": "a", "icon": "star", "color": "accent", "editText": "=a"}]
SHAPES: list[Any] = [
    {"kind": "circle", "id": "c", "x": 1, "y": 1, "radius": 1, "color": "accent", "fill": "panel"},
    {"kind": "line", "x1": 0, "y1": 0, "x2": 1, "y2": -1},
    {"kind": "rectangle", "x": 0, "y": 0, "width": 1, "height": 1},
    {"kind": "text", "x": 0, "y": 0, "text": "a"},
]

# One value for every prop of its own that a component has, and none of them the default.
OWN_PROPS: dict[str, dict[str, Any]] = {
    "View": {},
    "Row": {},
    "Column": {},
    "ScrollView": {**FOCUSABLE, "horizontal": True},
    "Card": {"title": "Card", "variant": "success"},
    "Collapsible": {**FOCUSABLE, "title": "More", "open": False, "defaultOpen": True, "disabled": True},
    "Tabs": {**VALUED, "value": "a", "defaultValue": "b"},
    "Tab": {"name": "a", "title": "A", "disabled": True},
    "Divider": {"vertical": True, "title": "or"},
    "Slot": {"name": "header"},
    "Text": {"numberOfLines": 2, "level": 1},
    "Heading": {"level": 2, "numberOfLines": 1},
    "Link": {**FOCUSABLE, "href": "https://example.org", "disabled": True},
    "Icon": {"name": "star", "color": "warning"},
    "Markdown": {**FOCUSABLE, "text": "# Hi"},
    "CodeView": {
        **FOCUSABLE,
        "code": "x = 1",
        "language": "python",
        "lineNumbers": True,
        "firstLine": 0,
        "highlightLines": [1, 3],
        "wrap": True,
    },
    "Image": {"source": "assets/a.png", "alt": "A", "fit": "cover"},
    "Button": {
        **FOCUSABLE,
        "title": "Save",
        "variant": "error",
        "icon": "add",
        "submit": True,
        "disabled": True,
        "compact": True,
    },
    "Pressable": {**FOCUSABLE, "disabled": True, "delayLongPress": 300},
    "TextInput": {
        **INPUT,
        "value": "text",
        "defaultValue": "text",
        "placeholder": "Name",
        "multiline": True,
        "rows": 3,
        "inputMode": "decimal",
        "suggestions": ["text"],
        "secureTextEntry": True,
        "maxLength": 0,
        "readOnly": True,
    },
    "Checkbox": {**INPUT, "valueVersion": "force", "value": False, "defaultValue": True},
    "Switch": {**INPUT, "valueVersion": 0, "value": True, "defaultValue": True},
    "RadioGroup": {**INPUT, "options": CHOICES, "value": "a", "defaultValue": "b", "horizontal": True},
    "Select": {
        **INPUT,
        "options": CHOICES,
        "value": "",
        "defaultValue": "a",
        "placeholder": "Choose",
        "clearable": True,
    },
    "Slider": {**INPUT, "min": -1, "max": 1, "step": 0.1, "value": 0.5, "defaultValue": 0.1, "showValue": True},
    "DateInput": {
        **INPUT,
        "value": "2025-12-31",
        "defaultValue": "2025-01-01",
        "min": "2024-02-29",
        "max": "2026-01-01",
        "firstDayOfWeek": "sunday",
    },
    "Form": {"disabled": True, "compact": True},
    "FormField": {"title": "Name", "error": "No", "help": "How", "compact": True},
    "FlatList": FLAT,
    "SectionList": {**FLAT, "stickyHeaders": False},
    "ListItem": {"index": 1, "header": True, "selected": True},
    "Table": {
        **VIRTUAL,
        "columns": [{"key": "a", "title": "A", "width": 3, "align": "end", "sortable": True, "editable": True}],
        "showHeader": False,
        "cursor": "cell",
        "fixedColumns": 1,
        "zebra": True,
        "sortBy": "a",
        "sortDirection": "descending",
    },
    "TableRow": {"index": 1, "cells": CELLS, "selected": True},
    "Tree": {**VIRTUAL, "showGuides": False},
    "TreeItem": {
        "index": 1,
        "depth": 2,
        "text": "a",
        "icon": "folder",
        "color": "accent",
        "expandable": True,
        "expanded": True,
        "last": True,
        "selected": True,
    },
    "Modal": {"open": False, "title": "Sure?", "dismissible": False, "placement": "top"},
    "Menu": {
        **FOCUSABLE,
        "title": "Edit",
        "icon": "menu",
        "open": True,
        "anchor": {"x": 1, "y": 2.5},
        "disabled": True,
        "compact": True,
    },
    "MenuItem": {"icon": "edit", "shortcut": "Ctrl+E", "checked": False, "disabled": True},
    "Toast": {"title": "Saved", "severity": "error", "durationMs": 0},
    "Tooltip": {"text": "Words"},
    "ProgressBar": {"progress": 0.5, "total": 10, "showPercentage": True},
    "ActivityIndicator": {"animating": False, "size": "large"},
    "Sparkline": {"data": [1, 2.5], "min": 0, "max": 3, "color": "accent"},
    "BarChart": {
        **FOCUSABLE,
        "bars": [{"label": "a", "value": 1, "color": "error"}],
        "horizontal": True,
        "min": 0,
        "max": 3,
        "showValues": True,
        "unit": " kB",
        "color": "accent",
    },
    "LineChart": {
        "series": [{"name": "a", "data": [1, 2], "color": "error"}],
        "labels": ["x"],
        "min": 0,
        "max": 3,
        "showAxes": False,
        "showLegend": False,
    },
    "Shapes": {**FOCUSABLE, "shapes": SHAPES},
}


def needed(name: str) -> dict[str, Any]:
    """The props that a component cannot do without."""
    return {prop.name: OWN_PROPS[name][prop.name] for prop in CATALOGUE[name].props.values() if prop.required}


def test_the_catalogue_is_complete() -> None:
    assert set(CATALOGUE) == set(catalogue_components()) == set(NAMES)
    assert set(OWN_PROPS) == set(NAMES) - {"TouchableOpacity"}


@pytest.mark.parametrize("name", NAMES)
def test_traits_are_as_written_down(name: str) -> None:
    schema = CATALOGUE[name]
    assert schema.name == name
    assert (schema.role, schema.children, schema.stateful, schema.view_state, list(schema.methods)) == TRAITS[name]
    assert schema.inline is (name in ("Text", "Link", "Icon"))
    assert schema.virtual is (name in GUEST_COMPONENTS)
    assert (schema.elements, schema.takes, schema.within) == PLACES.get(name, ((), (), ()))


def test_what_components_say_of_each_other_is_of_components_that_exist_and_says_it_both_ways() -> None:
    for name, (_, takes, within) in PLACES.items():
        assert all(CATALOGUE[name].accepts_child(CATALOGUE[child]) for child in takes)
        for parent in within:
            assert CATALOGUE[parent].accepts_child(CATALOGUE[name])
            assert name in CATALOGUE[parent].takes


@pytest.mark.parametrize("name", NAMES)
def test_a_component_takes_slots_if_its_props_take_elements(name: str) -> None:
    schema = CATALOGUE[name]
    assert schema.accepts_child(CATALOGUE["Slot"]) is bool(schema.elements)


@pytest.mark.parametrize("name", OWN_PROPS)
def test_every_prop_of_its_own_is_accepted_and_each_is_listed_here(name: str) -> None:
    assert set(CATALOGUE[name].props) == set(COMMON) | set(OWN_PROPS[name])
    accept(name, **COMMON, **OWN_PROPS[name])


@pytest.mark.parametrize("name", NAMES)
def test_every_event_takes_a_listener_and_says_what_it_promises(name: str) -> None:
    schema = CATALOGUE[name]
    accept(name, **needed(schema.component.__name__), **dict.fromkeys(schema.events, True))
    for event in schema.events.values():
        if event.payload is None:
            assert event.dump(None) is None


@pytest.mark.parametrize("name", NAMES)
def test_defaults_are_values_that_the_prop_accepts(name: str) -> None:
    schema = CATALOGUE[name]
    defaults = {prop.name: schema.default(prop.name) for prop in schema.props.values() if not prop.required}
    accept(name, **needed(schema.component.__name__), **defaults)


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_documented(name: str) -> None:
    schema = CATALOGUE[name]
    assert schema.doc.endswith(".")
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
    accept(name, **needed(CATALOGUE[name].component.__name__), hidden=True)


VALUES: dict[str, tuple[type, Any]] = {
    "TextInput": (TextChangeEvent, "text"),
    "Checkbox": (ToggleEvent, True),
    "Switch": (ToggleEvent, True),
    "RadioGroup": (TextChangeEvent, "a"),
    "Select": (TextChangeEvent, "a"),
    "Slider": (NumberChangeEvent, 0.5),
    "DateInput": (TextChangeEvent, "2025-12-31"),
    "Tabs": (TextChangeEvent, "a"),
}


@pytest.mark.parametrize("name", VALUES)
def test_what_has_a_value_carries_versions_both_ways(name: str) -> None:
    schema, (payload, value) = CATALOGUE[name], VALUES[name]
    assert schema.events["onChange"].payload is payload
    assert schema.events["onChange"].dump({"value": value, "version": 2}) == {"value": value, "version": 2}
    others = needed(name)
    accept(name, value=value, valueVersion=2, **others)
    accept(name, value=value, valueVersion="force", **others)
    accept(name, value=None, **others)
    wrong = {"valueVersion": -1, **others}
    refuse(name, wrong, "prop_invalid", "expected int >= 0, got -1 at batch[0].props.valueVersion")


def test_only_components_with_a_value_have_versions() -> None:
    assert {name for name in NAMES if "valueVersion" in CATALOGUE[name].props} == set(VALUES)
    assert {name for name in NAMES if "value" in CATALOGUE[name].props} == set(VALUES)


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
        ("View", {"focusOrder": "1"}, "expected int or null, got '1' at batch[0].props.focusOrder"),
        ("Heading", {"level": 7}, "expected 1, 2, 3, 4, 5 or 6, got int at batch[0].props.level"),
        ("Slider", {"step": 0}, "expected float > 0, got 0 at batch[0].props.step"),
        (
            "DateInput",
            {"value": "2025-1-1"},
            "expected a day such as '2025-12-31', got '2025-1-1' at batch[0].props.value",
        ),
        ("FlatList", {"count": -1}, "expected int >= 0 and <= 1e+07, got -1 at batch[0].props.count"),
        (
            "Table",
            {"count": 0, "columns": [{"key": "a", "width": 0}]},
            "expected int >= 1 and <= 1000, got 0 at batch[0].props.columns[0].width",
        ),
        ("TreeItem", {"index": 0, "text": None}, "expected str, got null at batch[0].props.text"),
        (
            "Sparkline",
            {"data": [1, "2"]},
            "expected finite float, got str at batch[0].props.data[1]",
        ),
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
    elsewhere = Component.known_elsewhere
    assert set(elsewhere.values()) <= names
    # A name may be one of here too, on a component that has nothing of what it means elsewhere: a MenuItem's `checked`.
    for schema in CATALOGUE.values():
        own = {*schema.props, *schema.events}
        assert [name for name in own & set(elsewhere) if elsewhere[name] in own] == []
