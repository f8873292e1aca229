"""The comparison itself: every guest of Rill ends with the right table, with exactly as many operations and bytes as it
may take; figures become tables and charts; what is missing on a machine is said.

How: the plan and the driver are those of the benchmark. Nothing is timed here, and no peer runs: Node is not asked for.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks.side_by_side import __main__, contenders, page, tables
from benchmarks.side_by_side.chart import Series, bars
from benchmarks.side_by_side.contenders import ONCE, PEERS, find_bun, find_node, rill
from benchmarks.side_by_side.figures import Figures, Memory, Operation
from benchmarks.side_by_side.replay import encode_ms
from benchmarks.side_by_side.rill_guests import GUESTS, build, operations_bytes, run
from rill.sandbox import open_provider

ROOT = Path(__file__).resolve().parents[2]

# Operations of one batch, and the bytes of their array, on one table of a new session; the goals are 35,000, 2,900, 24,
# 24, 8 and 8 bytes. A figure that changes is a decision.
COMPONENTS = {
    "create 1k": (2, 28_039),
    "update every 10th of 1k": (100, 2_874),
    "select in 1k": (2, 17),
    "swap in 1k": (2, 15),
    "remove from 1k": (1, 6),
    "append 1k to 1k": (1, 29_025),
    "replace 1k": (2, 29_025),
    "clear 1k": (1, 4),
}
HTML = {
    "create 1k": (2, 23_056),
    "update every 10th of 1k": (100, 2_774),
    "select in 1k": (2, 30),
    "swap in 1k": (2, 15),
    "remove from 1k": (1, 6),
    "append 1k to 1k": (1, 24_010),
    "replace 1k": (2, 24_010),
    "clear 1k": (1, 4),
}
COUNTS = {"solid": COMPONENTS, "react": COMPONENTS, "preact": HTML}


@pytest.fixture(scope="module")
def plan() -> list[Mapping[str, Any]]:
    """Every operation once."""
    steps: list[Mapping[str, Any]] = json.loads(ONCE.steps(large=False))
    return steps


def carry_out(name: str, provider: str, steps: list[Mapping[str, Any]]) -> Figures:
    async def whole() -> Figures:
        return await run(name, provider, await build(name), steps)

    return asyncio.run(whole())


@pytest.mark.parametrize(
    "name", [name if name in COUNTS else pytest.param(name, marks=pytest.mark.slow) for name in GUESTS]
)
def test_a_guest_ends_with_the_right_table_in_exactly_so_many_operations_and_bytes(
    name: str, plan: list[Mapping[str, Any]]
) -> None:
    figures = carry_out(name, "wasm", plan)
    assert len(figures.operations) == 8
    for operation in figures.operations.values():
        assert list(operation.parts_ms) == ["guest", "decode", "check", "apply", "encode"]
    assert figures.memory["1,000 rows"].heap > figures.memory["no rows"].heap
    found = {operation: (each.records, each.wire_bytes) for operation, each in figures.operations.items()}
    assert found == COUNTS.get(name, found)


@pytest.mark.parametrize("provider", ["quickjs", "v8"])
def test_providers_without_the_bridge_write_the_same_operations(provider: str, plan: list[Mapping[str, Any]]) -> None:
    figures = carry_out("solid", provider, plan)
    found = {operation: (each.records, each.wire_bytes) for operation, each in figures.operations.items()}
    assert found == COUNTS["solid"]


def test_a_table_that_is_another_ends_the_run(plan: list[Mapping[str, Any]]) -> None:
    wrong = [{**step, "digest": "0"} if step["act"] == "check" else step for step in plan]
    with pytest.raises(SystemExit, match="solid wasm: the table is another after 'remove from 1k'"):
        carry_out("solid", "wasm", wrong)


def test_a_count_that_is_another_ends_the_run(plan: list[Mapping[str, Any]]) -> None:
    first = next(step for step in plan if step["act"] == "press" and step["target"] == "create 1k")
    with pytest.raises(SystemExit, match="1000 rows, expected 7"):
        carry_out("solid", "wasm", [{**first, "expect": {"count": 7, "probes": []}}])


def test_the_bytes_of_the_operations_are_counted_without_what_is_around_them() -> None:
    assert operations_bytes(b"\x90") == 0
    # One batch [1, 1, 7, [[14, 2]]].
    assert operations_bytes(b"\x91\x94\x01\x01\x07\x91\x92\x0e\x02") == 4


def test_a_batch_is_written_once_more_by_a_guest_that_does_nothing_else() -> None:
    provider = open_provider("wasm")
    try:
        assert encode_ms(provider, b"\x90") == 0.0
        assert encode_ms(provider, b"\x91\x94\x01\x01\x07\x91\x92\x0e\x02") >= 0.0
    finally:
        provider.close()


# ---- tables and charts ----


def figures_of(name: str, ms: float, direct: float | None = None, parts: dict[str, float] | None = None) -> Figures:
    operations = {
        "create 1k": Operation(
            samples_ms=[ms, ms * 2, ms * 9],
            processor_ms=[ms, ms, ms],
            direct_ms=[] if direct is None else [direct],
            rest_ms=[1.0, 2.0],
            records=1,
            wire_bytes=30_000,
            parts_ms=parts or {},
        ),
        "create 10k": Operation([ms * 10], [ms], records=1, wire_bytes=300_000),
    }
    return Figures(name, operations, {"no rows": Memory(80_000_000, 50_000_000, 900_000)})


def record() -> page.Record:
    parts = {"guest": 5.0, "decode": 0.2, "check": 0.1, "apply": 0.3, "encode": 0.09}
    runs = {"solid wasm": figures_of("solid wasm", 4, 7.5, parts), "remote-dom-preact": figures_of("r", 80)}
    titles = {"solid wasm": "Rill Solid, wasm", "remote-dom-preact": "remote-dom, Preact"}
    return page.Record({"processor": "a fast one"}, titles, runs)


def test_times_are_medians_of_three_digits() -> None:
    found = page.sections(record())
    assert found["times wasm"].splitlines() == [
        "|  | Rill Solid, wasm | remote-dom, Preact |",
        "|---|---|---|",
        "| create 1k | 8.00 | 160 |",
        "| create 10k | 40.0 | 800 |",
    ]
    assert [tables.milliseconds(value) for value in (0.01234, 0.5, 9.94, 10, 99.4, 1234.5)] == [
        "0.012",
        "0.50",
        "9.94",
        "10.0",
        "99.4",
        "1,234",
    ]


def test_a_turn_is_split_and_what_is_left_is_the_way_there_and_back() -> None:
    *_, line = page.sections(record())["split wasm"].splitlines()
    assert line == "| Rill Solid, wasm | create 1k | 5.00 | 0.090 | 0.20 | 0.10 | 0.30 | 0.50 | 1.50 |"


def test_goals_stand_beside_what_was_measured() -> None:
    lines = page.sections(record())["goals"].splitlines()
    assert lines[2] == "| create 1k | 8 | 4.00 | 8.00 | 7.50 | 80.0 | 160 | 20x | 20.0x | 20.0x |"
    assert lines[3] == "| create 10k | 90 | 4.00 | 40.0 | 40.0 | 80.0 | 800 | 40x | 20.0x | 20.0x |"


def test_sizes_and_memory_have_their_units() -> None:
    found = page.sections(record())
    assert "| create 1k | 30,000 B in 1 | 30,000 B in 1 |" in found["sizes"]
    assert "| Rill Solid, wasm | 80 / 50 | 0.9 |" in found["memory"]


def test_a_record_is_read_as_it_was_written() -> None:
    assert page.Record.from_json(record().to_json()) == record()


def test_rounds_of_one_contender_are_one_row() -> None:
    one, other = figures_of("a", 4), figures_of("a", 6)
    one.add(other)
    assert one.operations["create 1k"].samples_ms == [4, 8, 36, 6, 12, 54]


def test_the_page_keeps_the_words_around_the_marks() -> None:
    text = "# Title\n<!-- times wasm -->\nold\n<!-- end times wasm -->\nwords\n"
    filled = page.filled(text, record())
    assert filled.startswith("# Title\n<!-- times wasm -->\n\n|  | Rill Solid")
    assert filled.endswith("|\n\n<!-- end times wasm -->\nwords\n")
    assert "old" not in filled
    assert page.filled(filled, record()) == filled


def test_a_chart_has_a_bar_a_value_and_a_legend_for_everything_on_a_scale_of_powers_of_ten() -> None:
    text = bars(
        "A < B", ["one", "two"], [Series("x & y", "#123456", [1, 10]), Series("z", "#654321", [100, None])], "ms"
    )
    root = ElementTree.fromstring(text)
    name = "{http://www.w3.org/2000/svg}"
    widths = [float(bar.get("width", "")) for bar in root.iter(f"{name}rect") if bar.find(f"{name}title") is not None]
    # From 1 to 100: 1 is at the foot, where a line of one pixel shows it, 10 in the middle, 100 at the end.
    assert widths == [1.0, 560.0, 280.0]
    texts = [node.text for node in root.iter(f"{name}text")]
    assert texts[0] == "A < B"
    assert {"x & y", "z", "one", "two", "1 ms", "10 ms", "100 ms"} <= set(texts)
    width, height = float(root.get("width", "")), float(root.get("height", ""))
    for node in root.iter():
        for axis, limit in (("x", width), ("y", height), ("x1", width), ("y2", height)):
            assert 0 <= float(node.get(axis, "0")) <= limit


def test_charts_are_drawn_of_a_thousand_and_of_ten_thousand_rows() -> None:
    drawn = page.charts(record())
    assert list(drawn) == ["times-1k.svg", "times-10k.svg"]
    assert "Rill Solid, wasm" in drawn["times-1k.svg"]


def test_the_page_and_its_charts_are_those_of_the_record() -> None:
    recorded = page.Record.from_json(page.RECORD.read_text("utf-8"))
    text = page.PAGE.read_text("utf-8")
    assert page.filled(text, recorded) == text
    for name, drawn in page.charts(recorded).items():
        assert (page.FOLDER / name).read_text("utf-8") == drawn
    for name in page.sections(recorded):
        assert f"<!-- {name} -->" in text


# ---- what is missing ----


def test_without_node_the_peers_are_left_out_and_a_message_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    # The tests that follow keep both cores.
    monkeypatch.setattr(__main__, "pin", lambda: None)
    with pytest.raises(SystemExit, match="no node on the path; the peers run in Node 20 or newer: remote-dom and the"):
        find_node()
    __main__.main(["--quick", "--only", "nothing of this name"])
    said = capsys.readouterr()
    assert "no node on the path" in said.err
    assert "nothing to compare with" in said.out


def test_a_page_without_peers_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="no node on the path"):
        __main__.main(["--write"])


def test_an_old_node_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/old/node")
    monkeypatch.setattr(contenders, "node_version", lambda node: "v18.20.4")
    with pytest.raises(SystemExit, match=r"/old/node is v18\.20\.4; the peers run in Node 20"):
        find_node()


def test_a_contender_that_fails_says_what_it_said() -> None:
    failing = contenders.Contender("failing", "", (find_bun(), "-e", "console.error('no rows here'); process.exit(3)"))
    with pytest.raises(SystemExit, match="no rows here\nfailing failed with exit code 3"):
        failing.run(b"[]")


def test_solid_react_and_preact_take_part_on_every_provider_and_all_others_on_the_default_one() -> None:
    names = {one.name for one in rill()}
    assert {f"{guest} {provider}" for guest in COUNTS for provider in ("wasm", "quickjs", "v8")} <= names
    assert {f"{guest} wasm" for guest in GUESTS} <= names
    for guest in GUESTS.values():
        assert (ROOT / "benchmarks" / "guests" / guest.source).is_file()


def test_the_peers_are_pinned_and_their_lock_names_no_registry() -> None:
    dependencies = json.loads((PEERS / "package.json").read_text("utf-8"))["dependencies"]
    lock = (PEERS / "bun.lock").read_text("utf-8")
    for name, version in dependencies.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert f'"{name}@{version}"' in lock
    assert "http" not in lock


def test_what_the_peers_are_built_into_is_not_version_controlled() -> None:
    ignored = subprocess.run(
        [
            "git",
            "check-ignore",
            "benchmarks/side_by_side/peers/.build/host.js",
            "benchmarks/side_by_side/peers/node_modules/x",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert len(ignored.stdout.splitlines()) == 2
