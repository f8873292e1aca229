"""How the children of a box stand: a Textual layout of flexible boxes. It asks widgets how large they would like to be,
lets `flex` do the arithmetic, and knows no guest.

A child's length along an axis is a number of cells, a share of the parent (percent), a share of what is left (``fr``),
its content (``auto``), or what this module calls *fill*: boxes and texts that say nothing are as wide as their column
and as high as their row, and along the direction as long as their content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Protocol, cast
from weakref import WeakKeyDictionary

from textual.app import RenderResult
from textual.css.scalar import Scalar, Unit
from textual.geometry import NULL_OFFSET, Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from rill.host.textual.flex import Align, Justify, Piece, across, lengths, lines, starts

# A mixin that were a widget would take the place of Textual's own class when it looks for style sheets and bindings.
if TYPE_CHECKING:
    from textual.css.styles import RulesMap

    WidgetMixin = Widget
else:
    WidgetMixin = object

# What is left of a field, or of what scrolls, for its content when there is no room: less shows nothing that can be
# read.
_CELLS_MIN: Final = 4
# Controls with more lines than this, such as a field for several lines of text, have no middle line to stand beside.
_CONTROL_LINES_MAX: Final = 3


@dataclass(frozen=True, slots=True)
class Flow:
    """Where a box puts its children; the names are those of the guest's `style`."""

    horizontal: bool = False
    gap: int = 0
    line_gap: int = 0
    align: Align = "stretch"
    justify: Justify = "start"
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What a widget says of its own place in its parent, beside the sizes that Textual's styles have."""

    grow: float | None = None
    shrink: float | None = None
    align: Align | None = None
    # Its content is cut off or scrolled where it does not fit, so that it may be as small as can be.
    clips: bool = False


_PLACE: Final = Place()
# Textual's styles have no room for these, and a child may be any widget, also one of the host's own.
_PLACES: Final[WeakKeyDictionary[Widget, Place]] = WeakKeyDictionary()
_TRAITS: Final[WeakKeyDictionary[Widget, tuple[tuple[int, Place], _Traits]]] = WeakKeyDictionary()


def set_place(widget: Widget, place: Place) -> None:
    """Say how a widget wants to stand in a parent that has a `FlexLayout`."""
    if _PLACES.get(widget, _PLACE) != place:
        _PLACES[widget] = place
        widget.refresh(layout=True)


def focus_place(widget: Widget, place: tuple[int, int]) -> tuple[int, int]:
    """Where a widget is in the order of the Tab key, which goes line by line: what stands in one line of a row is in
    that line, however `align` has moved it up or down.
    """
    parent = widget.parent
    if not isinstance(parent, Flowing):
        return place
    y, x = place
    if parent.unseen is not None:
        # It may not have been laid out yet, and be the next one for the Tab key.
        top = parent.unseen.top_of(widget)
        return y if top is None else top, x
    return parent.layout.tops.get(widget, y), x


class _Kind(IntEnum):
    CELLS = 0
    PERCENT = 1
    SHARE = 2
    AUTO = 3
    FILL = 4


class _Length(NamedTuple):
    """What a widget says of its length along one axis."""

    kind: _Kind
    value: float = 0.0


class _Axis(NamedTuple):
    """All that a widget's styles say of one axis. Cells count from border to border."""

    length: _Length
    minimum: _Length | None
    maximum: _Length | None
    # Padding and border on both sides; the same with a scrollbar that is always there; the least that Textual can draw;
    # and the margins.
    padding: int
    gutter: int
    least: int
    margin: int
    scrolls: bool

    def bounded(self, length: int, room: int | None) -> int:
        """A length within the bounds, as far as they are known. Padding and border are always there."""
        if self.maximum is not None:
            length = min(length, _cells(self.maximum, room, length))
        if self.minimum is not None:
            length = max(length, _cells(self.minimum, room, 0))
        return max(length, self.least)


def _cells(length: _Length, room: int | None, otherwise: int) -> int:
    """A number of cells, or a share of the room; where that is not known, what is given."""
    if length.kind is _Kind.CELLS:
        return int(length.value)
    return otherwise if room is None else int(room * length.value / 100)


class _Traits(NamedTuple):
    """What a child's styles say to its parent's layout, read once: reading styles is slower than laying out."""

    width: _Axis
    height: _Axis
    margin: Spacing
    place: Place
    # It takes no room: Textual puts it over everything, or where its `offset` says.
    afloat: bool
    overlay: bool
    absolute: bool
    moved: bool


