"""`rill build`: a guest's source becomes a bundle file."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import msgspec

from rill.guest.build import SOURCE_SUFFIXES, BuildFailure, BuildOptions, BuildResult, build_bundle
from rill.guest.bun import Element
from rill.guest.watch import watch_builds
from rill.protocol.errors import HostError
from rill.protocol.printable import escape, escape_lines
from rill_cli.errors import complain, error_data
from rill_cli.exit_codes import OK
from rill_cli.terminal import Terminal

HELP: Final = "build a guest's source into a .rill bundle"
DESCRIPTION: Final = """\
Build the source of a guest into one file that any Rill host can run.

The entry is a file that ends in .tsx, .ts, .jsx or .js and has a default export, the component to mount. What it
imports from react and rill/sdk comes from the runtime and is not part of the bundle; every other import is bundled
from node_modules beside the source. Nothing is fetched, and none of the guest's code runs.

The same source gives the same bytes. SOURCE_DATE_EPOCH sets the build time, which guests see while they are loaded.
"""
EXAMPLES: Final = """\
examples:
  rill build app.tsx                       writes app.rill beside the source
  rill build src/main.tsx -o todo.rill
  rill build app.tsx --watch               builds again whenever a file changes
  rill build app.tsx --no-minify --sourcemap
  rill build app.tsx --explain             which elements became templates, and why others did not
  rill build app.tsx --json | jq .digest   what a host pins
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SRC", type=Path, help=f"the entry: {', '.join(SOURCE_SUFFIXES)}")
    parser.add_argument("-o", "--output", metavar="OUT.rill", type=Path, help="where to write (default: beside SRC)")
    parser.add_argument("--watch", action="store_true", help="build again whenever a file changes, until Ctrl-C")
    parser.add_argument("--sourcemap", action="store_true", help="keep a source map in the bundle")
    parser.add_argument("--no-minify", action="store_true", help="keep names and white space, to read or debug it")
    parser.add_argument(
        "--runtime", metavar="NAME", help="the guest's runtime (default: what the project says, else react)"
    )
    parser.add_argument(
        "--explain", action="store_true", help="say of each element whether it became a template, or why it did not"
    )
    add_templates_option(parser)
    parser.add_argument("--json", action="store_true", help="report as JSON, one object a build")


def add_templates_option(parser: argparse.ArgumentParser) -> None:
    """Add --no-templates, which every command has that builds a source to be run."""
    parser.add_argument(
        "--no-templates",
        action="store_true",
        help="make no templates: the guest draws the same, slower; to find out whether a template is at fault",
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    source: Path = arguments.source
    output: Path = arguments.output or source.with_suffix(".rill")
    if arguments.explain and arguments.no_templates:
        raise HostError(
            "--explain tells what became of the elements, and --no-templates leaves them as they are; take one away",
            code="option_invalid",
        )
    options = BuildOptions(
        minify=not arguments.no_minify,
        source_map=arguments.sourcemap,
        runtime=arguments.runtime,
        templates=not arguments.no_templates,
        explain=arguments.explain,
    )
    if arguments.watch:
        return asyncio.run(_watch(source, output, options, terminal))
    with terminal.progress(f"building {escape(str(source))}"):
        result = asyncio.run(build_bundle(source, options))
    _report(result, output, _write(result, output), terminal, explain=options.explain)
    return OK


async def _watch(source: Path, output: Path, options: BuildOptions, terminal: Terminal) -> int:
    try:
        async for outcome in watch_builds(source, options):
            terminal.note(f"[{time.strftime('%H:%M:%S')}]")
            if isinstance(outcome, BuildFailure):
                complain(outcome.error, terminal)
                if terminal.as_json:
                    terminal.result("", {"ok": False, "error": error_data(outcome.error)})
            else:
                _report(outcome, output, _write(outcome, output), terminal, explain=options.explain)
    except asyncio.CancelledError:
        # Ctrl-C is the way to end a watch, so it is no failure.
        terminal.note("stopped watching")
    return OK


def _write(result: BuildResult, output: Path) -> int:
    """Write the bundle in one step: whoever reads the file meets the old or the new one. Return its size."""
    data = result.bundle.to_bytes()
    try:
        descriptor, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            os.chmod(name, 0o666 & ~_umask())
            os.replace(name, output)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        raise HostError(
            f"cannot write {output}: {error.strerror}; name another file with -o",
            code="output_unwritable",
            path=str(output),
        ) from None
    return len(data)


def _umask() -> int:
    # There is no way to ask without setting it; a command has one thread that makes files.
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _report(result: BuildResult, output: Path, size: int, terminal: Terminal, *, explain: bool) -> None:
    manifest = result.bundle.manifest
    for warning in result.warnings:
        terminal.warn(escape(warning.message))
        if warning.frame:
            terminal.note(escape_lines(warning.frame))
    asks = [f"components {', '.join(manifest.components) or 'none'}"]
    if manifest.host_functions:
        asks.append(f"host functions {', '.join(manifest.host_functions)}")
    if manifest.capabilities:
        asks.append(f"capabilities {', '.join(manifest.capabilities)}")
    text = (
        f"{escape(str(output))}  {size:,} bytes  {manifest.id} {manifest.version} for {manifest.runtime}  "
        f"in {result.elapsed_ms:.0f} ms\n  asks for {'; '.join(asks)}\n  sha256 {result.bundle.digest}"
    )
    data: dict[str, Any] = {
        "ok": True,
        "output": str(output),
        "bytes": size,
        "digest": result.bundle.digest,
        "elapsed_ms": round(result.elapsed_ms, 1),
        "manifest": manifest.model_dump(mode="json"),
        "warnings": [{"message": warning.message, "frame": warning.frame} for warning in result.warnings],
    }
    if explain:
        text += "\n" + _explanation(result)
        data["elements"] = [msgspec.structs.asdict(element) for element in result.elements]
    terminal.result(text, data)


def _explanation(result: BuildResult) -> str:
    """What became of each element of the guest's sources, a line each, and how many are in templates."""
    elements = result.elements
    if not elements:
        runtime = result.bundle.manifest.runtime
        return f"no elements to explain: there are none, or guests for {runtime} find their templates as they run"
    places = [f"{escape(element.file)}:{element.line}:{element.column}" for element in elements]
    width = max((len(place) for place in places), default=0)
    tags = max((len(element.tag) for element in elements), default=0) + 2
    lines = [
        f"  {place:<{width}}  {escape(f'<{element.tag}>'):<{tags}}  {_fate(element)}"
        for place, element in zip(places, elements, strict=True)
    ]
    hoisted = sum(element.template is not None for element in elements)
    return "\n".join([f"{hoisted} of {len(elements)} elements are in templates", *lines])


def _fate(element: Element) -> str:
    if element.reason is not None:
        return f"- {escape(element.reason)}"
    if element.nodes == 0:
        return f"in template {element.template}"
    nodes = f"{element.nodes} node{'s' if element.nodes > 1 else ''}"
    return f"template {element.template}: {nodes}, {element.slots} slot{'' if element.slots == 1 else 's'}"
