"""Links out of a guest: only where a browser may go, and without a way back."""

from __future__ import annotations

import pytest

from rill.host.web.links import link_attributes


def test_links_open_a_tab_that_cannot_reach_this_one() -> None:
    assert link_attributes("https://example.com/?a=1#b") == {
        "href": "https://example.com/?a=1#b",
        "target": "_blank",
        "rel": "noopener noreferrer",
    }
    assert link_attributes("MAILTO:a@example.com") == {"href": "MAILTO:a@example.com"}


@pytest.mark.parametrize(
    "href",
    [None, 3, "", "/here", "page", "javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "file:///etc",
     "https://", "https:///x", "//example.com", "https://a\nb", "https://a\u202eb", "https://a/" + "x" * 3_000,
     "blob:https://example.com/1", "\x01https://example.com"],
)  # fmt: skip
def test_other_addresses_are_no_links(href: object) -> None:
    assert link_attributes(href) == {}
