"""Fixtures of the tests of rill.host.web."""

from __future__ import annotations

import pytest

from rill.host.web import application
from rill.host.web.static_files import CONNECTOR


@pytest.fixture(autouse=True)
def _connector(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is served is not what is tested here: no test of a server needs the connector to be built."""
    files = {CONNECTOR: b"// the connector\n" * 100, "module-scroll.js": b"// a module\n" * 100}
    monkeypatch.setattr(application, "built_files", lambda: files)
