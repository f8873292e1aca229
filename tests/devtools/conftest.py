"""Fixtures of the tests of rill.devtools."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from waiting import quick_screens


@pytest.fixture(scope="session", autouse=True)
def quick() -> Iterator[None]:
    """Tests of screens wait for what is under way, and no longer."""
    with quick_screens():
        yield
