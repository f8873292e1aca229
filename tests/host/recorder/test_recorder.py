"""The recorder: its eyes, its hands and its log, on trees that a script makes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from host.pair import Pair, batch, pair
from rill import HostError
from rill.host.recorder import START_MS, Recorder, RefMethodCall
from rill.protocol.messages import CallFunction, RefMethodResult, Timer, TimerSet
from rill.protocol.operations import (
    Append,
    Clone,
    Clones,
    Create,
    Delete,
    Operation,
    RefCall,
    Slot,
    Template,
    Text,
    Update,
)

pytestmark = pytest.mark.usefixtures("loop_watch")


def form() -> list[Operation]:
    """A heading, a labelled field, a check box with words, a button in a row, and something hidden."""
    return [
        Create(1, "View", {"id": "form"}),
        Create(2, "Text", {"role": "heading"}),
        Create(3, "#text", "Sign "),
        Create(4, "#text", "up"),
        Create(5, "TextInput", {"label": "Name", "maxLength": 5, "onChange": True, "onSubmit": True}),
        Create(6, "Checkbox", {"onChange": True}),
        Create(7, "#text", "I agree"),
        Create(8, "Row", {}),
        Create(9, "Button", {"onPress": True}),
        Create(10, "#text", "Go"),
        Create(11, "View", {"hidden": True, "id": "secret"}),
        Create(12, "Button", {"onPress": True, "title": "Hidden"}),
        Append(2, 3), Append(2, 4), Append(6, 7), Append(9, 10), Append(8, 9), Append(11, 12),
        Append(1, 2), Append(1, 5), Append(1, 6), Append(1, 8), Append(1, 11), Append(0, 1),
    ]  # fmt: skip


FIRST = [batch(1, *form())]


def calls(p: Pair) -> list[tuple[Any, Any]]:
    """Target and payload of what the person's acts led to."""
    return [(call.target, call.args[0] if call.args else None) for call in p.told(CallFunction)]


# -- eyes


async def test_nodes_are_found_by_role_text_id_and_type() -> None:
    async with pair(FIRST) as p:
        find = p.recorder.find
        assert find(role="heading").id == 2
        assert find(text="Sign up").id == 2
        assert find(text=re.compile("agr")).id == 6
        assert find(role="button", text="Go").id == 9
        assert find(id="form").id == 1
        assert find(type="Row").id == 8
        assert find(role="textbox", text="Name").id == 5
        assert [node.id for node in p.recorder.find_all(text=re.compile("o"))] == [9]
        assert p.recorder.find_all(text="nowhere") == []


async def test_of_nodes_inside_each_other_the_innermost_is_found() -> None:
    async with pair(FIRST) as p:
        # The row's text is its button's.
        assert [node.id for node in p.recorder.find_all(text="Go")] == [9]
        assert p.recorder.find(type="Row", text="Go").id == 8


async def test_hidden_nodes_are_found_only_when_asked_for() -> None:
    async with pair(FIRST) as p:
        assert p.recorder.find_all(text="Hidden") == []
        assert p.recorder.find_all(id="secret") == []
        assert p.recorder.find(text="Hidden", hidden=True).id == 12
        with pytest.raises(HostError) as caught:
            await p.recorder.press(p.recorder.find(text="Hidden", hidden=True))
        assert caught.value.code == "node_hidden"


async def test_none_and_several_are_errors_that_show_the_tree() -> None:
    async with pair(FIRST) as p:
        with pytest.raises(HostError) as none:
            p.recorder.find(role="button", text="Gone")
        assert none.value.code == "node_not_found"
        assert "role='button', text='Gone', found 0" in str(none.value)
        assert 'Button onPress "Go"' in str(none.value)
        with pytest.raises(HostError) as several:
            p.recorder.find()
        assert several.value.code == "node_ambiguous"


async def test_a_recorder_that_shows_nothing_says_so() -> None:
    with pytest.raises(HostError) as caught:
        Recorder().golden()
    assert caught.value.code == "recorder_detached"


async def test_the_log_holds_every_operation_and_batch() -> None:
    async with pair(FIRST, [batch(2, Text(10, "Now"))]) as p:
        await p.session.send_event("x")
        assert [changes.sequence for changes in p.recorder.batches] == [1, 2]
        assert p.recorder.operations == [*form(), Text(10, "Now")]
        # The tree can be read when the session is closed.
        await p.session.close()
        assert p.recorder.find(text="Now").alive


