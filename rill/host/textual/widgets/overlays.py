"""Widgets for what stands over the guest's screen: modals, menus, toasts and tooltips. All of them stay on the stage,
which is the guest's part of the application's screen.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, ClassVar, Final, Literal

from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from rill.host.textual.view import KEY_PRESS, Assembled, Linked, ViewState
from rill.host.textual.widgets.boxes import Box, ScrollBox
from rill.host.textual.widgets.parts import Holder, Part, Sheet, SheetLayout
from rill.host.textual.widgets.stage import Barrier, Floating, Veil, beside, measure, region_of

# A dialog that is narrower looks like a mistake, and a wider one is hard to read. A guest's `width` has the last word.
_DIALOG_WIDTH_MIN: Final = 30
_DIALOG_WIDTH_MAX: Final = 64
# Seconds after which a letter begins a new search for an item.
_TYPE_AHEAD_S: Final = 1.0
# Longer than anybody looks at a screen; Textual's timers take any number of seconds.
_DURATION_S_MAX: Final = 86_400.0
_TOOLTIP_DELAY_S: Final = 0.4
_NO_WORDS: Final = Content("")


# -- modals ----------------------------------------------------------------------------------------------------------


class _DialogBody(Part, ScrollBox):
    """What is in a modal; it scrolls, and then can have the focus. It can, too, if nothing else in the modal can."""

    def allow_focus(self) -> bool:
        return self.max_scroll_y > 0 or not any(child.focusable for child in self._others())

    def _others(self) -> Iterable[Widget]:
        dialog = self.parent
        assert isinstance(dialog, Widget)
        return (child for child in dialog.walk_children(Widget) if child is not self)


class Dialog(Floating, Sheet, Widget):
    """The box of a modal, on the stage."""

    placement: Literal["center", "top", "bottom"] = "center"

    def __init__(self, modal: ModalView) -> None:
        super().__init__(classes="rill-dialog")
        self.body = _DialogBody(classes="rill-box rill-stretch rill-dialog-body")
        self.body.whole = modal
        self.footer = Holder(classes="rill-box rill-stretch rill-dialog-footer")
        self._sheet = SheetLayout(self.body)
        # Tab goes round in here. Textual looks this up from the focus upwards, so that the focus of the application is
        # not concerned.
        self.trap_focus()

    def region_on(self, stage: Widget, size: Size, before: list[Region]) -> Region:  # noqa: ARG002
        wanted = self.size_on(stage, size)
        width, height = min(wanted.width, size.width), min(wanted.height, size.height)
        free = size.height - height
        top = {"top": 0, "center": free // 2, "bottom": free}[self.placement]
        return Region((size.width - width) // 2, top, width, height)

    def size_on(self, stage: Widget, size: Size) -> Size:
        """The size that it wants on a stage of this size."""
        if not self.styles.is_auto_width:
            return measure(stage, self, size)
        wanted = measure(stage, self, Size(min(size.width, _DIALOG_WIDTH_MAX), size.height))
        title = self._border_title
        least = _DIALOG_WIDTH_MIN if title is None else max(_DIALOG_WIDTH_MIN, title.cell_length + 6)
        return Size(max(wanted.width, least), wanted.height)


class ModalView(Linked, Assembled, Barrier):
    """A Modal: a dialog over everything of the guest."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "ask_to_close", "Close", show=False)]

    dismissible: bool = True
    # When the focus was moved in: keys that went down before were not meant for it.
    _focused_at: float = 0.0

    def __init__(self) -> None:
        super().__init__(classes="rill-modal")
        self.dialog = Dialog(self)

    def assemble(self) -> Iterable[Awaitable[Any]]:
        yield self.mount(self.dialog)
        yield self.dialog.mount(self.dialog.body, self.dialog.footer)

    def dismantle(self) -> Iterable[Awaitable[Any]]:
        self.give_back_focus()
        return ()

    @property
    def is_up(self) -> bool:
        # One that is on its way out has lost its link.
        return self.link is not None and self.display

    def focus_first(self) -> None:
        focused = self.screen.focused
        if self.link is None or not self.link.may_focus() or not self.is_up:
            return
        if focused is not None and self in focused.ancestors_with_self:
            return
        self._focused_at = Message().time
        for widget in self.dialog.walk_children(Widget):
            if widget.focusable and widget is not self.dialog.body:
                widget.focus()
                return
        self.dialog.body.focus()

    def height_on(self, stage: Widget, size: Size) -> int:
        return self.dialog.size_on(stage, size).height

    def press_outside(self) -> None:
        self._ask("outside")

    def action_ask_to_close(self) -> None:
        self._ask("escape")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "ask_to_close":
            late = self.link is not None and self.link.key_is_older(self._focused_at)
            return self.dismissible and not late
        return super().check_action(action, parameters)

    def _ask(self, reason: str) -> None:
        if self.link is not None and self.dismissible:
            self.link.emit("onClose", {"reason": reason})


