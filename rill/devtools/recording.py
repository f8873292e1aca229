"""What a session did while somebody looked on: its turns, its console and its errors, each in a ring of bounded size.

Reads what the session publishes and changes nothing. Knows no widget.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rill.devtools.words import OperationWords, call_name, cause_words, frame_words, log_text, value_words
from rill.host.session import LogEvent, Session
from rill.host.statistics import SessionStatistics
from rill.host.turn_events import BatchBegin, TurnBegin, TurnEnd
from rill.protocol.errors import BuildError, GuestError, HostError, LimitError, RillError
from rill.protocol.messages import HostCall, HostResult, RefMethodResult
from rill.protocol.operations import RefCall
from rill.protocol.printable import escape, escape_lines
from rill.protocol.values import Value

# More than a person looks through; what is older is dropped.
TURNS_MAX: Final = 1_000
CONSOLE_MAX: Final = 2_000
ERRORS_MAX: Final = 200
# Operations and frames of the latest turns are kept whole as long as their outboxes are no larger than this together;
# of older turns the line stays. One outbox may be 1 MB, and is some ten times that as objects.
OUTBOX_BYTES_MAX: Final = 4_000_000
# Frames of one turn that are put into words, of thousands that a turn may have.
FRAMES_MAX: Final = 200
CONSOLE_CHARACTERS: Final = 4_000
# Calls without an answer are bounded by `Limits`; names of those that a restart left behind go with the rest.
_WAITING_MAX: Final = 4_096

# `file.tsx:12` or `file.tsx:12:3`, as stacks name the places of a guest's source.
_PLACE: Final = re.compile(r"[\w./@-]*\.(?:tsx|ts|jsx|js|mjs|py):\d+(?::\d+)?")


@dataclass(slots=True)
class TurnRecord:
    """One turn. Sizes in bytes, times in milliseconds. ``operations`` and ``frames`` are None once there is no room for
    them any more; what they were remains counted.

    Attributes:
        number: counts the turns of this recording from 0.
        guest: which guest it was of: 1, and one more after each restart.
        turn: the session's own number.
        now_ms: the guest's clock.
        cause: why it began, in words.
        ended: False while it runs.
        waited: messages that waited behind it.
        counts: operations by their kind; None without a batch.
        sequence: the number of its batch.
        nodes: in the tree after it.
    """

    number: int
    guest: int
    turn: int
    now_ms: float
    cause: str
    message_bytes: int
    waited: int
    ended: bool = False
    operations: OperationWords | None = None
    frames: tuple[str, ...] | None = ()
    counts: Mapping[str, int] | None = None
    frame_count: int = 0
    sequence: int | None = None
    outbox_bytes: int = 0
    guest_ms: float = 0.0
    decode_ms: float = 0.0
    check_ms: float = 0.0
    apply_ms: float = 0.0
    show_ms: float = 0.0
    nodes: int = 0
    error: RillError | None = None

    @property
    def total_ms(self) -> float:
        """The time that it took altogether, without waiting for a worker."""
        return self.guest_ms + self.decode_ms + self.check_ms + self.apply_ms + self.show_ms

    @property
    def operation_count(self) -> int:
        return sum(self.counts.values()) if self.counts else 0


@dataclass(frozen=True, slots=True)
class ConsoleLine:
    """One console line: ``text`` is on one line and safe to show, ``whole`` keeps line feeds."""

    level: str
    text: str
    whole: str
    source: str
    turn: int


@dataclass(frozen=True, slots=True)
class ErrorRecord:
    """One error. ``place`` is where in the author's source, where that is known; all texts are safe to show."""

    kind: str
    title: str
    message: str
    place: str
    detail: str
    turn: int


