"""Provider `wasm`: guests in WebAssembly, run by wasmtime, with an engine that imports nothing but its memory.

Two modules make a sandbox. The code module is compiled once for a machine; an image is a second, tiny module that holds
only memory contents, which the operating system maps copy-on-write into each sandbox. This file knows the control block
of docs/guest-abi.md and no word of any guest language.
"""

from __future__ import annotations

import ctypes
import hashlib
import platform
import struct
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
import wasmtime

from rill.protocol.errors import HostError, LimitError, ProviderError, RillError
from rill.sandbox.life import Life
from rill.sandbox.provider import Capabilities, Isolation, Program, SandboxLimits, Snapshot, failure
from rill.sandbox.provider import Image as ImageProtocol
from rill.sandbox.wasm.binary import PAGE, BinaryError, Contents, contents_of, read_image, write_image
from rill.sandbox.wasm.calls import (
    IS_UNCHECKED_AVAILABLE,
    Call,
    memory_base,
    ordinary_call,
    set_wasm_stack,
    unchecked_call,
)
from rill.sandbox.wasm.code_cache import CodeCache, default_folder
from rill.sandbox.wasm.guest_engine import GuestEngine, quickjs_engine
from rill.sandbox.wasm.mappings import release_mappings, reserve_mappings
from rill.sandbox.wasm.trimming import Pristine, is_able
from rill.sandbox.wasm.watchdog import Watchdog
from rill.sandbox.workers import has_large_stack, with_large_stack

ABI_VERSION = 2

# Native stack of a guest. Code that recurses without asking the engine's own stack check takes up to 17 times as much
# of it as of the stack that the engine watches (measured: JSON.stringify; JavaScript calls take four times), and what
# must come first is the engine's error: a guest can catch it, and it comes at the same depth on every machine.
WASM_STACK_BYTES = 8 * 1024 * 1024

# The most stack that a guest's language may be given under it: up to here its own errors come first (tested), with a
# fifth to spare for machines whose compiled code has larger frames.
STACK_BYTES_MAX = 384 * 1024

# What a sandbox needs beside the guest's heap: the engine's own data and stack (known from its base), room for a
# message, and for the outbox its channels, its assembly, and the copy that growing a buffer makes.
_MESSAGE_BYTES = 1024 * 1024
_OUTBOX_COPIES = 3
_HEAP_BYTES_MIN = 512 * 1024

# Memory is shared with its image in pages of the operating system: what does not differ must not be written.
_COPIED = 4096

# Control block, docs/guest-abi.md section 2.
_WORDS = 16
_DEADLINE, _OUTBOX, _OUTBOX_SIZE, _VALUES, _EXTENSIONS, _HEAP_USED = 1, 2, 3, 4, 5, 6
_OUTBOX_MAX, _VALUES_MAX, _EXTENSIONS_MAX, _DEPTH_MAX, _SEED, _CLOCK, _REST = 7, 8, 9, 10, 11, 13, 15

_DONE, _FAILED, _INTERRUPTED = 0, 1, 2
_FAILURE_BYTES_MAX = 16 * 1024
# The outbox wraps a value into the list of frames, the batch and its operations.
_OUTBOX_DEPTH = 3
# The smallest extension takes three bytes, so an outbox below three times the allowed number cannot exceed it.
_EXTENSION_BYTES_MIN = 3

_SCAN_LIMITS = {4: "values", 5: "extensions", 6: "depth"}

# Everything that changes what the compiler makes; part of the cache's key.
_SETTINGS: tuple[tuple[str, Any], ...] = (
    ("epoch_interruption", True),
    # The same bits on every machine: a NaN's payload may be seen through a typed array.
    ("cranelift_nan_canonicalization", True),
    ("cranelift_opt_level", "speed"),
    # Copy-on-write images, and a memory whose address can be kept.
    ("memory_init_cow", True),
    ("memory_may_move", False),
    # What the engine does not use cannot be attacked.
    ("wasm_threads", False),
    ("wasm_memory64", False),
    ("wasm_multi_memory", False),
    ("wasm_relaxed_simd", False),
    ("wasm_tail_call", False),
    ("wasm_component_model", False),
)

