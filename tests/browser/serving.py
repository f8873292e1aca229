"""Serves applications to a browser: on uvicorn, in this process, at a port of their own; they can go away and come back
at the same port. And the application that has every example."""

from __future__ import annotations

import asyncio
import logging
import socket
from types import TracebackType
from typing import Any, Final, Literal

import uvicorn

from rill.host.web import Guest, Scope, WebOptions, asgi

from .examples import PROPS, Examples

# What nothing on one machine takes, but a machine that is busy with all tests may.
_WAIT_S: Final = 20.0


class Server:
    """One application at one port.

    Attributes:
        errors: what the server and Rill logged as errors.
    """

    def __init__(self, app: Any, *, lifespan: bool = True) -> None:
        self.app = app
        self._lifespan: Literal["on", "off"] = "on" if lifespan else "off"
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self._socket: socket.socket | None = None
        self._log = _Errors()

    @property
    def errors(self) -> list[str]:
        return self._log.lines

    @property
    def port(self) -> int:
        assert self._socket is not None
        port: int = self._socket.getsockname()[1]
        return port

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Server:
        for name in ("uvicorn.error", "rill"):
            logging.getLogger(name).addHandler(self._log)
        self._socket = socket.create_server(("127.0.0.1", 0))
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        assert self._socket is not None
        self._socket.close()
        for name in ("uvicorn.error", "rill"):
            logging.getLogger(name).removeHandler(self._log)

    async def start(self) -> None:
        """Listen, at the same port as before."""
        assert self._socket is not None
        config = uvicorn.Config(
            self.app, log_config=None, log_level="warning", access_log=False, lifespan=self._lifespan,
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        # A duplicate: uvicorn closes what it was given, and the port shall be the same after a restart. Not `serve`,
        # which would take the signals of the test run.
        self._serving = asyncio.create_task(self._server._serve(sockets=[self._socket.dup()]))
        async with asyncio.timeout(_WAIT_S):
            # uvicorn has no event for it.
            while not self._server.started:  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Close every socket and listen no more."""
        assert self._server is not None
        assert self._serving is not None
        self._server.should_exit = True
        async with asyncio.timeout(_WAIT_S):
            await self._serving


class Served(Server):
    """The examples as one application: ``/NAME`` is an example with its props. It outlives its listener, so that a
    restart of the listener alone leaves sessions where they are.

    Attributes:
        reports: what browsers reported of the policy of pages.
    """

    def __init__(self, examples: Examples, **options: Any) -> None:
        self._examples = examples
        self._options = WebOptions(csp_reports=self._report, development=True, **options)
        self.reports: list[Any] = []
        super().__init__(self._new_app(), lifespan=False)

    def _new_app(self) -> Any:
        return asgi(self._examples.engine, {"/{name}": self._guest}, options=self._options)

    async def _guest(self, scope: Scope) -> Guest:
        name = scope["path_params"]["name"]
        return Guest(await self._examples.bundle(name), props=PROPS.get(name, {}), title=name)

    def _report(self, report: Any) -> None:
        self.reports.append(report)

    async def __aenter__(self) -> Served:
        await super().__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await super().__aexit__(kind, error, trace)
        await self.app.drain()

    async def replace(self) -> None:
        """Be another process: nothing that the old one knew is left."""
        await self.stop()
        await self.app.drain()
        self.app = self._new_app()
        await self.start()


class _Errors(logging.Handler):
    """Keeps errors that are logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))
