"""TypeScript from component schemas: types for guests' authors, constants and a table for the runtime's own checks.

``python -m rill.components.typescript`` writes the generated files of ``sdk-js``; with ``--check`` it writes nothing
and exits with 1 when one of them is out of date. The functions take any schemas, because hosts' own components get
their types in the same way.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from rill.components.annotations import compile_type
from rill.components.catalogue import CATALOGUE
from rill.components.catalogue.icons import ICONS
from rill.components.component import CHILDREN_POLICIES, ROLES, Component, ListenerPolicy
from rill.components.generated_files import run_generator
from rill.components.record_types import RecordTypes
from rill.components.schema import ComponentSchema, MethodSchema, compile_component
from rill.components.style import COLORS
from rill.components.value_types import (
    AnyType,
    CustomType,
    DictType,
    FloatType,
    IntType,
    ListType,
    LiteralType,
    PlainType,
    RecordType,
    StrType,
    TupleType,
    UnionType,
    ValueType,
)
from rill.components.virtual import GUEST_COMPONENTS, GUEST_RECORDS, GuestComponent, GuestField, GuestRecord
from rill.protocol.values import FunctionRef

_COMMAND: Final = "python -m rill.components.typescript"
_HEADER: Final = f"// Generated from rill/components by `{_COMMAND}`. Do not edit.\n"
_WIDTH: Final = 120
# Literal types with a name of their own.
_NAMED_LITERALS: Final[Mapping[tuple[Any, ...], str]] = {ROLES: "Role", COLORS: "Color", ICONS: "IconName"}
_PLAIN: Final[Mapping[type, str]] = {
    type(None): "null",
    bool: "boolean",
    bytes: "Uint8Array",
    datetime: "Date",
    # Any function is one: parameters are contravariant.
    FunctionRef: "(...args: never[]) => unknown",
}

_TYPES_INTRO: Final = """
import type { ReactElement, ReactNode, Ref } from "react";

/** A component of the host. To React it is a string; its type says which props it takes. */
export interface HostComponent<Props> {
  (props: Props): ReactElement | null;
}

/** A listener with a policy, as `event(fn, policy)` makes it. */
export interface ListenerWithPolicy<Payload> {
  // A method, because parameters of methods compare both ways: the compiler finds the result of `event` before it knows
  // of what items a list's listeners hear.
  fn(payload: Payload): unknown;
  readonly policy: ListenerPolicy;
}

/** What an event prop takes. */
export type Listener<Payload> = ((payload: Payload) => unknown) | ListenerWithPolicy<Payload> | null | undefined;

/** The methods of a component as a guest calls them: every one answers in a later turn. */
export type RemoteMethods<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Result>
    : never;
};

/** What a ref to a component holds. */
export interface ComponentRef<Methods> {
  /** The node's id on the host. */
  readonly id: number;
  /** The component's name. */
  readonly type: string;
  /** Call a method by name. */
  invoke(method: string, ...args: unknown[]): Promise<unknown>;
  /** The component's methods. */
  readonly call: RemoteMethods<Methods>;
}

/** The methods of a component: `MethodsOf<typeof TextInput>`. */
export type MethodsOf<C> = C extends HostComponent<infer Props>
  ? Props extends { ref?: Ref<ComponentRef<infer Methods>> | undefined }
    ? Methods
    : never
  : never;
"""

_SIDES: Final = """
/** Cells on all sides, `[vertical, horizontal]`, or `[top, right, bottom, left]`. */
export type Sides =
  | number
  | readonly [vertical: number, horizontal: number]
  | readonly [top: number, right: number, bottom: number, left: number];
"""

_METADATA_INTRO: Final = """
/** What the runtime needs to know of a component. */
export interface ComponentMetadata {
  /** What may stand between its tags. */
  readonly children: ChildrenPolicy;
  /** May stand inside a line of text. */
  readonly inline?: true;
  /** Names of props that take elements: each crosses as a child of type `Slot`. */
  readonly elements?: readonly string[];
  /** The only components that it takes as children. */
  readonly takes?: readonly string[];
  /** The only components that it may stand in. */
  readonly within?: readonly string[];
}

