"""Errors of guests name the line that their author wrote, wherever they come from, if the bundle has a source map."""

from __future__ import annotations

from pathlib import Path

import pytest

from rill import Engine, GuestError, LimitError, Limits
from rill.host.recorder import Recorder

THROWER = """
import { useEffect, useState } from "react";
import { Button, Text } from "rill/sdk";

export default function Thrower({ where }: { where: string }) {
  const [on, set] = useState(false);
  if (where === "render") {
    throw new Error("in render");
  }
  useEffect(() => {
    while (on) {}
  }, [on]);
  return <Button onPress={() => set(true)}>Loop</Button>;
}
"""


async def test_errors_of_a_bundle_with_a_source_map_name_the_line_that_its_author_wrote(tmp_path: Path) -> None:
    source = tmp_path / "thrower.tsx"
    source.write_text(THROWER)
    async with Engine(limits=Limits(turn_ms=50)) as engine:
        bundle = await engine.load_bundle(source)
        with pytest.raises(GuestError) as caught:
            await engine.open(bundle, props={"where": "render"}, adapter=Recorder())
        assert "thrower.tsx:8:" in caught.value.stack

        recorder = Recorder()
        opening = engine.open(bundle, props={"where": "effect"}, adapter=recorder)
        session = await opening
        await recorder.press(recorder.find(role="button"))
        assert session.state == "failed"
        assert isinstance(session.error, LimitError)
        assert session.error.code == "deadline"
        assert "thrower.tsx:1" in session.error.stack

        source.write_text("const a = 1;\n\nthrow new Error(String(a));\nexport default () => null;\n")
        with pytest.raises(GuestError) as caught:
            await engine.load_bundle(source)
        assert "thrower.tsx:3:" in caught.value.stack
