"""`ComponentSchema`: a component class compiled into the checks that run on every operation, call and result.

Checks only: what a component is gets written in `catalogue` and by hosts, what becomes of a refusal is the receiver's
business. Names from a guest meet nothing here but the tables that were made for them.
"""

from __future__ import annotations

import functools
import inspect
import re
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, get_args, get_origin

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from rill.components.annotations import compile_type, fields_of, read_field, to_plain
from rill.components.component import BareComponent, Event, ListenerPolicy
from rill.components.record import Record
from rill.components.style import Style
from rill.components.value_types import Accepts, Bounds, Mismatch, PlainType, RecordType, StrType, ValueType
from rill.components.wording import kind_of, quote, safe_name, suggest
from rill.protocol.errors import GuestError, HostError, LimitError
from rill.protocol.limits import Limits
from rill.protocol.values import FORBIDDEN_KEYS, UNDEFINED, FunctionRef, Value

# What hosts give back is the host's own: its size is bounded where it is encoded.
_UNBOUNDED: Final = Limits(string_bytes=2**53, value_depth=128)

# The component that carries an element prop across: a child that stands in one of its parent's slots.
SLOT_TYPE: Final = "Slot"

_EVENT_NAME: Final = re.compile(r"on[A-Z]")

_STYLE_FIELDS: Final = frozenset(info.alias or name for name, info in Style.model_fields.items())


@dataclass(frozen=True, slots=True)
class PropSchema:
    """One prop, under its wire name."""

    name: str
    type: ValueType
    required: bool
    default: Any
    doc: str

    def check(self, value: Value, path: str, limits: Limits) -> None:
        """Check a value for this prop. Undefined fields of records in it are deleted in place.

        Raises:
            GuestError: it does not fit; ``path`` is where it stands.
            LimitError: a string in it exceeds ``limits.string_bytes``.
        """
        if value is UNDEFINED:
            raise GuestError(
                f"expected {self.type.expected}, got undefined at {path}; leave the prop out or name it in removed",
                code="prop_invalid",
                path=path,
            )
        try:
            self.type.check(value, path, limits)
        except Mismatch as mismatch:
            raise _guest_error(mismatch, "prop_invalid") from None


@dataclass(frozen=True, slots=True)
class EventSchema:
    """One event, under its wire name. ``payload`` is None where the event says no more than that it happened."""

    name: str
    payload: type[Record] | None
    doc: str
    payload_type: RecordType | None

    def check(self, value: Value, path: str, limits: Limits) -> None:
        """Check a listener mark: ``true`` or a policy, exactly typed.

        Raises:
            GuestError: it is anything else, above all a function.
            LimitError: a key name in it exceeds ``limits.string_bytes``.
        """
        if value is True:
            return
        if type(value) is not dict:
            hint = "; functions stay in the guest" if type(value) is FunctionRef else ""
            raise GuestError(
                f"expected a listener mark (true or a policy), got {kind_of(value)} at {path}{hint}",
                code="listener_invalid",
                path=path,
            )
        try:
            _POLICY.check(value, path, limits)
        except Mismatch as mismatch:
            raise _guest_error(mismatch, "listener_invalid") from None

    def dump(self, payload: Record | Mapping[str, Any] | None, path: str | None = None) -> Value:
        """Turn what an adapter says about an event into what the guest gets.

        Args:
            payload: an instance of ``self.payload``, or its fields under Python or wire names; None where there is no
            payload.
        Raises:
            HostError: it is not what the component promises to its guests.
        """
        path = path or self.name
        if self.payload is None:
            if payload is not None:
                raise HostError(
                    f"{self.name} has no payload, got {type(payload).__name__} at {path}",
                    code="payload_invalid",
                    path=path,
                )
            return None
        if not isinstance(payload, self.payload):
            if not isinstance(payload, Mapping):
                raise HostError(
                    f"expected {self.payload.__name__}, got {kind_of(payload)} at {path}",
                    code="payload_invalid",
                    path=path,
                )
            try:
                payload = self.payload.model_validate(dict(payload))
            except ValidationError as error:
                raise _host_error(error, path) from None
        return to_plain(payload)

    def check_payload(self, payload: Value, path: str) -> None:
        """Check a payload that an adapter or a test made.

        Raises:
            HostError: it is not what the component promises to its guests.
        """
        self.dump(payload, path)


