"""What a session publishes of its turns, for tools that look on: why each began, what came of it, and where its time
went. Plain data; made only while somebody listens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rill.host.tree import Changes
from rill.protocol.errors import RillError
from rill.protocol.messages import AnyFrame, Message
from rill.protocol.operations import Operation


@dataclass(frozen=True, slots=True)
class TurnBegin:
    """What ``session.on("turn_begin", ...)`` hears: a message is on its way into the guest. The tree is as the person
    saw it who caused it.

    Attributes:
        turn: its number, from 1 in each guest.
        now_ms: the guest's clock in this turn.
        message: what the guest hears, without its stamp: its own ``turn`` and ``now_ms`` are 0.
        message_bytes: its size as it crosses.
        waited: messages that wait behind it.
    """

    turn: int
    now_ms: float
    message: Message
    message_bytes: int
    waited: int


@dataclass(frozen=True, slots=True)
class BatchBegin:
    """What ``session.on("batch_begin", ...)`` hears: a batch passed its first check and is applied next. The tree is as
    before it, for whoever wants to say what it changes."""

    turn: int
    sequence: int
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class TurnEnd:
    """What ``session.on("turn_end", ...)`` hears: the turn is over, its batch on every screen and its frames carried
    out. Sizes in bytes, times in milliseconds.

    Attributes:
        turn: the number of its `TurnBegin`.
        changes: what its batch changed; None when it had none, or one that was refused.
        frames: all that the guest said beside the batch, in order, and not cut to any bound of a listener.
        outbox_bytes: size of all that came out.
        guest_ms: in the sandbox.
        decode_ms, check_ms: making objects of the outbox, and checking the batch; both in the worker thread.
        apply_ms, show_ms: changing the tree, and telling the adapters; both on the event loop.
        nodes: in the tree now.
        error: why the guest ended in this turn, or None. Times and sizes are 0 where the end came before them.
    """

    turn: int
    changes: Changes | None
    frames: Sequence[AnyFrame]
    outbox_bytes: int
    guest_ms: float
    decode_ms: float
    check_ms: float
    apply_ms: float
    show_ms: float
    nodes: int
    error: RillError | None
