"""How values, operations, messages and frames are said in one line that a person reads.

Every string of a guest is escaped here, and every line is bounded, whatever the guest sent. Knows no widget and no
session.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from rill.host.templates import CompiledTemplate
from rill.host.tree import Node, Tree
from rill.protocol.messages import (
    CallFunction,
    CallResult,
    ConfigUpdate,
    Destroy,
    ErrorFrame,
    Frame,
    GuestMessage,
    HostCall,
    HostEvent,
    HostResult,
    Log,
    Message,
    RefMethodResult,
    Release,
    Start,
    Timer,
    TimerClear,
    TimerSet,
)
from rill.protocol.operations import (
    TEXT_TYPE,
    Append,
    Clear,
    Clone,
    Clones,
    Create,
    Delete,
    Insert,
    Operation,
    Patch,
    RefCall,
    Remove,
    Reorder,
    SlotKind,
    Template,
    Text,
    Update,
)
from rill.protocol.printable import escape
from rill.protocol.values import UNDEFINED, ErrorValue, FunctionRef, MapValue, SetValue, TypedArray, Value

# A line holds a few values; a person who wants one whole finds it in the tree.
VALUE_CHARACTERS: Final = 80
LINE_CHARACTERS: Final = 2_000
_NAME_CHARACTERS: Final = 40
# Nodes that are looked at for the words inside an element, such as a button's.
_NAME_NODES: Final = 64
_DEPTH_MAX: Final = 6
# What an event says of itself that is no news: that it was a key or a pointer, and what was held down.
_USUAL: Final = frozenset(("source", "shift", "ctrl", "meta", "alt", "version"))


class _Missing:
    """Stands for a prop that is not there."""


MISSING: Final = _Missing()


# -- values


def value_words(value: Value, limit: int = VALUE_CHARACTERS) -> str:
    """A value as a person writes it, such as ``{text: "Save", count: 3}``, cut after ``limit`` characters."""
    parts: list[str] = []
    left = _say(value, parts, limit, 0)
    text = "".join(parts)
    return text[:limit] + "…" if left < 0 or len(text) > limit else text


def _say(value: Any, parts: list[str], left: int, depth: int) -> int:
    """Say a value; returns how many characters are left, below zero when it was cut."""
    if left <= 0:
        return -1
    if value is MISSING:
        words = "—"
    elif value is None:
        words = "null"
    elif value is UNDEFINED:
        words = "undefined"
    elif isinstance(value, bool):
        words = "true" if value else "false"
    elif isinstance(value, str):
        # One character more than there is room for, so that the cut is seen.
        words = f'"{escape(value[: left + 1])}"'
    elif isinstance(value, int | float):
        words = str(value)
    elif isinstance(value, dict):
        return _say_all(value.items(), "{", "}", parts, left, depth)
    elif isinstance(value, list | tuple):
        return _say_all(value, "[", "]", parts, left, depth)
    else:
        match value:
            case FunctionRef():
                words = f"function {value.id}"
            case ErrorValue():
                words = f"{escape(value.name[:_NAME_CHARACTERS])}: {escape(value.message[:left])}"
            case MapValue():
                return _say_all(value.pairs, "Map [", "]", parts, left, depth)
            case SetValue():
                return _say_all(value.items, "Set [", "]", parts, left, depth)
            case datetime():
                words = value.isoformat()
            case bytes() | bytearray():
                words = f"{len(value)} bytes"
            case TypedArray():
                words = f"{len(value.data) // value.element.width} × {value.element.name.lower()}"
            case _:
                words = f"a {type(value).__name__}"
    parts.append(words)
    return left - len(words)


def _say_all(items: Any, opening: str, closing: str, parts: list[str], left: int, depth: int) -> int:
    if depth >= _DEPTH_MAX:
        parts.append(f"{opening}…{closing}")
        return left - 3
    parts.append(opening)
    left -= len(opening)
    is_mapping = opening == "{"
    first = True
    for item in items:
        if left <= 0:
            return -1
        if not first:
            parts.append(", ")
            left -= 2
        first = False
        if is_mapping:
            name, item = item
            words = f"{escape(str(name)[:_NAME_CHARACTERS])}: "
            parts.append(words)
            left -= len(words)
        left = _say(item, parts, left, depth + 1)
        if left < 0:
            return -1
    parts.append(closing)
    return left - len(closing)


# -- nodes


def node_words(node: Node) -> str:
    """A node as a person calls it: its type, and its accessible name in quotes if it has one."""
    if node.type == TEXT_TYPE:
        return f"{TEXT_TYPE} {value_words(node.text, _NAME_CHARACTERS)}"
    name = node_name(node)
    return f"{node.type} {value_words(name, _NAME_CHARACTERS)}" if name else node.type


def node_name(node: Node) -> str:
    """The words by which a person knows an element: its label, its title, the text inside, or its id."""
    for prop in ("label", "title"):
        name = node.props.get(prop)
        if isinstance(name, str) and name:
            return name
    # Rows and boxes hold whole screens of text that name nothing.
    if node.schema is not None and (node.schema.text_allowed or node.type == "Pressable"):
        text, length = [], 0
        for seen, inner in enumerate(node.walk()):
            if seen >= _NAME_NODES or length > _NAME_CHARACTERS:
                break
            if inner.type == TEXT_TYPE:
                text.append(inner.text[: _NAME_CHARACTERS + 1])
                length += len(text[-1])
        if text:
            return "".join(text)
    for prop in ("placeholder", "text", "name", "id"):
        name = node.props.get(prop)
        if isinstance(name, str) and name:
            return name
    cells = node.props.get("cells")
    if isinstance(cells, list):
        texts = [cell.get("text") if isinstance(cell, dict) else cell for cell in cells[:4]]
        return " ".join(str(text)[:_NAME_CHARACTERS] for text in texts if isinstance(text, str | int | float))
    return ""


# -- messages: why a turn began


def cause_words(message: Message, tree: Tree, waiting: Mapping[int, str]) -> str:
    """What a message tells the guest, such as ``press Button "Save"``. ``waiting`` names calls that wait for an
    answer, by number."""
    match message:
        case Start():
            words = f"start {value_words(message.props)}" if message.props else "start"
        case CallFunction(target=(id, event)):
            words = _event_words(tree.find(id), id, event, message.args)
        case CallFunction():
            words = f"call function {message.target}({_arguments(message.args)})"
        case HostEvent():
            words = f"event {_called(message.name)} {value_words(message.payload)}"
        case ConfigUpdate():
            words = f"config {value_words(message.config)}"
        case HostResult() | RefMethodResult():
            outcome = "answer of" if message.ok else "refusal of"
            words = f"{outcome} {waiting.get(message.call, f'call {message.call}')}: {value_words(message.value)}"
        case Timer():
            words = f"timer {', '.join(map(str, message.ids[:8]))}"
        case Release():
            words = f"release {_counted(len(message.functions), 'function')}"
        case Destroy():
            words = f"destroy: {escape(message.reason[:VALUE_CHARACTERS])}"
        case _:
            words = type(message).__name__
    return words[:LINE_CHARACTERS]


def _event_words(node: Node | None, id: int, event: str, args: Sequence[Value]) -> str:
    # onKeyDown -> key down
    verb = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in event.removeprefix("on")).strip()
    words = f"{escape(verb)} {node_words(node)}" if node is not None else f"{escape(verb)} node {id}, which is gone"
    payload = args[0] if args else None
    if not isinstance(payload, dict):
        return words
    for name in ("value", "key"):
        if name in payload:
            return f"{words}: {value_words(payload[name])}"
    news = {name: item for name, item in payload.items() if name not in _USUAL}
    return f"{words}: {value_words(news)}" if news else words


def frame_words(frame: Frame) -> str:
    """What a guest said beside its batch, as one line."""
    match frame:
        case GuestMessage():
            words = f"MESSAGE {_called(frame.name)} {value_words(frame.payload)}"
        case HostCall():
            words = f"HOST_CALL {call_name(frame)}({_arguments(frame.args)})"
        case CallResult():
            words = f"CALL_RESULT {frame.call} {'' if frame.ok else 'threw '}{value_words(frame.value)}"
        case TimerSet():
            repeating = ", repeating" if frame.repeat else ""
            words = f"TIMER_SET {frame.id} in {frame.delay_ms:g} ms{repeating}"
        case TimerClear():
            words = f"TIMER_CLEAR {frame.id}"
        case Log():
            words = f"LOG {frame.level} {log_words(frame.args, VALUE_CHARACTERS)}"
        case ErrorFrame():
            shape = frame.error
            said = escape(f"{shape.name[:_NAME_CHARACTERS]}: {shape.message[:VALUE_CHARACTERS]}")
            words = f"ERROR {said}{' (fatal)' if frame.fatal else ''}"
        case _:
            words = type(frame).__name__
    return words[:LINE_CHARACTERS]


def call_name(frame: HostCall) -> str:
    """The name of the host function that a guest calls, safe to show."""
    return _called(frame.function)


def log_words(args: Sequence[Value], limit: int = LINE_CHARACTERS) -> str:
    """The arguments of a console line: strings as they are, everything else as a value. On one line."""
    return escape(log_text(args, limit))


def log_text(args: Sequence[Value], limit: int) -> str:
    """As `log_words`, with the line feeds of its strings; not escaped."""
    parts, left = [], limit
    for arg in args:
        if left <= 0:
            parts.append("…")
            break
        words = _cut(arg, left) if isinstance(arg, str) else value_words(arg, left)
        parts.append(words)
        left -= len(words) + 1
    return " ".join(parts)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit] + "…"


def _called(name: str) -> str:
    return escape(_cut(name, _NAME_CHARACTERS))


def _arguments(args: Sequence[Value]) -> str:
    return value_words(list(args))[1:].removesuffix("]")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


# -- operations


class OperationWords:
    """The operations of one batch, and what has to be known of the tree before it to say what they change.

    Made while the tree is as before the batch; O(operations). The words themselves are made when they are asked for.
    """

    __slots__ = ("_before", "_created", "_run_bases", "_runs", "_templates", "_types", "operations")

    def __init__(self, operations: Sequence[Operation], tree: Tree) -> None:
        # A CLONE's values belong to the node, where a PATCH writes them over.
        self.operations = tuple(
            Clone(operation.template, operation.base, list(operation.values)) if type(operation) is Clone else operation
            for operation in operations
        )
        # What an operation writes over: old props, an old text, or how many children there were. By its index.
        self._before: dict[int, Any] = {}
        # Types of nodes that were there, of nodes that the batch made, and the runs of clones that it made.
        self._types: dict[int, str] = {}
        self._created: dict[int, Create] = {}
        self._runs: dict[int, tuple[int, int]] = {}
        self._run_bases: list[int] = []
        # Templates that operations name: the type and size of each, and what its slots are.
        self._templates: dict[int, tuple[str, int, list[tuple[int, int, str | None]]]] = {}
        written = _Written(tree)
        for index, operation in enumerate(self.operations):
            note = _NOTES.get(type(operation))
            if note is not None:
                note(self, operation, index, tree, written)

    def __len__(self) -> int:
        return len(self.operations)

    def counts(self) -> dict[str, int]:
        """How many operations there are of each kind, in the order of their first."""
        counts: dict[str, int] = {}
        for operation in self.operations:
            kind = kind_name(operation)
            counts[kind] = counts.get(kind, 0) + 1
        return counts

    def words(self, index: int) -> str:
        """One operation in words, such as ``UPDATE 12 Button {disabled: true -> false}``."""
        operation = self.operations[index]
        return f"{kind_name(operation)} {_WORDS[type(operation)](self, operation, index)}"[:LINE_CHARACTERS]

    # What the operations say, one function for each kind.

    def _create(self, operation: Create, _index: int) -> str:
        return f"{operation.id} {operation.type} {value_words(operation.props)}"

    def _update(self, operation: Update, index: int) -> str:
        before: Mapping[str, Value] = self._before.get(index, {})
        changes = [
            f"{escape(name)}: {value_words(before.get(name, MISSING))} -> {value_words(value)}"
            for name, value in operation.props.items()
        ]
        changes += [f"{escape(name)}: {value_words(before.get(name, MISSING))} -> —" for name in operation.removed]
        return f"{self._node(operation.id)} {{{', '.join(changes)}}}"

    def _text(self, operation: Text, index: int) -> str:
        old, parent = self._before.get(index, (MISSING, None))
        where = f" in {self._node(parent)}" if parent is not None else ""
        return f"{operation.id} {value_words(old)} -> {value_words(operation.text)}{where}"

    def _delete(self, operation: Delete, _index: int) -> str:
        return self._node(operation.id)

    def _append(self, operation: Append, _index: int) -> str:
        return f"{self._node(operation.child)} to {self._node(operation.parent)}"

    def _insert(self, operation: Insert, _index: int) -> str:
        place = f"into {self._node(operation.parent)} before {self._node(operation.before)}"
        return f"{self._node(operation.child)} {place}"

    def _remove(self, operation: Remove, _index: int) -> str:
        return f"{self._node(operation.child)} from {self._node(operation.parent)}"

    def _reorder(self, operation: Reorder, _index: int) -> str:
        return f"children of {self._node(operation.parent)}: {value_words(operation.children)}"

    def _ref_call(self, operation: RefCall, _index: int) -> str:
        return f"{self._node(operation.id)}.{escape(operation.method)}({_arguments(operation.args)})"

    def _template(self, operation: Template, _index: int) -> str:
        type, size, slots = self._templates[operation.template]
        return f"{operation.template} {type}: {_counted(size, 'node')}, {_counted(len(slots), 'slot')}"

    def _clone(self, operation: Clone, _index: int) -> str:
        return f"{operation.base} {self._template_of(operation.template)} {value_words(operation.values)}"

    def _patch(self, operation: Patch, index: int) -> str:
        old, node, name, parent = self._before.get(index, (MISSING, operation.base, None, None))
        change = f"{value_words(old)} -> {value_words(operation.value)}"
        if name is not None:
            return f"{self._node(node)} {{{escape(name)}: {change}}}"
        # A text, as `_text` has it where its parent is known.
        return f"{self._node(node)} {change}" if parent is None else f"{node} {change} in {self._node(parent)}"

    def _clones(self, operation: Clones, _index: int) -> str:
        before = "" if operation.before is None else f" before {self._node(operation.before)}"
        count = f"{operation.count:,} × {self._template_of(operation.template)}"
        return f"{operation.base}… {count} into {self._node(operation.parent)}{before}"

    def _clear(self, operation: Clear, index: int) -> str:
        children = _counted(self._before[index], "child").replace("childs", "children")
        return f"{self._node(operation.parent)}: {children}"

    def _template_of(self, id: int) -> str:
        return f"{self._templates[id][0]} (template {id})"

    def _node(self, id: int) -> str:
        return f"{id} {self.type_of(id)}" if id else "root"

    def type_of(self, id: int) -> str:
        """Type of a node that the batch names."""
        created = self._created.get(id)
        return created.type if created is not None else self._types.get(id, "")

    # What of the tree each kind needs.

    def _note_ids(self, tree: Tree, *ids: int) -> None:
        for id in ids:
            if id and id not in self._created and id not in self._types:
                self._types[id] = self._find_type(id, tree)

    def _find_type(self, id: int, tree: Tree) -> str:
        found = tree.schema_of(id)
        if found is not None:
            return found[0]
        at = bisect_right(self._run_bases, id) - 1
        if at >= 0:
            base = self._run_bases[at]
            template, end = self._runs[base]
            if id < end:
                type, size, _ = self._templates[template]
                return type if (id - base) % size == 0 else f"part of a {type}"
        return ""

    def _note_create(self, operation: Create, _index: int, _tree: Tree, written: _Written) -> None:
        self._created[operation.id] = operation
        written.create(operation)

    def _note_update(self, operation: Update, index: int, tree: Tree, written: _Written) -> None:
        self._note_ids(tree, operation.id)
        self._before[index] = written.props(operation.id, operation.props, operation.removed)

    def _note_text(self, operation: Text, index: int, tree: Tree, written: _Written) -> None:
        self._before[index] = written.text(operation.id, operation.text)
        node = tree.find(operation.id)
        parent = node.parent if node is not None else None
        if parent is not None:
            self._note_ids(tree, parent.id)
            self._before[index] = (self._before[index][0], parent.id)

    def _note_place(self, operation: Any, _index: int, tree: Tree, written: _Written) -> None:
        before = (operation.before,) if isinstance(operation, Insert) else ()
        self._note_ids(tree, operation.parent, operation.child, *before)
        written.move(operation.child, None if isinstance(operation, Remove) else operation.parent)

    def _note_parent(self, operation: Reorder | Clear, index: int, tree: Tree, _written: _Written) -> None:
        self._note_ids(tree, operation.parent)
        node = tree.find(operation.parent)
        if node is not None and node.lazy:
            tree.expand(node)
        self._before[index] = node.child_count if node is not None else 0

    def _note_id(self, operation: Delete | RefCall, _index: int, tree: Tree, _written: _Written) -> None:
        self._note_ids(tree, operation.id)

    def _note_template(self, operation: Template, _index: int, _tree: Tree, _written: _Written) -> None:
        tree = operation.tree
        slots = [(slot.kind, slot.index, slot.name) for slot in operation.slots]
        self._templates[operation.template] = (str(tree[0]), _template_size(tree), slots)

    def _know_template(self, id: int, tree: Tree) -> tuple[str, int, list[tuple[int, int, str | None]]]:
        known = self._templates.get(id)
        if known is None:
            compiled: CompiledTemplate = tree.templates[id]
            slots = [(slot.kind, slot.index, slot.name) for slot in compiled.slots]
            known = self._templates[id] = (compiled.nodes[0].type, compiled.size, slots)
        return known

    def _note_clone(self, operation: Clone | Clones, _index: int, tree: Tree, written: _Written) -> None:
        _, size, slots = self._know_template(operation.template, tree)
        base = operation.base
        count = 1
        if isinstance(operation, Clones):
            count = operation.count
            ids = [operation.parent] if operation.before is None else [operation.parent, operation.before]
            self._note_ids(tree, *ids)
        else:
            written.clone(base, slots, operation.values)
        self._runs[base] = (operation.template, base + size * count)
        insort(self._run_bases, base)

    def _note_patch(self, operation: Patch, index: int, tree: Tree, written: _Written) -> None:
        base = tree.find(operation.base)
        slots: list[tuple[int, int, str | None]]
        if base is not None and base.template is not None:
            _, _, slots = self._know_template(base.template.id, tree)
        else:
            at = bisect_right(self._run_bases, operation.base) - 1
            if at < 0:
                return
            slots = self._templates[self._runs[self._run_bases[at]][0]][2]
        kind, inner, name = slots[operation.slot]
        id = operation.base + inner
        if base is not None and base.lazy:
            tree.expand(base)
        self._note_ids(tree, id)
        if kind == SlotKind.TEXT:
            node = tree.find(id)
            parent = None if node is None or node.parent is None else node.parent.id
            if parent is not None:
                self._note_ids(tree, parent)
            self._before[index] = (written.text(id, operation.value)[0], id, None, parent)
        elif name is not None:
            old = written.props(id, {name: operation.value}, ()).get(name, MISSING)
            self._before[index] = (old, id, name, None)


class _Written:
    """What a batch has written so far, over the tree as it was before."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._props: dict[int, dict[str, Value]] = {}
        self._texts: dict[int, str] = {}
        self._parents: dict[int, int | None] = {}

    def create(self, operation: Create) -> None:
        if isinstance(operation.props, str):
            self._texts[operation.id] = operation.props
        else:
            self._props[operation.id] = dict(operation.props)

    def clone(self, base: int, slots: Sequence[tuple[int, int, str | None]], values: Sequence[Value]) -> None:
        for (kind, index, name), value in zip(slots, values, strict=False):
            if kind == SlotKind.TEXT:
                self._texts[base + index] = value
            elif name is not None:
                self._props.setdefault(base + index, {})[name] = value

    def props(self, id: int, props: Mapping[str, Value], removed: Sequence[str]) -> dict[str, Value]:
        """What the named props were, and note what they are now."""
        written = self._props.get(id)
        if written is None:
            node = self._tree.find(id)
            written = self._props[id] = dict(node.props) if node is not None else {}
        before = {name: written[name] for name in (*props, *removed) if name in written}
        written.update(props)
        for name in removed:
            written.pop(name, None)
        return before

    def text(self, id: int, text: str) -> tuple[Any, int | None]:
        """What the text was, and the parent that the batch gave it."""
        before: Any = self._texts.get(id, MISSING)
        if before is MISSING:
            node = self._tree.find(id)
            before = node.text if node is not None else MISSING
        self._texts[id] = text
        return before, self._parents.get(id)

    def move(self, child: int, parent: int | None) -> None:
        if child in self._texts:
            self._parents[child] = parent


