"""The html preset: what its elements take and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest

from rill.components import CATALOGUE
from rill.components.html.attributes import CSS_PROPERTIES, INPUT_TYPES
from rill.components.html.elements import HTML
from rill.protocol.errors import GuestError, HostError, LimitError
from rill.protocol.limits import Limits

LIMITS = Limits()
NEVER = ("script", "style", "link", "meta", "base", "iframe", "object", "embed", "template", "slot", "svg", "math")


def accept(tag: str, **props: Any) -> None:
    HTML[tag].check_create({name.removesuffix("_"): value for name, value in props.items()}, "props", LIMITS)


def refuse(tag: str, props: dict[str, Any], words: str) -> None:
    with pytest.raises((GuestError, LimitError), match=words):
        HTML[tag].check_create(props, "props", LIMITS)


def test_what_loads_or_runs_something_is_no_element() -> None:
    assert not set(NEVER) & set(HTML)


def test_names_are_tags_and_none_is_a_name_of_the_catalogue() -> None:
    assert all(tag == tag.lower() and tag.isascii() and tag.isalnum() for tag in HTML)
    assert not set(HTML) & set(CATALOGUE)
    assert {schema.component.preset for schema in HTML.values()} == {"html"}
    assert {schema.component.preset for schema in CATALOGUE.values()} == {"rill"}


@pytest.mark.parametrize("tag", HTML)
def test_every_element_is_described_and_takes_what_all_take(tag: str) -> None:
    schema = HTML[tag]
    assert schema.doc
    assert all(prop.doc for prop in schema.props.values())
    assert all(event.doc for event in schema.events.values())
    accept(tag, id="x", class_="a b", hidden=True, tabindex=0, title="t", lang="de", inert=True)
    accept(tag, **{"aria-label": "words", "data-id": "7", "data-1": "", "onClick": True, "onKeyDown": {"keys": ["a"]}})
    accept(tag, style={"color": "red", "margin-top": "1em", "display": "flex"})
    assert {"focus", "blur", "click", "scrollIntoView"} <= set(schema.methods)


@pytest.mark.parametrize("tag", HTML)
def test_text_and_elements_may_stand_in_all_but_the_void_ones(tag: str) -> None:
    void = tag in ("hr", "br", "wbr", "img", "input", "col")
    assert HTML[tag].text_allowed is not void
    assert HTML[tag].accepts_child(HTML["span"]) is not void


def test_text_level_elements_stand_in_the_lines_of_the_catalogue() -> None:
    assert CATALOGUE["Text"].accepts_child(HTML["b"])
    assert not CATALOGUE["Text"].accepts_child(HTML["div"])


def test_unknown_attributes_are_refused_with_the_name_that_was_meant() -> None:
    refuse("div", {"className": "x"}, "unknown prop 'className' of div at props; did you mean 'class'")
    refuse("div", {"href": "x"}, "unknown prop 'href' of div")
    refuse("div", {"onclick": "x"}, "unknown prop 'onclick' of div at props; did you mean 'onClick'")
    refuse("label", {"htmlFor": "x"}, "did you mean 'for'")
    refuse("iframe" if "iframe" in HTML else "div", {"srcdoc": "x"}, "unknown prop 'srcdoc'")


@pytest.mark.parametrize(
    "name", ["data-", "aria-", "data-A", "data-a b", "data-\n", "data-é", "data-" + "a" * 65, "date-x", "data-_"]
)
def test_names_behind_a_prefix_are_names(name: str) -> None:
    refuse("div", {name: "x"}, "unknown prop")


def test_values_behind_a_prefix_are_short_strings() -> None:
    accept("div", **{"data-x": "y" * 1000})
    refuse("div", {"data-x": "y" * 1001}, "expected str of length <= 1000, got one of length 1001 at props.data-x")
    refuse("div", {"data-x": 1}, "expected str of length <= 1000, got int")
    refuse("div", {"data-x": {"a": 1}}, "got object")


def test_props_behind_a_prefix_are_changed_removed_and_read_as_others() -> None:
    schema = HTML["div"]
    schema.check_update({"data-x": "1"}, ["aria-label"], "props", LIMITS)
    schema.check_prop("data-x", "1", "props.data-x", LIMITS)
    accepts = schema.acceptor("data-x")
    assert accepts is not None
    assert accepts("1", 100)
    assert not accepts(1, 100)
    assert schema.acceptor("date-x") is None
    assert schema.default("aria-label") is None
    with pytest.raises(HostError, match="div has no prop 'nonsense'"):
        schema.default("nonsense")
    with pytest.raises(GuestError, match="unknown prop 'datax'"):
        schema.check_update({}, ["datax"], "props", LIMITS)
    with pytest.raises(GuestError, match="expected str"):
        schema.check_prop("data-x", 1, "props.data-x", LIMITS)


def test_the_catalogue_has_no_props_with_free_names() -> None:
    with pytest.raises(GuestError, match="unknown prop 'data-x' of View"):
        CATALOGUE["View"].check_create({"data-x": "1"}, "props", LIMITS)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/b?c=d#e",
        "http://a.example",
        "HTTPS://A",
        "mailto:a@b.example",
        "#/active",
        "/a/b:c",
        "a/b:c",
        "",
        "?a:b",
        "./x",
    ],
)
def test_addresses_that_a_host_may_open_or_that_are_the_guests_own(address: str) -> None:
    accept("a", href=address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:x",
        "\x01javascript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "blob:x",
        "ftp://x",
        "x:y",
        ":x",
        "https\n:x",
        "https://" + "a" * 2000,
    ],
)
def test_addresses_of_other_schemes_are_refused(address: str) -> None:
    for tag, name in (("a", "href"), ("form", "action"), ("blockquote", "cite"), ("q", "cite"), ("del", "cite")):
        refuse(tag, {name: address}, "expected an address that begins with https:, http: or mailto:|length")


@pytest.mark.parametrize("source", ["logo.png", "https://a.example/b.png", "a/b.png", ""])
def test_sources_of_pictures_are_assets_and_https(source: str) -> None:
    accept("img", src=source)


@pytest.mark.parametrize("source", ["http://a.example/b.png", "data:image/png;base64,x", "javascript:x", "file:x"])
def test_other_sources_of_pictures_are_refused(source: str) -> None:
    refuse("img", {"src": source}, "expected the name of an asset, or an https address")


@pytest.mark.parametrize(
    "value",
    [
        "red",
        "#ff8800",
        "rgb(1, 2, 3)",
        "rgba(1 2 3 / 50%)",
        "calc(1px + 2em)",
        "var(--x)",
        "1fr 2fr",
        "",
        "-1px",
        "minmax(1px, max(2px, 3px))",
        "bold",
        "0.5",
    ],
)
def test_values_of_css(value: str) -> None:
    accept("div", style=dict.fromkeys(CSS_PROPERTIES, value))


@pytest.mark.parametrize(
    "value",
    [
        "url(x)",
        "URL(https://a.example)",
        "image-set(x)",
        "expression(alert(1))",
        "red;color:blue",
        "red}",
        "a{b",
        "\\75rl(x)",
        "'x'",
        '"x"',
        "<x",
        "red\n",
        "@import x",
        "x" * 201,
        "attr(x)",
        "element(x)",
        "é",
        "x/**/(x)",
    ],
)
def test_values_that_could_fetch_or_end_where_they_stand_are_refused(value: str) -> None:
    refuse("div", {"style": {"color": value}}, "expected a value of CSS|length")


def test_a_value_of_css_takes_no_longer_to_refuse_than_to_accept() -> None:
    # With a pattern that tries again this would take days; the bound is on the work, so it shows as a hang here.
    refuse("div", {"style": {"width": "minmax(" * 28 + "<"}}, "expected a value of CSS")
    refuse("div", {"style": {"width": "rgba(rgb(" * 22 + "<"}}, "expected a value of CSS")


def test_properties_of_css_are_those_on_the_list() -> None:
    refuse("div", {"style": {"colr": "red"}}, "unknown name 'colr' at props.style; did you mean 'color'")
    refuse("div", {"style": {"backgroundColor": "red"}}, "unknown name 'backgroundColor'")
    refuse("div", {"style": {"background-image": "none"}}, "unknown name 'background-image'")
    refuse("div", {"style": {"position": "fixed"}}, "unknown name 'position'")
    refuse("div", {"style": {"color": 1}}, "got int at props.style.color")
    refuse("div", {"style": "color: red"}, "got 'color: red' at props.style")


@pytest.mark.parametrize(
    ("tag", "name", "low", "high"),
    [
        ("td", "colspan", 1, 1000),
        ("td", "rowspan", 0, 65534),
        ("textarea", "rows", 0, 1000000),
        ("div", "tabindex", -1, 32767),
        ("col", "span", 1, 1000),
        ("input", "maxlength", 0, 1000000),
        ("ol", "start", -1000000, 1000000),
        ("img", "width", 0, 100000),
    ],
)
def test_counts_are_bounded(tag: str, name: str, low: int, high: int) -> None:
    accept(tag, **{name: low})
    accept(tag, **{name: high})
    refuse(tag, {name: low - 1}, "expected int")
    refuse(tag, {name: high + 1}, "expected int")
    refuse(tag, {name: str(low)}, "got str|got '")


@pytest.mark.parametrize("type", INPUT_TYPES)
def test_types_of_input(type: str) -> None:
    accept("input", type=type, value="x", checked=True, valueVersion=3)


def test_guests_have_no_files_and_submit_nowhere_else() -> None:
    refuse("input", {"type": "file"}, "expected 'text', ")
    refuse("button", {"formaction": "x"}, "unknown prop")
    refuse("form", {"target": "x"}, "unknown prop")


def test_events_say_where_they_happened_and_what_the_field_holds() -> None:
    schema = HTML["div"]
    dump = schema.events["onClick"].dump({"target": 7, "checked": True, "version": 2})
    assert dump == {
        "target": 7,
        "value": None,
        "checked": True,
        "version": 2,
        "shift": False,
        "ctrl": False,
        "alt": False,
        "meta": False,
        "source": "pointer",
        "button": 0,
        "detail": 1,
    }
    with pytest.raises(HostError, match="target"):
        schema.events["onClick"].dump({})
    assert HTML["form"].events["onSubmit"].dump({"target": 1, "entries": [["a", "b"]]}) == {
        "target": 1,
        "value": None,
        "checked": None,
        "version": None,
        "entries": [["a", "b"]],
        "submitter": None,
    }
    assert HTML["details"].events["onToggle"].dump({"target": 1, "open": True})


def test_methods_are_those_of_the_dom() -> None:
    assert {"select", "setSelectionRange", "reportValidity"} <= set(HTML["input"].methods)
    assert {"requestSubmit", "reset", "reportValidity"} <= set(HTML["form"].methods)
    assert "select" not in HTML["select"].methods
