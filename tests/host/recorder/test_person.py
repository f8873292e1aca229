# What a person does with every kind of component: which events it leads to, with which payloads, and what is refused
# because a person could not do it either. The guest is a script, so every effect here is the recorder's own.

from __future__ import annotations

from collections.abc import Awaitable
from datetime import date
from typing import Any

import pytest

from host.pair import Pair, batch, pair
from host.recorder.elements import el, operations
from rill import HostError
from rill.host.recorder import Recorder
from rill.host.tree import Node
from rill.protocol.messages import CallFunction, RefMethodResult
from rill.protocol.operations import RefCall, Update

pytestmark = pytest.mark.usefixtures("loop_watch")


def screen(*elements: Any) -> Any:
    return pair([batch(1, *operations(*elements))], *[() for _ in range(12)])


def heard(p: Pair) -> list[tuple[str, Any]]:
    """Events and payloads that the guest got."""
    return [(call.target[1], call.args[0] if call.args else None) for call in p.told(CallFunction)]


async def refused(act: Awaitable[None]) -> str:
    with pytest.raises(HostError) as caught:
        await act
    return caught.value.code


# -- choices

OPTIONS = [{"value": "r", "label": "Red"}, {"value": "g", "label": "Green"}, {"value": "b", "disabled": True}]


@pytest.mark.parametrize("type", ["RadioGroup", "Select"])
async def test_a_choice_is_made_by_value_or_by_its_words(type: str) -> None:
    async with screen(el(type, label="Colour", options=OPTIONS, onChange=True, defaultValue="g")) as p:
        group = p.recorder.find(text="Colour")
        assert p.recorder.value(group) == "g"
        await p.recorder.choose(group, "Red")
        await p.recorder.choose(group, "r")
        await p.recorder.choose(group, "g")
        assert heard(p) == [("onChange", {"value": "r", "version": 1}), ("onChange", {"value": "g", "version": 2})]
        assert await refused(p.recorder.choose(group, "b")) == "node_disabled"
        assert await refused(p.recorder.choose(group, "Blue")) == "not_a_choice"
        assert await refused(p.recorder.choose(group, "")) == "not_a_choice"


async def test_a_select_that_is_clearable_can_be_emptied() -> None:
    async with screen(el("Select", options=OPTIONS, onChange=True, defaultValue="g", clearable=True)) as p:
        await p.recorder.choose(p.recorder.find(type="Select"), "")
        assert heard(p) == [("onChange", {"value": "", "version": 1})]


async def test_pages_are_chosen_by_name_by_title_and_by_a_press_and_show_their_children() -> None:
    tabs = el(
        "Tabs",
        el("Tab", el("Text", "one"), name="a", title="First"),
        el("Tab", el("Text", "two"), name="b", title="Second"),
        el("Tab", name="c", title="Third", disabled=True),
        onChange=True,
    )
    async with screen(tabs) as p:
        recorder, group = p.recorder, p.recorder.find(type="Tabs")
        assert recorder.value(group) == "a"
        assert recorder.find(role="text").text_content == "one"
        await recorder.choose(group, "Second")
        assert recorder.find(role="text").text_content == "two"
        await recorder.press(recorder.find(type="Tab", text="First"))
        await recorder.press(recorder.find(type="Tab", text="First"))
        assert [payload["value"] for _, payload in heard(p)] == ["b", "a"]
        assert await refused(recorder.press(recorder.find(text="Third"))) == "node_disabled"
        assert await refused(recorder.choose(group, "c")) == "node_disabled"
        hidden = recorder.find(role="text", text="two", hidden=True)
        assert await refused(recorder.press(hidden)) == "node_hidden"


async def test_a_slider_goes_to_the_nearest_number_that_it_can_be() -> None:
    slider = el("Slider", min=0, max=1, step=0.1, defaultValue=0.5, onChange=True, onComplete=True)
    async with screen(slider) as p:
        node = p.recorder.find(role="slider")
        await p.recorder.set_value(node, 0.32)
        await p.recorder.set_value(node, 0.3)
        await p.recorder.set_value(node, 99)
        assert heard(p) == [
            ("onChange", {"value": 0.3, "version": 1}),
            ("onComplete", {"value": 0.3, "version": 1}),
            ("onChange", {"value": 1, "version": 2}),
            ("onComplete", {"value": 1, "version": 2}),
        ]


