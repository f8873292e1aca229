"""Acts the guest of a virtualised component: renders what the host asks for, and nothing else."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from rill.host.tree import Node
from rill.protocol.operations import Append, Delete, Operation, Update

from .scene import Element, Scene, el, scene

# What lists, tables and trees may say.
_LISTENERS = ("onCursor", "onItemPress", "onEndReached", "onFocus", "onBlur", "onLayout")


class RangeGuest:
    """A guest with data of any length behind one virtualised component.

    Args:
        made: the scene that it plays in.
        element: the component, not yet rendered.
        item: makes the element of one item.
    """

    def __init__(self, made: Scene, element: Element, item: Callable[[int], Element]) -> None:
        self.made = made
        self.element = element
        self.item = item
        self.rendered: dict[int, int] = {}
        self.asked: list[tuple[int, int]] = []
        # Set to leave questions unanswered, as a guest that is slow.
        self.silent = False
        made.session.answer = self._answer

    def _answer(self, node: Node, event: str, payload: Any) -> None:
        if event == "onRange" and node.id == self.element.id:
            self.asked.append((payload["first"], payload["last"]))
            if not self.silent:
                self.answer()

    def answer(self) -> None:
        """Render what was asked for last."""
        first, last = self.asked[-1]
        wanted = range(first, last + 1)
        operations: list[Operation] = [Delete(self.rendered.pop(at)) for at in list(self.rendered) if at not in wanted]
        for index in wanted:
            if index not in self.rendered:
                made, (id,) = self.made.session.create(self.item(index))
                operations += [*made, Append(self.element.id, id)]
                self.rendered[index] = id
        if operations:
            self.made.session.apply(*operations)

    @property
    def widget(self) -> Any:
        return self.made.widget(self.element.id)

    @property
    def lines(self) -> list[str]:
        """The lines of the screen without a scrollbar."""
        width = self.widget.scrollable_content_region.right
        return [line[:width].rstrip() for line in self.made.lines]

    async def settle(self) -> None:
        # An answer may bring about another question.
        for _ in range(2):
            await self.made.settle()

    async def keys(self, *keys: str) -> None:
        await self.made.pilot.press(*keys)
        await self.settle()

    async def update(self, **props: Any) -> None:
        await self.made.update(self.element.id, **props)
        await self.settle()

    async def update_item(self, index: int, **props: Any) -> None:
        await self.made.apply(Update(self.rendered[index], props, []))
        await self.settle()

    async def call(self, method: str, *args: Any) -> Any:
        node = self.made.session.tree.find(self.element.id)
        assert node is not None
        answer = self.made.adapter.call(node, method, list(args))
        if inspect.isawaitable(answer):
            answer = await answer
        await self.settle()
        return answer

    def events(self, *names: str) -> list[tuple[str, Any]]:
        """The events of the component with these names, since the last call."""
        return [
            (event, payload) for id, event, payload in self.made.events() if id == self.element.id and event in names
        ]


@asynccontextmanager
async def range_guest(
    type: str,
    props: dict[str, Any],
    item: Callable[[int], Element],
    *children: Element,
    size: tuple[int, int] = (40, 12),
    focus: bool = True,
    listeners: tuple[str, ...] = (),
) -> AsyncIterator[RangeGuest]:
    """A scene with one virtualised component that fills the screen and has the focus."""
    async with scene(size=size) as made:
        listened = dict.fromkeys(("onRange", *_LISTENERS, *listeners), True)
        guest = RangeGuest(made, el(type, {**listened, **props}, *children), item)
        await made.render(guest.element)
        if focus:
            guest.widget.focus()
        await guest.settle()
        made.events()
        yield guest
        assert made.app.problems == []
