"""What a server holds for each live session: pages whose sockets stand open, a counter or a table of a thousand rows,
some seconds after the last press. Private memory of the process, sandboxes included, before and after."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from benchmarks.web.clients import CLIENTS, Client
from benchmarks.web.contenders import CONTENDERS, Contender, Server

# Sessions before the first look, so that what is made once is not counted.
_WARM: Final = 5
# People read longer than they press. Rill gives memory of sessions back that have waited for some seconds.
_REST_S: Final = 6


def measure(bundles: Path, *, quick: bool, names: frozenset[str]) -> dict[str, dict[str, float]]:
    """Bytes of a session by contender and kind of page."""
    found: dict[str, dict[str, float]] = {}
    for contender in CONTENDERS:
        if contender.server not in names:
            continue
        kinds = {}
        for kind, path, count in (
            ("counter", contender.counter, 20 if quick else 200),
            ("table", contender.table, 3 if quick else 20),
        ):
            with Server(contender.server, bundles) as server:
                kinds[kind] = asyncio.run(_measure(contender, server, path, count))
        found[contender.name] = kinds
    return found


async def _measure(contender: Contender, server: Server, path: str, count: int) -> float:
    clients: list[Client] = []

    async def open_more(number: int) -> int:
        for _ in range(number):
            client = CLIENTS[contender.server](server.origin + path)
            await client.__aenter__()
            clients.append(client)
            await client.press("create 1k" if path == contender.table else "Add one")
        await asyncio.sleep(_REST_S)
        # Its answer comes over a pipe, and the server runs on while it is waited for.
        private = (await asyncio.to_thread(server.ask))["private"]
        assert isinstance(private, int)
        return private

    before = await open_more(_WARM)
    after = await open_more(count)
    await asyncio.gather(*(client.__aexit__(None, None, None) for client in clients))
    return (after - before) / count
