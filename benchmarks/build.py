"""How long `rill build` takes, and what becomes of it: whole builds of the examples, reading bundles, sizes."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks.report import Report
from rill.guest.build import BuildOptions, build_bundle
from rill.guest.bundle import Bundle

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
GUESTS = {
    "counter": "counter/counter.tsx",
    "todo": "todo/todo.tsx",
    "packages": "packages/expenses.tsx",
    "mail": "mail/mail.tsx",
    "todo for Solid": "todo_solid/todo.tsx",
}


async def main() -> None:
    report = Report("building guests", sys.argv[1:])
    for name, source in GUESTS.items():
        times, without = [], []
        for _ in range(3 if report.quick else 10):
            # One beside the other, so that a busy machine slows both.
            started = time.perf_counter()
            result = await build_bundle(EXAMPLES / source)
            built = time.perf_counter()
            await build_bundle(EXAMPLES / source, BuildOptions(templates=False))
            times.append(built - started)
            without.append(time.perf_counter() - built)
        report.samples(f"build {name}", times)
        report.samples(f"build {name}, without templates", without)
        readable = await build_bundle(EXAMPLES / source, BuildOptions(minify=False, source_map=True))
        data = result.bundle.to_bytes()
        report.value(f"size of {name}", len(data) / 1024, "KB")
        report.value(f"size of {name}, readable, with source map", len(readable.bundle.to_bytes()) / 1024, "KB")
        report.measure(f"read {name} from bytes", partial(Bundle.from_bytes, data))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "guest.rill"
            path.write_bytes(data)
            report.measure(f"read {name} from its file", partial(Bundle.read, path))
    report.print()


if __name__ == "__main__":
    asyncio.run(main())
