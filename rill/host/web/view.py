"""How a component becomes elements of a browser: `WebView`, which the catalogue and hosts fill in.

Elements and nodes meet here. How a tree is followed is the adapter's business, and no view knows a connection.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol
from urllib.parse import quote

import msgspec

from rill.host.tree import Node
from rill.host.web.element import Element
from rill.protocol.values import Value

if TYPE_CHECKING:
    from rill.components import ComponentSchema


class Described(Protocol):
    """What a view reads of a node: its own type and props, and nothing around it. A `Node` is one, and so is a node of
    a template."""

    @property
    def type(self) -> str: ...

    @property
    def schema(self) -> ComponentSchema | None: ...

    @property
    def props(self) -> Mapping[str, Value]: ...

    def get(self, name: str) -> Value:
        """A prop, or its default. In a template a required prop may be None: its clones bring it."""
        ...

    def listens(self, event: str) -> bool: ...


class Page(Protocol):
    """What a view may ask of the page that its elements are for."""

    def asset(self, source: str) -> str | None:
        """The address from which a browser gets the bundle's asset, or the picture that the host allows; None if there
        is none."""
        ...

    def unique(self, node: Described, name: str) -> str:
        """An ``id`` for an element inside a node's shape, for ``aria-labelledby`` and the like; always the same for
        the same node and name. Only in views with ``contextual``."""
        ...

    @property
    def prefix(self) -> str:
        """What every ``id`` and ``name`` that a guest chooses must begin with on this page."""
        ...

    def shown(self, node: Described, prop: str = "value") -> tuple[Value, int]:
        """What a field is to show, and the version to write it with, as `FieldValue` takes it.

        That is what the person did last, if the guest has not accepted it yet; or else the prop, or its default (such
        as ``defaultValue``), where the guest leaves it open.
        """
        ...

    def rule(self, declarations: str) -> str:
        """The name of a class for declarations of CSS that a view made of its own words and of numbers."""
        ...

    def remembered(self, node: Described, key: str) -> Value:
        """What `WebLink.remember` keeps for a view; None if nothing. Only in views with ``contextual``."""
        ...


class DomEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a browser says of an event, checked. Fields that the type of event has no use for have their defaults.

    Places and sizes are cells (`ch` across, `lh` down), as fractions.
    """

    # Modifiers: 1 shift, 2 control, 4 alt, 8 meta.
    mods: int = 0
    key: str = ""
    repeat: bool = False
    # Of a press: 0 by key or by a program, 1 and up by pointer. `button` as in the DOM.
    detail: int = 0
    button: int = 0
    pointer: Literal["", "mouse", "touch", "pen"] = ""
    # Within the element of the node.
    x: float = 0.0
    y: float = 0.0
    # What a field holds now; its version counts the changes by the person; where the caret is.
    value: str | bool | list[str] | None = None
    version: int = 0
    caret: tuple[int, int] | None = None
    # Of a submit: names and values as FormData has them, and the id of the node of the button.
    entries: list[tuple[str, str]] = []
    submitter: int | None = None
    # Of a scroll: how far, the size of the view, the size of the content.
    scroll: tuple[float, float, float, float, float, float] | None = None
    # Of a toggle.
    open: bool | None = None
    # Of the load of a picture: how wide and high it is by itself, in CSS pixels.
    size: tuple[float, float] | None = None
    # The innermost node that it happened in, where that is not the one that listens.
    target: int | None = None
    # `data-part` of the element that was hit inside the node's shape, such as one of several bars.
    part: str = ""
    # What a module says with an event of its own, whose type begins with `rill-`.
    data: Any = None

    @property
    def modifiers(self) -> dict[str, bool]:
        """The keys that were held down, as component events have them."""
        mods = self.mods
        return {"shift": bool(mods & 1), "ctrl": bool(mods & 2), "alt": bool(mods & 4), "meta": bool(mods & 8)}


