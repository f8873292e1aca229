"""GuestView among other widgets: whose session it is, what it shows when a guest fails, and how it follows the
application.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest
from screens import screen_segments, screen_text
from textual.app import App
from textual.containers import Horizontal
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from rill import Bundle, Engine
from rill.guest.build import build_bundle
from rill.host.session import Session
from rill.host.textual import GuestView
from rill.protocol.errors import GuestError, HostError
from rill.protocol.operations import Append, Create, Delete

from .scene import SceneApp, TreeSession, el, scene

COUNTER = """
import { useEffect, useState } from "react";
import { Button, Column, Text, TextInput, useHostEvent, useSendToHost } from "rill/sdk";

export default function Counter({ name = "Count", fail = 3 }) {
  const [count, setCount] = useState(0);
  const send = useSendToHost();
  useHostEvent("ADD", () => setCount((n) => n + 1));
  useEffect(() => () => send("gone", {}), []);
  if (count === fail) throw new RangeError(`${count} is too many`);
  return (
    <Column>
      <Text>{name}: {count}</Text>
      <Button onPress={() => setCount(count + 1)}>Add</Button>
      <TextInput defaultValue="kept" />
    </Column>
  );
}
"""


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    path = tmp_path_factory.mktemp("guests") / "counter.tsx"
    path.write_text(COUNTER)
    with asyncio.Runner() as runner:
        return runner.run(build_bundle(path)).bundle


@pytest.fixture
async def engine() -> AsyncIterator[Engine]:
    async with Engine() as engine:
        yield engine


async def shown(pilot: Pilot[None], *views: GuestView) -> str:
    for view in views:
        await view.wait_shown()
    await pilot.pause()
    return screen_text(pilot.app)


# -- whose session ---------------------------------------------------------------------------------------------------


async def test_view_opens_its_session_when_mounted_and_closes_it_when_removed(engine: Engine, counter: Bundle) -> None:
    view = GuestView(engine, counter, props={"name": "Clicks"})
    app = SceneApp(view)
    async with app.run_test() as pilot:
        assert "Clicks: 0" in await shown(pilot, view)
        session = view.session
        assert session is not None
        assert engine.sessions == (session,)
        await view.remove()
        assert session.state == "closed"
        assert not engine.sessions


async def test_end_of_the_app_closes_the_session(engine: Engine, counter: Bundle) -> None:
    view = GuestView(engine, counter)
    async with SceneApp(view).run_test() as pilot:
        await shown(pilot, view)
    assert engine.sessions == ()


async def test_given_session_is_only_shown(engine: Engine, counter: Bundle) -> None:
    async with engine.open(counter) as session:
        await session.send_event("ADD")
        # A session that has run before the app is shown whole, on two views at once.
        views = [GuestView(session=session), GuestView(session=session)]
        app = SceneApp(Horizontal(*views))
        async with app.run_test() as pilot:
            assert (await shown(pilot, *views)).count("Count: 1") == 2
            await session.send_event("ADD")
            assert (await shown(pilot, *views)).count("Count: 2") == 2
            await views[0].remove()
            assert session.state == "running"
            assert (await shown(pilot, views[1])).count("Count: 2") == 1
        assert session.state == "running"


async def test_session_that_its_owner_closes_leaves_an_empty_view(engine: Engine, counter: Bundle) -> None:
    session = await engine.open(counter)
    view = GuestView(session=session)
    async with SceneApp(view, Static("own")).run_test() as pilot:
        await shown(pilot, view)
        await session.close()
        assert "Count" not in await shown(pilot, view)


async def test_neither_engine_nor_session_is_the_hosts_mistake() -> None:
    with pytest.raises(HostError, match="GuestView"):
        GuestView()


async def test_several_guests_live_beside_the_apps_own_widgets(engine: Engine, counter: Bundle) -> None:
    views = [GuestView(engine, counter, props={"name": name}) for name in ("left", "right")]
    own = Button("own")
    app = SceneApp(Static("head"), Horizontal(*views), own)
    async with app.run_test() as pilot:
        text = await shown(pilot, *views)
        assert "left: 0" in text
        assert "right: 0" in text
        await pilot.click(views[1].query_one(Button))
        assert "right: 1" in await shown(pilot, *views)
        assert "left: 0" in screen_text(app)
        # Tab goes through guest, guest and app.
        seen: list[Any] = []
        app.set_focus(None)
        for _ in range(5):
            await pilot.press("tab")
            seen.append(app.focused)
        assert [isinstance(widget, Input) for widget in seen] == [False, True, False, True, False]
        assert seen[-1] is own
        await pilot.press("enter")
        assert [event.button for event in app.foreign] == [own]


# -- failure ---------------------------------------------------------------------------------------------------------


async def test_failed_guest_keeps_its_last_picture_inert_and_restarts_by_mouse(engine: Engine, counter: Bundle) -> None:
    view = GuestView(engine, counter)
    app = SceneApp(view)
    failures: list[Any] = []
    async with app.run_test(size=(80, 30)) as pilot:
        await shown(pilot, view)
        button = view.query_one(Button)
        button.focus()
        await pilot.press("enter", "enter")
        assert "Count: 2" in await shown(pilot, view)
        await pilot.press("enter")
        text = await shown(pilot, view)
        assert "Count: 2" in text
        assert "RangeError" in text
        assert "3 is too many" in text
        assert view.session is not None
        assert view.session.state == "failed"
        assert button.is_disabled
        # Nothing of the guest answers any more; the focus went to the way on.
        await pilot.click(button)
        failures.append(app.focused)
        assert "Count: 2" in await shown(pilot, view)
        restart = [widget for widget in view.query(Button) if str(widget.label) == "Restart"]
        assert failures == restart
        await pilot.click(restart[0])
        text = await shown(pilot, view)
        assert "Count: 0" in text
        assert "RangeError" not in text
        await pilot.click(view.query_one(Button))
        assert "Count: 1" in await shown(pilot, view)


async def test_failed_guest_restarts_by_key_and_leaves_the_focus_of_others_alone(
    engine: Engine, counter: Bundle
) -> None:
    view = GuestView(engine, counter)
    own = Input()
    app = SceneApp(view, own)
    async with app.run_test(size=(80, 30)) as pilot:
        await shown(pilot, view)
        own.focus()
        assert view.session is not None
        for _ in range(2):
            await view.session.send_event("ADD")
        with pytest.raises(GuestError):
            await view.session.send_event("ADD")
        assert "RangeError" in await shown(pilot, view)
        assert app.focused is own
        await pilot.press("r")
        assert own.value == "r"
        await pilot.press("shift+tab", "r")
        text = await shown(pilot, view)
        assert "Count: 0" in text
        assert view.session.state == "running"


async def test_app_hears_of_failures_and_of_starts(engine: Engine, counter: Bundle) -> None:
    heard: list[str] = []

    class Listening(SceneApp):
        def on_guest_view_opened(self, event: GuestView.Opened) -> None:
            heard.append(f"opened {event.session.state}")

        def on_guest_view_failed(self, event: GuestView.Failed) -> None:
            heard.append(f"failed {event.error.code}")

    view = GuestView(engine, counter, props={"fail": 0})
    async with Listening(view).run_test() as pilot:
        assert "0 is too many" in await shown(pilot, view)
        assert len(heard) == 1
        assert heard[0].startswith("failed ")
        await view.restart()
        await shown(pilot, view)
        assert len(heard) == 2


async def test_bundle_that_does_not_load_is_shown_in_place_and_tried_again(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "late.tsx"
    path.write_text("export default function App() { return <Text>hi</Text")
    view = GuestView(engine, path)
    app = SceneApp(view)
    async with app.run_test(size=(100, 30)) as pilot:
        text = await shown(pilot, view)
        assert "BuildError" in text
        assert "late.tsx" in text
        path.write_text('import { Text } from "rill/sdk";\nexport default function App() { return <Text>hi</Text>; }')
        await pilot.click(next(iter(view.query(Button))))
        text = await shown(pilot, view)
        assert "hi" in text
        assert "BuildError" not in text


async def test_missing_bundle_does_not_end_the_app(engine: Engine, tmp_path: Path) -> None:
    view = GuestView(engine, tmp_path / "nowhere.rill")
    async with SceneApp(view).run_test(size=(100, 30)) as pilot:
        assert "bundle_missing" in await shown(pilot, view)


async def test_loading_sign_comes_only_when_a_start_takes_long(
    engine: Engine, counter: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rill.host.textual.guest_view._LOADING_S", 0.01)
    go = asyncio.Event()
    load = engine.load_bundle

    async def slowly(source: Any) -> Bundle:
        await go.wait()
        return await load(source)

    monkeypatch.setattr(engine, "load_bundle", slowly)
    view = GuestView(engine, counter)
    async with SceneApp(view).run_test() as pilot:
        surface = view.query_one("Surface")
        assert not surface.loading
        while not surface.loading:
            await pilot.pause(0.01)
        go.set()
        assert "Count: 0" in await shown(pilot, view)
        assert not surface.loading


async def test_view_that_is_removed_while_its_guest_starts_leaves_nothing_behind(
    engine: Engine, counter: Bundle
) -> None:
    view = GuestView(engine, counter)
    async with SceneApp(view).run_test() as pilot:
        await view.remove()
        await pilot.pause()
    assert all(session.state == "closed" for session in engine.sessions)


# -- one screen update -----------------------------------------------------------------------------------------------


async def test_batch_is_one_screen_update(monkeypatch: pytest.MonkeyPatch) -> None:
    # Every frame that is painted shows the tree before the batch or after it, never a part of the batch, though
    # Textual mounts and removes widgets over many turns of the loop.
    column = el("Column", {}, *(el("Text", {}, f"old {index}") for index in range(8)))
    async with scene(column) as made:
        before, frames = made.text, []
        display = made.app._display

        def paint(screen: Any, renderable: Any) -> None:
            if not made.app._batch_count:
                frames.append(made.text)
            display(screen, renderable)

        monkeypatch.setattr(made.app, "_display", paint)
        node = made.session.tree.find(column.id)
        assert node is not None
        operations: list[Any] = [Delete(child.id) for child in node.children]
        new = [el("Row", {}, el("Text", {}, f"new {index}"), el("ProgressBar", {"progress": 1})) for index in range(8)]
        made_new, ids = made.session.create(*new)
        await made.apply(*operations, *made_new, *(Append(column.id, id) for id in ids))
        after = made.text
        assert after.count("new") == 8
        assert "old" not in after
        assert "━━━" in after
        assert set(frames) <= {before, after}
        assert after in frames


# -- the application's looks -----------------------------------------------------------------------------------------


def color_of(app: App[Any], text: str) -> Any:
    for line in screen_segments(app):
        for segment in line:
            if text in segment.text:
                assert segment.style is not None
                return segment.style.color
    raise AssertionError(f"{text!r} is not on the screen")


async def test_colours_follow_the_theme_of_the_app() -> None:
    elements = [
        el("Text", {"style": {"color": "primary"}}, "first"),
        el("Text", {}, "x", el("Text", {"style": {"color": "error"}}, "second")),
        el("View", {"style": {"background": "primary"}}, el("Text", {}, "third")),
    ]
    async with scene(*elements) as made:
        words = ("first", "second", "third")
        dark = [color_of(made.app, word) for word in words]
        made.app.theme = "textual-light"
        await made.settle()
        light = [color_of(made.app, word) for word in words]
        assert all(one != other for one, other in zip(dark[:2], light[:2], strict=True))
        assert made.app.theme_variables["primary"]
        # A part of the tree that comes later looks like the rest.
        await made.render(el("Text", {"style": {"color": "primary"}}, "later"))
        assert color_of(made.app, "later") == light[0]


async def test_height_follows_the_content_if_the_app_says_so() -> None:
    session = TreeSession()
    view = GuestView(session=cast(Session, session), classes="-fit")
    app = SceneApp(view, Static("below"))
    async with app.run_test() as pilot:
        (column,) = session.render(el("Column", {}, el("Text", {}, "one"), el("Text", {}, "two")))
        await shown(pilot, view)
        assert screen_text(app).splitlines() == ["one", "two", "below"]
        session.render(el("Text", {}, "three"), parent=column)
        await shown(pilot, view)
        assert screen_text(app).splitlines() == ["one", "two", "three", "below"]


async def test_batch_from_a_task_that_knows_no_app_is_shown() -> None:
    async with scene(el("Column", {})) as made:

        def elsewhere() -> None:
            made.session.render(el("TextInput", {"placeholder": "made elsewhere"}))

        contextvars.Context().run(elsewhere)
        await made.settle()
        assert "made elsewhere" in made.text


async def test_view_that_is_removed_between_batches_lets_the_session_go() -> None:
    async with scene(el("Column", {}, el("Text", {}, "x"))) as made:
        made.session.apply(Create(500, "Text", {}), Append(0, 500))
        await made.view.remove()
        assert made.session.adapters == []


async def test_application_on_the_docs_page_runs(
    counter: Bundle, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Path(__file__).parents[3] / "docs" / "textual.md"
    source = page.read_text("utf-8").split("```python\n")[1].split("```")[0]
    (tmp_path / "app.rill").write_bytes(counter.to_bytes())
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(compile(source, page.name, "exec"), names)
    app = names["Dashboard"](engine)
    async with app.run_test() as pilot:
        assert "Ada: 0" in await shown(pilot, app.query_one(GuestView))


async def test_devtools_open_beside_the_guest_by_key_and_are_no_part_of_it() -> None:
    made: list[GuestView] = []

    def devtools(view: GuestView) -> Widget:
        made.append(view)
        panel = Static("the panel")
        panel.styles.dock = "bottom"
        return panel

    session = TreeSession()
    view = GuestView(session=cast(Session, session), development=True, devtools=devtools)
    app = SceneApp(view)
    async with app.run_test() as pilot:
        session.render(el("Button", {"title": "guest"}))
        await view.wait_shown()
        await pilot.press("tab", "f12")
        await pilot.pause()
        assert made == [view]
        assert "the panel" in screen_text(app)
        panel = view.devtools
        assert panel is not None
        assert panel.parent is view
        assert view.adapter.node_of(panel) is None
        await pilot.press("f12")
        await pilot.pause()
        assert view.devtools is None
        assert "the panel" not in screen_text(app)
        # One that closed itself is forgotten.
        view.toggle_devtools()
        await pilot.pause()
        assert view.devtools is not None
        await view.devtools.remove()
        assert view.devtools is None
        view.toggle_devtools()
        await pilot.pause()
        assert "the panel" in screen_text(app)


async def test_without_devtools_the_key_is_the_applications() -> None:
    async with scene(el("Button", {"title": "guest"})) as made:
        await made.pilot.press("tab")
        assert "f12" not in made.app.screen.active_bindings
        made.view.toggle_devtools()
        assert made.view.devtools is None


async def test_diagnostics_are_posted_in_development() -> None:
    heard: list[str] = []

    class Author(SceneApp):
        def on_guest_view_diagnosed(self, event: GuestView.Diagnosed) -> None:
            heard.append(f"{event.control is event.view} {event.diagnostic.component}: {event.diagnostic.message}")

    session = TreeSession()
    view = GuestView(session=cast(Session, session), development=True)
    async with Author(view).run_test() as pilot:
        (id,) = session.render(el("View", {}))
        node = session.tree.find(id)
        assert node is not None
        view.adapter.diagnose(node, "has no corners")
        await pilot.pause()
        assert heard == ["True View: has no corners"]


async def test_a_key_leaves_the_guest_whatever_it_does_with_keys() -> None:
    own = Input()
    field = el("TextInput", {"onKeyDown": {"prevent": True, "stop": True}})
    async with scene(el("Column", {}, field, el("Button", {"title": "more"})), beside=[own]) as made:
        await made.pilot.press("tab")
        assert made.app.focused is made.widget(field.id)
        await made.pilot.press("f6")
        assert made.app.focused is own
        assert made.events() == []
    async with scene(field) as made:
        await made.pilot.press("tab", "f6")
        assert made.app.focused is made.widget(field.id)


async def test_methods_of_the_first_batch_find_everything_laid_out() -> None:
    lines = [el("Text", {}, f"line {index}") for index in range(40)]
    view = el("ScrollView", {"style": {"height": 6}}, *lines)
    async with scene() as made:
        made.session.render(view)
        node = made.session.tree.find(view.id)
        assert node is not None
        answer = made.adapter.call(node, "scrollToEnd", [{"animated": False}])
        assert inspect.isawaitable(answer)
        await answer
        await made.settle()
        assert made.lines[5].startswith("line 39")
        # Once it is there nothing is waited for.
        assert made.adapter.call(node, "scrollTo", [{"x": None, "y": 0, "animated": False}]) is None
        gone = el("ScrollView", {})
        made.session.render(gone)
        node = made.session.tree.find(gone.id)
        assert node is not None
        answer = made.adapter.call(node, "focus", [])
        assert inspect.isawaitable(answer)
        made.session.apply(Delete(gone.id))
        with pytest.raises(GuestError, match="not on the screen any more"):
            await answer


async def test_modal_in_a_view_as_high_as_its_content_gets_the_room_that_it_needs() -> None:
    session = TreeSession()
    view = GuestView(session=cast(Session, session), classes="-fit")
    app = SceneApp(view, Static("the application's own"))
    async with app.run_test() as pilot:
        session.render(el("Text", {}, "one line"))
        await view.wait_shown()
        await pilot.pause()
        assert view.region.height == 1
        (id,) = session.render(el("Modal", {"title": "Sure?"}, el("Text", {}, "first"), el("Text", {}, "second")))
        await view.wait_shown()
        await pilot.pause()
        assert view.region.height == 4
        assert "second" in screen_text(app)
        session.apply(Delete(id))
        await view.wait_shown()
        await pilot.pause()
        assert view.region.height == 1
