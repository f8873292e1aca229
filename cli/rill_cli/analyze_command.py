"""`rill analyze`: what a bundle is, what it can do and what it asks for, before anybody runs it."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from rill.guest.analysis import Analysis, ModuleSize, Violation, analyze_bundle, judge
from rill.guest.build import SOURCE_SUFFIXES, BuildOptions, build_bundle
from rill.guest.bundle import Bundle
from rill.guest.policy import Policy
from rill.protocol.printable import escape
from rill_cli.exit_codes import OK, VIOLATION
from rill_cli.terminal import Terminal

HELP: Final = "say what a bundle is, can do and asks for, without running it"
DESCRIPTION: Final = """\
Read a bundle without running it: its manifest, what its code takes up by module, the components and host functions
that its code really uses, globals that a guest does not have, places where it makes code at run time, and code that
nothing uses. The code is parsed in the sandbox.

Sizes by module and places in the author's files need a source map in the bundle; a source is built with one.

A policy says what a bundle may be: a TOML or JSON file. Without one, code that is made or looked up at run time,
missing globals, unknown modules, and use of what the manifest does not name are violations.
"""
EXAMPLES: Final = """\
examples:
  rill analyze app.rill
  rill analyze app.tsx                                 builds it first, and writes nothing
  rill analyze app.rill --policy plugins.toml --fail-on-violation
  rill analyze app.rill --json | jq '.violations[].message'
"""

# What the text shows of long lists; --json has all.
_ROWS: Final = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", metavar="BUNDLE|SRC", type=Path, help="a .rill bundle, or a .tsx, .ts, .jsx, .js source"
    )
    parser.add_argument("--policy", metavar="FILE", type=Path, help="what a bundle may be, as TOML or JSON")
    parser.add_argument(
        "--fail-on-violation", action="store_true", help=f"exit with {VIOLATION} where the policy is broken"
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    policy = Policy() if arguments.policy is None else Policy.read(arguments.policy)
    source: Path = arguments.source
    with terminal.progress(f"analyzing {escape(str(source))}"):
        if source.suffix in SOURCE_SUFFIXES:
            bundle = asyncio.run(build_bundle(source, BuildOptions(source_map=True))).bundle
        else:
            bundle = Bundle.read(source)
        analysis = analyze_bundle(bundle)
    violations = judge(analysis, policy)
    terminal.result("\n".join(_lines(analysis, violations)), _data(analysis, violations))
    return VIOLATION if violations and arguments.fail_on_violation else OK


def _data(analysis: Analysis, violations: Sequence[Violation]) -> dict[str, Any]:
    manifest = analysis.manifest
    return {
        "ok": not violations,
        "digest": analysis.digest,
        "bundle_bytes": analysis.bundle_bytes,
        "manifest": manifest.model_dump(mode="json"),
        "modules": None if analysis.modules is None else [asdict(module) for module in analysis.modules],
        "assets": [asdict(asset) for asset in analysis.assets],
        "exports": {module: list(names) for module, names in analysis.exports.items()},
        "components": list(analysis.components),
        "host_functions": list(analysis.host_functions),
        "host_events": list(analysis.host_events),
        "channels": list(analysis.channels),
        "undeclared": list(analysis.undeclared),
        "unused_requests": list(analysis.unused_requests),
        "addresses": list(analysis.addresses),
        "dead_code": {
            "percent": round(analysis.dead_code_percent, 2),
            "items": [asdict(item) for item in analysis.dead_code],
        },
        "notes": [asdict(note) for note in analysis.notes],
        "violations": [asdict(violation) for violation in violations],
    }


def _lines(analysis: Analysis, violations: Sequence[Violation]) -> Iterator[str]:
    """The report for people. What comes out of the bundle is escaped here, and nowhere later."""
    manifest = analysis.manifest
    name = f"{manifest.id} {manifest.version}"
    yield f"{escape(name)}  for {escape(manifest.runtime)}, protocol {manifest.protocol}"
    yield f"  sha256 {analysis.digest}"
    sizes = manifest.sizes
    yield (
        f"  {analysis.bundle_bytes:,} bytes: code {sizes.code:,}, source map {sizes.source_map:,}, "
        f"assets {sizes.assets:,}"
    )
    yield ""
    yield f"components used      {_names(analysis.components)}"
    yield f"host functions used  {_names(analysis.host_functions)}"
    yield f"  asked for          {_names(manifest.host_functions)}"
    yield f"capabilities asked   {_names(manifest.capabilities)}"
    if analysis.host_events:
        yield f"host events heard    {_names(analysis.host_events)}"
    if analysis.channels:
        yield f"channels             {_names(analysis.channels)}"
    if analysis.addresses:
        yield f"addresses in it      {_names(analysis.addresses)}"
    yield ""
    if analysis.modules is None:
        yield "sizes by module: the bundle has no source map; build it with --sourcemap"
    else:
        yield from _sizes("sizes by module", analysis.modules)
    if analysis.assets:
        yield from _sizes("assets", analysis.assets)
    if analysis.dead_code:
        yield f"dead code: {analysis.dead_code_percent:.1f} % of the code"
        for item in analysis.dead_code[:_ROWS]:
            yield f"  {item.size:>9,}  {item.kind} {escape(item.name)}  {escape(item.place)}".rstrip()
        yield from _rest(len(analysis.dead_code))
    forbidden = {(violation.message, violation.place) for violation in violations}
    notes = [note for note in analysis.notes if (note.message, note.place) not in forbidden]
    if notes:
        yield "notes"
        for note in notes[:_ROWS]:
            yield f"  {note.finding}: {escape(note.message)}{_at(note.place)}"
        yield from _rest(len(notes))
    yield ""
    if not violations:
        yield "the policy allows it"
        return
    yield f"the policy does not allow it: {len(violations)} violation{'s' if len(violations) > 1 else ''}"
    for violation in violations:
        yield f"  {violation.rule}: {escape(violation.message)}{_at(violation.place)}"


def _at(place: str | None) -> str:
    return "" if place is None else f"  {escape(place)}"


def _sizes(title: str, modules: Sequence[ModuleSize]) -> Iterator[str]:
    yield title
    for module in modules[:_ROWS]:
        yield f"  {module.size:>9,}  {escape(module.name) or '(the bundler)'}"
    yield from _rest(len(modules))


def _rest(count: int) -> Iterator[str]:
    if count > _ROWS:
        yield f"  {'':>9}  and {count - _ROWS} more; --json has all"


def _names(names: Sequence[str]) -> str:
    return escape(", ".join("any name" if name == "*" else name for name in names)) or "none"
