"""The receiver as a whole: any accepted sequence of batches gives the guest's tree, and a refused batch leaves no trace.

What single operations do and refuse is in test_batch_check.py and test_batch_application.py, what a hostile batch
costs in test_batch_cost.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rill.components import CATALOGUE
from rill.host import batch_application
from rill.host.receiver import Receiver
from rill.host.tree import Tree
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

from .guests import RandomGuest
from .trees import Given, Mirror, Model, Refused, assert_consistent, assert_golden, states, trace, without_templates

SEEDS = st.integers(0, 2**32)
# Small enough that random batches meet them.
SMALL = Limits(nodes=60, children=9, depth=6)


def batch(sequence: int, *operations: Operation) -> Batch:
    return Batch(PROTOCOL_VERSION, sequence, list(operations))


def expand_some(tree: Tree, pick: random.Random) -> None:
    """Look inside some clones, as an adapter may at any time."""
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
