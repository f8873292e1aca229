"""Templates as elements: clones in HTML and in operations from columns alone."""

from __future__ import annotations

from typing import Any

import pytest

from host.trees import Given
from rill.host.web import templates
from rill.host.web.element import CHILDREN, Element, FieldValue
from rill.host.web.lowering import Needs
from rill.host.web.nesting import Nesting
from rill.host.web.page_context import PageContext
from rill.host.web.templates import WebTemplate, difference, is_lowerable, lower_template, modules_of
from rill.host.web.view import WebView
from rill.host.web.views import VIEWS
from rill.protocol.operations import Slot, SlotKind, Template
from rill.protocol.values import UNDEFINED

CONTEXT = PageContext(lambda source: f"/{source}")


def lowered(tree: list[Any], slots: list[Slot], **views: WebView) -> WebTemplate:
    """A template with these views beside those of the catalogue."""
    given = Given(Template(1, tree, slots))
    return lower_template(given.tree.templates[1], {**VIEWS, **views}, CONTEXT)


BOX = WebView(lower=lambda node, _: Element("div", {"title": node.get("label")}))
P = WebView(lower=lambda _node, _page: Element("p"))
ROW: list[Any] = [
    "Row",
    {},
    [["Text", {}, [["#text", "?"]]], ["View", {}, []], ["Text", {}, [["#text", "a%"], ["#text", "b"]]]],
]
SLOTS = [Slot(SlotKind.TEXT, 2), Slot(SlotKind.PROP, 0, "label"), Slot(SlotKind.CHILDREN, 3), Slot(SlotKind.TEXT, 6)]


def row() -> WebTemplate:
    return lowered(ROW, SLOTS, Row=BOX, View=P, Text=P)


def test_a_template_is_a_shape_with_its_nodes_as_items_and_a_slot_for_each_that_changes() -> None:
    template = row()
    assert template.size == 7
    assert template.shape == [
        "div",
        None,
        [[1, "p", None, [[2]]], [3, "p", None, []], [4, "p", None, [[5, "a%"], [6]]]],
    ]
    assert template.wire_slots() == [[0, 0], [1, 2], [1, 6]]
    assert [template.is_text(slot) for slot in range(3)] == [False, True, True]
    assert template.slot_of_guest == (1, 0, None, 2)


def test_rows_are_written_from_columns() -> None:
    needs = Needs()
    columns: list[list[Any]] = [["<1>", "2"], ["L%", None], [None, None], ["x", ""]]
    assert row().rows(9, range(20, 34, 7), columns, CONTEXT, needs) == [
        '<div data-r="20" data-t="9" title="L%" aria-label="L%" role="group"><p data-i="1" data-x="2">&lt;1&gt;</p>'
        '<p data-i="3"></p><p data-i="4"><!--i5-->a%<!--i6-->x</p></div>',
        '<div data-r="27" data-t="9"><p data-i="1" data-x="2">2</p>'
        '<p data-i="3"></p><p data-i="4"><!--i5-->a%<!--i6--></p></div>',
    ]


def test_the_page_has_a_clone_without_values() -> None:
    assert row().html(9) == (
        '<div data-t="9"><p data-i="1" data-x="2">?</p><p data-i="3"></p><p data-i="4"><!--i5-->a%<!--i6-->b</p></div>'
    )


def test_columns_say_what_differs_and_nothing_where_nothing_does() -> None:
    needs = Needs()
    label = {"title": "L", "aria-label": "L", "role": "group"}
    columns: list[list[Any]] = [["1", "2\0"], ["L", UNDEFINED], [None, None], ["x", "y"]]
    assert row().columns(columns, CONTEXT, needs) == [[label, None], ["1", "2\ufffd"], ["x", "y"]]
    columns[1] = [None, UNDEFINED]
    assert row().columns(columns, CONTEXT, needs)[0] is None


def test_a_plain_listener_is_part_of_the_template_and_only_others_are_said() -> None:
    template = lowered(["Button", {"title": "Go"}, []], [Slot(SlotKind.EVENT, 0, "onPress")])
    assert template.shape[1]["data-on"] == "click"
    assert template.columns([[True, True]], CONTEXT, Needs()) == [None]
    columns: list[list[Any]] = [[True, None, {"prevent": True}]]
    assert template.columns(columns, CONTEXT, Needs()) == [[None, {"data-on": None}, {"data-on": "click:p"}]]


