"""What a person does to boxes of HTML, and how they stand."""

from __future__ import annotations

from typing import Any

from host.textual.html_pages import all_events, html, names
from host.textual.scene import Element, el
from rill.host.textual.widgets.html_words import HtmlWords
from rill.protocol.operations import Append, Create, Delete, Insert, Text, Update


def lines_of(lines: list[str]) -> list[str]:
    """Lines without spaces at their ends, up to the last one with words."""
    cut = [line.rstrip() for line in lines]
    while cut and not cut[-1]:
        cut.pop()
    return cut


async def test_text_beside_elements_is_one_widget_and_blocks_begin_lines() -> None:
    box = el("div", {}, "some ", el("b", {}, "bold"), " words", el("p", {}, "block"), "after")
    async with html(box) as made:
        assert lines_of(made.lines) == ["some bold words", "", "block", "", "after"]
        # The page, the box, its two texts, the paragraph and the text in it.
        assert made.view.statistics().widgets == 6


async def test_white_space_is_as_in_css() -> None:
    box = el("div", {}, "  a \n\t b  ", el("i", {}, " c "), "  d  ")
    pre = el("pre", {}, "  a \n\t b")
    line = el("div", {"style": {"white-space": "pre-line"}}, " a  b \n c ")
    async with html(box, pre, line) as made:
        assert lines_of(made.lines)[0] == "a b c d"
        assert "   a" in made.lines[2]
        assert lines_of(made.lines)[-2:] == ["a b", "c"]


async def test_texts_that_come_and_go_are_shown() -> None:
    first, last = el("p", {}, "p"), el("b", {}, "b")
    box = el("div", {}, "", first, " ", last)
    async with html(box) as made:
        assert lines_of(made.lines) == ["p", "", "b"]
        empty, space = (node for node in made.session.tree.find(box.id).children if node.type == "#text")  # type: ignore[union-attr]
        await made.apply(Text(empty.id, "now"))
        assert lines_of(made.lines) == ["now", "", "p", "", "b"]
        await made.apply(Text(space.id, "and "))
        assert lines_of(made.lines) == ["now", "", "p", "", "and b"]
        await made.apply(Create(90, "#text", "first "), Insert(box.id, 90, empty.id), Text(empty.id, ""))
        assert lines_of(made.lines) == ["first", "", "p", "", "and b"]
        await made.apply(Delete(90), Delete(first.id))
        assert lines_of(made.lines) == ["and b"]
        assert made.app.problems == []


async def test_a_stretch_becomes_an_element_when_a_control_comes_into_it_and_back() -> None:
    span = el("span", {}, "words")
    box = el("div", {}, "a ", span, " b")
    async with html(box) as made:
        assert lines_of(made.lines) == ["a words b"]
        await made.apply(Create(90, "button", {}), Create(91, "#text", "press"), Append(90, 91), Append(span.id, 90))
        assert lines_of(made.lines) == ["a words press  b"]
        await made.apply(Delete(90))
        assert lines_of(made.lines) == ["a words b"]
        await made.apply(Update(span.id, {"style": {"display": "block"}}, []))
        assert lines_of(made.lines) == ["a", "words", "b"]
        await made.apply(Update(span.id, {}, ["style"]))
        assert lines_of(made.lines) == ["a words b"]


async def test_elements_in_each_other_become_text_when_the_control_in_them_goes() -> None:
    field = el("input", {"type": "checkbox"})
    outer = el("b", {}, el("i", {}, el("u", {}, "in", field)))
    async with html(el("p", {}, "before ", outer, " behind")) as made:
        made.widget(outer.id)
        await made.apply(Delete(field.id))
        assert made.lines[0] == "before in behind"
        assert [words.content for words in made.view.query(HtmlWords)] == ["before in behind"]


async def test_what_is_in_a_line_wraps_where_the_box_ends() -> None:
    fields: list[Element | str] = []
    for place in range(4):
        fields += [el("label", {}, f"field {place} ", el("input", {"size": 8})), " "]
    async with html(el("div", {}, *fields), size=(44, 10)) as made:
        found = lines_of(made.lines)
        assert [line.count("field") for line in found] == [2, 2]


