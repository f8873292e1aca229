"""What a browser says of elements of HTML, and what the guest hears of it: one act, one event."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any

import pytest

from host.recorder.elements import Element, el
from host.test_html import named, tree
from rill.components.html.elements import HTML
from rill.host.tree import Node
from rill.host.web.html_events import ENTRIES_MAX, EVENTS, METHODS, dom_type
from rill.host.web.view import DomEvent
from rill.protocol.errors import LimitError, TransportError
from rill.protocol.values import Value


class Page:
    """A tree as a browser's events meet it, and all that came of them."""

    def __init__(self, *elements: Element) -> None:
        self.tree = tree(*elements)
        self.told: list[tuple[str, str, dict[str, Any]]] = []
        self.fields: dict[tuple[str, str], Value] = {}
        self.calls: list[tuple[Any, ...]] = []

    def hear(self, listener: str, type: str, target: str | None = None, **said: Any) -> list[tuple[str, str]]:
        """Let the browser say something. Returns who heard of what."""
        before = len(self.told)
        where = named(self.tree, target).id if target is not None else None
        EVENTS[type](link_at(self, listener), DomEvent(target=where, **said))
        return [(id, event) for id, event, _ in self.told[before:]]

    @property
    def payload(self) -> dict[str, Any]:
        return self.told[-1][2]


class Link:
    """What the adapter gives to handlers. Every payload is checked as the receiver's door does."""

    prefix = "g0-"

    def __init__(self, page: Page, node: Node) -> None:
        self.page, self.node = page, node

    @property
    def version(self) -> int:
        return self.page.tree.version(self.node)

    def emit(self, event: str, payload: Mapping[str, Any] | None = None) -> bool:
        assert self.node.schema is not None
        said = dict(payload or {})
        self.node.schema.events[event].check_payload(said, "payload")
        self.page.told.append((str(self.node.props.get("id")), event, said))
        return True

    def note(self, value: Value, version: int, prop: str = "value") -> int:
        self.page.fields[str(self.node.props.get("id")), prop] = value
        return self.page.tree.raise_version(self.node, version)

    def held(self, node: Node | None = None, prop: str = "value") -> Value:
        node = node or self.node
        return self.page.fields.get((str(node.props.get("id")), prop), node.props.get(prop))

    def forget(self, prop: str = "value") -> None:
        self.page.fields.pop((str(self.node.props.get("id")), prop), None)

    def find(self, id: int) -> Node | None:
        return self.page.tree.find(id)

    def call(self, method: str, *args: Any) -> Awaitable[Value] | None:
        self.page.calls.append((self.node.props.get("id"), method, *args))
        return None

    def within(self, node: Node) -> Link:
        return Link(self.page, node)


def link_at(page: Page, id: str) -> Any:
    return Link(page, named(page.tree, id))


# -- where it happened


def test_the_innermost_listener_hears_of_it_once_with_where_it_happened() -> None:
    page = Page(el("ul", el("li", el("b", "x", id="b"), id="li", onClick=True), id="ul", onClick=True))
    assert page.hear("li", "click", "b", detail=1, mods=1) == [("li", "onClick")]
    assert page.payload == {
        "target": named(page.tree, "b").id,
        "source": "pointer",
        "button": 0,
        "detail": 1,
        "shift": True,
        "ctrl": False,
        "alt": False,
        "meta": False,
    }


def test_a_key_is_told_once_though_the_browser_tells_of_it_on_the_way_up() -> None:
    page = Page(el("div", el("input", id="in", onKeyDown=True), id="out", onKeyDown=True))
    assert page.hear("in", "keydown", key="a", value="x", version=1) == [("in", "onKeyDown")]
    assert page.payload == {
        "target": named(page.tree, "in").id,
        "value": "x",
        "version": 1,
        "key": "a",
        "repeat": False,
        "shift": False,
        "ctrl": False,
        "alt": False,
        "meta": False,
    }
    assert page.hear("out", "keydown", "in", key="a", value="x", version=1) == []


def test_an_element_that_asks_for_itself_lets_others_hear() -> None:
    page = Page(el("div", el("a", "x", href="#x", id="a"), id="div", onClick=True))
    assert page.hear("a", "click") == [("div", "onClick")]


@pytest.mark.parametrize("target", [99_999, 0])
def test_a_place_that_is_gone_or_somewhere_else_is_the_listener(target: int) -> None:
    page = Page(el("div", id="a", onClick=True), el("div", id="b"))
    for said in (target, named(page.tree, "b").id):
        EVENTS["click"](link_at(page, "a"), DomEvent(target=said))
        assert page.payload["target"] == named(page.tree, "a").id


