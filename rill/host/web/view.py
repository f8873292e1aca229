"""How a component becomes elements of a browser: `WebView`, which the catalogue and hosts fill in.

Elements and nodes meet here. How a tree is followed is the adapter's business, and no view knows a connection.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol
from urllib.parse import quote

import msgspec

from rill.host.tree import Node
from rill.host.web.element import Element
from rill.protocol.values import Value


class Described(Protocol):
    """What a view reads of a node: its own type and props, and nothing around it. A `Node` is one, and so is a node of
    a template."""

    @property
    def type(self) -> str: ...

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
        """An ``id`` for an element inside a node's shape, for ``aria-labelledby`` and the like. Only in views with
        ``contextual``."""
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

    def emit(self, event: str, payload: Mapping[str, Any] | None = None) -> bool:
        """Tell the guest. The browser has carried out the listener's policy. Returns whether it listens."""
        ...

    def change(self, value: Value, version: int, event: str = "onChange") -> None:
        """A person changed the value: counts it up to the browser's version, remembers the value, and tells the guest
        with ``{value, version}``, if it listens."""
        ...

    def held(self, node: Node | None = None) -> Value:
        """What a field holds at present as far as the server knows: what the person did last, or else what the guest
        wrote."""
        ...

    def follow(self, event: str, href: str | None, payload: Mapping[str, Any]) -> None:
        """A link was pressed: tell the guest. The browser follows it by itself."""
        ...

    def call(self, method: str, *args: Any) -> Awaitable[Value]:
        """Run a method of the node's element in the browser. Raises GuestError ``detached`` when no browser is
        there."""
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
        module: name of the script that its elements need, in sdk-js/src/connector/modules; it defines the custom
            element that ``lower`` uses.
        contextual: ``lower`` looks at more than its own props: it gets a `Node`, is never part of a template, and is
            lowered again when its children change.
    """

    lower: Callable[[Any, Page], Element]
    events: Mapping[str, Handler] = field(default_factory=dict)
    methods: Mapping[str, Method] = field(default_factory=dict)
    module: str | None = None
    contextual: bool = False


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
