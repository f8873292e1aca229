from __future__ import annotations

from typing import Any

from host.pair import Pair, batch, button, mounted, pair

from rill.devtools import recording as module
from rill.devtools.recording import Recording, counted_kinds, timed_steps
from rill.protocol.errors import BuildError, GuestError, HostError, LimitError
from rill.protocol.messages import ErrorFrame, ErrorShape, GuestMessage, HostCall, HostEvent, Log, TimerSet
from rill.protocol.operations import Append, Create, RefCall, Text, Update


async def press(p: Pair, id: int) -> None:
    node = p.session.tree.find(id)
    assert node is not None
    p.session.tree.emit(node, "onPress", {"source": "key"})
    await p.settled()


async def test_what_a_press_did() -> None:
    done = [batch(2, Text(2, "bye"), Update(10, {"disabled": True}, [])), GuestMessage("saved", 1)]
    async with pair(mounted(*button(10)), done) as p:
        recording = Recording(p.session)
        await press(p, 10)
        (turn,) = recording.turns
        assert (turn.number, turn.guest, turn.turn, turn.sequence) == (0, 1, 2, 2)
        assert turn.cause == 'press Button "Button 10"'
        assert turn.counts == {"TEXT": 1, "UPDATE": 1}
        assert turn.operations is not None
        assert [turn.operations.words(index) for index in range(turn.operation_count)] == [
            'TEXT 2 "hello" -> "bye" in 1 Text',
            "UPDATE 10 Button {disabled: — -> true}",
        ]
        assert turn.frames == ("MESSAGE saved 1",)
        assert (turn.nodes, turn.error, turn.ended) == (3, None, True)
        statistics = recording.statistics()
        assert (turn.outbox_bytes, turn.guest_ms) == (
            statistics.bytes_out - len_of_start(p),
            statistics.turn_ms_last,
        )
        assert [name for name, took in timed_steps(turn) if took > 0] == ["guest", "decode", "check", "apply", "show"]
        assert turn.total_ms == sum(took for _, took in timed_steps(turn))
        assert recording.changed_ids == {1, 10}
        assert counted_kinds(turn.counts) == "1 TEXT, 1 UPDATE"


def len_of_start(p: Pair) -> int:
    return int(p.of("batch")[0].outbox_bytes)


async def test_answers_name_what_they_answer() -> None:
    calls = [
        *mounted(*button(10), RefCall(10, "focus", [], 1)),
        HostCall(1, "ask", ["x"]),
    ]
    async with pair(calls, functions={"ask": lambda word: word * 2}, start=False) as p:
        recording = Recording(p.session)
        await p.session.start()
        await p.settled()
        assert [turn.cause for turn in recording.turns][1:] == [
            "answer of Button.focus: null",
            'answer of host function ask: "xx"',
        ]


async def test_console_and_errors_are_kept_with_their_place_and_nothing_in_them_moves_the_cursor() -> None:
    evil = "\x1b[31mred\nnext"
    frames = [
        *mounted(),
        Log("warn", [evil, {"a": 1}], "app.tsx:3"),
        ErrorFrame(
            ErrorShape(name="TypeError", message=evil, stack="at App (src/app.tsx:12:3)\nat x (y.ts:1:1)"), False
        ),
    ]
    async with pair(frames, start=False) as p:
        recording = Recording(p.session)
        await p.session.start()
        (line,) = recording.console
        assert (line.level, line.text, line.source, line.turn) == (
            "warn", r"\x1b[31mred\nnext {a: 1}", "app.tsx:3", 1,
        )  # fmt: skip
        assert line.whole == "\\x1b[31mred\nnext {a: 1}"
        (error,) = recording.errors
        assert (error.kind, error.title, error.place) == ("survived", "TypeError (exception)", "src/app.tsx:12:3")
        assert error.message == "TypeError: \\x1b[31mred\nnext"
        assert error.detail.splitlines()[0] == "at App (src/app.tsx:12:3)"


async def test_an_end_is_an_error_of_its_turn_and_a_restart_begins_another_guest() -> None:
    boom = GuestError("boom", code="thrown", name="Error", stack="at App (app.tsx:1:2)")
    async with pair(scripts=[[mounted(), boom], [mounted()]]) as p:
        recording = Recording(p.session)
        p.session._enqueue_message(HostEvent(0, 0.0, "GO", None))
        await p.settled()
        await p.session.restart()
        first, second = recording.turns
        assert (first.error, first.guest, second.guest, second.turn) == (p.of("fatal_error")[0], 1, 2, 1)
        assert [(error.kind, error.place) for error in recording.errors] == [("fatal", "app.tsx:1:2")]
        assert [line.level for line in recording.console] == ["restart"]


