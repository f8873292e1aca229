"""The view of a DateInput: the browser's own field for days, with its calendar and in the order of parts that the
person is used to. Where weeks begin is the browser's to know.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from rill.host.input_values import day_of, days_accepted
from rill.host.tree import Node
from rill.host.web.element import Element
from rill.host.web.view import DomEvent, Page, WebLink, WebView
from rill.host.web.views.choices import show_picker
from rill.host.web.views.fields import (
    UNREADABLE,
    answer_attributes,
    changes,
    compact,
    field_value,
    may_change,
    wants,
)
from rill.host.web.views.inputs import clear
from rill.host.web.views.shared import FOCUS_EVENTS, FOCUS_METHODS, classes
from rill.protocol.values import Value


def _day(value: Value) -> str:
    day = day_of(value)
    return day.isoformat() if day is not None else ""


def _lower_date(node: Node, page: Page) -> Element:
    first, last = days_accepted(node.get("min"), node.get("max"))
    wanted = wants(node, "input") + " rill-unreadable"
    return Element(
        "input",
        {
            "class": classes("rill-input", "rill-date", compact(node)),
            "type": "date",
            **answer_attributes(node, page),
            "min": first.isoformat() if first != date.min else None,
            # Years of more digits than this are no days to Rill.
            "max": last.isoformat(),
            "data-on": f"{wanted} keypress:kEnter" if node.listens("onSubmit") else wanted,
        },
        field=field_value(node, page, _day),
    )


def _read_date(_node: Node, event: DomEvent) -> Value:
    value = event.value
    return value if isinstance(value, str) and (value == "" or day_of(value) is not None) else None


_day_changed: Final = changes(_read_date)


def _date_changed(link: WebLink, event: DomEvent) -> None:
    if event.value == link.held():
        # The field has what it had, after something that was no day.
        link.remember(UNREADABLE, None)
        return
    _day_changed(link, event)


def _unreadable(link: WebLink, _event: DomEvent) -> None:
    # Half a day, or the 31st of February: marked by the browser, and not told.
    if may_change(link.node):
        link.remember(UNREADABLE, True)


def _enter(link: WebLink, event: DomEvent) -> None:
    held = link.held()
    if event.key == "Enter" and not link.recall(UNREADABLE) and day_of(held) is not None:
        link.emit("onSubmit", {"value": held, "version": link.version})


VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "DateInput": WebView(
            lower=_lower_date,
            events={**FOCUS_EVENTS, "input": _date_changed, "rill-unreadable": _unreadable, "keypress": _enter},
            methods={**FOCUS_METHODS, "open": show_picker, "clear": clear},
            module="fields",
            contextual=True,
        )
    }
)
