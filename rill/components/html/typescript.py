"""The table of the html preset for the DOM of guests: tags, attributes with their kinds, events, properties of CSS.

``python -m rill.components.html.typescript`` writes ``sdk-js/src/dom/html_table.generated.ts``; with ``--check`` it
writes nothing and exits with 1 when the file is out of date.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Final

from rill.components.generated_files import run_generator
from rill.components.html.attributes import CSS_PROPERTIES
from rill.components.html.element import HtmlElement
from rill.components.html.elements import HTML
from rill.components.html.events import STAYING_EVENTS
from rill.components.schema import ComponentSchema, EventSchema, PropSchema, compile_component
from rill.components.value_types import DictType, FloatType, IntType, PlainType, UnionType, ValueType, is_null

_COMMAND: Final = "python -m rill.components.html.typescript"
_OUTPUT: Final = "sdk-js/src/dom/html_table.generated.ts"
_INTRO: Final = """
/** What an attribute is on the wire: its text, true while it is there, a number, or a map of CSS properties. */
export type AttributeKind = "string" | "boolean" | "integer" | "number" | "style";

/** What an element has beyond what all of them have. */
export interface ElementEntry {
  /** `none`: nothing may be in it. */
  readonly children: "none" | "text-and-nodes";
  /** Stands in a line of text. */
  readonly inline?: true;
  readonly attributes?: Readonly<Record<string, AttributeKind>>;
  /** Type of the DOM's event -> its name on the wire. */
  readonly events?: Readonly<Record<string, string>>;
  readonly methods?: readonly string[];
}
"""

# Not an attribute of HTML: the guest's DOM writes it beside `value` and `checked`.
_NOT_ATTRIBUTES: Final = ("valueVersion",)
# Types of events whose names on the wire are not theirs with a capital.
_DOM_EVENTS: Final[Mapping[str, str]] = {"onDblClick": "dblclick"}


def attribute_kind(made: ValueType) -> str:
    """What an attribute is on the wire, for whoever has its text."""
    match made:
        case UnionType(members=members):
            kinds = {attribute_kind(member) for member in members if not is_null(member)}
            return kinds.pop() if len(kinds) == 1 else "string"
        case PlainType(kind=kind) if kind is bool:
            return "boolean"
        case IntType():
            return "integer"
        case FloatType():
            return "number"
        case DictType():
            return "style"
    return "string"


def dom_event(name: str) -> str:
    """The type of the DOM's event behind a name on the wire."""
    return _DOM_EVENTS.get(name) or name.removeprefix("on").lower()


def render_table() -> str:
    """The module of the table."""
    common = compile_component("HtmlElement", HtmlElement)
    lines = [f"  {tag}: {_entry(schema, common)}," for tag, schema in HTML.items()]
    events = {name for schema in HTML.values() for name in schema.events}
    staying = sorted(dom_event(name) for name in events if name in STAYING_EVENTS)
    return (
        "\n\n".join(
            [
                f"// Generated from rill/components/html by `{_COMMAND}`. Do not edit.",
                _INTRO.strip(),
                "/** Attributes that every element has. */\n"
                f"export const GLOBAL_ATTRIBUTES: Readonly<Record<string, AttributeKind>> = "
                f"{_block(_attributes(common.props.values()))};",
                f"/** Beginnings of attributes whose names are free. */\n"
                f"export const PREFIXES: readonly string[] = {json.dumps(list(common.prefixes))};",
                "/** Events that every element has: type of the DOM's event -> name on the wire. */\n"
                f"export const GLOBAL_EVENTS: Readonly<Record<string, string>> = "
                f"{_block(_events(common.events.values()))};",
                "/** Types of events that do not rise. */\n"
                f"export const STAYING_EVENTS: readonly string[] = {json.dumps(staying)};",
                f"/** Methods that every element has. */\n"
                f"export const GLOBAL_METHODS: readonly string[] = {json.dumps(list(common.methods))};",
                "/** The elements by their tags. */\n"
                "export const ELEMENTS: Readonly<Record<string, ElementEntry>> = {\n" + "\n".join(lines) + "\n};",
                "/** Properties of CSS that `style` takes. */\nexport const CSS_PROPERTIES: readonly string[] = [\n"
                + "".join(f"  {json.dumps(name)},\n" for name in CSS_PROPERTIES)
                + "];",
            ]
        )
        + "\n"
    )


def _attributes(props: Iterable[PropSchema]) -> dict[str, str]:
    return {prop.name: attribute_kind(prop.type) for prop in props if prop.name not in _NOT_ATTRIBUTES}


def _events(events: Iterable[EventSchema]) -> dict[str, str]:
    return {dom_event(event.name): event.name for event in events}


def _entry(schema: ComponentSchema, common: ComponentSchema) -> str:
    attributes = _attributes(prop for prop in schema.props.values() if prop.name not in common.props)
    events = _events(event for event in schema.events.values() if event.name not in common.events)
    methods = [name for name in schema.methods if name not in common.methods]
    parts = [f'children: "{schema.children}"']
    parts += ["inline: true"] if schema.inline else []
    parts += [f"attributes: {_object(attributes)}"] if attributes else []
    parts += [f"events: {_object(events)}"] if events else []
    parts += [f"methods: {json.dumps(methods)}"] if methods else []
    return f"{{ {', '.join(parts)} }}"


def _object(entries: Mapping[str, str]) -> str:
    return f"{{ {', '.join(f'{name}: {json.dumps(value)}' for name, value in entries.items())} }}"


def _block(entries: Mapping[str, str]) -> str:
    return "{\n" + "".join(f"  {name}: {json.dumps(value)},\n" for name, value in entries.items()) + "}"


def generated_files() -> dict[str, str]:
    """The file that this module generates, by its path in the repository."""
    return {_OUTPUT: render_table()}


if __name__ == "__main__":
    sys.exit(run_generator(_COMMAND, generated_files(), sys.argv[1:]))
