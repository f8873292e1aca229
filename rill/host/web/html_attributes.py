"""Attributes of the html preset as a page has them: which cross, which get a prefix, and which are left to the guest.

Knows values and no node. What a guest names (ids, names, classes, `data-*`) stands in a name space of its own, so that
it reaches nothing of the host's page: no label or script of the host's, no style sheet, and no global variable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Final, Protocol

from rill.host.addresses import refusal_of
from rill.host.web.element import Attribute
from rill.protocol.values import Value

# What guests' classes and `data-*` begin with. Ids and names have the prefix of their page, which counts guests.
CLASS_PREFIX: Final = "g-"
DATA_PREFIX: Final = "data-g-"


class Names(Protocol):
    """Who knows what the names of a guest begin with."""

    @property
    def prefix(self) -> str: ...


class Use(Enum):
    """What becomes of an attribute."""

    # As it is.
    PLAIN = "plain"
    # A name in the page, with the guest's prefix before it; several of them, with spaces between.
    NAME = "name"
    NAMES = "names"
    # Said to the browser only where it is an address that a host may be asked to open.
    ADDRESS = "address"
    # The view of the element says something of its own, or nothing: a reason stands beside each.
    VIEW = "view"


GLOBAL: Final[Mapping[str, Use]] = {
    "id": Use.NAME,
    # One attribute of both: see `class_words`.
    "class": Use.VIEW,
    "style": Use.VIEW,
    "title": Use.PLAIN,
    "hidden": Use.PLAIN,
    "role": Use.PLAIN,
    # Places before others in the order of the Tab key would be places before those of the host: see `tab_stop`.
    "tabindex": Use.VIEW,
    "lang": Use.PLAIN,
    "dir": Use.PLAIN,
    "translate": Use.PLAIN,
    "spellcheck": Use.PLAIN,
    "autocapitalize": Use.PLAIN,
    "enterkeyhint": Use.PLAIN,
    "inputmode": Use.PLAIN,
    "autofocus": Use.PLAIN,
    "inert": Use.PLAIN,
}

_FIELD: Final[Mapping[str, Use]] = {
    "name": Use.NAME,
    "disabled": Use.PLAIN,
    "form": Use.NAME,
    # Goes with the value, as `FieldValue`.
    "value": Use.VIEW,
    "valueVersion": Use.VIEW,
    "required": Use.PLAIN,
    # What a browser has saved for the host's page is nothing for guests: see `autocomplete`.
    "autocomplete": Use.VIEW,
}
_WRITTEN: Final[Mapping[str, Use]] = {
    **_FIELD,
    "placeholder": Use.PLAIN,
    "readonly": Use.PLAIN,
    "minlength": Use.PLAIN,
    "maxlength": Use.PLAIN,
}
_CHANGE: Final[Mapping[str, Use]] = {"cite": Use.ADDRESS, "datetime": Use.PLAIN}
_CELL: Final[Mapping[str, Use]] = {"colspan": Use.PLAIN, "rowspan": Use.PLAIN, "headers": Use.NAMES}

OWN: Final[Mapping[str, Mapping[str, Use]]] = {
    "a": {
        "href": Use.VIEW,
        # Links open in a tab of their own, which knows nothing of this one: a name might be that of a host's frame,
        # and `rel` could give the other page a hold on this one.
        "target": Use.VIEW,
        "rel": Use.VIEW,
        "hreflang": Use.PLAIN,
        "type": Use.PLAIN,
        # Nothing is saved to a disk because a guest said so.
        "download": Use.VIEW,
    },
    "blockquote": {"cite": Use.ADDRESS},
    "q": {"cite": Use.ADDRESS},
    "s": _CHANGE,
    "del": _CHANGE,
    "ins": _CHANGE,
    "time": {"datetime": Use.PLAIN},
    "data": {"value": Use.PLAIN},
    "ol": {"start": Use.PLAIN, "reversed": Use.PLAIN, "type": Use.PLAIN},
    "li": {"value": Use.PLAIN},
    "td": _CELL,
    "th": {**_CELL, "scope": Use.PLAIN, "abbr": Use.PLAIN},
    "colgroup": {"span": Use.PLAIN},
    "col": {"span": Use.PLAIN},
    # Persons change it, too, so it is a value like that of a field.
    "details": {"open": Use.VIEW},
    "dialog": {"open": Use.VIEW, "modal": Use.VIEW},
    "form": {
        # A form goes nowhere, whatever happens to the scripts of its page.
        "action": Use.VIEW,
        "method": Use.VIEW,
        "name": Use.NAME,
        "novalidate": Use.PLAIN,
        "autocomplete": Use.PLAIN,
    },
    "label": {"for": Use.NAME},
    "input": {
        **_WRITTEN,
        "type": Use.PLAIN,
        "checked": Use.VIEW,
        "min": Use.PLAIN,
        "max": Use.PLAIN,
        "step": Use.PLAIN,
        # A browser would run it on the page's own thread: see `harmless_pattern`.
        "pattern": Use.VIEW,
        "size": Use.PLAIN,
        "list": Use.NAME,
        "multiple": Use.PLAIN,
    },
    "textarea": {**_WRITTEN, "rows": Use.PLAIN, "cols": Use.PLAIN, "wrap": Use.PLAIN},
    "select": {**_FIELD, "size": Use.PLAIN},
    "option": {"value": Use.PLAIN, "label": Use.PLAIN, "selected": Use.VIEW, "disabled": Use.PLAIN},
    "optgroup": {"label": Use.PLAIN, "disabled": Use.PLAIN},
    "button": {"name": Use.NAME, "disabled": Use.PLAIN, "form": Use.NAME, "type": Use.PLAIN, "value": Use.PLAIN},
    "fieldset": {"disabled": Use.PLAIN, "name": Use.NAME, "form": Use.NAME},
    "progress": {"value": Use.PLAIN, "max": Use.PLAIN},
    "meter": dict.fromkeys(("value", "min", "max", "low", "high", "optimum"), Use.PLAIN),
    "output": {"for": Use.NAMES, "name": Use.NAME, "form": Use.NAME},
    "img": {
        # An asset, or what the host allows.
        "src": Use.VIEW,
        # Always there: without it a reader would spell out the address.
        "alt": Use.VIEW,
        "width": Use.PLAIN,
        "height": Use.PLAIN,
        "loading": Use.PLAIN,
        "decoding": Use.PLAIN,
    },
}
_NOTHING: Final[Mapping[str, Use]] = {}

# Those of ARIA that name elements by their ids.
_ARIA_NAMES: Final = frozenset(
    f"aria-{name}"
    for name in (
        "activedescendant",
        "controls",
        "describedby",
        "details",
        "errormessage",
        "flowto",
        "labelledby",
        "owns",
    )
)


def page_attributes(tag: str, props: Mapping[str, Value], page: Names) -> dict[str, Attribute]:
    """The attributes of an element that need no more than their own value.

    The page is asked for its prefix by what has a name alone: everything else is the same on all pages.
    """
    own = OWN.get(tag, _NOTHING)
    found: dict[str, Attribute] = {}
    for name, value in props.items():
        use = own.get(name) or GLOBAL.get(name)
        if use is Use.PLAIN:
            if isinstance(value, str | int | float):
                found[name] = value
        elif use is None:
            found.update(_free_attribute(name, value, page))
        elif isinstance(value, str) and value:
            if use is Use.NAME:
                found[name] = page.prefix + value
            elif use is Use.NAMES:
                found[name] = _all_names(value, page.prefix)
            elif use is Use.ADDRESS and refusal_of(value) is None:
                found[name] = value
    return found


def _free_attribute(name: str, value: Value, page: Names) -> dict[str, Attribute]:
    """An attribute whose name the guest chose, behind a prefix that is on the list."""
    if not isinstance(value, str):
        return {}
    if name.startswith("data-"):
        return {DATA_PREFIX + name.removeprefix("data-"): value}
    if name.startswith("aria-"):
        return {name: _all_names(value, page.prefix) if name in _ARIA_NAMES else value}
    return {}


def _all_names(value: str, prefix: str) -> str:
    return " ".join(prefix + name for name in value.split())


def class_words(value: Value) -> list[str]:
    """A guest's classes under their names in the page."""
    return [CLASS_PREFIX + word for word in value.split()] if isinstance(value, str) else []


