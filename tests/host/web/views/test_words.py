"""Words as elements: text, headings, links that lead somewhere or are pressed, icons."""

from __future__ import annotations

import pytest

from host.web.views.lowered import LISTENS, NO_KEYS, called, lower, put, said
from rill.host.web.element import Element
from rill.host.web.icons import icon


def test_text_is_a_span_that_may_stand_in_another_one() -> None:
    assert lower("Text") == Element("span", {"class": "rill-text"})


def test_text_that_is_a_heading_says_its_level() -> None:
    assert lower("Text", level=3) == Element(
        "span", {"class": "rill-text rill-heading rill-heading-3", "aria-level": 3}
    )
    assert lower("Text", role="heading") == Element("span", {"class": "rill-text rill-heading rill-heading-2"})


def test_text_is_cut_after_some_lines_by_the_sheet_or_by_a_rule_of_its_own() -> None:
    assert lower("Text", numberOfLines=2).attributes["class"] == "rill-text rill-clamp rill-clamp-2"
    words = str(lower("Text", numberOfLines=40).attributes["class"]).split()
    assert words[:2] == ["rill-text", "rill-clamp"]
    assert words[2].startswith("d")


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5, 6])
def test_headings_are_headings(level: int) -> None:
    assert lower("Heading", level=level) == Element(f"h{level}", {"class": f"rill-heading rill-heading-{level}"})


def test_a_link_that_leads_somewhere_opens_a_tab_that_knows_nothing_of_this_one() -> None:
    assert lower("Link", href="https://example.com/a", onPress={"prevent": True}) == Element(
        "a",
        {
            "class": "rill-link",
            "href": "https://example.com/a",
            "target": "_blank",
            "rel": "noopener noreferrer",
            "data-on": "click:p",
        },
    )
    assert lower("Link", href="mailto:a@example.com").attributes == {
        "class": "rill-link",
        "href": "mailto:a@example.com",
    }


@pytest.mark.parametrize(
    "href", [None, "javascript:alert(1)", "page/2", "data:text/html,x", "https://a b", " https://a"]
)
def test_a_link_that_leads_nowhere_is_pressed(href: str | None) -> None:
    assert lower("Link", href=href, onPress=LISTENS, focusable=False) == Element(
        "button", {"type": "button", "class": "rill-link", "role": "link", "tabindex": -1, "data-on": "click"}
    )


def test_a_disabled_link_leads_nowhere_and_says_so() -> None:
    assert lower("Link", href="https://example.com", disabled=True, onPress=LISTENS) == Element(
        "span", {"class": "rill-link", "role": "link", "aria-disabled": "true"}
    )
    assert said(put("Link", {"disabled": True}), "click", detail=1) == []


def test_a_press_of_a_link_says_where_it_leads() -> None:
    node = put("Link", {"href": "https://example.com", "onPress": LISTENS})
    assert said(node, "click", detail=1, mods=8) == [
        ("onPress", "https://example.com", {**NO_KEYS, "meta": True, "source": "pointer"})
    ]
    assert said(put("Link"), "click") == [("onPress", None, {**NO_KEYS, "source": "key"})]
    assert said(node, "focus") == [("onFocus", None)]
    assert called(node, "blur") == [("call", "blur")]


def test_an_icon_decorates_unless_it_has_a_label() -> None:
    assert lower("Icon", name="check", color="success") == icon("check", "rill-icon rill-c-success")
    assert lower("Icon", name="star", label="Favourite") == icon("star", label="Favourite")
