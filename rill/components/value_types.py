"""The types that props, payloads, arguments and results are made of, each with a fast check and a thorough one.

Each type has two checks. `accepts` is a closure for the common case: it says yes at the cost of a few comparisons and
has no opinion otherwise. `check` is the authority: it walks the value and says what is wrong and where. Errors leave as
`Mismatch`, because only the caller knows whose fault it is. Nothing here knows components or generators.
"""

from __future__ import annotations

import itertools
import math
import re
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from pydantic import TypeAdapter, ValidationError

from rill.components.record import Record
from rill.components.wording import join_or, kind_of, literal_text, quote, safe_name, suggest
from rill.protocol.codec import check_string, check_value
from rill.protocol.limits import Limits
from rill.protocol.values import (
    FORBIDDEN_KEYS,
    SAFE_INTEGER_MAX,
    UNDEFINED,
    ErrorValue,
    FunctionRef,
    MapValue,
    SetValue,
)

# `accepts(value, characters)`: True when the value certainly fits and no string in it has more than `characters`
# characters. The caller passes a quarter of Limits.string_bytes, under which no string can exceed the limit whatever
# its letters.
Accepts: TypeAlias = Callable[[Any, int], bool]


class Mismatch(Exception):
    """A value does not fit its type; callers turn this into an error that names whose fault it was.

    ``reason`` and ``hint`` are ready to print before and after the place; ``path`` is the place.
    """

    def __init__(self, reason: str, path: str, hint: str = "") -> None:
        super().__init__(reason, path, hint)
        self.reason = reason
        self.path = path
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.reason} at {self.path}{self.hint}"


class ValueType:
    """A compiled type. The subclasses of this module are all there are, so that generators can match on them."""

    __slots__ = ("accepts", "expected", "typescript")

    def __init__(self, expected: str, accepts: Accepts) -> None:
        # What an error says was expected, such as "int >= 0".
        self.expected = expected
        self.accepts = accepts
        # The TypeScript type, where the annotation gave one.
        self.typescript: str | None = None

    def check(self, value: Any, path: str, limits: Limits) -> None:
        """Check a value that came from a guest.

        Fields of records that are undefined are deleted in place, because JavaScript reads them as absent and no host
        should have to know.

        Raises:
            Mismatch: the value does not fit.
            LimitError: a string in it is too long.
            GuestError: a key in it is forbidden, or free data in it nests too deep.
        """
        raise NotImplementedError

    def refuse(self, value: Any, path: str) -> Mismatch:
        return Mismatch(f"expected {self.expected}, got {kind_of(value)}", path)


# -- scalars ---------------------------------------------------------------------------------------------------------


