"""CreditMeter: a component of the desk's own, which plugins may use like those of the catalogue, in a terminal and in a
browser."""

from __future__ import annotations

from typing import Any, Protocol

from pydantic import Field
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, ProgressBar, Static

from rill.components import Component, Event, HostComponent, Record, event
from rill.host.terminal_text import clean_line
from rill.host.textual import TextualView
from rill.host.web.element import Element
from rill.host.web.view import DomEvent, Page, WebLink, WebView


class RaiseAsked(Record):
    """A person asked for more credit."""

    limit: float = Field(ge=0, description="The limit that was asked for.")


class CreditMeter(Component, role="group", children="none"):
    """How much of a customer's credit is used, and a button that asks for more."""

    used: float = Field(ge=0, description="What is used.")
    limit: float = Field(gt=0, description="What there is.")
    unit: str = Field(default="", max_length=8, description="What follows the numbers, such as ` EUR`.")
    on_raise: Event[RaiseAsked] = event("A person asked for a higher limit.")

    class Methods(Component.Methods, Protocol):
        def alarm(self, words: str) -> bool:
            """Say something in the colour of warnings beside the meter. Gives whether it is full."""
            ...


class CreditMeterWidget(Horizontal):
    """The bar, the words and the button."""

    DEFAULT_CSS = """
    CreditMeterWidget { height: 1; width: 1fr; }
    CreditMeterWidget ProgressBar { width: 1fr; }
    CreditMeterWidget Bar { width: 1fr; }
    CreditMeterWidget Static { width: auto; margin: 0 1; }
    CreditMeterWidget Static.-alarm { color: $text-warning; text-style: bold; }
    """

    class RaisePressed(Message):
        """The button was pressed."""

        def __init__(self, meter: CreditMeterWidget, limit: float) -> None:
            super().__init__()
            self.meter = meter
            self.limit = limit

        @property
        def control(self) -> CreditMeterWidget:
            return self.meter

    def __init__(self) -> None:
        super().__init__()
        self._bar = ProgressBar(total=1, show_eta=False, show_percentage=False)
        self._words = Static(markup=False)
        self._limit = 0.0
        self._used = 0.0

    def compose(self) -> ComposeResult:
        yield self._bar
        yield self._words
        yield Button("Raise", compact=True)

    def show(self, used: float, limit: float, unit: str) -> None:
        """Show the numbers. What a guest gave as a unit is data, never markup."""
        self._used, self._limit = used, limit
        self._bar.update(total=limit, progress=min(used, limit))
        self._words.remove_class("-alarm")
        self._words.update(Content(f"{used:,.0f} of {limit:,.0f}{clean_line(unit)}"))

    def alarm(self, words: str) -> bool:
        """Show a warning in place of the numbers."""
        self._words.add_class("-alarm")
        self._words.update(Content(clean_line(words[:40])))
        return self._used >= self._limit

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.RaisePressed(self, self._limit * 2))


def _make(node: Any) -> CreditMeterWidget:
    widget = CreditMeterWidget()
    _update(widget, node, frozenset())
    return widget


def _update(widget: CreditMeterWidget, node: Any, _changed: frozenset[str]) -> None:
    widget.show(node.get("used"), node.get("limit"), node.get("unit"))


def _lower(node: Any, page: Page) -> Element:
    """The elements of a browser. Words go into them as text, so nothing of a guest's can be markup."""
    used, limit, unit = node.get("used"), node.get("limit"), node.get("unit")
    alarm = page.remembered(node, "alarm")
    words = alarm if isinstance(alarm, str) else f"{used:,.0f} of {limit:,.0f}{unit}"
    return Element(
        "div",
        {"class": page.rule("display: flex; align-items: center; gap: 1ch")},
        Element(
            "progress", {"class": "rill-progress-bar", "max": limit, "value": min(used, limit), "aria-label": words}
        ),
        Element("span", {"role": "status", "class": "rill-c-warning" if alarm else None}, words),
        # `data-on` says which events the browser is to send.
        Element("button", {"class": "rill-button rill-control", "type": "button", "data-on": "click"}, "Raise"),
    )


def _raise(link: WebLink, _event: DomEvent) -> None:
    link.emit("onRaise", {"limit": link.node.get("limit") * 2})


def _alarm(link: WebLink, args: list[Any]) -> bool:
    link.remember("alarm", args[0][:40])
    return bool(link.node.get("used") >= link.node.get("limit"))


credit_meter = HostComponent(
    CreditMeter,
    views={
        "textual": TextualView(
            create=_make,
            update=_update,
            events={CreditMeterWidget.RaisePressed: lambda message: ("onRaise", {"limit": message.limit})},
            methods={"alarm": lambda widget, _node, args: widget.alarm(args[0])},
        ),
        # It shows what its method was told last, so it is lowered from more than its props.
        "web": WebView(lower=_lower, events={"click": _raise}, methods={"alarm": _alarm}, contextual=True),
    },
)
