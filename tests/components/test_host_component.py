from __future__ import annotations

from typing import Any

import pytest
from pydantic import Field

from rill.components import Component, HostComponent, as_host_component
from rill.protocol import HostError


class View:
    """Stands for what an adapter draws with."""


class StepList(Component, role="list"):
    """Shows steps."""

    steps: list[str] = Field(description="What they say.")

    views = {"textual": View}  # noqa: RUF012 -- as a host writes it


class Bare(Component):
    """Carries no views."""


class Broken(Component):
    """Has a prop that cannot cross."""

    x: complex = 0


def test_a_class_brings_its_views() -> None:
    made = as_host_component("StepList", StepList)
    assert made.component is StepList
    assert dict(made.views) == {"textual": View}


def test_views_may_be_registered_beside_the_class() -> None:
    made = as_host_component("Steps", HostComponent(Bare, {"web": View}))
    assert (made.component, dict(made.views)) == (Bare, {"web": View})
    assert dict(as_host_component("Bare", Bare).views) == {}


def test_views_are_a_copy_that_cannot_be_changed() -> None:
    views = {"textual": View}
    made = as_host_component("Steps", HostComponent(Bare, views))
    views.clear()
    assert dict(made.views) == {"textual": View}
    with pytest.raises(TypeError):
        made.views["web"] = View  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("stepList", StepList, "expected a component name such as 'StepList'"),
        ("", StepList, "expected a component name"),
        ("#text", StepList, "expected a component name"),
        ("Step-List", StepList, "expected a component name"),
        ("S" * 65, StepList, "expected a component name"),
        ("StepList", View, "or a HostComponent, for StepList, got View"),
        ("StepList", "StepList", "for StepList, got a value of type str"),
        ("StepList", StepList(steps=[]), "for StepList, got a value of type StepList"),
        ("StepList", HostComponent(View), "in the HostComponent for StepList, got"),  # type: ignore[arg-type]
        ("StepList", HostComponent(Bare, {1: View}), "expected views of StepList by the name of their adapter"),  # type: ignore[dict-item]
        ("StepList", HostComponent(Bare, View), "expected views of StepList"),  # type: ignore[arg-type]
        ("Broken", Broken, "cannot be checked at Broken.x"),
    ],
)
def test_nonsense_is_refused_when_it_is_registered(name: str, value: Any, text: str) -> None:
    with pytest.raises(HostError) as caught:
        as_host_component(name, value)
    assert caught.value.code == "component_invalid"
    assert text in str(caught.value)
