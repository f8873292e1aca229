"""What elements of HTML mean to a person: which are fields, what they hold, what a form says, who hears of an act.

Adapters ask, with a function that gives the value a field shows. No widget is known here, and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, Literal

from rill.components.html.events import STAYING_EVENTS
from rill.host.input_values import day_of, days_accepted, is_number, number_words, on_step
from rill.host.tree import Node
from rill.protocol.operations import TEXT_TYPE
from rill.protocol.values import Value

FieldKind = Literal["text", "area", "tick", "radio", "range", "date", "select", "button", "hidden"]
# What a field shows on the adapter's screen.
ValueOf = Callable[[Node], Value]

_KINDS: Final[dict[str, FieldKind]] = {
    "checkbox": "tick",
    "radio": "radio",
    "range": "range",
    "date": "date",
    "button": "button",
    "submit": "button",
    "reset": "button",
    "hidden": "hidden",
}
_FIELD_TAGS: Final[dict[str, FieldKind]] = {"textarea": "area", "select": "select", "button": "button"}
# Elements of a line of text that are drawn as something else than text.
_DRAWN: Final = frozenset(("input", "textarea", "select", "button", "progress", "meter", "img"))
_NOT_IN_LINE: Final = frozenset(("block", "flex", "inline-block", "inline-flex", "list-item", "flow-root"))
_OPTIONS_MAX: Final = 10_000


def is_html(node: Node) -> bool:
    """Whether a node is an element of HTML."""
    return node.schema is not None and node.schema.component.preset == "html"


def display_of(node: Node) -> str:
    """The word for `display` in an element's style, or nothing."""
    style = node.props.get("style")
    display = style.get("display") if isinstance(style, dict) else None
    return display.strip().lower() if isinstance(display, str) else ""


def is_stretch(node: Node) -> bool:
    """Whether a node is a stretch of a line of text: a text, or an element of text with nothing but such in it."""
    if node.type == TEXT_TYPE:
        return True
    if not is_html(node) or not node.schema or not node.schema.inline or node.type in _DRAWN:
        return False
    return display_of(node) not in _NOT_IN_LINE and all(map(is_stretch, node.children))


def is_in_line(node: Node) -> bool:
    """Whether a node stands in a line with what is beside it."""
    display = display_of(node) if node.type != TEXT_TYPE else ""
    if display:
        return display.startswith("inline")
    return node.schema is None or node.schema.inline


def ancestors(node: Node) -> Iterator[Node]:
    """The elements around a node, the closest first."""
    above = node.parent
    while above is not None:
        if above.schema is not None:
            yield above
        above = above.parent


# -- events ----------------------------------------------------------------------------------------------------------


def listener_of(target: Node, event: str) -> Node | None:
    """The element that hears of an event: the innermost one with the mark, at or above the one that it happened on."""
    if event in STAYING_EVENTS:
        return target if _can_listen(target, event) else None
    if _can_listen(target, event):
        return target
    return next((node for node in ancestors(target) if _can_listen(node, event)), None)


def _can_listen(node: Node, event: str) -> bool:
    return node.schema is not None and event in node.schema.events and is_html(node) and node.listens(event)


def event_payload(target: Node, version: int, value_of: ValueOf) -> dict[str, Any]:
    """What every event says: where it happened, and what the field there holds."""
    payload: dict[str, Any] = {"target": target.id}
    kind = field_kind(target)
    if kind is None or kind == "button":
        return payload
    payload["version"] = version
    value = value_of(target)
    if kind in ("tick", "radio"):
        payload["checked"] = value is True
    else:
        payload["value"] = value_words(value)
    return payload


def value_words(value: Value) -> str:
    """A field's value as the DOM has it."""
    if isinstance(value, str):
        return value
    return number_words(float(value)) if isinstance(value, int | float) and not isinstance(value, bool) else ""


# -- fields ----------------------------------------------------------------------------------------------------------


def field_kind(node: Node) -> FieldKind | None:
    """What kind of field an element is, or None."""
    if not is_html(node):
        return None
    return input_kind(node.get("type")) if node.type == "input" else _FIELD_TAGS.get(node.type)


def input_kind(type: Value) -> FieldKind:
    """What kind of field an `input` of this type is."""
    return _KINDS.get(type, "text") if isinstance(type, str) else "text"


def initial_value(node: Node) -> Value:
    """What a field holds by what the guest says."""
    kind = field_kind(node)
    value = node.props.get("value")
    if kind in ("tick", "radio"):
        return node.props.get("checked") is True
    if kind == "range":
        low, high, step = range_of(node)
        number = _number(value)
        return on_step((low + high) / 2 if number is None else number, low, high, step)
    if kind == "select":
        return chosen_option(node)
    if kind == "area" and not isinstance(value, str):
        return node.text_content
    return value if isinstance(value, str) else ""


