"""From a node to its element: what every component has, and what views may ask."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from host.trees import Given
from rill.components.html.elements import HTML
from rill.host.web.element import CHILDREN, Element, FieldValue
from rill.host.web.lowering import (
    LoweringPage,
    Needs,
    PersonStates,
    TemplateNode,
    lower_node,
    walk,
    with_attributes,
)
from rill.host.web.page_context import PageContext
from rill.host.web.styles import style_rule
from rill.host.web.view import Described, WebView
from rill.protocol import HostError
from rill.protocol.operations import Append, Create, Slot, SlotKind, Template
from rill.protocol.values import Value
from rill.protocol.web import FORCED


class Scene:
    """One component and what becomes of it."""

    def __init__(self, type: str, props: dict[str, Value], *children: Any) -> None:
        self.given = Given(Create(1, type, props), Append(0, 1), *children)
        self.node = self.given.node(1)
        self.page = LoweringPage(PageContext(index=2), PersonStates(), self.given.tree)

    def lower(self, element: Element) -> Element:
        return lower_node(self.node, WebView(lower=lambda _node, _page: element), self.page)


@pytest.mark.parametrize(
    ("props", "element", "attributes"),
    [
        ({}, Element("div"), {}),
        ({"hidden": True, "hint": "why"}, Element("p"), {"hidden": True, "title": "why"}),
        ({"hidden": False, "label": "", "role": None}, Element("p"), {}),
        ({"label": "L"}, Element("button"), {"aria-label": "L"}),
        ({"label": "L"}, Element("div"), {"aria-label": "L", "role": "group"}),
        ({"label": "L", "role": "region"}, Element("div"), {"aria-label": "L", "role": "region"}),
        ({"label": "L"}, Element("div", {"role": "grid"}), {"aria-label": "L", "role": "grid"}),
        ({"label": "L"}, Element("div", {"aria-label": "its own"}), {"aria-label": "its own", "role": "group"}),
        ({"role": "button"}, Element("button"), {}),
        ({"role": "switch"}, Element("button"), {"role": "switch"}),
        ({"role": "generic"}, Element("button"), {}),
        ({"role": "text"}, Element("span"), {}),
    ],
)
def test_what_every_component_has_is_on_its_element(
    props: dict[str, Value], element: Element, attributes: dict[str, Any]
) -> None:
    assert Scene("View", props).lower(element).attributes == attributes


def test_a_style_is_a_class_behind_those_of_the_view_and_a_rule_that_the_page_needs() -> None:
    scene = Scene("View", {"style": {"bold": True}})
    rule = style_rule({"bold": True})
    assert scene.lower(Element("div", {"class": "a b"})).attributes == {"class": f"a b {rule.name}"}
    assert scene.page.needs.rules == {rule.name: rule}
    assert Scene("View", {"style": {}}).lower(Element("div")).attributes == {}


def test_a_place_in_the_order_of_the_tab_key_is_a_class() -> None:
    scene = Scene("View", {"focusOrder": 3})
    names = str(scene.lower(Element("div")).attributes["class"]).split()
    assert names[1] == "rill-ordered"
    assert list(scene.page.needs.rules) == names


def test_what_belongs_to_the_one_field_inside_is_on_it() -> None:
    box = Element("input", {"type": "checkbox"}, field=FieldValue(False))
    element = Element("label", {"class": "c"}, box, Element("span", {}, CHILDREN))
    scene = Scene("Checkbox", {"label": "L", "autoFocus": True, "role": "switch", "hint": "H", "hidden": True})
    made = scene.lower(element)
    assert made.attributes == {"class": "c", "title": "H", "hidden": True}
    field = made.children[0]
    assert isinstance(field, Element)
    assert field.attributes == {"type": "checkbox", "aria-label": "L", "autofocus": True, "role": "switch"}
    assert field.field == FieldValue(False)


def test_of_several_fields_none_is_the_one() -> None:
    radio = Element("input", {"type": "radio"}, field=FieldValue(False))
    made = Scene("RadioGroup", {"label": "L", "options": []}).lower(Element("div", {}, radio, radio))
    assert made.attributes == {"aria-label": "L", "role": "group"}
    assert made.children == (radio, radio)


def test_elements_of_html_have_words_of_their_own() -> None:
    given = Given(Create(1, "div", {"hidden": True, "title": "t"}), Append(0, 1), components=HTML)
    page = LoweringPage(PageContext(), PersonStates(), given.tree)
    element = lower_node(given.node(1), WebView(lower=lambda _node, _page: Element("div")), page)
    assert element.attributes == {}


@pytest.mark.parametrize(
    "element",
    [
        Element("div", {}, CHILDREN, CHILDREN),
        Element("div", {}, "words", CHILDREN),
        Element("div", {}, Element("p", {}, CHILDREN), Element("p", {}, CHILDREN)),
        Element("div", {}, "words and no place"),
        Element("div", {}, Element("script"), Element("p", {}, CHILDREN)),
        Element("div", {"onclick": "x"}),
        Element("div", {}, Element("p", {"style": "x"}, CHILDREN)),
        Element("div", {}, Element("br", {}, "x"), Element("p", {}, CHILDREN)),
        Element("textarea", {}, CHILDREN),
    ],
)
def test_what_no_view_may_make_is_the_hosts_mistake_and_found_at_the_view(
    element: Element, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="rill.web"):
        made = Scene("View", {}).lower(element)
    assert made == Element("div", {"class": "rill-view-failed"})
    assert "the view of View for 'web' failed" in caplog.text


def test_what_takes_no_children_needs_no_place_for_them() -> None:
    element = Element("div", {}, "words")
    assert Scene("Divider", {}).lower(element) == element


def test_elements_of_modules_say_which_script_they_need() -> None:
    scene = Scene("View", {})
    scene.lower(Element("div", {}, Element("rill-menu", {}, CHILDREN)))
    scene.lower(Element("rill-layout"))
    assert list(scene.page.needs.modules) == ["menu", "layout"]
    others = Needs()
    others.add(scene.page.needs)
    assert others
    assert list(others.modules) == ["menu", "layout"]
    others.clear()
    assert not others


# -- what views ask


def test_a_field_shows_what_the_guest_wrote_or_begins_with_its_default() -> None:
    assert Scene("TextInput", {"value": "v"}).page.shown(Scene("TextInput", {"value": "v"}).node) == ("v", 0)
    scene = Scene("TextInput", {"defaultValue": "d"})
    assert scene.page.shown(scene.node) == ("d", 0)
    collapsible = Scene("Collapsible", {"title": "t", "defaultOpen": True})
    assert collapsible.page.shown(collapsible.node, "open") == (True, 0)


def test_a_field_shows_what_the_person_did_until_the_guest_has_accepted_it() -> None:
    scene = Scene("TextInput", {"value": "v", "valueVersion": "force"})
    assert scene.page.shown(scene.node) == ("v", FORCED)
    scene.page.initial = True
    assert scene.page.shown(scene.node) == ("v", 0)
    scene.given.tree.bump_version(scene.node)
    scene.page.states.fields[1] = {"value": "typed"}
    assert scene.page.shown(scene.node) == ("typed", 1)


def test_a_node_of_a_template_shows_its_own_value() -> None:
    given = Given(
        Template(1, ["Row", {}, [["TextInput", {"placeholder": "p"}, []]]], [Slot(SlotKind.PROP, 1, "value")])
    )
    node = TemplateNode(given.tree.templates[1], 1, {"value": "v", "onChange": True})
    page = LoweringPage(PageContext(), PersonStates(), given.tree)
    assert page.shown(node) == ("v", 0)
    assert (node.type, node.get("readOnly"), node.listens("onChange"), node.listens("onSubmit")) == (
        "TextInput",
        False,
        True,
        False,
    )
    assert not page.is_own
    with pytest.raises(HostError) as caught:
        page.unique(node, "x")
    assert caught.value.code == "view_invalid"


def test_what_only_this_page_can_answer_is_noted() -> None:
    scene = Scene("View", {})
    page = scene.page
    assert not page.is_own
    assert page.unique(scene.node, "title") == "g2-1-title"
    assert page.is_own
    assert page.prefix == "g2-"
    assert page.asset("x.png") is None
    page.states.kept[1] = {"k": 5}
    assert page.remembered(scene.node, "k") == 5
    assert page.remembered(scene.node, "other") is None


def test_a_rule_of_a_view_is_one_of_the_page() -> None:
    scene = Scene("View", {})
    name = scene.page.rule("order:1;")
    assert scene.page.needs.rules[name].text == f".{name}{{order:1;}}"


def test_persons_states_go_with_their_nodes() -> None:
    states = PersonStates()
    states.fields = {1: {"value": "a"}, 2: {"value": "b"}}
    states.kept = {2: {"k": 1}}
    states.forget_gone(lambda id: id == 2)
    assert (states.fields, states.kept) == ({1: {"value": "a"}}, {})


def test_attributes_and_classes_are_added_to_a_copy() -> None:
    element = Element("p", {"class": "a"}, "x", field=FieldValue("v"))
    made = with_attributes(element, {"title": "t"}, ["b"])
    assert made == Element("p", {"class": "a b", "title": "t"}, "x", field=FieldValue("v"))
    assert element.attributes == {"class": "a"}
    assert [inner.tag for inner in walk(Element("a", {}, Element("b", {}, Element("i")), "x", Element("s")))] == list(
        "abis"
    )


def described(_node: Described) -> None:
    """A node of a tree and one of a template are both what views read."""


described(Scene("View", {}).node)
