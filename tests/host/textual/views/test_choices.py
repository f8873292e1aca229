"""Views of radio groups, selects, sliders and dates: what hostile guests write into them is only text and numbers."""

from __future__ import annotations

from typing import Any

import pytest

from host.textual.scene import el, scene
from host.textual.test_strings import HOSTILE, assert_inert
from rill.host.textual.views.choices import VIEWS


def test_every_component_has_the_methods_of_its_schema() -> None:
    assert {name: set(view.methods) for name, view in VIEWS.items()} == {
        "RadioGroup": {"focus", "blur"},
        "Select": {"focus", "blur", "open"},
        "Slider": {"focus", "blur"},
        "DateInput": {"focus", "blur", "open", "clear"},
    }


@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_words_are_only_text(kind: str) -> None:
    text = HOSTILE[kind]
    options = [{"value": text, "label": text}, {"value": f"{text}2"}]
    select = el("Select", {"options": options, "placeholder": text, "clearable": True})
    radio = el("RadioGroup", {"options": options, "value": text})
    async with scene(select, radio, el("Select", {"options": options, "value": text})) as made:
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert_inert(made.app)
        await made.pilot.press("down", "enter", "tab", "down", "space")
        await made.settle()
        assert_inert(made.app)


async def test_props_that_change_all_at_once_are_shown() -> None:
    select = el("Select", {"options": [{"value": "a"}], "value": "a"})
    slider = el("Slider", {"value": 5, "showValue": True})
    day = el("DateInput", {"value": "2025-01-01"})
    radio = el("RadioGroup", {"options": [{"value": "a"}], "value": "a"})
    async with scene(select, slider, day, radio) as made:
        options: list[Any] = [{"value": "b", "label": "Bee"}, {"value": "c", "label": "Sea"}]
        await made.update(select.id, options=options, value="c", clearable=True)
        await made.update(slider.id, min=10, max=20, step=2, value=13)
        await made.update(day.id, min="2026-01-01", max="2026-12-31", value="2026-06-01", firstDayOfWeek="sunday")
        await made.update(radio.id, options=options, value="b", horizontal=True)
        assert "Sea" in made.lines[1]
        assert made.lines[4].split()[-2] == "14"
        assert "2026-06-01" in made.text
        assert "●▌ Bee" in made.text


async def test_what_nobody_changed_is_not_told() -> None:
    elements = [
        el("Select", {"options": [{"value": "a"}], "value": "a", "onChange": True}),
        el("Slider", {"value": 0.30000001, "step": 0.1, "onChange": True, "onComplete": True}),
        el("DateInput", {"value": "2025-02-30", "onChange": True}),
        el("RadioGroup", {"options": [{"value": "a"}], "value": "zzz", "onChange": True}),
    ]
    async with scene(*elements) as made:
        await made.update(elements[0].id, value="zzz")
        await made.update(elements[1].id, value=1e9)
        await made.update(elements[2].id, value="0000-00-00")
        assert made.events() == []
