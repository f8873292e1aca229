"""What views say of events, and how a browser's events are read."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from host.trees import Given
from rill.host.web.view import DomEvent, on, policy_words
from rill.protocol.operations import Append, Create
from rill.protocol.values import Value


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (True, ""),
        ({}, ""),
        ({"prevent": True, "stop": True}, ":p,s"),
        ({"prevent": False, "debounce_ms": 250.4, "throttle_ms": 0}, ":d250"),
        ({"throttle_ms": 16, "keys": ["Enter", " ", "a,b:c", "ä"]}, ":t16,kEnter,k%20,ka%2Cb%3Ac,k%C3%A4"),
    ],
)
def test_a_listeners_policy_is_said_in_words_that_cannot_be_more_than_they_are(mark: Value, words: str) -> None:
    assert policy_words(mark) == words


def test_an_element_wants_the_events_that_its_guest_listens_to() -> None:
    given = Given(Create(1, "Button", {"title": "x", "onPress": {"stop": True}, "onFocus": True}), Append(0, 1))
    node = given.node(1)
    assert on(node, click="onPress", blur="onBlur", focus="onFocus") == "click:s focus"
    assert on(node, blur="onBlur") is None


def test_an_event_has_its_defaults_where_a_browser_says_nothing() -> None:
    event = msgspec.convert({}, DomEvent)
    assert event == DomEvent()
    assert event.modifiers == {"shift": False, "ctrl": False, "alt": False, "meta": False}
    assert DomEvent(mods=9).modifiers == {"shift": True, "ctrl": False, "alt": False, "meta": True}


@pytest.mark.parametrize(
    "fields", [{"mods": "1"}, {"value": 1}, {"value": {}}, {"caret": [1]}, {"scroll": [0]}, {"unknown": 1}, {"open": 1}]
)
def test_an_event_of_another_form_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(fields, DomEvent)
