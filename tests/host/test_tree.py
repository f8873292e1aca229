"""The tree as adapters read it: nodes, links, events, versions, and clones that expand when somebody looks."""

from __future__ import annotations

import random
from typing import Any

import pytest

from rill.components import CATALOGUE
from rill.host.tree import VERSION_MAX, Node, Run, Tree, link_before, link_last, relink, unlink, unlink_all
from rill.protocol import HostError, LimitError
from rill.protocol.operations import Append, Clone, Clones, Create, Delete, Patch, Slot, SlotKind, Template, Update
from rill.protocol.values import Value

from .trees import Given, assert_consistent, states

CARD = Template(
    1,
    ["Row", {"label": "card"}, [["Text", {}, [["#text", ""]]], ["View", {}, [None]]]],
    [Slot(SlotKind.TEXT, 2), Slot(SlotKind.CHILDREN, 3), Slot(SlotKind.PROP, 0, "id")],
)


def run(rows: int, base: int = 10) -> Clones:
    return Clones(
        1, base, rows, 0, None, [[f"t{row}" for row in range(rows)], [None] * rows, [f"r{row}" for row in range(rows)]]
    )


# -- links, against plain lists


def ids(parent: Node) -> list[int]:
    """The children in both directions, which must agree."""
    forward = [child.id for child in parent.children]
    backward = []
    child = parent._last
    while child is not None:
        backward.append(child.id)
        child = child._previous
    assert backward[::-1] == forward
    assert parent.child_count == len(forward)
    assert all(child.parent is parent for child in parent.children)
    return forward


def test_links_agree_with_a_plain_list() -> None:
    pick = random.Random(5)
    tree = Tree()
    parent = Node(tree, 1, "View", None)
    nodes = [Node(tree, id, "View", None) for id in range(2, 14)]
    plain: list[Node] = []
    for _ in range(2_000):
        loose = [node for node in nodes if node.parent is None]
        step = pick.choice(["last", "before", "unlink", "relink", "unlink_all"])
        if step == "last" and loose:
            link_last(parent, loose[0])
            plain.append(loose[0])
        elif step == "before" and loose:
            before = pick.choice([None, *plain])
            link_before(parent, loose[0], before)
            plain.insert(len(plain) if before is None else plain.index(before), loose[0])
        elif step == "unlink" and plain:
            gone = pick.choice(plain)
            unlink(gone)
            plain.remove(gone)
            assert (gone.parent, gone.next_sibling) == (None, None)
        elif step == "relink":
            pick.shuffle(plain)
            relink(parent, plain)
        elif step == "unlink_all" and pick.random() < 0.2:
            unlink_all(parent)
            assert all(node.parent is None for node in plain)
            if pick.random() < 0.5:
                relink(parent, plain)
            else:
                plain = []
        assert ids(parent) == [node.id for node in plain]
        assert parent.first_child is (plain[0] if plain else None)
        assert [node.next_sibling for node in plain] == [*plain[1:], None][: len(plain)]


def test_walk_is_in_document_order_and_stays_below_where_it_began() -> None:
    given = Given(
        *(Create(id, "View", {}) for id in range(1, 8)),
        *(Append(parent, child) for parent, child in ((0, 1), (1, 2), (2, 3), (2, 4), (1, 5), (0, 6), (6, 7))),
    )
    assert [node.id for node in given.tree.root.walk()] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert [node.id for node in given.node(1).walk()] == [1, 2, 3, 4, 5]
    assert [node.id for node in given.node(4).walk()] == [4]


def test_walk_of_a_deep_tree_does_not_recurse() -> None:
    tree = Tree()
    above = tree.root
    for id in range(1, 5_000):
        node = Node(tree, id, "View", None)
        link_last(above, node)
        above = node
    assert sum(1 for _ in tree.root.walk()) == 5_000


# -- reading nodes


def test_get_gives_the_prop_or_the_default_of_its_schema() -> None:
    given = Given(
        Create(1, "Button", {"title": "x", "disabled": True}), Create(2, "Button", {}), Create(3, "#text", "")
    )
    assert (given.node(1).get("title"), given.node(1).get("disabled")) == ("x", True)
    assert (given.node(2).get("title"), given.node(2).get("disabled"), given.node(2).get("variant")) == (
        None,
        False,
        "default",
    )
    assert given.node(3).get("anything") is None
    assert given.tree.root.props == {}


