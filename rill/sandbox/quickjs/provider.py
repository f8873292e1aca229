"""Provider `quickjs`: guests in the host's process, by a native binding of QuickJS. For trusted code only.

For places where WebAssembly cannot run, and as the second opinion of the conformance suite. It has no image: a program
is evaluated for each sandbox. Bytes cross as base64, through the shim of docs/guest-abi.md section 6 and the script
beside this file, so this is the one provider that knows its guests speak JavaScript.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from rill.protocol.errors import HostError, LimitError, ProviderError, RillError
from rill.sandbox.provider import Capabilities, Isolation, Program, SandboxLimits, Snapshot, failure
from rill.sandbox.provider import Image as ImageProtocol

# The distribution that provides the module; docs/decisions/011-native-binding.md compares it with the other one.
DISTRIBUTION = "quickjs-ng"

_MORE = "more"
_DONE = "0"
_HEADROOM = 64

# Native frames are larger than those of the engine in WebAssembly, and the shim encodes and decodes in JavaScript: the
# same depth of values and calls needs about eight times the stack (measured).
_STACK_FACTOR = 8


@dataclass(frozen=True, slots=True, eq=False)
class QuickjsImage:
    """A program that was evaluated once without error. Its sandboxes evaluate it again."""

    content_hash: str
    limits: SandboxLimits
    size_bytes: int
    program: Program
    load_ms: float
    provider: QuickjsProvider


class QuickjsProvider:
    """Runs trusted guests in this process.

    What it lacks, beside what `capabilities` say: the time limit of the binding counts processor time and does not
    cover jobs, so a loop inside a promise hangs the worker; unhandled rejections are not reported; stack traces do not
    name units.

    Raises:
        ProviderError: the binding or the shim is missing; the text says how to get it.
    """

    name = "quickjs"
    capabilities = Capabilities(
        isolation=Isolation.NONE, snapshots=False, deterministic=False, hard_deadline=False, binary=False
    )

    def __init__(self) -> None:
        self._context_type = _load_binding()
        self._prelude = (_read("guest", "runtimes", "shim.js"), _read("sandbox", "quickjs", "glue.js"))
        self._lock = threading.Lock()
        self._live = self._started = 0
        self._is_closed = False

    def build_image(self, program: Program, limits: SandboxLimits, deadline_ms: float) -> QuickjsImage:
        """Evaluate a program to see that it does; see `Provider.build_image`."""
        self._check_open()
        if not program.units:
            raise HostError("a program needs at least one unit", code="program_empty")
        for unit in program.units:
            if b"\0" in unit.code:
                raise HostError(
                    f"unit {unit.name!r} contains a NUL, where the binding would cut it; write it as an escape",
                    code="program_invalid",
                    path=unit.name,
                )
        _Context(self._context_type, self._prelude, limits).load(program, deadline_ms)
        total = hashlib.sha256(program.digest() + version(DISTRIBUTION).encode())
        for text in self._prelude:
            total.update(text.encode())
        size = sum(len(unit.code) for unit in program.units)
        return QuickjsImage(total.hexdigest(), limits, size, program, deadline_ms, self)

    def instantiate(self, image: ImageProtocol) -> QuickjsSandbox:
        """Start a guest, which evaluates its program; see `Provider.instantiate`."""
        self._check_open()
        if not isinstance(image, QuickjsImage) or image.provider is not self:
            raise HostError("the image was made by another provider", code="image_foreign")
        context = _Context(self._context_type, self._prelude, image.limits)
        context.load(image.program, image.load_ms)
        return QuickjsSandbox(self, context)

    def restore(self, snapshot: Snapshot) -> QuickjsSandbox:  # noqa: ARG002 - the name is the protocol's
        """Refused: this provider has no snapshots."""
        raise _no_snapshots()

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

    def _check_open(self) -> None:
        if self._is_closed:
            raise HostError("the provider is closed", code="provider_closed")


class QuickjsSandbox:
    """One live guest. See `Sandbox` for the contract."""

    def __init__(self, provider: QuickjsProvider, context: _Context) -> None:
        self._provider = provider
        self._context: _Context | None = context
        self._lock = threading.Lock()
        self._is_closing = False
        self._failed = ""
        self._turns = 0
        self._heap_bytes = 0.0
        provider.count_live(1)

    def turn(self, message: bytes, deadline_ms: float) -> bytes:
        """Run one turn; see `Sandbox.turn`."""
        context = self._enter()
        try:
            self._turns += 1
            outbox = context.turn(message, deadline_ms)
            self._heap_bytes = context.heap_bytes()
        except BaseException as error:
            self._failed = str(error)
            self._is_closing = True
            raise
        finally:
            self._leave()
        return outbox

    def snapshot(self) -> Snapshot:
        """Refused: this provider has no snapshots."""
        raise _no_snapshots()

    def statistics(self) -> dict[str, float]:
        """Counters: ``turns``, ``heap_bytes`` and ``memory_bytes``, which is the same here."""
        return {"turns": self._turns, "heap_bytes": self._heap_bytes, "memory_bytes": self._heap_bytes}

    @property
    def is_usable(self) -> bool:
        """Whether turns are taken."""
        return self._context is not None and not self._is_closing

    def close(self) -> None:
        """Give everything back; see `Sandbox.close`."""
        self._is_closing = True
        if self._lock.acquire(blocking=False):
            self._leave()

    def _enter(self) -> _Context:
        if not self._lock.acquire(blocking=False):
            raise HostError("the sandbox is in a turn already; turns of one guest are serial", code="sandbox_busy")
        if self._context is None or self._is_closing:
            reason = f"has failed before: {self._failed}" if self._failed else "is closed"
            self._leave()
            raise HostError(f"the sandbox {reason}", code="sandbox_failed" if self._failed else "sandbox_closed")
        return self._context

    def _leave(self) -> None:
        while True:
            disposed = None
            if self._is_closing:
                disposed, self._context = self._context, None
            self._lock.release()
            if disposed is not None:
                self._provider.count_live(-1)
            # Closed between the question and the release: then `close` found the lock taken and left the rest to us.
            if not self._is_closing or self._context is None or not self._lock.acquire(blocking=False):
                return


class _Context:
    """A context of the binding, with shim and glue evaluated."""

    def __init__(self, context_type: Any, prelude: tuple[str, ...], limits: SandboxLimits) -> None:
        self._limits = limits
        self._context = context_type()
        self._context.set_memory_limit(limits.memory_bytes)
        self._context.set_max_stack_size(_STACK_FACTOR * limits.stack_bytes)
        step: Any = None
        for text in prelude:
            step = self._context.eval(text)
        self._step = step

    def load(self, program: Program, deadline_ms: float) -> None:
        deadline = time.monotonic() + deadline_ms / 1000
        seed = program.seed & 0xFFFF_FFFF_FFFF_FFFF
        config = {
            # The bridge keeps room for the heads of outbox and batch, and counts the outbox as a value; so that the
            # same limits hold everywhere, the shim is given what is left.
            "outbox_max": max(self._limits.outbox_bytes - _HEADROOM, 1),
            "values_max": max(self._limits.values - 1, 1),
            "extensions_max": self._limits.extensions,
            "depth_max": self._limits.depth,
            "seed_low": seed & 0xFFFF_FFFF,
            "seed_high": seed >> 32,
            "clock_ms": program.clock_ms,
        }
        self._run("create", (json.dumps(config),), deadline, deadline_ms, None)
        for unit in program.units:
            source = unit.code.decode("utf-8", "replace")
            self._run("load", (unit.name, source), deadline, deadline_ms, unit.name)

    def turn(self, message: bytes, deadline_ms: float) -> bytes:
        deadline = time.monotonic() + deadline_ms / 1000
        outbox = self._run("turn", (base64.b64encode(message).decode(),), deadline, deadline_ms, None)
        if len(outbox) > self._limits.outbox_bytes:
            raise failure("outbox", self._limits, deadline_ms)
        return outbox

    def heap_bytes(self) -> float:
        return float(self._context.memory()["memory_used_size"])

    def _run(
        self, step: str, arguments: tuple[str, ...], deadline: float, deadline_ms: float, path: str | None
    ) -> bytes:
        result = self._call(deadline, deadline_ms, path, step, *arguments)
        while result == _MORE:
            jobs, errors = self._run_jobs(deadline, deadline_ms, path)
            result = self._call(deadline, deadline_ms, path, "pump", jobs, json.dumps(errors))
        if result[:1] == _DONE:
            return base64.b64decode(result[1:])
        fields = json.loads(result[1:])
        raise failure(
            fields["code"],
            self._limits,
            deadline_ms,
            name=fields["name"],
            message=fields["message"],
            stack=fields["stack"],
            path=path,
        )

    def _run_jobs(self, deadline: float, deadline_ms: float, path: str | None) -> tuple[int, list[str]]:
        jobs = 0
        errors: list[str] = []
        while True:
            if time.monotonic() > deadline:
                raise failure("deadline", self._limits, deadline_ms, path=path)
            try:
                if not self._context.execute_pending_job():
                    return jobs, errors
            except Exception as error:  # noqa: BLE001 - the binding's own type; whatever a job threw
                errors.append(_first_line(error))
            jobs += 1

    def _call(self, deadline: float, deadline_ms: float, path: str | None, *arguments: Any) -> str:
        left = deadline - time.monotonic()
        if left <= 0:
            raise failure("deadline", self._limits, deadline_ms, path=path)
        self._context.set_time_limit(left)
        try:
            result = self._step(*arguments)
        except Exception as error:  # noqa: BLE001 - the binding's own type; what is not of the guest is re-raised below
            raise self._engine_failure(error, deadline_ms, path) from None
        finally:
            self._context.set_time_limit(-1)
        if not isinstance(result, str):
            raise ProviderError(
                f"the binding returned {type(result).__name__}, expected a string", code="engine_failed"
            )
        return result

    def _engine_failure(self, error: Exception, deadline_ms: float, path: str | None) -> RillError:
        """Describe what the engine threw past the glue, which catches all that can be caught."""
        message, _, stack = str(error).partition("\n")
        for sign, code in (
            ("interrupted", "deadline"),
            ("out of memory", "memory"),
            ("stack", "stack"),
            ("null", "memory"),
        ):
            if sign in message:
                found = failure(code, self._limits, deadline_ms, stack=stack, path=path)
                assert isinstance(found, LimitError)
                return found
        return failure("internal", self._limits, deadline_ms, message=f"the engine failed: {message}", path=path)


def _first_line(error: Exception) -> str:
    line = str(error).partition("\n")[0]
    # The binding puts the kind of error in front: "TypeError: text".
    kind, colon, text = line.partition(": ")
    return text if colon and kind.endswith("Error") else line


def _no_snapshots() -> ProviderError:
    return ProviderError(
        "provider 'quickjs' has no snapshots; use provider 'wasm', which has everything", code="capability_missing"
    )


def _load_binding() -> Any:
    try:
        version(DISTRIBUTION)
        import quickjs  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except (ImportError, PackageNotFoundError):
        raise ProviderError(
            f"provider 'quickjs' needs the package {DISTRIBUTION}: pip install {DISTRIBUTION}", code="provider_missing"
        ) from None
    # Another distribution installs its modules under the same names, and an older engine.
    if quickjs.Context().eval("typeof Iterator") != "function":
        raise ProviderError(
            f"the module quickjs is not that of {DISTRIBUTION}; uninstall the package quickjs and install "
            f"{DISTRIBUTION} again",
            code="provider_missing",
        )
    return quickjs.Context


def _read(*path: str) -> str:
    # A file of this distribution, read as data: sandboxes know nothing of the layers above them.
    try:
        return resources.files("rill").joinpath(*path).read_text("utf-8")
    except FileNotFoundError:
        raise ProviderError(
            f"{'/'.join(path)} is missing from the package; a checkout builds it with `make setup`",
            code="provider_missing",
        ) from None
