"""The reference pages from component schemas, as Markdown.

``python -m rill.components.reference`` writes ``docs/components``; with ``--check`` it writes nothing and exits with 1
when a page is out of date. The functions take any schemas, because hosts document their own components in the same way.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rill.components.annotations import compile_type
from rill.components.catalogue import CATALOGUE
from rill.components.component import Component, ListenerPolicy
from rill.components.generated_files import run_generator
from rill.components.record_types import RecordTypes
from rill.components.schema import ComponentSchema, MethodSchema, compile_component
from rill.components.style import COLORS, Style
from rill.components.typescript import full_doc, type_text
from rill.components.value_types import RecordType

_COMMAND: Final = "python -m rill.components.reference"
_FOLDER: Final = "docs/components"
_HEADER: Final = f"<!-- Generated from rill/components by `{_COMMAND}`. Do not edit. -->"

_CHILDREN: Final[Mapping[str, str]] = {
    "none": "none",
    "nodes": "components; bare text belongs into a [Text](Text.md)",
    "inline": "bare text and inline components, such as [Text](Text.md)",
    "text-and-nodes": "bare text and components",
}

_INDEX: Final = """# Components

What a guest can put on the screen. Each component is written down once, in `rill/components/catalogue`; the host's
checks, the guests' TypeScript types and these pages are made from that. A host adds
[components of its own](../own-components.md).

```tsx
import { Button, Column, Text } from "rill/sdk";
```

"""

_CONVENTIONS: Final = """
## What holds for all of them

- **Unknown props are errors.** So are values of another type. The error names the prop and, if there is one, the name
  that was probably meant.
