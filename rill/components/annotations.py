"""From annotations to value types: reads what a host's class says and picks the checks. No check runs here."""

from __future__ import annotations

import threading
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

import annotated_types
from pydantic import PydanticUserError, Strict, TypeAdapter
from pydantic.fields import FieldInfo

from rill.components.record import Record, TypeText
from rill.components.value_types import (
    AnyType,
    Bounds,
    CustomType,
    DictType,
    FloatType,
    IntType,
    ListType,
    LiteralType,
    PlainType,
    RecordField,
    RecordType,
    StrType,
    TupleType,
    UnionType,
    ValueType,
)
from rill.protocol.errors import HostError
from rill.protocol.values import FORBIDDEN_KEYS, FunctionRef

_PLAIN_TYPES: Final[Mapping[Any, str]] = {
    type(None): "null",
    bool: "bool",
    bytes: "bytes",
    datetime: "Date",
    # The host that keeps one must release it when the prop goes.
    FunctionRef: "function",
}
# Metadata that changes no check: documentation, and what a wire value needs no permission for.
_SILENT: Final = (str, Strict, TypeText)
# Python 3.12's `type X = ...`.
_TYPE_ALIAS: Final[Any] = getattr(typing, "TypeAliasType", ())


def compile_type(annotation: Any, metadata: tuple[Any, ...], path: str) -> ValueType:
    """Compile an annotation and its pydantic metadata.

    Raises:
        HostError: a type that cannot cross, or that no check is known for; the path says where.
    """
    metadata = _flatten(metadata)
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return compile_type(inner, (*more, *metadata), path)
    if isinstance(annotation, _TYPE_ALIAS):
        return compile_type(annotation.__value__, metadata, path)
    constraints = _Constraints.read(metadata)
    if constraints.custom:
        return _compile_custom(annotation, metadata, constraints.custom, path)
    if origin is Union or origin is types.UnionType:
        members = get_args(annotation)
        # Pydantic applies what stands on `int | None` to the int; on a wider union it is ambiguous and therefore
        # refused.
        if constraints and len([member for member in members if member is not type(None)]) != 1:
            raise _unsupported(annotation, path)
        inner = tuple(item for item in metadata if not isinstance(item, TypeText))
        made: ValueType | None = UnionType(
            tuple(compile_type(member, () if member is type(None) else inner, path) for member in members)
        )
    else:
        made = _compile_plain(annotation, origin, constraints, path)
    if made is None:
        raise _unsupported(annotation, path)
    for item in metadata:
        if isinstance(item, TypeText) and not isinstance(made, RecordType):
            made.typescript = item.typescript
            made.expected = item.expected or made.expected
    return made


def _unsupported(annotation: Any, path: str) -> HostError:
    return HostError(
        f"a value of type {annotation!r} cannot be checked at {path}; expected None, bool, int, float, str, bytes, "
        "datetime, Literal, list, tuple of fixed length, dict with str keys, Any, FunctionRef, a Record, or a union "
        "of those, with constraints that fit them",
        code="component_invalid",
        path=path,
    )


def _compile_plain(annotation: Any, origin: Any, constraints: _Constraints, path: str) -> ValueType | None:
    arguments = get_args(annotation)
    if annotation is int and constraints.are_only("bounds"):
        return IntType(constraints.bounds)
    if annotation is float and constraints.are_only("bounds", "allow_inf_nan"):
        return FloatType(constraints.bounds, finite=not constraints.allow_inf_nan)
    if annotation is str and constraints.are_only("lengths", "pattern"):
        return StrType(constraints.lengths, constraints.pattern)
    if origin is list and len(arguments) == 1 and constraints.are_only("lengths"):
        return ListType(compile_type(arguments[0], (), f"{path}[]"), constraints.lengths)
    if constraints:
        return None
    if origin is Literal and all(type(value) in (str, int, bool) for value in arguments):
        return LiteralType(arguments)
    if origin is tuple and arguments and ... not in arguments:
        items = (compile_type(argument, (), f"{path}[{index}]") for index, argument in enumerate(arguments))
        return TupleType(tuple(items))
    if origin is dict and len(arguments) == 2 and (arguments[0] is str or get_origin(arguments[0]) is Literal):
        return DictType(compile_type(arguments[1], (), f"{path}.*"), get_args(arguments[0]))
    if origin is not None:
        return None
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return _compile_record(annotation, path)
    if annotation is Any or annotation is object:
        return AnyType()
    kind = type(None) if annotation is None else annotation
    return PlainType(kind, _PLAIN_TYPES[kind]) if kind in _PLAIN_TYPES else None


def _compile_custom(annotation: Any, metadata: tuple[Any, ...], custom: tuple[Any, ...], path: str) -> ValueType:
    base = compile_type(annotation, tuple(item for item in metadata if item not in custom), path)
    rules: Any = Annotated.__class_getitem__((annotation, *metadata))  # type: ignore[attr-defined]
    try:
        return CustomType(base, TypeAdapter(rules))
    except PydanticUserError as error:
        raise HostError(
            f"pydantic cannot check a value of type {annotation!r} at {path}: {error.message}",
            code="component_invalid",
            path=path,
        ) from error


