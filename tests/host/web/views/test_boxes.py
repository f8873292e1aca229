"""Boxes as elements: flexible boxes, what scrolls, slots, and what they tell."""

from __future__ import annotations

import pytest

from host.web.views.lowered import LISTENS, NO_KEYS, called, element_of, lower, put, said
from rill.host.web.element import Element


@pytest.mark.parametrize(
    ("type", "classes"), [("View", "rill-box"), ("Column", "rill-box"), ("Row", "rill-box rill-box-row")]
)
def test_a_box_is_a_div_that_its_children_go_into(type: str, classes: str) -> None:
    assert lower(type) == Element("div", {"class": classes})


def test_a_box_that_is_listened_to_is_measured_and_hears_keys() -> None:
    assert lower("View", onLayout=LISTENS, onKeyDown=LISTENS) == Element(
        "rill-layout", {"class": "rill-box", "data-on": "keydown rill-layout"}
    )
    node = put("View", {"onLayout": LISTENS, "onKeyDown": LISTENS})
    assert said(node, "rill-layout", data={"width": 40, "height": 2.5}) == [
        ("onLayout", {"width": 40.0, "height": 2.5})
    ]
    assert said(node, "keydown", key="A", mods=1, repeat=True) == [
        ("onKeyDown", {**NO_KEYS, "shift": True, "key": "A", "repeat": True})
    ]


@pytest.mark.parametrize("data", [None, 1, [1, 2], {}, {"width": "1", "height": 1}, {"width": -1, "height": 1},
                                  {"width": True, "height": 1}, {"width": 1e300, "height": 1},
                                  {"width": float("nan"), "height": 1}])  # fmt: skip
def test_a_size_that_is_none_is_told_to_nobody(data: object) -> None:
    assert said(put("View", {"onLayout": LISTENS}), "rill-layout", data=data) == []


def test_what_scrolls_can_have_the_focus_unless_the_guest_says_otherwise() -> None:
    assert lower("ScrollView", onScroll=LISTENS) == Element(
        "div", {"class": "rill-scroll rill-fills", "role": "group", "tabindex": 0, "data-on": "scroll"}
    )
    assert lower("ScrollView", horizontal=True, focusable=False) == Element(
        "div", {"class": "rill-scroll rill-fills rill-scroll-x", "role": "group", "tabindex": -1}
    )


def test_scrolling_is_told_in_cells_and_never_below_nothing() -> None:
    node = put("ScrollView", {"onScroll": LISTENS})
    assert said(node, "scroll", scroll=(-0.5, 3, 40, 10, 80, 100)) == [
        (
            "onScroll",
            {"x": 0.0, "y": 3, "viewWidth": 40, "viewHeight": 10, "contentWidth": 80, "contentHeight": 100},
        )
    ]
    assert said(node, "scroll") == []


def test_methods_scroll_to_a_place_and_to_the_end() -> None:
    node = put("ScrollView")
    assert called(node, "scrollTo", {"y": 3, "animated": True}) == [("call", "scrollTo", None, 3, True)]
    assert called(node, "scrollToEnd", {"animated": False}) == [("call", "scrollTo", None, 10_000_000, False)]
    sideways = put("ScrollView", {"horizontal": True})
    assert called(sideways, "scrollToEnd", {"animated": False}) == [("call", "scrollTo", 10_000_000, None, False)]
    assert called(node, "focus") == [("call", "focus")]


def test_a_slot_says_which_one_it_is() -> None:
    node = put("Card", {}, ("Slot", {"name": "footer"})).children[0]
    assert element_of(node) == Element("div", {"class": "rill-slot", "data-slot": "footer"})
