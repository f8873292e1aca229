from __future__ import annotations

from components.test_schema import SAMPLE
from rill.components import CATALOGUE
from rill.components.record_types import RecordTypes


def test_records_are_found_wherever_they_are_used_and_innermost_first() -> None:
    records = RecordTypes()
    records.add_all([SAMPLE])
    assert list(records.entries) == ["StyleFields", "Breakpoint", "Style", "Point", "Item"]


def test_a_record_that_guests_write_somewhere_counts_as_given() -> None:
    records = RecordTypes()
    records.add_all([CATALOGUE["Button"], SAMPLE])
    given = {name: entry.given for name, entry in records.entries.items()}
    assert given["Point"]
    assert not given["PressEvent"]
