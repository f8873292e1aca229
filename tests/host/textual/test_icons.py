"""The signs that stand for icons: one for each name, and none that a terminal could not place."""

from __future__ import annotations

import unicodedata
from typing import get_args

import pytest
from rich.cells import cell_len

from rill.components.catalogue.icons import IconName
from rill.host.textual.icons import icon_of

NAMES: tuple[str, ...] = get_args(IconName)
# The only ones that are better in two cells.
WIDE = ("code", "users")


@pytest.mark.parametrize("name", NAMES)
def test_each_icon_has_a_sign_of_one_cell(name: str) -> None:
    sign = icon_of(name)
    assert cell_len(sign) == (2 if name in WIDE else 1)
    for character in sign:
        # No private use, no control, no combining mark, nothing that East Asian terminals draw wide without doubt.
        assert unicodedata.category(character)[0] in "PSL"
        assert unicodedata.east_asian_width(character) not in "WF"


def test_what_is_no_icon_has_no_sign() -> None:
    assert [icon_of(name) for name in ("", "no such icon", None, 3)] == ["", "", "", ""]
