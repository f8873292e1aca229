from __future__ import annotations

import importlib
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest
from host.pair import until
from screens import SnapshotFile, screen_text, type_fast
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static

from rill import Engine, Limits, Session
from rill.components import compile_component
from rill.components.typescript import render_host_module
from rill.devtools.textual import DevtoolsPanel
from rill.host.recorder import Recorder
from rill.host.textual import GuestView
from rill.host.tree import Node

from .conftest import EXAMPLES, ExampleBundle

snapshots = SnapshotFile(__file__)

FOLDER = EXAMPLES / "dashboard"
# Two guests start at once, on a machine that may be busy with other tests.
PATIENT = Limits(load_ms=20_000, turn_ms=10_000)


@pytest.fixture(scope="module")
def dashboard() -> Any:
    """The example's modules, as Python finds them when its application is started."""
    names = ("app", "credit_meter", "customers")
    sys.path.insert(0, str(FOLDER))
    try:
        modules = {name: importlib.import_module(name) for name in names}
    finally:
        sys.path.remove(str(FOLDER))
    namespace = ModuleType("dashboard")
    namespace.__dict__.update(modules)
    yield namespace
    for name in names:
        del sys.modules[name]


# -- the guests, without a screen


@dataclass
class Guest:
    """One guest, and what it said to its host."""

    recorder: Recorder
    session: Session
    messages: list[tuple[str, Any]]

    def text(self, role: str) -> str:
        return self.recorder.find(role=role).text_content

    def labels(self, role: str) -> list[str]:
        return [self.recorder.name(node) for node in self.recorder.find_all(role=role)]


@asynccontextmanager
async def guest(
    engine: Engine, bundle: Any, customer: dict[str, Any], functions: dict[str, Callable[..., Any]]
) -> AsyncIterator[Guest]:
    recorder = Recorder()
    config = {"customer": customer, "currency": "EUR", "rate": 1.0}
    loaded = await engine.load_bundle(bundle)
    async with engine.open(loaded, adapter=recorder, config=config, functions=functions) as session:
        messages: list[tuple[str, Any]] = []
        session.on("message", lambda name, payload: messages.append((name, payload)))
        await recorder.tree.settled()
        yield Guest(recorder, session, messages)


@pytest.fixture
async def notes(example_bundle: ExampleBundle) -> AsyncIterator[tuple[Guest, dict[int, Any]]]:
    """The notes of two customers."""
    store: dict[int, Any] = {1: [{"id": 1, "text": "Prefers oak.", "pinned": False}], 2: []}

    def save(customer: int, notes: Any) -> None:
        store[customer] = notes

    functions: dict[str, Callable[..., Any]] = {"notes.load": store.__getitem__, "notes.save": save}
    async with (
        Engine() as engine,
        guest(engine, example_bundle("dashboard-notes"), {"id": 1, "name": "Ada Quist"}, functions) as made,
    ):
        yield made, store


async def test_notes_are_loaded_added_pinned_and_removed(notes: tuple[Guest, dict[int, Any]]) -> None:
    made, store = notes
    recorder = made.recorder
    assert made.labels("checkbox") == ["Pin Prefers oak."]
    field = recorder.find(role="textbox", text="New note")
    await recorder.fill(field, "  Rings before noon. ")
    await recorder.press(recorder.find(role="button", text="Add"))
    assert recorder.value(field) == ""
    assert made.messages == [("note_saved", {"customer": 1, "count": 2})]
    await recorder.press(recorder.find(role="checkbox", text="Pin Rings before noon."))
    assert made.labels("checkbox") == ["Pin Rings before noon.", "Pin Prefers oak."]
    await recorder.press(recorder.find(role="button", text="Remove Prefers oak."))
    assert store[1] == [{"id": 2, "text": "Rings before noon.", "pinned": True}]
    assert made.text("status") == "1 note"


