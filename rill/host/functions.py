"""Guest functions as the host sees them, and the account of those it holds, so that the guest can let the others go.

Knows values and ids. Sends nothing itself: who calls into the guest, and when RELEASE goes out, is the session's
business.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from rill.protocol.errors import HostError, LimitError
from rill.protocol.values import ErrorValue, FunctionRef, MapValue, SetValue, Value


class GuestFunction:
    """A function of the guest that crossed in a message or call.

    ``await function(*args)`` runs it in the guest and returns its result, awaited there if it is a promise. It stays
    valid until `release`, the session's end or restart, or until Python collects it; whoever holds it owns it.
    """

    __slots__ = ("_held", "_is_released", "id")

    def __init__(self, id: int, held: HeldFunctions) -> None:
        self.id = id
        self._held = held
        self._is_released = False

    def __repr__(self) -> str:
        return f"<GuestFunction {self.id}>"

    async def __call__(self, *args: Value) -> Value:
        """Run it.

        Raises:
            GuestError: it threw, or what it returned cannot cross.
            HostError: an argument cannot cross, the function was released, or its guest has ended.
        """
        if self._is_released:
            raise HostError(f"guest function {self.id} was released", code="function_released")
        return await self._held.call(self.id, args)

    def release(self) -> None:
        """Let the guest forget it. May be called twice, and from any thread."""
        if not self._is_released:
            self._is_released = True
            self._held.let_go(self.id)

    def is_held_by(self, held: HeldFunctions) -> bool:
        """Whether it belongs to this guest and may still be used."""
        return self._held is held and not self._is_released

    def __del__(self) -> None:
        self.release()


class HeldFunctions:
    """The functions of one guest that its host holds, each as often as it crossed.

    Args:
        maximum: how many crossings are held at a time, see ``Limits.functions``.
        depth_max: nesting of host values that is looked through for functions.
        run: runs a function of the guest.
        wake: called when `take_released` has something, in whatever thread Python collected it.
    """

    def __init__(
        self,
        maximum: int,
        depth_max: int,
        run: Callable[[int, tuple[Value, ...]], Awaitable[Value]],
        wake: Callable[[], None],
    ) -> None:
        self._maximum = maximum
        self._depth_max = depth_max
        self._run = run
        self._wake = wake
        self._count = 0
        self._is_open = True
        # Filled by any thread, in the middle of anything: appending is all that may happen there.
        self._released: deque[int] = deque()
        self._is_awake = False

    def __len__(self) -> int:
        """How many are held."""
        return self._count - len(self._released)

    async def call(self, id: int, args: tuple[Value, ...]) -> Value:
        """Run a function in the guest. Raises as `GuestFunction.__call__`."""
        if not self._is_open:
            raise HostError(f"the guest of function {id} has ended", code="function_released")
        return await self._run(id, args)

    def let_go(self, id: int) -> None:
        """Note that nobody holds one crossing of a function any more. Any thread, at any time."""
        if not self._is_open:
            return
        self._released.append(id)
        if not self._is_awake:
            self._is_awake = True
            self._wake()

    def take_released(self) -> list[int]:
        """The ids to put into RELEASE, once for each crossing that was let go."""
        # First, so that what is let go from now on wakes us again.
        self._is_awake = False
        released: list[int] = []
        while self._released:
            released.append(self._released.popleft())
        self._count -= len(released)
        return released

    def close(self) -> None:
        """The guest has ended: its functions cannot be called, and it need not be told anything."""
        self._is_open = False
        self._released.clear()

    def adopt(self, value: Value) -> Value:
        """Replace every FunctionRef in a checked value of the guest by a GuestFunction. Values without containers come
        back as they are, containers as copies.

        Raises:
            LimitError: the host would hold more than it should.
        """
        kind = type(value)
        if kind is FunctionRef:
            self._count += 1
            function = GuestFunction(value.id, self)
            if len(self) > self._maximum:
                raise LimitError(
                    f"{len(self)} functions held by the host exceed functions={self._maximum} (Limits.functions)",
                    code="functions_exceeded",
                    limit="functions",
                    value=len(self),
                    maximum=self._maximum,
                    fault="guest",
                )
            return function
        adopt = self.adopt
        if kind is dict:
            return {key: adopt(item) for key, item in value.items()}
        if kind is list:
            return [adopt(item) for item in value]
        if kind is MapValue:
            return MapValue(tuple((adopt(key), adopt(item)) for key, item in value.pairs))
        if kind is SetValue:
            return SetValue(tuple(adopt(item) for item in value.items))
        if kind is ErrorValue:
            return ErrorValue(name=value.name, message=value.message, stack=value.stack, cause=adopt(value.cause))
        return value

    def give_back(self, value: Value) -> Value:
        """Replace every GuestFunction of this guest in a host value by its FunctionRef, so that it arrives as itself.

        All else stays as it is, functions of other guests too: the codec refuses what cannot cross.
        """
        if not self._count:
            return value
        return self._give_back(value, self._depth_max)

    def _give_back(self, value: Any, depth: int) -> Value:
        if isinstance(value, GuestFunction):
            return FunctionRef(value.id) if value.is_held_by(self) else value
        # A container that holds itself, or nests deeper than any may: left to the codec, which says so.
        if depth <= 0:
            return value
        depth -= 1
        give_back = self._give_back
        if isinstance(value, dict):
            return {key: give_back(item, depth) for key, item in value.items()}
        if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
            return [give_back(item, depth) for item in value]
        if isinstance(value, MapValue):
            return MapValue(tuple((give_back(key, depth), give_back(item, depth)) for key, item in value.pairs))
        if isinstance(value, SetValue):
            return SetValue(tuple(give_back(item, depth) for item in value.items))
        if isinstance(value, set | frozenset):
            return SetValue(tuple(give_back(item, depth) for item in value))
        if isinstance(value, ErrorValue):
            cause = give_back(value.cause, depth)
            return ErrorValue(name=value.name, message=value.message, stack=value.stack, cause=cause)
        return value
