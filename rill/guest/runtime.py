"""The prebuilt guest runtimes (React and what sits under it) that ship as package data and are preloaded into images.

Gives their units to providers and their module tables to the build. They are built from sdk-js, not here.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final, Literal

import msgspec

from rill.protocol.errors import BuildError, ProviderError

# Where the build of sdk-js leaves its output. Not a package: it is absent from a fresh checkout.
_FOLDER: Final = "runtimes"

# How to make what is missing; a wheel never lacks it.
BUILD_COMMAND: Final = "make setup"


class Jsx(msgspec.Struct, frozen=True, kw_only=True):
    """What the JSX pass must know of a runtime: which code to write, and the host components behind its exports."""

    emission: Literal["react", "solid"]
    exports: dict[str, str]
    # By type; the pass alone reads what is in them.
    components: dict[str, msgspec.Raw]
    common_props: tuple[str, ...]


class Runtime(msgspec.Struct, frozen=True, forbid_unknown_fields=False, kw_only=True):
    """What one runtime offers to bundles, as its build wrote it beside the code (``runtimes/NAME.json``).

    ``modules`` maps each module that ``require`` reaches to its exports. ``components`` maps exports of ``rill/sdk`` to
    the types of the host components that they create. ``host_call`` is the export whose first argument names a host
    function, and ``component_factory`` the one that makes a component of the name given to it. ``jsx`` is what the JSX
    pass of the bundler must know, or None where it has nothing to do.
    """

    name: str
    units: tuple[str, ...]
    shim: str | None = None
    jsx_import_source: str
    modules: dict[str, tuple[str, ...]]
    components: dict[str, tuple[str, ...]]
    # Whether guests write HTML tags, which come from no module.
    html: bool = False
    # Names on a guest's global object.
    globals: tuple[str, ...] = ()
    host_call: str | None = None
    component_factory: str | None = None
    jsx: Jsx | None = None


def is_sdk(module: str) -> bool:
    """Whether a module of a runtime is one whose exports are components: ``rill/sdk``, or a framework's like it."""
    return module == "rill/sdk" or module.startswith("rill/sdk/")


def runtime_names() -> tuple[str, ...]:
    """Return the names of the runtimes that are built, sorted."""
    folder = _folder()
    if not folder.is_dir():
        return ()
    return tuple(sorted(entry.name.removesuffix(".json") for entry in folder.iterdir() if entry.name.endswith(".json")))


@cache
def find_runtime(name: str) -> Runtime:
    """Return what the runtime of this name offers.

    Raises:
        BuildError: there is no such runtime (code ``runtime_unknown``).
        ProviderError: no runtime is built at all (code ``runtime_missing``).
    """
    names = runtime_names()
    if not names:
        raise ProviderError(
            f"the guest runtimes are not built: rill/guest/{_FOLDER} is empty; run `{BUILD_COMMAND}` in the checkout, "
            "or install a wheel",
            code="runtime_missing",
        )
    if name not in names:
        raise BuildError(
            f"unknown runtime {name!r}; this installation has {', '.join(map(repr, names))}", code="runtime_unknown"
        )
    return msgspec.json.decode(_folder().joinpath(f"{name}.json").read_bytes(), type=Runtime)


def runtime_sources(name: str) -> tuple[tuple[str, bytes], ...]:
    """Return (unit name, source) of each unit of a runtime, in the order in which a provider evaluates them.

    Raises:
        BuildError, ProviderError: as ``find_runtime``; ProviderError also when a unit's file is missing.
    """
    return tuple((f"rill:runtime/{unit.removesuffix('.js')}", _read(unit)) for unit in find_runtime(name).units)


def shim_source(name: str) -> bytes:
    """Return the code that gives a runtime its native object under providers without the C bridge.

    Raises:
        ProviderError: the runtime has none, or its file is missing.
    """
    shim = find_runtime(name).shim
    if shim is None:
        raise ProviderError(f"runtime {name!r} has no shim; use a provider with the C bridge", code="runtime_missing")
    return _read(shim)


@cache
def _read(file: str) -> bytes:
    try:
        return _folder().joinpath(file).read_bytes()
    except FileNotFoundError:
        raise ProviderError(
            f"the guest runtimes are not built: rill/guest/{_FOLDER}/{file} is missing; run `{BUILD_COMMAND}` in the "
            "checkout, or install a wheel",
            code="runtime_missing",
        ) from None


def _folder() -> Traversable:
    return resources.files("rill.guest").joinpath(_FOLDER)
