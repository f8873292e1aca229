from __future__ import annotations

from typing import Any

import pytest

from components.checks import LIMITS, PATH, accept, refuse
from rill.components import CATALOGUE, Style
from rill.components.style import COLORS
from rill.protocol import GuestError

AT = "batch[0].props.style"
WIDTHS = "expected int >= 0, a percentage such as '50%', a fraction such as '1fr', 'auto' or null"


@pytest.mark.parametrize(
    "style",
    [
        {},
        {"width": 0, "height": "auto", "minWidth": "12.5%", "maxWidth": "100%", "minHeight": 1, "maxHeight": None},
        {"grow": 1, "gap": 2, "padding": 1, "margin": [0, 1]},
        {"padding": [1, 2, 3, 4], "align": "stretch", "justify": "space-between"},
        {"border": "round", "borderColor": "primary", "color": "muted", "background": "transparent"},
        {"bold": True, "italic": False, "underline": True, "strike": True, "dim": None, "textAlign": "end"},
        {"visibility": "hidden"},
        *({"color": color} for color in COLORS),
    ],
)
def test_styles_that_a_terminal_and_a_browser_can_honour_are_accepted(style: dict[str, Any]) -> None:
    accept("View", style=style)


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (
            {"width": "50px"},
            f"{WIDTHS}, got '50px' at {AT}.width",
        ),
        (
            {"width": "50%\n"},
            f"{WIDTHS}, got '50%\\n' at {AT}.width",
        ),
        ({"width": -1}, f"expected int >= 0, got -1 at {AT}.width"),
        ({"minWidth": "auto"}, f"expected a percentage such as '50%', got 'auto' at {AT}.minWidth"),
        (
            {"padding": [1, 2, 3]},
            f"expected int >= 0, [vertical, horizontal] or [top, right, bottom, left], got array at {AT}.padding",
        ),
        ({"padding": [1, -1]}, f"expected int >= 0, got -1 at {AT}.padding[1]"),
        ({"grow": -1}, f"expected float >= 0, got -1 at {AT}.grow"),
        ({"bold": 1}, f"expected bool or null, got int at {AT}.bold"),
    ],
)
def test_other_styles_are_refused(style: dict[str, Any], text: str) -> None:
    refuse("View", {"style": style}, "prop_invalid", text)


@pytest.mark.parametrize("name", ["css", "flexDirection", "position", "backgroundImage", "__class__", "cssText"])
def test_there_is_no_other_css(name: str) -> None:
    with pytest.raises(GuestError, match=f"^unknown field '{name}' of Style at batch"):
        CATALOGUE["View"].check_create({"style": {name: "x"}}, PATH, LIMITS)


@pytest.mark.parametrize(
    "color", ["red", "#f00", "rgb(0,0,0)", "var(--x)", "$primary", "url(x)", "primary; background: red"]
)
def test_colours_are_names_of_the_theme_and_nothing_that_could_be_code(color: str) -> None:
    names = " or ".join([", ".join(map(repr, COLORS[:-1])), repr(COLORS[-1])])
    text = f"expected {names}, got {color!r} at {AT}.color"
    refuse("View", {"style": {"color": color}}, "prop_invalid", text)


def test_hosts_may_write_tuples_where_guests_write_arrays() -> None:
    assert Style(padding=(1, 2)).padding == (1, 2)


@pytest.mark.parametrize(
    ("name", "here"), [("backgroundColor", "background"), ("flexGrow", "grow"), ("colour", "color")]
)
def test_names_of_css_are_answered_with_the_name_here(name: str, here: str) -> None:
    with pytest.raises(GuestError, match=f"^unknown field '{name}' of Style at .*; did you mean '{here}'"):
        CATALOGUE["View"].check_create({"style": {name: 1}}, PATH, LIMITS)


def test_every_name_of_elsewhere_leads_to_one_of_here_and_is_none_itself() -> None:
    fields = {info.alias for info in Style.model_fields.values()}
    assert set(Style.known_elsewhere.values()) <= fields
    assert not fields & set(Style.known_elsewhere)
