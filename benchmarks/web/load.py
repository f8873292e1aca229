"""Many people at once: opens sessions and presses a button of each once a second, all from one process:
``python -m benchmarks.web.load URL --sessions 1000 --seconds 20``. Prints the times from press to patch as JSON.

The presses of a second are spread over it. A press is due at its time, whether the one before was answered or not, and
its time counts from when it was due: a server that falls behind is not asked less.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import time
from typing import Final

import uvloop

from benchmarks.web.clients import RillClient

# So many pages are opened at a time: people do not all come in one millisecond.
_OPENING: Final = 8


async def press_all(url: str, sessions: int, seconds: float) -> dict[str, object]:
    """Open the sessions, press for so long, and return what was measured."""
    opening = asyncio.Semaphore(_OPENING)
    clients: list[RillClient] = []

    async def open_one() -> None:
        async with opening:
            client = RillClient(url)
            await client.__aenter__()
            clients.append(client)

    started = time.perf_counter()
    await asyncio.gather(*(open_one() for _ in range(sessions)))
    opened = time.perf_counter() - started

    # The loop's own clock counts whole milliseconds.
    clock = time.perf_counter
    start = clock() + 1.0
    samples: list[float] = []
    late: list[float] = []

    async def person(client: RillClient, offset: float) -> None:
        for number in range(int(seconds)):
            due = start + offset + number
            await asyncio.sleep(max(0.0, due - clock()))
            begun = clock()
            late.append(begun - due)
            await client.press("Add one")
            samples.append(clock() - due)

    used = resource.getrusage(resource.RUSAGE_SELF)
    begun = time.perf_counter()
    await asyncio.gather(*(person(client, at / sessions) for at, client in enumerate(clients)))
    elapsed = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_SELF)
    await asyncio.gather(*(client.__aexit__(None, None, None) for client in clients))
    processor = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    # The first two seconds are the server's warm-up.
    ranked = sorted(samples[2 * sessions :])
    return {
        "sessions": sessions,
        "presses": len(ranked),
        "open_s": opened,
        "p50_ms": at(ranked, 0.50) * 1e3,
        "p95_ms": at(ranked, 0.95) * 1e3,
        "p99_ms": at(ranked, 0.99) * 1e3,
        "max_ms": ranked[-1] * 1e3,
        "late_p99_ms": at(sorted(late), 0.99) * 1e3,
        "generator_share": processor / elapsed,
    }


def at(ranked: list[float], share: float) -> float:
    """The value below which this share of the sorted samples is."""
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--sessions", type=int, default=1_000)
    parser.add_argument("--seconds", type=int, default=20)
    options = parser.parse_args()
    print(json.dumps(uvloop.run(press_all(options.url, options.sessions, options.seconds))))


if __name__ == "__main__":
    main()
