"""The desk's own data: customers, their orders and the notes about them. Knows no screen and no plugin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Currency = Literal["EUR", "USD"]
# What one euro is in each currency.
RATES: dict[Currency, float] = {"EUR": 1.0, "USD": 1.1}


@dataclass(frozen=True, slots=True)
class Order:
    """One order. ``month`` counts from 1, amounts are euros."""

    number: int
    month: int
    item: str
    amount: int
    state: Literal["open", "sent", "paid"]

    def as_value(self) -> dict[str, Any]:
        """What a plugin gets to see of it."""
        return {
            "number": self.number,
            "month": self.month,
            "item": self.item,
            "amount": self.amount,
            "state": self.state,
        }


@dataclass(slots=True)
class Customer:
    """One customer. ``flagged`` holds numbers of orders that somebody should look at."""

    id: int
    name: str
    city: str
    since: int
    credit_limit: int
    orders: list[Order]
    notes: list[dict[str, Any]] = field(default_factory=list)
    flagged: set[int] = field(default_factory=set)

    @property
    def credit_used(self) -> int:
        """Euros of orders that are not paid."""
        return sum(order.amount for order in self.orders if order.state != "paid")

    def add_order(self) -> Order:
        """Take one more order, as it comes in over the telephone."""
        item = _ITEMS[len(self.orders) % len(_ITEMS)]
        order = Order(self.id * 100 + len(self.orders) + 1, 6, item, 120 + 35 * len(self.orders), "open")
        self.orders.append(order)
        return order


_ITEMS = ("Bolts", "Hinges", "Saw blades", "Sandpaper", "Oak boards", "Varnish", "Screws")
_STATES: tuple[Literal["open", "sent", "paid"], ...] = ("paid", "paid", "sent", "paid", "open")
_PEOPLE = (
    ("Ada Quist", "Bergen", 2016, 2_000, 9, ["Wants invoices on paper."]),
    ("Boris Ek", "Turku", 2019, 1_500, 4, []),
    ("Carla Niemi", "Oulu", 2011, 5_000, 16, ["Rings before noon.", "Prefers oak."]),
    ("Dmitri Saar", "Tartu", 2022, 800, 2, []),
    ("Elin Holm", "Umeå", 2020, 2_500, 7, ["New workshop in spring."]),
    ("Farid Aziz", "Malmö", 2018, 3_000, 12, []),
)


def all_customers() -> list[Customer]:
    """The same six customers each time."""
    customers = []
    for id, (name, city, since, limit, count, notes) in enumerate(_PEOPLE, 1):
        orders = [
            Order(
                number=id * 100 + place + 1,
                month=1 + place % 6,
                item=_ITEMS[(id + place) % len(_ITEMS)],
                amount=90 + (id * 37 + place * 53) % 260,
                state=_STATES[(id + place) % len(_STATES)],
            )
            for place in range(count)
        ]
        entries = [{"id": number, "text": text, "pinned": False} for number, text in enumerate(notes, 1)]
        customers.append(Customer(id, name, city, since, limit, orders, entries))
    return customers
