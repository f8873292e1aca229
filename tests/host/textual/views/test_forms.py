"""Views of forms and fields: hostile words, and a form of many parts."""

from __future__ import annotations

import pytest

from host.textual.scene import el, scene
from host.textual.test_strings import HOSTILE, assert_inert
from rill.host.tree import Node


@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_words_are_only_text(kind: str) -> None:
    text = HOSTILE[kind]
    input = el("TextInput", {"name": text, "required": True, "suggestions": [text], "placeholder": text})
    around = el("FormField", {"title": text, "help": text}, input)
    form = el("Form", {"onInvalid": True, "onSubmit": True}, around, el("Button", {"title": text, "submit": True}))
    async with scene(form) as made:
        assert_inert(made.app)
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert made.events() == [(form.id, "onInvalid", {"fields": [text]})]
        await made.update(around.id, error=text)
        assert_inert(made.app)


async def test_names_that_are_special_elsewhere_do_no_harm() -> None:
    names = ["__proto__", "constructor", "prototype", "toString", "a.b[0]", ""]
    inputs = [el("TextInput", {"name": name, "defaultValue": name, "compact": True}) for name in names]
    form = el("Form", {"onSubmit": True}, *inputs)
    async with scene(form) as made:
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert made.events() == [(form.id, "onSubmit", {"values": {"toString": "toString", "a.b[0]": "a.b[0]"}})]


async def test_input_that_has_no_widget_counts_with_what_the_guest_says_of_it() -> None:
    # Beyond what a terminal nests, elements are left out; the form is still the guest's.
    deep = el("TextInput", {"name": "deep", "defaultValue": "kept"})
    for _ in range(60):
        deep = el("View", {}, deep)
    form = el("Form", {"onSubmit": True}, deep)
    async with scene(form) as made:
        node = made.session.tree.find(form.id)
        assert isinstance(node, Node)
        assert made.adapter.call(node, "submit", []) is True
        assert made.events() == [(form.id, "onSubmit", {"values": {"deep": "kept"}})]


async def test_form_is_a_box_like_any_other() -> None:
    form = el("Form", {"style": {"direction": "row", "gap": 2}}, el("Text", {}, "left"), el("Text", {}, "right"))
    async with scene(form) as made:
        assert made.lines[0] == "left  right"
