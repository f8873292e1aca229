"""Fields for days."""

from __future__ import annotations

from typing import Any

import pytest

from host.web.views.lowered import LISTENS
from host.web.views.standing import Standing
from rill.host.web.element import FieldValue


def test_a_day_is_the_browsers_own_field() -> None:
    field = Standing(("DateInput", {"value": "2025-12-31", "min": "2025-01-01"})).element(1)
    assert (field.tag, field.attributes["type"], field.field) == ("input", "date", FieldValue("2025-12-31"))
    assert (field.attributes["min"], field.attributes["max"]) == ("2025-01-01", "9999-12-31")


@pytest.mark.parametrize(("first", "last"), [("2025-02-30", ""), ("2026-01-01", "2025-01-01")])
def test_what_bounds_nothing_is_not_said(first: str, last: str) -> None:
    attributes = Standing(("DateInput", {"min": first, "max": last})).element(1).attributes
    assert "min" not in attributes
    assert attributes["max"] == "9999-12-31"


def test_another_day_is_told_and_so_is_none() -> None:
    scene = Standing(("DateInput", {"onChange": LISTENS}))
    assert scene.say(1, "input", value="2025-12-31", version=1) == [("onChange", {"value": "2025-12-31", "version": 1})]
    assert scene.say(1, "input", value="", version=2) == [("onChange", {"value": "", "version": 2})]


@pytest.mark.parametrize("value", ["2025-02-30", "yesterday", "12025-01-01", None, True])
def test_what_is_no_day_is_not_told(value: Any) -> None:
    scene = Standing(("DateInput", {"onChange": LISTENS}))
    assert scene.say(1, "input", value=value, version=1) == []


async def test_half_a_day_keeps_a_form_from_being_submitted_until_it_is_a_day_again() -> None:
    scene = Standing(
        (
            "Form",
            {"onSubmit": LISTENS, "onInvalid": LISTENS},
            ("DateInput", {"name": "day", "defaultValue": "2025-12-31"}),
        )
    )
    assert scene.say(2, "rill-unreadable") == []
    assert scene.say(1, "submit") == [("onInvalid", {"fields": ["day"]})]
    assert scene.element(2).attributes["aria-invalid"] == "true"
    # The same day as before is no change, and all is well.
    scene.say(2, "input", value="2025-12-31", version=0)
    assert scene.say(1, "submit") == [("onSubmit", {"values": {"day": "2025-12-31"}})]


def test_enter_is_told_where_there_is_a_day() -> None:
    scene = Standing(("DateInput", {"onSubmit": LISTENS}))
    assert scene.say(1, "keypress", key="Enter") == []
    scene.say(1, "input", value="2025-12-31", version=1)
    assert scene.say(1, "keypress", key="Enter") == [("onSubmit", {"value": "2025-12-31", "version": 1})]


async def test_the_calendar_is_the_browsers_and_clearing_is_a_change() -> None:
    scene = Standing(("DateInput", {"onChange": LISTENS, "defaultValue": "2025-12-31"}))
    scene.call(1, "open")
    assert scene.asked() == [(1, "showPicker", [])]
    scene.call(1, "clear")
    assert scene.heard == [(1, "onChange", {"value": "", "version": 1})]
