"""Styles by the width of the guest's screen: which one holds, and that a resize shows it without the guest's doing."""

from __future__ import annotations

from typing import Any

import pytest

from rill.host.textual.breakpoints import changes_between, style_at

from .scene import Scene, el, scene

STYLE: Any = {
    "color": "error",
    "gap": 1,
    "breakpoints": [
        {"at": 100, "style": {"gap": 3}},
        {"at": 40, "style": {"color": "success", "gap": 2}},
        {"at": 60, "style": {"bold": True}},
    ],
}


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (39, {"color": "error", "gap": 1}),
        (40, {"color": "success", "gap": 2}),
        (60, {"color": "success", "gap": 2, "bold": True}),
        # The later one wins, not the wider one.
        (100, {"color": "success", "gap": 2, "bold": True}),
    ],
)
def test_of_breakpoints_that_fit_the_later_wins(width: int, expected: dict[str, Any]) -> None:
    assert style_at(STYLE, width) == expected


def test_a_style_without_breakpoints_holds_everywhere() -> None:
    style: Any = {"gap": 1}
    assert style_at(style, 80) is style
    assert style_at(None, 80) is None
    assert not changes_between(style, 1, 100)


@pytest.mark.parametrize(
    ("before", "after", "changes"), [(39, 40, True), (40, 39, True), (40, 59, False), (61, 99, False), (0, 200, True)]
)
def test_only_a_width_beyond_a_breakpoint_changes_anything(before: int, after: int, changes: bool) -> None:
    assert changes_between(STYLE, before, after) is changes


async def resize(made: Scene, width: int, height: int) -> None:
    await made.pilot.resize_terminal(width, height)
    await made.settle()


async def test_a_resize_lays_out_anew_without_an_operation_and_without_remounting() -> None:
    """Three panes where there is room, one where there is none; and words that appear in a wide text."""
    wide = {"breakpoints": [{"at": 60, "style": {"direction": "row"}}]}
    only_wide = {"display": "none", "breakpoints": [{"at": 60, "style": {"display": "flex", "grow": 1}}]}
    panes = [
        el("View", {"style": only_wide if index else {"grow": 1}}, el("Text", {}, f"pane {index}"))
        for index in range(3)
    ]
    word = el(
        "Text", {"style": {"display": "none", "breakpoints": [{"at": 60, "style": {"display": "flex"}}]}}, " more"
    )
    words = el("Text", {}, "some", word)
    async with scene(el("Column", {}, words, el("View", {"style": wide}, *panes)), size=(40, 12)) as made:
        assert made.lines[:3] == ["some", "pane 0", ""]
        widgets = [made.widget(pane.id) for pane in panes]
        batches = made.adapter.statistics().batches
        made.count()
        await resize(made, 80, 24)
        assert made.lines[0] == "some more"
        assert made.lines[1].split() == ["pane", "0", "pane", "1", "pane", "2"]
        assert [widget.region.x for widget in widgets] == [0, 26, 53]
        await resize(made, 40, 12)
        assert made.lines[:3] == ["some", "pane 0", ""]
        # Neither the guest nor the adapter made or removed anything.
        assert made.work() == (0, 0, 0)
        assert made.adapter.statistics().batches == batches
        assert [made.widget(pane.id) for pane in panes] == widgets


async def test_the_first_picture_has_the_style_of_its_width() -> None:
    style = {"display": "none", "breakpoints": [{"at": 80, "style": {"display": "flex"}}]}
    text = el("Text", {"style": style}, "wide")
    async with scene(text, size=(80, 5)) as made:
        assert made.lines[0] == "wide"
        assert made.adapter.statistics().updates == 0
    async with scene(text, size=(79, 5)) as made:
        assert made.lines[0] == ""


async def test_hidden_wins_over_display_and_a_new_style_is_read_at_the_width_of_now() -> None:
    text = el("Text", {"hidden": True, "style": {"display": "flex"}}, "words")
    async with scene(text, size=(40, 5)) as made:
        assert not made.widget(text.id).display
        await resize(made, 100, 5)
        await made.update(text.id, hidden=False, style=STYLE | {"display": "none"})
        assert not made.widget(text.id).display
        await made.update(text.id, style=STYLE)
        assert made.lines[0] == "words"
        assert made.widget(text.id).styles.text_style.bold
        await made.update(text.id, style=None)
        assert not made.widget(text.id).styles.text_style.bold


async def test_a_width_between_breakpoints_styles_nothing() -> None:
    text = el("Text", {"style": STYLE}, "words")
    async with scene(text, size=(61, 5)) as made:
        widget = made.widget(text.id)
        rules = dict(widget.styles.inline.get_rules())
        updates = widget.styles.inline._updates
        await resize(made, 99, 5)
        assert widget.styles.inline._updates == updates
        assert dict(widget.styles.inline.get_rules()) == rules
