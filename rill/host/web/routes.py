"""`Routes`: which guest is shown at which path. Knows paths and targets, and runs nothing but a host's own function."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rill.guest.bundle import Bundle
from rill.host.web.options import Guest, Refusal, RouteTarget, Scope
from rill.protocol.errors import HostError

if TYPE_CHECKING:
    from rill.host.engine import Engine

# Below it are the application's own addresses.
OWN_PATH: Final = "/_rill/"
# Where browsers say what broke a page's policy.
CSP_REPORT_PATH: Final = f"{OWN_PATH}csp-report"

_PARAMETER: Final = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)(:path)?\}")


@dataclass(frozen=True, slots=True)
class Route:
    """One entry of the table: a path, in which ``{name}`` stands for one part of it, and ``{name:path}`` for the
    rest."""

    path: str
    pattern: re.Pattern[str]
    target: RouteTarget


class Routes:
    """The routes of one application. Paths without parameters come first, then the others in their order.

    Raises:
        HostError: a path or a target is none.
    """

    def __init__(self, routes: Mapping[str, RouteTarget]) -> None:
        self._fixed: dict[str, RouteTarget] = {}
        self._patterns: list[Route] = []
        self._loaded: dict[Path, Bundle] = {}
        for path, target in routes.items():
            _check(path, target)
            if _PARAMETER.search(path):
                self._patterns.append(Route(path, _compile(path), target))
            else:
                self._fixed[path] = target

    def find(self, path: str) -> tuple[RouteTarget, dict[str, str]] | None:
        """What is shown at a path, and its parameters; None if there is nothing."""
        target = self._fixed.get(path)
        if target is not None:
            return target, {}
        for route in self._patterns:
            found = route.pattern.fullmatch(path)
            if found is not None:
                return route.target, found.groupdict()
        return None

    async def load(self, engine: Engine) -> None:
        """Load the bundles that are named by files, so that a mistake is found before anybody comes.

        Raises:
            RillError: as ``engine.load_bundle``.
        """
        for target in (*self._fixed.values(), *(route.target for route in self._patterns)):
            if isinstance(target, str | Path):
                await self._load(engine, target)

    async def guest(self, engine: Engine, target: RouteTarget, scope: Scope) -> Guest | Refusal:
        """The guest that a target gives to one visit.

        Raises:
            HostError: a route's function answered with something else.
            RillError: a bundle could not be loaded.
        """
        answer: Any = target
        if isinstance(target, str | Path):
            answer = await self._load(engine, target)
        elif not isinstance(target, Bundle | Guest):
            answer = await target(scope)
        if isinstance(answer, Guest | Refusal):
            return answer
        if isinstance(answer, Bundle):
            return Guest(answer)
        if isinstance(answer, tuple) and len(answer) == 2 and isinstance(answer[0], Bundle):
            return Guest(answer[0], answer[1])
        raise HostError(
            f"expected a route to give a Bundle, (bundle, props), a Guest or a Refusal, got {type(answer).__name__}",
            code="route_invalid",
        )

    async def _load(self, engine: Engine, source: str | Path) -> Bundle:
        path = Path(source)
        bundle = self._loaded.get(path)
        if bundle is None:
            bundle = self._loaded[path] = await engine.load_bundle(path)
        return bundle


def _check(path: str, target: object) -> None:
    if not isinstance(path, str) or not path.startswith("/"):
        raise HostError(f"expected the path of a route to begin with '/', got {path!r}", code="route_invalid")
    if path.startswith(OWN_PATH) or path == OWN_PATH[:-1]:
        raise HostError(f"{path!r} is among the application's own addresses, {OWN_PATH!r}", code="route_invalid")
    if not isinstance(target, Bundle | Guest | str | Path) and not callable(target):
        raise HostError(
            f"expected a Bundle, a file, a Guest or an async function for {path!r}, got {type(target).__name__}",
            code="route_invalid",
        )


def _compile(path: str) -> re.Pattern[str]:
    pieces = []
    end = 0
    names = set()
    for found in _PARAMETER.finditer(path):
        name, is_rest = found.groups()
        if name in names or (is_rest and found.end() != len(path)):
            raise HostError(
                f"the path {path!r} names {name!r} twice, or has something behind a parameter that takes the rest",
                code="route_invalid",
            )
        names.add(name)
        pieces.append(re.escape(path[end : found.start()]))
        pieces.append(f"(?P<{name}>.*)" if is_rest else f"(?P<{name}>[^/]+)")
        end = found.end()
    pieces.append(re.escape(path[end:]))
    return re.compile("".join(pieces), re.DOTALL)
