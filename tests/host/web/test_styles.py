"""What a guest's style becomes as CSS: every word from our tables, every length in cells."""

from __future__ import annotations

import re

import pytest
from chromium import needs_chromium
from hypothesis import given
from hypothesis import strategies as st

from host.trees import Given
from rill.components import CATALOGUE
from rill.components.style import COLORS
from rill.host.web.adapter import WebAdapter
from rill.host.web.css import stylesheet
from rill.host.web.page_context import PageContext
from rill.host.web.styles import (
    CELLS_MAX,
    ORDERED_RULE,
    across,
    declarations_rule,
    down,
    order_rule,
    style_rule,
)
from rill.host.web.views import VIEWS
from rill.protocol import HostError, Limits
from rill.protocol.operations import Append, Create, Operation
from rill.protocol.values import Value

from .chromium import open_page


def body(style: dict[str, Value]) -> str:
    """The declarations of a style that its schema takes."""
    CATALOGUE["View"].check_create({"style": style}, "props", Limits())
    rule = style_rule(style)
    assert rule.text.startswith(f".{rule.name}{{")
    assert rule.text.endswith("}")
    return rule.text[len(rule.name) + 2 : -1]


@pytest.mark.parametrize(
    ("style", "css"),
    [
        ({"bold": True}, "font-weight:bold;"),
        ({"bold": False, "italic": True}, "font-weight:normal;font-style:italic;"),
        ({"underline": True, "strike": True}, "text-decoration-line:underline line-through;"),
        ({"underline": False}, "text-decoration-line:none;"),
        ({"minWidth": 3}, "min-width:calc(3*var(--rill-ch,1ch));"),
        ({"maxHeight": "50%"}, "max-height:50%;overflow:var(--rill-overflow,clip);overflow-clip-margin:.25rem;"),
        (
            {"width": 6, "overflow": "hidden"},
            "overflow:hidden;width:calc(6*var(--rill-ch,1ch));"
            "--rill-basis:calc(calc(6*var(--rill-ch,1ch))*var(--rill-row,0));--rill-share:calc(1 - var(--rill-row,0));",
        ),
        (
            {"height": "50%", "overflow": "hidden"},
            "overflow:hidden;height:50%;--rill-basis:calc(50%*(1 - var(--rill-row,0)));--rill-share:var(--rill-row,0);",
        ),
        ({"width": "auto", "overflow": "auto"}, "overflow:auto;width:auto;"),
        (
            {"width": "1fr", "overflow": "auto"},
            "overflow:auto;width:calc((1 - var(--rill-row,0))*100%);min-width:0;flex-grow:calc(1*var(--rill-row,0));",
        ),
        (
            {"height": "2fr", "overflow": "auto"},
            "overflow:auto;height:calc(var(--rill-row,0)*100%);min-height:0;flex-grow:calc(2*(1 - var(--rill-row,0)));",
        ),
        ({"grow": 1}, "flex-grow:1;flex-basis:0px;"),
        (
            {"grow": 1, "width": 4, "overflow": "scroll"},
            "flex-grow:1;overflow:scroll;width:calc(4*var(--rill-ch,1ch));"
            "flex-basis:calc(calc(4*var(--rill-ch,1ch))*var(--rill-row,0));",
        ),
        ({"shrink": 0}, "flex-shrink:0;"),
        ({"direction": "row"}, "flex-direction:row;--rill-direction:1;&>*{--rill-row:1}"),
        ({"wrap": "wrap"}, "flex-wrap:wrap;"),
        ({"align": "end", "alignSelf": "stretch"}, "align-items:flex-end;align-self:stretch;"),
        ({"justify": "space-between"}, "justify-content:space-between;"),
        ({"gap": 0}, "gap:0 0;"),
        ({"gap": 1}, "gap:calc(1*var(--rill-lh,1lh)) calc(1*var(--rill-ch,1ch));"),
        (
            {"gap": [2, 0]},
            "row-gap:calc((2 - var(--rill-direction,0)*2 + var(--rill-direction,0)*0)*var(--rill-lh,1lh));"
            "column-gap:calc((var(--rill-direction,0)*2 + 0 - var(--rill-direction,0)*0)*var(--rill-ch,1ch));",
        ),
        ({"padding": 0}, "padding-block:0;padding-inline:0;"),
        (
            {"padding": [1, 2, 3, 4]},
            "padding-block:calc(1*var(--rill-lh,1lh)) calc(3*var(--rill-lh,1lh));"
            "padding-inline:calc(4*var(--rill-ch,1ch)) calc(2*var(--rill-ch,1ch));",
        ),
        ({"margin": [0, 1]}, "margin-block:0;margin-inline:calc(1*var(--rill-ch,1ch));"),
        (
            {"border": "round", "borderColor": "error"},
            "border:1px solid var(--rill-error);border-radius:var(--rill-radius,.5em);"
            "padding-block:calc(0.5*var(--rill-lh,1lh) - 1px);padding-inline:calc(1*var(--rill-ch,1ch) - 1px);",
        ),
        ({"border": "none"}, "border:none;"),
        ({"color": "muted"}, "color:var(--rill-muted);"),
        ({"background": "primary"}, "background:var(--rill-primary);color:var(--rill-on-primary);"),
        ({"background": "primary", "color": "error"}, "background:var(--rill-primary);color:var(--rill-error);"),
        ({"background": "muted"}, "background:var(--rill-muted-fill);"),
        ({"background": "transparent"}, "background:transparent;"),
        ({"dim": True, "textAlign": "end", "visibility": "hidden"}, "opacity:.65;text-align:end;visibility:hidden;"),
        ({"display": "none"}, "display:none!important;"),
        ({"display": "flex"}, ""),
    ],
)
def test_a_field_becomes_declarations(style: dict[str, Value], css: str) -> None:
    assert body(style) == css