def test_a_slot_is_said_from_all_values_that_its_node_depends_on() -> None:
    view = WebView(lower=lambda node, _: Element("p", {"title": f"{node.get('label')} {node.get('hint')}"}))
    template = lowered(["Row", {}, []], [Slot(SlotKind.PROP, 0, "label"), Slot(SlotKind.PROP, 0, "hint")], Row=view)
    assert template.slot_of_guest == (0, 0)
    value = template.value(0, ["a", "b"].__getitem__, CONTEXT, Needs())
    assert value == {"title": "b", "aria-label": "a", "role": "group"}


def test_each_of_the_different_values_is_lowered_once() -> None:
    seen: list[Any] = []

    def lower(node: Any, _page: Any) -> Element:
        seen.append(node.get("label"))
        return Element("div")

    template = lowered(["Row", {}, []], [Slot(SlotKind.PROP, 0, "label")], Row=WebView(lower=lower))
    for _ in range(3):
        template.columns([["a", "b"] * 500], CONTEXT, Needs())
    assert seen == [None, "a", "b"]


@pytest.mark.parametrize("values", [[True, 1, 1.0], [{"bold": True}, {"bold": True}, {"bold": False}]])
def test_equal_values_of_other_classes_are_not_taken_for_each_other(values: list[Any]) -> None:
    view = WebView(lower=lambda node, _: Element("p", {"title": repr(node.props.get("style"))}))
    given = Given(Template(1, ["Row", {}, []], [Slot(SlotKind.PROP, 0, "style")]))
    template = lower_template(given.tree.templates[1], {**VIEWS, "Row": view}, CONTEXT)
    (column,) = template.columns([values], CONTEXT, Needs())
    assert column is not None
    assert [value["title"] for value in column] == [repr(value) for value in values]


def test_a_style_in_a_slot_needs_its_rule_wherever_it_is_used() -> None:
    template = lowered(["Row", {"style": {"gap": 1}}, [["Text", {}, []]]], [Slot(SlotKind.PROP, 1, "style")])
    assert len(template.needs.rules) == 1
    for _ in range(2):
        needs = Needs()
        template.columns([[{"bold": True}, None]], CONTEXT, needs)
        assert [rule.text for rule in needs.rules.values()] == [f".{name}{{font-weight:bold;}}" for name in needs.rules]
    needs = Needs()
    template.rows(1, [10], [[{"bold": True}]], CONTEXT, needs)
    assert needs


def test_what_differs_is_attributes_or_the_whole() -> None:
    base = Element("p", {"data-a": "1", "data-b": 2}, "x", field=FieldValue("v"))
    assert difference(base, base) is None
    assert difference(base, Element("p", {"data-b": 2, "data-c": True}, "x", field=FieldValue("w", 1))) == {
        "$v": ["w", 1],
        "data-c": "",
        "data-a": None,
    }
    assert difference(base, Element("p", {"data-a": "1"}, "y")) == ["p", {"data-a": "1"}, ["y"]]
    assert difference(base, Element("b", {"data-a": "1"}, CHILDREN)) == ["b", {"data-a": "1"}, [0]]


def test_sessions_share_templates_that_are_the_same() -> None:
    views = {**VIEWS, "Row": BOX}
    one, two, other = (
        Given(Template(id, ["Row", {"label": label}, []], [])).tree.templates[id]
        for id, label in ((1, "a"), (7, "a"), (1, "b"))
    )
    assert lower_template(one, views, CONTEXT) is lower_template(two, views, PageContext())
    assert lower_template(other, views, CONTEXT) is not lower_template(one, views, CONTEXT)
    # Another view makes another element of the same.
    assert lower_template(one, {**VIEWS, "Row": P}, CONTEXT) is not lower_template(one, views, CONTEXT)


