"""Serves one application on uvicorn and tells on standard output where, and what its process holds. The same for every
contender, so that the server below is."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn


def serve(app: Any, tell: Callable[[], dict[str, Any]] = dict, **options: Any) -> None:
    """Serve until standard input ends, on the event loop that uvicorn itself would take. The first line on standard
    output is the port; each line that comes in is answered by one line of JSON: the process's memory, and what ``tell``
    adds. ``options`` are uvicorn's."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", access_log=False, **options)
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(_serve(config, tell))


async def _serve(config: uvicorn.Config, tell: Callable[[], dict[str, Any]]) -> None:
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        if serving.done():
            serving.result()
            raise SystemExit("the server ended before it had started")
        await asyncio.sleep(0.01)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        gc.collect()
        print(json.dumps({"private": private_bytes()} | tell()), flush=True)
    # There is nothing to save, and sockets that are open would be waited for.
    os._exit(0)


def private_bytes() -> int:
    """What this process holds and shares with no other."""
    total = 0
    for line in Path("/proc/self/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith(("Private_Clean:", "Private_Dirty:")):
            total += int(line.split()[1]) * 1024
    return total
