"""Step two: what operations do to the structure, what they refuse, what is said of them, and how large a tree gets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from rill.host.node_ids import PAGES_MAX
from rill.host.tree import Changes, Node
from rill.protocol import LimitError, Limits
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
    Remove,
    Reorder,
    Slot,
    SlotKind,
    Template,
    Text,
    Update,
)
from rill.protocol.values import UNDEFINED

from .trees import Given

# base: Row, +1: Text, +2: its text (slot 0), +3: View (children, slot 1), +4: Text in front of nothing.
CARD = Template(
    1,
    ["Row", {}, [["Text", {}, [["#text", ""]]], ["View", {}, [None]], ["Text", {}, []]]],
    [Slot(SlotKind.TEXT, 2), Slot(SlotKind.CHILDREN, 3), Slot(SlotKind.PROP, 0, "id"), Slot(SlotKind.PROP, 1, "label")],
)


def card(base: int, text: str = "card") -> Clone:
    return Clone(1, base, [text, None, UNDEFINED, UNDEFINED])


def views(*ids: int, under: int = 0) -> list[Operation]:
    return [operation for id in ids for operation in (Create(id, "View", {}), Append(under, id))]


def row_of_three() -> Given:
    return Given(Create(1, "View", {}), Append(0, 1), *views(2, 3, 4, under=1))


def chain(first: int, length: int, under: int | None = 0) -> list[Operation]:
    """A chain of views, one inside the other."""
    operations: list[Operation] = []
    for id in range(first, first + length):
        operations.append(Create(id, "View", {}))
        parent = id - 1 if id > first else under
        if parent is not None:
            operations.append(Append(parent, id))
    return operations


# -- what each operation does


def test_create_makes_a_detached_node() -> None:
    given = Given(Create(7, "View", {"id": "x"}), Create(8, "#text", "words"))
    assert (given.node(7).parent, given.node(7).type, given.node(7).props) == (None, "View", {"id": "x"})
    assert (given.node(8).parent, given.node(8).type, given.node(8).text) == (None, "#text", "words")
    assert given.tree.count == 2
    assert given.golden() == ""


def test_update_changes_and_removes_props_and_leaves_the_operation_alone() -> None:
    create = Create(1, "View", {"id": "x", "label": "l"})
    given = Given(create)
    given.batch(Update(1, {"label": "m", "hint": "h"}, ["id"]))
    assert given.node(1).props == {"label": "m", "hint": "h"}
    assert create.props == {"id": "x", "label": "l"}


def test_append_puts_last_and_moves_what_is_attached() -> None:
    given = row_of_three()
    given.batch(Append(1, 2))
    assert given.children(1) == [3, 4, 2]
    given.batch(Append(3, 4))
    assert (given.children(1), given.children(3)) == ([3, 2], [4])


@pytest.mark.parametrize(
    ("child", "before", "expected"),
    [
        (4, 2, [4, 2, 3]),
        (4, 3, [2, 4, 3]),
        (2, 4, [3, 2, 4]),
        (2, 3, [2, 3, 4]),
        (3, 4, [2, 3, 4]),
        (3, 2, [3, 2, 4]),
    ],
)
def test_insert_puts_before_a_sibling(child: int, before: int, expected: list[int]) -> None:
    given = row_of_three()
    given.batch(Insert(1, child, before))
    assert given.children(1) == expected


def test_remove_detaches_and_keeps() -> None:
    given = row_of_three()
    given.batch(Remove(1, 3))
    assert given.children(1) == [2, 4]
    assert given.node(3).parent is None
    assert given.tree.count == 4
    given.batch(Insert(1, 3, 2))
    assert given.children(1) == [3, 2, 4]


def test_delete_ends_a_subtree_attached_or_not() -> None:
    given = row_of_three()
    gone = [given.node(1), given.node(3)]
    given.batch(Create(9, "View", {}), Delete(1), Delete(9))
    assert given.tree.count == 0
    assert [node.alive for node in gone] == [False, False]
    assert [given.tree.find(id) for id in (1, 2, 3, 4, 9)] == [None] * 5


def test_reorder_gives_the_whole_order() -> None:
    given = row_of_three()
    given.batch(Reorder(1, [4, 2, 3]))
    assert given.children(1) == [4, 2, 3]
    given.batch(Reorder(2, []))
    assert given.children(2) == []


def test_clear_deletes_all_children_and_no_more() -> None:
    given = row_of_three()
    given.batch(*views(5, under=3), Clear(1))
    assert (given.children(0), given.children(1), given.tree.count) == ([1], [], 1)
    given.batch(Clear(1))
    assert given.tree.count == 1


def test_text_replaces_the_text() -> None:
    given = Given(Create(1, "#text", "a"))
    given.batch(Text(1, "b"))
    assert given.node(1).text == "b"


def test_clones_of_a_run_stand_in_order_before_their_sibling() -> None:
    given = row_of_three()
    given.batch(CARD, Clones(1, 10, 3, 1, 3, [["a", "b", "c"], [None] * 3, [None] * 3, [None] * 3]))
    assert given.children(1) == [2, 10, 15, 20, 3, 4]
    assert [given.node(id).text_content for id in (10, 15, 20)] == ["a", "b", "c"]
    given.batch(Clones(1, 30, 2, 1, None, [["d", "e"], [None] * 2, [None] * 2, [None] * 2]))
    assert given.children(1) == [2, 10, 15, 20, 3, 4, 30, 35]


def test_a_template_may_be_a_lone_text() -> None:
    given = Given(
        Create(1, "Text", {}),
        Template(5, ["#text", ""], [Slot(SlotKind.TEXT, 0)]),
        Clones(5, 10, 2, 1, None, [["a", "b"]]),
        Clone(5, 20, ["c"]),
    )
    given.batch(Append(1, 20), Patch(11, 0, "B"))
    assert given.node(1).text_content == "aBc"
    given.reject(Append(0, 20), code="text_misplaced")


# -- inside clones


def test_writing_to_the_root_of_an_unexpanded_clone_keeps_the_props_of_its_template() -> None:
    label = Template(2, ["View", {"label": "static"}, [["Text", {}, []]]], [Slot(SlotKind.PROP, 0, "id")])
    given = Given(label, Clone(2, 10, ["slot"]))
    given.batch(Update(10, {"hint": "h"}, []))
    assert given.node(10).props == {"label": "static", "id": "slot", "hint": "h"}
    assert given.children(10) == [11]
    assert given.node(10).props == {"label": "static", "id": "slot", "hint": "h"}


def test_children_of_an_unexpanded_clone_come_behind_its_static_ones() -> None:
    given = Given(CARD, card(10), card(20), card(30), *views(1, 2, 3))
    given.batch(Append(10, 1), Insert(20, 2, 21), Clones(1, 40, 1, 30, None, [["x"], [None], [None], [None]]))
    assert given.children(10) == [11, 13, 14, 1]
    assert given.children(20) == [2, 21, 23, 24]
    assert given.children(30) == [31, 33, 34, 40]


def test_inner_nodes_take_update_text_and_children() -> None:
    given = Given(CARD, card(10), Append(0, 10), *views(1))
    given.batch(Update(11, {"id": "inner"}, []), Text(12, "new"), Append(13, 1), Patch(10, 3, "label"))
    assert given.node(11).props == {"id": "inner", "label": "label"}
    assert given.golden() == 'Row\n  Text id="inner" label="label" "new"\n  View\n    View\n  Text\n'
    given.batch(Update(11, {}, ["label"]), Patch(10, 0, "patched"), Remove(13, 1))
    assert given.golden() == 'Row\n  Text id="inner" "patched"\n  View\n  Text\n'


def test_dynamic_children_stand_between_static_ones() -> None:
    given = Given(CARD, card(10), *views(1, 2))
    given.batch(Insert(10, 1, 13), Insert(10, 2, 14))
    assert given.children(10) == [11, 1, 13, 2, 14]


def test_a_lookup_makes_and_expands_one_clone_and_no_other() -> None:
    given = Given(CARD, Clones(1, 10, 1000, 0, None, [["x"] * 1000, *([None] * 1000 for _ in range(3))]))
    tree = given.tree
    assert (len(tree.nodes), tree.count) == (1, 5000)
    given.batch(Update(10 + 5 * 400 + 1, {"id": "looked into"}, []))
    assert set(tree.nodes) == {0, *range(2010, 2015)}
    given.batch(*(Patch(10 + 5 * row, 0, "y") for row in range(0, 1000, 10)))
    assert len(tree.nodes) == 6
    # The one that moves, the one that it goes before, the one that goes, and the one that is opened.
    given.batch(Insert(0, 10 + 5 * 998, 10 + 5 * 1), Delete(10 + 5 * 7), Update(10, {"id": "root"}, []))
    assert set(tree.nodes) == {0, *range(10, 16), 10 + 5 * 998, *range(2010, 2015)}
    # Deletion by deletion, each O(log n) and none that makes more than itself.
    given.batch(*(Delete(10 + 5 * row) for row in range(500, 600)))
    assert len(tree.nodes) == 13
    given.batch(Clear(0))
    assert len(tree.nodes) == 1
    assert len(tree._bases) <= 64


def test_a_text_that_a_slot_fills_is_written_without_a_look() -> None:
    given = Given(CARD, card(10), Clones(1, 20, 9, 0, None, [["x"] * 9, *([None] * 9 for _ in range(3))]))
    given.node(35)
    before = set(given.tree.nodes)
    changes = given.batch(Text(12, "in a clone"), Text(22, "in a run"), Text(37, "in one that was taken out of it"))
    assert set(given.tree.nodes) == before
    assert (changes.texts, changes.props) == ((), {})
    given.reject(Text(12, "y"), Text(22, "y"), Text(37, "y"), Delete(0), code="root_refused")
    assert [given.node(id).text for id in (12, 22, 27, 37)] == [
        "in a clone",
        "in a run",
        "x",
        "in one that was taken out of it",
    ]


def test_changes_name_nodes_that_are_gone_but_no_clones_that_nobody_has_looked_at() -> None:
    given = Given(CARD, Clones(1, 10, 9, 0, None, [["x"] * 9, *([None] * 9 for _ in range(3))]))
    seen = given.node(20)
    changes = given.batch(Clear(0))
    assert (changes.deleted, changes.children) == ((seen,), (given.tree.root,))


# -- what they refuse

STATIC = "node {} is a static part of a clone and keeps its place, at batch[0]"
REFUSALS: tuple[tuple[Operation, str, str], ...] = (
    (Create(2, "View", {}), "id_reused", "node id 2 was used before; ids are never reused, at batch[0]"),
    (Create(0, "View", {}), "id_reused", "node id 0 was used before; ids are never reused, at batch[0]"),
    (Create(22, "View", {}), "id_reused", "node id 22 was used before; ids are never reused, at batch[0]"),
    (Create(90, "View", {}), "id_reused", "node id 90 was used before; ids are never reused, at batch[0]"),
    (
        card(16),
        "id_reused",
        "one of the node ids 16 to 20 was used before; ids are never reused, at batch[0]",
    ),
    (card(2**32 - 4), "id_invalid", "ids 4294967292 to 4294967296 do not fit into 32 bits, at batch[0]"),
    (Delete(99), "node_unknown", "unknown node 99 at batch[0]"),
    (Delete(0), "root_refused", "the root stays where it is, at batch[0]"),
    (Delete(21), "static_refused", STATIC.format(21)),
    (Delete(90), "node_unknown", "unknown node 90 at batch[0]"),
    (Append(99, 2), "node_unknown", "unknown node 99 at batch[0]"),
    (Append(1, 99), "node_unknown", "unknown node 99 at batch[0]"),
    (Append(1, 0), "root_refused", "the root stays where it is, at batch[0]"),
    (Append(1, 21), "static_refused", STATIC.format(21)),
    (Append(2, 2), "cycle", "node 2 cannot be its own parent, at batch[0]"),
    (Append(3, 1), "cycle", "node 1 cannot go under 3, which lies inside it, at batch[0]"),
    (Append(23, 20), "cycle", "node 20 cannot go under 23, which lies inside it, at batch[0]"),
    (Append(0, 6), "text_misplaced", "bare text under the root at batch[0]; put it into a Text"),
    (Append(1, 6), "text_misplaced", "bare text under 'View' at batch[0]; put it into a Text"),
    (Append(6, 7), "text_misplaced", "bare text under '#text' at batch[0]; put it into a Text"),
    (Append(6, 2), "child_refused", "'#text' takes no 'View' as a child at batch[0]"),
    (Append(5, 2), "child_refused", "'Text' takes no 'View' as a child at batch[0]"),
    (Append(8, 5), "child_refused", "'TextInput' takes no 'Text' as a child at batch[0]"),
    (Insert(1, 5, 99), "node_unknown", "unknown node 99 at batch[0]"),
    (Insert(1, 5, 1), "sibling_unknown", "node 1 is no child of 1 to insert before, at batch[0]"),
    (Insert(0, 5, 2), "sibling_unknown", "node 2 is no child of 0 to insert before, at batch[0]"),
    (Insert(1, 2, 2), "sibling_unknown", "node 2 cannot go before itself, at batch[0]"),
    (Insert(1, 21, 2), "static_refused", STATIC.format(21)),
    (Remove(99, 2), "node_unknown", "unknown node 99 at batch[0]"),
    (Remove(0, 2), "child_unknown", "node 2 is no child of 0, at batch[0]"),
    (Remove(0, 5), "child_unknown", "node 5 is no child of 0, at batch[0]"),
    (Remove(20, 21), "static_refused", STATIC.format(21)),
    (
        Reorder(1, [2, 3]),
        "order_invalid",
        "expected each of the 3 children of 1 once, got 2 ids, 2 of them different, at batch[0]",
    ),
    (
        Reorder(1, [2, 3, 3]),
        "order_invalid",
        "expected each of the 3 children of 1 once, got 3 ids, 2 of them different, at batch[0]",
    ),
    (Reorder(1, [2, 3, 5]), "child_unknown", "node 5 is no child of 1, at batch[0]"),
    (Reorder(1, [2, 3, 99]), "node_unknown", "unknown node 99 at batch[0]"),
    (Reorder(20, [24, 23, 21]), "static_refused", STATIC.format(24)),
    (Clear(99), "node_unknown", "unknown node 99 at batch[0]"),
    (Clear(20), "static_refused", STATIC.format(21)),
    (Clear(21), "static_refused", STATIC.format(22)),
    (
        Clones(1, 50, 1, 99, None, [["x"], [None], [None], [None]]),
        "node_unknown",
        "unknown node 99 at batch[0]",
    ),
    (
        Clones(1, 50, 1, 0, 2, [["x"], [None], [None], [None]]),
        "sibling_unknown",
        "node 2 is no child of 0 to insert before, at batch[0]",
    ),
    (
        Clones(1, 50, 1, 5, None, [["x"], [None], [None], [None]]),
        "child_refused",
        "'Text' takes no 'Row' as a child at batch[0]",
    ),
    (
        Clones(1, 50, 10, 0, None, [["x"] * 10, *([None] * 10 for _ in range(3))]),
        "id_reused",
        "one of the node ids 50 to 99 was used before; ids are never reused, at batch[0]",
    ),
)


def refusing_scene() -> Given:
    given = Given(
        CARD,
        Create(1, "View", {}),
        *views(2, 3, 4, under=1),
        Append(0, 1),
        Create(5, "Text", {}),
        Create(6, "#text", ""),
        Create(7, "#text", ""),
        Create(8, "TextInput", {}),
        card(20),
        Append(0, 20),
        Create(90, "View", {}),
    )
    given.batch(Delete(90))
    return given


@pytest.mark.parametrize(
    ("operation", "code", "text"), REFUSALS, ids=[f"{type(case[0]).__name__}-{case[1]}" for case in REFUSALS]
)
@pytest.mark.parametrize("is_looked_into", [False, True])
def test_refuses(operation: Operation, code: str, text: str, is_looked_into: bool) -> None:
    given = refusing_scene()
    if is_looked_into:
        assert given.children(20) == [21, 23, 24]
    given.reject(operation, code=code, path="batch[0]", text=text)


def test_a_deleted_node_is_unknown_to_what_follows_in_the_batch() -> None:
    for operation in (Update(2, {}, []), Append(0, 2), Append(2, 3), Delete(2), Clear(2), Reorder(2, [])):
        row_of_three().reject(Delete(2), operation, code="node_unknown", path="batch[1]")
    Given(CARD, card(10)).reject(Delete(10), Text(12, ""), code="node_unknown", path="batch[1]")
    Given(CARD, card(10)).reject(Delete(10), Patch(10, 0, ""), code="node_unknown", path="batch[1]")


def test_a_text_of_a_run_is_refused_where_text_may_not_be() -> None:
    Given(Template(5, ["#text", "a"], [])).reject(Clones(5, 10, 2, 0, None, []), code="text_misplaced")


# -- changes


def ids(nodes: Iterable[Node]) -> list[int]:
    return [node.id for node in nodes]


def assert_changes(
    changes: Changes,
    *,
    children: list[int] = [],  # noqa: B006
    props: dict[int, set[str]] | None = None,
    texts: list[int] = [],  # noqa: B006
    deleted: list[int] = [],  # noqa: B006
) -> None:
    assert ids(changes.children) == children
    assert {node.id: set(names) for node, names in changes.props.items()} == (props or {})
    assert ids(changes.texts) == texts
    assert ids(changes.deleted) == deleted


def test_changes_name_older_nodes_only() -> None:
    given = Given()
    changes = given.batch(
        *views(1, 2), Update(1, {"id": "x"}, []), Create(3, "#text", ""), Text(3, "x"), Clear(1), Delete(2)
    )
    assert_changes(changes, children=[0])
    assert changes.sequence == 1
    assert len(changes.operations) == 9


def test_changes_of_a_batch_without_operations_are_empty() -> None:
    assert_changes(row_of_three().batch())


def test_changes_name_parents_that_lost_got_or_rearranged_children_once() -> None:
    given = row_of_three()
    assert_changes(given.batch(Append(1, 2), Append(1, 3), Insert(1, 4, 2)), children=[1])
    assert_changes(given.batch(Append(2, 3)), children=[1, 2])
    assert_changes(given.batch(Reorder(1, [2, 4])), children=[1])
    assert_changes(given.batch(Remove(2, 3)), children=[2])
    assert_changes(given.batch(Clear(1)), children=[1], deleted=[2, 4])


def test_changes_name_props_that_were_written_and_those_that_went() -> None:
    given = Given(Create(1, "TextInput", {"value": "a", "id": "x", "label": "l"}))
    assert_changes(given.batch(Update(1, {"value": "b"}, ["label"])), props={1: {"value", "label"}})
    # A guest that writes the value that it had wants it shown again.
    assert_changes(given.batch(Update(1, {"value": "b", "valueVersion": 3}, [])), props={1: {"value", "valueVersion"}})
    assert_changes(given.batch(Update(1, {"hint": "h"}, []), Update(1, {}, ["hint"])))
    assert_changes(given.batch(Update(1, {}, ["id"]), Update(1, {"id": "x"}, [])), props={1: {"id"}})
    assert_changes(given.batch(Update(1, {}, ["label", "hint"])))
    assert_changes(given.batch(Update(1, {}, [])))


def test_changes_name_texts_that_were_written() -> None:
    given = Given(CARD, Create(1, "#text", "a"), card(10), card(20))
    given.node(12)
    # Nobody has looked inside the clone at 20.
    assert_changes(given.batch(Text(1, "b"), Text(1, "c"), Text(12, "d"), Text(22, "e")), texts=[1, 12])


def test_changes_leave_out_nodes_that_are_gone() -> None:
    given = row_of_three()
    assert_changes(
        given.batch(Update(2, {"id": "x"}, []), *views(9, under=2), Delete(2), Delete(1)), children=[0], deleted=[2, 1]
    )


def test_changes_name_moved_nodes_that_went_because_they_are_still_shown_at_their_old_places() -> None:
    given = row_of_three()
    # Under a new node, and under an older one: both went with the node around them.
    assert_changes(
        given.batch(*views(9), Append(9, 2), Append(3, 4), Delete(9), Delete(3)), children=[0, 1], deleted=[2, 3, 4]
    )


def test_changes_name_patched_props_of_a_clones_root_but_not_what_nobody_has_seen() -> None:
    given = Given(CARD, card(10), card(20), Append(0, 10), Append(0, 20))
    assert given.children(20) == [21, 23, 24]
    changes = given.batch(
        *(patch for base in (10, 20) for patch in (Patch(base, 0, "t"), Patch(base, 2, "id"), Patch(base, 3, "l")))
    )
    assert_changes(changes, props={10: {"id"}, 20: {"id"}, 21: {"label"}}, texts=[22])
    assert given.node(10).lazy


def test_changes_leave_out_inner_nodes_of_new_clones() -> None:
    given = Given(CARD)
    changes = given.batch(card(10), Append(0, 10), Text(12, "x"), Update(11, {"id": "x"}, []), *views(1, under=13))
    assert_changes(changes, children=[0])


def test_versions_of_deleted_nodes_are_forgotten() -> None:
    given = Given(Create(1, "TextInput", {}), Create(2, "TextInput", {}))
    given.tree.bump_version(given.node(1))
    given.tree.bump_version(given.node(2))
    given.reject(Delete(1), Delete(9), code="node_unknown")
    assert given.tree.version(given.node(1)) == 1
    given.batch(Delete(1))
    assert given.tree._versions == {2: 1}


# -- sizes, each one under, at and one over


def test_nodes() -> None:
    limits = Limits(nodes=4)
    given = Given(*views(1, 2, 3), limits=limits)
    given.batch(*views(4))
    error = given.reject(*views(5), code="nodes_exceeded", path="batch")
    assert str(error) == "tree of 5 nodes at batch exceeds nodes=4 (Limits.nodes)"
    assert isinstance(error, LimitError)
    assert (error.limit, error.value, error.maximum) == ("nodes", 5, 4)
    # What counts is the tree after the batch, in whatever order it came to be.
    given.batch(*views(5), Delete(1))
    assert given.tree.count == 4


def test_nodes_inside_clones_count() -> None:
    limits = Limits(nodes=10)
    Given(CARD, card(10), *views(1, 2, 3, 4), limits=limits)
    Given(CARD, card(10), card(20), limits=limits)
    Given(CARD, card(10), *views(1), limits=limits).reject(card(20), code="nodes_exceeded", path="batch")
    run = Clones(1, 10, 3, 0, None, [["x"] * 3, *([None] * 3 for _ in range(3))])
    error = Given(CARD, limits=limits).reject(run, code="nodes_exceeded", path="batch[0]")
    assert str(error) == "batch that makes 15 nodes at batch[0] exceeds nodes=10 (Limits.nodes)"


def test_one_batch_makes_no_more_nodes_than_a_tree_may_have_also_if_it_deletes_them() -> None:
    limits = Limits(nodes=4)
    Given(*views(1, 2), Clear(0), *views(3, 4), limits=limits)
    error = Given(limits=limits).reject(*views(1, 2), Clear(0), *views(3, 4, 5), code="nodes_exceeded")
    assert error.path == "batch[9]"


def test_children() -> None:
    limits = Limits(children=3)
    given = Given(*views(1, 2), limits=limits)
    given.batch(*views(3))
    error = given.reject(*views(4), code="children_exceeded", path="batch")
    assert str(error) == "node 0 of 4 children at batch exceeds children=3 (Limits.children)"
    given.batch(*views(4), Delete(1))
    # Of nodes that the batch makes too, attached or not.
    given.reject(Create(9, "View", {}), *views(10, 11, 12, 13, under=9), code="children_exceeded")
    run = Clones(2, 20, 4, 2, None, [])
    given.reject(Template(2, ["View", {}, []], []), run, code="children_exceeded")
    given.batch(Template(2, ["View", {}, []], []), Clones(2, 20, 3, 2, None, []))


@pytest.mark.parametrize("length", [3, 4])
def test_depth_that_is_allowed(length: int) -> None:
    Given(*chain(1, length), limits=Limits(depth=4))


def test_depth_of_a_chain_from_above_and_from_below() -> None:
    limits = Limits(depth=4)
    error = Given(limits=limits).reject(*chain(1, 5), code="depth_exceeded", path="batch")
    assert str(error) == "tree of 5 levels at batch exceeds depth=4 (Limits.depth)"
    from_below = [Create(id, "View", {}) for id in range(1, 6)]
    order = [Append(id - 1, id) for id in range(5, 1, -1)]
    Given(limits=limits).reject(*from_below, *order, Append(0, 1), code="depth_exceeded")
    # Detached ones are bounded as well.
    Given(limits=limits).reject(*chain(1, 5, under=None), code="depth_exceeded")
    Given(*chain(1, 4, under=None), limits=limits)


def test_depth_of_moved_subtrees() -> None:
    limits = Limits(depth=4)
    given = Given(*chain(1, 2), *chain(10, 2), *chain(20, 3, under=None), limits=limits)
    given.reject(Append(2, 20), code="depth_exceeded", path="batch")
    given.batch(Append(1, 20))
    given.reject(Append(11, 1), code="depth_exceeded")
    # Deeper on the way, and back in time.
    given.batch(Append(11, 2), Append(2, 22), Append(0, 2))
    given.reject(Append(22, 30), *chain(30, 1, under=None), code="node_unknown")


def test_depth_of_clones_and_of_what_is_put_into_them() -> None:
    limits = Limits(depth=4)
    template = Template(1, ["View", {}, [["View", {}, [["View", {}, [None]]]]]], [Slot(SlotKind.CHILDREN, 2)])
    given = Given(template, *chain(1, 2), Clone(1, 10, [None]), limits=limits)
    given.batch(Append(1, 10))
    given.reject(Clones(1, 20, 1, 2, None, [[None]]), code="depth_exceeded", path="batch")
    given.reject(Append(2, 10), code="depth_exceeded", path="batch")
    given.reject(*views(40, under=12), code="depth_exceeded", path="batch")
    given.batch(Append(0, 10), *views(40, under=12))


def test_a_move_into_what_is_too_deep_is_refused_at_once_whether_or_not_clones_were_expanded() -> None:
    template = Template(1, ["View", {}, [["View", {}, []]]], [])
    for is_looked_into in (False, True):
        given = Given(template, Clone(1, 50, []), limits=Limits(depth=4))
        if is_looked_into:
            given.children(50)
        error = given.reject(*chain(1, 6), Append(6, 50), Delete(2), code="depth_exceeded", path="batch[12]")
        assert str(error) == "tree of 5 levels at batch[12] exceeds depth=4 (Limits.depth)"


def test_tree_bytes_over_many_turns_and_room_given_back() -> None:
    text = "x" * 936  # weighs 1,000
    given = Given(limits=Limits(tree_bytes=4_000))
    for id in (1, 2, 3, 4):
        given.batch(Create(id, "#text", text))
    assert given.tree.weight == 4_000
    error = given.reject(Create(5, "#text", ""), code="tree_bytes_exceeded", path="batch")
    assert str(error) == "tree of 4064 bytes at batch exceeds tree_bytes=4000 (Limits.tree_bytes)"
    given.reject(Text(1, text + "x"), code="tree_bytes_exceeded")
    given.batch(Text(1, ""), Create(5, "#text", ""))
    given.batch(Delete(2), Create(6, "#text", "x" * 1_736))
    assert given.tree.weight == 3_928
    given.batch(*(Delete(id) for id in (1, 3, 4, 5, 6)))
    assert given.tree.weight == 0


def test_tree_bytes_of_props_clones_and_templates() -> None:
    given = Given(Create(1, "View", {}))
    given.batch(Update(1, {"label": "x" * 100}, []))
    assert given.tree.weight == 164
    given.batch(Update(1, {}, ["label"]))
    assert given.tree.weight == 0
    given.batch(Template(1, ["Text", {"label": "static"}, [["#text", ""]]], [Slot(SlotKind.TEXT, 1)]))
    of_template = given.tree.weight
    assert of_template >= 2 * 512
    given.batch(Clone(1, 10, ["x" * 36]))
    assert given.tree.weight - of_template == 170
    given.batch(Patch(10, 0, ""))
    assert given.tree.weight - of_template == 134
    given.children(10)
    assert given.tree.weight - of_template == 134


def test_static_parts_weigh_in_every_clone() -> None:
    # A template of one long text would otherwise stand for gigabytes in a tree that is read as text.
    template = Template(1, ["Text", {}, [["#text", "x" * 9_936]]], [])
    given = Given(Create(1, "View", {}), template, limits=Limits(tree_bytes=100_000))
    given.batch(Clones(1, 10, 8, 1, None, []))
    given.reject(Clones(1, 40, 1, 1, None, []), code="tree_bytes_exceeded")


# -- ids


def test_ids_at_the_end_of_32_bits() -> None:
    given = Given(Create(2**32 - 1, "View", {}), CARD)
    given.batch(card(2**32 - 6))
    given.reject(Clones(1, 2**32 - 9, 2, 0, None, [["x"] * 2, *([None] * 2 for _ in range(3))]), code="id_invalid")


def test_scattered_ids_close_the_lowest() -> None:
    given = Given(Create(5, "View", {}))
    blocks = [Create(512 * block, "View", {}) for block in range(1, PAGES_MAX)]
    given.batch(*blocks[:-1])
    given.batch(blocks[-1], Create(6, "View", {}))
    given.batch(Create(512 * PAGES_MAX, "View", {}))
    error = given.reject(Create(7, "View", {}), code="id_scattered", path="batch[0]")
    assert str(error) == (
        "node id 7 is below 512, where all ids count as used since too many far above were begun; count upwards, "
        "at batch[0]"
    )
    given.batch(Create(513, "View", {}), Delete(5))


# -- which component may stand where, of those that say so

CARDS: tuple[str, dict[str, Any]] = ("Card", {})
TAB = {"name": "a", "title": "A"}
# Parent (None: the root), child, whether it may stand there.
PLACES: list[tuple[tuple[str, dict[str, Any]] | None, tuple[str, dict[str, Any]], bool]] = [
    (CARDS, ("Slot", {"name": "header"}), True),
    # A name that the parent does not know is an ordinary child: an older host shows what a newer guest gives it.
    (CARDS, ("Slot", {"name": "aside"}), True),
    (("View", {}), ("Slot", {"name": "header"}), False),
    (None, ("Slot", {"name": "header"}), False),
    (("Slot", {"name": "header"}), ("Slot", {"name": "header"}), False),
    (("FlatList", {"count": 0}), ("Slot", {"name": "empty"}), True),
    (("FlatList", {"count": 1}), ("ListItem", {"index": 0}), True),
    (("FlatList", {"count": 1}), ("Text", {}), False),
    (("Table", {"count": 1, "columns": []}), ("ListItem", {"index": 0}), False),
    (("View", {}), ("TableRow", {"index": 0, "cells": []}), False),
    (None, ("TreeItem", {"index": 0, "text": ""}), False),
    (("Tabs", {}), ("Tab", TAB), True),
    (("Tabs", {}), ("View", {}), False),
    (("View", {}), ("Tab", TAB), False),
    (None, ("Tab", TAB), False),
    (("Menu", {}), ("Divider", {}), True),
    (("Menu", {}), ("Button", {}), False),
    (None, ("Divider", {}), True),
]


@pytest.mark.parametrize(("parent", "child", "fits"), PLACES, ids=[f"{case[0]}-{case[1][0]}" for case in PLACES])
@pytest.mark.parametrize("form", ["nodes", "template", "children slot"])
def test_components_stand_where_both_sides_allow_it(
    parent: tuple[str, dict[str, Any]] | None, child: tuple[str, dict[str, Any]], fits: bool, form: str
) -> None:
    if parent is None:
        made: list[Operation] = [Create(2, *child), Append(0, 2)]
        if form != "nodes":
            made = [Template(1, [*child, []], []), Clones(1, 2, 1, 0, None, [])]
    elif form == "nodes":
        made = [Create(1, *parent), Create(2, *child), Append(1, 2)]
    elif form == "template":
        made = [Template(1, [*parent, [[*child, []]]], []), Clone(1, 1, [])]
    else:
        slot = Slot(SlotKind.CHILDREN, 0)
        made = [Template(1, [*parent, [None]], [slot]), Clone(1, 1, [None]), Create(50, *child), Append(1, 50)]
    given = Given(Create(90, "Card", {}))
    if parent is not None:
        # A Card takes every parent here, a Slot, too.
        made.append(Append(90, 1))
    if fits:
        given.batch(*made)
    else:
        given.reject(*made, code="child_refused")
