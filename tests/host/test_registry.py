"""The whitelist grows and shrinks by whole calls, and sessions keep the one that they were opened with."""

from __future__ import annotations

import pytest
from pydantic import Field

from rill.components import CATALOGUE, Component, HostComponent
from rill.components.html.elements import HTML
from rill.host.registry import PRESETS, Registry, components_of, preset_of
from rill.protocol import HostError


class Rating(Component, role="slider", children="none"):
    """Stars."""

    stars: int = Field(default=0, description="Stars that are lit.")
    views = {"textual": "a widget", "web": "an element"}  # noqa: RUF012


class Meter(Component):
    """A meter."""


def test_begins_with_the_catalogue() -> None:
    registry = Registry()
    assert registry.components == CATALOGUE
    assert registry.views("textual") == {}


def test_registers_components_with_their_views() -> None:
    registry = Registry()
    registry.register(Rating=Rating, Stars=HostComponent(Rating, {"textual": "another widget"}))
    assert registry.components["Rating"].props["stars"].name == "stars"
    assert registry.components["Stars"].name == "Stars"
    assert registry.views("textual") == {"Rating": "a widget", "Stars": "another widget"}
    assert registry.views("web") == {"Rating": "an element"}
    assert registry.views("recorder") == {}


def test_a_name_is_taken_once() -> None:
    registry = Registry()
    registry.register(Rating=Rating)
    for name in ("Rating", "Button", "TouchableOpacity"):
        with pytest.raises(HostError) as caught:
            registry.register(**{name: Meter})
        assert str(caught.value) == f"component '{name}' is registered already; choose another name"
        assert caught.value.code == "component_taken"


class Dial(Component, aliases=("Knob", "Wheel")):
    """A dial."""

    views = {"textual": "a widget"}  # noqa: RUF012


class Shadow(Component, aliases=("Text",)):
    """Would stand in for another."""


class Mumble(Component, aliases=("not a name",)):
    """Its other name is none."""


def test_a_component_is_registered_under_its_other_names_too() -> None:
    registry = Registry()
    registry.register(Dial=Dial)
    assert {"Dial", "Knob", "Wheel"} == registry.components.keys() - CATALOGUE.keys()
    assert registry.components["Knob"].name == "Knob"
    assert registry.views("textual") == dict.fromkeys(("Dial", "Knob", "Wheel"), "a widget")


@pytest.mark.parametrize(
    ("components", "code"),
    [
        ({"Shadow": Shadow}, "component_taken"),
        ({"Mumble": Mumble}, "component_invalid"),
        ({"Wheel": Meter, "Dial": Dial}, "component_taken"),
        ({"Dial": Dial, "Knob": Meter}, "component_taken"),
    ],
)
def test_another_name_is_a_name_like_any(components: dict[str, type[Component]], code: str) -> None:
    registry = Registry()
    with pytest.raises(HostError) as caught:
        registry.register(**components)
    assert caught.value.code == code
    assert registry.components == CATALOGUE


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("rating", Meter, "component_invalid"),
        ("#text", Meter, "component_invalid"),
        ("Rating", object(), "component_invalid"),
        ("Rating", dict, "component_invalid"),
        ("Text", Meter, "component_taken"),
    ],
)
def test_nothing_is_registered_when_one_value_is_wrong(name: str, value: object, code: str) -> None:
    registry = Registry()
    with pytest.raises(HostError) as caught:
        registry.register(**{"Good": Rating, name: value})
    assert caught.value.code == code
    assert registry.components == CATALOGUE
    assert registry.views("textual") == {}


def test_restrict_keeps_what_is_named_and_its_views() -> None:
    registry = Registry()
    registry.register(Rating=Rating, Meter=HostComponent(Meter, {"textual": "a meter"}))
    registry.restrict("Text", "Rating")
    assert set(registry.components) == {"Text", "Rating"}
    assert registry.views("textual") == {"Rating": "a widget"}
    registry.register(Meter=Meter)
    assert registry.views("textual") == {"Rating": "a widget"}
    registry.restrict()
    assert registry.components == {}


def test_restrict_to_an_unknown_name_changes_nothing() -> None:
    registry = Registry()
    with pytest.raises(HostError) as caught:
        registry.restrict("Text", "Buton")
    assert str(caught.value) == "component 'Buton' is not registered; did you mean 'Button'?"
    assert caught.value.code == "component_unknown"
    assert registry.components == CATALOGUE


def test_what_was_handed_out_does_not_change_later() -> None:
    registry = Registry()
    components, views = registry.components, registry.views("textual")
    registry.register(Rating=Rating)
    assert "Rating" not in components
    assert "Rating" not in views
    assert "Rating" not in CATALOGUE


def test_presets_are_the_catalogue_and_the_elements_of_html() -> None:
    assert components_of(("rill",)) == CATALOGUE
    assert components_of(["html"]) == HTML
    assert components_of(("html", "rill")) == {**CATALOGUE, **HTML}
    assert components_of(()) == {}
    assert [preset_of(name) for name in ("View", "div", "Nonsense", "script")] == ["rill", "html", None, None]
    assert set(PRESETS) == {"rill", "html"}


def test_an_unknown_preset_is_refused_with_the_one_that_was_meant() -> None:
    with pytest.raises(HostError, match=r"unknown preset 'htm'; did you mean 'html'\?; there are 'rill', 'html'"):
        components_of(("rill", "htm"))
    for wrong in ("html", 7, (1,)):
        with pytest.raises(HostError, match="expected the names of presets"):
            components_of(wrong)  # type: ignore[arg-type]
