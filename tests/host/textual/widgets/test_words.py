"""Texts with links and icons in them: what is painted, and how links are reached and pressed."""

from __future__ import annotations

from typing import Any

import pytest

from host.textual.scene import Scene, SceneApp, el, scene
from rill.host.textual import GuestView

EXAMPLE = "https://example.com/"


class LinkApp(SceneApp):
    """An app that notes which addresses it is offered."""

    def __init__(self, *widgets: Any) -> None:
        super().__init__(*widgets)
        self.offered: list[str] = []
        self.opened: list[str] = []

    def on_guest_view_link_pressed(self, event: GuestView.LinkPressed) -> None:
        assert event.control is event.view
        self.offered.append(event.href)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        self.opened.append(url)


def offered(on: Scene) -> list[str]:
    assert isinstance(on.app, LinkApp)
    return on.app.offered


def link(href: str, *children: Any, **props: Any) -> Any:
    return el("Link", {"href": href, "onPress": True, **props}, *children)


async def test_icons_and_links_are_stretches_of_their_text() -> None:
    tree = el("Text", {}, "See ", link(EXAMPLE, "the page"), " ", el("Icon", {"name": "star", "color": "warning"}), "!")
    async with scene(tree) as on:
        assert on.lines[0].rstrip() == "See the page ★!"
        assert type(on.widget(tree.id)).__name__ == "Words"


async def test_the_pointer_presses_the_link_under_it_and_nothing_else() -> None:
    first, second = link("https://one.example", "one"), link("https://two.example", "two")
    tree = el("Pressable", {"onPress": True}, el("Text", {}, "a ", first, " b ", second))
    async with scene(tree, app_class=LinkApp) as on:
        await on.pilot.click(offset=(8, 0))
        assert on.events() == [(second.id, "onPress", event_payload("https://two.example", "pointer"))]
        assert offered(on) == ["https://two.example"]
        await on.pilot.click(offset=(3, 0))
        assert [(id, name) for id, name, _ in on.events()] == [(first.id, "onPress")]
        await on.pilot.click(offset=(0, 0))
        assert [(id, name) for id, name, _ in on.events()] == [(tree.id, "onPress")]


def event_payload(href: str, source: str) -> dict[str, Any]:
    if source == "key":
        return {"source": "key", "href": href}
    return {"source": source, "shift": False, "ctrl": False, "meta": False, "href": href}


async def test_tab_walks_the_links_of_a_text_and_goes_on() -> None:
    first, second = (
        link(f"https://{name}.example", name, onFocus=True, onBlur=True, onKeyDown=True) for name in ("one", "two")
    )
    text = el("Text", {}, first, " and ", second)
    button = el("Button", {"title": "After"})
    async with scene(el("Column", {}, text, button), app_class=LinkApp) as on:
        await on.pilot.press("tab")
        assert on.app.focused is on.widget(text.id)
        assert on.events() == [(first.id, "onFocus", None)]
        await on.pilot.press("tab")
        assert [(id, name) for id, name, _ in on.events()] == [
            (first.id, "onKeyDown"),
            (first.id, "onBlur"),
            (second.id, "onFocus"),
        ]
        await on.pilot.press("enter")
        assert on.events()[-1] == (second.id, "onPress", event_payload("https://two.example", "key"))
        await on.pilot.press("left", "space")
        assert on.events()[-1] == (first.id, "onPress", event_payload("https://one.example", "key"))
        await on.pilot.press("right", "tab")
        assert on.app.focused is on.widget(button.id)
        assert offered(on) == ["https://two.example", "https://one.example"]


async def test_the_link_with_the_focus_looks_like_it_and_no_longer_when_the_focus_leaves() -> None:
    text = el("Text", {}, "go ", link(EXAMPLE, "there"))
    async with scene(el("Column", {}, text, el("Button", {"title": "After"}))) as on:
        widget = on.widget(text.id)

        def background(x: int) -> Any:
            return on.app.screen.get_style_at(x, 0).bgcolor

        plain = background(4)
        assert background(0) == plain
        await on.pilot.press("tab")
        assert widget.has_focus
        assert background(4) != plain
        assert background(0) == plain
        await on.pilot.press("tab")
        assert background(4) == plain


async def test_a_guest_moves_the_focus_to_a_link_in_a_text_and_away() -> None:
    first, second = link("https://one.example", "one"), link("https://two.example", "two", onFocus=True)
    text = el("Text", {}, first, " ", second)
    async with scene(text) as on:

        async def call(id: int, method: str) -> None:
            node = on.session.tree.find(id)
            assert node is not None
            answer = on.adapter.call(node, method, [])
            assert answer is None
            await on.settle()

        await call(second.id, "focus")
        assert on.app.focused is on.widget(text.id)
        await on.pilot.press("enter")
        assert [(id, name) for id, name, _ in on.events()] == [(second.id, "onFocus"), (second.id, "onPress")]
        await call(first.id, "blur")
        assert on.app.focused is on.widget(text.id)
        await call(second.id, "blur")
        assert on.app.focused is None


async def test_a_text_without_links_that_can_be_reached_is_no_tab_stop() -> None:
    texts = (
        el("Text", {}, "plain"),
        el("Text", {}, link(EXAMPLE, "off", disabled=True)),
        el("Text", {}, link(EXAMPLE, "by pointer only", focusable=False)),
    )
    async with scene(el("Column", {}, *texts)) as on:
        assert [on.widget(text.id).can_focus for text in texts] == [False, False, False]
        await on.pilot.click(offset=(1, 2))
        assert [name for _, name, _ in on.events()] == ["onPress"]
        await on.pilot.click(offset=(1, 1))
        assert on.events() == []


