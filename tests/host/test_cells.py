"""What the cells of a Table say."""

from __future__ import annotations

from typing import Any

import pytest

from rill.host.cells import text_of_cell


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "✓"), (False, "✗"), (5, "5"), (5.0, "5"), (0.1, "0.1"), (1e300, "1e+300"), ("a", "a")],
)
def test_values_become_words(value: Any, text: str) -> None:
    assert text_of_cell(value) == text


def test_a_cell_with_looks_says_its_text() -> None:
    assert text_of_cell({"text": "a", "bold": True}) == "a"
    assert text_of_cell({"icon": "check"}) == ""