/** What the SDK gives to the host's component behind one of its virtualised ones, beside what the guest gave. */
export interface VirtualProps extends CommonProps {
  readonly count: number;
  readonly onRange: Listener<RangeEvent>;
  readonly ref?: unknown;
  readonly children?: ReactNode;
}
"""

_CELL_CONTENT: Final = """
/** What stands in a cell of a Table. */
export type CellContent = TableCell | string | number | boolean | null;
"""


def type_text(made: ValueType) -> str:
    """The TypeScript type of the values that fit a compiled type. Records go by the name of their class."""
    if made.typescript is not None:
        return made.typescript
    match made:
        case PlainType(kind=kind):
            return _PLAIN[kind]
        case IntType() | FloatType():
            return "number"
        case StrType():
            return "string"
        case LiteralType(values=values):
            return _NAMED_LITERALS.get(values) or " | ".join(json.dumps(value) for value in values)
        case ListType(item=item):
            return f"readonly {_grouped(item)}[]"
        case TupleType(items=items):
            return f"readonly [{', '.join(map(type_text, items))}]"
        case DictType(item=item, names=names) if names:
            return f"{{ readonly [Name in {' | '.join(map(json.dumps, names))}]?: {type_text(item)} }}"
        case DictType(item=item):
            return f"{{ readonly [name: string]: {type_text(item)} }}"
        case RecordType(record=record):
            return record.__name__
        case CustomType(base=base):
            return type_text(base)
        case UnionType(members=members):
            return " | ".join(dict.fromkeys(map(_grouped, members)))
        case AnyType():
            return "unknown"
    raise AssertionError(f"no TypeScript for {type(made).__name__}")


def full_doc(doc: str, made: ValueType) -> str:
    """A field's documentation, with what TypeScript's types cannot say."""
    restrictions = _restrictions(made)
    return f"{doc} ({restrictions})" if restrictions else doc


def _restrictions(made: ValueType) -> str:
    match made:
        case IntType(bounds=bounds):
            return ", ".join(filter(None, ("whole", str(bounds))))
        case FloatType(bounds=bounds):
            return str(bounds)
        case StrType(lengths=lengths) | ListType(lengths=lengths):
            return f"length {lengths}" if lengths else ""
        case UnionType(members=members):
            return "; ".join(dict.fromkeys(filter(None, map(_restrictions, members))))
        case CustomType(base=base):
            return _restrictions(base)
    return ""


def _grouped(made: ValueType) -> str:
    """A type as part of a larger one."""
    text = type_text(made)
    needs = isinstance(made, ListType | TupleType | UnionType) or "=>" in text or text.startswith("readonly ")
    return f"({text})" if needs else text


# -- types -----------------------------------------------------------------------------------------------------------


def render_types(schemas: Mapping[str, ComponentSchema]) -> str:
    """The module of types for a catalogue: records, props and methods of every component, and what they rest on."""
    own = _canonical(schemas)
    common = compile_component("Component", Component)
    records = RecordTypes()
    records.add(compile_type(ListenerPolicy, (), "listener"), given=True)
    records.add_all([common, *own.values()])
    parts = [
        _HEADER.rstrip("\n"),
        _TYPES_INTRO.strip("\n"),
        _alias("ChildrenPolicy", "What may stand between a component's tags.", CHILDREN_POLICIES),
        _alias("Role", "What an element is to assistive technology and to tests.", ROLES),
        _alias("Color", "A colour of the host's theme.", COLORS),
        _alias("IconName", "A sign of the host's.", ICONS),
        _SIDES.strip("\n"),
        *[_record(entry.type, given=entry.given) for entry in records.entries.values()],
        _interface("CommonProps", "Props that every component has.", _props(common)),
        *[_component(name, schema, common) for name, schema in own.items()],
    ]
    if any(name in GUEST_COMPONENTS for name in own):
        parts += [_CELL_CONTENT.strip("\n"), *[_guest_record(name, record) for name, record in GUEST_RECORDS.items()]]
    return "\n\n".join(parts) + "\n"


def render_host_module(schemas: Mapping[str, ComponentSchema], *, sdk: str = "rill/sdk") -> str:
    """A module of a host's own components, types and constants, for the guests of that host.

    Types of Rill's catalogue are imported from ``sdk``, not written again.
    """
    common = compile_component("Component", Component)
    records = RecordTypes()
    records.add_all(schemas.values())
    own, shared = [], {"Color", "CommonProps", "ComponentRef", "IconName", "Listener", "Role", "Sides"}
    for entry in records.entries.values():
        record = entry.type.record
        if record.__module__.startswith("rill.components."):
            shared.add(record.__name__)
        else:
            own.append(_record(entry.type, given=entry.given))
    body = [*own, *[_component(name, schema, common) for name, schema in schemas.items()]]
    # By the SDK's function, from which a build reads which components a bundle uses.
    body += [
        f"{_doc(schema.doc)}export const {name} = hostComponent<{name}Props>({_factory_arguments(name, schema)});"
        for name, schema in schemas.items()
    ]
    text = "\n\n".join(body)
    react = [name for name in ("ReactNode", "Ref") if _mentions(text, name)]
    imports = [f'import type {{ {", ".join(react)} }} from "react";'] if react else []
    named = ", ".join(sorted(name for name in shared if _mentions(text, name)))
    imports += [
        f"import {{ hostComponent }} from {json.dumps(sdk)};",
        f"import type {{ {named} }} from {json.dumps(sdk)};",
    ]
    return "\n\n".join(["// Generated from the host's components. Do not edit.", "\n".join(imports), text]) + "\n"


def _factory_arguments(name: str, schema: ComponentSchema) -> str:
    if not schema.elements:
        return json.dumps(name)
    return f"{json.dumps(name)}, {_object({'elements': list(schema.elements)})}"


def _canonical(schemas: Mapping[str, ComponentSchema]) -> dict[str, ComponentSchema]:
    """The schemas without those that are only another name for one of them."""
    return {name: schema for name, schema in schemas.items() if name not in schema.component.traits.aliases}


def _component(name: str, schema: ComponentSchema, common: ComponentSchema) -> str:
    methods = f"{name}Methods"
    guest = GUEST_COMPONENTS.get(name)
    parameters, doc = "", f"Props of {name}."
    if guest is None:
        members = _props(schema, skip=common.props)
    else:
        members = _guest_props(guest, schema, skip=common.props)
        parameters, doc = guest.parameters, f"Props of {name}.\n\n{guest.doc}"
    members += [
        _member(f"readonly {slot}?: ReactNode | undefined;", "Elements that stand in this place.")
        for slot in schema.elements
    ]
    if schema.children != "none" and guest is None:
        members.append(_member("children?: ReactNode | undefined;", _CHILDREN_DOCS[schema.children]))
    members.append(_member(f"ref?: Ref<ComponentRef<{methods}>> | undefined;", ""))
    calls = [
        _member(f"{method.name}({_parameters(method)}): {_result(method)};", method.doc)
        for method in schema.methods.values()
    ]
    return "\n\n".join(
        [
            _interface(methods, f"What a ref to a {name} can be asked to do.", calls),
            _interface(f"{name}Props{parameters}", doc, members, extends="CommonProps"),
        ]
    )


def _guest_props(guest: GuestComponent, schema: ComponentSchema, skip: Iterable[str]) -> list[str]:
    """The props of a component of the SDK: its own, and those of the host's component that it passes on."""
    members = [_guest_field(name, field) for name, field in guest.props.items()]
    members += _props(schema, skip={*skip, *guest.props, *guest.keeps}, payloads=guest.payloads)
    return members