async def test_a_day_is_written_as_text_or_as_a_date() -> None:
    async with screen(el("DateInput", onChange=True, onSubmit=True)) as p:
        node = p.recorder.find(role="textbox")
        await p.recorder.submit(node)
        await p.recorder.set_date(node, "2025-02-28")
        await p.recorder.set_date(node, date(2024, 2, 29))
        await p.recorder.submit(node)
        await p.recorder.set_date(node, "")
        assert [(event, payload["value"]) for event, payload in heard(p)] == [
            ("onChange", "2025-02-28"),
            ("onChange", "2024-02-29"),
            ("onSubmit", "2024-02-29"),
            ("onChange", ""),
        ]
        assert await refused(p.recorder.set_date(node, "2025-02-29")) == "not_a_choice"
        assert await refused(p.recorder.type(node, "2")) == "not_a_field"


async def test_fields_for_numbers_let_in_what_they_take() -> None:
    numeric = el("TextInput", inputMode="numeric", label="whole", onChange=True)
    async with screen(numeric, el("TextInput", inputMode="decimal", label="any", onChange=True)) as p:
        await p.recorder.type(p.recorder.find(text="whole"), "-1x2.5")
        assert p.recorder.value(p.recorder.find(text="whole")) == "-125"
        await p.recorder.type(p.recorder.find(text="any"), "1a.5.5")
        assert p.recorder.value(p.recorder.find(text="any")) == "1.55"


async def test_acts_are_refused_on_other_components() -> None:
    async with screen(el("Text", "x"), el("Button", title="b", onPress=True)) as p:
        r, text = p.recorder, p.recorder.find(text="x")
        acts: list[Awaitable[None]] = [
            r.choose(text, "a"), r.set_value(text, 1), r.set_date(text, ""), r.close(text), r.scroll(text, 0, 1),
            r.press_item(text, 0), r.move_cursor(text, 0), r.press_cell(text, 0, "a"), r.edit_cell(text, 0, "a", ""),
            r.sort(text, "a"), r.press_at(text, 0, 0), r.drag(text, (0, 0)),
        ]  # fmt: skip
        assert [await refused(act) for act in acts] == ["wrong_component"] * len(acts)
        assert await refused(r.toggle(text)) == "nothing_to_toggle"


# -- what opens and closes


async def test_a_collapsible_of_its_own_state_opens_and_shows_what_is_in_it() -> None:
    box = el("Collapsible", el("Text", "inside"), title="More", onToggle=True)
    async with screen(box) as p:
        recorder, node = p.recorder, p.recorder.find(text="More")
        assert recorder.find_all(role="text") == []
        assert recorder.golden() == 'Collapsible onToggle title="More"\n  Text "inside"\n'
        await recorder.toggle(node)
        assert recorder.find(role="text").text_content == "inside"
        assert recorder.golden().startswith('Collapsible onToggle open=true title="More"\n')
        assert await refused(recorder.press(recorder.find(role="text"))) == "nothing_to_press"
        await recorder.press(node)
        assert recorder.is_open(node) is False
        assert heard(p) == [("onToggle", {"open": True}), ("onToggle", {"open": False})]


async def test_a_collapsible_of_the_guest_s_state_only_asks() -> None:
    async with screen(el("Collapsible", title="More", open=False, onToggle=True)) as p:
        node = p.recorder.find(text="More")
        await p.recorder.toggle(node)
        await p.recorder.toggle(node)
        assert heard(p) == [("onToggle", {"open": True})] * 2
        assert not p.recorder.is_open(node)


async def test_a_menu_opens_does_and_closes() -> None:
    menu = el(
        "Menu",
        el("MenuItem", "Copy", onPress=True),
        el("Divider"),
        el("MenuItem", "Cut", disabled=True, onPress=True),
        title="Edit", onOpen=True, onClose=True,
    )  # fmt: skip
    async with screen(menu) as p:
        recorder, node = p.recorder, p.recorder.find(text="Edit")
        assert recorder.find_all(role="menuitem") == []
        await recorder.press(node)
        await recorder.press(recorder.find(text="Copy"))
        assert recorder.find_all(role="menuitem") == []
        await recorder.toggle(node)
        assert await refused(recorder.press(recorder.find(text="Cut"))) == "node_disabled"
        await recorder.close(node)
        await recorder.press(node)
        await recorder.press(node)
        assert [(event, (payload or {}).get("reason")) for event, payload in heard(p)] == [
            ("onOpen", None), ("onPress", None), ("onClose", "choice"), ("onOpen", None), ("onClose", "escape"),
            ("onOpen", None), ("onClose", "press"),
        ]  # fmt: skip
        assert await refused(recorder.close(node)) == "not_open"


