"""Step one: what every operation may hold, refused with its code, its place and its words."""

from __future__ import annotations

from typing import Any

import pytest

from rill.host.tree import Node
from rill.protocol import CapabilityError, GuestError, LimitError, Limits
from rill.protocol.operations import (
    Append,
    Clone,
    Clones,
    Create,
    Delete,
    Operation,
    Patch,
    RefCall,
    Slot,
    SlotKind,
    Template,
    Text,
    Update,
)
from rill.protocol.values import UNDEFINED, FunctionRef

from .trees import Given

# Text of a Text, id of the Row, its children, and a listener.
CARD = Template(
    1,
    ["Pressable", {"label": "card"}, [["Text", {}, [["#text", ""]]], None]],
    [
        Slot(SlotKind.TEXT, 2),
        Slot(SlotKind.PROP, 0, "id"),
        Slot(SlotKind.CHILDREN, 0),
        Slot(SlotKind.EVENT, 0, "onPress"),
    ],
)


def scene(limits: Limits | None = None) -> Given:
    return Given(
        CARD, Create(1, "View", {}), Create(2, "#text", "two"), Clone(1, 10, ["ten", "a", None, True]), limits=limits
    )


REFUSALS: tuple[tuple[str, Operation, str, str, str], ...] = (
    (
        "unknown component",
        Create(50, "Buton", {}),
        "component_unknown",
        "batch[0]",
        "unknown component 'Buton' at batch[0]; did you mean 'Button'?",
    ),
    (
        "props of a component as a string",
        Create(50, "View", "text"),
        "props_invalid",
        "batch[0].props",
        "expected an object for the props of 'View' at batch[0].props, got str",
    ),
    (
        "text as an object",
        Create(50, "#text", {}),
        "text_invalid",
        "batch[0].text",
        "expected str, got dict at batch[0].text",
    ),
    (
        "unknown prop",
        Create(50, "View", {"hiden": True}),
        "prop_unknown",
        "batch[0].props",
        "unknown prop 'hiden' of View at batch[0].props; did you mean 'hidden'",
    ),
    (
        "prop of another type",
        Create(50, "View", {"hidden": 1}),
        "prop_invalid",
        "batch[0].props.hidden",
        "expected bool, got int at batch[0].props.hidden",
    ),
    (
        "function in place of a listener mark",
        Create(50, "Button", {"onPress": FunctionRef(1)}),
        "listener_invalid",
        "batch[0].props.onPress",
        "expected a listener mark (true or a policy), got a function at batch[0].props.onPress; "
        "functions stay in the guest",
    ),
    ("update of an unknown node", Update(50, {}, []), "node_unknown", "batch[0]", "unknown node 50 at batch[0]"),
    (
        "update of a text",
        Update(2, {}, []),
        "props_refused",
        "batch[0]",
        "node 2 is '#text' and has no props, at batch[0]",
    ),
    (
        "update of the root",
        Update(0, {}, []),
        "props_refused",
        "batch[0]",
        "node 0 is '#root' and has no props, at batch[0]",
    ),
    (
        "unknown removed prop",
        Update(1, {}, ["nonsense"]),
        "prop_unknown",
        "batch[0].removed[0]",
        "unknown prop 'nonsense' of View at batch[0].removed[0]",
    ),
    ("text of an unknown node", Text(50, ""), "node_unknown", "batch[0]", "unknown node 50 at batch[0]"),
    (
        "text of a component",
        Text(1, ""),
        "text_refused",
        "batch[0]",
        "TEXT needs a #text node, 1 is 'View', at batch[0]",
    ),
    (
        "text of a component inside a clone",
        Text(11, ""),
        "text_refused",
        "batch[0]",
        "TEXT needs a #text node, 11 is 'Text', at batch[0]",
    ),
    (
        "template twice",
        Template(1, ["View", {}, []], []),
        "template_reused",
        "batch[0]",
        "template 1 is defined twice, at batch[0]",
    ),
    ("clone of nothing", Clone(7, 50, []), "template_unknown", "batch[0]", "unknown template 7 at batch[0]"),
    (
        "too few values",
        Clone(1, 50, ["x"]),
        "slot_count_wrong",
        "batch[0].values",
        "expected 4 entries at batch[0].values, one for each slot of template 1, got 1",
    ),
    (
        "value of another type",
        Clone(1, 50, ["x", 3, None, True]),
        "prop_invalid",
        "batch[0].values[1]",
        "expected str or null, got int at batch[0].values[1]",
    ),
    (
        "text slot without a text",
        Clone(1, 50, [None, "x", None, True]),
        "text_invalid",
        "batch[0].values[0]",
        "expected str, got NoneType at batch[0].values[0]",
    ),
    (
        "value for children",
        Clone(1, 50, ["x", "x", 1, True]),
        "slot_invalid",
        "batch[0].values[2]",
        "expected nil for the children slot 2 at batch[0].values[2]; children come by APPEND and INSERT",
    ),
    (
        "columns for nothing",
        Clones(7, 50, 1, 1, None, []),
        "template_unknown",
        "batch[0]",
        "unknown template 7 at batch[0]",
    ),
    (
        "too few columns",
        Clones(1, 50, 1, 1, None, [["x"]]),
        "slot_count_wrong",
        "batch[0].columns",
        "expected 4 entries at batch[0].columns, one for each slot of template 1, got 1",
    ),
    (
        "column too short",
        Clones(1, 50, 2, 1, None, [["x", "y"], ["a"], [None] * 2, [True] * 2]),
        "column_length_wrong",
        "batch[0].columns[1]",
        "expected 2 values at batch[0].columns[1], got 1",
    ),
    (
        "wrong value in a column",
        Clones(1, 50, 2, 1, None, [["x", "y"], ["a", "b"], [None] * 2, [True, 5]]),
        "listener_invalid",
        "batch[0].columns[3][1]",
        "expected a listener mark (true or a policy), got int at batch[0].columns[3][1]",
    ),
    (
        "value in a column for children",
        Clones(1, 50, 2, 1, None, [["x", "y"], ["a", "b"], [None, 0], [True] * 2]),
        "slot_invalid",
        "batch[0].columns[2][1]",
        "expected nil for the children slot 2 at batch[0].columns[2][1]; children come by APPEND and INSERT",
    ),
    ("patch of no clone", Patch(1, 0, ""), "clone_unknown", "batch[0]", "node 1 is no clone, at batch[0]"),
    ("patch inside a clone", Patch(11, 0, ""), "clone_unknown", "batch[0]", "node 11 is no clone, at batch[0]"),
    (
        "patch of an unknown slot",
        Patch(10, 4, ""),
        "slot_unknown",
        "batch[0]",
        "template 1 has 4 slots, none is number 4, at batch[0]",
    ),
    (
        "patch of children",
        Patch(10, 2, None),
        "slot_invalid",
        "batch[0]",
        "slot 2 of template 1 holds children; use APPEND and INSERT, at batch[0]",
    ),
    (
        "patch with a wrong value",
        Patch(10, 0, 5),
        "text_invalid",
        "batch[0].value",
        "expected str, got int at batch[0].value",
    ),
)


