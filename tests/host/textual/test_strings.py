"""No string of a guest is ever markup, style or terminal control (DESIGN, invariant 5).

Hostile strings go into every string prop of every component and into every text. What the compositor paints and the
bytes that a terminal would get are looked at, not what was passed on.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, cast

import pytest
from screens import screen_segments, screen_text
from textual.app import App
from textual.widgets import Static

from rill.components import CATALOGUE
from rill.components.html.elements import HTML
from rill.host.session import Session
from rill.host.textual import GuestView
from rill.protocol.errors import BuildError, GuestError, LimitError, RillError
from rill.protocol.operations import Delete

from .anything import filled
from .html_pages import COMPONENTS, everything, html
from .scene import Element, SceneApp, TreeSession, el, scene

HOSTILE = {
    "escape": "\x1b[31;1mA\x1b[0m",
    "clipboard": "\x1b]52;c;aGVsbG8=\x07B",
    "link": "\x1b]8;;http://example.test\x1b\\C\x1b]8;;\x1b\\",
    "eight-bit": "\x9b31mD\x9d52;c;aGk=\x9c",
    "action": "[@click=app.quit]E[/]",
    "markup": "[red on blue]F[/]",
    "unclosed": "[/][b",
    "override": "G\u202eevil\u202c",
    "isolate": "H\u2066\u2069",
    "hidden": "I\u200b\u2060J\ufeff",
    "return": "safe\rK",
    "surrogate": "\ud800L",
    "variable": "$primary {M} %s",
}
# Textual's own, on its scroll bars.
_SCROLLBAR_ACTIONS = {"grab", "release", "scroll_up", "scroll_down"}


# What would take an element off the screen, or hide what is in it.
NOT_GIVEN = ("hidden", "style", "secureTextEntry", "open", "inert")
# What stands over everything else, or only in another component.
APART = ("Menu", "Modal", "Toast", "Tooltip")


def hostile(component: str, text: str) -> Element:
    """A component with a text in every prop, and in every part of a prop, that takes one; and inside, too."""
    schema = COMPONENTS[component]
    props = {name: filled(prop.type, text) for name, prop in schema.props.items() if name not in NOT_GIVEN}
    props = {name: value for name, value in props.items() if value is not None}
    if component in ("Menu", "Collapsible"):
        props["open"] = True
    if component == "Slot":
        props["name"] = "header"
    children: list[Element | str] = [text] if schema.text_allowed else []
    if schema.prefixes:
        props.update({"aria-label": text[:1000], "data-x": text[:1000]})
    children += [hostile(child, text) for child in schema.takes]
    if schema.elements:
        children += [el("Slot", {"name": name}, text) for name in schema.elements]
    return el(component, props, *children)


def assert_inert(app: App[Any]) -> None:
    """What is painted has no control character, no link and no action, and its bytes hold only colours and
    attributes.
    """
    for line in screen_segments(app):
        for segment in line:
            assert not segment.control
            for character in segment.text:
                assert unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"), repr(segment.text)
            style = segment.style
            if style is not None:
                assert style.link is None
                actions = {key: value for key, value in style.meta.items() if key.startswith("@")}
                assert set(actions.values()) <= _SCROLLBAR_ACTIONS, actions
    output = "".join(strip.render(app.console) for strip in app.screen._compositor.render_strips())
    assert re.sub(r"\x1b\[[0-9;]*m", "", output).isprintable()


def test_a_text_gets_into_every_place_that_takes_one() -> None:
    # The places of a few that have them deep inside; those of the others are found in the same way.
    assert hostile("Table", "T").props["columns"][0]["title"] == "T"
    assert hostile("Select", "T").props["options"][0]["label"] == "T"
    assert hostile("LineChart", "T").props["series"][0]["name"] == "T"
    assert {shape.get("text") for shape in hostile("Shapes", "T").props["shapes"]} >= {"T"}
    for component in CATALOGUE:
        assert hostile(component, "T").props["hint"] == "T"


# Several in one string: to paint the whole catalogue takes seconds.
@pytest.mark.parametrize("part", range(3))
async def test_hostile_strings_in_every_prop_of_every_component_are_only_text(part: int) -> None:
    text = " ".join(list(HOSTILE.values())[part::3])
    found = [name for name, schema in CATALOGUE.items() if not schema.within and name not in (*APART, "Slot")]
    elements = [hostile(component, text) for component in found]
    elements.append(el("TextInput", {"placeholder": text, "multiline": True}))
    elements.append(el("TextInput", {"value": text, "multiline": True}))
    async with scene(el("Card", {}, *elements, hostile("Slot", text)), size=(160, 400)) as made:
        assert_inert(made.app)
        assert made.app.is_running
        assert made.app.problems == []
        # Ids of guests are neither ids nor classes of widgets.
        for widget in made.view.query("*"):
            assert widget.id in (None, "bar", "percentage")  # of Textual's ProgressBar
            assert all(re.fullmatch(r"-?[a-z][a-z-]*[0-9]?", name) for name in widget.classes), widget.classes


@pytest.mark.parametrize("part", range(3))
async def test_hostile_strings_in_every_attribute_of_every_element_are_only_text(part: int) -> None:
    text = " ".join(list(HOSTILE.values())[part::3])
    rows = el("tr", {}, *[hostile(tag, text) for tag in ("td", "th")])
    elements = [hostile(tag, text) for tag in HTML if tag not in ("dialog", "td", "th", "tr")]
    fields = [
        el("input", {"type": kind, "value": text, "placeholder": text, "title": text, "name": text})
        for kind in ("text", "password", "number", "date", "checkbox", "range", "button", "submit", "search")
    ]
    choice = el("select", {"value": text[:200]}, el("option", {"label": text}, text), el("optgroup", {"label": text}))
    cells = el("table", {}, el("caption", {}, text), rows, el("tr", {}, el("td", {}, el("button", {}, text), *fields)))
    styled = el("p", {"style": {"color": "red", "list-style-type": "x"}}, text, el("b", {"title": text}, text))
    async with html(*elements, *fields, choice, cells, styled, size=(160, 500)) as made:
        assert_inert(made.app)
        assert made.app.problems == []
        for widget in made.view.query("*"):
            assert widget.id is None
            assert all(re.fullmatch(r"-?[a-z][a-z-]*[0-9]?", name) for name in widget.classes), widget.classes


async def test_classes_and_ids_of_elements_are_only_data() -> None:
    element = el("div", {"class": "-waits rill-heading rill-notice", "id": "bar"}, "words")
    async with html(element) as made:
        widget = made.widget(element.id)
        assert widget.id is None
        assert widget.classes == {"rill-box", "rill-stretch"}


async def test_the_page_with_everything_is_shown_without_a_problem() -> None:
    for size in ((80, 24), (200, 60)):
        async with html(*everything(), size=size) as made:
            assert made.app.problems == []
            assert_inert(made.app)


@pytest.mark.parametrize(
    "kind", [kind if kind in ("escape", "markup") else pytest.param(kind, marks=pytest.mark.slow) for kind in HOSTILE]
)
async def test_hostile_strings_in_what_stands_over_the_screen_are_only_text(kind: str) -> None:
    text = HOSTILE[kind]
    async with scene() as made:
        for component in APART:
            (id,) = await made.render(hostile(component, text))
            await made.pilot.press("tab")
            await made.settle()
            assert_inert(made.app)
            await made.apply(Delete(id))
        assert made.app.problems == []


@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_strings_as_text_are_only_text(kind: str) -> None:
    text = HOSTILE[kind]
    elements = [
        el("Text", {}, text),
        el("Text", {}, "outer ", el("Text", {"style": {"color": "error", "bold": True}}, text), text),
        el("Text", {"numberOfLines": 1}, text),
        el("Button", {}, text),
        el("Checkbox", {}, text, el("Text", {}, text)),
    ]
    async with scene(*elements, size=(80, 40)) as made:
        assert_inert(made.app)
        words = made.session.tree.find(elements[0].id)
        assert words is not None
        for element in elements:
            made.session.update(element.id, label=text, hint=text)
        await made.settle()
        assert_inert(made.app)


async def test_markup_is_shown_as_it_was_written() -> None:
    text = "[@click=app.quit]x[/] [red]y[/red] [[z]]"
    elements = [
        el("Text", {}, text),
        el("Button", {"title": text}),
        el("Checkbox", {}, text),
        el("TextInput", {"placeholder": text}),
        el("TextInput", {"placeholder": text, "multiline": True}),
    ]
    async with scene(*elements, size=(80, 30)) as made:
        assert made.text.count(text) == len(elements)
        await made.pilot.click(made.widget(elements[0].id), offset=(18, 0))
        assert made.app.is_running


async def test_tooltips_are_only_text() -> None:
    for text in HOSTILE.values():
        button = el("Button", {"title": "hover", "hint": f"{text} tooltip"})
        async with scene(button, tooltips=True) as made:
            made.app.TOOLTIP_DELAY = 0.01
            await made.pilot.hover(made.widget(button.id))
            while "tooltip" not in made.text:
                await made.pilot.pause(0.01)
            assert_inert(made.app)


async def test_person_cannot_be_made_to_paste_control_characters_into_the_screen() -> None:
    line, area = el("TextInput", {}), el("TextInput", {"multiline": True})
    async with scene(line, area) as made:
        for id in (line.id, area.id):
            widget = made.widget(id)
            widget.focus()
            await made.pilot.pause()
            made.app.post_message(_paste("a\x1b]52;c;aGk=\x07b\u202e"))
            await made.settle()
        assert made.widget(line.id).value == "a␛]52;c;aGk=␇b�"
        assert made.widget(area.id).text == "a␛]52;c;aGk=␇b�"
        assert_inert(made.app)


def _paste(text: str) -> Any:
    from textual.events import Paste

    return Paste(text)


@pytest.mark.parametrize("kind", HOSTILE)
async def test_errors_of_a_guest_are_only_text(kind: str) -> None:
    text = HOSTILE[kind]
    errors: list[RillError] = [
        GuestError(text, name=text, stack=f"{text}\n  at {text}"),
        LimitError(text, stack=text),
        BuildError(text, frame=f"1 | {text}\n  | ^"),
    ]
    for error in errors:
        session = TreeSession()
        app = SceneApp(GuestView(session=cast(Session, session)), Static("own"))
        async with app.run_test(size=(80, 24)) as pilot:
            session.render(el("Text", {}, "last picture"))
            session.fail(error)
            await pilot.pause()
            await pilot.pause()
            assert_inert(app)
            assert "Restart" in screen_text(app)


@pytest.mark.parametrize("lines", [1_000_000, 5_000])
async def test_text_of_a_megabyte_is_cut_off_and_says_so(lines: int) -> None:
    text = el("Text", {}, "x\n" * lines if lines < 10_000 else "x" * lines)
    scroll = el("ScrollView", {}, text)
    async with scene(scroll) as made:
        made.widget(scroll.id).scroll_end(animate=False)
        await made.pilot.pause()
        assert made.lines[23].endswith("[…]") or "[…]" in made.text
        assert len(made.widget(text.id).content.plain) <= 20_010
