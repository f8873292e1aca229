"""Guest functions as the host sees them: awaitable callables that tell the guest when nobody holds them any more."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from rill.protocol.values import FunctionRef, MapValue, SetValue, Value


class GuestFunction:
    """A function of the guest that crossed in a message or call.

    ``await function(*args)`` runs it in the guest and returns its result, awaited there if it is a promise. It stays
    valid until `release`, the session's end, or until Python collects it; whoever holds it owns it.
    """

    __slots__ = ("_call", "_let_go", "_released", "id")

    def __init__(
        self,
        id: int,
        call: Callable[[int, tuple[Value, ...]], Coroutine[Any, Any, Value]],
        let_go: Callable[[int], None],
    ) -> None:
        self.id = id
        self._call = call
        self._let_go = let_go
        self._released = False

    def __repr__(self) -> str:
        return f"<GuestFunction {self.id}>"

    async def __call__(self, *args: Value) -> Value:
        """Run it.

        Raises:
            GuestError: it threw, or the session ended before it answered.
            HostError: an argument cannot cross, or the function was released.
        """
        return await self._call(self.id, args)

    def release(self) -> None:
        """Let the guest forget it. May be called twice."""
        if not self._released:
            self._released = True
            self._let_go(self.id)

    def __del__(self) -> None:
        self.release()


def adopt_functions(value: Value, adopt: Callable[[FunctionRef], GuestFunction]) -> Value:
    """Replace every FunctionRef in a checked value by what ``adopt`` makes of it. Values without functions come back
    as they are."""
    kind = type(value)
    if kind is FunctionRef:
        return adopt(value)
    if kind is dict:
        return {key: adopt_functions(item, adopt) for key, item in value.items()}
    if kind is list:
        return [adopt_functions(item, adopt) for item in value]
    if kind is MapValue:
        return MapValue(tuple((adopt_functions(key, adopt), adopt_functions(item, adopt)) for key, item in value.pairs))
    if kind is SetValue:
        return SetValue(tuple(adopt_functions(item, adopt) for item in value.items))
    return value


def return_functions(value: Value, is_own: Callable[[GuestFunction], bool]) -> Value:
    """Replace every GuestFunction of this session in a host value by its FunctionRef, so that it arrives as itself.

    Other values, and functions of other sessions, stay: the codec refuses what cannot cross.
    """
    if isinstance(value, GuestFunction):
        return FunctionRef(value.id) if is_own(value) else value
    if isinstance(value, dict):
        return {key: return_functions(item, is_own) for key, item in value.items()}
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return [return_functions(item, is_own) for item in value]
    return value
