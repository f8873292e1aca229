"""The customer desk in a browser: pages of a web application of its own, each with both plugins in it.

    python examples/dashboard/web.py    # http://127.0.0.1:8000

The pages are Starlette's and plain HTML; the plugins are the same guests that stand in the terminal. A plugin that
crashes ends in its own box; the page and the other one go on.
"""

from __future__ import annotations

import html
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import uvicorn
from credit_meter import credit_meter
from customers import RATES, Customer, all_customers
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from rill import Bundle, Engine
from rill.host.web import Guest, WebOptions, asgi

HERE: Final = Path(__file__).resolve().parent
# What each plugin may call.
GRANTED: Final = {"notes": ("notes.load", "notes.save"), "report": ("orders.load",)}

PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>{name} - Customer desk</title>
<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/desk.css">{head}</head>
<body><header><h1>Customer desk</h1></header>
<nav aria-label="Customers"><ul>{customers}</ul></nav>
<main><h2>{name}</h2><p>{city}, since {since}. {orders} orders.</p>
<form method="post" action="/customers/{id}/orders"><button>New order</button></form>
<div class="plugins"><section aria-label="Notes, by Mira">{notes}</section>
<section aria-label="Orders, by Ole">{report}</section></div></main></body></html>"""

ICON: Final = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
<rect width="16" height="16" rx="4" fill="#3556d4"/></svg>"""
STYLE: Final = """
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; min-height: 100vh; }
body { display: grid; grid-template: auto 1fr / 14rem 1fr; }
header { grid-column: 1 / -1; padding: .5rem 1.5rem; border-bottom: 1px solid #8884; }
h1 { font-size: 1.1rem; margin: 0; }
nav { border-inline-end: 1px solid #8884; padding: 1rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: .35rem .6rem; border-radius: .4rem; color: inherit; text-decoration: none; }
nav a:hover { background: #8882; }
nav a[aria-current] { background: #3556d4; color: white; }
main { padding: 1rem 1.5rem; min-width: 0; }
.plugins { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 1rem; }
.plugins section { border: 1px solid #8884; border-radius: .6rem; overflow: hidden; height: 34rem; }
@media (max-width: 50rem) {
  body { grid-template-columns: 1fr; }
  nav { border: 0; }
  nav ul { display: flex; overflow: auto; }
  nav a { white-space: nowrap; }
}
"""


class WebDesk:
    """The application."""

    def __init__(self) -> None:
        self.customers = all_customers()
        self.engine = Engine()
        self.engine.register(CreditMeter=credit_meter)
        # No routes: plugins only ever stand in pages of the desk, which have a form of their own.
        options = WebOptions(base_path="/plugins", csp={"form-action": "'self'"})
        self.guests = asgi(self.engine, {}, options=options)
        self._bundles: dict[str, Bundle] = {}
        self.app = Starlette(
            routes=[
                Route("/", lambda _request: RedirectResponse(f"/customers/{self.customers[0].id}")),
                Route("/customers/{id:int}", self._page),
                Route("/customers/{id:int}/orders", self._add_order, methods=["POST"]),
                Route("/icon.svg", lambda _request: Response(ICON, media_type="image/svg+xml")),
                Route("/desk.css", lambda _request: Response(STYLE, media_type="text/css")),
                Mount("/plugins", app=self.guests),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        for name in GRANTED:
            self._bundles[name] = await self.engine.load_bundle(HERE / name / f"{name}.tsx")
        yield
        await self.guests.drain()
        await self.engine.close()

    async def _page(self, request: Request) -> Response:
        customer = self._customer(request.path_params["id"])
        if customer is None:
            return HTMLResponse("There is no such customer.", 404)
        page = self.guests.embed(request.scope)
        plugins = {name: await page.guest(self._plugin(name, customer)) for name in GRANTED}
        text = PAGE.format(
            head=page.head(),
            id=customer.id,
            name=html.escape(customer.name),
            city=html.escape(customer.city),
            since=customer.since,
            orders=len(customer.orders),
            customers="".join(self._entry(one, customer) for one in self.customers),
            **plugins,
        )
        return HTMLResponse(text, headers=dict(page.headers) | {"Content-Security-Policy": page.policy})

    def _entry(self, one: Customer, shown: Customer) -> str:
        current = ' aria-current="page"' if one is shown else ""
        return f'<li><a href="/customers/{one.id}"{current}>{html.escape(one.name)}</a></li>'

    async def _add_order(self, request: Request) -> Response:
        customer = self._customer(request.path_params["id"])
        if customer is not None:
            customer.add_order()
        return RedirectResponse(f"/customers/{request.path_params['id']}", 303)

    def _customer(self, id: object) -> Customer | None:
        return next((customer for customer in self.customers if customer.id == id), None)

    # -- what plugins get: the customer of the page, and functions that know no other

    def _plugin(self, name: str, customer: Customer) -> Guest:
        config = {
            "customer": {"id": customer.id, "name": customer.name, "creditLimit": customer.credit_limit},
            "currency": "EUR",
            "rate": RATES["EUR"],
        }
        functions = self._functions(customer)
        return Guest(
            self._bundles[name], config=config, functions={granted: functions[granted] for granted in GRANTED[name]}
        )

    def _functions(self, customer: Customer) -> dict[str, Callable[..., Any]]:
        def check(id: object) -> None:
            if id != customer.id:
                raise ValueError(f"there is no customer {id!r}")

        def load_notes(id: object) -> list[dict[str, Any]]:
            check(id)
            return customer.notes

        def save_notes(id: object, notes: object) -> None:
            check(id)
            if not isinstance(notes, list) or len(notes) > 100:
                raise ValueError("expected a list of at most 100 notes")
            customer.notes = [
                {"id": int(note["id"]), "text": str(note["text"])[:200], "pinned": bool(note["pinned"])}
                for note in notes
            ]

        def load_orders(id: object) -> list[dict[str, Any]]:
            check(id)
            return [order.as_value() for order in customer.orders]

        return {"notes.load": load_notes, "notes.save": save_notes, "orders.load": load_orders}


def main() -> None:
    uvicorn.run(WebDesk().app, host="127.0.0.1", port=8000)


if __name__ == "__main__":
    main()
