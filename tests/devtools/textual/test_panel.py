from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button, Input

from rill.devtools.textual.panel import WIDE
from rill.devtools.textual.splitter import Splitter

from .opened import Opened, opened


def without_figures(lines: list[str]) -> list[str]:
    """Lines of turns without their times, which are never the same."""
    return [re.sub(r" +[\d.]+ ms +[\d,]+ B ", " ", line) for line in lines]


async def test_f12_opens_it_beside_the_guest_and_closes_it_and_it_leaves_the_focus_alone(tmp_path: Path) -> None:
    async with opened(tmp_path, open=False) as o:
        assert o.view.devtools is None
        button = o.view.adapter.widget_of(o.node("Button"))
        assert button is not None
        assert button.has_focus
        await o.keys("f12")
        assert "Components" in o.text
        assert button.has_focus
        assert o.panel.region.x == o.view.region.width // 2
        await o.keys("f12")
        assert "Components" not in o.text
        assert o.view.devtools is None


async def test_in_a_narrow_view_it_stands_below_and_a_person_may_choose(tmp_path: Path) -> None:
    async with opened(tmp_path, size=(WIDE - 1, 24)) as o:
        assert (o.panel.region.x, o.panel.region.y, o.panel.region.height) == (0, 12, 12)
        await o.pilot.click(".devtools-side")
        await o.settle()
        assert (o.panel.region.x, o.panel.region.y) == (WIDE - 1 - o.panel.region.width, 0)
        await o.pilot.resize_terminal(WIDE + 20, 24)
        await o.pilot.click(".devtools-side")
        await o.settle()
        assert o.panel.region.y == 12


