from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

from host.pair import batch, mounted, pair

from rill.devtools.textual import DevtoolsPanel
from rill.protocol.operations import Text

PAGE = (Path(__file__).parents[2] / "docs" / "devtools.md").read_text("utf-8")


async def test_the_recording_without_a_screen_prints_what_the_page_says(capsys: Any) -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (code,) = (block for block in blocks if "Recording(session)" in block)
    async with pair(mounted(), [batch(2, Text(2, "bye"))]) as p:
        names: dict[str, Any] = {}
        exec(f"async def run(session):\n{textwrap.indent(code, '    ')}", names)
        await names["run"](p.session)
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("event REFRESH null {'TEXT': 1} ")
    assert second == """['TEXT 2 "hello" -> "bye" in 1 Text']"""


def test_the_page_names_every_key_of_the_panel() -> None:
    table = PAGE.partition("## Keys and pointer")[2].partition("## Bounds")[0]
    named = {"slash": "/", "plus": "+", "minus": "-", "escape": "Escape"}
    for binding in DevtoolsPanel.BINDINGS:
        for key in getattr(binding, "key", "").split(",")[:1]:
            assert key.isdigit() or f"`{named.get(key, key)}`" in table or named.get(key, key) in table, key