@dataclass(frozen=True, slots=True)
class ParameterSchema:
    """One parameter of a method, under its wire name."""

    name: str
    type: ValueType
    required: bool
    default: Any


@dataclass(frozen=True, slots=True)
class MethodSchema:
    """One method that a guest may call through a ref, under its wire name."""

    name: str
    parameters: tuple[ParameterSchema, ...]
    # None where the method gives nothing back.
    returns: ValueType | None
    doc: str

    def check_args(self, args: list[Value], path: str, limits: Limits) -> list[Value]:
        """Check the arguments of a call and give them back, completed with the defaults of those left out.

        An undefined argument counts as left out, as in JavaScript.

        Raises:
            GuestError: one is missing, too many, or does not fit; ``path`` is that of the list.
            LimitError: a string in one exceeds ``limits.string_bytes``.
        """
        parameters = self.parameters
        if len(args) > len(parameters):
            raise GuestError(
                f"{self.name} takes {len(parameters)} arguments at most, got {len(args)} at {path}",
                code="argument_invalid",
                path=path,
            )
        complete = []
        for index, parameter in enumerate(parameters):
            value = args[index] if index < len(args) else UNDEFINED
            if value is UNDEFINED:
                if parameter.required:
                    raise GuestError(
                        f"missing argument '{parameter.name}' of {self.name} at {path}",
                        code="argument_invalid",
                        path=path,
                    )
                complete.append(parameter.default)
                continue
            try:
                parameter.type.check(value, f"{path}[{index}]", limits)
            except Mismatch as mismatch:
                raise _guest_error(mismatch, "argument_invalid") from None
            complete.append(value)
        return complete

    def check_result(self, value: Any, path: str | None = None) -> Value:
        """Check what a view gave back for a call, and give its wire form.

        Raises:
            HostError: it is not what the method promises to guests.
        """
        path = path or f"{self.name}()"
        plain = to_plain(value)
        try:
            (self.returns or _NULL).check(plain, path, _UNBOUNDED)
        except Mismatch as mismatch:
            raise HostError(
                f"wrong result of method {self.name}: {mismatch}",
                code="result_invalid",
                path=mismatch.path,
            ) from None
        except GuestError as error:
            # Free data with a key that never crosses.
            raise HostError(error.message, code="result_invalid", path=error.path) from None
        return plain


