"""How the children of an element of HTML stand: blocks one below the other, what is in a line beside what is in it, and
lines broken where the box ends. Flexible boxes are `flow`'s; this module knows no guest either.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import ClassVar, Final

from textual.geometry import Size
from textual.widget import Widget

from rill.host.textual.flow import (
    FlexLayout,
    Flow,
    Flowing,
    Unseen,
    WidgetMixin,
    _Child,
    _content_width,
    _height_of,
    _in_flow,
    _Kind,
    _least_width,
    _Traits,
    _traits,
    _width_across,
    _with_traits,
)

# Words that are too long for what is left of a line stay in it, and break inside, if so many cells are left.
_BESIDE_MIN: Final = 16


class InFlow(WidgetMixin):
    """Mixed into the widgets of elements."""

    # Whether it stands in a line with what is beside it.
    in_line: bool = False
    # Whether it is text, which may be broken, and whether a line ends before or behind it.
    is_words: bool = False
    begins_line: bool = False
    ends_line: bool = False
    # Whether it keeps a cell from what stands behind it, unless that is a space.
    keeps_distance: bool = False

    @property
    def begins_with_space(self) -> bool:
        """Whether a space stands at its beginning."""
        return False


def _is_in_line(widget: Widget) -> bool:
    return isinstance(widget, InFlow) and widget.in_line


class BlockLayout(FlexLayout):
    """A Textual layout of blocks and lines. Margins of blocks that follow each other overlap, as in CSS, and those at
    the ends of a box are the host's to leave out."""

    name: ClassVar[str] = "rill-blocks"

    def __init__(self) -> None:
        super().__init__(Flow())

    def get_content_height(self, widget: Widget, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        key = ("height", width, container.height, widget._nodes._updates)
        height = self._known.get(key)
        if height is None:
            children = self._arrange(widget, _in_flow(widget), width, None, container.height)
            height = self._known[key] = max(
                (child.y + child.height + _own_margin(child.widget, child.traits).bottom for child in children),
                default=0,
            )
        return height

    def least_width(self, widget: Widget) -> int:
        key = ("least width", widget._nodes._updates)
        least = self._known.get(key)
        if least is None:
            widths = [_least_width(child, traits) + traits.width.margin for child, traits in _with_traits(widget)]
            least = self._known[key] = max(widths, default=0)
        return least

    def least_height(self, widget: Widget, width: int) -> int:
        return self.get_content_height(widget, Size(width, 0), Size(width, 0), width)

    def _natural_width(self, widget: Widget, container: Size) -> int:
        width = 0
        for in_line, group in groupby(_with_traits(widget), key=lambda entry: _is_in_line(entry[0])):
            among = list(group)
            widths = [
                _natural(child, traits, container.width, container.height) + traits.width.margin
                for child, traits in among
            ]
            gaps = sum(_distance(one, other) for (one, _), (other, _) in pairwise(among))
            width = max(width, sum(widths) + gaps if in_line else max(widths))
        return width

    def _arrange(
        self, parent: Widget, widgets: Sequence[Widget], width: int, height: int | None, room: int
    ) -> list[_Child]:
        children = [_Child(widget) for widget in widgets]
        own = _traits(parent)
        flowing = []
        for child in children:
            if child.traits.afloat:
                child.x, child.y = child.traits.margin.left, child.traits.margin.top
                child.width = _width_across(child, width, "start", scrolls=False)
                child.height = _height_of(child, height, room)
            else:
                flowing.append(child)
        unseen = parent.unseen if isinstance(parent, Flowing) else None
        if unseen is not None:
            self._arrange_seen(flowing, width, height, room, own, unseen)
            return children
        y, below, first = 0, 0, True
        for in_line, group in groupby(flowing, key=lambda child: _is_in_line(child.widget)):
            if in_line:
                y = self._arrange_lines(list(group), y + below, width, room)
                below = 0
            else:
                for child in group:
                    traits, margins = child.traits, _margins_through(child.widget, child.traits)
                    child.width = _width_across(child, width, "stretch", scrolls=own.width.scrolls)
                    child.height = _height_of(child, height, room)
                    above = _own_margin(child.widget, traits).top if first else margins.top
                    child.x = traits.margin.left
                    child.y = y + max(below, above)
                    y, below, first = child.y + child.height, margins.bottom, False
            first = False
        return children

    def _arrange_seen(
        self, children: list[_Child], width: int, height: int | None, room: int, own: _Traits, unseen: Unseen
    ) -> None:
        """Arrange blocks among others that have no widgets, because nobody sees them: each with one margin below."""
        outer = []
        for child in children:
            child.width = _width_across(child, width, "stretch", scrolls=own.width.scrolls)
            child.height = _height_of(child, height, room)
            margins = _margins_through(child.widget, child.traits)
            outer.append((child.widget, child.height + max(margins.top, margins.bottom)))
        y = 0
        for child, (_, lines), skip in zip(children, outer, unseen.skips(outer, width), strict=True):
            child.x, child.y = child.traits.margin.left, y + skip
            y = child.y + lines

    def _arrange_lines(self, children: list[_Child], top: int, width: int, room: int) -> int:
        """Break what stands in lines into lines. Returns where the last one ends."""
        x, y, high = 0, top, 0
        before: Widget | None = None
        for child in children:
            traits, widget = child.traits, child.widget
            x += _distance(before, widget) if x and before is not None else 0
            before = widget
            words = isinstance(widget, InFlow) and widget.is_words
            margin = traits.width.margin
            if x and isinstance(widget, InFlow) and widget.begins_line:
                x, y, high = 0, y + high, 0
            if words and len(children) == 1:
                # Alone it fills its box, so that it can stand at its end or in its middle.
                wanted = width - margin
            else:
                wanted = traits.width.bounded(_natural(widget, traits, width, room), width)
            left = width - x - margin
            if x and wanted > left and not (words and left >= _BESIDE_MIN):
                x, y, high = 0, y + high, 0
                left = width - margin
            child.width = max(min(wanted, left), traits.width.least, 0)
            child.height = _height_of(child, None, room)
            child.x, child.y = x + traits.margin.left, y + traits.margin.top
            x += child.width + margin
            high = max(high, child.height + traits.height.margin)
            if isinstance(widget, InFlow) and widget.ends_line:
                x, y, high = 0, y + max(high, 1 if widget.is_words else 0), 0
        return y + high


def _distance(before: Widget, widget: Widget) -> int:
    """Cells between two widgets in a line."""
    if not (isinstance(before, InFlow) and before.keeps_distance):
        return 0
    return 0 if isinstance(widget, InFlow) and (widget.begins_with_space or widget.begins_line) else 1


def _own_margin(widget: Widget, traits: _Traits) -> _Margins:
    """The margins of a block at the end of its box: only what a guest asked for."""
    return _Margins(traits.margin.top, traits.margin.bottom) if widget.styles.inline.has_rule("margin") else _NONE


def _margins_through(widget: Widget, traits: _Traits) -> _Margins:
    """The margins of a block, with those of the blocks at its ends, which reach through it where it has no edge."""
    top, bottom = traits.margin.top, traits.margin.bottom
    if not isinstance(widget, Flowing) or not isinstance(widget.layout, BlockLayout) or traits.height.gutter:
        return _Margins(top, bottom)
    inner = _with_traits(widget)
    if inner:
        (first, of_first), (last, of_last) = inner[0], inner[-1]
        if not _is_in_line(first):
            top = max(top, _margins_through(first, of_first).top)
        if not _is_in_line(last):
            bottom = max(bottom, _margins_through(last, of_last).bottom)
    return _Margins(top, bottom)


class _Margins:
    __slots__ = ("bottom", "top")

    def __init__(self, top: int, bottom: int) -> None:
        self.top = top
        self.bottom = bottom


_NONE: Final = _Margins(0, 0)


def _natural(widget: Widget, traits: _Traits, width: int, height: int) -> int:
    """How wide a widget would like to be."""
    kind, value = traits.width.length
    if kind is _Kind.CELLS:
        return int(value)
    if kind is _Kind.PERCENT:
        return int(width * value / 100)
    return _content_width(widget, traits, width, height)


__all__ = ["BlockLayout", "Flowing", "InFlow"]
