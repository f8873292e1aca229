"""The widget of a `table`: one for the whole of it, which paints its rows when they are on the screen.

Links, buttons and fields in cells are stretches of what is painted: the pointer presses what it is over, and the keys
go from one to the next. Over a field that is written in a real one opens, and goes with the focus.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from typing import Any, ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content, Span
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Input

from rill.host.html import button_words, field_kind, is_off, options_of, value_words
from rill.host.terminal_text import clean_line
from rill.host.textual.html_flow import InFlow
from rill.host.textual.html_grid import (
    COLUMNS_MAX,
    ROWS_LOOKED_AT,
    ROWS_SAMPLED,
    Cell,
    Rows,
    cells_of,
    field_width,
    field_words,
    fit_columns,
    lefts_of,
    place_in,
    rows_of,
    rows_spanned,
    stops_of,
    widths_wanted,
)
from rill.host.textual.html_link import HoldsFields, HtmlLink, press_payload
from rill.host.textual.html_text import CellText, element_of, inner_content, is_stop
from rill.host.textual.view import KEY_PRESS, Link, Linked
from rill.host.textual.widgets.html_words import RepeatsItself
from rill.host.textual.widgets.words import CURRENT_LINK_STYLE
from rill.host.tree import Node
from rill.protocol.values import Value

# Painted lines that are kept: those of a large screen, and some around them.
_STRIPS_MAX: Final = 512
_RULE_SIGN: Final = "─"
_WRITTEN: Final = ("text", "area", "range", "date")


class CellField(Linked, Input):
    """The field over one in a cell, while a person writes in it."""

    DEFAULT_CSS = "CellField.-textual-compact { position: absolute; padding: 0; border: none; height: 1; }"

    def __init__(self, table: HtmlTable, link: HtmlLink, value: str) -> None:
        self.table = table
        self._agreed = self._held = clean_line(value)
        super().__init__(self._agreed, compact=True, select_on_focus=False)
        self.link: Link | None = link
        node = link.node
        self.password = node.type == "input" and node.get("type") == "password"
        length = node.props.get("maxlength")
        self.max_length = length if isinstance(length, int) and length > 0 else 0

    def validate_value(self, value: str) -> str:
        # Also what a person pastes.
        return clean_line(value)

    def watch_value(self, value: str) -> None:
        link = self.link
        if value != self._agreed and isinstance(link, HtmlLink):
            self._agreed = value
            self.table.hold_value(link.node, value)
            link.changed(link.node)

    def take_value(self, node: Node, value: str) -> None:
        """Show what the guest has written into a field, if it is this one."""
        if self.link is not None and self.link.node is node and value != self.value:
            self._agreed = clean_line(value)
            self.value = self._agreed

    def commit(self) -> None:
        """Tell of a change that a person is done with."""
        link = self.link
        if self.value != self._held and isinstance(link, HtmlLink):
            self._held = self.value
            link.tell_event(link.node, "onChange")

    async def action_submit(self) -> None:
        self.commit()
        if isinstance(self.link, HtmlLink):
            self.link.enter(self.link.node)
        self.table.focus(scroll_visible=False)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Focus | events.Blur):
            # To the guest it is the field itself that has the focus, whichever of the two widgets has it.
            await super(Linked, self).on_event(event)
            if isinstance(event, events.Blur) and self.app.app_focus:
                self.commit()
                self.table.close_field(self)
            return
        await super().on_event(event)

    def on_click(self, event: events.Click) -> None:
        event.stop()


class HtmlTable(RepeatsItself, HoldsFields, InFlow, Linked, Widget):
    """A `table`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rill-table--caption",
        "rill-table--head",
        "rill-table--rule",
        "rill-table--selected",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "press_stop", "Press", show=False),
        Binding("tab", "move_stop(1)", "Next", show=False),
        Binding("shift+tab", "move_stop(-1)", "Before", show=False),
        Binding("right", "move_stop(1)", "Next", show=False),
        Binding("left", "move_stop(-1)", "Before", show=False),
        Binding("down", "move_row(1)", "Row below", show=False),
        Binding("up", "move_row(-1)", "Row above", show=False),
    ]

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._caption: Node | None = None
        self._rows = Rows(lambda _id: None)
        # Lines of the table by their numbers: a caption's, a row's with the line in it, or the rule below the head.
        self._heights: list[int] = []
        self._tops: list[int] = []
        self._taken: dict[int, frozenset[int]] = {}
        self._wanted: list[int] = []
        self._widths: list[int] = []
        self._lefts: list[int] = [0]
        self._fitted: int | None = None
        self._height = 0
        self._caption_lines: list[Content] = []
        self._cells: dict[int, list[Cell]] = {}
        self._strips: dict[int, Strip] = {}
        self._is_growing = False
        self._field: CellField | None = None
        # What was told last that it has the focus.
        self._told: int | None = None
        self._stop: int | None = None
        # What a person did to ticks and choices that are painted, and the guest has not written since.
        self._values: dict[int, Value] = {}

    # -- what is in it

    def show(self, node: Node) -> None:
        """Take in what is below the table, which has changed."""
        self._caption, self._rows = rows_of(node, self._find)
        self._cells.clear()
        self._strips.clear()
        self._fitted = None
        self._taken = self._columns_taken() if self._is_exact else {}
        sampled = len(self._rows) if self._is_exact else ROWS_SAMPLED
        looked_at = [self._cells_at(index) for index in range(sampled)]
        columns = max((cell.column + cell.span for cells in looked_at for cell in cells), default=0)
        wanted = widths_wanted(looked_at, min(columns, COLUMNS_MAX))
        shape = (self._wanted, self._height)
        self._wanted = wanted
        self._fit(self.content_size.width or sum(wanted) + COLUMNS_MAX)
        if self._stop is not None and not any(self._stop == stop.id for stop in self._stops_near()):
            self._stop = None
        self.can_focus = bool(self._stops_near())
        self._settle_field()
        if (self._wanted, self._height) != shape or not self.is_attached:
            self._fitted = None
            self.refresh(layout=True)
        else:
            self.refresh()

    def show_again(self) -> None:
        if self.link is not None:
            self.show(self.link.node)

    def _find(self, id: int) -> Node | None:
        inner = self.link.within(id) if self.link is not None else None
        return inner.node if inner is not None else None

    @property
    def _is_exact(self) -> bool:
        """Whether all rows are looked at, so that they may have several lines and cells several rows."""
        return len(self._rows) <= ROWS_LOOKED_AT

    def _columns_taken(self) -> dict[int, frozenset[int]]:
        """For each row the columns that cells above reach down into."""
        taken: dict[int, set[int]] = {}
        for index in range(len(self._rows)):
            for cell in cells_of(self._rows[index], sorted(taken.get(index, ()))):
                for below in range(index + 1, min(index + rows_spanned(cell.node), len(self._rows))):
                    taken.setdefault(below, set()).update(range(cell.column, cell.column + cell.span))
        return {index: frozenset(columns) for index, columns in taken.items()}

    def _cells_at(self, index: int) -> list[Cell]:
        cells = self._cells.get(index)
        if cells is None:
            if len(self._cells) >= _STRIPS_MAX:
                self._cells.clear()
            text = CellText(self._draw)
            cells = self._cells[index] = cells_of(self._rows[index], sorted(self._taken.get(index, ())), text)
            if not self._is_exact:
                self._make_room(cells)
        return cells

    def _make_room(self, cells: list[Cell]) -> None:
        """Make columns wider for a row that was not looked at before."""
        wanted = widths_wanted([cells], len(self._wanted))
        if any(new > old for new, old in zip(wanted, self._wanted, strict=True)):
            self._wanted = [max(pair) for pair in zip(wanted, self._wanted, strict=True)]
            if not self._is_growing and self.is_attached:
                # Once what is under way is painted, for all rows of it together.
                self._is_growing = True
                self.call_later(self._grow)

    def _grow(self) -> None:
        self._is_growing = False
        self._fitted = None
        self.refresh(layout=True)

    def _draw(self, node: Node) -> tuple[str, str] | None:
        """How what is no text is painted in a cell."""
        kind = field_kind(node)
        if kind == "hidden":
            return "", ""
        if kind == "button":
            words = inner_content(node).plain if node.type == "button" else button_words(node)
            name = clean_line(words.strip() or str(node.props.get("aria-label") or "…"))
            return f" {name} ", "dim on $surface" if is_off(node) else "$button-foreground on $surface-lighten-1"
        if kind in ("tick", "radio", "select"):
            return field_words(node, self.value_of(node)), "$text-muted" if is_off(node) else "$text-accent"
        if kind is not None:
            look = "$text-muted on $surface" if is_off(node) or not self.value_of(node) else "$foreground on $surface"
            return field_words(node, self.value_of(node)), look
        return None

    def held_value(self, node: Node) -> Value:
        return self._values.get(node.id)

    def value_of(self, node: Node) -> Value:
        """What a field in a cell holds."""
        return self.link.value_of(node) if isinstance(self.link, HtmlLink) else None

    # -- lines

    def _fit(self, width: int) -> None:
        if self._fitted == width:
            return
        self._fitted = width
        self._widths = fit_columns(self._wanted, width)
        self._lefts = lefts_of(self._widths)
        self._strips.clear()
        self._caption_lines = []
        if self._caption is not None:
            self._caption_lines = inner_content(self._caption).wrap(max(1, min(self._lefts[-1] or width, width)))
        line, count, rule = len(self._caption_lines), len(self._rows), self._rule_at
        self._heights = [self._row_height(index) for index in range(count)] if self._is_exact else [1] * count
        self._tops = list(accumulate(self._heights[:-1], initial=line)) if count else []
        if rule >= 0:
            # A line below the head.
            self._tops[rule:] = [top + 1 for top in self._tops[rule:]]
        self._height = self._tops[-1] + self._heights[-1] if count else line

    @property
    def _rule_at(self) -> int:
        """The first row behind the head; -1 without a head."""
        head = self._rows.head
        return head if 0 < head < len(self._rows) else -1

    def _cell_width(self, cell: Cell) -> int:
        end = min(cell.column + cell.span, len(self._widths))
        if cell.column >= end:
            return 0
        return self._lefts[end - 1] + self._widths[end - 1] - self._lefts[cell.column]

    def _cell_lines(self, cell: Cell) -> list[Content]:
        width = self._cell_width(cell)
        if width <= 0:
            return []
        if not self._is_exact:
            first = cell.content.first_line if "\n" in cell.content.plain else cell.content
            return [first.truncate(width, ellipsis=True)]
        return cell.content.wrap(width) if cell.content.plain else []

    def _row_height(self, index: int) -> int:
        return max((len(self._cell_lines(cell)) for cell in self._cells_at(index)), default=1) or 1

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return lefts_of(self._wanted)[-1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        self._fit(width)
        return self._height

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        self._fit(width)
        kept = self._strips.get(y)
        if kept is None:
            if len(self._strips) >= _STRIPS_MAX:
                self._strips.clear()
            kept = self._strips[y] = self._paint(y, width)
        return kept

    def _row_at(self, y: int) -> int | None:
        """The row that a line is of."""
        low, high = 0, len(self._tops)
        while low < high:
            middle = (low + high) // 2
            if self._tops[middle] <= y:
                low = middle + 1
            else:
                high = middle
        index = low - 1
        return index if index >= 0 and y < self._tops[index] + self._heights[index] else None

    def _paint(self, y: int, width: int) -> Strip:
        base = self.visual_style
        if y < len(self._caption_lines):
            look = base + self.get_visual_style("rill-table--caption")
            return self._strip(self._caption_lines[y].center(max(1, min(self._lefts[-1] or width, width))), look, width)
        index = self._row_at(y)
        if index is None:
            rule = self.get_visual_style("rill-table--rule").rich_style
            if y < self._height:
                return Strip([Segment(_RULE_SIGN * min(self._lefts[-1], width), rule)]).adjust_cell_length(width)
            return Strip.blank(width, base.rich_style)
        row = self._rows[index]
        if row.part == "head":
            base += self.get_visual_style("rill-table--head")
        props = row.node.props
        if props.get("aria-selected") == "true" or props.get("aria-current") in ("true", "page"):
            base += self.get_visual_style("rill-table--selected")
        line = y - self._tops[index]
        marked = base + Style.from_meta({"rill_element": row.node.id})
        segments: list[Segment] = []
        x = 0
        for cell in self._cells_at(index):
            room = self._cell_width(cell)
            if room <= 0:
                continue
            left = self._lefts[cell.column]
            if left > x:
                segments.append(Segment(" " * (left - x), marked.rich_style))
            lines = self._cell_lines(cell)
            content = lines[line] if line < len(lines) else Content("")
            segments += self._cell_segments(content, cell, room, base)
            x = left + room
        return Strip(segments).adjust_cell_length(width, marked.rich_style)

    def _cell_segments(self, content: Content, cell: Cell, room: int, base: Style) -> list[Segment]:
        free = max(0, room - content.cell_length)
        left = free if cell.align == "right" else free // 2 if cell.align == "center" else 0
        padded = content.pad(left, free - left)
        # What is beside the words is the cell's, too.
        spans = [Span(0, len(padded.plain), Style.from_meta({"rill_element": cell.node.id})), *padded.spans]
        stop = self._stop
        if stop is not None and self.has_focus:
            spans += [
                Span(start, end, CURRENT_LINK_STYLE)
                for start, end, style in padded.spans
                if isinstance(style, Style) and element_of(style.meta) == stop
            ]
        return self._segments(Content(padded.plain, spans=spans), base)

    def _strip(self, content: Content, base: Style, width: int) -> Strip:
        return Strip(self._segments(content, base)).adjust_cell_length(width, base.rich_style)

    def _segments(self, content: Content, base: Style) -> list[Segment]:
        return [
            Segment(text, style.rich_style) for text, style in content.render(base, "", parse_style=self._parse_style)
        ]

    def _parse_style(self, style: str | Style) -> Style:
        return style if isinstance(style, Style) else Style.parse(style, self.app.theme_variables)

    # -- what is pressed

    def on_click(self, event: events.Click) -> None:
        event.stop()
        link = self.link
        if not isinstance(link, HtmlLink):
            return
        id = element_of(event.style.meta)
        inner = link.within(id) if id is not None else None
        target = inner.node if inner is not None else link.node
        if event.button == 3:
            link.tell_event(target, "onContextMenu", press_payload(event))
        elif event.button == 1:
            self._press(target, press_payload(event))

    def _press(self, target: Node, payload: Mapping[str, Any]) -> None:
        link = self.link
        if not isinstance(link, HtmlLink):
            return
        inner = link.within(target.id)
        if isinstance(inner, HtmlLink):
            kind = field_kind(target)
            if kind in ("tick", "radio", "select"):
                self.press_held(target, payload)
                return
            inner.click(target, payload)
            if kind in _WRITTEN and not is_off(target):
                self.open_field(target)

    def press_held(self, node: Node, payload: Mapping[str, Any]) -> None:
        link = self.link
        kind, on = field_kind(node), self.value_of(node) is True
        if not isinstance(link, HtmlLink) or is_off(node):
            return
        if kind == "select":
            options = [option["value"] for option in options_of(node) if option["disabled"] is not True]
            if options:
                # Each press takes the next one: a list that opens has no place in a painted line.
                at = options.index(self.value_of(node)) + 1 if self.value_of(node) in options else 0
                self.hold_value(node, options[at % len(options)])
                link.click(node, payload)
                link.changed(node)
        elif kind in _WRITTEN:
            self.open_field(node)
        elif kind == "tick" or (kind == "radio" and not on):
            self.hold_value(node, not on)
            link.switched(node, payload)
        else:
            link.click(node, payload)

    def hold_value(self, node: Node, value: Value) -> None:
        self._values[node.id] = value
        self._cells.clear()
        self._strips.clear()
        self.refresh()

    def open_field(self, node: Node) -> None:
        """Open a field to write in over the one that is painted."""
        link = self.link.within(node.id) if self.link is not None else None
        self._stop = node.id
        index, place = self._row_of_stop(), self._place_of_field(node)
        if not isinstance(link, HtmlLink) or index is None or place is None or node.props.get("readonly") is True:
            return
        self._show_stop(index)
        self._tell("onFocus")
        field = self._field = CellField(self, link, value_words(self.value_of(node)))
        field.styles.offset = place
        field.styles.width = min(field_width(node), max(1, self._lefts[-1] - place[0]))
        self.mount(field)
        field.focus(scroll_visible=False)

    def _settle_field(self) -> None:
        """Move the open field to where its own is painted now; take it away, if that is gone."""
        field = self._field
        if field is None:
            return
        node = field.link.node if field.link is not None else None
        place = self._place_of_field(node) if node is not None and node.alive else None
        if place is None:
            self._field = None
            field.remove()
        else:
            field.styles.offset = place

    def _place_of_field(self, node: Node) -> tuple[int, int] | None:
        """Where a field in a cell is painted."""
        index = self._row_around(node)
        for cell in self._cells_at(index) if index is not None else ():
            found = place_in(self._cell_lines(cell), node.id)
            if found is not None and index is not None:
                line, left = found
                return self._lefts[cell.column] + left, self._tops[index] + line
        return None

    def close_field(self, field: CellField) -> None:
        """Take an open field away, which has lost the focus."""
        if self._field is field:
            self._field = None
            focused = self.screen.focused if self.is_attached else None
            if focused is not self:
                self._tell("onBlur")
        field.remove()

    def forget_values(self, node: Node) -> None:
        """Let go of what a person did where the guest has said something since."""
        link = self.link
        if link is not None and self._values:
            for id in list(self._values):
                inner = link.within(id)
                written = inner is not None and ("checked" in inner.node.props or "value" in inner.node.props)
                if inner is None or (written and inner.accepts_value()):
                    del self._values[id]
                    if inner is not None and self._field is not None and self._field.link is not None:
                        self._field.take_value(inner.node, value_words(self.value_of(inner.node)))
        del node

    # -- keys

    def _stops_near(self) -> list[Node]:
        """What can be pressed in the first rows, and where the cursor is."""
        found: list[Node] = []
        for near in range(min(8, len(self._rows))):
            found += stops_of(self._rows[near].node)
        index = self._row_of_stop()
        if index is not None and index >= 8:
            found += stops_of(self._rows[index].node)
        return found

    def _row_of_stop(self) -> int | None:
        if self._stop is None or self.link is None:
            return None
        inner = self.link.within(self._stop)
        return self._row_around(inner.node) if inner is not None else None

    def _row_around(self, node: Node | None) -> int | None:
        """The row that a node is in."""
        while node is not None and node.type != "tr":
            node = node.parent
        return self._rows.index(node) if node is not None else None

    def action_move_stop(self, step: int) -> None:
        index = self._row_of_stop()
        if index is None:
            index, step_to = (0, 0) if step > 0 else (len(self._rows) - 1, -1)
            stops = stops_of(self._rows[index].node) if self._rows else []
            if stops:
                return self._go_to(stops[step_to], index)
        else:
            stops = stops_of(self._rows[index].node)
            ids = [stop.id for stop in stops]
            at = ids.index(self._stop) + step if self._stop in ids else 0
            if 0 <= at < len(stops):
                return self._go_to(stops[at], index)
        self._go_to_row(index, step, last=step < 0)
        return None

    def action_move_row(self, step: int) -> None:
        index = self._row_of_stop()
        if index is None:
            return self._go_to_row(-1 if step > 0 else len(self._rows), step, last=False)
        ids = [stop.id for stop in stops_of(self._rows[index].node)]
        return self._go_to_row(index, step, last=False, at=ids.index(self._stop) if self._stop in ids else 0)

    def _go_to_row(self, index: int, step: int, *, last: bool, at: int = 0) -> None:
        """Go to the next row with something to press; out of the table, where there is none."""
        for _ in range(ROWS_LOOKED_AT):
            index += step
            if not 0 <= index < len(self._rows):
                break
            stops = stops_of(self._rows[index].node)
            if stops:
                return self._go_to(stops[-1] if last else stops[min(at, len(stops) - 1)], index)
        raise SkipAction

    def go_to_stop(self, id: int) -> None:
        """Be at something that can be pressed."""
        before, self._stop = self._stop, id
        index = self._row_of_stop()
        if index is None:
            self._stop = before
        else:
            self._show_stop(index)

    def _go_to(self, stop: Node, index: int) -> None:
        self._tell("onBlur")
        self._stop = stop.id
        self._tell("onFocus")
        self._show_stop(index)

    def _show_stop(self, index: int) -> None:
        self._strips.clear()
        self.refresh()
        if not self._tops:
            return
        line = Region(0, self._tops[index], self.size.width, self._heights[index])
        around = next((box for box in self.ancestors if isinstance(box, Widget) and box.show_vertical_scrollbar), None)
        if around is not None:
            offset = self.content_region.offset - around.content_region.offset + around.scroll_offset
            around.scroll_to_region(line.translate(offset), animate=False, force=True)

    def _tell(self, event: str) -> None:
        """Tell of the focus that comes to what the keys are at, or leaves it; each once."""
        link = self.link.within(self._stop) if self.link is not None and self._stop is not None else None
        if link is not None and (self._told == self._stop) is (event == "onBlur"):
            self._told = self._stop if event == "onFocus" else None
            link.emit(event)

    def action_press_stop(self) -> None:
        link = self.link.within(self._stop) if self.link is not None and self._stop is not None else None
        if link is None:
            raise SkipAction
        self._press(link.node, KEY_PRESS)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Focus | events.Blur):
            # What has the focus is what the keys are at in the table: see `watch_has_focus`.
            if isinstance(event, events.Blur) and self._field is None:
                self._tell("onBlur")
            await super(Linked, self).on_event(event)
            return
        if isinstance(event, events.Key) and self._stop is not None and self.link is not None:
            # Before `Linked` does it for the table: the key is for something in it.
            inner = self.link.within(self._stop)
            if inner is not None:
                inner.tell(event, self)
        await super().on_event(event)

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        if has_focus:
            # Once it is known whether a press brought it, and of what.
            self.call_later(self._begin)
        self._strips.clear()
        self.refresh()

    def _begin(self) -> None:
        """Be somewhere, if the focus came by a key."""
        stops = self._stops_near()
        if self._stop is None and stops:
            self._stop = stops[0].id
            self._strips.clear()
            self.refresh()
        if self.has_focus:
            self._tell("onFocus")

    def on_mouse_down(self, event: events.MouseDown) -> None:
        id = element_of(event.style.meta)
        inner = self.link.within(id) if self.link is not None and id is not None else None
        node = inner.node if inner is not None else None
        while node is not None and node.type not in ("tr", "table"):
            if field_kind(node) is not None or is_stop(node):
                if node.id != self._stop:
                    self._tell("onBlur")
                    self._stop = node.id
                break
            node = node.parent
