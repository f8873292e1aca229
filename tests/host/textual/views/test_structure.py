"""Cards, collapsibles, dividers, slots and tabs, by keyboard, by mouse and by batches."""

from __future__ import annotations

import pytest

from rill.protocol.operations import Append, Delete, Reorder, Update

from ..scene import Element, Scene, el, scene

HOSTILE = "[@click=app.quit]x[/] [b]y \x1b[1m"


def line_of(made: Scene, words: str) -> int:
    return next(index for index, line in enumerate(made.lines) if words in line)


# -- cards -----------------------------------------------------------------------------------------------------------


async def test_card_shows_header_body_and_footer_in_this_order_whatever_theirs_is() -> None:
    footer = el("Slot", {"name": "footer"}, el("Text", {}, "foot"))
    header = el("Slot", {"name": "header"}, "bare head")
    other = el("Slot", {"name": "unknown"}, el("Text", {}, "in the body"))
    card = el("Card", {"title": "Title", "style": {"gap": 1}}, footer, el("Text", {}, "first"), other, header)
    async with scene(el("Column", {}, card)) as made:
        assert [line.strip("│ ") for line in made.lines[1:6]] == ["bare head", "first", "", "in the body", "foot"]
        assert made.lines[0].startswith("╭─ Title ─")
        widget = made.widget(card.id)
        assert widget.border_title == "Title"
        await made.update(card.id, title=None, variant="error")
        assert widget.border_title is None
        assert widget.has_class("rill-card-error")
        await made.update(card.id, variant="success")
        assert not widget.has_class("rill-card-error")
        await made.update(footer.id, name="header")
        assert line_of(made, "foot") < line_of(made, "bare head")


async def test_title_in_a_frame_is_never_markup() -> None:
    # A string here would run the application's actions when it is clicked.
    async with scene(el("Card", {"title": HOSTILE}, el("Text", {}, "body"))) as made:
        assert "[@click=app.quit]x[/] [b]y ␛[1m" in made.lines[0]
        for column in range(2, 30):
            await made.pilot.click(offset=(column, 0))
        assert made.app.is_running


# -- collapsibles ----------------------------------------------------------------------------------------------------


def folded(**props: object) -> Element:
    return el("Collapsible", {"title": "Details", "onToggle": True, **props}, el("Text", {}, "inside"))


@pytest.mark.parametrize("way", ["enter", "space", "pointer"])
async def test_collapsible_opens_and_closes_by_itself_and_says_so(way: str) -> None:
    fold = folded(onFocus=True)
    async with scene(el("Column", {}, fold, el("Text", {}, "below"))) as made:
        assert [line.strip() for line in made.lines[:2]] == ["▶ Details", "below"]
        made.widget(fold.id).focus()
        for is_open in (True, False):
            if way == "pointer":
                await made.pilot.click(offset=(3, 0))
            else:
                await made.pilot.press(way)
            await made.settle()
            assert made.events()[-1] == (fold.id, "onToggle", {"open": is_open})
            assert ("inside" in made.text) is is_open
            assert made.lines[0].startswith("▼" if is_open else "▶")


async def test_collapsible_that_the_guest_controls_only_asks() -> None:
    fold = folded(open=False)
    async with scene(fold) as made:
        await made.pilot.press("tab", "enter")
        await made.settle()
        assert made.events() == [(fold.id, "onToggle", {"open": True})]
        assert "inside" not in made.text
        await made.update(fold.id, open=True)
        assert "inside" in made.text
        await made.pilot.press("enter")
        await made.settle()
        assert made.events() == [(fold.id, "onToggle", {"open": False})]
        assert "inside" in made.text


async def test_disabled_collapsible_cannot_be_opened_and_what_is_open_stays_alive() -> None:
    button = el("Button", {"title": "inside", "onPress": True})
    fold = el("Collapsible", {"title": "Details", "defaultOpen": True, "disabled": True}, button)
    async with scene(fold) as made:
        await made.pilot.click(offset=(3, 0))
        await made.pilot.press("tab", "enter")
        assert made.events() == [(button.id, "onPress", {"source": "key"})]
        assert "inside" in made.text


async def test_children_of_a_closed_collapsible_keep_what_a_person_did() -> None:
    field = el("TextInput", {})
    fold = el("Collapsible", {"title": "Details", "open": True}, field)
    async with scene(fold) as made:
        await made.pilot.press("tab", "tab", *"kept")
        await made.update(fold.id, open=False, title=HOSTILE)
        assert "[@click=app.quit]x[/]" in made.lines[0]
        await made.update(fold.id, open=True)
        assert made.widget(field.id).value == "kept"
        node = made.session.tree.find(fold.id)
        assert node is not None
        made.adapter.call(node, "focus", [])
        await made.pilot.pause()
        assert made.app.focused is made.widget(fold.id)._title


# -- dividers --------------------------------------------------------------------------------------------------------


