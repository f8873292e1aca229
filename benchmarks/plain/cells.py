"""Cells of 7GUIs in plain Textual: what `examples/sevenguis/cells.tsx` is as a guest."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.coordinate import Coordinate
from textual.widgets import DataTable, Input, Static

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIGNS: Final[Mapping[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class Sheet:
    """Sums, differences, products and quotients of cells and numbers; as much as a measurement needs."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.values: dict[str, float | str] = {}
        self._formulas: dict[str, ast.expr] = {}
        self._readers: dict[str, set[str]] = {}

    def write(self, key: str, text: str) -> list[str]:
        """Write a cell and evaluate those that depend on it. Gives the keys of all that changed."""
        self.texts[key] = text
        for readers in self._readers.values():
            readers.discard(key)
        self._formulas.pop(key, None)
        if text.startswith("="):
            formula = self._formulas[key] = ast.parse(text[1:], mode="eval").body
            for part in ast.walk(formula):
                if isinstance(part, ast.Name):
                    self._readers.setdefault(part.id, set()).add(key)
        changed, waiting = [], [key]
        while waiting:
            at = waiting.pop(0)
            value = self._evaluate(self._formulas[at]) if at in self._formulas else _number_or_words(self.texts[at])
            if value != self.values.get(at):
                self.values[at] = value
                changed.append(at)
                waiting.extend(sorted(self._readers.get(at, ())))
        return changed

    def _evaluate(self, part: ast.expr) -> float | str:
        match part:
            case ast.Constant(value=int() | float() as number):
                return number
            case ast.Name(id=key):
                return self.values.get(key, 0)
            case ast.BinOp(left=left, op=sign, right=right):
                values = (self._evaluate(left), self._evaluate(right))
                if isinstance(values[0], str) or isinstance(values[1], str):
                    return "#VALUE"
                return _SIGNS[type(sign)](values[0], values[1])
        return "#SYNTAX"


def _number_or_words(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


class Cells(App[None]):
    """A table with a line above it that says what is in the cell, and a field over it while one is edited."""

    BINDINGS: ClassVar[list[Any]] = [("enter", "edit", "Edit")]
    CSS = """
    Vertical { height: 100%; layers: below above; }
    Horizontal { height: 1; padding: 0 1; }
    #cursor { width: 5; text-style: bold; }
    #formula { width: 1fr; }
    DataTable { height: 1fr; }
    Input { layer: above; width: 12; height: 1; border: none; padding: 0 1; }
    #hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__()
        self.sheet = Sheet()
        for key, text in texts.items():
            self.sheet.write(key, text)

    def compose(self) -> ComposeResult:
        with Vertical():
            with Horizontal():
                yield Static("A0", id="cursor")
                yield Static("", id="formula")
            yield DataTable[Content](cursor_type="cell", fixed_columns=1)
            yield Static("Enter changes a cell. Formulas: =A0+1", id="hint")

    @property
    def table(self) -> DataTable[Content]:
        return self.query_one(DataTable)

    def on_mount(self) -> None:
        self.table.add_column("", width=3)
        for letter in LETTERS:
            self.table.add_column(letter, width=10, key=letter)
        for row in range(100):
            cells = (self._content(f"{letter}{row}") for letter in LETTERS)
            self.table.add_row(Content(str(row)), *cells, key=str(row))
        self.table.cursor_coordinate = Coordinate(0, 1)
        self.table.focus()

    def _content(self, key: str) -> Content:
        value = self.sheet.values.get(key, "")
        return Content(value if isinstance(value, str) else f"{value:g}")

    def _key(self, at: Coordinate) -> str:
        return f"{LETTERS[max(0, at.column - 1)]}{at.row}"

    def on_data_table_cell_highlighted(self, event: DataTable.CellHighlighted) -> None:
        key = self._key(event.coordinate)
        self.query_one("#cursor", Static).update(Content(key))
        self.query_one("#formula", Static).update(Content(self.sheet.texts.get(key, "")))

    async def on_data_table_cell_selected(self, event: DataTable.CellSelected) -> None:
        region = self.table._get_cell_region(event.coordinate)
        field = Input(self.sheet.texts.get(self._key(event.coordinate), ""), select_on_focus=False)
        await self.query_one(Vertical).mount(field)
        field.styles.offset = (region.x - self.table.scroll_offset.x, region.y - self.table.scroll_offset.y + 1)
        field.focus()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        for key in self.sheet.write(self._key(self.table.cursor_coordinate), event.value):
            self.table.update_cell(key[1:], key[0], self._content(key))
        await event.input.remove()
        self.table.focus()
