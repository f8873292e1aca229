"""`WebAdapter`: keeps one guest's page in one browser as its tree says. Sends nothing by itself: whoever owns the
connection takes the operations, hands in the events, and decides when a page begins anew.

Holds no copy of the page: what it says is made from the tree at that moment. Knows trees and views; no session, no
socket.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from rill.host.collector import collector_paused
from rill.host.html import is_html
from rill.host.tree import Changes, Node, Tree
from rill.host.view_states import ViewState
from rill.host.web.drawing import Drawing, Views, Wire
from rill.host.web.element import Attribute, Element
from rill.host.web.failure import RESTART, failure_element
from rill.host.web.first_paint import FirstPaint as FirstPaint
from rill.host.web.first_paint import Painting, templates_html
from rill.host.web.lowering import PersonStates, walk
from rill.host.web.node_link import CALL_WAITS_S, Link, PendingCall, detached_error
from rill.host.web.page_context import Metrics, PageContext
from rill.host.web.shapes import item_of, shape_of
from rill.host.web.snapshots import Snapshot, detached
from rill.host.web.translation import PageLost, Translation
from rill.host.web.view import DomEvent, WebView
from rill.protocol.errors import GuestError, HostError, RillError, TransportError
from rill.protocol.operations import ROOT_ID, Clear, Delete
from rill.protocol.values import Value
from rill.protocol.web import WebOperation

logger: Final = logging.getLogger("rill.web")

# Rules of CSS that a page may collect. A guest that writes new styles all the time gets a fresh page from here on.
RULES_MAX: Final = 1_000

# Methods of every element, which no view has to have.
BROWSER_METHODS: Final = frozenset(("focus", "blur", "click", "scrollIntoView"))

# Calls that may wait for an answer: more than a guest may have, since views make some of their own.
CALLS_MAX: Final = 256

# Props of fields, and what `view_state` calls what a person did there.
_STATES_OF_PROPS: Final[Mapping[str, tuple[str, ...]]] = {
    "value": ("text", "value", "checked"),
    "checked": ("checked",),
    "open": ("open",),
}


@dataclass(slots=True)
class WebAdapterStatistics:
    """Work done since the adapter was made."""

    batches: int = 0
    operations: int = 0
    events: int = 0
    # Of nodes that do not ask for them any more: the person was faster than the network.
    events_late: int = 0


class WebAdapter:
    """Shows a session's tree in one browser.

    Args:
        views: by component name, those of the host's own components among them.
        page: the guest's place on its page.
        on_operations: called once for each batch that leaves something to be taken.
        on_restart: called when a person wants a guest that has failed to start again. Without it nobody is asked.
    """

    def __init__(
        self,
        views: Mapping[str, WebView],
        page: PageContext,
        *,
        on_operations: Callable[[], None],
        on_restart: Callable[[], None] | None = None,
    ) -> None:
        # Hosts pass the same views for all sessions.
        self._views = views if isinstance(views, Views) else Views(views)
        self._context = page
        self._on_operations = on_operations
        self._on_restart = on_restart
        self._drawing: Drawing | None = None
        self._pending: list[Wire] = []
        self._pending_rows = 0
        self._unseen: set[int] = set()
        self._failure: RillError | None = None
        self._calls: dict[int, PendingCall] = {}
        self._last_call = 0
        self._has_browser = False
        self._is_page_lost = False
        # Carets, scroll positions and the like, by node id.
        self._view_states: dict[int, dict[str, Value]] = {}
        self.states = PersonStates()
        self.statistics = WebAdapterStatistics()
        self.metrics = Metrics()

    # -- the adapter protocol

    def attach(self, tree: Tree) -> None:
        if self._drawing is not None:
            self.detach()
        self.states = PersonStates()
        self._drawing = Drawing(tree, self._views, self._context, self.states)
        self._failure = None
        self._pending.clear()
        self._restore(tree)
        tree.view_states.add_source(self._collect_view_states)

    def apply(self, changes: Changes) -> None:
        self.statistics.batches += 1
        self._forget_persons(changes)
        try:
            self._add(Translation(self._drawn, changes, self._unseen).translate())
        except PageLost:
            self._is_page_lost = True
        except Exception:
            # A view of the host's failed in what it says of other nodes. The host hears of it, and the page is made
            # whole by a snapshot.
            self._is_page_lost = True
            self._tell()
            raise
        if self._unseen:
            self._unseen = self._below_closed()
        self._tell()

    def call(self, node: Node, method: str, args: list[Value]) -> Value | Awaitable[Value]:
        function = self._views[node.type].methods.get(method)
        if function is None and method in BROWSER_METHODS:
            answer: Value | Awaitable[Value] = self.call_browser(node, method, list(args))
        elif function is not None:
            answer = function(Link(self, node), args)
        else:
            raise HostError(
                f"the view of {node.type} for 'web' has no method {method!r}; add it to WebView(methods=...)",
                code="method_missing",
            )
        # What a browser answers is a client's word.
        return _answered(answer, node, method) if isinstance(answer, asyncio.Future) else answer

    def detach(self) -> None:
        if self._drawing is not None:
            self._drawing.tree.view_states.remove_source(self._collect_view_states)
        self.drop_browser()
        self._drawing = None
        self._pending.clear()
        self._unseen.clear()

    @property
    def tree(self) -> Tree:
        """The tree on the page."""
        return self._drawn.tree

    @property
    def prefix(self) -> str:
        """What ids and names in the guest begin with."""
        return self._context.prefix

    @property
    def _drawn(self) -> Drawing:
        if self._drawing is None:
            raise HostError("the adapter is not attached", code="adapter_detached")
        return self._drawing

    # -- pages

    def html(self) -> FirstPaint:
        """The tree as it is now, for a page that has nothing yet. What follows builds on it; what waited is in it."""
        with collector_paused():
            return self._paint()

    def _paint(self) -> FirstPaint:
        drawing = self._begin()
        painting = Painting(self.tree, drawing.page, drawing.lower, drawing.template, drawing.is_closed)
        drawing.page.initial = True
        try:
            body = painting.paint(self._root())
        finally:
            drawing.page.initial = False
        self._unseen = painting.unseen
        self._unseen = self._below_closed()
        templates = drawing.all_templates()
        for template in templates.values():
            drawing.use(template.needs)
        drawing.know_templates(templates)
        needs = drawing.take_needs()
        if not painting.adoptable:
            body = body.replace(' data-r="0"', ' data-r="0" data-rill-reset', 1)
        self._add_detached()
        self._resend_calls()
        return FirstPaint(
            html=body,
            rules="".join(need[1] for need in needs if need[0] == WebOperation.RULE),
            templates=templates_html(templates, self._context.index),
            modules=tuple(need[1] for need in needs if need[0] == WebOperation.USE),
            adoptable=painting.adoptable,
        )

    def snapshot(self) -> list[Wire]:
        """The tree as it is now, for a page of which nothing is known. What follows builds on it; what waited is in
        it."""
        with collector_paused():
            return self._snapshot()

    def _snapshot(self) -> list[Wire]:
        drawing = self._begin()
        for id, template in drawing.all_templates().items():
            drawing.define(id, template)
        snapshot = Snapshot(drawing)
        item, items = item_of(ROOT_ID, self._root(), [])
        snapshot.add_root(item, items)
        self._unseen = snapshot.unseen
        self._unseen = self._below_closed()
        self._add([*drawing.take_needs(), *snapshot.operations])
        self._add_detached()
        self._resend_calls()
        return self.take()

    def take(self) -> list[Wire]:
        """What has to be done in the browser since the last time."""
        if self._is_page_lost:
            return []
        operations, self._pending = self._pending, []
        self._pending_rows = 0
        for id, call in self._calls.items():
            if not call.is_sent:
                call.is_sent = True
                operations.append([WebOperation.CALL, id, call.node_id, call.method, call.args])
        self.statistics.operations += len(operations)
        return operations

    @property
    def pending_cost(self) -> int:
        """How much waits to be taken: operations, and rows that they make."""
        return len(self._pending) + self._pending_rows

    @property
    def is_snapshot_due(self) -> bool:
        """Whether the page must begin anew, with `snapshot` in place of `take`: it has collected too much, or what it
        has is not known."""
        return self._is_page_lost or (self._drawing is not None and self._drawing.rules_known > RULES_MAX)

    def _begin(self) -> Drawing:
        drawing = self._drawn
        drawing.forget_browser()
        self._is_page_lost = False
        self._pending.clear()
        self._pending_rows = 0
        return drawing

    def _root(self) -> Element:
        attributes: dict[str, Attribute] = {"class": "rill", "data-rill": self._context.index}
        if self._failure is None:
            return Element("div", attributes)
        return failure_element(self._failure, attributes, can_restart=self._on_restart is not None)

    def _add_detached(self) -> None:
        """Let the browser have what stands nowhere, too: it may be put somewhere."""
        drawing = self._drawn
        nodes = [node for node in detached(drawing) if node.id not in self._unseen]
        if nodes:
            snapshot = Snapshot(drawing)
            for node in nodes:
                snapshot.add(node)
            self._unseen |= snapshot.unseen
            self._add([*drawing.take_needs(), *snapshot.operations])

    def _add(self, operations: list[Wire]) -> None:
        self._pending += operations
        for operation in operations:
            if operation[0] == WebOperation.CLONES:
                self._pending_rows += operation[3]

    def _below_closed(self) -> set[int]:
        """All nodes that no element stands for, from those at the top of them. They are few: the words of a field."""
        found: set[int] = set()
        for id in self._unseen:
            node = self.tree.find(id) if id not in found else None
            if node is not None:
                found.update(below.id for below in node.walk())
        return found

    def _tell(self) -> None:
        if self._pending or self._is_page_lost or any(not call.is_sent for call in self._calls.values()):
            self._on_operations()

    def refresh(self, node: Node, *, writes: bool) -> None:
        """Draw a node anew, for a view that keeps something of its own."""
        if node.alive and node.schema is not None and self._drawing is not None:
            morph = self._drawing.morph(node, writes=writes)
            self._add([*self._drawing.take_needs(), morph])
            self._tell()

    def fail(self, error: RillError) -> None:
        """Show that the guest has failed, above what is on the page, which nobody can use any more."""
        self._failure = error
        if self._drawing is not None:
            self._add([[WebOperation.MORPH, ROOT_ID, shape_of(self._root())]])
            self._tell()

    # -- persons

    def handle(self, node_id: int, type: str, event: DomEvent) -> None:
        """Something happened on an element in the browser.

        Events of nodes that are gone, or that the page no longer asks for, are counted: person and guest act at the
        same time.

        Raises:
            TransportError: no element of such a node has such an event, or the event has not what it must have.
            LimitError: a number in it is beyond all bounds. It is the client's fault.
        """
        self.statistics.events += 1
        if self._failure is not None:
            self._handle_failed(node_id, type, event)
            return
        tree = self.tree
        node = tree.find(node_id)
        if node is None or node.schema is None:
            self.statistics.events_late += 1
            if node is None:
                tree.events_gone += 1
            return
        handler = self._views[node.type].events.get(type)
        if handler is None:
            raise TransportError(
                f"an element of {node.type} has no event {type[:40]!r}", code="event_unknown", path=f"node {node_id}"
            )
        if not self._is_wanted(node, type, event.part):
            self.statistics.events_late += 1
            return
        self._note_view_state(node, event)
        try:
            handler(Link(self, node), event)
        except RillError as error:
            if isinstance(error, HostError):
                raise TransportError(
                    f"event {type[:40]!r} of {node.type} {node_id} is not what a browser sends: {error}",
                    code="event_invalid",
                    path=f"node {node_id}",
                ) from error
            raise
        except Exception as error:
            logger.exception("the view of %s for 'web' failed with event %r", node.type, type)
            raise TransportError(
                f"event {type[:40]!r} of {node.type} {node_id} could not be read",
                code="event_invalid",
                path=f"node {node_id}",
            ) from error

    def _handle_failed(self, node_id: int, type: str, event: DomEvent) -> None:
        if node_id == ROOT_ID and type == "click" and event.part == RESTART and self._on_restart is not None:
            self._on_restart()
        else:
            self.statistics.events_late += 1

    def _is_wanted(self, node: Node, type: str, part: str) -> bool:
        """Whether the page asks for an event of a node now, as a browser would tell: nothing that is disabled has any,
        and there is a part of the name."""
        drawing = self._drawn
        root = drawing.lower(node)
        is_wanted = has_part = False
        for element in walk(root):
            attributes = element.attributes
            words = attributes.get("data-on")
            if isinstance(words, str) and not is_wanted and not attributes.get("disabled"):
                is_wanted = any(word.partition(":")[0] == type for word in words.split(" "))
            has_part = has_part or ("data-part" in attributes and str(attributes["data-part"]) == part)
        return is_wanted and (has_part or not part)

    def shown(self, node: Node, prop: str) -> Value:
        """What a field holds."""
        return self._drawn.page.shown(node, prop)[0]

    def _forget_persons(self, changes: Changes) -> None:
        """What the guest has accepted or written counts from now on, and what is gone is forgotten."""
        fields = self.states.fields
        if fields:
            for node, names in changes.props.items():
                held = fields.get(node.id)
                if held is not None and names & {"value", "checked", "open", "valueVersion"}:
                    self._let_guest_write(node, held, names)
                    if not held:
                        del fields[node.id]
        if (fields or self.states.kept or self._view_states) and any(
            isinstance(operation, Delete | Clear) for operation in changes.operations
        ):
            tree = self.tree
            self.states.forget_gone(lambda id: tree.schema_of(id) is None)
            for id in [id for id in self._view_states if tree.schema_of(id) is None]:
                del self._view_states[id]

    def _let_guest_write(self, node: Node, held: dict[str, Value], names: frozenset[str]) -> None:
        if self.tree.accepts_value(node):
            # In HTML an attribute that goes is a write, too: `details` without `open` are closed.
            gone = names if is_html(node) else frozenset[str]()
            for prop in [prop for prop in held if node.props.get(prop) is not None or prop in gone]:
                del held[prop]

    # -- view states

    def _note_view_state(self, node: Node, event: DomEvent) -> None:
        """Keep what only the browser knows, for a page that begins anew and for other adapters."""
        assert node.schema is not None
        kinds = node.schema.view_state
        found: dict[str, Value] = {}
        if event.scroll is not None and "scroll" in kinds:
            found["scroll"] = {"x": event.scroll[0], "y": event.scroll[1]}
        if event.caret is not None and "caret" in kinds:
            found["caret"] = list(event.caret)
        if event.open is not None and "open" in kinds:
            found["open"] = event.open
        if found:
            self._view_states.setdefault(node.id, {}).update(found)

    def _collect_view_states(self) -> dict[int, ViewState]:
        found: dict[int, dict[str, Value]] = {id: dict(state) for id, state in self._view_states.items()}
        for id, fields in self.states.fields.items():
            known = self.tree.schema_of(id)
            schema = known[1] if known is not None else None
            if schema is None:
                continue
            for prop, value in fields.items():
                for kind in _STATES_OF_PROPS.get(prop, ()):
                    if kind in schema.view_state and isinstance(value, bool) is (kind in ("checked", "open")):
                        found.setdefault(id, {})[kind] = value
        return found  # type: ignore[return-value]

    def _restore(self, tree: Tree) -> None:
        """Begin with what persons did on another screen."""
        for id, state in tree.view_states.collect().items():
            node = tree.nodes.get(id)
            if node is None or node.schema is None:
                continue
            for kind, value in state.items():
                for prop, kinds in _STATES_OF_PROPS.items():
                    # As in a terminal: only what the guest leaves to the widget.
                    if kind in kinds and prop in node.schema.props and node.props.get(prop) is None:
                        self.states.fields.setdefault(id, {})[prop] = value
                        break
                if kind in ("scroll", "caret"):
                    self._view_states.setdefault(id, {})[kind] = value
                if kind == "scroll" and isinstance(value, dict):
                    self.call_browser(node, "scrollTo", [value.get("x"), value.get("y"), False])

    # -- calls

    @property
    def has_browser(self) -> bool:
        """Whether a browser is there. While it is away, calls wait for it, but not for ever."""
        return self._has_browser

    @has_browser.setter
    def has_browser(self, value: bool) -> None:
        if value == self._has_browser:
            return
        self._has_browser = value
        for id, call in self._calls.items():
            if value:
                call.stop_timer()
            else:
                self._start_timer(id, call)

    def drop_browser(self) -> None:
        """No browser comes any more: calls that wait for one are rejected."""
        self._has_browser = False
        calls, self._calls = self._calls, {}
        for call in calls.values():
            call.reject(detached_error(call.method))

    def call_browser(self, node: Node, method: str, args: list[Value]) -> asyncio.Future[Value]:
        """Run a method of a node's element. Nobody has to wait for the answer."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Value] = loop.create_future()
        call = PendingCall(node.id, method, args, answer)
        if len(self._calls) >= CALLS_MAX:
            call.reject(GuestError("too many calls wait for the browser", code="calls_exceeded"))
            return answer
        self._last_call += 1
        self._calls[self._last_call] = call
        if not self._has_browser:
            self._start_timer(self._last_call, call)
        self._tell()
        return answer

    def answer(self, call: int, ok: bool, value: Value) -> None:
        """The browser has answered a call. An answer that nobody waits for any more is no error."""
        pending = self._calls.pop(call, None)
        if pending is None:
            return
        if ok:
            pending.stop_timer()
            if not pending.answer.done():
                pending.answer.set_result(value)
            return
        words = value if isinstance(value, str) else "it failed"
        pending.reject(GuestError(f"{pending.method!r} in the browser: {words[:200]}", code="call_failed"))

    def _start_timer(self, id: int, call: PendingCall) -> None:
        def due() -> None:
            self._calls.pop(id, None)
            call.reject(detached_error(call.method))

        call.stop_timer()
        call.timer = asyncio.get_running_loop().call_later(CALL_WAITS_S, due)

    def _resend_calls(self) -> None:
        for call in self._calls.values():
            call.is_sent = False


async def _answered(answer: asyncio.Future[Value], node: Node, method: str) -> Value:
    """What a browser answered to a method of a component, as the component promises it. A method that gives nothing
    gives nothing, whatever a client says."""
    value = await answer
    schema = node.schema.methods.get(method) if node.schema is not None else None
    if schema is None or schema.returns is None:
        return None
    try:
        return schema.check_result(value)
    except HostError as error:
        raise GuestError(f"the browser's answer to {method!r} does not fit: {error}", code="call_failed") from error
