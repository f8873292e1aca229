"""What an adapter is: the second narrow waist. Whatever fulfils this protocol can show a session's tree.

Imports the tree and nothing of sessions or engines, so that an adapter can be tested with a tree alone.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol

from rill.host.tree import Changes, Node, Tree
from rill.protocol.values import Value


class Adapter(Protocol):
    """Shows one tree. All methods are called on the event loop; several adapters may be attached to one session.

    An adapter owns width, focus, scroll and caret. It reads the tree, never changes it, and reports what a person does
    with ``tree.emit``. An exception from an adapter is the host's error: the session goes on with its other adapters.
    """

    def attach(self, tree: Tree) -> None:
        """Show the tree as it is now. Called before any other method, and again with a new tree after a restart."""

    def apply(self, changes: Changes) -> None:
        """Show what a batch changed, as one screen update. The tree is already as after the batch."""

    def call(self, node: Node, method: str, args: list[Value]) -> Value | Awaitable[Value]:
        """Run a method of a node's component, after the batch that asked for it is on screen.

        Component, method and arguments were checked against the component's table. What is returned is the guest's
        answer;
        a RillError that is raised becomes its rejection.
        """

    def detach(self) -> None:
        """Stop showing the tree and let it go. May be called twice."""
