"""Links and other stops in a line of text of HTML."""

from __future__ import annotations

from host.textual.html_pages import html, names
from host.textual.scene import el


async def test_keys_go_from_link_to_link_and_press_them() -> None:
    one, two = el("a", {"href": "#1", "onClick": True}, "one"), el("a", {"onClick": True, "onFocus": True}, "two")
    async with html(
        el("p", {}, "see ", one, " or ", two, " or ", el("a", {}, "nothing")), el("button", {}, "b")
    ) as made:
        await made.pilot.press("tab", "enter", "tab", "enter")
        await made.settle()
        assert [(id, event) for id, event, _ in made.events()] == [
            (one.id, "onClick"),
            (two.id, "onFocus"),
            (two.id, "onClick"),
        ]
        await made.pilot.press("tab")
        await made.settle()
        assert type(made.app.focused).__name__ == "HtmlButton"


async def test_a_link_is_pressed_by_pointer_and_its_address_is_offered() -> None:
    link = el("a", {"href": "https://x.example/"}, el("b", {}, "there"))
    offered: list[str] = []
    async with html(el("p", {"onClick": True}, link)) as made:
        made.adapter._offer_link = offered.append
        await made.pilot.click(offset=(2, 0))
        await made.settle()
        assert offered == ["https://x.example/"]
        assert names(made) == ["p onClick"]


async def test_a_listener_keeps_an_address_back_and_others_are_the_guests() -> None:
    offered: list[str] = []
    given = ({"href": "https://x.example/", "onClick": {"prevent": True}}, {"href": "#/active", "onClick": True})
    for props in given:
        async with html(el("p", {}, el("a", props, "there"))) as made:
            made.adapter._offer_link = offered.append
            await made.pilot.click(offset=(1, 0))
            await made.settle()
            assert names(made) == ["a onClick"]
    assert offered == []


async def test_the_guest_moves_the_focus_to_a_link_in_a_text() -> None:
    link = el("a", {"href": "#", "onFocus": True, "onBlur": True}, "two")
    async with html(el("p", {}, el("a", {"href": "#"}, "one"), " ", link)) as made:
        node = made.session.tree.find(link.id)
        assert node is not None
        for method in ("focus", "blur"):
            made.adapter.call(node, method, [])
            await made.settle()
        assert names(made) == ["a onFocus", "a onBlur"]


async def test_inert_links_are_neither_stops_nor_pressed() -> None:
    async with html(el("p", {"inert": True}, el("a", {"href": "#", "onClick": True}, "one"))) as made:
        await made.pilot.press("tab", "enter")
        await made.pilot.click(offset=(1, 0))
        await made.settle()
        assert made.events() == []
        assert made.app.focused is None