@pytest.mark.parametrize(
    ("operation", "code", "path", "text"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS]
)
def test_refuses(operation: Operation, code: str, path: str, text: str) -> None:
    error = scene().reject(operation, code=code, path=path)
    # Hints name what is known; they are tested where they are made.
    assert str(error).startswith(text)


def test_a_component_that_is_not_granted_is_a_matter_of_capability() -> None:
    assert isinstance(Given().reject(Create(1, "Secret", {}), code="component_unknown"), CapabilityError)


def test_names_of_a_guest_are_escaped_and_cut_in_errors() -> None:
    error = Given().reject(Create(1, "\x1b[31m" + "x" * 1000, {}), code="component_unknown")
    assert "\x1b" not in str(error)
    assert len(str(error)) < 600


def test_a_path_names_the_operation() -> None:
    error = Given().reject(Create(1, "View", {}), Create(2, "View", {}), Text(1, ""), code="text_refused")
    assert error.path == "batch[2]"


def test_operations_see_what_earlier_ones_of_the_batch_made() -> None:
    given = Given(
        Create(1, "Text", {}),
        Create(2, "#text", ""),
        Update(1, {"id": "x"}, []),
        Text(2, "y"),
        CARD,
        Clone(1, 10, ["a", "b", None, True]),
        Clones(1, 20, 2, 0, None, [["a"] * 2, ["b"] * 2, [None] * 2, [True] * 2]),
        Text(25, "second of the run"),
        Update(24, {"label": "its Text"}, []),
        Patch(23, 1, "patched"),
        Patch(10, 0, "c"),
    )
    assert given.node(25).text == "second of the run"
    assert given.node(24).props == {"label": "its Text"}
    assert given.node(23).props == {"label": "card", "id": "patched", "onPress": True}