async def test_a_menu_without_a_button_is_seen_while_it_is_open() -> None:
    async with screen(el("Menu", el("MenuItem", "a"), open=True), el("Menu", el("MenuItem", "b"), open=False)) as p:
        assert [p.recorder.name(node) for node in p.recorder.find_all(role="menuitem")] == ["a"]
        assert len(p.recorder.find_all(type="Menu")) == 1


async def test_a_modal_has_to_be_answered_before_anything_behind_it() -> None:
    behind = el("Button", title="behind", onPress=True)
    first = el("Modal", el("Button", title="one", onPress=True), title="First", onClose=True)
    second = el("Modal", el("Button", title="two", onPress=True), title="Second", open=False, dismissible=False)
    steps = [[batch(1, *operations(behind, first, second))], (), (), [batch(2, Update(4, {"open": True}, []))]]
    async with pair(*steps, ()) as p:
        recorder = p.recorder
        assert recorder.find_all(text="two") == []
        assert await refused(recorder.press(recorder.find(text="behind"))) == "node_behind"
        await recorder.press(recorder.find(text="one"))
        await recorder.close(recorder.find(text="First"), reason="outside")
        assert heard(p)[1:] == [("onClose", {"reason": "outside"})]
        await p.session.send_event("open the second")
        assert await refused(recorder.press(recorder.find(text="one"))) == "node_behind"
        assert await refused(recorder.close(recorder.find(text="Second"))) == "node_disabled"
        await recorder.press(recorder.find(text="two"))


async def test_a_modal_in_a_hidden_part_is_not_there() -> None:
    modal = el("View", el("Modal", el("Button", title="in")), hidden=True)
    async with screen(modal, el("Button", title="out", onPress=True)) as p:
        await p.recorder.press(p.recorder.find(text="out"))
        assert p.recorder.find_all(text="in") == []


async def test_a_toast_goes_when_its_time_is_over_or_when_it_is_pressed() -> None:
    def toast(title: str, **props: Any) -> Any:
        return el("Toast", "words", title=title, onClose=True, **props)

    async with screen(toast("short", durationMs=100), toast("long"), toast("stays", durationMs=0)) as p:
        recorder = p.recorder

        def seen() -> list[str]:
            return [recorder.name(node) for node in recorder.find_all(role="status")]

        assert seen() == ["short words", "long words", "stays words"]
        await recorder.advance(99)
        assert len(seen()) == 3
        await recorder.advance(1)
        assert seen() == ["long words", "stays words"]
        await recorder.press(recorder.find(text="long words"))
        await recorder.advance(100_000)
        assert seen() == ["stays words"]
        await recorder.close(recorder.find(text="stays words"))
        assert [payload["reason"] for _, payload in heard(p)] == ["timeout", "press", "press"]


async def test_the_content_of_a_tooltip_is_seen_while_something_points_at_it() -> None:
    pressable = el("Pressable", el("Text", "here"), onHoverIn=True, onHoverOut=True)
    tip = el("Tooltip", el("Slot", el("Text", "words"), name="content"), pressable)
    async with screen(tip, el("Text", "elsewhere")) as p:
        recorder = p.recorder
        assert recorder.find_all(text="words") == []
        await recorder.hover(recorder.find(role="text", text="here"))
        assert len(recorder.find_all(text="words")) == 1
        await recorder.hover(recorder.find(text="elsewhere"))
        assert recorder.find_all(text="words") == []
        await recorder.focus(recorder.find(type="Pressable"))
        assert len(recorder.find_all(text="words")) == 1
        assert [event for event, _ in heard(p)] == ["onHoverIn", "onHoverOut"]


# -- forms


