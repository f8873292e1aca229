"""The rules of the 7GUIs benchmark, task by task, without a screen. Cells by itself: `test_spreadsheet`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from screens import SnapshotFile

from rill import Engine
from rill.host.recorder import Recorder
from rill.host.tree import Node
from rill.protocol.operations import Patch

from .conftest import SEVENGUIS, ExampleBundle

snapshots = SnapshotFile(__file__)

Start = Callable[..., Awaitable[Recorder]]


@pytest.fixture
async def start(example_bundle: ExampleBundle) -> AsyncIterator[Start]:
    """Return a function that starts a task and gives its recorder."""
    async with AsyncExitStack() as stack:
        engine = await stack.enter_async_context(Engine())

        async def open_task(name: str, **props: Any) -> Recorder:
            bundle = await engine.load_bundle(example_bundle(f"sevenguis-{name}"))
            recorder = Recorder()
            await stack.enter_async_context(engine.open(bundle, props=props, adapter=recorder))
            return recorder

        yield open_task


def field(recorder: Recorder, name: str) -> Node:
    """The input with this name."""
    (node,) = (node for node in recorder.find_all(text=name) if node.type in ("TextInput", "Select"))
    return node


def text(recorder: Recorder, id: str) -> str:
    return recorder.find(id=id).text_content


def button(recorder: Recorder, name: str) -> Node:
    return recorder.find(role="button", text=name)


def is_enabled(recorder: Recorder, name: str) -> bool:
    return button(recorder, name).get("disabled") is not True


async def press(recorder: Recorder, name: str) -> None:
    await recorder.press(button(recorder, name))


@pytest.mark.parametrize("name", SEVENGUIS)
async def test_the_first_screen(start: Start, name: str) -> None:
    recorder = await start(name)
    snapshots.check(f"first screen of {name}", recorder.golden().rstrip("\n"))


# -- 1: counter


async def test_counter_begins_at_0_and_each_press_adds_one(start: Start) -> None:
    recorder = await start("counter")
    assert text(recorder, "count") == "0"
    for count in ("1", "2", "3"):
        await press(recorder, "Count")
        assert text(recorder, "count") == count


# -- 2: temperature converter


async def test_both_fields_are_empty_to_begin_with_and_each_sets_the_other(start: Start) -> None:
    recorder = await start("temperature")
    celsius, fahrenheit = field(recorder, "Celsius"), field(recorder, "Fahrenheit")
    assert (recorder.value(celsius), recorder.value(fahrenheit)) == ("", "")
    for written, other in {"0": "32", "100": "212", "-40": "-40", "36.6": "97.88", "+5": "41", " 1. ": "33.8"}.items():
        await recorder.fill(celsius, written)
        assert recorder.value(fahrenheit) == other, written
        # What a person writes is not written anew for them.
        assert recorder.value(celsius) == written
    for written, other in {"32": "0", "212": "100", "-40": "-40", "0": "-17.78", "31.9": "-0.06"}.items():
        await recorder.fill(fahrenheit, written)
        assert recorder.value(celsius) == other, written


@pytest.mark.parametrize("written", ["", "warm", "1,5", "--1", "0x10", "1e400", "Infinity", "NaN"])
async def test_what_is_no_number_leaves_the_other_field(start: Start, written: str) -> None:
    recorder = await start("temperature")
    celsius, fahrenheit = field(recorder, "Celsius"), field(recorder, "Fahrenheit")
    await recorder.fill(celsius, "100")
    await recorder.fill(celsius, written)
    assert recorder.value(fahrenheit) == "212"
    assert celsius.get("invalid") is (written != "")
    await recorder.fill(fahrenheit, written)
    assert recorder.value(celsius) == written
    assert fahrenheit.get("invalid") is (written != "")


# -- 3: flight booker


async def test_flights_begin_one_way_with_the_same_day_twice(start: Start) -> None:
    recorder = await start("flights")
    assert recorder.value(field(recorder, "Flight")) == "one-way flight"
    assert recorder.value(field(recorder, "Start")) == recorder.value(field(recorder, "Return")) == "01.01.2025"
    assert field(recorder, "Return").get("disabled") is True
    assert is_enabled(recorder, "Book")


async def test_return_day_can_be_written_for_return_flights_only(start: Start) -> None:
    recorder = await start("flights")
    kind, back = field(recorder, "Flight"), field(recorder, "Return")
    await recorder.choose(kind, "return flight")
    assert back.get("disabled") is not True
    await recorder.choose(kind, "one-way flight")
    assert back.get("disabled") is True


async def test_return_strictly_before_start_cannot_be_booked(start: Start) -> None:
    recorder = await start("flights")
    await recorder.choose(field(recorder, "Flight"), "return flight")
    assert is_enabled(recorder, "Book")
    for day, enabled in {"31.12.2024": False, "01.01.2025": True, "2.1.2025": True, "31.12.1999": False}.items():
        await recorder.fill(field(recorder, "Return"), day)
        assert is_enabled(recorder, "Book") is enabled, day
    # For a flight of one way it does not matter.
    await recorder.choose(field(recorder, "Flight"), "one-way flight")
    assert is_enabled(recorder, "Book")


@pytest.mark.parametrize("written", ["", "tomorrow", "30.02.2025", "29.02.2025", "1.13.2025", "0.1.2025", "1/1/2025"])
async def test_what_is_no_day_is_marked_and_cannot_be_booked(start: Start, written: str) -> None:
    recorder = await start("flights")
    first, back = field(recorder, "Start"), field(recorder, "Return")
    await recorder.fill(first, written)
    assert first.get("invalid") is True
    assert not is_enabled(recorder, "Book")
    await recorder.fill(first, "29.02.2024")
    assert first.get("invalid") is False
    assert is_enabled(recorder, "Book")

    await recorder.choose(field(recorder, "Flight"), "return flight")
    await recorder.fill(back, written)
    assert back.get("invalid") is True
    assert not is_enabled(recorder, "Book")
    # A field that is disabled is not found fault with.
    await recorder.choose(field(recorder, "Flight"), "one-way flight")
    assert back.get("invalid") is False
    assert is_enabled(recorder, "Book")


async def test_booking_tells_what_was_booked(start: Start) -> None:
    recorder = await start("flights")
    await press(recorder, "Book")
    assert text_of_dialog(recorder) == "You have booked a one-way flight on 01.01.2025."
    await press(recorder, "OK")
    assert recorder.find_all(role="dialog") == []

    await recorder.choose(field(recorder, "Flight"), "return flight")
    await recorder.fill(field(recorder, "Return"), "24.12.2025")
    await press(recorder, "Book")
    assert text_of_dialog(recorder) == "You have booked a return flight from 01.01.2025 to 24.12.2025."
    await recorder.close(recorder.find(role="dialog"))
    assert recorder.find_all(role="dialog") == []


def text_of_dialog(recorder: Recorder) -> str:
    return next(node for node in recorder.find(role="dialog").walk() if node.type == "Text").text_content


# -- 4: timer


def gauge(recorder: Recorder) -> tuple[Any, Any]:
    bar = recorder.find(role="progressbar", text="Elapsed time")
    return bar.get("progress"), bar.get("total")


async def test_timer_ticks_to_its_end_and_then_rests(start: Start) -> None:
    recorder = await start("timer")
    assert gauge(recorder) == (0, 15_000)
    await recorder.advance(1_000)
    assert text(recorder, "elapsed") == "1.0 s"
    assert gauge(recorder) == (1_000, 15_000)
    await recorder.advance(60_000)
    assert text(recorder, "elapsed") == "15.0 s"
    assert gauge(recorder) == (15_000, 15_000)
    # Nothing wakes the guest any more.
    batches = len(recorder.batches)
    await recorder.advance(60_000)
    assert len(recorder.batches) == batches
    assert recorder.clock.next_due_ms is None


async def test_slider_counts_at_once_while_the_timer_runs(start: Start) -> None:
    recorder = await start("timer")
    slider = recorder.find(role="slider")
    await recorder.advance(5_000)
    await recorder.set_value(slider, 10)
    assert gauge(recorder) == (5_000, 10_000)
    assert text(recorder, "duration") == "10.0 s"
    # Dragged without a pause it goes on ticking: every drag comes before the next tick would.
    for step in range(40):
        await recorder.advance(50)
        await recorder.set_value(slider, 10 + (step % 2) / 2)
    assert text(recorder, "elapsed") == "7.0 s"


async def test_timer_stops_below_what_has_passed_and_goes_on_above_it(start: Start) -> None:
    recorder = await start("timer")
    slider = recorder.find(role="slider")
    await recorder.advance(8_000)
    await recorder.set_value(slider, 3)
    assert gauge(recorder) == (8_000, 3_000)
    await recorder.advance(10_000)
    assert text(recorder, "elapsed") == "8.0 s"
    await recorder.set_value(slider, 9)
    await recorder.advance(500)
    assert text(recorder, "elapsed") == "8.5 s"
    await recorder.advance(5_000)
    assert text(recorder, "elapsed") == "9.0 s"


async def test_reset_begins_anew(start: Start) -> None:
    recorder = await start("timer")
    await recorder.advance(4_000)
    await press(recorder, "Reset")
    assert text(recorder, "elapsed") == "0.0 s"
    await recorder.advance(20_000)
    await press(recorder, "Reset")
    await recorder.advance(1_000)
    assert text(recorder, "elapsed") == "1.0 s"


# -- 5: CRUD


def people(recorder: Recorder) -> list[str]:
    return [node.text_content for node in recorder.find_all(role="listitem")]


def chosen(recorder: Recorder) -> list[str]:
    return [node.text_content for node in recorder.find_all(role="listitem") if node.get("selected") is True]


async def choose(recorder: Recorder, name: str) -> None:
    await recorder.press_item(recorder.find(role="listbox"), people(recorder).index(name))


async def test_prefix_filters_by_surname_while_it_is_written(start: Start) -> None:
    recorder = await start("crud")
    prefix = field(recorder, "Filter prefix")
    assert people(recorder) == ["Emil, Hans", "Mustermann, Max", "Tisch, Roman"]
    await recorder.type(prefix, "m")
    assert people(recorder) == ["Mustermann, Max"]
    # "Ma" begins a name, but no surname.
    await recorder.type(prefix, "a")
    assert people(recorder) == []
    assert recorder.find(text="Nobody.")
    await recorder.fill(prefix, "")
    assert len(people(recorder)) == 3


async def test_update_and_delete_need_a_choice(start: Start) -> None:
    recorder = await start("crud")
    assert [is_enabled(recorder, name) for name in ("Create", "Update", "Delete")] == [True, False, False]
    await choose(recorder, "Tisch, Roman")
    assert chosen(recorder) == ["Tisch, Roman"]
    assert [is_enabled(recorder, name) for name in ("Create", "Update", "Delete")] == [True, True, True]
    # One at a time.
    await choose(recorder, "Emil, Hans")
    assert chosen(recorder) == ["Emil, Hans"]
    # Who is filtered away is not chosen either.
    await recorder.fill(field(recorder, "Filter prefix"), "T")
    assert chosen(recorder) == []
    assert [is_enabled(recorder, name) for name in ("Update", "Delete")] == [False, False]


async def test_create_appends_update_replaces_delete_removes(start: Start) -> None:
    recorder = await start("crud")
    await recorder.fill(field(recorder, "Name"), "John")
    await recorder.fill(field(recorder, "Surname"), "Romba")
    await press(recorder, "Create")
    assert people(recorder) == ["Emil, Hans", "Mustermann, Max", "Tisch, Roman", "Romba, John"]

    await choose(recorder, "Mustermann, Max")
    assert recorder.value(field(recorder, "Name")) == "Max"
    await recorder.fill(field(recorder, "Name"), "Erika")
    await press(recorder, "Update")
    assert people(recorder) == ["Emil, Hans", "Mustermann, Erika", "Tisch, Roman", "Romba, John"]
    assert chosen(recorder) == ["Mustermann, Erika"]

    await press(recorder, "Delete")
    assert people(recorder) == ["Emil, Hans", "Tisch, Roman", "Romba, John"]
    # Who follows is chosen, and before the end who is left.
    assert chosen(recorder) == ["Tisch, Roman"]
    for left in (["Emil, Hans", "Romba, John"], ["Emil, Hans"], []):
        await press(recorder, "Delete")
        assert people(recorder) == left
        assert chosen(recorder) == left[-1:]
    assert not is_enabled(recorder, "Delete")


async def test_update_changes_one_item_of_many(start: Start) -> None:
    many = [{"name": f"Name {index}", "surname": f"Surname {index}"} for index in range(10_000)]
    recorder = await start("crud", people=many)
    assert len(people(recorder)) < 100
    await choose(recorder, "Surname 3, Name 3")
    await recorder.fill(field(recorder, "Name"), "Other")
    before = len(recorder.operations)
    await press(recorder, "Update")
    assert people(recorder)[3] == "Surname 3, Other"
    assert len(recorder.operations) - before == 1


# -- 6: circle drawer


def circles(recorder: Recorder) -> list[tuple[float, float, float]]:
    shapes: Any = canvas(recorder).get("shapes")
    return [(shape["x"], shape["y"], 2 * shape["radius"]) for shape in shapes]


def filled(recorder: Recorder) -> list[tuple[float, float]]:
    shapes: Any = canvas(recorder).get("shapes")
    return [(shape["x"], shape["y"]) for shape in shapes if "fill" in shape]


def canvas(recorder: Recorder) -> Node:
    return recorder.find(role="img", text="Canvas")


async def draw(recorder: Recorder, x: float, y: float) -> None:
    """Press the drawing with the first button."""
    await recorder.press_at(canvas(recorder), x, y)


async def open_menu(recorder: Recorder, x: float, y: float) -> None:
    """Press the drawing with the second button."""
    await recorder.press_at(canvas(recorder), x, y, button="second")


async def point(recorder: Recorder, x: float, y: float) -> None:
    """Move the pointer over the drawing. Moves are throttled: a while later the last one has arrived."""
    payload = {"x": x, "y": y, "screenX": x, "screenY": y / 2}
    await recorder.emit(canvas(recorder), "onPointerMove", payload)
    await recorder.advance(100)


async def adjust(recorder: Recorder, *diameters: float) -> None:
    """Choose the menu's entry and move the slider of the dialog."""
    await recorder.press(recorder.find(role="menuitem", text="Adjust diameter.."))
    for diameter in diameters:
        await recorder.set_value(recorder.find(role="slider"), diameter)


