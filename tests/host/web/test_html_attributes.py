"""What becomes of the attributes of the html preset on a page that is not the guest's own."""

from __future__ import annotations

import re

import pytest

from rill.components.html.attributes import CSS_VALUE_PATTERN
from rill.components.html.elements import HTML
from rill.host.web.html_attributes import (
    GLOBAL,
    OWN,
    Use,
    autocomplete,
    class_words,
    declarations_of,
    harmless_pattern,
    page_attributes,
    tab_stop,
)
from rill.host.web.page_context import PageContext

FIRST = PageContext()


class Nobody:
    """A page that is not asked."""

    @property
    def prefix(self) -> str:
        raise AssertionError("what has no name is the same on all pages")


def test_every_attribute_of_the_preset_was_thought_of_and_no_other() -> None:
    for tag, schema in HTML.items():
        named = {*GLOBAL, *OWN.get(tag, {})}
        assert set(schema.props) == named, tag


def test_names_of_a_guest_stand_behind_its_prefix_wherever_they_are_named() -> None:
    assert page_attributes(
        "input", {"id": "a b", "name": "action", "form": "f", "list": "l"}, PageContext(index=3)
    ) == {
        "id": "g3-a b",
        "name": "g3-action",
        "form": "g3-f",
        "list": "g3-l",
    }
    assert page_attributes("output", {"for": " a  b\n"}, FIRST) == {"for": "g0-a g0-b"}
    assert page_attributes("label", {"for": "field"}, FIRST) == {"for": "g0-field"}
    assert page_attributes("td", {"headers": "x y", "colspan": 2}, FIRST) == {
        "headers": "g0-x g0-y",
        "colspan": 2,
    }
    assert page_attributes("p", {"aria-labelledby": "x y", "aria-label": "x y"}, FIRST) == {
        "aria-labelledby": "g0-x g0-y",
        "aria-label": "x y",
    }
    assert page_attributes("p", {"id": ""}, FIRST) == {}


def test_what_has_no_name_is_the_same_on_all_pages() -> None:
    given = {"title": "x", "data-x": "1", "aria-label": "y", "colspan": 2, "onClick": True}
    assert set(page_attributes("td", given, Nobody())) == {"title", "data-g-x", "aria-label", "colspan"}


def test_data_of_a_guest_is_no_data_of_the_page() -> None:
    given = {"data-on": "click:p", "data-r": "7", "data-bs-toggle": "modal", "data-g-x": "1"}
    assert page_attributes("div", given, FIRST) == {
        "data-g-on": "click:p",
        "data-g-r": "7",
        "data-g-bs-toggle": "modal",
        "data-g-g-x": "1",
    }
    assert class_words(" rill-button  fixed-top\n") == ["g-rill-button", "g-fixed-top"]
    assert class_words(None) == []


def test_what_would_go_somewhere_does_not_cross() -> None:
    assert page_attributes("form", {"action": "https://x.example", "method": "post"}, FIRST) == {}
    assert page_attributes("a", {"target": "frame", "rel": "opener", "download": "x", "href": "#x"}, FIRST) == {}
    assert page_attributes("q", {"cite": "https://x.example/"}, FIRST) == {"cite": "https://x.example/"}
    assert page_attributes("q", {"cite": "javascript:alert(1)"}, FIRST) == {}
    assert page_attributes("q", {"cite": "/logout"}, FIRST) == {}
    assert page_attributes("p", {"onclick": "alert(1)", "style": {"color": "red"}, "onClick": True}, FIRST) == {}


def test_nothing_of_a_guest_comes_before_the_host_in_the_order_of_the_tab_key() -> None:
    assert [tab_stop(value) for value in (5, 0, -1, None, True)] == [0, 0, -1, None, None]


@pytest.mark.parametrize("value", ["calc(1px", "red/*", "1px)", "rgb(1,(2)", " ", "var(--a))("])
def test_a_style_that_would_take_in_what_follows_is_left_out(value: str) -> None:
    assert declarations_of({"width": value, "color": "red"}) == "color:red"


def test_a_style_is_declarations() -> None:
    assert declarations_of({"font-weight": "bold", "width": "calc((1px + 2em) * 3)"}) == (
        "font-weight:bold;width:calc((1px + 2em) * 3)"
    )
    assert declarations_of(None) == ""
    # What the door lets in has nothing that ends a declaration, so that a bracket and a comment are all there is.
    assert [letter for letter in ";:{}[]'\"\\<>@" if re.match(CSS_VALUE_PATTERN, letter)] == []


def test_a_browser_offers_nothing_that_it_keeps_for_the_hosts_page() -> None:
    assert autocomplete("current-password", password=True) == "new-password"
    assert autocomplete(None, password=True) == "new-password"
    assert autocomplete("one-time-code", password=True) == "one-time-code"
    assert autocomplete("section-a username webauthn", password=False) == "off"
    assert autocomplete("billing cc-number", password=False) == "off"
    assert autocomplete("email", password=False) == "email"
    assert autocomplete(None, password=False) is None


@pytest.mark.parametrize(
    "pattern",
    ["[0-9]{3}-[0-9]{4}", "[A-Za-z]+", r"\d{5}", r"[^@ ]+@example\.org", "a?b?c?", "", "[a-z]{2,12}", "ä*"],
)
def test_a_pattern_that_takes_time_in_proportion_is_the_browsers(pattern: str) -> None:
    assert harmless_pattern(pattern) == pattern


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "a*a*",
        "(?:x)",
        "a|b",
        "a?" * 30 + "a" * 30,
        "[a-z]{1,40}[a-z]{1,40}",
        "a{2,}b+",
        r"(a)\1",
        "a**",
        "[a",
        "a{1001}{1001}",
        "[a&&b]",
        None,
        7,
    ],
)
def test_a_pattern_that_could_hold_up_the_page_stays_with_the_guest(pattern: object) -> None:
    assert harmless_pattern(pattern) is None


def test_addresses_and_names_are_no_plain_attributes() -> None:
    plain = {name for own in (GLOBAL, *OWN.values()) for name, use in own.items() if use is Use.PLAIN}
    assert plain.isdisjoint(("id", "name", "for", "form", "list", "href", "src", "action", "cite", "style", "class"))
