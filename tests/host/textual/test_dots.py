"""Dots, signs and backgrounds in cells: what covers what, what is cut off, and what nothing outside costs."""

from __future__ import annotations

from rich.style import Style

from rill.host.textual.dots import DotMatrix, Look


def looks(matrix: DotMatrix, y: int) -> list[tuple[str, Look]]:
    """The runs of a line with their looks."""
    found: list[Look] = []

    def style_of(look: Look) -> Style:
        found.append(look)
        return Style.null()

    strip = matrix.strip(y, style_of)
    return list(zip([segment.text for segment in strip], found, strict=True))


def test_each_dot_of_a_cell_is_the_bit_that_unicode_gives_it() -> None:
    signs = []
    for y in range(4):
        for x in range(2):
            matrix = DotMatrix(1, 1)
            matrix.plot(x, y, None)
            signs += matrix.lines()
    assert "".join(signs) == "⠁⠈⠂⠐⠄⠠⡀⢀"


def test_lines_run_in_all_directions_and_end_at_the_edges() -> None:
    matrix = DotMatrix(4, 2)
    matrix.line(0, 0, 7, 7, None)
    assert matrix.lines() == ["⠑⢄  ", "  ⠑⢄"]
    matrix = DotMatrix(4, 2)
    matrix.line(1e9, -1e9 + 7, -1e9, 1e9 + 7, None)
    assert matrix.lines() == [" ⢀⠔⠉", "⡔⠁  "]
    assert matrix.plotted <= 10


def test_what_is_outside_costs_nothing() -> None:
    matrix = DotMatrix(4, 2)
    matrix.line(-5, -5, -1, 100, None)
    matrix.span(-10, 1_000_000, 9, None)
    matrix.span(-10, 1_000_000, -1, None)
    matrix.column(8, -10, 1_000_000, None)
    matrix.plot(-1, 0, None)
    matrix.ground(4, 0, "error")
    matrix.write(0, 2, "below", None)
    assert matrix.plotted == 0
    matrix.span(-(10**9), 10**9, 0, None)
    assert matrix.plotted == 8


def test_columns_are_the_dots_between_their_ends() -> None:
    for x in range(2):
        for first in range(12):
            for last in range(first, 12):
                column, dots = DotMatrix(1, 3), DotMatrix(1, 3)
                column.column(x, last, first, "error")
                for y in range(first, last + 1):
                    dots.plot(x, y, "error")
                assert (column.lines(), column.plotted) == (dots.lines(), dots.plotted)


def test_words_are_cut_at_the_edge_and_wide_ones_keep_their_cells() -> None:
    matrix = DotMatrix(6, 1)
    matrix.write(-1, 0, "ab世c界", "accent")
    assert matrix.lines() == ["b世c界"]
    matrix.write(1, 0, "x", None)
    # The other half of the wide sign went with it.
    assert matrix.lines() == ["bx c界"]
    matrix.write(4, 0, "世界", None)
    assert matrix.lines() == ["bx c世"]


def test_a_mark_joins_the_sign_before_it() -> None:
    matrix = DotMatrix(3, 1)
    matrix.write(0, 0, "e\u0301f", None)
    assert matrix.lines() == ["e\u0301f "]


def test_later_dots_cover_signs_and_later_grounds_cover_all() -> None:
    matrix = DotMatrix(3, 1)
    matrix.write(0, 0, "abc", "primary")
    matrix.plot(0, 0, "error")
    matrix.ground(1, 0, "muted")
    assert looks(matrix, 0) == [
        ("⠁", Look("error", None)),
        (" ", Look("error", "muted")),
        ("c", Look("primary", None)),
    ]


def test_a_matrix_is_placed_over_another() -> None:
    inner = DotMatrix(2, 1)
    inner.plot(0, 0, "success")
    outer = DotMatrix(4, 2)
    outer.write(0, 1, "abcd", "error")
    outer.place(1, 1, inner)
    assert outer.lines() == ["    ", "a⠁ d"]