@dataclass(frozen=True, slots=True, eq=False)
class ComponentSchema:
    """A component as the host checks it. Made by `compile_component`; safe to share between threads and sessions."""

    name: str
    component: type[BareComponent]
    doc: str
    role: str
    children: str
    inline: bool
    stateful: bool
    view_state: tuple[str, ...]
    elements: tuple[str, ...]
    takes: tuple[str, ...]
    within: tuple[str, ...]
    virtual: bool
    prefixes: tuple[str, ...]
    props: Mapping[str, PropSchema]
    events: Mapping[str, EventSchema]
    methods: Mapping[str, MethodSchema]
    # Both kinds of props by wire name: the closures of the common case, then what has the last word.
    _accepts: dict[str, Accepts] = field(repr=False)
    _checks: dict[str, PropSchema | EventSchema] = field(repr=False)
    _required: frozenset[str] = field(repr=False)

    @property
    def text_allowed(self) -> bool:
        """Whether bare text may be a child."""
        return self.children in ("inline", "text-and-nodes")

    @property
    def children_allowed(self) -> bool:
        """Whether any component may be a child; which one, `accepts_child` tells."""
        return self.children != "none" or bool(self.elements)

    def accepts_child(self, child: ComponentSchema) -> bool:
        """Whether this component may be a child: a Slot where props take elements, in a line of text inline ones."""
        if child.name == SLOT_TYPE:
            return bool(self.elements)
        if (self.takes and child.name not in self.takes) or (child.within and self.name not in child.within):
            return False
        return self.children in ("nodes", "text-and-nodes") or (self.children == "inline" and child.inline)

    def check_create(self, props: dict[str, Value], path: str, limits: Limits) -> None:
        """Check the props of a new node. ``path`` is that of the props, such as ``batch[0].props``.

        Undefined fields of records are deleted in place. Cost is linear in the props; 0.1 us for a plain one.

        Raises:
            GuestError: ``prop_unknown``, ``prop_invalid``, ``prop_missing`` or ``listener_invalid``.
            LimitError: more props than ``limits.props``, or a string longer than ``limits.string_bytes``.
        """
        self._check_all(props, path, limits)
        if self._required and not props.keys() >= self._required:
            missing = ", ".join(repr(name) for name in sorted(self._required - props.keys()))
            raise GuestError(f"missing prop {missing} of {self.name} at {path}", code="prop_missing", path=path)

    def check_update(self, props: dict[str, Value], removed: list[str], path: str, limits: Limits) -> None:
        """Check changed props and the names of those that went. ``path`` is that of the props.

        Raises:
            GuestError: as `check_create`; a removed prop is unknown, required, named twice or also changed.
            LimitError: as `check_create`.
        """
        self._check_all(props, path, limits)
        if not removed:
            return
        seen: set[str] = set()
        for index, name in enumerate(removed):
            where = f"{path.removesuffix('.props')}.removed[{index}]"
            if name not in self._checks and not self._is_free(name):
                raise self._unknown(name, where)
            if name in self._required:
                raise GuestError(
                    f"prop '{name}' of {self.name} is required, removed at {where}", code="prop_missing", path=where
                )
            if name in seen or name in props:
                also = "removed twice" if name in seen else "both changed and removed"
                raise GuestError(f"prop '{name}' of {self.name} is {also} at {where}", code="prop_invalid", path=where)
            seen.add(name)

    def check_prop(self, name: str, value: Value, path: str, limits: Limits) -> None:
        """Check one prop or event prop, as a slot of a template sets it. ``path`` is that of the value.

        Raises:
            GuestError: as `check_create`.
            LimitError: as `check_create`.
        """
        accepts = self.acceptor(name)
        if accepts is None:
            # The name is the guest's, so it stays out of the path.
            raise self._unknown(name, path.removesuffix(f".{name}"))
        if not accepts(value, limits.string_bytes >> 2):
            self._checks.get(name, FREE_PROP).check(value, path, limits)

    def acceptor(self, name: str) -> Accepts | None:
        """The quick check of a prop or event prop, for many values at once; None for a name that is unknown.

        ``accepts(value, limits.string_bytes >> 2)`` is True for most values that fit. Of all others `check_prop` knows.
        """
        accepts = self._accepts.get(name)
        return FREE_PROP.type.accepts if accepts is None and self._is_free(name) else accepts

    def default(self, name: str) -> Value:
        """What a prop is when a guest does not give it; None for an event.

        Raises:
            HostError: the component has no such prop.
        """
        prop = self.props.get(name)
        if prop is not None:
            return prop.default
        if name in self.events or self._is_free(name):
            return None
        raise HostError(
            f"{self.name} has no prop {name!r}{suggest(name, self._checks)}", code="prop_unknown", path=self.name
        )

    def _check_all(self, props: dict[str, Value], path: str, limits: Limits) -> None:
        if len(props) > limits.props:
            raise LimitError(
                f"{len(props)} props exceed props={limits.props} (Limits.props) at {path}",
                code="props_exceeded",
                path=path,
                limit="props",
                value=len(props),
                maximum=limits.props,
                fault="guest",
            )
        accepts_by_name = self._accepts
        characters = limits.string_bytes >> 2
        for name, value in props.items():
            accepts = accepts_by_name.get(name) or self.acceptor(name)
            if accepts is None:
                raise self._unknown(name, path)
            if not accepts(value, characters):
                self._checks.get(name, FREE_PROP).check(value, f"{path}.{name}", limits)

    def _is_free(self, name: Any) -> bool:
        """Whether a prop may have this name because of what it begins with."""
        return (
            bool(self.prefixes)
            and type(name) is str
            and name.startswith(self.prefixes)
            and _FREE_NAME.fullmatch(name) is not None
        )

    def _unknown(self, name: Any, path: str) -> GuestError:
        if name in _STYLE_FIELDS:
            hint = f"; {name!r} is a field of 'style'"
        else:
            hint = suggest(name, self._checks, self.component.known_elsewhere)
        return GuestError(f"unknown prop {quote(name)} of {self.name} at {path}{hint}", code="prop_unknown", path=path)


