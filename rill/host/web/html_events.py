"""What a browser says of elements of HTML, told to the guest as the preset's events.

One act is one event (docs/decisions/121): the browser names the innermost element that it happened on, and the guest
hears of it at the innermost element around that which listens. Browsers do by themselves what elements do when they are
pressed or written in; here is only what the guest, and the server, must know of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.html import (
    ancestors,
    event_payload,
    field_kind,
    fields_of,
    find_id,
    form_of,
    initial_value,
    is_html,
    is_off,
    is_submitter,
    listener_of,
    options_of,
    radio_group,
)
from rill.host.tree import Node
from rill.host.web.view import DomEvent, Handler, WebLink
from rill.protocol.errors import LimitError, TransportError
from rill.protocol.values import Value

# Keys have short names; the longest of the standard's has 22 letters.
KEY_CHARACTERS_MAX: Final = 64
# More fields than that are no form that a person filled in.
ENTRIES_MAX: Final = 1_000
# No picture has more pixels across.
_SIZE_MAX: Final = 1_000_000

# By the name on the wire. The pointer's events are those of which there is one for mouse, pen and finger.
_OTHER_TYPES: Final[Mapping[str, str]] = {
    "onDblClick": "dblclick",
    "onMouseEnter": "pointerenter",
    "onMouseLeave": "pointerleave",
}


def dom_type(event: str) -> str:
    """The type of a browser's event for an event of the preset."""
    return _OTHER_TYPES.get(event) or event.removeprefix("on").lower()


# -- where it happened -------------------------------------------------------------------------------------------------


def target_of(link: WebLink, event: DomEvent) -> Node:
    """The element that something happened on: the listening one, or one inside it that the browser names."""
    node = link.node
    if event.target is None or event.target == node.id:
        return node
    found = link.find(event.target)
    # It may be gone or somewhere else since the person saw it.
    if found is None or not is_html(found) or node not in ancestors(found):
        return node
    return found


def tell(link: WebLink, target: Node, event: str, payload: Mapping[str, Any]) -> bool:
    """Tell the guest that something happened on an element. Returns whether anybody listens."""
    listener = listener_of(target, event)
    return listener is not None and link.within(listener).emit(event, payload)


# -- what fields hold --------------------------------------------------------------------------------------------------


def held(link: WebLink, node: Node) -> Value:
    """What a field holds as far as the server knows."""
    value = link.within(node).held(node, value_prop(node))
    return initial_value(node) if value is None else value


def value_prop(node: Node) -> str:
    """The prop that says what a field holds."""
    return "checked" if field_kind(node) in ("tick", "radio") else "value"


def said_of(link: WebLink, target: Node, event: DomEvent) -> dict[str, Any]:
    """What every event says of where it happened. What the browser says that a field there holds is noted."""
    kind = field_kind(target)
    if kind is None or kind in ("button", "hidden"):
        return event_payload(target, 0, initial_value)
    version = max(event.version, 0)
    if event.value is not None and may_change(target) and _can_hold(target, event.value):
        version = link.within(target).note(event.value, version, value_prop(target))
        if kind == "radio" and event.value is True:
            _switch_others_off(link, target)
    return event_payload(target, version, lambda node: held(link, node))


def may_change(node: Node) -> bool:
    """Whether a person can change a field at all."""
    return not is_off(node) and not (node.props.get("readonly") is True and field_kind(node) in ("text", "area"))


def _can_hold(node: Node, value: str | bool | list[str]) -> bool:
    """Whether a person could have brought a field to hold a value. A browser may claim anything."""
    kind = field_kind(node)
    if kind in ("tick", "radio"):
        return isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if kind == "select":
        return value == "" or any(option["value"] == value for option in options_of(node))
    return kind == "area" or not ("\n" in value or "\r" in value)


def _switch_others_off(link: WebLink, node: Node) -> None:
    for other in radio_group(node):
        if held(link, other) is True:
            at = link.within(other)
            at.note(False, at.version + 1, "checked")


# -- presses -----------------------------------------------------------------------------------------------------------


def press_payload(event: DomEvent) -> dict[str, Any]:
    """A press as the events of the preset have it."""
    return {
        **event.modifiers,
        "source": "pointer" if event.detail > 0 else "key",
        "button": max(event.button, 0) % 3,
        "detail": max(event.detail, 0),
    }


def _pressed(name: str) -> Handler:
    def handle(link: WebLink, event: DomEvent) -> None:
        target = target_of(link, event)
        if not _is_off_or_in_such_a_button(target):
            tell(link, target, name, {**said_of(link, target, event), **press_payload(event)})

    return handle


def _is_off_or_in_such_a_button(node: Node) -> bool:
    return is_off(node) or any(field_kind(around) == "button" and is_off(around) for around in ancestors(node))


_tell_click: Final = _pressed("onClick")


def _click(link: WebLink, event: DomEvent) -> None:
    _tell_click(link, event)
    target = target_of(link, event)
    anchor = next((at for at in (target, *ancestors(target)) if at.type == "a"), None)
    href = anchor.props.get("href") if anchor is not None else None
    if isinstance(href, str) and href.startswith("#"):
        # The page's own address stays as it is, so the browser does not go there by itself.
        place = find_id(target, href[1:])
        if place is not None:
            link.within(place).call("scrollIntoView")


# -- keys, the pointer, the focus --------------------------------------------------------------------------------------