- **Numbers are finite**, and whole where a prop says so. A boolean is no number.
- **Undefined is absent**, in props and in the fields of their objects. Null is a value of its own.
- **Lengths are character cells**, in a terminal and in a browser: [Style](Style.md).
- **Events** are props whose names begin with `on`. They take a function, or `event(fn, policy)` with a
  [policy](#listener-policy).
- **Bare text** stands only where a component's page says so.
- **Refs** call a component's methods; every method answers in a later turn, so each gives a promise.

  ```tsx
  const field = useRemoteRef<typeof TextInput>();
  // <TextInput ref={field} />
  await field.call.focus();
  ```

- **Values that a person changes** (TextInput, Checkbox, Switch) carry versions. A change event brings the field's
  `version`; the SDK adds `valueVersion`, the last version it saw, to every `value` that a guest writes; and a value
  older than what a person did meanwhile is ignored. So fast typing is never overwritten by a slow update.
  `valueVersion="force"` overwrites it all the same.
"""


def render_reference(schemas: Mapping[str, ComponentSchema]) -> dict[str, str]:
    """The pages by file name: an index, one page for each component, one for styles and one for event payloads."""
    canonical = {name: schema for name, schema in schemas.items() if name not in schema.component.traits.aliases}
    common = compile_component("Component", Component)
    pages = {
        "index.md": _index(canonical, common),
        "Style.md": _style_page(),
        "events.md": _events_page(canonical),
    }
    pages.update({f"{name}.md": component_page(name, schema) for name, schema in canonical.items()})
    return {name: f"{_HEADER}\n\n{text.strip()}\n" for name, text in pages.items()}


def component_page(name: str, schema: ComponentSchema) -> str:
    """One component's page, without the header of a generated file."""
    common = compile_component("Component", Component)
    traits = [f"- **Role:** `{schema.role}`", f"- **Children:** {_CHILDREN[schema.children]}"]
    if schema.component.traits.aliases:
        traits.append(f"- **Also called:** {', '.join(f'`{alias}`' for alias in schema.component.traits.aliases)}")
    if schema.inline:
        traits.append("- **Inline:** may stand inside a line of text")
    if schema.view_state:
        traits.append(f"- **View state**, kept in snapshots: {', '.join(schema.view_state)}")
    parts = [f"# {name}", schema.doc, "\n".join(traits)]
    if schema.component.example:
        parts.append(f"```tsx\n{schema.component.example.strip()}\n```")
    props = [
        (
            f"`{prop.name}`",
            _code(type_text(prop.type)),
            _default(prop.required, prop.default),
            full_doc(prop.doc, prop.type),
        )
        for prop in schema.props.values()
        if prop.name not in common.props
    ]
    note = "All [props of every component](index.md#props-of-every-component)."
    parts += ["## Props", f"{note[:-1]}, and:" if props else note]
    if props:
        parts.append(_table(("prop", "type", "default", "meaning"), props))
    if schema.events:
        rows = [
            (f"`{event.name}`", _payload(event.payload.__name__ if event.payload else None), event.doc)
            for event in schema.events.values()
        ]
        parts += ["## Events", _table(("event", "payload", "when"), rows)]
    if schema.methods:
        calls = [(_code(_signature(method)), " ".join(method.doc.split())) for method in schema.methods.values()]
        parts += ["## Methods", _table(("method", "what it does"), calls)]
        records = RecordTypes()
        for method in schema.methods.values():
            for parameter in method.parameters:
                records.add(parameter.type, given=True)
            if method.returns is not None:
                records.add(method.returns, given=False)
        parts += [_record_section(entry.type) for entry in records.entries.values()]
    return "\n\n".join(parts)


def _index(schemas: Mapping[str, ComponentSchema], common: ComponentSchema) -> str:
    rows = [
        (f"[{name}]({name}.md)", f"`{schema.role}`", schema.children, _first_sentence(schema.doc))
        for name, schema in schemas.items()
    ]
    props = [
        (
            f"`{prop.name}`",
            _code(type_text(prop.type)),
            _default(prop.required, prop.default),
            full_doc(prop.doc, prop.type),
        )
        for prop in common.props.values()
    ]
    policy = compile_type(ListenerPolicy, (), "listener")
    assert isinstance(policy, RecordType)
    role = next(prop for prop in common.props.values() if prop.name == "role").type
    return "\n\n".join(
        [
            _INDEX.strip(),
            _table(("component", "role", "children", "what it is"), rows),
            "Payloads of events: [events](events.md). Looks and sizes: [Style](Style.md).",
            _CONVENTIONS.strip(),
            "## Props of every component",
            _table(("prop", "type", "default", "meaning"), props),
            f"`Role` is one of {role.expected.removesuffix(' or null')}.".replace("'", "`"),
            "## Listener policy",
            _summary(policy),
            _fields(policy),
        ]
    )


def _style_page() -> str:
    made = compile_type(Style, (), "Style")
    assert isinstance(made, RecordType)
    return "\n\n".join(
        [
            "# Style",
            _summary(made),
            "Lengths are character cells: one across is the width of a digit, one down is a line. A browser draws "
            "them as `ch` and `lh`. `Sides` are one number for all, `[vertical, horizontal]`, or "
            "`[top, right, bottom, left]`.",
            f"`Color` is one of {', '.join(f'`{color}`' for color in COLORS)}: names of the host's theme, so that a "
            "guest looks at home in every application, light or dark.",
            '```tsx\n<View style={{ width: "50%", padding: [1, 2], border: "round", borderColor: "primary" }} />\n```',
            _fields(made),
        ]
    )


def _events_page(schemas: Mapping[str, ComponentSchema]) -> str:
    records = RecordTypes()
    for schema in schemas.values():
        for event in schema.events.values():
            if event.payload_type is not None:
                records.add(event.payload_type, given=False)
    return "\n\n".join(
        [
            "# Event payloads",
            "What a listener is called with. An event without a payload calls it with nothing.",
            *[_record_section(entry.type, default=False) for entry in records.entries.values()],
        ]
    )


def _record_section(made: RecordType, *, default: bool = True) -> str:
    return f"## {made.record.__name__}\n\n{_summary(made)}\n\n{_fields(made, default=default)}"


def _summary(made: RecordType) -> str:
    return inspect.cleandoc(made.record.__doc__ or "")


def _fields(made: RecordType, *, default: bool = True) -> str:
    rows: list[Sequence[str]] = []
    for field in made.fields.values():
        shown = (_default(field.required, field.default),) if default else ()
        rows.append((f"`{field.name}`", _code(type_text(field.type)), *shown, full_doc(field.doc, field.type)))
    return _table(("field", "type", *(("default",) if default else ()), "meaning"), rows)


def _signature(method: MethodSchema) -> str:
    parameters = ", ".join(
        f"{parameter.name}{'' if parameter.required else '?'}: {type_text(parameter.type)}"
        for parameter in method.parameters
    )
    return f"{method.name}({parameters}): {'void' if method.returns is None else type_text(method.returns)}"


def _payload(name: str | None) -> str:
    return "none" if name is None else f"[{name}](events.md#{name.lower()})"


def _default(required: bool, default: Any) -> str:
    if required:
        return "**required**"
    return "" if default is None else _code(json.dumps(default))


def _code(text: str) -> str:
    """Code in a cell of a table, where a bar would end the cell."""
    fence = "``" if "`" in text else "`"
    space = " " if fence == "``" else ""
    return f"{fence}{space}{text}{space}{fence}".replace("|", "\\|")


def _first_sentence(doc: str) -> str:
    return " ".join(doc.split("\n\n")[0].split()).split(". ")[0].removesuffix(".") + "."


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def generated_files() -> dict[str, str]:
    """Every page of the catalogue, by its path in the repository."""
    return {f"{_FOLDER}/{name}": text for name, text in render_reference(CATALOGUE).items()}


if __name__ == "__main__":
    sys.exit(run_generator(_COMMAND, generated_files(), sys.argv[1:]))
