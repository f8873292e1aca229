"""Keeps Textual widgets as a tree says: mounts, moves, updates and removes the fewest that a batch asks for.

One batch is one screen update, and every call returns before Textual has mounted or removed anything: widgets are
registered in order at once, so that the next batch finds them, however early it comes. Knows trees and views; no
session.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, Final

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rill.host.addresses import refusal_of
from rill.host.terminal_text import clean_text
from rill.host.textual.content import text_content
from rill.host.textual.keys import key_payload
from rill.host.textual.move_plan import children_to_move
from rill.host.textual.styling import Styling
from rill.host.textual.view import EventOfMessage, Link, Linked, TextualView
from rill.host.textual.views import VIEWS, bare_text
from rill.host.textual.widgets.boxes import Box, Flowing
from rill.host.textual.widgets.controls import ValueControl
from rill.host.tree import Changes, Node, Tree
from rill.protocol.errors import GuestError, HostError, RillError
from rill.protocol.operations import TEXT_TYPE
from rill.protocol.values import Value

logger: Final = logging.getLogger("rill.textual")

# Textual mounts a few thousand widgets a second and walks all of them on every layout. More would hold the host's
# event loop for seconds; what has no room is counted on the screen.
WIDGETS_MAX: Final = 5_000
# Textual's layout calls itself about ten times for each level of nesting, and Python stops at 1,000 calls.
DEPTH_MAX: Final = 48
# How long one batch may keep the screen from being painted while its widgets get ready.
HOLD_S_MAX: Final = 1.0
# More single moves than this are one sort.
MOVES_MAX: Final = 16

# What every component has, and the adapter shows.
_COMMON: Final = frozenset(("style", "hidden", "hint"))
_ALL_COMMON: Final = _COMMON | {"autoFocus"}


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


class _Item:
    """A node that has a widget."""

    __slots__ = ("children", "depth", "horizontal", "node", "notice", "omitted", "styling", "view", "widget")

    def __init__(self, node: Node, view: TextualView[Any] | None, widget: Widget, depth: int) -> None:
        self.node = node
        self.view = view
        self.widget = widget
        self.depth = depth
        self.styling = Styling()
        # The children that have widgets, in the order on the screen.
        self.children: list[_Item] = []
        # Direction of the parent, which decides what `grow` means.
        self.horizontal = False
        self.omitted = 0
        self.notice: Static | None = None

    @property
    def holds_widgets(self) -> bool:
        """Whether its children are widgets of their own."""
        schema = self.node.schema
        return schema is None or schema.children in ("nodes", "text-and-nodes")


class TextualAdapter:
    """Shows a session's tree inside one widget. Use `GuestView`, unless that widget is yours.

    Args:
        surface: where the tree goes. It stays the caller's, and must be mounted: make the adapter in its ``on_mount``.
        views: views of the host's own components, by component name.
        report: hears of the host's mistakes, such as a view whose payload does not fit its component.
        offer_link: gets the address of each link that a person presses; only https, http and mailto come here.
    """

    def __init__(
        self,
        surface: Box,
        views: Mapping[str, TextualView[Any]] | None = None,
        report: Callable[[HostError], None] | None = None,
        offer_link: Callable[[str], None] | None = None,
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
        # What a person left in controls whose nodes were taken off the screen and live on, by node id; True: the focus.
        self._left: dict[int, tuple[str | bool, bool]] = {}
        self._holds: set[asyncio.Task[None]] = set()
        self._held_since = 0.0

    @property
    def tree(self) -> Tree:
        """The tree on the screen."""
        if self._tree is None:
            raise HostError("the adapter is not attached", code="adapter_detached")
        return self._tree

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
        """Wait until everything that was mounted or removed so far is."""
        while self._holds:
            await asyncio.wait(tuple(self._holds))

    # -- the adapter protocol ----------------------------------------------------------------------------------------

    def attach(self, tree: Tree) -> None:
        if self._tree is not None:
            self.detach()
        self._tree = tree
        root = _Item(tree.root, None, self._surface, 0)
        self._items[tree.root.id] = root
        self._run(self._show_children, (root,))

    def apply(self, changes: Changes) -> None:
        self._statistics.batches += 1
        self._run(self._apply, changes)

    def call(self, node: Node, method: str, args: list[Value]) -> Value | Awaitable[Value]:
        item = self._items.get(node.id)
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
        return self._context.copy().run(function, item.widget, node, args)

    def detach(self) -> None:
        root = self._items.get(self._tree.root.id) if self._tree is not None else None
        if root is not None and self._surface.is_attached:
            self._run(self._clear, root)
        self._items.clear()
        self._by_widget.clear()
        self._left.clear()
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

    def emit_change(self, node: Node, value: str | bool) -> None:
        """Count a person's change of a value, and send it. A guest that does not listen keeps the last word."""
        if self._tree is not None and node.listens("onChange"):
            self.emit(node, "onChange", {"value": value, "version": self._tree.bump_version(node)})

    def emit_submit(self, node: Node, value: str) -> None:
        """Send what a person wrote, with the version of its last change."""
        if self._tree is not None:
            self.emit(node, "onSubmit", {"value": value, "version": self._tree.version(node)})

    def follow_link(self, node: Node, event: str, href: str | None, payload: Mapping[str, Any]) -> None:
        """Tell the guest of a press of a link, and offer its address to the host, unless the listener prevents it."""
        mark = node.props.get(event)
        self.emit(node, event, payload if href is None else {**payload, "href": href})
        if href is None or (isinstance(mark, dict) and mark.get("prevent")):
            return
        refusal = refusal_of(href)
        if refusal is not None:
            self._problem(HostError(f"link of {node.type} {node.id} leads nowhere: {refusal}", code="link_refused"))
        elif self._offer_link is not None:
            self._offer_link(href)

    def observe_key(self, node: Node, event: events.Key) -> None:
        """Offer a key to ``onKeyDown`` from this node upwards, once, however many widgets it passes on its way."""
        if event is self._last_key:
            return
        self._last_key = event
        payload = key_payload(event)
        at: Node | None = node
        while at is not None:
            mark = at.props.get("onKeyDown")
            if mark:
                self.emit(at, "onKeyDown", payload)
                if isinstance(mark, dict) and payload["key"] in (mark.get("keys") or (payload["key"],)):
                    if mark.get("prevent"):
                        event.prevent_default()
                        event.stop()
                    if mark.get("stop"):
                        event.stop()
                        return
            at = at.parent

    def may_focus(self) -> bool:
        """Whether the guest may move the focus: only what it has itself, or what nobody has.

        Otherwise a guest could take the keys that a person is writing into one of the application's own fields.
        """
        focused = self._surface.screen.focused
        return focused is None or self._surface in focused.ancestors

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

    # -- changes -----------------------------------------------------------------------------------------------------

    def _run(self, function: Callable[[Any], None], argument: Any) -> None:
        # A copy, because a context cannot be entered twice, and methods of hosts' views may do anything.
        self._context.copy().run(self._as_one_update, function, argument)

    def _as_one_update(self, function: Callable[[Any], None], argument: Any) -> None:
        with self._surface.app.batch_update():
            function(argument)
            pending, self._pending = self._pending, []
            if pending:
                self._hold(pending)
        focus, self._focus_next = self._focus_next, None
        if focus is not None and self.may_focus():
            focus.focus()

    def _apply(self, changes: Changes) -> None:
        contents: dict[_Item, None] = {}
        parents: list[_Item] = []
        for node in changes.children:
            item = self._items.get(node.id)
            if item is None:
                self._note_content(node, contents)
            elif item.holds_widgets:
                parents.append(item)
            else:
                contents[item] = None
        self._show_children(parents)
        for node, names in changes.props.items():
            item = self._items.get(node.id)
            if item is None:
                self._note_content(node, contents)
            elif node.alive:
                self._update(item, names)
        for node in changes.texts:
            self._note_content(node, contents)
        for item in contents:
            if self._items.get(item.node.id) is item:
                self._show_content(item)
        for id in [id for id in self._left if self.tree.find(id) is None]:
            del self._left[id]

    def _note_content(self, node: Node, contents: dict[_Item, None]) -> None:
        """Note the widget that shows this text, or the stretch of text that this node is."""
        at: Node | None = node
        while at is not None:
            item = self._items.get(at.id)
            if item is not None:
                if not item.holds_widgets or at.type == TEXT_TYPE:
                    contents[item] = None
                return
            at = at.parent

    def _update(self, item: _Item, names: frozenset[str]) -> None:
        view = item.view
        assert view is not None
        self._statistics.updates += 1
        if names & view.remakes:
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
            style = node.props.get("style")
            item.styling.apply(widget, style, horizontal_parent=item.horizontal)
        if "hidden" in names:
            widget.display = not node.get("hidden")
        if "hint" in names:
            hint = node.get("hint")
            widget.tooltip = Content(clean_text(hint)) if isinstance(hint, str) and hint else None

    def _show_content(self, item: _Item) -> None:
        self._statistics.texts += 1
        if item.node.type == TEXT_TYPE:
            assert isinstance(item.widget, Static)
            item.widget.update(Content(clean_text(item.node.text)))
        elif item.view is not None and item.view.content is not None:
            try:
                item.view.content(item.widget, item.node, text_content(item.node))
            except Exception as error:  # noqa: BLE001 - a host's view must not leave a batch half shown
                self._view_failed(item.node, "content", error)

    def _remake(self, item: _Item) -> None:
        """Put a new widget in place of one that cannot show a changed prop."""
        assert item.node.parent is not None
        parent = self._items[item.node.parent.id]
        self._forget(item)
        new = self._create(item.node, parent)
        parent.children[parent.children.index(item)] = new
        self._mount(parent, [new], item.widget)
        self._pending.append(item.widget.remove())

    # -- structure ---------------------------------------------------------------------------------------------------

    def _show_children(self, parents: Sequence[_Item]) -> None:
        """Bring the widgets below these in line with the tree.

        First all removals: a node may have gone from one to another.
        """
        wanted: list[tuple[_Item, list[Node]]] = []
        for parent in parents:
            # A parent may itself have gone with another one above it.
            if self._items.get(parent.node.id) is not parent or not parent.node.alive:
                continue
            nodes = parent.node.children
            keep = {node.id for node in nodes}
            self._remove([child for child in parent.children if child.node.id not in keep], parent)
            wanted.append((parent, nodes))
        for parent, nodes in wanted:
            if self._items.get(parent.node.id) is parent:
                self._arrange(parent, nodes)

    def _arrange(self, parent: _Item, nodes: list[Node]) -> None:
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
                child = self._create(node, parent)
                new.add(child)
            after.append(child)
        parent.children = after
        moving = children_to_move(before, [child for child in after if child not in new])
        self._statistics.moves += len(moving)
        if len(moving) > MOVES_MAX:
            self._sort(parent, [child for child in after if child not in new])
            moving = set()
        anchor: Widget | None = parent.notice
        run: list[_Item] = []
        for child in reversed(after):
            if child in new:
                run.append(child)
                continue
            anchor = self._mount(parent, run[::-1], anchor)
            run.clear()
            if child in moving:
                if anchor is not None:
                    parent.widget.move_child(child.widget, before=anchor)
                else:
                    parent.widget.move_child(child.widget, after=-1)
            anchor = child.widget
        self._mount(parent, run[::-1], anchor)
        if omitted != parent.omitted:
            self._show_omitted(parent, omitted)
        if parent.view is None:
            # One box under the root is the guest's whole screen, and fills it.
            for child in after:
                child.widget.set_class(len(after) == 1, "rill-whole")

    def _create(self, node: Node, parent: _Item) -> _Item:
        """Make a node's widget, ready to be mounted. Its children come with `_mount`."""
        if node.type == TEXT_TYPE:
            item = self._add(_Item(node, None, bare_text(), parent.depth + 1))
            self._show_content(item)
            return item
        view = self._view_of(node)
        try:
            widget = view.create(node)
        except Exception as error:  # noqa: BLE001 - a host's view must not leave a batch half shown
            self._view_failed(node, "create", error)
            view = _missing_view(f"no widget for {node.type}")
            widget = view.create(node)
        item = self._add(_Item(node, view, widget, parent.depth + 1))
        item.horizontal = isinstance(parent.widget, Flowing) and parent.widget.flow.horizontal
        if isinstance(widget, Linked):
            widget.link = Link(self, node)
        props = node.props
        names = _ALL_COMMON & props.keys()
        if names:
            self._update_common(item, names)
            if props.get("autoFocus") and self._focus_next is None:
                self._focus_next = widget
        if not item.holds_widgets:
            self._show_content(item)
        left = self._left.pop(node.id, None)
        if left is not None and isinstance(widget, ValueControl):
            value, had_focus = left
            if node.get("value") is None or not self.tree.accepts_value(node):
                widget.show_value(value)
            if had_focus:
                self._focus_next = widget
        return item

    def _add(self, item: _Item) -> _Item:
        self._items[item.node.id] = item
        self._by_widget[item.widget] = item
        return item

    def _mount(self, parent: _Item, children: list[_Item], anchor: Widget | None) -> Widget | None:
        """Mount widgets before another one, or last, with all that is below them. Returns what is first then."""
        if not children:
            return anchor
        self._statistics.mounts += len(children)
        self._statistics.widgets += len(children)
        self._pending.append(parent.widget.mount(*(child.widget for child in children), before=anchor))
        for child in children:
            if child.holds_widgets and child.node.type != TEXT_TYPE:
                nodes = child.node.children
                if nodes:
                    self._arrange(child, nodes)
        return children[0].widget

    def _remove(self, children: Sequence[_Item], parent: _Item) -> None:
        if not children:
            return
        for child in children:
            self._forget(child)
        self._pending.append(parent.widget.remove_children([child.widget for child in children]))

    def _forget(self, item: _Item) -> None:
        """Let go of an item and of all below it: what their widgets still say reaches nobody."""
        stack = [item]
        while stack:
            gone = stack.pop()
            stack.extend(gone.children)
            self._statistics.removes += 1
            self._statistics.widgets -= 1
            self._statistics.omitted -= gone.omitted
            self._items.pop(gone.node.id, None)
            self._by_widget.pop(gone.widget, None)
            if gone.node.alive and isinstance(gone.widget, ValueControl):
                self._left[gone.node.id] = (gone.widget.value_left(), gone.widget.has_focus)
            if isinstance(gone.widget, Linked):
                gone.widget.link = None

    def _sort(self, parent: _Item, children: list[_Item]) -> None:
        order = {child.widget: index for index, child in enumerate(children)}
        # What is on its way out, or a notice, stays behind.
        parent.widget.sort_children(key=lambda widget: order.get(widget, len(order)))

    def _clear(self, root: _Item) -> None:
        self._remove(root.children, root)
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

    def _item_around(self, widget: Widget) -> _Item | None:
        at: Any = widget
        while at is not None and at is not self._surface:
            item = self._by_widget.get(at)
            if item is not None:
                return item
            at = at.parent
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
        task.add_done_callback(self._holds.discard)

    async def _release(self, pending: list[Awaitable[Any]], hold: ExitStack, left: float) -> None:
        try:
            if left > 0:
                async with asyncio.timeout(left):
                    for awaitable in pending:
                        await awaitable
        except TimeoutError:
            logger.info("widgets were not ready within %s s, the screen is painted without them", HOLD_S_MAX)
        finally:
            hold.close()
            if self._surface.is_attached:
                self._surface.screen.check_idle()


def _missing_view(words: str) -> TextualView[Any]:
    """Stands for a component that cannot be drawn. The words are the host's own."""
    return TextualView(create=lambda _node: Static(Content(words), markup=False, classes="rill-notice"))
