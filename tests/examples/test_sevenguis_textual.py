"""The seven tasks in a terminal: by keyboard alone, by mouse alone, and what they look like."""

from __future__ import annotations

from typing import Any

import pytest
from screens import SnapshotFile
from textual.geometry import Offset

from rill.host.tree import Node

from .conftest import SEVENGUIS, ExampleBundle
from .on_screen import OnScreen, on_screen

snapshots = SnapshotFile(__file__)


@pytest.mark.parametrize("name", SEVENGUIS)
async def test_the_first_screen(example_bundle: ExampleBundle, name: str) -> None:
    async with on_screen(example_bundle(f"sevenguis-{name}")) as made:
        snapshots.check_screen(f"{name} at 80 by 24", made.app)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["crud", "circles", "cells", "sevenguis"])
async def test_the_first_screen_where_there_is_room(example_bundle: ExampleBundle, name: str) -> None:
    async with on_screen(example_bundle(f"sevenguis-{name}"), size=(200, 60)) as made:
        snapshots.check_screen(f"{name} at 200 by 60", made.app)


# -- 1: counter


async def test_counter_by_keyboard_and_by_mouse(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-counter")) as made:
        await made.keys("enter", "space", "enter")
        assert made.lines[2].split() == ["3", "Count"]
        await made.click("Count")
        assert made.lines[2].split() == ["4", "Count"]


# -- 2: temperature converter


async def test_temperature_by_keyboard(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-temperature")) as made:
        await made.type("36.6")
        assert made.lines[2].split() == ["▊", "36.6", "▎", "°C", "=", "▊", "97.88", "▎", "°F"]
        await made.keys("tab", "end", *["backspace"] * 5)
        await made.type("-40")
        assert made.lines[2].split() == ["▊", "-40", "▎", "°C", "=", "▊", "-40", "▎", "°F"]
        await made.type("x")
        snapshots.check_screen("temperature that is no number", made.app)


async def test_temperature_by_mouse_and_typing_fast_in_both_fields(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-temperature")) as made:
        digits = "12345678901234567890"
        await made.click("Fahrenheit")
        await made.type(digits)
        assert made.node("Fahrenheit").get("value") == digits
        await made.click("Celsius")
        await made.keys("home", "shift+end")
        await made.type("100")
        assert made.lines[2].split() == ["▊", "100", "▎", "°C", "=", "▊", "212", "▎", "°F"]


# -- 3: flight booker


async def test_flight_by_keyboard(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-flights")) as made:
        # Choose the return flight; the field for its day can be gone to from then on.
        await made.keys("enter", "down", "enter")
        assert "return flight" in made.text
        await made.keys("tab", "tab", "end", *["backspace"] * 4)
        await made.type("1969")
        assert "That is before the start" in made.text
        assert made.node("Book").get("disabled") is True
        await made.keys("backspace")
        snapshots.check_screen("flights with a day that is none", made.app)
        await made.type("0")
        await made.keys(*["backspace"] * 4)
        await made.type("1971")
        await made.keys("enter")
        # It is too long for one line of the dialog.
        assert "You have booked a return flight from 01.01.1970 to" in made.text
        assert "01.01.1971." in made.text
        snapshots.check_screen("flights booked", made.app)
        await made.keys("enter")
        assert "You have booked" not in made.text
        assert made.focused is field(made, "Return")


def field(made: OnScreen, title: str) -> Node:
    """The input in the FormField with this title."""
    (input_,) = made.node(title).children
    return input_


async def test_flight_by_mouse(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-flights")) as made:
        await made.click("Book")
        assert "You have booked a one-way flight on 01.01.1970." in made.text
        await made.click("OK")
        assert "You have booked" not in made.text


# -- 4: timer


async def test_timer_by_keyboard(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-timer")) as made:
        await made.advance(5_000)
        snapshots.check_screen("timer after five seconds", made.app)
        # The slider has the focus: one step for each key.
        await made.keys("left", "left")
        assert "14.0 s" in made.text
        await made.keys("home")
        assert "1.0 s" in made.text
        await made.advance(1_000)
        assert made.node("elapsed").text_content == "5.0 s"
        await made.keys("end")
        await made.advance(1_000)
        assert made.node("elapsed").text_content == "6.0 s"
        await made.keys("tab", "enter")
        assert made.node("elapsed").text_content == "0.0 s"


async def test_timer_by_mouse(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-timer")) as made:
        await made.advance(2_000)
        await made.click_at("Duration", 2, 0)
        before = made.node("duration").text_content
        assert before != "15.0 s"
        await made.click("Reset")
        assert made.node("elapsed").text_content == "0.0 s"


# -- 5: CRUD


def listed(made: OnScreen) -> list[str]:
    return [node.text_content for node in made.node("People").children if node.type == "ListItem"]


async def test_crud_by_keyboard(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-crud")) as made:
        await made.type("m")
        assert listed(made) == ["Mustermann, Max"]
        await made.keys("backspace", "tab", "down")
        assert made.node("Name").get("value") == "Max"
        await made.keys("tab", "home", "shift+end")
        await made.type("Erika")
        await made.keys("tab", "tab", "tab", "enter")
        assert listed(made) == ["Emil, Hans", "Mustermann, Erika", "Tisch, Roman"]
        snapshots.check_screen("crud with one updated", made.app)
        await made.keys("tab", "enter")
        assert listed(made) == ["Emil, Hans", "Tisch, Roman"]


async def test_crud_by_mouse(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-crud")) as made:
        await made.click("Tisch, Roman")
        assert made.node("Surname").get("value") == "Tisch"
        await made.click("Delete")
        assert listed(made) == ["Emil, Hans", "Mustermann, Max"]
        await made.click("Name")
        await made.keys("end")
        await made.type("x")
        await made.click("Create")
        assert listed(made) == ["Emil, Hans", "Mustermann, Max", "Mustermann, Maxx"]


async def test_crud_of_thousands_scrolls_and_loses_no_key(example_bundle: ExampleBundle) -> None:
    people = [{"name": f"Name {index}", "surname": f"Surname {index}"} for index in range(3_000)]
    async with on_screen(example_bundle("sevenguis-crud"), props={"people": people}) as made:
        await made.type("surname 2999")
        assert made.node("Filter prefix").get("value") == "surname 2999"
        assert listed(made) == ["Surname 2999, Name 2999"]
        await made.keys(*["backspace"] * 12, "tab", "end")
        assert "Surname 2999, Name 2999" in made.text
        assert len(listed(made)) < 200


# -- 6: circle drawer


def background_at(made: OnScreen, name: str, x: int, y: int) -> Any:
    """The colour behind a cell of an element."""
    region = made.widget(name).region
    return made.app.screen.get_style_at(region.x + x, region.y + y).bgcolor


async def test_circles_by_mouse(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-circles")) as made:
        await made.click_at("Canvas", 20, 6)
        await made.click_at("Canvas", 40, 8)
        snapshots.check_screen("two circles", made.app)
        await made.hover_at("Canvas", 21, 6)
        await made.advance(100)
        assert background_at(made, "Canvas", 20, 6) != background_at(made, "Canvas", 5, 6)
        assert background_at(made, "Canvas", 40, 8) == background_at(made, "Canvas", 5, 6)
        await made.click("Undo")
        await made.click("Undo")
        assert made.node("Undo").get("disabled") is True
        await made.click("Redo")
        snapshots.check_screen("one circle after undo and redo", made.app)


async def test_circles_by_keyboard(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-circles")) as made:
        await made.keys(*["down"] * 5, *["right"] * 12, "enter")
        assert len(shapes(made)) == 1
        await made.keys("shift+f10")
        assert "Adjust diameter.." in made.text
        snapshots.check_screen("menu of a circle", made.app)
        await made.keys("enter")
        assert "Adjust diameter of circle at" in made.text
        await made.keys(*["right"] * 6)
        snapshots.check_screen("dialog over a larger circle", made.app)
        await made.keys("escape")
        assert shapes(made)[0]["radius"] == 8
        await made.keys("ctrl+z")
        assert shapes(made)[0]["radius"] == 5
        await made.keys("ctrl+z")
        assert shapes(made) == []
        await made.keys("ctrl+y", "ctrl+y")
        assert shapes(made)[0]["radius"] == 8


async def test_menu_and_dialog_by_mouse(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-circles")) as made:
        await made.click_at("Canvas", 20, 6)
        await made.click_at("Canvas", 21, 6, button=3)
        await made.click_words("Adjust diameter..")
        await made.click_at("Diameter", 20, 1)
        assert shapes(made)[0]["radius"] != 5
        await made.click_place(Offset(3, 20))
        assert "Adjust diameter of circle" not in made.text
        # The press that closed the dialog drew nothing.
        assert len(shapes(made)) == 1


def shapes(made: OnScreen) -> list[Any]:
    found: Any = made.node("Canvas").get("shapes")
    return list(found)


# -- 7: cells


async def test_cells_by_keyboard(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-cells"), props={"cells": {"A0": "1", "B0": "=A0+1"}}) as made:
        await made.keys("right")
        assert (made.node("cursor").text_content, made.node("formula").text_content) == ("B0", "=A0+1")
        await made.keys("left", "enter")
        await made.keys("backspace")
        await made.type("41")
        snapshots.check_screen("a cell that is edited", made.app)
        await made.keys("enter")
        assert shown(made, 0)[:3] == ["0", "41", "42"]
        # Enter goes on below. Writing begins an edit by itself, and Escape forgets it.
        await made.type("=sum(A0:B0)")
        await made.keys("escape")
        assert shown(made, 1) == ["1"]
        await made.type("=sum(A0:B0)")
        await made.keys("enter")
        assert shown(made, 1) == ["1", "83"]
        await made.keys("ctrl+end")
        assert made.node("cursor").text_content == "Z99"
        snapshots.check_screen("the last cell", made.app)


def shown(made: OnScreen, row: int) -> list[str]:
    """What the line of a row shows."""
    (line,) = (line for line in made.lines if line.split()[:1] == [str(row)])
    return line.split()


async def test_cells_by_mouse(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-cells"), props={"cells": {"A0": "1", "B0": "=A0+1"}}) as made:
        # The first line is the head; the first column is four cells wide.
        await made.click_at("Cells", 8, 1, times=2)
        await made.keys("end")
        await made.type("0")
        await made.click_at("Cells", 8, 3)
        assert shown(made, 0)[:3] == ["0", "10", "11"]
        assert made.node("cursor").text_content == "A2"


async def test_typing_fast_into_a_cell_loses_nothing(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-cells"), props={"cells": {}}) as made:
        await made.type("=1+2+3+4\n=10*10\nwords\n")
        assert [shown(made, row)[1] for row in range(3)] == ["10", "100", "words"]


# -- all of them


async def test_tabs_hold_all_seven(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("sevenguis-sevenguis")) as made:
        await made.keys("shift+tab", "right")
        assert "°C" in made.text
        await made.keys("tab")
        await made.type("100")
        assert "212" in made.text
        snapshots.check_screen("the page of temperatures", made.app)
