"""Devtools: what a guest is made of and what it does, while it runs. Reads what the host publishes; the host does not
know it."""

from __future__ import annotations

from rill.devtools.inspector import Row, Section, TreeRows, describe, find_next, row_words
from rill.devtools.recording import ConsoleLine, ErrorRecord, Recording, TurnRecord
from rill.devtools.words import OperationWords, cause_words, frame_words, node_words, value_words

__all__ = [
    "ConsoleLine",
    "ErrorRecord",
    "OperationWords",
    "Recording",
    "Row",
    "Section",
    "TreeRows",
    "TurnRecord",
    "cause_words",
    "describe",
    "find_next",
    "frame_words",
    "node_words",
    "row_words",
    "value_words",
]