async def test_a_break_ends_a_line_beside_elements_too() -> None:
    box = el("div", {}, "a", el("br"), el("button", {}, "b"), el("br"), "c", el("br"), "d", el("br"))
    async with html(box) as made:
        assert lines_of(made.lines) == ["a", " b", "c", "d"]


async def test_a_tick_keeps_its_distance_from_words() -> None:
    ticks = [el("label", {}, el("input", {"type": "checkbox"}), words) for words in ("near", " far")]
    async with html(*(el("div", {}, tick) for tick in ticks), size=(12, 6)) as made:
        assert lines_of(made.lines) == ["[ ] near", "[ ] far"]


async def test_lists_have_signs_and_numbers_that_follow_changes() -> None:
    items = [el("li", {}, word) for word in ("one", "two", "three")]
    numbered = el("ol", {"start": 9}, *items)
    async with html(numbered, el("ul", {}, el("li", {}, "x", el("ul", {}, el("li", {}, "y"))))) as made:
        assert lines_of(made.lines) == [" 9. one", "10. two", "11. three", "", "  • x", "      ◦ y"]
        await made.apply(Delete(items[0].id), Update(numbered.id, {"type": "a", "start": 1}, []))
        assert lines_of(made.lines)[:2] == [" a. two", " b. three"]
        await made.update(items[2].id, value=27)
        assert lines_of(made.lines)[:2] == [" a. two", "aa. three"]
        await made.update(numbered.id, style={"list-style-type": "none"})
        assert lines_of(made.lines)[:2] == ["two", "three"]


async def test_details_open_and_close_by_keys_mouse_and_guest() -> None:
    summary = el("summary", {}, "More")
    details = el("details", {"onToggle": True}, summary, el("p", {}, "inside"), "and text")
    async with html(details) as made:
        assert lines_of(made.lines) == ["▶ More"]
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert lines_of(made.lines) == ["▼ More", "", "inside", "", "and text"]
        await made.pilot.click(made.widget(summary.id))
        await made.settle()
        assert lines_of(made.lines) == ["▶ More"]
        assert [payload["open"] for _, _, payload in made.events()] == [True, False]
        await made.update(details.id, open=True)
        assert "inside" in made.text
        assert made.events() == []


async def test_flexible_boxes_stand_side_by_side() -> None:
    box = el(
        "div",
        {"style": {"display": "flex", "justify-content": "space-between", "gap": "1em"}},
        "left",
        el("div", {"style": {"flex": "1"}}, "middle"),
        el("button", {}, "right"),
    )
    async with html(box, size=(40, 6)) as made:
        assert lines_of(made.lines) == ["left  middle                      right"]
        await made.update(box.id, style={"display": "block"})
        assert lines_of(made.lines) == ["left", "middle", " right"]


async def test_a_press_goes_to_the_innermost_element_that_listens() -> None:
    inner = el("b", {}, "bold")
    paragraph = el("p", {"onClick": True}, "a ", inner, " c")
    around = el("div", {"onClick": True, "onDblClick": True, "onContextMenu": True}, paragraph)
    async with html(around) as made:
        await made.pilot.click(offset=(3, 0))
        await made.settle()
        assert [(id, payload["target"]) for id, _, payload in made.events()] == [(paragraph.id, inner.id)]
        await made.pilot.click(offset=(0, 0), button=3)
        await made.settle()
        assert [(id, event, payload["button"]) for id, event, payload in made.events()] == [
            (around.id, "onContextMenu", 2)
        ]
        await made.pilot.click(offset=(70, 0))
        await made.settle()
        assert [payload["target"] for _, _, payload in made.events()] == [paragraph.id]


async def test_the_pointer_that_comes_and_goes_is_told_to_who_listens() -> None:
    box = el("div", {"onMouseEnter": True, "onMouseLeave": True}, "over")
    async with html(box, el("p", {}, "below")) as made:
        await made.pilot.hover(made.widget(box.id))
        await made.pilot.hover(offset=(0, 5))
        await made.settle()
        assert names(made) == ["div onMouseEnter", "div onMouseLeave"]


async def test_an_element_with_a_tabindex_has_the_focus_and_tells_keys() -> None:
    box = el("div", all_events("div", tabindex=0), "box")
    async with html(box) as made:
        await made.pilot.press("tab", "x")
        await made.settle()
        assert names(made) == ["div onFocus", "div onFocusIn", "div onKeyDown", "div onKeyUp"]


