"""What providers without images share: a program is evaluated for each sandbox, in a context of their binding.

Keeps the life of such providers and sandboxes, and their counters. What a context is, how bytes cross to it and how it
fails is each provider's own; they have in common the shim of docs/guest-abi.md section 6 and the scripts beside this
file, so here and below one knows that guests speak JavaScript.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from typing import Any, Protocol

from rill.protocol.errors import HostError, ProviderError
from rill.sandbox.life import Life
from rill.sandbox.provider import Capabilities, Program, SandboxLimits, Snapshot
from rill.sandbox.provider import Image as ImageProtocol

# The bridge keeps room for the heads of outbox and batch, and counts the outbox as a value; so that the same limits
# hold everywhere, the shim is given what is left.
_HEADROOM = 64


class Context(Protocol):
    """A realm of a binding, with shim and glue evaluated. One thread at a time."""

    def load(self, program: Program, deadline_ms: float) -> None:
        """Evaluate a program; raises as `Provider.build_image`. A context that raised is closed by its owner."""
        ...

    def turn(self, message: bytes, deadline_ms: float) -> bytes:
        """Run one turn; raises as `Sandbox.turn`."""
        ...

    def heap_bytes(self) -> float:
        """Memory in use."""
        ...

    def close(self) -> None:
        """Give everything back. Called once."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class EvaluatedImage:
    """A program that was evaluated once without error. Its sandboxes evaluate it again."""

    content_hash: str
    limits: SandboxLimits
    size_bytes: int
    program: Program
    load_ms: float
    provider: EvaluatingProvider


class EvaluatingProvider:
    """The part of a provider that does not depend on its binding.

    Args:
        open_context: makes a context; the provider owns it and closes it.
        identity: what images depend on beside their program, such as the version of the engine.
    """

    def __init__(
        self,
        name: str,
        capabilities: Capabilities,
        open_context: Callable[[SandboxLimits], Context],
        identity: tuple[str, ...],
    ) -> None:
        self.name = name
        self.capabilities = capabilities
        self._open_context = open_context
        self._identity = identity
        self._lock = threading.Lock()
        self._live = self._started = 0
        self._is_closed = False

    def build_image(self, program: Program, limits: SandboxLimits, deadline_ms: float) -> EvaluatedImage:
        """Evaluate a program to see that it does; see `Provider.build_image`."""
        self._check_open()
        if not program.units:
            raise HostError("a program needs at least one unit", code="program_empty")
        self._evaluate(program, limits, deadline_ms).close()
        total = hashlib.sha256(program.digest())
        for text in self._identity:
            total.update(text.encode())
        size = sum(len(unit.code) for unit in program.units)
        return EvaluatedImage(total.hexdigest(), limits, size, program, deadline_ms, self)

    def instantiate(self, image: ImageProtocol) -> EvaluatedSandbox:
        """Start a guest, which evaluates its program; see `Provider.instantiate`."""
        self._check_open()
        if not isinstance(image, EvaluatedImage) or image.provider is not self:
            raise HostError("the image was made by another provider", code="image_foreign")
        return EvaluatedSandbox(self, self._evaluate(image.program, image.limits, image.load_ms))

    def restore(self, snapshot: Snapshot) -> EvaluatedSandbox:  # noqa: ARG002 - the name is the protocol's
        """Refused: this provider has no snapshots."""
        raise self.no_snapshots()

    def statistics(self) -> dict[str, float]:
        """Counters: ``sandboxes_live``, ``sandboxes_started``."""
        with self._lock:
            return {"sandboxes_live": self._live, "sandboxes_started": self._started}

    def close(self) -> None:
        """Take no more work; see `Provider.close`."""
        self._is_closed = True

    def count_live(self, change: int) -> None:
        """Keep the counters of sandboxes."""
        with self._lock:
            self._live += change
            self._started += change > 0

    def give_back(self, context: Context) -> None:
        """Close the context of a sandbox."""
        context.close()
        self.count_live(-1)

    def no_snapshots(self) -> ProviderError:
        return ProviderError(
            f"provider {self.name!r} has no snapshots; use provider 'wasm', which has everything",
            code="capability_missing",
        )

    def _evaluate(self, program: Program, limits: SandboxLimits, deadline_ms: float) -> Context:
        context = self._open_context(limits)
        try:
            context.load(program, deadline_ms)
        except BaseException:
            context.close()
            raise
        return context

    def _check_open(self) -> None:
        if self._is_closed:
            raise HostError("the provider is closed", code="provider_closed")