def _guest_record(name: str, record: GuestRecord) -> str:
    members = [_guest_field(field, of) for field, of in record.fields.items()]
    return _interface(f"{name}{record.parameters}", record.doc, members, extends=record.extends)


def _guest_field(name: str, of: GuestField) -> str:
    doc = f"{of.doc}\n\n@defaultValue {of.default}" if of.default else of.doc
    if of.required:
        return _member(f"readonly {name}: {of.type};", doc)
    return _member(f"readonly {name}?: {_optional(of.type)} | undefined;", doc)


def _optional(text: str) -> str:
    return f"({text})" if "=>" in text else text


_CHILDREN_DOCS: Final[Mapping[str, str]] = {
    "nodes": "Components. Bare text belongs into a Text.",
    "inline": "Bare text, and components that may stand inside a line, such as Text.",
    "text-and-nodes": "Bare text and components.",
}


def _props(
    schema: ComponentSchema,
    skip: Iterable[str] = (),
    payloads: Mapping[str, Mapping[str, GuestField]] = MappingProxyType({}),
) -> list[str]:
    skipped = frozenset(skip)
    members = []
    for prop in schema.props.values():
        if prop.name not in skipped:
            members.append(_field(prop.name, prop.type, prop.required, prop.default, prop.doc, given=True))
    for event in schema.events.values():
        if event.name in skipped:
            continue
        payload = event.payload.__name__ if event.payload is not None else "void"
        if event.name in payloads:
            more = "; ".join(f"readonly {name}: {of.type}" for name, of in payloads[event.name].items())
            payload += f" & {{ {more} }}"
        members.append(_member(f"readonly {event.name}?: Listener<{payload}>;", event.doc))
    return members


