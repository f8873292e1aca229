"""The host: engine, sessions, receiver and adapters."""

from __future__ import annotations

from rill.host.adapter import Adapter
from rill.host.assets import Assets, Sources
from rill.host.bus import Bus, LocalBus
from rill.host.channels import ChannelMessage, ChannelRule, Channels, Member, Visit
from rill.host.clock import Clock, ManualClock, SystemClock
from rill.host.engine import Engine, Opening
from rill.host.functions import GuestFunction
from rill.host.receiver import CheckedBatch, Receiver, ReceiverStatistics
from rill.host.registry import Registry
from rill.host.session import BatchEvent, LogEvent, Session
from rill.host.statistics import Health, SessionState, SessionStatistics
from rill.host.tree import Changes, Node, Tree
from rill.host.turn_events import BatchBegin, TurnBegin, TurnEnd

__all__ = [
    "Adapter",
    "Assets",
    "BatchBegin",
    "BatchEvent",
    "Bus",
    "Changes",
    "ChannelMessage",
    "ChannelRule",
    "Channels",
    "CheckedBatch",
    "Clock",
    "Engine",
    "GuestFunction",
    "Health",
    "LocalBus",
    "LogEvent",
    "ManualClock",
    "Member",
    "Node",
    "Opening",
    "Receiver",
    "ReceiverStatistics",
    "Registry",
    "Session",
    "SessionState",
    "SessionStatistics",
    "Sources",
    "SystemClock",
    "Tree",
    "TurnBegin",
    "TurnEnd",
    "Visit",
]
