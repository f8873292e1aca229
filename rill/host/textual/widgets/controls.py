"""Widgets for the components that a person presses, writes in or switches: Textual's own, linked to a node.

The guest decides a value, the person may be faster: each control knows the last value that both sides agree on, so that
only a person's change is reported, at the moment in which it happens. What is painted by Rill itself has modules of
its own.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Button, Checkbox, Input, Switch, TextArea
from textual.widgets.input import Selection as InputSelection
from textual.widgets.text_area import Edit, EditResult, Selection

from rill.host.forms import Refusal, form_around, judge
from rill.host.terminal_text import clean_line, clean_text
from rill.host.textual.view import KEY_PRESS, Link, Linked, ViewState, WidgetMixin, pointer_press
from rill.host.textual.widgets.fields import FieldBox
from rill.protocol.values import Value


class Submitting(WidgetMixin):
    """Mixed into the widget of a Form."""

    def submit(self) -> bool:
        """Submit the form, if everything in it is acceptable. Returns whether it is."""
        raise NotImplementedError


def submit_form(link: Link) -> None:
    """Submit the form that an element stands in, if there is one."""
    form = form_around(link.node)
    widget = link.widget_of(form) if form is not None else None
    if isinstance(widget, Submitting):
        widget.submit()


class PressButton(Linked, Button):
    """A Button."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "Press", show=False)]

    # Whether a press submits the form around it.
    submits: bool = False
    _payload: Any = KEY_PRESS

    def show_label(self, label: Content) -> None:
        """Show other words.

        To Textual the same words in another style are equal, and words of another width are no reason to lay out.
        """
        before = self.label
        assert isinstance(before, Content)
        self.set_reactive(Button.label, label)
        self.refresh(layout=label.cell_length != before.cell_length)

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
            if self.submits:
                submit_form(self.link)


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

    def write(self, value: Any) -> None:
        """Change the value as if a person had done it."""
        raise NotImplementedError

    # -- what is around it

    # Whether its form must not be submitted without an answer.
    required: bool = False
    _refusal: Refusal | None = None

    def tell_change(self, value: str | bool | float) -> None:
        """Tell everybody that a person changed the value."""
        if self.link is not None:
            self.link.emit_change(value)
        self.answer_changed()

    def answer_changed(self) -> None:
        """Take back what was said of the answer before, if that is mended now."""
        self.check_refusal()
        field = self._field
        if field is not None and self.link is not None:
            field.answer_changed(heard=self.link.node.listens("onChange"))

    def check_refusal(self) -> None:
        """Take back what the host found wrong, if it is no longer so."""
        if self._refusal is not None and self.link is not None:
            refusal = judge(self.link.node, self.value_left())
            if refusal is None or refusal.fault != self._refusal.fault:
                self.show_refusal(refusal)

    def show_refusal(self, refusal: Refusal | None) -> None:
        """Show that the answer is not acceptable, and why; None: that it is."""
        if refusal is self._refusal:
            return
        self._refusal = refusal
        self.set_class(refusal is not None, "-refused", update=self.is_attached)
        field = self._field
        if field is not None and self.link is not None:
            field.show_refusal(self.link.node.id, refusal)

    def show_required(self, *, required: bool) -> None:
        """Mark the label of the field around it."""
        self.required = required
        field = self._field
        if field is not None and self.link is not None:
            field.show_required(self.link.node.id, required=required)

    def submit_form(self) -> None:
        """Submit the form around it."""
        if self.link is not None:
            submit_form(self.link)

    @property
    def _field(self) -> FieldBox | None:
        if not self.is_attached:
            return None
        return next((around for around in self.ancestors if isinstance(around, FieldBox)), None)

    def on_mount(self) -> None:
        if self.required:
            self.show_required(required=True)

    # -- what a person did

    def view_state(self) -> ViewState:
        return {self.state_name: self.value_left()}

    def restore_view_state(self, state: ViewState) -> None:
        if self.state_name in state:
            self.show_value(state[self.state_name])