async def test_divider_runs_across_around_its_title_and_down_a_row() -> None:
    plain, titled, down = el("Divider", {}), el("Divider", {"title": "or"}), el("Divider", {"vertical": True})
    row = el("Row", {}, el("Text", {}, "left"), down, el("Column", {}, el("Text", {}, "a"), el("Text", {}, "b")))
    async with scene(el("Column", {}, plain, titled, row), size=(21, 10)) as made:
        assert made.lines[0] == "─" * 21
        assert made.lines[1] == "──────── or ─────────"
        assert made.widget(down.id).region.size == (1, 2)
        assert made.lines[2].count("│") == made.lines[3].count("│") == 1
        await made.update(titled.id, title="[b]much too long for a line of this width")
        assert made.lines[1].startswith("─ [b]much too lo")
        assert len(made.lines[1]) == 21
        await made.update(titled.id, title=None)
        assert made.lines[1] == "─" * 21


# -- tabs ------------------------------------------------------------------------------------------------------------


def tab(name: str, *children: Element, **props: object) -> Element:
    return el("Tab", {"name": name, "title": name.upper(), **props}, *(children or (el("Text", {}, f"page {name}"),)))


async def test_tabs_show_one_page_and_keys_go_round_those_that_can_be_gone_to() -> None:
    tabs = el("Tabs", {"onChange": True}, tab("a"), tab("b", disabled=True), tab("c"), tab("d", hidden=True))
    async with scene(tabs) as made:
        assert made.lines[0].split() == ["A", "B", "C"]
        assert "page a" in made.text
        await made.pilot.press("tab", "right")
        await made.settle()
        assert "page c" in made.text
        assert "page a" not in made.text
        await made.pilot.press("right", "left", "home", "end")
        assert [payload["value"] for _id, _event, payload in made.events()] == ["c", "a", "c", "a", "c"]


async def test_tab_is_gone_to_by_pointer_and_a_disabled_one_is_not() -> None:
    tabs = el("Tabs", {"onChange": True}, tab("a"), tab("b", disabled=True), tab("c"))
    async with scene(tabs) as made:
        await made.pilot.click(offset=(4, 0))
        assert made.events() == []
        await made.pilot.click(offset=(7, 0))
        await made.settle()
        assert made.events() == [(tabs.id, "onChange", {"value": "c", "version": 1})]
        assert "page c" in made.text


async def test_pages_keep_their_widgets_and_what_was_written_while_others_are_seen() -> None:
    field = el("TextInput", {})
    tabs = el("Tabs", {"defaultValue": "a"}, tab("a", field), tab("b"))
    async with scene(tabs) as made:
        widget = made.widget(field.id)
        await made.pilot.press("tab", "tab", *"kept", "shift+tab")
        made.count()
        await made.pilot.press("right")
        await made.settle()
        assert "page b" in made.text
        await made.pilot.press("left")
        await made.settle()
        assert made.widget(field.id) is widget
        assert "kept" in made.text
        assert made.work() == (0, 0, 0)


async def test_guest_decides_the_page_unless_a_person_was_faster() -> None:
    tabs = el("Tabs", {"value": "a", "onChange": True}, tab("a"), tab("b"), tab("c"))
    async with scene(tabs) as made:
        await made.pilot.press("tab", "right", "right")
        await made.settle()
        # The answer to the first key comes after the second.
        await made.update(tabs.id, value="b", valueVersion=1)
        assert "page c" in made.text
        await made.update(tabs.id, value="b", valueVersion=2)
        assert "page b" in made.text
        await made.update(tabs.id, value="a", valueVersion="force")
        assert "page a" in made.text
        assert [event for _id, event, _payload in made.events()] == ["onChange", "onChange"]


async def test_pages_come_go_and_move_and_the_page_that_is_seen_stays() -> None:
    first, second = tab("a"), tab("b")
    tabs = el("Tabs", {"defaultValue": "b"}, first, second)
    async with scene(tabs) as made:
        assert "page b" in made.text
        (third,) = await made.render(tab("c"), parent=tabs.id, before=first.id)
        assert made.lines[0].split() == ["C", "A", "B"]
        assert "page b" in made.text
        await made.apply(Reorder(tabs.id, [second.id, third, first.id]))
        assert made.lines[0].split() == ["B", "C", "A"]
        await made.apply(Update(second.id, {"title": HOSTILE}, []))
        assert "[@click=app.quit]x[/] [b]y ␛[1m" in made.lines[0]
        await made.apply(Delete(second.id))
        assert "page c" in made.text
        await made.update(third, disabled=True)
        assert "page a" in made.text
        await made.apply(Append(tabs.id, third), Delete(first.id))
        assert "page" not in made.text


async def test_row_of_many_tabs_scrolls_to_the_one_that_is_seen_and_says_that_there_are_more() -> None:
    tabs = el("Tabs", {}, *(tab(f"name {index}") for index in range(100)))
    async with scene(tabs, size=(30, 10)) as made:
        assert made.lines[0].startswith(" NAME 0 ")
        assert made.lines[0].endswith("›")
        await made.pilot.press("tab", "end")
        await made.settle()
        assert made.lines[0].startswith("‹")
        assert "NAME 99" in made.lines[0]
        assert "page name 99" in made.text


async def test_disabled_tabs_keep_their_page_alive() -> None:
    button = el("Button", {"title": "here", "onPress": True})
    tabs = el("Tabs", {"disabled": True, "onChange": True}, tab("a", button), tab("b"))
    async with scene(tabs) as made:
        await made.pilot.click(offset=(4, 0))
        await made.pilot.press("tab", "enter")
        assert made.events() == [(button.id, "onPress", {"source": "key"})]
