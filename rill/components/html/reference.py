"""The page of the elements of HTML, as Markdown, made from their schemas.

``python -m rill.components.html.reference`` writes ``docs/html-elements.md``; with ``--check`` it writes nothing and
exits with 1 when the page is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final

from rill.components.generated_files import run_generator
from rill.components.html.attributes import CSS_PROPERTIES
from rill.components.html.element import HtmlElement
from rill.components.html.elements import HTML
from rill.components.html.typescript import dom_event
from rill.components.record_types import RecordTypes
from rill.components.schema import ComponentSchema, PropSchema, compile_component
from rill.components.typescript import full_doc, type_text

_COMMAND: Final = "python -m rill.components.html.reference"
_OUTPUT: Final = "docs/html-elements.md"
_INTRO: Final = """# Elements of HTML

What guests that are written in tags can use, where a host allows the preset `html`: [HTML on a host](html.md) says how
they behave. Every element is written down once, in `rill/components/html`; the host's checks, the table for the guests'
DOM and this page are made from that.

Values are as on the wire: an attribute that is there or not is `true`, what is counted is a number, `style` is a map.
"""
_GROUPS: Final[Mapping[str, str]] = {
    "structure": "Parts of a page",
    "text": "Text",
    "lists": "Lists",
    "tables": "Tables",
    "forms": "Forms",
    "media": "Pictures",
}


def render_page() -> str:
    """The page."""
    common = compile_component("HtmlElement", HtmlElement)
    parts = [
        f"<!-- Generated from rill/components/html by `{_COMMAND}`. Do not edit. -->",
        _INTRO.strip(),
        "## Attributes of every element",
        _table(("attribute", "type", "meaning"), map(_attribute_row, common.props.values())),
        "Beside these any `aria-*` and `data-*`, with a text of at most 1,000 characters.",
        "## Events of every element",
        _table(("event", "on the wire", "payload", "when"), _event_rows(common)),
        "## Methods of every element",
        _table(("method", "what it does"), _method_rows(common)),
    ]
    for module, title in _GROUPS.items():
        group = [(tag, schema) for tag, schema in HTML.items() if schema.component.__module__.endswith(f".{module}")]
        parts += [f"## {title}", _table(("element", "role", "what it is"), _element_rows(group))]
        parts += _own_tables(group, common)
    parts += ["## Payloads", *_payloads()]
    parts += ["## Properties of `style`", ", ".join(f"`{name}`" for name in CSS_PROPERTIES)]
    return "\n\n".join(parts) + "\n"


def _own_tables(group: Iterable[tuple[str, ComponentSchema]], common: ComponentSchema) -> list[str]:
    """What the elements of a group have beyond what all have."""
    attributes, events, methods = [], [], []
    for tag, schema in group:
        for prop in schema.props.values():
            if prop.name not in common.props:
                attributes.append((f"`{tag}`", *_attribute_row(prop)))
        events += [(f"`{tag}`", *row) for row in _event_rows(schema, common)]
        methods += [(f"`{tag}`", *row) for row in _method_rows(schema, common)]
    tables = []
    if attributes:
        tables.append(_table(("element", "attribute", "type", "meaning"), attributes))
    if events:
        tables.append(_table(("element", "event", "on the wire", "payload", "when"), events))
    if methods:
        tables.append(_table(("element", "method", "what it does"), methods))
    return tables


def _element_rows(group: Iterable[tuple[str, ComponentSchema]]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for component, same in groupby(group, key=lambda entry: entry[1].component):
        tags = [tag for tag, _ in same]
        doc = " ".join((component.__doc__ or "").split())
        rows.append((", ".join(f"`{tag}`" for tag in tags), f"`{component.traits.role}`", doc))
    return rows


def _attribute_row(prop: PropSchema) -> tuple[str, ...]:
    shown = "a map, see below" if prop.name == "style" else f"`{type_text(prop.type)}`".replace(" | null", "")
    return f"`{prop.name}`", shown, full_doc(prop.doc, prop.type)


def _event_rows(schema: ComponentSchema, common: ComponentSchema | None = None) -> list[tuple[str, ...]]:
    return [
        (
            f"`{dom_event(event.name)}`",
            f"`{event.name}`",
            f"`{event.payload.__name__}`" if event.payload is not None else "",
            event.doc,
        )
        for event in schema.events.values()
        if common is None or event.name not in common.events
    ]


def _method_rows(schema: ComponentSchema, common: ComponentSchema | None = None) -> list[tuple[str, ...]]:
    return [
        (f"`{method.name}({', '.join(each.name for each in method.parameters)})`", " ".join(method.doc.split()))
        for method in schema.methods.values()
        if common is None or method.name not in common.methods
    ]


def _payloads() -> list[str]:
    records = RecordTypes()
    for schema in HTML.values():
        for event in schema.events.values():
            if event.payload_type is not None:
                records.add(event.payload_type, given=False)
    return [
        f"### {entry.type.record.__name__}\n\n{' '.join((entry.type.record.__doc__ or '').split())}\n\n"
        + _table(
            ("field", "type", "meaning"),
            [(f"`{field.name}`", f"`{type_text(field.type)}`", field.doc) for field in entry.type.fields.values()],
        )
        for entry in records.entries.values()
    ]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def generated_files() -> dict[str, str]:
    """The page, by its path in the repository."""
    return {_OUTPUT: render_page()}


if __name__ == "__main__":
    sys.exit(run_generator(_COMMAND, generated_files(), sys.argv[1:]))
