"""Widgets of elements that hold others: boxes of blocks and lines, items with their signs, what opens and closes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from rill.host.html import is_in_line, is_stretch
from rill.host.textual.flow import FlexLayout, Flow, Flowing
from rill.host.textual.html_flow import BlockLayout, InFlow
from rill.host.textual.html_link import Activated, HtmlLink, PressedByKeys
from rill.host.textual.view import KEY_PRESS, ViewState
from rill.host.textual.widgets.boxes import Box
from rill.host.textual.widgets.html_words import press_with_pointer
from rill.host.textual.widgets.overlays import ModalView
from rill.host.textual.windows import CHILDREN_MIN

_COLUMN: Final = Flow()
_LINES: Final = Flow(wrap=True)


class HtmlBox(PressedByKeys, InFlow, Box):
    """An element with others in it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "Press", show=False)]

    # Whether Enter and Space press it: a link, a `summary`.
    is_pressed_by_keys: bool = False
    # What the texts in it have from it.
    passed_on: tuple[Any, ...] = (None, None, None)
    _flexes: bool = False
    _hovered: bool = False

    # -- layout

    @property
    def layout(self) -> FlexLayout:
        if self._flex_layout is None:
            self._flex_layout = FlexLayout(Flow(self.flows_sideways)) if self._flexes else BlockLayout()
        return self._flex_layout

    @property
    def flow(self) -> Flow:
        """Where it puts its children: as its style says, if it is flexible; else in a column, or in lines."""
        if self._flexes:
            return self.layout.flow
        return _COLUMN if self._is_column() else _LINES

    @flow.setter
    def flow(self, flow: Flow) -> None:
        if self._flexes and flow != self.layout.flow:
            self._take_layout(FlexLayout(flow))

    def _is_column(self) -> bool:
        """Whether each of many children has lines of its own, so that those out of view need no widgets."""
        node = self.link.node if self.link is not None else None
        return (
            node is not None
            and node.child_count >= CHILDREN_MIN
            and all(is_stretch(child) or not is_in_line(child) for child in node.children)
        )

    def flex(self, *, flexes: bool) -> None:
        """Be a flexible box, or one of blocks and lines."""
        if flexes is not self._flexes:
            self._flexes = self.flows_sideways = flexes
            self._take_layout(None)

    def stand(self, *, in_line: bool) -> None:
        """Stand in a line with what is beside it, or on lines of its own."""
        if in_line is not self.in_line:
            self.in_line = in_line
            around = self.parent
            if self.is_attached and isinstance(around, Flowing):
                around._clear_arrangement_cache()
                self.refresh(layout=True)

    def _take_layout(self, layout: FlexLayout | None) -> None:
        self._flex_layout = layout
        if self.is_attached:
            self._clear_arrangement_cache()
            self.refresh(layout=True)

    # -- what a person does

    def on_resize(self) -> None:
        """Elements do not tell their size."""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if isinstance(self.link, HtmlLink):
            press_with_pointer(self.link, self.link.node, event)

    def on_enter(self, event: events.Enter) -> None:
        if not self._hovered and isinstance(self.link, HtmlLink):
            self._hovered = True
            if self.link.node.listens("onMouseEnter"):
                self.link.tell_event(self.link.node, "onMouseEnter", {"source": "pointer"})
        del event

    def on_leave(self) -> None:
        if self._hovered and not self.is_mouse_over and isinstance(self.link, HtmlLink):
            self._hovered = False
            if self.link.node.listens("onMouseLeave"):
                self.link.tell_event(self.link.node, "onMouseLeave", {"source": "pointer"})

    def press_by_key(self) -> bool:
        if not self.is_pressed_by_keys or not isinstance(self.link, HtmlLink):
            return False
        self.link.click(self.link.node, KEY_PRESS)
        return True

    def action_press(self) -> None:
        if not self.press_by_key():
            raise SkipAction


class MarkedBox(HtmlBox):
    """An element with a sign to the left of its first line: an item of a list, a `summary`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rill-marker"}

    marker: str = ""

    def show_marker(self, marker: str) -> None:
        """Show another sign. It stands in the padding on the left, at its right end."""
        if marker != self.marker:
            self.marker = marker
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        strips = super().render_lines(crop)
        top, room = self.styles.gutter.top, self.styles.gutter.left
        if self.marker and room > 1 and crop.y <= top < crop.bottom and crop.x < room:
            line = top - crop.y
            sign = f"{self.marker[: room - 1]:>{room - 1}} "
            style = self.get_component_rich_style("rill-marker")
            painted = Strip([Segment(sign, style)], room).crop(crop.x, min(room, crop.right))
            rest = strips[line].crop(painted.cell_length, strips[line].cell_length)
            strips[line] = Strip.join([painted, rest])
        return strips


class DetailsBox(Activated, HtmlBox):
    """A `details`: closed, only its `summary` is seen."""

    is_open: bool = False

    def show_open(self, is_open: bool) -> None:
        """Open or close it, and tell nobody."""
        self.is_open = is_open
        self.set_class(not is_open, "-closed", update=self.is_attached)
        self.settle()
        if self.link is not None:
            self.link.tell_shown()

    def settle(self) -> None:
        """Show in the `summary` whether it is open."""
        for child in self.children:
            if isinstance(child, MarkedBox) and child.has_class("rill-summary"):
                child.show_marker("▼" if self.is_open else "▶")

    def activate(self, payload: Mapping[str, Any]) -> None:  # noqa: ARG002
        self.show_open(not self.is_open)
        if isinstance(self.link, HtmlLink):
            self.link.tell_event(self.link.node, "onToggle", {"open": self.is_open})

    def view_state(self) -> ViewState:
        return {"open": self.is_open}

    def restore_view_state(self, state: ViewState) -> None:
        if isinstance(state.get("open"), bool):
            self.show_open(bool(state["open"]))


class DialogView(ModalView):
    """A `dialog`. In a terminal all of them are to be answered first."""

    def __init__(self) -> None:
        super().__init__()
        self.dialog.body._flex_layout = BlockLayout()


class RuleLine(InFlow, Widget):
    """An `hr`."""

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        return Strip([Segment("─" * width, self.rich_style)], width) if not y else Strip.blank(width)
