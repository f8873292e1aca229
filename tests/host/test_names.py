"""Names of a guest are shown safely, and never looked up."""

from __future__ import annotations

import pytest

from rill.host.names import did_you_mean, shown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Button", "'Button'"),
        ("", "''"),
        ("\x1b]0;title\x07", r"'\x1b]0;title\x07'"),
        ("two\nlines", r"'two\nlines'"),
        ("\u202eevil", r"'\u202eevil'"),
        ("\ud800", r"'\ud800'"),
        ("x" * 64, f"'{'x' * 64}'"),
        ("x" * 65, f"'{'x' * 64}...'"),
    ],
    ids=repr,
)
def test_shown_is_escaped_and_cut(name: str, expected: str) -> None:
    assert shown(name) == expected


def test_a_shown_name_is_short_whatever_it_holds() -> None:
    assert len(shown("\U0001f600" * 10**6)) < 700


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("Buton", ["Button", "Text"], "; did you mean 'Button'?"),
        ("aab", ["aaa", "aac"], "; did you mean 'aac' or 'aaa'?"),
        ("zzz", ["b", "a"], "; known are 'a', 'b'"),
        ("zzz", [], "; none is known"),
        ("zzz", [f"name{index}" for index in range(20)], "; known are "),
        ("zzz", [f"name{index}" for index in range(21)], ""),
    ],
)
def test_hints(name: str, known: list[str], expected: str) -> None:
    hint = did_you_mean(name, known)
    assert hint.startswith(expected)
    assert hint or len(known) > 20


def test_a_hint_for_a_huge_name_looks_at_its_beginning_only() -> None:
    # Comparing is quadratic in the length.
    assert did_you_mean("Button" + "x" * 10**6, [f"Name{index}" for index in range(30)]) == ""
