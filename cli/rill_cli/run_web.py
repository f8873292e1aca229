"""The target `web` of `rill run`: one guest at a free port of this machine, until Ctrl-C."""

from __future__ import annotations

import argparse
import dataclasses
from typing import TYPE_CHECKING, Any

from rill.host.web import Guest, WebLimits, WebOptions, asgi
from rill_cli.exit_codes import OK
from rill_cli.guest_loading import load_guest, make_engine
from rill_cli.guest_voice import GuestVoice
from rill_cli.terminal import Terminal
from rill_cli.web_server import WebServer, run_on_loop, serve

if TYPE_CHECKING:
    from rill.host.session import Session


def run_in_browser(
    arguments: argparse.Namespace, props: dict[str, Any], config: dict[str, Any], terminal: Terminal
) -> int:
    """Serve the guest until it is interrupted, and print what it says meanwhile.

    Raises:
        RillError: it could not be loaded or served. A guest that fails says so in the browser.
    """
    return run_on_loop(_serve(arguments, props, config, terminal))


async def _serve(
    arguments: argparse.Namespace, props: dict[str, Any], config: dict[str, Any], terminal: Terminal
) -> int:
    web_limits = WebLimits()
    async with make_engine(arguments, terminal) as engine:
        bundle = await load_guest(arguments.source, engine, terminal, templates=not arguments.no_templates)
        voice = GuestVoice(lambda line: terminal.note(line.shown))

        def hear(session: Session, _identity: object) -> None:
            voice.follow(session)
            session.on("fatal_error", lambda error: voice.add("failure", error.message))

        options = WebOptions(
            title=f"{bundle.id} {bundle.manifest.version}", hear=hear, development=True, limits=web_limits
        )
        application = asgi(engine, {"/": Guest(bundle, props, config)}, options=options)

        def started(server: WebServer) -> None:
            host, port = server.address
            address = f"http://{host}:{port}/"
            terminal.result(address, {"ok": True, "address": address})
            terminal.note("Ctrl-C ends it")

        await serve(WebServer(application, limits=engine.limits, web_limits=web_limits, started=started))
        if terminal.as_json:
            report = {
                "ok": True,
                "console": [{"kind": line.kind, "text": line.text} for line in voice.lines],
                "statistics": dataclasses.asdict(application.statistics()),
            }
            terminal.result("", report)
    return OK
