"""Calls that wait for a browser's answer. What links do is in test_adapter.py: it is the adapter that does it."""

from __future__ import annotations

import asyncio

import pytest

from rill.host.web.node_link import PendingCall, detached_error
from rill.protocol import GuestError


async def test_a_rejected_call_stops_waiting_and_complains_to_nobody() -> None:
    loop = asyncio.get_running_loop()
    call = PendingCall(1, "focus", [], loop.create_future())
    call.timer = loop.call_later(60, lambda: None)
    timer = call.timer
    call.reject(detached_error("focus"))
    assert timer.cancelled()
    assert call.timer is None
    # Once more is nothing.
    call.reject(GuestError("again"))
    with pytest.raises(GuestError) as caught:
        await call.answer
    assert (caught.value.code, str(caught.value)) == ("detached", "no browser is there for 'focus'")
