"""Lists whose guest keeps the data: what their script is told, and what it may say."""

from __future__ import annotations

from typing import Any

import pytest

from host.web.views.lowered import LISTENS, NO_KEYS, called, element_of, lower, put, said
from rill.host.web.element import CHILDREN, Element

ALL = dict.fromkeys(
    ("onRange", "onEndReached", "onCursor", "onItemPress", "onScroll", "onLayout"),
    LISTENS,
)


def test_a_list_that_only_scrolls_is_a_room_for_its_items() -> None:
    assert lower("FlatList", count=500, onRange=LISTENS) == Element(
        "rill-scroll",
        {
            "class": "rill-list rill-fills",
            "role": "list",
            "aria-label": "List",
            "tabindex": 0,
            "data-count": 500,
            "data-own": "aria-activedescendant",
            "data-on": "rill-range",
        },
        Element("div", {"class": "rill-track", "role": "none"}, CHILDREN),
    )


def test_a_list_is_called_what_the_guest_calls_it() -> None:
    assert lower("FlatList", count=5, label="Messages").attributes["aria-label"] == "Messages"


def test_a_list_with_a_cursor_is_a_list_box_and_needs_more_of_the_script() -> None:
    attributes = lower("FlatList", count=5, cursor="item").attributes
    assert (attributes["role"], attributes["data-cursor"]) == ("listbox", "item")
    assert lower("FlatList", count=5, cursor="item").tag == "rill-items"
    assert lower("FlatList", count=5, onItemPress=LISTENS).tag == "rill-items"


def test_heights_are_told_in_lines() -> None:
    assert lower("FlatList", count=5, itemHeight=2).attributes["data-lines"] == 2
    guessed = lower("FlatList", count=5, estimatedItemHeight=2.5).attributes
    assert (guessed["data-guess"], "data-lines" in guessed) == (2.5, False)


def test_headers_of_sections_stay_where_they_should() -> None:
    assert lower("SectionList", count=5).attributes["data-sticky"] is True
    assert "data-sticky" not in lower("SectionList", count=5, stickyHeaders=False).attributes


def item_of(**props: Any) -> Element:
    [node] = put("FlatList", {"count": 100}, ("ListItem", props)).children
    return element_of(node)


def test_an_item_says_its_place_and_what_it_is() -> None:
    item = item_of(index=7, selected=True)
    assert (item.attributes["data-index"], item.attributes["aria-posinset"], item.attributes["aria-current"]) == (
        7,
        8,
        "true",
    )
    assert item.attributes["role"] == "listitem"
    assert "data-header" not in item.attributes
    assert item_of(index=0, header=True).attributes["data-header"] is True


# -- what the script says ----------------------------------------------------------------------------------------------


def list_of(count: int) -> Any:
    return put("FlatList", {"count": count, **ALL})


def test_the_script_says_what_is_in_view() -> None:
    node = list_of(100)
    assert said(node, "rill-range", data={"first": 20, "last": 59}) == [("onRange", {"first": 20, "last": 59})]
    assert said(node, "rill-end", data={"count": 100}) == [("onEndReached", {"count": 100})]
    # It was said of fewer items than there are now.
    assert said(node, "rill-end", data={"count": 90}) == []


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"first": 0},
        {"first": -1, "last": 5},
        {"first": 5, "last": 4},
        {"first": 0, "last": 100},
        {"first": 0.0, "last": 5.0},
        {"first": True, "last": True},
        {"first": "0", "last": "5"},
    ],
)
def test_a_range_that_is_none_is_not_asked_for(data: object) -> None:
    assert said(list_of(100), "rill-range", data=data) == []


def test_nobody_can_ask_for_more_than_a_screen_shows() -> None:
    node = list_of(1_000_000)
    assert said(node, "rill-range", data={"first": 0, "last": 1_000}) == []
    assert said(node, "rill-range", data={"first": 0, "last": 999}) == [("onRange", {"first": 0, "last": 999})]


def test_the_cursor_and_presses_are_told() -> None:
    node = list_of(100)
    assert said(node, "rill-cursor", data={"index": 99}) == [("onCursor", {"index": 99})]
    assert said(node, "rill-press", data={"index": 3, "mods": 9, "key": True}) == [
        ("onItemPress", {**NO_KEYS, "shift": True, "meta": True, "source": "key", "index": 3})
    ]
    assert said(node, "rill-press", data={"index": 3, "mods": "x"}) == [
        ("onItemPress", {**NO_KEYS, "source": "pointer", "index": 3})
    ]
    for index in (100, -1, None, 1.5, True):
        assert said(node, "rill-cursor", data={"index": index}) == []
        assert said(node, "rill-press", data={"index": index}) == []


def test_scrolling_is_told_in_cells() -> None:
    node = list_of(100)
    assert said(node, "rill-scroll", data=[0, 3, 40, 10.5, 40, 100]) == [
        (
            "onScroll",
            {"x": 0.0, "y": 3.0, "viewWidth": 40.0, "viewHeight": 10.5, "contentWidth": 40.0, "contentHeight": 100.0},
        )
    ]


@pytest.mark.parametrize(
    "data", [None, {}, [1, 2, 3, 4, 5], [0, -1, 1, 1, 1, 1], [0, float("nan"), 1, 1, 1, 1], [0, True, 1, 1, 1, 1]]
)
def test_a_place_that_is_none_is_not_told(data: object) -> None:
    assert said(list_of(100), "rill-scroll", data=data) == []


def test_methods_are_the_scripts() -> None:
    node = list_of(100)
    assert called(node, "scrollTo", {"y": 3, "animated": True}) == [("call", "place", None, 3, True)]
    assert called(node, "scrollToIndex", 7, {"align": "center"}) == [("call", "index", 7, "center", False)]
    assert called(node, "scrollToEnd", {}) == [("call", "end", False)]
    assert called(node, "moveCursor", 7) == [("call", "cursor", 7)]
