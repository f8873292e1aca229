"""The net under the views: which tags, attributes and addresses reach a page at all."""

from __future__ import annotations

import pytest

from rill.host.web.allowed import SVG_TAGS, TAGS, VOID_TAGS, attribute_value, check_tag, is_harmless, number_words
from rill.protocol import HostError


@pytest.mark.parametrize("tag", ["div", "h1", "rill-scroll", "input", "dialog"])
def test_a_tag_of_html_is_written_as_it_is(tag: str) -> None:
    assert check_tag(tag) == tag


def test_a_tag_of_svg_is_written_without_its_mark() -> None:
    assert check_tag("svg:linearGradient") == "linearGradient"


@pytest.mark.parametrize(
    "tag",
    [
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "base",
        "link",
        "meta",
        "template",
        "noscript",
        "xmp",
        "plaintext",
        "svg:script",
        "svg:use",
        "svg:foreignObject",
        "svg:div",
        "path",
        "div onclick",
        "rill-",
        "rill-x y",
        "DIV",
        "",
    ],
)
def test_no_view_makes_an_element_that_fetches_runs_or_is_read_in_its_own_way(tag: str) -> None:
    with pytest.raises(HostError) as caught:
        check_tag(tag)
    assert caught.value.code == "tag_refused"


def test_the_tables_do_not_contradict_each_other() -> None:
    assert not {"script", "style", "iframe", "object", "base", "meta", "link"} & (TAGS | SVG_TAGS)
    assert {"br", "img", "input", "hr"} <= VOID_TAGS


@pytest.mark.parametrize("name", ["class", "aria-label", "data-on", "viewBox", "href", "data-g-x.y", "stroke-width"])
def test_attributes_of_views_are_set(name: str) -> None:
    assert attribute_value(name, "none") == "none"


@pytest.mark.parametrize(
    "name",
    [
        "onclick",
        "onfocus",
        "style",
        "srcdoc",
        "srcset",
        "ping",
        "nonce",
        "xlink:href",
        "data-",
        "data-a b",
        "data-A",
        "xx",
        "is",
        "slot\xa0",
        "class ",
        "http-equiv",
    ],
)
def test_attributes_that_run_fetch_or_have_strange_names_are_refused(name: str) -> None:
    with pytest.raises(HostError) as caught:
        attribute_value(name, "x")
    assert caught.value.code == "attribute_refused"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, ""),
        (3, 3),
        (-1, -1),
        (2**53, "9007199254740992"),
        (1.0, "1"),
        (0.5, "0.5"),
        (-2.5, "-2.5"),
        (1e-7, "0.0000001"),
        (float("nan"), "0"),
        (float("inf"), "0"),
        ("a\0b", "a\ufffdb"),
    ],
)
def test_values_are_what_a_browser_would_hold(value: str | float | bool, words: str | int) -> None:
    assert attribute_value("data-x", value) == words
    assert type(attribute_value("data-x", value)) is type(words)


def test_numbers_are_written_as_javascript_does() -> None:
    assert [number_words(value) for value in (0.1, 1e15, 100.0, 12.25)] == ["0.1", "1000000000000000", "100", "12.25"]


@pytest.mark.parametrize(
    "address",
    ["https://a.b/c?d=e:f", "http://a", "mailto:a@b", "tel:+49", "/path:x", "#a", "?x=:", "a/b:c", "", "page", "//a.b"],
)
def test_addresses_of_places_are_harmless(address: str) -> None:
    assert is_harmless(address)
    assert attribute_value("href", address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        " javascript:x",
        "java\nscript:x",
        "\tjavascript:x",
        "\x01javascript:x",
        "javascript\t:x",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc",
        "blob:x",
        "about:blank",
        "x-y:z",
        "java\u200bscript:x",
        "\u202ejavascript:x",
        ":x",
    ],
)
@pytest.mark.parametrize("name", ["href", "src", "action", "formaction", "poster", "cite"])
def test_addresses_of_scripts_are_left_out(name: str, address: str) -> None:
    assert attribute_value(name, address) is None


@pytest.mark.parametrize("paint", ["url(#a)", "url(https://a)", "red;x", "none x", "var(--A)", "image(x)"])
def test_paint_that_could_fetch_is_left_out(paint: str) -> None:
    assert attribute_value("fill", paint) is None
    assert attribute_value("stroke", "currentColor") == "currentColor"
    assert attribute_value("fill", "var(--rill-primary)") == "var(--rill-primary)"