def _traits(widget: Widget) -> _Traits:
    styles = widget.styles
    place = _PLACES.get(widget, _PLACE)
    key = (styles._cache_key, place)
    known = _TRAITS.get(widget)
    if known is not None and known[0] == key:
        return known[1]
    fills = widget.has_class("rill-stretch")
    inline = styles.inline
    gutter, margin = styles.gutter, styles.margin
    outside = Spacing() if styles.box_sizing == "border-box" else gutter
    bars = Size(
        gutter.width + (styles.scrollbar_size_vertical if styles.overflow_y == "scroll" else 0),
        gutter.height + (styles.scrollbar_size_horizontal if styles.overflow_x == "scroll" else 0),
    )
    # Textual cannot wrap a text in a line that its `line-pad` fills.
    pad = 2 * styles.line_pad + 1 if styles.line_pad else 0
    overlay = styles.overlay == "screen"
    absolute = styles.has_rule("position") and styles.position == "absolute"
    traits = _Traits(
        _Axis(
            _length(styles.width, outside.width, fill=fills and not inline.has_rule("width")),
            _bound(styles.min_width, outside.width),
            _bound(styles.max_width, outside.width),
            gutter.width,
            bars.width,
            bars.width + pad,
            margin.width,
            styles.overflow_x in ("auto", "scroll"),
        ),
        _Axis(
            _length(styles.height, outside.height, fill=fills and not inline.has_rule("height")),
            _bound(styles.min_height, outside.height),
            _bound(styles.max_height, outside.height),
            gutter.height,
            bars.height,
            bars.height,
            margin.height,
            styles.overflow_y in ("auto", "scroll"),
        ),
        margin,
        place,
        overlay or absolute,
        overlay,
        absolute,
        styles.has_rule("offset"),
    )
    _TRAITS[widget] = (key, traits)
    return traits


def _length(scalar: Scalar | None, outside: int, *, fill: bool) -> _Length:
    if fill:
        return _Length(_Kind.FILL)
    if scalar is None:
        return _Length(_Kind.SHARE, 1.0)
    match scalar.unit:
        case Unit.AUTO:
            return _Length(_Kind.AUTO)
        case Unit.CELLS:
            return _Length(_Kind.CELLS, scalar.value + outside)
        case Unit.FRACTION:
            return _Length(_Kind.SHARE, max(scalar.value, 0.001))
        case _:
            # Shares of the screen are an application's own business, and shares of the parent's other side nobody's.
            return _Length(_Kind.PERCENT, scalar.value)


def _bound(scalar: Scalar | None, outside: int) -> _Length | None:
    if scalar is None or scalar.unit in (Unit.AUTO, Unit.FRACTION):
        return None
    return _length(scalar, outside, fill=False)


class Unseen(Protocol):
    """Stands for the children of a column that have no widgets, because nobody sees them."""

    def skips(self, children: Sequence[tuple[Widget, int]], width: int) -> list[int]:
        """Hear how high the other children are with their margins, where the column has this width, and say how many
        lines to leave before each.
        """
        raise NotImplementedError

    def widest(self, width: int) -> int:
        """The natural width of all children, where that of those with widgets is this."""
        raise NotImplementedError

    def top_of(self, widget: Widget) -> int | None:
        """The line at which a child stands or is about to."""
        raise NotImplementedError


class Flowing(WidgetMixin):
    """Mixed into the widgets that arrange a guest's children."""

    # The direction where a style says none.
    flows_sideways: bool = False
    unseen: Unseen | None = None
    _flex_layout: FlexLayout | None = None

    @property
    def flow(self) -> Flow:
        """Where it puts its children. The guest's style sets it (`Styling`)."""
        return self.layout.flow

    @flow.setter
    def flow(self, flow: Flow) -> None:
        if flow == self.layout.flow:
            return
        self._flex_layout = FlexLayout(flow)
        # Before a widget is mounted Textual would look up its rules for nothing.
        if self.is_attached:
            self._clear_arrangement_cache()
            self.refresh(layout=True)

    @property
    def layout(self) -> FlexLayout:
        if self._flex_layout is None:
            self._flex_layout = FlexLayout(Flow(self.flows_sideways))
        return self._flex_layout

    def render(self) -> RenderResult:
        # Without children Textual would paint the name of the class.
        return ""

    def _clear_arrangement_cache(self) -> None:
        """Forget sizes, here and in the boxes around.

        Textual stops at the first widget around a change whose own size is fixed. A box that shares out room asks its
        children what they cannot do without, however large they are.
        """
        super()._clear_arrangement_cache()
        self.layout.forget()
        parent = self.parent
        if isinstance(parent, Flowing):
            parent._layout_updates += 1
            parent._clear_arrangement_cache()

    @property
    def _has_relative_children_width(self) -> bool:
        return self.layout.wants_room(self, horizontal=True)

    @property
    def _has_relative_children_height(self) -> bool:
        return self.layout.wants_room(self, horizontal=False)


