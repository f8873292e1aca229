"""A guest's place on a page."""

from __future__ import annotations

from rill.host.web.page_context import Metrics, PageContext


def test_each_guest_of_a_page_has_a_prefix_of_its_own() -> None:
    assert [PageContext(index=index).prefix for index in range(2)] == ["g0-", "g1-"]


def test_a_page_without_addresses_has_no_assets() -> None:
    assert PageContext().asset_url("a.png") is None
    assert PageContext(lambda source: f"/x/{source}").asset_url("a.png") == "/x/a.png"


def test_a_cell_has_a_size_before_a_browser_has_said_one() -> None:
    assert Metrics().cell_width > 0
    assert Metrics(7, 20, 700, 400).line_height == 20