def form(**props: Any) -> Any:
    return el(
        "Form",
        el("FormField", el("TextInput", name="name", required=True, onSubmit=True), title="Name"),
        el("Checkbox", "sure", name="sure"),
        el("Button", title="Save", submit=True, onPress=True),
        onSubmit=True, onInvalid=True, **props,
    )  # fmt: skip


async def test_a_form_is_submitted_by_a_button_by_a_field_and_by_itself() -> None:
    async with screen(form()) as p:
        recorder = p.recorder
        await recorder.press(recorder.find(text="Save"))
        field = recorder.find(role="textbox", text="Name")
        assert recorder.focused is field
        await recorder.fill(field, "Ada")
        await recorder.press(recorder.find(role="checkbox"))
        await recorder.press(recorder.find(text="Save"))
        await recorder.submit(field)
        await recorder.submit(recorder.find(role="form"))
        values = {"values": {"name": "Ada", "sure": True}}
        told = [(event, payload) for event, payload in heard(p) if event != "onPress"]
        assert told == [
            ("onInvalid", {"fields": ["name"]}),
            ("onSubmit", values),
            ("onSubmit", {"value": "Ada", "version": 1}),
            ("onSubmit", values),
            ("onSubmit", values),
        ]


async def test_what_is_in_a_disabled_form_is_disabled() -> None:
    async with screen(form(disabled=True)) as p:
        recorder = p.recorder
        field = recorder.find(role="textbox")
        acts = [
            recorder.press(recorder.find(text="Save")), recorder.fill(field, "x"), recorder.submit(field),
            recorder.submit(recorder.find(role="form")), recorder.press(recorder.find(role="checkbox")),
        ]  # fmt: skip
        assert [await refused(act) for act in acts] == ["node_disabled"] * 5
        assert heard(p) == []


async def test_a_form_is_submitted_and_reset_by_its_methods() -> None:
    asks = [RefCall(1, "submit", [], 1), RefCall(1, "reset", [], 2), RefCall(1, "submit", [], 3)]
    async with pair([batch(1, *operations(form()))], [batch(2, *asks)], *[()] * 6) as p:
        recorder = p.recorder
        await recorder.fill(recorder.find(role="textbox"), "Ada")
        await p.session.send_event("ask")
        await p.settled()
        assert [answer.value for answer in p.told(RefMethodResult)] == [True, None, False]
        assert recorder.value(recorder.find(role="textbox")) == ""


# -- lists, tables and trees


def items(first: int, last: int, **props: Any) -> list[Any]:
    return [el("ListItem", el("Text", f"item {index}"), index=index, **props) for index in range(first, last + 1)]


def flat(*children: Any, count: int = 100, **props: Any) -> Any:
    return el("FlatList", *children, count=count, onRange=True, onCursor=True, onItemPress=True, **props)


async def test_scrolling_asks_for_items_and_says_once_that_the_end_is_seen() -> None:
    async with screen(flat(*items(0, 9), onEndReached=True, endReachedThreshold=5)) as p:
        node = p.recorder.find(role="list")
        await p.recorder.scroll(node, 10, 19)
        await p.recorder.scroll(node, 10, 19)
        await p.recorder.scroll(node, 85, 94)
        await p.recorder.scroll(node, 90, 500)
        assert heard(p) == [
            ("onRange", {"first": 10, "last": 19}),
            ("onRange", {"first": 85, "last": 94}),
            ("onEndReached", {"count": 100}),
            ("onRange", {"first": 90, "last": 99}),
        ]
        assert await refused(p.recorder.scroll(node, 5, 4)) == "item_unknown"


async def test_items_are_pressed_by_index_and_by_what_is_in_them() -> None:
    async with screen(flat(*items(0, 9), cursor="item")) as p:
        recorder, node = p.recorder, p.recorder.find(role="list")
        await recorder.press_item(node, 3)
        await recorder.press(recorder.find(text="item 3", role="text"))
        await recorder.press(recorder.find(text="item 4", role="listitem"))
        assert [(event, payload["index"]) for event, payload in heard(p)] == [
            ("onCursor", 3), ("onItemPress", 3), ("onItemPress", 3), ("onCursor", 4), ("onItemPress", 4),
        ]  # fmt: skip
        assert recorder.cursor(node) == 4
        assert await refused(recorder.press_item(node, 50)) == "item_not_rendered"
        assert await refused(recorder.press_item(node, 100)) == "item_unknown"


