"""A tree on a screen without a guest: tests write batches as a guest would, and look at widgets and at the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from screens import screen_lines, screen_text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.widget import Widget

from rill.components import CATALOGUE, ComponentSchema
from rill.host.adapter import Adapter
from rill.host.receiver import Receiver
from rill.host.session import Session
from rill.host.textual import GuestView, TextualAdapter, TextualStatistics
from rill.host.tree import Changes, Node, Tree
from rill.protocol.errors import RillError
from rill.protocol.limits import Limits
from rill.protocol.messages import Batch
from rill.protocol.operations import Append, Create, Insert, Operation, Update
from rill.protocol.values import Value


@dataclass
class Element:
    """A node to be made, as JSX would say it."""

    type: str
    props: dict[str, Any]
    children: list[Element | str]
    id: int = 0


def el(type: str, props: Mapping[str, Any] | None = None, /, *children: Element | str) -> Element:
    """``<Row gap={1}>...</Row>`` is ``el("Row", {"gap": 1}, ...)``. Keep it to ask for its id later."""
    return Element(type, dict(props or {}), list(children))


class TreeSession:
    """What a GuestView needs of a session, around a tree that a test writes."""

    def __init__(self, components: Mapping[str, ComponentSchema] = CATALOGUE, limits: Limits | None = None) -> None:
        self.events: list[tuple[int, str, Any]] = []
        # Called with node, event and payload, as a guest's listener is.
        self.answer: Callable[[Node, str, Any], None] | None = None
        self.error: RillError | None = None
        self.adapters: list[Adapter] = []
        self._handlers: dict[str, list[Callable[..., None]]] = {}
        self._components = components
        self._limits = limits or Limits()
        self._receiver = Receiver(components, self._limits, self._emit)
        self._sequence = 0
        self._next_id = 1

    @property
    def tree(self) -> Tree:
        return self._receiver.tree

    def _emit(self, node: Node, event: str, payload: Value, _is_due: bool) -> None:
        assert node.schema is not None
        node.schema.events[event].check_payload(payload, event)
        self.events.append((node.id, event, payload))
        if self.answer is not None:
            self.answer(node, event, payload)

    def on(self, name: str, handler: Callable[..., None]) -> Callable[[], None]:
        self._handlers.setdefault(name, []).append(handler)
        return lambda: self._handlers[name].remove(handler)

    def tell(self, name: str, *arguments: Any) -> None:
        for handler in list(self._handlers.get(name, ())):
            handler(*arguments)

    def attach(self, adapter: Adapter) -> None:
        adapter.attach(self.tree)
        self.adapters.append(adapter)

    def detach(self, adapter: Adapter) -> None:
        if adapter in self.adapters:
            self.adapters.remove(adapter)
            adapter.detach()

    def fail(self, error: RillError) -> None:
        self.error = error
        self.tell("fatal_error", error)

    async def restart(self) -> None:
        for adapter in self.adapters:
            adapter.detach()
        self.error = None
        self._receiver = Receiver(self._components, self._limits, self._emit)
        self._sequence = 0
        for adapter in self.adapters:
            adapter.attach(self.tree)
        self.tell("restart")

    async def idle(self) -> None:
        """A script is never busy."""

    # -- what a guest would write ------------------------------------------------------------------------------------

    def apply(self, *operations: Operation) -> Changes:
        """One batch."""
        self._sequence += 1
        changes = self._receiver.receive_batch(Batch(1, self._sequence, list(operations)))  # type: ignore[arg-type]
        for adapter in self.adapters:
            adapter.apply(changes)
        return changes

    def create(self, *elements: Element | str) -> tuple[list[Operation], list[int]]:
        """The operations that make elements, detached, and their ids."""
        operations: list[Operation] = []
        ids = []
        for element in elements:
            id, self._next_id = self._next_id, self._next_id + 1
            ids.append(id)
            if isinstance(element, str):
                operations.append(Create(id, "#text", element))
                continue
            element.id = id
            operations.append(Create(id, element.type, element.props))
            inner, children = self.create(*element.children)
            operations += inner
            operations += [Append(id, child) for child in children]
        return operations, ids

    def render(self, *elements: Element | str, parent: int = 0, before: int | None = None) -> list[int]:
        """One batch that puts elements under a parent."""
        operations, ids = self.create(*elements)
        operations += [Append(parent, id) if before is None else Insert(parent, id, before) for id in ids]
        self.apply(*operations)
        return ids

    def update(self, id: int, **props: Any) -> None:
        """One batch that changes props."""
        self.apply(Update(id, props, []))


class SceneApp(App[None]):
    """An app with a guest among its own widgets."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "count_q", "Count"), Binding("ctrl+t", "count_t", "Count")]

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.animation_level = "none"
        self._widgets = widgets
        self.pressed: list[str] = []
        self.foreign: list[Any] = []
        self.problems: list[Exception] = []

    def compose(self) -> ComposeResult:
        yield from self._widgets

    def action_count_q(self) -> None:
        self.pressed.append("q")

    def action_count_t(self) -> None:
        self.pressed.append("ctrl+t")

    def on_button_pressed(self, event: Any) -> None:
        self.foreign.append(event)

    def on_input_changed(self, event: Any) -> None:
        self.foreign.append(event)

    def on_guest_view_problem(self, event: GuestView.Problem) -> None:
        self.problems.append(event.error)


