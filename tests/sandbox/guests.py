"""Guests for the tests of sandboxes: how to start one from a few lines of source, and how to read what it wrote."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from rill.sandbox import Image, Program, Provider, Sandbox, SandboxLimits, Unit

CORE = Unit("test:core", Path(__file__).with_name("core.js").read_bytes())
LIMITS = SandboxLimits()
CLOCK_MS = 1_700_000_000_000.0


class Ext(NamedTuple):
    """An extension as it lay on the wire."""

    code: int
    data: bytes


def encode(value: Any) -> bytes:
    """Encode a message; `Ext` becomes an extension."""
    return msgspec.msgpack.encode(value, enc_hook=_to_ext)


def decode(outbox: bytes) -> Any:
    """Decode an outbox; extensions become `Ext`."""
    return msgspec.msgpack.decode(outbox, ext_hook=lambda code, data: Ext(code, bytes(data)))


def ext(code: int, data: bytes) -> msgspec.msgpack.Ext:
    """An extension to send."""
    return msgspec.msgpack.Ext(code, data)


def _to_ext(value: Any) -> Any:
    raise NotImplementedError(type(value))


def program(source: str, *, seed: int = 7, clock_ms: float = CLOCK_MS) -> Program:
    """A program of the test core and one guest unit. The source is the body of the unit."""
    unit = Unit("guest.js", f"(function (require, module, exports) {{ 'use strict'; {source}\n}})".encode())
    return Program(units=(CORE, unit), seed=seed, clock_ms=clock_ms)


def turn_program(body: str, **options: Any) -> Program:
    """A program whose turns run the body, which sees `payload` and `message`."""
    return program(f"exports.turn = function turn(payload, message) {{ {body} }};", **options)


@dataclass(slots=True)
class Guest:
    """A live guest and its image."""

    sandbox: Sandbox
    image: Image
    turns: int = 0

    def turn(self, payload: Any = None, *, now_ms: float = CLOCK_MS, deadline_ms: float = 5_000) -> Any:
        """Run a turn and decode its outbox."""
        return decode(self.turn_bytes(payload, now_ms=now_ms, deadline_ms=deadline_ms))

    def turn_bytes(self, payload: Any = None, *, now_ms: float = CLOCK_MS, deadline_ms: float = 5_000) -> bytes:
        """Run a turn and return its outbox."""
        self.turns += 1
        return self.sandbox.turn(encode([1, self.turns, now_ms, payload]), deadline_ms)

    def __enter__(self) -> Guest:
        return self

    def __exit__(self, *_: object) -> None:
        self.sandbox.close()


def start(provider: Provider, source: Program, *, load_ms: float = 5_000, **limits: int) -> Guest:
    """Make an image of a program and start a guest from it."""
    image = provider.build_image(source, replace(LIMITS, **limits), load_ms)
    return Guest(provider.instantiate(image), image)


def start_turn(provider: Provider, body: str, **limits: int) -> Guest:
    """Start a guest whose turns run the body."""
    return start(provider, turn_program(body), **limits)
