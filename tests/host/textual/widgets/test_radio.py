"""A RadioGroup by keyboard and by mouse, in both directions, with few choices and with a thousand."""

from __future__ import annotations

from typing import Any

import pytest

from host.textual.scene import Scene, el, scene

SIZES = [
    {"value": "s", "label": "Small"},
    {"value": "m", "label": "Medium"},
    {"value": "x", "label": "None left", "disabled": True},
    {"value": "l", "label": "Large"},
]


def radio(**props: Any) -> Any:
    return el("RadioGroup", {"onChange": True, "options": SIZES, **props})


def values(made: Scene) -> list[Any]:
    return [payload["value"] for _, _, payload in made.events()]


def chosen(made: Scene) -> list[str]:
    """The words beside buttons that are on."""
    return [line.split("●▌ ")[1].split("  ")[0].strip("▎ ") for line in made.lines if "●▌ " in line]


@pytest.mark.parametrize("horizontal", [False, True])
async def test_arrows_move_over_what_cannot_be_chosen_and_space_takes(horizontal: bool) -> None:
    group = radio(horizontal=horizontal)
    async with scene(group) as made:
        assert chosen(made) == []
        await made.pilot.press("tab", "down", "right")
        await made.settle()
        assert values(made) == []
        await made.pilot.press("space")
        await made.settle()
        assert values(made) == ["l"]
        assert chosen(made) == ["Large"]
        # Around the end, and by Enter.
        await made.pilot.press("down", "enter", "up", "left", "space")
        await made.settle()
        assert values(made) == ["s", "m"]


async def test_choice_that_is_taken_again_is_not_told_again() -> None:
    group = radio(value="s")
    async with scene(group) as made:
        await made.pilot.press("tab", "space", "enter")
        await made.settle()
        assert values(made) == []


async def test_home_and_end_go_to_the_first_and_last_one() -> None:
    async with scene(radio()) as made:
        await made.pilot.press("tab", "end", "space", "home", "space")
        await made.settle()
        assert values(made) == ["l", "s"]


@pytest.mark.parametrize("horizontal", [False, True])
async def test_mouse_takes_the_choice_under_it(horizontal: bool) -> None:
    group = radio(horizontal=horizontal)
    async with scene(group) as made:
        for words, expected in (("Large", ["l"]), ("None left", []), ("Small", ["s"])):
            y = next(y for y, line in enumerate(made.lines) if words in line)
            await made.pilot.click(made.view, offset=(made.lines[y].index(words) + 1, y))
            await made.settle()
            assert values(made) == expected
        assert made.app.focused is made.widget(group.id)


async def test_choices_side_by_side_take_as_many_lines_as_they_need() -> None:
    group = radio(horizontal=True)
    async with scene(group, size=(30, 20)) as made:
        assert made.widget(group.id).outer_size.height == 2 + 2
        await made.pilot.resize_terminal(80, 20)
        await made.settle()
        assert made.widget(group.id).outer_size.height == 1 + 2
        assert not made.widget(group.id).show_vertical_scrollbar
        await made.update(group.id, horizontal=False)
        assert made.widget(group.id).outer_size.height == 4 + 2


async def test_thousand_choices_are_one_widget_and_the_cursor_stays_in_sight() -> None:
    group = radio(options=[{"value": str(number), "label": f"Number {number}"} for number in range(1_000)])
    async with scene(group) as made:
        assert len(made.widget(group.id).query("RadioButton")) == 0
        await made.pilot.press("tab", "end")
        await made.settle()
        assert "Number 999" in made.text
        await made.pilot.press("space", "home")
        await made.settle()
        assert "Number 0" in made.text
        assert values(made) == ["999"]


async def test_group_of_a_given_height_scrolls_to_its_cursor() -> None:
    group = radio(options=[{"value": str(number)} for number in range(50)], style={"height": 6})
    async with scene(group) as made:
        await made.pilot.press("tab", *["down"] * 20)
        await made.settle()
        assert made.widget(group.id).scroll_offset.y == 17


@pytest.mark.parametrize(
    "props",
    [
        {"options": []},
        {"value": "elsewhere"},
        {"options": [{"value": "a", "disabled": True}, {"value": "b", "disabled": True}]},
    ],
)
async def test_groups_without_a_choice_to_show_take_keys_all_the_same(props: dict[str, Any]) -> None:
    async with scene(radio(**props)) as made:
        assert chosen(made) == []
        await made.pilot.press("tab", "up", "end", "down", "home")
        await made.settle()
        assert values(made) == []


async def test_older_writes_are_ignored_and_other_options_keep_the_choice() -> None:
    group = radio(value="s")
    async with scene(group) as made:
        await made.pilot.press("tab", "down", "space", "down", "space")
        await made.settle()
        assert values(made) == ["m", "l"]
        await made.update(group.id, value="m", valueVersion=1)
        assert chosen(made) == ["Large"]
        await made.update(group.id, value="s", valueVersion=2)
        assert chosen(made) == ["Small"]
        await made.update(group.id, options=[{"value": "z", "label": "New"}, *SIZES])
        assert chosen(made) == ["Small"]


async def test_words_of_a_guest_are_never_markup() -> None:
    evil = "[@click=app.quit]x[/] \x1b[31m"
    group = radio(options=[{"value": "a", "label": evil}])
    async with scene(group) as made:
        assert "[@click=app.quit]x[/] ␛[31m" in made.text
        await made.pilot.click(made.widget(group.id), offset=(12, 1))
        await made.settle()
        assert made.app.is_running
        assert values(made) == ["a"]


async def test_disabled_group_takes_nothing() -> None:
    group = radio(disabled=True)
    async with scene(group) as made:
        await made.pilot.click(made.widget(group.id), offset=(8, 1))
        await made.pilot.press("tab", "space")
        await made.settle()
        assert values(made) == []
