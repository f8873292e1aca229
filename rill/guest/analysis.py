"""Reads a bundle and says what it is, what it can do and what it asks for, without running any of its code.

The code is parsed inside a sandbox, by the unit ``analyzer.js``: code can be written to exhaust whoever reads it. What
the parser says becomes an `Analysis` here, and a `Policy` judges that. Nothing is printed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from typing import Final

import msgspec

from rill.guest.bundle import Bundle
from rill.guest.html_tags import tags_in
from rill.guest.manifest import ANY_NAME, CHANNEL_EXPORTS, CHANNELS, Manifest
from rill.guest.policy import Finding, Policy
from rill.guest.runtime import BUILD_COMMAND, find_runtime, is_sdk, runtime_names
from rill.guest.source_map import SourceMap
from rill.protocol.errors import BundleError, LimitError, ProviderError
from rill.sandbox import Program, SandboxLimits, Unit, open_provider

# A megabyte of code parses in about two seconds in the sandbox and takes about 150 MB there. What needs more is no
# interface; the bounds stand between a hostile bundle and the machine that looks at it.
_DEADLINE_MS: Final = 60_000.0
_LIMITS: Final = SandboxLimits(
    memory_bytes=1024 * 1024 * 1024, stack_bytes=384 * 1024, outbox_bytes=4 * 1024 * 1024, values=200_000
)

_WORDS: Final[dict[str, str]] = {
    "eval": "eval makes code of a string",
    "function": "Function makes code of a string",
    "constructor": "the constructor of a function makes code of a string",
    "timer": "a timer is given code as a string",
    "import": "import() loads a module at run time, and a guest has none to load",
    "global_lookup": "a global is looked up by a computed name",
    "module_lookup": "a module is required by a computed name",
}
_COMPUTED: Final = ("global_lookup", "module_lookup")


@dataclass(frozen=True, slots=True)
class Note:
    """Something found in a bundle. ``place`` is in its author's source where the bundle has a source map, else in the
    bundled code; None where it is of the whole bundle."""

    finding: Finding
    message: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """What a policy does not allow. ``rule`` is the field of the policy, or the finding that it forbids."""

    rule: str
    message: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class DeadCode:
    """Code that nothing uses, or that never runs. ``kind`` is function, class, constant or unreachable."""

    kind: str
    name: str
    size: int
    place: str


@dataclass(frozen=True, slots=True)
class ModuleSize:
    """What one module of the source became in the bundled code, in characters."""

    name: str
    size: int


@dataclass(frozen=True)
class Analysis:
    """What a bundle is and does. Names from its code are untrusted text."""

    manifest: Manifest
    digest: str
    bundle_bytes: int
    # Largest first, what the bundler added under ""; None where the bundle has no source map that could tell.
    modules: tuple[ModuleSize, ...] | None
    # Exports of the runtime's modules that the code takes, by module; "*" stands for all of one.
    exports: dict[str, tuple[str, ...]]
    # What the code itself uses, whatever the manifest says.
    components: tuple[str, ...]
    host_functions: tuple[str, ...]
    host_events: tuple[str, ...]
    channels: tuple[str, ...]
    addresses: tuple[str, ...]
    # Largest first; bounded.
    dead_code: tuple[DeadCode, ...]
    assets: tuple[ModuleSize, ...]
    notes: tuple[Note, ...]

    @cached_property
    def dead_code_percent(self) -> float:
        """Share of the code that nothing uses."""
        return 100 * sum(item.size for item in self.dead_code) / max(1, self.manifest.sizes.code)

    @cached_property
    def undeclared(self) -> tuple[str, ...]:
        """Components, host functions and capabilities that the code uses and the manifest does not name."""
        manifest = self.manifest
        return (
            *_beyond(self.components, manifest.components),
            *_beyond(self.host_functions, manifest.host_functions),
            *((CHANNELS,) if self.uses_channels and CHANNELS not in manifest.capabilities else ()),
        )

    @cached_property
    def uses_channels(self) -> bool:
        """Whether the code takes what leads to channels."""
        taken = {name for module, names in self.exports.items() if module.startswith("rill/") for name in names}
        return bool(self.channels) or not CHANNEL_EXPORTS.isdisjoint(taken)

    @cached_property
    def unused_requests(self) -> tuple[str, ...]:
        """What the manifest asks for and the code does not use. Capabilities are used by host functions of their
        name, or of one that begins with it and a dot."""
        manifest = self.manifest
        if ANY_NAME in self.host_functions:
            return ()
        asked = [name for name in manifest.host_functions if name != ANY_NAME and name not in self.host_functions]
        asked += [
            name
            for name in manifest.capabilities
            if not (name == CHANNELS and self.uses_channels)
            and not any(used == name or used.startswith(f"{name}.") for used in self.host_functions)
        ]
        return tuple(asked)


def analyze_bundle(bundle: Bundle) -> Analysis:
    """Analyze a bundle. Takes about two seconds for a megabyte of code, and blocks; none of the code is run.

    Raises:
        BundleError: its code is no JavaScript (code ``code_invalid``), with the place.
        LimitError: its code is too large or nested too deep to be read within bounds.
        ProviderError: the sandbox cannot run on this machine, or the analyzer is not built.
    """
    code = bundle.code.decode()
    report = _read_code(code)
    if report.error is not None:
        place = f"{report.error.line}:{report.error.column}"
        if report.error.too_deep:
            raise LimitError(
                f"the code of bundle {bundle.id} is nested too deep to be read, at {place}",
                code="stack",
                path=place,
                limit="stack_bytes",
                maximum=_LIMITS.stack_bytes,
            )
        raise BundleError(
            f"the code of bundle {bundle.id} is no JavaScript: {report.error.message} at {place}",
            code="code_invalid",
            path=place,
        )
    source_map = _source_map(bundle)
    places = _Places(bundle.id, source_map)
    manifest = bundle.manifest
    runtime = find_runtime(manifest.runtime) if manifest.runtime in runtime_names() else None
    exports = {module: tuple(names) for module, names in report.modules}
    sdk_names = [name for module, names in exports.items() if is_sdk(module) for name in names]
    known = runtime.components if runtime is not None else {}
    components = {type for name in sdk_names for type in known.get(name, ())} | set(report.components)
    if ANY_NAME in sdk_names:
        components.add(ANY_NAME)
    if runtime is not None and runtime.html:
        components |= tags_in(code, runtime.components)
    notes = [
        Note(
            "computed_lookup" if item.kind in _COMPUTED else "dynamic_code",
            _WORDS.get(item.kind, item.kind),
            places.of(item.place),
        )
        for item in report.dynamic_code
    ]
    # The analyzer knows what every guest has; guests written in HTML tags have more.
    more = runtime.globals if runtime is not None else ()
    notes += _notes_on_globals([item for item in report.globals if item.name not in more], places)
    if runtime is not None:
        notes += _notes_on_modules(exports, runtime.modules)
    dead_code = tuple(DeadCode(item.kind, item.name, item.size, places.of(item.place)) for item in report.dead_code)
    analysis = Analysis(
        manifest=manifest,
        digest=bundle.digest,
        bundle_bytes=len(bundle.to_bytes()),
        modules=None if source_map is None else tuple(_module_sizes(code, source_map)),
        exports=exports,
        components=tuple(sorted(components)),
        host_functions=tuple(report.host_functions),
        host_events=tuple(report.host_events),
        channels=tuple(report.channels),
        addresses=tuple(report.addresses),
        dead_code=dead_code,
        assets=tuple(ModuleSize(name, len(data)) for name, data in sorted(bundle.assets.items())),
        notes=(),
    )
    notes += [
        Note("undeclared", f"the code uses {_any(name)}, which the manifest does not name")
        for name in analysis.undeclared
    ]
    notes += [
        Note("unused_request", f"the manifest asks for {_any(name)}, which the code does not use")
        for name in analysis.unused_requests
    ]
    if dead_code:
        notes.append(
            Note("dead_code", f"{analysis.dead_code_percent:.1f} % of the code is used by nothing, or never runs")
        )
    return replace(analysis, notes=tuple(notes))


def judge(analysis: Analysis, policy: Policy) -> tuple[Violation, ...]:
    """What of a bundle a policy does not allow, in the order of the policy's fields."""
    manifest = analysis.manifest
    found = [
        Violation(note.finding, note.message, note.place) for note in analysis.notes if note.finding in policy.forbid
    ]
    if policy.runtimes is not None and manifest.runtime not in policy.runtimes:
        found.append(Violation("runtimes", f"runtime {manifest.runtime!r} is not among {_list(policy.runtimes)}"))
    lists: tuple[tuple[str, Iterable[str], tuple[str, ...] | None], ...] = (
        ("components", {*analysis.components, *manifest.components}, policy.components),
        ("host_functions", {*analysis.host_functions, *manifest.host_functions}, policy.host_functions),
        (
            "capabilities",
            {*manifest.capabilities, *((CHANNELS,) if analysis.uses_channels else ())},
            policy.capabilities,
        ),
        ("channels", analysis.channels, policy.channels),
        ("addresses", analysis.addresses, policy.addresses),
    )
    for rule, names, allowed in lists:
        if allowed is not None:
            found += [
                Violation(rule, f"{_any(name)} is not among {_list(allowed)}")
                for name in sorted(names)
                if name not in allowed
            ]
    for rule, value, maximum in (
        ("bundle_bytes", analysis.bundle_bytes, policy.bundle_bytes),
        ("code_bytes", manifest.sizes.code, policy.code_bytes),
        ("dead_code_percent", round(analysis.dead_code_percent, 1), policy.dead_code_percent),
    ):
        if maximum is not None and value > maximum:
            found.append(Violation(rule, f"{value:,} exceeds {maximum:,}"))
    return tuple(found)


