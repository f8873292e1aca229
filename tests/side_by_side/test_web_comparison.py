"""The web comparison itself, without a peer: its clients read pages and protocols, its load generator keeps its times,
its page is as its record says. The guests of Rill are pressed for real; nothing is timed here."""

from __future__ import annotations

from pathlib import Path

from benchmarks.web import page
from benchmarks.web.clients import RillClient, _joined, buttons_of
from benchmarks.web.contenders import PEERS, Server, build_bundles, versions
from benchmarks.web.load import at, press_all
from benchmarks.web.peers.rows import label_of, made, updated
from benchmarks.web.record import Record

ROOT = Path(__file__).resolve().parents[2]


def test_buttons_are_found_by_their_words() -> None:
    text = """<div data-r="1"><hr><button data-r="5">Add <b>one</b></button><button>none</button>
    <div data-r="40" data-t="2"><i data-i="1"><button data-i="2">Remove</button></i></div></div>
    <template><div data-t="2"><button data-i="2">Other</button></div></template>"""
    assert buttons_of(text) == {"Add one": 5, "Remove": 42}


def test_a_body_is_put_together_from_its_chunks() -> None:
    assert _joined(b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n") == b"hello world"


def test_peers_have_the_rows_of_the_guests() -> None:
    """As examples/table/rows.ts makes them."""
    assert [label_of(number) for number in (1, 2, 1_000)] == [
        "important green car", "small pink burger", "quaint purple car",
    ]  # fmt: skip
    assert [number for number, _ in made(3)] == [1, 2, 3]
    changed = updated(made(20))
    assert [at for at, (_, label) in enumerate(changed) if label.endswith(" !!!")] == [0, 10]


def test_a_share_of_samples_is_found() -> None:
    assert at([1.0, 2.0, 3.0, 4.0], 0.5) == 3.0
    assert at([1.0], 0.99) == 1.0


def test_versions_of_peers_are_pinned() -> None:
    assert set(versions()) == set(PEERS)


def test_the_page_is_as_its_record_says() -> None:
    text = page.PAGE.read_text("utf-8")
    assert page.filled(text, Record.from_json(page.RECORD.read_text("utf-8"))) == text


def test_goals_say_what_is_met_and_what_is_missed() -> None:
    record = Record(times={"rill solid": {"counter": [0.0002], "create 1k": [0.030]}}, hop=[0.00005])
    text = page.goals(record)
    assert "| counter, click to patch, Rill, Solid | 0.3 ms | 0.2 ms | met |" in text
    assert "| the same without the thread hop | 0.3 ms | 0.15 ms | met |" in text
    assert "| create 1k rows | 15 ms | 30 ms | missed by 100% |" in text


async def test_guests_of_rill_are_pressed_by_their_protocol(tmp_path: Path) -> None:
    build_bundles(tmp_path)
    with Server("rill", tmp_path) as server:
        async with RillClient(f"{server.origin}/table") as client:
            await client.press("create 1k")
            assert client.rows_made() == 1_000
            await client.press("update")
            assert client.seen.count("!!!") == 100
        async with RillClient(f"{server.origin}/counter-react") as client:
            for _ in range(3):
                await client.press("Add one")
            assert '"3"' in client.seen
        found = await press_all(f"{server.origin}/counter", sessions=3, seconds=3)
        assert found["presses"] == 3
        private = server.ask()["private"]
        assert isinstance(private, int)