@pytest.mark.parametrize(
    "operation",
    [Update(3, {}, []), Text(3, ""), Patch(3, 0, ""), Clone(2, 9, [])],
    ids=lambda item: type(item).__name__,
)
def test_operations_do_not_see_what_later_ones_make(operation: Operation) -> None:
    later = (Create(3, "Text", {}), Template(2, ["View", {}, []], []))
    code = {Patch: "clone_unknown", Clone: "template_unknown"}.get(type(operation), "node_unknown")
    Given().reject(operation, *later, code=code, path="batch[0]")


def test_patch_of_a_run_hits_bases_only_and_behind_a_run_is_nothing() -> None:
    run = Clones(1, 20, 2, 0, None, [["a"] * 2, ["b"] * 2, [None] * 2, [True] * 2])
    Given(CARD).reject(run, Patch(21, 0, "x"), code="clone_unknown", path="batch[1]")
    Given(CARD).reject(run, Patch(26, 0, "x"), code="clone_unknown", path="batch[1]")
    Given(CARD).reject(run, Update(26, {}, []), code="node_unknown", path="batch[1]")
    Given(CARD).reject(run, Update(19, {}, []), code="node_unknown", path="batch[1]")


def test_ref_calls_of_unknown_nodes_and_methods_are_accepted() -> None:
    Given(RefCall(99, "nonsense", [], 1))


def test_arguments_of_a_ref_call_are_checked_for_size_and_depth() -> None:
    deep: Any = 0
    for _ in range(40):
        deep = [deep]
    Given().reject(RefCall(1, "focus", [deep], 1), code="value_too_deep")
    long = "x" * (Limits().string_bytes + 1)
    Given().reject(RefCall(1, "focus", [{"a": long}], 1), code="string_bytes_exceeded", path="batch[0].args[0].a")
    Given().reject(RefCall(1, "focus", [{"__proto__": 1}], 1), code="key_forbidden", path="batch[0].args[0]")


def test_absent_values_of_slots_are_no_props() -> None:
    given = Given(CARD, Clone(1, 10, ["", UNDEFINED, None, False]), Clone(1, 20, ["", UNDEFINED, None, None]))
    assert given.node(10).props == given.node(20).props == {"label": "card"}
    given.batch(Patch(10, 1, "id"), Patch(10, 3, {"stop": True}))
    assert given.node(10).props == {"label": "card", "id": "id", "onPress": {"stop": True}}
    given.batch(Patch(10, 1, UNDEFINED), Patch(10, 3, False))
    assert given.node(10).props == {"label": "card"}


# -- limits, each one under, at and one over


def at(limit: str, maximum: int) -> Limits:
    return Limits(**{limit: maximum})


