"""What a sandbox is: the protocols that every provider fulfils, and the plain data that crosses them.

A provider turns a program into an image, an image into sandboxes, and a sandbox answers turns: bytes in, bytes out.
Nothing here knows a language, a file format or an event loop; calls block and belong into worker threads (workers.py).
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, fields
from enum import Enum
from typing import Protocol, runtime_checkable

from rill.protocol.errors import GuestError, HostError, LimitError, ProviderError, RillError


class Isolation(Enum):
    """What stands between a guest and the process that hosts it."""

    WASM = "wasm"
    PROCESS = "process"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a provider can do. The engine refuses what is missing, by name, before a guest starts."""

    isolation: Isolation
    # A live guest's memory can be read, stored and continued elsewhere.
    snapshots: bool
    # Same image and same messages give the same bytes, on every run and machine.
    deterministic: bool
    # A turn ends shortly after its deadline, whatever it does.
    hard_deadline: bool
    # Bytes cross as bytes; without it they cross as text and cost more.
    binary: bool

    @property
    def trusted_only(self) -> bool:
        """Whether only code that may as well run in the host's process belongs here."""
        return self.isolation is Isolation.NONE or not self.hard_deadline


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece of a program: its name, as stack traces show it, and its source."""

    name: str
    code: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What is evaluated to make an image: units in order, and all that they may know of the world meanwhile."""

    units: tuple[Unit, ...]
    # 64 bits for the random generator while units are evaluated; a live guest is given its own by its first message.
    seed: int = 0
    # The clock while units are evaluated, in milliseconds since 1970.
    clock_ms: float = 0.0

    def digest(self) -> bytes:
        """Identify the program by its content."""
        total = hashlib.sha256(struct.pack("<Qd", self.seed & 0xFFFF_FFFF_FFFF_FFFF, self.clock_ms))
        for unit in self.units:
            name = unit.name.encode()
            total.update(struct.pack("<QQ", len(name), len(unit.code)) + name + unit.code)
        return total.digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxLimits:
    """The bounds that a provider enforces on one sandbox, each a deterministic quantity. Time is given with each
    call."""

    # All memory of the guest, including the engine's own.
    memory_bytes: int = 64 * 1024 * 1024
    # Stack of the guest's language.
    stack_bytes: int = 256 * 1024
    outbox_bytes: int = 1024 * 1024
    # MessagePack values in one outbox, keys of maps included.
    values: int = 200_000
    extensions: int = 20_000
    # Nesting of one value that a guest appends. A template's tree nests twice for each level of nodes, so this is
    # larger than the depth that the receiver allows inside props.
    depth: int = 128

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 1 << 31:
                raise HostError(
                    f"expected a whole number from 1 to 2^31-1 for SandboxLimits.{field.name}, got {value!r}",
                    code="limits_invalid",
                    path=f"SandboxLimits.{field.name}",
                )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The memory of one live guest between two turns, and what is needed to go on with it.

    ``memory`` is opaque to everyone but the provider that made it. Any bytes are safe to restore: they are a guest's
    memory, and a guest may hold any.
    """

    provider: str
    # Identifies the engine build; another one would misread the memory.
    engine: str
    # The content hash of the image that the guest started from. Restoring beside that image is quicker and smaller, but
    # does not need it.
    image: str
    limits: SandboxLimits
    memory: bytes


class Image(Protocol):
    """An evaluated program that sandboxes start from. Immutable, may be shared between threads, lives as long as
    referenced."""

    @property
    def content_hash(self) -> str:
        """Hexadecimal SHA-256 of what sandboxes start from: equal hashes behave equally."""
        ...

    @property
    def limits(self) -> SandboxLimits:
        """The limits that the sandboxes of this image have."""
        ...

    @property
    def size_bytes(self) -> int:
        """What the image stores."""
        ...


class Sandbox(Protocol):
    """One live guest. Turns are serial; any thread may run the next one, but only one at a time."""

    def turn(self, message: bytes, deadline_ms: float) -> bytes:
        """Run one turn to its end and return the outbox, which belongs to the caller.

        Raises:
            GuestError: the guest threw, or broke its engine. ``name`` and ``stack`` are the guest's.
            LimitError: a bound was met; ``code`` is one of ``deadline``, ``memory``, ``stack``, ``outbox``, ``values``,
                ``extensions``, ``depth`` and ``rounds``.
            ProviderError: the machine failed.
            HostError: the sandbox is closed, has failed before, or is in a turn already.

        After any error but the last the sandbox has failed: its memory is given back, and it refuses further turns.
        """
        ...

    @property
    def is_rest_due(self) -> bool:
        """Whether something is due between this turn and the next that `rest` would do now."""
        ...

    def rest(self, deadline_ms: float) -> None:
        """Do what is due between two turns, such as a collection of garbage. Raises as `turn`.

        Nobody has to: the next turn begins with it, and the guest cannot tell the difference.
        """
        ...

    def trim(self) -> int:
        """Give back what a guest that waits does not need, and return how many bytes that were; 0 where there is
        nothing to give. The guest cannot tell. Raises HostError as `turn`."""
        ...

    def snapshot(self) -> Snapshot:
        """Copy the guest's memory. Refused with a ProviderError where ``capabilities.snapshots`` is false."""
        ...

    def statistics(self) -> dict[str, float]:
        """Named counters: at least ``turns``, ``heap_bytes`` and ``memory_bytes``."""
        ...

    @property
    def is_usable(self) -> bool:
        """Whether the sandbox takes turns: false once it was closed or has failed."""
        ...

    def close(self) -> None:
        """Give back what the guest holds. May be called twice and from any thread; never waits for a running turn,
        which gives its memory back when it ends."""
        ...


