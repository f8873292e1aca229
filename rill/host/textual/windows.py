"""Which of many children of a box get widgets: those in view, some lines around them, and what must be there unseen.

A `Window` knows the children as nodes, and how high each is: as measured, or as those of the same shape are. It mounts
nothing and scrolls nothing but what stands still by that; the adapter makes the widgets, and `flow` leaves the room of
the others empty.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Final

from textual.errors import NoWidget
from textual.geometry import Region
from textual.widget import Widget

from rill.host.textual.flow import Flow, Flowing
from rill.host.textual.scrolling import stand_at
from rill.host.tree import Node

# A box with fewer children has widgets for all of them: below that, what a window saves is less than what it costs to
# follow it (python -m benchmarks.textual).
CHILDREN_MIN: Final = 48
# Lines of a child of which nothing is known.
_HEIGHT_UNKNOWN: Final = 1
# Children of one shape that are measured before their mean is taken for all: later ones do not move what is estimated.
_SAMPLES_MAX: Final = 64
# Children that get widgets in one go ahead of the view. What is in view comes at once, however much that is.
AHEAD: Final = 6

# Children that have widgets, at most, before those far from the view lose theirs at once: a glide passes hundreds.
SHOWN_MAX: Final = 200

# Children with the same template, or of the same component with as many children, are taken to be of one height.
Shape = int | tuple[str, int]


class _Estimate:
    """What was measured of one shape."""

    __slots__ = ("count", "lines", "total")

    def __init__(self) -> None:
        self.count = self.total = 0
        self.lines = _HEIGHT_UNKNOWN

    def take(self, height: int) -> bool:
        """Note a height. Returns whether others are estimated otherwise by it."""
        if self.count >= _SAMPLES_MAX:
            return False
        self.count += 1
        self.total += height
        before, self.lines = self.lines, round(self.total / self.count)
        return self.lines != before


class Window:
    """The part of a box's children that have widgets.

    Args:
        box: puts the children below each other.
        is_out: whether a child takes no room, because it is hidden or stands over the screen.
    """

    def __init__(self, box: Flowing, is_out: Callable[[Node], bool]) -> None:
        self._box = box
        self._is_out = is_out
        self.nodes: list[Node] = []
        self.runs: Mapping[int, list[Node]] = {}
        self._index: dict[int, int] = {}
        self._out: set[int] = set()
        # Lines with margins, by node id: as measured when it was last in view.
        self._heights: dict[int, int] = {}
        self._estimates: dict[Shape, _Estimate] = {}
        # Where each child begins, and one more for where the last ends. None: something has changed.
        self._tops: list[int] | None = None
        self._width = 0
        # Columns of the widest child so far: a box as wide as its content is not to become narrower by scrolling.
        self._widest = 0
        # The child at the upper edge of the view, which stays where it is when heights above it become known.
        self._anchor = 0
        # Those that must have widgets although nobody sees them, by node id.
        self.pins: frozenset[int] = frozenset()
        self._ends: tuple[int, ...] = ()
        # The nodes that have widgets, and these by their widgets.
        self._shown: set[int] = set()
        self._ids: dict[Widget, int] = {}
        # Those of them that take no room, such as ones that do not want to be seen.
        self._absent: set[int] = set()

    # -- the children ------------------------------------------------------------------------------------------------

    def take(self, nodes: list[Node], runs: Mapping[int, list[Node]]) -> None:
        """Hear that these are the children now, or that some were hidden or shown."""
        self.nodes, self.runs = nodes, runs
        self._index = {node.id: at for at, node in enumerate(nodes)}
        is_out = self._is_out
        self._out = {node.id for node in nodes if is_out(node)}
        for id in self._heights.keys() - self._index.keys():
            del self._heights[id]
        self._tops = None
        self._ends = self._find_ends()

    def is_stale(self, node: Node) -> bool:
        """Whether a child was hidden or shown since `take` heard of it."""
        return node.id in self._index and self._is_out(node) is not (node.id in self._out)

    def note_widgets(self, widgets: Iterable[tuple[Widget, Node]]) -> None:
        """Hear which of the children have widgets now."""
        self._ids = {widget: node.id for widget, node in widgets}
        self._shown = set(self._ids.values())
        self._box._clear_arrangement_cache()

    def _find_ends(self) -> tuple[int, ...]:
        """The first and the last child that take room. They always have widgets, so that all room lies between two of
        them, and the Tab key comes in at the ends.
        """
        first = next((node.id for node in self.nodes if node.id not in self._out), None)
        last = next((node.id for node in reversed(self.nodes) if node.id not in self._out), None)
        return (first, last) if first is not None and last is not None else ()

    @property
    def shown_count(self) -> int:
        """How many of the children have widgets."""
        return len(self._shown)

    def beside(self, node: Node, may_focus: Callable[[Node], bool]) -> list[int]:
        """The next children on both sides of one that may have the focus, as far as anybody knows."""
        at = self._index.get(node.id)
        if at is None:
            return []
        found = []
        for step in (-1, 1):
            other = at + step
            while 0 <= other < len(self.nodes):
                if self.nodes[other].id not in self._out and may_focus(self.nodes[other]):
                    found.append(self.nodes[other].id)
                    break
                other += step
        return found

    # -- where they stand --------------------------------------------------------------------------------------------

    def _estimate_of(self, node: Node) -> _Estimate:
        shape = shape_of(node)
        estimate = self._estimates.get(shape)
        if estimate is None:
            estimate = self._estimates[shape] = _Estimate()
        return estimate

    @property
    def tops(self) -> list[int]:
        """The line at which each child begins, and at the end the line below all, gaps counted."""
        if self._tops is None:
            gap, heights, out, absent = self._box.flow.gap, self._heights, self._out, self._absent
            estimates = self._estimates
            lengths = []
            for node in self.nodes:
                id = node.id
                if id in out or id in absent:
                    lengths.append(0)
                    continue
                height = heights.get(id)
                if height is None:
                    estimate = estimates.get(shape_of(node)) or self._estimate_of(node)
                    height = estimate.lines
                lengths.append(height + gap)
            self._tops = [0, *accumulate(lengths)]
        return self._tops

    def top_of(self, widget: Widget) -> int | None:
        """The line at which a child begins, whether it was laid out or not."""
        id = self._ids.get(widget)
        at = self._index.get(id) if id is not None else None
        return None if at is None else self.tops[at]

    def _at(self, line: int) -> int:
        """The child that a line belongs to."""
        return max(0, min(bisect_right(self.tops, line) - 1, len(self.nodes) - 1))

    # -- which of them have widgets ----------------------------------------------------------------------------------

    def look(self, view: tuple[int, int]) -> None:
        """Hear which lines are in view."""
        if view[0] < view[1] and self.nodes:
            self._anchor = self._at(max(0, view[0]))

    def lacks(self, view: tuple[int, int]) -> bool:
        """Whether a child in view, or one that must have a widget, has none."""
        if any(id not in self._shown for id in self.pins if id in self._index):
            return True
        return any(self.nodes[at].id not in self._shown for at in self._in_view(view, 0) if self._counts(at))

    def is_idle(self, view: tuple[int, int]) -> bool:
        """Whether everything around the view has a widget, and nothing far from it."""
        return {node.id for node in self.choose(view, AHEAD)} == self._shown

    def choose(self, view: tuple[int, int], ahead: int, *, keep: bool = False) -> list[Node]:
        """The children that are to have widgets: those in view, up to so many new ones around, those that are there
        and, unless all of these are to be kept, not far off, and those that must be.
        """
        nodes, shown = self.nodes, self._shown
        chosen = set(self.pins.intersection(self._index)) | set(self._ends)
        lines = view[1] - view[0]
        if lines <= 0 or keep:
            # What is there stays where nothing of the box is in view, too.
            chosen.update(id for id in shown if id in self._index)
        if lines > 0:
            chosen.update(nodes[at].id for at in self._in_view(view, 0) if self._counts(at))
            around = max(4, lines // 4)
            for at in self._in_view(view, 2 * around):
                if nodes[at].id in shown:
                    chosen.add(nodes[at].id)
            # From the view outwards.
            near = sorted(self._in_view(view, around), key=lambda at: abs(at - self._anchor))
            for at in near:
                if ahead and nodes[at].id not in chosen and self._counts(at):
                    chosen.add(nodes[at].id)
                    ahead -= 1
        return [nodes[at] for at in sorted(self._index[id] for id in chosen)]

    def _counts(self, at: int) -> bool:
        return self.nodes[at].id not in self._out

    def _in_view(self, view: tuple[int, int], around: int) -> range:
        """The children at these lines, and so many lines before and behind."""
        if view[0] >= view[1] or not self.nodes:
            return range(0)
        return range(self._at(view[0] - around), self._at(view[1] - 1 + around) + 1)

    # -- what the layout says ----------------------------------------------------------------------------------------

    def skips(self, children: Sequence[tuple[Widget, int]], width: int) -> list[int]:
        """Hear how high the children with widgets are, at a width, and say how many lines are to be left before each.

        What is in view stays where it is, however much higher or lower is what was not seen before.
        """
        if width != self._width:
            # Others wrap elsewhere now. What they measured is a better guess than nothing.
            self._width = width
            self._estimates.clear()
        before = self.tops
        at_anchor, total = before[min(self._anchor, len(before) - 1)], before[-1]
        absent = self._shown.difference(self._ids.get(widget, 0) for widget, _ in children)
        changed = absent != self._absent
        self._absent = absent
        for widget, height in children:
            id = self._ids.get(widget)
            at = self._index.get(id) if id is not None else None
            if id is None or at is None or id in self._out:
                continue
            if self._estimate_of(self.nodes[at]).take(height):
                changed = True
            if self._heights.get(id) != height:
                self._heights[id] = height
                changed = changed or before[at + 1] - before[at] != height + self._box.flow.gap
        if changed:
            self._tops = None
            self._stand_still(at_anchor, total)
        skips = []
        following = 0
        tops = self.tops
        for widget, _ in children:
            id = self._ids.get(widget)
            at = self._index.get(id) if id is not None else None
            if at is None:
                skips.append(0)
                continue
            skips.append(tops[at] - tops[following])
            following = at + 1 if id not in self._out else following
        return skips

    def widest(self, width: int) -> int:
        """The width of the widest child that was ever there, this one among them."""
        self._widest = max(self._widest, width)
        return self._widest

    def _stand_still(self, at_anchor: int, total: int) -> None:
        """Scroll by as much as what is above the view has grown; at the end of everything, by as much as everything."""
        for widget in self._box.ancestors_with_self:
            if isinstance(widget, Widget) and widget.styles.overflow_y in ("auto", "scroll"):
                y = widget.scroll_offset.y
                if not y:
                    return
                is_at_end = y >= widget.max_scroll_y
                tops = self.tops
                moved = tops[-1] - total if is_at_end else tops[min(self._anchor, len(tops) - 1)] - at_anchor
                if moved:
                    stand_at(widget, max(0, y + moved))
                return


def may_window(flow: Flow, count: int) -> bool:
    """Whether so many children in a box with this flow are worth a window."""
    return count >= CHILDREN_MIN and not flow.horizontal and not flow.wrap


def shape_of(node: Node) -> Shape:
    """What nodes of the same height have in common, without a look inside them."""
    template = node.template
    return template.id if template is not None else (node.type, node.child_count)


def lines_in_view(box: Widget, laid_out_at: Mapping[Widget, int]) -> tuple[int, int] | None:
    """The lines of a box's content that are in view as everything is scrolled now; None before it was laid out.

    ``laid_out_at`` says how far each widget was scrolled at the last layout, of which all places are.
    """
    screen = box.screen
    low, high = 0, screen.size.height
    # How far everything inside has moved down since the layout.
    moved = 0
    top = 0
    find = screen.find_widget
    for widget in reversed(box.ancestors_with_self):
        if not isinstance(widget, Widget):
            continue
        try:
            region: Region = find(widget).region
        except NoWidget:
            return None
        inside = region.shrink(widget.styles.gutter)
        if not widget.styles.is_auto_height:
            # What is as high as its content may become higher in the next layout.
            low, high = max(low, inside.y + moved), min(high, inside.bottom + moved)
        scrolled = widget.scroll_offset.y
        top = inside.y + moved - scrolled
        moved += laid_out_at.get(widget, scrolled) - scrolled
    return low - top, high - top
