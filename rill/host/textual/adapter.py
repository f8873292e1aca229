"""Keeps Textual widgets as a tree says: mounts, moves, updates and removes the fewest that a batch asks for.

One batch is one screen update, and every call returns before Textual has mounted or removed anything: widgets are
registered in order at once, so that the next batch finds them, however early it comes. Knows trees and views; no
session.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, Final

from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from rill.components.schema import SLOT_TYPE, ComponentSchema
from rill.host.addresses import refusal_of
from rill.host.html import is_html
from rill.host.templates import CompiledTemplate
from rill.host.terminal_text import clean_text
from rill.host.textual.breakpoints import changes_between, is_out
from rill.host.textual.content import text_content
from rill.host.textual.flow import Flowing
from rill.host.textual.keys import key_payload
from rill.host.textual.looks import hint_of, style_of, style_problems
from rill.host.textual.move_plan import children_to_move
from rill.host.textual.style_cache import styles_shared
from rill.host.textual.styling import Styling
from rill.host.textual.support import not_shown
from rill.host.textual.view import Assembled, EventOfMessage, Linked, Method, Stretches, TakesKeys, TextualView
from rill.host.textual.views import VIEWS, bare_text
from rill.host.textual.widgets.boxes import Box
from rill.host.textual.widgets.stage import Floating, Stage
from rill.host.textual.windows import (
    AHEAD,
    CHILDREN_MIN,
    SHOWN_MAX,
    Shape,
    Window,
    lines_in_view,
    may_window,
    shape_of,
)
from rill.host.tree import Changes, Node, Tree
from rill.host.view_states import ViewState
from rill.protocol.errors import GuestError, HostError, RillError
from rill.protocol.operations import TEXT_TYPE, Create, Template
from rill.protocol.values import Value

logger: Final = logging.getLogger("rill.textual")

# Textual mounts a few thousand widgets a second and walks all of them on every layout. More would hold the host's
# event loop for seconds; what has no room is counted on the screen.
WIDGETS_MAX: Final = 5_000
# Textual's layout calls itself about ten times for each level of nesting, and Python stops at 1,000 calls.
DEPTH_MAX: Final = 48
# How long one batch may keep the screen from being painted while its widgets get ready.
HOLD_S_MAX: Final = 1.0
# A guest that is always busy, or mounts for seconds, is asked again after this time.
ANSWER_S_MAX: Final = 1.0
# More single moves than this are one sort.
MOVES_MAX: Final = 16

# What a guest's author is told in development, at most; the same words about the same component once.
DIAGNOSTICS_MAX: Final = 200

# What a widget is given back only if the guest leaves it to the widget, and the prop by which a guest does not.
_HELD_BY_GUEST: Final[Mapping[str, str]] = {"text": "value", "checked": "value", "value": "value", "open": "open"}

# What every component has, and the adapter shows.
_COMMON: Final = frozenset(("style", "hidden", "hint", "title"))
_DISPLAY: Final = frozenset(("style", "hidden"))
_ALL_COMMON: Final = _COMMON | {"autoFocus", "autofocus"}

_FORMS: Final = frozenset(("Form", "form"))

_NO_RUNS: Final[Mapping[int, list[Node]]] = {}


@dataclass(slots=True)
class TextualStatistics:
    """Work done since the adapter was made, in widgets."""

    batches: int = 0
    mounts: int = 0
    removes: int = 0
    moves: int = 0
    updates: int = 0
    texts: int = 0
    widgets: int = 0
    omitted: int = 0
    problems: int = 0
    paints: int = 0


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What a guest asked for and a terminal cannot show, in words for the guest's author."""

    node_id: int
    component: str
    message: str
    code: str = "not_shown"


class _Item:
    """A node that has a widget."""

    __slots__ = (
        "children",
        "depth",
        "node",
        "notice",
        "omitted",
        "place",
        "run",
        "runs",
        "styling",
        "view",
        "widget",
        "window",
    )

    def __init__(self, node: Node, view: TextualView[Any] | None, widget: Widget, depth: int, place: Widget) -> None:
        self.node = node
        self.view = view
        self.widget = widget
        self.depth = depth
        # The widget that it is mounted in; for one over the screen, the one that it would be mounted in otherwise.
        self.place = place
        self.styling = Styling()
        # The children that have widgets, in the order on the screen.
        self.children: list[_Item] = []
        self.omitted = 0
        self.notice: Static | None = None
        # The stretches of text that share the widget, of which the node is the first. None for most: one node, one
        # widget.
        self.run: list[Node] | None = None
        # Of the widgets below it that show several nodes: the first node, by each of them.
        self.runs: dict[int, Node] = {}
        # Which of its child nodes have widgets, where they are too many for all of them to have one.
        self.window: Window | None = None

    @property
    def holds_widgets(self) -> bool:
        """Whether its children are widgets of their own."""
        if self.run is not None:
            return False
        schema = self.node.schema
        return schema is None or schema.children in ("nodes", "text-and-nodes") or bool(schema.elements)

    @property
    def paints(self) -> bool:
        """Whether its widget draws the nodes below it."""
        return self.view is not None and self.view.paints is not None

    @property
    def overlay(self) -> bool:
        """Whether its widget stands over the screen and not in its parent."""
        return self.view is not None and self.view.overlay

    def shown_nodes(self) -> list[Node]:
        """Its child nodes that get widgets."""
        nodes = self.node.children
        return [node for node in nodes if node.type == SLOT_TYPE] if self.paints else nodes

    @property
    def stretches(self) -> Stretches | None:
        """How stretches of text among its children are shown together."""
        return self.view.stretches if self.view is not None else None

    def take_runs(self, nodes: list[Node]) -> tuple[list[Node], dict[int, list[Node]]]:
        """Its child nodes that get widgets, where stretches of text side by side share one: the first of each run
        stands for all. Also the runs, by the id of their first."""
        stretches = self.stretches
        if stretches is None:
            return nodes, {}
        shown: list[Node] = []
        runs: list[list[Node]] = []
        for node in nodes:
            if not stretches.holds(node):
                shown.append(node)
                runs.append([])
            elif runs and runs[-1]:
                runs[-1].append(node)
            else:
                shown.append(node)
                runs.append([node])
        kept = [(node, run) for node, run in zip(shown, runs, strict=True) if not run or stretches.is_seen(run)]
        self.runs = {node.id: first for first, run in kept for node in run}
        return [node for node, _ in kept], {node.id: run for node, run in kept if run}


