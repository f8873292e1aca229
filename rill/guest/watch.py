"""Builds a source again each time one of its files changes. Knows no terminal: it yields outcomes, and says nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping
from pathlib import Path
from typing import Final

from rill.guest.build import BuildFailure, BuildOptions, BuildResult, attempt_build

# Files are asked for their time and size, which works on every file system, in containers and over networks, and costs
# microseconds for the hundred files of a large guest. A person does not notice a fifth of a second.
_INTERVAL_S: Final = 0.2

_Stamps = Mapping[Path, tuple[int, int] | None]


async def watch_builds(
    source: str | Path, options: BuildOptions | None = None, *, interval_s: float = _INTERVAL_S
) -> AsyncGenerator[BuildResult | BuildFailure, None]:
    """Yield the outcome of a first build, then one for each change to the files it was made from, for ever.

    A source that does not build yields a BuildFailure and goes on; what it could read of the source is watched.

    Raises:
        HostError, ProviderError: nothing that a change to the source could mend.
    """
    watched: frozenset[Path] = frozenset()
    while True:
        # Taken before the build: a file saved while it runs is a change.
        before = _stamps(watched)
        outcome = await attempt_build(source, options)
        fresh = _stamps(outcome.inputs - watched)
        stamps = {path: before.get(path, fresh.get(path)) for path in outcome.inputs}
        watched = outcome.inputs
        yield outcome
        # A file system tells nobody of its changes, so there is no event to wait for.
        while _stamps(watched) == stamps:  # noqa: ASYNC110
            await asyncio.sleep(interval_s)


def _stamps(paths: Iterable[Path]) -> _Stamps:
    return {path: _stamp(path) for path in paths}


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
