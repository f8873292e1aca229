"""The reference pages from component schemas, as Markdown.

``python -m rill.components.reference`` writes ``docs/components``; with ``--check`` it writes nothing and exits with 1
when a page is out of date. The functions take any schemas, because hosts document their own components in the same way.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rill.components.annotations import compile_type
from rill.components.catalogue import CATALOGUE
from rill.components.catalogue.icons import ICONS
from rill.components.component import Component, ListenerPolicy
from rill.components.generated_files import REPOSITORY, run_generator
from rill.components.record_types import RecordTypes
from rill.components.schema import SLOT_TYPE, ComponentSchema, MethodSchema, PropSchema, compile_component
from rill.components.style import COLORS, Style
from rill.components.typescript import full_doc, type_text
from rill.components.value_types import RecordType
from rill.components.virtual import GUEST_COMPONENTS, GUEST_RECORDS, GuestField

_COMMAND: Final = "python -m rill.components.reference"
_FOLDER: Final = "docs/components"
_HEADER: Final = f"<!-- Generated from rill/components by `{_COMMAND}`. Do not edit. -->"

_EXAMPLES: Final = REPOSITORY / _FOLDER / "examples"
_NO_EXAMPLES: Final[Mapping[str, str]] = {}
_DIRECTIVE: Final = re.compile(r"^// picture: .*\n", re.MULTILINE)

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

Each page has a picture of its component in a terminal, and the guest that made it: `rill run
docs/components/examples/Button.tsx` shows it on yours.

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


def render_reference(
    schemas: Mapping[str, ComponentSchema], examples: Mapping[str, str] = _NO_EXAMPLES
) -> dict[str, str]:
    """The pages by file name: an index, one page for each component, one for styles and one for event payloads.

    Args:
        examples: code of guests that show a component, by its name; each has a picture in the folder ``pictures``.
    """
    canonical = {name: schema for name, schema in schemas.items() if name not in schema.component.traits.aliases}
    common = compile_component("Component", Component)
    pages = {
        "index.md": _index(canonical, common),
        "Style.md": _style_page(),
        "events.md": _events_page(canonical),
    }
    pages.update(
        {f"{name}.md": component_page(name, schema, examples.get(name, "")) for name, schema in canonical.items()}
    )
    return {name: f"{_HEADER}\n\n{text.strip()}\n" for name, text in pages.items()}


def component_page(name: str, schema: ComponentSchema, example: str = "") -> str:
    """One component's page, without the header of a generated file.

    ``example`` is the code of a guest that shows it, drawn as ``pictures/NAME.svg``; without one, the code that the
    component class has.
    """
    common = compile_component("Component", Component)
    guest = GUEST_COMPONENTS.get(name)
    parts = [f"# {name}", schema.doc]
    if guest is not None:
        parts.append(guest.doc)
    parts.append("\n".join(_traits(schema, children=guest is None)))
    if example:
        parts.append(f"![{name} in a terminal](pictures/{name}.svg)")
        # What the picture was told is nothing to copy.
        parts.append(f"```tsx\n{_DIRECTIVE.sub('', example).strip()}\n```")
    elif shown_with := _shown_with(name, schema):
        parts.append(f"Picture and code: [{shown_with}]({shown_with}.md).")
    elif schema.component.example:
        parts.append(f"```tsx\n{schema.component.example.strip()}\n```")
    kept = guest.keeps if guest is not None else frozenset()
    replaced = guest.props if guest is not None else {}
    rows = [_prop_row(prop) for prop in schema.props.values() if prop.name not in {*common.props, *kept, *replaced}]
    rows += [(f"`{place}`", "`ReactNode`", "", "Elements that stand in this place.") for place in schema.elements]
    props = [*_guest_rows(replaced), *rows]
    note = "All [props of every component](index.md#props-of-every-component)."
    parts += ["## Props", f"{note[:-1]}, and:" if props else note]
    if props:
        parts.append(_table(("prop", "type", "default", "meaning"), props))
    if CATALOGUE.get(name) is schema:
        # Written from what the terminal's adapter knows, which lies above this package: only its name is known here.
        parts.append("What a terminal does not honour of its `style`: [styles in a terminal](terminal.md).")
    payloads = guest.payloads if guest is not None else {}
    events = [
        (
            f"`{event.name}`",
            _payload(event.payload.__name__ if event.payload else None, payloads.get(event.name)),
            event.doc,
        )
        for event in schema.events.values()
        if event.name not in kept
    ]
    if events:
        parts += ["## Events", _table(("event", "payload", "when"), events)]
    if schema.methods:
        calls = [(_code(_signature(method)), " ".join(method.doc.split())) for method in schema.methods.values()]
        parts += ["## Methods", _table(("method", "what it does"), calls)]
    parts += _guest_record_sections(replaced)
    records = RecordTypes()
    records.add(common.props["style"].type, given=True)
    shared = set(records.entries)
    for prop in schema.props.values():
        records.add(prop.type, given=True)
    for method in schema.methods.values():
        for parameter in method.parameters:
            records.add(parameter.type, given=True)
        if method.returns is not None:
            records.add(method.returns, given=False)
    parts += [_record_section(entry.type) for title, entry in records.entries.items() if title not in shared]
    if kept:
        parts += [
            "## What the SDK does",
            f"Guests use the SDK's component, which keeps these of the host's, and makes its "
            f"{_links(schema.takes)} children:",
            _table(
                ("prop or event", "type", "meaning"),
                [
                    (f"`{prop.name}`", _code(type_text(prop.type)), prop.doc)
                    for prop in schema.props.values()
                    if prop.name in kept
                ]
                + [
                    (f"`{event.name}`", _payload(event.payload.__name__ if event.payload else None), event.doc)
                    for event in schema.events.values()
                    if event.name in kept
                ],
            ),
        ]
    return "\n\n".join(parts)


def _shown_with(name: str, schema: ComponentSchema) -> str | None:
    """The component of the catalogue on whose page this one is to be seen, where it never stands alone."""
    if name == SLOT_TYPE:
        return "Card"
    return schema.within[0] if schema.within and CATALOGUE.get(name) is schema else None


def _traits(schema: ComponentSchema, *, children: bool) -> list[str]:
    taken = f"{_links(schema.takes)} only" if schema.takes else _CHILDREN[schema.children]
    traits = [f"- **Role:** `{schema.role}`", f"- **Children:** {taken if children else 'made from what it is given'}"]
    if schema.within:
        traits.append(f"- **Stands in:** {_links(schema.within)} only")
    if schema.component.traits.aliases:
        traits.append(f"- **Also called:** {', '.join(f'`{alias}`' for alias in schema.component.traits.aliases)}")
    if schema.inline:
        traits.append("- **Inline:** may stand inside a line of text")
    if schema.view_state:
        traits.append(f"- **View state**, kept in snapshots: {', '.join(schema.view_state)}")
    return traits


def _links(names: Iterable[str]) -> str:
    return " and ".join(f"[{name}]({name}.md)" for name in names)


def _prop_row(prop: PropSchema) -> Sequence[str]:
    meaning = full_doc(prop.doc, prop.type)
    return f"`{prop.name}`", _code(type_text(prop.type)), _default(prop.required, prop.default), meaning


def _guest_rows(fields: Mapping[str, GuestField]) -> list[Sequence[str]]:
    return [
        (
            f"`{name}`",
            _code(of.type),
            "**required**" if of.required else _code(of.default) if of.default else "",
            of.doc,
        )
        for name, of in fields.items()
    ]


def _guest_record_sections(fields: Mapping[str, GuestField]) -> list[str]:
    """What the functions of a component of the SDK take and give."""
    text = " ".join(of.type for of in fields.values())
    return [
        f"## {name}\n\n{record.doc}{f' All of {record.extends}, and:' if record.extends else ''}\n\n"
        + _table(("field", "type", "default", "meaning"), _guest_rows(record.fields))
        for name, record in GUEST_RECORDS.items()
        if re.search(rf"\b{name}\b", text)
    ]


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
            f"`IconName` is one of {', '.join(f'`{icon}`' for icon in ICONS)}.",
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


def _payload(name: str | None, more: Iterable[str] | None = None) -> str:
    text = "none" if name is None else f"[{name}](events.md#{name.lower()})"
    return f"{text} with {', '.join(f'`{field}`' for field in more)}" if more else text


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
    examples = {path.stem: path.read_text("utf-8") for path in _EXAMPLES.glob("*.tsx")}
    return {f"{_FOLDER}/{name}": text for name, text in render_reference(CATALOGUE, examples).items()}


if __name__ == "__main__":
    sys.exit(run_generator(_COMMAND, generated_files(), sys.argv[1:]))
