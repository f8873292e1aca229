"""The widget of a line of text in HTML: stretches side by side, with the places in it that can be pressed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual import events
from textual.content import Content

from rill.host.html import is_off
from rill.host.textual.content import link_of
from rill.host.textual.html_flow import InFlow
from rill.host.textual.html_link import HtmlLink, PressedByKeys, press_payload
from rill.host.textual.html_text import element_of
from rill.host.textual.view import Link, WidgetMixin
from rill.host.textual.widgets.words import Words
from rill.host.tree import Node


class RepeatsItself(WidgetMixin):
    """Mixed into widgets with text that depends on the elements around them."""

    def show_again(self) -> None:
        """Show the same, as the elements around it say now."""
        raise NotImplementedError


class HtmlWords(PressedByKeys, InFlow, Words):
    """Stretches of text. Its link is that of the element around them."""

    # The element around them, and the stretches.
    shown: tuple[Node, list[Node]] | None = None

    in_line = True
    is_words = True

    def show_run(self, content: Content, *, begins_line: bool, ends_line: bool) -> None:
        """Show a text. A line break at an end of it is the box's to make, where something else stands there."""
        text = content.plain
        self.begins_line = begins_line and text.startswith("\n")
        self.ends_line = ends_line and text.endswith("\n")
        start = 1 if self.begins_line and len(text) > 1 else 0
        # Without anything behind it a break at the end of a text shows nothing, as on the web.
        end = len(text) - 1 if text.endswith("\n") else len(text)
        self.show(content[start : max(start, end)] if (start, end) != (0, len(text)) else content)

    @property
    def begins_with_space(self) -> bool:
        return self._shown.plain.startswith(" ")

    def _stops_at(self, id: int) -> bool:
        link = self._link(id)
        return link is not None and not is_off(link.node)

    def _press(self, link: Link | None, payload: Mapping[str, Any]) -> None:
        if isinstance(link, HtmlLink):
            link.click(link.node, payload)

    def press_by_key(self) -> bool:
        self.action_press_link()
        return True

    def _target(self, event: events.MouseEvent) -> Node | None:
        """The element under the pointer."""
        link = self.link
        if link is None:
            return None
        id = element_of(event.style.meta)
        inner = link.within(id) if id is not None else None
        return inner.node if inner is not None else link.node

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if link_of(event.style.meta) is None:
            # Else Textual would give the focus to a text for a press beside the links in it.
            event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        # What the catalogue's texts do is another thing.
        event.prevent_default()
        event.stop()
        target = self._target(event)
        if isinstance(self.link, HtmlLink) and target is not None:
            press_with_pointer(self.link, target, event)


def press_with_pointer(link: HtmlLink, target: Node, event: events.Click) -> None:
    """Tell of a press by pointer, or do what it does."""
    payload = press_payload(event)
    if event.button == 3:
        link.tell_event(target, "onContextMenu", payload)
    elif event.button == 1:
        link.click(target, payload)