class EvaluatedSandbox:
    """One live guest. See `Sandbox` for the contract."""

    def __init__(self, provider: EvaluatingProvider, context: Context) -> None:
        self._provider = provider
        # Not a method of its own, or a sandbox that was forgotten would be a cycle.
        self._life = Life(context, provider.give_back)
        self._turns = 0
        self._heap_bytes = 0.0
        # Counting the heap costs more than a small turn: done for those who ask, at the end of the next turn.
        self._is_heap_wanted = True
        provider.count_live(1)

    def turn(self, message: bytes, deadline_ms: float) -> bytes:
        """Run one turn; see `Sandbox.turn`."""
        context = self._life.enter()
        try:
            self._turns += 1
            outbox = context.turn(message, deadline_ms)
            if self._is_heap_wanted:
                self._heap_bytes = context.heap_bytes()
                self._is_heap_wanted = False
        except BaseException as error:
            self._life.fail(error)
            raise
        finally:
            self._life.leave()
        return outbox

    @property
    def is_rest_due(self) -> bool:
        """Never: these engines collect garbage when they like."""
        return False

    def rest(self, deadline_ms: float) -> None:
        """Nothing is due; see `Sandbox.rest`."""

    def trim(self) -> int:
        """Nothing: these engines keep their own memory; see `Sandbox.trim`."""
        self._life.enter()
        self._life.leave()
        return 0

    def snapshot(self) -> Snapshot:
        """Refused: this provider has no snapshots."""
        raise self._provider.no_snapshots()

    def statistics(self) -> dict[str, float]:
        """Counters: ``turns``, ``heap_bytes`` and ``memory_bytes``, which is the same here: what it was after the turn
        that followed the last question, or after the first turn."""
        self._is_heap_wanted = True
        return {"turns": self._turns, "heap_bytes": self._heap_bytes, "memory_bytes": self._heap_bytes}

    @property
    def is_usable(self) -> bool:
        """Whether turns are taken."""
        return self._life.is_usable

    def close(self) -> None:
        """Give everything back; see `Sandbox.close`."""
        self._life.close()


def configuration(program: Program, limits: SandboxLimits) -> dict[str, Any]:
    """What the glue's first step is told, beside what is particular to an engine."""
    seed = program.seed & 0xFFFF_FFFF_FFFF_FFFF
    return {
        "outbox_max": max(limits.outbox_bytes - _HEADROOM, 1),
        "values_max": max(limits.values - 1, 1),
        "extensions_max": limits.extensions,
        "depth_max": limits.depth,
        "seed_low": seed & 0xFFFF_FFFF,
        "seed_high": seed >> 32,
        "clock_ms": program.clock_ms,
    }


def prelude(provider: str) -> tuple[str, str, str]:
    """The scripts that a context evaluates first, in order: the shim, what all glue shares, and the provider's glue.

    Raises:
        ProviderError: the package is incomplete; the text names the file.
    """
    return (
        read_script("guest", "runtimes", "shim.js"),
        read_script("sandbox", "evaluated.js"),
        read_script("sandbox", provider, "glue.js"),
    )


def read_script(*path: str) -> str:
    """Read a file of this distribution, as data: sandboxes know nothing of the layers above them."""
    try:
        return resources.files("rill").joinpath(*path).read_text("utf-8")
    except FileNotFoundError:
        raise ProviderError(
            f"{'/'.join(path)} is missing from the package; a checkout builds it with `make setup`",
            code="provider_missing",
        ) from None
