"""Another process of an application: an engine whose one guest sits in a channel. Run by test_redis_bus.py.

It prints a line of JSON for each delivery to its guest. Each line on its standard input is published by the guest's
host; at the end of the input it closes its engine.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from rill import ChannelRule, Channels, Engine
from rill.guest.manifest import CHANNELS
from rill.host.channels import DELIVERY_EVENT
from rill.host.redis_bus import RedisBus
from rill.protocol.messages import HostCall, HostEvent

from .pair import ScriptedProvider, bundle_of


def _say(line: Any) -> None:
    print(json.dumps(line), flush=True)


def _hear(message: Any) -> Any:
    if isinstance(message, HostEvent) and message.name == DELIVERY_EVENT:
        _say(message.payload)
    return ()


async def _main(url: str) -> None:
    bus = RedisBus(url, heartbeat_s=0.2, timeout_s=5)
    channels = Channels(rules={"room": ChannelRule()}, bus=bus, describe=lambda identity: identity)
    join = [
        HostCall(1, "rill.channels.join", ["room", True, True]),
        HostCall(2, "rill.channels.present", ["room", "here"]),
    ]
    provider = ScriptedProvider([join, *[_hear] * 1_000])
    bundle = bundle_of(capabilities=(CHANNELS,))
    async with Engine(provider, channels=channels) as engine, engine.open(bundle, identity="peer"):
        while line := await asyncio.to_thread(sys.stdin.readline):
            await channels.publish("room", line.strip())


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1]))
