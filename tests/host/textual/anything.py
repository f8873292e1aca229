"""Makes values that a prop's type accepts, whatever it is, and elements of any component: what a guest may send and
nobody would.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, Final

from rill.components import CATALOGUE, ComponentSchema
from rill.components.schema import SLOT_TYPE
from rill.components.value_types import (
    AnyType,
    CustomType,
    DictType,
    FloatType,
    IntType,
    ListType,
    LiteralType,
    Mismatch,
    PlainType,
    RecordType,
    StrType,
    TupleType,
    UnionType,
    ValueType,
)
from rill.protocol.errors import RillError
from rill.protocol.limits import Limits

from .scene import Element, el

WORDS: Final = ("", "word", "two words", "line\nfeed", "[b]", "\x1b[1m", "字字", "e\u0301", "tab\there", "long " * 40)
_PATTERNED: Final = ("2026-02-03", "", "33.3%", "100%", "1fr", "0%")
_NUMBERS: Final = (0, 1, 2, 3, 7, 300, 100_000, 2**40, -1, -5, 0.5, 33.3, -2.5, 1e9, 1e300, 1e-9)
_DEPTH_MAX: Final = 4


class Anything:
    """Chooses by one seed. ``words`` are the strings that it uses where any will do."""

    def __init__(self, chance: random.Random, words: Sequence[str] = WORDS) -> None:
        self.chance = chance
        self.words = words

    def value(self, type: ValueType, depth: int = 0) -> Any:
        """A value that the type accepts, or None where nothing fits."""
        for _ in range(30):
            value = self._value(type, depth)
            if _fits(type, value):
                return value
        return None

    def _value(self, type: ValueType, depth: int) -> Any:
        chance = self.chance
        match type:
            case PlainType(kind=kind):
                return chance.random() < 0.5 if kind is bool else None
            case IntType():
                return int(chance.choice(_NUMBERS))
            case FloatType():
                return chance.choice(_NUMBERS)
            case StrType():
                return chance.choice((*self.words, *_PATTERNED) if type.pattern is not None else self.words)
            case LiteralType(values=values):
                return chance.choice(list(values))
            case ListType(item=item):
                return [self.value(item, depth + 1) for _ in range(chance.choice((0, 1, 2, 5)) if depth < 3 else 0)]
            case TupleType(items=items):
                return [self.value(item, depth + 1) for item in items]
            case DictType():
                return {}
            case RecordType(fields=fields):
                record = {
                    name: self.value(field.type, depth + 1)
                    for name, field in fields.items()
                    if field.required or (depth < _DEPTH_MAX and chance.random() < 0.5)
                }
                return {name: value for name, value in record.items() if _fits(fields[name].type, value)}
            case UnionType(members=members):
                return self.value(chance.choice(members), depth)
            case CustomType(base=base):
                return self.value(base, depth)
            case AnyType():
                return chance.choice((None, True, 3, *self.words))
        raise AssertionError(f"no values for {type}")

    def props(self, schema: ComponentSchema, count: int) -> dict[str, Any]:
        """So many props and events, and those that must be given."""
        chosen = set(self.chance.sample(list(schema.props), min(len(schema.props), count)))
        props: dict[str, Any] = {}
        for name, prop in schema.props.items():
            if prop.required or name in chosen:
                value = self.value(prop.type)
                if value is not None or not prop.required:
                    props[name] = value
        for event in self.chance.sample(list(schema.events), min(len(schema.events), 2)):
            props[event] = True
        return {name: value for name, value in props.items() if _passes(schema, name, value)}

    def element(self, allowed: Callable[[ComponentSchema], bool], depth: int = 0) -> Element:
        """A component that may stand here, with whatever may stand in it."""
        schema = self.chance.choice([schema for schema in CATALOGUE.values() if allowed(schema)])
        return self.element_of(schema, depth)

    def element_of(self, schema: ComponentSchema, depth: int = 0) -> Element:
        """A component, with whatever may stand in it."""
        children: list[Element | str] = []
        inside = [child for child in CATALOGUE.values() if schema.accepts_child(child)]
        for _ in range(self.chance.randrange(4) if depth < _DEPTH_MAX else 0):
            if schema.text_allowed and self.chance.random() < 0.7:
                children.append(self.chance.choice(self.words))
            elif inside:
                children.append(self.element_of(self.chance.choice(inside), depth + 1))
        props = self.props(schema, 4)
        if schema.name == SLOT_TYPE and self.chance.random() < 0.7:
            props["name"] = self.chance.choice(("header", "footer", "content", "empty"))
        return el(schema.name, props, *children)


def filled(type: ValueType, text: str, depth: int = 0) -> Any:
    """A value with a text in every place that takes one, and with everything else given that can be."""
    match type:
        case StrType():
            most = type.lengths.le
            cut = text if most is None else text[: int(most)]
            return next((each for each in (cut, *_PATTERNED) if _fits(type, each)), None)
        case ListType(item=UnionType(members=members)):
            return [value for member in members if _fits(member, value := filled(member, text, depth + 1))]
        case ListType(item=item):
            value = filled(item, text, depth + 1) if depth < _DEPTH_MAX else None
            return [value] if _fits(item, value) else []
        case TupleType(items=items):
            return [filled(item, text, depth + 1) for item in items]
        case RecordType(fields=fields):
            record = {name: filled(field.type, text, depth + 1) for name, field in fields.items()}
            return {name: value for name, value in record.items() if _fits(fields[name].type, value)}
        case UnionType(members=members):
            values = [filled(member, text, depth) for member in members]
            fitting = [value for member, value in zip(members, values, strict=True) if _fits(member, value)]
            return max(
                fitting, key=lambda value: (isinstance(value, list | dict), isinstance(value, str)), default=None
            )
        case CustomType(base=base):
            return filled(base, text, depth)
        case LiteralType(values=values):
            return next(iter(values))
        case PlainType(kind=kind):
            return True if kind is bool else None
        case IntType() | FloatType():
            return next((number for number in (1, 2, 0, 0.5) if _fits(type, number)), None)
    return text


def at_the_root(schema: ComponentSchema) -> bool:
    """Whether a component may stand under the root."""
    return not schema.within and schema.name != SLOT_TYPE


def _fits(type: ValueType, value: Any) -> bool:
    try:
        type.check(value, "value", Limits())
    except (Mismatch, RillError):
        return False
    return True


def _passes(schema: ComponentSchema, name: str, value: Any) -> bool:
    try:
        schema.check_prop(name, value, "props", Limits())
    except RillError:
        return False
    return True
