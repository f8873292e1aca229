"""The account of guest functions that a host holds, without a session."""

from __future__ import annotations

import gc
from typing import Any

import pytest

from rill import HostError, LimitError
from rill.host.functions import GuestFunction, HeldFunctions
from rill.protocol.values import ErrorValue, FunctionRef, MapValue, SetValue


class Account:
    """Functions of one guest, and what was asked of it."""

    def __init__(self, maximum: int = 100) -> None:
        self.woken = 0
        self.calls: list[tuple[int, tuple[Any, ...]]] = []
        self.held = HeldFunctions(maximum, 8, self._run, self._wake)

    async def _run(self, id: int, args: tuple[Any, ...]) -> Any:
        self.calls.append((id, args))
        return "answer"

    def _wake(self) -> None:
        self.woken += 1

    def adopt(self, *ids: int) -> list[GuestFunction]:
        functions: list[GuestFunction] = self.held.adopt([FunctionRef(id) for id in ids])
        return functions


async def test_a_function_is_called_through_the_account() -> None:
    account = Account()
    (function,) = account.adopt(5)
    assert await function(1, "a") == "answer"
    assert account.calls == [(5, (1, "a"))]
    assert repr(function) == "<GuestFunction 5>"


def test_each_crossing_is_let_go_once() -> None:
    account = Account()
    functions = account.adopt(5, 6, 5)
    functions[0].release()
    functions[0].release()
    assert len(account.held) == 2
    functions.clear()
    gc.collect()
    assert sorted(account.held.take_released()) == [5, 5, 6]
    assert account.held.take_released() == []
    assert len(account.held) == 0


def test_one_call_wakes_for_many_that_are_let_go() -> None:
    account = Account()
    functions = account.adopt(*range(50))
    for function in functions:
        function.release()
    assert account.woken == 1
    account.held.take_released()
    account.adopt(1)[0].release()
    assert account.woken == 2


def test_values_without_functions_stay_as_they_are() -> None:
    account = Account()
    value = {
        "a": [1, "x", None],
        "b": MapValue(((1, 2),)),
        "c": SetValue((3,)),
        "d": ErrorValue(message="x", cause=[1]),
    }
    assert account.held.adopt(value) == value
    assert account.held.give_back(value) is value


def test_own_functions_go_back_and_others_are_left_to_be_refused() -> None:
    account, other = Account(), Account()
    (own,), (foreign,) = account.adopt(1), other.adopt(1)
    assert account.held.give_back([own, foreign, (own,), {own}]) == [
        FunctionRef(1),
        foreign,
        [FunctionRef(1)],
        SetValue((FunctionRef(1),)),
    ]
    own.release()
    assert account.held.give_back(own) is own


def test_a_value_that_holds_itself_is_left_to_be_refused() -> None:
    account = Account()
    kept = account.adopt(1)
    endless: list[Any] = []
    endless.append(endless)
    result = account.held.give_back(endless)
    for _ in range(8):
        assert isinstance(result, list)
        result = result[0]
    assert result is endless
    assert kept


def test_more_than_allowed_are_refused_and_let_go() -> None:
    account = Account(maximum=3)
    kept = account.adopt(1, 2, 3)
    with pytest.raises(LimitError) as caught:
        account.adopt(1)
    assert (caught.value.limit, caught.value.value, caught.value.maximum) == ("functions", 4, 3)
    del caught
    gc.collect()
    assert account.held.take_released() == [1]
    assert len(kept) == len(account.held) == 3


async def test_functions_of_a_guest_that_ended_are_dead_and_silent() -> None:
    account = Account()
    (function,) = account.adopt(1)
    account.held.close()
    with pytest.raises(HostError) as caught:
        await function()
    assert caught.value.code == "function_released"
    function.release()
    assert account.woken == 0
    assert account.held.take_released() == []