@pytest.mark.parametrize("mark", [True, {}, {"prevent": True}])
def test_listens_to_whatever_has_a_mark(mark: Value) -> None:
    given = Given(Create(1, "Button", {"onPress": mark}), Create(2, "Button", {}))
    assert given.node(1).listens("onPress")
    assert not given.node(2).listens("onPress")
    given.batch(Update(1, {}, ["onPress"]))
    assert not given.node(1).listens("onPress")


def test_text_content_joins_all_text_below() -> None:
    given = Given(CARD, run(3))
    assert given.tree.root.text_content == "t0t1t2"
    assert given.node(14).text_content == "t1"


def test_a_node_shows_its_id_and_type() -> None:
    assert repr(Given(Create(1, "Button", {})).node(1)) == "<Node 1 Button>"


# -- events and versions


def emitting(*operations: Any) -> tuple[Given, list[tuple[int, str, Value]]]:
    given, heard = Given(*operations), list[tuple[int, str, Value]]()
    given.tree._emit = lambda node, event, payload, is_due: heard.append((node.id, event, payload))
    return given, heard


def test_emit_tells_of_events_that_somebody_listens_to() -> None:
    given, heard = emitting(Create(1, "Button", {"onPress": {}}), Create(2, "Button", {}))
    assert given.tree.emit(given.node(1), "onPress", {"source": "key"})
    assert not given.tree.emit(given.node(2), "onPress")
    assert heard == [(1, "onPress", {"source": "key"})]


def test_emit_says_whether_the_policy_was_carried_out_and_checks_all_the_same() -> None:
    given, told = Given(Create(1, "Button", {"onPress": {"debounce_ms": 100}})), list[bool]()
    given.tree._emit = lambda node, event, payload, is_due: told.append(is_due)
    assert given.tree.emit(given.node(1), "onPress", {})
    assert given.tree.emit(given.node(1), "onPress", {}, is_due=True)
    assert told == [False, True]
    with pytest.raises(HostError, match="has no event"):
        given.tree.emit(given.node(1), "onPres", {}, is_due=True)


def test_emit_on_a_node_that_is_gone_sends_nothing() -> None:
    given, heard = emitting(Create(1, "Button", {"onPress": True}))
    node = given.node(1)
    given.batch(Delete(1))
    assert not given.tree.emit(node, "onPress")
    assert heard == []


@pytest.mark.parametrize("event", ["onScroll", "title", "on_press"])
def test_emit_of_what_the_component_does_not_have_is_the_hosts_error(event: str) -> None:
    given, _ = emitting(Create(1, "Button", {"title": "x"}))
    with pytest.raises(HostError) as caught:
        given.tree.emit(given.node(1), event)
    assert (caught.value.code, str(caught.value)) == ("event_unknown", f"Button has no event '{event}'")


def test_a_tree_that_belongs_to_no_session_is_silent_and_settled() -> None:
    given = Given(Create(1, "Button", {"onPress": True}))
    assert not given.tree.emit(given.node(1), "onPress")


async def test_settled_waits_for_the_session() -> None:
    waited: list[int] = []

    async def settle() -> None:
        waited.append(1)

    await Tree(None, settle).settled()
    await Tree().settled()
    assert waited == [1]


def test_versions_count_what_the_person_changed() -> None:
    given = Given(Create(1, "TextInput", {}), Create(2, "TextInput", {}))
    assert [given.tree.bump_version(given.node(1)) for _ in range(3)] == [1, 2, 3]
    assert (given.tree.version(given.node(1)), given.tree.version(given.node(2))) == (3, 0)


@pytest.mark.parametrize(
    ("written", "accepted"), [(None, False), (1, False), (2, True), (3, True), ("force", True)], ids=str
)
def test_a_value_is_accepted_if_it_answers_to_the_newest_version(written: Any, accepted: bool) -> None:
    given = Given(Create(1, "TextInput", {"value": "x", "valueVersion": written}))
    assert given.tree.accepts_value(given.node(1))
    given.tree.bump_version(given.node(1))
    given.tree.bump_version(given.node(1))
    assert given.tree.accepts_value(given.node(1)) == accepted