async def test_hidden_elements_and_those_without_display_are_not_seen() -> None:
    given: list[dict[str, Any]] = [{"hidden": True}, {"style": {"display": "none"}}]
    for props in given:
        block, stretch = el("p", props, "gone"), el("b", props, "gone")
        async with html(block, el("div", {}, "a ", stretch, " b")) as made:
            assert lines_of(made.lines) == ["a b"]
            await made.apply(*[Update(element.id, {}, list(props)) for element in (block, stretch)])
            assert lines_of(made.lines) == ["gone", "", "a gone b"]


async def test_a_dialog_stands_over_the_page_and_escape_asks_the_guest_to_close_it() -> None:
    yes = el("button", {"onClick": True}, "Yes")
    dialog = el("dialog", {"onCancel": True, "aria-label": "Question"}, el("p", {}, "Sure?"), yes)
    async with html(el("button", {"onClick": True}, "Behind"), dialog) as made:
        assert "Sure?" not in made.text
        await made.update(dialog.id, open=True, modal=True)
        assert "Sure?" in made.text
        assert "Question" in made.text
        await made.pilot.press("enter")
        await made.pilot.press("escape")
        await made.settle()
        assert names(made) == ["button onClick", "dialog onCancel"]
        await made.update(dialog.id, open=False)
        assert "Sure?" not in made.text


async def test_headings_lines_and_alignment() -> None:
    async with html(
        el("h1", {}, "Title"), el("hr"), el("p", {"style": {"text-align": "right"}}, "right"), size=(20, 8)
    ) as made:
        assert lines_of(made.lines) == ["Title", "", "─" * 20, "", "               right"]


async def test_of_many_items_those_in_view_get_widgets_with_their_numbers() -> None:
    items = [el("li", {}, f"item {n} ", el("button", {}, "x")) for n in range(300)]
    async with html(el("ol", {}, *items)) as made:
        assert made.view.statistics().widgets < 150
        assert made.lines[0].rstrip() == "     1. item 0  x"
        made.view.query_one("Surface").scroll_to(y=200, animate=False)
        await made.settle()
        assert made.lines[0].rstrip() == "   201. item 200  x"


async def test_of_many_blocks_those_in_view_get_widgets_with_the_same_room_between() -> None:
    blocks = [el("p", {}, f"block {n}") for n in range(100)]
    async with html(el("div", {}, *blocks)) as made:
        assert lines_of(made.lines)[:3] == ["block 0", "", "block 1"]
        made.view.query_one("Surface").scroll_to(y=100, animate=False)
        await made.settle()
        assert lines_of(made.lines)[:3] == ["block 50", "", "block 51"]
        assert made.view.statistics().widgets < 100


async def test_many_elements_in_lines_are_all_there() -> None:
    buttons = [el("button", {}, f"{n:03}") for n in range(120)]
    async with html(el("div", {}, *buttons)) as made:
        assert made.view.statistics().widgets == 122
        assert made.lines[0].split() == [f"{n:03}" for n in range(16)]


async def test_the_first_of_several_stretches_may_become_an_element_and_back() -> None:
    span = el("span", {}, "words")
    async with html(el("div", {}, span, " and more")) as made:
        await made.apply(Create(90, "button", {}), Create(91, "#text", "press"), Append(90, 91), Append(span.id, 90))
        assert lines_of(made.lines) == ["words press  and more"]
        await made.apply(Delete(90))
        assert lines_of(made.lines) == ["words and more"]
        assert made.app.problems == []


async def test_texts_follow_what_the_elements_around_them_say() -> None:
    inner = el("p", {}, "a  word")
    box = el("div", {}, el("section", {}, inner), el("table", {}, el("tr", {}, el("td", {}, "a  cell"))))
    async with html(box, size=(20, 8)) as made:
        await made.update(box.id, style={"white-space": "pre", "text-transform": "uppercase", "text-align": "right"})
        assert "             A  WORD" in made.lines
        assert "A  CELL" in made.text
        await made.apply(Update(box.id, {}, ["style"]))
        assert lines_of(made.lines) == ["a word", "", "a cell"]
        # In a line it keeps its margins.
        await made.update(inner.id, style={"display": "inline-block"})
        assert lines_of(made.lines)[:2] == ["", "a word"]
