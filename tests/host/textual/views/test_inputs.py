"""Views of buttons, text fields and switches: which props are shown, and what hostile guests write into them."""

from __future__ import annotations

import pytest

from host.textual.scene import el, scene
from host.textual.test_strings import HOSTILE, assert_inert
from rill.host.textual.views.inputs import VIEWS


def test_every_component_has_the_methods_of_its_schema() -> None:
    assert {name: set(view.methods) for name, view in VIEWS.items()} == {
        "Button": {"focus", "blur"},
        "TextInput": {"focus", "blur", "clear", "select", "isFocused"},
        "Checkbox": {"focus", "blur"},
        "Switch": {"focus", "blur"},
    }


@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_completions_and_words_are_only_text(kind: str) -> None:
    text = HOSTILE[kind]
    field = el("TextInput", {"suggestions": [f"a{text}"]})
    async with scene(field, el("Switch", {}, text), el("Button", {"title": text, "icon": "save"})) as made:
        await made.pilot.press("tab", "a")
        await made.settle()
        assert_inert(made.app)
        await made.pilot.press("right")
        await made.settle()
        assert_inert(made.app)
        assert made.widget(field.id).value != "a"


async def test_props_that_go_are_no_longer_kept() -> None:
    field = el("TextInput", {"maxLength": 2, "inputMode": "numeric", "readOnly": True})
    async with scene(field) as made:
        await made.update(field.id, maxLength=None, inputMode="text", readOnly=False)
        await made.pilot.press("tab", *"letters")
        assert made.widget(field.id).value == "letters"
