"""Panels of controls: they stay within the guest's view, follow their control, and go with it."""

from __future__ import annotations

from typing import Any

import pytest
from textual.containers import Container, VerticalScroll
from textual.widgets import Static

from host.textual.scene import Scene, SceneApp, el, scene
from rill.protocol.operations import Delete

OPTIONS = [{"value": str(number), "label": f"Number {number}"} for number in range(8)]


def control(component: str, **props: Any) -> Any:
    return el(component, {"onChange": True, **({"options": OPTIONS} if component == "Select" else {}), **props})


def panel_of(made: Scene, id: int) -> Any:
    panel = made.widget(id).panel
    assert panel is not None
    return panel


@pytest.mark.parametrize("component", ["Select", "DateInput"])
@pytest.mark.parametrize("height", [3, 6, 12, 30])
async def test_panel_never_leaves_the_view_of_its_guest(component: str, height: int) -> None:
    field = control(component)

    class Small(SceneApp):
        CSS = f"GuestView {{ height: {height}; margin: 4; }}"

    async with scene(el("Column", {"style": {"align": "end"}}, field), size=(60, 40), app_class=Small) as made:
        widget = made.widget(field.id)
        widget.focus()
        widget.open()
        await made.settle()
        panel = panel_of(made, field.id)
        assert panel.region in made.view.region
        # Two lines are its border: there is something in it to see.
        assert panel.region.height >= 3
        if height >= 12:
            assert not panel.region.overlaps(widget.region)
        await made.pilot.press("down", "enter")
        await made.settle()
        assert len(made.events()) == 1


async def test_panel_goes_when_the_control_goes() -> None:
    field = control("Select")
    async with scene(field) as made:
        made.widget(field.id).open()
        await made.settle()
        panel = panel_of(made, field.id)
        await made.apply(Delete(field.id))
        assert not panel.is_attached
        assert "Number 1" not in made.text


async def test_panel_is_hidden_with_what_is_around_its_control() -> None:
    field = control("Select")
    box = el("View", {}, field)
    async with scene(box) as made:
        made.widget(field.id).open()
        await made.settle()
        assert "Number 1" in made.text
        await made.update(box.id, hidden=True)
        assert "Number 1" not in made.text


async def test_panel_follows_its_control_when_the_screen_scrolls() -> None:
    field = control("Select")
    lines = [el("Text", {}, f"line {number}") for number in range(50)]
    scroll = el("ScrollView", {}, *lines[:8], field, *lines[8:])
    async with scene(scroll) as made:
        made.widget(field.id).open()
        await made.settle()
        before = panel_of(made, field.id).region
        made.widget(scroll.id).scroll_to(y=5, animate=False)
        await made.settle()
        assert panel_of(made, field.id).region.y == before.y - 5


async def test_panel_takes_presses_where_what_is_around_the_guest_could_have_the_focus() -> None:
    field = control("Select", onBlur=True)

    class Scrolled(SceneApp):
        def compose(self) -> Any:
            with VerticalScroll(can_focus=True), Container():
                yield from super().compose()

    async with scene(field, app_class=Scrolled) as made:
        await made.pilot.click(made.widget(field.id))
        await made.settle()
        row = next(y for y, line in enumerate(made.lines) if "Number 3" in line)
        await made.pilot.click(made.app.screen, offset=(6, row))
        await made.settle()
        assert made.events() == [(field.id, "onChange", {"value": "3", "version": 1})]
        assert made.app.focused is made.widget(field.id)


async def test_view_that_is_as_high_as_its_content_makes_room() -> None:
    field = control("Select")

    class Fit(SceneApp):
        def compose(self) -> Any:
            for widget in super().compose():
                widget.add_class("-fit") if widget is not self._widgets[-1] else None
                yield widget

    async with scene(field, beside=[Static("below")], app_class=Fit) as made:
        assert made.lines[3] == "below"
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert "Number 7" in made.text
        await made.pilot.press("escape")
        await made.settle()
        assert made.lines[3] == "below"


async def test_resize_places_it_anew() -> None:
    field = control("DateInput", defaultValue="2025-01-01")
    texts = [el("Text", {}, f"line {number}") for number in range(10)]
    async with scene(*texts, field, size=(80, 30)) as made:
        made.widget(field.id).focus()
        made.widget(field.id).open()
        await made.settle()
        assert panel_of(made, field.id).region.y == 13
        await made.pilot.resize_terminal(40, 15)
        await made.settle()
        assert panel_of(made, field.id).region.bottom == 10
