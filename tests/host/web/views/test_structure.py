"""Cards, collapsibles, dividers and tabs as elements, and what they tell."""

from __future__ import annotations

from typing import Any

import pytest

from host.web.views.lowered import LISTENS, called, element_of, lower, put, said
from rill.host.web.element import CHILDREN, Element, FieldValue
from rill.protocol.web import FORCED


def body(classes: str = "rill-box rill-body") -> Element:
    return Element("div", {"class": classes}, CHILDREN)


def test_a_card_is_a_group_with_a_name() -> None:
    assert lower("Card", title="web-1", variant="success") == Element(
        "div",
        {"class": "rill-card rill-card-success", "role": "group", "aria-label": "web-1"},
        Element("div", {"class": "rill-card-title"}, "web-1"),
        body(),
    )
    assert lower("Card", title="web-1", label="Server") == Element(
        "div", {"class": "rill-card", "role": "group"}, Element("div", {"class": "rill-card-title"}, "web-1"), body()
    )


def test_children_side_by_side_leave_slots_their_lines() -> None:
    assert lower("Card", style={"direction": "row"}).children == (body("rill-box rill-body rill-body-row"),)


def test_a_collapsible_opens_by_itself_and_the_host_hears_of_it() -> None:
    assert lower("Collapsible", title="More", defaultOpen=True, onToggle=LISTENS) == Element(
        "details",
        {"class": "rill-fold", "data-on": "toggle"},
        Element("summary", {"class": "rill-fold-title", "data-on": "click"}, "More"),
        body("rill-fold-body rill-box rill-body"),
        field=FieldValue(True, 0),
    )
    node = put("Collapsible", {"title": "More"})
    assert said(node, "click", open=True) == [("onToggle", {"open": True})]
    assert said(node, "toggle", open=True, version=3) == [("note", "open", True, 3)]
    assert said(node, "click") + said(node, "toggle") == []


def test_only_the_guest_opens_a_collapsible_that_it_holds() -> None:
    element = lower("Collapsible", title="More", open=False, onToggle=LISTENS, onFocus=LISTENS)
    assert (element.field, element.attributes) == (FieldValue(False, FORCED), {"class": "rill-fold"})
    summary = element.children[0]
    assert isinstance(summary, Element)
    assert summary.attributes["data-on"] == "click:p focus"


def test_nobody_opens_a_disabled_collapsible() -> None:
    element = lower("Collapsible", title="More", disabled=True)
    summary = element.children[0]
    assert isinstance(summary, Element)
    assert summary.attributes == {
        "class": "rill-fold-title",
        "tabindex": -1,
        "aria-disabled": "true",
        "data-on": "click:p",
    }
    assert said(put("Collapsible", {"title": "", "disabled": True}), "click", open=True) == []


def test_dividers_are_separators_with_a_title_in_horizontal_ones() -> None:
    assert lower("Divider", title="Details") == Element(
        "div",
        {"class": "rill-divider", "role": "separator", "aria-label": "Details"},
        Element("span", {"class": "rill-divider-title"}, "Details"),
    )
    assert lower("Divider", vertical=True, title="x") == Element(
        "div",
        {"class": "rill-divider rill-divider-vertical", "role": "separator", "aria-orientation": "vertical"},
    )


# -- tabs ------------------------------------------------------------------------------------------------------------

THREE: Any = (
    ("Tab", {"name": "a", "title": "First", "disabled": True}),
    ("Tab", {"name": "b", "title": "Second"}),
    ("Tab", {"name": "c", "title": "Third"}),
)


def titles(element: Element) -> list[tuple[object, ...]]:
    row = element.children[0]
    assert isinstance(row, Element)
    found: list[tuple[object, ...]] = []
    for title in row.children:
        assert isinstance(title, Element)
        look = title.attributes
        found.append((*title.children, look["aria-selected"], look["tabindex"], look.get("disabled", False)))
    return found


def test_tabs_have_a_row_of_titles_of_which_one_is_selected() -> None:
    node = put("Tabs", {"value": "c"}, *THREE)
    element = element_of(node)
    assert titles(element) == [
        ("First", "false", -1, True),
        ("Second", "false", -1, False),
        ("Third", "true", 0, False),
    ]
    assert element.attributes == {"class": "rill-tabs", "data-value": "c", "data-version": 0, "data-on": "rill-change"}
    assert element.children[1] == Element("div", {"class": "rill-tabs-pages"}, CHILDREN)


def test_pages_and_titles_belong_together_and_only_one_page_is_seen() -> None:
    node = put("Tabs", {"value": "c"}, *THREE)
    row = element_of(node).children[0]
    assert isinstance(row, Element)
    pages = [element_of(child) for child in node.children]
    assert [page.attributes.get("data-m-off") for page in pages] == [True, True, None]
    for title, page in zip(row.children, pages, strict=True):
        assert isinstance(title, Element)
        assert title.attributes["aria-controls"] == page.attributes["id"]
        assert title.attributes["id"] == page.attributes["aria-labelledby"]
        assert title.attributes["data-name"] == page.attributes["data-name"]


def test_without_a_value_the_first_page_that_can_be_gone_to_is_seen() -> None:
    assert titles(element_of(put("Tabs", {}, *THREE)))[1] == ("Second", "true", 0, False)
    assert titles(element_of(put("Tabs", {"defaultValue": "c", "focusable": False}, *THREE)))[2] == (
        "Third", "true", -1, False,
    )  # fmt: skip
    assert titles(element_of(put("Tabs", {"disabled": True}, *THREE)))[1] == ("Second", "true", 0, True)
    assert titles(element_of(put("Tabs"))) == []


@pytest.mark.parametrize(
    "data", [None, {}, {"value": "c"}, {"value": 1, "version": 1}, {"value": "c", "version": True},
             {"value": "c", "version": -1}, {"value": "a", "version": 1}, {"value": "x", "version": 1}]
)  # fmt: skip
def test_nobody_goes_to_a_page_that_is_not_there(data: object) -> None:
    assert said(put("Tabs", {}, *THREE), "rill-change", data=data) == []


def test_going_to_another_page_is_a_change_of_the_value() -> None:
    node = put("Tabs", {"onChange": LISTENS}, *THREE)
    assert said(node, "rill-change", data={"value": "c", "version": 4}) == [("onChange", "c", 4)]
    assert called(node, "focus") == [("call", "focus")]
    disabled = put("Tabs", {"disabled": True}, *THREE)
    assert said(disabled, "rill-change", data={"value": "c", "version": 4}) == []
