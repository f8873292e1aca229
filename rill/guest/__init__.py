"""The guest's side as the host sees it: bundles and their manifests, the prebuilt runtimes, and the build of sources.

Imports ``rill.protocol`` only. ``build_bundle`` needs the extra ``rill-ui[build]`` when it is called, not
when it is imported.
"""

from __future__ import annotations

from rill.guest.build import BuildOptions, BuildResult, BuildWarning, build_bundle
from rill.guest.bundle import Bundle
from rill.guest.manifest import Manifest, Sizes
from rill.guest.runtime import Runtime, find_runtime, runtime_names, runtime_sources, shim_source

__all__ = [
    "BuildOptions",
    "BuildResult",
    "BuildWarning",
    "Bundle",
    "Manifest",
    "Runtime",
    "Sizes",
    "build_bundle",
    "find_runtime",
    "runtime_names",
    "runtime_sources",
    "shim_source",
]
