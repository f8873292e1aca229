"""The recorder itself: finding nodes, playing the person, and the log of what the guest did.

Knows the components by their schemas only. Shows nothing, so it has no layout: what depends on sizes is answered with
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from rill.components.events import ToggleEvent
from rill.host.clock import ManualClock
from rill.host.recorder.golden import golden_text
from rill.host.tree import Changes, Node, Tree
from rill.protocol.errors import HostError
from rill.protocol.operations import Operation
from rill.protocol.values import Value

# Every recording begins at this time, 2025-01-01 00:00 UTC, so that dates on screen are the same on every run.
START_MS: Final = 1_735_689_600_000.0

Pattern = str | re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RefMethodCall:
    """One REF_CALL that reached the screen."""

    node: Node
    method: str
    args: tuple[Value, ...]


class Recorder:
    """An adapter for tests: the tree, the operation log, and the hands and eyes of a person.

    Everything that a person does (`press`, `type`, ...) is awaited until the guest has answered. Time stands still
    until `advance`.

    Args:
        now_ms: the time at the beginning, in milliseconds since 1970.
        seed: of the guest's random generator.
    """

    def __init__(self, *, now_ms: float = START_MS, seed: int = 1) -> None:
        self.clock = ManualClock(now_ms)
        self.seed = seed
        # All batches since the recorder was attached, and their operations in one list.
        self.batches: list[Changes] = []
        self.operations: list[Operation] = []
        self.calls: list[RefMethodCall] = []
        self.focused: Node | None = None
        self._tree: Tree | None = None
        self._values: dict[Node, Value] = {}

    # -- the adapter

    def attach(self, tree: Tree) -> None:
        self._tree = tree
        self._values.clear()
        self.focused = None

    def apply(self, changes: Changes) -> None:
        self.batches.append(changes)
        self.operations.extend(changes.operations)
        for node, names in changes.props.items():
            if "value" in names and self.tree.accepts_value(node) and node.props.get("value") is not None:
                self._values[node] = node.props["value"]
        for node in [node for node in self._values if not node.alive]:
            del self._values[node]
        if self.focused is not None and not self.focused.alive:
            self.focused = None

    def call(self, node: Node, method: str, args: list[Value]) -> Value:
        self.calls.append(RefMethodCall(node, method, tuple(args)))
        answer = _METHODS.get(method)
        return answer(self, node) if answer is not None else None

    def detach(self) -> None:
        self._values.clear()
        self.focused = None

    # -- eyes

    @property
    def tree(self) -> Tree:
        """The tree as after the last batch. It can still be read when the session is closed or has failed."""
        if self._tree is None:
            raise HostError("this recorder is attached to no session", code="recorder_detached")
        return self._tree

    def golden(self) -> str:
        """The tree in its golden text form: see `golden_text`."""
        return golden_text(self.tree.root, value_of=self.value)

    def find(
        self,
        *,
        role: str | None = None,
        text: Pattern | None = None,
        id: str | None = None,
        type: str | None = None,
        hidden: bool = False,
    ) -> Node:
        """The one node that fits everything given.

        Args:
            role: accessible role: the prop ``role``, or the component's own.
            text: accessible name, whole, or a regular expression that occurs in it: the prop ``label``, or all text
                inside. Of nodes inside each other that fit, the innermost.
            id: the prop ``id``.
            type: name of the component.
            hidden: look at hidden nodes too.

        Raises:
            HostError: none or several fit; the error shows the tree.
        """
        found = self.find_all(role=role, text=text, id=id, type=type, hidden=hidden)
        if len(found) != 1:
            asked = {"role": role, "text": text, "id": id, "type": type}
            words = ", ".join(f"{name}={value!r}" for name, value in asked.items() if value is not None)
            raise HostError(
                f"expected one node with {words or 'anything'}, found {len(found)} in\n{self.golden()}",
                code="node_not_found" if not found else "node_ambiguous",
            )
        return found[0]

    def find_all(
        self,
        *,
        role: str | None = None,
        text: Pattern | None = None,
        id: str | None = None,
        type: str | None = None,
        hidden: bool = False,
    ) -> list[Node]:
        """All nodes that fit everything given, in document order. Arguments as in `find`."""
        found: list[Node] = []
        for node in self._visible(self.tree.root, hidden):
            if node.schema is None or (type is not None and node.type != type):
                continue
            if role is not None and self.role(node) != role:
                continue
            if id is not None and node.props.get("id") != id:
                continue
            if text is not None and not _matches(self.name(node), text):
                continue
            found.append(node)
        if text is None:
            return found
        around = {above for node in found for above in _ancestors(node)}
        return [node for node in found if node not in around]

    def role(self, node: Node) -> str:
        """A node's accessible role."""
        own = node.props.get("role")
        if isinstance(own, str):
            return own
        return node.schema.role if node.schema is not None else "none"

    def name(self, node: Node) -> str:
        """A node's accessible name: its label, its title, or all text inside."""
        for prop in ("label", "title"):
            name = node.props.get(prop)
            if isinstance(name, str):
                return name
        return node.text_content

    def value(self, node: Node) -> Value:
        """What an input shows: the guest's value, or what was typed since. None where there is nothing of the kind."""
        if node.schema is None or "value" not in node.schema.props:
            return None
        if node in self._values:
            return self._values[node]
        value = node.get("value")
        if value is None and "defaultValue" in node.schema.props:
            return node.get("defaultValue")
        return value

    def _visible(self, node: Node, hidden: bool) -> Iterator[Node]:
        stack = [node]
        while stack:
            item = stack.pop()
            if item.props.get("hidden") is True and not hidden:
                continue
            yield item
            stack.extend(reversed(item.children))

    # -- hands

    async def press(self, node: Node) -> None:
        """Press a node, as by mouse: the closest node around it that can be pressed takes it. Toggles are toggled.

        Raises:
            HostError: nothing there listens, or it is disabled, hidden or gone.
        """
        self._check_shown(node)
        for target in (node, *_ancestors(node)):
            events = target.schema.events if target.schema is not None else {}
            change = events.get("onChange")
            if change is not None and change.payload is ToggleEvent:
                self._check_enabled(target)
                self._change(target, not self.value(target))
                return await self.tree.settled()
            if "onPress" in events and target.listens("onPress"):
                self._check_enabled(target)
                self.tree.emit(target, "onPress", {"source": "pointer"})
                return await self.tree.settled()
        raise HostError(f"nothing at {self._describe(node)} listens to a press", code="nothing_to_press")

    async def type(self, node: Node, text: str) -> None:
        """Type into a field, one key at a time, behind what it shows. The guest answers when all keys are down, as it
        does to a fast typist. Keys beyond ``maxLength`` do nothing.

        Raises:
            HostError: it is no field, or disabled, read-only, hidden or gone.
        """
        self._check_field(node)
        for key in text:
            shown = self.value(node) or ""
            if self._fit(node, shown + key) != shown:
                self._change(node, shown + key)
        await self.tree.settled()

    async def fill(self, node: Node, text: str) -> None:
        """Replace all that a field shows, in one change, as by pasting. Raises as `type`."""
        self._check_field(node)
        self._change(node, self._fit(node, text))
        await self.tree.settled()

    async def submit(self, node: Node) -> None:
        """Press Enter in a field of one line. Raises as `type`."""
        self._check_field(node)
        if node.get("multiline") is True:
            raise HostError(f"{self._describe(node)} takes several lines: Enter makes a new one", code="not_a_field")
        self.tree.emit(node, "onSubmit", {"value": self.value(node) or "", "version": self.tree.version(node)})
        await self.tree.settled()

    async def focus(self, node: Node) -> None:
        """Move the focus to a node."""
        self._focus(node)
        await self.tree.settled()

    async def emit(self, node: Node, event: str, payload: Value = None) -> None:
        """Report any event on a node, as an adapter would.

        Raises:
            HostError: the component has no such event, or the payload does not fit it.
        """
        self.tree.emit(node, event, payload)
        await self.tree.settled()

    async def advance(self, ms: float) -> None:
        """Let time pass: timers that become due fire one after another, each with its own turn at its own time."""
        await self.tree.settled()
        until_ms = self.clock.now_ms() + ms
        while (due_ms := self.clock.next_due_ms) is not None and due_ms <= until_ms:
            self.clock.set_now(due_ms)
            await self.tree.settled()
        self.clock.set_now(until_ms)

    def _fit(self, node: Node, text: str) -> str:
        """What of a text a field takes."""
        limit = node.get("maxLength")
        return text[:limit] if isinstance(limit, int) else text

    def _change(self, node: Node, value: Value) -> None:
        self._values[node] = value
        version = self.tree.bump_version(node)
        self.tree.emit(node, "onChange", {"value": value, "version": version})

    def _focus(self, node: Node) -> None:
        if self.focused is node:
            return
        self._blur()
        self.focused = node
        self._emit_if_known(node, "onFocus")

    def _blur(self) -> None:
        node, self.focused = self.focused, None
        if node is not None:
            self._emit_if_known(node, "onBlur")

    def _emit_if_known(self, node: Node, event: str) -> None:
        if node.schema is not None and event in node.schema.events:
            self.tree.emit(node, event)

    def _clear(self, node: Node) -> None:
        if self.value(node):
            self._change(node, "")

    def _check_field(self, node: Node) -> None:
        if node.schema is None or "onSubmit" not in node.schema.events:
            raise HostError(f"{self._describe(node)} is no field to type into", code="not_a_field")
        self._check_shown(node)
        self._check_enabled(node)
        if node.get("readOnly") is True:
            raise HostError(f"{self._describe(node)} is read-only", code="node_disabled")

    def _check_shown(self, node: Node) -> None:
        if not node.alive:
            raise HostError(f"{self._describe(node)} is gone", code="node_gone")
        if any(item.props.get("hidden") is True for item in (node, *_ancestors(node))):
            raise HostError(f"{self._describe(node)} is hidden", code="node_hidden")

    def _check_enabled(self, node: Node) -> None:
        if node.schema is not None and "disabled" in node.schema.props and node.get("disabled") is True:
            raise HostError(f"{self._describe(node)} is disabled", code="node_disabled")

    def _describe(self, node: Node) -> str:
        return f"<{node.type} {self.name(node)!r:.60}>"


# Methods that mean something without a screen; the others are recorded and answered with nothing.
_METHODS: Final[dict[str, Callable[[Recorder, Node], Any]]] = {
    "focus": Recorder._focus,
    "blur": lambda recorder, node: recorder._blur() if recorder.focused is node else None,
    "clear": Recorder._clear,
    "isFocused": lambda recorder, node: recorder.focused is node,
}


def _matches(name: str, pattern: Pattern) -> bool:
    if isinstance(pattern, str):
        return name.strip() == pattern
    return pattern.search(name) is not None


def _ancestors(node: Node) -> Iterator[Node]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


__all__ = ["START_MS", "Recorder", "RefMethodCall"]
