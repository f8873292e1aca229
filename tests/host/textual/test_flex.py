"""The arithmetic of flexible boxes: by examples, and by what holds for any pieces whatever they ask for."""

from __future__ import annotations

import random

import pytest

from rill.host.textual.flex import Piece, across, lengths, lines, starts, whole

JUSTIFICATIONS = ("start", "center", "end", "space-between", "space-around", "space-evenly")


@pytest.mark.parametrize(
    ("pieces", "room", "expected"),
    [
        # Room that is left goes to those that grow, by their shares.
        ([Piece(0, grow=1), Piece(0, grow=2)], 80, [26, 54]),
        ([Piece(10), Piece(0, grow=1), Piece(5)], 80, [10, 65, 5]),
        ([Piece(10, grow=1), Piece(20, grow=1)], 50, [20, 30]),
        # Shares below one are shares all the same: two thirds of the room are not left over.
        ([Piece(0, grow=0.1), Piece(0, grow=0.2)], 30, [10, 20]),
        # Room that is missing is given up by all, the long ones more.
        ([Piece(30), Piece(10)], 20, [15, 5]),
        ([Piece(30, shrink=0), Piece(10)], 20, [30, 0]),
        ([Piece(30, shrink=0), Piece(10, shrink=0)], 20, [30, 10]),
        # What one cannot give up, the others do.
        ([Piece(30, minimum=25), Piece(30)], 40, [25, 15]),
        ([Piece(0, grow=1, maximum=5), Piece(0, grow=1), Piece(0, grow=1)], 35, [5, 15, 15]),
        ([Piece(0, grow=1, minimum=20), Piece(0, grow=1)], 30, [20, 10]),
        # The minimum wins over the maximum, and over the room.
        ([Piece(5, minimum=9, maximum=3)], 4, [9]),
        # Margins never give way.
        ([Piece(10, fixed=4), Piece(10)], 16, [6, 6]),
        # A third is not lost.
        ([Piece(100 / 3), Piece(100 / 3), Piece(100 / 3)], 100, [33, 33, 34]),
        ([], 10, []),
    ],
)
def test_room_is_shared_out_as_css_does(pieces: list[Piece], room: int, expected: list[int]) -> None:
    assert lengths(pieces, room) == expected


def any_piece(chance: random.Random) -> Piece:
    return Piece(
        chance.choice((0, 0, chance.randint(0, 60), chance.random() * 60)),
        grow=chance.choice((0, 0, 1, chance.random() * 4, 1000, 0.001)),
        shrink=chance.choice((0, 1, 1, chance.random() * 3)),
        minimum=chance.choice((0, 0, 0, chance.randint(0, 30))),
        maximum=chance.choice((None, None, chance.randint(0, 40))),
        fixed=chance.choice((0, 0, chance.randint(0, 4))),
    )


def test_any_pieces_fill_the_room_exactly_or_cannot() -> None:
    """Over random pieces: bounds are kept; nobody has more or less than asked for without cause; no cell is lost."""
    chance = random.Random(1)
    full = 0
    for _ in range(4_000):
        pieces = [any_piece(chance) for _ in range(chance.randint(1, 9))]
        room = chance.randint(0, 120)
        found = lengths(pieces, room)
        used = sum(found) + sum(piece.fixed for piece in pieces)
        for piece, length in zip(pieces, found, strict=True):
            assert length >= piece.minimum
            assert piece.maximum is None or length <= max(piece.maximum, piece.minimum)
        if used < room:
            # Nobody who grows could have had more.
            assert all(
                piece.grow == 0 or (piece.maximum is not None and length >= piece.maximum - 1)
                for piece, length in zip(pieces, found, strict=True)
            ), (pieces, room, found)
        if used > room:
            # Nobody who shrinks could have given up more.
            assert all(
                piece.shrink == 0 or piece.base == 0 or length <= piece.minimum + 1
                for piece, length in zip(pieces, found, strict=True)
            ), (pieces, room, found)
        full += used == room
    assert full > 1_000


