"""A FormField: the label, the help and the mistakes around an input. What is a mistake is said by `rill.host.forms`."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from typing import Any

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rill.host.forms import Refusal
from rill.host.textual.view import Assembled, Linked
from rill.host.textual.widgets.boxes import Box

# Behind the label of an input that must not stay empty, as on the web.
_REQUIRED = " *"


class FieldBox(Assembled, Linked, Widget):
    """A FormField. Its input is mounted into ``content``."""

    DEFAULT_CSS = """
    FieldBox { layout: vertical; width: 1fr; height: auto; }
    FieldBox > .field--title { width: auto; max-width: 100%; height: auto; }
    FieldBox > .field--body { layout: vertical; width: 1fr; height: auto; }
    FieldBox .field--message { width: 1fr; height: auto; padding: 0 1; color: $text-muted; display: none; }
    FieldBox .field--message.-shown { display: block; }
    FieldBox.-refused .field--message { color: $text-error; }
    FieldBox > .field--title.-active { text-style: bold; }
    FieldBox.-textual-compact { layout: horizontal; }
    FieldBox.-textual-compact > .field--title { width: 25%; min-width: 8; max-width: 24; padding: 0 1 0 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.content = Box(classes="rill-box rill-stretch")
        self._title = Static(markup=False, classes="field--title")
        self._message = Static(markup=False, classes="field--message")
        self._body = Widget(classes="field--body")
        self._title_words = ""
        self._help = ""
        self._error = ""
        # What the host found, by node id of the input.
        self._refusals: dict[int, Refusal] = {}
        # Inputs that must not stay empty, by node id.
        self._required: set[int] = set()

    def assemble(self) -> Iterable[Awaitable[Any]]:
        yield self.mount(self._title, self._body)
        yield self._body.mount(self.content, self._message)

    # Textual gives the children of what is `:focus-within` their styles too late.

    def on_descendant_focus(self) -> None:
        self._title.add_class("-active")

    def on_descendant_blur(self) -> None:
        self._title.remove_class("-active")

    # -- what is said of the input

    def show_title(self, words: str) -> None:
        """Show another label."""
        self._title_words = words
        self._show_title()

    def show_required(self, input: int, *, required: bool) -> None:
        """Mark the label while an input inside must not stay empty."""
        before = bool(self._required)
        if required:
            self._required.add(input)
        else:
            self._required.discard(input)
        if before != bool(self._required):
            self._show_title()

    def _show_title(self) -> None:
        sign = (_REQUIRED, "$text-error") if self._required else ""
        self._title.update(Content.assemble(self._title_words, sign))
        self._title.display = bool(self._title_words or self._required)

    def show_help(self, words: str) -> None:
        """Show what helps to answer, where nothing is wrong."""
        self._help = words
        self._show_message()

    def show_error(self, words: str) -> None:
        """Show what the guest finds wrong; nothing to take it back."""
        self._error = words
        self._show_message()

    def show_refusal(self, input: int, refusal: Refusal | None) -> None:
        """Show what the host finds wrong with an input, or no longer."""
        if refusal is not None:
            self._refusals[input] = refusal
        elif self._refusals.pop(input, None) is None:
            return
        self._show_message()

    def answer_changed(self, *, heard: bool) -> None:
        """A person changed the answer. An error of a guest that does not hear of it is about the one before."""
        if not heard and self._error:
            self._error = ""
            self._show_message()

    def _show_message(self) -> None:
        words = next((refusal.words for refusal in self._refusals.values()), "") or self._error
        self.set_class(bool(words), "-refused")
        words = words or self._help
        self._message.update(Content(words))
        self._message.set_class(bool(words), "-shown")