def test_what_stays_where_it_happened_does_not_rise() -> None:
    page = Page(el("div", el("input", id="in"), id="div", onFocus=True, onFocusIn=True))
    assert page.hear("div", "focus", "in") == []
    assert page.hear("div", "focusin", "in") == [("div", "onFocusIn")]
    assert page.payload == {"target": named(page.tree, "in").id, "version": 0, "value": ""}
    assert dom_type("onMouseEnter") == "pointerenter"


# -- presses


def test_a_press_by_keys_says_so() -> None:
    page = Page(el("button", id="b", onClick=True, onContextMenu=True, onDblClick=True))
    page.hear("b", "click", detail=0)
    assert (page.payload["source"], page.payload["detail"]) == ("key", 0)
    page.hear("b", "contextmenu", detail=1, button=2)
    assert page.payload["button"] == 2
    assert page.hear("b", "dblclick", detail=2) == [("b", "onDblClick")]


def test_nothing_that_is_off_is_pressed() -> None:
    page = Page(
        el("button", el("b", id="in"), id="off", disabled=True, onClick=True),
        el("fieldset", el("button", id="set", onClick=True), disabled=True),
        el("div", el("p", id="inert", onClick=True), inert=True),
        el("div", el("button", el("i", id="i"), disabled=True), id="around", onClick=True),
    )
    assert [page.hear(id, "click") for id in ("off", "set", "inert")] == [[], [], []]
    assert page.hear("around", "click", "i") == []


def test_a_link_within_the_page_brings_its_place_into_view() -> None:
    page = Page(el("a", el("b", id="b"), href="#x", id="a"), el("a", href="#nothing", id="none"), el("h2", id="x"))
    page.hear("a", "click", "b")
    page.hear("none", "click")
    assert page.calls == [("x", "scrollIntoView")]


# -- fields


def test_a_field_is_noted_before_the_guest_hears() -> None:
    page = Page(el("form", el("input", id="in"), id="form", onInput=True, onChange=True))
    assert page.hear("form", "input", "in", value="ab", version=2) == [("form", "onInput")]
    assert page.payload == {"target": named(page.tree, "in").id, "version": 2, "value": "ab"}
    assert page.fields == {("in", "value"): "ab"}
    assert page.hear("form", "focusin", "in", value="ab", version=2) == []
    assert page.hear("in", "change", value="abc", version=3) == [("form", "onChange")]
    assert page.fields == {("in", "value"): "abc"}


def test_a_tick_is_on_in_its_press_already() -> None:
    page = Page(el("input", type="checkbox", value="yes", id="tick", onClick=True, onChange=True))
    assert page.hear("tick", "click", value=True, version=1) == [("tick", "onClick")]
    assert (page.payload["checked"], page.payload["version"]) == (True, 1)
    assert "value" not in page.payload
    assert page.hear("tick", "change", value=True, version=1) == [("tick", "onChange")]
    assert page.tree.version(named(page.tree, "tick")) == 1


def test_of_a_group_of_choices_one_is_on() -> None:
    page = Page(
        el("input", type="radio", name="n", id="a", checked=True),
        el("input", type="radio", name="n", id="b", onChange=True),
        el("input", type="radio", name="m", id="c", checked=True),
    )
    page.hear("b", "change", value=True, version=1)
    assert page.fields == {("b", "checked"): True, ("a", "checked"): False}
    # That is a change of the other, too: what the guest wrote before is older.
    assert [page.tree.version(named(page.tree, id)) for id in "abc"] == [1, 1, 0]


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (el("input", id="x", onInput=True), True),
        (el("input", id="x", onInput=True), ["a"]),
        (el("input", id="x", onInput=True), "two\nlines"),
        (el("input", type="checkbox", id="x", onInput=True), "on"),
        (el("select", el("option", value="a"), id="x", onInput=True), "b"),
    ],
)
def test_a_value_that_no_person_could_bring_about_is_not_taken(asked: Element, value: Any) -> None:
    page = Page(asked)
    page.hear("x", "input", value=value, version=5)
    assert page.fields == {}
    assert page.payload.get("value") in (None, "", "a")


@pytest.mark.parametrize(
    "asked",
    [
        el("input", id="x", disabled=True, onInput=True),
        el("textarea", id="x", readonly=True, onInput=True),
        el("div", el("input", id="x", onInput=True), inert=True),
    ],
)
def test_a_field_that_nobody_can_change_does_not_change(asked: Element) -> None:
    page = Page(asked)
    assert page.hear("x", "input", value="a", version=1) == []
    assert page.fields == {}


def test_a_hidden_field_says_what_the_guest_says() -> None:
    page = Page(el("div", el("input", type="hidden", value="v", id="h"), id="d", onClick=True))
    page.hear("d", "click", "h", value="forged", version=9)
    assert (page.payload["value"], page.fields) == ("v", {})


# -- forms


def form(**marks: Any) -> Page:
    return Page(
        el("form", el("input", name="a", id="a"), el("button", id="go", name="b"), el("p", id="p"), id="form", **marks),
        el("button", id="other"),
    )