async def test_a_link_that_stands_alone_is_pressed_by_enter_space_and_pointer() -> None:
    tree = link(EXAMPLE, "Home", onFocus=True)
    async with scene(el("Column", {}, tree), app_class=LinkApp) as on:
        await on.pilot.press("tab")
        assert on.events() == [(tree.id, "onFocus", None)]
        await on.pilot.press("enter", "space")
        await on.pilot.click(on.widget(tree.id), offset=(1, 0))
        assert [name for _, name, _ in on.events()] == ["onPress"] * 3
        assert offered(on) == [EXAMPLE] * 3
        await on.update(tree.id, disabled=True)
        await on.pilot.click(on.widget(tree.id), offset=(1, 0))
        assert on.events() == []
        assert not on.widget(tree.id).can_focus


async def test_a_link_without_address_tells_its_guest_only() -> None:
    tree = el("Link", {"onPress": True}, "Do it")
    async with scene(tree, app_class=LinkApp) as on:
        await on.pilot.press("tab", "enter")
        assert on.events() == [(tree.id, "onPress", {"source": "key"})]
        assert offered(on) == []


async def test_a_listener_that_prevents_keeps_the_address_from_the_host() -> None:
    tree = el("Link", {"href": EXAMPLE, "onPress": {"prevent": True}}, "Inside")
    async with scene(tree, app_class=LinkApp) as on:
        await on.pilot.press("tab", "enter")
        assert [name for _, name, _ in on.events()] == ["onPress"]
        assert offered(on) == []


@pytest.mark.parametrize("href", ["javascript:alert(1)", "file:///etc/passwd", "https://x/\x1b]8;;y", "'),app.quit('"])
async def test_other_addresses_are_offered_to_nobody(href: str) -> None:
    tree = link(href, "Click me")
    async with scene(tree, app_class=LinkApp) as on:
        await on.pilot.press("tab", "enter")
        await on.pilot.click(offset=(1, 0))
        # The guest may do with its own strings what it likes.
        assert [payload["href"] for _, _, payload in on.events()] == [href, href]
        assert offered(on) == []
        assert on.app.is_running


async def test_no_address_is_opened_unless_the_host_says_so() -> None:
    tree = link(EXAMPLE, "Home")
    async with scene(tree, app_class=LinkApp) as on:
        assert isinstance(on.app, LinkApp)
        await on.pilot.press("tab", "enter")
        assert on.app.opened == []
        on.view._open_links = True
        await on.pilot.press("enter")
        await on.pilot.pause()
        assert on.app.opened == [EXAMPLE]


async def test_no_address_is_written_to_the_terminal() -> None:
    async with scene(el("Text", {}, link("https://secret.example", "words"))) as on:
        strips = on.app.screen._compositor.render_strips()
        assert not any(segment.style and segment.style.link for strip in strips for segment in strip)


async def test_a_link_that_comes_or_changes_later_is_a_link() -> None:
    inner = link("https://old.example", "x")
    text = el("Text", {}, inner)
    async with scene(text, app_class=LinkApp) as on:
        await on.update(inner.id, href="https://new.example")
        await on.pilot.press("tab", "enter")
        assert offered(on) == ["https://new.example"]
        await on.update(inner.id, disabled=True)
        assert not on.widget(text.id).can_focus
        assert on.app.focused is None


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5, 6])
async def test_headings_have_the_looks_of_their_level(level: int) -> None:
    heading = el("Heading", {"level": level}, "Title")
    text = el("Text", {"level": level}, "Title")
    async with scene(el("Column", {}, heading, text)) as on:
        style = on.widget(heading.id).visual_style
        theme = on.app.theme_variables
        words = theme[f"markdown-h{level}-text-style"].split()
        assert [style.bold, style.underline] == [word in words or None for word in ("bold", "underline")]
        assert on.widget(text.id).visual_style == style
        await on.update(heading.id, level=7 - level)
        assert on.widget(heading.id).visual_style != style


async def test_the_line_under_a_heading_ends_with_its_words() -> None:
    async with scene(el("Heading", {"level": 2, "style": {"textAlign": "end"}}, "two words"), size=(20, 3)) as on:
        at = [on.app.screen.get_style_at(x, 0).underline or False for x in (11, 15, 19)]
        assert (on.lines[0], at) == (f"{'':11}two words", [True, True, True])
    async with scene(el("Heading", {"level": 2}, "two words"), size=(20, 3)) as on:
        assert [on.app.screen.get_style_at(x, 0).underline or False for x in (0, 8, 9, 19)] == [
            True,
            True,
            False,
            False,
        ]


async def test_a_link_that_is_off_is_dim() -> None:
    async with scene(el("Text", {}, "on ", link(EXAMPLE, "off", disabled=True))) as on:
        assert on.app.screen.get_style_at(0, 0).color != on.app.screen.get_style_at(3, 0).color


async def test_an_icon_stands_alone_and_changes() -> None:
    icon = el("Icon", {"name": "check", "color": "success"})
    async with scene(el("Row", {}, icon, el("Text", {}, "done"))) as on:
        assert on.lines[0].startswith("✓done")
        await on.update(icon.id, name="close", color="error")
        assert on.lines[0].startswith("✕done")


async def test_an_author_who_does_not_listen_is_told_that_a_link_leads_nowhere() -> None:
    heard, unheard = link("note:1", "heard"), el("Link", {"href": "note:2"}, "unheard")
    async with scene(el("Column", {}, heard, unheard)) as on:
        told: list[str] = []
        on.adapter._diagnose = lambda diagnostic: told.append(diagnostic.message)
        await on.pilot.press("tab", "enter", "tab", "enter")
        assert told == ["link leads nowhere: the address 'note:2' does not begin with https://, http:// or mailto:"]
