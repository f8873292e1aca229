"""What a page is drawn with: what the browser has is not sent again."""

from __future__ import annotations

import pytest

from host.trees import Given
from rill.host.web.drawing import Drawing, Views
from rill.host.web.element import CHILDREN, Element, FieldValue
from rill.host.web.lowering import PersonStates
from rill.host.web.page_context import PageContext
from rill.host.web.view import WebView
from rill.host.web.views import VIEWS
from rill.protocol import HostError
from rill.protocol.operations import Append, Create, Template

STYLED: dict[str, object] = {"style": {"bold": True}}


def scene(**views: WebView) -> tuple[Given, Drawing]:
    given = Given(
        Create(1, "View", dict(STYLED)),
        Create(2, "View", dict(STYLED)),
        Create(3, "Text", {}),
        Append(0, 1),
        Append(0, 2),
        Append(0, 3),
        Template(1, ["View", dict(STYLED), []], []),
    )
    return given, Drawing(given.tree, Views({**VIEWS, **views}), PageContext(), PersonStates())


def test_a_browser_gets_each_rule_script_and_template_once() -> None:
    given, drawing = scene(View=WebView(lower=lambda _node, _page: Element("rill-a"), module="b"))
    drawing.item(given.node(1))
    drawing.morph(given.node(2), writes=True)
    needs = drawing.take_needs()
    assert [need[0] for need in needs] == [13, 14, 14]
    assert [need[1] for need in needs[1:]] == ["a", "b"]
    assert drawing.rules_known == 1
    template = drawing.template(1)
    assert template is not None
    drawing.define(1, template)
    drawing.define(1, template)
    assert [need[0] for need in drawing.take_needs()] == [8]
    drawing.item(given.node(1))
    assert drawing.take_needs() == []
    drawing.forget_browser()
    drawing.define(1, template)
    assert [need[0] for need in drawing.take_needs()] == [13, 14, 14, 8]


def test_templates_that_are_in_the_page_are_known() -> None:
    _, drawing = scene()
    found = drawing.all_templates()
    assert list(found) == [1]
    drawing.know_templates(found)
    drawing.define(1, found[1])
    assert drawing.take_needs() == []


def test_fields_are_written_only_when_they_are_to_be() -> None:
    def lower(_node: object, _page: object) -> Element:
        inner = Element("input", {"type": "text"}, field=FieldValue("v", 1))
        return Element("div", {}, Element("p", {}, inner), Element("p", {}, CHILDREN))

    given, drawing = scene(Text=WebView(lower=lower))
    place = ["p", None, [0]]
    assert drawing.morph(given.node(3), writes=True) == [
        2,
        3,
        ["div", None, [["p", None, [["input", {"type": "text", "$v": ["v", 1]}]]], place]],
    ]
    assert drawing.morph(given.node(3), writes=False) == [
        2,
        3,
        ["div", None, [["p", None, [["input", {"type": "text"}]]], place]],
    ]


def test_a_component_without_a_view_is_a_box() -> None:
    views = Views({})
    assert views["Anything"].lower(None, None) == Element("div", {"class": "rill-unknown"})  # type: ignore[arg-type]
    assert "Anything" not in views


def test_what_is_no_view_is_refused_at_the_hosts_own_line() -> None:
    with pytest.raises(HostError) as caught:
        Views({"StepList": print})  # type: ignore[dict-item]
    assert (caught.value.code, caught.value.path) == ("view_invalid", "StepList")


def test_nothing_below_a_component_without_children_of_its_own_has_an_element() -> None:
    given, drawing = scene(Text=WebView(lower=lambda _node, _page: Element("textarea"), children=False))
    assert drawing.is_closed(given.node(3))
    assert not drawing.is_closed(given.node(1))
