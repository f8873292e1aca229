"""The table for the DOM of guests is up to date and says what the schemas say."""

from __future__ import annotations

from rill.components.generated_files import REPOSITORY, stale_files
from rill.components.html.elements import HTML
from rill.components.html.events import STAYING_EVENTS
from rill.components.html.typescript import attribute_kind, dom_event, generated_files, render_table


def test_the_generated_file_is_up_to_date() -> None:
    assert stale_files(generated_files(), REPOSITORY) == [], "run `python -m rill.components.html.typescript`"


def test_kinds_say_what_an_attribute_is_on_the_wire() -> None:
    def kind(tag: str, name: str) -> str:
        return attribute_kind(HTML[tag].props[name].type)

    assert kind("a", "href") == kind("input", "type") == kind("div", "class") == "string"
    assert kind("input", "disabled") == kind("input", "checked") == kind("details", "open") == "boolean"
    assert kind("td", "colspan") == kind("div", "tabindex") == kind("textarea", "rows") == "integer"
    assert kind("progress", "value") == kind("progress", "max") == "number"
    assert kind("div", "style") == "style"


def test_names_of_events_are_those_of_the_dom() -> None:
    assert [dom_event(name) for name in ("onClick", "onDblClick", "onKeyDown", "onFocusIn")] == [
        "click",
        "dblclick",
        "keydown",
        "focusin",
    ]


def test_what_stays_where_it_happened_are_events_that_there_are() -> None:
    assert set(STAYING_EVENTS) <= {name for schema in HTML.values() for name in schema.events}


def test_every_element_is_in_the_table_with_what_is_its_own() -> None:
    table = render_table()
    for tag in HTML:
        assert f"\n  {tag}: {{ children: " in table
    assert '  input: { children: "none", inline: true, attributes: { name: "string"' in table
    assert "valueVersion" not in table
    assert '  details: { children: "text-and-nodes", attributes: { open: "boolean" }, events: { toggle: ' in table