@pytest.mark.parametrize("letters", ["x", "\u00e9", "\U0001f600"])
def test_text_bytes(letters: str) -> None:
    width = len(letters.encode())
    for size in (width * 9, width * 10):
        Given(Create(1, "#text", letters * (size // width)), limits=at("text_bytes", width * 10))
    too_long = letters * 11
    for operations, path in (
        ([Create(1, "#text", too_long)], "batch[0].text"),
        ([Create(1, "#text", ""), Text(1, too_long)], "batch[1].text"),
        ([CARD, Clone(1, 9, [too_long, None, None, None])], "batch[1].values[0]"),
        ([CARD, Clones(1, 9, 1, 0, None, [[too_long], [None], [None], [None]])], "batch[1].columns[0][0]"),
        ([CARD, Clone(1, 9, ["", None, None, None]), Patch(9, 0, too_long)], "batch[2].value"),
        ([Template(2, ["#text", too_long], [])], "batch[0].tree[1]"),
    ):
        error = Given(limits=at("text_bytes", width * 10)).reject(*operations, code="text_bytes_exceeded", path=path)
        assert isinstance(error, LimitError)
        assert (error.limit, error.value, error.maximum) == ("text_bytes", width * 11, width * 10)


def test_string_bytes() -> None:
    limits = at("string_bytes", 64)
    for size in (63, 64):
        Given(Create(1, "View", {"label": "x" * size}), limits=limits)
    long = "x" * 65
    for operations, path in (
        ([Create(1, "View", {"label": long})], "batch[0].props.label"),
        ([Create(1, "View", {}), Update(1, {"label": long}, [])], "batch[1].props.label"),
        ([CARD, Clone(1, 9, ["", long, None, None])], "batch[1].values[1]"),
        ([CARD, Clones(1, 9, 1, 0, None, [[""], [long], [None], [None]])], "batch[1].columns[1][0]"),
        ([Template(2, ["View", {"label": long}, []], [])], "batch[0].tree.props.label"),
        ([Create(1, "View", {"onLayout": {"keys": [long]}})], "batch[0].props.onLayout.keys[0]"),
    ):
        Given(limits=limits).reject(*operations, code="string_bytes_exceeded", path=path)


def test_props() -> None:
    limits = at("props", 2)
    Given(Create(1, "View", {"id": "a"}), Create(2, "View", {"id": "a", "label": "b"}), limits=limits)
    three = {"id": "a", "label": "b", "hint": "c"}
    Given(limits=limits).reject(Create(1, "View", three), code="props_exceeded", path="batch[0].props")
    Given(Create(1, "View", {}), limits=limits).reject(Update(1, three, []), code="props_exceeded")
    Given(limits=limits).reject(Template(1, ["View", three, []], []), code="props_exceeded", path="batch[0].tree")


def test_templates() -> None:
    limits = at("templates", 2)
    one, two, three = (Template(id, ["View", {}, []], []) for id in (1, 2, 3))
    given = Given(one, limits=limits)
    given.batch(two)
    error = given.reject(three, code="templates_exceeded", path="batch[0]")
    assert str(error) == "session of 3 templates at batch[0] exceeds templates=2 (Limits.templates)"
    Given(limits=limits).reject(one, two, three, code="templates_exceeded", path="batch[2]")


# -- beside the event loop


def test_a_clone_that_an_adapter_expands_during_a_check_is_found_all_the_same() -> None:
    # How: the dictionary that a check looks into expands the clone as soon as the first look has missed.
    given = Given(CARD, Clone(1, 10, ["ten", None, None, None]), Append(0, 10))

    class Racing(dict[int, Node]):
        misses = 0

        def get(self, id: int, default: Any = None) -> Any:
            found = super().get(id, default)
            if found is None and not self.misses:
                Racing.misses += 1
                assert self[10].lazy
                given.tree.expand(self[10])
            return found

    given.tree.nodes = Racing(given.tree.nodes)
    given.batch(Text(12, "found"))
    assert Racing.misses == 1
    assert given.node(12).text == "found"


def test_checking_expands_nothing() -> None:
    given = Given(CARD, Clone(1, 10, ["ten", None, None, None]))
    given.reject(
        Text(12, "inside"), Update(11, {"id": "x"}, []), Create(0, "View", {}), Text(1, ""), code="node_unknown"
    )
    assert given.node(10).lazy
    assert isinstance(given.reject(Delete(12), code="static_refused"), GuestError)
