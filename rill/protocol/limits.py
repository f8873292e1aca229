"""Every bound of Rill, in one frozen object, each with its reason beside it. No bound lives anywhere else."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final

from rill.protocol.errors import HostError

# The largest `value_depth` that can be asked for: CPython stops at 1,000 frames, and the host's own are among them.
_VALUE_DEPTH_CEILING: Final = 128


def check_positive(limits: Any) -> None:
    """Check the bounds that a dataclass is made of, whole numbers where it says ``int``.

    Raises:
        HostError: a field is not a positive number.
    """
    name = type(limits).__name__
    for field in fields(limits):
        value = getattr(limits, field.name)
        whole = field.type == "int"
        kinds = int if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not value > 0:
            raise HostError(
                f"expected a positive {'whole ' if whole else ''}number for {name}.{field.name}, got {value!r}",
                code="limits_invalid",
                path=f"{name}.{field.name}",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds that guests, hosts and clients are held to. Units end the names; counts are of the plural noun.

    Raises:
        HostError: a field is not a positive number.
    """

    # Evaluating runtime and bundle, once for each image. Large guests parse 1 MB of source in about 0.2 s under an
    # interpreter.
    load_ms: float = 1_000
    # One turn, from the message to the last microtask. A person notices 100 ms; five times that is broken, not slow.
    turn_ms: float = 500
    # Turns over this are counted in statistics as slow. The guest is not told, so that it stays a pure function.
    turn_warn_ms: float = 100
    # DESTROY only runs clean-ups; a host that closes many sessions must not wait for a spiteful one.
    destroy_ms: float = 250
    # Linear memory of one guest. React with 10,000 rows stays under 40 MB.
    memory_bytes: int = 64 * 1024 * 1024
    # JavaScript stack: RangeErrors must come before the native stack of the worker is in danger.
    stack_bytes: int = 256 * 1024
    # What one turn may leave behind. 1,000 rows of a table are about 100 KB.
    outbox_bytes: int = 1024 * 1024
    # MessagePack values in one outbox: 1 MB of empty maps would be a million Python objects.
    outbox_values: int = 200_000
    # Extensions cost a call back into Python each, about 1 us.
    outbox_extensions: int = 20_000
    # Operations of one batch; the first screen of a large application has a few thousand.
    operations: int = 25_000
    # Nodes alive in one tree, and nodes that one batch may make, also if it deletes them again: one operation can make
    # thousands. Virtualised lists keep real trees far below.
    nodes: int = 50_000
    # Memory of one tree, as `rill.host.weights` estimates it: all props and texts, those of templates in each clone.
    # Without it a guest of 64 MB could park 50,000 texts of 1 MB on the host, one turn at a time.
    tree_bytes: int = 64 * 1024 * 1024
    # Depth of the tree; adapters may recurse over it, and CPython stops at 1,000 frames.
    depth: int = 256
    # Children of one node. More belongs into a virtualised component.
    children: int = 20_000
    # Templates defined in one session, one for each piece of JSX that was ever shown, and nodes in one of them. What
    # they hold counts as `tree_bytes`.
    templates: int = 10_000
    template_nodes: int = 1_000
    # UTF-8 bytes of one #text node: a log file view, not a database.
    text_bytes: int = 1024 * 1024
    # UTF-8 bytes of one string inside props.
    string_bytes: int = 64 * 1024
    # Props of one node.
    props: int = 256
    # Nesting of one value, in props, payloads and arguments alike.
    value_depth: int = 32
    # Guest functions that the host holds at a time.
    functions: int = 10_000
    # REF_CALLs and HOST_CALLs without an answer yet.
    ref_calls: int = 64
    host_calls: int = 64
    # Calls from the host that wait for a CALL_RESULT.
    calls: int = 1_024
    # Host timers of one guest.
    timers: int = 1_000
    # Non-batch frames of one turn: messages, calls, timers, log lines and errors together.
    frames: int = 10_000
    # Console lines a second that are kept; the rest is counted.
    console_lines_per_s: int = 200
    # Messages waiting for one session's turn. Beyond it the host is told to wait: a screen cannot produce more by hand.
    queue: int = 10_000
    # Channels that one session is in at a time.
    channels: int = 32
    # One message of a channel, as it crosses, and what a member shows of itself: a name, a colour, a cursor.
    channel_message_bytes: int = 16 * 1024
    channel_state_bytes: int = 1024
    # What one session may publish in a second, and at once after a pause. Nobody types that fast.
    channel_messages_per_s: int = 20
    # Who is seen in one channel. All of them are told to each who looks: 1,000 take 50 KB.
    channel_members: int = 1_000
    # Messages and their bytes that wait for one session to have a turn. Beyond it the oldest go, and are counted.
    channel_waiting: int = 256
    channel_waiting_bytes: int = 256 * 1024
    # One bundle file.
    bundle_bytes: int = 16 * 1024 * 1024
    # Frames and events from one browser.
    client_frame_bytes: int = 64 * 1024
    client_events_per_s: int = 60

    def __post_init__(self) -> None:
        check_positive(self)
        if self.value_depth > _VALUE_DEPTH_CEILING:
            raise HostError(
                f"expected at most {_VALUE_DEPTH_CEILING} for Limits.value_depth, got {self.value_depth}; "
                "values are walked with a Python frame or two for each level",
                code="limits_invalid",
                path="Limits.value_depth",
            )

    @classmethod
    def large(cls, **overrides: float) -> Limits:
        """Limits for trusted amounts of data, such as a table of 10,000 rows in one batch."""
        base = cls(
            operations=250_000,
            outbox_bytes=8 * 1024 * 1024,
            outbox_values=2_000_000,
            outbox_extensions=200_000,
            nodes=200_000,
            children=200_000,
            memory_bytes=256 * 1024 * 1024,
            tree_bytes=256 * 1024 * 1024,
            turn_ms=15_000,
            load_ms=15_000,
        )
        return replace(base, **overrides)  # type: ignore[arg-type]
