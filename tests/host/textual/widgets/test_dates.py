"""A DateInput: writing, stepping and choosing days, by keyboard and by mouse."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from screens import type_fast
from textual.events import Paste

from host.textual.scene import Scene, el, scene
from rill.host.textual.widgets.dates import CalendarPage, DayField, today
from rill.host.tree import Node


@pytest.fixture(autouse=True)
def _same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DayField, "today", staticmethod(lambda: date(2025, 3, 14)))


def day(**props: Any) -> Any:
    return el("DateInput", {"onChange": True, "onSubmit": True, **props})


def told(made: Scene) -> list[tuple[str, Any]]:
    return [(event, payload["value"]) for _, event, payload in made.events()]


def changes(made: Scene) -> list[Any]:
    return [value for event, value in told(made) if event == "onChange"]


def test_today_is_a_day() -> None:
    assert isinstance(today(), date)


# -- writing


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("20251231", "2025-12-31"),
        ("2025-12-31", "2025-12-31"),
        ("2025-1-5-", "2025-01-05"),
        ("2025/4.9", "2025-04-09"),
        # No month begins with a 2, no day with a 4.
        ("202524", "2025-02-04"),
        ("2024x02y29z", "2024-02-29"),
    ],
)
async def test_day_is_written_digit_by_digit(keys: str, expected: str) -> None:
    field = day()
    async with scene(field) as made:
        await made.pilot.press("tab")
        type_fast(made.app, keys)
        await made.settle()
        assert made.widget(field.id).text == expected
        assert changes(made) == [expected]


async def test_what_is_no_day_is_marked_and_not_told() -> None:
    field = day()
    async with scene(field, el("Button", {"title": "x"})) as made:
        widget = made.widget(field.id)
        await made.pilot.press("tab", *"202502")
        await made.settle()
        # Half a day is no mistake while it is written.
        assert not widget.has_class("-wrong")
        assert "2025-02-__" in made.text
        await made.pilot.press("tab")
        await made.settle()
        assert widget.has_class("-wrong")
        await made.pilot.press("shift+tab", *"31")
        await made.settle()
        assert widget.has_class("-wrong")
        assert told(made) == []
        await made.pilot.press("backspace", "backspace", *"28")
        await made.settle()
        assert not widget.has_class("-wrong")
        assert changes(made) == ["2025-02-28"]


async def test_one_digit_is_a_whole_day_when_a_person_goes_on() -> None:
    field = day()
    async with scene(field, el("Button", {"title": "x"})) as made:
        await made.pilot.press("tab", *"2025-12-1", "tab")
        await made.settle()
        assert changes(made) == ["2025-12-01"]


async def test_erasing_all_of_it_is_told_as_empty() -> None:
    field = day(defaultValue="2025-12-31")
    async with scene(field) as made:
        await made.pilot.press("tab", "end", *["backspace"] * 8)
        await made.settle()
        assert changes(made) == [""]
        await made.pilot.press(*"20251230", "ctrl+u")
        await made.settle()
        assert changes(made) == ["2025-12-30", ""]
        await made.pilot.press(*"20251230", "home", "ctrl+k")
        await made.settle()
        assert changes(made) == ["2025-12-30", ""]
        assert "YYYY-MM-DD" in made.text


async def test_caret_goes_over_the_signs_between_and_delete_leaves_a_gap() -> None:
    field = day(defaultValue="2025-12-31")
    async with scene(field) as made:
        await made.pilot.press("tab", "home", *["right"] * 4, "delete", "end", "left", "7")
        await made.settle()
        assert made.widget(field.id).text == "2025-_2-37"
        await made.pilot.press(*["left"] * 4, "1", "right", "0", "1")
        await made.settle()
        assert made.widget(field.id).text == "2025-12-01"
        # The 7th is a day, too, on the way to the first.
        assert changes(made) == ["2025-12-07", "2025-12-01"]


async def test_paste_and_copy() -> None:
    field = day()
    async with scene(field) as made:
        await made.pilot.press("tab")
        for text, expected in (
            ("  2024-02-29\n", "2024-02-29"),
            ("20251231", "2025-12-31"),
            ("2023-5-6x\x1b", "2023-05-06"),
        ):
            made.widget(field.id).write("")
            made.app.post_message(Paste(text))
            await made.settle()
            assert made.widget(field.id).text == expected
        made.widget(field.id).write("2024-02-29")
        await made.pilot.press("ctrl+x")
        assert made.app.clipboard == "2024-02-29"
        assert made.widget(field.id).text == ""
        await made.pilot.press("ctrl+v")
        assert made.widget(field.id).text == "2024-02-29"


async def test_letters_write_nothing_and_are_not_taken_by_the_application() -> None:
    field = day()
    async with scene(field) as made:
        await made.pilot.press("tab", "q", "x")
        await made.settle()
        assert made.app.pressed == []
        assert told(made) == []
        widget = made.widget(field.id)
        assert [widget.check_consume_key(*key) for key in (("q", "q"), ("up", None))] == [True, False]


# -- stepping


async def test_up_and_down_change_the_part_at_the_caret_by_the_calendar() -> None:
    field = day(defaultValue="2024-01-31")
    async with scene(field) as made:
        await made.pilot.press("tab", "end", "up", "left", "left", "left", "up", "home", "up", "down")
        await made.settle()
        assert changes(made) == ["2024-02-01", "2024-03-01", "2025-03-01", "2024-03-01"]


async def test_stepping_from_nothing_begins_today() -> None:
    field = day()
    async with scene(field) as made:
        await made.pilot.press("tab", "up", "up")
        await made.settle()
        assert changes(made) == ["2025-03-14", "2026-03-14"]


async def test_stepping_stays_within_the_range_and_within_the_calendar() -> None:
    near = day(defaultValue="2025-03-14", min="2025-03-10", max="2025-03-16")
    last = day(defaultValue="9999-12-31")
    first = day(defaultValue="0001-01-01")
    async with scene(near, last, first) as made:
        await made.pilot.press("tab", "end", *["up"] * 5, "home", "down")
        await made.settle()
        assert changes(made) == ["2025-03-15", "2025-03-16", "2025-03-10"]
        await made.pilot.press("tab", "up", "end", "up", "tab", "down", "end", "down")
        await made.settle()
        assert changes(made) == []


async def test_day_outside_the_range_is_told_and_marked() -> None:
    field = day(max="2025-01-01")
    async with scene(field) as made:
        await made.pilot.press("tab", *"20250102")
        await made.settle()
        assert changes(made) == ["2025-01-02"]
        assert made.widget(field.id).has_class("-wrong")
        await made.update(field.id, max="2026-01-01")
        assert not made.widget(field.id).has_class("-wrong")


@pytest.mark.parametrize(
    "props",
    [
        {"min": "0000-00-00", "max": "9999-99-99"},
        {"min": "2026-01-01", "max": "2025-01-01"},
        {"value": "0000-00-00"},
        {"value": "9999-12-31"},
        {"value": "2025-02-30", "min": "2025-02-30"},
    ],
)
async def test_days_that_make_no_sense_do_no_harm(props: dict[str, Any]) -> None:
    field = day(**props)
    async with scene(field) as made:
        await made.pilot.press("tab", "up", "down", "f4", "pageup", "pagedown", "right", "down", "end", "enter", "up")
        await made.settle()
        await made.pilot.press("f4", *["pagedown"] * 3, "shift+pagedown", "escape")
        await made.settle()
        assert made.widget(field.id).day is not None
        assert not made.widget(field.id).has_class("-wrong")


# -- the calendar


async def test_calendar_is_opened_moved_in_and_chosen_from() -> None:
    field = day(defaultValue="2025-01-31", onFocus=True, onBlur=True)
    async with scene(field) as made:
        await made.pilot.press("tab", "space")
        await made.settle()
        assert "January 2025" in made.text
        assert "Mon Tue Wed Thu Fri Sat Sun" in made.text
        await made.pilot.press("pagedown", "right", "down", "left", "up")
        await made.settle()
        assert "February 2025" in made.text
        await made.pilot.press("home", "shift+pageup", "enter")
        await made.settle()
        assert [(event, (payload or {}).get("value")) for _, event, payload in made.events()] == [
            ("onFocus", None),
            ("onChange", "2024-02-01"),
        ]
        assert "February" not in made.text


async def test_calendar_begins_weeks_where_it_is_told() -> None:
    field = day(defaultValue="2025-06-01", firstDayOfWeek="sunday")
    async with scene(field) as made:
        await made.pilot.press("tab", "f4")
        await made.settle()
        assert "Sun Mon Tue Wed Thu Fri Sat" in made.text
        assert "  1   2   3   4   5   6   7" in made.text


async def test_keys_that_come_at_once_open_move_and_choose() -> None:
    field = day()
    async with scene(field) as made:
        await made.pilot.press("tab")
        for key in ("space", "down", "right", "enter", "end", "up"):
            made.app.simulate_key(key)
        await made.settle()
        assert changes(made) == ["2025-03-22", "2025-03-23"]


async def test_escape_closes_the_calendar_and_changes_nothing() -> None:
    field = day(defaultValue="2025-01-31")
    async with scene(field) as made:
        await made.pilot.press("tab", "f4", "down", "escape")
        await made.settle()
        assert "January" not in made.text
        assert told(made) == []
        assert made.widget(field.id).text == "2025-01-31"


async def test_t_goes_to_today_and_digits_are_written_while_the_calendar_is_open() -> None:
    field = day(defaultValue="2020-01-01")
    async with scene(field) as made:
        await made.pilot.press("tab", "f4", "t")
        await made.settle()
        assert "March 2025" in made.text
        await made.pilot.press(*"20301225")
        await made.settle()
        assert "December 2030" in made.text
        assert changes(made)[-1] == "2030-12-25"


async def test_mouse_opens_turns_pages_and_chooses() -> None:
    field = day(defaultValue="2025-01-31")
    async with scene(field) as made:
        widget = made.widget(field.id)
        await made.pilot.click(widget, offset=(widget.outer_size.width - 4, 1))
        await made.settle()
        for sign, month in (("›", "February 2025"), ("›", "March 2025"), ("‹", "February 2025")):
            y = next(y for y, line in enumerate(made.lines) if "2025" in line and "‹" in line)
            await made.pilot.click(made.view, offset=(made.lines[y].index(sign), y))
            await made.settle()
            assert month in made.text
        y = next(y for y, line in enumerate(made.lines) if " 10  11  12 " in line)
        await made.pilot.click(made.view, offset=(made.lines[y].index(" 11 ") + 2, y))
        await made.settle()
        assert changes(made) == ["2025-02-11"]
        assert "February" not in made.text
        assert made.app.focused is widget


async def test_mouse_puts_the_caret_on_a_part() -> None:
    field = day(defaultValue="2025-01-31")
    async with scene(field) as made:
        await made.pilot.click(made.widget(field.id), offset=(3 + 5, 1))
        await made.pilot.press("up")
        await made.settle()
        assert changes(made) == ["2025-02-28"]


async def test_days_outside_the_range_are_not_chosen() -> None:
    field = day(defaultValue="2025-01-15", min="2025-01-10", max="2025-01-20")
    async with scene(field) as made:
        await made.pilot.press("tab", "f4")
        await made.settle()
        y = next(y for y, line in enumerate(made.lines) if " 22  23 " in line)
        await made.pilot.click(made.view, offset=(made.lines[y].index(" 22 ") + 2, y))
        await made.settle()
        assert told(made) == []
        await made.pilot.press("pagedown", "enter")
        await made.settle()
        assert changes(made) == ["2025-01-20"]


async def test_guest_opens_and_clears_it() -> None:
    field = day(defaultValue="2025-01-15")
    async with scene(field) as made:
        node = made.session.tree.find(field.id)
        assert isinstance(node, Node)
        made.adapter.call(node, "open", [])
        await made.settle()
        assert isinstance(made.widget(field.id).panel, CalendarPage)
        made.adapter.call(node, "clear", [])
        await made.settle()
        assert changes(made) == [""]


# -- versions and what a person did


async def test_older_writes_are_ignored_and_half_a_day_is_not_written_over() -> None:
    field = day(value="")
    async with scene(field) as made:
        await made.pilot.press("tab", *"20250101", "backspace", "2")
        await made.settle()
        assert changes(made) == ["2025-01-01", "2025-01-02"]
        await made.update(field.id, value="2025-01-01", valueVersion=1)
        assert made.widget(field.id).text == "2025-01-02"
        await made.pilot.press("backspace")
        # The guest says what it was told: the person goes on writing.
        await made.update(field.id, value="2025-01-02", valueVersion=2)
        assert made.widget(field.id).text == "2025-01-0_"
        await made.update(field.id, value="2025-01-02", valueVersion="force")
        assert made.widget(field.id).text == "2025-01-02"
        await made.update(field.id, value="2030-01-01", valueVersion=2)
        assert made.widget(field.id).text == "2030-01-01"
        assert told(made) == []


async def test_enter_submits_a_day_only() -> None:
    field = day()
    async with scene(field) as made:
        await made.pilot.press("tab", "enter", *"202501", "enter", *"05", "enter")
        await made.settle()
        assert told(made) == [("onChange", "2025-01-05"), ("onSubmit", "2025-01-05")]


async def test_what_is_written_comes_back_with_caret_and_calendar() -> None:
    field = DayField("")
    field.restore_view_state({"value": "2025-1_-__", "caret": 5})
    assert (field.text, dict(field.view_state())) == ("2025-1_-__", {"value": "2025-1_-__", "caret": 5})
    field.restore_view_state({"value": "nonsense ", "caret": 99})
    assert (field.text, field.view_state()["caret"]) == ("", 8)