def _record(made: RecordType, *, given: bool) -> str:
    members = [
        _field(field.name, field.type, field.required, field.default, field.doc, given=given)
        for field in made.fields.values()
    ]
    return _interface(made.record.__name__, made.record.__doc__ or "", members)


def _field(name: str, made: ValueType, required: bool, default: Any, doc: str, *, given: bool) -> str:
    text = type_text(made)
    doc = full_doc(doc, made)
    if required or not given:
        return _member(f"readonly {_key(name)}: {text};", doc)
    if default is not None:
        doc = f"{doc}\n\n@defaultValue {json.dumps(default)}"
    return _member(f"readonly {_key(name)}?: {text} | undefined;", doc)


def _parameters(method: MethodSchema) -> str:
    return ", ".join(
        f"{parameter.name}{'' if parameter.required else '?'}: {type_text(parameter.type)}"
        for parameter in method.parameters
    )


def _result(method: MethodSchema) -> str:
    return "void" if method.returns is None else type_text(method.returns)


def _key(name: str) -> str:
    return name if name.isidentifier() else json.dumps(name)


def _alias(name: str, doc: str, values: Iterable[str]) -> str:
    return f"{_doc(doc)}export type {name} =\n" + "\n".join(f"  | {json.dumps(value)}" for value in values) + ";"


def _interface(name: str, doc: str, members: Sequence[str], extends: str = "") -> str:
    head = f"{_doc(doc)}export interface {name}{' extends ' + extends if extends else ''} {{"
    return head + ("\n" + "\n".join(members) + "\n}" if members else "}")


def _member(text: str, doc: str) -> str:
    return textwrap.indent(_doc(doc) + text, "  ")


def _doc(text: str) -> str:
    """A JSDoc comment, or nothing for no text. Nothing in the text can end the comment."""
    paragraphs = [" ".join(part.split()) for part in inspect.cleandoc(text).replace("*/", "*\\/").split("\n\n")]
    if not paragraphs[0]:
        return ""
    if len(paragraphs) == 1 and len(paragraphs[0]) <= _WIDTH - 12:
        return f"/** {paragraphs[0]} */\n"
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += [" *", *textwrap.wrap(paragraph, _WIDTH - 6, initial_indent=" * ", subsequent_indent=" * ")]
    return "\n".join(["/**", *lines[1:], " */"]) + "\n"


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"\b{name}\b", text) is not None


# -- constants and tables --------------------------------------------------------------------------------------------


def render_constants(schemas: Mapping[str, ComponentSchema]) -> str:
    """The module of constants: the components themselves, and what the runtime must know of each."""
    own = dict(sorted(_canonical(schemas).items()))
    names = {schema.component: name for name, schema in own.items()}
    named = [f"{name}Props" for name in own if name not in GUEST_COMPONENTS]
    shared = ("ChildrenPolicy", "CommonProps", "HostComponent", "Listener", "RangeEvent")
    types = "\n".join(f"  {item}," for item in (*shared, *named))
    metadata = _map("ComponentMetadata", [(name, _object(_metadata(schema))) for name, schema in own.items()])
    parts = [
        _HEADER.rstrip("\n"),
        'import type { ReactNode } from "react";',
        f'import type {{\n{types}\n}} from "./component_types.generated";',
        _METADATA_INTRO.strip("\n"),
        _doc("The components of the catalogue by name.")
        + f"export const COMPONENT_METADATA: ReadonlyMap<string, ComponentMetadata> = {metadata};",
        _doc("Names of all of them.") + "export const COMPONENTS: readonly string[] = [...COMPONENT_METADATA.keys()];",
        *[_constant(name, schema, names[schema.component]) for name, schema in sorted(schemas.items())],
    ]
    return "\n\n".join(parts) + "\n"