class PlainType(ValueType):
    """All values of one Python class, and no subclass of it: a BigInt is no int."""

    __slots__ = ("kind",)

    def __init__(self, kind: type, expected: str) -> None:
        self.kind = kind
        super().__init__(expected, lambda value, _: type(value) is kind)

    def check(self, value: Any, path: str, limits: Limits) -> None:  # noqa: ARG002 -- no size to check
        if type(value) is not self.kind:
            raise self.refuse(value, path)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Constraints of a number, or of a length."""

    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    lt: float | None = None

    def __bool__(self) -> bool:
        return any(bound is not None for bound in (self.ge, self.gt, self.le, self.lt))

    def __str__(self) -> str:
        signs = {">=": self.ge, ">": self.gt, "<=": self.le, "<": self.lt}
        return " and ".join(f"{sign} {bound:g}" for sign, bound in signs.items() if bound is not None)

    def hold(self, number: float) -> bool:
        return (
            (self.ge is None or number >= self.ge)
            and (self.gt is None or number > self.gt)
            and (self.le is None or number <= self.le)
            and (self.lt is None or number < self.lt)
        )


class IntType(ValueType):
    """An integer that JavaScript has, too."""

    __slots__ = ("bounds",)

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        accepts: Accepts
        if bounds == Bounds(ge=bounds.ge):
            minimum = -SAFE_INTEGER_MAX if bounds.ge is None else bounds.ge
            accepts = lambda value, _: type(value) is int and minimum <= value <= SAFE_INTEGER_MAX  # noqa: E731
        else:
            accepts = lambda value, _: type(value) is int and _is_safe(value) and bounds.hold(value)  # noqa: E731
        super().__init__(f"int {bounds}".rstrip(), accepts)

    def check(self, value: Any, path: str, limits: Limits) -> None:  # noqa: ARG002 -- no size to check
        if type(value) is not int:
            raise self.refuse(value, path)
        _check_safe(value, path)
        if not self.bounds.hold(value):
            raise Mismatch(f"expected {self.expected}, got {value}", path)


class FloatType(ValueType):
    """A number. Integers are numbers, too."""

    __slots__ = ("bounds", "finite")

    def __init__(self, bounds: Bounds, *, finite: bool) -> None:
        self.bounds = bounds
        self.finite = finite
        isfinite = math.isfinite

        holds = bounds.hold if bounds else None

        def accepts(value: Any, _: int) -> bool:
            kind = type(value)
            if kind is float:
                return (not finite or isfinite(value)) and (holds is None or holds(value))
            return kind is int and _is_safe(value) and (holds is None or holds(value))

        super().__init__(f"{'finite ' if finite and not bounds else ''}float {bounds}".rstrip(), accepts)

    def check(self, value: Any, path: str, limits: Limits) -> None:  # noqa: ARG002 -- no size to check
        if type(value) is int:
            _check_safe(value, path)
        elif type(value) is not float:
            raise self.refuse(value, path)
        if (self.finite and not math.isfinite(value)) or not self.bounds.hold(value):
            raise Mismatch(f"expected {self.expected}, got {value!r}", path)


def _is_safe(number: int) -> bool:
    return -SAFE_INTEGER_MAX <= number <= SAFE_INTEGER_MAX


def _check_safe(number: int, path: str) -> None:
    """Refuse what only a guest without an engine of ours can send; as `rill.protocol.codec.check_value` does."""
    if not _is_safe(number):
        raise Mismatch(f"expected an integer within 2**53 - 1, got one of {number.bit_length()} bits", path)


class StrType(ValueType):
    """Lengths count characters, as Python and pydantic do."""

    __slots__ = ("lengths", "pattern")

    def __init__(self, lengths: Bounds, pattern: str | None) -> None:
        self.lengths = lengths
        self.pattern = None if pattern is None else re.compile(pattern)
        accepts: Accepts
        if lengths or self.pattern is not None:
            search = self.pattern.search if self.pattern is not None else None
            holds = lengths.hold if lengths else None

            def accepts(value: Any, characters: int) -> bool:
                return (
                    type(value) is str
                    and len(value) <= characters
                    and (holds is None or holds(len(value)))
                    and (search is None or search(value) is not None)
                )
        else:
            accepts = lambda value, characters: type(value) is str and len(value) <= characters  # noqa: E731
        expected = "str"
        if lengths:
            expected += f" of length {lengths}"
        if pattern is not None:
            expected += f" matching {pattern}"
        super().__init__(expected, accepts)

    def check(self, value: Any, path: str, limits: Limits) -> None:
        if type(value) is not str:
            raise self.refuse(value, path)
        # Size first: no pattern sees a string longer than the limit.
        check_string(value, path, limits)
        if not self.lengths.hold(len(value)):
            raise Mismatch(f"expected {self.expected}, got one of length {len(value)}", path)
        if self.pattern is not None and self.pattern.search(value) is None:
            raise Mismatch(f"expected {self.expected}, got {quote(value)}", path)


class LiteralType(ValueType):
    """One of a few values. ``True`` and ``1`` are different, as they are in JavaScript."""

    __slots__ = ("_keys", "values")

    def __init__(self, values: tuple[str | int | bool, ...]) -> None:
        self.values = values
        keys = self._keys = frozenset((type(value), value) for value in values)
        accepts: Accepts
        if all(type(value) is str for value in values):
            names = frozenset(values)
            accepts = lambda value, _: type(value) is str and value in names  # noqa: E731
        else:
            kinds = frozenset(type(value) for value in values)
            accepts = lambda value, _: type(value) in kinds and (type(value), value) in keys  # noqa: E731
        super().__init__(join_or([literal_text(value) for value in values]), accepts)

    def check(self, value: Any, path: str, limits: Limits) -> None:  # noqa: ARG002 -- no size to check
        if not isinstance(value, str | int) or (type(value), value) not in self._keys:
            shown = quote(value) if type(value) is str else kind_of(value)
            raise Mismatch(f"expected {self.expected}, got {shown}", path)


_PLAIN: Final = frozenset({type(None), bool, int, float})


class AnyType(ValueType):
    """Free data: whatever crosses, except undefined at its top and functions anywhere."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(
            "a value",
            lambda value, characters: type(value) in _PLAIN or (type(value) is str and len(value) <= characters),
        )

    def check(self, value: Any, path: str, limits: Limits) -> None:
        if value is UNDEFINED:
            raise self.refuse(value, path)
        check_value(value, path, limits)
        if holds_function(value):
            raise Mismatch("expected data, got a function in it", path)