async def test_what_is_pressable_in_an_item_takes_the_press() -> None:
    item = el("ListItem", el("Button", title="Delete", onPress=True), index=0)
    async with screen(flat(item, count=1)) as p:
        await p.recorder.press(p.recorder.find(text="Delete"))
        assert [event for event, _ in heard(p)] == ["onPress"]


async def test_a_header_of_a_section_is_not_pressed() -> None:
    header = el("ListItem", el("Text", "Today"), index=0, header=True)
    async with screen(el("SectionList", header, *items(1, 2), count=3, onItemPress=True)) as p:
        assert await refused(p.recorder.press_item(p.recorder.find(role="list"), 0)) == "nothing_to_press"


async def test_a_cursor_moves_and_takes_the_range_along() -> None:
    async with screen(flat(*items(0, 9), cursor="item"), flat(label="without", cursor="none")) as p:
        recorder, (node, without) = p.recorder, p.recorder.find_all(role="list")
        await recorder.move_cursor(node, 5)
        await recorder.move_cursor(node, 5)
        await recorder.move_cursor(node, 50)
        await recorder.move_cursor(node, 99)
        assert heard(p) == [
            ("onCursor", {"index": 5}),
            ("onRange", {"first": 45, "last": 54}),
            ("onCursor", {"index": 50}),
            ("onRange", {"first": 90, "last": 99}),
            ("onCursor", {"index": 99}),
        ]
        assert await refused(recorder.move_cursor(without, 5)) == "no_cursor"
        assert await refused(recorder.move_cursor(node, 100)) == "item_unknown"


async def test_the_empty_place_is_seen_while_there_is_nothing() -> None:
    empty = el("Slot", el("Text", "nothing"), name="empty")
    async with screen(flat(empty, count=0), flat(empty, *items(0, 0), count=1)) as p:
        assert len(p.recorder.find_all(role="text", text="nothing")) == 1


COLUMNS = [{"key": "name", "title": "Name", "sortable": True, "editable": True}, {"key": "size"}]


def table(**props: Any) -> Any:
    cells: list[list[Any]] = [["a", 1], [{"text": "b", "color": "error"}, 2.5], [None, True]]
    rows = [el("TableRow", index=index, cells=row) for index, row in enumerate(cells)]
    listeners = dict.fromkeys(
        ("onCursor", "onItemPress", "onCellCursor", "onCellPress", "onEdit", "onSort", "onRange"), True
    )
    return el("Table", *rows, columns=COLUMNS, count=50, **listeners, **props)


async def test_rows_are_found_by_what_is_in_their_cells() -> None:
    async with screen(table()) as p:
        assert p.recorder.rows(p.recorder.find(role="grid")) == [["a", "1"], ["b", "2.5"], ["", "true"]]
        assert p.recorder.find(role="row", text="b 2.5").get("index") == 1


async def test_cells_are_pressed_and_edited_and_columns_sorted() -> None:
    async with screen(table(cursor="cell")) as p:
        recorder, node = p.recorder, p.recorder.find(role="grid")
        await recorder.press_cell(node, 1, "size")
        await recorder.edit_cell(node, 1, "name", "new")
        await recorder.sort(node, "name")
        await recorder.move_cursor(node, 2)
        brief = [(event, {k: v for k, v in payload.items() if k in ("index", "column", "value", "direction")})
                 for event, payload in heard(p)]  # fmt: skip
        assert brief == [
            ("onCursor", {"index": 1}),
            ("onCellCursor", {"index": 1, "column": "size"}),
            ("onCellPress", {"index": 1, "column": "size"}),
            ("onItemPress", {"index": 1}),
            ("onCellCursor", {"index": 1, "column": "name"}),
            ("onEdit", {"index": 1, "column": "name", "value": "new"}),
            ("onSort", {"column": "name", "direction": "ascending"}),
            ("onCursor", {"index": 2}),
            ("onCellCursor", {"index": 2, "column": "name"}),
        ]
        assert await refused(recorder.edit_cell(node, 1, "size", "x")) == "node_disabled"
        assert await refused(recorder.edit_cell(node, 9, "name", "x")) == "item_not_rendered"
        assert await refused(recorder.sort(node, "size")) == "node_disabled"
        assert await refused(recorder.press_cell(node, 1, "gone")) == "not_a_choice"


