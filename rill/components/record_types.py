"""Finds the records that schemas rest on, for the generators. Knows no output format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rill.components.schema import ComponentSchema
from rill.components.value_types import (
    CustomType,
    DictType,
    ListType,
    RecordType,
    TupleType,
    UnionType,
    ValueType,
)
from rill.protocol.errors import HostError


@dataclass(slots=True)
class RecordEntry:
    """A record, and who writes it."""

    type: RecordType
    # Whether guests write it, so that fields with a default may be left out, or only read it.
    given: bool


class RecordTypes:
    """The records that types rest on, innermost first."""

    def __init__(self) -> None:
        self.entries: dict[str, RecordEntry] = {}

    def add_all(self, schemas: Iterable[ComponentSchema]) -> None:
        for schema in schemas:
            for prop in schema.props.values():
                self.add(prop.type, given=True)
            for event in schema.events.values():
                if event.payload_type is not None:
                    self.add(event.payload_type, given=False)
            for method in schema.methods.values():
                for parameter in method.parameters:
                    self.add(parameter.type, given=True)
                if method.returns is not None:
                    self.add(method.returns, given=False)

    def add(self, made: ValueType, *, given: bool) -> None:
        match made:
            case RecordType(record=record):
                entry = self.entries.get(record.__name__)
                if entry is not None and entry.type.record is not record:
                    raise HostError(
                        f"two records are called {record.__name__}: {entry.type.record.__module__} and "
                        f"{record.__module__} have one each; TypeScript needs different names",
                        code="component_invalid",
                        path=record.__name__,
                    )
                if entry is not None and (entry.given or not given):
                    return
                # Before its fields, because it may hold itself; moved behind them below.
                self.entries[record.__name__] = RecordEntry(made, given)
                for field in made.fields.values():
                    self.add(field.type, given=given)
                self.entries[record.__name__] = self.entries.pop(record.__name__)
            case ListType(item=item) | DictType(item=item):
                self.add(item, given=given)
            case TupleType(items=members) | UnionType(members=members):
                for member in members:
                    self.add(member, given=given)
            case CustomType(base=base):
                self.add(base, given=given)
