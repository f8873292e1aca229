from __future__ import annotations

import contextlib

import pytest
import wasmtime
from hypothesis import given
from hypothesis import strategies as st

from rill.sandbox.wasm.binary import PAGE, BinaryError, Contents, contents_of, read_image, split, write_image


def linked(body: str) -> bytes:
    return bytes(wasmtime.wat2wasm(f'(module (import "env" "memory" (memory 1)) {body})'))


def test_contents_leave_out_pages_of_zeros() -> None:
    memory = bytearray(2 * PAGE)
    memory[5000] = 1
    memory[PAGE + 4096] = 2
    memory[PAGE + 8192] = 3
    contents = contents_of(memory)
    assert contents.pages == 2
    assert [(offset, len(data)) for offset, data in contents.segments] == [(4096, 4096), (PAGE + 4096, 8192)]
    assert contents.size == 12288


def test_contents_of_an_empty_memory_hold_nothing() -> None:
    assert contents_of(bytes(PAGE)) == Contents(1, ())


def test_part_of_a_page_is_refused() -> None:
    with pytest.raises(BinaryError):
        contents_of(bytes(100))


pieces = st.lists(st.tuples(st.integers(0, 2 * PAGE - 20), st.binary(min_size=1, max_size=20)), max_size=6)


@given(pieces)
def test_image_read_back_gives_the_memory_that_was_written(writes: list[tuple[int, bytes]]) -> None:
    memory = bytearray(2 * PAGE)
    for offset, data in writes:
        memory[offset : offset + len(data)] = data
    contents = read_image(write_image(contents_of(memory), 3))
    found = bytearray(contents.pages * PAGE)
    for offset, data in contents.segments:
        found[offset : offset + len(data)] = data
    assert found == memory


def test_wasmtime_sees_the_same_memory_in_an_image() -> None:
    memory = bytearray(3 * PAGE)
    memory[10:13] = b"abc"
    memory[2 * PAGE + 65000 :] = b"z" * 536
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    instance = wasmtime.Instance(store, wasmtime.Module(engine, write_image(contents_of(memory), 5)), [])
    found = instance.exports(store)["memory"]
    assert isinstance(found, wasmtime.Memory)
    assert bytes(found.read(store)) == bytes(memory)
    assert found.type(store).limits.max == 5


def test_contents_larger_than_the_maximum_are_refused() -> None:
    with pytest.raises(BinaryError, match="do not fit"):
        write_image(Contents(2, ()), 1)


def test_split_moves_the_data_out_of_the_code() -> None:
    module = linked('(data (i32.const 8) "abc") (func (export "a")) (func (export "b"))')
    code, contents = split(module, ["a"])
    assert contents.segments[0][1][8:11] == b"abc"
    compiled = wasmtime.Module(wasmtime.Engine(), code)
    assert [entry.name for entry in compiled.exports] == ["a"]
    assert b"abc" not in code


@pytest.mark.parametrize(
    ("module", "problem"),
    [
        (b"not wasm", "not a WebAssembly module"),
        (bytes(wasmtime.wat2wasm("(module)")), "does not import its memory"),
        (bytes(wasmtime.wat2wasm('(module (import "env" "f" (func)))')), "only env.memory"),
        (bytes(wasmtime.wat2wasm('(module (import "x" "memory" (memory 1)))')), "only env.memory"),
        (linked("(global (mut i32) (i32.const 0)) (global (mut i32) (i32.const 0))"), "2 mutable globals"),
        (linked("(global (mut i64) (i64.const 0))"), "not an i32"),
        (linked('(data "passive")'), "not active"),
        (linked('(data (i32.const 65534) "abc") (func (export "a"))'), "outside the memory"),
        (linked(""), "lacks the exports"),
    ],
)
def test_module_that_an_image_could_not_stand_for_is_refused(module: bytes, problem: str) -> None:
    with pytest.raises(BinaryError, match=problem):
        split(module, ["a"])


@given(st.binary(max_size=200))
def test_any_bytes_are_an_image_or_a_binary_error(data: bytes) -> None:
    """Oracle: nothing but BinaryError leaves, whatever a snapshot file holds."""
    for candidate in (data, b"\0asm\1\0\0\0" + data):
        with contextlib.suppress(BinaryError):
            read_image(candidate)


@given(st.integers(0, 400), st.binary(min_size=1, max_size=3))
def test_any_damaged_image_is_an_image_or_a_binary_error(at: int, damage: bytes) -> None:
    memory = bytearray(PAGE)
    memory[100:400] = bytes(range(150)) * 2
    image = bytearray(write_image(contents_of(memory), 2))
    image[at : at + len(damage)] = damage
    try:
        contents = read_image(bytes(image))
    except BinaryError:
        return
    assert all(offset + len(data) <= contents.pages * PAGE for offset, data in contents.segments)


def test_image_whose_segment_lies_outside_its_memory_is_refused() -> None:
    """A snapshot from elsewhere may say so, and would be written over the host's own memory."""
    image = write_image(Contents(1, ((PAGE - 2, b"abc"),)), 1)
    with pytest.raises(BinaryError, match="outside the memory"):
        read_image(image)
