"""CSS in the words of Rill's style."""

from __future__ import annotations

from typing import Any

import pytest

from host.textual.html_pages import html
from host.textual.scene import el
from rill.components.html.attributes import CSS_PROPERTIES
from rill.components.style import COLORS
from rill.host.textual.css import css_cells, css_color, read_css
from rill.host.textual.styling import _classes, _rules


@pytest.mark.parametrize(
    ("css", "style"),
    [
        ({"color": "red"}, {"color": "error"}),
        ({"background": "#fff"}, {"background": "surface"}),
        ({"background-color": "navy !important"}, {"background": "primary"}),
        ({"font-weight": "700"}, {"bold": True}),
        ({"font-weight": "normal"}, {"bold": False}),
        ({"font-style": "oblique"}, {"italic": True}),
        ({"text-decoration": "underline line-through"}, {"underline": True, "strike": True}),
        ({"opacity": "0.5"}, {"dim": True}),
        ({"opacity": "0"}, {"visibility": "hidden"}),
        ({"text-align": "right"}, {"textAlign": "end"}),
        ({"width": "50%"}, {"width": "50%"}),
        ({"width": "80px", "height": "3em"}, {"width": 10, "height": 3}),
        ({"max-width": "20ch"}, {"maxWidth": 20}),
        ({"width": "auto"}, {"width": "auto"}),
        ({"margin": "1em"}, {"margin": [1, 2, 1, 2]}),
        ({"margin": "0 auto"}, {"margin": [0, 0, 0, 0]}),
        ({"padding": "1em 2ch 0"}, {"padding": [1, 2, 0, 2]}),
        ({"padding": "1lh 2ch 3lh 4ch"}, {"padding": [1, 2, 3, 4]}),
        ({"margin-left": "4ch", "margin": "1lh"}, {"margin": [1, 2, 1, 4]}),
        ({"border": "1px solid red"}, {"border": "solid", "borderColor": "error"}),
        ({"border": "none"}, {"border": "none"}),
        ({"border": "0"}, {"border": "none"}),
        ({"border": "2px dotted rgb(0, 128, 0)"}, {"border": "dashed", "borderColor": "success"}),
        ({"border": "1px solid", "border-radius": "4px"}, {"border": "round"}),
        ({"display": "none"}, {"display": "none"}),
        ({"display": "flex", "flex-direction": "column"}, {"direction": "column"}),
        ({"flex-flow": "row wrap"}, {"direction": "row", "wrap": "wrap"}),
        ({"gap": "1em"}, {"gap": [2, 1]}),
        ({"row-gap": "2lh", "column-gap": "1ch"}, {"gap": [1, 2]}),
        ({"flex": "1"}, {"grow": 1.0, "shrink": 1.0}),
        ({"flex": "none"}, {"grow": 0.0, "shrink": 0.0}),
        ({"align-items": "flex-end", "justify-content": "space-between"}, {"align": "end", "justify": "space-between"}),
        ({"overflow": "auto"}, {"overflow": "auto"}),
        ({"visibility": "collapse"}, {"visibility": "hidden"}),
        ({"color": "inherit", "width": ""}, {}),
        ({"cursor": "pointer", "font-family": "serif"}, {}),
    ],
)
def test_properties(css: dict[str, Any], style: dict[str, Any]) -> None:
    reading = read_css(css)
    assert reading.style == style
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("css", "problem"),
    [
        ({"width": "calc(1px + 2em)"}, "style.width: a terminal cannot show 'calc(1px + 2em)'"),
        ({"color": "nonsense"}, "style.color: a terminal cannot show 'nonsense'"),
        ({"display": "grid"}, "style.display: a terminal cannot show 'grid'"),
        ({"margin": "1px 2px 3px 4px 5px"}, "style.margin: a terminal cannot show '1px 2px 3px 4px 5px'"),
        ({"order": "2"}, "style.order means nothing in a terminal"),
        ({"padding": "-1px"}, "style.padding: a terminal cannot show '-1px'"),
    ],
)
def test_what_cannot_be_shown_is_said(css: dict[str, Any], problem: str) -> None:
    assert read_css(css).problems == (problem,)


@pytest.mark.parametrize(
    ("text", "color"),
    [
        ("primary", "primary"),
        ("#f00", "error"),
        ("#ff880080", "warning"),
        ("rgb(0 200 0)", "success"),
        ("rgba(0, 0, 255, 0.5)", "primary"),
        ("hsl(300, 80%, 40%)", "secondary"),
        ("#777", "muted"),
        ("#000", "foreground"),
        ("transparent", "transparent"),
        ("#12", None),
        ("#ggg", None),
        ("rgb(1)", None),
        ("var(--x)", None),
    ],
)
def test_colours_are_those_of_the_theme(text: str, color: str | None) -> None:
    assert css_color(text) == color
    assert color is None or color in COLORS


def test_a_length_that_is_there_at_all_is_a_cell() -> None:
    assert [css_cells(text, "across") for text in ("0", "1px", "2px", "8px", "1em", "x", "5", "-1px")] == [
        0,
        0,
        1,
        1,
        2,
        None,
        None,
        None,
    ]
    assert [css_cells(text, "down") for text in ("4px", "16px", "1em", "3lh")] == [1, 1, 1, 3]


@pytest.mark.parametrize(
    "value", ["", "0", "1px", "99999em", "1e9px", "50%", "red", "a b c d e", "( ( )", "#", "-", "1 1 1"]
)
def test_whatever_the_value_the_style_is_one_that_a_widget_takes(value: str) -> None:
    style = read_css(dict.fromkeys(CSS_PROPERTIES, value)).style
    _rules(style)
    _classes(style)


async def test_what_a_terminal_cannot_show_is_told_in_development() -> None:
    field = el("input", {"style": {"text-align": "right", "color": "red", "width": "calc(1px)"}})
    async with html(field) as made:
        told: list[str] = []
        made.adapter._diagnose = lambda diagnostic: told.append(diagnostic.message)
        await made.update(field.id, style={"text-align": "right", "color": "nonsense", "order": "1", "cursor": "help"})
        assert told == [
            "style.textAlign means nothing here: its lines stand as what they are",
            "style.color: a terminal cannot show 'nonsense'",
            "style.order means nothing in a terminal",
        ]
