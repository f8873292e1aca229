"""The fourteen operations, as data. What they do to a tree is the receiver's business; see docs/protocol.md.

Each class is one row of the table in PROTOCOL 2: its fields are the operation's fields in wire order, its tag is the
code that comes first. The TypeScript types are generated from these classes.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec

from rill.protocol.values import Value

# Ids are chosen by the guest and never reused in a session: 32 bits are a new node every millisecond for seven weeks.
ID_MAX: Final = 0xFFFFFFFF

NodeId = Annotated[int, msgspec.Meta(ge=0, le=0xFFFFFFFF)]
TemplateId = Annotated[int, msgspec.Meta(ge=0, le=0xFFFFFFFF)]
CallId = Annotated[int, msgspec.Meta(ge=0, le=0xFFFFFFFF)]

# ``[type, props, children]`` or ``["#text", text]``, nested. Checked by the receiver: msgspec has no recursive tuples.
TemplateTree = list[Any]

# The node that is there from the start, and to which a guest appends what it shows. It has no props and is never
# deleted.
ROOT_ID: Final = 0
# The type of a node that is a text. No component can have this name: components are identifiers.
TEXT_TYPE: Final = "#text"


class Operation(msgspec.Struct, array_like=True, tag_field="code", forbid_unknown_fields=True, frozen=True, gc=False):
    """One change to the tree. On the wire an array, its code first."""

    # The tag has no name on the wire; msgspec's default one, `type`, would clash with CREATE's field.


class Create(Operation, tag=1, frozen=True):
    """Make a detached node of a registered component, or ``#text`` with its text in place of props."""

    id: NodeId
    type: str
    props: dict[str, Value] | str


class Update(Operation, tag=2, frozen=True):
    """Change props of a node. ``props`` holds the changed ones only; ``removed`` names those that went."""

    id: NodeId
    props: dict[str, Value]
    removed: list[str]


class Delete(Operation, tag=3, frozen=True):
    """End a node and its subtree, attached or not."""

    id: NodeId


class Append(Operation, tag=4, frozen=True):
    """Put a node under a parent as last child. An attached child moves."""

    parent: NodeId
    child: NodeId


class Insert(Operation, tag=5, frozen=True):
    """Put a node under a parent before a sibling, named by id. An attached child moves."""

    parent: NodeId
    child: NodeId
    before: NodeId


class Remove(Operation, tag=6, frozen=True):
    """Detach a node from its parent and keep it."""

    parent: NodeId
    child: NodeId


class Reorder(Operation, tag=7, frozen=True):
    """Give a parent's children their whole new order."""

    parent: NodeId
    children: list[NodeId]


class Text(Operation, tag=8, frozen=True):
    """Replace the text of a ``#text`` node."""

    id: NodeId
    text: str


class RefCall(Operation, tag=9, frozen=True):
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


class Template(Operation, tag=10, frozen=True):
    """Define a static subtree once. ``tree`` is ``[type, props, children]`` or ``["#text", text]``, nested."""

    template: TemplateId
    tree: TemplateTree
    slots: list[Slot]


class Clone(Operation, tag=11, frozen=True):
    """Make the n detached nodes ``base .. base+n-1`` of a template, ``values`` having one entry for each slot."""

    template: TemplateId
    base: NodeId
    values: list[Value]


class Patch(Operation, tag=12, frozen=True):
    """Set one slot of a clone."""

    base: NodeId
    slot: Annotated[int, msgspec.Meta(ge=0, le=0xFFFF)]
    value: Value


class Clones(Operation, tag=13, frozen=True):
    """Make a run of clones and place them in one go; ``columns`` has one array of length ``count`` for each slot."""

    template: TemplateId
    base: NodeId
    count: Annotated[int, msgspec.Meta(ge=1, le=0xFFFFFF)]
    parent: NodeId
    before: NodeId | None
    columns: list[list[Value]]


class Clear(Operation, tag=14, frozen=True):
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
    "ID_MAX",
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
    "TemplateTree",
    "Text",
    "Update",
]
