"""The counter and the table in ReactPy, on Starlette and uvicorn: ``python -m benchmarks.web.peers.reactpy_page``, in
the peers' environment. Prints its port, and what its process holds whenever a line is read."""

from __future__ import annotations

from typing import Any

from reactpy import component, html, use_state
from reactpy.backend.starlette import Options, configure
from starlette.applications import Starlette

from benchmarks.web.peers.process import serve
from benchmarks.web.peers.rows import made, updated


@component
def Counter() -> Any:
    count, set_count = use_state(0)
    return html.div(
        html.span(f"Count: {count}"),
        html.button({"on_click": lambda _event: set_count(lambda old: old + 1)}, "Add one"),
    )


@component
def ItemRow(number: int, label: str, remove: Any) -> Any:
    return html.div(
        {"class_name": "row"},
        html.span(str(number)),
        html.div(html.a({"href": "#"}, label)),
        html.div(html.button({"on_click": lambda _event: remove(number), "aria-label": "Remove"})),
        html.div(html.hr()),
    )


def table_of(count: int) -> Any:
    """The table as a component, with so many rows to begin with."""

    @component
    def Table() -> Any:
        rows, set_rows = use_state(lambda: made(count))

        def remove(number: int) -> None:
            set_rows(lambda old: [row for row in old if row[0] != number])

        return html.div(
            html.div(
                html.button({"on_click": lambda _event: set_rows(made(1_000))}, "create 1k"),
                html.button({"on_click": lambda _event: set_rows(updated)}, "update"),
                html.button({"on_click": lambda _event: set_rows([])}, "clear"),
            ),
            html.div([ItemRow(number, label, remove, key=str(number)) for number, label in rows]),
        )

    return Table


def page(root: Any) -> Starlette:
    app = Starlette()
    configure(app, root, Options(serve_index_route=True))
    return app


def main() -> None:
    app = Starlette()
    app.mount("/counter", page(Counter))
    app.mount("/table", page(table_of(0)))
    app.mount("/thousand", page(table_of(1_000)))
    serve(app)


if __name__ == "__main__":
    main()
