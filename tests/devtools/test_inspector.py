from __future__ import annotations

from typing import Any

from rill.components import CATALOGUE
from rill.devtools.inspector import (
    OPEN_CHILDREN_MAX,
    ROWS_MAX,
    TreeRows,
    describe,
    find_next,
    policy_words,
    row_words,
)
from rill.host.receiver import Receiver
from rill.host.tree import Node, Tree
from rill.protocol.limits import Limits
from rill.protocol.messages import Batch
from rill.protocol.operations import Append, Clones, Create, Slot, SlotKind, Template


def tree_of(*operations: Any) -> Tree:
    receiver = Receiver(CATALOGUE, Limits())
    receiver.receive_batch(Batch(1, 1, list(operations)))
    return receiver.tree


def small_tree() -> Tree:
    return tree_of(
        Create(1, "Column", {"id": "main"}),
        Create(2, "Text", {}),
        Create(3, "#text", "Count: 1"),
        Append(2, 3),
        Append(1, 2),
        Create(4, "Row", {"hidden": True}),
        Create(5, "TextInput", {"label": "Name", "value": "Ada", "valueVersion": 3, "onChange": {"debounce_ms": 50.0}}),
        Append(4, 5),
        Append(1, 4),
        Append(0, 1),
    )


def found(tree: Tree, id: int) -> Node:
    node = tree.find(id)
    assert node is not None
    return node


def lines(rows: TreeRows) -> list[str]:
    signs = {None: " ", True: "-", False: "+"}
    return [
        f"{'  ' * row.depth}{signs[row.is_open]} {' '.join(filter(None, row_words(row.node)))}" for row in rows.rows
    ]


def test_lines_of_a_tree_where_text_stands_on_its_parents_line_until_it_is_opened() -> None:
    tree, rows = small_tree(), TreeRows()
    rows.update(tree)
    assert lines(rows) == [
        '- Column "main"',
        '  + Text "Count: 1"',
        "  - Row hidden",
        '      TextInput "Name" value="Ada"',
    ]
    rows.set_open(found(tree, 2), True)
    rows.set_open(found(tree, 4), False)
    rows.update(tree)
    assert lines(rows) == ['- Column "main"', '  - Text "Count: 1"', '      #text "Count: 1"', "  + Row hidden"]


def test_what_lies_in_something_closed_is_revealed_and_has_a_place() -> None:
    tree, rows = small_tree(), TreeRows()
    rows.set_open(found(tree, 1), False)
    rows.update(tree)
    assert rows.place_of(found(tree, 5)) is None
    rows.reveal(found(tree, 5))
    rows.update(tree)
    assert rows.place_of(found(tree, 5)) == 3
    rows.set_all_open(found(tree, 1), True)
    rows.update(tree)
    assert [row.node.id for row in rows.rows] == [1, 2, 3, 4, 5]


def test_long_lists_and_clones_are_closed_and_looking_at_them_expands_none() -> None:
    template = Template(1, ["Row", {}, [["Text", {}, [["#text", ""]]]]], [Slot(SlotKind.TEXT, 2)])
    names = [f"row {number}" for number in range(300)]
    tree = tree_of(
        Create(1, "Column", {}), Append(0, 1), template, Clones(1, 10, 300, 1, None, [names]),
        Create(2, "Column", {}), Append(0, 2), Clones(1, 2000, 1, 2, None, [["one"]]),
    )  # fmt: skip
    rows = TreeRows()
    rows.update(tree)
    assert lines(rows) == ["+ Column 300 children", "- Column", "  + Row"]
    assert len(names) > OPEN_CHILDREN_MAX
    assert found(tree, 10).lazy
    rows.set_open(found(tree, 1), True)
    rows.update(tree)
    assert len(rows.rows) == 303
    assert found(tree, 10).lazy


