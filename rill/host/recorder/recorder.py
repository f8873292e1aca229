"""The recorder itself: finding nodes, playing the person, and the log of what the guest did.

Knows the components by their schemas only. Shows nothing, so it has no layout: what depends on sizes is answered with
nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from rill.components.catalogue import (
    BarChart,
    Collapsible,
    DateInput,
    Form,
    Menu,
    Modal,
    RadioGroup,
    Select,
    Shapes,
    Slider,
    Tab,
    Table,
    Tabs,
    Toast,
    TreeItem,
    Virtual,
)
from rill.host.clock import ManualClock
from rill.host.forms import form_around, is_disabled
from rill.host.html import field_kind, is_html, options_of
from rill.host.input_values import day_of, on_step
from rill.host.recorder.golden import golden_text
from rill.host.recorder.person import (
    Person,
    check_kind,
    count_of,
    describe,
    has_cursor,
    index_of,
    is_noted,
    is_toggle,
    list_of,
    number_of,
)
from rill.host.recorder.sight import Sight, ancestors, cell_texts, is_a, name_of, role_of
from rill.host.tree import Changes, Node, Tree
from rill.protocol.errors import HostError
from rill.protocol.operations import Clone, Clones, Create, Operation
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
        self._person: Person | None = None

    # -- the adapter

    def attach(self, tree: Tree) -> None:
        self._person = Person(tree, self.clock)
        for node in self._sight.seen(tree.root, hidden=True):
            self._acting.note_new(node)

    def apply(self, changes: Changes) -> None:
        self.batches.append(changes)
        self.operations.extend(changes.operations)
        sight = self._sight
        for id in self._ids_to_note(changes.operations):
            if (made := self.tree.find(id)) is not None:
                self._acting.note_new(made)
        for node, names in changes.props.items():
            if is_html(node):
                if names & {"value", "checked", "valueVersion"} and self.tree.accepts_value(node):
                    # What the guest says counts again.
                    sight.values.pop(node, None)
                if "open" in names:
                    sight.opened.pop(node, None)
                    if node.type == "dialog":
                        sight.modals = [modal for modal in sight.modals if modal is not node] + [node]
                continue
            if "value" in names and self.tree.accepts_value(node) and node.props.get("value") is not None:
                sight.values[node] = node.props["value"]
            if "open" in names and is_a(node, Modal):
                sight.modals = [modal for modal in sight.modals if modal is not node] + [node]
        sight.forget_gone()

    def _ids_to_note(self, operations: Iterable[Operation]) -> Iterator[int]:
        """Ids of new nodes, in order. Of clones, those that a person notes: nobody else looks into them for that."""
        noted: dict[int, list[int]] = {}
        for operation in operations:
            if isinstance(operation, Create):
                yield operation.id
            elif isinstance(operation, Clone | Clones):
                template = self.tree.templates[operation.template]
                if template.id not in noted:
                    noted[template.id] = [at for at, node in enumerate(template.nodes) if is_noted(node)]
                count = operation.count if isinstance(operation, Clones) else 1
                for clone in range(count if noted[template.id] else 0):
                    for at in noted[template.id]:
                        yield operation.base + clone * template.size + at

    def call(self, node: Node, method: str, args: list[Value]) -> Value:
        self.calls.append(RefMethodCall(node, method, tuple(args)))
        return self._acting.call(node, method, args)

    def detach(self) -> None:
        # The tree can still be read; what the person changed goes with the session.
        self._person = Person(self.tree, self.clock)

    @property
    def _acting(self) -> Person:
        if self._person is None:
            raise HostError("this recorder is attached to no session", code="recorder_detached")
        return self._person

    @property
    def _sight(self) -> Sight:
        return self._acting.sight

    # -- eyes

    @property
    def tree(self) -> Tree:
        """The tree as after the last batch. It can still be read when the session is closed or has failed."""
        return self._acting.tree

    def golden(self) -> str:
        """The tree in its golden text form: see `golden_text`."""
        return golden_text(self.tree.root, value_of=self.value, is_open=self.is_open)

    @property
    def focused(self) -> Node | None:
        """Where the keyboard focus is."""
        return self._person.sight.focused if self._person is not None else None

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
            text: accessible name, whole, or a regular expression that occurs in it: the prop ``label`` or ``title``,
                the words in cells, or all text inside. Of nodes inside each other that fit, the innermost.
            id: the prop ``id``.
            type: name of the component.
            hidden: look at what a person does not see, too: hidden nodes, what is in a closed Collapsible, Menu or
                Modal or on another page of Tabs, a Toast whose time is over.

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
        for node in self._sight.seen(self.tree.root, hidden=hidden):
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
        around = {above for node in found for above in ancestors(node)}
        return [node for node in found if node not in around]

    def role(self, node: Node) -> str:
        """A node's accessible role."""
        return role_of(node)

    def name(self, node: Node) -> str:
        """A node's accessible name: its label, its title, that of the FormField around it, or all words inside."""
        return name_of(node)

    def value(self, node: Node) -> Value:
        """What an input shows: the guest's value, or what a person did since; of Tabs the page that is seen. None where
        there is nothing of the kind."""
        return self._sight.value(node)

    def is_open(self, node: Node) -> bool:
        """Whether a Collapsible, a Menu or a Modal is open. True for what does not open and close."""
        return self._sight.is_open(node)

    def is_seen(self, node: Node) -> bool:
        """Whether a person sees a node, wherever it is scrolled to."""
        return node.alive and self._sight.why_unseen(node) is None

    def cursor(self, node: Node) -> int | None:
        """The item that the cursor of a list, table or tree is on."""
        return self._sight.cursors.get(node)

    def rows(self, node: Node) -> list[list[str]]:
        """The words in the cells of the rows of a Table that are rendered, in order."""
        return [cell_texts(row) for _, row in sorted(self._acting.items(node).items())]

    # -- hands

    async def press(self, node: Node) -> None:
        """Press a node, as by mouse: the closest node around it that can be pressed takes it.

        Toggles are toggled, a Tab is gone to, a Collapsible and a Menu open and close, an item of a list, table or tree
        is pressed as `press_item` does, a Toast goes, and a Button with ``submit`` submits its form.

        Raises:
            HostError: nothing there can be pressed, or it is disabled, not seen, behind a Modal, or gone.
        """
        self._acting.check_usable(node)
        for target in (node, *ancestors(node)):
            if self._acting.press(target, direct=target is node):
                await self.tree.settled()
                return
        raise HostError(f"nothing at {describe(node)} listens to a press", code="nothing_to_press")

    async def double_press(self, node: Node) -> None:
        """Press a node twice in quick succession, as by mouse. Raises as `press`."""
        await self.press(node)
        if is_html(node) and node.alive:
            self._acting.check_usable(node)
            self._acting.html.press(node, 2)
            await self.tree.settled()
        elif node.alive:
            await self.press(node)

    async def key(
        self,
        node: Node,
        key: str,
        *,
        shift: bool = False,
        ctrl: bool = False,
        alt: bool = False,
        meta: bool = False,
    ) -> None:
        """Press a key where the focus is then: on a node, or in a field. Keys have their names in the DOM: ``Enter``,
        ``Escape``, ``ArrowUp``, ``a``.

        The guest hears ``onKeyDown``. Then Enter submits what a field of one line is in, or presses a button or link;
        a letter is written; Escape asks what is open around the node to close.

        Raises:
            HostError: it is disabled, not seen, behind a Modal, or gone.
        """
        self._acting.check_usable(node)
        self._acting.check_enabled(node)
        held = {"shift": shift, "ctrl": ctrl, "alt": alt, "meta": meta}
        if is_html(node):
            self._acting.html.key(node, key, held)
        else:
            self._acting.key(node, key, held)
        await self.tree.settled()

    async def hover(self, node: Node) -> None:
        """Rest the pointer on a node: Pressables hear of it, and the content of a Tooltip around it is seen."""
        self._acting.check_usable(node)
        left, self._sight.hovered = self._sight.hovered, node
        before = [] if left is None else [left, *ancestors(left)]
        now = [node, *ancestors(node)]
        for at in before:
            if at not in now:
                self._acting.emit_if_known(at, "onHoverOut")
        for at in now:
            if at not in before:
                self._acting.emit_if_known(at, "onHoverIn")
        await self.tree.settled()

    async def type(self, node: Node, text: str) -> None:
        """Type into a field, one key at a time, behind what it shows. The guest answers when all keys are down, as it
        does to a fast typist. Keys that the field does not take, such as those beyond ``maxLength``, do nothing.

        Raises:
            HostError: it is no field, or disabled, read-only, not seen, behind a Modal, or gone.
        """
        self._acting.check_field(node)
        if is_html(node):
            for letter in text:
                self._acting.html.key(node, "Enter" if letter == "\n" else letter, {})
            await self.tree.settled()
            return
        for key in text:
            shown = self.value(node) or ""
            if self._acting.fit(node, shown + key) != shown:
                self._acting.change(node, shown + key)
        await self.tree.settled()

    async def fill(self, node: Node, text: str) -> None:
        """Replace all that a field shows, in one change, as by pasting. Raises as `type`."""
        self._acting.check_field(node)
        if is_html(node):
            self._acting.focus(node)
            self._acting.html.write(node, self._acting.html.fit(node, text))
        else:
            self._acting.change(node, self._acting.fit(node, text))
        await self.tree.settled()

    async def submit(self, node: Node) -> None:
        """Press Enter in a field of one line, which submits the Form around it, too; or submit a Form itself.

        A form that is not acceptable says so by ``onInvalid``, and its first input that is not gets the focus.

        Raises:
            HostError: it is neither, or disabled, not seen, behind a Modal, or gone.
        """
        if is_html(node):
            self._acting.check_usable(node)
            self._acting.check_enabled(node)
            if node.type == "form":
                self._acting.html.submit(node, None)
            else:
                self._acting.check_field(node)
                self._acting.html.key(node, "Enter", {})
            await self.tree.settled()
            return
        if is_a(node, Form):
            self._acting.check_usable(node)
            self._acting.check_enabled(node)
            self._acting.submit_form(node)
            await self.tree.settled()
            return
        if is_a(node, DateInput):
            self._acting.check_usable(node)
            self._acting.check_enabled(node)
        else:
            self._acting.check_field(node)
        if node.schema is not None and "multiline" in node.schema.props and node.get("multiline") is True:
            raise HostError(f"{describe(node)} takes several lines: Enter makes a new one", code="not_a_field")
        value = self.value(node) or ""
        if not is_a(node, DateInput) or day_of(value) is not None:
            self.tree.emit(node, "onSubmit", {"value": value, "version": self.tree.version(node)})
        form = form_around(node)
        if form is not None and not is_disabled(form):
            self._acting.submit_form(form)
        await self.tree.settled()

    async def choose(self, node: Node, value: str) -> None:
        """Choose an option of a RadioGroup or Select, or a page of Tabs, by its value or by the words on it. What is
        chosen already changes nothing.

        Raises:
            HostError: there is no such choice, or it is disabled, not seen, behind a Modal, or gone.
        """
        is_choice = is_html(node) and node.type == "select"
        if not is_choice:
            check_kind(node, "chooses nothing", RadioGroup, Select, Tabs)
        self._acting.check_usable(node)
        self._acting.check_enabled(node)
        if is_choice:
            found = options_of(node)
            chosen = found[self._acting.pick(node, value, self._acting.html.options(node))]
            if chosen["disabled"]:
                raise HostError(f"{value!r} of {describe(node)} is disabled", code="node_disabled")
            self._acting.html.choose(node, chosen["value"])
        elif is_a(node, Tabs):
            tabs = [tab for tab in node.children if is_a(tab, Tab)]
            self._acting.choose_tab(
                node, self._acting.pick(node, value, {tab: (tab.get("name"), tab.get("title")) for tab in tabs})
            )
        else:
            options = [option for option in list_of(node.get("options")) if isinstance(option, dict)]
            if is_a(node, Select) and node.get("clearable") is True:
                options.append({"value": ""})
            names = {place: (option["value"], option.get("label")) for place, option in enumerate(options)}
            option = options[self._acting.pick(node, value, names)]
            if option.get("disabled") is True:
                raise HostError(f"{value!r} of {describe(node)} is disabled", code="node_disabled")
            self._acting.change_to(node, option["value"])
        await self.tree.settled()

    async def set_value(self, node: Node, value: float) -> None:
        """Move a Slider to the number nearest to ``value`` that it can be, and let go of it.

        Raises:
            HostError: it is no Slider, or disabled, not seen, behind a Modal, or gone.
        """
        is_range = is_html(node) and field_kind(node) == "range"
        if not is_range:
            check_kind(node, "is moved to no number", Slider)
        self._acting.check_usable(node)
        self._acting.check_enabled(node)
        if is_range:
            self._acting.html.choose(node, float(value))
            await self.tree.settled()
            return
        low, high, step = (number_of(node.get(prop)) for prop in ("min", "max", "step"))
        if self._acting.change_to(node, on_step(value, low, high, step)):
            payload: Value = {"value": self.value(node), "version": self.tree.version(node)}
            self._acting.emit_if_known(node, "onComplete", payload)
        await self.tree.settled()

    async def set_date(self, node: Node, day: date | str) -> None:
        """Write a day into a DateInput, such as ``2025-12-31``, or nothing. A day that it does not accept is told like
        any other; a Form around it judges.

        Raises:
            HostError: it is no DateInput, or no day, or disabled, not seen, behind a Modal, or gone.
        """
        is_day = is_html(node) and field_kind(node) == "date"
        if not is_day:
            check_kind(node, "takes no day", DateInput)
        self._acting.check_usable(node)
        self._acting.check_enabled(node)
        text = day if isinstance(day, str) else day.isoformat()
        if text and day_of(text) is None:
            raise HostError(f"expected a day such as '2025-12-31', or '', got {text!r}", code="not_a_choice")
        if is_day:
            self._acting.html.choose(node, text)
        else:
            self._acting.change_to(node, text)
        await self.tree.settled()

    async def toggle(self, node: Node) -> None:
        """Open or close a Collapsible, a Menu or an item of a Tree; or switch a Checkbox or a Switch.

        Raises:
            HostError: it does not toggle, or is disabled, not seen, behind a Modal, or gone.
        """
        self._acting.check_usable(node)
        if is_a(node, TreeItem) and node.parent is not None:
            if node.get("expandable") is not True:
                raise HostError(f"{describe(node)} holds nothing to open", code="nothing_to_toggle")
            payload: Value = {"index": index_of(node), "open": node.get("expanded") is not True}
            self.tree.emit(node.parent, "onToggle", payload)
        elif is_html(node) and node.type == "details":
            self._acting.html.toggle_details(node)
        elif is_a(node, Collapsible, Menu) or is_toggle(node) or field_kind(node) == "tick":
            self._acting.press(node, direct=True)
        else:
            raise HostError(f"{describe(node)} neither opens nor switches", code="nothing_to_toggle")
        await self.tree.settled()

    async def close(self, node: Node, *, reason: Literal["escape", "outside"] = "escape") -> None:
        """Close a Modal, a Menu or a Toast, as by Escape or by a press outside.

        Raises:
            HostError: it does not close, is not open, or nobody but the guest may close it.
        """
        if is_html(node) and node.type == "dialog":
            self._acting.check_usable(node)
            self._acting.html.tell_event(node, "onCancel")
            await self.tree.settled()
            return
        check_kind(node, "does not close", Modal, Menu, Toast)
        self._acting.check_usable(node)
        if is_a(node, Toast):
            self._acting.end_toast(node, "press")
        elif not self.is_open(node):
            raise HostError(f"{describe(node)} is not open", code="not_open")
        elif is_a(node, Menu):
            self._acting.close_menu(node, reason)
        elif node.get("dismissible") is True:
            self.tree.emit(node, "onClose", {"reason": reason})
        else:
            raise HostError(f"{describe(node)} is not dismissible", code="node_disabled")
        await self.tree.settled()

    # -- hands on lists, tables, trees and drawings

    async def scroll(self, node: Node, first: int, last: int) -> None:
        """Scroll a list, table or tree until the items from ``first`` to ``last`` are to be rendered: those that a view
        of that height shows, and what is kept ready around them.

        Raises:
            HostError: it is no such component, it is empty, or it is not seen, behind a Modal, or gone.
        """
        check_kind(node, "has no items to scroll to", Virtual)
        self._acting.check_usable(node)
        count = count_of(node)
        if not 0 <= first <= last or count == 0:
            problem = f"cannot show items {first} to {last} of {describe(node)}, which has {count}"
            raise HostError(problem, code="item_unknown")
        self._acting.show_range(node, min(first, count - 1), min(last, count - 1))
        await self.tree.settled()

    async def press_item(self, node: Node, index: int) -> None:
        """Press an item of a list, table or tree, as by mouse: the cursor goes there, and ``onItemPress`` follows. Or
        press a bar of a BarChart.

        Raises:
            HostError: there is no such item, or it is not rendered (`scroll` there first), not seen or behind a Modal.
        """
        check_kind(node, "has no items", Virtual, BarChart)
        self._acting.check_usable(node)
        if is_a(node, BarChart):
            self._acting.check_place(node, index, len(list_of(node.get("bars"))))
            self.tree.emit(node, "onItemPress", {"index": index, "source": "pointer"})
        else:
            self._acting.press_item(node, index)
        await self.tree.settled()

    async def move_cursor(self, node: Node, index: int, column: str | None = None) -> None:
        """Move the cursor of a list, table or tree by keys, scrolling there if need be. A table whose cursor is a cell
        needs a ``column``, unless it had one before.

        Raises:
            HostError: there is no such item, or no cursor, or it is not seen or behind a Modal.
        """
        check_kind(node, "has no cursor", Virtual)
        self._acting.check_usable(node)
        self._acting.check_place(node, index, count_of(node))
        if not has_cursor(node):
            raise HostError(f"{describe(node)} has no cursor: its prop cursor is 'none'", code="no_cursor")
        if column is not None:
            self._acting.column(node, column)
        self._acting.bring_into_range(node, index)
        self._acting.put_cursor(node, index, column)
        await self.tree.settled()

    async def press_cell(self, node: Node, index: int, column: str) -> None:
        """Press a cell of a Table: the cursor goes there, ``onCellPress`` follows, and ``onItemPress`` for its row.
        Raises as `press_item`, also for a column that is not there."""
        check_kind(node, "has no cells", Table)
        self._acting.check_usable(node)
        self._acting.column(node, column)
        self._acting.item(node, index)
        self._acting.put_cursor(node, index, column)
        self.tree.emit(node, "onCellPress", {"index": index, "column": column, "source": "pointer"})
        self.tree.emit(node, "onItemPress", {"index": index, "source": "pointer"})
        await self.tree.settled()

    async def edit_cell(self, node: Node, index: int, column: str, text: str) -> None:
        """Change a cell of a Table in place, and take the change with Enter. Raises as `press_cell`, also for a column
        that is not editable."""
        check_kind(node, "has no cells", Table)
        self._acting.check_usable(node)
        if self._acting.column(node, column).get("editable") is not True:
            raise HostError(f"column {column!r} of {describe(node)} is not editable", code="node_disabled")
        self._acting.item(node, index)
        self._acting.put_cursor(node, index, column)
        self.tree.emit(node, "onEdit", {"index": index, "column": column, "value": text})
        await self.tree.settled()

    async def sort(self, node: Node, column: str) -> None:
        """Press the title of a column of a Table: it asks for that order, or for the other one if it has it already.

        Raises:
            HostError: there is no such column, it is not sortable, or the table is not seen or behind a Modal.
        """
        check_kind(node, "is not sorted", Table)
        self._acting.check_usable(node)
        if self._acting.column(node, column).get("sortable") is not True:
            raise HostError(f"column {column!r} of {describe(node)} is not sortable", code="node_disabled")
        is_ascending = node.get("sortBy") == column and node.get("sortDirection") == "ascending"
        direction = "descending" if is_ascending else "ascending"
        self.tree.emit(node, "onSort", {"column": column, "direction": direction})
        await self.tree.settled()

    async def press_at(self, node: Node, x: float, y: float, *, button: Literal["first", "second"] = "first") -> None:
        """Press a place of a drawing, in its units. The uppermost shape there is named in the event.

        Raises:
            HostError: it is no Shapes, or not seen, behind a Modal, or gone.
        """
        check_kind(node, "has no places", Shapes)
        self._acting.check_usable(node)
        self.tree.emit(node, "onPress" if button == "first" else "onContextMenu", self._acting.place(node, x, y))
        await self.tree.settled()

    async def drag(self, node: Node, *places: tuple[float, float]) -> None:
        """Drag the pointer over places of a drawing with the first button down, and let go at the last one. Raises as
        `press_at`."""
        check_kind(node, "has no places", Shapes)
        self._acting.check_usable(node)
        for x, y in places:
            self.tree.emit(node, "onDrag", self._acting.place(node, x, y))
        if places:
            self.tree.emit(node, "onDragEnd", self._acting.place(node, *places[-1]))
        await self.tree.settled()

    # -- the keyboard, events and time

    async def focus(self, node: Node) -> None:
        """Move the focus to a node."""
        self._acting.focus(node)
        await self.tree.settled()

    async def emit(self, node: Node, event: str, payload: Value = None) -> None:
        """Report any event on a node, as an adapter would.

        Raises:
            HostError: the component has no such event, or the payload does not fit it.
        """
        self.tree.emit(node, event, payload)
        await self.tree.settled()

    async def advance(self, ms: float) -> None:
        """Let time pass: timers that become due fire one after another, each with its own turn at its own time, and
        toasts go when theirs is over."""
        await self.tree.settled()
        until_ms = self.clock.now_ms() + ms
        while (due_ms := self._next_due_ms()) <= until_ms:
            self.clock.set_now(due_ms)
            for toast, ends_ms in list(self._sight.toasts.items()):
                if ends_ms is not None and ends_ms <= due_ms:
                    self._acting.end_toast(toast, "timeout")
            await self.tree.settled()
        self.clock.set_now(until_ms)

    def _next_due_ms(self) -> float:
        due_ms = self.clock.next_due_ms
        toasts = [ends_ms for ends_ms in self._sight.toasts.values() if ends_ms is not None]
        return min(math.inf if due_ms is None else due_ms, *toasts, math.inf)


def _matches(name: str, pattern: Pattern) -> bool:
    if isinstance(pattern, str):
        return name.strip() == pattern
    return pattern.search(name) is not None


__all__ = ["START_MS", "Recorder", "RefMethodCall"]