def _key(name: str) -> Handler:
    def handle(link: WebLink, event: DomEvent) -> None:
        if len(event.key) > KEY_CHARACTERS_MAX:
            raise LimitError(
                f"a key of {len(event.key)} characters exceeds {KEY_CHARACTERS_MAX}",
                code="key_exceeded",
                value=len(event.key),
                maximum=KEY_CHARACTERS_MAX,
                fault="client",
            )
        target = target_of(link, event)
        # The browser tells of a key at every element on the way up that wants it; the guest's own document does that.
        if listener_of(target, name) is link.node:
            said = said_of(link, target, event)
            link.emit(name, {**said, **event.modifiers, "key": event.key, "repeat": event.repeat})

    return handle


def _plain(name: str) -> Handler:
    def handle(link: WebLink, event: DomEvent) -> None:
        target = target_of(link, event)
        tell(link, target, name, said_of(link, target, event))

    return handle


def _changed(name: str) -> Handler:
    def handle(link: WebLink, event: DomEvent) -> None:
        target = target_of(link, event)
        if field_kind(target) is not None and may_change(target):
            tell(link, target, name, said_of(link, target, event))

    return handle


# -- forms -------------------------------------------------------------------------------------------------------------


def _submit(link: WebLink, event: DomEvent) -> None:
    form = target_of(link, event)
    if form.type != "form" or is_off(form):
        return
    if len(event.entries) > ENTRIES_MAX:
        raise LimitError(
            f"a form with {len(event.entries)} entries exceeds {ENTRIES_MAX}",
            code="entries_exceeded",
            value=len(event.entries),
            maximum=ENTRIES_MAX,
            fault="client",
        )
    entries = []
    for name, value in event.entries:
        if not name.startswith(link.prefix):
            raise TransportError(f"a form of a guest has no field {name[:40]!r}", code="client_message_invalid")
        entries.append([name.removeprefix(link.prefix), value])
    submitter = link.find(event.submitter) if event.submitter is not None else None
    if submitter is not None and not (is_submitter(submitter) and form_of(submitter) is form):
        submitter = None
    payload = {"target": form.id, "entries": entries, "submitter": submitter.id if submitter is not None else None}
    tell(link, form, "onSubmit", payload)


def _reset(link: WebLink, event: DomEvent) -> None:
    form = target_of(link, event)
    if form.type != "form":
        return
    for node in fields_of(form):
        if field_kind(node) not in ("button", "hidden"):
            link.within(node).forget(value_prop(node))
    tell(link, form, "onReset", {"target": form.id})


# -- what opens and closes ---------------------------------------------------------------------------------------------


def _toggle(link: WebLink, event: DomEvent) -> None:
    node = link.node
    if event.open is None or node.type != "details":
        return
    # Not counted as a change of a field: what the guest writes later is always newer.
    link.note(event.open, 0, "open")
    tell(link, node, "onToggle", {"target": node.id, "open": event.open})


def _asked_to_close(link: WebLink, event: DomEvent) -> None:
    node = link.node
    # A press outside is no wish to close, as in browsers.
    if node.props.get("open") is True and isinstance(event.data, dict) and event.data.get("reason") == "escape":
        tell(link, node, "onCancel", {"target": node.id})


# -- pictures ----------------------------------------------------------------------------------------------------------


def _loaded(link: WebLink, event: DomEvent) -> None:
    if event.size is not None and all(0 <= length <= _SIZE_MAX for length in event.size):
        width, height = map(round, event.size)
        tell(link, link.node, "onLoad", {"width": width, "height": height})


def _failed(link: WebLink, event: DomEvent) -> None:
    source = link.node.props.get("src")
    if event.part in ("missing", "refused"):
        code = event.part
    else:
        # A browser does not say why. What the bundle holds was there, so it is no picture.
        code = "failed" if isinstance(source, str) and ":" in source else "invalid"
    tell(link, link.node, "onError", {"code": code})


_PLAIN: Final = ("onMouseEnter", "onMouseLeave", "onFocus", "onBlur", "onFocusIn", "onFocusOut", "onInvalid")

# By type of DOM event; the same for every element.
EVENTS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        **{dom_type(name): _plain(name) for name in _PLAIN},
        "click": _click,
        "dblclick": _pressed("onDblClick"),
        "contextmenu": _pressed("onContextMenu"),
        "keydown": _key("onKeyDown"),
        "keyup": _key("onKeyUp"),
        "input": _changed("onInput"),
        "change": _changed("onChange"),
        "submit": _submit,
        "reset": _reset,
        "toggle": _toggle,
        "rill-close": _asked_to_close,
        "load": _loaded,
        "error": _failed,
    }
)


# -- methods -----------------------------------------------------------------------------------------------------------


def _call(method: str) -> Callable[[WebLink, list[Value]], Any]:
    def run(link: WebLink, args: list[Value]) -> Any:
        return link.call(method, *args)

    return run


def _press(link: WebLink, _args: list[Value]) -> Any:
    # A link is opened by a person and by nobody else.
    if any(at.type == "a" and "href" in at.props for at in (link.node, *ancestors(link.node))):
        _tell_click(link, DomEvent())
        return None
    return link.call("click")


METHODS: Final[Mapping[str, Callable[[WebLink, list[Value]], Any]]] = MappingProxyType(
    {
        **{
            name: _call(name)
            for name in (
                "focus",
                "blur",
                "scrollIntoView",
                "requestSubmit",
                "reset",
                "reportValidity",
                "select",
                "setSelectionRange",
            )
        },
        "click": _press,
    }
)