def test_lines_are_bounded() -> None:
    columns: list[Any] = [Create(1, "Column", {}), Append(0, 1)]
    per, count = 1000, ROWS_MAX // 1000 + 1
    id = 2
    for _ in range(count):
        parent, id = id, id + 1
        columns += [Create(parent, "Column", {}), Append(1, parent)]
        for _ in range(per):
            columns += [Create(id, "View", {}), Append(parent, id)]
            id += 1
    tree = Receiver(CATALOGUE, Limits.large())
    tree.receive_batch(Batch(1, 1, columns))
    rows = TreeRows()
    rows.set_all_open(found(tree.tree, 1), True)
    rows.update(tree.tree)
    assert len(rows.rows) == ROWS_MAX
    assert rows.cut


def test_all_that_is_known_of_a_node() -> None:
    tree = small_tree()
    node = found(tree, 5)
    tree.bump_version(node)
    sections = {section.heading: dict(section.facts) for section in describe(node, tree)}
    assert sections["TextInput"] == {"node": "5", "role": "textbox", "name": '"Name"', "in": "Column 1 > Row 4"}
    assert sections["Props"] == {"label": '"Name"', "value": '"Ada"', "valueVersion": "3"}
    assert sections["Events"]["onChange"] == "listens, debounce 50 ms"
    assert "onSubmit" in sections["Events"]["not heard"]
    assert sections["Defaults"]["maxLength" if "maxLength" in sections["Defaults"] else "hidden"]
    assert sections["View state"]["changes by a person"] == "1"
    assert sections["View state"]["last seen by the guest"] == "3"


def test_a_text_is_described_by_its_text() -> None:
    tree = small_tree()
    (section,) = describe(found(tree, 3), tree)
    assert section.facts == (("node", "3"), ("text", '"Count: 1"'), ("in", "Column 1 > Text 2"))


def test_policies_in_words() -> None:
    assert policy_words(True) == "listens"
    assert policy_words({"stop": True, "keys": ["Enter", "F2"], "throttle_ms": 20.0}) == (
        "listens, stop, keys Enter F2, throttle 20 ms"
    )


def test_search_goes_round_and_finds_by_type_number_words_and_props() -> None:
    tree = small_tree()
    assert [node.id for node in (find_next(tree, "text", None),) if node] == [2]
    at: Node | None = None
    seen = []
    for _ in range(4):
        at = find_next(tree, "TEXT", at)
        assert at is not None
        seen.append(at.id)
    assert seen == [2, 3, 5, 2]
    for query, id in (("ada", 5), ("count", 3), ("4", 4), ("main", 1), ("onchange", 5)):
        node = find_next(tree, query, None)
        assert node is not None
        assert node.id == id
    assert find_next(tree, "nowhere", None) is None
    assert find_next(tree, "  ", None) is None


def test_strings_of_a_guest_are_escaped() -> None:
    evil = "\x1b[31m\n\u202e[bold]"
    tree = tree_of(
        Create(1, "TextInput", {"label": evil, "id": evil + "2", "value": evil, "onKeyDown": {"keys": [evil]}}),
        Append(0, 1),
    )
    node = found(tree, 1)
    words = [*row_words(node), *(text for section in describe(node, tree) for fact in section.facts for text in fact)]
    assert all(text.isprintable() for text in words), words
    assert sum(r"\x1b[31m" in text for text in words) >= 5


def test_lines_are_read_anew_when_the_structure_or_a_choice_has_changed_and_not_otherwise() -> None:
    tree, rows = small_tree(), TreeRows()
    rows.update(tree, 1)
    made = rows.rows
    rows.update(tree, 1)
    assert rows.rows is made
    rows.update(tree, 2)
    assert rows.rows is not made
    made = rows.rows
    rows.set_open(found(tree, 4), False)
    rows.update(tree, 2)
    assert len(rows.rows) == len(made) - 1
    rows.update(small_tree(), 2)
    assert len(rows.rows) == len(made) - 1
    assert rows.rows[0].node is not made[0].node
