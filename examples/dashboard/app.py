"""A desk for customers: an application of its own that lets two plugins of different authors help.

    python examples/dashboard/app.py

The list of customers, their details and the activity below are the desk's own widgets. Notes and orders are guests.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from credit_meter import credit_meter
from customers import RATES, Currency, Customer, all_customers
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Footer, Header, OptionList, RichLog, Static, Tab, Tabs
from textual.widgets.option_list import Option

from rill import Engine, Limits, RillError
from rill.devtools.textual import DevtoolsPanel
from rill.host.terminal_text import clean_line
from rill.host.textual import GuestView

HERE = Path(__file__).resolve().parent
ACTIVITY_MAX = 200


@dataclass(frozen=True)
class Plugin:
    """One guest: where it is, who wrote it, and which of the desk's functions it may call."""

    name: str
    title: str
    author: str
    source: Path
    granted: tuple[str, ...]


PLUGINS = (
    Plugin("notes", "Notes", "Mira", HERE / "notes" / "notes.tsx", ("notes.load", "notes.save")),
    Plugin("report", "Orders", "Ole", HERE / "report" / "report.tsx", ("orders.load",)),
)


class CustomerDesk(App[None]):
    """The application.

    Args:
        bundles: files to load instead of the plugins' sources, by their names.
        limits: the bounds of both plugins; Rill's own when left out.
    """

    TITLE = "Customer desk"
    CSS = """
    #sidebar { width: 26; border-right: solid $primary 40%; padding: 0 1; }
    #sidebar .heading { text-style: bold; color: $text-primary; }
    #customers { height: 1fr; min-height: 3; border: none; padding: 0; background: transparent; }
    #details { height: auto; margin: 1 0; }
    #tools { height: 1; margin-bottom: 1; }
    #tools Button { margin-right: 1; min-width: 8; }
    #plugin-tabs { display: none; }
    #plugins { height: 1fr; }
    #plugins GuestView { border: round $primary 40%; border-title-color: $text-primary; }
    #plugins GuestView:focus-within { border: round $accent; }
    #activity { height: 5; border-top: solid $primary 40%; padding: 0 1; background: transparent; overflow-y: auto; }
    .-narrow #activity { height: 3; }
    .-narrow #plugin-tabs { display: block; }
    .-narrow #plugins GuestView.-behind { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", priority=True),
        Binding("ctrl+n", "new_order", "New order"),
        Binding("ctrl+e", "switch_currency", "Currency"),
        Binding("ctrl+t", "switch_theme", "Theme"),
        Binding("f2", "focus_customers", "Customers"),
    ]
    ENABLE_COMMAND_PALETTE = False
    # Two plugins beside the sidebar want this many columns; below, one of them is seen at a time.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - Textual declares it of instances

    class PluginSaid(Message):
        """A plugin has sent a message."""

        def __init__(self, plugin: Plugin, name: str, payload: Any) -> None:
            super().__init__()
            self.plugin = plugin
            self.name = name
            self.payload = payload

    def __init__(self, bundles: Mapping[str, Path] | None = None, limits: Limits | None = None) -> None:
        super().__init__()
        self.customers = all_customers()
        self.customer = self.customers[0]
        self.currency: Currency = "EUR"
        self.activity: list[str] = []
        self.engine = Engine(limits=limits)
        self.engine.register(CreditMeter=credit_meter)
        functions: dict[str, Callable[..., Any]] = {
            "notes.load": self._load_notes,
            "notes.save": self._save_notes,
            "orders.load": self._load_orders,
        }
        self.views = {
            plugin.name: GuestView(
                self.engine,
                (bundles or {}).get(plugin.name, plugin.source),
                config=self._config(),
                functions={name: functions[name] for name in plugin.granted},
                development=True,
                devtools=DevtoolsPanel,
                id=plugin.name,
            )
            for plugin in PLUGINS
        }
        self._heard: set[str] = set()

    def compose(self) -> ComposeResult:
        yield Header(icon="")
        with Horizontal():
            with Vertical(id="sidebar"):
                yield Static("Customers", classes="heading")
                yield OptionList(
                    *(Option(customer.name, id=str(customer.id)) for customer in self.customers), id="customers"
                )
                yield Static(id="details", markup=False)
                with Horizontal(id="tools"):
                    yield Button("New order", compact=True, id="new-order")
                    yield Button("EUR", compact=True, id="currency")
            with Vertical():
                yield Tabs(*(Tab(plugin.title, id=f"tab-{plugin.name}") for plugin in PLUGINS), id="plugin-tabs")
                with Horizontal(id="plugins"):
                    for plugin in PLUGINS:
                        view = self.views[plugin.name]
                        view.border_title = f"{plugin.title}, by {plugin.author}"
                        yield view
                activity = RichLog(id="activity", max_lines=ACTIVITY_MAX, markup=False, highlight=False)
                activity.can_focus = False
                yield activity
        yield Footer()

    def on_mount(self) -> None:
        self.query_one("#customers", OptionList).highlighted = 0
        self._show_details()

    async def on_unmount(self) -> None:
        await self.engine.close()

    # -- what plugins may call. Arguments come from a guest: they are checked like anybody's.

    def _customer(self, id: object) -> Customer:
        for customer in self.customers:
            if customer.id == id:
                return customer
        raise ValueError(f"there is no customer {id!r}")

    def _load_notes(self, customer: object) -> list[dict[str, Any]]:
        return self._customer(customer).notes

    def _save_notes(self, customer: object, notes: object) -> None:
        if not isinstance(notes, list) or len(notes) > 100:
            raise ValueError("expected a list of at most 100 notes")
        self._customer(customer).notes = [
            {"id": int(note["id"]), "text": str(note["text"])[:200], "pinned": bool(note["pinned"])} for note in notes
        ]

    def _load_orders(self, customer: object) -> list[dict[str, Any]]:
        return [order.as_value() for order in self._customer(customer).orders]

    # -- what plugins are told

    def _config(self) -> dict[str, Any]:
        customer = self.customer
        return {
            "customer": {"id": customer.id, "name": customer.name, "creditLimit": customer.credit_limit},
            "currency": self.currency,
            "rate": RATES[self.currency],
        }

    def _tell_plugins(self, say: Callable[[Any], Any]) -> None:
        """Tell every plugin that runs. One that fails at it shows so itself; the others are told all the same."""

        async def tell(view: GuestView) -> None:
            with contextlib.suppress(RillError):
                await say(view.session)

        for view in self.views.values():
            if view.session is not None:
                self.run_worker(tell(view))

    # -- what a person does on the desk

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        customer = self.customers[event.option_index]
        if customer is not self.customer:
            self.customer = customer
            self._show_details()
            config = self._config()
            self._tell_plugins(lambda session: session.update_config(config))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "new-order":
            self.action_new_order()
        else:
            self.action_switch_currency()

    def on_tabs_tab_activated(self, event: Tabs.TabActivated) -> None:
        for name, view in self.views.items():
            view.set_class(event.tab.id != f"tab-{name}", "-behind")

    def action_new_order(self) -> None:
        order = self.customer.add_order()
        self._note(f"{self.customer.name} ordered {order.item}, number {order.number}")
        self._show_details()
        customer = self.customer.id
        self._tell_plugins(lambda session: session.send_event("ORDER_ADDED", {"customer": customer}))

    def action_switch_currency(self) -> None:
        self.currency = "USD" if self.currency == "EUR" else "EUR"
        self.query_one("#currency", Button).label = self.currency
        self._show_details()
        config = self._config()
        self._tell_plugins(lambda session: session.update_config(config))

    def action_switch_theme(self) -> None:
        self.theme = "textual-light" if self.current_theme.dark else "textual-dark"

    def action_focus_customers(self) -> None:
        self.query_one("#customers").focus()

    # -- what plugins say

    def on_guest_view_opened(self, event: GuestView.Opened) -> None:
        """A plugin runs, for the first time or again. Its session is the same after a restart, and heard once."""
        plugin = next(plugin for plugin in PLUGINS if plugin.name == event.view.id)
        if plugin.name in self._heard:
            self._note(f"{plugin.title} was started again")
            return
        self._heard.add(plugin.name)

        def hear(name: str, payload: Any) -> None:
            # Handlers run wherever a turn ends; a message brings it to where the desk does its own work.
            self.post_message(self.PluginSaid(plugin, name, payload))

        event.session.on("message", hear)

    def on_guest_view_failed(self, event: GuestView.Failed) -> None:
        plugin = next(plugin for plugin in PLUGINS if plugin.name == event.view.id)
        self._note(f"{plugin.title}, by {plugin.author}, has failed: {event.error.message}")

    def on_customer_desk_plugin_said(self, event: PluginSaid) -> None:
        """Names and payloads are a guest's: what the desk does not expect, it only writes down."""
        payload = event.payload if isinstance(event.payload, dict) else {}
        match event.plugin.name, event.name, payload:
            case "notes", "note_saved", {"customer": int(id), "count": int(count)}:
                with contextlib.suppress(ValueError):
                    self._note(f"{self._customer(id).name} has {counted(count, 'note')}")
            case "report", "order_flagged", {"order": int(number), "flagged": bool(flagged)}:
                with contextlib.suppress(ValueError):
                    flags = self._customer(number // 100).flagged
                    (flags.add if flagged else flags.discard)(number)
                    self._note(f"Order {number} is {'flagged' if flagged else 'no longer flagged'}")
            case "report", "credit_asked", {"customer": int(id), "limit": int(limit)}:
                with contextlib.suppress(ValueError):
                    self._note(f"{self._customer(id).name} asks for credit of {limit:,} EUR")
            case _:
                self._note(f"{event.plugin.title} says {event.name!r:.40}")
        self._show_details()

    # -- the desk's own widgets

    def _show_details(self) -> None:
        customer = self.customer
        lines = [
            f"{customer.city}, since {customer.since}",
            f"{counted(len(customer.orders), 'order')}, {len(customer.flagged)} flagged",
            counted(len(customer.notes), "note"),
            f"{customer.credit_used * RATES[self.currency]:,.0f} {self.currency} open",
        ]
        self.query_one("#details", Static).update(Content("\n".join(lines)))

    def _note(self, words: str) -> None:
        """Write a line of activity. Words may be a guest's: no markup, and nothing that moves the cursor."""
        line = clean_line(words[:300])
        self.activity.append(line)
        self.query_one("#activity", RichLog).write(Text(line))


def counted(count: int, noun: str) -> str:
    """``1 note``, ``2 notes``."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


if __name__ == "__main__":
    CustomerDesk().run()
