"""What permessage-deflate costs and saves, on the sockets of one server: ``python -m benchmarks.web.compression``. Half
of the clients offer it, the server takes it from whoever does; see docs/decisions/179."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Mapping
from pathlib import Path

from websockets.asyncio.client import connect

from benchmarks.web.clients import RillClient
from benchmarks.web.contenders import Server, build_bundles

_SESSIONS = 100
_PRESSES = 300


class OfferingClient(RillClient):
    """A client that offers the extension, as browsers do."""

    async def _connect(self, address: str, headers: Mapping[str, str] | None = None) -> None:
        self._socket = await connect(address, max_size=None, compression="deflate", additional_headers=headers)
        if not self._socket.protocol.extensions:
            raise SystemExit("the server does not compress")


async def _measure(server: Server, client_of: type[RillClient]) -> tuple[float, float]:
    """Bytes of a session, and the median of a press in seconds."""
    clients: list[RillClient] = []
    held: list[int] = []
    for number in (5, _SESSIONS):
        for _ in range(number):
            client = client_of(f"{server.origin}/counter")
            await client.__aenter__()
            await client.press("Add one")
            clients.append(client)
        private = (await asyncio.to_thread(server.ask))["private"]
        assert isinstance(private, int)
        held.append(private)
    times = [await clients[0].press("Add one") for _ in range(_PRESSES)]
    await asyncio.gather(*(client.__aexit__(None, None, None) for client in clients))
    return (held[1] - held[0]) / _SESSIONS, statistics.median(times)


def main() -> None:
    """Measure both, and print a line for each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_bundles(folder)
        for words, client_of in (("without", RillClient), ("with", OfferingClient)):
            with Server("rill", folder) as server:
                size, press = asyncio.run(_measure(server, client_of))
            print(f"{words} compression: {size / 1024:.0f} KB a session, {press * 1000:.2f} ms a press")


if __name__ == "__main__":
    main()
