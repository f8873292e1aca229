"""What the cells of a Table say, the same in every adapter. Knows no widget and no element."""

from __future__ import annotations

from rill.protocol.values import Value


def text_of_cell(value: Value) -> str:
    """What stands in a cell, as text that is not yet cleaned."""
    match value:
        case bool():
            return "✓" if value else "✗"
        case str():
            return value
        case int():
            return str(value)
        case float():
            # As JavaScript writes numbers: no fraction where there is none.
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case dict():
            text = value.get("text")
            return text if isinstance(text, str) else ""
        case _:
            return ""
