"""The spreadsheet of the seventh task by itself: its formulas, what a change recomputes, and circles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from rill import Engine, Session
from rill.host.recorder import Recorder

GUEST = Path(__file__).with_name("spreadsheet_guest.tsx")


class Sheet:
    """A spreadsheet in a sandbox."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._answers: list[Any] = []
        session.on("message", lambda _name, payload: self._answers.append(payload))

    async def _ask(self, event: str, payload: dict[str, str]) -> Any:
        await self._session.send_event(event, payload)
        await self._session.idle()
        return self._answers.pop()

    async def write(self, key: str, text: str) -> tuple[list[str], list[str]]:
        """Write a cell: the cells that were evaluated, in order, and those that changed."""
        answer = await self._ask("WRITE", {"key": key, "text": text})
        return answer["evaluated"], answer["changed"]

    async def shown(self, key: str) -> str:
        return str((await self._ask("READ", {"key": key}))["shown"])

    async def fault(self, key: str) -> str:
        return str((await self._ask("READ", {"key": key}))["fault"])


@pytest.fixture
async def sheet() -> AsyncIterator[Sheet]:
    async with Engine() as engine:
        bundle = await engine.load_bundle(GUEST)
        async with engine.open(bundle, adapter=Recorder()) as session:
            yield Sheet(session)


async def test_formulas_and_their_values(sheet: Sheet) -> None:
    await sheet.write("B0", "2")
    await sheet.write("B1", " 3.5 ")
    await sheet.write("B2", "words")
    for formula, shown in {
        "=1+2*3": "7",
        "=(1+2)*3": "9",
        "=-2^2": "-4",
        "=2^3^2": "512",
        "=10/4 - -1": "3.5",
        "=.5+1.": "1.5",
        "=0.1+0.2": "0.3",
        "=B0*b1": "7",
        "=C9": "0",
        "=B2": "words",
        "=sum(B0:B9)": "5.5",
        "=SUM(B0, B1; 10)": "15.5",
        "=avg(B1:B0)": "2.75",
        "=min(B0:B2)+max(B0:B2)": "5.5",
        "=count(A5:Z9)": "0",
        "=prod(B0:B1)": "7",
        "=add(1,2)": "3",
        "=sub(5,B0)": "3",
        "=mul(3,4)": "12",
        "=div(1,4)": "0.25",
        "=mod(-1,3)": "2",
    }.items():
        await sheet.write("A0", formula)
        assert await sheet.shown("A0") == shown, formula


async def test_what_is_no_formula_is_a_number_or_words(sheet: Sheet) -> None:
    for text, shown in {"12": "12", "-1.50": "-1.5", "1e3": "1e3", "a = b": "a = b", "": "", " =1": "=1"}.items():
        await sheet.write("A0", text)
        assert await sheet.shown("A0") == shown, text


async def test_mistakes_are_named_in_the_cell(sheet: Sheet) -> None:
    await sheet.write("B0", "words")
    for formula, shown, fault in [
        ("=", "#SYNTAX", "something is missing at the end"),
        ("=1+", "#SYNTAX", "something is missing at the end"),
        ("=(1", "#SYNTAX", "')' is missing at the end"),
        ("=1 2", "#SYNTAX", "'2' is not expected there"),
        ("=" + "(" * 60 + "1" + ")" * 60, "#SYNTAX", "it is nested too deeply"),
        ("=A100", "#NAME", "'A100' is no cell; they are A0 to Z99"),
        ("=AA1", "#NAME", "'AA1' is no cell; they are A0 to Z99"),
        ("=constructor(1)", "#NAME", "there is no function 'constructor'"),
        ("=1/0", "#DIV/0", "something is divided by 0"),
        ("=avg(C0:C9)", "#DIV/0", "something is divided by 0"),
        ("=B0+1", "#VALUE", "B0 holds words"),
        ("=B0:B1", "#VALUE", "a range belongs into a function"),
        ("=sub(1)", "#VALUE", "the function takes two numbers"),
        ("=10^400", "#VALUE", "the number is too large, or none"),
    ]:
        await sheet.write("A0", formula)
        assert await sheet.shown("A0") == shown, formula
        assert (await sheet.fault("A0")).startswith(fault), formula


async def test_only_what_depends_is_evaluated_and_in_order(sheet: Sheet) -> None:
    await sheet.write("A0", "1")
    await sheet.write("D0", "=B0+C0")
    await sheet.write("C0", "=A0*2")
    await sheet.write("B0", "=A0+1")
    await sheet.write("E0", "=7")
    # D0 waits for both of its cells and is evaluated once; E0 reads nothing of it.
    evaluated, changed = await sheet.write("A0", "5")
    assert sorted(evaluated[1:3]) == ["B0", "C0"]
    assert [evaluated[0], *evaluated[3:]] == ["A0", "D0"]
    assert sorted(changed) == ["A0", "B0", "C0", "D0"]
    assert await sheet.shown("D0") == "16"


async def test_what_did_not_change_is_not_passed_on(sheet: Sheet) -> None:
    await sheet.write("A0", "1")
    await sheet.write("B0", "=A0*0")
    await sheet.write("C0", "=B0+1")
    assert await sheet.write("A0", "2") == (["A0", "B0"], ["A0"])
    # The same value written otherwise changes nothing at all.
    assert await sheet.write("A0", "2.0") == (["A0"], [])


async def test_a_range_depends_on_each_of_its_cells(sheet: Sheet) -> None:
    await sheet.write("Z99", "=sum(A0:B9)")
    assert (await sheet.write("B9", "4"))[1] == ["B9", "Z99"]
    assert (await sheet.write("C0", "4"))[0] == ["C0"]
    await sheet.write("Z99", "5")
    assert (await sheet.write("B9", "1"))[0] == ["B9"]


async def test_a_circle_is_an_error_in_all_of_its_cells_and_ends_when_it_is_broken(sheet: Sheet) -> None:
    await sheet.write("A0", "=A0")
    assert await sheet.shown("A0") == "#CYCLE"
    await sheet.write("A0", "=B0+1")
    await sheet.write("B0", "=C0+1")
    await sheet.write("D0", "=A0*10")
    await sheet.write("C0", "=A0+1")
    assert [await sheet.shown(key) for key in ("A0", "B0", "C0", "D0")] == ["#CYCLE"] * 4
    assert await sheet.fault("A0") == "it reads itself, or a cell that does"
    # Written elsewhere, a circle stays as it is.
    assert await sheet.write("E0", "1") == (["E0"], ["E0"])
    evaluated, _ = await sheet.write("C0", "1")
    assert evaluated == ["C0", "B0", "A0", "D0"]
    assert [await sheet.shown(key) for key in ("A0", "B0", "C0", "D0")] == ["3", "2", "1", "30"]


async def test_a_long_chain_settles_in_one_turn(sheet: Sheet) -> None:
    await sheet.write("A0", "1")
    for row in range(1, 100):
        await sheet.write(f"A{row}", f"=A{row - 1}+1")
    evaluated, changed = await sheet.write("A0", "2")
    assert evaluated == changed == [f"A{row}" for row in range(100)]
    assert await sheet.shown("A99") == "101"