class WebLink(Protocol):
    """What the handlers of a view know of their node: how to say that something happened."""

    @property
    def node(self) -> Node: ...

    @property
    def version(self) -> int:
        """How often the person has changed what the node holds."""
        ...

    @property
    def prefix(self) -> str:
        """As `Page.prefix`."""
        ...

    def emit(self, event: str, payload: Mapping[str, Any] | None = None) -> bool:
        """Tell the guest. The browser has carried out the listener's policy. Returns whether it listens."""
        ...

    def change(self, value: Value, version: int, event: str = "onChange") -> None:
        """A person changed the value: counts it up to the browser's version, remembers the value, and tells the guest
        with ``{value, version}``, if it listens."""
        ...

    def note(self, value: Value, version: int, prop: str = "value") -> int:
        """As `change`, but the guest is told nothing. Returns the version that holds now."""
        ...

    def write(self, value: Value, event: str = "onChange") -> None:
        """Change a field from here as if the person had done it: it shows the value, and the guest hears of it."""
        ...

    def held(self, node: Node | None = None, prop: str = "value") -> Value:
        """What a field holds at present as far as the server knows: what the person did last, or else what the guest
        wrote."""
        ...

    def forget(self, prop: str = "value") -> None:
        """Let go of what the person did: what the guest wrote counts again, and is shown."""
        ...

    def refresh(self) -> None:
        """Lower the node again, what its fields hold included."""
        ...

    def remember(self, key: str, value: Value) -> None:
        """Keep something for the view's ``lower``, which asks by `Page.remembered`, and lower the node again if it is
        another value than before. It goes with the node; None forgets it."""
        ...

    def recall(self, key: str) -> Value:
        """What `remember` keeps; None if nothing."""
        ...

    def find(self, id: int) -> Node | None:
        """The node with an id that the browser named."""
        ...

    def follow(self, event: str, href: str | None, payload: Mapping[str, Any]) -> None:
        """A link was pressed: tell the guest. The browser follows it by itself."""
        ...

    def call(self, method: str, *args: Any) -> Awaitable[Value]:
        """Run a method of the node's element in the browser, behind everything that is shown until then. Nobody has to
        wait for the answer. It is a GuestError ``detached`` when no browser comes."""
        ...

    def within(self, node: Node) -> WebLink:
        """The same for another node."""
        ...


Handler = Callable[[WebLink, DomEvent], None]
Method = Callable[[WebLink, list[Value]], "Value | Awaitable[Value]"]

_NO_HANDLERS: Final[Mapping[str, Handler]] = {}
_NO_METHODS: Final[Mapping[str, Method]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebView:
    """Makes the elements of one component.

    ``role``, ``label``, ``hint``, ``hidden``, ``focusOrder``, ``autoFocus`` and ``style`` of a guest are the adapter's
    work, on the root of what ``lower`` gives.

    Attributes:
        lower: the component's element and what is in it, from its own props alone. `CHILDREN` stands where its
            children go; without it they go into the root itself.
        events: by type of DOM event. The element says which it wants with `on`.
        methods: by wire name of the component's method. Arguments were checked.
        module: name of the script that its elements need, or names, in sdk-js/src/connector/modules; it defines the
            custom element that ``lower`` uses.
        contextual: ``lower`` looks at more than its own props: it gets a `Node`, is never part of a template, and is
            lowered again when its children, their props or texts, or the props of its parent change.
        children: False for a component that shows what is in it by itself, as ``textarea`` does: no node below it has
            an element. It is ``contextual``, too.
        touches: further nodes that are lowered again when props of this one change.
    """

    lower: Callable[[Any, Page], Element]
    events: Mapping[str, Handler] = field(default_factory=dict)
    methods: Mapping[str, Method] = field(default_factory=dict)
    module: str | tuple[str, ...] | None = None
    contextual: bool = False
    children: bool = True
    touches: Callable[[Node], Iterable[Node]] | None = None


def on(node: Described, **types: str) -> str | None:
    """The value of ``data-on``: which DOM events of an element the browser is to send, with their policies.

    ``on(node, click="onPress")`` wants ``click`` if the guest listens to ``onPress``, and sends it as that listener's
    mark asks. See docs/web-protocol.md for the grammar; None when there is nothing to send.
    """
    entries = [
        type + policy_words(node.props.get(event)) for type, event in types.items() if node.props.get(event) is not None
    ]
    return " ".join(entries) or None


def policy_words(mark: Value) -> str:
    """A listener mark as ``data-on`` has it: ``:`` and parts with commas between, or nothing for a plain listener."""
    if type(mark) is not dict:
        return ""
    parts = []
    if mark.get("prevent"):
        parts.append("p")
    if mark.get("stop"):
        parts.append("s")
    for letter, name in (("d", "debounce_ms"), ("t", "throttle_ms")):
        milliseconds = mark.get(name)
        if isinstance(milliseconds, int | float) and milliseconds > 0:
            parts.append(f"{letter}{round(milliseconds)}")
    keys = mark.get("keys")
    if isinstance(keys, list):
        parts.extend("k" + quote(key, safe="") for key in keys if isinstance(key, str))
    return ":" + ",".join(parts) if parts else ""
