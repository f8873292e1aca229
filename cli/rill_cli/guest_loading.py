"""Starting an engine and loading a guest into it, as the command line asks for it: the first steps of every target."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rill.guest.build import SOURCE_SUFFIXES, BuildOptions, build_bundle
from rill.guest.bundle import Bundle
from rill.protocol.errors import HostError
from rill.protocol.limits import Limits
from rill.protocol.printable import escape
from rill_cli.terminal import Terminal

if TYPE_CHECKING:
    from rill.host.channels import Channels
    from rill.host.engine import Engine


def add_channel_options(parser: argparse.ArgumentParser) -> None:
    """Which channels guests may use, and how far these reach."""
    parser.add_argument(
        "--channel",
        action="append",
        default=[],
        metavar="PATTERN",
        help="a channel that guests may use, such as todos or room/{room}; may be given several times",
    )
    parser.add_argument(
        "--bus", metavar="URL", help="a Redis or Valkey server by which channels reach other processes, redis://..."
    )


def make_engine(arguments: argparse.Namespace, terminal: Terminal) -> Engine:
    """Start the engine that the command line asks for. The first start on a machine compiles the sandbox."""
    # Imported here: `rill build` starts no engine.
    from rill.host.engine import Engine
    from rill.host.registry import PRESETS

    with terminal.progress("preparing the sandbox"):
        # Whoever tries a guest wants to see it, whichever components it is written with.
        limits = Limits.large() if arguments.limits == "large" else Limits()
        return Engine(
            arguments.provider,
            trusted=arguments.trusted,
            presets=PRESETS,
            limits=limits,
            channels=_make_channels(arguments),
        )


def _make_channels(arguments: argparse.Namespace) -> Channels | None:
    """The channels that the command line names, open to everybody; None if it names none."""
    if not arguments.channel:
        if arguments.bus is not None:
            raise HostError(
                "--bus says how far channels reach, and none is named; add --channel", code="option_invalid"
            )
        return None
    from rill.host.channels import ChannelRule, Channels

    bus = None
    if arguments.bus is not None:
        from rill.host.redis_bus import RedisBus

        bus = RedisBus(arguments.bus)
    return Channels(rules=dict.fromkeys(arguments.channel, ChannelRule()), bus=bus)


async def load_guest(source: Path, engine: Engine, terminal: Terminal, *, templates: bool = True) -> Bundle:
    """Load a bundle; a source is built first, readably and with a source map, so that its errors lead to its lines.

    Raises:
        HostError: templates are not wanted, and the bundle is built already.
    """
    if not templates and source.suffix not in SOURCE_SUFFIXES:
        raise HostError(
            f"--no-templates says how a source is built, and {source.name} is a bundle; give its source, or build it "
            "with `rill build --no-templates`",
            code="option_invalid",
        )
    with terminal.progress(f"loading {escape(str(source))}"):
        if source.suffix in SOURCE_SUFFIXES:
            result = await build_bundle(source, BuildOptions(minify=False, source_map=True, templates=templates))
            return await engine.load_bundle(result.bundle)
        return await engine.load_bundle(source)
