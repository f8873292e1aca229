"""What a terminal cannot honour is in the table, and all the rest is seen: every component with every field."""

from __future__ import annotations

from typing import Any, Final

import pytest
from screens import screen_segments

from rill.components import CATALOGUE
from rill.components.style import StyleFields
from rill.host.textual.support import not_honoured, not_shown

from .samples import sample
from .scene import Element, el, scene

WIDTH, HEIGHT = 24, 10
_SIZED: Final = {"width": 16, "height": 7, "border": "solid"}
_GROUND: Final = {"background": "primary"}
# For each field: what it stands in, the style beside it, and what it is set to.
CASES: Final[list[tuple[str, str, dict[str, Any], Any]]] = [
    *(("direction", "View", {}, value) for value in ("row", "column")),
    ("wrap", "View", {"width": 9, "direction": "row"}, "wrap"),
    ("width", "View", {}, 9),
    ("height", "View", {}, 5),
    ("minWidth", "Row", {}, 20),
    ("maxWidth", "View", {}, 5),
    ("minHeight", "View", {}, 9),
    ("maxHeight", "View", {}, 2),
    ("maxHeight", "View", {"height": 7}, 2),
    ("grow", "Row", {"width": 8}, 1),
    ("grow", "View", {}, 1),
    ("shrink", "Row", {"width": 22}, 0),
    ("padding", "View", {"border": "solid"}, 1),
    ("margin", "View", {}, 1),
    ("gap", "View", _SIZED, 2),
    *(("align", "View", _SIZED, value) for value in ("end", "center")),
    *(("alignSelf", "Row", {}, value) for value in ("end", "start")),
    ("alignSelf", "View", {}, "end"),
    ("justify", "View", _SIZED, "end"),
    ("color", "View", {}, "error"),
    ("background", "View", {}, "primary"),
    ("border", "View", {}, "double"),
    ("borderColor", "View", _SIZED, "success"),
    *(("bold", "View", {}, value) for value in (True, False)),
    *((name, "View", {}, True) for name in ("italic", "underline", "strike", "dim")),
    *(("textAlign", "View", {"width": 20}, value) for value in ("end", "center")),
    ("overflow", "View", _SIZED, "scroll"),
    ("visibility", "View", {}, "hidden"),
    ("display", "View", {}, "none"),
    # Where there is little to see of a thing, its ground shows where it is.
    ("width", "View", _GROUND, 9),
    ("height", "View", _GROUND, 5),
    ("minWidth", "View", {**_GROUND, "width": 3}, 15),
    ("maxWidth", "View", {**_GROUND, "width": 15}, 5),
    ("maxHeight", "View", {**_GROUND, "height": 7}, 2),
    ("grow", "Row", {**_GROUND, "width": 8, "height": 4}, 1),
    ("grow", "View", {**_GROUND, "height": 3}, 1),
    ("alignSelf", "Row", {**_GROUND, "height": 3}, "end"),
    ("alignSelf", "View", {**_GROUND, "width": 8}, "end"),
    ("wrap", "Row", {**_SIZED, "direction": "row"}, "wrap"),
    ("justify", "View", {**_SIZED, "direction": "row", "width": 22}, "end"),
]
# They stand over the screen, or are drawn as parts of something else.
_ELSEWHERE: Final = ("Modal", "Menu", "MenuItem", "Toast", "Tooltip", "TableRow", "TreeItem", "Slot")
# Of these the frames below show too little of one field or another to tell.
_UNDECIDED: Final = (
    "Row",
    "Tabs",
    "Image",
    "Button",
    "Slider",
    "FormField",
    "FlatList",
    "SectionList",
    "ListItem",
    "Table",
    "Tree",
)


def _frame(component: str, around: str, style: dict[str, Any]) -> Element:
    _, shown = sample(component, style)
    fixed = {"width": WIDTH, "height": HEIGHT, "overflow": "hidden"}
    return el(around, {"style": fixed}, shown, el("Text", {}, "words that want some room beside it"))


@pytest.mark.parametrize(
    "component",
    [
        # Each takes seconds: a box and a control in every run, all others in the slow suites.
        name if name in ("View", "TextInput") else pytest.param(name, marks=pytest.mark.slow)
        for name in CATALOGUE
        if name not in (*_ELSEWHERE, *_UNDECIDED)
    ],
)
async def test_every_field_changes_the_screen_or_is_in_the_table(component: str) -> None:
    """One screen of frames: for each field one with it and one without, which must differ unless the table says so."""
    frames = []
    for field, around, beside, value in CASES:
        frames += [_frame(component, around, beside), _frame(component, around, {**beside, field: value})]
    rows = [
        el("Row", {"style": {"height": HEIGHT}}, *frames[start : start + 10]) for start in range(0, len(frames), 10)
    ]
    seen: set[str] = set()
    async with scene(el("Column", {}, *rows), size=(WIDTH * 10, HEIGHT * len(rows))) as made:
        cells = [
            [(character, str(segment.style)) for segment in line for character in segment.text]
            for line in screen_segments(made.app)
        ]

        def look(frame: Element) -> Any:
            region = made.widget(frame.id).region
            return [line[region.x : region.right] for line in cells[region.y : region.bottom]]

        for (field, *_), before, after in zip(CASES, frames[::2], frames[1::2], strict=True):
            if look(before) != look(after):
                seen.add(field)
    table = set(not_honoured(component))
    walked = {field for field, *_ in CASES}
    assert walked - seen - table == set(), "these fields do nothing and are not in the table"


def test_the_walk_has_every_field() -> None:
    fields = {field.alias or name for name, field in StyleFields.model_fields.items()}
    assert {field for field, *_ in CASES} == fields


def test_the_table_names_components_and_fields_that_exist() -> None:
    fields = {field.alias or name for name, field in StyleFields.model_fields.items()}
    for component in CATALOGUE:
        assert set(not_honoured(component)) <= fields


def test_a_stretch_of_text_has_no_box() -> None:
    style: Any = {"border": "round", "color": "error", "width": None}
    assert [name for name, _ in not_shown("Text", style, inline=True)] == ["border"]
    assert not_shown("Text", style) == []
    assert [name for name, _ in not_shown("Divider", {"gap": 1, "color": "error"})] == ["gap"]


async def test_development_hears_once_of_each_field_and_production_never() -> None:
    style: Any = {"gap": 1, "align": "end"}
    buttons = [el("Button", {"title": "b", "style": style}) for _ in range(3)]
    async with scene(el("Column", {}, *buttons)) as made:
        assert made.adapter.diagnostics == ()
        heard: list[Any] = []
        made.adapter._diagnose = heard.append
        for button in buttons:
            await made.update(button.id, style={**style, "bold": True})
        assert [(found.component, found.code) for found in heard] == [("Button", "style_not_shown")] * 2
        assert "style.gap" in heard[0].message


async def test_development_hears_of_a_box_around_a_stretch_of_text() -> None:
    style: Any = {"border": "round", "color": "error"}
    stretch = el("Text", {}, "inside")
    heard: list[Any] = []
    async with scene(el("Text", {}, "around ", el("Text", {}, "deeper ", stretch))) as made:
        await made.update(stretch.id, style=style)
        assert made.adapter.diagnostics == ()
        made.adapter._diagnose = heard.append
        await made.update(stretch.id, style={**style, "bold": True})
        assert [(found.node_id, found.component, found.code) for found in heard] == [
            (stretch.id, "Text", "style_not_shown")
        ]
        assert "style.border" in heard[0].message
