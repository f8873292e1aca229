"""How a component becomes a Textual widget: `TextualView`, the table of four callables that the catalogue and hosts
fill in.

A host's own widget becomes a component in a few lines::

    class StepList(Component, role="list", children="none"):
        \"\"\"Shows the steps of a job.\"\"\"

        steps: list[str] = Field(description="What is done, in order.")
        on_select: Event[StepEvent] = event("A step was chosen.")

    engine.register(StepList=HostComponent(StepList, views={"textual": TextualView(
        create=lambda node: StepListWidget(node.get("steps")),
        update=lambda widget, node, changed: widget.show(node.get("steps")),
        events={StepListWidget.Selected: lambda message: ("onSelect", {"index": message.index})},
    )}))

Widgets and nodes meet here; how a tree is followed is the adapter's business.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget

from rill.host.assets import Assets
from rill.host.textual.flow import focus_place
from rill.host.tree import Node
from rill.host.view_states import ViewState as ViewState  # for the widgets
from rill.protocol.values import Value

if TYPE_CHECKING:
    from rill.host.textual.adapter import TextualAdapter

W = TypeVar("W", bound=Widget)

Method = Callable[[Any, Node, list[Value]], Value | Awaitable[Value]]
# What a message means to the guest: an event's wire name and its payload, or None for nothing.
EventOfMessage = Callable[[Any], tuple[str, Any] | None]


def _keep(_widget: Any, _node: Node, _changed: frozenset[str]) -> None:
    """Props that change nothing on the screen."""


class Stretches(Protocol):
    """How stretches of text that stand among other children of an element share a widget."""

    @property
    def view(self) -> TextualView[Any]:
        """The view of that widget. Its ``create`` gets the node of the element around."""
        ...

    def holds(self, child: Node) -> bool:
        """Whether a child is a stretch of text, and not an element with a widget of its own."""
        ...

    def is_seen(self, run: list[Node]) -> bool:
        """Whether there is anything to see of stretches that stand side by side."""
        ...

    def show(self, widget: Any, around: Node, run: list[Node]) -> None:
        """Show these stretches, which are children of ``around``, in their widget."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TextualView(Generic[W]):
    """Makes and updates the widget of one component. The adapter owns the widget: it mounts, moves and removes it.

    `style`, `hidden` and `hint` are the adapter's work, and so are children: they are mounted into the widget itself,
    unless ``container`` says elsewhere or ``paints`` says that it draws them. Strings in props are the guest's; pass
    them through ``clean_text`` or ``clean_line`` and never to anything that reads markup.

    Attributes:
        create: make the widget for a node. Its children do not exist yet.
        update: show changed props; gets the widget, the node and the wire names of the props that changed or went.
        content: show the text below the node, for components whose children are ``inline``.
        events: messages of the widget that are events of the component.
        methods: by wire name. Arguments were checked and completed; what is returned, or awaited, is the guest's
            answer.
        remakes: props that only a new widget can show.
        paints: draw everything below the node; nothing below it gets a widget but a `Slot` that is its own child.
            Called once before the widget is mounted, and once for each batch that changed anything below the node:
            children, props or texts.
        container: where a child's widget is mounted, if not in the widget itself: one of the parts that an `Assembled`
            widget is made of. Children that share a container stand there in the order of the tree.
        arranged: called when child widgets came, went or moved, once they stand in order.
        overlay: the widget is mounted over the guest's whole screen and not in its parent. Such widgets stack in the
            order in which they appeared. One that is `Floating` says what room it takes there.
        styled: the part of the widget that the guest's ``style`` is for, if not the widget itself.
        stretches: how children that are stretches of text are shown together, for elements that hold text and others.
        link: what makes the widget's `link`, if that is not a plain `Link`.
    """

    create: Callable[[Node], W]
    update: Callable[[W, Node, frozenset[str]], None] = _keep
    content: Callable[[W, Node, Content], None] | None = None
    events: Mapping[type[Message], EventOfMessage] = field(default_factory=dict)
    methods: Mapping[str, Method] = field(default_factory=dict)
    remakes: frozenset[str] = frozenset()
    paints: Callable[[W, Node], None] | None = None
    container: Callable[[W, Node], Widget | None] | None = None
    arranged: Callable[[W, Node], None] | None = None
    overlay: bool = False
    styled: Callable[[W], Widget] | None = None
    stretches: Stretches | None = None
    link: Callable[[TextualAdapter, Node], Link] = field(default_factory=lambda: Link)