async def test_another_customer_has_other_notes_and_no_draft_of_the_last(notes: tuple[Guest, dict[int, Any]]) -> None:
    made, _ = notes
    recorder = made.recorder
    await recorder.fill(recorder.find(role="textbox", text="New note"), "half a thou")
    await made.session.update_config({"customer": {"id": 2, "name": "Boris Ek"}})
    await recorder.tree.settled()
    assert made.text("heading") == "Notes on Boris Ek"
    assert recorder.value(recorder.find(role="textbox", text="New note")) == ""
    assert recorder.find(role="text", text="Nobody has written anything yet.")


async def test_what_the_desk_does_not_grant_to_notes_is_refused_and_said(notes: tuple[Guest, dict[int, Any]]) -> None:
    made, _ = notes
    errors: list[Any] = []
    made.session.on("error", errors.append)
    await made.recorder.press(made.recorder.find(role="button", text="Mention orders"))
    assert made.text("status") == "This desk does not let notes look at orders."
    assert [error.code for error in errors] == ["function_not_granted"]


@pytest.fixture
async def report(example_bundle: ExampleBundle, dashboard: Any) -> AsyncIterator[tuple[Guest, Any]]:
    """The report on the first customer."""
    customer = dashboard.customers.all_customers()[0]
    engine = Engine(limits=PATIENT)
    engine.register(CreditMeter=dashboard.credit_meter.credit_meter)
    functions: dict[str, Callable[..., Any]] = {
        "orders.load": lambda _id: [order.as_value() for order in customer.orders]
    }
    seen = {"id": 1, "name": "Ada Quist", "creditLimit": customer.credit_limit}
    async with engine, guest(engine, example_bundle("dashboard-report"), seen, functions) as made:
        yield made, customer


async def test_the_report_counts_and_follows_the_currency(report: tuple[Guest, Any]) -> None:
    made, customer = report
    recorder = made.recorder
    total = sum(order.amount for order in customer.orders)
    assert made.text("status") == f"{total} EUR in all"
    meter = recorder.find(type="CreditMeter")
    assert (meter.get("used"), meter.get("limit")) == (customer.credit_used, 2_000)
    bars = recorder.find(type="BarChart").get("bars")
    assert sum(bar["value"] for bar in bars) == total
    config = {"customer": {"id": 1, "name": "Ada Quist", "creditLimit": 2_000}, "currency": "USD", "rate": 1.1}
    await made.session.update_config(config)
    assert made.text("status") == f"{round(total * 1.1)} USD in all"
    assert recorder.find(type="CreditMeter").get("unit") == " USD"


async def test_the_report_hears_of_a_new_order_of_its_customer_only(report: tuple[Guest, Any]) -> None:
    made, customer = report
    before = made.session.statistics().host_calls
    customer.add_order()
    await made.session.send_event("ORDER_ADDED", {"customer": 2})
    assert made.session.statistics().host_calls == before
    await made.session.send_event("ORDER_ADDED", {"customer": 1})
    await made.recorder.tree.settled()
    assert made.session.statistics().host_calls == before + 1
    assert made.text("status") == f"{sum(order.amount for order in customer.orders)} EUR in all"


async def test_orders_are_sorted_and_flagged(report: tuple[Guest, Any]) -> None:
    made, customer = report
    recorder = made.recorder
    table = recorder.find(type="Table", hidden=True)

    def amounts() -> list[Any]:
        return [row.get("cells")[2] for row in recorder.find_all(type="TableRow", hidden=True)]

    assert table.get("count") == 9
    await recorder.emit(table, "onSort", {"column": "amount", "direction": "descending"})
    assert amounts() == sorted((order.amount for order in customer.orders), reverse=True)
    await recorder.emit(table, "onItemPress", {"index": 0, "source": "key"})
    await recorder.emit(table, "onItemPress", {"index": 0, "source": "key"})
    dearest = max(customer.orders, key=lambda order: order.amount).number
    assert made.messages == [
        ("order_flagged", {"order": dearest, "flagged": True}),
        ("order_flagged", {"order": dearest, "flagged": False}),
    ]


