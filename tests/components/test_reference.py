from __future__ import annotations

import re
from typing import Final

import pytest

from components.test_schema import SAMPLE
from rill.components import CATALOGUE
from rill.components.generated_files import REPOSITORY, stale_files
from rill.components.reference import component_page, generated_files

# Written by the terminal's adapter, which has a check of its own that it is up to date.
TERMINAL_PAGE: Final = "docs/components/terminal.md"


def test_the_committed_pages_are_up_to_date() -> None:
    assert stale_files(generated_files(), REPOSITORY) == [], "run `python -m rill.components.reference`"


def test_there_is_no_page_of_a_component_that_is_gone() -> None:
    pages = {f"docs/components/{path.name}" for path in (REPOSITORY / "docs/components").glob("*.md")}
    assert pages == {*generated_files(), TERMINAL_PAGE}


@pytest.mark.parametrize("name", sorted(set(CATALOGUE) - {"TouchableOpacity"}))
def test_a_page_names_everything_that_a_component_has(name: str) -> None:
    schema = CATALOGUE[name]
    page = component_page(name, schema)
    common = set(CATALOGUE["View"].props)
    own_props = page.partition("## Props")[2].partition("\n## ")[0]
    for entry in (*schema.props, *schema.events):
        assert f"| `{entry}` |" in page or entry in common
        assert f"| `{entry}` |" not in own_props or entry not in common
    for place in schema.elements:
        assert f"| `{place}` | `ReactNode` |" in own_props
    for method in schema.methods:
        assert f"| `{method}(" in page


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    for name, text in generated_files().items():
        for table in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
            widths = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
            assert len(widths) == 1, f"{name}: {table}"


def test_links_between_pages_lead_somewhere() -> None:
    pages = {**generated_files(), TERMINAL_PAGE: (REPOSITORY / TERMINAL_PAGE).read_text("utf-8")}
    headings = {
        name.rpartition("/")[2]: {
            re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")
            for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        }
        for name, text in pages.items()
    }
    for name, text in pages.items():
        for target, anchor in re.findall(r"\]\(([A-Za-z]*\.?m?d?)#?([a-z-]*)\)", text):
            page = target or name.rpartition("/")[2]
            assert page in headings, f"{name} links to {target}"
            assert not anchor or anchor in headings[page], f"{name} links to {target}#{anchor}"
        for target in re.findall(r"\]\((\.\./[^)]*)\)", text):
            assert (REPOSITORY / "docs/components" / target).is_file(), f"{name} links to {target}"


def test_a_hosts_own_component_gets_a_page_in_the_same_form() -> None:
    page = component_page("Sample", SAMPLE)
    assert "| `needed` | `string` | **required** | Must be there. |" in page
    assert "| `count` | `number` | `1` | A few. (whole, >= 1 and < 10) |" in page
    assert "| `moveTo(point: Point, speed?: number): Point` | Move. |" in page
    assert "## Point" in page


def test_pages_of_lists_show_what_guests_write_and_what_is_kept_from_them() -> None:
    page = component_page("Table", CATALOGUE["Table"])
    props = page.partition("## Props")[2].partition("## Events")[0]
    assert "| `columns` | `readonly TableColumnOf<T>[]` | **required** |" in props
    assert "| `count` |" not in props
    assert "| `onItemPress` | [ItemPressEvent](events.md#itempressevent) with `item` |" in page
    assert "## TableColumnOf" in page
    kept = page.partition("## What the SDK does")[2]
    assert "| `count` |" in kept
    assert "| `onRange` | [RangeEvent](events.md#rangeevent) |" in kept


def test_pages_show_the_objects_that_props_take() -> None:
    assert "## Option" in component_page("Select", CATALOGUE["Select"])
    assert "## Style" not in component_page("Select", CATALOGUE["Select"])
