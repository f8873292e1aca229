"""The page of the elements is up to date and has all of them."""

from __future__ import annotations

from rill.components.generated_files import REPOSITORY, stale_files
from rill.components.html.attributes import CSS_PROPERTIES
from rill.components.html.elements import HTML
from rill.components.html.reference import generated_files, render_page


def test_the_page_is_up_to_date() -> None:
    assert stale_files(generated_files(), REPOSITORY) == [], "run `python -m rill.components.html.reference`"


def test_every_element_attribute_event_and_property_is_on_the_page() -> None:
    page = render_page()
    for tag, schema in HTML.items():
        assert f"`{tag}`" in page
        for name in (*schema.props, *schema.events, *CSS_PROPERTIES):
            assert f"`{name}`" in page
        for method in schema.methods:
            assert f"`{method}(" in page