# -- containers ------------------------------------------------------------------------------------------------------


class ListType(ValueType):
    __slots__ = ("item", "lengths")

    def __init__(self, item: ValueType, lengths: Bounds) -> None:
        self.item = item
        self.lengths = lengths
        accepts_item = item.accepts

        def accepts(value: Any, characters: int) -> bool:
            if type(value) is not list or not lengths.hold(len(value)):
                return False
            # A plain loop: all() with a generator costs twice as much for the short lists that props hold.
            for entry in value:  # noqa: SIM110
                if not accepts_item(entry, characters):
                    return False
            return True

        expected = f"array of {item.expected}"
        super().__init__(f"{expected} of length {lengths}" if lengths else expected, accepts)

    def check(self, value: Any, path: str, limits: Limits) -> None:
        if type(value) is not list:
            raise self.refuse(value, path)
        if not self.lengths.hold(len(value)):
            raise Mismatch(f"expected {self.expected}, got one of length {len(value)}", path)
        accepts, characters = self.item.accepts, limits.string_bytes >> 2
        for index, entry in enumerate(value):
            # Paths are made for the few entries that need a closer look only.
            if not accepts(entry, characters):
                self.item.check(entry, f"{path}[{index}]", limits)


class TupleType(ValueType):
    """An array of fixed length."""

    __slots__ = ("items",)

    def __init__(self, items: tuple[ValueType, ...]) -> None:
        self.items = items
        size = len(items)

        def accepts(value: Any, characters: int) -> bool:
            if type(value) is not list or len(value) != size:
                return False
            for item, entry in zip(items, value, strict=True):  # noqa: SIM110 -- as in ListType
                if not item.accepts(entry, characters):
                    return False
            return True

        super().__init__(f"[{', '.join(item.expected for item in items)}]", accepts)

    def check(self, value: Any, path: str, limits: Limits) -> None:
        if type(value) is not list:
            raise self.refuse(value, path)
        if len(value) != len(self.items):
            raise Mismatch(f"expected {self.expected}, got an array of length {len(value)}", path)
        for index, (item, entry) in enumerate(zip(self.items, value, strict=True)):
            item.check(entry, f"{path}[{index}]", limits)