# -- menus -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of a menu. Without an id it is a line between others."""

    id: int | None = None
    words: Content = _NO_WORDS
    shortcut: str = ""
    # None: there is no room for a mark.
    checked: bool | None = None
    disabled: bool = False

    def prompt(self, *, marks: bool, width: int) -> Content:
        """What stands in the list, with the shortcut at its right edge."""
        mark = ("✓ " if self.checked else "  ") if marks else ""
        taken = len(mark) + self.words.cell_length + Content(self.shortcut).cell_length
        filling = " " * max(0, width - taken)
        return Content.assemble(mark, self.words, filling, (self.shortcut, "dim"))


class _MenuList(Floating, Part, OptionList):
    """The list of a menu, on its veil."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        Binding("tab,shift+tab", "leave", "Close", show=False),
        Binding("space", "select", "Choose", show=False),
    ]

    def __init__(self, popup: MenuPopup) -> None:
        super().__init__(classes="rill-menu-list")
        self._popup = popup
        self._typed = ""
        self._typed_at = 0.0
        # When it took the focus: keys that went down before were not meant for it.
        self.focused_at = 0.0

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        link = self._popup.menu.link
        if link is not None and link.key_is_older(self.focused_at):
            return False
        return super().check_action(action, parameters)

    def region_on(self, stage: Widget, size: Size, before: list[Region]) -> Region:  # noqa: ARG002
        wanted = Size(self._popup.width + self.styles.gutter.width + 2, self._popup.height + self.styles.gutter.height)
        return beside(self._popup.target(), wanted, size)

    def keeps_key(self, event: events.Key) -> bool:
        return event.is_printable or event.key in self._bindings.key_to_bindings

    def action_close(self) -> None:
        self._popup.menu.close("escape")

    def action_leave(self) -> None:
        self._popup.menu.close("outside")

    def on_blur(self) -> None:
        self._popup.menu.close("outside")

    def on_key(self, event: events.Key) -> None:
        """Go to the next item that begins with what was typed just now."""
        character = event.character
        if character is None or not character.isprintable() or (character == " " and not self._is_typing()):
            return
        event.stop()
        event.prevent_default()
        self._typed = (self._typed if self._is_typing() else "") + character.casefold()
        self._typed_at = monotonic()
        entries = self._popup.choices
        start = self.highlighted if self.highlighted is not None else 0
        # One letter again and again goes round the items that begin with it; more letters stay where they fit.
        if len(set(self._typed)) == 1:
            start, prefix = start + 1, self._typed[0]
        else:
            prefix = self._typed
        for step in range(len(entries)):
            index = (start + step) % len(entries)
            if not entries[index].disabled and entries[index].words.plain.strip().casefold().startswith(prefix):
                self.highlighted = index
                return

    def _is_typing(self) -> bool:
        return bool(self._typed) and monotonic() - self._typed_at < _TYPE_AHEAD_S


class MenuPopup(Veil):
    """An open menu: a veil that closes it, and the list."""

    def __init__(self, menu: MenuView, entries: Sequence[MenuEntry]) -> None:
        super().__init__(classes="rill-menu")
        self.menu = menu
        self.owner = menu
        self.list = _MenuList(self)
        self.list.whole = menu
        self.choices: list[MenuEntry] = []
        self.width = self.height = 0
        self.show_entries(entries)

    def on_mount(self) -> None:
        self.mount(self.list)
        if self.menu.link is not None and self.menu.link.may_focus():
            self.list.focused_at = Message().time
            self.list.focus()

    def height_on(self, stage: Widget, size: Size) -> int:  # noqa: ARG002
        return self.target().bottom + self.height + self.list.styles.gutter.height

    def target(self) -> Region:
        """What the list stands beside: the button, or a place of its own."""
        stage = self.parent
        assert isinstance(stage, Widget)
        if self.menu.corner is not None:
            return Region(self.menu.corner.x, self.menu.corner.y, 1, 0)
        return region_of(self.menu, stage)

    def show_entries(self, entries: Sequence[MenuEntry]) -> None:
        """Show what there is to choose, with the highlight on what it was on."""
        before = self.list.highlighted
        chosen = self.choices[before].id if before is not None and before < len(self.choices) else None
        self.choices = [entry for entry in entries if entry.id is not None]
        marks = any(entry.checked is not None for entry in self.choices)
        gap = 3 if any(entry.shortcut for entry in self.choices) else 0
        width = max(
            (entry.words.cell_length + Content(entry.shortcut).cell_length + gap for entry in self.choices), default=1
        ) + (2 if marks else 0)
        self.width, self.height = width, len(entries)
        self.list.set_options(
            None if entry.id is None else Option(entry.prompt(marks=marks, width=width), disabled=entry.disabled)
            for entry in entries
        )
        at = next((index for index, entry in enumerate(self.choices) if entry.id == chosen), None)
        if at is None:
            at = next((index for index, entry in enumerate(self.choices) if not entry.disabled), None)
        self.list.highlighted = at
        if self.is_attached:
            self.refresh(layout=True)

    def press_outside(self) -> None:
        self.menu.close("outside")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.menu.choose(self.choices[event.option_index])


class _MenuButton(Part, Button):
    """The button of a menu."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,down", "press", "Open", show=False)]

    def action_press(self) -> None:
        self.press()


