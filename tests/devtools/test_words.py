from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from rill.components import CATALOGUE
from rill.devtools.words import OperationWords, cause_words, frame_words, log_words, node_words, value_words
from rill.host.receiver import Receiver
from rill.host.tree import Node
from rill.protocol.limits import Limits
from rill.protocol.messages import (
    Batch,
    CallFunction,
    ConfigUpdate,
    Destroy,
    ErrorFrame,
    ErrorShape,
    GuestMessage,
    HostCall,
    HostEvent,
    HostResult,
    Log,
    RefMethodResult,
    Release,
    Start,
    Timer,
    TimerClear,
    TimerSet,
)
from rill.protocol.operations import (
    Append,
    Clear,
    Clone,
    Clones,
    Create,
    Delete,
    Insert,
    Patch,
    RefCall,
    Remove,
    Reorder,
    Slot,
    SlotKind,
    Template,
    Text,
    Update,
)
from rill.protocol.values import UNDEFINED, ErrorValue, FunctionRef, MapValue, SetValue


class Guest:
    """A tree, and the words for each batch that changes it."""

    def __init__(self) -> None:
        self.receiver = Receiver(CATALOGUE, Limits())
        self.sequence = 0

    def batch(self, *operations: Any) -> list[str]:
        self.sequence += 1
        batch = Batch(1, self.sequence, list(operations))
        words = OperationWords(operations, self.receiver.tree)
        self.receiver.receive_batch(batch)
        return [words.words(index) for index in range(len(words))]


SCREEN = [
    Create(1, "Column", {}),
    Create(2, "Text", {"id": "count"}),
    Create(3, "#text", "Count: 1"),
    Append(2, 3),
    Append(1, 2),
    Create(4, "Button", {"title": "Save", "disabled": True, "onPress": True}),
    Append(1, 4),
    Append(0, 1),
]


def test_every_kind_of_operation_is_said_with_what_it_changes() -> None:
    guest = Guest()
    assert guest.batch(*SCREEN) == [
        "CREATE 1 Column {}",
        'CREATE 2 Text {id: "count"}',
        'CREATE 3 #text "Count: 1"',
        "APPEND 3 #text to 2 Text",
        "APPEND 2 Text to 1 Column",
        'CREATE 4 Button {title: "Save", disabled: true, onPress: true}',
        "APPEND 4 Button to 1 Column",
        "APPEND 1 Column to root",
    ]
    assert guest.batch(
        Text(3, "Count: 2"),
        Update(4, {"disabled": False, "label": "Save all"}, ["title"]),
        Update(4, {"disabled": True}, []),
        Create(5, "Row", {}),
        Insert(1, 5, 4),
        Reorder(1, [4, 5, 2]),
        RefCall(4, "focus", [], 1),
        Remove(1, 5),
        Delete(5),
        Clear(2),
    ) == [
        'TEXT 3 "Count: 1" -> "Count: 2" in 2 Text',
        'UPDATE 4 Button {disabled: true -> false, label: — -> "Save all", title: "Save" -> —}',
        "UPDATE 4 Button {disabled: false -> true}",
        "CREATE 5 Row {}",
        "INSERT 5 Row into 1 Column before 4 Button",
        "REORDER children of 1 Column: [4, 5, 2]",
        "REF_CALL 4 Button.focus()",
        "REMOVE 5 Row from 1 Column",
        "DELETE 5 Row",
        "CLEAR 2 Text: 1 child",
    ]


def test_templates_and_clones_are_said_too_and_clones_stay_as_they_are() -> None:
    guest = Guest()
    tree = ["Row", {}, [["Text", {}, [["#text", ""]]], ["Button", {}, []]]]
    slots = [Slot(SlotKind.TEXT, 2), Slot(SlotKind.PROP, 3, "title"), Slot(SlotKind.EVENT, 3, "onPress")]
    assert guest.batch(
        Create(1, "Column", {}),
        Append(0, 1),
        Template(7, tree, slots),
        Clone(7, 10, ["one", "First", True]),
        Append(1, 10),
        Clones(7, 20, 2, 1, None, [["two", "three"], ["Second", "Third"], [True, True]]),
        Patch(10, 0, "1"),
        Update(23, {"hint": "x"}, []),
    ) == [
        "CREATE 1 Column {}",
        "APPEND 1 Column to root",
        "TEMPLATE 7 Row: 4 nodes, 3 slots",
        'CLONE 10 Row (template 7) ["one", "First", true]',
        "APPEND 10 Row to 1 Column",
        "CLONES 20… 2 × Row (template 7) into 1 Column",
        'PATCH 12 part of a Row "one" -> "1"',
        'UPDATE 23 part of a Row {hint: — -> "x"}',
    ]
    assert guest.batch(
        Patch(10, 0, "uno"),
        Patch(20, 1, "Deuxième"),
        Patch(20, 1, "Zwei"),
        Clones(7, 30, 1, 1, 10, [["0"], ["N"], [True]]),
    ) == [
        'PATCH 12 "1" -> "uno" in 11 Text',
        'PATCH 23 Button {title: "Second" -> "Deuxième"}',
        'PATCH 23 Button {title: "Deuxième" -> "Zwei"}',
        "CLONES 30… 1 × Row (template 7) into 1 Column before 10 Row",
    ]


