"""The receiver as a whole: accepted batches give the guest's tree, and a refused batch leaves no trace.

What single operations do and refuse is in test_batch_check.py and test_batch_application.py, what a hostile batch
costs in test_batch_cost.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rill.components import CATALOGUE
from rill.host import batch_application
from rill.host.receiver import Receiver
from rill.host.tree import Run, Tree
from rill.protocol import GuestError, HostError, LimitError, Limits
from rill.protocol.messages import PROTOCOL_VERSION, Batch
from rill.protocol.operations import (
    Append,
    Clear,
    Clone,
    Clones,
    Create,
    Delete,
    Insert,
    Operation,
    Patch,
    RefCall,
    Remove,
    Reorder,
    Slot,
    SlotKind,
    Template,
    Text,
    Update,
)
from rill.protocol.values import UNDEFINED, BigInt, ErrorValue, FunctionRef, MapValue, SetValue

from .guests import RandomGuest
from .trees import (
    Given,
    Mirror,
    Model,
    Refused,
    assert_consistent,
    assert_golden,
    make_batch,
    states,
    trace,
    without_templates,
)

SEEDS = st.integers(0, 2**32)
# Small enough that random batches meet them.
SMALL = Limits(nodes=60, children=9, depth=6)


def batch(sequence: int, *operations: Operation) -> Batch:
    return make_batch(sequence, operations)


def expand_some(tree: Tree, pick: random.Random) -> None:
    """Look at some clones and inside some, as an adapter may at any time."""
    for run in [run for run in tree._clones.values() if isinstance(run, Run)]:
        look = pick.random()
        if look < 0.1:
            tree.open(run)
        elif look < 0.5:
            id = pick.randrange(run.id, run.end)
            node = tree.find(id)
            assert node is not None
            assert node.id == id
    lazy = [node for node in tree.nodes.values() if node.lazy]
    for node in lazy:
        if pick.random() < 0.3:
            assert len(node.children) == node.child_count


# -- any sequence of batches


@given(SEEDS, st.sampled_from([Limits(), SMALL]))
def test_random_batches_give_the_tree_of_an_obvious_receiver_or_are_refused_by_both(seed: int, limits: Limits) -> None:
    # Goal: invariant 3. How: the model accepts or refuses each batch first; the receiver must agree, and come to the
    # same nodes. An adapter that knows `Changes` alone must show the same tree, whoever looked inside clones when.
    pick = random.Random(seed)
    model = Model(limits)
    guest = RandomGuest(seed, model)
    receiver = Receiver(CATALOGUE, limits)
    mirror = Mirror(receiver.tree) if pick.random() < 0.5 else None
    sequence = 1
    for _ in range(8):
        operations = guest.batch(pick.randrange(1, 12))
        if pick.random() < 0.5:
            expand_some(receiver.tree, pick)
        before = trace(receiver)
        identities = dict(receiver.tree.nodes)
        try:
            model.apply(operations)
        except Refused:
            with pytest.raises((GuestError, LimitError)):
                receiver.receive_batch(batch(sequence, *operations))
            after = trace(receiver)
            assert after.nodes == before.nodes
            assert (after.golden, after.count, after.weight) == (before.golden, before.count, before.weight)
            assert (after.used, after.templates, after.counters) == (before.used, before.templates, before.counters)
            assert all(receiver.tree.nodes[id] is node for id, node in identities.items())
        else:
            changes = receiver.receive_batch(batch(sequence, *operations))
            sequence += 1
            if mirror is not None:
                mirror.apply(changes)
                mirror.assert_shows(receiver.tree)
        assert states(receiver.tree) == model.states()
        assert_consistent(receiver.tree)


@given(SEEDS)
def test_a_batch_that_fails_anywhere_leaves_no_trace_although_clones_were_expanded_on_the_way(seed: int) -> None:
    # How: every batch is sent twice, first with an operation at its end that fails. Before each operation some clones
    # are expanded, so that expansion and undo meet in every order.
    pick = random.Random(seed)
    model = Model(Limits())
    guest = RandomGuest(seed, model, wild=0)
    receiver = Receiver(CATALOGUE, Limits())
    tables = batch_application._APPLICATIONS

    def looking(apply: Callable[..., None]) -> Callable[..., None]:
        def apply_and_look(application: Any, operation: Operation, index: int) -> None:
            expand_some(receiver.tree, pick)
            apply(application, operation, index)

        return apply_and_look

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch_application, "_APPLICATIONS", {kind: looking(apply) for kind, apply in tables.items()})
        for sequence in range(1, 7):
            operations = guest.batch(pick.randrange(1, 12))
            before = trace(receiver)
            identities = dict(receiver.tree.nodes)
            with pytest.raises(GuestError):
                receiver.receive_batch(batch(sequence, *operations, Delete(0)))
            assert_consistent(receiver.tree)
            after = trace(receiver)
            assert (after.nodes, after.golden, after.used) == (before.nodes, before.golden, before.used)
            assert (after.count, after.weight, after.templates) == (before.count, before.weight, before.templates)
            assert all(receiver.tree.nodes[id] is node for id, node in identities.items())
            receiver.receive_batch(batch(sequence, *operations))
            model.apply(operations)
            assert states(receiver.tree) == model.states()


@given(SEEDS, st.booleans())
def test_templates_give_the_same_tree_as_the_same_nodes_one_by_one(seed: int, is_looked_at: bool) -> None:
    # Goal: "with and without templates" of invariant 3, weights and counts included.
    pick = random.Random(seed)
    model = Model(Limits())
    guest = RandomGuest(seed, model, wild=0)
    with_templates, plain = Receiver(CATALOGUE, Limits()), Receiver(CATALOGUE, Limits())
    for sequence in range(1, 7):
        operations = guest.batch(pick.randrange(1, 12))
        plain_operations = without_templates(operations, model)
        with_templates.receive_batch(batch(sequence, *operations))
        plain.receive_batch(batch(sequence, *plain_operations))
        model.apply(operations)
        if is_looked_at:
            expand_some(with_templates.tree, pick)
        strip = {
            id: (state.type, state.props, state.text, state.parent, state.children)
            for id, state in states(with_templates.tree).items()
        }
        assert strip == {
            id: (state.type, state.props, state.text, state.parent, state.children)
            for id, state in states(plain.tree).items()
        }
        templates = sum(template.weight for template in with_templates.tree.templates.values())
        assert with_templates.tree.weight - templates == plain.tree.weight
        assert with_templates.tree.count == plain.tree.count
        assert [node.id for node in with_templates.tree.root.walk()] == [node.id for node in plain.tree.root.walk()]


# -- no trace, wherever in the batch the refusal comes from

ROW = Template(1, ["Row", {}, [["Text", {}, [["#text", ""]]], None]], [Slot(SlotKind.TEXT, 2), Slot(3, 0)])
# A tree in which every operation has something to work on.
SCENE: tuple[Operation, ...] = (
    ROW,
    Create(1, "View", {"id": "one"}),
    Create(2, "View", {}),
    Create(3, "Text", {}),
    Create(4, "#text", "four"),
    Append(3, 4),
    Append(2, 3),
    Append(1, 2),
    Append(0, 1),
    Create(5, "Button", {"title": "loose"}),
    Clones(1, 10, 4, 1, None, [["a", "b", "c", "d"], [None] * 4]),
    Clone(1, 30, ["loose", None]),
)
# Each accepted in the scene, and together.
GOOD: tuple[Operation, ...] = (
    Create(100, "View", {"label": "new"}),
    Append(1, 100),
    Insert(1, 5, 10),
    Update(1, {"label": "changed"}, ["id"]),
    Update(16, {"label": "root of a clone"}, []),
    Text(4, "other"),
    Text(12, "inside a clone"),
    Patch(13, 0, "patched"),
    Remove(1, 2),
    Append(100, 2),
    Template(2, ["View", {}, []], []),
    Clone(2, 110, []),
    Append(13, 110),
    Clones(1, 120, 2, 16, None, [["x", "y"], [None, None]]),
    Reorder(1, [100, 16, 13, 10, 19, 5]),
    Delete(10),
    RefCall(5, "focus", [], 1),
    Clear(100),
    Delete(30),
    Clear(0),
)
BAD: tuple[tuple[Operation, str], ...] = (
    (Create(1, "View", {}), "id_reused"),
    (Update(0, {}, []), "props_refused"),
    (Update(3, {"nonsense": 1}, []), "prop_unknown"),
    (Text(5, "no text"), "text_refused"),
    (Delete(0), "root_refused"),
    (Append(0, 0), "root_refused"),
    (Insert(0, 5, 77), "node_unknown"),
    (Remove(0, 5), "child_unknown"),
    (Reorder(0, [1, 1]), "order_invalid"),
    (Template(1, ["View", {}, []], []), "template_reused"),
    (Clone(9, 200, []), "template_unknown"),
    (Patch(1, 0, "x"), "clone_unknown"),
    (Clones(1, 4, 1, 0, None, [["x"], [None]]), "id_reused"),
    (Clear(999), "node_unknown"),
    (Append(999, 5), "node_unknown"),
)


def test_the_scene_and_everything_done_in_it_are_accepted() -> None:
    scene = Given(*SCENE)
    scene.batch(*GOOD)
    assert {type(operation) for operation in GOOD} == set(batch_application._APPLICATIONS)
    assert scene.golden() == ""


@pytest.mark.parametrize(("bad", "code"), BAD, ids=lambda value: value if isinstance(value, str) else "")
@pytest.mark.parametrize("after", range(0, len(GOOD), 3))
def test_a_refused_batch_leaves_no_trace_wherever_it_fails(after: int, bad: Operation, code: str) -> None:
    scene = Given(*SCENE)
    scene.tree.bump_version(scene.node(5))
    # Nodes that good operations take away may be missed first.
    refusals = {code, "node_unknown"}
    before = trace(scene.receiver)
    with pytest.raises((GuestError, LimitError)) as caught:
        scene.receiver.receive_batch(batch(2, *GOOD[:after], bad, *GOOD[after:]))
    assert caught.value.code in refusals
    assert trace(scene.receiver).rejected == 1
    assert trace(scene.receiver) == replace(before, rejected=1)
    assert_consistent(scene.tree)
    # And the batch without the bad operation is as welcome as if nothing had happened.
    scene.batch(*GOOD)


def test_a_bug_in_the_middle_of_a_batch_is_rolled_back_too(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Given(*SCENE)
    before = trace(scene.receiver)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    table: dict[Any, Any] = {**batch_application._APPLICATIONS, Remove: fail}
    monkeypatch.setattr(batch_application, "_APPLICATIONS", table)
    with pytest.raises(ZeroDivisionError):
        scene.receiver.receive_batch(batch(2, *GOOD))
    assert trace(scene.receiver) == replace(before, rejected=1)


def test_a_failed_batch_leaves_its_ids_to_the_next() -> None:
    scene = Given(*SCENE)
    scene.reject(Clone(1, 200, ["x", None]), Delete(0), code="root_refused", path="batch[1]")
    # Another clone over the same ids: the base of the one that never was must not hide it.
    scene.batch(Clone(1, 199, ["y", None]))
    assert scene.node(201).text == "y"


# -- the head of a batch


def test_a_batch_of_another_protocol_is_refused() -> None:
    receiver = Receiver(CATALOGUE, Limits())
    with pytest.raises(GuestError) as caught:
        receiver.receive_batch(Batch(PROTOCOL_VERSION + 1, 1, []))
    assert str(caught.value) == (
        f"batch speaks protocol {PROTOCOL_VERSION + 1}, this host speaks {PROTOCOL_VERSION}; rebuild the bundle"
    )
    assert (caught.value.code, caught.value.path) == ("protocol_version_unknown", "batch")


@pytest.mark.parametrize("sequence", [0, 1, 3, -1])
def test_batches_come_without_gaps_or_repeats(sequence: int) -> None:
    given_tree = Given(Create(1, "View", {}))
    with pytest.raises(GuestError) as caught:
        given_tree.receiver.receive_batch(batch(sequence))
    assert str(caught.value) == f"expected batch 2, got {sequence}; batches come without gaps or repeats"
    assert caught.value.code == "sequence_broken"
    assert given_tree.receiver.statistics().rejected == 1


def test_a_checked_batch_is_applied_before_the_next_is_checked() -> None:
    receiver = Receiver(CATALOGUE, Limits())
    first, second = receiver.check(batch(1, Create(1, "View", {}))), receiver.check(batch(1, Create(2, "View", {})))
    receiver.apply(first)
    with pytest.raises(HostError, match="apply each batch before the next is checked") as caught:
        receiver.apply(second)
    assert caught.value.code == "batch_stale"
    assert receiver.tree.find(2) is None


@pytest.mark.parametrize("count", [3, 4])
def test_as_many_operations_as_limits_allow(count: int) -> None:
    Given(*(Create(id, "View", {}) for id in range(1, count + 1)), limits=Limits(operations=4))


def test_one_operation_more_than_limits_allow() -> None:
    error = Given(limits=Limits(operations=4)).reject(
        *(Create(id, "View", {}) for id in range(1, 6)), code="operations_exceeded", path="batch"
    )
    assert str(error) == "batch of 5 operations at batch exceeds operations=4 (Limits.operations)"
    assert isinstance(error, LimitError)
    assert (error.limit, error.value, error.maximum, error.fault) == ("operations", 5, 4, "guest")


# -- what it counts


def test_statistics_count_accepted_batches_and_are_a_copy() -> None:
    scene = Given(*SCENE)
    statistics = scene.receiver.statistics()
    assert statistics.batches == 1
    assert statistics.operations == len(SCENE)
    assert statistics.nodes == statistics.nodes_max == scene.tree.count == 20
    assert statistics.templates == 1
    assert statistics.tree_bytes == scene.tree.weight
    assert statistics.by_operation == {"Template": 1, "Create": 5, "Append": 4, "Clones": 1, "Clone": 1}
    scene.batch(Clear(0))
    later = scene.receiver.statistics()
    assert (later.nodes, later.nodes_max, later.by_operation["Clear"]) == (4, 20, 1)
    assert "Clear" not in statistics.by_operation


def test_check_gives_the_ref_calls_in_order_and_changes_nothing() -> None:
    scene = Given(*SCENE)
    before = trace(scene.receiver)
    checked = scene.receiver.check(batch(2, *GOOD, RefCall(1, "unknown", [1], 2)))
    assert checked.ref_calls == (RefCall(5, "focus", [], 1), RefCall(1, "unknown", [1], 2))
    assert checked.sequence == 2
    assert checked.operations == (*GOOD, RefCall(1, "unknown", [1], 2))
    assert trace(scene.receiver) == before


def test_golden_text_of_a_tree_of_all_ways_to_make_nodes() -> None:
    assert_golden(
        SCENE,
        """
        View id="one"
          View
            Text "four"
          Row
            Text "a"
          Row
            Text "b"
          Row
            Text "c"
          Row
            Text "d"
        """,
    )


# -- whatever decodes

IDS = st.integers(0, 12) | st.sampled_from([2**32 - 1, 2**32 - 3])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 2**53),
    st.floats(),
    st.text(max_size=5),
    st.binary(max_size=3),
    st.just(UNDEFINED),
    st.builds(FunctionRef, st.integers(0, 9)),
    st.just(BigInt(5)),
)
KEYS = st.sampled_from(["id", "label", "style", "onPress", "hidden", "value", "nonsense", "__proto__", ""])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEYS, inner, max_size=3),
        st.lists(inner, max_size=2).map(lambda items: SetValue(tuple(items))),
        st.tuples(inner, inner).map(lambda pair: MapValue((pair,))),
        inner.map(lambda cause: ErrorValue(cause=cause)),
    ),
    max_leaves=6,
)
TYPES = st.sampled_from(["View", "Text", "Button", "TextInput", "#text", "#root", "Nonsense", ""])
PROPS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(KEYS, VALUES, max_size=2) | st.just({})
TREES = st.recursive(
    st.one_of(VALUES, st.tuples(st.just("#text"), st.text(max_size=3)).map(list)),
    lambda inner: st.tuples(TYPES, st.one_of(PROPS, VALUES), st.lists(inner, max_size=3)).map(list),
    max_leaves=5,
)
SLOTS = st.builds(Slot, st.integers(0, 3), st.integers(0, 3), st.none() | KEYS)
OPERATIONS = st.one_of(
    st.builds(Create, IDS, TYPES, st.one_of(PROPS, st.text(max_size=3))),
    st.builds(Update, IDS, PROPS, st.lists(KEYS, max_size=2)),
    st.builds(Delete, IDS),
    st.builds(Append, IDS, IDS),
    st.builds(Insert, IDS, IDS, IDS),
    st.builds(Remove, IDS, IDS),
    st.builds(Reorder, IDS, st.lists(IDS, max_size=3)),
    st.builds(Text, IDS, st.text(max_size=3)),
    st.builds(RefCall, IDS, st.text(max_size=3), st.lists(VALUES, max_size=2), IDS),
    st.builds(Template, st.integers(0, 2), TREES, st.lists(SLOTS, max_size=2)),
    st.builds(Clone, st.integers(0, 2), IDS, st.lists(VALUES, max_size=2)),
    st.builds(Patch, IDS, st.integers(0, 2), VALUES),
    st.builds(
        Clones,
        st.integers(0, 2),
        IDS,
        st.integers(1, 3) | st.just(0xFFFFFF),
        IDS,
        st.none() | IDS,
        st.lists(st.lists(VALUES, max_size=3), max_size=2),
    ),
    st.builds(Clear, IDS),
)


@given(st.lists(st.lists(OPERATIONS, max_size=4), max_size=6))
def test_any_batch_that_decodes_is_accepted_or_raises_a_documented_error(batches: list[list[Operation]]) -> None:
    receiver = Receiver(CATALOGUE, Limits())
    sequence = 1
    for operations in batches:
        try:
            receiver.receive_batch(batch(sequence, *operations))
        except (GuestError, LimitError) as error:
            refused = error
        else:
            sequence += 1
            continue
        finally:
            assert_consistent(receiver.tree)
        assert refused.path is not None
        assert refused.path in str(refused)
