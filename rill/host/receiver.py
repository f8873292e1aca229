"""The receiver: checks batches and keeps the tree. Decides what a guest may do to it, and nothing about how it looks.

Two steps. `check` (see `batch_check`) looks at every operation for itself; it reads the tree only and may run in a
worker thread. `apply` (see `batch_application`) changes the structure; it runs where the adapters run. A batch that
fails in either leaves no trace. No clock, no I/O, no asyncio.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rill.host.batch_application import apply_batch
from rill.host.batch_check import CheckedBatch, check_batch
from rill.host.node_ids import UsedIds
from rill.host.refusals import refuse_limit
from rill.host.tree import Changes, Emit, Tree
from rill.protocol.errors import GuestError, HostError
from rill.protocol.limits import Limits
from rill.protocol.messages import PROTOCOL_VERSION, Batch
from rill.protocol.operations import ROOT_ID

if TYPE_CHECKING:
    from rill.components import ComponentSchema

__all__ = ["CheckedBatch", "Receiver", "ReceiverStatistics"]


@dataclass(slots=True)
class ReceiverStatistics:
    """Counts since the session began. ``rejected`` counts the one thing that a refused batch leaves behind."""

    batches: int = 0
    operations: int = 0
    rejected: int = 0
    nodes: int = 0
    nodes_max: int = 0
    templates: int = 0
    tree_bytes: int = 0
    by_operation: Mapping[str, int] = field(default_factory=dict)


class Receiver:
    """Applies batches to one session's tree.

    Args:
        components: the whitelist, by name on the wire.
        limits: the session's limits.
        emit: where the tree sends events of adapters.
        settle: what `Tree.settled` waits for.
    """

    def __init__(
        self,
        components: Mapping[str, ComponentSchema],
        limits: Limits,
        emit: Emit | None = None,
        settle: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._components = components
        self._limits = limits
        self._sequence = 0
        self._used = UsedIds()
        self._used.claim(ROOT_ID)
        self._used.commit()
        self._statistics = ReceiverStatistics()
        self._by_operation: Counter[str] = Counter()
        self.tree = Tree(emit, settle)

    def receive_batch(self, batch: Batch) -> Changes:
        """Check and apply in one go. See `check` and `apply`."""
        return self.apply(self.check(batch))

    def check(self, batch: Batch) -> CheckedBatch:
        """Check every operation of a batch for itself. Reads the tree, changes nothing. O(operations and their values).

        Raises:
            GuestError: an operation breaks the whitelist or a schema, or names a node that does not exist; or the batch
                is not the next one.
            LimitError: a string, a value, a template or the batch is too large.
        """
        try:
            self._check_head(batch)
            return check_batch(batch, self.tree, self._components, self._limits)
        except BaseException:
            self._statistics.rejected += 1
            raise

    def apply(self, batch: CheckedBatch) -> Changes:
        """Apply a checked batch wholly, or raise and leave the tree as it was.

        Adapters see nothing before this returns. O(operations), plus O(nodes made, deleted or moved to another depth).

        Raises:
            GuestError: parents, cycles, order or ids are wrong.
            LimitError: the tree would get too large, too deep or too wide.
            HostError: another batch was applied since this one was checked.
        """
        if batch.sequence != self._sequence + 1:
            raise HostError(
                f"batch {batch.sequence} was checked against another tree than that of batch {self._sequence}; "
                "apply each batch before the next is checked",
                code="batch_stale",
            )
        try:
            changes = apply_batch(batch, self.tree, self._components, self._limits, self._used)
        except BaseException:
            self._statistics.rejected += 1
            raise
        self._sequence = batch.sequence
        statistics = self._statistics
        statistics.batches += 1
        statistics.operations += len(batch.operations)
        statistics.nodes_max = max(statistics.nodes_max, self.tree.count)
        by_operation = self._by_operation
        if len(batch.operations) == 1:
            # The commonest batch of all, for which a second counter costs as much as applying it.
            by_operation[type(batch.operations[0]).__name__] += 1
        else:
            for kind, count in Counter(map(type, batch.operations)).items():
                by_operation[kind.__name__] += count
        return changes

    def statistics(self) -> ReceiverStatistics:
        """Counters of this session's batches and nodes, as a copy."""
        tree = self.tree
        return replace(
            self._statistics,
            nodes=tree.count,
            templates=len(tree.templates),
            tree_bytes=tree.weight,
            by_operation=dict(self._by_operation),
        )

    def _check_head(self, batch: Batch) -> None:
        if batch.version != PROTOCOL_VERSION:
            raise GuestError(
                f"batch speaks protocol {batch.version}, this host speaks {PROTOCOL_VERSION}; rebuild the bundle",
                code="protocol_version_unknown",
                path="batch",
            )
        expected = self._sequence + 1
        if batch.sequence != expected:
            raise GuestError(
                f"expected batch {expected}, got {batch.sequence}; batches come without gaps or repeats",
                code="sequence_broken",
                path="batch",
            )
        count = len(batch.operations)
        if count > self._limits.operations:
            refuse_limit("operations", count, self._limits.operations, f"batch of {count} operations", "batch")
