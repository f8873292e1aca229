"""uvicorn as the commands run it: what it takes, and how it ends. What it serves is tested with rill.host.web."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any

import pytest
from host.pair import Gate, ScriptedProvider, bundle_of, button, mounted
from host.web.browsers import Browser, counting

from rill import Engine, HostError, Limits
from rill.host.web import WebLimits, asgi
from rill_cli.web_server import WebServer, run_on_loop, serve


def make(engine: Engine, **options: Any) -> WebServer:
    application = asgi(engine, {"/": bundle_of()})
    return WebServer(application, limits=engine.limits, web_limits=WebLimits(connections=50), **options)


async def test_settings_are_safe_on_a_network() -> None:
    async with Engine(ScriptedProvider(), limits=Limits(client_frame_bytes=1_234)) as engine:
        config = make(engine).config
        assert config.host == "127.0.0.1"
        assert config.ws_max_size == 1_234
        assert config.limit_concurrency == 1_050
        assert config.ws_ping_interval == config.ws_ping_timeout == 20
        for switch in (config.ws_per_message_deflate, config.proxy_headers, config.server_header, config.access_log):
            assert switch is False


async def test_a_signal_ends_it_and_is_no_failure() -> None:
    async with Engine(ScriptedProvider(counting())) as engine:
        started: list[tuple[str, int]] = []

        def ready(server: WebServer) -> None:
            started.append(server.address)
            os.kill(os.getpid(), signal.SIGTERM)

        async with asyncio.timeout(20):
            await serve(make(engine, started=ready))
        ((host, port),) = started
        assert host == "127.0.0.1"
        assert port > 0


async def test_told_twice_it_does_not_wait_for_guests() -> None:
    gate = Gate()
    async with Engine(ScriptedProvider([mounted(*button(3)), gate])) as engine:
        application = asgi(engine, {"/": bundle_of()})
        ready = asyncio.Event()
        server = WebServer(
            application, limits=engine.limits, web_limits=WebLimits(), started=lambda _server: ready.set()
        )
        running = asyncio.ensure_future(serve(server))
        await ready.wait()
        await Browser(application, host="127.0.0.1").page()
        (guest,) = application.sessions
        guest.session.tree.emit(guest.session.tree.nodes[3], "onPress", {"source": "key"}, is_due=True)
        await gate.entered()
        server.stop()
        server.stop()
        async with asyncio.timeout(20):
            await running
        gate.open()


async def test_where_nothing_can_listen_the_error_says_why() -> None:
    async with Engine(ScriptedProvider()) as engine:
        taken = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
        port = taken.sockets[0].getsockname()[1]
        with pytest.raises(HostError) as caught:
            await serve(make(engine, port=port))
        assert caught.value.code == "cannot_serve"
        assert f"127.0.0.1:{port}" in str(caught.value)
        assert "in use" in str(caught.value)
        taken.close()
        await taken.wait_closed()


async def test_a_unix_socket_will_do(tmp_path: Any) -> None:
    path = str(tmp_path / "rill.sock")
    async with Engine(ScriptedProvider(counting())) as engine:

        def ready(server: WebServer) -> None:
            assert os.path.exists(path)
            server.stop()

        async with asyncio.timeout(20):
            await serve(make(engine, unix_socket=path, started=ready))


def test_a_program_runs_on_a_loop_of_its_own_and_gives_its_result() -> None:
    async def main() -> str:
        return type(asyncio.get_running_loop()).__module__

    assert run_on_loop(main()).startswith(("uvloop", "asyncio"))
