"""Hosts guests for sdk-js/test/harness.ts in the real sandbox: one line of JSON in, one out.

It answers the same lines as sdk-js/test/guest_process.ts, so that the suites run
unchanged on the engine that users run.
"""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

from rill.protocol.errors import GuestError, LimitError
from rill.sandbox import Image, Program, Provider, Sandbox, SandboxLimits, Unit, open_provider

# Generous: a busy machine must not turn a test of order into a test of time.
DEADLINE_MS = 20_000.0
LIMITS = {"outbox_max": "outbox_bytes", "values_max": "values", "extensions_max": "extensions", "depth_max": "depth"}


def main() -> None:
    provider = open_provider("wasm")
    sandboxes: list[Sandbox] = []
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer: dict[str, object] = {"result": reply(provider, sandboxes, asked["request"])}
        except (GuestError, LimitError) as error:
            answer = {"error": described(error)}
        print(json.dumps({"id": asked["id"], **answer}), flush=True)


def reply(provider: Provider, sandboxes: list[Sandbox], request: dict[str, Any]) -> int | str:
    if request["do"] == "turn":
        sandbox = sandboxes[request["guest"]]
        return base64.b64encode(sandbox.turn(base64.b64decode(request["message"]), DEADLINE_MS)).decode()
    sandboxes.append(provider.instantiate(image_of(provider, request)))
    return len(sandboxes) - 1


def image_of(provider: Provider, request: dict[str, Any]) -> Image:
    units = (Unit("rill:runtime/react", request["runtime"].encode()), Unit("app", request["app"].encode()))
    limits = SandboxLimits(**{LIMITS[name]: value for name, value in request["limits"].items()})
    return provider.build_image(Program(units=units, seed=1, clock_ms=500.0), limits, DEADLINE_MS)


def described(error: GuestError | LimitError) -> dict[str, str]:
    return {
        "name": getattr(error, "name", None) or type(error).__name__,
        "message": str(error),
        "code": error.code,
        "stack": getattr(error, "stack", ""),
    }


if __name__ == "__main__":
    main()