# -- reading the code ------------------------------------------------------------------------------------------------


class _Failure(msgspec.Struct, frozen=True, rename="camel"):
    too_deep: bool
    message: str
    line: int
    column: int


class _Global(msgspec.Struct, frozen=True):
    name: str
    use: str
    count: int
    place: tuple[int, int, int]


class _Dynamic(msgspec.Struct, frozen=True):
    kind: str
    place: tuple[int, int, int]


class _Dead(msgspec.Struct, frozen=True):
    kind: str
    name: str
    size: int
    place: tuple[int, int, int]


class _Report(msgspec.Struct, frozen=True, rename="camel"):
    """What the analyzer answers, as analyzer.ts has it."""

    error: _Failure | None = None
    modules: list[tuple[str, list[str]]] = []
    components: list[str] = []
    host_functions: list[str] = []
    host_events: list[str] = []
    channels: list[str] = []
    globals: list[_Global] = []
    dynamic_code: list[_Dynamic] = []
    dead_code: list[_Dead] = []
    addresses: list[str] = []
    nodes: int = 0


def _read_code(code: str) -> _Report:
    unit = resources.files("rill.guest") / "bundler" / "analyzer.js"
    if not unit.is_file():
        raise ProviderError(
            f"the analyzer rill/guest/bundler/analyzer.js is not built; run `{BUILD_COMMAND}` in the checkout, "
            "or install a wheel",
            code="analyzer_missing",
        )
    provider = open_provider("wasm")
    try:
        image = provider.build_image(Program(units=(Unit("analyzer", unit.read_bytes()),)), _LIMITS, _DEADLINE_MS)
        sandbox = provider.instantiate(image)
        try:
            outbox = sandbox.turn(msgspec.msgpack.encode({"code": code}), _DEADLINE_MS)
        except LimitError as error:
            # The words of a turn are about a guest that runs; this one is only read.
            raise LimitError(
                f"the code is too large or nested too deep to be read: {error.message}",
                code=error.code,
                limit=error.limit,
                maximum=error.maximum,
            ) from None
        finally:
            sandbox.close()
    finally:
        provider.close()
    # Code can be made to get the better of the engine that parses it, so its answer is checked like any guest's.
    try:
        return msgspec.msgpack.decode(outbox, type=tuple[_Report])[0]
    except msgspec.DecodeError as error:
        raise BundleError(
            f"the code cannot be read: the analyzer's answer is broken ({error})", code="code_invalid"
        ) from None