def test_whole_cells_keep_the_sum_and_lengths_that_are_whole() -> None:
    chance = random.Random(2)
    for _ in range(1_000):
        exact = [chance.choice((chance.randint(0, 50), chance.random() * 50)) for _ in range(chance.randint(0, 12))]
        found = whole(exact)
        assert sum(found) == int(sum(exact) + 1e-6)
        assert all(abs(cells - length) < 1 for cells, length in zip(found, exact, strict=True))
        assert all(cells == length for cells, length in zip(found, exact, strict=True) if isinstance(length, int))


def test_bounds_that_settle_one_by_one_end_in_time() -> None:
    """Each round settles one piece only: 5,000 rounds would hold the event loop for seconds."""
    pieces = [Piece(0, grow=1, maximum=index) for index in range(5_000)]
    found = lengths(pieces, 1_000_000)
    assert all(length <= index for index, length in enumerate(found))


@pytest.mark.parametrize(
    ("outer", "room", "gap", "expected"),
    [
        ([5, 5, 5], 15, 0, [range(3)]),
        ([5, 5, 5], 15, 1, [range(2), range(2, 3)]),
        ([20, 5], 10, 0, [range(1), range(1, 2)]),
        ([5, 20, 5], 10, 2, [range(1), range(1, 2), range(2, 3)]),
        ([0, 0, 0], 0, 0, [range(3)]),
        ([], 10, 1, []),
    ],
)
def test_lines_break_where_the_next_would_not_fit(outer: list[int], room: int, gap: int, expected: list[range]) -> None:
    assert lines(outer, room, gap) == expected


def test_any_lines_keep_the_order_and_hold_what_fits() -> None:
    chance = random.Random(3)
    for _ in range(2_000):
        outer = [chance.randint(0, 30) for _ in range(chance.randint(1, 20))]
        room, gap = chance.randint(0, 80), chance.randint(0, 3)
        found = lines(outer, room, gap)
        assert [index for line in found for index in line] == list(range(len(outer)))
        sizes = [sum(outer[index] for index in line) + gap * (len(line) - 1) for line in found]
        for line, size, after in zip(found, sizes, [*found[1:], None], strict=True):
            assert size <= room or len(line) == 1
            # The first of the next line would not have fitted here.
            assert after is None or size + gap + outer[after.start] > room


@pytest.mark.parametrize(
    ("justify", "expected"),
    [
        ("start", [0, 11, 22]),
        ("center", [4, 15, 26]),
        ("end", [8, 19, 30]),
        ("space-between", [0, 15, 30]),
        ("space-around", [1, 15, 28]),
        ("space-evenly", [2, 15, 28]),
    ],
)
def test_free_room_is_where_justify_says(justify: str, expected: list[int]) -> None:
    assert starts([10, 10, 10], 40, 1, justify) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("justify", JUSTIFICATIONS)
def test_any_starts_keep_order_and_gaps_inside_the_room(justify: str) -> None:
    chance = random.Random(4)
    for _ in range(1_000):
        outer = [chance.randint(0, 20) for _ in range(chance.randint(1, 8))]
        gap = chance.randint(0, 3)
        need = sum(outer) + gap * (len(outer) - 1)
        room = need + chance.randint(0, 40)
        found = starts(outer, room, gap, justify)  # type: ignore[arg-type]
        ends = [start + length for start, length in zip(found, outer, strict=True)]
        assert found[0] >= 0
        assert ends[-1] <= room
        assert all(start - end >= gap for end, start in zip(ends, found[1:], strict=False))
        # Too little room: everything from the start, so that the first words can be read.
        assert starts(outer, need - 1, gap, justify)[0] == 0  # type: ignore[arg-type]


def test_across_the_line_a_piece_stands_where_align_says() -> None:
    assert [across(4, 10, align) for align in ("start", "center", "end", "stretch")] == [0, 3, 6, 0]
    assert across(12, 10, "end") == 0
