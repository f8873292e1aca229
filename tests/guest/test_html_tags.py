from __future__ import annotations

import pytest

from rill.guest.html_tags import tags_in

KNOWN = ("a", "button", "div", "li", "ul")


@pytest.mark.parametrize(
    ("code", "tags"),
    [
        ('jsx("div",{children:jsxs("ul",{})})', {"div", "ul"}),
        ("h('a', null)", {"a"}),
        ("var t=template(`<div class=x><button>Go</button><!>`)", {"div", "button"}),
        ('el("marquee"),"<blink >"', set()),
        ('jsx(tag,{title:"li"})', set()),
        ("i<a&&b>c", set()),
    ],
)
def test_tags_are_what_calls_name_first_and_what_stands_in_markup(code: str, tags: set[str]) -> None:
    assert tags_in(code, KNOWN) == tags


def test_long_code_is_read_in_no_time_worth_naming() -> None:
    assert tags_in("(" * 200_000 + "<" * 200_000, KNOWN) == set()