# -- hands


async def test_a_press_goes_to_the_closest_node_that_listens() -> None:
    async with pair(FIRST) as p:
        text = p.session.tree.find(10)
        assert text is not None
        await p.recorder.press(p.recorder.find(text="Go"))
        await p.recorder.press(text)
        ((target, payload), again) = calls(p)
        assert (target, payload["source"]) == ((9, "onPress"), "pointer")
        assert again[0] == (9, "onPress")
        with pytest.raises(HostError) as caught:
            await p.recorder.press(p.recorder.find(role="heading"))
        assert caught.value.code == "nothing_to_press"


async def test_a_press_toggles_what_can_be_toggled() -> None:
    async with pair(FIRST) as p:
        box = p.recorder.find(role="checkbox")
        assert p.recorder.value(box) is False
        await p.recorder.press(box)
        await p.recorder.press(p.session.tree.find(7) or box)
        assert calls(p) == [
            ((6, "onChange"), {"value": True, "version": 1}),
            ((6, "onChange"), {"value": False, "version": 2}),
        ]


async def test_typing_is_one_change_for_each_key_up_to_the_field_s_length() -> None:
    async with pair(FIRST) as p:
        field = p.recorder.find(role="textbox")
        await p.recorder.type(field, "abcdefg")
        assert [payload for _, payload in calls(p)] == [
            {"value": "abcde"[:count], "version": count} for count in range(1, 6)
        ]
        assert p.recorder.value(field) == "abcde"
        await p.recorder.fill(field, "replaced")
        assert p.recorder.value(field) == "repla"
        await p.recorder.submit(field)
        assert calls(p)[-1] == ((5, "onSubmit"), {"value": "repla", "version": 6})


async def test_a_value_of_the_guest_counts_if_it_is_as_new_as_what_was_typed() -> None:
    steps = [
        FIRST,
        (),
        (),
        [batch(2, Update(5, {"value": "stale", "valueVersion": 1}, []))],
        [batch(3, Update(5, {"value": "fresh", "valueVersion": 2}, []))],
        [batch(4, Update(5, {"value": "forced", "valueVersion": "force"}, []))],
    ]
    async with pair(*steps) as p:
        field = p.recorder.find(role="textbox")
        await p.recorder.type(field, "ab")
        shown = []
        for _ in range(3):
            await p.session.send_event("x")
            shown.append(p.recorder.value(field))
        assert shown == ["ab", "fresh", "forced"]


async def test_what_a_person_cannot_do_is_refused() -> None:
    changes: list[Any] = [
        Update(5, {"disabled": True}, []),
        Update(6, {"disabled": True}, []),
        Update(9, {"disabled": True}, []),
    ]
    steps = [
        FIRST,
        [batch(2, Update(5, {"readOnly": True}, []))],
        [batch(3, *changes)],
        [batch(4, Update(5, {"multiline": True}, ["disabled", "readOnly"]))],
        [batch(5, Delete(1))],
    ]
    async with pair(*steps) as p:
        recorder = p.recorder
        field, box, button = (recorder.find(role=role) for role in ("textbox", "checkbox", "button"))

        async def refused(*acts: Any) -> list[str]:
            codes = []
            for act, *args in acts:
                with pytest.raises(HostError) as caught:
                    await act(*args)
                codes.append(caught.value.code)
            return codes

        assert await refused((recorder.type, button, "x"), (recorder.submit, box)) == ["not_a_field"] * 2
        await p.session.send_event("read only")
        assert await refused((recorder.type, field, "x"), (recorder.fill, field, "x")) == ["node_disabled"] * 2
        await p.session.send_event("disabled")
        acts = [(recorder.type, field, "x"), (recorder.press, box), (recorder.press, button)]
        assert await refused(*acts) == ["node_disabled"] * 3
        await p.session.send_event("several lines")
        assert await refused((recorder.submit, field)) == ["not_a_field"]
        await p.session.send_event("delete")
        acts = [(recorder.type, field, "x"), (recorder.press, box), (recorder.press, button)]
        assert await refused(*acts) == ["node_gone"] * 3
        assert await refused((recorder.emit, button, "onSwipe")) == ["event_unknown"]
        assert calls(p) == []