class MenuView(Linked, Assembled, Widget):
    """A Menu: its button, and while it is open its list over the screen."""

    # Where the list stands, if not at the button.
    corner: Offset | None = None
    # Whether the guest opens and closes it, and a person only asks for it.
    controlled: bool = False

    def __init__(self) -> None:
        super().__init__(classes="rill-menu-button")
        self.button = _MenuButton(Content(""))
        self.button.whole = self
        self.button.display = False
        self.entries: list[MenuEntry] = []
        self.popup: MenuPopup | None = None
        self._focus_before: Widget | None = None
        self._open_when_mounted = False

    def assemble(self) -> Iterable[Awaitable[Any]]:
        yield self.mount(self.button)
        if self._open_when_mounted:
            self._open_when_mounted = False
            yield from self._open()

    def dismantle(self) -> Iterable[Awaitable[Any]]:
        yield from self._close()

    def render(self) -> RenderResult:
        # Without children Textual would paint the name of the class.
        return ""

    @property
    def is_open(self) -> bool:
        return self.popup is not None or self._open_when_mounted

    def focus(self, scroll_visible: bool = True) -> MenuView:
        self.button.focus(scroll_visible)
        return self

    def show_button(self, words: Content | None) -> None:
        """Show words on the button, or no button."""
        self.button.display = words is not None
        if words is not None:
            self.button.label = words
        self.refresh(layout=True)

    def show_entries(self, entries: list[MenuEntry]) -> None:
        """Show what there is to choose."""
        self.entries = entries
        if self.popup is not None:
            self.popup.show_entries(entries)

    def show_corner(self, corner: Offset | None) -> None:
        """Stand somewhere else."""
        self.corner = corner
        if self.popup is not None:
            self.popup.refresh(layout=True)

    def show_open(self, is_open: bool) -> None:
        """Open or close it, and tell nobody."""
        if not self.is_attached:
            self._open_when_mounted = is_open
        elif is_open:
            list(self._open())
        else:
            list(self._close())

    def open(self) -> None:
        """A person opens it, or asks for it."""
        if self.is_open or self.link is None or self.is_disabled:
            return
        if not self.controlled:
            self.show_open(True)
        self.link.emit("onOpen")

    def close(self, reason: Literal["escape", "outside", "choice"]) -> None:
        """A person closes it, or asks for it."""
        if not self.is_open or self.link is None:
            return
        if not self.controlled:
            self.show_open(False)
        self.link.emit("onClose", {"reason": reason})

    def choose(self, entry: MenuEntry) -> None:
        """A person chose an item."""
        link = self.link
        if link is None or entry.id is None:
            return
        item = link.within(entry.id)
        if not self.controlled:
            self.show_open(False)
        if item is not None:
            item.emit("onPress", KEY_PRESS)
        link.emit("onClose", {"reason": "choice"})

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.open()

    def view_state(self) -> ViewState:
        return {"open": True} if self.is_open else {}

    def restore_view_state(self, state: ViewState) -> None:
        if state.get("open"):
            self.show_open(True)

    def _open(self) -> Iterable[Awaitable[Any]]:
        if self.popup is not None or self.link is None:
            return
        focused = self.screen.focused
        self._focus_before = focused if self.link.may_focus() else None
        self.popup = MenuPopup(self, self.entries)
        yield self.link.stage.mount(self.popup)

    def _close(self) -> Iterable[Awaitable[Any]]:
        popup, self.popup = self.popup, None
        self._open_when_mounted = False
        if popup is None:
            return
        if popup.list.has_focus:
            back = self._focus_before
            self.screen.set_focus(back if back is not None and back.is_attached and back.focusable else None)
        yield popup.remove()


