"""The rows of the table, as examples/table/rows.ts makes them, for the peers' programs. Knows no framework."""

from __future__ import annotations

from typing import Final

ADJECTIVES: Final = (
    "pretty", "large", "big", "small", "tall", "short", "long", "handsome", "plain", "quaint", "clean", "elegant",
    "easy", "angry", "crazy", "helpful", "mushy", "odd", "unsightly", "adorable", "important", "inexpensive", "cheap",
    "expensive", "fancy",
)  # fmt: skip
COLOURS: Final = (
    "red", "yellow", "blue", "green", "pink", "brown", "purple", "brown", "white", "black", "orange",
)  # fmt: skip
NOUNS: Final = (
    "table", "chair", "house", "bbq", "desk", "car", "pony", "cookie", "sandwich", "burger", "pizza", "mouse",
    "keyboard",
)  # fmt: skip


def label_of(number: int) -> str:
    """Three words that look drawn at random and follow from the number."""
    drawn = (number * 0x9E3779B1) & 0xFFFFFFFF
    words = (ADJECTIVES[(drawn >> 3) % 25], COLOURS[(drawn >> 11) % 11], NOUNS[(drawn >> 19) % 13])
    return " ".join(words)


def made(count: int) -> list[tuple[int, str]]:
    """So many rows, from number 1."""
    return [(number, label_of(number)) for number in range(1, count + 1)]


def updated(rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The same rows with every tenth label changed."""
    return [(number, f"{label} !!!" if at % 10 == 0 else label) for at, (number, label) in enumerate(rows)]
