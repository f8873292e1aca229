"""The fourteen operations, as data. What they do to a tree is the receiver's business; see docs/protocol.md.

Each class is one row of the table in PROTOCOL 2: its fields are the operation's fields in wire order, its tag is the code that
comes first. The TypeScript types are generated from these classes.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec

from rill.protocol.values import Value

NodeId = Annotated[int, msgspec.Meta(ge=0, le=0xFFFFFFFF)]
TemplateId = Annotated[int, msgspec.Meta(ge=0, le=0xFFFFFFFF)]
CallId = Annotated[int, msgspec.Meta(ge=0, le=0xFFFFFFFF)]

ROOT_ID: Final = 0
TEXT_TYPE: Final = "#text"


class Operation(
    msgspec.Struct, array_like=True, tag_field="code", forbid_unknown_fields=True, frozen=True, gc=False
):
    """One change to the tree. On the wire an array, its code first."""

    # The tag has no name on the wire; msgspec's default one, `type`, would clash with CREATE's field.


class Create(Operation, tag=1):
    """Make a detached node of a registered component, or ``#text`` with its text in place of props."""

    id: NodeId
    type: str
    props: dict[str, Value] | str


class Update(Operation, tag=2):
    """Change props of a node. ``props`` holds the changed ones only; ``removed`` names those that went."""

    id: NodeId
    props: dict[str, Value]
    removed: list[str]


class Delete(Operation, tag=3):
    """End a node and its subtree, attached or not."""

    id: NodeId


class Append(Operation, tag=4):
    """Put a node under a parent as last child. An attached child moves."""

    parent: NodeId
    child: NodeId


class Insert(Operation, tag=5):
    """Put a node under a parent before a sibling, named by id. An attached child moves."""

    parent: NodeId
    child: NodeId
    before: NodeId


class Remove(Operation, tag=6):
    """Detach a node from its parent and keep it."""

    parent: NodeId
    child: NodeId


class Reorder(Operation, tag=7):
    """Give a parent's children their whole new order."""

    parent: NodeId
    children: list[NodeId]


class Text(Operation, tag=8):
    """Replace the text of a ``#text`` node."""

    id: NodeId
    text: str


class RefCall(Operation, tag=9):
    """Call a method of a node's component. Always answered by REF_METHOD_RESULT."""

    id: NodeId
    method: str
    args: list[Value]
    call: CallId


class SlotKind:
    """Kinds of template slots."""

    PROP: Final = 0
    TEXT: Final = 1
    EVENT: Final = 2
    CHILDREN: Final = 3


class Slot(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True, gc=False):
    """One hole of a template: what kind, in which node (pre-order index), and the prop's or event's name."""

    kind: Annotated[int, msgspec.Meta(ge=0, le=3)]
    index: Annotated[int, msgspec.Meta(ge=0, le=0xFFFF)]
    name: str | None = None


class Template(Operation, tag=10):
    """Define a static subtree once. ``tree`` is ``[type, props, children]`` or ``["#text", text]``, nested."""

    template: TemplateId
    tree: list[Any]
    slots: list[Slot]


class Clone(Operation, tag=11):
    """Make the n detached nodes ``base .. base+n-1`` of a template, ``values`` having one entry for each slot."""

    template: TemplateId
    base: NodeId
    values: list[Value]


class Patch(Operation, tag=12):
    """Set one slot of a clone."""

    base: NodeId
    slot: Annotated[int, msgspec.Meta(ge=0, le=0xFFFF)]
    value: Value


class Clones(Operation, tag=13):
    """Make a run of clones and place them in one go; ``columns`` has one array of length ``count`` for each slot."""

    template: TemplateId
    base: NodeId
    count: Annotated[int, msgspec.Meta(ge=1, le=0xFFFFFF)]
    parent: NodeId
    before: NodeId | None
    columns: list[list[Value]]


class Clear(Operation, tag=14):
    """Delete all children of a node."""

    parent: NodeId


AnyOperation = (
    Create
    | Update
    | Delete
    | Append
    | Insert
    | Remove
    | Reorder
    | Text
    | RefCall
    | Template
    | Clone
    | Patch
    | Clones
    | Clear
)

OPERATIONS: Final[tuple[type[Operation], ...]] = (
    Create,
    Update,
    Delete,
    Append,
    Insert,
    Remove,
    Reorder,
    Text,
    RefCall,
    Template,
    Clone,
    Patch,
    Clones,
    Clear,
)

__all__ = [
    "OPERATIONS",
    "ROOT_ID",
    "TEXT_TYPE",
    "AnyOperation",
    "Append",
    "CallId",
    "Clear",
    "Clone",
    "Clones",
    "Create",
    "Delete",
    "Insert",
    "NodeId",
    "Operation",
    "Patch",
    "RefCall",
    "Remove",
    "Reorder",
    "Slot",
    "SlotKind",
    "Template",
    "TemplateId",
    "Text",
    "Update",
]
