"""Provider `quickjs`: guests in the host's process, by a native binding of QuickJS. For trusted code only.

For places where WebAssembly cannot run, and as the second opinion of the conformance suite. It has no image: a program
is evaluated for each sandbox (rill/sandbox/evaluated.py). Bytes cross as base64, through the shim of docs/guest-abi.md
section 6 and the script beside this file.
"""

from __future__ import annotations

import base64
import json
import time
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from rill.protocol.errors import HostError, LimitError, ProviderError, RillError
from rill.sandbox.evaluated import EvaluatedImage, EvaluatingProvider, configuration, prelude
from rill.sandbox.provider import Capabilities, Isolation, Program, SandboxLimits, failure

# The distribution that provides the module; docs/decisions/011-native-binding.md compares it with the other one.
DISTRIBUTION = "quickjs-ng"

_MORE = "more"
_DONE = "0"

# Native frames are larger than those of the engine in WebAssembly, and the shim encodes and decodes in JavaScript: the
# same depth of values and calls needs about eight times the stack (measured).
_STACK_FACTOR = 8


class QuickjsProvider(EvaluatingProvider):
    """Runs trusted guests in this process.

    What it lacks, beside what `capabilities` say: the time limit of the binding counts processor time and does not
    cover jobs, so a loop inside a promise hangs the worker; unhandled rejections are not reported; stack traces do not
    name units.

    Raises:
        ProviderError: the binding or the shim is missing; the text says how to get it.
    """

    def __init__(self) -> None:
        context_type = _load_binding()
        scripts = prelude("quickjs")
        super().__init__(
            "quickjs",
            Capabilities(
                isolation=Isolation.NONE, snapshots=False, deterministic=False, hard_deadline=False, binary=False
            ),
            lambda limits: _Context(context_type, scripts, limits),
            (version(DISTRIBUTION), *scripts),
        )

    def build_image(self, program: Program, limits: SandboxLimits, deadline_ms: float) -> EvaluatedImage:
        """Evaluate a program to see that it does; see `Provider.build_image`."""
        for unit in program.units:
            if b"\0" in unit.code:
                raise HostError(
                    f"unit {unit.name!r} contains a NUL, where the binding would cut it; write it as an escape",
                    code="program_invalid",
                    path=unit.name,
                )
        return super().build_image(program, limits, deadline_ms)


class _Context:
    """A context of the binding, with shim and glue evaluated."""

    def __init__(self, context_type: Any, scripts: tuple[str, ...], limits: SandboxLimits) -> None:
        self._limits = limits
        self._context = context_type()
        self._context.set_memory_limit(limits.memory_bytes)
        self._context.set_max_stack_size(_STACK_FACTOR * limits.stack_bytes)
        step: Any = None
        for text in scripts:
            step = self._context.eval(text)
        self._step = step

    def load(self, program: Program, deadline_ms: float) -> None:
        deadline = time.monotonic() + deadline_ms / 1000
        self._run("create", (json.dumps(configuration(program, self._limits)),), deadline, deadline_ms, None)
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

    def close(self) -> None:
        self._context = self._step = None

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
