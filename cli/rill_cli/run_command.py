"""`rill run`: start one guest, on this terminal's screen, in a browser or in the recorder."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
from pathlib import Path
from typing import Any, Final

from rill.protocol.errors import HostError, RillError
from rill_cli.build_command import add_templates_option
from rill_cli.errors import complain, error_data
from rill_cli.exit_codes import OK, exit_code_of
from rill_cli.guest_loading import add_channel_options, load_guest, make_engine
from rill_cli.guest_voice import GuestVoice
from rill_cli.json_options import read_object
from rill_cli.terminal import Terminal

HELP: Final = "run a guest: a .rill bundle, or a source"
DESCRIPTION: Final = """\
Run one guest in the sandbox. It may be a .rill bundle or a source, which is built first and not written anywhere.

The target `textual` shows it on this terminal: Tab moves the focus, Enter and Space press, Ctrl+Q quits. F12 opens the
devtools beside it, and --devtools does so from the first turn on; what the guest says on its console is there, and is
printed at the end. The target `web` serves it at a free port of this machine, prints the address, and goes on until
Ctrl-C. The target `recorder` starts the guest, waits until it is at rest, prints its tree in the form of golden files,
and exits; its console goes to standard error.
"""
EXAMPLES: Final = """\
examples:
  rill run app.rill
  rill run app.tsx --props '{"start": 5}'
  rill run app.tsx --devtools
  rill run app.rill --props @props.json --config '{"theme": "dark"}'
  rill run app.tsx --target web
  rill run app.rill --target recorder > app.golden
  rill run app.rill --target recorder --json | jq .statistics
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", metavar="BUNDLE|SRC", type=Path, help="a .rill bundle, or a .tsx, .ts, .jsx, .js source"
    )
    parser.add_argument("--target", choices=("textual", "web", "recorder"), default="textual", help="where to show it")
    parser.add_argument("--props", metavar="JSON", default="{}", help="the root component's props; @FILE reads a file")
    parser.add_argument("--config", metavar="JSON", default="{}", help="what useConfig returns; @FILE reads a file")
    parser.add_argument("--provider", metavar="NAME", default="wasm", help="what runs the guest (default: wasm)")
    parser.add_argument(
        "--trusted", action="store_true", help="allow a provider that isolates nothing; only for code of your own"
    )
    parser.add_argument(
        "--limits",
        choices=("default", "large"),
        default="default",
        help="what a guest may use; large is for tens of thousands of rows (Limits.large())",
    )
    parser.add_argument(
        "--theme",
        choices=("dark", "light"),
        default="dark",
        help="with the target textual: its colours (F9 changes them)",
    )
    parser.add_argument(
        "--devtools", action="store_true", help="with the target textual: open the devtools beside the guest"
    )
    add_channel_options(parser)
    add_templates_option(parser)
    parser.add_argument(
        "--json", action="store_true", help="report as JSON: tree, console, messages, statistics; with web, the address"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    props = read_object(arguments.props, "--props")
    config = read_object(arguments.config, "--config")
    if arguments.devtools and arguments.target != "textual":
        raise HostError(
            f"--devtools needs the target textual, not {arguments.target}; take one of the two away",
            code="devtools_unsupported",
        )
    if arguments.target == "recorder":
        return asyncio.run(_record(arguments, props, config, terminal))
    if arguments.target == "web":
        # Imported here: the other targets need no server.
        from rill_cli.run_web import run_in_browser

        return run_in_browser(arguments, props, config, terminal)
    if arguments.json:
        raise HostError(
            "--json reports what the recorder saw, or where a browser finds the guest; add --target recorder or "
            "--target web",
            code="json_unsupported",
        )
    # Imported here: the recorder needs no Textual, and Textual takes a while.
    from rill_cli.run_textual import run_on_screen

    return run_on_screen(arguments, props, config, terminal)


async def _record(
    arguments: argparse.Namespace, props: dict[str, Any], config: dict[str, Any], terminal: Terminal
) -> int:
    from rill.host.recorder import Recorder

    async with make_engine(arguments, terminal) as engine:
        bundle = await load_guest(arguments.source, engine, terminal, templates=not arguments.no_templates)
        recorder = Recorder()
        voice = GuestVoice(lambda line: terminal.note(line.shown))
        opening = engine.open(bundle, props=props, config=config, adapter=recorder)
        session = opening.session
        voice.follow(session)
        failure: RillError | None = None
        try:
            await opening
            await engine.idle()
            failure = session.error
        except RillError as error:
            failure = error
        # What it drew before it failed is a part of the answer.
        tree = recorder.golden()
        report: dict[str, Any] = {
            "ok": failure is None,
            "bundle": {"id": bundle.id, "version": bundle.manifest.version, "digest": bundle.digest},
            "tree": tree,
            "console": [{"kind": line.kind, "text": line.text} for line in voice.lines],
            "statistics": dataclasses.asdict(session.statistics()),
        }
        await session.close()
    if failure is not None:
        report["error"] = error_data(failure)
    if tree or terminal.as_json:
        terminal.result(tree.rstrip("\n"), report)
    if failure is not None:
        complain(failure, terminal)
        return exit_code_of(failure)
    return OK
