"""Icons as drawings: one for every name, and all of them only lines of a path."""

from __future__ import annotations

import re

import pytest

from rill.components.catalogue.icons import ICONS
from rill.host.web.element import Element
from rill.host.web.icons import icon


def path_of(element: Element) -> str:
    (path,) = element.children
    assert isinstance(path, Element)
    assert path.tag == "svg:path"
    return str(path.attributes["d"])


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_has_a_drawing_of_its_own_size(name: str) -> None:
    element = icon(name)
    assert element.attributes["viewBox"] == "0 0 24 24"
    assert re.fullmatch(r"[Mm][-MmLlHhVvCcSsAaZz0-9., ]*", path_of(element))


def test_drawings_that_mean_different_things_differ() -> None:
    alike = {("add", "plus"), ("person", "user"), ("star", "star-empty")}
    found = [(a, b) for a in ICONS for b in ICONS if a < b and path_of(icon(a)) == path_of(icon(b))]
    assert set(found) == alike
    assert icon("star") != icon("star-empty")


def test_an_icon_is_read_aloud_only_with_a_label() -> None:
    assert icon("check").attributes["aria-hidden"] == "true"
    named = icon("check", label="Done").attributes
    assert (named["role"], named["aria-label"], named.get("aria-hidden")) == ("img", "Done", None)


@pytest.mark.parametrize("name", [None, "nope", 3, "__class__"])
def test_what_is_no_icon_keeps_the_room_of_one(name: object) -> None:
    assert icon(name).children == ()