def test_what_changes_with_the_width_is_said_for_each_stretch_of_widths() -> None:
    css = body(
        {
            "bold": True,
            "display": "none",
            "breakpoints": [{"at": 60, "style": {"display": "flex", "gap": 1}}, {"at": 100, "style": {"gap": 2}}],
        }
    )
    assert css == (
        "font-weight:bold;"
        "@container rill (not (width >= 60ch)){display:none!important;}"
        "@container rill (width >= 60ch) and (not (width >= 100ch))"
        "{gap:calc(1*var(--rill-lh,1lh)) calc(1*var(--rill-ch,1ch));}"
        "@container rill (width >= 100ch){gap:calc(2*var(--rill-lh,1lh)) calc(2*var(--rill-ch,1ch));}"
    )


def test_of_breakpoints_that_fit_the_later_one_wins_whatever_its_width() -> None:
    css = body({"breakpoints": [{"at": 80, "style": {"bold": True}}, {"at": 10, "style": {"bold": False}}]})
    assert css == (
        "@container rill (width >= 10ch) and (not (width >= 80ch)){font-weight:normal;}"
        "@container rill (width >= 80ch){font-weight:normal;}"
    )


def test_equal_styles_are_one_class_in_whatever_order_their_fields_stand() -> None:
    one, two = style_rule({"bold": True, "gap": 1}), style_rule({"gap": 1, "bold": True})
    assert one is two
    assert re.fullmatch("s[0-9a-f]{8}", one.name)
    assert style_rule({"bold": True}).name != one.name


def test_lengths_are_bounded() -> None:
    assert body({"minWidth": 10**12}) == f"min-width:calc({CELLS_MAX}*var(--rill-ch,1ch));"
    assert (across(0), down(0)) == ("0", "0")


WORDS = {*COLORS, "auto", "none", "}", "red;}", "url(x)", "<", "100%", "1fr"}


@given(
    st.dictionaries(
        st.sampled_from(["width", "height", "color", "border", "gap", "direction", "x"]), st.sampled_from(sorted(WORDS))
    )
)
def test_no_word_of_a_guest_becomes_css(style: dict[str, Value]) -> None:
    # The schema refuses most of these; here is what comes of them if it did not.
    text = style_rule(style).text
    assert re.fullmatch(r"\.s[0-9a-f]{8}\{([a-z-]+:[a-z0-9 .,*()%!+-]*;)*(&>\*\{--rill-row:[01]\})?\}", text)
    assert "url" not in text


