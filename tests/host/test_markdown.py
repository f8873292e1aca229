"""Markdown as a tree of blocks: what is read, and what is bounded."""

from __future__ import annotations

from rill.host.markdown import (
    CHARACTERS_MAX,
    PARAGRAPH_CHARACTERS_MAX,
    SOURCE_LINES_MAX,
    TABLE_LINE_MAX,
    BlockTree,
    bounded_source,
    parse_blocks,
)


def outline(trees: list[BlockTree]) -> list[object]:
    return [[tree.token.type, *outline(tree.children)] if tree.children else tree.token.type for tree in trees]


def words(source: str) -> list[str]:
    (block,) = parse_blocks(source)
    return [child.type for child in block.children[0].token.children or ()]


def test_blocks_stand_in_each_other() -> None:
    assert outline(parse_blocks("# a\n\n> - b\n\n---")) == [
        ["heading_open", "inline"],
        ["blockquote_open", ["bullet_list_open", ["list_item_open", ["paragraph_open", "inline"]]]],
        "hr",
    ]
    assert [tree.source_line for tree in parse_blocks("a\n\nb\n\n\nc")] == [0, 2, 5]


def test_html_is_text() -> None:
    assert outline(parse_blocks("<script>x</script>")) == [["paragraph_open", "inline"]]
    assert words("a <b>c</b>") == ["text"]


def test_documents_are_cleaned_and_cut() -> None:
    assert bounded_source("a\x1bb") == ("a␛b", True)
    assert bounded_source("x" * CHARACTERS_MAX) == ("x" * CHARACTERS_MAX, True)
    assert bounded_source("x" * (CHARACTERS_MAX + 1)) == ("x" * CHARACTERS_MAX, False)
    assert bounded_source("\n" * SOURCE_LINES_MAX) == ("\n" * (SOURCE_LINES_MAX - 1), False)


def test_a_paragraph_beyond_the_bound_is_as_it_was_written() -> None:
    fits = "*a* " * (PARAGRAPH_CHARACTERS_MAX // 4)
    assert "em_open" in words(fits)
    assert words(f"{fits}*b*") == ["text"]


def test_a_table_beyond_the_bound_is_no_table() -> None:
    row = "|a" * (TABLE_LINE_MAX // 2)
    line = "|-" * (TABLE_LINE_MAX // 2)
    assert parse_blocks(f"{row}\n{line}\n")[0].token.type == "table_open"
    assert parse_blocks(f"{row}|a\n{line}|-\n")[0].token.type == "paragraph_open"