class DictType(ValueType):
    """An object with values of one type, under free names or under some of ``names``."""

    __slots__ = ("item", "names")

    def __init__(self, item: ValueType, names: tuple[str, ...] = ()) -> None:
        self.item = item
        self.names = names
        accepts_item = item.accepts
        known = frozenset(names)

        def accepts(value: Any, characters: int) -> bool:
            if type(value) is not dict:
                return False
            for key, entry in value.items():
                if known:
                    if key not in known:
                        return False
                elif type(key) is not str or len(key) > characters or key in FORBIDDEN_KEYS:
                    return False
                if not accepts_item(entry, characters):
                    return False
            return True

        super().__init__(f"object of {item.expected}", accepts)

    def check(self, value: Any, path: str, limits: Limits) -> None:
        if type(value) is not dict:
            raise self.refuse(value, path)
        # One level of keys: the walk over the values is the item type's.
        check_value(dict.fromkeys(value), path, limits)
        accepts, characters = self.item.accepts, limits.string_bytes >> 2
        for key, entry in value.items():
            if self.names and key not in self.names:
                raise Mismatch(f"unknown name {quote(key)}", path, suggest(key, self.names))
            if not accepts(entry, characters):
                self.item.check(entry, f"{path}.{safe_name(key)}", limits)


@dataclass(frozen=True, slots=True)
class RecordField:
    """A field of a record, under its wire name."""

    name: str
    type: ValueType
    required: bool
    default: Any
    doc: str


class RecordType(ValueType):
    """An object with named fields: a subclass of `Record`."""

    __slots__ = ("_required", "fields", "record", "recursive")

    def __init__(self, record: type[Record]) -> None:
        self.record = record
        # Filled by `_compile_record` after construction, because a record may hold itself.
        self.fields: Mapping[str, RecordField] = {}
        self.recursive = False
        self._required: frozenset[str] = frozenset()
        super().__init__(record.__name__, lambda _value, _characters: False)

    def complete(self, fields: Mapping[str, RecordField], *, recursive: bool) -> None:
        self.fields = types.MappingProxyType(dict(fields))
        self.recursive = recursive
        required = self._required = frozenset(field.name for field in fields.values() if field.required)
        if recursive:
            # Left to `check`, which bounds the depth before it recurses.
            return
        table = {field.name: field.type.accepts for field in fields.values()}

        def accepts(value: Any, characters: int) -> bool:
            if type(value) is not dict:
                return False
            for key, entry in value.items():
                accepts_entry = table.get(key)
                if accepts_entry is None or not accepts_entry(entry, characters):
                    return False
            return not required or value.keys() >= required

        self.accepts = accepts

    def check(self, value: Any, path: str, limits: Limits) -> None:
        if type(value) is not dict:
            raise self.refuse(value, path)
        if self.recursive:
            check_value(value, path, limits)
        for key in [key for key, entry in value.items() if entry is UNDEFINED and key in self.fields]:
            del value[key]
        for key, entry in value.items():
            field = self.fields.get(key) if type(key) is str else None
            if field is None:
                raise Mismatch(
                    f"unknown field {quote(key)} of {self.expected}",
                    path,
                    suggest(key, self.fields, self.record.known_elsewhere),
                )
            field.type.check(entry, f"{path}.{key}", limits)
        for name in self.fields:
            if name in self._required and name not in value:
                raise Mismatch(f"missing field '{name}' of {self.expected}", path)


class UnionType(ValueType):
    __slots__ = ("members",)

    def __init__(self, members: tuple[ValueType, ...]) -> None:
        self.members = members
        accepts: Accepts
        if len(members) == 2 and is_null(members[1]):
            # `X | None`, the usual case.
            accepts_first = members[0].accepts
            accepts = lambda value, characters: value is None or accepts_first(value, characters)  # noqa: E731
        else:
            # Members by the Python class of the values they can accept, so that few are asked.
            by_class: dict[type, list[Accepts]] = {}
            for member in members:
                for kind in _classes_of(member):
                    by_class.setdefault(kind, []).append(member.accepts)

            def accepts(value: Any, characters: int) -> bool:
                for accepts_member in by_class.get(type(value), ()):  # noqa: SIM110 -- as in ListType
                    if accepts_member(value, characters):
                        return True
                return False

        super().__init__(join_or([member.expected for member in members]), accepts)

    def check(self, value: Any, path: str, limits: Limits) -> None:
        mismatches: list[Mismatch] = []
        for member in self.members:
            try:
                return member.check(value, path, limits)
            except Mismatch as mismatch:
                mismatches.append(mismatch)
        # A member that got as far as looking inside says more than the list of all of them, if it is the only one.
        inside = [mismatch for mismatch in mismatches if mismatch.path != path]
        if len(inside) == 1:
            raise inside[0]
        same = [item for item, member in zip(mismatches, self.members, strict=True) if _same_kind(member, value)]
        if len(same) == 1 and not inside:
            raise same[0]
        shown = quote(value) if type(value) is str else kind_of(value)
        raise Mismatch(f"expected {self.expected}, got {shown}", path)


