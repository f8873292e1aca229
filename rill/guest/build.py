"""Builds a guest's source into a bundle, with Bun as the bundler. Runs nothing of the guest's and fetches nothing.

Decides what to build and packs the result. How the bundler is run is in `rill.guest.bun`, how its findings become
errors in `rill.guest.diagnostics`; loading and running bundles is the host's.
"""

from __future__ import annotations

import base64
import json
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast

from pydantic import ValidationError

from rill.guest.bun import Element, Request, Result, find_bun, run_bundler
from rill.guest.bundle import CODE_PREFIX, CODE_SUFFIX, Bundle, measure
from rill.guest.diagnostics import error_of, frame_of
from rill.guest.html_tags import tags_in
from rill.guest.manifest import ANY_NAME, CHANNEL_EXPORTS, CHANNELS, Manifest
from rill.guest.project import Project, find_project
from rill.guest.runtime import Runtime, find_runtime, is_sdk, runtime_names
from rill.protocol.errors import BuildError, RillError
from rill.protocol.messages import PROTOCOL_VERSION

SOURCE_SUFFIXES: Final = (".tsx", ".ts", ".jsx", ".js")
DEFAULT_RUNTIME: Final = "react"

# The clock while an image is made, unless SOURCE_DATE_EPOCH says another: a fixed moment (2000-01-01), so that the same
# source gives the same bytes. See docs/decisions/042-build-time.md.
DEFAULT_BUILD_TIME_MS: Final = 946_684_800_000

# In front of the code, on the line of its own: reads a runtime module's export. The bundler leaves calls of $rill.
_READ_IMPORT: Final = b"const $rill=(m,n)=>{const v=require(m);return n===void 0?v:v[n]};\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """How to build. What is None comes from the project's package.json or pyproject.toml, then from defaults.

    ``templates`` says whether elements become templates where they can: the guest draws the same without them, slower.
    ``explain`` asks for `BuildResult.elements`.
    """

    minify: bool = True
    source_map: bool = False
    templates: bool = True
    explain: bool = False
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
    """A bundle and what it was made from. ``inputs`` are absolute; a change to one of them asks for a new build.

    ``elements`` says what became of every element of the guest's own sources, if that was asked for.
    """

    bundle: Bundle
    warnings: tuple[BuildWarning, ...]
    inputs: frozenset[Path]
    elapsed_ms: float
    elements: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildFailure:
    """Why a source does not build, and what to watch for the moment it may."""

    error: RillError
    inputs: frozenset[Path]


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
    response = await run_bundler(
        Request(
            entry=str(entry),
            root=str(project.root),
            minify=options.minify,
            source_map=options.source_map,
            modules=about.modules,
            jsx_import_source=about.jsx_import_source,
            host_call=about.host_call,
            component_factory=about.component_factory,
            jsx=about.jsx,
            templates=options.templates,
            explain=options.explain,
        )
    )
    inputs = frozenset(Path(path) for path in response.inputs) | _project_files(project.root)
    errors = [diagnostic for diagnostic in response.diagnostics if diagnostic.kind == "error"]
    if errors or response.result is None:
        return BuildFailure(error=error_of(errors, entry, project.root, about), inputs=inputs)
    try:
        bundle = _pack(response.result, entry, project, about, options)
    except RillError as error:
        return BuildFailure(error=error, inputs=inputs)
    warnings = tuple(
        BuildWarning(diagnostic.message, frame_of(diagnostic))
        for diagnostic in response.diagnostics
        if diagnostic.kind == "warning"
    )
    elapsed_ms = (time.perf_counter() - started) * 1000
    return BuildResult(
        bundle=bundle,
        warnings=warnings,
        inputs=inputs,
        elapsed_ms=elapsed_ms,
        elements=tuple(response.result.elements),
    )


def bundler_available() -> bool:
    """Tell whether sources can be built here, that is, whether the extra ``rill-ui[build]`` is installed."""
    return find_bun() is not None


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
        wanted = pragma[1].decode("utf-8", "replace")
        named = (name for name in runtime_names() if find_runtime(name).jsx_import_source == wanted)
        return next(named, wanted)
    return project.runtime or DEFAULT_RUNTIME


def _project_files(root: Path) -> frozenset[Path]:
    return frozenset(root / name for name in ("package.json", "pyproject.toml", "tsconfig.json"))


def _pack(result: Result, entry: Path, project: Project, about: Runtime, options: BuildOptions) -> Bundle:
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
            components=_components(result, about),
            host_functions=tuple(sorted(set(result.uses.host_functions))),
            capabilities=tuple(sorted({*project.capabilities, *_capabilities(result)})),
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


def _components(result: Result, about: Runtime) -> tuple[str, ...]:
    """The types on the wire that the code may create: those of the exports left in it, and those made by name."""
    names = set(result.uses.custom_components)
    if about.html:
        return tuple(sorted(names | tags_in(result.code, about.components)))
    for module, exports in result.uses.exports.items():
        if not is_sdk(module):
            continue
        if ANY_NAME in exports:
            names.add(ANY_NAME)
        names.update(type for name in exports for type in about.components.get(name, ()))
    return tuple(sorted(names))


def _capabilities(result: Result) -> set[str]:
    """What the code asks for by using it."""
    for module, exports in result.uses.exports.items():
        if module.startswith("rill/") and not CHANNEL_EXPORTS.isdisjoint(exports):
            return {CHANNELS}
    return set()


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