class Recording:
    """Follows a session from now until `close`. Its rings may be read at any time, on the session's loop.

    Args:
        session: the session to follow, through its restarts.
        changed: called whenever there is something new; must be quick.
    """

    def __init__(self, session: Session, changed: Callable[[], None] | None = None) -> None:
        self.session = session
        self.changed = changed
        self.turns: deque[TurnRecord] = deque(maxlen=TURNS_MAX)
        self.console: deque[ConsoleLine] = deque(maxlen=CONSOLE_MAX)
        self.errors: deque[ErrorRecord] = deque(maxlen=ERRORS_MAX)
        # Turns, lines and errors that came while it was paused, and are nowhere.
        self.missed = 0
        # Ids of the nodes that the last batch changed, and its sequence: nodes that were `born` in it are new.
        self.changed_ids: frozenset[int] = frozenset()
        self.last_sequence = 0
        # Counted up whenever nodes came, went or moved.
        self.structure = 0
        # Counted up with everything that comes, and never down: what a reader has seen already.
        self.console_count = 0
        self.guest = 1
        self._turn_count = 0
        self._kept_bytes = 0
        # Turns that still have their operations, oldest first.
        self._whole: deque[TurnRecord] = deque()
        self._running: TurnRecord | None = None
        self._operations: OperationWords | None = None
        self._waiting: dict[tuple[type[Any], int], str] = {}
        self._is_paused = False
        self._unlisten = [
            session.on(name, handler)
            for name, handler in (
                ("turn_begin", self._on_turn_begin),
                ("batch_begin", self._on_batch_begin),
                ("turn_end", self._on_turn_end),
                ("log", self._on_log),
                ("message", self._on_message),
                ("error", self._on_error),
                ("fatal_error", self._on_fatal_error),
                ("restart", self._on_restart),
                ("destroy", self._on_destroy),
            )
        ]
        if session.error is not None:
            self.add_error("fatal", session.error)

    def close(self) -> None:
        """Stop listening. What was recorded stays. May be called twice."""
        unlisten, self._unlisten = self._unlisten, []
        for end in unlisten:
            end()
        self.changed = None

    @property
    def is_open(self) -> bool:
        return bool(self._unlisten)

    # -- what a person wants

    @property
    def is_paused(self) -> bool:
        """Whether what comes is only counted."""
        return self._is_paused

    def pause(self) -> None:
        """Leave everything as it stands; what comes meanwhile is counted and not kept."""
        self._is_paused = True
        self._changed()

    def resume(self) -> None:
        self._is_paused = False
        self._changed()

    def clear(self) -> None:
        """Forget all turns, lines and errors."""
        for ring in (self.turns, self.console, self.errors, self._whole):
            ring.clear()
        self._kept_bytes = 0
        self.missed = 0
        self._changed()

    def statistics(self) -> SessionStatistics:
        """The session's own counters."""
        return self.session.statistics()

    # -- for hosts that know more

    def add_console(self, level: str, text: str, source: str = "") -> None:
        """Add a line that did not come from the session's log. Strings may say anything; they are made safe here."""
        self._add_line(level, text[:CONSOLE_CHARACTERS], source)

    def add_error(self, kind: str, error: RillError) -> None:
        """Add an error that the session itself does not tell of, such as one of the application's own."""
        if self._is_paused:
            self.missed += 1
            return
        where = error.frame if isinstance(error, BuildError) else getattr(error, "stack", "")
        place = _place_of(error, where)
        name = error.name if isinstance(error, GuestError) and error.name else type(error).__name__
        record = ErrorRecord(
            kind=kind,
            title=f"{escape(name[:80])} ({escape(error.code)})",
            message=escape_lines(error.message[:CONSOLE_CHARACTERS]),
            place=place,
            detail=escape_lines(where[: 2 * CONSOLE_CHARACTERS]),
            turn=self._turn_now,
        )
        self.errors.append(record)
        self._changed()

    # -- what the session tells

    def _on_turn_begin(self, event: TurnBegin) -> None:
        self._operations = None
        if self._is_paused:
            self._running = None
            self.missed += 1
            return
        message = event.message
        cause = cause_words(message, self.session.tree, self._names_of_calls(message))
        record = TurnRecord(
            number=self._turn_count,
            guest=self.guest,
            turn=event.turn,
            now_ms=event.now_ms,
            cause=cause,
            message_bytes=event.message_bytes,
            waited=event.waited,
        )
        self._turn_count += 1
        self._running = record
        self.turns.append(record)
        self._changed()

    def _on_batch_begin(self, event: BatchBegin) -> None:
        if self._running is not None and self._running.turn == event.turn:
            self._operations = OperationWords(event.operations, self.session.tree)

    def _on_turn_end(self, event: TurnEnd) -> None:
        record, self._running = self._running, None
        operations, self._operations = self._operations, None
        changes = event.changes
        if changes is not None:
            # Also while it is paused: it says what is on the screen now.
            nodes = (*changes.children, *changes.props, *(text.parent or text for text in changes.texts))
            self.changed_ids = frozenset(node.id for node in nodes)
            self.last_sequence = changes.sequence
            if changes.children or changes.deleted:
                self.structure += 1
        for frame in event.frames:
            if type(frame) is HostCall:
                self._wait(HostResult, frame.call, f"host function {call_name(frame)}")
        if operations is not None:
            for operation in operations.operations:
                if type(operation) is RefCall:
                    words = f"{operations.type_of(operation.id)}.{escape(operation.method)}"
                    self._wait(RefMethodResult, operation.call, words)
        if record is None or record.turn != event.turn:
            return
        record.ended = True
        record.outbox_bytes = event.outbox_bytes
        record.guest_ms, record.decode_ms, record.check_ms = event.guest_ms, event.decode_ms, event.check_ms
        record.apply_ms, record.show_ms = event.apply_ms, event.show_ms
        record.nodes = event.nodes
        record.error = event.error
        record.frame_count = len(event.frames)
        frames = [frame_words(frame) for frame in event.frames[:FRAMES_MAX]]
        if len(event.frames) > FRAMES_MAX:
            frames.append(f"and {len(event.frames) - FRAMES_MAX:,} more")
        record.frames = tuple(frames)
        if operations is not None:
            record.operations = operations
            record.counts = operations.counts()
        if changes is not None:
            record.sequence = changes.sequence
        self._keep(record)
        self._changed()

    def _keep(self, record: TurnRecord) -> None:
        """Make room for what a turn holds by dropping what older ones hold."""
        self._whole.append(record)
        self._kept_bytes += record.outbox_bytes
        while (self._kept_bytes > OUTBOX_BYTES_MAX and len(self._whole) > 1) or len(self._whole) > TURNS_MAX:
            old = self._whole.popleft()
            self._kept_bytes -= old.outbox_bytes
            old.operations = None
            old.frames = None

    def _on_log(self, event: LogEvent) -> None:
        self._add_line(event.level, log_text(event.args, CONSOLE_CHARACTERS), event.source or "")

    def _on_message(self, name: str, payload: Value) -> None:
        self._add_line("message", f"{name} {value_words(payload, CONSOLE_CHARACTERS)}"[:CONSOLE_CHARACTERS], "")

    def _on_error(self, error: RillError) -> None:
        self.add_error("host" if isinstance(error, HostError) else "survived", error)

    def _on_fatal_error(self, error: RillError) -> None:
        self.add_error("fatal", error)

    def _on_restart(self) -> None:
        self.guest += 1
        self.structure += 1
        self._waiting.clear()
        self.changed_ids = frozenset()
        self.last_sequence = 0
        self._running = None
        self._add_line("restart", f"guest {self.guest} starts from the same image", "")

    def _on_destroy(self, reason: str) -> None:
        self._add_line("end", f"the session was closed: {reason}", "")

    # -- small things

    def _add_line(self, level: str, text: str, source: str) -> None:
        if self._is_paused:
            self.missed += 1
            return
        line = ConsoleLine(escape(level[:20]), escape(text), escape_lines(text), escape(source[:200]), self._turn_now)
        self.console.append(line)
        self.console_count += 1
        self._changed()

    @property
    def _turn_now(self) -> int:
        return self.turns[-1].turn if self.turns else 0

    def _wait(self, kind: type[Any], call: int, words: str) -> None:
        if len(self._waiting) < _WAITING_MAX:
            self._waiting[(kind, call)] = words

    def _names_of_calls(self, message: object) -> Mapping[int, str]:
        """The name of the call that a message answers; it waits no longer then."""
        if not isinstance(message, HostResult | RefMethodResult):
            return {}
        words = self._waiting.pop((type(message), message.call), None)
        return {} if words is None else {message.call: words}

    def _changed(self) -> None:
        if self.changed is not None:
            self.changed()


def _place_of(error: RillError, where: str) -> str:
    """The author's file and line: the first place of the stack, or what the error itself says."""
    if isinstance(error, BuildError) and error.path is not None:
        line = "" if error.line is None else f":{error.line}"
        return escape(f"{error.path}{line}")
    found = _PLACE.search(where[: 2 * CONSOLE_CHARACTERS])
    if found is not None:
        return escape(found[0])
    if isinstance(error, LimitError) and error.limit:
        return f"Limits.{escape(error.limit)}"
    return escape(error.path) if error.path else ""


def counted_kinds(counts: Mapping[str, int]) -> str:
    """Operations by kind, such as ``2 CREATE, 2 APPEND, 1 UPDATE``."""
    return ", ".join(f"{count:,} {kind}" for kind, count in counts.items())


def timed_steps(record: TurnRecord) -> Sequence[tuple[str, float]]:
    """Where a turn's time went, step by step."""
    return (
        ("guest", record.guest_ms),
        ("decode", record.decode_ms),
        ("check", record.check_ms),
        ("apply", record.apply_ms),
        ("show", record.show_ms),
    )
