"""The gallery: that it shows every component, each with a view in a browser and a widget in a terminal."""

from __future__ import annotations

from rill import Engine
from rill.components import CATALOGUE
from rill.host.recorder import Recorder
from rill.host.web.adapter import WebAdapter
from rill.host.web.page_context import PageContext
from rill.host.web.views import VIEWS

from .conftest import ExampleBundle
from .on_screen import on_screen


async def test_every_component_is_there_and_has_a_view_in_a_browser(example_bundle: ExampleBundle) -> None:
    recorder = Recorder()
    adapter = WebAdapter(VIEWS, PageContext(), on_operations=lambda: None)
    async with Engine() as engine:
        bundle = await engine.load_bundle(example_bundle("gallery"))
        async with engine.open(bundle, adapter=recorder) as session:
            session.attach(adapter)
            await session.idle()
            await recorder.press(recorder.find(role="button", text="Tell me"))
            painted = adapter.html()
            # A list asks for its items when it is on a screen; their components are the SDK's own business till then.
            shown = {node.type for node in recorder.tree.root.walk()}
    assert set(CATALOGUE) - shown - {"TouchableOpacity", "TableRow", "ListItem", "TreeItem"} == set()
    assert set(CATALOGUE) == set(VIEWS)
    assert "rill-view-failed" not in painted.html
    assert "rill-unknown" not in painted.html
    assert painted.adoptable


async def test_it_is_shown_in_a_terminal_too(example_bundle: ExampleBundle) -> None:
    async with on_screen(example_bundle("gallery"), size=(120, 60)) as made:
        for words in ("Good morning, Ada", "Backup failed", "Accept", "Inputs"):
            assert words in made.text
