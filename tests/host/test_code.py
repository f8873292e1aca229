"""A guest's code before it is shown: cleaned, bounded, and in which language."""

from __future__ import annotations

from rill.host.code import COLORED_CHARACTERS_MAX, COLORED_LINE_MAX, LINES_MAX, Source, read_source


def test_code_is_cleaned_and_has_spaces_for_tabs() -> None:
    source = read_source("a\tb\x1b\r\n\u202e\n", "PY ")
    assert source == Source(("a   b␛", "\ufffd"), "python")
    assert source.text == "a   b␛\n\ufffd"


def test_languages_are_those_of_the_table() -> None:
    assert [read_source("x", name).language for name in ("c++", "klingon", None, "", "__class__")] == [
        "cpp", None, None, None, None,
    ]  # fmt: skip


def test_long_code_and_long_lines_have_no_language() -> None:
    assert read_source("x" * COLORED_LINE_MAX, "js").language == "javascript"
    assert read_source("x" * (COLORED_LINE_MAX + 1), "js").language is None
    fits = "x" * 99 + "\n"
    assert read_source(fits * (COLORED_CHARACTERS_MAX // 100), "js").language == "javascript"
    assert read_source(fits * (COLORED_CHARACTERS_MAX // 100) + "xx", "js").language is None


def test_lines_beyond_the_bound_are_cut_off() -> None:
    assert len(read_source("\n" * (LINES_MAX - 1) + "x", None).lines) == LINES_MAX
    cut = read_source("\n" * LINES_MAX + "x", None).lines
    assert (len(cut), cut[-1]) == (LINES_MAX + 1, "[…]")


def test_stretches_add_up_to_the_code() -> None:
    source = read_source("def f():\n  return 'a\n", "python")
    assert "".join(token for _, token in source.tokens()) == source.text
    assert list(read_source("x", None).tokens()) == []
