"""Step one of the receiver: every operation for itself, its sizes, types, whitelist and props.

Reads the tree and changes nothing, so that it may run in a worker thread beside the event loop. What an operation does
to the structure is the business of `batch_application`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rill.host.names import shown
from rill.host.node_ids import SortedIds
from rill.host.refusals import refuse_component, refuse_limit, refuse_node
from rill.host.templates import CompiledTemplate, compile_template
from rill.host.tree import Tree
from rill.protocol.codec import check_text, check_value
from rill.protocol.errors import GuestError
from rill.protocol.limits import Limits
from rill.protocol.messages import Batch
from rill.protocol.operations import (
    TEXT_TYPE,
    Clone,
    Clones,
    Create,
    Operation,
    Patch,
    RefCall,
    SlotKind,
    Template,
    Text,
    Update,
)

if TYPE_CHECKING:
    from rill.components import ComponentSchema

# What an id stands for: a component's type and schema; the schema is None for #text and the root.
_Kind = tuple[str, "ComponentSchema | None"]


@dataclass(frozen=True, slots=True)
class CheckedBatch:
    """A batch that passed `check_batch`: what is left to check is structure.

    ``templates`` are those that it defines, compiled; ``ref_calls`` its REF_CALLs, for the session.
    """

    sequence: int
    operations: tuple[Operation, ...]
    templates: Mapping[int, CompiledTemplate]
    ref_calls: tuple[RefCall, ...]


def check_batch(batch: Batch, tree: Tree, components: Mapping[str, ComponentSchema], limits: Limits) -> CheckedBatch:
    """Check every operation of a batch against the whitelist and the tree as it is. O(operations and their values).

    Raises:
        GuestError: an operation breaks the whitelist or a schema, or names a node that neither exists nor was made
            before it in the batch.
        LimitError: a string, a value or a template is too large.
    """
    check = _Check(components, limits, tree)
    checks = _CHECKS
    for index, operation in enumerate(batch.operations):
        check_operation = checks.get(type(operation))
        if check_operation is not None:
            check_operation(check, operation, index)
    return CheckedBatch(batch.sequence, tuple(batch.operations), check.templates, tuple(check.ref_calls))


class _Check:
    """What the operations of one batch have said so far, beside the tree."""

    def __init__(self, components: Mapping[str, ComponentSchema], limits: Limits, tree: Tree) -> None:
        self.templates: dict[int, CompiledTemplate] = {}
        self.ref_calls: list[RefCall] = []
        self._components = components
        self._limits = limits
        self._tree = tree
        self._created: dict[int, Create] = {}
        # Runs of clones of this batch, by their first id, with the id behind their last one. Runs that overlap each
        # other or anything else are refused in step two, before anything that was checked by them is applied.
        self._runs: dict[int, tuple[int, CompiledTemplate]] = {}
        self._firsts = SortedIds()
        # The run that the last PATCH met: first id, the id behind the last, template. Which ids are clones of which
        # template is true for good, whatever becomes of the run.
        self._near = (0, -1, _NO_RUN[1])

    def create(self, operation: Create, index: int) -> None:
        props = operation.props
        if operation.type == TEXT_TYPE:
            check_text(props, f"batch[{index}].text", self._limits)
        else:
            schema = self._components.get(operation.type)
            if schema is None:
                refuse_component(operation.type, self._components, f"batch[{index}]")
            if type(props) is not dict:
                raise GuestError(
                    f"expected an object for the props of {shown(operation.type)} at batch[{index}].props, got str",
                    code="props_invalid",
                    path=f"batch[{index}].props",
                )
            schema.check_create(props, f"batch[{index}].props", self._limits)
        self._created[operation.id] = operation

    def update(self, operation: Update, index: int) -> None:
        type_name, schema = self._kind_of(operation.id, index)
        if schema is None:
            path = f"batch[{index}]"
            raise GuestError(
                f"node {operation.id} is {shown(type_name)} and has no props, at {path}",
                code="props_refused",
                path=path,
            )
        schema.check_update(operation.props, operation.removed, f"batch[{index}].props", self._limits)

    def text(self, operation: Text, index: int) -> None:
        check_text(operation.text, f"batch[{index}].text", self._limits)
        type_name, _ = self._kind_of(operation.id, index)
        if type_name != TEXT_TYPE:
            path = f"batch[{index}]"
            raise GuestError(
                f"TEXT needs a #text node, {operation.id} is {shown(type_name)}, at {path}",
                code="text_refused",
                path=path,
            )

    def ref_call(self, operation: RefCall, index: int) -> None:
        # Node and method may be unknown: that is answered, not rejected.
        check_value(operation.args, f"batch[{index}].args", self._limits)
        self.ref_calls.append(operation)

    def template(self, operation: Template, index: int) -> None:
        path, id = f"batch[{index}]", operation.template
        if id in self.templates or id in self._tree.templates:
            raise GuestError(f"template {id} is defined twice, at {path}", code="template_reused", path=path)
        count = len(self.templates) + len(self._tree.templates) + 1
        if count > self._limits.templates:
            refuse_limit("templates", count, self._limits.templates, f"session of {count} templates", path)
        self.templates[id] = compile_template(operation, self._components, path, self._limits)

    def clone(self, operation: Clone, index: int) -> None:
        template = self._template_of(operation.template, index)
        template.check_values(operation.values, f"batch[{index}].values", self._limits)
        self._note_run(operation.base, 1, template)

    def clones(self, operation: Clones, index: int) -> None:
        template = self._template_of(operation.template, index)
        path, count = f"batch[{index}].columns", operation.count
        template.check_slot_count(len(operation.columns), path)
        for slot, column in enumerate(operation.columns):
            where = f"{path}[{slot}]"
            if len(column) != count:
                raise GuestError(
                    f"expected {count} values at {where}, got {len(column)}", code="column_length_wrong", path=where
                )
            template.check_column(slot, column, where, self._limits)
        self._note_run(operation.base, count, template)

    def patch(self, operation: Patch, index: int) -> None:
        # The commonest operation of an update: nothing is made for it while nothing is wrong.
        number = operation.slot
        template = self._template_at(operation.base)
        if template is not None and number < len(template.slots):
            slot = template.node_slots[number]
            if slot.accepts is not None and slot.accepts(operation.value, slot.characters(self._limits)):
                return
        path = f"batch[{index}]"
        if template is None:
            raise GuestError(f"node {operation.base} is no clone, at {path}", code="clone_unknown", path=path)
        slots = template.slots
        if number >= len(slots):
            raise GuestError(
                f"template {template.id} has {len(slots)} slots, none is number {number}, at {path}",
                code="slot_unknown",
                path=path,
            )
        if slots[number].kind == SlotKind.CHILDREN:
            raise GuestError(
                f"slot {number} of template {template.id} holds children; use APPEND and INSERT, at {path}",
                code="slot_invalid",
                path=path,
            )
        template.check_slot(number, operation.value, f"{path}.value", self._limits)

    # -- what an id stands for

    def _kind_of(self, id: int, index: int) -> _Kind:
        created = self._created.get(id)
        if created is not None:
            return created.type, self._components.get(created.type)
        kind = self._tree.schema_of(id) or self._kind_in_runs(id)
        if kind is None:
            refuse_node(id, f"batch[{index}]")
        return kind

    def _kind_in_runs(self, id: int) -> _Kind | None:
        first = self._firsts.below(id)
        end, template = self._runs.get(first, _NO_RUN)
        if id >= end:
            return None
        static = template.nodes[(id - first) % template.size]
        return static.type, static.schema

    def _template_at(self, base: int) -> CompiledTemplate | None:
        """The template of the clone that begins at an id."""
        first, end, template = self._near
        if first <= base < end:
            return template if (base - first) % template.size == 0 else None
        if self._runs:
            first = self._firsts.below(base)
            end, template = self._runs.get(first, _NO_RUN)
            if base < end:
                self._near = (first, end, template)
                return template if (base - first) % template.size == 0 else None
        node = self._tree.nodes.get(base)
        if node is not None:
            return node.template
        run = self._tree.run_around(base)
        if run is None:
            return self._tree.template_at(base)
        first, _, template = self._near = run
        return template if (base - first) % template.size == 0 else None

    def _template_of(self, id: int, index: int) -> CompiledTemplate:
        template = self.templates.get(id) or self._tree.templates.get(id)
        if template is None:
            path = f"batch[{index}]"
            raise GuestError(f"unknown template {id} at {path}", code="template_unknown", path=path)
        return template

    def _note_run(self, base: int, count: int, template: CompiledTemplate) -> None:
        # The first of two runs with the same base counts; step two refuses the second.
        if base not in self._runs:
            self._runs[base] = (base + count * template.size, template)
            self._firsts.add(base)


# No id lies before its end, so its template is never looked at.
_NO_RUN: Final[tuple[int, CompiledTemplate]] = (-1, CompiledTemplate(0, (), (), (), 0, 0, 0))

# DELETE, APPEND, INSERT, REMOVE, REORDER and CLEAR are structure alone: step two.
_CHECKS: Final[dict[type[Operation], Callable[[_Check, Any, int], None]]] = {
    Create: _Check.create,
    Update: _Check.update,
    Text: _Check.text,
    RefCall: _Check.ref_call,
    Template: _Check.template,
    Clone: _Check.clone,
    Patch: _Check.patch,
    Clones: _Check.clones,
}