CallMode = Literal["unchecked", "ordinary"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class WasmImage:
    """Memory contents that sandboxes start from, compiled."""

    content_hash: str
    limits: SandboxLimits
    size_bytes: int
    module: wasmtime.Module
    provider: WasmProvider


class WasmProvider:
    """Runs guests in WebAssembly. Safe to share between threads; holds one wasmtime engine and one watchdog thread.

    Args:
        engine: the guest engine; by default the QuickJS-NG that ships with Rill.
        cache_folder: where compiled code is kept; None keeps none.
        calls: how exports are called; by default the quickest way that this wasmtime offers.
    """

    name = "wasm"
    capabilities = Capabilities(
        isolation=Isolation.WASM, snapshots=True, deterministic=True, hard_deadline=True, binary=True
    )

    def __init__(
        self,
        engine: GuestEngine | None = None,
        *,
        cache_folder: Path | Literal["default"] | None = "default",
        calls: CallMode = "unchecked",
    ) -> None:
        self.guest_engine = engine or quickjs_engine()
        config = wasmtime.Config()
        for setting, value in _SETTINGS:
            _configure(config, setting, value)
        set_wasm_stack(config, WASM_STACK_BYTES)
        self._engine = wasmtime.Engine(config)
        self.cache = CodeCache(default_folder() if cache_folder == "default" else cache_folder)
        self._code = self._compile_code()
        _check_imports(self._code)
        self._make_call = unchecked_call if calls == "unchecked" and IS_UNCHECKED_AVAILABLE else ordinary_call
        self._watchdog = Watchdog(self._engine.increment_epoch)
        # Reentrant, because a forgotten sandbox may be collected, and counted, at any allocation.
        self._lock = threading.RLock()
        self._scanners = threading.local()
        self._images: weakref.WeakValueDictionary[str, WasmImage] = weakref.WeakValueDictionary()
        self._blanks: dict[SandboxLimits, WasmImage] = {}
        # What memories of an image are compared with, made when the first of them is trimmed.
        self._pristine: weakref.WeakKeyDictionary[WasmImage, Pristine] = weakref.WeakKeyDictionary()
        self._is_closed = False
        self._live = self._started = self._trapped = self._scans = 0
        self._control, self._base_module = self._probe()

    # ---- the Provider protocol ----

    def build_image(self, program: Program, limits: SandboxLimits, deadline_ms: float) -> WasmImage:
        """Evaluate a program once and keep its memory; see `Provider.build_image`."""
        return with_large_stack(lambda: self._build_image(program, limits, deadline_ms))

    def _build_image(self, program: Program, limits: SandboxLimits, deadline_ms: float) -> WasmImage:
        self._check_open()
        if not program.units:
            raise HostError("a program needs at least one unit", code="program_empty")
        base = self.guest_engine.base
        heap_bytes = _heap_bytes(limits, base)
        instance = self._instantiate(self._compile_image(base, limits), limits)
        try:
            instance.control[_OUTBOX_MAX] = limits.outbox_bytes
            instance.control[_VALUES_MAX] = limits.values
            instance.control[_EXTENSIONS_MAX] = limits.extensions
            instance.control[_DEPTH_MAX] = limits.depth
            seed = program.seed & 0xFFFF_FFFF_FFFF_FFFF
            instance.control[_SEED], instance.control[_SEED + 1] = seed & 0xFFFF_FFFF, seed >> 32
            clock = struct.unpack("<II", struct.pack("<d", program.clock_ms))
            instance.control[_CLOCK], instance.control[_CLOCK + 1] = clock
            self._evaluate(instance, program, limits, heap_bytes, deadline_ms)
            contents = contents_of(instance.copy_memory())
        finally:
            instance.dispose()
        return self._image(contents, limits)

    def instantiate(self, image: ImageProtocol) -> WasmSandbox:
        """Start a guest from an image of this provider; see `Provider.instantiate`."""
        self._check_open()
        if not isinstance(image, WasmImage) or image.provider is not self:
            raise HostError("the image was made by another provider", code="image_foreign")
        return WasmSandbox(self, self._instantiate(image.module, image.limits), image, image.content_hash)

    def restore(self, snapshot: Snapshot) -> WasmSandbox:
        """Go on with a guest from its memory; see `Provider.restore`."""
        self._check_open()
        if (snapshot.provider, snapshot.engine) != (self.name, self.guest_engine.content_hash):
            raise ProviderError(
                f"the snapshot was made by provider {snapshot.provider!r} with engine {snapshot.engine[:16]}, this is "
                f"{self.name!r} with {self.guest_engine.content_hash[:16]}; restore it with the Rill that made it",
                code="snapshot_foreign",
            )
        try:
            contents = read_image(snapshot.memory)
        except BinaryError as error:
            raise ProviderError(f"the snapshot is damaged: {error}", code="snapshot_damaged") from None
        with self._lock:
            image = self._images.get(snapshot.image)
        # With the image that the guest started from, only what it changed is memory of its own. Without, all of it is.
        if image is None or image.limits != snapshot.limits:
            image = self._blank_image(snapshot.limits)
        instance = self._instantiate(image.module, snapshot.limits)
        try:
            written = instance.write_memory(contents)
        except BaseException as error:
            instance.dispose()
            if isinstance(error, wasmtime.WasmtimeError):
                raise ProviderError(f"the snapshot does not fit: {error}", code="snapshot_damaged") from None
            raise
        return WasmSandbox(self, instance, image, snapshot.image, restored_bytes=written)

    def _blank_image(self, limits: SandboxLimits) -> WasmImage:
        """A memory of zeros, of the size that the engine asks for."""
        with self._lock:
            blank = self._blanks.get(limits)
        if blank is None:
            pages = self.guest_engine.base.pages
            module = self._compile_image(Contents(pages, ()), limits)
            blank = WasmImage("", limits, 0, module, self)
            with self._lock:
                self._blanks[limits] = blank
        return blank

    def statistics(self) -> dict[str, float]:
        """Counters: ``sandboxes_live``, ``sandboxes_started``, ``traps``, ``outboxes_scanned``, ``code_cache_hits``."""
        with self._lock:
            return {
                "sandboxes_live": self._live,
                "sandboxes_started": self._started,
                "traps": self._trapped,
                "outboxes_scanned": self._scans,
                "code_cache_hits": float(self.cache.outcome == "hit"),
            }

    def close(self) -> None:
        """Stop the watchdog, which ends turns that still run. Sandboxes can be closed, but take no more turns."""
        self._is_closed = True
        self._watchdog.close()

    # ---- making modules ----

    def _compile_code(self) -> wasmtime.Module:
        source = self.guest_engine.code
        key = "\n".join((hashlib.sha256(source).hexdigest(), version("wasmtime"), _machine(), repr(_SETTINGS)))
        made: list[wasmtime.Module] = []

        def compile_code() -> bytes:
            try:
                made.append(wasmtime.Module(self._engine, source))
            except wasmtime.WasmtimeError as error:
                raise ProviderError(
                    f"engine {self.guest_engine.name!r} does not compile: {error}", code="engine_invalid"
                ) from None
            return bytes(made[0].serialize())

        code = self.cache.get_or_make(key.encode(), compile_code)
        if made:
            return made[0]
        try:
            return wasmtime.Module.deserialize(self._engine, code)
        except wasmtime.WasmtimeError:
            # Authentic, but not for this wasmtime or machine after all: the key did not cover a difference.
            compile_code()
            return made[0]

    def _compile_image(self, contents: Contents, limits: SandboxLimits) -> wasmtime.Module:
        pages_max = limits.memory_bytes // PAGE
        try:
            return wasmtime.Module(self._engine, write_image(contents, pages_max))
        except (BinaryError, wasmtime.WasmtimeError) as error:
            raise ProviderError(f"the image does not compile: {error}", code="image_invalid") from None

    def _image(self, contents: Contents, limits: SandboxLimits) -> WasmImage:
        total = hashlib.sha256(self.guest_engine.content_hash.encode())
        total.update(contents.pages.to_bytes(4, "little"))
        for offset, data in contents.segments:
            total.update(offset.to_bytes(4, "little") + len(data).to_bytes(4, "little"))
            total.update(data)
        module = self._compile_image(contents, limits)
        image = WasmImage(total.hexdigest(), limits, contents.size, module, self)
        with self._lock:
            self._images[image.content_hash] = image
        return image

    def _probe(self) -> tuple[int, wasmtime.Module]:
        """Find the control block, which is constant for a build, and check the version of the interface."""
        limits = SandboxLimits(memory_bytes=max(self.guest_engine.base.pages, 16) * PAGE)
        module = self._compile_image(self.guest_engine.base, limits)
        self._control = 0
        instance = self._instantiate(module, limits)
        try:
            address = instance.call("rill_control")()
            if address % 4 or address + 4 * _WORDS > instance.memory_bytes():
                raise ProviderError("the engine's control block lies outside its memory", code="engine_invalid")
            found = (ctypes.c_uint32 * _WORDS).from_address(instance.base + address)[0]
            if found != ABI_VERSION:
                raise ProviderError(
                    f"engine {self.guest_engine.name!r} speaks version {found} of the guest ABI, expected "
                    f"{ABI_VERSION}; build it again with `python engine/build.py`",
                    code="engine_invalid",
                )
            return address, module
        finally:
            instance.dispose()

    # ---- making instances ----

    def _instantiate(self, module: wasmtime.Module, limits: SandboxLimits) -> _Instance:
        reserve_mappings()
        try:
            store = wasmtime.Store(self._engine)
            try:
                # Instantiation runs no guest code, but the epoch must not be at its end when it begins.
                store.set_epoch_deadline(1 << 32)
                store.set_limits(memory_size=limits.memory_bytes, instances=2, memories=1, tables=1)
                memory = wasmtime.Instance(store, module, []).exports(store).by_index[0]
                assert isinstance(memory, wasmtime.Memory)
                exports = wasmtime.Instance(store, self._code, [memory]).exports(store)
                return _Instance(store, memory, exports, self._make_call, self._control)
            except BaseException:
                store.close()
                raise
        except wasmtime.WasmtimeError as error:
            release_mappings()
            raise ProviderError(
                f"the machine has no room for another sandbox: {error}; on Linux raise vm.max_map_count, and check "
                "limits on address space (ulimit -v) and on memory",
                code="sandboxes_exhausted",
            ) from None
        except BaseException:
            release_mappings()
            raise

    def _evaluate(
        self, instance: _Instance, program: Program, limits: SandboxLimits, heap_bytes: int, deadline_ms: float
    ) -> None:
        create, load = instance.call("rill_create"), instance.call("rill_load")
        path: str | None = None
        watch, ticks = self._watchdog.begin(instance.deadline_word, deadline_ms)
        try:
            instance.store.set_epoch_deadline(ticks)
            if create(heap_bytes, limits.stack_bytes) != _DONE:
                raise failure("memory", limits, deadline_ms)
            for unit in program.units:
                path = unit.name
                name = unit.name.encode()
                if len(name) > 255:
                    raise HostError(
                        f"unit name of {len(name)} bytes exceeds 255: {unit.name[:40]!r}...", code="program_invalid"
                    )
                if not instance.write_input(name + unit.code):
                    raise failure("memory", limits, deadline_ms, path=path)
                status = load(len(name), len(unit.code))
                if status != _DONE:
                    raise self.reported_failure(instance, status, limits, deadline_ms, path)
        except wasmtime.Trap as trap:
            raise self.trap_failure(trap, limits, deadline_ms, path) from None
        finally:
            self._watchdog.end(watch)
        instance.control[_DEADLINE] = 0

    # ---- what sandboxes of this provider share ----

    def begin_watch(self, instance: _Instance, deadline_ms: float) -> Any:
        """Put a turn under watch and arm its store."""
        watch, ticks = self._watchdog.begin(instance.deadline_word, deadline_ms)
        instance.store.set_epoch_deadline(ticks)
        return watch

    def end_watch(self, watch: Any) -> None:
        """Take a turn from the watch."""
        self._watchdog.end(watch)

    def reported_failure(
        self, instance: _Instance, status: int, limits: SandboxLimits, deadline_ms: float, path: str | None
    ) -> RillError:
        """Read the failure that the guest's engine described."""
        if status not in (_FAILED, _INTERRUPTED):
            return failure(
                "broken", limits, deadline_ms, message=f"the guest broke its engine: status {status}", path=path
            )
        try:
            size = instance.control[_OUTBOX_SIZE]
            if size > _FAILURE_BYTES_MAX:
                raise ValueError("the description of the failure is too large")
            fields = _decode_failure(instance.read(instance.control[_OUTBOX], size))
        except (ValueError, msgspec.MsgspecError):
            return failure("broken", limits, deadline_ms, message="the guest broke its engine", path=path)
        code = "deadline" if status == _INTERRUPTED else fields.code
        return failure(
            code, limits, deadline_ms, name=fields.name, message=fields.message, stack=fields.stack, path=path
        )

    def trap_failure(
        self, trap: wasmtime.Trap, limits: SandboxLimits, deadline_ms: float, path: str | None
    ) -> RillError:
        """Describe a trap. The stack of a trap is the engine's, not the guest's, so it is left out."""
        with self._lock:
            self._trapped += 1
        code = trap.trap_code
        if code is wasmtime.TrapCode.STACK_OVERFLOW:
            return failure("stack", limits, deadline_ms, path=path)
        if code is wasmtime.TrapCode.INTERRUPT:
            return failure("deadline", limits, deadline_ms, path=path)
        name = code.name.lower() if code else "unknown"
        return failure("trap", limits, deadline_ms, message=f"the guest broke its engine: trap {name}", path=path)

    def check_outbox(self, outbox: bytes, limits: SandboxLimits, deadline_ms: float) -> None:
        """Count an outbox in an instance that no guest ever ran in, because a guest may have written its own counts."""
        with self._lock:
            self._scans += 1
        scanner: _Scanner | None = getattr(self._scanners, "scanner", None)
        if scanner is None or not scanner.fits(len(outbox)):
            scanner = self._scanners.scanner = _Scanner(self, len(outbox))
        status = scanner.scan(outbox, limits)
        if status in _SCAN_LIMITS:
            raise failure(_SCAN_LIMITS[status], limits, deadline_ms)
        if status != _DONE:
            raise failure("broken", limits, deadline_ms, message="the guest wrote an outbox that is not MessagePack")

    def trim(self, instance: _Instance, image: WasmImage) -> int:
        """Give back what an instance holds twice, see `trimming`."""
        if not is_able():
            return 0
        with self._lock:
            pristine = self._pristine.get(image)
            if pristine is None:
                untouched = self._instantiate(image.module, image.limits)
                pristine = self._pristine[image] = Pristine(untouched.base, untouched.memory_bytes())
                # Not at the end of the process, which takes everything with it in an order of its own.
                weakref.finalize(image, untouched.dispose).atexit = False
        return pristine.trim(instance.base, instance.memory_bytes())

    def count_live(self, change: int) -> None:
        """Keep the counters of sandboxes."""
        with self._lock:
            self._live += change
            self._started += change > 0

    def give_back(self, instance: _Instance) -> None:
        """Give the memory of a sandbox back."""
        instance.dispose()
        self.count_live(-1)

    def _check_open(self) -> None:
        if self._is_closed:
            raise HostError("the provider is closed", code="provider_closed")


class WasmSandbox:
    """One live guest: a store with two instances. See `Sandbox` for the contract."""

    def __init__(
        self,
        provider: WasmProvider,
        instance: _Instance,
        origin: WasmImage,
        image: str,
        *,
        restored_bytes: int = 0,
    ) -> None:
        limits = origin.limits
        self._provider = provider
        # What its memory is mapped from, and what it started from: not the same where a snapshot came without the
        # latter.
        self._origin = origin
        self._image = image
        self._restored_bytes = restored_bytes
        # Not a method of its own, or a sandbox that was forgotten would be a cycle.
        self._life = Life(instance, provider.give_back)
        self._limits = limits
        # Counts and depth are checked where the bytes could hold more than is allowed.
        self._scan_above = min(limits.values, limits.extensions * _EXTENSION_BYTES_MIN)
        self._turn = instance.call("rill_turn")
        self._turns = self._rests = self._trimmed_bytes = 0
        self._is_rest_due = False
        self._heap_bytes = 0
        self._memory_bytes = instance.memory_bytes()
        provider.count_live(1)

    def turn(self, message: bytes, deadline_ms: float) -> bytes:
        """Run one turn; see `Sandbox.turn`. Outside of `Workers` it costs a thread of its own."""
        if has_large_stack():
            return self._guard(deadline_ms, lambda instance: self._run_turn(instance, message, deadline_ms))
        return with_large_stack(lambda: self.turn(message, deadline_ms))

    def _guard(self, deadline_ms: float, work: Callable[[_Instance], T]) -> T:
        """Do something with the guest, which has failed if that raises."""
        instance = self._life.enter()
        try:
            return work(instance)
        except wasmtime.Trap as trap:
            error = self._provider.trap_failure(trap, self._limits, deadline_ms, None)
            self._life.fail(error)
            raise error from None
        except BaseException as error:
            self._life.fail(error)
            raise
        finally:
            self._life.leave()

    def _run_turn(self, instance: _Instance, message: bytes, deadline_ms: float) -> bytes:
        self._turns += 1
        outbox = self._run(instance, message, deadline_ms)
        if len(outbox) > self._scan_above:
            self._provider.check_outbox(outbox, self._limits, deadline_ms)
        return outbox

    @property
    def is_rest_due(self) -> bool:
        """Whether the guest's engine has something to do; see `Sandbox.is_rest_due`."""
        return self._is_rest_due and self.is_usable

    def rest(self, deadline_ms: float) -> None:
        """Let the guest's engine do it; see `Sandbox.rest`."""
        with_large_stack(lambda: self._guard(deadline_ms, lambda instance: self._run_rest(instance, deadline_ms)))

    def _run_rest(self, instance: _Instance, deadline_ms: float) -> None:
        self._rests += 1
        control = instance.control
        control[_DEADLINE] = 0
        watch = self._provider.begin_watch(instance, deadline_ms)
        try:
            status = instance.call("rill_rest")()
        finally:
            self._provider.end_watch(watch)
        self._note_state(instance)
        if status != _DONE:
            raise self._provider.reported_failure(instance, status, self._limits, deadline_ms, None)

    def trim(self) -> int:
        """Share pages with the image again that hold what it holds; see `Sandbox.trim`."""
        instance = self._life.enter()
        try:
            given_back = self._provider.trim(instance, self._origin)
        finally:
            self._life.leave()
        self._trimmed_bytes += given_back
        return given_back

    def _note_state(self, instance: _Instance) -> None:
        self._heap_bytes = instance.control[_HEAP_USED]
        self._is_rest_due = instance.control[_REST] != 0
        self._memory_bytes = instance.memory_bytes()

    def snapshot(self) -> Snapshot:
        """Copy the guest's memory; see `Sandbox.snapshot`."""
        instance = self._life.enter()
        try:
            contents = contents_of(instance.copy_memory())
        finally:
            self._life.leave()
        memory = write_image(contents, self._limits.memory_bytes // PAGE)
        engine = self._provider.guest_engine.content_hash
        return Snapshot(self._provider.name, engine, self._image, self._limits, memory)

    def statistics(self) -> dict[str, float]:
        """Counters: ``turns``, ``rests``, ``heap_bytes`` (as the guest's engine reports it), ``memory_bytes`` (as it
        is), ``restored_bytes``, what a restored guest did not share with its image, and ``trimmed_bytes``, what was
        given back by `trim` in all."""
        return {
            "turns": self._turns,
            "rests": self._rests,
            "heap_bytes": self._heap_bytes,
            "memory_bytes": self._memory_bytes,
            "restored_bytes": self._restored_bytes,
            "trimmed_bytes": self._trimmed_bytes,
        }

    @property
    def is_usable(self) -> bool:
        """Whether turns are taken."""
        return self._life.is_usable

    def close(self) -> None:
        """Give everything back; see `Sandbox.close`."""
        self._life.close()

    def __del__(self) -> None:
        # A sandbox that was forgotten gives its memory back all the same.
        if hasattr(self, "_life"):
            self.close()

    def _run(self, instance: _Instance, message: bytes, deadline_ms: float) -> bytes:
        provider = self._provider
        control = instance.control
        size = len(message)
        # Before the watch begins: afterwards the word is the watchdog's.
        control[_DEADLINE] = 0
        # Armed before the first call, which is short but runs the guest's engine all the same.
        watch = provider.begin_watch(instance, deadline_ms)
        try:
            if not instance.write_input(message):
                raise LimitError(
                    f"a message of {size} bytes does not fit into the guest's memory (Limits.memory_bytes)",
                    code="memory",
                    limit="memory_bytes",
                    value=size,
                    maximum=self._limits.memory_bytes,
                    fault="host",
                )
            status = self._turn(size)
        finally:
            provider.end_watch(watch)
        self._note_state(instance)
        if status != _DONE:
            raise provider.reported_failure(instance, status, self._limits, deadline_ms, None)
        outbox_size = control[_OUTBOX_SIZE]
        if outbox_size > self._limits.outbox_bytes:
            raise failure("outbox", self._limits, deadline_ms)
        try:
            return instance.read(control[_OUTBOX], outbox_size)
        except ValueError as error:
            raise failure("broken", self._limits, deadline_ms, message=f"the guest broke its engine: {error}") from None


class _Instance:
    """A store, its memory and its exports. Not safe to share between threads; `WasmSandbox` sees to that."""

    __slots__ = ("_buffer", "_exports", "_make_call", "_size", "base", "control", "deadline_word", "memory", "store")

    def __init__(
        self,
        store: wasmtime.Store,
        memory: wasmtime.Memory,
        exports: wasmtime._instance.InstanceExports,
        make_call: Any,
        control: int,
    ) -> None:
        self.store = store
        self.memory = memory
        self._exports = exports
        self._make_call = make_call
        self.base = memory_base(store, memory)
        self._size = memory.data_len(store)
        self.control = (ctypes.c_uint32 * _WORDS).from_address(self.base + control)
        self.deadline_word = ctypes.c_uint32.from_address(self.base + control + 4 * _DEADLINE)
        self._buffer = self.call("rill_buffer")

    def call(self, name: str) -> Call:
        """Prepare the call of an export."""
        function = self._exports[name]
        assert isinstance(function, wasmtime.Func)
        call: Call = self._make_call(self.store, function)
        return call

    def memory_bytes(self) -> int:
        """The memory's size, which only grows."""
        self._size = self.memory.data_len(self.store)
        return self._size

    def copy_memory(self) -> bytes:
        """Copy the whole memory."""
        return ctypes.string_at(self.base, self.memory_bytes())

    def write_memory(self, contents: Contents) -> int:
        """Make the memory hold the contents, and return how many bytes were written.

        Only pages that differ are, so that the rest stays shared with the image.
        """
        if contents.pages * PAGE > self.memory_bytes():
            self.memory.grow(self.store, contents.pages - self._size // PAGE)
        before = self.copy_memory()
        after = bytearray(self.memory_bytes())
        for offset, data in contents.segments:
            after[offset : offset + len(data)] = data
        assert len(after) == len(before), "read_image lets no segment lie outside"
        written = 0
        for at in range(0, len(after), _COPIED):
            page = after[at : at + _COPIED]
            if not before.startswith(page, at):
                ctypes.memmove(self.base + at, bytes(page), len(page))
                written += len(page)
        return written

    def write_input(self, data: bytes) -> bool:
        """Copy bytes into the engine's input buffer; false if it has no room. The address is the guest's word:
        checked."""
        size = len(data)
        address = self._buffer(size)
        if address == 0:
            return False
        if address + size > self._size and address + size > self.memory_bytes():
            raise ProviderError("the guest broke its engine: its input buffer lies outside its memory", code="broken")
        ctypes.memmove(self.base + address, data, size)
        return True

    def write_at_end(self, data: bytes) -> int:
        """Copy bytes to the end of the memory, where nothing is, and return their address. For scanners only."""
        address = self.memory_bytes() - len(data)
        ctypes.memmove(self.base + address, data, len(data))
        return address

    def read(self, address: int, size: int) -> bytes:
        """Copy bytes out of the memory. Raises ValueError if they do not lie inside."""
        if address + size > self._size and address + size > self.memory_bytes():
            raise ValueError("its outbox lies outside its memory")
        return ctypes.string_at(self.base + address, size)

    def dispose(self) -> None:
        """Give the memory back. The instance must not be used afterwards."""
        self.store.close()
        release_mappings()


class _Scanner:
    """An instance for `rill_scan` alone: its memory is the engine's base and, behind that, the bytes to count."""

    def __init__(self, provider: WasmProvider, size: int) -> None:
        base = provider.guest_engine.base
        # Room for the next larger outboxes too: one scanner then serves a thread for good.
        self._room = max(2 * size, 1 << 20)
        pages = base.pages + -(-self._room // PAGE)
        limits = SandboxLimits(memory_bytes=pages * PAGE)
        self._instance = provider._instantiate(provider._compile_image(Contents(pages, base.segments), limits), limits)
        self._instance.store.set_epoch_deadline(1 << 62)
        self._scan = self._instance.call("rill_scan")

    def fits(self, size: int) -> bool:
        return size <= self._room

    def scan(self, outbox: bytes, limits: SandboxLimits) -> int:
        address = self._instance.write_at_end(outbox)
        return self._scan(address, len(outbox), limits.values, limits.extensions, limits.depth + _OUTBOX_DEPTH)

    def __del__(self) -> None:
        if hasattr(self, "_instance"):
            self._instance.dispose()


class _Failure(msgspec.Struct):
    name: str = ""
    message: str = ""
    stack: str = ""
    code: str = "exception"


_decode_failure = msgspec.msgpack.Decoder(_Failure).decode


def _configure(config: wasmtime.Config, setting: str, value: Any) -> None:
    # The settings of wasmtime-py are properties without a getter; the names are constants of this file.
    setattr(config, setting, value)


def _machine() -> str:
    """What the compiled code may depend on. wasmtime checks the features of the CPU itself when it loads code."""
    model = ""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith(("flags", "Features")):
                model = line
                break
    except OSError:
        model = platform.processor()
    return f"{platform.system()} {platform.machine()} {model}"


def _check_imports(module: wasmtime.Module) -> None:
    imports = [f"{entry.module}.{entry.name}" for entry in module.imports]
    if imports != ["env.memory"]:
        raise ProviderError(f"the engine imports {imports}; only env.memory is allowed", code="engine_invalid")


def _heap_bytes(limits: SandboxLimits, base: Contents) -> int:
    """What the guest's heap may use under these limits. Raises HostError where they cannot work."""
    if limits.stack_bytes > STACK_BYTES_MAX:
        raise HostError(
            f"stack_bytes={limits.stack_bytes} exceeds {STACK_BYTES_MAX}: beyond it the native stack ends first, and a "
            "guest could not catch its own recursion (Limits.stack_bytes)",
            code="limits_invalid",
            path="Limits.stack_bytes",
        )
    reserved = base.pages * PAGE + _MESSAGE_BYTES + _OUTBOX_COPIES * limits.outbox_bytes
    heap = limits.memory_bytes - reserved
    if heap < _HEAP_BYTES_MIN:
        raise HostError(
            f"memory_bytes={limits.memory_bytes} leaves no heap: the engine, a message and the outbox take {reserved}; "
            f"expected at least {reserved + _HEAP_BYTES_MIN} (Limits.memory_bytes)",
            code="limits_invalid",
            path="Limits.memory_bytes",
        )
    return heap
