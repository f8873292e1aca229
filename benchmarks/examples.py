"""Guests beside the same screens in plain Textual: ``python -m benchmarks.examples``.

A key goes down, and the time is taken until the frame that shows what it did is painted (without a terminal: to a
driver that throws the bytes away). Both sides run one after the other in one process, so their ratio counts, not the
figures.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult
from textual.events import Key
from textual.pilot import Pilot

from benchmarks.plain.cells import Cells
from benchmarks.plain.crud import Crud
from benchmarks.plain.mail import Mail, Message
from benchmarks.report import Report
from rill import Bundle, Engine
from rill.host.textual import GuestView

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PEOPLE = 1_000
MESSAGES = 1_855
CHAIN = 20
SIZE = (160, 40)
WAIT_S = 20
# Both sides show the message from about here on.
READER_COLUMN = 100


@dataclass(frozen=True, slots=True)
class Step:
    """Keys that lead somewhere, the key that is measured, and how a screen tells that it was carried out."""

    key: str
    done: Callable[[list[str], list[str]], bool]
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """A guest or a plain application, and what somebody does in it."""

    make: Callable[[], App[Any]]
    steps: Sequence[Step]
    # Words that are seen once it is ready, and keys before anything is measured.
    ready: str
    before: tuple[str, ...] = ()


class _Guest(App[None]):
    """An application that is nothing but a guest."""

    def __init__(self, engine: Engine, bundle: Bundle, props: dict[str, Any]) -> None:
        super().__init__()
        self.view = GuestView(engine, bundle, props=props)

    def compose(self) -> ComposeResult:
        yield self.view


class _Watched:
    """An application whose painted frames are waited for."""

    def __init__(self, app: App[Any], pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot
        self.frames = 0
        self._painted = asyncio.Event()
        self._painted_at = 0.0
        display = app._display

        def displayed(screen: Any, renderable: Any) -> None:
            display(screen, renderable)
            if not app._batch_count:
                self.frames += 1
                self._painted_at = time.perf_counter()
                self._painted.set()

        app._display = displayed  # type: ignore[method-assign]

    @property
    def lines(self) -> list[str]:
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    async def press(self, step: Step) -> float:
        """Seconds from the key to the first frame that shows what it did."""
        if step.first:
            await self.pilot.press(*step.first)
            await self.settle()
        before = self.lines
        character = {"enter": "\r", "space": " "}.get(step.key, step.key if len(step.key) == 1 else None)
        started = time.perf_counter()
        self.app.post_message(Key(step.key, character))
        async with asyncio.timeout(WAIT_S):
            while True:
                await self._painted.wait()
                self._painted.clear()
                painted_at = self._painted_at
                if step.done(before, self.lines):
                    return painted_at - started

    async def settle(self) -> None:
        """Wait until nothing moves any more, so that one step is not paid by the next."""
        for _ in range(3):
            await self.pilot.pause()
        self._painted.clear()


async def _measure(side: Side) -> tuple[list[float], float]:
    """The seconds of each step, and how many frames a step took."""
    app = side.make()
    app.animation_level = "none"
    async with app.run_test(size=SIZE) as pilot:
        watched = _Watched(app, pilot)
        async with asyncio.timeout(WAIT_S):
            while not any(side.ready in line for line in watched.lines):
                await pilot.pause(0.01)
        await pilot.press(*side.before)
        await watched.settle()
        seconds, frames = [], 0
        for step in side.steps:
            first = watched.frames
            seconds.append(await watched.press(step))
            await watched.settle()
            frames += watched.frames - first
        return seconds, frames / len(side.steps)


def _shows(words: str) -> Callable[[list[str], list[str]], bool]:
    return lambda _before, now: any(words in line for line in now)


def _hides(words: str) -> Callable[[list[str], list[str]], bool]:
    return lambda _before, now: not any(words in line for line in now)


def _changed_right_of(column: int) -> Callable[[list[str], list[str]], bool]:
    return lambda before, now: any(
        old[column:] != new[column:] for old, new in zip(before[2:-2], now[2:-2], strict=True)
    )


def _counts_anew(before: list[str], now: list[str]) -> bool:
    """Whether the line on the bottom, which counts the messages, is another one."""
    return before[-1][:30] != now[-1][:30]


def _edits(first: tuple[str, ...]) -> list[Step]:
    """Write a digit behind what is in the first cell, some times, and take it over."""
    steps, number = [], "1"
    for digit in "12345":
        number += digit
        steps.append(
            Step("enter", _shows(f" {int(number) + CHAIN - 1} "), (*(first if len(number) > 2 else ()), "enter", digit))
        )
    return steps


async def main() -> None:
    """Run every screen on both sides, several times, and print the table."""
    report = Report("guests beside plain Textual", sys.argv[1:])
    rounds = 1 if report.quick else 5
    names = [(f"Name {index}", f"{'AB'[index % 2]}surname {index}") for index in range(PEOPLE)]
    people = [{"name": name, "surname": surname} for name, surname in names]
    cells = {"A0": "1", **{f"A{row}": f"=A{row - 1}+1" for row in range(1, CHAIN)}}
    messages = [
        Message(f"Sender {index}", f"Subject {index}", "1 Jan 12:00", index % 2 == 0, f"Hello\n\n- {index}\n- two\n")
        for index in range(MESSAGES)
    ]

    async with Engine() as engine:
        bundles = {
            name: await engine.load_bundle(EXAMPLES / name)
            for name in ("sevenguis/crud.tsx", "sevenguis/cells.tsx", "mail/mail.tsx")
        }

        def guest(name: str, **props: Any) -> Callable[[], App[Any]]:
            return lambda: _Guest(engine, bundles[name], props)

        filtering = [Step("b", _hides("Asurname")), Step("backspace", _shows("Asurname"))] * 5
        moving = [Step("down", _shows(f" A{row} ")) for row in range(1, 11)]
        reading = [Step("down", _changed_right_of(READER_COLUMN))] * 10
        searching = [Step("z", _counts_anew), Step("backspace", _counts_anew)] * 5
        crud = (guest("sevenguis/crud.tsx", people=people), lambda: Crud(names))
        sheet = (guest("sevenguis/cells.tsx", cells=cells), lambda: Cells(cells))
        mail = (guest("mail/mail.tsx"), lambda: Mail(messages))
        screens: list[tuple[str, Side, Side]] = [
            (
                f"a letter filters {PEOPLE:,} people",
                Side(crud[0], filtering, "Asurname 0"),
                Side(crud[1], filtering, "Asurname 0"),
            ),
            (
                "an arrow key goes to the next cell",
                Side(sheet[0], moving, "Formulas"),
                Side(sheet[1], moving, "Formulas"),
            ),
            (
                f"an edited cell changes {CHAIN} others",
                Side(sheet[0], _edits(("up",)), "Formulas"),
                Side(sheet[1], _edits(()), "Formulas"),
            ),
            (
                "an arrow key opens the next message",
                Side(mail[0], reading, "Inbox: "),
                Side(mail[1], reading, "Inbox: "),
            ),
            (
                f"a letter searches {MESSAGES:,} messages",
                Side(mail[0], searching, "Inbox: ", ("slash",)),
                Side(mail[1], searching, "Inbox: ", ("shift+tab", "shift+tab")),
            ),
        ]
        for title, *sides in screens:
            medians = []
            for name, side in zip(("guest", "plain"), sides, strict=True):
                taken: list[float] = []
                frames = 0.0
                for _ in range(rounds):
                    seconds, each = await _measure(side)
                    taken += seconds
                    frames = max(frames, each)
                medians.append(report.samples(f"{title}: {name}", taken).median)
                report.value(f"{title}: {name}, frames a key", round(frames, 1), "frames")
            report.value(f"{title}: guest / plain", round(medians[0] / medians[1], 2), "x")
    report.print()


if __name__ == "__main__":
    asyncio.run(main())
