"""Every component of the catalogue, as the reference shows it: finished in the page that comes, adopted without
rendering again, and named for assistive technology."""

from __future__ import annotations

from pathlib import Path

import pytest

from .accessibility import faults
from .examples import COMPONENTS
from .person import Come

NAMES = sorted(path.stem for path in COMPONENTS.glob("*.tsx"))
# Ask how large they are, or move by themselves, as soon as they are in a browser. A dialog that is open in the page
# that comes, so that it can be read, has to be opened once more to be modal.
CHANGE_AT_ONCE = frozenset({"FlatList", "Modal", "SectionList", "Shapes", "Table", "Tree", "Toast"})


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
async def test_a_component_is_adopted_as_it_came(come: Come, pictures: Path, name: str) -> None:
    person = await come()
    page = await person.go(f"/component-{name}")
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    if name not in CHANGE_AT_ONCE:
        assert await person.mutations() == []
    await page.screenshot(path=pictures / f"component-{name}.png")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
async def test_a_component_is_accessible(come: Come, name: str, scheme: str) -> None:
    person = await come(color_scheme=scheme, reduced_motion="reduce")
    page = await person.go(f"/component-{name}")
    assert await faults(page) == []