# -- toasts ----------------------------------------------------------------------------------------------------------


class ToastView(Floating, Linked, Static):
    """A Toast. Several stand above each other in the lower right corner."""

    ALLOW_SELECT = False
    above_all = True

    _timer: Timer | None = None
    _duration_s: float = 0
    _region: Region = Region()
    title: Content | None = None
    words: Content = _NO_WORDS

    def __init__(self) -> None:
        super().__init__(Content(""), markup=False, classes="rill-toast")

    def show_words(self) -> None:
        """Show title and message."""
        title = self.title
        if title is None:
            self.update(self.words)
        else:
            self.update(Content.assemble(title.stylize("bold"), "\n" if self.words.plain else "", self.words))

    def show_for(self, seconds: float) -> None:
        """Go after this time, counted from now; 0: stay."""
        self._duration_s = min(seconds, _DURATION_S_MAX)
        if self.is_mounted:
            self._start()

    def on_mount(self) -> None:
        self._start()

    def _start(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._duration_s and self.wanted:
            self._timer = self.set_timer(self._duration_s, lambda: self._go("timeout"))

    def _go(self, reason: str) -> None:
        if self.link is not None and self.wanted:
            link = self.link
            self.want(False)
            link.emit("onClose", {"reason": reason})

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._go("press")

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()

    def region_on(self, stage: Widget, size: Size, before: list[Region]) -> Region:  # noqa: ARG002
        bottom = size.height
        for other in stage.displayed_children:
            if other is self:
                break
            if isinstance(other, ToastView):
                bottom = min(bottom, other._region.y)
        wanted = measure(stage, self, size)
        width = min(wanted.width, size.width)
        self._region = Region(size.width - width, bottom - wanted.height, width, wanted.height)
        return self._region

    def height_on(self, stage: Widget, size: Size) -> int:
        return sum(
            measure(stage, child, size).height for child in stage.displayed_children if isinstance(child, ToastView)
        )


# -- tooltips --------------------------------------------------------------------------------------------------------


class _Tip(Floating, Box):
    """What a tooltip shows, near its target."""

    def __init__(self, target: TooltipView) -> None:
        super().__init__(classes="rill-tip")
        self.owner = target
        self.words = Static(Content(""), markup=False, classes="rill-tip-words")
        self.wanted = False

    def region_on(self, stage: Widget, size: Size, before: list[Region]) -> Region:  # noqa: ARG002
        assert isinstance(self.owner, TooltipView)
        room = Size(max(1, size.width * 3 // 5), size.height)
        return beside(self.owner.target_on(stage), measure(stage, self, room), size)

    @property
    def _has_relative_children_width(self) -> bool:
        # What it shows is as wide as it is, and not all there is.
        return False


class TooltipView(Assembled, Box):
    """A Tooltip: a box for its children, and words about them that are seen on demand."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "hide", "Hide", show=False)]

    def __init__(self) -> None:
        super().__init__(classes="rill-box rill-stretch")
        self._words: Content | None = None
        self._tip: _Tip | None = None
        self._timer: Timer | None = None
        self._shown = False
        self._has_elements = False

    def assemble(self) -> Iterable[Awaitable[Any]]:
        return ()

    def dismantle(self) -> Iterable[Awaitable[Any]]:
        self._stop()
        tip, self._tip = self._tip, None
        if tip is not None:
            yield tip.remove()

    def show_words(self, words: Content | None) -> None:
        """What to say; None where elements say it."""
        self._words = words
        if self._tip is not None:
            self._show_tip_words(self._tip)

    def tip_for_elements(self) -> Widget:
        """The box that elements of the tooltip are mounted in."""
        self._has_elements = True
        return self._make_tip()

    def target_on(self, stage: Widget) -> Region:
        """What the tip stands beside: the first child, or the box if it has none."""
        children = self.displayed_children
        return region_of(children[0] if len(children) == 1 else self, stage)

    def _make_tip(self) -> _Tip:
        if self._tip is None:
            assert self.link is not None
            tip = self._tip = _Tip(self)
            tip.display = False
            self.link.stage.mount(tip)
            tip.mount(tip.words)
            self._show_tip_words(tip)
        return self._tip

    def _show_tip_words(self, tip: _Tip) -> None:
        tip.words.update(self._words or Content(""))
        tip.words.display = self._words is not None

    def on_enter(self) -> None:
        if self._timer is None and not self._shown:
            self._timer = self.set_timer(_TOOLTIP_DELAY_S, self._show)

    def on_leave(self) -> None:
        if not self.is_mouse_over:
            self._hide_unless_focused()

    def on_descendant_focus(self) -> None:
        self._show()

    def on_descendant_blur(self) -> None:
        if not self.is_mouse_over:
            self.action_hide()

    def _hide_unless_focused(self) -> None:
        self._stop()
        if not self.has_focus_within:
            self.action_hide()

    def _show(self) -> None:
        self._stop()
        if self._shown or self.link is None or not (self._words is not None or self._has_elements):
            return
        self._shown = True
        self._make_tip()
        self._follow()

    def action_hide(self) -> None:
        """Take the tip away."""
        self._stop()
        if self._shown:
            self._shown = False
            self._follow()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "hide":
            return self._shown
        return super().check_action(action, parameters)

    def _follow(self) -> None:
        if self._tip is not None and self.link is not None:
            self._tip.wanted = self._shown
            self.link.tell_shown()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
