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
    from rill.host.engine import Engine


def make_engine(arguments: argparse.Namespace, terminal: Terminal) -> Engine:
    """Start the engine that the command line asks for. The first start on a machine compiles the sandbox."""
    # Imported here: `rill build` starts no engine.
    from rill.host.engine import Engine
    from rill.host.registry import PRESETS

    with terminal.progress("preparing the sandbox"):
        # Whoever tries a guest wants to see it, whichever components it is written with.
        limits = Limits.large() if arguments.limits == "large" else Limits()
        return Engine(arguments.provider, trusted=arguments.trusted, presets=PRESETS, limits=limits)


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
