"""Widgets for cards, collapsibles, dividers and tabs. They know their link, no tree but the titles of their pages."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from typing import Any, ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Collapsible
from textual.widgets._collapsible import CollapsibleTitle

from rill.host.terminal_text import clean_line
from rill.host.textual.flow import Flowing, FlowingInside
from rill.host.textual.view import Assembled, Linked, ViewState
from rill.host.textual.widgets.boxes import Box
from rill.host.textual.widgets.parts import Holder, Part, Sheet, SheetLayout
from rill.host.tree import Node

# Titles of tabs that are looked at for one row; more do not fit into any terminal.
TABS_MAX: Final = 500
# Cells of one title; a longer one hides its neighbours.
TITLE_CELLS_MAX: Final = 40


def title_content(title: object) -> Content | None:
    """A guest's words for the edge of a box; never a string, in which Textual would look for markup."""
    words = clean_line(title).strip() if isinstance(title, str) else ""
    return Content(words) if words else None


class CardBox(Linked, Assembled, Sheet, Widget):
    """A Card: header, body and footer in a frame."""

    def __init__(self) -> None:
        super().__init__(classes="rill-box rill-stretch rill-card")
        self.header = Holder(classes="rill-box rill-stretch rill-card-header")
        self.body = Holder(classes="rill-box rill-stretch rill-card-body")
        self.footer = Holder(classes="rill-box rill-stretch rill-card-footer")
        self._sheet = SheetLayout(self.body)

    def assemble(self) -> Iterable[Awaitable[Any]]:
        yield self.mount(self.header, self.body, self.footer)


