"""The recorded figures, and what docs/benchmarks.md shows of them: tables between marks in the page, and charts beside
it. The words around are written by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from benchmarks.side_by_side import tables
from benchmarks.side_by_side.chart import PEER_COLOURS, RILL_COLOURS, Series, bars
from benchmarks.side_by_side.figures import Figures

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "benchmarks.md"
FOLDER: Final = ROOT / "docs" / "benchmarks"
RECORD: Final = FOLDER / "figures.json"


# Who is in the charts: twenty bars beside each other say nothing. The tables have all.
SHOWN: Final = ("solid wasm", "react wasm", "preact wasm", "solid v8", "react v8")


@dataclass(frozen=True, slots=True)
class Record:
    """One whole run: where, with what, and what came of it."""

    machine: Mapping[str, str]
    titles: Mapping[str, str]
    runs: Mapping[str, Figures]

    def to_json(self) -> str:
        runs = {name: _rounded(asdict(figures)) for name, figures in self.runs.items()}
        return json.dumps({"machine": self.machine, "titles": self.titles, "runs": runs}, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Record:
        fields = json.loads(text)
        runs = {name: Figures.from_dict(figures) for name, figures in fields["runs"].items()}
        return cls(fields["machine"], fields["titles"], runs)


def sections(record: Record) -> dict[str, str]:
    """What stands between the marks of the page, by their names."""
    runs, titles = record.runs, record.titles
    operations = tables.operations_of(runs.values())
    peers = {name: figures for name, figures in runs.items() if not _provider(name)}
    found = {"machine": "\n".join(f"- {name}: {text}" for name, text in record.machine.items())}
    if tables.SUBJECT in runs:
        found["goals"] = tables.goals(runs)
    for provider in ("wasm", "v8", "quickjs"):
        own = {name: figures for name, figures in runs.items() if _provider(name) == provider}
        found[f"times {provider}"] = tables.times({**own, **peers}, titles, operations)
        found[f"split {provider}"] = tables.splits(own, titles, operations)
    wasm = {name: figures for name, figures in runs.items() if _provider(name) == "wasm"}
    found["processor"] = tables.processor({**wasm, **peers}, titles, operations)
    found["sizes"] = tables.sizes({**wasm, **peers}, titles, operations)
    found["memory"] = tables.memory(runs, titles)
    return found


def charts(record: Record) -> dict[str, str]:
    """The charts by their file names."""
    runs = record.runs
    operations = tables.operations_of(runs.values())
    shown = [name for name in runs if name in SHOWN or not _provider(name)]
    drawn = {}
    for file, title, groups in (
        (
            "times-1k.svg",
            "Processor time from the press to the host's tree, 1,000 rows",
            [n for n in operations if n.endswith("1k")],
        ),
        (
            "times-10k.svg",
            "Processor time from the press to the host's tree, 10,000 rows",
            [n for n in operations if n.endswith("10k")],
        ),
    ):
        if not groups:
            continue
        colours = {"rill": iter(RILL_COLOURS), "peer": iter(PEER_COLOURS)}
        series = []
        for name in shown:
            values = [
                runs[name].operations[g].median_processor_ms if g in runs[name].operations else None for g in groups
            ]
            if any(value is not None for value in values):
                colour = next(colours["rill" if _provider(name) else "peer"])
                series.append(Series(record.titles[name], colour, values))
        drawn[file] = bars(title, groups, series, "ms")
    return drawn


def filled(page: str, record: Record) -> str:
    """The page with the tables of a record between its marks."""
    for name, text in sections(record).items():
        mark = re.escape(name)
        pattern = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- end {mark} -->)", re.DOTALL)
        page = pattern.sub(lambda found, text=text: f"{found[1]}\n{text}\n\n{found[2]}", page)  # type: ignore[misc]
    return page


def write(record: Record) -> list[Path]:
    """Write record, charts and page; return what was written."""
    FOLDER.mkdir(exist_ok=True)
    # As it is kept, rounded: a page that is written anew from its record must be the same.
    kept = record.to_json()
    record = Record.from_json(kept)
    texts = {RECORD: kept, PAGE: filled(PAGE.read_text("utf-8"), record)}
    texts |= {FOLDER / name: text for name, text in charts(record).items()}
    for path, text in texts.items():
        path.write_text(text, "utf-8")
    return list(texts)


def _provider(name: str) -> str:
    """The provider of a contender of Rill, or nothing for a peer."""
    return name.partition(" ")[2]


def _rounded(value: object) -> object:
    """Microseconds are enough; the rest is noise that makes every diff longer."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list) else value