async def close(recorder: Recorder) -> None:
    await recorder.close(recorder.find(role="dialog"))


async def test_a_press_draws_a_circle_where_there_is_none(start: Start) -> None:
    recorder = await start("circles")
    await draw(recorder, 10, 10)
    await draw(recorder, 30, 12)
    assert circles(recorder) == [(10, 10, 10), (30, 12, 10)]
    await draw(recorder, 12, 11)
    assert len(circles(recorder)) == 2


async def test_the_nearest_circle_around_the_pointer_is_filled(start: Start) -> None:
    recorder = await start("circles")
    await draw(recorder, 10, 10)
    await draw(recorder, 16, 10)
    await point(recorder, 12, 10)
    assert filled(recorder) == [(10, 10)]
    # Both are around this place, and the second one is nearer.
    await point(recorder, 14, 10)
    assert filled(recorder) == [(16, 10)]
    # The distance must be less than the radius.
    await point(recorder, 21, 10)
    assert filled(recorder) == []
    await point(recorder, 20.9, 10)
    assert filled(recorder) == [(16, 10)]


async def test_the_second_button_opens_a_menu_on_a_circle_only(start: Start) -> None:
    recorder = await start("circles")
    menu = recorder.find(role="menu", hidden=True)
    await draw(recorder, 10, 10)
    await open_menu(recorder, 40, 10)
    assert menu.get("open") is False
    await open_menu(recorder, 12, 12)
    assert (menu.get("open"), menu.get("anchor")) == (True, {"x": 12, "y": 6})
    assert filled(recorder) == [(10, 10)]
    await recorder.close(menu, reason="outside")
    assert menu.get("open") is False


