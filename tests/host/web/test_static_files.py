"""The table of files that pages load."""

from __future__ import annotations

import gzip

import pytest

from rill.host.web.static_files import CONNECTOR, ICON, ICON_SVG, StaticFiles, built_files, compressed
from rill.protocol.errors import HostError

LONG = b"const x = 1;\n" * 100


def test_a_file_has_the_hash_of_its_content_in_its_name() -> None:
    first, second = StaticFiles({"a.js": LONG}), StaticFiles({"a.js": LONG + b"//"})
    assert first.name("a.js") == StaticFiles({"a.js": LONG}).name("a.js")
    assert first.name("a.js") != second.name("a.js")
    assert first.get(first.name("a.js")) is not None
    assert first.get(second.name("a.js")) is None


@pytest.mark.parametrize("name", ["", "a.js", "../a.js", "a..js", "%2e%2e/a.js", "/etc/passwd"])
def test_nothing_is_there_but_what_is_in_the_table(name: str) -> None:
    assert StaticFiles({"a.js": LONG}).get(name) is None


def test_files_are_compressed_once_and_only_where_that_saves_something() -> None:
    files = StaticFiles({"a.js": LONG, "b.js": b"x"})
    long, short = (files.get(files.name(name)) for name in ("a.js", "b.js"))
    assert long is not None
    assert short is not None
    assert long.compressed is not None
    assert gzip.decompress(long.compressed) == LONG
    assert short.compressed is None
    assert compressed(LONG) == compressed(LONG)


def test_modules_are_known_by_the_names_that_views_use() -> None:
    files = StaticFiles({CONNECTOR: LONG, "module-scroll.js": LONG, "module-menu.js": LONG, ICON: ICON_SVG})
    assert files.modules == {"scroll": files.name("module-scroll.js"), "menu": files.name("module-menu.js")}
    icon = files.get(files.name(ICON))
    assert icon is not None
    assert icon.content_type == "image/svg+xml"


def test_a_checkout_that_was_not_built_says_so() -> None:
    with pytest.raises(HostError) as caught:
        StaticFiles({}).name(CONNECTOR)
    assert caught.value.code == "static_missing"
    assert set(built_files()) <= {name for name in built_files() if name.endswith(".js")}