def tab_stop(value: Value) -> int | None:
    """`tabindex` without a place before anything else: -1, 0, or None where the guest says nothing."""
    return min(value, 0) if isinstance(value, int) and not isinstance(value, bool) else None


# -- style -------------------------------------------------------------------------------------------------------------


def declarations_of(style: Value) -> str:
    """A guest's `style` as declarations of CSS.

    Names and values are from the schema's lists already, and no value has a character that ends it. A bracket that is
    left open, or a comment, would still take in what follows: such a value is no CSS by itself, and is left out as a
    browser does.
    """
    if not isinstance(style, dict):
        return ""
    return ";".join(
        f"{name}:{value}" for name, value in style.items() if isinstance(value, str) and _stands_alone(value)
    )


def _stands_alone(value: str) -> bool:
    if "/*" in value or not value.strip():
        return False
    open = 0
    for letter in value:
        open += (letter == "(") - (letter == ")")
        if open < 0:
            return False
    return open == 0


# -- fields ------------------------------------------------------------------------------------------------------------

# What a browser offers for these was saved for the host's own page.
_SECRETS: Final = re.compile(r"\b(?:username|current-password|webauthn|cc-[a-z-]+)\b", re.IGNORECASE)


def autocomplete(value: Value, *, password: bool) -> str | None:
    """What a browser may offer to fill a field with. Never a name, password or card that it keeps for this host."""
    words = value if isinstance(value, str) else None
    if password:
        return words if words == "one-time-code" else "new-password"
    return "off" if words is not None and _SECRETS.search(words) else words


# One thing that matches a single character: an escape, a set, a point, or a character that means itself.
_ONE: Final = re.compile(r"\\[dDwWsSbB.\\/()\[\]{}?*+^$|-]|\[\^?[^\[\]\\&]+\]|[^\\\[\](){}?*+^$|]")
_TIMES: Final = re.compile(r"\{([0-9]{1,4})(?:(,)([0-9]{1,4})?)?\}|[?*+]")
# In how many ways an expression may divide a text up, where it is not repeated without end.
_WAYS_MAX: Final = 1_000


def harmless_pattern(value: Value) -> str | None:
    """A `pattern` that a browser can be left alone with, or None.

    It runs on the thread of the whole page, and nothing stops it there. What takes no more than time in proportion to
    the text is a row of characters and sets, of which one at most is repeated without end. Every other one is left to
    the guest.
    """
    if not isinstance(value, str):
        return None
    at, ways, endless = 0, 1, 0
    while at < len(value):
        one = _ONE.match(value, at)
        if one is None:
            return None
        at = one.end()
        times = _TIMES.match(value, at)
        if times is None:
            continue
        at = times.end()
        least, is_range, most = times[1], times[2], times[3]
        if times[0] == "?":
            ways *= 2
        elif least is None or (is_range and most is None):
            endless += 1
        elif most is not None:
            ways *= max(int(most) - int(least), 0) + 1
        if endless > 1 or ways > _WAYS_MAX:
            return None
    return value
