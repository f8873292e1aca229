"""A tree in a browser that is only a model: what the tests of the adapter look at. Holds no test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from rill.host.tree import Tree
from rill.host.web.adapter import WebAdapter
from rill.host.web.page_context import PageContext
from rill.host.web.view import WebView
from rill.host.web.views import VIEWS

from .model import Page


def over_the_wire(operations: list[list[Any]]) -> list[list[Any]]:
    """Operations as they arrive."""
    decoded: list[list[Any]] = msgspec.msgpack.decode(msgspec.msgpack.encode(operations))
    return decoded


class Screen:
    """A tree, the adapter that shows it, and the page that the adapter thinks is there."""

    def __init__(self, tree: Tree, views: Mapping[str, WebView] = VIEWS, context: PageContext | None = None) -> None:
        self.views = views
        self.context = context or PageContext()
        # How often the adapter said that something waits.
        self.told = 0
        self.adapter = WebAdapter(views, self.context, on_operations=self._tell)
        self.adapter.attach(tree)
        self.paint = self.adapter.html()
        self.page = Page.adopt(self.paint)
        self.catch_up()

    def _tell(self) -> None:
        self.told += 1

    def take(self) -> list[list[Any]]:
        """Take what waits, show it, and give it."""
        if self.adapter.is_snapshot_due:
            self.page = Page()
            operations = over_the_wire(self.adapter.snapshot())
        else:
            operations = over_the_wire(self.adapter.take())
        self.page.run(operations)
        return operations

    def catch_up(self) -> None:
        """Show what waits."""
        self.take()

    def assert_shows(self, tree: Tree) -> None:
        """The page is as a fresh paint of the tree, and as a fresh snapshot of it."""
        shown = self.page.plain()
        fresh = WebAdapter(self.views, self.context, on_operations=lambda: None)
        fresh.attach(tree)
        painted = Page.adopt(fresh.html())
        painted.run(over_the_wire(fresh.take()))
        assert shown == painted.plain()
        snapped = Page()
        snapped.run(over_the_wire(fresh.snapshot()))
        assert shown == snapped.plain()