def test_a_place_in_the_order_of_the_tab_key_is_before_what_has_none() -> None:
    first, second, far = order_rule(1), order_rule(2), order_rule(10**15)
    places = [int(rule.text.partition("reading-order:")[2].rstrip("}")) for rule in (first, second, far)]
    assert places == sorted(places)
    assert places[-1] < 0
    assert f".{ORDERED_RULE.name})" in ORDERED_RULE.text


def test_declarations_of_a_view_are_a_class_of_their_own() -> None:
    rule = declarations_rule("grid-template-columns:1fr 2fr;")
    assert rule.text == f".{rule.name}{{grid-template-columns:1fr 2fr;}}"
    assert declarations_rule("font-family:curls").name != rule.name


@pytest.mark.parametrize("declarations", ["a:b}", "{", "a:url(x)", "a:URL (x)", 'a:"x"', "a:\\75", "</style"])
def test_declarations_that_could_end_a_rule_or_fetch_are_refused(declarations: str) -> None:
    with pytest.raises(HostError) as caught:
        declarations_rule(declarations)
    assert caught.value.code == "declarations_refused"


# -- what a browser makes of it


def page_of(*operations: Operation) -> str:
    """A document with what a guest has made."""
    adapter = WebAdapter(VIEWS, PageContext(), on_operations=lambda: None)
    adapter.attach(Given(*operations).tree)
    paint = adapter.html()
    styles = f"<style>{stylesheet()}</style><style>{paint.rules}</style>"
    return f"<!doctype html><html><head>{styles}</head><body class=rill-page>{paint.html}</body></html>"


def made(id: int, type: str, parent: int, **props: Value) -> list[Operation]:
    return [Create(id, type, dict(props)), Append(parent, id)]


SIZES = """() => {
    const root = document.querySelector(".rill");
    const cell = document.createElement("div");
    // Many cells, because a browser rounds sizes.
    cell.style.cssText = "position:absolute;width:calc(100*var(--rill-ch));height:calc(100*var(--rill-lh))";
    root.append(cell);
    const { width, height } = cell.getBoundingClientRect();
    cell.remove();
    const found = {};
    for (const element of root.querySelectorAll("[data-r]")) {
        const box = element.getBoundingClientRect();
        const cells = [box.x / width, box.y / height, box.width / width, box.height / height];
        found[element.dataset.r] = cells.map((size) => Math.round(size * 1000) / 10);
    }
    return found;
}"""


@needs_chromium
async def test_a_browser_gives_room_and_focus_as_a_style_says() -> None:
    document = page_of(
        *made(1, "Row", 0, style={"width": 60, "gap": [2, 1]}),
        *made(2, "View", 1, style={"width": "1fr", "height": 2}),
        *made(3, "View", 1, style={"width": "2fr", "height": 2}),
        *made(4, "View", 1, style={"width": 10, "height": 2}),
        *made(5, "Column", 0, style={"height": 12, "gap": 4, "breakpoints": [{"at": 100, "style": {"gap": 0}}]}),
        *made(6, "View", 5, style={"height": "1fr"}),
        *made(7, "View", 5, style={"height": "3fr", "width": "1fr"}),
        *made(8, "Row", 0),
        *made(9, "Button", 8, title="third", onPress=True),
        *made(10, "Button", 8, title="second", onPress=True, focusOrder=7),
        *made(11, "Button", 8, title="first", onPress=True, focusOrder=-1),
    )
    async with open_page() as page:
        await page.set_viewport_size({"width": 500, "height": 600})
        await page.set_content(document)
        narrow = await page.evaluate(SIZES)
        assert [narrow[id][2] for id in "1234"] == [60, 15.3, 30.7, 10]
        assert narrow["3"][0] - narrow["2"][0] == pytest.approx(17.3, abs=0.15)
        assert [narrow[id][3] for id in "567"] == [12, 2, 6]
        assert narrow["7"][2] == narrow["5"][2]
        await page.set_viewport_size({"width": 1_600, "height": 600})
        wide = await page.evaluate(SIZES)
        assert [wide[id][3] for id in "567"] == [12, 3, 9]
        order = []
        for _ in range(3):
            await page.keyboard.press("Tab")
            order.append(await page.evaluate("document.activeElement.textContent"))
        assert order == ["first", "second", "third"]