async def test_a_recording_of_a_guest_that_has_failed_begins_with_its_error() -> None:
    async with pair(mounted(), GuestError("boom", code="thrown")) as p:
        p.session._enqueue_message(HostEvent(0, 0.0, "GO", None))
        await p.settled()
        assert [error.title for error in Recording(p.session).errors] == ["GuestError (thrown)"]


async def test_where_errors_of_other_kinds_were() -> None:
    async with pair(mounted()) as p:
        recording = Recording(p.session)
        recording.add_error("host", HostError("no view", code="view_missing", path="StepList"))
        recording.add_error("build", BuildError("no", path="app.tsx", line=4, frame="4 | x\n    ^"))
        recording.add_error("fatal", LimitError("slow", limit="turn_ms"))
        assert [error.place for error in recording.errors] == ["StepList", "app.tsx:4", "Limits.turn_ms"]
        assert recording.errors[1].detail == "4 | x\n    ^"


async def test_paused_it_counts_and_keeps_nothing() -> None:
    async with pair(mounted(), [*[Log("info", ["x"], None)] * 2]) as p:
        recording = Recording(p.session)
        recording.pause()
        await p.session.send_event("GO")
        assert (len(recording.turns), len(recording.console), recording.missed) == (0, 0, 3)
        recording.resume()
        await p.session.send_event("GO")
        assert [turn.cause for turn in recording.turns] == ["event GO null"]
        recording.clear()
        assert (len(recording.turns), recording.missed) == (0, 0)


async def test_paused_in_the_middle_of_a_turn_nothing_is_mixed_up() -> None:
    async with pair(mounted(), [batch(2, Text(2, "a"))], [batch(3, Text(2, "b"))]) as p:
        recording = Recording(p.session)
        ends = p.session.on("turn_begin", lambda _: recording.pause())
        await p.session.send_event("ONE")
        ends()
        recording.resume()
        await p.session.send_event("TWO")
        assert [(turn.cause, turn.counts) for turn in recording.turns] == [
            ("event ONE null", {"TEXT": 1}),
            ("event TWO null", {"TEXT": 1}),
        ]


async def test_closed_it_hears_nothing_and_the_session_tells_nobody() -> None:
    async with pair(mounted()) as p:
        told: list[None] = []
        recording = Recording(p.session, lambda: told.append(None))
        await p.session.send_event("GO")
        assert len(told) == 2
        recording.close()
        recording.close()
        assert not recording.is_open
        await p.session.send_event("GO")
        assert (len(recording.turns), len(told)) == (1, 2)
        assert not any(p.session._listeners.has(name) for name in ("turn_begin", "batch_begin", "turn_end"))


async def test_rings_are_bounded_and_old_turns_keep_their_line_only(monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "OUTBOX_BYTES_MAX", 5_000)
    steps = [[batch(number, Text(2, "x" * 1_000)), TimerSet(number, 1e9, False)] for number in range(2, 12)]
    async with pair(mounted(), *steps) as p:
        recording = Recording(p.session)
        for _ in steps:
            await p.session.send_event("GO")
        kept = [turn.operations is not None for turn in recording.turns]
        assert kept == [False] * 6 + [True] * 4
        assert [turn.counts for turn in recording.turns] == [{"TEXT": 1}] * 10
        assert [turn.frames is not None for turn in recording.turns] == kept
        recording.clear()
        for number in range(module.CONSOLE_MAX + 5):
            recording.add_console("info", str(number))
        assert len(recording.console) == module.CONSOLE_MAX
        assert recording.console_count == module.CONSOLE_MAX + 5
        recording.add_console("info", "x" * 100_000)
        assert len(recording.console[-1].text) == module.CONSOLE_CHARACTERS


async def test_a_batch_that_is_refused_is_seen_with_what_it_wanted() -> None:
    async with pair(mounted(), [batch(2, Create(5, "Row", {}), Append(77, 5))], [batch(2, Append(2, 2))]) as p:
        recording = Recording(p.session)
        p.session._enqueue_message(HostEvent(0, 0.0, "GO", None))
        await p.settled()
        assert p.session.state == "failed"
        (turn,) = recording.turns
        assert turn.error is p.session.error
        assert turn.sequence is None