class Completions(Suggester):
    """What a field of one line offers to complete: the first of some texts that goes on as what is written."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(use_cache=False)
        self._texts = [(text.casefold(), text) for text in texts]

    async def get_suggestion(self, value: str) -> str | None:
        return next((text for folded, text in self._texts if folded.startswith(value) and folded != value), None)


class LineInput(ValueControl, Input):
    """A TextInput of one line."""

    state_name: ClassVar[str] = "text"

    read_only: bool = False
    # Characters that it takes at most. Textual's own bound takes 0 for none, and refuses what it could shorten.
    text_max: int | None = None
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
            self.tell_change(value)

    def show_value(self, value: str) -> None:
        """Show what the guest says. The caret stays: at the end if it was there, else after as many characters."""
        value = clean_line(value)
        self._agreed = value
        if value != self.value:
            start, end = self.selection
            at_end = end >= len(self.value)
            self.value = value
            size = len(value)
            self.selection = InputSelection.cursor(size) if at_end else InputSelection(min(start, size), min(end, size))
        self.check_refusal()

    def value_left(self) -> str:
        return self.value

    def write(self, value: str) -> None:
        self.value = value

    def select(self, start: int, end: int | None) -> None:
        """Select characters; equal numbers place the caret."""
        size = len(self.value)
        self.selection = InputSelection(min(start, size), size if end is None else min(end, size))

    def replace(self, text: str, start: int, end: int) -> None:
        if self.read_only:
            return
        value = self.value
        start, end = sorted(min(max(0, place), len(value)) for place in (start, end))
        if not text:
            # To take something away is always allowed: what a guest wrote may be longer than it says, or no number.
            self.value = value[:start] + value[end:]
            self.cursor_position = start
            return
        text = clean_line(text)
        if self.text_max is not None:
            text = text[: max(0, self.text_max - len(value) + end - start)]
        if text:
            super().replace(text, start, end)
        else:
            self.restricted()

    def on_paste(self, event: events.Paste) -> None:
        # Textual takes the first line and drops the others.
        event.stop()
        event.prevent_default()
        text = " ".join(event.text.splitlines())
        self.replace(text.strip() if self.restrict else text, *self.selection)

    async def action_submit(self) -> None:
        if self.link is not None:
            self.link.emit_submit(self.value)
        self.submit_form()

    def view_state(self) -> ViewState:
        return {**super().view_state(), "caret": list(self.selection)}

    def restore_view_state(self, state: ViewState) -> None:
        super().restore_view_state(state)
        caret = state.get("caret")
        if isinstance(caret, list):
            # Textual puts the caret of a field that is mounted to the end.
            self._initial_value = False
            self.select(*_places(caret))


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
        if text != before:
            self.tell_change(text)

    def show_value(self, value: str) -> None:
        """Show what the guest says. The caret stays: at the end if it was there, else at its line and column."""
        value = clean_text(value)
        if value != self.text:
            location = self.cursor_location
            at_end = location == self.document.end
            self.load_text(value)
            self.move_cursor(self.document.end if at_end else self.clamp_visitable(location))
        self.check_refusal()

    def value_left(self) -> str:
        return self.text

    def write(self, value: str) -> None:
        self.edit(Edit(value, (0, 0), self.document.end, False))

    def select(self, start: int, end: int | None) -> None:
        """Select characters; equal numbers place the caret."""
        size = len(self.text)
        last = size if end is None else min(end, size)
        self.selection = Selection(self._location(min(start, size)), self._location(last))

    def _location(self, index: int) -> tuple[int, int]:
        before = self.text[:index].split("\n")
        return len(before) - 1, len(before[-1])

    def _index(self, location: tuple[int, int]) -> int:
        row, column = location
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    def view_state(self) -> ViewState:
        start, end = self.selection
        return {**super().view_state(), "caret": [self._index(start), self._index(end)]}

    def restore_view_state(self, state: ViewState) -> None:
        super().restore_view_state(state)
        caret = state.get("caret")
        if isinstance(caret, list):
            self.select(*_places(caret))


def _places(caret: list[Value]) -> tuple[int, int]:
    """The ends of a selection, as `view_state` has them."""
    start, end = ([place for place in caret if isinstance(place, int) and place >= 0] + [0, 0])[:2]
    return start, end


class OnOrOff(ValueControl):
    """What a Checkbox and a Switch share: a value that is on or off, in Textual's reactive ``value``."""

    state_name: ClassVar[str] = "checked"
    if TYPE_CHECKING:
        value: Any
    # The last value that both sides know.
    _agreed: bool = False

    def value_changed(self) -> None:
        """Tell everybody of a change, unless the guest made it."""
        if self.value != self._agreed:
            self._agreed = self.value
            self.tell_change(self.value)

    def show_value(self, value: bool) -> None:
        self._agreed = value
        self.value = value
        self.check_refusal()

    def value_left(self) -> bool:
        return bool(self.value)

    def write(self, value: bool) -> None:
        self.value = value


class TickBox(OnOrOff, Checkbox):
    """A Checkbox."""

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
        self.value_changed()


class Toggle(OnOrOff, Switch):
    """A Switch, with words beside it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"switch--label"}
    DEFAULT_CSS = """
    Toggle:focus > .switch--label {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
        text-style: $block-cursor-text-style;
    }
    """

    # Cells of the switch, half of which are its handle.
    _CELLS: ClassVar[int] = 4

    def __init__(self, value: bool) -> None:
        self._agreed = value
        self._label = Content("")
        super().__init__(value)

    def show_label(self, label: Content) -> None:
        """Show other words. Pressing them switches, too."""
        self._label = label
        self.refresh(layout=True)

    def render(self) -> RenderResult:
        slider = self.get_component_rich_style("switch--slider")
        track, handle = Style(bgcolor=slider.bgcolor), Style(bgcolor=slider.color)
        start = round(self._slider_position * self._CELLS / 2)
        text = Text(" " * self._CELLS, track, end="")
        text.stylize(handle, start, start + self._CELLS // 2)
        if not self._label:
            return text
        words = self._label.pad(1, 1).stylize_before(self.get_visual_style("switch--label"))
        return Content.assemble(Content.from_rich_text(text), words)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return self._CELLS + (2 + self._label.cell_length if self._label else 0)

    def watch_value(self, value: bool) -> None:
        super().watch_value(value)
        self.value_changed()


class Spinner(Widget):
    """An ActivityIndicator of one cell."""

    FRAMES: ClassVar[str] = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"

    def on_mount(self) -> None:
        self.auto_refresh = 0.1

    def render(self) -> RenderResult:
        if self.app.animation_level == "none":
            return Content("…")
        return Content(self.FRAMES[int(time.monotonic() * 10) % len(self.FRAMES)])