def _guest_error(mismatch: Mismatch, code: str) -> GuestError:
    return GuestError(str(mismatch), code=code, path=mismatch.path)


def _host_error(error: ValidationError, path: str) -> HostError:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = path + "".join(f"[{item}]" if isinstance(item, int) else f".{safe_name(item)}" for item in first["loc"])
    reason = first["msg"][:1].lower() + first["msg"][1:]
    return HostError(f"{reason} at {where}", code="payload_invalid", path=where)


# -- compiling -------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=1024)
def compile_component(name: str, component: type[BareComponent]) -> ComponentSchema:
    """Compile a component under a name. The same name and class give the same schema.

    Raises:
        HostError: a prop, payload or method is of a type that cannot cross or cannot be checked.
    """
    decorators = component.__pydantic_decorators__
    if decorators.field_validators or decorators.model_validators or decorators.validators:
        raise HostError(
            f"component {name} has pydantic validators, which an update of single props would pass by; "
            "put them on a Record or into Annotated[...]",
            code="component_invalid",
            path=name,
        )
    try:
        props, events = _compile_fields(name, component)
        methods = _compile_methods(name, component)
    except RecursionError:
        raise HostError(
            f"a type of component {name} holds itself without a Record between", code="component_invalid", path=name
        ) from None
    checks: dict[str, PropSchema | EventSchema] = {**props, **events}
    accepts: dict[str, Accepts] = {prop.name: prop.type.accepts for prop in props.values()}
    accepts.update(dict.fromkeys(events, _accepts_mark))
    traits = component.traits
    return ComponentSchema(
        name=name,
        component=component,
        doc=inspect.cleandoc(component.__doc__ or ""),
        role=traits.role,
        children=traits.children,
        inline=traits.inline,
        stateful=traits.stateful,
        view_state=traits.view_state,
        elements=traits.elements,
        takes=traits.takes,
        within=traits.within,
        virtual=traits.virtual,
        prefixes=traits.prefixes,
        props=MappingProxyType(props),
        events=MappingProxyType(events),
        methods=MappingProxyType(methods),
        _accepts=accepts,
        _checks=checks,
        _required=frozenset(prop.name for prop in props.values() if prop.required),
    )


def _accepts_mark(value: Any, characters: int) -> bool:
    return value is True or _POLICY.accepts(value, characters)


