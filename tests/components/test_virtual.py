"""The table of the SDK's virtualised components fits the catalogue that they stand for."""

from __future__ import annotations

import re

import pytest

from rill.components import CATALOGUE
from rill.components.typescript import render_types
from rill.components.virtual import GUEST_COMPONENTS, GUEST_RECORDS


def test_there_is_one_for_each_virtualised_component() -> None:
    assert set(GUEST_COMPONENTS) == {name for name, schema in CATALOGUE.items() if schema.virtual}


@pytest.mark.parametrize("name", GUEST_COMPONENTS)
def test_what_it_keeps_and_completes_is_the_host_s(name: str) -> None:
    guest, schema = GUEST_COMPONENTS[name], CATALOGUE[name]
    assert guest.keeps <= {*schema.props, *schema.events}
    assert set(guest.payloads) <= set(schema.events)
    assert all(schema.events[event].payload is not None for event in guest.payloads)
    # Nothing that a host must be given is left to nobody.
    required = {prop.name for prop in schema.props.values() if prop.required}
    assert required <= {*guest.keeps, *guest.props}


def test_every_name_in_a_type_is_declared() -> None:
    types = render_types(CATALOGUE)
    fields = [of for guest in GUEST_COMPONENTS.values() for of in guest.props.values()]
    fields += [of for record in GUEST_RECORDS.values() for of in record.fields.values()]
    known = {"ReactNode", "ReadonlySet", "Iterable", "T", "S"}
    for name in {name for of in fields for name in re.findall(r"\b[A-Z]\w*", of.type)} - known:
        assert re.search(rf"export (?:interface|type) {name}\b", types), name


def test_everything_is_documented() -> None:
    docs = [guest.doc for guest in GUEST_COMPONENTS.values()]
    docs += [of.doc for guest in GUEST_COMPONENTS.values() for of in guest.props.values()]
    docs += [
        text for record in GUEST_RECORDS.values() for text in (record.doc, *(of.doc for of in record.fields.values()))
    ]
    assert [doc for doc in docs if not doc.endswith(".")] == []