async def test_slider_is_seen_at_once_and_only_closing_is_a_step_of_the_history(start: Start) -> None:
    recorder = await start("circles")
    await draw(recorder, 10, 10)
    await open_menu(recorder, 10, 10)
    await adjust(recorder, 20, 30)
    assert circles(recorder) == [(10, 10, 30)]
    await recorder.set_value(recorder.find(role="slider"), 24)
    assert circles(recorder) == [(10, 10, 24)]
    # The circle of the dialog stays filled, wherever the pointer is.
    await point(recorder, 60, 10)
    assert filled(recorder) == [(10, 10)]
    await close(recorder)
    assert recorder.find_all(role="dialog") == []

    await press(recorder, "Undo")
    assert circles(recorder) == [(10, 10, 10)]
    await press(recorder, "Undo")
    assert circles(recorder) == []
    await press(recorder, "Redo")
    await press(recorder, "Redo")
    assert circles(recorder) == [(10, 10, 24)]


async def test_a_dialog_that_changed_nothing_is_no_step(start: Start) -> None:
    recorder = await start("circles")
    await draw(recorder, 10, 10)
    await open_menu(recorder, 10, 10)
    await adjust(recorder, 20, 10)
    await close(recorder)
    await press(recorder, "Undo")
    assert circles(recorder) == []