def _compile_fields(name: str, component: type[BareComponent]) -> tuple[dict[str, PropSchema], dict[str, EventSchema]]:
    props: dict[str, PropSchema] = {}
    events: dict[str, EventSchema] = {}
    for field_name, info in fields_of(component, name).items():
        wire_name = info.alias or field_name
        where = f"{name}.{wire_name}"
        if wire_name in props or wire_name in events:
            raise HostError(
                f"'{wire_name}' is the wire name of two fields at {where}", code="component_invalid", path=where
            )
        is_event = info.annotation is Event or get_origin(info.annotation) is Event
        if is_event != bool(_EVENT_NAME.match(wire_name)):
            # Guests tell event props from others by their name alone, for the components of every host alike.
            raise HostError(
                f"an event is named on_something and nothing else is, found '{field_name}' at {where}",
                code="component_invalid",
                path=where,
            )
        if is_event:
            _refuse_forbidden(wire_name, where)
            payload = _payload_of(info.annotation, where)
            payload_type = None if payload is None else _record_type(payload, where)
            events[wire_name] = EventSchema(wire_name, payload, info.description or "", payload_type)
        else:
            made = read_field(wire_name, info, name)
            props[wire_name] = PropSchema(made.name, made.type, made.required, made.default, made.doc)
    return props, events


def _payload_of(annotation: Any, where: str) -> type[Record] | None:
    arguments = get_args(annotation)
    payload = arguments[0] if arguments else type(None)
    if payload is type(None):
        return None
    if isinstance(payload, type) and issubclass(payload, Record):
        return payload
    raise HostError(
        f"expected Event[None] or Event[...] of a Record at {where}, got {payload!r}",
        code="component_invalid",
        path=where,
    )


def _record_type(record: type[Record], where: str) -> RecordType:
    made = compile_type(record, (), where)
    base = getattr(made, "base", made)
    assert isinstance(base, RecordType)
    return base


def _compile_methods(name: str, component: type[BareComponent]) -> dict[str, MethodSchema]:
    methods: dict[str, MethodSchema] = {}
    for owner in reversed(component.Methods.__mro__):
        for function_name, function in vars(owner).items():
            if function_name.startswith("_") or not inspect.isfunction(function) or owner is typing.Protocol:
                continue
            wire_name = to_camel(function_name)
            where = f"{name}.{wire_name}()"
            _refuse_forbidden(wire_name, where)
            methods[wire_name] = _compile_method(wire_name, function, where)
    return methods


def _compile_method(name: str, function: Callable[..., Any], where: str) -> MethodSchema:
    try:
        hints = typing.get_type_hints(function, include_extras=True)
    except NameError as error:
        raise HostError(f"{error} at {where}", code="component_invalid", path=where) from error
    parameters = []
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        place = f"{where}.{parameter.name}"
        if parameter.kind is not parameter.POSITIONAL_OR_KEYWORD or parameter.name not in hints:
            raise HostError(
                f"expected a plain parameter with an annotation at {place}", code="component_invalid", path=place
            )
        required = parameter.default is parameter.empty
        parameters.append(
            ParameterSchema(
                name=to_camel(parameter.name),
                type=compile_type(hints[parameter.name], (), place),
                required=required,
                default=None if required else to_plain(parameter.default),
            )
        )
    if "return" not in hints:
        raise HostError(f"expected a return annotation at {where}", code="component_invalid", path=where)
    result = hints["return"]
    returns = None if result is type(None) else compile_type(result, (), where)
    return MethodSchema(name, tuple(parameters), returns, inspect.cleandoc(function.__doc__ or ""))


def _refuse_forbidden(name: str, where: str) -> None:
    if name in FORBIDDEN_KEYS:
        raise HostError(f"'{name}' at {where} never crosses", code="component_invalid", path=where)


# A prop whose name is free but for its beginning. 64 letters hold every name of ARIA and those that libraries make,
# 1,000 the longest words that are read out; more would be data, which stays in the guest.
_FREE_NAME: Final = re.compile(r"[a-z]+-[a-z0-9][a-z0-9._-]{0,63}")
FREE_PROP: Final = PropSchema("*", StrType(Bounds(le=1000), None), required=False, default=None, doc="")

_NULL: Final = PlainType(type(None), "null")
_POLICY: Final = compile_type(ListenerPolicy, (), "listener")
