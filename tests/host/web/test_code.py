"""Code as elements: what has a class, and that nothing is lost or takes its time."""

from __future__ import annotations

import time
from itertools import count

import pytest

from rill.host.web.code import code_children, code_lines
from rill.host.web.element import Child, Element


def plain(children: tuple[Child, ...]) -> str:
    return "".join(plain(child.children) if isinstance(child, Element) else str(child) for child in children)


def test_tokens_have_the_classes_of_their_kind() -> None:
    assert code_children("def f():\n  return 1 # x\n", "python") == (
        Element("span", {"class": "rill-t-keyword"}, "def"),
        " ",
        Element("span", {"class": "rill-t-name"}, "f"),
        "():\n  ",
        Element("span", {"class": "rill-t-keyword"}, "return"),
        " ",
        Element("span", {"class": "rill-t-number"}, "1"),
        " ",
        Element("span", {"class": "rill-t-comment"}, "# x"),
    )


@pytest.mark.parametrize("language", [None, "klingon", "../python"])
def test_unknown_languages_are_one_text(language: str | None) -> None:
    assert code_children("def f():\n  pass\n", language) == ("def f():\n  pass",)
    assert code_children("", language) == ()


@pytest.mark.parametrize("code", ["a\n\n\nb", "\n\na", "x = '''\n\n'''", "a\n\n", "", "\n", "\ta"])
@pytest.mark.parametrize("language", [None, "python", "js"])
def test_no_character_is_lost(code: str, language: str | None) -> None:
    expected = code.expandtabs(4).removesuffix("\n")
    assert plain(code_children(code, language)) == expected
    lines = code_lines(code, language, 1, ())
    assert plain(lines) == f"{expected}\n"
    assert len(lines) == expected.count("\n") + 1


def test_lines_know_their_numbers_and_marks() -> None:
    lines = code_lines("a\nb\nc", None, 9, {10})
    looks = [line.attributes for line in lines if isinstance(line, Element)]
    assert looks == [
        {"class": "rill-code-line", "data-line": 9},
        {"class": "rill-code-line rill-code-marked", "data-line": 10},
        {"class": "rill-code-line", "data-line": 11},
    ]


def test_colouring_ends_when_its_time_is_over_and_the_rest_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    # A clock on which each look at it takes a hundredth of a second.
    ticks = count()
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks) / 100)
    code = " ".join(["1"] * 100) + " # of test_colouring_ends"
    children = code_children(code, "python")
    assert plain(children) == code
    assert 1 <= sum(isinstance(child, Element) for child in children) <= 5
