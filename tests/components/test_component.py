from __future__ import annotations

from typing import Any, Protocol

import pytest
from pydantic import Field, ValidationError

from rill.components import Component, Event, Record, compile_component, event
from rill.protocol import HostError


class Chosen(Record):
    """An entry was chosen."""

    index: int = Field(ge=0, description="Its place.")


class Picker(Component, role="list", children="none", view_state=("focus",), aliases=("Chooser",)):
    """Shows entries to choose from."""

    entries: list[str] = Field(description="What they say.")
    on_choose: Event[Chosen] = event("An entry was chosen.")

    class Methods(Component.Methods, Protocol):
        def reset(self) -> None:
            """Choose none."""


class FancyPicker(Picker, stateful=True):
    """A Picker with more to it."""


def test_class_arguments_are_inherited_but_other_names_are_not() -> None:
    traits = FancyPicker.traits
    assert (traits.role, traits.children, traits.view_state, traits.stateful) == ("list", "none", ("focus",), True)
    assert Picker.traits.aliases == ("Chooser",)
    assert traits.aliases == ()
    assert not Picker.traits.stateful


def test_a_component_class_is_also_a_model_of_its_props() -> None:
    picker = Picker.model_validate({"entries": ["a"], "onChoose": True, "label": "Pick"})
    assert picker.entries == ["a"]
    assert picker.label == "Pick"
    for wrong in ({}, {"entries": "a"}, {"entries": [], "onChoose": False}, {"entries": [], "other": 1}):
        with pytest.raises(ValidationError):
            Picker.model_validate(wrong)


def test_methods_are_inherited() -> None:
    assert set(compile_component("FancyPicker", FancyPicker).methods) == {"reset"}


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"rolle": "list"}, "unknown class argument 'rolle' of component Made; known are role, children, inline"),
        ({"role": "boss"}, "for class argument 'role' of component Made, got 'boss'"),
        (
            {"children": "text"},
            "expected one of 'none', 'nodes', 'inline', 'text-and-nodes' for class argument 'children'",
        ),
        ({"stateful": 1}, "expected a bool for class argument 'stateful' of component Made, got 1"),
        (
            {"view_state": "text"},
            "expected a tuple of 'text', 'checked', 'value', 'caret', 'cursor', 'scroll', 'focus', 'open'",
        ),
        ({"view_state": ("size",)}, "got ('size',)"),
        ({"aliases": "Chooser"}, "expected a tuple of names"),
        ({"elements": "header"}, "expected a tuple of names for class argument 'elements'"),
        ({"takes": (1,)}, "expected a tuple of names for class argument 'takes'"),
        ({"within": ["Tabs"]}, "expected a tuple of names for class argument 'within'"),
        ({"virtual": "yes"}, "expected a bool for class argument 'virtual'"),
    ],
)
def test_class_arguments_that_mean_nothing_are_refused_where_they_are_written(
    arguments: dict[str, Any], text: str
) -> None:
    with pytest.raises(HostError) as caught:
        type("Made", (Component,), {"__module__": __name__}, **arguments)
    assert caught.value.code == "component_invalid"
    assert text in str(caught.value)
