"""Where children of boxes stand: by examples in cells, and by what holds for any boxes in boxes."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest

from rill.host.textual.flow import Flowing

from .scene import Element, Scene, el, scene

Box = tuple[int, int, int, int]


def text(words: str, **style: Any) -> Element:
    return el("Text", {"style": style}, words)


def view(*children: Element, **style: Any) -> Element:
    return el("View", {"style": style}, *children)


def row(*children: Element, **style: Any) -> Element:
    return el("Row", {"style": style}, *children)


def button(title: str = "B", **style: Any) -> Element:
    return el("Button", {"title": title, "style": style})


def box_of(made: Scene, element: Element) -> Box:
    """Place and size of an element, relative to the element around it."""
    widget = made.widget(element.id)
    region, around = widget.region, widget.parent.content_region
    return region.x - around.x, region.y - around.y, region.width, region.height


async def check(parent: Element, *expected: Box, size: tuple[int, int] = (80, 24)) -> None:
    """Lay a box out as one of two things on the screen, so that nothing stretches it down."""
    async with scene(parent, text("below"), size=size) as made:
        found = [box_of(made, child) for child in parent.children if isinstance(child, Element)]
        assert found == list(expected)


# -- lengths ---------------------------------------------------------------------------------------------------------


async def test_fractions_share_what_is_left_along_and_take_all_across() -> None:
    await check(
        row(text("one", width="1fr"), text("two", width="3fr"), text("ten", width=10), height=4, width=50),
        (0, 0, 10, 1),
        (10, 0, 30, 1),
        (40, 0, 10, 1),
    )
    await check(
        view(view(height="1fr"), view(height="2fr"), view(width="1fr", height=3), height=9, width=20),
        (0, 0, 20, 2),
        (0, 2, 20, 4),
        (0, 6, 20, 3),
    )
    # Across the direction there is nobody to share with.
    await check(row(view(height="1fr", width=5), view(height="3fr", width=5), height=7), (0, 0, 5, 7), (5, 0, 5, 7))


async def test_grow_shares_what_is_left_and_a_width_is_where_it_starts_from() -> None:
    await check(row(text("a", grow=1), text("longer", grow=1), width=30), (0, 0, 15, 1), (15, 0, 15, 1))
    await check(row(view(width=10, grow=1), view(width=4, grow=1), width=30), (0, 0, 18, 0), (18, 0, 12, 0))


async def test_percentages_of_a_line_lose_no_cell() -> None:
    third = "33.3333%"
    await check(
        row(view(width=third), view(width=third), view(width="33.3334%"), width=80, height=1),
        (0, 0, 26, 1),
        (26, 0, 27, 1),
        (53, 0, 27, 1),
    )
    await check(view(view(height="50%"), view(height="50%"), height=7), (0, 0, 80, 3), (0, 3, 80, 4))


async def test_what_is_missing_is_given_up_down_to_what_can_be_read() -> None:
    await check(
        row(text("some words here"), text("some words here"), width=20),
        (0, 0, 10, 2),
        (10, 0, 10, 2),
    )
    # No word is cut in two while another text can give way, and a button keeps its size.
    await check(
        row(text("unbreakable"), text("a b c d e f"), button(), width=30), (0, 0, 11, 3), (11, 0, 3, 3), (14, 0, 16, 3)
    )
    await check(row(text("some words here", shrink=0), text("some words here"), width=20), (0, 0, 15, 1), (15, 0, 5, 3))


async def test_bounds_hold_along_and_across() -> None:
    await check(
        row(text("a", grow=1, maxWidth=5), text("b", grow=1), text("c", minWidth=12), width=30),
        (0, 0, 5, 1),
        (5, 0, 13, 1),
        (18, 0, 12, 1),
    )
    await check(
        view(view(maxWidth=7), view(minHeight=3), view(width="50%", minWidth=15), width=20),
        (0, 0, 7, 0),
        (0, 0, 20, 3),
        (0, 3, 15, 0),
    )


async def test_nothing_is_wider_than_its_column_unless_that_scrolls() -> None:
    await check(view(text("x" * 50), view(width=50, height=1), width=20), (0, 0, 20, 3), (0, 3, 20, 1))
    await check(view(view(width=50, height=1), width=20, height=3, overflow="auto"), (0, 0, 50, 1))


# -- places ----------------------------------------------------------------------------------------------------------


async def test_direction_is_what_the_style_says_in_every_box() -> None:
    for kind, default in (("View", "column"), ("Row", "row"), ("Column", "column"), ("Pressable", "column")):
        for direction in ("row", "column", None):
            box = el(kind, {"style": {"direction": direction} if direction else {}}, text("ab"), text("c"))
            async with scene(box, text("below")) as made:
                found = [box_of(made, child)[:2] for child in box.children if isinstance(child, Element)]
                assert found == ([(0, 0), (2, 0)] if (direction or default) == "row" else [(0, 0), (0, 1)])
                await made.update(box.id, style={"direction": "column"})
                assert [box_of(made, child)[:2] for child in box.children if isinstance(child, Element)] == [
                    (0, 0),
                    (0, 1),
                ]


async def test_gap_is_along_and_across() -> None:
    await check(row(text("a"), text("b"), gap=[3, 1]), (0, 0, 1, 1), (4, 0, 1, 1))
    await check(view(text("a"), text("b"), gap=[2, 7]), (0, 0, 80, 1), (0, 3, 80, 1))
    await check(
        row(*(text("abc") for _ in range(5)), gap=[1, 2], wrap="wrap", width=11),
        (0, 0, 3, 1),
        (4, 0, 3, 1),
        (8, 0, 3, 1),
        (0, 3, 3, 1),
        (4, 3, 3, 1),
    )


async def test_a_wrapped_row_is_as_high_as_its_lines_and_shares_each() -> None:
    inner = row(text("aaaa", grow=1), text("bbbb", minWidth=8), text("cccc", grow=1), wrap="wrap", width=14)
    async with scene(inner, text("below")) as made:
        assert [box_of(made, child) for child in inner.children if isinstance(child, Element)] == [
            (0, 0, 6, 1),
            (6, 0, 8, 1),
            (0, 1, 14, 1),
        ]
        assert made.widget(inner.id).size.height == 2


async def test_a_wrapped_column_goes_on_beside_itself() -> None:
    await check(
        view(*(text(words) for words in ("a", "bbb", "cc", "d")), wrap="wrap", height=2, gap=[0, 1]),
        (0, 0, 3, 1),
        (0, 1, 3, 1),
        (4, 0, 2, 1),
        (4, 1, 2, 1),
    )


@pytest.mark.parametrize(
    ("justify", "lefts"),
    [
        ("start", [0, 2]),
        ("center", [3, 5]),
        ("end", [6, 8]),
        ("space-between", [0, 8]),
        ("space-around", [1, 6]),
        ("space-evenly", [2, 6]),
    ],
)
async def test_justify_in_a_row_and_in_a_column(justify: str, lefts: list[int]) -> None:
    await check(row(text("aa"), text("bb"), width=10, justify=justify), *((left, 0, 2, 1) for left in lefts))
    await check(view(view(height=2), view(height=2), height=10, justify=justify), *((0, top, 80, 2) for top in lefts))


async def test_align_and_align_self() -> None:
    await check(
        row(
            view(width=2, height=2),
            view(width=2, height=2, alignSelf="end"),
            view(width=2, alignSelf="stretch"),
            text("t", alignSelf="stretch"),
            height=6,
            align="center",
        ),
        (0, 2, 2, 2),
        (2, 4, 2, 2),
        (4, 0, 2, 6),
        (6, 0, 1, 6),
    )
    await check(
        view(text("ab"), text("cd", alignSelf="stretch"), text("ef", alignSelf="start"), align="end", width=10),
        (8, 0, 2, 1),
        (0, 1, 10, 1),
        (0, 2, 2, 1),
    )
    # Stretched by its own wish, a button is as wide as the column.
    await check(view(button(), button(alignSelf="stretch")), (0, 0, 16, 3), (0, 3, 80, 3))


async def test_margins_add_up_and_never_give_way() -> None:
    await check(view(text("a", margin=1), text("b", margin=[2, 3]), gap=1), (1, 1, 78, 1), (3, 6, 74, 1))
    await check(
        row(text("aa", margin=1), text("bb", margin=[0, 4]), width=20, justify="end"), (7, 1, 2, 1), (14, 0, 2, 1)
    )


async def test_hidden_elements_take_no_room_and_no_gap() -> None:
    hidden = el("Text", {"hidden": True}, "x")
    parent = row(text("a"), hidden, text("b"), gap=1)
    async with scene(parent, text("below")) as made:
        assert [box_of(made, child)[0] for child in (parent.children[0], parent.children[2])] == [0, 2]  # type: ignore[arg-type]
        await made.update(hidden.id, hidden=False)
        assert box_of(made, parent.children[2])[0] == 4  # type: ignore[arg-type]


# -- sizes of content ------------------------------------------------------------------------------------------------


async def test_a_box_is_as_high_as_wrapped_text_in_it_however_deep() -> None:
    words = text("one two three four five six")
    deep = view(row(view(row(text("label"), view(words), gap=1), padding=1), text("end"), width=24))
    async with scene(deep, text("below")) as made:
        # Nothing is cut off, and nothing is higher than needed.
        assert made.lines[made.widget(deep.id).region.bottom] == "below"
        assert "".join(made.text.split()) == "onethreefiveend" or "six" in made.text
        widget = made.widget(words.id)
        assert widget.size.height == widget.get_content_height(widget.size, widget.size, widget.size.width)


async def test_a_text_beside_a_button_is_on_its_middle_line_and_beside_texts_at_the_top() -> None:
    async with scene(row(text("label"), button("press")), row(text("one"), text("a\nb\nc"), gap=1)) as made:
        assert made.lines[1].split() == ["label", "press"]
        assert made.lines[3].split() == ["one", "a"]
    # Also where the button is the first thing in a box.
    async with scene(row(text("label"), view(button("press"), text("below")))) as made:
        assert made.lines[1].split() == ["label", "press"]


async def test_a_box_with_something_that_takes_what_is_left_takes_it_too() -> None:
    field = el("TextInput", {})
    inner = view(field)
    async with scene(row(text("Name "), inner)) as made:
        assert box_of(made, inner)[2] == box_of(made, field)[2] == 75
    lines = [text(f"line {index}") for index in range(50)]
    scroll = el("ScrollView", {}, *lines)
    async with scene(view(text("above"), view(scroll), text("below"))) as made:
        assert made.widget(scroll.id).size.height == 22
        assert made.lines[0] == "above"
        assert made.lines[23] == "below"


async def test_two_scroll_views_share_the_screen_and_keep_three_lines() -> None:
    scrolls = [el("ScrollView", {}, *(text(f"{index}") for index in range(50))) for _ in range(2)]
    async with scene(view(*scrolls, text("below"))) as made:
        assert [made.widget(scroll.id).size.height for scroll in scrolls] == [11, 12]
    async with scene(view(*scrolls, text("below")), size=(20, 4)) as made:
        assert [made.widget(scroll.id).size.height for scroll in scrolls] == [3, 3]


# -- any boxes -------------------------------------------------------------------------------------------------------


def any_style(chance: random.Random) -> dict[str, Any]:
    style: dict[str, Any] = {}
    choices: dict[str, list[Any]] = {
        "direction": ["row", "column"],
        "wrap": ["wrap", "nowrap"],
        "gap": [0, 1, [1, 2]],
        "grow": [0, 1, 2.5],
        "width": [5, 12, "50%", "1fr", "auto"],
        "height": [1, 4, "50%", "1fr", "auto"],
        "padding": [0, 1],
        "margin": [0, 1, [0, 2]],
        "align": ["start", "center", "end", "stretch"],
        "alignSelf": ["start", "center", "end", "stretch"],
        "justify": ["start", "center", "end", "space-between", "space-around", "space-evenly"],
        "border": ["none", "round"],
        "overflow": ["hidden"],
    }
    for name, values in choices.items():
        if chance.random() < 0.2:
            style[name] = chance.choice(values)
    return style


def any_element(chance: random.Random, depth: int) -> Element:
    style = any_style(chance)
    if depth == 0 or chance.random() < 0.3:
        if chance.random() < 0.2:
            return el("Button", {"title": "ok", "style": style})
        return text(" ".join("words" for _ in range(chance.randint(1, 8))), **style)
    children = [any_element(chance, depth - 1) for _ in range(chance.randint(1, 4))]
    return el(chance.choice(("View", "Row")), {"style": style}, *children)


@pytest.mark.parametrize("seed", range(5))
async def test_any_boxes_hold_their_children_in_order_and_a_second_layout_changes_nothing(seed: int) -> None:
    """Over random trees: children that can give way are inside their parent along its direction; what stands in one
    line is in order and apart; and an update that changes nothing moves nothing, so that no answer was stale.
    """
    chance = random.Random(seed)
    root = el("View", {}, *(any_element(chance, 3) for _ in range(3)))
    checked = 0
    async with scene(root, size=(chance.choice((20, 80)), 24)) as made:
        widgets = [widget for widget in made.view.query("*") if isinstance(widget, Flowing)]
        for widget in widgets:
            size = widget.scrollable_content_region.size
            arranged = widget.arrange(size).placements
            flow = widget.flow
            spans = [
                (p.region.x - p.margin.left, p.region.right + p.margin.right)
                if flow.horizontal
                else (p.region.y - p.margin.top, p.region.bottom + p.margin.bottom)
                for p in arranged
            ]
            if not flow.wrap:
                assert all(one[1] + flow.gap <= two[0] for one, two in pairwise(spans))
            assert all(start >= 0 for start, _ in spans)
            checked += len(spans)
        before = {widget: widget.region for widget in made.view.query("*")}
        for widget in widgets:
            widget._clear_arrangement_cache()
        made.view.refresh(layout=True)
        await made.settle()
        assert {widget: widget.region for widget in made.view.query("*")} == before
    assert checked > 5


@pytest.mark.parametrize("seed", range(4))
async def test_a_batch_lays_out_as_a_new_screen_would(seed: int) -> None:
    """Update equals rebuild: after random changes of styles and words, every widget is where a tree that was made so
    from the start has it.
    """
    chance = random.Random(seed)
    root = el("View", {}, *(any_element(chance, 3) for _ in range(3)))
    elements: list[Element] = []

    def collect(element: Element) -> None:
        elements.append(element)
        for child in element.children:
            if isinstance(child, Element):
                collect(child)

    collect(root)
    async with scene(root, size=(60, 24)) as made:
        for _ in range(6):
            changed = chance.choice(elements)
            changed.props["style"] = any_style(chance)
            await made.update(changed.id, style=changed.props["style"])
        updated = [made.widget(element.id).region for element in elements]
    async with scene(root, size=(60, 24)) as made:
        assert [made.widget(element.id).region for element in elements] == updated