@dataclass
class Scene:
    """A running app that shows one tree."""

    app: SceneApp
    pilot: Pilot[None]
    session: TreeSession
    view: GuestView
    _counted: TextualStatistics = field(default_factory=TextualStatistics)

    @property
    def adapter(self) -> TextualAdapter:
        return self.view.adapter

    async def settle(self) -> None:
        """Wait until all is mounted, laid out and painted."""
        await self.view.wait_shown()
        await self.pilot.pause()

    async def render(self, *elements: Element | str, parent: int = 0, before: int | None = None) -> list[int]:
        ids = self.session.render(*elements, parent=parent, before=before)
        await self.settle()
        return ids

    async def update(self, id: int, **props: Any) -> None:
        self.session.update(id, **props)
        await self.settle()

    async def apply(self, *operations: Operation) -> None:
        self.session.apply(*operations)
        await self.settle()

    def widget(self, id: int) -> Any:
        node = self.session.tree.find(id)
        assert node is not None
        widget = self.adapter.widget_of(node)
        assert widget is not None, f"node {id} is not on the screen"
        return widget

    def events(self) -> list[tuple[int, str, Any]]:
        """The events since the last call."""
        events = list(self.session.events)
        self.session.events.clear()
        return events

    def count(self) -> None:
        """Begin to count work."""
        self._counted = self.view.statistics()

    def work(self) -> tuple[int, int, int]:
        """Mounts, removes and moves since `count`."""
        now, then = self.view.statistics(), self._counted
        return now.mounts - then.mounts, now.removes - then.removes, now.moves - then.moves

    @property
    def lines(self) -> list[str]:
        return screen_lines(self.app)

    @property
    def text(self) -> str:
        return screen_text(self.app)


@asynccontextmanager
async def scene(
    *elements: Element | str,
    size: tuple[int, int] = (80, 24),
    components: Mapping[str, ComponentSchema] = CATALOGUE,
    beside: Iterable[Widget] = (),
    tooltips: bool = False,
    app_class: type[SceneApp] = SceneApp,
) -> AsyncIterator[Scene]:
    """An app that shows elements in a GuestView, beside widgets of its own."""
    session = TreeSession(components)
    view = GuestView(session=cast(Session, session))
    app = app_class(view, *beside)
    async with app.run_test(size=size, tooltips=tooltips) as pilot:
        made = Scene(app, pilot, session, view)
        await made.settle()
        if elements:
            await made.render(*elements)
        yield made
