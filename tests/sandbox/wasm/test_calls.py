from __future__ import annotations

from collections.abc import Callable

import pytest
import wasmtime

from rill.sandbox.wasm.calls import IS_UNCHECKED_AVAILABLE, Call, memory_base, ordinary_call, unchecked_call

TEXT = """
(module
  (memory (export "memory") 1)
  (data (i32.const 7) "x")
  (func (export "none") (result i32) (i32.const -1))
  (func (export "sum") (param i32 i32 i32 i32 i32) (result i32)
    (i32.add (local.get 0) (i32.add (local.get 1) (i32.add (local.get 2) (i32.add (local.get 3) (local.get 4))))))
  (func (export "trap") (param i32) (result i32) (if (local.get 0) (then (unreachable))) (i32.const 3)))
"""

Maker = Callable[[wasmtime.Store, wasmtime.Func], Call]


@pytest.fixture
def store() -> wasmtime.Store:
    return wasmtime.Store(wasmtime.Engine())


@pytest.fixture
def exports(store: wasmtime.Store) -> wasmtime._instance.InstanceExports:
    return wasmtime.Instance(store, wasmtime.Module(store.engine, TEXT), []).exports(store)


@pytest.fixture(params=[ordinary_call, unchecked_call], ids=["ordinary", "unchecked"])
def make(
    request: pytest.FixtureRequest, store: wasmtime.Store, exports: wasmtime._instance.InstanceExports
) -> Callable[[str], Call]:
    maker: Maker = request.param

    def prepare(name: str) -> Call:
        function = exports[name]
        assert isinstance(function, wasmtime.Func)
        return maker(store, function)

    return prepare


def test_private_call_is_there_in_the_pinned_wasmtime() -> None:
    assert IS_UNCHECKED_AVAILABLE


def test_result_is_an_unsigned_word(make: Callable[[str], Call]) -> None:
    assert make("none")() == 0xFFFF_FFFF


def test_arguments_arrive_in_order_and_wrap_like_words(make: Callable[[str], Call]) -> None:
    call = make("sum")
    assert call(1, 10, 100, 1000, 10000) == 11111
    assert call(0xFFFF_FFFF, 2, 0, 0, 0) == 1
    assert call(0x8000_0000, 0, 0, 0, 0) == 0x8000_0000


def test_trap_is_raised_and_the_next_call_is_not_disturbed(make: Callable[[str], Call]) -> None:
    call = make("trap")
    for _ in range(3):
        with pytest.raises(wasmtime.Trap) as caught:
            call(1)
        assert caught.value.trap_code is wasmtime.TrapCode.UNREACHABLE
        assert call(0) == 3


def test_memory_base_is_where_the_data_is(store: wasmtime.Store, exports: wasmtime._instance.InstanceExports) -> None:
    import ctypes

    memory = exports["memory"]
    assert isinstance(memory, wasmtime.Memory)
    assert ctypes.string_at(memory_base(store, memory) + 7, 1) == b"x"