def test_versions_of_nodes_that_are_gone_are_not_kept() -> None:
    given = Given(Create(1, "TextInput", {}))
    node = given.node(1)
    given.tree.bump_version(node)
    given.batch(Delete(1))
    assert given.tree._versions == {}
    assert given.tree.bump_version(node) == 1
    assert given.tree.raise_version(node, 5) == 0
    assert given.tree._versions == {}


def test_a_version_is_raised_to_what_a_browser_counted_and_never_lowered() -> None:
    given = Given(Create(1, "TextInput", {}))
    tree, node = given.tree, given.node(1)
    assert [tree.raise_version(node, version) for version in (3, 3, 2, -1, 7)] == [3, 3, 3, 3, 7]
    assert (tree.version(node), tree.bump_version(node)) == (7, 8)


def test_a_version_that_nobody_can_type_is_the_clients_error_and_changes_nothing() -> None:
    given = Given(Create(1, "TextInput", {}))
    assert given.tree.raise_version(given.node(1), VERSION_MAX) == VERSION_MAX
    with pytest.raises(LimitError) as caught:
        given.tree.raise_version(given.node(1), VERSION_MAX + 1)
    assert (caught.value.code, caught.value.fault) == ("version_exceeded", "client")
    assert given.tree.version(given.node(1)) == VERSION_MAX


# -- clones


def test_a_thousand_clones_are_one_object_until_somebody_looks() -> None:
    given = Given(CARD, run(1_000))
    tree, root = given.tree, given.tree.root
    assert (len(tree.nodes), tree.count, root.child_count) == (1, 4_000, 1_000)
    # Whoever walks along them makes those that he meets, and no others.
    first = root.first_child
    assert first is not None
    assert first.next_sibling is not None
    assert [id for id in tree.nodes if id] == [10, 14]
    last = given.node(10 + 4 * 999)
    assert last.previous_sibling is given.node(10 + 4 * 998)
    assert first.previous_sibling is last.next_sibling is None
    assert len(tree.nodes) == 5
    # The list of all of them makes their roots, which know their own props; nothing of it expands them.
    rows = root.children
    assert rows[0] is first
    assert [row.props["id"] for row in rows] == [f"r{row}" for row in range(1_000)]
    assert len(tree.nodes) == 1_001
    assert rows[5].first_child is not None
    assert len(tree.nodes) == 1_004
    assert not rows[5].lazy
    assert all(row.lazy for row in rows if row is not rows[5])


def test_any_clone_of_a_run_can_be_taken_in_any_order() -> None:
    pick = random.Random(3)
    for _ in range(40):
        rows = pick.randrange(1, 30)
        given = Given(CARD, Create(1, "View", {}), Append(0, 1), run(rows), Create(2, "View", {}), Append(0, 2))
        expected = states(given.tree)
        for row in pick.sample(range(rows), pick.randrange(rows + 1)):
            id = 10 + 4 * row + pick.randrange(4)
            node = given.node(id)
            assert node.id == id
            assert_consistent(given.tree)
            assert states(given.tree) == expected
        assert ids(given.tree.root) == [1, *range(10, 10 + 4 * rows, 4), 2]
        assert_consistent(given.tree)
        assert states(given.tree) == expected


def test_taking_one_clone_after_the_other_makes_few_runs_and_remembers_few_ids() -> None:
    given = Given(CARD, run(5_000))
    tree, node, seen = given.tree, given.tree.root.first_child, 0
    while node is not None:
        seen += 1
        assert len(tree._bases) <= max(64, 2 * len(tree._clones) + 1)
        assert sum(isinstance(clone, Run) for clone in (tree._clones.get(node.id + 4),) if clone) == (seen < 5_000)
        node = node.next_sibling
    assert seen == 5_000
    assert_consistent(tree)


def test_a_run_lets_go_of_the_values_of_clones_that_were_taken() -> None:
    given = Given(CARD, run(9))
    for row in (4, 0, 1, 7, 8):
        given.node(10 + 4 * row)
    kept = [value for clone in given.tree._clones.values() if isinstance(clone, Run) for value in clone.columns[0]]
    assert {value for value in kept if value is not None} == {"t2", "t3", "t5", "t6"}


def test_a_batch_keeps_its_columns_as_they_were() -> None:
    clones = run(3)
    given = Given(CARD, clones)
    given.batch(Patch(14, 0, "new"))
    given.node(10)
    assert clones.columns[0] == ["t0", "t1", "t2"]
    assert [node.text for node in given.tree.root.walk() if node.type == "#text"] == ["t0", "new", "t2"]


