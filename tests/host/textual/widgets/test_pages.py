"""Documents and code on the screen: layout, links, scrolling, selecting, and long ones beside the event loop."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.geometry import Offset
from textual.selection import Selection

from host.textual.scene import Scene, el, scene
from rill.host.textual import GuestView
from rill.host.textual.widgets import pages
from rill.protocol.operations import Delete

CODE = "def f():\n    return 1\n\nclass A: pass\n"


def shown(on: Scene, first: int, last: int) -> list[str]:
    return [line.rstrip() for line in on.lines[first:last]]


async def laid_out(on: Scene, id: int) -> Any:
    """Wait for what is done beside the event loop."""
    widget = on.widget(id)
    while widget._laying_out is not None:
        await asyncio.wait([widget._laying_out])
    await on.settle()
    return widget


# -- documents -------------------------------------------------------------------------------------------------------


async def test_a_document_is_as_high_as_its_content() -> None:
    tree = el("Markdown", {"text": "# T\n\n- a\n- b"})
    async with scene(el("Column", {}, tree, el("Text", {}, "after")), size=(20, 10)) as on:
        assert shown(on, 0, 6) == ["         T", "", " • a", " • b", "after", ""]
        await on.update(tree.id, text="one line")
        assert shown(on, 0, 3) == [" one line", "after", ""]


async def test_a_document_follows_the_width() -> None:
    tree = el("Markdown", {"text": "some words that wrap", "style": {"width": 22}})
    async with scene(tree) as on:
        assert shown(on, 0, 2) == [" some words that wrap", ""]
        await on.update(tree.id, style={"width": 12})
        assert shown(on, 0, 3) == [" some words", " that wrap", ""]


async def test_links_of_a_document_are_pressed_by_pointer_and_keyboard() -> None:
    offered: list[str] = []
    text = "[one](https://one.example) and [two](note:2)"
    tree, after = el("Markdown", {"text": text, "onLinkPress": True}), el("Button", {"title": "After"})
    async with scene(el("Column", {}, tree, after)) as on:
        on.adapter._offer_link = offered.append
        await on.pilot.click(offset=(2, 0))
        assert [payload["href"] for _, _, payload in on.events()] == ["https://one.example"]
        await on.pilot.press("enter")
        assert on.events() == []
        await on.pilot.press("tab", "enter", "tab", "enter", "shift+tab", "enter")
        assert on.events() == [
            (tree.id, "onLinkPress", {"source": "key", "href": href})
            for href in ("https://one.example", "note:2", "https://one.example")
        ]
        await on.pilot.press("tab", "tab")
        assert on.app.focused is on.widget(after.id)
        # Only what a browser can open is offered to the host.
        assert offered == ["https://one.example"] * 3


async def test_the_link_that_the_keyboard_is_at_is_seen() -> None:
    text = "words\n\n" * 30 + "[far](https://far.example) away"
    tree = el("Markdown", {"text": text, "style": {"height": 5}})
    around = el("ScrollView", {"style": {"height": 5}}, el("Markdown", {"text": text}))
    async with scene(el("Column", {}, tree, around)) as on:
        await on.pilot.press("tab", "tab")
        assert " far away" in shown(on, 0, 5)
        # And in one that is scrolled by what is around it.
        await on.pilot.press("tab", "tab", "tab")
        await on.pilot.pause()
        assert " far away" in shown(on, 5, 10)


async def test_whoever_sees_the_end_of_a_growing_document_goes_on_to_see_it() -> None:
    tree = el("Markdown", {"text": "start", "style": {"height": 5}})
    async with scene(tree) as on:
        text = "start"
        for number in range(20):
            text += f"\n\nparagraph {number}"
            await on.update(tree.id, text=text)
            assert f" paragraph {number}" in shown(on, 0, 5)
        widget = on.widget(tree.id)
        widget.scroll_to(y=3, animate=False)
        await on.settle()
        before = shown(on, 0, 5)
        await on.update(tree.id, text=f"{text}\n\nthe last")
        # Who has gone back to read is left alone.
        assert shown(on, 0, 5) == before
        await on.update(tree.id, text="new\n\n" * 20)
        assert widget.scroll_y == 3


async def test_a_long_document_is_laid_out_beside_the_loop_and_nothing_flashes() -> None:
    tree = el("Markdown", {"text": "short"})
    async with scene(tree, size=(40, 10)) as on:
        on.session.update(tree.id, text="word " * 5000)
        widget = on.widget(tree.id)
        assert widget._laying_out is not None
        assert [line.plain for line in widget._lines] == ["short"]
        # Two more before the first is ready: only the last one counts.
        on.session.update(tree.id, text="never " * 5000)
        on.session.update(tree.id, text="last " * 5000)
        await laid_out(on, tree.id)
        assert on.lines[0].startswith(" last last")


async def test_work_for_a_document_that_is_gone_ends_with_it() -> None:
    tree = el("Markdown", {"text": "short"})
    box = el("Column", {}, tree)
    async with scene(box) as on:
        on.session.update(tree.id, text="word " * 5000)
        task = on.widget(tree.id)._laying_out
        await on.apply(Delete(box.id))
        await asyncio.wait([task])
        assert task.exception() is None


async def test_no_document_writes_an_address_or_an_action_to_the_screen() -> None:
    text = "[x](https://secret.example) [@click=app.quit]y[/] &#x1b;]8;;z\n\n|[bold]a|\n|-|\n|[@click=app.bell]b[/]|"
    async with scene(el("Markdown", {"text": text})) as on:
        assert "[@click=app.quit]y[/] \ufffd]8;;z" in on.text
        assert "[@click=app.bell]b[/]" in on.text
        segments = [segment for strip in on.app.screen._compositor.render_strips() for segment in strip]
        assert not any(segment.style and (segment.style.link or "@click" in segment.style.meta) for segment in segments)


async def test_a_document_follows_the_theme() -> None:
    async with scene(el("Markdown", {"text": "# Title"})) as on:
        at = on.lines[0].index("T")
        before = on.app.screen.get_style_at(at, 0)
        on.app.theme = "textual-light"
        await on.settle()
        assert on.app.screen.get_style_at(at, 0) != before


# -- code ------------------------------------------------------------------------------------------------------------


async def test_code_has_numbers_marks_and_colours() -> None:
    props = {"code": CODE, "language": "python", "lineNumbers": True, "firstLine": 9, "highlightLines": [10]}
    tree = el("CodeView", props)
    async with scene(tree, size=(30, 6)) as on:
        assert shown(on, 0, 5) == ["  9  def f():", " 10      return 1", " 11", " 12  class A: pass", ""]
        style_at = on.app.screen.get_style_at
        assert style_at(5, 0).color != style_at(10, 0).color
        grounds = [style_at(20, y).bgcolor for y in range(4)]
        assert grounds[1] != grounds[0] == grounds[2] == grounds[3]
        await on.update(tree.id, highlightLines=[9], firstLine=100)
        assert shown(on, 0, 1) == [" 100  def f():"]
        assert len({style_at(20, y).bgcolor for y in range(4)}) == 1


async def test_code_is_scrolled_sideways_and_its_numbers_stay() -> None:
    tree = el("CodeView", {"code": "abcdefghij" * 5 + "\nx", "lineNumbers": True, "style": {"height": 4}})
    async with scene(tree, size=(24, 6)) as on:
        await on.pilot.press("tab", *["right"] * 3)
        await on.settle()
        assert on.widget(tree.id).scroll_x == 3
        assert on.lines[0].startswith(" 1  defghij")
        assert on.lines[1].rstrip() == " 2"


async def test_wrapped_code_numbers_only_the_first_of_its_lines() -> None:
    tree = el("CodeView", {"code": "abcdefghijklmnop\nx", "lineNumbers": True, "wrap": True, "style": {"width": 14}})
    async with scene(tree, size=(30, 6)) as on:
        assert shown(on, 0, 4) == [" 1  abcdefghi", "    jklmnop", " 2  x", ""]
        await on.update(tree.id, wrap=False)
        assert on.lines[1].startswith(" 2  x")


async def test_code_is_selected_and_copied() -> None:
    tree = el("CodeView", {"code": CODE, "language": "python", "lineNumbers": True})
    async with scene(tree) as on:
        widget = on.widget(tree.id)
        selection = Selection(Offset(4, 1), Offset(10, 1))
        assert widget.get_selection(selection) == ("return", "\n")
        await on.pilot.press("tab", "ctrl+a")
        assert on.app.screen.get_selected_text() == CODE.rstrip("\n")
        style = on.app.screen.get_style_at(6, 0)
        on.app.screen.clear_selection()
        await on.settle()
        assert on.app.screen.get_style_at(6, 0) != style


async def test_long_code_stands_there_at_once_and_gets_its_colours_beside_the_loop() -> None:
    tree = el("CodeView", {"code": CODE * 100, "language": "python"})
    async with scene(tree) as on:
        widget = await laid_out(on, tree.id)
        assert len(widget._lines) == 400
        assert widget._lines[0].spans
        on.session.update(tree.id, code=CODE * 101)
        # What was there stays until the next is ready.
        assert widget._lines[0].spans
        await laid_out(on, tree.id)
        assert len(widget._lines) == 404


@pytest.mark.parametrize("props", [{"code": ""}, {"code": "\n"}, {"code": "x", "firstLine": 0, "highlightLines": [0]}])
async def test_little_code_is_code_too(props: dict[str, Any]) -> None:
    tree = el("CodeView", {"lineNumbers": True, "wrap": True, **props})
    async with scene(tree) as on:
        assert len(on.widget(tree.id)._lines) == 1
        assert not on.app.problems


async def test_where_a_person_had_scrolled_to_is_kept() -> None:
    tree = el("CodeView", {"code": "x\n" * 100, "style": {"height": 5}})
    async with scene(tree) as on:
        widget = on.widget(tree.id)
        assert widget.view_state() == {}
        widget.scroll_to(y=40, animate=False)
        await on.settle()
        assert widget.view_state() == {"scroll": {"x": 0, "y": 40}}
        again = pages.CodeLines()
        again.restore_view_state(widget.view_state())
        again.show("x\n" * 100, pages.CodeOptions())
        await on.app.mount(again)
        await on.pilot.pause()
        assert isinstance(on.view, GuestView)
        assert again.scroll_y == min(40, again.max_scroll_y)
