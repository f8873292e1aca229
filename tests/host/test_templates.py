"""Templates are checked once, wholly, and their clones are what the guest declared."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from pydantic import Field

from rill.components import CATALOGUE, Component, compile_component
from rill.components.html.elements import HTML
from rill.host.templates import CompiledTemplate, compile_template
from rill.host.weights import STATIC_NODE, weigh, weigh_text
from rill.protocol import CapabilityError, GuestError, LimitError, Limits, RillError
from rill.protocol.operations import Slot, SlotKind, Template
from rill.protocol.values import UNDEFINED, FunctionRef

PROP, TEXT, EVENT, CHILDREN = SlotKind.PROP, SlotKind.TEXT, SlotKind.EVENT, SlotKind.CHILDREN


class Needy(Component):
    """A component with a required prop."""

    size: int = Field(description="How large.")


COMPONENTS = {**CATALOGUE, "Needy": compile_component("Needy", Needy)}


def compile(tree: Any, *slots: Slot, limits: Limits | None = None) -> CompiledTemplate:
    return compile_template(Template(7, tree, list(slots)), COMPONENTS, "batch[3]", limits or Limits())


def refuse(tree: Any, *slots: Slot, limits: Limits | None = None) -> RillError:
    with pytest.raises((GuestError, LimitError)) as caught:
        compile(tree, *slots, limits=limits)
    assert caught.value.path is not None
    assert caught.value.path in str(caught.value)
    return caught.value


CARD = ["Row", {"label": "card"}, [["Text", {}, [["#text", "a"], ["#text", "b"]]], None, ["Pressable", {}, [None]]]]
SLOTS = (Slot(TEXT, 3), Slot(CHILDREN, 0), Slot(PROP, 0, "id"), Slot(EVENT, 4, "onPress"), Slot(CHILDREN, 4))


def test_nodes_are_numbered_in_pre_order_and_holes_are_not() -> None:
    card = compile(CARD, *SLOTS)
    assert [(node.type, node.parent, node.text) for node in card.nodes] == [
        ("Row", -1, ""),
        ("Text", 0, ""),
        ("#text", 1, "a"),
        ("#text", 1, "b"),
        ("Pressable", 0, ""),
    ]
    assert (card.id, card.size, card.height) == (7, 5, 2)
    assert card.nodes[4].schema is CATALOGUE["Pressable"]
    assert card.nodes[2].schema is None


def test_values_fill_their_slots() -> None:
    card = compile(CARD, *SLOTS)
    values = ["B", None, "x", {"stop": True}, None]
    assert card.props(0, values) == {"label": "card", "id": "x"}
    assert card.props(4, values) == {"onPress": {"stop": True}}
    assert [card.text(index, values) for index in (2, 3)] == ["a", "B"]


@pytest.mark.parametrize("absent", [UNDEFINED, None, False])
def test_a_listener_that_is_not_there_is_no_prop(absent: Any) -> None:
    card = compile(CARD, *SLOTS)
    card.check_values(["", None, "x", absent, None], "path", Limits())
    assert card.props(4, ["", None, "x", absent, None]) == {}


def test_undefined_is_no_prop_but_null_is_one() -> None:
    card = compile(CARD, *SLOTS)
    assert card.props(0, ["", None, UNDEFINED, True, None]) == {"label": "card"}
    assert card.props(0, ["", None, None, True, None]) == {"label": "card", "id": None}


def test_clones_share_no_dictionary_that_could_change() -> None:
    card = compile(CARD, *SLOTS)
    props = card.props(1, ["", None, "x", True, None])
    props["id"] = "changed"
    assert card.nodes[1].props == {}


def test_weights_of_a_clone_are_those_of_its_nodes() -> None:
    card = compile(CARD, *SLOTS)
    values = ["words", None, "x", {"stop": True}, None]
    by_node = [card.weigh(index, values) for index in range(card.size)]
    assert by_node == [
        weigh("card") + weigh("x"),
        0,
        weigh_text("a"),
        weigh_text("words"),
        weigh({"stop": True}),
    ]
    assert card.weigh_all(values) == sum(by_node)
    assert card.weigh_all(["", None, UNDEFINED, False, None]) == weigh("card") + weigh_text("a") + weigh_text("")
    # The template itself weighs its nodes and slots, so that a thousand large ones cannot be had for nothing.
    assert card.weight == card.static_weight + STATIC_NODE * (5 + 5)


def test_a_run_weighs_what_its_clones_weigh() -> None:
    card = compile(CARD, *SLOTS)
    columns: list[list[Any]] = [["a", "\u00e9"], [None, None], [None, UNDEFINED], [True, False], [None, None]]
    rows = list(zip(*columns, strict=True))
    assert card.weigh_run(columns, 2) == sum(map(card.weigh_all, rows))
    plain = compile(["View", {"id": "x"}, []])
    assert plain.weigh_run([], 3) == 3 * plain.weigh_all([])


VALUES: tuple[Any, ...] = (
    *("", "words", "\u00e9", None, True, False, UNDEFINED, 0, 7, 1.0, 1.5),
    *({"gap": 1}, ["a"], FunctionRef(1)),
)


@pytest.mark.parametrize("kind", [(PROP, 0, "id"), (PROP, 0, "hidden"), (PROP, 0, "focusOrder"), (PROP, 0, "style"),
                                  (TEXT, 3), (EVENT, 4, "onPress"), (CHILDREN, 0)], ids=str)  # fmt: skip
def test_a_column_is_accepted_and_weighed_as_its_values_are(kind: tuple[Any, ...]) -> None:
    # How: every pair of values, so that every class meets every other, is judged as a column and one by one.
    card = compile(CARD, Slot(*kind))

    def refusal(check: Callable[[], None]) -> str | None:
        try:
            check()
        except GuestError as error:
            return error.code
        return None

    for first, second in itertools.product(VALUES, repeat=2):
        column = [first, second]
        one_by_one = [refusal(partial(card.check_slot, 0, value, "path", Limits())) for value in column]
        as_column = refusal(partial(card.check_column, 0, column, "path", Limits()))
        assert as_column == next(filter(None, one_by_one), None)
        if as_column is None:
            assert card.weigh_run([column], 2) == sum(card.weigh_all([value]) for value in column)


@pytest.mark.parametrize(
    "tree",
    [
        None,
        5,
        "View",
        {},
        [],
        ["View"],
        ["View", {}],
        ["View", {}, [], []],
        ["View", [], []],
        ["View", {}, {}],
        [5, {}, []],
        ["#text"],
        ["#text", "a", "b"],
        ["#text", {}, []],
        [["View", {}, []]],
    ],
    ids=repr,
)
def test_a_malformed_tree_is_refused(tree: Any) -> None:
    error = refuse(tree)
    assert (error.code, error.path) == ("template_malformed", "batch[3].tree")
    assert str(error) == "expected [type, props, children] or ['#text', text] at batch[3].tree"
    inside = refuse(["View", {}, [None, ["View", {}, [["View", {}, []], tree or 7]]]])
    assert inside.path == "batch[3].tree.children[1].children[1]"


REFUSALS: tuple[tuple[Any, tuple[Slot, ...], str, str, str], ...] = (
    (
        ["View", {}, [["Vieww", {}, []]]],
        (),
        "component_unknown",
        "batch[3].tree.children[0]",
        "unknown component 'Vieww' at batch[3].tree.children[0]; did you mean 'View'",
    ),
    (
        ["View", {"nonsense": 1}, []],
        (),
        "prop_unknown",
        "batch[3].tree.props",
        "unknown prop 'nonsense' of View at batch[3].tree.props",
    ),
    (
        ["View", {1: 1}, []],
        (),
        "prop_unknown",
        "batch[3].tree.props",
        "unknown prop int of View at batch[3].tree.props",
    ),
    (
        ["View", {}, [["View", {"hidden": 5}, []]]],
        (),
        "prop_invalid",
        "batch[3].tree.children[0].props.hidden",
        "expected bool, got int at batch[3].tree.children[0].props.hidden",
    ),
    (
        ["Pressable", {"onPress": FunctionRef(1)}, []],
        (),
        "listener_invalid",
        "batch[3].tree.props.onPress",
        "expected a listener mark (true or a policy), got a function at batch[3].tree.props.onPress",
    ),
    (
        ["View", {}, [["#text", "bare"]]],
        (),
        "text_misplaced",
        "batch[3].tree.children[0]",
        "bare text under 'View' at batch[3].tree.children[0]; put it into a Text",
    ),
    (
        ["Text", {}, [["View", {}, []]]],
        (),
        "child_refused",
        "batch[3].tree.children[0]",
        "'Text' takes no 'View' as a child at batch[3].tree.children[0]",
    ),
    (
        ["Text", {}, [["#text", 5]]],
        (),
        "text_invalid",
        "batch[3].tree.children[0][1]",
        "expected str, got int at batch[3].tree.children[0][1]",
    ),
    (["Needy", {}, []], (), "prop_missing", "batch[3].tree", "missing prop 'size' of Needy at batch[3].tree"),
    (
        ["View", {}, []],
        (Slot(PROP, 1, "id"),),
        "slot_invalid",
        "batch[3].slots[0]",
        "expected a node index below 1, got 1 at batch[3].slots[0]",
    ),
    (
        ["Text", {}, [["#text", ""]]],
        (Slot(PROP, 1, "id"),),
        "slot_invalid",
        "batch[3].slots[0]",
        "a prop slot needs a component and a name, node 1 is #text at batch[3].slots[0]",
    ),
    (
        ["View", {}, []],
        (Slot(PROP, 0),),
        "slot_invalid",
        "batch[3].slots[0]",
        "a prop slot needs a component and a name, node 0 is View at batch[3].slots[0]",
    ),
    (
        ["Pressable", {}, []],
        (Slot(PROP, 0, "onPress"),),
        "slot_invalid",
        "batch[3].slots[0]",
        "Pressable has no prop 'onPress' at batch[3].slots[0]",
    ),
    (
        ["Pressable", {}, []],
        (Slot(EVENT, 0, "id"),),
        "slot_invalid",
        "batch[3].slots[0]",
        "Pressable has no event 'id' at batch[3].slots[0]",
    ),
    (
        ["View", {"id": "x"}, []],
        (Slot(PROP, 0, "id"),),
        "slot_invalid",
        "batch[3].slots[0]",
        "prop 'id' of node 0 is set twice at batch[3].slots[0]",
    ),
    (
        ["View", {}, []],
        (Slot(PROP, 0, "id"), Slot(PROP, 0, "id")),
        "slot_invalid",
        "batch[3].slots[1]",
        "prop 'id' of node 0 is set twice at batch[3].slots[1]",
    ),
    (
        ["View", {}, []],
        (Slot(TEXT, 0),),
        "slot_invalid",
        "batch[3].slots[0]",
        "a text slot needs a #text node without another slot, node 0 is View at batch[3].slots[0]",
    ),
    (
        ["#text", ""],
        (Slot(TEXT, 0), Slot(TEXT, 0)),
        "slot_invalid",
        "batch[3].slots[1]",
        "a text slot needs a #text node without another slot, node 0 is #text at batch[3].slots[1]",
    ),
    (
        ["TextInput", {}, []],
        (Slot(CHILDREN, 0),),
        "slot_invalid",
        "batch[3].slots[0]",
        "a children slot needs a component that takes children, once; node 0 is TextInput at batch[3].slots[0]",
    ),
    (
        ["View", {}, [None]],
        (Slot(CHILDREN, 0), Slot(CHILDREN, 0)),
        "slot_invalid",
        "batch[3].slots[1]",
        "a children slot needs a component that takes children, once; node 0 is View at batch[3].slots[1]",
    ),
)


@pytest.mark.parametrize(("tree", "slots", "code", "path", "text"), REFUSALS, ids=[case[4][:40] for case in REFUSALS])
def test_refuses(tree: Any, slots: tuple[Slot, ...], code: str, path: str, text: str) -> None:
    error = refuse(tree, *slots)
    assert (error.code, error.path) == (code, path)
    assert str(error).startswith(text)


def test_a_component_that_is_not_granted_is_a_matter_of_capability() -> None:
    assert isinstance(refuse(["Secret", {}, []]), CapabilityError)


def test_a_required_prop_may_come_by_a_slot_and_must_not_be_left_out_then() -> None:
    needy = compile(["Needy", {}, []], Slot(PROP, 0, "size"))
    needy.check_values([5], "path", Limits())
    with pytest.raises(GuestError) as caught:
        needy.check_values([UNDEFINED], "path", Limits())
    assert (caught.value.code, str(caught.value)) == ("prop_missing", "missing prop 'size' of Needy at path[0]")


def test_a_slot_may_be_for_a_prop_with_a_free_name() -> None:
    tree = ["p", {}, []]
    template = Template(7, tree, [Slot(PROP, 0, "data-x"), Slot(PROP, 0, "aria-label")])
    compiled = compile_template(template, HTML, "batch[3]", Limits())
    compiled.check_values(["1", "two"], "values", Limits())
    assert compiled.props(0, ["1", "two"]) == {"data-x": "1", "aria-label": "two"}
    with pytest.raises(GuestError, match="expected str"):
        compiled.check_values([["no text"], "two"], "values", Limits())
    with pytest.raises(GuestError, match="p has no prop 'datax'"):
        compile_template(Template(7, tree, [Slot(PROP, 0, "datax")]), HTML, "batch[3]", Limits())


def test_a_column_is_checked_row_by_row() -> None:
    card = compile(CARD, *SLOTS)
    good: list[list[Any]] = [["a", "b"], [None, None], [None, UNDEFINED], [True, {"stop": True}], [None] * 2]
    for slot, column in enumerate(good):
        card.check_column(slot, column, "path", Limits())
    bad: list[tuple[int, list[Any], str]] = [
        (0, ["a", 5], "text_invalid"),
        (1, [None, "x"], "slot_invalid"),
        (2, ["a", 5], "prop_invalid"),
        (3, [True, FunctionRef(1)], "listener_invalid"),
    ]
    for slot, column, code in bad:
        with pytest.raises(GuestError) as caught:
            card.check_column(slot, column, "path", Limits())
        assert (caught.value.code, caught.value.path) == (code, "path[1]")


# -- limits, each one under, at and one over


@pytest.mark.parametrize(("count", "is_allowed"), [(3, True), (4, True), (5, False)])
def test_template_nodes(count: int, is_allowed: bool) -> None:
    limits = Limits(template_nodes=4)
    tree = ["View", {}, [["View", {}, []] for _ in range(count - 1)]]
    if is_allowed:
        assert compile(tree, limits=limits).size == count
        return
    error = refuse(tree, limits=limits)
    assert str(error) == "template of 5 nodes at batch[3].tree exceeds template_nodes=4 (Limits.template_nodes)"


def nested(levels: int) -> Any:
    tree: Any = ["View", {}, []]
    for _ in range(levels - 1):
        tree = ["View", {}, [tree]]
    return tree


@pytest.mark.parametrize(("levels", "is_allowed"), [(255, True), (256, True), (257, False)])
def test_depth(levels: int, is_allowed: bool) -> None:
    if is_allowed:
        assert compile(nested(levels)).height == levels - 1
        return
    error = refuse(nested(levels))
    assert str(error) == "template of 257 levels at batch[3].tree exceeds depth=256 (Limits.depth)"
    assert error.code == "depth_exceeded"


def test_slots_count_as_props() -> None:
    limits = Limits(props=2)
    compile(["View", {"id": "x"}, []], Slot(PROP, 0, "label"), limits=limits)
    error = refuse(["View", {"id": "x"}, []], Slot(PROP, 0, "label"), Slot(PROP, 0, "hint"), limits=limits)
    assert str(error) == "node of 3 props at batch[3].tree exceeds props=2 (Limits.props)"


def test_a_wide_template_below_a_deep_one_makes_no_paths_before_an_error() -> None:
    # Each path would be longer than a thousand characters; none is made for a template that is in order.
    tree: Any = ["View", {}, [["View", {"label": "x"}, []] for _ in range(500)]]
    for _ in range(200):
        tree = ["View", {}, [tree]]
    assert compile(tree).size == 701
    tree_with_error: Any = ["View", {}, [["View", {"label": 5}, []]]]
    for _ in range(200):
        tree_with_error = ["View", {}, [tree_with_error]]
    assert refuse(tree_with_error).path == "batch[3].tree" + ".children[0]" * 201 + ".props.label"
