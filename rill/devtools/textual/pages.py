"""The pages of the devtools panel: each makes lines of one part of what is known, and says more of the line that is
chosen. They know the recording, the tree and the view; the panel decides when they read them anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rill.devtools.inspector import Row, TreeRows, describe, find_next, row_words
from rill.devtools.recording import ConsoleLine, ErrorRecord, Recording, TurnRecord, counted_kinds, timed_steps
from rill.devtools.textual.line_list import Line, LineList, LineSource, Look
from rill.host.tree import Node
from rill.protocol.errors import RillError
from rill.protocol.printable import escape

if TYPE_CHECKING:
    from rill.host.textual import GuestView

# Lines of what is said about one entry. A batch of 25,000 operations is read in the list, not here.
DETAIL_LINES_MAX: Final = 300
# What is said is wrapped anew when it changes, and a guest decides how long its strings are.
DETAIL_CHARACTERS_MAX: Final = 20_000
# A turn that takes longer than a frame of a screen that is painted 60 times a second is seen.
FRAME_MS: Final = 16.0
_LEVELS: Final[dict[str, Look]] = {
    "error": "error", "warn": "warning", "debug": "muted", "trace": "muted", "restart": "accent", "end": "accent",
    "message": "success", "host error": "error",
}  # fmt: skip
_STYLES: Final[dict[Look, str]] = {
    "plain": "",
    # In a span Textual drops the share of `$text-muted`.
    "muted": "auto 60%",
    "name": "bold $text-primary",
    "string": "$text-secondary",
    "accent": "bold $text-accent",
    "success": "$text-success",
    "warning": "$text-warning",
    "error": "$text-error",
}
_CLOSED: Final = "▸ "
_OPEN: Final = "▾ "


class Subject:
    """What all pages look at: one view, the recording of its session, and what a person searches for."""

    def __init__(self, view: GuestView) -> None:
        self.view = view
        self.recording: Recording | None = None
        self.query = ""


class Page(LineSource, Container):
    """A list of lines, and beside or below it what there is to say of the one that is chosen.

    A subclass says how many lines there are and what they are, and `detail`; and, where lines come and go before the
    chosen one, `key` and `place`, by which it is found again.
    """

    title: ClassVar[str] = ""
    follow: ClassVar[bool] = False
    empty: ClassVar[str] = ""

    DEFAULT_CSS = """
    Page { height: 1fr; width: 1fr; layout: vertical; }
    Page > LineList { height: 3fr; }
    Page > .devtools-detail { height: 2fr; border-top: solid $primary 50%; background: $surface; padding: 0 1;
                              scrollbar-size-vertical: 1; }
    Page > .devtools-detail > Static { width: 1fr; height: auto; }
    """

    def __init__(self, subject: Subject) -> None:
        super().__init__(classes="devtools-page")
        self.subject = subject
        self.lines = LineList(self, follow=self.follow)
        self._detail = Static("", markup=False)
        self._chosen: object = None
        self._said: list[Line] | None = None

    def compose(self) -> ComposeResult:
        yield self.lines
        with VerticalScroll(classes="devtools-detail"):
            yield self._detail

    @property
    def recording(self) -> Recording | None:
        return self.subject.recording

    def tab(self) -> str:
        """Words on its tab."""
        return self.title

    # What a subclass says.

    def read(self) -> None:
        """Read what there is anew, before it is asked for lines."""

    def key(self, index: int) -> object:
        """What the line is about, so that it is found again when others come before it."""
        return index

    def place(self, key: object) -> int | None:
        """The line that is about this now, or None when it is gone."""
        return key if isinstance(key, int) else None

    def detail(self, index: int) -> list[Line]:
        """What there is to say of a line."""
        return [self.line(index)]

    def change(self, index: int, change: str) -> None:
        """A person opens or closes a line."""

    def find(self, again: bool) -> None:  # noqa: ARG002 - a page that only filters does not care
        """The search has changed, or the next place that fits is wanted."""
        self.sync()

    # What the panel does.

    def sync(self) -> None:
        """Show how everything is now."""
        self.read()
        cursor = None if self._chosen is None else self.place(self._chosen)
        if cursor is None and self._chosen is not None and not self.lines.is_at_end:
            cursor = self.lines.cursor
        self.lines.show(cursor)
        self.choose(self.lines.cursor)

    def choose(self, index: int | None) -> None:
        """Say what there is to say of a line."""
        if index is None or not 0 <= index < self.count():
            self._chosen = None
            self._say([] if self.count() else [[(self.empty, "muted")]])
            return
        self._chosen = self.key(index)
        self._say(self.detail(index)[:DETAIL_LINES_MAX])

    def text_to_copy(self) -> str:
        """What is chosen, as plain text."""
        return "\n".join(plain(line) for line in self._said or ())

    def _say(self, lines: list[Line]) -> None:
        left = DETAIL_CHARACTERS_MAX
        for place, line in enumerate(lines):
            left -= sum(len(text) for text, _ in line)
            if left < 0:
                lines = [*lines[: max(1, place)], [("and more", "muted")]]
                break
        if lines == self._said:
            return
        self._said = lines
        parts: list[str | tuple[str, str]] = []
        for line in lines:
            parts += [(text, _STYLES[look]) if _STYLES[look] else text for text, look in line]
            parts.append("\n")
        self._detail.update(Content.assemble(*parts[:-1]))

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        event.stop()
        self.choose(event.index)
        self.chosen_by_person(event.index)

    def chosen_by_person(self, index: int) -> None:
        """A person has moved to a line."""

    def on_line_list_changed(self, event: LineList.Changed) -> None:
        event.stop()
        self.change(event.index, event.change)


def plain(line: Line) -> str:
    """A line without looks."""
    return "".join(text for text, _ in line)


# -- components


class ComponentsPage(Page):
    """The live tree."""

    title = "Components"
    empty = "The guest has not drawn anything yet."

    def __init__(self, subject: Subject, outline: Callable[[Node | None], None]) -> None:
        super().__init__(subject)
        self.tree_rows = TreeRows()
        self._outline = outline

    @property
    def node(self) -> Node | None:
        """The chosen node, if it is still there."""
        chosen = self._chosen
        return chosen if isinstance(chosen, Node) and chosen.alive else None

    def read(self) -> None:
        if self.recording is not None:
            self.tree_rows.update(self.recording.session.tree, self.recording.structure)

    def count(self) -> int:
        return len(self.tree_rows.rows)

    def key(self, index: int) -> object:
        return self.tree_rows.rows[index].node

    def place(self, key: object) -> int | None:
        return self.tree_rows.place_of(key) if isinstance(key, Node) else None

    def line(self, index: int) -> Line:
        row = self.tree_rows.rows[index]
        kind, words, notes = row_words(row.node)
        sign = {None: "  ", True: _OPEN, False: _CLOSED}[row.is_open]
        line: list[tuple[str, Look]] = [*self._mark(row), ("  " * row.depth, "plain"), (sign, "muted"), (kind, "name")]
        if words:
            line.append((f" {words}", "string"))
        if notes:
            line.append((f" {notes}", "muted"))
        line.append((f" {row.node.id}", "muted"))
        return line

    def _mark(self, row: Row) -> Line:
        """What the last batch did to a node: ``+`` it is new, ``●`` it has changed."""
        recording, node = self.recording, row.node
        if recording is not None and recording.last_sequence:
            if node.born == recording.last_sequence and recording.last_sequence > 1:
                return [("+ ", "success")]
            if node.id in recording.changed_ids:
                return [("● ", "warning")]
        return [("  ", "plain")]

    def detail(self, index: int) -> list[Line]:
        node = self.tree_rows.rows[index].node
        recording = self.recording
        if recording is None or not node.alive:
            return [[(f"{node.type} {node.id} is gone.", "muted")]]
        lines: list[Line] = []
        for number, section in enumerate(describe(node, recording.session.tree)):
            if number == 1:
                lines += self._on_screen(node)
            lines.append([(section.heading, "accent")])
            lines += [[(f"  {name} ", "muted"), (value, "plain")] for name, value in section.facts]
        return lines

    def _on_screen(self, node: Node) -> list[Line]:
        adapter = self.subject.view.adapter
        widget = adapter.widget_of(node)
        if widget is None:
            return [[("On the screen", "accent")], [("  no widget of its own", "muted")]]
        region = widget.region
        words = f"{region.width} × {region.height} at {region.x}, {region.y}"
        facts = [("size", words), ("widget", type(widget).__name__)]
        if not widget.display:
            facts[0] = ("size", "not shown")
        if widget.has_focus:
            facts.append(("focus", "has it"))
        if widget.disabled:
            facts.append(("disabled", "yes"))
        if widget.max_scroll_y or widget.max_scroll_x:
            offset = widget.scroll_offset
            facts.append(("scrolled", f"{offset.x}, {offset.y} of {widget.max_scroll_x}, {widget.max_scroll_y}"))
        return [[("On the screen", "accent")], *(_fact(name, value) for name, value in facts)]

    def chosen_by_person(self, index: int) -> None:
        self._outline(self.tree_rows.rows[index].node)

    def change(self, index: int, change: str) -> None:
        row = self.tree_rows.rows[index]
        if change == "close" and not row.is_open:
            place = self.tree_rows.place_of(row.node.parent) if row.node.parent is not None else None
            if place is not None:
                self.lines.move_to(place)
            return
        if change == "open" and row.is_open:
            self.lines.move_to(index + 1)
            return
        if row.is_open is not None:
            self.tree_rows.set_open(row.node, not row.is_open if change == "toggle" else change == "open")
            self.sync()

    def show_node(self, node: Node) -> None:
        """Choose a node, and open what it lies in."""
        self.tree_rows.reveal(node)
        self._chosen = node
        self.sync()
        self._outline(node)

    def find(self, again: bool) -> None:
        if self.recording is None:
            return
        tree, at = self.recording.session.tree, self.node
        # While it is written, the place where one stands is as good as the next one.
        found = find_next(tree, self.subject.query, at if again else _before(at))
        if found is not None:
            self.show_node(found)


def _before(node: Node | None) -> Node | None:
    """The node that comes before another in document order, so that a search from it finds that one first."""
    if node is None or node.parent is None:
        return None
    before = None
    for sibling in node.parent.children:
        if sibling is node:
            break
        before = sibling
    if before is None:
        return node.parent
    while (children := before.children) and not before.lazy:
        before = children[-1]
    return before


# -- operations


class OperationsPage(Page):
    """One line for each turn, which opens to its operations."""

    title = "Operations"
    follow = True
    empty = "No turn yet. Use the guest, and see what it does."

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self._turns: list[TurnRecord] = []
        # Numbers of the turns that are open, and the first line of each turn.
        self._open: set[int] = set()
        self._starts: list[int] = []
        self._count = 0

    def read(self) -> None:
        recording = self.recording
        wanted = self.subject.query.strip().casefold()
        turns = list(recording.turns) if recording is not None else []
        if wanted:
            turns = [turn for turn in turns if _turn_holds(turn, wanted)]
        self._turns = turns
        self._starts = []
        count = 0
        for turn in turns:
            self._starts.append(count)
            count += 1 + (self._inner(turn) if turn.number in self._open else 0)
        self._count = count
        if turns:
            self._open = {number for number in self._open if number >= turns[0].number}

    @staticmethod
    def _inner(turn: TurnRecord) -> int:
        """Lines of a turn that is open: operations, then what else it said, or why there is nothing any more."""
        if turn.frames is None:
            return 1
        return (len(turn.operations) if turn.operations is not None else 0) + len(turn.frames)

    def _at(self, index: int) -> tuple[TurnRecord, int]:
        """The turn of a line, and which of its inner lines it is; -1 is its own."""
        at = bisect_right(self._starts, index) - 1
        return self._turns[at], index - self._starts[at] - 1

    def count(self) -> int:
        return self._count

    def key(self, index: int) -> object:
        turn, inner = self._at(index)
        return turn.number, inner

    def place(self, key: object) -> int | None:
        match key:
            case (int(number), int(inner)):
                for turn, start in zip(self._turns, self._starts, strict=True):
                    if turn.number == number:
                        return start + 1 + inner if inner < 0 or number in self._open else start
        return None

    def line(self, index: int) -> Line:
        turn, inner = self._at(index)
        if inner >= 0:
            return [("      ", "plain"), *self._inner_line(turn, inner)]
        sign = _OPEN if turn.number in self._open else _CLOSED if self._inner(turn) else "  "
        # What is compared stands in columns; what may be long comes last, where a narrow panel cuts it.
        line: list[tuple[str, Look]] = [(sign, "muted"), (f"{turn.turn:>3} ", "muted")]
        if turn.error is not None:
            line.append((f"{'failed':>17}", "error"))
        elif not turn.ended:
            line.append((f"{'runs':>17}", "warning"))
        else:
            line.append((f"{turn.total_ms:>6.1f} ms", "warning" if turn.total_ms > FRAME_MS else "plain"))
            line.append((f"{turn.outbox_bytes:>6,} B", "muted"))
        line.append((f" {turn.cause}", "name"))
        if turn.error is not None:
            line.append((f"  {turn.error.code}", "error"))
        if turn.counts:
            line.append((f"  {counted_kinds(turn.counts)}", "string"))
        if turn.frame_count:
            line.append((f"  and {turn.frame_count} more said", "accent"))
        if turn.counts is not None and turn.ended:
            line.append((f"  {turn.nodes:,} nodes", "muted"))
        return line

    @staticmethod
    def _inner_line(turn: TurnRecord, inner: int) -> Line:
        if turn.frames is None:
            return [("too old: only its line was kept", "muted")]
        operations = turn.operations
        count = len(operations) if operations is not None else 0
        if operations is not None and inner < count:
            kind, _, rest = operations.words(inner).partition(" ")
            return [(f"{kind} ", "accent"), (rest, "plain")]
        kind, _, rest = turn.frames[inner - count].partition(" ")
        return [(f"{kind} ", "success"), (rest, "plain")]

    def detail(self, index: int) -> list[Line]:
        turn, inner = self._at(index)
        if inner >= 0:
            return [self._inner_line(turn, inner), [(f"in turn {turn.turn}: {turn.cause}", "muted")]]
        lines: list[Line] = [[(turn.cause, "name")]]
        when = datetime.fromtimestamp(turn.now_ms / 1000, UTC).strftime("%H:%M:%S.%f")[:-3]
        lines.append(_fact("turn", f"{turn.turn} of guest {turn.guest}, at {when} UTC"))
        if turn.error is not None:
            lines.append([("  ended ", "muted"), (f"{turn.error.code}: {escape(turn.error.message[:500])}", "error")])
        if turn.counts is not None:
            counted = counted_kinds(turn.counts) or "no operations"
            lines.append(_fact("batch", f"{'refused' if turn.sequence is None else turn.sequence}: {counted}"))
        else:
            lines.append(_fact("batch", "none"))
        lines.append(_fact("bytes", f"{turn.message_bytes:,} in, {turn.outbox_bytes:,} out"))
        steps = ", ".join(f"{name} {took:.2f}" for name, took in timed_steps(turn))
        lines.append(_fact("time", f"{turn.total_ms:.2f} ms: {steps}"))
        lines.append(_fact("nodes", f"{turn.nodes:,} after it"))
        if turn.waited:
            lines.append(_fact("queue", f"{turn.waited} messages waited behind it"))
        shown = min(self._inner(turn), DETAIL_LINES_MAX - len(lines) - 1)
        lines += [self._inner_line(turn, number) for number in range(shown)]
        if shown < self._inner(turn):
            lines.append([(f"and {self._inner(turn) - shown:,} more; open the line to see them all", "muted")])
        return lines

    def change(self, index: int, change: str) -> None:
        turn, inner = self._at(index)
        is_open = turn.number in self._open
        if change == "close" and inner >= 0:
            self.lines.move_to(index - inner - 1)
            return
        if inner >= 0 or not self._inner(turn):
            return
        if change != ("close" if is_open else "open") and change != "toggle":
            return
        self._open.symmetric_difference_update({turn.number})
        # The line stays where it is, also when it was the last and is no more.
        self.lines.stay_at(index)
        self.sync()


def _turn_holds(turn: TurnRecord, wanted: str) -> bool:
    if wanted in turn.cause.casefold() or (turn.counts and wanted in counted_kinds(turn.counts).casefold()):
        return True
    return any(wanted in frame.casefold() for frame in turn.frames or ())


def _fact(name: str, value: str) -> Line:
    return [(f"  {name} ", "muted"), (value, "plain")]


# -- errors, console, style


class ErrorsPage(Page):
    """Errors of the guest and of the host."""

    title = "Errors"
    follow = True
    empty = "No errors."

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self._errors: list[ErrorRecord] = []

    def tab(self) -> str:
        count = len(self.recording.errors) if self.recording is not None else 0
        return f"{self.title} {count}" if count else self.title

    def read(self) -> None:
        wanted = self.subject.query.strip().casefold()
        errors = self.recording.errors if self.recording is not None else ()
        self._errors = [error for error in errors if wanted in f"{error.title} {error.message}".casefold()]

    def count(self) -> int:
        return len(self._errors)

    def key(self, index: int) -> object:
        return self._errors[index]

    def place(self, key: object) -> int | None:
        return next((place for place, error in enumerate(self._errors) if error is key), None)

    def line(self, index: int) -> Line:
        error = self._errors[index]
        message = error.message.replace("\n", " ")
        line: list[tuple[str, Look]] = [(f"{error.kind:<8} ", "error" if error.kind == "fatal" else "warning")]
        if error.place:
            line.append((f"{error.place} ", "name"))
        line.append((message, "plain"))
        return line

    def detail(self, index: int) -> list[Line]:
        error = self._errors[index]
        lines: list[Line] = [[(error.title, "error")], [(error.message, "plain")]]
        if error.place:
            lines.append([("at ", "muted"), (error.place, "name")])
        lines.append([(f"in turn {error.turn}", "muted")])
        lines += [[(text, "muted")] for text in error.detail.splitlines()]
        return lines


class ConsolePage(Page):
    """What the guest wrote to its console."""

    title = "Console"
    follow = True
    empty = "The console is empty."

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self._lines: list[ConsoleLine] = []

    def read(self) -> None:
        wanted = self.subject.query.strip().casefold()
        lines = self.recording.console if self.recording is not None else ()
        self._lines = [
            line for line in lines if not wanted or wanted in line.text.casefold() or wanted == line.level.casefold()
        ]

    def count(self) -> int:
        return len(self._lines)

    def key(self, index: int) -> object:
        return self._lines[index]

    def place(self, key: object) -> int | None:
        return next((place for place, line in enumerate(self._lines) if line is key), None)

    def line(self, index: int) -> Line:
        line = self._lines[index]
        look = _LEVELS.get(line.level, "plain")
        return [(f"{line.turn:>3} ", "muted"), (f"{line.level:<7} ", look), (line.text, look)]

    def detail(self, index: int) -> list[Line]:
        line = self._lines[index]
        where = f", {line.source}" if line.source else ""
        return [[(line.whole, "plain")], [(f"{line.level} in turn {line.turn}{where}", "muted")]]


class StylePage(Page):
    """What the guest asked for and a terminal cannot show."""

    title = "Style"
    empty = "Nothing that this target cannot show. Diagnostics are made in development only."

    def __init__(self, subject: Subject, show_node: Callable[[Node], None]) -> None:
        super().__init__(subject)
        self._show_node = show_node
        self._diagnostics: Sequence[tuple[int, str, str]] = ()

    def tab(self) -> str:
        self.read()
        return f"{self.title} {len(self._diagnostics)}" if self._diagnostics else self.title

    def read(self) -> None:
        wanted = self.subject.query.strip().casefold()
        view = self.subject.view
        told = (
            [(told.node_id, told.component, told.message) for told in view.adapter.diagnostics]
            if view.is_attached
            else []
        )
        self._diagnostics = [entry for entry in told if wanted in f"{entry[1]} {entry[2]}".casefold()]

    def count(self) -> int:
        return len(self._diagnostics)

    def line(self, index: int) -> Line:
        id, kind, message = self._diagnostics[index]
        return [(f"{kind} {id} ", "name"), (escape(message[:500]), "plain")]

    def detail(self, index: int) -> list[Line]:
        id, kind, message = self._diagnostics[index]
        lines: list[Line] = [[(f"{kind} {id}", "name")], [(escape(message[:2000]), "plain")]]
        if self._node(index) is not None:
            lines.append([("Enter shows the element in the tree.", "muted")])
        return lines

    def _node(self, index: int) -> Node | None:
        recording = self.recording
        return recording.session.tree.find(self._diagnostics[index][0]) if recording is not None else None

    def change(self, index: int, change: str) -> None:
        node = self._node(index)
        if node is not None and change in ("toggle", "open"):
            self._show_node(node)


# -- statistics


class StatisticsPage(Page):
    """The session's counters, and the adapter's."""

    title = "Statistics"
    empty = "The guest has not started."

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self._facts: list[tuple[str, str]] = []

    def read(self) -> None:
        recording = self.recording
        if recording is None:
            self._facts = []
            return
        session = recording.session
        try:
            statistics = recording.statistics()
        except RillError as error:
            self._facts = [("statistics", escape(error.message))]
            return
        self._facts = [("state", session.state), *_figures(statistics)]
        self._facts += [(f"screen {name}", value) for name, value in _figures(self.subject.view.statistics())]
        if recording.missed:
            self._facts.append(("missed by this recording", f"{recording.missed:,}"))

    def count(self) -> int:
        return len(self._facts)

    def line(self, index: int) -> Line:
        name, value = self._facts[index]
        return [(f"{name:<28} ", "muted"), (value, "plain")]

    def detail(self, index: int) -> list[Line]:
        recording = self.recording
        name, value = self._facts[index]
        lines: list[Line] = [[(name, "name"), (f" {value}", "plain")]]
        if recording is None or not recording.turns:
            return lines
        turns = [turn for turn in recording.turns if turn.ended]
        for heading, weigh, words in (
            ("Slowest turns", _time_of, "{:>10.2f} ms "),
            ("Largest outboxes", _size_of, "{:>10,.0f} B  "),
        ):
            lines.append([(heading, "accent")])
            for turn in sorted(turns, key=weigh, reverse=True)[:5]:
                lines.append([(words.format(weigh(turn)), "warning"), (f"{turn.turn} {turn.cause}", "plain")])
        return lines


def _time_of(turn: TurnRecord) -> float:
    return turn.total_ms


def _size_of(turn: TurnRecord) -> float:
    return turn.outbox_bytes


def _figures(statistics: object) -> list[tuple[str, str]]:
    """Counters of a statistics object as names and numbers, those inside it after it."""
    figures: list[tuple[str, str]] = []
    inner: list[tuple[str, str]] = []
    for field in fields(statistics):  # type: ignore[arg-type]
        value = getattr(statistics, field.name)
        name = field.name.replace("_", " ")
        if isinstance(value, float):
            figures.append((name, f"{value:,.2f}"))
        elif isinstance(value, int):
            figures.append((name, f"{value:,}"))
        elif isinstance(value, dict):
            inner += [(key, f"{count:,}") for key, count in value.items()]
        else:
            inner += _figures(value)
    return figures + inner
