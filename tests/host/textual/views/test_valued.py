"""What the views of all inputs share: marks, being disabled, being compact, and whose value counts."""

from __future__ import annotations

from typing import Any, Final

import pytest

from host.textual.scene import el, scene
from rill.host.textual.views.valued import is_compact
from rill.host.tree import Node

OPTIONS: Final = [{"value": "a", "label": "First"}, {"value": "b", "label": "Second"}]
# Each input with a value of the guest's, and another.
INPUTS: Final[dict[str, tuple[dict[str, Any], Any, Any]]] = {
    "TextInput": ({}, "one", "two"),
    "Checkbox": ({}, True, False),
    "Switch": ({}, True, False),
    "RadioGroup": ({"options": OPTIONS}, "a", "b"),
    "Select": ({"options": OPTIONS}, "a", "b"),
    "Slider": ({}, 10.0, 20.0),
    "DateInput": ({}, "2025-01-01", "2026-01-01"),
}


@pytest.mark.parametrize("component", INPUTS)
async def test_value_of_the_guest_is_shown_and_shown_again(component: str) -> None:
    props, first, second = INPUTS[component]
    input = el(component, {**props, "value": first, "onChange": True})
    async with scene(input) as made:
        assert made.widget(input.id).value_left() == first
        await made.update(input.id, value=second)
        assert made.widget(input.id).value_left() == second
        await made.update(input.id, value=None)
        assert made.widget(input.id).value_left() == second
        assert made.events() == []


@pytest.mark.parametrize("component", INPUTS)
async def test_guest_that_does_not_listen_keeps_the_last_word(component: str) -> None:
    props, first, second = INPUTS[component]
    input = el(component, {**props, "value": first})
    async with scene(input) as made:
        made.widget(input.id).write(second)
        await made.settle()
        assert made.widget(input.id).value_left() == second
        await made.update(input.id, value=first, valueVersion=0)
        assert made.widget(input.id).value_left() == first


@pytest.mark.parametrize("component", INPUTS)
async def test_mark_changes_the_colours_and_nothing_else(component: str) -> None:
    props, first, _ = INPUTS[component]
    input = el(component, {**props, "value": first})
    async with scene(input) as made:
        before, border = made.lines, made.widget(input.id).styles.border_top
        await made.update(input.id, invalid=True)
        assert made.lines == before
        assert made.widget(input.id).styles.border_top != border
        await made.update(input.id, invalid=False)
        assert made.widget(input.id).styles.border_top == border


@pytest.mark.parametrize("component", INPUTS)
async def test_what_is_disabled_cannot_have_the_focus(component: str) -> None:
    props, _, _ = INPUTS[component]
    input = el(component, {**props, "disabled": True})
    async with scene(input) as made:
        await made.pilot.press("tab")
        assert made.app.focused is None
        await made.update(input.id, disabled=False)
        await made.pilot.press("tab")
        assert made.app.focused is made.widget(input.id)


async def test_control_is_compact_with_whatever_is_around_it() -> None:
    inner = el("TextInput", {})
    outer = el("TextInput", {})
    field = el("FormField", {"title": "x", "compact": True}, inner)
    async with scene(el("Form", {}, field, outer)) as made:
        nodes = [made.session.tree.find(element.id) for element in (inner, outer, field)]
        assert [is_compact(node) for node in nodes if isinstance(node, Node)] == [True, False, True]
