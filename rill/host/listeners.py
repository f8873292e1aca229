"""Who in the host wants to hear what of a session. Knows names and handlers, not what the events mean."""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from rill.host.names import did_you_mean
from rill.protocol.errors import HostError

Handler = Callable[..., Awaitable[None] | None]


class Listeners:
    """Handlers by event name.

    Handlers run on the event loop, in the order in which they were added, and may be coroutine functions. An exception
    of a handler is a bug of the host: it goes to the loop's exception handler and stops neither the session nor other
    handlers.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._handlers: dict[str, list[tuple[Handler]]] = {name: [] for name in names}
        # The loop keeps weak references to tasks only.
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, name: str, handler: Handler) -> Callable[[], None]:
        """Call ``handler`` for each event of this name. Returns a function that ends it, which may be called twice.

        Raises:
            HostError: there is no such event, or the handler cannot be called.
        """
        handlers = self._handlers.get(name)
        if handlers is None:
            raise HostError(f"unknown session event {name!r}{did_you_mean(name, self._handlers)}", code="event_unknown")
        if not callable(handler):
            raise HostError(f"expected a callable for {name!r}, got {type(handler).__name__}", code="handler_invalid")
        # A handler that was added twice is called twice, and each is ended by its own function.
        entry = (handler,)
        handlers.append(entry)

        def remove() -> None:
            for index, present in enumerate(handlers):
                if present is entry:
                    del handlers[index]
                    return

        return remove

    def has(self, name: str) -> bool:
        """Whether anybody listens."""
        return bool(self._handlers[name])

    @property
    def unfinished(self) -> int:
        """How many async handlers have not come to their end."""
        return len(self._tasks)

    def tell(self, name: str, *args: Any) -> None:
        """Call all handlers of a name."""
        for (handler,) in tuple(self._handlers[name]):
            try:
                result = handler(*args)
                if inspect.isawaitable(result):
                    task = asyncio.ensure_future(_await(result))
                    self._tasks.add(task)
                    task.add_done_callback(functools.partial(self._done, name))
            except Exception as error:  # noqa: BLE001 - a handler's bug must not end the session
                _report(name, error)

    def _done(self, name: str, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _report(name, error)


async def _await(result: Awaitable[None]) -> None:
    await result


def _report(name: str, error: BaseException) -> None:
    asyncio.get_running_loop().call_exception_handler(
        {"message": f"a session handler for {name!r} failed", "exception": error}
    )