class TextualAdapter:
    """Shows a session's tree inside one widget. Use `GuestView`, unless that widget is yours.

    Args:
        surface: where the tree goes. It stays the caller's, and must be mounted: make the adapter in its ``on_mount``.
        views: views of the host's own components, by component name.
        report: hears of the host's mistakes, such as a view whose payload does not fit its component.
        stage: what modals, menus and the like are mounted in, over the surface, which it holds; the surface itself, if
            there is none.
        diagnose: development only: hears once of everything that a guest asks for and a terminal cannot show.
        offer_link: gets the address of each link that a person presses; only https, http and mailto come here.
    """

    def __init__(
        self,
        surface: Box,
        views: Mapping[str, TextualView[Any]] | None = None,
        report: Callable[[HostError], None] | None = None,
        offer_link: Callable[[str], None] | None = None,
        *,
        stage: Widget | None = None,
        diagnose: Callable[[Diagnostic], None] | None = None,
    ) -> None:
        self._surface = surface
        self._views = {**VIEWS, **(views or {})}
        self._report = report or (lambda error: logger.error("%s", error))
        self._offer_link = offer_link
        self._reported: set[str] = set()
        self._tree: Tree | None = None
        self._items: dict[int, _Item] = {}
        self._by_widget: dict[Widget, _Item] = {}
        self._statistics = TextualStatistics()
        self._last_key: events.Key | None = None
        # A batch may come from a task that knows nothing of the app, and Textual asks the context which app is running.
        self._context = contextvars.copy_context()
        self._pending: list[Awaitable[Any]] = []
        self._focus_next: Widget | None = None
        # What a person did in widgets that went while their nodes live on, by node id.
        self._left: dict[int, ViewState] = {}
        self._stage = stage or surface
        self._diagnose = diagnose
        self._diagnostics: dict[tuple[str, str], Diagnostic] = {}
        # What stands over the screen, in the order in which it appeared.
        self._overlays: list[_Item] = []
        self._holds: set[asyncio.Task[None]] = set()
        self._answers: set[asyncio.Task[None]] = set()
        self._held_since = 0.0
        # Of the guest's screen: breakpoints are about this width.
        self._width = 0
        # What has a window, and how far everything around was scrolled when it was laid out.
        self._windowed: dict[_Item, None] = {}
        self._laid_out_at: dict[Widget, int] = {}
        self._is_updating = False
        self._is_filling = False
        # What got the focus before it was laid out.
        self._unplaced: Widget | None = None
        # Nodes that are to have widgets though nobody sees them: those with something that stands over the screen, by
        # their templates or one by one, and those that the guest or a person is about to use.
        self._over: set[int] = set()
        self._over_kinds: dict[str, bool] = {}
        self._over_templates: set[int] = set()
        self._revealed: set[int] = set()
        # Templates, at a width of the guest's screen, and whether their clones take no room in it.
        self._out_templates: dict[tuple[int, int], bool] = {}
        # Shapes of children in windows, and whether one of them was seen that can have the focus.
        self._focusable: dict[Shape, bool] = {}

    @property
    def tree(self) -> Tree:
        """The tree on the screen."""
        if self._tree is None:
            raise HostError("the adapter is not attached", code="adapter_detached")
        return self._tree

    @property
    def stage(self) -> Widget:
        """The widget that holds what stands over the guest's screen."""
        return self._stage

    @property
    def development(self) -> bool:
        """Whether anybody wants diagnostics."""
        return self._diagnose is not None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What a guest's author was told so far."""
        return tuple(self._diagnostics.values())

    def place_of(self, offset: Offset) -> Offset:
        """A place on the terminal's screen as one on the guest's."""
        region = self._stage.content_region
        x, y = offset.x - region.x, offset.y - region.y
        return Offset(min(max(0, x), max(0, region.width - 1)), min(max(0, y), max(0, region.height - 1)))

    def statistics(self) -> TextualStatistics:
        """Counters, as a copy."""
        return replace(self._statistics)

    def widget_of(self, node: Node) -> Widget | None:
        """The widget that shows a node; None for stretches of text and for what is not on the screen."""
        item = self._items.get(node.id)
        return item.widget if item is not None else None

    def node_of(self, widget: Widget) -> Node | None:
        """The node that a widget, or the nearest one around it, shows."""
        item = self._item_around(widget)
        return item.node if item is not None else None

    async def wait_shown(self) -> None:
        """Wait until everything that was mounted or removed so far is, and lists have what they asked for."""
        while self._holds or self._answers:
            await asyncio.wait(tuple(self._holds | self._answers))

    # -- the adapter protocol ----------------------------------------------------------------------------------------

    def attach(self, tree: Tree) -> None:
        if self._tree is not None:
            self.detach()
        self._tree = tree
        self._width = _width_around(self._stage)
        self._left = tree.view_states.collect()
        tree.view_states.add_source(self.view_state)
        self._note_over(tree.nodes.values(), tree.templates.values())
        screen = self._surface.screen
        screen.screen_layout_refresh_signal.subscribe(self._surface, self._laid_out, immediate=True)
        self._surface.watch(screen, "focused", self._focus_moved, init=False)
        root = _Item(tree.root, None, self._surface, 0, self._stage)
        self._items[tree.root.id] = root
        self._run(self._show_children, (root,))

    def apply(self, changes: Changes) -> None:
        self._statistics.batches += 1
        self._run(self._apply, changes)

    def call(self, node: Node, method: str, args: list[Value]) -> Value | Awaitable[Value]:
        item = self._item_drawing(node)
        if item is None and self._reveal(node):
            item = self._item_drawing(node)
        if item is None or item.view is None:
            raise GuestError(
                f"{node.type} {node.id} is not on the screen; {method!r} needs it there", code="node_not_shown"
            )
        function = item.view.methods.get(method)
        if function is None:
            raise HostError(
                f"the view of {node.type} for 'textual' has no method {method!r}; add it to TextualView(methods=...)",
                code="method_missing",
            )
        if self._holds:
            # A method may ask for places and sizes, and the guest calls it in the first breath of an element.
            return self._call_once_shown(item, node, function, args)
        return self._context.copy().run(function, item.widget, node, args)

    async def _call_once_shown(self, item: _Item, node: Node, function: Method, args: list[Value]) -> Value:
        """Run a method once everything is mounted and laid out."""
        try:
            await self.wait_shown()
            laid_out = asyncio.get_running_loop().create_future()
            self._context.copy().run(self._surface.call_after_refresh, _settle_future, laid_out)
            await asyncio.wait((laid_out,), timeout=HOLD_S_MAX)
            if self._item_drawing(node) is not item:
                raise GuestError(f"{node.type} {node.id} is not on the screen any more", code="node_not_shown")
            answer = self._context.copy().run(function, item.widget, node, args)
            return await answer if inspect.isawaitable(answer) else answer
        finally:
            self._revealed.discard(node.id)

    def resize(self, width: int) -> None:
        """The guest's screen has another width: show the styles that hold there. Makes and removes no widget."""
        before, self._width = self._width, width
        if self._tree is None or before == width:
            return
        items = list(self._items.values())
        restyled = [item for item in items if changes_between(item.node.props.get("style"), before, width)]
        rewritten = [item for item in items if self._has_texts_between(item, before, width)]
        if restyled or rewritten:
            self._run(self._restyle, (restyled, rewritten))
        turned = [item for item in restyled if self._is_windowed(item) is (item.window is None)]
        if turned or self._windowed:
            self._run(self._show_children, (*turned, *(item for item in self._windowed if item not in turned)))

    def detach(self) -> None:
        if self._tree is not None:
            self._tree.view_states.remove_source(self.view_state)
        root = self._items.get(self._tree.root.id) if self._tree is not None else None
        if self._surface.is_attached:
            self._surface.screen.screen_layout_refresh_signal.unsubscribe(self._surface)
            if root is not None:
                self._run(self._clear, root)
        for answer in self._answers:
            answer.cancel()
        self._items.clear()
        self._by_widget.clear()
        self._left.clear()
        self._overlays.clear()
        for windowed in tuple(self._windowed):
            self._drop_window(windowed)
        self._over.clear()
        self._over_templates.clear()
        self._revealed.clear()
        self._focusable.clear()
        self._out_templates.clear()
        self._tree = None
        self._focus_next = None

    # -- events on their way to the guest ----------------------------------------------------------------------------

    def emit(self, node: Node, event: str, payload: Mapping[str, Any] | None = None) -> bool:
        """Send an event of a node. A refusal is the host's own mistake, and reported."""
        if self._tree is None:
            return False
        try:
            return self._tree.emit(node, event, None if payload is None else dict(payload))
        except RillError as error:
            self._problem(error if isinstance(error, HostError) else HostError(error.message, code=error.code))
            return False

    def emit_change(self, node: Node, value: str | bool | float) -> None:
        """Count a person's change of a value, and send it. A guest that does not listen keeps the last word."""
        if self._tree is not None and node.listens("onChange"):
            self.emit(node, "onChange", {"value": value, "version": self._tree.bump_version(node)})

    def emit_submit(self, node: Node, value: str) -> None:
        """Send what a person wrote, with the version of its last change."""
        if self._tree is not None:
            self.emit(node, "onSubmit", {"value": value, "version": self._tree.version(node)})

    def follow_link(self, node: Node, event: str, href: str | None, payload: Mapping[str, Any]) -> None:
        """Tell the guest of a press of a link, and offer its address to the host, unless the listener prevents it."""
        self.emit(node, event, payload if href is None else {**payload, "href": href})
        if href is not None:
            self.offer_address(node, href, node.props.get(event))

    def offer_address(self, node: Node, href: str, mark: Value) -> None:
        """Offer the address of a link to the host, unless the listener with this mark prevents it."""
        if isinstance(mark, dict) and mark.get("prevent"):
            return
        refusal = refusal_of(href)
        if refusal is not None:
            # A guest that listens may do with its own addresses what it likes.
            if not mark:
                self.diagnose(node, f"link leads nowhere: {refusal}")
        elif self._offer_link is not None:
            self._offer_link(href)

    def when_answered(self, then: Callable[[], None]) -> None:
        """Call back once the guest has answered all events so far and its answers are on the screen, or after a while.

        Nobody is called back when the tree is gone meanwhile.
        """
        if self._tree is not None:
            task = asyncio.get_running_loop().create_task(self._await_answer(self._tree, then))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    def when_shown(self, then: Callable[[], None]) -> None:
        """Call back once everything that was mounted or scrolled so far is laid out."""
        if not self._holds:
            self._surface.call_after_refresh(then)
        else:
            task = asyncio.get_running_loop().create_task(self._await_shown(then))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    async def _await_shown(self, then: Callable[[], None]) -> None:
        while self._holds:
            await asyncio.wait(tuple(self._holds))
        if self._surface.is_attached:
            self._context.copy().run(self._surface.call_after_refresh, then)

    async def _await_answer(self, tree: Tree, then: Callable[[], None]) -> None:
        try:
            async with asyncio.timeout(ANSWER_S_MAX):
                await tree.settled()
                while self._holds:
                    await asyncio.wait(tuple(self._holds))
        except TimeoutError:
            logger.info("a guest was not done within %s s", ANSWER_S_MAX)
        if self._tree is tree:
            self._context.copy().run(then)

    def observe_key(self, node: Node, event: events.Key, widget: Widget, more: Mapping[str, Any] | None = None) -> None:
        """Offer a key to ``onKeyDown`` from this node upwards, once, however many widgets it passes on its way.

        What the widget writes, or an open part of it takes, is nobody else's: only its own node hears of it.

        Args:
            more: what an element of HTML says beside the key. Of elements only the first one is told, whose guest lets
                the event rise itself; fields tell them what is written in them, too.
        """
        if event is self._last_key:
            return
        self._last_key = event
        payload = key_payload(event)
        focused = self._surface.screen.focused
        # A widget of the host's own has no link, and its keys are first heard of around it.
        taker = focused if focused is not None and widget in focused.ancestors_with_self else widget
        told = False
        alone = more is None and (
            (isinstance(widget, TakesKeys) and widget.keeps_key(event))
            or (
                event.is_printable
                and not (payload["ctrl"] or payload["alt"] or payload["meta"])
                and taker.check_consume_key(event.key, event.character)
            )
        )
        if alone and taker is not widget and self.node_of(taker) is not node:
            return
        at: Node | None = node
        while at is not None:
            mark = at.props.get("onKeyDown")
            if mark:
                if not is_html(at):
                    self.emit(at, "onKeyDown", payload)
                elif not told:
                    told = self.emit(at, "onKeyDown", {**payload, **(more or {"target": at.id})})
                if isinstance(mark, dict) and payload["key"] in (mark.get("keys") or (payload["key"],)):
                    if mark.get("prevent"):
                        event.prevent_default()
                        event.stop()
                    if mark.get("stop"):
                        event.stop()
                        return
            if alone:
                return
            at = at.parent

    def key_is_older(self, moment: float) -> bool:
        """Whether the last key that a guest's widget got went down before a moment, in the time of messages."""
        return self._last_key is not None and self._last_key.time <= moment

    def may_focus(self) -> bool:
        """Whether the guest may move the focus: only what it has itself, or what nobody has.

        Otherwise a guest could take the keys that a person is writing into one of the application's own fields.
        """
        focused = self._surface.screen.focused
        return focused is None or self._stage in focused.ancestors

    def waits(self, widget: Widget) -> bool:
        """Whether a widget stands behind a modal."""
        return any(around.has_class("-waits") for around in widget.ancestors_with_self)

    def take_message(self, message: Message, sender: Widget) -> bool:
        """Carry a widget's message to the guest if its view says so. Returns whether the message ends here.

        What Textual's own controls inside a guest say is nobody else's business: an application's handlers are
        written for its own controls. Messages of a host's own widgets go on to the application, if their view does
        not claim them.
        """
        item = self._item_around(sender)
        if item is None:
            return False
        if item.view is not None:
            for kind in type(message).__mro__:
                said = item.view.events.get(kind)
                if said is not None:
                    self._say(item, said, message)
                    return True
        return type(message).__module__.startswith("textual.widgets.")

    def _say(self, item: _Item, said: EventOfMessage, message: Message) -> None:
        try:
            event = said(message)
        except Exception as error:  # noqa: BLE001 - a message that a guest brought about must not end the app
            self._view_failed(item.node, "events", error)
            return
        if event is not None:
            self.emit(item.node, *event)

    # -- diagnostics ------------------------------------------------------------------------------------------------

    def diagnose(self, node: Node, message: str, code: str = "not_shown") -> None:
        """Tell the guest's author that something cannot be shown as asked, once for each component and message."""
        key = (node.type, message)
        if self._diagnose is None or key in self._diagnostics or len(self._diagnostics) >= DIAGNOSTICS_MAX:
            return
        diagnostic = self._diagnostics[key] = Diagnostic(node.id, node.type, message, code)
        self._diagnose(diagnostic)

    def _diagnose_style(self, node: Node, *, inline: bool) -> None:
        """Tell what of a node's style a terminal does not show."""
        for field, reason in not_shown(node.type, style_of(node, self._width), inline=inline):
            self.diagnose(node, f"style.{field} means nothing here: {reason}", code="style_not_shown")
        for words in style_problems(node):
            self.diagnose(node, words, code="style_not_shown")

    def _diagnose_stretches(self, node: Node) -> None:
        """The same for the stretches of text below a node, which have no widgets."""
        stack = list(node.children)
        while stack:
            stretch = stack.pop()
            if stretch.type != TEXT_TYPE:
                self._diagnose_style(stretch, inline=True)
                stack += stretch.children

    # -- changes -----------------------------------------------------------------------------------------------------

    def _run(self, function: Callable[[Any], None], argument: Any) -> None:
        # A copy, because a context cannot be entered twice, and methods of hosts' views may do anything.
        self._context.copy().run(self._as_one_update, function, argument)

    def _as_one_update(self, function: Callable[[Any], None], argument: Any) -> None:
        if not self._surface.is_attached or self._surface._pruning or not self._surface.is_running:
            # The application quits, or takes the view away: what is below takes no widgets any more.
            return
        self._is_updating, before = True, self._is_updating
        try:
            with self._surface.app.batch_update(), styles_shared(self._surface.app):
                function(argument)
                self.show_overlays()
                pending, self._pending = self._pending, []
                if pending:
                    self._hold(pending)
        finally:
            self._is_updating = before
        focus, self._focus_next = self._focus_next, None
        if focus is not None and self.may_focus() and not self.waits(focus):
            focus.focus()

    def _apply(self, changes: Changes) -> None:
        contents: dict[_Item, None] = {}
        parents: dict[_Item, None] = {}
        for node in changes.children:
            item = self._items.get(node.id)
            if item is None or item.run is not None:
                self._note_content(node, contents, parents)
                continue
            if item.holds_widgets:
                parents[item] = None
                self._note_turned(item, parents)
            if item.paints or not item.holds_widgets:
                contents[item] = None
        for node in changes.props:
            item = self._items.get(node.id)
            if item is None or item.run is not None or self._may_become_a_stretch(item):
                self._note_content(node, contents, parents)
        for node in changes.texts:
            self._note_content(node, contents, parents)
        starting: set[int] = set()
        for item in self._windows_to_follow(changes, starting):
            parents[item] = None
        self._revealed |= starting
        self._show_children(tuple(parents))
        # What wants the focus from the start has a widget now, and keeps it if it gets the focus.
        self._revealed.difference_update(starting)
        turned: list[_Item] = []
        for node, names in changes.props.items():
            item = self._items.get(node.id)
            if item is not None and item.run is None and node.alive:
                self._update(item, names)
                if "style" in names and node.child_count >= CHILDREN_MIN:
                    turned.append(item)
        # A box that puts its children side by side now has widgets for all of them.
        self._show_children([item for item in turned if self._is_windowed(item) is (item.window is None)])
        for item in contents:
            if self._items.get(item.node.id) is item:
                self._show_content(item)
        for id in [id for id in self._left if self.tree.find(id) is None]:
            del self._left[id]

    def _note_content(self, node: Node, contents: dict[_Item, None], parents: dict[_Item, None]) -> None:
        """Note the widget that shows this text, or the stretch of text that this node is; and what is around it, where
        another stretch may begin or end by that."""
        at: Node | None = node
        while at is not None:
            item = self._items.get(at.id)
            if item is not None:
                if item.stretches is not None and at is not node:
                    parents[item] = None
                elif item.paints or not item.holds_widgets or at.type == TEXT_TYPE:
                    contents[item] = None
                around = self._parent_of(item)
                if around is not None and around.stretches is not None:
                    parents[around] = None
                    self._note_turned(around, parents)
                return
            at = at.parent

    def _note_turned(self, item: _Item, parents: dict[_Item, None]) -> None:
        """Note what is around an element with a widget that is a stretch of text by now, since what made it another
        thing went; by that the element around may be one, too.
        """
        around = self._parent_of(item)
        while around is not None and around.stretches is not None and around.stretches.holds(item.node):
            parents[around] = None
            item, around = around, self._parent_of(around)

    def _parent_of(self, item: _Item) -> _Item | None:
        return self._items.get(item.node.parent.id) if item.node.parent is not None else None

    def _may_become_a_stretch(self, item: _Item) -> bool:
        """Whether its parent has another widget for a node when its props change."""
        around = self._parent_of(item)
        return around is not None and around.stretches is not None

    def _update(self, item: _Item, names: frozenset[str]) -> None:
        view = item.view
        assert view is not None
        self._statistics.updates += 1
        if names & view.remakes or self._is_misplaced(item):
            self._remake(item)
            return
        self._update_common(item, names)
        try:
            view.update(item.widget, item.node, names)
        except Exception as error:  # noqa: BLE001 - a host's view must not leave a batch half shown
            self._view_failed(item.node, "update", error)

    def _update_common(self, item: _Item, names: frozenset[str]) -> None:
        if not names & _COMMON:
            return
        node, widget = item.node, item.widget
        if "style" in names:
            item.styling.apply(self._styled(item), style_of(node, self._width))
            if self.development:
                self._diagnose_style(node, inline=False)
        # Whether one over the screen is seen depends on what is around its node, too: see `show_overlays`.
        if names & _DISPLAY and not item.overlay:
            widget.display = self._is_wanted(item)
        if "hint" in names or "title" in names:
            hint = hint_of(node)
            widget.tooltip = Content(clean_text(hint)) if isinstance(hint, str) and hint else None

    def _restyle(self, items: tuple[list[_Item], list[_Item]]) -> None:
        restyled, rewritten = items
        for item in restyled:
            self._update_common(item, frozenset(("style",)))
        for item in rewritten:
            self._show_content(item)

    def _has_texts_between(self, item: _Item, before: int, after: int) -> bool:
        """Whether a stretch of text in an item's widget has another style at one width than at the other."""
        if item.holds_widgets and not item.paints:
            return False
        stack = list(item.node.children)
        while stack:
            node = stack.pop()
            if changes_between(node.props.get("style"), before, after):
                return True
            stack += node.children
        return False

    def _is_wanted(self, item: _Item) -> bool:
        """Whether neither the guest nor the widget hides it."""
        if isinstance(item.widget, Linked) and not item.widget.wanted:
            return False
        return not is_out(item.node, self._width)

    def _show_content(self, item: _Item) -> None:
        self._statistics.texts += 1
        if item.run is not None:
            around = item.node.parent
            if around is not None and item.view is not None and (stretches := self._stretches_around(item)) is not None:
                stretches.show(item.widget, around, item.run)
        elif item.node.type == TEXT_TYPE:
            assert isinstance(item.widget, Static)
            item.widget.update(Content(clean_text(item.node.text)))
        elif item.view is not None and item.view.paints is not None:
            self._statistics.paints += 1
            try:
                item.view.paints(item.widget, item.node)
            except Exception as error:  # noqa: BLE001 - a host's view must not leave a batch half shown
                self._view_failed(item.node, "paints", error)
        elif item.view is not None and item.view.content is not None:
            try:
                item.view.content(item.widget, item.node, text_content(item.node, self._width))
            except Exception as error:  # noqa: BLE001 - a host's view must not leave a batch half shown
                self._view_failed(item.node, "content", error)
            if self.development:
                self._diagnose_stretches(item.node)

    def _stretches_around(self, item: _Item) -> Stretches | None:
        around = self._parent_of(item)
        return around.stretches if around is not None else None

    def _remake(self, item: _Item) -> None:
        """Put a new widget in place of one that cannot show a changed prop."""
        assert item.node.parent is not None
        parent = self._items[item.node.parent.id]
        self._forget(item)
        new = self._create(item.node, parent)
        at = parent.children.index(item)
        parent.children[at] = new
        after = parent.children[at + 1 :]
        before = next((other.widget for other in after if other.place is new.place and not other.overlay), None)
        self._mount([new], before or (parent.notice if new.place is parent.widget else None))
        self._note_widgets(parent)
        self._pending.append(item.widget.remove())

    def _styled(self, item: _Item) -> Widget:
        """The widget that a node's style is for."""
        styled = item.view.styled if item.view is not None else None
        return item.widget if styled is None else styled(item.widget)

    def _place(self, node: Node, parent: _Item) -> Widget:
        """The widget that a node's widget is mounted in."""
        container = parent.view.container if parent.view is not None else None
        if container is not None:
            try:
                return container(parent.widget, node) or parent.widget
            except Exception as error:  # noqa: BLE001 - a host's view must not leave a batch half shown
                self._view_failed(parent.node, "container", error)
        return parent.widget

    def _is_misplaced(self, item: _Item) -> bool:
        """Whether its parent has another container for it now, such as for a Slot of another name."""
        parent = self._parent_of(item)
        if parent is None or parent.view is None or parent.view.container is None:
            return False
        return self._place(item.node, parent) is not item.place

    # -- structure ---------------------------------------------------------------------------------------------------

    def _show_children(self, parents: Sequence[_Item]) -> None:
        """Bring the widgets below these in line with the tree.

        First all removals: a node may have gone from one to another.
        """
        wanted: list[tuple[_Item, list[Node], Mapping[int, list[Node]]]] = []
        for parent in parents:
            # A parent may itself have gone with another one above it.
            if self._items.get(parent.node.id) is not parent or not parent.node.alive:
                continue
            nodes, runs = self._nodes_to_show(parent)
            keep = {node.id for node in nodes}
            # What was an element of its own may have become a stretch of text, and the other way round.
            turned = [child for child in parent.children if (child.run is None) is (child.node.id in runs)]
            self._remove([child for child in parent.children if child.node.id not in keep or child in turned])
            if turned:
                # They get other widgets, though their nodes stay.
                parent.children = [child for child in parent.children if child not in turned]
            wanted.append((parent, nodes, runs))
        for parent, nodes, runs in wanted:
            if self._items.get(parent.node.id) is parent:
                self._arrange(parent, nodes, runs)

    def _arrange(self, parent: _Item, nodes: list[Node], runs: Mapping[int, list[Node]] = _NO_RUNS) -> None:
        """Mount what is new and move what stands elsewhere, from the last child to the first."""
        before = parent.children
        shown = {child.node.id: child for child in before}
        after: list[_Item] = []
        new: set[_Item] = set()
        omitted = 0
        for node in nodes:
            child = shown.get(node.id)
            if child is None:
                if len(self._items) > WIDGETS_MAX or parent.depth >= DEPTH_MAX:
                    omitted += 1
                    continue
                child = self._create(node, parent, runs.get(node.id))
                new.add(child)
            elif child.run is not None:
                child.run = runs[node.id]
                self._show_content(child)
            after.append(child)
        parent.children = after
        self._note_widgets(parent)
        # Widgets that are mounted in the same place; nearly always that is one place.
        places: dict[Widget, list[_Item]] = {}
        for child in after:
            if not child.overlay:
                places.setdefault(child.place, []).append(child)
        for place, children in places.items():
            old = [child for child in before if child.place is place and not child.overlay]
            self._arrange_in(place, old, children, new, parent.notice if place is parent.widget else None)
        self._mount_overlays([child for child in after if child.overlay and child in new])
        if parent.view is not None and parent.view.arranged is not None:
            try:
                parent.view.arranged(parent.widget, parent.node)
            except Exception as error:  # noqa: BLE001 - a host's view must not leave a batch half shown
                self._view_failed(parent.node, "arranged", error)
        if omitted != parent.omitted:
            self._show_omitted(parent, omitted)
        if parent.view is None:
            # One box under the root is the guest's whole screen, and fills it.
            flowing = [child for child in after if not child.overlay]
            for child in flowing:
                child.widget.set_class(len(flowing) == 1, "rill-whole")

    def _arrange_in(
        self, place: Widget, before: list[_Item], after: list[_Item], new: set[_Item], notice: Widget | None
    ) -> None:
        """Bring the widgets of one place into order, with the fewest moves, and mount the new ones."""
        staying = [child for child in after if child not in new]
        moving = children_to_move(before, staying)
        self._statistics.moves += len(moving)
        if len(moving) > MOVES_MAX:
            _sort(place, staying)
            moving = set()
        anchor = notice
        run: list[_Item] = []
        for child in reversed(after):
            if child in new:
                run.append(child)
                continue
            anchor = self._mount(run[::-1], anchor)
            run.clear()
            if child in moving:
                if anchor is not None:
                    place.move_child(child.widget, before=anchor)
                else:
                    place.move_child(child.widget, after=-1)
            anchor = child.widget
        self._mount(run[::-1], anchor)

    def _create(self, node: Node, parent: _Item, run: list[Node] | None = None) -> _Item:
        """Make a node's widget, ready to be mounted. Its children come with `_mount`."""
        if run is not None and parent.stretches is not None:
            return self._create_run(node, parent, parent.stretches, run)
        if node.type == TEXT_TYPE:
            item = self._add(_Item(node, None, bare_text(), parent.depth + 1, self._place(node, parent)))
            self._show_content(item)
            return item
        view = self._view_of(node)
        try:
            widget = view.create(node)
        except Exception as error:  # noqa: BLE001 - a host's view must not leave a batch half shown
            self._view_failed(node, "create", error)
            view = _missing_view(f"no widget for {node.type}")
            widget = view.create(node)
        place = self._place(node, parent)
        item = self._add(_Item(node, view, widget, parent.depth + 1, place))
        if isinstance(widget, Linked):
            widget.link = view.link(self, node)
        props = node.props
        names = _ALL_COMMON & props.keys()
        if names:
            self._update_common(item, names)
            if (props.get("autoFocus") or props.get("autofocus")) and self._focus_next is None:
                self._focus_next = widget
        if item.paints or not item.holds_widgets:
            self._show_content(item)
        left = self._left.pop(node.id, None)
        if left:
            self._restore(item, left)
        return item

    def _create_run(self, node: Node, parent: _Item, stretches: Stretches, run: list[Node]) -> _Item:
        """Make the widget of several stretches of text."""
        assert node.parent is not None
        widget = stretches.view.create(node.parent)
        if isinstance(widget, Linked):
            widget.link = stretches.view.link(self, node.parent)
        item = self._add(_Item(node, stretches.view, widget, parent.depth + 1, self._place(node, parent)))
        item.run = run
        self._show_content(item)
        return item

    def _add(self, item: _Item) -> _Item:
        self._items[item.node.id] = item
        self._by_widget[item.widget] = item
        return item

    def _mount(self, children: list[_Item], anchor: Widget | None) -> Widget | None:
        """Mount widgets of one place before another one, or last, with all that is below them.

        Returns what is first then.
        """
        if not children:
            return anchor
        self._mount_in(children[0].place, children, anchor)
        return children[0].widget

    def _mount_overlays(self, children: list[_Item]) -> None:
        """Mount widgets over everything that is on the guest's screen already."""
        if children:
            self._overlays += children
            self._mount_in(self._stage, children, None)

    def _mount_in(self, place: Widget, children: list[_Item], anchor: Widget | None) -> None:
        self._statistics.mounts += len(children)
        self._statistics.widgets += len(children)
        self._pending.append(place.mount(*(child.widget for child in children), before=anchor))
        for child in children:
            if isinstance(child.widget, Assembled):
                self._pending.extend(child.widget.assemble())
            if child.holds_widgets and child.node.type != TEXT_TYPE:
                nodes, runs = self._nodes_to_show(child)
                if nodes:
                    self._arrange(child, nodes, runs)

    def _remove(self, children: Sequence[_Item]) -> None:
        places: dict[Widget, list[Widget]] = {}
        for child in children:
            self._forget(child)
            if not child.overlay:
                places.setdefault(child.place, []).append(child.widget)
        for place, widgets in places.items():
            self._pending.append(place.remove_children(widgets))

    def _forget(self, item: _Item) -> None:
        """Let go of an item and of all below it: what their widgets still say reaches nobody."""
        stack = [item]
        while stack:
            gone = stack.pop()
            stack.extend(gone.children)
            self._drop_window(gone)
            self._statistics.removes += 1
            self._statistics.widgets -= 1
            self._statistics.omitted -= gone.omitted
            self._items.pop(gone.node.id, None)
            self._by_widget.pop(gone.widget, None)
            if gone.node.alive and (state := self._state_of(gone)):
                self._left[gone.node.id] = state
            if isinstance(gone.widget, Assembled):
                self._pending.extend(gone.widget.dismantle())
            if gone.overlay:
                # Not among the widgets of its parent, so it does not go with them.
                if gone in self._overlays:
                    self._overlays.remove(gone)
                self._pending.append(gone.widget.remove())
            if isinstance(gone.widget, Linked):
                gone.widget.link = None

    def show(self, node: Node) -> None:
        """Show or hide a node's widget as it wants to be, and what stands over the screen for something inside."""
        item = self._items.get(node.id)
        if item is None:
            return
        if not item.overlay:
            item.widget.display = self._is_wanted(item)
        self.show_overlays()

    def show_overlays(self) -> None:
        """Show or hide what stands over the screen: it is seen only where its node would be."""
        for item in self._overlays:
            shown = self._is_wanted(item) and all(around.display for around in item.place.ancestors_with_self)
            if item.widget.display != shown:
                item.widget.display = shown
        stage = self._stage
        if not isinstance(stage, Stage) or not stage.is_attached:
            return
        for child in stage.children:
            if isinstance(child, Floating) and child.owner is not None:
                child.display = child.wanted and all(around.display for around in child.owner.ancestors_with_self)
        stage.settle(may_focus=self.may_focus())

    # -- only what is in view ----------------------------------------------------------------------------------------

    def _nodes_to_show(self, parent: _Item) -> tuple[list[Node], Mapping[int, list[Node]]]:
        """Its child nodes that get widgets now, and the runs of stretches among them."""
        nodes, runs = parent.take_runs(parent.shown_nodes())
        if not self._is_windowed(parent, len(nodes)):
            self._drop_window(parent)
            return nodes, runs
        window = parent.window
        if window is None:
            assert isinstance(parent.widget, Flowing)
            window = parent.window = parent.widget.unseen = Window(parent.widget, self._takes_no_room)
            self._windowed[parent] = None
        window.take(nodes, runs)
        if parent.widget.is_attached:
            # There may be more or less room to scroll, though no widget came or went.
            parent.widget.refresh(layout=True)
        window.pins = self._pins(parent, window)
        # What is ahead comes when that is painted.
        return window.choose(self._lines_in_view(parent), 0), runs

    def _is_windowed(self, item: _Item, count: int | None = None) -> bool:
        """Whether only those of its children that are in view get widgets."""
        view, widget = item.view, item.widget
        if view is not None and (view.container is not None or view.paints is not None):
            return False
        # What arranges all its children needs them all; a list of HTML numbers those that are there.
        if view is not None and view.arranged is not None and view.stretches is None:
            return False
        count = item.node.child_count if count is None else count
        if not (isinstance(widget, Flowing) and may_window(widget.flow, count)):
            return False
        at: Node | None = item.node
        while at is not None:
            # A form reads what its inputs show, and says in them what is wrong.
            if at.type in _FORMS:
                return False
            at = at.parent
        return True

    def _drop_window(self, item: _Item) -> None:
        if item.window is not None:
            item.window = None
            del self._windowed[item]
            assert isinstance(item.widget, Flowing)
            item.widget.unseen = None

    def _note_widgets(self, parent: _Item) -> None:
        if parent.window is not None:
            parent.window.note_widgets((child.widget, child.node) for child in parent.children)

    def _lines_in_view(self, item: _Item) -> tuple[int, int]:
        """The lines of a box's content that a person sees."""
        view = lines_in_view(item.widget, self._laid_out_at) if item.widget.is_attached else None
        if view is not None:
            return view
        # Before its first layout a box may be all that there is to see.
        return 0, 0 if item.children else self._surface.screen.size.height

    def _takes_no_room(self, node: Node) -> bool:
        """Whether a child leaves no gap where it has no widget."""
        template = node.template
        if node.schema is None:
            return False
        if template is None or not node.lazy or any(slot.name in _DISPLAY for slot in template.nodes[0].slots):
            return self._stands_over(node.type, node.schema) or is_out(node, self._width)
        # Of clones that nobody has looked into, all are as the first one is.
        key = (template.id, self._width)
        known = self._out_templates.get(key)
        if known is None:
            known = self._stands_over(node.type, node.schema) or is_out(node, self._width)
            self._out_templates[key] = known
        return known

    def _stands_over(self, component: str, schema: ComponentSchema | None) -> bool:
        view = self._views.get(component)
        if view is None and schema is not None:
            view = schema.component.views.get("textual")
        return isinstance(view, TextualView) and view.overlay

    def _note_over(self, nodes: Iterable[Node], templates: Iterable[CompiledTemplate]) -> None:
        """Note what stands over the screen, wherever it is in the tree."""
        self._over.update(node.id for node in nodes if self._stands_over(node.type, node.schema))
        self._over_templates.update(
            template.id
            for template in templates
            if any(self._stands_over(static.type, static.schema) for static in template.nodes)
        )

    def _windows_to_follow(self, changes: Changes, starting: set[int]) -> list[_Item]:
        """The boxes that must look again which children get widgets, though it is not their children that changed.

        Adds to ``starting`` the new nodes that want to have the focus.
        """
        found: dict[_Item, None] = {}
        tree = self.tree
        for operation in changes.operations:
            if isinstance(operation, Create):
                # A batch has thousands of these, and next to none is of interest.
                stands_over = self._over_kinds.get(operation.type)
                starts = self._windowed and isinstance(operation.props, dict) and "autoFocus" in operation.props
                if stands_over is False and not starts:
                    continue
                node = tree.nodes.get(operation.id)
                if node is None:
                    continue
                if stands_over is None:
                    stands_over = self._over_kinds[node.type] = self._stands_over(node.type, node.schema)
                if stands_over:
                    self._over.add(node.id)
                elif starts and node.props.get("autoFocus"):
                    starting.add(node.id)
                else:
                    continue
                for item in self._windows_around(node):
                    found[item] = None
            elif isinstance(operation, Template):
                self._note_over((), (tree.templates[operation.template],))
        if not self._windowed:
            return []
        for node, names in changes.props.items():
            around = self._items.get(node.parent.id) if names & _DISPLAY and node.parent is not None else None
            if around is not None and around.window is not None and around.window.is_stale(node):
                found[around] = None
        return list(found)

    def _windows_around(self, node: Node) -> list[_Item]:
        found = []
        at = node.parent
        while at is not None:
            item = self._items.get(at.id)
            if item is not None and item.window is not None:
                found.append(item)
            at = at.parent
        return found

    def _pins(self, item: _Item, window: Window) -> frozenset[int]:
        """The children of a window that must have widgets wherever they are: what has the focus and what the Tab key
        goes to from there, what holds something over the screen, and what is about to be used.
        """
        node, pins = item.node, set()
        for held in (self._over, self._revealed):
            for id in tuple(held):
                inner = self.tree.nodes.get(id)
                child = None if inner is None else _child_around(node, inner)
                if inner is None:
                    held.discard(id)
                elif child is not None:
                    pins.add(child.id)
        if self._over_templates:
            pins.update(
                child.id
                for child in window.nodes
                if child.template is not None and child.template.id in self._over_templates
            )
        focused = self._surface.screen.focused
        around = self._item_around(focused) if focused is not None else None
        child = None if around is None else _child_around(node, around.node)
        if child is not None:
            pins.add(child.id)
            pins.update(window.beside(child, self._may_hold_focus))
        return frozenset(pins)

    def _may_hold_focus(self, node: Node) -> bool:
        return self._focusable.get(shape_of(node), True)

    def _learn_focus(self, item: _Item) -> None:
        """Note of the shapes of children whether the Tab key stops in them."""
        for child in item.children:
            shape = shape_of(child.node)
            if not self._focusable.get(shape):
                widgets = child.widget.walk_children(Widget, with_self=True)
                self._focusable[shape] = any(widget.can_focus for widget in widgets)

    def _laid_out(self, _screen: Screen[Any]) -> None:
        """Everything stands where it does now: follow what is in view."""
        if not self._windowed or self._tree is None:
            return
        around = {
            widget
            for item in self._windowed
            for widget in item.widget.ancestors_with_self
            if isinstance(widget, Widget) and widget.is_scrollable
        }
        for widget in around - self._laid_out_at.keys():
            self._surface.watch(widget, "scroll_y", self._view_moved, init=False)
        self._laid_out_at = {widget: widget.scroll_offset.y for widget in around}
        for item in self._windowed:
            assert item.window is not None
            item.window.look(self._lines_in_view(item))
        unplaced, self._unplaced = self._unplaced, None
        if unplaced is not None and unplaced.has_focus:
            unplaced.scroll_visible(animate=False, immediate=True)
        self._view_moved()

    def _focus_moved(self, focused: Widget | None) -> None:
        # Where it stands is not known before the next layout, and nobody could have scrolled to it.
        self._unplaced = focused if self._windowed and focused is not None and not focused.size else None
        self._view_moved()

    def _view_moved(self, *_values: object) -> None:
        """Something was scrolled, or the focus is elsewhere: give widgets to what is in view before it is painted."""
        if not self._windowed or self._tree is None or self._is_updating or not self._surface.is_attached:
            return
        lacking = []
        for item in self._windowed:
            window = item.window
            assert window is not None
            window.pins = self._pins(item, window)
            if window.lacks(self._lines_in_view(item)):
                lacking.append(item)
        if lacking:
            # Textual is slow to take away what it is still mounting; that is done when there is time.
            self._run(self._shift, (lacking, 0, True))
        if not self._is_filling:
            self._is_filling = True
            self._surface.call_later(self._fill)

    def _fill(self) -> None:
        """Give widgets to what is near the view, a few at a time, and take them from what is far from it."""
        self._is_filling = False
        if self._tree is None or self._holds:
            # What is on its way is laid out next, and this is asked again.
            return
        waiting = []
        for item in self._windowed:
            assert item.window is not None
            self._learn_focus(item)
            item.window.pins = self._pins(item, item.window)
            if not item.window.is_idle(self._lines_in_view(item)):
                waiting.append(item)
        if waiting:
            self._run(self._shift, (waiting, AHEAD, False))

    def _take_away(self) -> None:
        """Take widgets from what is far from the view while something is scrolled so fast that `_fill` has no turn."""
        if self._holds or self._tree is None:
            return
        full = [item for item in self._windowed if item.window is not None and item.window.shown_count > SHOWN_MAX]
        if full:
            self._run(self._shift, (full, 0, False))

    def _shift(self, what: tuple[list[_Item], int, bool]) -> None:
        items, ahead, keep_all = what
        for item in items:
            window = item.window
            if window is None:
                # It went with something around it.
                continue
            view = self._lines_in_view(item)
            window.look(view)
            nodes = window.choose(view, ahead, keep=keep_all)
            keep = {node.id for node in nodes}
            self._remove([child for child in item.children if child.node.id not in keep])
            self._arrange(item, nodes, window.runs)

    def _reveal(self, node: Node) -> bool:
        """Give a widget to a node that has none because nobody sees it."""
        if not node.alive:
            return False
        windows = self._windows_around(node)
        while windows:
            self._revealed.add(node.id)
            for item in windows:
                assert item.window is not None
                item.window.pins = self._pins(item, item.window)
            self._run(self._shift, (windows, 0, True))
            known, windows = windows, self._windows_around(node)
            if known == windows:
                return True
        return False

    # -- what a person did -------------------------------------------------------------------------------------------

    def view_state(self) -> dict[int, ViewState]:
        """What a person did in widgets and the guest does not know, by node id: of those on the screen, and of those
        that are not and may come back.
        """
        found = dict(self._left)
        for id, item in self._items.items():
            if state := self._state_of(item):
                found[id] = state
        return found

    def _state_of(self, item: _Item) -> ViewState:
        widget = item.widget
        if not isinstance(widget, Linked) or item.node.schema is None or not item.node.schema.view_state:
            return {}
        state = dict(widget.view_state())
        focused = self._surface.screen.focused if self._surface.is_attached else None
        if focused is not None and (focused is widget or self._item_around(focused) is item):
            state["focus"] = True
        return state

    def _restore(self, item: _Item, state: ViewState) -> None:
        """Give a new widget what a person did in the one before it."""
        node, widget = item.node, item.widget
        kept = {name: value for name, value in state.items() if not self._is_held(node, name)}
        if kept.pop("focus", False):
            self._focus_next = widget
        if kept and isinstance(widget, Linked):
            try:
                widget.restore_view_state(kept)
            except Exception as error:  # noqa: BLE001 - a host's widget must not leave a batch half shown
                self._view_failed(node, "restore_view_state", error)

    def _is_held(self, node: Node, name: str) -> bool:
        """Whether the guest says itself what this is."""
        prop = _HELD_BY_GUEST.get(name)
        if prop is None or node.props.get(prop) is None:
            return False
        return prop != "value" or self.tree.accepts_value(node)

    def _clear(self, root: _Item) -> None:
        self._remove(root.children)
        root.children = []
        self._show_omitted(root, 0)

    def _show_omitted(self, parent: _Item, omitted: int) -> None:
        """Say in place how many children have no room, or no longer say it."""
        self._statistics.omitted += omitted - parent.omitted
        parent.omitted = omitted
        if not omitted:
            if parent.notice is not None:
                self._pending.append(parent.notice.remove())
                parent.notice = None
            return
        text = (
            f"{omitted} more not shown: elements are nested deeper than {DEPTH_MAX}"
            if parent.depth >= DEPTH_MAX
            else f"{omitted} more not shown: the terminal takes {WIDGETS_MAX} elements"
        )
        if parent.notice is None:
            parent.notice = Static(Content(text), markup=False, classes="rill-notice")
            self._pending.append(parent.widget.mount(parent.notice))
        else:
            parent.notice.update(Content(text))

    def _view_of(self, node: Node) -> TextualView[Any]:
        view = self._views.get(node.type)
        if view is None and node.schema is not None:
            view = node.schema.component.views.get("textual")
        if isinstance(view, TextualView):
            return view
        if view is None:
            what = (
                f"component {node.type} has no view for 'textual'; "
                "register it with HostComponent(..., views={'textual': TextualView(...)})"
            )
        else:
            kind = view.__name__ if isinstance(view, type) else f"a {type(view).__name__}"
            what = f"the view of component {node.type} for 'textual' is {kind}, expected a TextualView"
        self._problem(HostError(what, code="view_missing", path=node.type))
        view = self._views[node.type] = _missing_view(f"no view for {node.type}")
        return view

    def _item_drawing(self, node: Node) -> _Item | None:
        """What draws a node: its own widget, or that of the text which it is a stretch of, such as a Link's."""
        at: Node | None = node
        below: Node | None = None
        while at is not None:
            item = self._items.get(at.id)
            if item is not None:
                if below is not None and below.id in item.runs:
                    return self._items.get(item.runs[below.id].id)
                return item if at is node or (not item.holds_widgets and node.alive) else None
            at, below = at.parent, at
        return None

    def _item_around(self, widget: Widget) -> _Item | None:
        at: Any = widget
        while at is not None and at is not self._surface:
            item = self._by_widget.get(at)
            if item is not None:
                return item
            at = at.owner if isinstance(at, Floating) and at.owner is not None else at.parent
        return None

    def _view_failed(self, node: Node, field: str, error: Exception) -> None:
        problem = HostError(
            f"the view of {node.type} for 'textual' failed in {field!r}: {type(error).__name__}: {error}",
            code="view_failed",
            path=node.type,
        )
        problem.__cause__ = error
        self._problem(problem)

    def _problem(self, error: HostError) -> None:
        self._statistics.problems += 1
        # Once each: a view that is wrong is wrong for every node.
        if error.message not in self._reported:
            self._reported.add(error.message)
            self._report(error)

    # -- one screen update -------------------------------------------------------------------------------------------

    def _hold(self, pending: list[Awaitable[Any]]) -> None:
        """Keep the screen from being painted until Textual has done what it was asked, but never for long."""
        now = time.monotonic()
        if not self._holds:
            self._held_since = now
        left = HOLD_S_MAX - (now - self._held_since)
        hold = ExitStack()
        if left > 0:
            hold.enter_context(self._surface.app.batch_update())
        task = asyncio.get_running_loop().create_task(self._release(pending, hold, left))
        self._holds.add(task)
        task.add_done_callback(self._hold_ended)

    def _hold_ended(self, task: asyncio.Task[None]) -> None:
        self._holds.discard(task)
        self._take_away()

    async def _release(self, pending: list[Awaitable[Any]], hold: ExitStack, left: float) -> None:
        try:
            if left > 0:
                # Not by a timeout: that would cancel what is waited for, which are the tasks of Textual's widgets.
                ready = asyncio.gather(*pending, return_exceptions=True)
                done, _ = await asyncio.wait((ready,), timeout=left)
                if not done:
                    logger.info("widgets were not ready within %s s, the screen is painted without them", HOLD_S_MAX)
        finally:
            hold.close()
            if self._surface.is_attached:
                self._surface.screen.check_idle()


def _child_around(parent: Node, node: Node) -> Node | None:
    """The child of a node that another one is or lies in."""
    at: Node | None = node
    while at is not None and at.parent is not parent:
        at = at.parent
    return at


def _width_around(stage: Widget) -> int:
    """The width of the stage; before its first layout, the most that it can have."""
    for widget in stage.ancestors_with_self:
        if isinstance(widget, Widget) and widget.size.width:
            return widget.size.width
    return 0


def _settle_future(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _sort(place: Widget, children: list[_Item]) -> None:
    order = {child.widget: index for index, child in enumerate(children)}
    # What is on its way out, or a notice, stays behind.
    place.sort_children(key=lambda widget: order.get(widget, len(order)))


def _missing_view(words: str) -> TextualView[Any]:
    """Stands for a component that cannot be drawn. The words are the host's own."""
    return TextualView(create=lambda _node: Static(Content(words), markup=False, classes="rill-notice"))