async def test_sorting_again_asks_for_the_other_order() -> None:
    async with screen(table(sortBy="name")) as p:
        await p.recorder.sort(p.recorder.find(role="grid"), "name")
        assert heard(p) == [("onSort", {"column": "name", "direction": "descending"})]


async def test_lines_of_a_tree_open_close_and_are_pressed() -> None:
    lines = [
        el("TreeItem", index=0, text="src", expandable=True, expanded=True),
        el("TreeItem", index=1, text="main.py", depth=1, last=True),
        el("TreeItem", index=2, text="docs", expandable=True, last=True),
    ]
    async with screen(el("Tree", *lines, count=3, onToggle=True, onItemPress=True, onCursor=True)) as p:
        recorder = p.recorder
        await recorder.toggle(recorder.find(text="src"))
        await recorder.toggle(recorder.find(text="docs"))
        await recorder.press(recorder.find(role="treeitem", text="main.py"))
        assert heard(p)[:3] == [
            ("onToggle", {"index": 0, "open": False}),
            ("onToggle", {"index": 2, "open": True}),
            ("onCursor", {"index": 1}),
        ]
        assert heard(p)[3][0] == "onItemPress"
        assert await refused(recorder.toggle(recorder.find(text="main.py"))) == "nothing_to_toggle"


async def test_methods_scroll_and_move_the_cursor_without_a_screen() -> None:
    asks = [
        RefCall(1, "scrollToIndex", [70], 1), RefCall(1, "moveCursor", [5], 2), RefCall(1, "scrollToEnd", [], 3),
        RefCall(1, "scrollTo", [{"y": 3}], 4),
    ]  # fmt: skip
    steps = [[batch(1, *operations(flat(*items(0, 9), cursor="item")))], [batch(2, *asks)]]
    async with pair(*steps, *[()] * 8) as p:
        await p.session.send_event("ask")
        await p.settled()
        assert heard(p) == [
            ("onRange", {"first": 65, "last": 74}),
            ("onCursor", {"index": 5}),
            ("onRange", {"first": 90, "last": 99}),
        ]


# -- drawings, charts, links


async def test_a_drawing_is_pressed_at_a_place() -> None:
    disc = {"kind": "circle", "id": "c", "x": 10, "y": 10, "radius": 3, "fill": "accent"}
    listeners = dict.fromkeys(("onPress", "onContextMenu", "onDrag", "onDragEnd"), True)
    async with screen(el("Shapes", shapes=[disc], **listeners)) as p:
        recorder, node = p.recorder, p.recorder.find(type="Shapes")
        await recorder.press_at(node, 10, 11)
        await recorder.press_at(node, 30, 4, button="second")
        await recorder.drag(node, (1, 1), (2, 1))
        told = [(event, payload["x"], payload["shape"], payload["screenY"]) for event, payload in heard(p)]
        assert told == [
            ("onPress", 10, "c", 5.5), ("onContextMenu", 30, None, 2), ("onDrag", 1, None, 0.5),
            ("onDrag", 2, None, 0.5), ("onDragEnd", 2, None, 0.5),
        ]  # fmt: skip
        assert await refused(recorder.press(node)) == "place_needed"


async def test_bars_and_links_are_pressed() -> None:
    chart = el("BarChart", bars=[{"label": "a", "value": 1}], label="Chart", onItemPress=True)
    link = el("Link", "docs", href="https://example.org", onPress=True)
    async with screen(chart, link) as p:
        await p.recorder.press_item(p.recorder.find(text="Chart"), 0)
        await p.recorder.press(p.recorder.find(role="link"))
        assert [(event, payload.get("index"), payload.get("href")) for event, payload in heard(p)] == [
            ("onItemPress", 0, None),
            ("onPress", None, "https://example.org"),
        ]
        assert await refused(p.recorder.press_item(p.recorder.find(text="Chart"), 1)) == "item_unknown"


# -- being attached later


async def test_a_recorder_that_comes_later_sees_the_same() -> None:
    async with screen(el("Modal", title="First"), el("Button", title="behind", onPress=True)) as p:
        later = Recorder()
        p.session.attach(later)
        button: Node = later.find(text="behind")
        assert await refused(later.press(button)) == "node_behind"
