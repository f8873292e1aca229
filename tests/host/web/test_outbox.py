"""Frames on their way: what a browser acknowledged, and what a new socket lacks."""

from __future__ import annotations

from rill.host.web.outbox import Outbox


def filled(*frames: bytes) -> Outbox:
    outbox = Outbox()
    for frame in frames:
        outbox.sequence += 1
        outbox.keep(frame)
    return outbox


def test_what_is_acknowledged_is_let_go_up_to_there() -> None:
    outbox = filled(b"a", b"bb", b"ccc")
    assert (len(outbox), outbox.size_bytes) == (3, 6)
    assert outbox.acknowledge(2)
    assert (len(outbox), outbox.size_bytes) == (1, 3)
    assert outbox.acknowledge(3)
    assert (len(outbox), outbox.size_bytes) == (0, 0)


def test_what_was_acknowledged_before_or_never_sent_is_no_news() -> None:
    outbox = filled(b"a", b"b")
    outbox.acknowledge(1)
    for sequence in (-1, 0, 1, 3, 2**53 - 1):
        assert not outbox.acknowledge(sequence)
    assert len(outbox) == 1
    assert not Outbox().acknowledge(0)


def test_a_browser_that_comes_back_gets_what_it_lacks() -> None:
    outbox = filled(b"a", b"b", b"c")
    assert outbox.after(1) == [b"b", b"c"]
    # What it has is acknowledged by that; what it lacks is kept, should it be cut off again.
    assert len(outbox) == 2
    assert outbox.after(1) == [b"b", b"c"]
    assert outbox.after(3) == []
    assert Outbox().after(0) == []


def test_what_is_not_here_any_more_or_never_was_cannot_be_sent() -> None:
    outbox = filled(b"a", b"b", b"c")
    outbox.acknowledge(2)
    assert [outbox.after(sequence) for sequence in (-1, 0, 1, 4)] == [None] * 4
    assert outbox.after(2) == [b"c"]
    outbox.clear()
    assert outbox.after(2) is None
    assert outbox.after(3) == []
    assert outbox.size_bytes == 0