@runtime_checkable
class Provider(Protocol):
    """Makes images and sandboxes. Safe to share between threads; all calls may block."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def build_image(self, program: Program, limits: SandboxLimits, deadline_ms: float) -> Image:
        """Evaluate a program once, all units under one deadline.

        Raises as `Sandbox.turn` does; ``path`` names the unit.
        """
        ...

    def instantiate(self, image: Image) -> Sandbox:
        """Start a guest. The caller owns it and closes it. Raises ProviderError when the machine has no room left."""
        ...

    def restore(self, snapshot: Snapshot) -> Sandbox:
        """Go on with a guest from a snapshot. Refused with a ProviderError where snapshots are not supported."""
        ...

    def statistics(self) -> dict[str, float]:
        """Named counters: at least ``sandboxes_live`` and ``sandboxes_started``."""
        ...

    def close(self) -> None:
        """End turns that still run, and stop the provider's own threads. Sandboxes take no more turns. May be called
        twice."""
        ...


def require_capabilities(provider: Provider, **wanted: bool | Isolation) -> None:
    """Refuse a provider that lacks something, naming all that it lacks.

    Args:
        wanted: fields of `Capabilities` and the values they must have.

    Raises:
        ProviderError: with ``code`` ``capability_missing``.
    """
    missing = [name for name, value in wanted.items() if getattr(provider.capabilities, name) != value]
    if missing:
        raise ProviderError(
            f"provider {provider.name!r} has no {', '.join(missing)}; use provider 'wasm', which has everything",
            code="capability_missing",
        )


# The bound behind each failure code: the field of Limits that moves it, and what a guest's author can do.
_LIMIT_HINTS = {
    "deadline": ("turn_ms", "the turn did not end within {maximum} ms"),
    "memory": ("memory_bytes", "the guest needs more than its memory of {maximum} bytes"),
    "stack": ("stack_bytes", "the guest calls itself too deep for its stack of {maximum} bytes"),
    "outbox": ("outbox_bytes", "the turn wrote more than {maximum} bytes"),
    "values": ("outbox_values", "the turn wrote more than {maximum} values"),
    "extensions": ("outbox_extensions", "the turn wrote more than {maximum} extension values"),
    "depth": ("value_depth", "the turn wrote a value nested deeper than {maximum}"),
    "rounds": ("", "the turn did not settle: effects, timers or promises keep scheduling each other"),
}


def failure(
    code: str,
    limits: SandboxLimits,
    deadline_ms: float,
    *,
    name: str = "",
    message: str = "",
    stack: str = "",
    path: str | None = None,
) -> RillError:
    """Turn what a sandbox reports into the error of the tree that every provider raises for it."""
    if code in _LIMIT_HINTS:
        limit, text = _LIMIT_HINTS[code]
        maxima: dict[str, float] = {
            "deadline": deadline_ms,
            "memory": limits.memory_bytes,
            "stack": limits.stack_bytes,
            "outbox": limits.outbox_bytes,
            "values": limits.values,
            "extensions": limits.extensions,
            "depth": limits.depth,
        }
        maximum = maxima.get(code)
        if code == "deadline" and path is not None:
            # Only what is evaluated while an image is made has a place.
            limit, text = "load_ms", "evaluating it did not end within {maximum} ms"
        full = text.format(maximum=_plain(maximum)) + (f" (Limits.{limit})" if limit else "")
        return LimitError(full, code=code, limit=limit, maximum=maximum, path=path, stack=stack)
    if code == "internal":
        return ProviderError(message or "the engine of the sandbox failed", code="engine_failed", path=path)
    return GuestError(
        message or "the guest threw a value without a message", code=code, path=path, name=name, stack=stack
    )


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:.0f}" if float(number).is_integer() else f"{number:g}"