class _FoldTitle(Part, CollapsibleTitle, inherit_css=True):
    """The title of a Collapsible."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "toggle_collapsible", "Open or close", show=False)]


class Fold(Linked, Assembled, FlowingInside, Collapsible):
    """A Collapsible. With `controlled` the guest opens and closes it, and a person only asks for it."""

    controlled: bool = False

    def __init__(self, *, is_open: bool) -> None:
        super().__init__(title="", collapsed=not is_open, classes="rill-box rill-stretch rill-fold")
        title = _FoldTitle(label=Content(""), collapsed_symbol="▶", expanded_symbol="▼", collapsed=not is_open)
        title.whole = self
        self._title = title
        self.body = Holder(classes="rill-box rill-stretch rill-fold-body")
        self.body.display = is_open
        self.set_class(not is_open, "-collapsed", update=False)

    def assemble(self) -> Iterable[Awaitable[Any]]:
        yield self.mount(self._title, self.body)

    @property
    def flowing(self) -> Flowing:
        return self.body

    def compose(self) -> Iterable[Widget]:
        # The parts are there already.
        return ()

    def show_title(self, title: Content) -> None:
        """Show words that are always seen."""
        self._title.label = title

    def show_open(self, is_open: bool) -> None:
        """Open or close it, and tell nobody."""
        if self.collapsed is not is_open:
            return
        self.set_reactive(Collapsible.collapsed, not is_open)
        self._title.collapsed = not is_open
        self.set_class(not is_open, "-collapsed")
        self.body.display = is_open
        if self.link is not None:
            self.link.tell_shown()
        if is_open and self.is_mounted:
            self.call_after_refresh(self.scroll_visible)

    def disable_title(self, disabled: bool) -> None:
        """Whether a person cannot open and close it. What is in it stays as it is."""
        self._title.disabled = disabled

    def make_focusable(self, focusable: bool) -> None:
        """Whether the Tab key stops at the title."""
        self._title.can_focus = focusable

    def focus(self, scroll_visible: bool = True) -> Fold:
        self._title.focus(scroll_visible)
        return self

    def view_state(self) -> ViewState:
        return {"open": not self.collapsed}

    def restore_view_state(self, state: ViewState) -> None:
        if "open" in state:
            self.show_open(bool(state["open"]))

    def _on_collapsible_title_toggle(self, event: CollapsibleTitle.Toggle) -> None:
        event.stop()
        # Textual's own handler would toggle it at once, whoever controls it.
        event.prevent_default()
        wanted = self.collapsed
        if not self.controlled:
            self.show_open(wanted)
        if self.link is not None:
            self.link.emit("onToggle", {"open": wanted})


class Line(Linked, Widget):
    """A Divider."""

    vertical: bool = False
    title: Content | None = None

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return 1 if self.vertical else container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return 1

    def render_line(self, y: int) -> Strip:
        width, style = self.size.width, self.rich_style
        if self.vertical:
            return Strip([Segment("│" * width, style)], width)
        title = self.title
        room = width - 4
        if title is None or room < 1 or y != self.size.height // 2:
            return Strip([Segment("─" * width, style)], width)
        words = title.plain if title.cell_length <= room else title.truncate(room, ellipsis=True).plain
        taken = Content(words).cell_length + 2
        left = (width - taken) // 2
        return Strip(
            [
                Segment("─" * left, style),
                Segment(f" {words} ", style + Style(dim=False, bold=True)),
                Segment("─" * (width - left - taken), style),
            ],
            width,
        )


# -- tabs ------------------------------------------------------------------------------------------------------------


class Page(Box):
    """A Tab: one page. Only one page of its Tabs is seen."""

    def __init__(self) -> None:
        super().__init__(classes="rill-box rill-stretch rill-page")


class _TabRow(Part, Widget, can_focus=True):
    """The row of titles. It draws them itself: Textual's own row needs an id and several widgets for each title."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", "Previous tab", show=False),
        Binding("right", "go(1)", "Next tab", show=False),
        Binding("home", "first", "First tab", show=False),
        Binding("end", "last", "Last tab", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rill-tab",
        "rill-tab-active",
        "rill-tab-disabled",
        "rill-tab-hover",
        "rill-tab-line",
        "rill-tab-mark",
    }
    ALLOW_SELECT = False

    def __init__(self, pages: Pages) -> None:
        super().__init__(classes="rill-tabs-row")
        self.whole: Pages = pages
        self._hovered: str | None = None
        # Cells of the whole row that left the view on the left.
        self._scrolled = 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return 2

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        titles = self._titles()
        return titles[-1][2] if titles else 0

    def _titles(self) -> list[tuple[Node, int, int, str]]:
        """Each page with the cells of its title in the whole row, from and to, and its words."""
        found, x = [], 0
        for node in self.whole.page_nodes():
            title = node.get("title")
            words = clean_line(title) if isinstance(title, str) else ""
            content = Content(words)
            if content.cell_length > TITLE_CELLS_MAX:
                words = content.truncate(TITLE_CELLS_MAX, ellipsis=True).plain
            end = x + Content(words).cell_length + 2
            found.append((node, x, end, words))
            x = end
        return found

    def _scroll_to_active(self, titles: list[tuple[Node, int, int, str]]) -> None:
        width = self.size.width
        for node, start, end, _words in titles:
            if node is self.whole.active:
                self._scrolled = max(min(self._scrolled, start), end - width)
        self._scrolled = max(0, min(self._scrolled, (titles[-1][2] if titles else 0) - width))

    def render_line(self, y: int) -> Strip:
        titles = self._titles()
        self._scroll_to_active(titles)
        active = self.whole.active
        width = self.size.width
        segments = []
        for node, start, end, words in titles:
            if y == 1:
                name = "rill-tab-mark" if node is active else "rill-tab-line"
                segments.append(Segment("━" * (end - start), self._look(name)))
                continue
            if node.get("disabled"):
                name = "rill-tab-disabled"
            elif node is active:
                name = "rill-tab-active"
            else:
                name = "rill-tab-hover" if node.get("name") == self._hovered else "rill-tab"
            segments.append(Segment(f" {words} ", self._look(name)))
        strip = Strip(segments).crop(self._scrolled, self._scrolled + width)
        if y == 0 and titles and width > 2:
            # Where the row goes on.
            if self._scrolled:
                strip = Strip.join([Strip([Segment("‹", self._look("rill-tab"))]), strip.crop(1)])
            if titles[-1][2] > self._scrolled + width:
                strip = Strip.join([strip.crop(0, width - 1), Strip([Segment("›", self._look("rill-tab"))])])
        rest = width - strip.cell_length
        if rest > 0:
            filling = Segment("━" * rest if y == 1 else " " * rest, self._look("rill-tab-line"))
            strip = Strip([*strip, filling], width)
        return strip

    def _look(self, name: str) -> Style:
        return self.get_component_rich_style(name)

    def _at(self, x: int) -> Node | None:
        for node, start, end, _words in self._titles():
            if start <= x + self._scrolled < end and not node.get("disabled"):
                return node
        return None

    def on_click(self, event: events.Click) -> None:
        event.stop()
        node = self._at(event.x)
        if node is not None:
            self.whole.go(node)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        node = self._at(event.x)
        self._hover(None if node is None else str(node.get("name")))

    def on_leave(self) -> None:
        self._hover(None)

    def _hover(self, name: str | None) -> None:
        if name != self._hovered:
            self._hovered = name
            self.refresh()

    def action_go(self, step: int) -> None:
        """Go to the next page in a direction that can be gone to, round the ends."""
        nodes = self.whole.page_nodes()
        active = self.whole.active
        at = nodes.index(active) if active in nodes else -1 if step > 0 else 0
        for distance in range(1, len(nodes) + 1):
            node = nodes[(at + step * distance) % len(nodes)]
            if not node.get("disabled"):
                self.whole.go(node)
                return

    def action_first(self) -> None:
        """Go to the first page."""
        self._go_to_first(self.whole.page_nodes())

    def action_last(self) -> None:
        """Go to the last page."""
        self._go_to_first(self.whole.page_nodes()[::-1])

    def _go_to_first(self, nodes: list[Node]) -> None:
        for node in nodes:
            if not node.get("disabled"):
                self.whole.go(node)
                return


