"""The guest's side as the host sees it: bundles and their manifests, the prebuilt runtimes, the build of sources, and
the analysis of bundles.

Runs nothing of a guest's; the analysis parses code in a sandbox. ``build_bundle`` needs the extra ``rill-ui[build]``
when it is called, not when it is imported.
"""

from __future__ import annotations

from rill.guest.analysis import Analysis, DeadCode, ModuleSize, Note, Violation, analyze_bundle, judge
from rill.guest.build import BuildOptions, BuildResult, BuildWarning, build_bundle
from rill.guest.bundle import Bundle
from rill.guest.manifest import Manifest, Sizes
from rill.guest.policy import Policy
from rill.guest.runtime import Runtime, find_runtime, runtime_names, runtime_sources, shim_source

__all__ = [
    "Analysis",
    "BuildOptions",
    "BuildResult",
    "BuildWarning",
    "Bundle",
    "DeadCode",
    "Manifest",
    "ModuleSize",
    "Note",
    "Policy",
    "Runtime",
    "Sizes",
    "Violation",
    "analyze_bundle",
    "build_bundle",
    "find_runtime",
    "judge",
    "runtime_names",
    "runtime_sources",
    "shim_source",
]