def _notes_on_globals(found: Sequence[_Global], places: _Places) -> Iterator[Note]:
    for item in found:
        place = places.of(item.place)
        times = "" if item.count == 1 else f", {item.count} times"
        match item.use:
            case "tested":
                yield Note("tested_global", f"{_any(item.name)} is looked for{times}; a guest does not have it", place)
            case "written":
                yield Note("missing_global", f"{_any(item.name)} is written as a global{times}", place)
            case _:
                yield Note("missing_global", f"{_any(item.name)} is used{times}; a guest does not have it", place)


def _notes_on_modules(used: dict[str, tuple[str, ...]], known: dict[str, tuple[str, ...]]) -> Iterator[Note]:
    for module, names in used.items():
        if module not in known:
            yield Note("unknown_module", f"module {_any(module)} is no module of the runtime")
            continue
        for name in names:
            if name not in (*known[module], "default", ANY_NAME):
                yield Note("unknown_module", f"module {_any(module)} has no export {_any(name)}")


def _beyond(used: Sequence[str], named: Sequence[str]) -> list[str]:
    return [] if ANY_NAME in named else [name for name in used if name not in named]


def _any(name: str) -> str:
    """A name out of the code for a message; messages are made printable where they are shown."""
    return "any name" if name == ANY_NAME else repr(name if len(name) <= 80 else f"{name[:80]}…")


def _list(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names)) or "none"


# -- places ----------------------------------------------------------------------------------------------------------


def _source_map(bundle: Bundle) -> SourceMap | None:
    if bundle.source_map is None:
        return None
    try:
        return SourceMap(bundle.source_map)
    except BundleError:
        # It is the author's, and only tells where things are: without a good one places are those of the code.
        return None


class _Places:
    """Where things stand, in the words of errors."""

    def __init__(self, unit: str, source_map: SourceMap | None) -> None:
        self._unit = unit
        self._source_map = source_map

    def of(self, place: tuple[int, int, int]) -> str:
        line, column, _ = place
        found = self._source_map.locate(line, column) if self._source_map is not None else None
        return f"{self._unit}:{line}:{column}" if found is None else str(found)


def _module_sizes(code: str, source_map: SourceMap) -> list[ModuleSize]:
    sizes: Counter[str] = Counter()
    for name, size in source_map.sizes(code).items():
        # What the bundler writes to read the runtime's exports has names of its own.
        sizes["" if name.startswith("rill-") else name] += size
    return sorted((ModuleSize(name, size) for name, size in sizes.items()), key=lambda item: (-item.size, item.name))


__all__ = ["Analysis", "DeadCode", "ModuleSize", "Note", "Violation", "analyze_bundle", "judge"]
