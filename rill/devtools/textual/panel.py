"""`DevtoolsPanel`: what a guest is made of and what it does, beside it in its `GuestView`.

It listens while it is open and records nothing when it is closed; the guest cannot tell the difference. What the pages
say is their own business; here are the tabs, the tools, the side that the panel stands on, and picking.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterable
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.errors import NoWidget
from textual.geometry import Offset
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, ContentSwitcher, Input, Tab, Tabs

from rill.devtools.recording import Recording
from rill.devtools.textual.pages import (
    ComponentsPage,
    ConsolePage,
    ErrorsPage,
    OperationsPage,
    Page,
    StatisticsPage,
    StylePage,
    Subject,
)
from rill.devtools.textual.splitter import Splitter
from rill.host.session import Session
from rill.host.tree import Node

if TYPE_CHECKING:
    from rill.host.textual import GuestView

# A view of this width has room for a panel at its right.
WIDE: Final = 120
# How often the lines are made anew at most, however many batches come.
_SYNC_S: Final = 0.1
# How often it looks for a session that is not open yet, for statistics, and for what no event tells of.
_LOOK_S: Final = 0.5
_SHARE_MIN, _SHARE_MAX = 15, 85
_OUTLINED: Final = "rill-devtools-chosen"
_POINTED: Final = "rill-devtools-pointed"


class DevtoolsPanel(Widget):
    """The devtools of one `GuestView`: ``GuestView(..., development=True, devtools=DevtoolsPanel)`` opens it by F12.

    Args:
        view: whose guest to look at. The panel is mounted into it, and docks itself: at the right where there is room,
            else below.
        console: what the guest said before, as levels and texts; the page of the console begins with it.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = f"""
    DevtoolsPanel {{ dock: right; width: 50%; height: 100%; layout: vertical; background: $surface;
                     color: $foreground; }}
    DevtoolsPanel.-below {{ dock: bottom; width: 100%; height: 50%; min-height: 9; }}
    DevtoolsPanel .devtools-body {{ width: 1fr; height: 1fr; layout: vertical; }}
    DevtoolsPanel.-right {{ layout: horizontal; }}
    DevtoolsPanel.-below > Splitter {{ width: 100%; height: 1; border-left: none; border-top: solid $primary 50%; }}
    DevtoolsPanel.-below > Splitter:hover, DevtoolsPanel.-below > Splitter.-dragged {{ border-top: heavy $accent; }}
    DevtoolsPanel.-below Page {{ layout: horizontal; }}
    DevtoolsPanel.-below Page > LineList {{ height: 1fr; width: 3fr; }}
    DevtoolsPanel.-below Page > .devtools-detail {{ height: 1fr; width: 2fr; border-top: none;
                                                    border-left: solid $primary 50%; }}
    DevtoolsPanel Tabs {{ height: 1; background: $panel; }}
    DevtoolsPanel Tabs Underline {{ display: none; }}
    DevtoolsPanel Tab {{ height: 1; padding: 0 1; }}
    DevtoolsPanel Tab.-active {{ background: $primary; color: $text; text-style: bold; }}
    DevtoolsPanel Tabs:focus Tab.-active {{ background: $accent; }}
    DevtoolsPanel .devtools-tools {{ height: 1; background: $panel; }}
    DevtoolsPanel .devtools-tools Button {{ min-width: 4; margin: 0 1 0 0; background: $boost; color: $foreground; }}
    DevtoolsPanel .devtools-tools Button:focus {{ background: $accent; color: $text; text-style: bold; }}
    DevtoolsPanel .devtools-tools Button.-on {{ background: $warning; color: $text; }}
    DevtoolsPanel .devtools-tools Input {{ width: 1fr; height: 1; border: none; padding: 0 1; background: $boost; }}
    DevtoolsPanel .devtools-tools Input:focus {{ background: $background; background-tint: $accent 20%; }}
    DevtoolsPanel ContentSwitcher {{ height: 1fr; }}
    .{_OUTLINED} {{ tint: $accent 35%; }}
    .{_POINTED} {{ tint: $warning 45%; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,ctrl+f", "search", "Search"),
        Binding("n", "find_next", "Next", show=False),
        Binding("p", "pause", "Pause"),
        Binding("x", "clear", "Clear"),
        Binding("c", "copy", "Copy"),
        Binding("s", "pick", "Pick"),
        Binding("w", "switch_side", "Side"),
        Binding("plus", "resize(5)", "Larger", show=False),
        Binding("minus", "resize(-5)", "Smaller", show=False),
        Binding("escape", "escape", "Back", show=False),
        *(Binding(str(number + 1), f"page({number})", show=False) for number in range(6)),
    ]

    def __init__(self, view: GuestView, *, console: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._view = view
        self._subject = Subject(view)
        self._said_before = tuple(console)
        self._components = ComponentsPage(self._subject, self._outline)
        self.pages: tuple[Page, ...] = (
            self._components,
            OperationsPage(self._subject),
            ErrorsPage(self._subject),
            ConsolePage(self._subject),
            StylePage(self._subject, self._show_node),
            StatisticsPage(self._subject),
        )
        self._switcher = ContentSwitcher(*self.pages, initial=None)
        for number, page in enumerate(self.pages):
            page.id = f"devtools-page-{number}"
        self._search = Input(placeholder="Search", compact=True)
        self._page = 0
        # A person's choice of side and size; None while the view's width decides.
        self._is_below: bool | None = None
        self._share = 50
        self._outlined: Widget | None = None
        self._pointed: Widget | None = None
        self._unfocused: list[Widget] = []
        self._is_picking = False
        self._timer: Timer | None = None
        self._synced_at = 0.0
        # A session lives in tasks that know nothing of the app, and Textual asks the context which app is running.
        self._app_context = contextvars.copy_context()
        # From now on and not from the mount on, so that a guest that is opened next is seen from its first turn.
        self._follow_session()

    def compose(self) -> ComposeResult:
        yield Splitter(self._drag_to)
        with Widget(classes="devtools-body"):
            yield Tabs(*(Tab(page.title, id=f"devtools-tab-{number}") for number, page in enumerate(self.pages)))
            with Horizontal(classes="devtools-tools"):
                for words in ("Pick", "Pause", "Clear", "Copy", "Side", "Close"):
                    button = Button(Content(words), compact=True, classes=f"devtools-{words.lower()}")
                    # While the effect lasts a button takes no second press.
                    button.active_effect_duration = 0
                    yield button
                yield self._search
            yield self._switcher

    # -- what it shows

    @property
    def view(self) -> GuestView:
        """The view whose guest it looks at."""
        return self._view

    @property
    def recording(self) -> Recording | None:
        """What it shows; None while the view has no session yet."""
        return self._subject.recording

    @property
    def page(self) -> Page:
        """The page that is in front."""
        return self.pages[self._page]

    @property
    def chosen(self) -> Node | None:
        """The node that is chosen on the page of components."""
        return self._components.node

    def show_page(self, number: int) -> None:
        """Bring a page to the front: 0 components, 1 operations, 2 errors, 3 console, 4 style, 5 statistics."""
        self._page = number
        self._switcher.current = f"devtools-page-{number}"
        tabs = self.query_one(Tabs)
        if tabs.active != f"devtools-tab-{number}":
            tabs.active = f"devtools-tab-{number}"
        self.sync()

    def sync(self) -> None:
        """Show how everything is now. Otherwise it follows by itself, a few times a second at most."""
        self._timer = None
        self._synced_at = monotonic()
        if not self.is_attached:
            return
        self._follow_session()
        for number, page in enumerate(self.pages):
            words = page.tab()
            tab = self.query_one(f"#devtools-tab-{number}", Tab)
            if tab.label_text != words:
                tab.label = Content(words)
        self.page.sync()
        recording = self.recording
        paused = self.query_one(".devtools-pause", Button)
        is_paused = recording is not None and recording.is_paused
        paused.set_class(is_paused, "-on")
        words = f"Go on ({recording.missed:,} missed)" if recording is not None and is_paused else "Pause"
        if str(paused.label) != words:
            paused.label = Content(words)
            paused.refresh(layout=True)
        self._outline(self._components.node if self._page == 0 else None)

    def _follow_session(self) -> None:
        session: Session | None = self._view.session
        if session is None or (self.recording is not None and self.recording.session is session):
            return
        if self.recording is not None:
            self.recording.close()
        recording = self._subject.recording = Recording(session, self._note_change)
        for level, text in self._said_before:
            recording.add_console(level, text)
        self._said_before = ()

    def _note_change(self) -> None:
        """There is something new: show it now, or when the last time is long enough ago."""
        if self._timer is None and self.is_attached:
            self._app_context.copy().run(self._plan_sync)

    def _plan_sync(self) -> None:
        wait = self._synced_at + _SYNC_S - monotonic()
        self._timer = self.set_timer(max(0.001, wait), self.sync)

    # -- life

    def on_mount(self) -> None:
        self._app_context = contextvars.copy_context()
        self._place()
        self._switcher.current = "devtools-page-0"
        self._choose_focused()
        self.sync()
        self.set_interval(_LOOK_S, self._look)

    def on_unmount(self) -> None:
        self._outline(None)
        self._point(None)
        recording = self.recording
        if recording is not None:
            recording.close()

    def _look(self) -> None:
        if self.recording is None or self._page >= 4:
            self.sync()

    def _choose_focused(self) -> None:
        """Begin at the element that a person was using."""
        focused = self.screen.focused
        node = self._view.adapter.node_of(focused) if focused is not None else None
        if node is not None:
            self._follow_session()
            self._components.show_node(node)

    # -- side and size

    def on_resize(self) -> None:
        self._place()

    def _place(self) -> None:
        below = self._is_below if self._is_below is not None else self._view.size.width < WIDE
        self.set_class(below, "-below")
        self.set_class(not below, "-right")
        self.styles.width = "100%" if below else f"{self._share}%"
        self.styles.height = f"{self._share}%" if below else "100%"

    def _drag_to(self, place: Offset) -> None:
        """The person drags the panel's edge."""
        region = self._view.region
        if self.has_class("-below"):
            share = 100 * (region.bottom - place.y) / max(1, region.height)
        else:
            share = 100 * (region.right - place.x) / max(1, region.width)
        self._resize_to(round(share))

    def _resize_to(self, share: int) -> None:
        self._share = min(max(share, _SHARE_MIN), _SHARE_MAX)
        self._place()

    def action_resize(self, by: int) -> None:
        self._resize_to(self._share + by)

    def action_switch_side(self) -> None:
        self._is_below = not self.has_class("-below")
        self._place()

    # -- tools

    def on_tabs_tab_activated(self, event: Tabs.TabActivated) -> None:
        event.stop()
        number = int((event.tab.id or "0").rpartition("-")[2])
        if number != self._page:
            self.show_page(number)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        tools: dict[str, Callable[[], None]] = {
            "devtools-pick": self.action_pick,
            "devtools-pause": self.action_pause,
            "devtools-clear": self.action_clear,
            "devtools-copy": self.action_copy,
            "devtools-side": self.action_switch_side,
            "devtools-close": self._close,
        }
        for name, tool in tools.items():
            if event.button.has_class(name):
                tool()

    def _close(self) -> None:
        self._view.toggle_devtools()

    def action_page(self, number: int) -> None:
        self.show_page(number)
        self.page.lines.focus()

    def action_pause(self) -> None:
        recording = self.recording
        if recording is not None:
            (recording.resume if recording.is_paused else recording.pause)()
            self.sync()

    def action_clear(self) -> None:
        if self.recording is not None:
            self.recording.clear()
            self.sync()

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self.page.text_to_copy())

    def action_escape(self) -> None:
        """End picking; else leave the search; else go back to the guest."""
        if self._is_picking:
            self._end_picking()
        elif self._search.has_focus:
            self.page.lines.focus()
        else:
            self.screen.set_focus(None)

    # -- search

    def action_search(self) -> None:
        self._search.focus()

    def action_find_next(self) -> None:
        self.page.find(again=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._subject.query = event.value
        self.page.find(again=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.page.find(again=True)

    # -- picking

    def action_pick(self) -> None:
        if self._is_picking:
            self._end_picking()
            return
        self._is_picking = True
        self.query_one(".devtools-pick", Button).add_class("-on")
        self.capture_mouse()

    def _end_picking(self) -> None:
        self._is_picking = False
        self._point(None)
        self.release_mouse()
        self.query_one(".devtools-pick", Button).remove_class("-on")

    def _node_at(self, place: Offset) -> tuple[Node | None, Widget | None]:
        """The guest's element at a place of the terminal, and the innermost widget there."""
        try:
            widget, _ = self.screen.get_widget_at(*place)
        except NoWidget:
            return None, None
        return self._view.adapter.node_of(widget), widget

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._is_picking:
            event.stop()
            node, under = self._node_at(event.screen_offset)
            self._point(None if node is None else self._view.adapter.widget_of(node), under)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if self._is_picking:
            event.stop()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if not self._is_picking:
            return
        event.stop()
        node, _ = self._node_at(event.screen_offset)
        self._end_picking()
        if node is not None and node.parent is not None:
            self._show_node(node)

    def on_mouse_release(self) -> None:
        # Somebody else has taken the pointer.
        if self._is_picking:
            self._end_picking()

    def _show_node(self, node: Node) -> None:
        self.show_page(0)
        self._components.show_node(node)

    # -- marks in the guest

    def _outline(self, node: Node | None) -> None:
        """Mark the widget of a node in the guest."""
        widget = self._shown(node)
        if widget is not self._outlined:
            if self._outlined is not None:
                self._outlined.remove_class(_OUTLINED)
            self._outlined = widget
        if widget is not None:
            widget.add_class(_OUTLINED)

    def _shown(self, node: Node | None) -> Widget | None:
        """The widget of a node, or the nearest one around it."""
        at = node
        while at is not None and at.parent is not None:
            widget = self._view.adapter.widget_of(at)
            if widget is not None:
                return widget
            at = at.parent
        return None

    def _point(self, widget: Widget | None, under: Widget | None = None) -> None:
        """Mark what the pointer is over while picking. ``under`` is the innermost widget there: the screen gives the
        focus to it or to what is around it when it is pressed, whoever has captured the pointer, unless it is told
        not to."""
        if widget is not self._pointed:
            if self._pointed is not None:
                self._pointed.remove_class(_POINTED)
            if widget is not None:
                widget.add_class(_POINTED)
            self._pointed = widget
        for kept in self._unfocused:
            vars(kept).pop("FOCUS_ON_CLICK", None)
        around = [] if under is None else under.ancestors_with_self
        self._unfocused = [widget for widget in around if isinstance(widget, Widget) and widget.can_focus]
        for kept in self._unfocused:
            vars(kept)["FOCUS_ON_CLICK"] = False