def _constant(name: str, schema: ComponentSchema, wire_name: str) -> str:
    if name in GUEST_COMPONENTS:
        doc = f"The host's {name}, behind the SDK's component of that name."
        return f"{_doc(doc)}export const Host{name} = {json.dumps(name)} as unknown as HostComponent<VirtualProps>;"
    if schema.within and all(parent in GUEST_COMPONENTS for parent in schema.within):
        # Made by the SDK's components alone.
        return (
            f"{_doc(schema.doc)}export const Host{name} = {json.dumps(name)} as unknown as HostComponent<{name}Props>;"
        )
    doc = schema.doc if name == wire_name else f"Another name for {wire_name}."
    return f"{_doc(doc)}export const {name} = {json.dumps(wire_name)} as unknown as HostComponent<{wire_name}Props>;"


def _metadata(schema: ComponentSchema) -> dict[str, Any]:
    lists = {"elements": schema.elements, "takes": schema.takes, "within": schema.within}
    return {
        "children": schema.children,
        **({"inline": True} if schema.inline else {}),
        **{name: list(names) for name, names in lists.items() if names},
    }


_FACTS_INTRO: Final = """
/** What the compiler of templates must know of a component, beside its metadata. For builds: no runtime has it. */
export interface ComponentFacts extends ComponentMetadata {
  /** Keeps state of its own, so that no two uses are interchangeable. */
  readonly stateful?: true;
  /** Props and events, beside those of every component. */
  readonly props: readonly string[];
}
"""


def render_facts(schemas: Mapping[str, ComponentSchema]) -> str:
    """The module of what the compiler of templates must know of each component."""
    common = compile_component("Component", Component)
    shared = [*common.props, *common.events]
    facts = []
    for name, schema in sorted(_canonical(schemas).items()):
        own = [prop for prop in (*schema.props, *schema.events) if prop not in shared]
        facts.append(
            (name, _object({**_metadata(schema), **({"stateful": True} if schema.stateful else {}), "props": own}))
        )
    parts = [
        _HEADER.rstrip("\n"),
        'import type { ComponentMetadata } from "./components.generated";',
        _FACTS_INTRO.strip("\n"),
        _doc("Props and events of every component.")
        + f"export const COMMON_PROPS: readonly string[] = {_object(shared)};",
        _doc("The components of the catalogue by name.")
        + f"export const COMPONENT_FACTS: ReadonlyMap<string, ComponentFacts> = {_map('ComponentFacts', facts)};",
    ]
    return "\n\n".join(parts) + "\n"


def _map(kind: str, entries: Iterable[tuple[str, str]]) -> str:
    """A Map, and not an object: no name in it can reach a prototype."""
    lines = "".join(f"  [{json.dumps(name)}, {text}],\n" for name, text in entries)
    return f"new Map<string, {kind}>([\n{lines}])"


def _object(value: Any) -> str:
    """A value as a TypeScript literal on one line."""
    if isinstance(value, dict):
        inner = ", ".join(f"{_key(key)}: {_object(item)}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_object, value))}]"
    return json.dumps(value)


def generated_files() -> dict[str, str]:
    """Every file this module generates for ``sdk-js``, by its path in the repository."""
    folder = "sdk-js/src/sdk"
    return {
        f"{folder}/component_types.generated.ts": render_types(CATALOGUE),
        f"{folder}/components.generated.ts": render_constants(CATALOGUE),
        f"{folder}/component_facts.generated.ts": render_facts(CATALOGUE),
    }


if __name__ == "__main__":
    sys.exit(run_generator(_COMMAND, generated_files(), sys.argv[1:]))