async def test_asking_for_more_credit_calls_the_desk_s_own_component(report: tuple[Guest, Any]) -> None:
    made, _ = report
    await made.recorder.emit(made.recorder.find(type="CreditMeter"), "onRaise", {"limit": 4_000.0})
    assert made.messages == [("credit_asked", {"customer": 1, "limit": 4_000})]
    assert [(call.method, call.args) for call in made.recorder.calls] == [("alarm", ("asked for more",))]


async def test_the_report_crashes_when_it_is_told_to(report: tuple[Guest, Any]) -> None:
    made, _ = report
    await made.recorder.press(made.recorder.find(role="button", text="Crash this plugin"))
    assert made.session.state == "failed"
    assert "told to crash" in str(made.session.error)


def test_the_types_of_the_desk_s_own_component_are_current(dashboard: Any) -> None:
    schema = compile_component("CreditMeter", dashboard.credit_meter.CreditMeter)
    assert (FOLDER / "report" / "host.ts").read_text("utf-8") == render_host_module({"CreditMeter": schema})


# -- the application


@dataclass
class Desk:
    """The running application."""

    app: Any
    pilot: Pilot[None]

    def view(self, name: str) -> GuestView:
        view = self.app.views[name]
        assert isinstance(view, GuestView)
        return view

    def session(self, name: str) -> Session:
        session = self.view(name).session
        assert session is not None
        return session

    async def settle(self) -> None:
        for _ in range(3):
            await self.app.workers.wait_for_complete()
            for view in self.app.views.values():
                await view.wait_shown()
            await self.pilot.pause()

    async def keys(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        type_fast(self.app, text)
        while self.app.message_queue_size:
            await self.pilot.pause()
        await self.settle()

    def node(self, plugin: str, name: str) -> Node:
        """The element of a plugin with this label, title or text that is on the screen."""
        adapter = self.view(plugin).adapter
        for node in reversed(list(self.session(plugin).tree.root.walk())):
            named = name in (node.props.get("label"), node.props.get("title")) or node.text_content == name
            if node.schema is not None and named and adapter.widget_of(node) is not None:
                return node
        raise AssertionError(f"nothing of {plugin} on the screen is called {name!r}")

    def widget(self, plugin: str, name: str) -> Widget:
        widget = self.view(plugin).adapter.widget_of(self.node(plugin, name))
        assert widget is not None
        return widget

    async def click(self, plugin: str, name: str) -> None:
        assert await self.pilot.click(self.widget(plugin, name))
        await self.settle()

    async def press(self, selector: str, **options: Any) -> None:
        """Press one of the desk's own widgets with the pointer."""
        assert await self.pilot.click(selector, **options)
        await self.settle()

    async def tab_to(self, is_there: Callable[[Widget], bool]) -> None:
        """Press Tab until the focus is on something."""
        for _ in range(40):
            await self.keys("tab")
            if self.app.focused is not None and is_there(self.app.focused):
                return
        raise AssertionError("the Tab key does not lead there")

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def details(self) -> list[str]:
        return str(self.app.query_one("#details", Static).render()).splitlines()


OpenDesk = Callable[..., Any]


@pytest.fixture
def desk(dashboard: Any, example_bundle: ExampleBundle) -> OpenDesk:
    bundles = {name: example_bundle(f"dashboard-{name}") for name in ("notes", "report")}

    @asynccontextmanager
    async def opened(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
        class WatchedDesk(dashboard.app.CustomerDesk):  # type: ignore[misc]
            """The application, which notes from the beginning what fails."""

            failed: list[GuestView.Failed]

            def on_guest_view_failed(self, event: GuestView.Failed) -> None:
                # Textual calls the application's own handler, too.
                self.failed.append(event)

        app = WatchedDesk(bundles, PATIENT)
        app.failed = []
        app.animation_level = "none"
        async with app.run_test(size=size) as pilot:
            made = Desk(app, pilot)
            await wait_until_open(made)
            await made.settle()
            yield made

    return opened


async def wait_until_open(made: Desk) -> None:
    """Wait until both plugins run. They are opened by tasks of their views."""
    views: list[GuestView] = list(made.app.views.values())
    failed: list[GuestView.Failed] = made.app.failed
    await until(lambda: bool(failed) or all(view.session is not None and is_started(view.session) for view in views))
    assert [event.error for event in failed] == []


def is_started(session: Session) -> bool:
    return session.state == "running"


WIDE = (200, 60)


@pytest.mark.parametrize("size", [(80, 24), WIDE], ids=["80 by 24", "200 by 60"])
@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_first_screen(desk: OpenDesk, size: tuple[int, int], theme: str) -> None:
    async with desk(size) as d:
        d.app.theme = theme
        await d.settle()
        # A theme changes colours and nothing else.
        snapshots.check_screen(f"first screen, {size[0]} by {size[1]}", d.app)


async def test_in_a_narrow_terminal_one_plugin_is_seen_at_a_time(desk: OpenDesk) -> None:
    async with desk() as d:
        assert "Notes on Ada Quist" in d.text
        assert "Orders of Ada Quist" not in d.text
        await d.press("#tab-report")
        assert "Notes on Ada Quist" not in d.text
        snapshots.check_screen("orders, 80 by 24", d.app)
        await d.pilot.resize_terminal(*WIDE)
        await d.settle()
        assert "Notes on Ada Quist" in d.text
        assert "Orders of Ada Quist" in d.text


async def test_choosing_a_customer_tells_both_plugins(desk: OpenDesk) -> None:
    async with desk(WIDE) as d:
        d.app.query_one("#customers", OptionList).focus()
        await d.keys("down", "down")
        assert "Notes on Carla Niemi" in d.text
        assert "Orders of Carla Niemi" in d.text
        assert d.details[0] == "Oulu, since 2011"
        await d.press("#customers", offset=(3, 1))
        assert "Notes on Boris Ek" in d.text
        assert "Orders of Boris Ek" in d.text


async def test_a_note_is_written_by_keyboard_alone_and_the_desk_shows_it(desk: OpenDesk) -> None:
    async with desk() as d:
        await d.keys("f2")
        await d.tab_to(lambda focused: focused is d.widget("notes", "New note"))
        await d.type("Brings cake.\n")
        assert d.app.activity == ["Ada Quist has 2 notes"]
        assert d.details[2] == "2 notes"
        assert d.app.customers[0].notes[1]["text"] == "Brings cake."
        await d.keys("f2", "down", "up")
        assert "Brings cake." in d.text


async def test_a_note_is_written_and_pinned_with_the_pointer(desk: OpenDesk) -> None:
    async with desk() as d:
        await d.click("notes", "New note")
        await d.type("Brings cake.")
        await d.click("notes", "Add")
        await d.click("notes", "Pin Brings cake.")
        assert [note["pinned"] for note in d.app.customers[0].notes] == [False, True]
        await d.click("notes", "Remove Brings cake.")
        assert d.details[2] == "1 note"


async def test_orders_are_flagged_by_keyboard_and_the_desk_counts_them(desk: OpenDesk) -> None:
    async with desk(WIDE) as d:
        await d.tab_to(lambda focused: focused is d.widget("report", "Orders"))
        await d.keys("down", "enter")
        assert d.app.activity == ["Order 102 is flagged"]
        assert d.details[1] == "9 orders, 1 flagged"
        assert "! 102" in d.text


async def test_a_new_order_and_the_currency_reach_the_report(desk: OpenDesk) -> None:
    async with desk(WIDE) as d:
        before = d.session("notes").tree.root.text_content
        await d.keys("ctrl+n", "ctrl+e")
        assert d.app.activity == ["Ada Quist ordered Saw blades, number 110"]
        assert d.details[1] == "10 orders, 0 flagged"
        assert " 110" in d.text
        assert "USD in all" in d.text
        await d.press("#currency")
        await d.press("#new-order")
        assert " 111" in d.text
        assert "EUR in all" in d.text
        assert d.session("notes").tree.root.text_content == before


async def test_the_desk_s_own_component_inside_a_guest_takes_the_pointer_and_the_keyboard(desk: OpenDesk) -> None:
    async with desk(WIDE) as d:
        meter = d.widget("report", "Credit")
        button = meter.query_one(Button)
        # Textual's buttons take no second press while they show the first.
        button.active_effect_duration = 0
        assert await d.pilot.click(button)
        await d.settle()
        assert d.app.activity == ["Ada Quist asks for credit of 4,000 EUR"]
        assert "asked for more" in d.text
        # The desk's handlers of buttons are for its own.
        assert d.app.currency == "EUR"
        button.focus()
        await d.keys("enter")
        assert len(d.app.activity) == 2


async def test_when_one_plugin_crashes_the_other_and_the_desk_go_on(desk: OpenDesk) -> None:
    async with desk(WIDE) as d:
        await d.click("report", "Crash this plugin")
        assert d.session("report").state == "failed"
        assert d.app.activity == ["Orders, by Ole, has failed: Error: Ole's report was told to crash"]
        assert "Restart" in d.text
        await d.click("notes", "New note")
        await d.type("Still here.\n")
        assert d.app.activity[-1] == "Ada Quist has 2 notes"
        d.app.query_one("#customers", OptionList).focus()
        await d.keys("down")
        assert "Notes on Boris Ek" in d.text
        assert "Orders of Ada Quist" in d.text
        snapshots.check_screen("one plugin has crashed, 200 by 60", d.app)
        await d.view("report").restart()
        await d.settle()
        assert d.session("report").state == "running"
        assert d.app.activity[-1] == "Orders was started again"


async def test_a_restarted_plugin_is_heard_once(desk: OpenDesk) -> None:
    async with desk() as d:
        await d.view("notes").restart()
        await d.settle()
        await d.click("notes", "New note")
        await d.type("Once.\n")
        assert d.app.activity == ["Notes was started again", "Ada Quist has 2 notes"]


async def test_f12_opens_the_devtools_of_the_plugin_that_has_the_focus(desk: OpenDesk) -> None:
    async with desk(WIDE) as d:
        await d.click("notes", "New note")
        await d.keys("f12")
        panel = d.app.query_one(DevtoolsPanel)
        assert panel.view is d.view("notes")
        await d.type("x")
        assert panel.recording is not None
        assert [turn.cause for turn in panel.recording.turns] == ['change TextInput "New note": "x"']
        await d.keys("f12")
        assert not d.app.query(DevtoolsPanel)


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("note_saved", {"customer": 99, "count": 1}),
        ("note_saved", {"customer": "\x1b[31m", "count": None}),
        ("note_saved", None),
        ("\x1b[31m[bold]evil", {}),
        ("order_flagged", {"order": 101, "flagged": True}),
    ],
)
async def test_what_a_plugin_must_not_say_is_written_down_at_most(desk: OpenDesk, name: str, payload: Any) -> None:
    async with desk() as d:
        plugin = next(plugin for plugin in sys.modules["app"].PLUGINS if plugin.name == "notes")
        d.app.post_message(d.app.PluginSaid(plugin, name, payload))
        await d.settle()
        assert all(line.isprintable() for line in d.app.activity)
        assert d.details[1:3] == ["9 orders, 0 flagged", "1 note"]


async def test_the_theme_is_switched_while_it_runs(desk: OpenDesk) -> None:
    async with desk() as d:
        before = d.text
        assert d.app.current_theme.dark
        await d.keys("ctrl+t")
        assert not d.app.current_theme.dark
        assert d.text == before
