"""The counters and the tables as guests of Rill, on uvicorn: ``python -m benchmarks.web.rill_page FOLDER``. The folder
has the bundles that `build` made. Prints its port, and what its process holds whenever a line is read."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any, Final

from benchmarks.web.peers.process import serve
from rill import Engine, Limits
from rill.guest.build import BuildOptions, build_bundle
from rill.host.web import WebLimits, WebOptions, asgi

ROOT: Final = Path(__file__).resolve().parents[2]
# Where the peers have /counter and /table, Rill has one for each framework.
SOURCES: Final = {
    "counter": ROOT / "examples" / "counter_solid" / "counter.tsx",
    "counter-react": Path(__file__).parent / "guests" / "counter_react.tsx",
    "table": ROOT / "benchmarks" / "guests" / "solid.tsx",
    "table-react": ROOT / "benchmarks" / "guests" / "react.tsx",
    "thousand": Path(__file__).parent / "guests" / "thousand_solid.tsx",
}
# The benchmark clicks faster than people do, and opens more pages from one address than a company has people.
LIMITS: Final = Limits(client_events_per_s=1_000_000, turn_ms=5_000)
WEB_LIMITS: Final = WebLimits(sessions_per_client=10_000, unclaimed_sessions=2_000, unclaimed_s=60)


async def build(folder: Path) -> None:
    """Build every guest into a folder."""
    for name, source in SOURCES.items():
        built = await build_bundle(source, BuildOptions(minify=True))
        (folder / f"{name}.rill").write_bytes(built.bundle.to_bytes())


def application(folder: Path) -> tuple[Any, Engine]:
    """The application and its engine."""
    engine = Engine(limits=LIMITS)
    routes: dict[str, Any] = {f"/{name}": folder / f"{name}.rill" for name in SOURCES}
    return asgi(engine, routes, options=WebOptions(limits=WEB_LIMITS)), engine


def main() -> None:
    app, engine = application(Path(sys.argv[1]))

    def tell() -> dict[str, Any]:
        return {"web": _plain(app.statistics()), "engine": _plain(engine.statistics())}

    # As `rill serve` has them.
    serve(app, tell, ws="websockets-sansio", ws_per_message_deflate=False, http="httptools")


def _plain(value: Any) -> Any:
    """Statistics as JSON has them."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, int | float | str | bool) or value is None:
        return value
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)


if __name__ == "__main__":
    if sys.argv[1] == "--build":
        asyncio.run(build(Path(sys.argv[2])))
    else:
        main()
