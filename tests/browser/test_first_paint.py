"""The page as it comes: finished before any script, adopted without rendering again, and readable without script."""

from __future__ import annotations

import re

from playwright.async_api import Route, expect

from .examples import SOURCES
from .network import Link
from .person import Come, Person

# A timer ticks; lists, drawings and panes ask how large they are.
CHANGES_AT_ONCE = frozenset(
    {
        "mail", "table", "sevenguis-timer", "sevenguis-crud", "sevenguis-circles", "sevenguis-cells",
        "sevenguis-sevenguis",
    }
)  # fmt: skip
# Something that a person reads there at once.
WORDS = {
    "counter": "Count: 0",
    "counter_solid": "Count: 0",
    "todo": "2 items left",
    "todo_solid": "2 items left",
    "table": "0 rows",
    "table_solid": "0 rows",
    "packages": "Expenses",
    "mail": "Inbox:",
    "todomvc-preact": "Double-click to edit a todo",
    "todomvc-solid": "Double-click to edit a todo",
    "sevenguis-counter": "0",
    "sevenguis-temperature": "°C =",
    "sevenguis-flights": "Such as 24.12.2025",
    "sevenguis-timer": "Elapsed time",
    "sevenguis-crud": "Filter prefix:",
    "sevenguis-circles": "Press: draw.",
    "sevenguis-cells": "Formulas: =A0+1",
    "sevenguis-sevenguis": "Temperature",
}


async def test_pages_are_readable_without_script(come: Come) -> None:
    person = await come(java_script_enabled=False)
    for name in SOURCES:
        page = await person.go(f"/{name}", live=False)
        await expect(page.get_by_text(WORDS[name]).first).to_be_visible()
        assert await page.title() == name
        assert await page.locator(".rill").count() == 1


async def test_pages_are_adopted_without_rendering_again(person: Person) -> None:
    rendered = {}
    for name in SOURCES:
        page = await person.go(f"/{name}")
        # Two frames of the screen after the first frame of the socket: whatever is done at once has been done.
        await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        await expect(page.get_by_text(WORDS[name]).first).to_be_visible()
        # What a page knows of itself only in a browser, such as the size of a list, comes with the first patch.
        if name not in CHANGES_AT_ONCE and (mutations := await person.mutations()):
            rendered[name] = mutations
    assert rendered == {}


async def test_the_focus_is_where_the_guest_wants_it(person: Person) -> None:
    page = await person.go("/todo")
    await expect(page.get_by_role("textbox", name="New todo")).to_be_focused()


async def test_what_is_done_before_the_socket_is_there_is_not_lost(come: Come, link: Link) -> None:
    link.latency_s = 0.3
    person = await come()
    person.origin = link.origin
    page = await person.go("/counter_solid", live=False)
    assert person.received == []
    for _ in range(3):
        await page.get_by_role("button", name="Add one").click()
    await expect(page.get_by_text("Count: 3", exact=True)).to_be_visible()


async def test_what_is_typed_before_the_script_runs_is_not_lost(come: Come) -> None:
    """The connector's file is held back while somebody types into the field of the page as it came."""
    person = await come()
    page = person.page

    async def hold(route: Route) -> None:
        await page.get_by_role("textbox", name="New todo").press_sequentially("Early bird")
        await route.continue_()

    await page.route("**/connector.*.js", hold)
    await page.goto(f"{person.origin}/todo", wait_until="commit")
    await person.wait_live()
    field = page.get_by_role("textbox", name="New todo")
    await expect(field).to_have_value("Early bird")
    await field.press("Enter")
    await expect(page.get_by_role("checkbox", name="Early bird")).to_be_visible()


async def test_there_is_no_inline_script_and_no_inline_style(person: Person) -> None:
    page = await person.go("/mail", live=False)
    assert await page.locator("script:not([src])").count() == 0
    text = await (await person.context.request.get(f"{person.origin}/mail")).text()
    assert re.findall(r"<[^>]* (?:style|on[a-z]+)=", text) == []


async def test_a_policy_allows_nothing_but_the_page_itself(person: Person) -> None:
    response = await person.page.goto(f"{person.origin}/counter")
    assert response is not None
    policy = response.headers["content-security-policy"]
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";") if part.strip())
    assert directives["default-src"] == "'none'"
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert directives["require-trusted-types-for"] == "'script'"
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_files_of_the_page_are_kept_by_the_browser(person: Person) -> None:
    page = await person.go("/counter")
    addresses = await page.locator("script[src], link[rel=stylesheet]").evaluate_all(
        "(found) => found.map((element) => element.src ?? element.href)"
    )
    assert len(addresses) >= 2
    for address in addresses:
        response = await person.context.request.get(address)
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert response.headers["x-content-type-options"] == "nosniff"
