"""A FormField on the screen: its label, its help, and what it says of mistakes."""

from __future__ import annotations

from typing import Any

import pytest
from screens import screen_segments

from host.textual.scene import el, scene
from rill.protocol.operations import Update


def field(input: Any, **props: Any) -> Any:
    return el("FormField", {"title": "Name", **props}, input)


async def test_label_stands_above_and_help_below() -> None:
    async with scene(field(el("TextInput", {}), help="As others see it"), el("Text", {}, "next")) as made:
        assert made.lines[0] == "Name"
        assert made.lines[4].strip() == "As others see it"
        assert made.lines[5] == "next"


async def test_field_without_help_takes_no_room_for_it() -> None:
    async with scene(field(el("TextInput", {})), el("Text", {}, "next")) as made:
        assert made.lines[4] == "next"


async def test_compact_field_is_one_line_and_its_input_is_compact() -> None:
    input = el("TextInput", {"value": "Ada"})
    around = field(input, compact=True)
    async with scene(around, el("Text", {}, "next")) as made:
        assert made.lines[0].split() == ["Name", "Ada"]
        assert made.lines[1] == "next"
        await made.update(around.id, help="As others see it")
        assert made.lines[1].strip() == "As others see it"
        assert made.lines[1].index("As") == made.lines[0].index("Ada")
        await made.update(around.id, compact=False)
        assert made.lines[0] == "Name"
        assert made.widget(input.id).outer_size.height == 3


async def test_labels_of_compact_fields_stand_in_one_column() -> None:
    fields = [
        el("FormField", {"title": title, "compact": True}, el("TextInput", {"value": "here"}))
        for title in ("A", "A longer title", "A title that is far too long for its column at this width")
    ]
    async with scene(*fields) as made:
        assert {line.index("here") for line in made.lines if "here" in line} == {21}


async def test_error_takes_the_place_of_the_help() -> None:
    around = field(el("TextInput", {}), help="As others see it")
    async with scene(around) as made:
        await made.update(around.id, error="Taken")
        assert "Taken" in made.text
        assert "As others" not in made.text
        await made.apply(Update(around.id, {}, ["error"]))
        assert "As others" in made.text


@pytest.mark.parametrize("component", ["TextInput", "Select", "RadioGroup", "DateInput", "Checkbox", "Switch"])
async def test_label_says_that_an_answer_is_required(component: str) -> None:
    options = {"options": [{"value": "a"}]} if component in ("Select", "RadioGroup") else {}
    input = el(component, {"required": True, **options})
    async with scene(field(input)) as made:
        assert made.lines[0] == "Name *"
        await made.update(input.id, required=False)
        assert made.lines[0] == "Name"
        await made.update(input.id, required=True)
        assert made.lines[0] == "Name *"


async def test_sign_stays_with_another_widget_for_the_same_input() -> None:
    input = el("TextInput", {"required": True})
    async with scene(field(input)) as made:
        await made.update(input.id, multiline=True)
        assert made.lines[0] == "Name *"


async def test_field_without_input_or_with_several_is_no_matter() -> None:
    around = el("FormField", {"title": "Span", "error": "Wrong way round"}, el("TextInput", {}), el("TextInput", {}))
    empty = el("FormField", {"title": "Empty", "help": "Nothing here"})
    async with scene(around, empty) as made:
        assert "Wrong way round" in made.text
        assert "Nothing here" in made.text


async def test_words_of_a_guest_are_never_markup() -> None:
    evil = "[@click=app.quit]x[/] [red]y[/red]\x1b[31m"
    around = field(el("TextInput", {}), title=evil, help=evil)
    async with scene(around) as made:
        assert made.text.count("[@click=app.quit]x[/] [red]y[/red]␛[31m") == 2
        await made.update(around.id, error=evil)
        assert made.text.count("[@click=app.quit]x[/] [red]y[/red]␛[31m") == 2


async def test_label_of_the_input_with_the_focus_stands_out() -> None:
    async with scene(field(el("TextInput", {})), el("FormField", {"title": "Other"}, el("TextInput", {}))) as made:
        seen = []
        for _ in range(2):
            await made.pilot.press("tab")
            await made.settle()
            bold = [
                segment.text
                for line in screen_segments(made.app)
                for segment in line
                if segment.style is not None and segment.style.bold
            ]
            seen.append(bold)
        assert seen == [["Name"], ["Other"]]