class FlowingInside(WidgetMixin):
    """Mixed into widgets that arrange a guest's children in one of their parts."""

    @property
    def flowing(self) -> Flowing:
        """The part that the guest's `direction`, `gap` and the like are for."""
        raise NotImplementedError


class _Child:
    """A child while it is arranged. Position and size are those inside its margins."""

    __slots__ = ("height", "skip", "traits", "widget", "width", "x", "y")

    def __init__(self, widget: Widget) -> None:
        self.widget = widget
        self.traits = _traits(widget)
        self.x = self.y = self.width = self.height = 0
        # Lines that are left before it, for children that have no widgets.
        self.skip = 0


class FlexLayout(Layout):
    """A Textual layout for one `Flow`, in one widget: it remembers what it measured until something changes."""

    name: ClassVar[str] = "rill-flex"

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._known: dict[tuple[Any, ...], int] = {}
        # Where the lines of a row begin, by what stands in them.
        self.tops: dict[Widget, int] = {}

    def forget(self) -> None:
        """Something in the widget has changed: measure anew."""
        self._known.clear()

    # -- what Textual asks --------------------------------------------------------------------------------------------

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: ARG002
    ) -> ArrangeResult:
        parent.pre_layout(self)
        placements = []
        for child in self._arrange(parent, children, size.width, size.height, size.height):
            traits, widget = child.traits, child.widget
            region = Region(child.x, child.y, child.width, child.height)
            offset = (
                widget.styles.offset.resolve(region.size, parent.app.viewport_size) if traits.moved else NULL_OFFSET
            )
            placements.append(
                WidgetPlacement(region, offset, traits.margin, widget, 0, False, traits.overlay, traits.absolute)
            )
        return placements

    def get_content_width(self, widget: Widget, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """The width that the content would like, where there is room without end along the direction."""
        key = ("width", container, widget._nodes._updates)
        width = self._known.get(key)
        if width is None:
            width = self._known[key] = self._natural_width(widget, container)
        return width

    def get_content_height(self, widget: Widget, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The height that the content would like at a width."""
        key = ("height", width, container.height, widget._nodes._updates)
        height = self._known.get(key)
        if height is None:
            children = self._arrange(widget, _in_flow(widget), width, None, container.height)
            height = self._known[key] = _bottom(children)
        return height

    # -- what boxes around ask ----------------------------------------------------------------------------------------

    def wants_room(self, widget: Widget, *, horizontal: bool) -> bool:
        """Whether something in this box asks for a share of the room along an axis, so that the box must have some."""
        key = ("wants room", horizontal, widget._nodes._updates)
        wants = self._known.get(key)
        if wants is None:
            along = horizontal == self.flow.horizontal
            wants = self._known[key] = any(
                _wants_room(child, _traits(child), horizontal=horizontal, along=along) for child in _in_flow(widget)
            )
        return bool(wants)

    def least_width(self, widget: Widget) -> int:
        """The width below which content is cut off."""
        key = ("least width", widget._nodes._updates)
        least = self._known.get(key)
        if least is None:
            widths = [_least_width(child, traits) + traits.width.margin for child, traits in _with_traits(widget)]
            flow = self.flow
            side_by_side = flow.horizontal and not flow.wrap
            least = sum(widths) + _gaps(flow.gap, len(widths)) if side_by_side else max(widths, default=0)
            self._known[key] = least
        return least

    def least_height(self, widget: Widget, width: int) -> int:
        """The height below which content is cut off, at a width."""
        key = ("least height", width, widget._nodes._updates)
        least = self._known.get(key)
        if least is None:
            children = self._arrange(widget, _in_flow(widget), width, None, 0)
            for child in children:
                child.height = _least_height(child.widget, child.traits, child.width)
            flow = self.flow
            if flow.horizontal:
                least = _bottom(children)
            else:
                heights = [child.skip + child.height + child.traits.height.margin for child in children]
                least = sum(heights) + _gaps(flow.gap, len(heights))
            self._known[key] = least
        return least

    def _natural_width(self, widget: Widget, container: Size) -> int:
        flow = self.flow
        widths = []
        for child, traits in _with_traits(widget):
            axis = traits.width
            if axis.length.kind is _Kind.CELLS:
                width = int(axis.length.value)
            else:
                width = _content_width(child, traits, container.width, container.height)
            widths.append(axis.bounded(width, None) + axis.margin)
        if flow.horizontal:
            return sum(widths) + _gaps(flow.gap, len(widths))
        if flow.wrap:
            # How many columns there are depends on the height. Where that is said in cells, it is known.
            own = _traits(widget).height
            if own.length.kind is _Kind.CELLS:
                height = max(0, int(own.length.value) - own.gutter)
                children = self._arrange(widget, _in_flow(widget), container.width, height, height)
                return max((child.x + child.width + child.traits.margin.right for child in children), default=0)
        width = max(widths, default=0)
        unseen = widget.unseen if isinstance(widget, Flowing) else None
        return width if unseen is None else unseen.widest(width)

    # -- arranging ----------------------------------------------------------------------------------------------------

    def _arrange(
        self, parent: Widget, widgets: Sequence[Widget], width: int, height: int | None, room: int
    ) -> list[_Child]:
        """Sizes and positions of children.

        Args:
            height: of the box; None to find out how high it would like to be.
            room: the lines that there are at most, as far as that is known; what scrolls does not ask for more.
        """
        children = [_Child(widget) for widget in widgets]
        own = _traits(parent)
        flowing = children
        if any(child.traits.afloat for child in children):
            flowing = []
            for child in children:
                if not child.traits.afloat:
                    flowing.append(child)
                    continue
                # It takes no room, and stands in the first corner unless its `offset` says something else.
                child.x, child.y = child.traits.margin.left, child.traits.margin.top
                child.width = _width_across(child, width, "start", scrolls=False)
                child.height = _height_of(child, height, room)
        if self.flow.horizontal:
            self._arrange_row(flowing, width, height, room, own)
        else:
            unseen = parent.unseen if isinstance(parent, Flowing) else None
            self._arrange_column(flowing, width, height, room, own, unseen)
        return children

    def _arrange_column(
        self, children: list[_Child], width: int, height: int | None, room: int, own: _Traits, unseen: Unseen | None
    ) -> None:
        flow = self.flow
        wraps = flow.wrap and height is not None
        for child in children:
            # Lines of a wrapped column are as wide as what is in them, which is not known yet.
            align = "start" if wraps else child.traits.place.align or flow.align
            child.width = _width_across(child, width, align, scrolls=own.width.scrolls)
        if height is None or unseen is not None:
            for child in children:
                child.height = _height_of(child, height, room)
        if unseen is not None:
            outer = [(child.widget, child.height + child.traits.height.margin) for child in children]
            for child, skip in zip(children, unseen.skips(outer, width), strict=True):
                child.skip = skip
        if height is None:
            # Nothing to share out yet: everything is as high as it would like to be.
            top = 0
            for child in children:
                top += child.skip
                child.y = top + child.traits.margin.top
                top += child.height + child.traits.height.margin + flow.gap
            return
        x = 0
        for line in self._lines(children, height, room, own):
            breadth = max(child.width + child.traits.width.margin for child in line) if wraps else width
            long = [child.skip + child.height + child.traits.height.margin for child in line]
            tops = starts(long, height, flow.gap, flow.justify)
            for child, top in zip(line, tops, strict=True):
                traits = child.traits
                align = traits.place.align or flow.align
                if wraps and align == "stretch" and traits.width.length.kind is _Kind.FILL:
                    child.width = traits.width.bounded(breadth - traits.width.margin, width)
                child.x = x + traits.margin.left + across(child.width + traits.width.margin, breadth, align)
                child.y = top + child.skip + traits.margin.top
            x += breadth + flow.line_gap

    def _arrange_row(self, children: list[_Child], width: int, height: int | None, room: int, own: _Traits) -> None:
        flow = self.flow
        found = self._lines(children, width, room, own)
        self.tops.clear()
        y = 0
        for line in found:
            only = height if len(found) == 1 else None
            breadth = self._set_heights(line, height, room, only, scrolls=own.height.scrolls)
            lefts = starts([child.width + child.traits.width.margin for child in line], width, flow.gap, flow.justify)
            for child, left in zip(line, lefts, strict=True):
                self.tops[child.widget] = y
                traits = child.traits
                align = traits.place.align or flow.align
                child.x = left + traits.margin.left
                child.y = y + traits.margin.top + across(child.height + traits.height.margin, breadth, align)
            y += breadth + flow.line_gap

    def _set_heights(
        self, line: list[_Child], height: int | None, room: int, only: int | None, *, scrolls: bool
    ) -> int:
        """Set the heights of what stands side by side. Returns the height of the line: `only`, if it is the only one
        in a row that has a height.
        """
        align = self.flow.align
        breadth = 0
        stretching = []
        for child in line:
            traits = child.traits
            axis = traits.height
            kind = axis.length.kind
            own = traits.place.align
            stretches = kind is _Kind.SHARE or (
                (own or align) == "stretch" and (kind is _Kind.FILL or (kind is _Kind.AUTO and own is not None))
            )
            if stretches:
                stretching.append(child)
                if only is not None and not scrolls and not _is_text(child.widget):
                    continue
            child.height = _height_of(child, height, room)
            if only is not None and not scrolls:
                # Across its direction a row is not left, where it has a height.
                child.height = min(child.height, axis.bounded(max(0, only - axis.margin), height))
            breadth = max(breadth, child.height + axis.margin)
        if only is not None:
            breadth = max(breadth, only) if scrolls else only
        if not stretching:
            return breadth
        beside = max(_control_height(child.widget, child.traits, child.width) for child in line)
        for child in stretching:
            axis = child.traits.height
            stretched = breadth - axis.margin
            if _is_text(child.widget) and child.traits.place.align is None and axis.length.kind is _Kind.FILL:
                # Beside a button of three lines, words stand in the middle one, where the button's do: the widget is
                # as high as the button, and its content in its middle.
                stretched = min(stretched, max(child.height, beside))
            child.height = axis.bounded(max(0, stretched), height)
        return breadth

    # -- along the direction ------------------------------------------------------------------------------------------

    def _lines(self, children: list[_Child], length: int, room: int, own: _Traits) -> list[list[_Child]]:
        """Break children into lines, and set how long they are along the direction in a box of this length."""
        if not children:
            return []
        flow = self.flow
        horizontal = flow.horizontal
        scrolls = own.width.scrolls if horizontal else own.height.scrolls
        pieces: list[Piece] = []
        total: float = _gaps(flow.gap, len(children))
        flexible = False
        for child in children:
            traits = child.traits
            axis = traits.width if horizontal else traits.height
            base, grow = _wish(child, axis, length, room, horizontal=horizontal)
            shrink = traits.place.shrink
            piece = Piece(
                base,
                grow,
                (0.0 if scrolls else 1.0) if shrink is None else shrink,
                axis.bounded(0, length),
                None if axis.maximum is None else _cells(axis.maximum, length, 0),
                axis.margin + child.skip,
            )
            pieces.append(piece)
            flexible = flexible or grow > 0 or axis.length.kind is _Kind.PERCENT
            total += piece.bounded(base) + piece.fixed
        if not (flexible or total > length):
            for child, piece in zip(children, pieces, strict=True):
                _set_length(child, int(piece.bounded(piece.base)), horizontal=horizontal)
            return [children]
        for child, piece in zip(children, pieces, strict=True):
            if piece.grow > 0 and piece.base == 0:
                # A share may come out as nothing; what can be read is left to it at least.
                self._keep_readable(child, piece)
        if flow.wrap:
            outer = [int(piece.bounded(piece.base)) + piece.fixed for piece in pieces]
            found = lines(outer, length, flow.gap)
        else:
            found = [range(len(children))]
        result = []
        for part in found:
            line, among = children[part.start : part.stop], pieces[part.start : part.stop]
            left = length - _gaps(flow.gap, len(line))
            if sum(piece.bounded(piece.base) + piece.fixed for piece in among) > left:
                for child, piece in zip(line, among, strict=True):
                    if piece.shrink > 0:
                        self._keep_readable(child, piece)
            for child, cells in zip(line, lengths(among, left), strict=True):
                _set_length(child, cells, horizontal=horizontal)
            result.append(line)
        return result

    def _keep_readable(self, child: _Child, piece: Piece) -> None:
        """Let a piece give way only as far as its content can still be read, unless its style says how far.

        That takes a look at the content, so it is asked only where room is short.
        """
        traits = child.traits
        if self.flow.horizontal:
            if traits.width.minimum is None:
                least = _readable_width(child.widget, traits)
            else:
                return
        elif traits.height.minimum is None:
            least = _readable_height(child.widget, traits, child.width)
        else:
            return
        if piece.base:
            least = min(least, int(piece.base))
        piece.minimum = max(piece.minimum, least)


def _gaps(gap: int, count: int) -> int:
    return gap * (count - 1) if count > 1 else 0


def _set_length(child: _Child, cells: int, *, horizontal: bool) -> None:
    if horizontal:
        child.width = cells
    else:
        child.height = cells


def _bottom(children: Sequence[_Child]) -> int:
    return max((child.y + child.height + child.traits.margin.bottom for child in children), default=0)


def _in_flow(widget: Widget) -> list[Widget]:
    """The children that a box is measured by."""
    return [child for child in widget.displayed_children if not child.styles.is_docked]


def _with_traits(widget: Widget) -> list[tuple[Widget, _Traits]]:
    found = [(child, _traits(child)) for child in _in_flow(widget)]
    return [(child, traits) for child, traits in found if not traits.afloat]


def _is_text(widget: Widget) -> bool:
    return "rill-text" in widget.classes


# -- one child -------------------------------------------------------------------------------------------------------


def _wish(child: _Child, axis: _Axis, length: int, room: int, *, horizontal: bool) -> tuple[float, float]:
    """How long a child would like to be along the direction, and its share of room that is left."""
    traits = child.traits
    grow = traits.place.grow
    kind, value = axis.length
    if kind is _Kind.CELLS:
        return value, grow or 0.0
    if kind is _Kind.PERCENT:
        return length * value / 100, grow or 0.0
    if kind is _Kind.SHARE:
        return 0.0, grow or value
    # One that grows is as long as its share, whatever is in it: two that grow alike are alike.
    if grow:
        return 0.0, grow
    if grow is None and _box_wants_room(child.widget, axis, horizontal=horizontal):
        return 0.0, 1.0
    if horizontal:
        return axis.bounded(_content_width(child.widget, traits, length, room), length), 0.0
    return _height_of(child, length, room), 0.0


def _width_across(child: _Child, width: int, align: Align, *, scrolls: bool) -> int:
    """How wide a child of a column is: not wider than the column, unless it scrolls sideways."""
    traits = child.traits
    axis = traits.width
    kind, value = axis.length
    most = max(0, width - axis.margin)
    if kind is _Kind.CELLS:
        cells = int(value)
    elif kind is _Kind.PERCENT:
        cells = int(width * value / 100)
    elif (
        kind is _Kind.SHARE
        or (align == "stretch" and (kind is _Kind.FILL or traits.place.align is not None))
        or _box_wants_room(child.widget, axis, horizontal=True)
    ):
        cells = most
    else:
        cells = min(most, _content_width(child.widget, traits, width, 0))
    return axis.bounded(cells if scrolls else min(cells, most), width)


def _height_of(child: _Child, height: int | None, room: int) -> int:
    """How high a child is at its width, where nothing is shared out or stretched."""
    axis = child.traits.height
    kind, value = axis.length
    if kind is _Kind.CELLS:
        cells = int(value)
    elif kind is _Kind.PERCENT and height is not None:
        cells = int(height * value / 100)
    else:
        cells = _content_height(child.widget, child.traits, child.width, room)
        if axis.scrolls and room:
            cells = min(cells, room)
    return axis.bounded(cells, height)


def _content_width(widget: Widget, traits: _Traits, width: int, height: int) -> int:
    """What a widget's content would like, with padding and border."""
    gutter = traits.width.gutter
    container = Size(
        max(0, width - traits.width.margin - gutter), max(0, height - traits.height.margin - traits.height.gutter)
    )
    bar = widget.scrollbar_size_vertical if traits.height.scrolls else 0
    return int(widget.get_content_width(container, widget.app.size)) + max(gutter, traits.width.padding + bar)


def _content_height(widget: Widget, traits: _Traits, width: int, room: int) -> int:
    """What a widget's content would like at a width, with padding and border."""
    gutter = traits.height.gutter
    inner = max(traits.width.least - traits.width.gutter, width - traits.width.gutter)
    container = Size(inner, max(0, room - traits.height.margin - gutter))
    bar = widget.scrollbar_size_horizontal if traits.width.scrolls else 0
    return int(widget.get_content_height(container, widget.app.size, inner)) + max(gutter, traits.height.padding + bar)


def _wants_room(widget: Widget, traits: _Traits, *, horizontal: bool, along: bool) -> bool:
    """Whether a child asks for a share of its parent's room along an axis."""
    axis = traits.width if horizontal else traits.height
    if axis.length.kind in (_Kind.SHARE, _Kind.PERCENT) or (along and bool(traits.place.grow)):
        return True
    return _box_wants_room(widget, axis, horizontal=horizontal)


def _box_wants_room(widget: Widget, axis: _Axis, *, horizontal: bool) -> bool:
    """Whether a box that says nothing of its size holds something that asks for a share."""
    if axis.length.kind is _Kind.FILL:
        return isinstance(widget, Flowing) and widget.layout.wants_room(widget, horizontal=horizontal)
    if axis.length.kind is _Kind.AUTO and not isinstance(widget, Flowing):
        return widget._has_relative_children_width if horizontal else widget._has_relative_children_height
    return False


def _least_width(widget: Widget, traits: _Traits) -> int:
    """The least room across that a box must have for a widget, without its margins."""
    kind, value = traits.width.length
    if kind is _Kind.CELLS:
        return traits.width.bounded(int(value), None)
    return _readable_width(widget, traits)


def _readable_width(widget: Widget, traits: _Traits) -> int:
    """The width below which a widget shows too little of itself, whatever width it was given."""
    axis = traits.width
    kind = axis.length.kind
    if axis.minimum is not None:
        return axis.bounded(0, None)
    if isinstance(widget, Flowing) and not (axis.scrolls or traits.place.clips):
        return axis.bounded(widget.layout.least_width(widget) + axis.gutter, None)
    if _is_text(widget):
        return axis.bounded(widget._render().get_minimal_width(cast("RulesMap", widget.styles)) + axis.gutter, None)
    if kind is _Kind.AUTO and not isinstance(widget, Flowing):
        return axis.bounded(_content_width(widget, traits, 0, 0), None)
    return axis.bounded(axis.gutter + _CELLS_MIN, None)


def _least_height(widget: Widget, traits: _Traits, width: int) -> int:
    """The least lines that a box must have for a widget, without its margins."""
    kind, value = traits.height.length
    if kind is _Kind.CELLS:
        return traits.height.bounded(int(value), None)
    return _readable_height(widget, traits, width)


def _readable_height(widget: Widget, traits: _Traits, width: int) -> int:
    """The height below which a widget shows too little of itself, whatever height it was given."""
    axis = traits.height
    kind = axis.length.kind
    if axis.minimum is not None:
        return axis.bounded(0, None)
    clips = axis.scrolls or traits.place.clips
    if isinstance(widget, Flowing) and not clips:
        return axis.bounded(widget.layout.least_height(widget, max(0, width - traits.width.gutter)) + axis.gutter, None)
    if clips or kind in (_Kind.SHARE, _Kind.PERCENT):
        return axis.bounded(axis.gutter + 1, None)
    return axis.bounded(_content_height(widget, traits, width, 0), None)


def _control_height(widget: Widget, traits: _Traits, width: int) -> int:
    """The lines of the control that a widget is, or that is the first in a box; 0 for words."""
    if isinstance(widget, Flowing):
        if traits.height.gutter or traits.height.length.kind is not _Kind.FILL:
            return 0
        inside = _with_traits(widget)
        if not widget.flow.horizontal:
            inside = inside[:1]
        return max((_control_height(child, own, width) for child, own in inside), default=0)
    if traits.height.length.kind not in (_Kind.CELLS, _Kind.AUTO) or _is_text(widget):
        return 0
    kind, value = traits.height.length
    height = int(value) if kind is _Kind.CELLS else _content_height(widget, traits, width, 0)
    height = traits.height.bounded(height, None)
    return height if height <= _CONTROL_LINES_MAX else 0