class Pages(Linked, Assembled, Sheet, Widget):
    """Tabs: a row of titles, and one of its pages."""

    def __init__(self, value: str) -> None:
        super().__init__(classes="rill-box rill-stretch rill-tabs")
        self.row = _TabRow(self)
        self.body = Holder(classes="rill-box rill-stretch rill-tabs-body")
        self._sheet = SheetLayout(self.body)
        self._value = value
        self.active: Node | None = None

    def assemble(self) -> Iterable[Awaitable[Any]]:
        yield self.mount(self.row, self.body)

    def page_nodes(self) -> list[Node]:
        """The nodes of the pages that are not hidden, in order."""
        if self.link is None:
            return []
        nodes: list[Node] = []
        node = self.link.node.first_child
        while node is not None and len(nodes) < TABS_MAX:
            if not node.get("hidden"):
                nodes.append(node)
            node = node.next_sibling
        return nodes

    def show_value(self, value: str) -> None:
        """Show the page of this name, and tell nobody."""
        self._value = value
        self.show_pages()

    def show_pages(self) -> None:
        """Show the page that is due: that of the value, else the first one that can be gone to."""
        nodes = self.page_nodes()
        named = next((node for node in nodes if node.get("name") == self._value), None)
        self.active = named or next((node for node in nodes if not node.get("disabled")), None)
        for child in self.body.children:
            if isinstance(child, Page) and child.link is not None:
                child.want(child.link.node is self.active)
        self.row.refresh(layout=True)

    def go(self, node: Node) -> None:
        """A person goes to a page."""
        name = node.get("name")
        if node is self.active or not isinstance(name, str):
            return
        self.show_value(name)
        if self.link is not None:
            self.link.emit_change(name)

    def make_focusable(self, focusable: bool) -> None:
        """Whether the Tab key stops at the row of titles."""
        self.row.can_focus = focusable

    def focus(self, scroll_visible: bool = True) -> Pages:
        self.row.focus(scroll_visible)
        return self

    def view_state(self) -> ViewState:
        return {"value": self._value}

    def restore_view_state(self, state: ViewState) -> None:
        if isinstance(state.get("value"), str):
            self._value = str(state["value"])