def test_what_one_page_alone_can_answer_is_not_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    view = WebView(lower=lambda node, page: Element("img", {"src": page.asset(str(node.get("source")))}))
    given = Given(Template(1, ["Row", {}, [["Image", {"alt": ""}, []]]], [Slot(SlotKind.PROP, 1, "source")]))
    template = given.tree.templates[1]
    views = {**VIEWS, "Image": view}
    first, second = PageContext(lambda source: f"/1/{source}"), PageContext(lambda source: f"/2/{source}")
    assert lower_template(template, views, first).is_own
    assert lower_template(template, views, first) is not lower_template(template, views, first)
    made = lower_template(template, views, first)
    assert [made.columns([["a"]], context, Needs()) for context in (first, second)] == [
        [[{"src": "/1/a"}]],
        [[{"src": "/2/a"}]],
    ]


def test_a_slot_that_only_one_page_can_answer_is_not_kept_for_others() -> None:
    # The base asks nothing, so the template is shared; a value of the slot asks.
    def lower(node: Any, page: Any) -> Element:
        label = node.get("label")
        return Element("img", {"src": page.asset(label) if label else None})

    views = {**VIEWS, "Row": WebView(lower=lower)}
    given = Given(Template(1, ["Row", {}, []], [Slot(SlotKind.PROP, 0, "label")]))
    found = []
    for place in ("/1/", "/2/"):
        context = PageContext(place.__add__)
        template = lower_template(given.tree.templates[1], views, context)
        found.append(template.columns([["a", "a"]], context, Needs())[0])
    assert [column[0]["src"] for column in found if column] == ["/1/a", "/2/a"]


def test_the_caches_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "_VARIANTS_MAX", 3)
    monkeypatch.setattr(templates, "_SHARED_MAX", 2)
    monkeypatch.setattr(templates, "_shared", type(templates._shared)())
    monkeypatch.setattr(templates, "_variants", templates._Variants())
    label = [Slot(SlotKind.PROP, 0, "label")]
    template = lowered(["Row", {}, []], label, Row=BOX)
    texts = ["x" * 5_000, *(str(number) for number in range(9))]
    for _ in range(2):
        (column,) = template.columns([texts], CONTEXT, Needs())
        assert [value["title"] for value in column or []] == texts
    kept = template.slots[0].variants  # type: ignore[union-attr]
    assert [key[0] for key in kept] == ["0", "1", "2"]
    assert templates._variants.count == 3
    for name in "abcdef":
        lowered(["Row", {"label": name}, []], [], Row=BOX)
    assert len(templates._shared) == 2
    # It is not shared any more: whoever has it goes on with it, and nothing is kept.
    assert (kept, templates._variants.count) == ({}, 0)
    assert template.columns([["a"]], CONTEXT, Needs())[0] is not None
    assert kept == {}


def test_large_templates_are_not_kept_beyond_their_session() -> None:
    tree = ["Row", {"label": "x" * 40_000}, []]
    assert not lowered(tree, [], Row=BOX).is_shared
    assert lowered(["Row", {"label": "x"}, []], [], Row=BOX).is_shared


def test_only_what_each_node_makes_of_its_own_props_can_be_cloned() -> None:
    contextual = {**VIEWS, "View": WebView(lower=BOX.lower, contextual=True)}

    def check(tree: list[Any], views: Any = VIEWS) -> bool:
        return is_lowerable(Given(Template(1, tree, [])).tree.templates[1], views)

    assert check(["Row", {}, [["View", {}, []]]])
    assert not check(["Row", {}, [["View", {}, []]]], contextual)
    assert not check(["#text", "x"])
    deep: list[Any] = ["View", {}, []]
    for _ in range(60):
        deep = ["View", {}, [deep]]
    assert not check(deep)


def test_it_knows_whether_a_parser_leaves_its_clones_alone() -> None:
    template = lowered(["Row", {}, [["Text", {}, [["#text", "x"]]]]], [], Row=P, Text=P)
    assert not template.keeps_place(Nesting())
    good = lowered(["Row", {}, [["Text", {}, [["#text", "x"]]]]], [], Row=BOX, Text=P)
    nesting = Nesting()
    assert good.keeps_place(nesting)
    assert nesting.enter("p")


def test_modules_are_named_alone_or_together() -> None:
    assert modules_of(BOX) == ()
    assert modules_of(WebView(lower=BOX.lower, module="a")) == ("a",)
    assert modules_of(WebView(lower=BOX.lower, module=("a", "b"))) == ("a", "b")
    template = lowered(["Row", {}, []], [], Row=WebView(lower=BOX.lower, module=("a", "b")))
    assert list(template.needs.modules) == ["a", "b"]
