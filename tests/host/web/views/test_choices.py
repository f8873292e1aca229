"""Radio groups, selects and sliders as elements, and what may be chosen."""

from __future__ import annotations

from typing import Any

import pytest

from host.web.views.lowered import LISTENS
from host.web.views.standing import Standing
from rill.host.web.element import Element, FieldValue
from rill.host.web.lowering import walk

OPTIONS = [{"value": "a", "label": "Apple"}, {"value": "b"}, {"value": "c", "disabled": True}, {"value": "a"}]


def radios_of(scene: Standing) -> list[Element]:
    return [part for part in walk(scene.element(1)) if part.attributes.get("type") == "radio"]


def test_a_radio_group_is_a_fieldset_of_radios() -> None:
    scene = Standing(("RadioGroup", {"options": OPTIONS, "value": "b", "required": True, "label": "Fruit"}))
    group = scene.element(1)
    assert (group.tag, group.attributes["role"], group.attributes["aria-label"]) == ("fieldset", "radiogroup", "Fruit")
    assert group.attributes["aria-required"] == "true"
    radios = radios_of(scene)
    # Of options with the same value the first counts.
    assert [(radio.attributes["value"], radio.field) for radio in radios] == [
        ("a", FieldValue(False)),
        ("b", FieldValue(True)),
        ("c", FieldValue(False)),
    ]
    assert [radio.attributes.get("required") for radio in radios] == [True, None, None]
    assert radios[2].attributes["disabled"] is True


def test_two_groups_of_one_name_are_two_groups() -> None:
    scene = Standing(*(("RadioGroup", {"options": OPTIONS, "name": "fruit"}) for _ in range(2)))
    names = {part.attributes["name"] for id in (1, 2) for part in walk(scene.element(id)) if part.tag == "input"}
    assert len(names) == 2


def test_a_choice_of_a_radio_is_told_by_its_value() -> None:
    scene = Standing(("RadioGroup", {"options": OPTIONS, "onChange": LISTENS}))
    assert scene.say(1, "change", value=True, part="1", version=2) == [("onChange", {"value": "b", "version": 2})]
    assert [radio.field for radio in radios_of(scene)][:2] == [FieldValue(False, 2), FieldValue(True, 2)]


@pytest.mark.parametrize("part", ["2", "3", "-1", "", "x", "99999", "²"])
def test_a_radio_that_cannot_be_chosen_is_not(part: str) -> None:
    scene = Standing(("RadioGroup", {"options": OPTIONS, "onChange": LISTENS}))
    assert scene.say(1, "change", value=True, part=part, version=1) == []


def test_a_select_is_the_browsers_own() -> None:
    select = Standing(("Select", {"options": OPTIONS, "placeholder": "Choose", "value": "b"})).element(1)
    assert (select.tag, select.field) == ("select", FieldValue("b"))
    assert [(option.attributes, option.children) for option in select.children if isinstance(option, Element)] == [
        ({"value": "", "disabled": True, "hidden": True}, ("Choose",)),
        ({"value": "a"}, ("Apple",)),
        ({"value": "b"}, ("b",)),
        ({"value": "c", "disabled": True}, ("c",)),
    ]


def test_a_value_that_no_option_has_is_no_choice() -> None:
    select = Standing(("Select", {"options": OPTIONS, "value": "zzz"})).element(1)
    assert select.field == FieldValue("")
    assert "rill-unchosen" in str(select.attributes["class"])


@pytest.mark.parametrize(
    ("value", "clearable", "told"),
    [
        ("b", False, "b"),
        ("c", False, None),
        ("zzz", False, None),
        ("", False, None),
        ("", True, ""),
        (True, True, None),
    ],
)
def test_only_what_can_be_chosen_is_told(value: Any, clearable: bool, told: str | None) -> None:
    scene = Standing(("Select", {"options": OPTIONS, "clearable": clearable, "onChange": LISTENS}))
    heard = [] if told is None else [("onChange", {"value": told, "version": 1})]
    assert scene.say(1, "change", value=value, version=1) == heard


def test_options_are_drawn_once() -> None:
    scene = Standing(("Select", {"options": OPTIONS}))
    assert scene.element(1).children[1] is scene.element(1).children[1]
    scene.write(1, {"options": [{"value": "z"}]})
    assert [option.attributes["value"] for option in scene.element(1).children if isinstance(option, Element)] == [
        "",
        "z",
    ]


async def test_open_shows_the_list_of_the_browser() -> None:
    scene = Standing(("Select", {"options": OPTIONS}))
    scene.call(1, "open")
    assert scene.asked() == [(1, "showPicker", [])]


# -- sliders -----------------------------------------------------------------------------------------------------------


def test_a_slider_is_a_range_that_stands_on_its_steps() -> None:
    slider = Standing(("Slider", {"min": 0.0, "max": 1.0, "step": 0.1, "value": 0.34})).element(1)
    assert (slider.tag, slider.field) == ("input", FieldValue("0.3"))
    assert [slider.attributes[name] for name in ("type", "min", "max", "step")] == ["range", "0", "1", "0.1"]


def test_a_slider_may_write_its_number_beside_it() -> None:
    box = Standing(("Slider", {"value": 40.0, "showValue": True, "label": "Volume"})).element(1)
    control, output = box.children
    assert isinstance(control, Element)
    assert isinstance(output, Element)
    assert control.attributes["aria-label"] == "Volume"
    assert (output.tag, output.children) == ("output", ("40",))


def test_a_slider_is_told_while_it_moves_and_when_it_is_left() -> None:
    scene = Standing(("Slider", {"onChange": LISTENS, "onComplete": LISTENS}))
    assert scene.element(1).attributes["data-on"] == "input change"
    assert scene.say(1, "input", value="41", version=1) == [("onChange", {"value": 41.0, "version": 1})]
    assert scene.say(1, "change", value="41", version=1) == [("onComplete", {"value": 41.0, "version": 1})]


@pytest.mark.parametrize("value", ["", "x", "nan", "1e999", "1" * 50, None, True])
def test_a_number_that_is_none_moves_nothing(value: Any) -> None:
    scene = Standing(("Slider", {"onChange": LISTENS, "onComplete": LISTENS}))
    assert scene.say(1, "input", value=value, version=1) == []
    assert scene.say(1, "change", value=value, version=1) == []


def test_a_number_beyond_the_ends_is_the_end() -> None:
    scene = Standing(("Slider", {"max": 10.0, "step": 3.0, "onChange": LISTENS}))
    assert scene.say(1, "input", value="500", version=1) == [("onChange", {"value": 9.0, "version": 1})]
