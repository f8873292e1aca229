"""The page of what a terminal cannot honour says what the table says, and every component's page leads to it."""

from __future__ import annotations

from rill.components import CATALOGUE
from rill.components.generated_files import REPOSITORY, stale_files
from rill.components.reference import component_page
from rill.host.textual.support import not_honoured
from rill.host.textual.support_page import generated_files, render_page


def test_the_page_in_the_repository_is_current() -> None:
    assert stale_files(generated_files(), REPOSITORY) == [], "run `python -m rill.host.textual.support_page`"


def test_the_page_has_every_field_with_its_reason() -> None:
    sections = {part.partition("\n")[0]: part for part in render_page().split("\n## ")[1:]}
    for name, schema in CATALOGUE.items():
        if name not in schema.component.traits.aliases:
            assert (name in sections) == bool(not_honoured(name))
            for field, reason in not_honoured(name).items():
                assert any(
                    f"`{field}`" in line and line.endswith(f": {reason}.") for line in sections[name].split("\n")
                )


def test_the_pages_of_the_catalogue_lead_to_it() -> None:
    for name, schema in CATALOGUE.items():
        assert "(terminal.md)" in component_page(name, schema)