def range_of(node: Node) -> tuple[float, float, float]:
    """Lower end, upper end and step of an `input` of type `range`."""
    low, high, step = (_number(node.props.get(name)) for name in ("min", "max", "step"))
    first = 0.0 if low is None else low
    return first, max(first, 100.0 if high is None else high), step if step is not None and step > 0 else 1.0


def _number(value: Value) -> float | None:
    if not isinstance(value, str) or len(value) > 40 or not is_number(value, whole=False):
        return None
    return float(value.strip().replace(",", "."))


def options_of(node: Node) -> list[dict[str, Value]]:
    """The options of a `select` or `datalist`, as the catalogue's Select has them."""
    found: list[dict[str, Value]] = []
    stack = [(child, False) for child in reversed(node.children)]
    while stack and len(found) < _OPTIONS_MAX:
        child, off = stack.pop()
        if child.type == "option" and not child.get("hidden"):
            words = option_words(child)
            value = child.props.get("value")
            found.append(
                {
                    "value": value if isinstance(value, str) else words,
                    "label": words,
                    "disabled": off or child.get("disabled") is True,
                }
            )
        elif child.schema is not None and child.type != "option":
            off = off or (child.type == "optgroup" and child.get("disabled") is True)
            stack += [(inner, off) for inner in reversed(child.children)]
    return found


def option_words(option: Node) -> str:
    """What a person reads of an option."""
    label = option.props.get("label")
    return label if isinstance(label, str) and label else " ".join(option.text_content.split())


def chosen_option(select: Node) -> str:
    """The choice of a `select` by what the guest says: its value, the last option that is selected, or the first."""
    value = select.props.get("value")
    if isinstance(value, str):
        return value
    options = [node for node in select.walk() if node.type == "option"]
    chosen = next((node for node in reversed(options) if node.get("selected") is True), None)
    chosen = chosen or next((node for node in options if node.get("disabled") is not True), None)
    if chosen is None:
        return ""
    own = chosen.props.get("value")
    return own if isinstance(own, str) else option_words(chosen)


def is_off(node: Node) -> bool:
    """Whether a person can do nothing with an element: it is disabled, or something around it is."""
    if node.props.get("disabled") is True or node.props.get("inert") is True:
        return True
    return any(
        around.props.get("inert") is True or (around.type == "fieldset" and around.props.get("disabled") is True)
        for around in ancestors(node)
    )


def button_words(node: Node) -> str:
    """The words on an `input` that is a button."""
    value = node.props.get("value")
    return value if isinstance(value, str) else {"submit": "Submit", "reset": "Reset"}.get(str(node.get("type")), "")


# -- labels ----------------------------------------------------------------------------------------------------------