# Records by class, and those whose fields are being compiled. Few and for ever, like the classes themselves.
_records: dict[type[Record], RecordType] = {}
_building: list[type[Record]] = []
_recursive: set[type[Record]] = set()
_lock: Final = threading.RLock()


def _compile_record(record: type[Record], path: str) -> ValueType:
    with _lock:
        made = _records.get(record)
        if made is None:
            made = _build_record(record, path)
        elif record in _building:
            _recursive.update(_building[_building.index(record) :])
    decorators = record.__pydantic_decorators__
    if decorators.field_validators or decorators.model_validators or decorators.validators:
        return CustomType(made, TypeAdapter(record))
    return made


def _build_record(record: type[Record], path: str) -> RecordType:
    made = _records[record] = RecordType(record)
    _building.append(record)
    try:
        fields = {
            info.alias or name: read_field(info.alias or name, info, path)
            for name, info in fields_of(record, path).items()
        }
        made.complete(fields, recursive=record in _recursive)
    except BaseException:
        # Nothing half made stays, also of records that hold this one.
        for unfinished in _building[_building.index(record) :]:
            _records.pop(unfinished, None)
        raise
    finally:
        _building.remove(record)
    return made


def fields_of(record: type[Record], path: str) -> Mapping[str, FieldInfo]:
    """The pydantic fields of a class, with every name in its annotations looked up.

    Raises:
        HostError: an annotation names what does not exist.
    """
    try:
        if not record.__pydantic_fields_complete__:
            record.model_rebuild()
    except (PydanticUserError, NameError) as error:
        raise HostError(
            f"an annotation of {record.__name__} cannot be read at {path}: {error}",
            code="component_invalid",
            path=path,
        ) from error
    return record.model_fields


def read_field(name: str, info: FieldInfo, path: str) -> RecordField:
    """Compile a field of a pydantic class. ``name`` is its wire name, ``path`` that of its class."""
    where = f"{path}.{name}"
    if name in FORBIDDEN_KEYS:
        raise HostError(f"'{name}' at {where} never crosses", code="component_invalid", path=where)
    return RecordField(
        name=name,
        type=compile_type(info.annotation, tuple(info.metadata), where),
        required=info.is_required(),
        default=default_of(info),
        doc=info.description or "",
    )


def default_of(info: FieldInfo) -> Any:
    """The default of a field in its wire form; None where there is none."""
    return None if info.is_required() else to_plain(info.get_default(call_default_factory=True))


def to_plain(value: Any) -> Any:
    """Turn records and tuples that a host wrote into the objects and arrays that they are on the wire."""
    if isinstance(value, Record):
        return {info.alias or name: to_plain(getattr(value, name)) for name, info in type(value).model_fields.items()}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    return value


@dataclass(frozen=True, slots=True)
class _Constraints:
    """What the metadata of an annotation asks of a value."""

    bounds: Bounds
    lengths: Bounds
    pattern: str | None
    allow_inf_nan: bool
    # What only pydantic understands.
    custom: tuple[Any, ...]

    @classmethod
    def read(cls, metadata: tuple[Any, ...]) -> _Constraints:
        bounds: dict[str, float] = {}
        lengths: dict[str, float] = {}
        pattern: str | None = None
        allow_inf_nan = False
        custom = []
        for item in metadata:
            match item:
                case annotated_types.Ge(ge=bound):
                    bounds["ge"] = typing.cast(float, bound)
                case annotated_types.Gt(gt=bound):
                    bounds["gt"] = typing.cast(float, bound)
                case annotated_types.Le(le=bound):
                    bounds["le"] = typing.cast(float, bound)
                case annotated_types.Lt(lt=bound):
                    bounds["lt"] = typing.cast(float, bound)
                case annotated_types.MinLen(min_length=length):
                    lengths["ge"] = length
                case annotated_types.MaxLen(max_length=length):
                    lengths["le"] = length
                case _ if isinstance(item, _SILENT):
                    pass
                case _ if (general := getattr(item, "__dict__", {})) and set(general) <= {"pattern", "allow_inf_nan"}:
                    # Pydantic's own carrier for what annotated_types has no name for.
                    pattern = general.get("pattern", pattern)
                    allow_inf_nan = general.get("allow_inf_nan", allow_inf_nan)
                case _:
                    custom.append(item)
        return cls(Bounds(**bounds), Bounds(**lengths), pattern, allow_inf_nan, tuple(custom))

    def __bool__(self) -> bool:
        return not self.are_only()

    def are_only(self, *names: str) -> bool:
        """Whether nothing is asked but what these fields hold."""
        return not any(
            getattr(self, name)
            for name in ("bounds", "lengths", "pattern", "allow_inf_nan", "custom")
            if name not in names
        )


def _flatten(metadata: tuple[Any, ...]) -> tuple[Any, ...]:
    """Put what a Field() carries beside what stands there bare."""
    flat: list[Any] = []
    for item in metadata:
        if isinstance(item, FieldInfo):
            flat.extend(item.metadata)
        elif isinstance(item, annotated_types.GroupedMetadata):
            flat.extend(item)
        else:
            flat.append(item)
    return tuple(flat)