async def test_undo_and_redo_are_there_when_there_is_something(start: Start) -> None:
    recorder = await start("circles")
    assert not is_enabled(recorder, "Undo")
    await draw(recorder, 10, 10)
    await draw(recorder, 30, 10)
    await draw(recorder, 50, 10)
    assert (is_enabled(recorder, "Undo"), is_enabled(recorder, "Redo")) == (True, False)
    await press(recorder, "Undo")
    await press(recorder, "Undo")
    assert circles(recorder) == [(10, 10, 10)]
    await press(recorder, "Redo")
    assert circles(recorder) == [(10, 10, 10), (30, 10, 10)]
    # A new change forgets what was undone.
    await draw(recorder, 70, 10)
    assert not is_enabled(recorder, "Redo")
    assert circles(recorder) == [(10, 10, 10), (30, 10, 10), (70, 10, 10)]


async def test_keys_undo_and_redo(start: Start) -> None:
    recorder = await start("circles")
    await draw(recorder, 10, 10)
    box = canvas(recorder).parent
    assert box is not None
    await recorder.emit(box, "onKeyDown", {"key": "z"})
    assert len(circles(recorder)) == 1
    await recorder.emit(box, "onKeyDown", {"key": "z", "ctrl": True})
    assert circles(recorder) == []
    await recorder.emit(box, "onKeyDown", {"key": "y", "ctrl": True})
    assert len(circles(recorder)) == 1


