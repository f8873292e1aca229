"""uvicorn around a web application, with settings that are safe on a network: what `rill serve` and `rill run --target
web` share. Nothing else imports uvicorn.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Final, TypeVar

from rill.protocol.errors import HostError

try:
    import uvicorn
except ImportError:
    raise HostError(
        "showing guests in a browser needs uvicorn, which is not installed; run `pip install 'rill-ui[web]'`",
        code="web_missing",
    ) from None

from rill.host.web import WebApplication, WebLimits
from rill.protocol.limits import Limits

T = TypeVar("T")

# A socket that answers no ping for so long is gone; browsers behind phones' networks need some seconds.
_PING_S: Final = 20.0
# What uvicorn itself does after the application has drained: closing sockets.
_CLOSING_S: Final = 5
# How often it looks whether it was told a second time.
_LOOK_S: Final = 0.1
# Requests beside the sockets: pages and files.
_REQUESTS_MAX: Final = 1_000


class WebServer(uvicorn.Server):
    """Serves one application until it is told to stop: by SIGTERM, by SIGINT, or by `stop`. Then it takes no new
    connections, drains the application, and ends.

    Args:
        application: what is served.
        host, port: where to listen; port 0 is a free one, see `address`.
        unix_socket: a path to listen at instead.
        root_path: where a proxy has mounted it, as browsers see it.
        limits, web_limits: those that the application goes by.
        started: called once it listens.
    """

    def __init__(
        self,
        application: WebApplication,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        unix_socket: str | None = None,
        root_path: str = "",
        limits: Limits,
        web_limits: WebLimits,
        started: Callable[[WebServer], None] = lambda _server: None,
    ) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                host=host,
                port=port,
                uds=unix_socket,
                root_path=root_path,
                http="httptools",
                ws="websockets-sansio",
                # A browser's message is a few bytes, and a server that reads 16 MB before it says no is easy to fill.
                ws_max_size=limits.client_frame_bytes,
                # A patch of a counter gets larger, and each socket would hold windows of its own: decision 179.
                ws_per_message_deflate=False,
                ws_ping_interval=_PING_S,
                ws_ping_timeout=_PING_S,
                limit_concurrency=web_limits.connections + _REQUESTS_MAX,
                timeout_graceful_shutdown=_CLOSING_S,
                # Who is believed is the application's business, and nobody is by default.
                proxy_headers=False,
                server_header=False,
                access_log=False,
                log_config=None,
                log_level="warning",
                lifespan="on",
            )
        )
        self._application = application
        self._started = started

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens: host and port."""
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        return host, port

    def stop(self) -> None:
        """Drain and end; the second time at once."""
        self.force_exit = self.should_exit
        self.should_exit = True

    async def startup(self, sockets: Any = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        if self.started:
            self._started(self)

    async def shutdown(self, sockets: Any = None) -> None:
        """Take no more, let the application drain while its sockets are still there, and close what is left."""
        for server in self.servers:
            server.close()
        draining = asyncio.ensure_future(self._application.drain())
        # Whoever says it twice does not want to wait for guests.
        while not draining.done() and not self.force_exit:
            await asyncio.wait([draining], timeout=_LOOK_S)
        draining.cancel()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at the first signal. It is not raised again: ending when told to is no failure."""
        loop = asyncio.get_running_loop()
        signals = (signal.SIGTERM, signal.SIGINT)
        try:
            for number in signals:
                loop.add_signal_handler(number, self.stop)
        except (NotImplementedError, ValueError, RuntimeError):
            # Not on this system, or not the main thread.
            with super().capture_signals():
                yield
            return
        try:
            yield
        finally:
            for number in signals:
                loop.remove_signal_handler(number)


async def serve(server: WebServer) -> None:
    """Serve until it ends.

    Raises:
        HostError: it cannot listen there, or the application did not start.
    """
    said = _Listening()
    logger = logging.getLogger("uvicorn.error")
    logger.addHandler(said)
    try:
        await server.serve()
    except SystemExit:
        where = server.config.uds or f"{server.config.host}:{server.config.port}"
        raise HostError(f"cannot serve at {where}: {said.last or 'no reason given'}", code="cannot_serve") from None
    finally:
        logger.removeHandler(said)


def run_on_loop(main: Coroutine[Any, Any, T]) -> T:
    """Run a program on the loop that uvicorn would choose: uvloop where it is installed."""
    factory = uvicorn.Config(lambda: None).get_loop_factory()
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(main)


class _Listening(logging.Handler):
    """Hears why uvicorn gave up, which it tells its log and nobody else."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.last = record.getMessage()
