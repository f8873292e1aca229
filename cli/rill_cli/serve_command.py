"""`rill serve`: guests at paths of a server, for browsers."""

from __future__ import annotations

import argparse
import dataclasses
import logging
import sys
from pathlib import Path
from typing import Any, Final

from rill.protocol.errors import HostError
from rill_cli.build_command import add_templates_option
from rill_cli.exit_codes import OK
from rill_cli.guest_loading import add_channel_options, load_guest, make_engine
from rill_cli.json_options import read_object
from rill_cli.terminal import Terminal

HELP: Final = "serve guests to browsers"
DESCRIPTION: Final = """\
Serve guests to browsers: each at a path, rendered on the server and then live over one WebSocket. A guest is a .rill
bundle or a source, which is built first and not written anywhere. One alone is at /; several are at their names, or
where PATH=FILE says.

Without --origin it answers to this machine only. On SIGTERM and Ctrl-C it takes no more connections, lets guests come
to rest, says goodbye to their browsers, which come back to the next server by themselves, and ends.

Sessions live in this process. For more than one core run several of it behind a proxy that keeps each browser with
its server; see docs/web.md.
"""
EXAMPLES: Final = """\
examples:
  rill serve app.tsx
  rill serve app.rill --port 8080 --props '{"start": 5}'
  rill serve /=home.rill /chat/{room}=chat.rill --channel 'room/{room}'
  rill serve app.rill --origin https://app.example.com --trusted-proxy 127.0.0.1
"""

_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sources", metavar="[PATH=]BUNDLE|SRC", nargs="+", help="a .rill bundle, or a .tsx, .ts, .jsx, .js source"
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port; 0 takes a free one (default: 8000)")
    parser.add_argument("--unix", metavar="PATH", help="listen at a Unix socket instead")
    parser.add_argument(
        "--origin",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="where browsers find it, such as https://app.example.com; may be given several times",
    )
    parser.add_argument(
        "--trusted-proxy",
        action="append",
        default=[],
        metavar="NETWORK",
        help="a proxy whose X-Forwarded headers are believed, such as 127.0.0.1 or 10.0.0.0/8, or `unix`",
    )
    parser.add_argument("--root-path", default="", metavar="PATH", help="where a proxy has mounted it, such as /apps")
    parser.add_argument("--title", default="", help="of the pages (default: the name of the bundle)")
    parser.add_argument("--theme", choices=("auto", "light", "dark"), default="auto", help="the colours of the pages")
    parser.add_argument("--props", metavar="JSON", default="{}", help="the guests' props; @FILE reads a file")
    parser.add_argument("--config", metavar="JSON", default="{}", help="what useConfig returns; @FILE reads a file")
    parser.add_argument("--provider", metavar="NAME", default="wasm", help="what runs the guests (default: wasm)")
    parser.add_argument(
        "--trusted", action="store_true", help="allow a provider that isolates nothing; only for code of your own"
    )
    parser.add_argument(
        "--limits",
        choices=("default", "large"),
        default="default",
        help="what a guest may use; large is for tens of thousands of rows (Limits.large())",
    )
    add_channel_options(parser)
    add_templates_option(parser)
    parser.add_argument(
        "--json", action="store_true", help="report as JSON: addresses at the start, statistics at the end"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    props = read_object(arguments.props, "--props")
    config = read_object(arguments.config, "--config")
    table = read_routes(arguments.sources)
    if arguments.host not in _LOOPBACK and not arguments.origin and arguments.unix is None:
        raise HostError(
            f"listening at {arguments.host} is for other machines, and these ask under a name: say it with --origin, "
            "such as --origin http://192.168.1.5:8000",
            code="origin_missing",
            path="--origin",
        )
    # Imported here: the other commands need no uvicorn.
    from rill_cli.web_server import run_on_loop

    return run_on_loop(_serve(arguments, table, props, config, terminal))


def read_routes(sources: list[str]) -> dict[str, Path]:
    """Read which file is shown at which path.

    Raises:
        HostError: two are at the same path.
    """
    table: dict[str, Path] = {}
    for source in sources:
        path, equals, file = source.partition("=")
        if not equals or not path.startswith("/"):
            file, path = source, "/" if len(sources) == 1 else f"/{Path(source).stem}"
        if path in table:
            raise HostError(
                f"two guests at {path!r}: {table[path]} and {file}; say where with PATH=FILE",
                code="route_invalid",
                path=path,
            )
        table[path] = Path(file)
    return table


async def _serve(
    arguments: argparse.Namespace,
    table: dict[str, Path],
    props: dict[str, Any],
    config: dict[str, Any],
    terminal: Terminal,
) -> int:
    from rill.host.web import Guest, WebLimits, WebOptions, asgi
    from rill_cli.web_server import WebServer, serve

    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    web_limits = WebLimits()
    async with make_engine(arguments, terminal) as engine:
        routes = {}
        for path, file in table.items():
            bundle = await load_guest(file, engine, terminal, templates=not arguments.no_templates)
            routes[path] = Guest(bundle, props, config, title=arguments.title or bundle.id)
        options = WebOptions(
            origins=tuple(arguments.origin),
            trusted_proxies=tuple(arguments.trusted_proxy),
            theme=arguments.theme,
            limits=web_limits,
        )
        application = asgi(engine, routes, options=options)

        def started(server: WebServer) -> None:
            at = arguments.origin or [_origin(server, arguments.unix)]
            addresses = [f"{at[0]}{arguments.root_path}{path}" for path in routes]
            terminal.result("\n".join(addresses), {"ok": True, "addresses": addresses})

        server = WebServer(
            application,
            host=arguments.host,
            port=arguments.port,
            unix_socket=arguments.unix,
            root_path=arguments.root_path,
            limits=engine.limits,
            web_limits=web_limits,
            started=started,
        )
        await serve(server)
        if terminal.as_json:
            terminal.result("", {"ok": True, "statistics": dataclasses.asdict(application.statistics())})
    return OK


def _origin(server: Any, unix: str | None) -> str:
    if unix is not None:
        return f"unix:{unix}:"
    host, port = server.address
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