def test_operations_are_counted_by_kind() -> None:
    words = OperationWords(SCREEN, Guest().receiver.tree)
    assert words.counts() == {"CREATE": 4, "APPEND": 4}
    assert len(words) == 8


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (Start(0, 0.0, {}, {}, 1, None), "start"),
        (Start(0, 0.0, {"a": 1}, {}, 1, None), "start {a: 1}"),
        (CallFunction(0, 0.0, (4, "onPress"), [{"source": "key", "shift": False}], None), 'press Button "Save"'),
        (CallFunction(0, 0.0, (2, "onKeyDown"), [{"key": "F2"}], None), 'key down Text "Count: 1": "F2"'),
        (CallFunction(0, 0.0, (4, "onChange"), [{"value": "a", "version": 3}], None), 'change Button "Save": "a"'),
        (CallFunction(0, 0.0, (4, "onLayout"), [{"width": 8}], None), 'layout Button "Save": {width: 8}'),
        (CallFunction(0, 0.0, (99, "onPress"), [], None), "press node 99, which is gone"),
        (CallFunction(0, 0.0, 12, ["x", 1], 3), 'call function 12("x", 1)'),
        (HostEvent(0, 0.0, "REFRESH", {"all": True}), "event REFRESH {all: true}"),
        (ConfigUpdate(0, 0.0, {"theme": "dark"}), 'config {theme: "dark"}'),
        (HostResult(0, 0.0, 7, True, 1), "answer of host function save: 1"),
        (RefMethodResult(0, 0.0, 9, False, ErrorValue(message="no")), "refusal of call 9: Error: no"),
        (Timer(0, 0.0, [1, 2]), "timer 1, 2"),
        (Release(0, 0.0, [1]), "release 1 function"),
        (Destroy(0, 0.0, "closed"), "destroy: closed"),
    ],
)
def test_why_a_turn_began(message: Any, words: str) -> None:
    guest = Guest()
    guest.batch(*SCREEN)
    assert cause_words(message, guest.receiver.tree, {7: "host function save"}) == words


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (GuestMessage("saved", {"n": 1}), "MESSAGE saved {n: 1}"),
        (HostCall(1, "save", ["x"]), 'HOST_CALL save("x")'),
        (TimerSet(3, 500.0, True), "TIMER_SET 3 in 500 ms, repeating"),
        (TimerClear(3), "TIMER_CLEAR 3"),
        (Log("warn", ["low", 3], None), "LOG warn low 3"),
        (ErrorFrame(ErrorShape(name="TypeError", message="x"), True), "ERROR TypeError: x (fatal)"),
    ],
)
def test_what_a_guest_said(frame: Any, words: str) -> None:
    assert frame_words(frame) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (UNDEFINED, "undefined"),
        (True, "true"),
        (1.5, "1.5"),
        ([1, [2]], "[1, [2]]"),
        ({"a": {}}, "{a: {}}"),
        (FunctionRef(3), "function 3"),
        (b"abc", "3 bytes"),
        (MapValue((("a", 1),)), 'Map [["a", 1]]'),
        (SetValue((1, 2)), "Set [1, 2]"),
        (datetime(2025, 1, 2, tzinfo=UTC), "2025-01-02T00:00:00+00:00"),
    ],
)
def test_values(value: Any, words: str) -> None:
    assert value_words(value) == words


def test_values_are_cut_and_their_work_is_bounded() -> None:
    assert value_words("x" * 500, 10) == '"xxxxxxxxx…'
    deep: Any = 1
    for _ in range(500):
        deep = [deep]
    assert value_words(deep) == "[[[[[[[…]]]]]]]"

    class Endless(dict[str, int]):
        looked = 0

        def items(self) -> Any:
            for number in range(1_000_000):
                self.looked += 1
                yield f"k{number}", number

    endless = Endless()
    assert value_words(endless).endswith("…")
    assert endless.looked < 50


def test_no_string_of_a_guest_moves_the_cursor_or_breaks_the_line() -> None:
    evil = "\x1b[31m\n\u202e[bold]"
    guest = Guest()
    words = guest.batch(
        Create(1, "Button", {"title": evil, "style": None}), Append(0, 1), Update(1, {"title": evil}, [])
    )
    node = guest.receiver.tree.find(1)
    assert node is not None
    lines = [
        *words,
        node_words(node),
        cause_words(HostEvent(0, 0.0, evil, {evil: evil}), guest.receiver.tree, {}),
        cause_words(Destroy(0, 0.0, evil), guest.receiver.tree, {}),
        frame_words(GuestMessage(evil, evil)),
        frame_words(HostCall(1, evil, [evil])),
        frame_words(Log("info", [evil], None)),
        frame_words(ErrorFrame(ErrorShape(name=evil, message=evil), False)),
        log_words([evil, {evil: 1}]),
    ]
    assert all(line.isprintable() for line in lines), lines
    # All but APPEND say it, and none says it otherwise than it is.
    assert [line for line in lines if r"\x1b[31m\n\u202e[bold]" not in line] == ["APPEND 1 Button to root"]


@pytest.mark.parametrize(
    ("type", "props", "words"),
    [
        ("Button", {"title": "Save", "label": "Save all"}, 'Button "Save all"'),
        ("TextInput", {"placeholder": "Search"}, 'TextInput "Search"'),
        ("TableRow", {"index": 0, "cells": [101, {"text": "Oak"}, None, "open"]}, 'TableRow "101 Oak open"'),
        ("TreeItem", {"index": 0, "text": "Docs"}, 'TreeItem "Docs"'),
        ("Row", {"id": "tools"}, 'Row "tools"'),
        ("View", {}, "View"),
    ],
)
def test_what_an_element_is_called(type: str, props: dict[str, Any], words: str) -> None:
    node = Node(Receiver(CATALOGUE, Limits()).tree, 1, type, CATALOGUE[type], props)
    assert node_words(node) == words
