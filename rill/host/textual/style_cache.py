"""Looks up the style rules of widgets once for all that stand alike, while many are mounted together.

A row of a table is mounted a hundred times, and its Text has the same rules every time: Textual would compare it with
hundreds of selectors again. Knows Textual's style sheets, no guest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.css.styles import RulesMap

# What Textual keeps on a node beside its rules, about the selectors that it was compared with.
_FLAGS: Final = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")


class _Known:
    """The rules of nodes that stand alike, and what Textual noted about them."""

    __slots__ = ("flags", "rules")

    def __init__(self, rules: RulesMap, flags: tuple[bool, ...]) -> None:
        self.rules = rules
        self.flags = flags


@contextmanager
def styles_shared(app: App[Any]) -> Iterator[None]:
    """Share the rules of widgets that are mounted meanwhile, by the types, classes and states of all around them.

    No style may change meanwhile but by mounting. Where a selector asks for places among siblings, nothing is shared.
    """
    sheet = app.stylesheet
    if "apply" in sheet.__dict__:
        # A mount inside of another one.
        yield
        return
    look_up = sheet.apply
    known: dict[tuple[Any, ...], _Known] = {}
    paths: dict[DOMNode, tuple[Any, ...]] = {}

    def path_of(node: MessagePump | None) -> tuple[Any, ...]:
        """What selectors can ask of a node and of all around it."""
        if not isinstance(node, DOMNode):
            return ()
        path = paths.get(node)
        if path is None:
            path = paths[node] = (path_of(node._parent), *_own(node))
        return path

    def apply(node: DOMNode, *, animate: bool = False, cache: dict[tuple[Any, ...], RulesMap] | None = None) -> None:
        if cache is None:
            # An update of one that is there already, which may be what its children are looked up by.
            paths.clear()
            look_up(node, animate=animate)
            return
        key = (path_of(node._parent), *_own(node))
        found = known.get(key)
        if found is None:
            own: dict[tuple[Any, ...], RulesMap] = {}
            look_up(node, animate=animate, cache=own)
            for rules in own.values():
                known[key] = _Known(rules, tuple(getattr(node, flag) for flag in _FLAGS))
            return
        for flag, value in zip(_FLAGS, found.flags, strict=True):
            setattr(node, flag, value)
        sheet.replace_rules(node, found.rules, animate=animate)
        sheet._process_component_classes(node)

    # In place of the method of this one object: Textual passes no cache on from one mount to the next.
    sheet.__dict__["apply"] = apply
    try:
        yield
    finally:
        del sheet.__dict__["apply"]


def _own(node: DOMNode) -> tuple[Any, ...]:
    return node._id, node.classes, node._pseudo_classes_cache_key, node._css_type_name
