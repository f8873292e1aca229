from __future__ import annotations

from textual.app import App, ComposeResult
from textual.geometry import Offset

from rill.devtools.textual.splitter import Splitter


async def test_it_tells_where_the_pointer_is_while_it_is_dragged_and_not_otherwise() -> None:
    places: list[Offset] = []

    class Edge(App[None]):
        def compose(self) -> ComposeResult:
            yield Splitter(places.append)

    app = Edge()
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.hover(Splitter)
        assert places == []
        await pilot.mouse_down(Splitter)
        await pilot.hover(app.screen, offset=(12, 3))
        await pilot.mouse_up(app.screen, offset=(12, 3))
        assert places[-1] == Offset(12, 3)
        count = len(places)
        await pilot.hover(app.screen, offset=(15, 3))
        assert len(places) == count
