# docs/own-components.md is a promise to hosts: its Python is run against a real guest, its TSX is compiled and built.

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult

from components.test_typescript import compile_typescript
from rill.components.generated_files import REPOSITORY
from rill.host.recorder import Recorder
from rill.host.textual import GuestView
from rill.host.web.adapter import WebAdapter
from rill.host.web.page_context import PageContext
from rill.host.web.view import DomEvent

PAGE = (REPOSITORY / "docs" / "own-components.md").read_text(encoding="utf-8")
SDK = """
import type { ComponentRef, MethodsOf, RemoteMethods } from "rill/sdk";
declare module "rill/sdk" {
  export function useRemoteRef<C>(): {
    current: ComponentRef<MethodsOf<C>> | null;
    readonly call: RemoteMethods<MethodsOf<C>>;
  };
}
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)


def run_page() -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "own_components_page"}
    exec(compile("\n".join(blocks("python")), "docs/own-components.md", "exec", dont_inherit=True), names)
    return names


def test_the_pages_guest_compiles_against_the_pages_types(tmp_path: Path) -> None:
    files = {"host.ts": run_page()["module"], "guest.tsx": blocks("tsx")[0], "hook.ts": SDK}
    assert compile_typescript(tmp_path, files) == ""


async def test_the_pages_component_works_in_a_browser(tmp_path: Path) -> None:
    page = run_page()
    flashed: list[Any] = []
    methods = page["step_list"].views["web"].methods
    flash = methods["flash"]

    def spy(link: Any, args: list[Any]) -> Any:
        flashed.append((link.node.type, args, flash(link, args)))
        return flash(link, args)

    methods["flash"] = spy
    (tmp_path / "host.ts").write_text(page["module"], encoding="utf-8")
    (tmp_path / "guest.tsx").write_text(blocks("tsx")[0], encoding="utf-8")
    async with page["engine"] as engine:
        bundle = await engine.load_bundle(tmp_path / "guest.tsx")
        adapter = WebAdapter(engine.registry.views("web"), PageContext(), on_operations=lambda: None)
        async with engine.open(bundle, adapter=adapter) as session:
            assert adapter.html().html == (
                '<div data-r="0" class="rill" data-rill="0"><ol data-r="1" class="step-list" data-on="click">'
                '<li><button type="button" data-part="0">Measure</button></li>'
                '<li aria-current="step"><button type="button" data-part="1">Cut</button></li></ol></div>'
            )
            adapter.handle(1, "click", DomEvent(part="7"))
            adapter.handle(1, "click", DomEvent(part="1"))
            await session.idle()
            assert flashed == [("StepList", [1, 1], True)]
            assert session.error is None


async def test_the_pages_component_works_with_a_real_guest(tmp_path: Path) -> None:
    page = run_page()
    flashed: list[tuple[str, list[Any]]] = []
    methods = page["step_list"].views["textual"].methods
    flash = methods["flash"]

    def spy(widget: Any, node: Any, args: list[Any]) -> Any:
        flashed.append((node.type, args))
        return flash(widget, node, args)

    methods["flash"] = spy
    (tmp_path / "host.ts").write_text(page["module"], encoding="utf-8")
    (tmp_path / "guest.tsx").write_text(blocks("tsx")[0], encoding="utf-8")
    async with page["engine"] as engine:
        bundle = await engine.load_bundle(tmp_path / "guest.tsx")
        recorder = Recorder()
        async with engine.open(bundle, adapter=recorder) as session:
            assert recorder.golden() == 'StepList onChoose current=1 steps=["Measure","Cut"]\n'
            session.tree.emit(recorder.find(role="list"), "onChoose", page["StepChosen"](index=0))
            await session.idle()

        class Host(App[None]):
            def compose(self) -> ComposeResult:
                yield GuestView(engine, bundle)

        async with Host().run_test() as pilot:
            view = pilot.app.query_one(GuestView)
            await view.wait_shown()
            widget = view.query_one(page["StepListWidget"])
            assert str(widget.render()).splitlines() == ["  Measure", "> Cut"]
            await pilot.click(page["StepListWidget"], offset=(2, 0))
            session = view.session
            assert session is not None
            await session.idle()
            assert flashed == [("StepList", [0, 1])]
            assert session.error is None
