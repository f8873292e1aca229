"""Widgets for the components that a person presses, writes in or switches: Textual's own, linked to a node.

The guest decides a value, the person may be faster: each control knows the last value that both sides agree on, so that
only a person's change is reported, at the moment in which it happens.
"""

from __future__ import annotations

import time
from typing import Any, ClassVar

from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Checkbox, Input, Switch, TextArea
from textual.widgets.input import Selection as InputSelection
from textual.widgets.text_area import Edit, EditResult, Selection

from rill.host.terminal_text import clean_line, clean_text
from rill.host.textual.view import KEY_PRESS, Linked, ViewState, pointer_press


class PressButton(Linked, Button):
    """A Button."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "Press", show=False)]

    _payload: Any = KEY_PRESS

    # Textual drops a second press while the button still looks pressed, for 0.2 s; to a guest every press counts.

    def on_click(self, event: events.Click) -> None:
        event.stop()
        event.prevent_default()
        self._payload = pointer_press(event)
        self.press()

    def action_press(self) -> None:
        self.press()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        payload, self._payload = self._payload, KEY_PRESS
        if self.link is not None:
            self.link.emit("onPress", payload)


class ValueControl(Linked):
    """A control with a value that both a person and the guest change."""

    # What the value is called in `view_state`.
    state_name: ClassVar[str] = "value"

    def show_value(self, value: Any) -> None:
        """Show what the guest says, and tell nobody."""
        raise NotImplementedError

    def value_left(self) -> Any:
        """What a person would find here."""
        raise NotImplementedError

    def view_state(self) -> ViewState:
        return {self.state_name: self.value_left()}

    def restore_view_state(self, state: ViewState) -> None:
        if self.state_name in state:
            self.show_value(state[self.state_name])


class LineInput(ValueControl, Input):
    """A TextInput of one line."""

    state_name: ClassVar[str] = "text"

    read_only: bool = False
    _agreed: str = ""

    def __init__(self, value: str) -> None:
        self._agreed = clean_line(value)
        super().__init__(self._agreed, select_on_focus=False)

    def validate_value(self, value: str) -> str:
        # Also what a person pastes.
        return clean_line(value)

    def watch_value(self, value: str) -> None:
        if value != self._agreed:
            self._agreed = value
            if self.link is not None:
                self.link.emit_change(value)

    def show_value(self, value: str) -> None:
        """Show what the guest says. The caret stays: at the end if it was there, else after as many characters."""
        value = clean_line(value)
        self._agreed = value
        if value == self.value:
            return
        start, end = self.selection
        at_end = end >= len(self.value)
        self.value = value
        size = len(value)
        self.selection = InputSelection.cursor(size) if at_end else InputSelection(min(start, size), min(end, size))

    def value_left(self) -> str:
        return self.value

    def write(self, value: str) -> None:
        """Change the value as if a person had done it."""
        self.value = value

    def select(self, start: int, end: int | None) -> None:
        """Select characters; equal numbers place the caret."""
        size = len(self.value)
        self.selection = InputSelection(min(start, size), size if end is None else min(end, size))

    def replace(self, text: str, start: int, end: int) -> None:
        if not self.read_only:
            super().replace(text, start, end)

    async def action_submit(self) -> None:
        if self.link is not None:
            self.link.emit_submit(self.value)


class AreaInput(ValueControl, TextArea):
    """A TextInput of several lines."""

    state_name: ClassVar[str] = "text"

    text_max: int | None = None

    def __init__(self, value: str) -> None:
        super().__init__(
            clean_text(value),
            soft_wrap=True,
            show_line_numbers=False,
            tab_behavior="focus",
            highlight_cursor_line=False,
        )

    def edit(self, edit: Edit) -> EditResult:
        text = clean_text(edit.text)
        if self.text_max is not None:
            replaced = len(self.get_text_range(edit.top, edit.bottom))
            text = text[: max(0, self.text_max - len(self.text) + replaced)]
        if text != edit.text:
            edit = Edit(text, edit.from_location, edit.to_location, edit.maintain_selection_offset)
        before = self.text
        result = super().edit(edit)
        self._tell(before)
        return result

    def undo(self) -> None:
        before = self.text
        super().undo()
        self._tell(before)

    def redo(self) -> None:
        before = self.text
        super().redo()
        self._tell(before)

    def _tell(self, before: str) -> None:
        text = self.text
        if text != before and self.link is not None:
            self.link.emit_change(text)

    def show_value(self, value: str) -> None:
        """Show what the guest says. The caret stays: at the end if it was there, else at its line and column."""
        value = clean_text(value)
        if value == self.text:
            return
        location = self.cursor_location
        at_end = location == self.document.end
        self.load_text(value)
        self.move_cursor(self.document.end if at_end else self.clamp_visitable(location))

    def value_left(self) -> str:
        return self.text

    def write(self, value: str) -> None:
        """Change the text as if a person had done it."""
        self.edit(Edit(value, (0, 0), self.document.end, False))

    def select(self, start: int, end: int | None) -> None:
        """Select characters; equal numbers place the caret."""
        size = len(self.text)
        last = size if end is None else min(end, size)
        self.selection = Selection(self._location(min(start, size)), self._location(last))

    def _location(self, index: int) -> tuple[int, int]:
        before = self.text[:index].split("\n")
        return len(before) - 1, len(before[-1])


class TickBox(ValueControl, Checkbox):
    """A Checkbox."""

    state_name: ClassVar[str] = "checked"

    def __init__(self, value: bool) -> None:
        self._agreed = value
        super().__init__(Content(""), value)
        self._show_tick()

    def _show_tick(self) -> None:
        # Textual tells on from off by colour alone.
        self.BUTTON_INNER = "X" if self.value else " "

    def watch_value(self) -> None:
        self._show_tick()
        super().watch_value()
        if self.value != self._agreed:
            self._agreed = self.value
            if self.link is not None:
                self.link.emit_change(self.value)

    def show_value(self, value: bool) -> None:
        """Show what the guest says."""
        self._agreed = value
        self.value = value

    def value_left(self) -> bool:
        return self.value


class Toggle(ValueControl, Switch):
    """A Switch."""

    state_name: ClassVar[str] = "checked"

    def __init__(self, value: bool) -> None:
        self._agreed = value
        super().__init__(value)

    def watch_value(self, value: bool) -> None:
        super().watch_value(value)
        if value != self._agreed:
            self._agreed = value
            if self.link is not None:
                self.link.emit_change(value)

    def show_value(self, value: bool) -> None:
        """Show what the guest says."""
        self._agreed = value
        self.value = value

    def value_left(self) -> bool:
        return self.value


class Spinner(Widget):
    """An ActivityIndicator of one cell."""

    FRAMES: ClassVar[str] = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"

    def on_mount(self) -> None:
        self.auto_refresh = 0.1

    def render(self) -> RenderResult:
        if self.app.animation_level == "none":
            return Content("…")
        return Content(self.FRAMES[int(time.monotonic() * 10) % len(self.FRAMES)])
