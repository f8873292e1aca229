"""Trees that paint their lines, in front of a guest that renders what it is asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from rill.host.textual.icons import icon_of
from rill.protocol.operations import Append

from ..range_guest import RangeGuest, range_guest
from ..scene import Element, el

# depth, words, more
LINES: list[tuple[int, str, dict[str, Any]]] = [
    (0, "src", {"expandable": True, "expanded": True}),
    (1, "host", {"expandable": True, "expanded": True, "icon": "folder"}),
    (2, "tree.py", {}),
    (2, "view.py", {"last": True, "color": "error"}),
    (1, "sandbox", {"expandable": True, "last": True}),
    (0, "tests", {"expandable": True, "last": True, "selected": True}),
]


def line(index: int) -> Element:
    depth, text, more = LINES[index]
    return el("TreeItem", {"index": index, "depth": depth, "text": text, **more})


@asynccontextmanager
async def tree(count: int = len(LINES), make: Any = line, **props: Any) -> AsyncIterator[RangeGuest]:
    async with range_guest("Tree", {"count": count, **props}, make, listeners=("onToggle",)) as guest:
        yield guest


async def test_guides_signs_and_icons() -> None:
    async with tree() as guest:
        assert guest.lines[:6] == [
            "▾ src",
            f"├─▾ {icon_of('folder')} host",
            "│ ├─  tree.py",
            "│ └─  view.py",
            "└─▸ sandbox",
            "▸ tests",
        ]
        assert list(guest.widget.children) == []
        await guest.update(showGuides=False)
        assert guest.lines[2:4] == ["      tree.py", "      view.py"]


async def test_guides_are_right_where_what_they_belong_to_is_not_rendered() -> None:
    """Goal: no line is wrong in the middle of a long tree. How: 1,000 lines in one thing that is not the last, and one
    after them; the thing itself is far above what is rendered."""

    def long(index: int) -> Element:
        if index in (0, 1_001):
            return el(
                "TreeItem", {"index": index, "text": "top", "expandable": True, "expanded": True, "last": index > 0}
            )
        return el("TreeItem", {"index": index, "depth": 2, "text": f"line {index}", "last": index == 1_000})

    async with tree(1_002, long) as guest:
        await guest.call("scrollToIndex", 500, {"align": "start"})
        assert guest.lines[0] == "  ├─  line 500"
        await guest.keys("end")
        assert guest.lines[-2:] == ["  └─  line 1000", "▾ top"]


async def test_keys_open_close_and_walk() -> None:
    async with tree() as guest:
        await guest.keys("right", "right", "right", "left")
        assert guest.events("onCursor") == [("onCursor", {"index": index}) for index in (1, 2, 1)]
        await guest.keys("left", "end", "right", "space", "enter")
        assert guest.events("onToggle", "onItemPress") == [
            ("onToggle", {"index": 1, "open": False}),
            ("onToggle", {"index": 5, "open": True}),
            ("onToggle", {"index": 5, "open": True}),
            ("onItemPress", {"index": 5, "source": "key"}),
        ]
        await guest.keys("home", "down", "down", "space")
        # There is nothing in it to be opened: it is pressed.
        assert [payload["index"] for _, payload in guest.events("onItemPress")] == [2]


async def test_the_pointer_toggles_on_the_sign_and_presses_elsewhere() -> None:
    async with tree() as guest:
        for x in (2, 3):
            await guest.made.pilot.click(guest.widget, offset=(x, 1))
        await guest.settle()
        assert guest.events("onToggle") == [("onToggle", {"index": 1, "open": False})] * 2
        await guest.made.pilot.click(guest.widget, offset=(8, 1))
        await guest.made.pilot.click(guest.widget, offset=(0, 2))
        await guest.settle()
        assert [payload["index"] for _, payload in guest.events("onItemPress")] == [1, 2]


async def test_hundred_thousand_lines_scroll() -> None:
    def flat(index: int) -> Element:
        return el("TreeItem", {"index": index, "text": f"line {index}"})

    async with tree(100_000, flat) as guest:
        await guest.keys("end")
        assert guest.lines[-1] == "  line 99999"
        await guest.keys("pageup", "home")
        assert guest.lines[0] == "  line 0"
        assert guest.made.view.statistics().widgets == 1


async def test_any_guest_disturbs_nothing() -> None:
    def hostile(index: int) -> Element:
        return el(
            "TreeItem", {"index": index, "depth": 1_000 if index % 2 else 0, "text": "[red]\x1b[31m\n" + "x" * 5_000}
        )

    async with tree(50, hostile) as guest:
        session = guest.made.session
        for index in (0, 3, 10_000_000):
            made, (id,) = session.create(el("TreeItem", {"index": index, "text": "intruder"}))
            session.apply(*made, Append(guest.element.id, id))
        await guest.settle()
        assert guest.lines[0].startswith("  [red]␛[31m xxx")
        assert "intruder" not in guest.made.text
        await guest.keys("down", "left", "right", "space")
        assert guest.widget.cursor == 0
