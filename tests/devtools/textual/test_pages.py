from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from screens import SnapshotFile

from rill.devtools import recording as recording_module
from rill.devtools.textual.pages import DETAIL_LINES_MAX, OperationsPage
from rill.protocol.errors import HostError

from .opened import Opened, opened

snapshots = SnapshotFile(__file__)

ROWS = """\
import { useState } from "react";
import { Button, Column, Row, Text } from "rill/sdk";

// Elements with spread props are no templates: each is operations of its own.
const props = {};

export default function Rows({ count = 0 }: { count?: number }) {
  const [rows, setRows] = useState<number[]>([]);
  return (
    <Column>
      <Button title="Fill" autoFocus onPress={() => setRows(rows.length ? [] : [...Array(count).keys()])} />
      {rows.map((row) => <Row key={row} {...props}><Text {...props}>row {row}</Text></Row>)}
    </Column>
  );
}
"""


async def test_the_page_of_components(tmp_path: Path) -> None:
    async with opened(tmp_path, size=(120, 24)) as o:
        await o.keys("enter")
        snapshots.check_screen("components, 120 by 24", o.app)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_the_page_of_components_below_a_narrow_guest(tmp_path: Path, theme: str) -> None:
    async with opened(tmp_path, size=(80, 24)) as o:
        o.app.theme = theme
        await o.settle()
        # A theme changes colours and nothing else.
        snapshots.check_screen("components, 80 by 24", o.app)


async def test_a_batch_that_is_longer_than_what_is_said_of_it_opens_to_all_of_it(tmp_path: Path) -> None:
    async with opened(tmp_path, source=ROWS, props={"count": 100}) as o:
        await o.keys("enter")
        await o.page(1)
        assert o.lines[0].endswith('press Button "Fill"  400 CREATE, 400 APPEND  402 nodes')
        assert len(o.detail) == DETAIL_LINES_MAX
        assert o.detail[-1].endswith("more; open the line to see them all")
        recording = o.panel.recording
        assert recording is not None
        o.panel.page.lines.focus()
        await o.keys("right")
        assert len(o.lines) == 1 + recording.turns[0].operation_count


async def test_of_a_turn_that_is_too_old_the_line_stays(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(recording_module, "OUTBOX_BYTES_MAX", 100)
    async with opened(tmp_path) as o:
        await o.keys("enter")
        await o.page(1)
        o.panel.page.lines.focus()
        await o.keys("right", "down")
        await o.session.send_event("ADD")
        await o.settle()
        assert o.lines[1].strip() == "too old: only its line was kept"
        assert o.detail[0] == "too old: only its line was kept"


async def test_a_turn_under_way_is_shown_as_such(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        recording = o.panel.recording
        assert recording is not None
        await o.keys("enter")
        recording.turns[-1].ended = False
        await o.page(1)
        assert o.lines[0].split()[1:3] == ["2", "runs"]
        page = o.panel.page
        assert isinstance(page, OperationsPage)


def style_lines(o: Opened) -> list[str]:
    return [line.strip() for line in o.lines]


async def test_what_the_terminal_cannot_show_leads_to_its_element(tmp_path: Path, monkeypatch: Any) -> None:
    async with opened(tmp_path) as o:
        node = o.node("Button")
        o.view.adapter.diagnose(node, "a \x1b[31mstyle[/] that no terminal has")
        await o.page(4)
        assert style_lines(o) == [r"Button 6 a \x1b[31mstyle[/] that no terminal has"]
        assert "Style 1" in o.text
        o.panel.page.lines.focus()
        await o.keys("down", "enter")
        assert o.panel.page is o.panel.pages[0]
        assert o.panel.chosen is node


async def test_errors_of_the_application_are_there_too(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        recording = o.panel.recording
        assert recording is not None
        recording.add_error("host", HostError("no view", code="view_missing", path="StepList"))
        await o.page(2)
        assert o.lines == ["host     StepList no view"]
        assert o.detail[:3] == ["HostError (view_missing)", "no view", "at StepList"]


async def test_what_a_page_says_where_there_is_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as o:
        for number, words in ((1, "No turn yet"), (2, "No errors"), (3, "console is empty"), (4, "Nothing that")):
            await o.page(number)
            assert words in o.text


async def test_an_element_that_is_gone_is_chosen_no_more_and_the_cursor_stays_near(tmp_path: Path) -> None:
    async with opened(tmp_path, source=ROWS, props={"count": 3}) as o:
        await o.keys("enter")
        row = next(node for node in o.session.tree.root.walk() if node.type == "Row")
        o.panel._show_node(row)
        await o.settle()
        assert o.panel.chosen is row
        o.session.tree.emit(o.node("Button"), "onPress", {"source": "key"})
        await o.settle()
        assert not row.alive
        assert o.panel.chosen is o.node("Button")


async def test_long_strings_of_a_guest_are_said_in_part(tmp_path: Path) -> None:
    source = """
import { Column, Text } from "rill/sdk";
const style = Object.fromEntries(["color"].map((name) => [name, "primary"]));
export default function Long() {
  return <Column id={"x".repeat(60_000)} label={"y".repeat(60_000)} hint={"z".repeat(60_000)} style={style}>
    {Array.from({ length: 3 }, (_, n) => <Text key={n}>{"w".repeat(60_000)}</Text>)}
  </Column>;
}
"""
    async with opened(tmp_path, source=source) as o:
        o.panel._show_node(o.node("Column"))
        await o.settle()
        assert sum(map(len, o.detail)) < 21_000
        assert all(len(line) < 200 for line in o.lines)
