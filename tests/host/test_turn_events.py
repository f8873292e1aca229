from __future__ import annotations

from typing import Any

from rill.host import BatchBegin, TurnBegin, TurnEnd
from rill.protocol.errors import GuestError
from rill.protocol.messages import CallFunction, Destroy, GuestMessage, HostEvent, Log, Message, Start
from rill.protocol.operations import Delete, Text

from .pair import Pair, batch, button, mounted, pair


def heard(p: Pair) -> list[Any]:
    """Everything about turns that the session publishes from now on, in order."""
    events: list[Any] = []
    for name in ("turn_begin", "batch_begin", "turn_end"):
        p.session.on(name, events.append)
    return events


async def test_a_turn_is_told_from_its_message_to_its_end() -> None:
    log = Log("info", ["hi"], None)
    async with pair(mounted(), [batch(2, Text(2, "bye")), log], start=False) as p:
        events = heard(p)
        await p.session.start()
        await p.session.send_event("GO", {"x": 1})
        assert [type(event) for event in events] == [TurnBegin, BatchBegin, TurnEnd] * 2
        start, _, mounting, begin, batch_begin, end = events
        assert start.message == Start(0, 0.0, {}, {}, 7, None)
        assert mounting.nodes == 2
        assert (begin.turn, batch_begin.turn, end.turn) == (2, 2, 2)
        assert begin.message == HostEvent(0, 0.0, "GO", {"x": 1})
        assert (begin.now_ms, begin.waited) == (p.clock.now_ms(), 0)
        assert (batch_begin.sequence, batch_begin.operations) == (2, (Text(2, "bye"),))
        assert end.changes.operations == batch_begin.operations
        assert (end.frames, end.error, end.nodes) == ([log], None, 2)
        statistics = p.session.statistics()
        assert sum(event.message_bytes for event in (start, begin)) == statistics.bytes_in
        assert sum(event.outbox_bytes for event in (mounting, end)) == statistics.bytes_out
        assert end.guest_ms == statistics.turn_ms_last
        assert min(end.decode_ms, end.check_ms, end.apply_ms, end.show_ms) > 0


async def test_before_a_batch_the_tree_is_as_it_was() -> None:
    async with pair(mounted(), [batch(2, Text(2, "bye"), Delete(1))]) as p:
        texts: list[str] = []
        p.session.on("turn_begin", lambda event: texts.append(p.session.tree.root.text_content))
        p.session.on("batch_begin", lambda event: texts.append(p.session.tree.root.text_content))
        p.session.on("turn_end", lambda event: texts.append(p.session.tree.root.text_content))
        await p.session.send_event("GO")
        assert texts == ["hello", "hello", ""]


async def test_the_message_names_the_node_and_event_of_a_person_and_how_many_wait_behind_it() -> None:
    async with pair(mounted(*button(10))) as p:
        events = heard(p)
        node = p.session.tree.find(10)
        assert node is not None
        for _ in range(3):
            p.session.tree.emit(node, "onPress", {"source": "key"})
        await p.settled()
        begun = [event for event in events if isinstance(event, TurnBegin)]
        assert [(type(event.message), event.message.target) for event in begun] == [  # type: ignore[attr-defined]
            (CallFunction, (10, "onPress"))
        ] * 3
        assert [event.waited for event in begun] == [0, 1, 0]


async def test_a_turn_without_a_batch_has_no_changes_but_its_frames() -> None:
    async with pair(mounted(), [GuestMessage("saved", 1)]) as p:
        events = heard(p)
        await p.session.send_event("GO")
        assert [type(event) for event in events] == [TurnBegin, TurnEnd]
        assert (events[1].changes, events[1].frames) == (None, [GuestMessage("saved", 1)])


async def test_a_turn_in_which_the_guest_ends_says_why() -> None:
    refused = [batch(2, Text(99, "nobody"))]
    for step, code in ((GuestError("boom", code="thrown"), "thrown"), (refused, "node_unknown")):
        async with pair(mounted(), step) as p:
            events = heard(p)
            p.session._enqueue_message(HostEvent(0, 0.0, "GO", None))
            await p.settled()
            p.assert_failed(GuestError, code)
            assert [type(event) for event in events] == [TurnBegin, TurnEnd]
            assert (events[1].error, events[1].changes) == (p.session.error, None)


async def test_turns_are_numbered_anew_after_a_restart_and_the_last_is_destroy() -> None:
    async with pair(mounted()) as p:
        events = heard(p)
        await p.session.restart()
        await p.session.close("done")
        begun: list[tuple[int, type[Message]]] = [
            (event.turn, type(event.message)) for event in events if isinstance(event, TurnBegin)
        ]
        assert begun == [(1, Start), (2, Destroy)]


async def test_whoever_does_not_listen_makes_nothing(monkeypatch: Any) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("a record was made for nobody")

    for name in ("TurnBegin", "BatchBegin", "TurnEnd"):
        monkeypatch.setattr(f"rill.host.session.{name}", refuse)
    async with pair(mounted(), [batch(2, Text(2, "bye"))]) as p:
        await p.session.send_event("GO")
        assert p.recorder.tree.root.text_content == "bye"