def _template_size(tree: Any) -> int:
    """Nodes of a template's tree, which was checked."""
    count, stack = 0, [tree]
    while stack:
        node = stack.pop()
        if node is None:
            continue
        count += 1
        if node[0] != TEXT_TYPE:
            stack.extend(node[2])
    return count


def kind_name(operation: Operation) -> str:
    """An operation's name as docs/protocol.md writes it, such as ``REF_CALL``."""
    return "REF_CALL" if type(operation) is RefCall else type(operation).__name__.upper()


_NOTES: Final[dict[type[Operation], Callable[[OperationWords, Any, int, Tree, _Written], None]]] = {
    Create: OperationWords._note_create,
    Update: OperationWords._note_update,
    Delete: OperationWords._note_id,
    Append: OperationWords._note_place,
    Insert: OperationWords._note_place,
    Remove: OperationWords._note_place,
    Reorder: OperationWords._note_parent,
    Text: OperationWords._note_text,
    RefCall: OperationWords._note_id,
    Template: OperationWords._note_template,
    Clone: OperationWords._note_clone,
    Patch: OperationWords._note_patch,
    Clones: OperationWords._note_clone,
    Clear: OperationWords._note_parent,
}

_WORDS: Final[dict[type[Operation], Callable[[OperationWords, Any, int], str]]] = {
    Create: OperationWords._create,
    Update: OperationWords._update,
    Delete: OperationWords._delete,
    Append: OperationWords._append,
    Insert: OperationWords._insert,
    Remove: OperationWords._remove,
    Reorder: OperationWords._reorder,
    Text: OperationWords._text,
    RefCall: OperationWords._ref_call,
    Template: OperationWords._template,
    Clone: OperationWords._clone,
    Patch: OperationWords._patch,
    Clones: OperationWords._clones,
    Clear: OperationWords._clear,
}