# -- 7: cells


def row(recorder: Recorder, index: int) -> Node:
    (node,) = (node for node in recorder.find_all(role="row") if node.get("index") == index)
    return node


def cell(recorder: Recorder, key: str) -> str:
    """What a cell shows."""
    cells: Any = row(recorder, int(key[1:])).get("cells")
    content = cells[1 + ord(key[0]) - ord("A")]
    return content["text"] if isinstance(content, dict) else str(content)


async def edit(recorder: Recorder, key: str, value: str) -> None:
    await recorder.edit_cell(recorder.find(role="grid"), int(key[1:]), key[0], value)


async def test_cells_are_a_to_z_and_0_to_99_and_scroll(start: Start) -> None:
    recorder = await start("cells", cells={})
    table = recorder.find(role="grid")
    columns: Any = table.get("columns")
    assert [column["title"] for column in columns] == ["", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    assert (table.get("count"), table.get("fixedColumns")) == (100, 1)
    await recorder.emit(table, "onRange", {"first": 90, "last": 99})
    assert sorted(index_of(node) for node in recorder.find_all(role="row")) == list(range(90, 100))
    await edit(recorder, "Z99", "end")
    assert cell(recorder, "Z99") == "end"


def index_of(node: Node) -> int:
    index = node.get("index")
    assert isinstance(index, int)
    return index


async def test_a_changed_cell_changes_what_depends_and_crosses_in_few_rows(start: Start) -> None:
    recorder = await start("cells", cells={"A0": "1", "B1": "=A0+1", "C2": "=B1*2", "D3": "4"})
    assert [cell(recorder, key) for key in ("A0", "B1", "C2")] == ["1", "2", "4"]
    before = len(recorder.operations)
    await edit(recorder, "A0", "5")
    assert [cell(recorder, key) for key in ("A0", "B1", "C2")] == ["5", "6", "12"]
    # The lines of the three cells, and no other, are written anew.
    written = {op.base for op in recorder.operations[before:] if isinstance(op, Patch) and isinstance(op.value, list)}
    assert written == {row(recorder, index).id for index in (0, 1, 2)}


async def test_formula_is_what_is_edited_and_its_value_is_shown(start: Start) -> None:
    recorder = await start("cells", cells={"A0": "=1+2"})
    cells: Any = row(recorder, 0).get("cells")
    assert (cells[1]["text"], cells[1]["editText"]) == ("3", "=1+2")


async def test_a_circle_is_shown_as_an_error_and_explained(start: Start) -> None:
    recorder = await start("cells", cells={"A0": "=B0", "B0": "1"})
    await edit(recorder, "B0", "=A0")
    assert (cell(recorder, "A0"), cell(recorder, "B0")) == ("#CYCLE", "#CYCLE")
    await recorder.move_cursor(recorder.find(role="grid"), 0, "B")
    assert text(recorder, "cursor") == "B0"
    assert text(recorder, "formula") == "=A0"
    assert text(recorder, "fault") == "it reads itself, or a cell that does"
    await edit(recorder, "B0", "7")
    assert (cell(recorder, "A0"), text(recorder, "fault")) == ("7", "")


# -- all of them


async def test_all_seven_work_on_one_page(start: Start) -> None:
    recorder = await start("sevenguis")
    tabs = recorder.find(role="tablist")
    await press(recorder, "Count")
    assert text(recorder, "count") == "1"
    await recorder.choose(tabs, "Temperature")
    await recorder.fill(field(recorder, "Celsius"), "100")
    assert recorder.value(field(recorder, "Fahrenheit")) == "212"
    await recorder.choose(tabs, "Cells")
    await edit(recorder, "B0", "10")
    assert cell(recorder, "D0") == "4"
    # What was done on a page stays there.
    await recorder.choose(tabs, "counter")
    assert text(recorder, "count") == "1"