def test_a_form_says_its_fields_by_the_guests_own_names() -> None:
    page = form(onSubmit=True)
    go = named(page.tree, "go").id
    assert page.hear("form", "submit", entries=[("g0-a", "x"), ("g0-g0-b", "y")], submitter=go) == [
        ("form", "onSubmit")
    ]
    assert page.payload == {
        "target": named(page.tree, "form").id,
        "entries": [["a", "x"], ["g0-b", "y"]],
        "submitter": go,
    }


@pytest.mark.parametrize("id", ["p", "other", "a", None])
def test_a_form_is_submitted_by_its_own_button_or_by_none(id: str | None) -> None:
    page = form(onSubmit=True)
    page.hear("form", "submit", submitter=named(page.tree, id).id if id else 99_999)
    assert page.payload["submitter"] is None


def test_a_form_of_the_hosts_page_is_no_form_of_a_guest() -> None:
    page = form(onSubmit=True)
    with pytest.raises(TransportError, match="has no field 'password'"):
        page.hear("form", "submit", entries=[("password", "x")])
    with pytest.raises(LimitError) as error:
        page.hear("form", "submit", entries=[("g0-a", "x")] * (ENTRIES_MAX + 1))
    assert error.value.fault == "client"
    assert page.hear("form", "submit", entries=[("g0-a", "x")] * ENTRIES_MAX) == [("form", "onSubmit")]


def test_a_form_that_is_put_back_holds_what_the_guest_says() -> None:
    page = form(onReset=True)
    page.hear("a", "change", value="x", version=1)
    assert page.hear("form", "reset") == [("form", "onReset")]
    assert page.fields == {}


# -- what opens and closes


def test_details_that_a_person_opened_are_known_without_a_listener() -> None:
    page = Page(el("details", id="a"), el("details", id="b", onToggle=True))
    assert page.hear("a", "toggle", open=True) == []
    assert page.hear("b", "toggle", open=False) == [("b", "onToggle")]
    assert page.fields == {("a", "open"): True, ("b", "open"): False}
    assert page.hear("b", "toggle") == []


def test_a_person_wants_a_dialog_gone() -> None:
    page = Page(
        el("dialog", el("input", id="in"), id="a", open=True, modal=True, onCancel=True),
        el("dialog", id="closed", onCancel=True),
    )
    assert page.hear("a", "rill-close", data={"reason": "escape"}) == [("a", "onCancel")]
    assert page.hear("a", "rill-close", data={"reason": "outside"}) == []
    assert page.hear("a", "rill-close", data="escape") == []
    assert page.hear("closed", "rill-close", data={"reason": "escape"}) == []


# -- pictures


def test_a_picture_says_its_size_or_why_there_is_none() -> None:
    page = Page(
        el("img", src="a.png", id="a", onLoad=True, onError=True), el("img", src="https://x", id="b", onError=True)
    )
    assert page.hear("a", "load", size=(10.4, 3.0)) == [("a", "onLoad")]
    assert page.payload == {"width": 10, "height": 3}
    codes = []
    for id, part in (("a", "missing"), ("a", ""), ("b", "refused"), ("b", ""), ("a", "constructor")):
        page.hear(id, "error", part=part)
        codes.append(page.payload["code"])
    assert codes == ["missing", "invalid", "refused", "failed", "invalid"]


# -- clients that say what no browser does


@pytest.mark.parametrize("type", EVENTS)
def test_an_event_of_any_type_on_any_element_is_told_rightly_or_not_at_all(type: str) -> None:
    asked = [el(tag, id=tag, **dict.fromkeys(HTML[tag].events, True)) for tag in HTML]
    page = Page(*asked)
    for tag in HTML:
        page.hear(tag, type)
        page.hear(
            tag,
            type,
            value="\0" * 10,
            version=-3,
            detail=-1,
            button=-7,
            open=True,
            size=(1e300, float("nan")),
            data={"reason": {"escape": 1}},
        )


def test_a_key_has_a_short_name() -> None:
    page = Page(el("input", id="x", onKeyDown=True))
    with pytest.raises(LimitError) as error:
        page.hear("x", "keydown", key="a" * 65)
    assert error.value.fault == "client"


# -- methods


def test_a_method_is_the_browsers_but_nobody_else_opens_links() -> None:
    page = Page(el("input", id="x"), el("a", el("b", id="b"), id="a", href="https://x.example", onClick=True))
    METHODS["setSelectionRange"](link_at(page, "x"), [1, 2])
    METHODS["click"](link_at(page, "x"), [])
    METHODS["click"](link_at(page, "b"), [])
    assert page.calls == [("x", "setSelectionRange", 1, 2), ("x", "click")]
    assert [(id, event) for id, event, _ in page.told] == [("a", "onClick")]