class Link:
    """What a widget of the catalogue knows of its node: how to say that something happened."""

    __slots__ = ("_adapter", "node")

    def __init__(self, adapter: TextualAdapter, node: Node) -> None:
        self._adapter = adapter
        self.node = node

    def emit(self, event: str, payload: Mapping[str, Any] | None = None) -> bool:
        """Send an event, if the guest listens and the node is still there. Returns whether it does."""
        return self.node.listens(event) and self._adapter.emit(self.node, event, payload)

    def emit_change(self, value: str | bool | float) -> None:
        """A person changed the value. Counts the change first, so that no older write of the guest can undo it."""
        self._adapter.emit_change(self.node, value)

    def emit_submit(self, value: str) -> None:
        """A person is done with the value. Counts nothing: the value is the one that was reported."""
        self._adapter.emit_submit(self.node, value)

    def follow(self, event: str, href: str | None, payload: Mapping[str, Any]) -> None:
        """A person pressed a link: tell the guest, and offer the address to the host."""
        self._adapter.follow_link(self.node, event, href, payload)

    def within(self, id: int) -> Link | None:
        """The same for a node below this one, such as a link in a text; None when it is gone."""
        node = self._adapter.tree.find(id)
        return None if node is None else type(self)(self._adapter, node)

    @property
    def assets(self) -> Assets:
        """What the guest's ``source`` props name."""
        return self._adapter.tree.assets

    def may_focus(self) -> bool:
        """Whether the guest may move the focus here: it has it, or nobody has, and no modal stands before it."""
        widget = self._adapter.widget_of(self.node)
        return self._adapter.may_focus() and not (widget is not None and self._adapter.waits(widget))

    def key_is_older(self, moment: float) -> bool:
        """Whether the key that is under way went down before a moment, which is a message's ``time``."""
        return self._adapter.key_is_older(moment)

    def accepts_value(self) -> bool:
        """Whether the guest's last write of ``value`` is to be shown."""
        return self._adapter.tree.accepts_value(self.node)

    @property
    def version(self) -> int:
        """How often a person has changed the value."""
        return self._adapter.tree.version(self.node)

    def widget_of(self, node: Node) -> Widget | None:
        """The widget of another node, such as the form around this one; None when it is not on the screen."""
        return self._adapter.widget_of(node)

    @property
    def stage(self) -> Widget:
        """What stands around the guest's whole screen. Widgets mounted there are over everything of the guest."""
        return self._adapter.stage

    def place_of(self, offset: Offset) -> Offset:
        """A place on the terminal's screen as one on the guest's, such as for a Menu's ``anchor``."""
        return self._adapter.place_of(offset)

    def tell_shown(self) -> None:
        """The widget wants to be seen or not, or hid or showed parts of itself: what stands over the screen follows."""
        self._adapter.show(self.node)

    def diagnose(self, message: str) -> None:
        """Tell the guest's author of something that cannot be shown as it was asked for. Silent but in development."""
        self._adapter.diagnose(self.node, message)

    def when_answered(self, then: Callable[[], None]) -> None:
        """Call back once the guest has answered all events so far, and its answers are on the screen."""
        self._adapter.when_answered(then)

    def when_shown(self, then: Callable[[], None]) -> None:
        """Call back once everything that was mounted or scrolled so far has its place on the screen."""
        self._adapter.when_shown(then)

    def observe_key(self, event: events.Key, widget: Widget) -> None:
        """Offer a key that reached a widget to the listeners from this node up to the root, each key once."""
        self._adapter.observe_key(self.node, event, widget)

    def tell(self, event: events.Event, widget: Widget) -> None:
        """Tell the guest of a key that reached a widget, and of the focus that came or went."""
        if isinstance(event, events.Key):
            self.observe_key(event, widget)
        elif isinstance(event, events.Focus):
            self.emit("onFocus")
        elif isinstance(event, events.Blur):
            self.emit("onBlur")


# Further up than anything can scroll, whatever number a guest gives.
_FIRST_IN_ORDER: Final = -(2**60)

# A mixin that were a widget would take the place of Textual's own class when it looks for style sheets and bindings.
if TYPE_CHECKING:
    WidgetMixin = Widget
else:
    WidgetMixin = object


class TakesKeys(WidgetMixin):
    """Mixed into widgets that can have the focus for a node."""

    def keeps_key(self, event: events.Key) -> bool:  # noqa: ARG002
        """Whether a list, calendar or editor that is open here takes this key, so that nobody around is to hear of it.

        What is written needs no word: for that ``check_consume_key`` is asked.
        """
        return False


class Linked(TakesKeys):
    """Mixed into the widgets of the catalogue: tells the guest of focus and keys, before the widget acts on them."""

    link: Link | None = None
    # Whether the widget itself wants to be seen. It is, where the guest does not hide it. See `want`.
    wanted: bool = True

    def want(self, wanted: bool) -> None:
        """Be seen, or not, whatever the guest's ``hidden`` says when it is not wanted."""
        if wanted is not self.wanted:
            self.wanted = wanted
            if self.link is not None:
                self.link.tell_shown()

    def view_state(self) -> ViewState:
        """What a person did here that the guest does not know, by the names of `Component`'s ``view_state``.

        The focus is the adapter's business. Return what is worth restoring only, and plain values.
        """
        return {}

    def restore_view_state(self, state: ViewState) -> None:
        """Be as `view_state` said. The widget is new and not yet mounted; what does not fit it any more is left out.

        ``text``, ``checked``, ``value`` and ``open`` are there only if the guest leaves them to the widget.
        """

    @property
    def _focus_sort_key(self) -> tuple[int, int]:
        """Where Textual's order of the Tab key has this widget among its siblings, which it sorts by it."""
        order = self.link.node.props.get("focusOrder") if self.link is not None else None
        if isinstance(order, int):
            # Before all that stand somewhere: those have their line on the screen in this place.
            return _FIRST_IN_ORDER + order, 0
        return focus_place(self, super()._focus_sort_key)

    async def on_event(self, event: events.Event) -> None:
        link = self.link
        if link is not None:
            link.tell(event, self)
        await super().on_event(event)


class Assembled(WidgetMixin):
    """Mixed into widgets that are made of several: their parts are there at once, unlike what `compose` yields.

    The adapter mounts a guest's children into the parts before Textual would have composed any.
    """

    def assemble(self) -> Iterable[Awaitable[Any]]:
        """Mount the parts; called when the widget itself was mounted. Yields what `mount` returns."""
        return ()

    def dismantle(self) -> Iterable[Awaitable[Any]]:
        """Remove parts that are mounted elsewhere, such as over the screen; called when the widget goes."""
        return ()


def pointer_press(event: events.MouseEvent) -> dict[str, Any]:
    """The payload of a press that was made with a pointer."""
    return {"source": "pointer", "shift": event.shift, "ctrl": event.ctrl, "meta": event.meta}


KEY_PRESS: Final[Mapping[str, Any]] = {"source": "key"}
