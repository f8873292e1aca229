from __future__ import annotations

from typing import Any

import pytest

from rill.components.wording import join_or, kind_of, literal_text, quote, safe_name, suggest
from rill.protocol import UNDEFINED, BigInt, FunctionRef, MapValue


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "null"),
        (True, "bool"),
        (1, "int"),
        (1.5, "float"),
        (-0.0, "-0, which crosses as a float"),
        ("", "str"),
        ([], "array"),
        ({}, "object"),
        (b"", "bytes"),
        (UNDEFINED, "undefined"),
        (FunctionRef(1), "a function"),
        (BigInt(1), "BigInt"),
        (MapValue(()), "Map"),
        ((), "tuple"),
    ],
)
def test_values_go_by_the_words_of_their_language(value: Any, kind: str) -> None:
    assert kind_of(value) == kind


def test_names_of_a_guest_are_short_and_printable() -> None:
    assert safe_name("width") == "width"
    assert safe_name("\x1b[31m") == "'\\x1b[31m'"
    assert safe_name("a" * 65) == f"'{'a' * 40}'..."
    assert quote("a" * 41) == f"'{'a' * 40}'..."
    assert quote(3) == "int"


def test_suggestions_name_what_is_near_or_all_there_is() -> None:
    assert suggest("widht", ["width", "height"]) == "; did you mean 'width'?"
    assert suggest("q", ["width", "height"]) == "; known are 'height', 'width'"
    assert suggest(3, ["width"]) == "; known are 'width'"
    assert suggest("q", []) == ""


def test_a_very_long_name_is_not_compared() -> None:
    assert suggest("width" * 20_000, ["width"]) == "; known are 'width'"


def test_alternatives_are_joined_once_each() -> None:
    assert join_or(["a"]) == "a"
    assert join_or(["a", "b", "a", "c"]) == "a, b or c"
    assert [literal_text(value) for value in ("a", 1, True, False)] == ["'a'", "1", "true", "false"]
