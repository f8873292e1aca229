"""The frames of one guest, without any socket."""

from __future__ import annotations

from typing import Any

import msgspec

from host.pair import bundle_of
from rill.host.session import SessionTimings
from rill.host.timings import Timings
from rill.host.web import Guest, WebLimits
from rill.host.web.live_guest import LiveGuest, Recipe, goodbye, pong
from rill.protocol.web import ServerMessage

PATCH, SNAPSHOT, WELCOME, GOODBYE, PONG = ServerMessage
decode = msgspec.msgpack.decode


class Waiting:
    """An adapter that has what it is given."""

    is_snapshot_due = False

    def __init__(self) -> None:
        self.operations: list[Any] = []

    def take(self) -> list[Any]:
        taken, self.operations = self.operations, []
        return taken

    def snapshot(self) -> list[Any]:
        self.operations = []
        return [["all"]]

    @property
    def pending_cost(self) -> int:
        return len(self.operations)


class Session:
    def __init__(self) -> None:
        self.timings = SessionTimings(Timings())
        self.timings.own = Timings()


def guest(**limits: Any) -> tuple[LiveGuest, Waiting]:
    recipe = Recipe(Guest(bundle_of()), "/a?b", "", None, "B", "192.0.2.1")
    made = LiveGuest(recipe, 2, WebLimits(**limits))
    adapter = Waiting()
    made.adapter = adapter  # type: ignore[assignment]
    made.session = Session()  # type: ignore[assignment]
    return made, adapter


def test_frames_count_up_and_are_kept_until_they_are_acknowledged() -> None:
    live, adapter = guest()
    assert live.next_frame() is None
    for number in (1, 2):
        adapter.operations = [[number]]
        live.events = number * 10
        assert decode(live.next_frame() or b"") == [PATCH, 2, number, number * 10, [[number]]]
    assert len(live.outbox) == 2
    assert [decode(frame)[2] for frame in live.resume(1)] == [2]
    assert live.statistics.frames == 2
    assert live.session.timings.own is not None
    assert live.session.timings.own.stages()["encode"].count == 2


def test_the_whole_screen_makes_what_was_before_it_needless() -> None:
    live, adapter = guest()
    adapter.operations = [[1]]
    live.next_frame()
    assert live.resume(-1) == []
    assert decode(live.next_frame() or b"") == [SNAPSHOT, 2, 2, 0, [["all"]]]
    assert len(live.outbox) == 1
    adapter.is_snapshot_due = True
    assert decode(live.next_frame() or b"")[0] == SNAPSHOT


def test_which_events_ran_is_said_once_and_takes_no_number() -> None:
    live, _ = guest()
    assert live.acknowledgement() is None
    live.events = 7
    assert decode(live.acknowledgement() or b"") == [PATCH, 2, 0, 7, []]
    assert live.acknowledgement() is None
    assert len(live.outbox) == 0


def test_what_waits_while_nobody_reads_is_bounded() -> None:
    live, adapter = guest(waiting_operations=3)
    for number in range(3):
        adapter.operations.append([number])
        live.operations_wait()
    assert not live.is_resync_due
    adapter.operations.append([3])
    live.operations_wait()
    assert live.is_resync_due
    assert adapter.operations == []


def test_a_window_is_full_by_frames_or_by_bytes() -> None:
    live, adapter = guest(window_frames=2, window_bytes=1_000)
    adapter.operations = [["x"]]
    live.next_frame()
    assert not live.is_window_full
    adapter.operations = [["x"]]
    live.next_frame()
    assert live.is_window_full
    live.outbox.acknowledge(2)
    adapter.operations = [["x" * 1_000]]
    live.next_frame()
    assert live.is_window_full


def test_the_other_messages() -> None:
    live, _ = guest()
    assert decode(live.welcome(is_reset=True)) == [WELCOME, 2, live.token, 0, True]
    assert live.token.endswith(":/a?b")
    assert decode(goodbye(1, "gone", "words")) == [GOODBYE, 1, "gone", "words"]
    assert decode(pong()) == [PONG]
