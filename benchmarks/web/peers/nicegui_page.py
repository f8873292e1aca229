"""The counter and the table in NiceGUI, on uvicorn: ``python -m benchmarks.web.peers.nicegui_page``, in the peers'
environment. Prints its port, and what its process holds whenever a line is read."""

from __future__ import annotations

from fastapi import FastAPI
from nicegui import ui

from benchmarks.web.peers.process import serve
from benchmarks.web.peers.rows import made


@ui.page("/counter")
def counter() -> None:
    count = 0

    def add() -> None:
        nonlocal count
        count += 1
        label.set_text(f"Count: {count}")

    label = ui.label("Count: 0")
    ui.button("Add one", on_click=add)


class Table:
    """The table. Its rows are elements that live as long as they are seen; what changes is set on them."""

    def __init__(self, count: int) -> None:
        with ui.row():
            ui.button("create 1k", on_click=lambda: self.create(1_000))
            ui.button("update", on_click=self.update)
            ui.button("clear", on_click=lambda: self.create(0))
        self.rows = ui.column()
        self.labels: list[ui.link] = []
        self.create(count)

    def create(self, count: int) -> None:
        self.rows.clear()
        self.labels = []
        with self.rows:
            for number, label in made(count):
                with ui.row() as row:
                    ui.label(str(number))
                    with ui.element("div"):
                        self.labels.append(ui.link(label, "#"))
                    with ui.element("div"):
                        ui.button(icon="close", on_click=row.delete)
                    with ui.element("div"):
                        ui.separator()

    def update(self) -> None:
        for link in self.labels[::10]:
            link.set_text(f"{link.text} !!!")


@ui.page("/table")
def table() -> None:
    Table(0)


@ui.page("/thousand")
def thousand() -> None:
    Table(1_000)


def main() -> None:
    app = FastAPI()
    ui.run_with(app)
    serve(app)


if __name__ == "__main__":
    main()
