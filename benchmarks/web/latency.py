"""From a press to the frame that shows it, and what a whole page takes to be answered. Server and client share one
core, as the figures are stated; contenders take turns, so that a slow minute falls on all of them."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from benchmarks.web.clients import CLIENTS, get
from benchmarks.web.contenders import CONTENDERS, Contender, Server
from benchmarks.web.record import Samples
from rill.sandbox import Workers

Figures = dict[str, Samples]


def measure(bundles: Path, core: int, *, quick: bool, names: frozenset[str]) -> dict[str, Figures]:
    """The times of every contender, by its name."""
    rounds = 1 if quick else 3
    found: dict[str, Figures] = {}
    for _ in range(rounds):
        for contender in CONTENDERS:
            if contender.server not in names:
                continue
            with Server(contender.server, bundles, cores={core}) as server:
                figures = asyncio.run(_measure(contender, server.origin, quick=quick))
            for name, samples in figures.items():
                found.setdefault(contender.name, {}).setdefault(name, []).extend(samples)
    return found


async def _measure(contender: Contender, origin: str, *, quick: bool) -> Figures:
    client_of = CLIENTS[contender.server]
    figures: Figures = {"counter": [], "create 1k": [], "update every 10th of 1k": [], "answer": []}
    presses = 30 if quick else 400
    times = 2 if quick else 8
    async with client_of(origin + contender.counter) as client:
        for at in range(presses + 20):
            seconds = await client.press("Add one")
            if at >= 20:
                figures["counter"].append(seconds)
        if str(presses + 20) not in client.seen:
            raise SystemExit(f"{contender.name} did not count to {presses + 20}: {client.seen[:300]}")
    async with client_of(origin + contender.table) as client:
        for at in range(times + 2):
            created = await client.press("create 1k")
            if not client.seen.count(" table") + client.seen.count(" chair") > 50:
                raise SystemExit(f"{contender.name} made no rows: {client.seen[:300]}")
            updated = []
            for _ in range(3):
                updated.append(await client.press("update"))
                if "!!!" not in client.seen:
                    raise SystemExit(f"{contender.name} updated no rows: {client.seen[:300]}")
            await client.press("clear")
            if at >= 2:
                figures["create 1k"].append(created)
                figures["update every 10th of 1k"].extend(updated)
    if contender.thousand is not None and contender.server != "reactpy":
        # The page of ReactPy has nothing in it: the rows come over its socket.
        for at in range(times + 2):
            begun = time.perf_counter()
            page, _ = await get(origin + contender.thousand)
            seconds = time.perf_counter() - begun
            if page.count("sandwich") < 10:
                raise SystemExit(f"the page of {contender.name} has no rows")
            if at >= 2:
                figures["answer"].append(seconds)
    return {name: samples for name, samples in figures.items() if samples}


def hop(*, quick: bool) -> Samples:
    """The way from the event loop into a worker thread and back, with nothing done there: what each turn of a session
    pays so that guests never stop the loop."""

    async def run() -> Samples:
        loop = asyncio.get_running_loop()
        workers = Workers(2)
        samples = []
        for _ in range(100 if quick else 2_000):
            future: asyncio.Future[None] = loop.create_future()

            def deliver(_result: None, _error: BaseException | None, future: asyncio.Future[None] = future) -> None:
                loop.call_soon_threadsafe(future.set_result, None)

            begun = time.perf_counter()
            workers.submit(lambda: None, deliver)
            await future
            samples.append(time.perf_counter() - begun)
        workers.close()
        return samples

    return asyncio.run(run())
