"""What wasmtime's C interface can do and wasmtime-py does not show: cheap calls, and a stack of our size.

The ordinary call of wasmtime-py looks up the function's type and boxes every value, about 40 us; the unchecked C call
with a preallocated array takes 2 us. That one is private, so this file is the only one that touches private names, the
version of wasmtime is pinned, and the ordinary call is kept as a fall-back that passes the same tests.
"""

from __future__ import annotations

import ctypes
from typing import Any, Protocol, cast

import wasmtime

try:
    from wasmtime import _bindings as _ffi

    _call = _ffi._wasmtime_func_call_unchecked
    _Value = _ffi.wasmtime_val_raw_t
    _TrapPointer = ctypes.POINTER(_ffi.wasm_trap_t)
    _set_async_stack = _ffi._wasmtime_config_async_stack_size_set
    IS_UNCHECKED_AVAILABLE = True
except (ImportError, AttributeError):  # pragma: no cover - another version of wasmtime
    IS_UNCHECKED_AVAILABLE = False

# wasmtime's own default for the stacks of asynchronous calls.
_STACK_WITHOUT_SETTING = 2 * 1024 * 1024

# The most parameters of any export: rill_scan.
_PARAMETERS_MAX = 5


class Call(Protocol):
    """Call an export with 32-bit integers; the result is an unsigned 32-bit integer. Traps are raised as
    wasmtime.Trap."""

    def __call__(self, *arguments: int) -> int: ...


def ordinary_call(store: wasmtime.Store, function: wasmtime.Func) -> Call:
    """Make a call through wasmtime-py's public interface."""

    def call(*arguments: int) -> int:
        result = function(store, *arguments)
        return cast("int", result) & 0xFFFF_FFFF

    return call


def unchecked_call(store: wasmtime.Store, function: wasmtime.Func) -> Call:
    """Make a call through the unchecked C function.

    Not safe to share between threads: arguments and result lie in one array, which belongs to the call. Keeps the
    store's context, so it must not be called once the store is closed.
    """
    context = store._context()
    pointer = ctypes.byref(function._func)
    values = (_Value * _PARAMETERS_MAX)()
    trap: Any = _TrapPointer()
    trap_pointer = ctypes.byref(trap)
    first = values[0]

    def call(*arguments: int) -> int:
        for index, argument in enumerate(arguments):
            values[index].i32 = argument
        error = _call(context, pointer, values, _PARAMETERS_MAX, trap_pointer)
        if error:
            raise wasmtime.WasmtimeError._from_ptr(error)
        if trap:
            failed = wasmtime.Trap._from_ptr(_TrapPointer.from_buffer_copy(trap))
            ctypes.memset(trap_pointer, 0, ctypes.sizeof(trap))
            raise failed
        return first.i32 & 0xFFFF_FFFF

    return call


def memory_base(store: wasmtime.Store, memory: wasmtime.Memory) -> int:
    """The address of a memory's first byte. It stays where it is: the engine is configured never to move a memory."""
    return ctypes.addressof(memory.data_ptr(store).contents)


def set_wasm_stack(config: wasmtime.Config, size: int) -> None:
    """Let WebAssembly use that much native stack, or 2 MB where this wasmtime cannot give more.

    wasmtime aborts the process when more is asked for than the stacks have that it makes for asynchronous calls. It
    makes none for us, but the check is there all the same, and that setting is not in wasmtime-py.
    """
    if IS_UNCHECKED_AVAILABLE:
        _set_async_stack(config.ptr(), size + (1 << 20))
    else:
        size = min(size, _STACK_WITHOUT_SETTING)
    config.max_wasm_stack = size
