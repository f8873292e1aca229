"""What is pressed as elements: buttons, and boxes that tell presses from long ones."""

from __future__ import annotations

import pytest

from host.web.views.lowered import LISTENS, NO_KEYS, lower, put, said
from rill.host.web.element import CHILDREN, Element
from rill.host.web.icons import icon


def test_a_button_is_a_button_with_its_children_in_it() -> None:
    assert lower("Button", onPress={"throttle_ms": 100}, variant="primary") == Element(
        "button",
        {
            "type": "button",
            "class": "rill-button rill-control rill-button-primary",
            "data-on": "click:t100",
        },
    )


def test_a_title_is_seen_while_there_are_no_children() -> None:
    assert lower("Button", title="Save", icon="save", compact=True) == Element(
        "button",
        {"type": "button", "class": "rill-button rill-control rill-button-compact"},
        icon("save"),
        Element("span", {"class": "rill-button-words"}, CHILDREN),
        Element("span", {"class": "rill-button-title"}, "Save"),
    )


def test_a_disabled_button_is_disabled_and_one_that_submits_does() -> None:
    assert lower("Button", disabled=True, submit=True).attributes == {
        "type": "submit",
        "class": "rill-button rill-control",
        "disabled": True,
    }
    assert lower("Button", focusable=False).attributes["tabindex"] == -1


@pytest.mark.parametrize(("detail", "source"), [(0, "key"), (1, "pointer"), (2, "pointer")])
def test_a_press_says_what_it_was_made_with(detail: int, source: str) -> None:
    assert said(put("Button", {"onPress": LISTENS}), "click", detail=detail, mods=2) == [
        ("onPress", {**NO_KEYS, "ctrl": True, "source": source})
    ]


@pytest.mark.parametrize("type", ["Pressable", "TouchableOpacity"])
def test_a_pressable_box_is_a_button_to_everybody(type: str) -> None:
    assert lower(type, onPress=LISTENS, onHoverIn=LISTENS, onLongPress=LISTENS, delayLongPress=300) == Element(
        "rill-pressable",
        {
            "class": "rill-box rill-pressable",
            "role": "button",
            "tabindex": 0,
            "data-delay": 300,
            "data-on": "pointerenter rill-press rill-long-press",
        },
    )


def test_a_disabled_box_wants_nothing() -> None:
    assert lower("Pressable", onPress=LISTENS, disabled=True) == Element(
        "rill-pressable", {"class": "rill-box rill-pressable", "role": "button", "aria-disabled": "true"}
    )


@pytest.mark.parametrize(
    ("type", "event"),
    [
        ("rill-press", "onPress"),
        ("rill-press-in", "onPressIn"),
        ("rill-press-out", "onPressOut"),
        ("rill-long-press", "onLongPress"),
    ],
)
def test_presses_of_a_box_are_told(type: str, event: str) -> None:
    node = put("Pressable")
    assert said(node, type, data={"mods": 4, "source": "pointer"}) == [
        (event, {**NO_KEYS, "alt": True, "source": "pointer"})
    ]
    for data in (
        None,
        {},
        {"mods": "4", "source": "pointer"},
        {"mods": 0, "source": "eval"},
        {"mods": 1.5, "source": 1},
    ):
        assert said(node, type, data=data) == []


def test_the_pointer_that_comes_and_goes_is_told() -> None:
    node = put("Pressable")
    assert said(node, "pointerenter") + said(node, "pointerleave") == [("onHoverIn", None), ("onHoverOut", None)]