class CustomType(ValueType):
    """A type with rules that only pydantic knows, such as a validator. The plain check of ``base`` comes first."""

    __slots__ = ("_adapter", "base")

    def __init__(self, base: ValueType, adapter: TypeAdapter[Any]) -> None:
        self.base = base
        self._adapter = adapter
        # Built now, because several worker threads may come here first at once.
        adapter.rebuild()
        super().__init__(base.expected, lambda _value, _characters: False)

    def check(self, value: Any, path: str, limits: Limits) -> None:
        self.base.check(value, path, limits)
        try:
            # Not strict at the top only: `base` has checked the types, and arrays must pass for tuples.
            self._adapter.validate_python(value)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            where = "".join(f"[{item}]" if isinstance(item, int) else f".{safe_name(item)}" for item in first["loc"])
            reason = first["msg"].removeprefix("Value error, ")
            raise Mismatch(f"{reason[:1].lower()}{reason[1:]}", path + where) from None


# -- which values go with which types ------------------------------------------------------------------------------


def is_null(made: ValueType) -> bool:
    """Whether a type is that of null alone."""
    return isinstance(made, PlainType) and made.kind is type(None)


def _same_kind(member: ValueType, value: Any) -> bool:
    """Whether a value is of the kind that a type is about, so that the type's own words fit."""
    if isinstance(member, UnionType):
        return any(_same_kind(inner, value) for inner in member.members)
    match value:
        case bool():
            return isinstance(member, PlainType) and member.kind is bool
        case int() | float():
            return isinstance(member, IntType | FloatType)
        case str():
            return isinstance(member, StrType | LiteralType)
        case list():
            return isinstance(member, ListType | TupleType)
        case dict():
            return isinstance(member, DictType | RecordType | CustomType)
    return False


def _classes_of(made: ValueType) -> Iterable[type]:
    """The Python classes of the values that a type's `accepts` may say yes to."""
    match made:
        case PlainType(kind=kind):
            return (kind,)
        case IntType():
            return (int,)
        case FloatType():
            return (int, float)
        case StrType():
            return (str,)
        case LiteralType(values=values):
            return {type(value) for value in values}
        case ListType() | TupleType():
            return (list,)
        case DictType() | RecordType():
            return (dict,)
        case UnionType(members=members):
            return {kind for member in members for kind in _classes_of(member)}
        case AnyType():
            return (*_PLAIN, str)
    # CustomType leaves every value to `check`.
    return ()


def holds_function(value: Any) -> bool:
    """Whether a function of the guest is anywhere in a value. The depth must have been checked."""
    level: list[Any] = [value]
    while level:
        # Classes first, at the speed of C: most data is long and flat.
        kinds = set(map(type, level))
        if FunctionRef in kinds:
            return True
        level = [part for item in level for part in _parts(item)] if kinds & _CONTAINERS else []
    return False


_CONTAINERS: Final = frozenset({dict, list, MapValue, SetValue, ErrorValue})


def _parts(item: Any) -> Iterable[Any]:
    """What a container holds."""
    match item:
        case dict():
            return item.values()
        case list():
            return item
        case MapValue(pairs=pairs):
            return itertools.chain.from_iterable(pairs)
        case SetValue(items=items):
            return items
        case ErrorValue(cause=cause):
            return (cause,)
    return ()
