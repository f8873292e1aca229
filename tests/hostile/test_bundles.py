"""Bundles that are damaged, or whose code attacks while it is loaded: one typed error, and the engine goes on."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from host.pair import bundle_of

from hostile.attacker import NEIGHBOUR, Street
from rill import BundleError, GuestError, HostError, LimitError, Limits, RillError
from rill.host.recorder import Recorder

# Many guests, each with a neighbour: too long for every run. The other attacks of this folder are in it.
pytestmark = pytest.mark.slow

WHOLE = NEIGHBOUR.to_bytes()


def sealed(data: bytes) -> bytes:
    """The bytes with a right length and checksum, as a hostile builder would make them."""
    data = data[:8] + struct.pack("<I", len(data)) + data[12:]
    blank = data[:12] + bytes(4)
    return data[:12] + struct.pack("<I", zlib.crc32(data[16:], zlib.crc32(blank))) + data[16:]


async def assert_refused(street: Street, data: bytes, *kinds: type[RillError]) -> RillError:
    with pytest.raises(RillError) as caught:
        await street.engine.load_bundle(data)
    assert type(caught.value) in (kinds or (BundleError,))
    await street.ask_neighbour()
    return caught.value


async def test_a_flipped_bit_anywhere_is_found(street: Street) -> None:
    for at in range(0, len(WHOLE), 7):
        data = bytearray(WHOLE)
        data[at] ^= 1 << (at % 8)
        with pytest.raises(BundleError):
            await street.engine.load_bundle(bytes(data))


async def test_a_file_that_is_cut_anywhere_is_refused(street: Street) -> None:
    for size in [*range(64), *range(64, len(WHOLE), 97)]:
        with pytest.raises(BundleError):
            await street.engine.load_bundle(WHOLE[:size])


async def test_a_flipped_byte_under_a_right_checksum_is_refused_or_harmless(street: Street) -> None:
    """A hostile builder seals what it likes: the manifest, the lengths, the code."""
    for at in range(16, len(WHOLE), 11):
        data = bytearray(WHOLE)
        data[at] ^= 0x20
        try:
            bundle = await street.engine.load_bundle(sealed(bytes(data)))
        except (BundleError, GuestError, LimitError):
            continue
        try:
            async with street.engine.open(bundle, adapter=Recorder(), limits=Limits(turn_ms=120)):
                pass
        except (GuestError, LimitError):
            continue
    await street.ask_neighbour()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RILL",
        b"\x7fELF" + b"\0" * 100,
        WHOLE + b"x",
        b"x" + WHOLE,
        WHOLE * 2,
        b"\0" * 10_000,
        sealed(WHOLE + b"XXXX\0\0\0\0"),
    ],
    ids=["nothing", "magic", "another file", "longer", "shifted", "twice", "zeros", "another section"],
)
async def test_what_is_no_bundle_is_refused(street: Street, data: bytes) -> None:
    await assert_refused(street, data)


async def test_another_size_path_or_digest_is_refused(street: Street, tmp_path: Path) -> None:
    engine = street.engine
    for source, code in [
        (tmp_path / "missing.rill", "bundle_missing"),
        (tmp_path, "bundle_unreadable"),
        (5, "bundle_invalid"),
    ]:
        with pytest.raises(HostError) as refused:
            await engine.load_bundle(source)  # type: ignore[arg-type]
        assert refused.value.code == code
    path = tmp_path / "whole.rill"
    path.write_bytes(WHOLE)
    for pinned in (path, WHOLE, NEIGHBOUR):
        with pytest.raises(BundleError) as unpinned:
            await engine.load_bundle(pinned, digest="0" * 64)
        assert unpinned.value.code == "bundle_digest"
        assert await engine.load_bundle(pinned, digest=NEIGHBOUR.digest.upper()) == NEIGHBOUR


# The engine in WebAssembly keeps no code of the runtime's own errors while it loads: it says `exception`.
NO_COMPONENT = [(GuestError, "no_component"), (GuestError, "exception")]
IMAGE = [(GuestError, "image"), (GuestError, "exception")]
UNKNOWN_MODULE = [(GuestError, "unknown_module"), (GuestError, "exception")]

# What a bundle's code does while it is loaded, and how that ends.
LOADED: dict[str, tuple[str, list[tuple[type[RillError], str]]]] = {
    "throws": ("throw new Error('x')", [(GuestError, "exception")]),
    "throws undefined": ("throw undefined", [(GuestError, "exception")]),
    "throws a proxy": ("throw new Proxy({}, {get() {throw 1}})", [(GuestError, "exception")]),
    "throws a getter that loops": (
        "throw {get message() {for (;;);}}",
        [(GuestError, "exception"), (LimitError, "deadline")],
    ),
    "is no JavaScript": ("this is not javascript", [(GuestError, "exception")]),
    "ends its own function": (
        "}) ; (function () { for (;;);",
        [(LimitError, "deadline"), (GuestError, "exception"), *NO_COMPONENT],
    ),
    "leaves its own function": (
        "})(); globalThis.x = 1; (function () {",
        [(GuestError, "exception"), *NO_COMPONENT],
    ),
    "exports nothing": ("", [*NO_COMPONENT]),
    "exports a number": ("exports.default = 5", [*NO_COMPONENT]),
    "exports a getter that throws": (
        "Object.defineProperty(exports, 'default', {get() {throw 1}})",
        [(GuestError, "exception")],
    ),
    "exports a proxy": ("module.exports = new Proxy({}, {get() {throw 1}})", [(GuestError, "exception")]),
    "loops": ("for (;;);", [(LimitError, "deadline")]),
    "loops and catches": ("for (;;) try { for (;;); } catch {}", [(LimitError, "deadline")]),
    "loops in a job": (
        "Promise.resolve().then(() => { for (;;); }); exports.default = () => null",
        [(LimitError, "deadline")],
    ),
    "loops in jobs": (
        "const f = () => queueMicrotask(f); f(); exports.default = () => null",
        [(LimitError, "deadline")],
    ),
    "rejects": ("Promise.reject(new Error('x')); exports.default = () => null", [(GuestError, "exception")]),
    "uses up memory": (
        "const a = []; for (;;) a.push(new Array(1e4).fill(1))",
        [(LimitError, "memory"), (LimitError, "deadline")],
    ),
    "uses up the stack": ("const f = () => f(); f()", [(LimitError, "stack")]),
    "sets a timer": ("setTimeout(() => {}, 1)", [*IMAGE]),
    "requires what is not there": ("require('fs')", [*UNKNOWN_MODULE]),
    "requires words that loop": (
        "require({toString() {for (;;);}})",
        [*UNKNOWN_MODULE, (LimitError, "deadline"), (GuestError, "exception")],
    ),
}


@pytest.mark.parametrize(("code", "expected"), LOADED.values(), ids=LOADED.keys())
async def test_code_that_attacks_while_it_is_loaded(
    street: Street, code: str, expected: list[tuple[type[RillError], str]]
) -> None:
    bundle = bundle_of(code)
    limits = Limits(load_ms=400, memory_bytes=24 * 1024 * 1024)
    recorder = Recorder()
    opening = street.engine.open(bundle, adapter=recorder, limits=limits)
    with pytest.raises(RillError) as caught:
        await opening
    error = caught.value
    assert (type(error), error.code) in expected, (type(error), error.code, str(error))
    # The session is there to show what happened, and to be tried again.
    session = opening.session
    assert session.state == "failed"
    assert session.error is error
    assert recorder.golden() == ""
    with pytest.raises(type(error)):
        await session.restart()
    await session.close()
    await street.ask_neighbour()


async def test_console_lines_while_loading_are_heard_and_harmless(street: Street) -> None:
    bundle = bundle_of("for (let i = 0; i < 1e4; i++) console.log('loading', i); exports.default = () => null")
    lines: list[str] = []
    opening = street.engine.open(bundle)
    opening.session.on("log", lambda event: lines.append(event.text))
    async with opening:
        assert 1 <= len(lines) <= 200
    await street.ask_neighbour()
