"""Folders, list and message of a mail reader in plain Textual: the first screen of `examples/mail` as a guest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, DataTable, Input, Markdown, Static, Tree


@dataclass(frozen=True)
class Message:
    sender: str
    subject: str
    date: str
    unread: bool
    body: str


class Mail(App[None]):
    """Three panes and a search field, without any of the other screens."""

    CSS = """
    #bar { height: 3; }
    #bar Input { width: 1fr; }
    #panes { height: 1fr; }
    Tree { width: 24; }
    DataTable { width: 1fr; }
    #message { width: 1fr; border: solid $panel; padding: 0 1; }
    Markdown { height: 1fr; overflow-y: auto; }
    #status { height: 1; }
    """

    def __init__(self, messages: Sequence[Message]) -> None:
        super().__init__()
        self.messages = list(messages)
        self.shown: list[Message] = []

    def compose(self) -> ComposeResult:
        with Horizontal(id="bar"):
            yield Button("Write", variant="primary")
            yield Input(placeholder="Search (/)")
        with Horizontal(id="panes"):
            yield Tree("Mail")
            yield DataTable[Content](cursor_type="row")
            with Vertical(id="message"):
                yield Static(id="subject")
                yield Markdown()
        yield Static(id="status")

    @property
    def table(self) -> DataTable[Content]:
        return self.query_one(DataTable)

    def on_mount(self) -> None:
        folders = self.query_one(Tree)
        folders.root.expand()
        for name in ("Inbox", "Starred", "Drafts", "Sent", "Archive", "Trash"):
            folders.root.add_leaf(name)
        for name, width in (("", 2), ("From", 18), ("Subject", 40), ("Date", 14)):
            self.table.add_column(name, width=width)
        self.table.focus()
        self.show("")

    def show(self, search: str) -> None:
        """List the messages that hold the words."""
        self.shown = [message for message in self.messages if search in f"{message.sender} {message.subject}".lower()]
        self.table.clear()
        for message in self.shown:
            style = "bold" if message.unread else ""
            marks = Content("●" if message.unread else "")
            self.table.add_row(
                marks,
                Content(message.sender).stylize(style),
                Content(message.subject).stylize(style),
                Content(message.date),
            )
        self.query_one("#status", Static).update(f"Inbox: {len(self.shown)} messages")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.show(event.value.lower())

    async def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        if event.cursor_row < len(self.shown):
            message = self.shown[event.cursor_row]
            self.query_one("#subject", Static).update(Content(message.subject))
            await self.query_one(Markdown).update(message.body)
