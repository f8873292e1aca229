"""CRUD of 7GUIs in plain Textual: what `examples/sevenguis/crud.tsx` is as a guest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    surname: str

    @property
    def full_name(self) -> str:
        return f"{self.surname}, {self.name}"


class Crud(App[None]):
    """The list, its filter, two fields and three buttons."""

    CSS = """
    Vertical, Horizontal { height: auto; }
    #all { padding: 0 2; max-width: 100; height: 100%; }
    #middle { height: 1fr; }
    #people { width: 50%; height: 100%; border: round $foreground; margin-right: 2; }
    #fields { width: 1fr; }
    Input { width: 1fr; }
    Static { height: 3; content-align: left middle; }
    #prefix-label { width: 15; }
    .label { width: 9; }
    #right { width: 50%; }
    Button { margin-right: 1; }
    """

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.people = [Person(index, *name) for index, name in enumerate(names)]
        self.next_id = len(self.people)
        self.shown: list[Person] = []
        self.chosen: Person | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="all"):
            with Horizontal():
                yield Static("Filter prefix:", id="prefix-label")
                yield Input(id="prefix")
                yield Static("", id="right")
            with Horizontal(id="middle"):
                yield OptionList(id="people")
                with Vertical(id="fields"):
                    with Horizontal():
                        yield Static("Name:", classes="label")
                        yield Input(id="name")
                    with Horizontal():
                        yield Static("Surname:", classes="label")
                        yield Input(id="surname")
            with Horizontal():
                yield Button("Create", id="create")
                yield Button("Update", id="update")
                yield Button("Delete", id="delete")

    def on_mount(self) -> None:
        self.show()

    def show(self) -> None:
        """List those whose surname begins with the prefix."""
        prefix = self.query_one("#prefix", Input).value.lower()
        self.shown = [person for person in self.people if person.surname.lower().startswith(prefix)]
        options = self.query_one("#people", OptionList)
        options.clear_options()
        options.add_options([Content(person.full_name) for person in self.shown])
        self.choose(next((person for person in self.shown if self.chosen and person.id == self.chosen.id), None))

    def choose(self, person: Person | None) -> None:
        self.chosen = person
        for name in ("#update", "#delete"):
            self.query_one(name, Button).disabled = person is None

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "prefix":
            self.show()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        person = self.shown[event.option_index]
        self.choose(person)
        self.query_one("#name", Input).value = person.name
        self.query_one("#surname", Input).value = person.surname

    def on_button_pressed(self, event: Button.Pressed) -> None:
        name, surname = self.query_one("#name", Input).value, self.query_one("#surname", Input).value
        chosen = self.chosen
        if event.button.id == "create":
            self.people.append(Person(self.next_id, name, surname))
            self.next_id += 1
        elif chosen is not None and event.button.id == "update":
            self.people = [
                replace(person, name=name, surname=surname) if person.id == chosen.id else person
                for person in self.people
            ]
        elif chosen is not None:
            self.people = [person for person in self.people if person.id != chosen.id]
        self.show()