@pytest.mark.parametrize(
    "look",
    [
        lambda node: node.children,
        lambda node: node.first_child,
        lambda node: list(node.walk()),
        lambda node: node.text_content,
    ],
    ids=["children", "first_child", "walk", "text_content"],
)
def test_looking_inside_changes_nothing_that_can_be_seen(look: Any) -> None:
    given = Given(CARD, run(5))
    before, weight, count = states(given.tree), given.tree.weight, given.tree.count
    look(given.node(18))
    assert not given.node(18).lazy
    assert (states(given.tree), given.tree.weight, given.tree.count) == (before, weight, count)


def test_every_id_inside_clones_is_found_and_none_beside_them() -> None:
    given = Given(CARD, run(50, base=1_000), Clone(1, 500, ["a", None, "b"]), Clone(1, 2_000, ["c", None, "d"]))
    schemas = {id: given.tree.schema_of(id) for id in range(2_100)}
    templates = {id for id in range(2_100) if given.tree.template_at(id) is not None}
    assert len(given.tree.nodes) == 3
    assert templates == {500, *range(1_000, 1_200, 4), 2_000}
    inside = {0, *range(500, 504), *range(1_000, 1_200), *range(2_000, 2_004)}
    assert {id for id, schema in schemas.items() if schema is not None} == inside
    types = ["Row", "Text", "#text", "View"]
    assert all(schemas[id] is not None and schemas[id][0] == types[id % 4] for id in inside - {0})  # type: ignore[index]
    for id in sorted(inside, key=lambda id: id * 7919 % 2_003):
        node = given.tree.find(id)
        assert node is not None
        assert node.id == id
        assert node.schema is (None if node.type in ("#text", "#root") else CATALOGUE[node.type])
    assert given.tree.find(999) is given.tree.find(1_200) is None


def test_inner_nodes_are_the_same_objects_each_time() -> None:
    given = Given(CARD, run(2))
    first = given.node(11)
    assert given.node(10).children[0] is first
    assert given.node(11) is first
    assert first.static
    assert not given.node(10).static


def test_a_dead_clone_can_be_looked_at_and_stays_dead() -> None:
    given = Given(CARD, run(2))
    clone = given.node(10)
    given.batch(Delete(10))
    assert [child.id for child in clone.children] == [11, 13]
    assert not any(node.alive for node in clone.walk())
    assert given.tree.find(10) is given.tree.find(11) is None
    assert set(given.tree.nodes) == {0}


def test_a_dead_run_can_be_looked_at_and_stays_dead() -> None:
    given = Given(CARD, Create(1, "View", {}), Append(0, 1), Clones(1, 10, 3, 1, None, run(3).columns))
    parent = given.node(1)
    assert given.batch(Delete(1)).deleted == (parent,)
    first = parent.first_child
    assert first is not None
    assert not first.alive
    assert [child.id for child in parent.children] == [10, 14, 18]
    assert not any(node.alive for node in parent.walk())
    assert (set(given.tree.nodes), given.tree._clones, given.tree.count) == ({0}, {}, 0)
    assert all(given.tree.find(id) is None for id in range(10, 22))


def test_a_patched_clone_expands_to_what_was_patched() -> None:
    given = Given(CARD, run(2))
    assert given.node(10).props["id"] == "r0"
    given.batch(Patch(10, 0, "new"), Patch(10, 2, "also"))
    assert given.node(10).lazy
    assert given.node(10).props == {"label": "card", "id": "also"}
    assert given.node(12).text == "new"
    assert given.node(16).text == "t1"


def test_bases_of_clones_that_are_gone_go_in_bulk() -> None:
    given = Given(CARD, run(1_000))
    tree = given.tree
    for row in range(1_000):
        tree.expand(given.node(10 + 4 * row))
        assert len(tree._bases) <= max(64, 2 * len(tree._clones) + 1)
    assert tree._clones == {}


def test_a_stale_base_hides_no_clone() -> None:
    # The base of a clone that was expanded stays in the list for a while; ids beside it must still be found.
    given = Given(CARD, run(3))
    given.node(15)
    assert len(given.tree._bases) == 3
    assert [given.tree.schema_of(id) is not None for id in (11, 15, 19, 22)] == [True, True, True, False]