async def test_any_event_may_be_reported() -> None:
    async with pair([batch(1, *form(), Update(9, {"onKeyDown": True}, []))]) as p:
        await p.recorder.emit(p.recorder.find(role="button"), "onKeyDown", {"key": "Enter"})
        ((target, payload),) = calls(p)
        assert (target, payload["key"]) == ((9, "onKeyDown"), "Enter")


async def test_the_focus_moves_and_is_reported() -> None:
    marks = [Update(5, {"onFocus": True, "onBlur": True}, []), Update(9, {"onFocus": True}, [])]
    async with pair([batch(1, *form(), *marks)], (), (), (), [batch(2, Delete(8))]) as p:
        field, button = p.recorder.find(role="textbox"), p.recorder.find(role="button")
        await p.recorder.focus(field)
        await p.recorder.focus(field)
        await p.recorder.focus(button)
        assert [target for target, _ in calls(p)] == [(5, "onFocus"), (5, "onBlur"), (9, "onFocus")]
        assert p.recorder.focused is button
        await p.session.send_event("delete the row")
        assert p.recorder.focused is None


async def test_methods_are_noted_and_those_that_mean_something_are_carried_out() -> None:
    asks = [
        RefCall(5, "focus", [], 1),
        RefCall(5, "isFocused", [], 2),
        RefCall(5, "select", [1, 2], 3),
        RefCall(5, "blur", [], 4),
        RefCall(5, "isFocused", [], 5),
        RefCall(5, "clear", [], 6),
    ]
    async with pair(FIRST, (), (), [batch(2, *asks)]) as p:
        field = p.recorder.find(role="textbox")
        await p.recorder.type(field, "ab")
        await p.session.send_event("ask")
        await p.settled()
        assert [call.method for call in p.recorder.calls] == [ask.method for ask in asks]
        assert p.recorder.calls[2] == RefMethodCall(field, "select", (1, 2))
        assert [(answer.call, answer.value) for answer in p.told(RefMethodResult)] == [
            (1, None), (2, True), (3, None), (4, None), (5, False), (6, None),
        ]  # fmt: skip
        assert p.recorder.value(field) == ""
        assert calls(p)[-1] == ((5, "onChange"), {"value": "", "version": 3})


# -- time


async def test_time_stands_still_until_it_is_let_pass() -> None:
    def again(message: Any) -> list[Any]:
        return [TimerSet(2, 15, False)]

    async with pair([TimerSet(1, 10, False)], again, again) as p:
        assert p.clock.now_ms() == START_MS
        await p.recorder.advance(100)
        assert p.clock.now_ms() == START_MS + 100
        # Each at its own time, though they were set one after the other.
        assert [message.now_ms - START_MS for message in p.told(Timer)] == [10, 25, 40]


async def test_a_recorder_may_be_used_for_a_second_session() -> None:
    async with pair(FIRST) as p:
        await p.recorder.type(p.recorder.find(role="textbox"), "ab")
        await p.session.restart()
        assert p.recorder.value(p.recorder.find(role="textbox")) == ""
        assert len(p.recorder.batches) == 2


async def test_a_modal_in_a_clone_is_noted_like_any_other_and_so_is_a_toast() -> None:
    tree = ["View", {}, [["Modal", {"title": "Sure?"}, [["Button", {"title": "Yes"}, []]]]]]
    toast = ["Toast", {"durationMs": 1_000}, [["#text", "Done"]]]
    clones = [
        Template(1, tree, [Slot(2, 2, "onPress")]), Clone(1, 20, [True]), Append(0, 20),
        Template(2, toast, []), Clones(2, 30, 2, 0, None, []),
    ]  # fmt: skip
    async with pair(FIRST, [batch(2, *clones)]) as p:
        await p.session.send_event("more")
        assert len(p.recorder.find_all(type="Toast")) == 2
        with pytest.raises(HostError, match="waits behind <Modal 'Sure\\?'>"):
            await p.recorder.press(p.recorder.find(role="button", text="Go"))
        await p.recorder.press(p.recorder.find(role="button", text="Yes"))
        assert calls(p)[-1][0] == (22, "onPress")
        await p.recorder.advance(1_000)
        assert p.recorder.find_all(type="Toast") == []