async def test_it_is_made_larger_by_its_edge_and_by_keys(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        before = o.panel.region.width
        edge = o.panel.query_one(Splitter)
        await o.pilot.mouse_down(edge)
        await o.pilot.hover(o.app.screen, offset=(40, 10))
        await o.pilot.mouse_up(o.app.screen, offset=(40, 10))
        await o.settle()
        assert (before, o.panel.region.width) == (80, 120)
        o.panel.page.lines.focus()
        await o.keys("minus", "minus")
        assert o.panel.region.width == 104
        o.panel.action_resize(-200)
        await o.settle()
        assert o.panel.region.width == 24


async def test_the_live_tree_marks_what_the_last_batch_did(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        assert o.lines == [
            "  ▾ Column 1",
            '    ▸ Text "Saved 0 times" id="count" 2',
            '      TextInput "Name" 7',
            '      Button "Save" 6',
        ]
        await o.keys("enter")
        assert [line for line in o.lines if line.startswith("●")] == ['●   ▸ Text "Saved 1 times" id="count" 2']


async def test_it_begins_at_the_element_that_has_the_focus_and_says_all_of_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        node = o.node("Button")
        assert o.panel.chosen is node
        detail = "\n".join(o.detail)
        assert detail.startswith(
            'Button\n  node 6\n  role button\n  name "Save"\n  in Column 1\nOn the screen\n  size '
        )
        assert "  focus has it\n" in detail
        assert 'Props\n  title "Save"\n' in detail
        assert "Events\n  onPress listens\n  not heard " in detail


async def test_choosing_by_keys_marks_the_element_in_the_guest_and_closing_takes_the_mark_away(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        button = o.view.adapter.widget_of(o.node("Button"))
        text = o.view.adapter.widget_of(o.node("Text"))
        field = o.view.adapter.widget_of(o.node("TextInput"))
        assert button is not None
        assert text is not None
        assert field is not None
        assert button.has_class("rill-devtools-chosen")
        o.panel.page.lines.focus()
        await o.keys("up")
        assert (button.has_class("rill-devtools-chosen"), field.has_class("rill-devtools-chosen")) == (False, True)
        await o.keys("up", "right")
        assert text.has_class("rill-devtools-chosen")
        assert o.lines[2].strip() == '#text "Saved " 3'
        await o.keys("left", "left")
        assert o.panel.chosen is o.node("Column")
        await o.page(1)
        assert not o.view.query(".rill-devtools-chosen")
        await o.page(0)
        assert o.view.query(".rill-devtools-chosen")
        o.view.toggle_devtools()
        await o.settle()
        assert not o.view.query(".rill-devtools-chosen")


async def test_an_element_is_picked_with_the_pointer_and_the_guest_hears_nothing_of_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        field = o.view.adapter.widget_of(o.node("TextInput"))
        assert field is not None
        await o.page(3)
        assert await o.pilot.click(".devtools-pick")
        assert o.panel._is_picking
        turns = o.session.statistics().turns
        await o.pilot.hover(field)
        assert field.has_class("rill-devtools-pointed")
        await o.pilot.click(field)
        await o.settle()
        assert not o.panel._is_picking
        assert not field.has_class("rill-devtools-pointed")
        assert o.panel.chosen is o.node("TextInput")
        assert o.panel.page is o.panel.pages[0]
        assert o.session.statistics().turns == turns
        assert not field.has_focus


async def test_picking_is_called_off_by_escape_and_by_a_press_elsewhere(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        o.panel.page.lines.focus()
        await o.keys("s")
        assert o.panel._is_picking
        await o.keys("escape")
        assert not o.panel._is_picking
        chosen = o.panel.chosen
        await o.keys("s")
        await o.pilot.click(o.panel, offset=(5, 20))
        assert not o.panel._is_picking
        assert o.panel.chosen is chosen


async def test_one_look_says_what_a_press_did(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        await o.keys("enter")
        await o.page(1)
        assert without_figures(o.lines) == ['▸   2 press Button "Save"  1 PATCH  and 2 more said  7 nodes']
        detail = o.detail
        assert detail[0] == 'press Button "Save"'
        assert detail[2] == "  batch 2: 1 PATCH"
        assert re.fullmatch(r"  bytes [\d,]+ in, [\d,]+ out", detail[3])
        assert re.fullmatch(
            r"  time [\d.]+ ms: guest [\d.]+, decode [\d.]+, check [\d.]+, apply [\d.]+, show [\d.]+", detail[4]
        )
        assert detail[5:] == [
            "  nodes 7 after it",
            'PATCH 4 "0" -> "1" in 2 Text',
            r"LOG warn [bold]saved\x1b[31m[/bold] { count: 0 }",
            "MESSAGE saved {count: 0}",
        ]


async def test_the_bytes_and_times_are_those_of_the_session(tmp_path: Path) -> None:
    async with opened(tmp_path, open=False) as o:
        before = o.session.statistics()
        await o.keys("f12", "enter", "enter")
        recording = o.panel.recording
        assert recording is not None
        now = o.session.statistics()
        turns = list(recording.turns)
        assert [turn.turn for turn in turns] == [2, 3]
        assert sum(turn.outbox_bytes for turn in turns) == now.bytes_out - before.bytes_out
        assert sum(turn.message_bytes for turn in turns) == now.bytes_in - before.bytes_in
        assert sum(turn.guest_ms for turn in turns) == pytest.approx(now.turn_ms_total - before.turn_ms_total)


async def test_a_turn_opens_to_its_operations_and_stays_where_it_is(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        await o.keys("enter")
        await o.page(1)
        o.panel.page.lines.focus()
        await o.keys("right")
        assert o.panel.page.lines.cursor == 0
        assert [line.strip() for line in o.lines[1:]] == [
            'PATCH 4 "0" -> "1" in 2 Text',
            r"LOG warn [bold]saved\x1b[31m[/bold] { count: 0 }",
            "MESSAGE saved {count: 0}",
        ]
        await o.session.send_event("ADD")
        await o.settle()
        assert o.panel.page.lines.cursor == 0
        assert without_figures(o.lines)[4] == "▸   3 event ADD null  1 PATCH  7 nodes"
        await o.keys("down", "left", "left")
        assert len(o.lines) == 2


async def test_console_and_errors_with_the_author_s_line_and_nothing_in_them_is_markup(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        await o.keys("enter", "enter", "enter")
        assert o.session.state == "failed"
        await o.page(3)
        warning, message = r"warn    [bold]saved\x1b[31m[/bold] { count: 0 }", "message saved {count: 0}"
        assert [line.strip() for line in o.lines[:2]] == [f"2 {warning}", f"2 {message}"]
        assert warning in o.text
        await o.page(2)
        (line,) = o.lines
        assert re.fullmatch(r"fatal    \S*guest\.tsx:8:\d+ Error: three is \\x1b\[31mtoo\[/\] many", line)
        assert o.detail[:2] == ["Error (exception)", r"Error: three is \x1b[31mtoo[/] many"]
        assert o.detail[2].startswith("at guest.tsx:8:")
        assert "Errors 1" in o.text
        await o.page(1)
        assert "failed" in o.lines[-1]


async def test_a_restart_is_followed(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        await o.keys("enter", "enter", "enter")
        await o.view.restart()
        await o.settle()
        assert o.lines[1].strip() == '▸ Text "Saved 0 times" id="count" 2'
        await o.page(1)
        assert without_figures(o.lines)[-1] == "▸   1 start  1 TEMPLATE, 1 CLONE, 1 CREATE, 1 INSERT, 1 APPEND  7 nodes"


async def test_pause_clear_and_copy(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        await o.page(1)
        assert await o.pilot.click(".devtools-pause")
        await o.session.send_event("ADD")
        await o.settle()
        assert o.lines == []
        assert "missed" in str(o.panel.query_one(".devtools-pause", Button).label)
        assert await o.pilot.click(".devtools-pause")
        await o.session.send_event("ADD")
        await o.settle()
        assert len(o.lines) == 1
        assert await o.pilot.click(".devtools-copy")
        (copied,) = o.app.copied
        assert copied.startswith("event ADD null\n")
        assert copied.endswith('PATCH 4 "10" -> "20" in 2 Text')
        assert await o.pilot.click(".devtools-clear")
        await o.settle()
        assert o.lines == []
        assert await o.pilot.click(".devtools-close")
        await o.settle()
        assert o.view.devtools is None


async def test_search_goes_from_one_element_to_the_next_and_filters_logs(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        o.panel.page.lines.focus()
        await o.keys("slash", *"text")
        assert o.panel.chosen is o.node("Text")
        await o.keys("enter", "enter")
        assert o.panel.chosen is not None
        assert o.panel.chosen.text == "0"
        await o.keys("escape", "n", "n")
        assert o.panel.chosen is o.node("TextInput")
        for _ in range(2):
            await o.session.send_event("ADD")
        button = o.node("Button")
        o.session.tree.emit(button, "onPress", {"source": "key"})
        await o.page(3)
        assert o.lines == []
        search = o.panel.query_one(Input)
        search.value = "SAVED"
        await o.settle()
        assert len(o.lines) == 2
        await o.page(1)
        search.value = "press"
        await o.settle()
        assert without_figures(o.lines) == ['▸   4 press Button "Save"  1 PATCH  and 2 more said  7 nodes']


async def test_statistics_are_the_session_s_own(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        await o.keys("enter")
        await o.page(5)
        figures = dict(re.split(r" {2,}", line, maxsplit=1) for line in o.lines)
        statistics = o.session.statistics()
        assert figures["state"] == "running"
        assert figures["turns"] == str(statistics.turns) == "2"
        assert figures["nodes"] == str(statistics.receiver.nodes)
        assert figures["bytes out"] == f"{statistics.bytes_out:,}"
        assert figures["screen batches"] == str(o.view.statistics().batches)


async def test_what_its_own_controls_say_reaches_neither_application_nor_guest(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        turns = o.session.statistics().turns
        for name in ("pause", "pause", "clear", "copy", "side", "side"):
            assert await o.pilot.click(f".devtools-{name}")
        await o.keys("tab", "tab", "x")
        o.panel.query_one(Input).value = "x"
        for number in range(6):
            await o.page(number)
        assert o.app.heard == []
        assert o.session.statistics().turns == turns


async def test_pages_are_reached_by_number_keys_and_tabs_by_the_pointer(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        o.panel.page.lines.focus()
        for number in range(6):
            await o.keys(str(number + 1))
            assert o.panel.page is o.panel.pages[number]
            assert o.panel.page.lines.has_focus
        assert await o.pilot.click("#devtools-tab-1")
        await o.settle()
        assert o.panel.page is o.panel.pages[1]


async def test_a_view_whose_guest_is_not_open_yet_is_followed_once_it_is(tmp_path: Path) -> None:
    async with opened(tmp_path, open=False) as o:
        session, o.view._session = o.view._session, None
        o.view.toggle_devtools()
        await o.settle()
        assert o.panel.recording is None
        assert "not drawn anything yet" in o.text
        o.view._session = session
        await o.settle()
        assert o.lines[0].strip() == "▾ Column 1"


class Noting:
    """Takes every byte down that crosses between a session and its sandbox."""

    def __init__(self, sandbox: Any, notes: list[bytes]) -> None:
        self._sandbox = sandbox
        self._notes = notes

    def turn(self, message: bytes, deadline_ms: float) -> bytes:
        outbox: bytes = self._sandbox.turn(message, deadline_ms)
        self._notes += [message, outbox]
        return outbox

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sandbox, name)


async def use(o: Opened) -> None:
    """What a person does in the comparison, wherever the panel stands."""
    await o.keys("enter", "enter")
    await o.session.send_event("ADD", {"x": 1})
    await o.click(o.node("TextInput"))
    await o.keys(*"Ada")


async def test_with_devtools_open_the_guest_says_the_same_byte_for_byte(tmp_path: Path) -> None:
    said: list[list[bytes]] = []
    for is_open in (False, True):
        async with opened(tmp_path, open=False) as o:
            notes: list[bytes] = []
            o.session._guest.sandbox = Noting(o.session._guest.sandbox, notes)
            if is_open:
                await o.keys("f12")
            await use(o)
            if is_open:
                for number in range(6):
                    await o.page(number)
            said.append(notes)
    # Two presses, an event, three changes, and the end.
    assert len(said[0]) == 2 * 7
    assert said[0] == said[1]


async def test_closed_it_records_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        recording = o.panel.recording
        assert recording is not None
        o.view.toggle_devtools()
        await o.settle()
        assert not recording.is_open
        await o.keys("enter")
        assert len(recording.turns) == 0
        assert not any(o.session._listeners.has(name) for name in ("turn_begin", "batch_begin", "turn_end", "log"))


LARGE = """\
import { useState } from "react";
import { Button, Column, Text } from "rill/sdk";

export default function Large() {
  const [at, setAt] = useState(0);
  return (
    <Column>
      <Button title="Next" autoFocus onPress={() => setAt(at + 1)} />
      <Text numberOfLines={2}>
        {Array.from({ length: 1500 }, (_, row) => <Text key={row}>{row === at ? "here" : `row ${row}`}</Text>)}
      </Text>
    </Column>
  );
}
"""


async def test_of_a_large_tree_and_many_turns_it_makes_the_lines_on_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path, source=LARGE) as o:
        components = o.panel.pages[0]
        o.panel.page.lines.focus()
        components.tree_rows.set_all_open(o.session.tree.root, True)  # type: ignore[attr-defined]
        await o.settle()
        # One of them is the empty text where the guest's expression might have given one.
        assert components.count() == 3_004
        made: list[int] = []
        line = type(components).line

        def noting(page: Any, index: int) -> Any:
            made.append(index)
            return line(page, index)

        monkeypatch.setattr(type(components), "line", noting)
        await o.keys("end")
        assert len(made) < 4 * o.app.size.height
        recording = o.panel.recording
        assert recording is not None
        for _ in range(5):
            o.session.tree.emit(o.node("Button"), "onPress", {"source": "key"})
        await o.settle()
        assert recording.turns[-1].counts == {"PATCH": 2}
        assert len(recording.turns) == 5
