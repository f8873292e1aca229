"""What persons did in the widgets that show one tree, and the guest does not know: caret, scroll, what is open.

Adapters report it and restore it (PROTOCOL 3); here it outlives them, and a snapshot finds it. Plain data by node id,
no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rill.protocol.values import Value

# Keys are those of `rill.components.component.VIEW_STATES`, values are plain.
ViewState = Mapping[str, Value]
ViewStateSource = Callable[[], Mapping[int, ViewState]]


class ViewStates:
    """The view states of one tree: of adapters that show it, and what is left of those that no longer do."""

    def __init__(self) -> None:
        self._kept: dict[int, ViewState] = {}
        self._sources: list[ViewStateSource] = []

    def add_source(self, source: ViewStateSource) -> None:
        """Ask an adapter from now on. It calls `remove_source` before it stops showing the tree."""
        self._sources.append(source)

    def remove_source(self, source: ViewStateSource) -> None:
        """Keep what an adapter says a last time, and ask it no more."""
        if source in self._sources:
            self._sources.remove(source)
            self._kept.update(source())

    def collect(self) -> dict[int, ViewState]:
        """All there is, by node id. Where several adapters show a node the one that came last has the last word."""
        found = dict(self._kept)
        for source in self._sources:
            found.update(source())
        return found

    def restore(self, states: Mapping[int, ViewState]) -> None:
        """Take what was collected from another tree with the same nodes. Adapters that come later show it."""
        self._kept.update(states)

    def forget(self, ids: Iterable[int]) -> None:
        """Let go of nodes that are gone."""
        if self._kept:
            for id in ids:
                self._kept.pop(id, None)
