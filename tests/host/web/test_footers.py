"""A footer is the last thing in its component, wherever it stands in the guest's tree."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from host.trees import Given
from rill.host.web.footers import footer_of, has_footer, ids_in_page, is_footer
from rill.protocol.operations import (
    Append,
    Clone,
    Clones,
    Create,
    Delete,
    Insert,
    Operation,
    Remove,
    Reorder,
    Slot,
    SlotKind,
    Template,
)

from .screen import Screen

ROW = Template(1, ["Text", {}, [["#text", ""]]], [Slot(SlotKind.TEXT, 1)])
CARD = Template(
    2,
    ["Card", {}, [["Slot", {"name": "footer"}, [["Divider", {}, []]]], ["Text", {}, []]]],
    [Slot(SlotKind.CHILDREN, 0)],
)


def card(id: int) -> list[Operation]:
    """A Card with both of its places, as the SDK makes it: id + 1 is the header, id + 2 the footer."""
    return [
        Create(id, "Card", {}),
        Create(id + 1, "Slot", {"name": "header"}),
        Create(id + 2, "Slot", {"name": "footer"}),
        Append(id, id + 1),
        Append(id, id + 2),
    ]


def test_a_footer_goes_behind_its_siblings() -> None:
    given = Given(*card(1), Create(9, "Text", {}), Append(1, 9), Append(0, 1))
    node = given.node(1)
    footer = footer_of(node)
    assert footer is not None
    assert footer.id == 3
    assert given.children(1) == [2, 3, 9]
    assert ids_in_page(node) == [2, 9, 3]
    assert has_footer(node.schema)
    assert not is_footer("Slot", "header")
    assert footer_of(given.tree.root) is None


def test_what_comes_later_goes_before_the_footer_at_once() -> None:
    given = Given(*card(1), Append(0, 1), ROW)
    screen = Screen(given.tree)
    screen.adapter.apply(given.batch(Create(9, "Text", {}), Append(1, 9), Clones(1, 20, 2, 1, None, [["a", "b"]])))
    assert [operation[1:6] for operation in screen.take()[-2:]] == [[1, 9, 3], [1, 20, 2, 1, 3]]
    screen.assert_shows(given.tree)


def test_a_clone_with_a_footer_has_it_behind_what_it_gets() -> None:
    given = Given(CARD, ROW)
    screen = Screen(given.tree)
    screen.adapter.apply(given.batch(Clone(2, 30, [None]), Create(9, "Text", {}), Append(30, 9), Append(0, 30)))
    screen.catch_up()
    assert ids_in_page(given.node(30)) == [33, 9, 31]
    screen.assert_shows(given.tree)


@given(st.integers(0, 2**32))
def test_a_footer_is_last_whatever_happens_around_it(seed: int) -> None:
    # How: a card is made before or after its page, and its children come, go and move in every way.
    pick = random.Random(seed)
    scene = Given(ROW)
    screen = Screen(scene.tree)
    children = [2, 3]
    loose: list[int] = []
    next_id = 100
    made: list[Operation] = [*card(1), Append(0, 1)]
    for _ in range(4):
        operations, made = made, []
        for _ in range(pick.randrange(1, 8)):
            kind = pick.choice(("append", "append", "insert", "insert", "clones", "remove", "delete", "reorder"))
            movable = [id for id in children if id > 3]
            if kind in ("append", "insert"):
                if loose and pick.random() < 0.5:
                    id = loose.pop()
                elif movable and pick.random() < 0.5:
                    id = pick.choice(movable)
                    children.remove(id)
                else:
                    id, next_id = next_id, next_id + 1
                    operations.append(Create(id, "Text", {}))
                before = pick.choice(children) if kind == "insert" else None
                operations.append(Append(1, id) if before is None else Insert(1, id, before))
                children.insert(len(children) if before is None else children.index(before), id)
            elif kind == "clones":
                count, before = pick.randrange(1, 4), pick.choice([None, *children])
                operations.append(Clones(1, next_id, count, 1, before, [["x"] * count]))
                at = len(children) if before is None else children.index(before)
                children[at:at] = range(next_id, next_id + 2 * count, 2)
                next_id += 2 * count
            elif kind == "reorder":
                pick.shuffle(children)
                # The places of props stay in front.
                children.sort(key=lambda id: id > 3)
                operations.append(Reorder(1, list(children)))
            elif movable:
                id = pick.choice(movable)
                children.remove(id)
                operations.append(Delete(id) if kind == "delete" else Remove(1, id))
                if kind == "remove":
                    loose.append(id)
        screen.adapter.apply(scene.batch(*operations))
        screen.catch_up()
    assert scene.children(1) == children
    screen.assert_shows(scene.tree)