def _root_of(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def find_id(near: Node, id: Value) -> Node | None:
    """The first element of the tree with an `id`. Cost is O(nodes of the tree)."""
    if not isinstance(id, str) or not id:
        return None
    return next((node for node in _root_of(near).walk() if node.props.get("id") == id), None)


def labelled_field(label: Node) -> Node | None:
    """The field that a `label` is for."""
    named = label.props.get("for")
    if isinstance(named, str) and named:
        field = find_id(label, named)
        return field if field is not None and field_kind(field) is not None else None
    return next((node for node in label.walk() if field_kind(node) not in (None, "hidden")), None)


def label_words(field: Node) -> str | None:
    """The words of the `label` of a field, or None."""
    around = next((node for node in ancestors(field) if node.type == "label"), None)
    if around is None and isinstance(id := field.props.get("id"), str) and id:
        root = _root_of(field)
        around = next((node for node in root.walk() if node.type == "label" and node.props.get("for") == id), None)
    return plain_text(around) if around is not None else None


def plain_text(node: Node) -> str:
    """All words in an element, as a line. What a person writes or chooses from is not among them."""
    parts: list[str] = []
    stack = [node]
    while stack:
        at = stack.pop()
        if at.type == TEXT_TYPE:
            parts.append(at.text)
        elif at.type == "br":
            parts.append(" ")
        elif at.type == "img":
            alt = at.props.get("alt")
            parts.append(alt if isinstance(alt, str) else "")
        elif at is node or not (at.type in ("textarea", "select") or at.get("hidden")):
            stack += reversed(at.children)
    return " ".join("".join(parts).split())


# -- forms -----------------------------------------------------------------------------------------------------------


def form_of(node: Node) -> Node | None:
    """The form that an element belongs to."""
    named = node.props.get("form")
    if isinstance(named, str) and named:
        form = find_id(node, named)
        return form if form is not None and form.type == "form" else None
    return next((around for around in ancestors(node) if around.type == "form"), None)


def fields_of(form: Node) -> Iterator[Node]:
    """All fields in a form, in document order, those that are off included."""
    return (node for node in form.walk() if field_kind(node) is not None)


def is_submitter(node: Node) -> bool:
    """Whether an element submits its form when it is pressed."""
    return field_kind(node) == "button" and node.get("type") == "submit"


def radio_group(node: Node) -> list[Node]:
    """The other radio buttons of which only one is on, with this one."""
    name = node.props.get("name")
    if not isinstance(name, str) or not name:
        return []
    around = form_of(node) or _root_of(node)
    return [
        other
        for other in around.walk()
        if other is not node
        and other.type == "input"
        and other.get("type") == "radio"
        and other.props.get("name") == name
        and form_of(other) is form_of(node)
    ]


def form_entries(form: Node, value_of: ValueOf, submitter: Node | None = None) -> list[list[str]]:
    """Name and value of every field that counts, as FormData has them."""
    entries: list[list[str]] = []
    for node in fields_of(form):
        name = node.props.get("name")
        if not isinstance(name, str) or not name or is_off(node):
            continue
        kind = field_kind(node)
        if kind == "button":
            if node is submitter:
                entries.append([name, value_words(node.props.get("value"))])
        elif kind in ("tick", "radio"):
            if value_of(node) is True:
                own = node.props.get("value")
                entries.append([name, own if isinstance(own, str) else "on"])
        else:
            entries.append([name, value_words(value_of(node))])
    return entries


def fault_of(node: Node, value: Value, value_of: ValueOf) -> str | None:
    """Why what a field holds is not acceptable, in the host's words; None if it is."""
    kind = field_kind(node)
    if kind in (None, "button", "hidden", "range") or is_off(node) or node.props.get("readonly") is True:
        return None
    required = node.props.get("required") is True
    if kind == "tick":
        return "This has to be on" if required and value is not True else None
    if kind == "radio":
        group = [node, *radio_group(node)]
        asked = any(other.props.get("required") is True for other in group)
        return "Choose one" if asked and not any(value_of(other) is True for other in group) else None
    text = value_words(value)
    if not text:
        return None if not required else "Choose one" if kind == "select" else "Fill this in"
    if kind == "date":
        day = day_of(text)
        first, last = days_accepted(node.props.get("min"), node.props.get("max"))
        if day is None:
            return "Write a day as year-month-day"
        return f"Not before {first.isoformat()}" if day < first else f"Not after {last}" if day > last else None
    if kind == "text" and node.get("type") == "number":
        number = _number(text)
        if number is None:
            return "Write a number"
        low, high = _number(node.props.get("min")), _number(node.props.get("max"))
        if low is not None and number < low:
            return f"Not less than {number_words(low)}"
        if high is not None and number > high:
            return f"Not more than {number_words(high)}"
    if kind == "text" and node.get("type") == "email" and not _is_address(text):
        return "Write an address such as name@example.org"
    least = node.props.get("minlength")
    if isinstance(least, int) and len(text) < least:
        return f"Write at least {least} characters"
    return None


def _is_address(text: str) -> bool:
    name, at, domain = text.strip().rpartition("@")
    return bool(name and at and domain) and not any(letter.isspace() for letter in text.strip())


# -- roles and names -------------------------------------------------------------------------------------------------

_INPUT_ROLES: Final[dict[str, str]] = {
    "checkbox": "checkbox",
    "radio": "radio",
    "range": "slider",
    "number": "spinbutton",
    "search": "searchbox",
    "button": "button",
    "submit": "button",
    "reset": "button",
    "hidden": "none",
}
_SECTIONING: Final = ("article", "aside", "main", "nav", "section")


def html_role(node: Node) -> str:
    """The role that an element has by what it is and where it stands (HTML-AAM), where it gives itself none."""
    assert node.schema is not None
    props = node.props
    match node.type:
        case "a":
            return "link" if "href" in props or node.listens("onClick") else "generic"
        case "input":
            kind = str(node.get("type"))
            return "combobox" if kind == "text" and props.get("list") else _INPUT_ROLES.get(kind, "textbox")
        case "select":
            size = node.get("size")
            return "listbox" if isinstance(size, int) and size > 1 else "combobox"
        case "img":
            return "none" if props.get("alt") == "" else "img"
        case "section":
            return "region" if props.get("aria-label") else "generic"
        case "header" | "footer":
            inside = any(around.type in _SECTIONING for around in ancestors(node))
            return "generic" if inside else node.schema.role
        case "th":
            return "rowheader" if props.get("scope") in ("row", "rowgroup") else "columnheader"
    return node.schema.role


def html_name(node: Node) -> str:
    """The accessible name of an element: its `aria-label`, its label, what it says of itself, or the words in it."""
    props = node.props
    label = props.get("aria-label")
    if isinstance(label, str) and label.strip():
        return label
    kind = field_kind(node)
    if kind == "button" and node.type == "input":
        return button_words(node)
    if kind is not None and kind != "button":
        words = label_words(node) or props.get("title") or props.get("placeholder")
        return words if isinstance(words, str) else ""
    if node.type == "img":
        return str(node.get("alt"))
    first = {"fieldset": "legend", "table": "caption", "figure": "figcaption"}.get(node.type)
    if first is not None:
        named = next((child for child in node.children if child.type == first), None)
        return plain_text(named) if named is not None else ""
    if node.type == "option":
        return option_words(node)
    return plain_text(node)
