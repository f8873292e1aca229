"""The text of pages."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import msgspec
import pytest

from rill import HostError
from rill.host.web.first_paint import FirstPaint
from rill.host.web.pages import MESSAGES, PageAddresses, PaintedGuest, head_html, message_page, page_html

ADDRESSES = PageAddresses(
    connector="/s/connector.js",
    stylesheet="/s/rill.css",
    icon="/s/icon.svg",
    socket="/live",
    modules={"scroll": "/s/scroll.js", "menu": "/s/menu.js"},
)


def painted(token: str = "T:/", modules: tuple[str, ...] = (), rules: str = "") -> PaintedGuest:
    return PaintedGuest(FirstPaint("<div>hi</div>", rules, "<template></template>", modules), token, 3)


class Structure(HTMLParser):
    """Elements that are open where they should not be, as a strict reader finds them."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "link", "hr", "br"):
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


def check(text: str) -> None:
    structure = Structure()
    structure.feed(text)
    structure.close()
    assert structure.stack == []


def test_a_page_is_whole() -> None:
    text = page_html(ADDRESSES, painted(), "N", title="T", language="en", theme="auto", stylesheet="")
    check(text)
    assert text.index("</head>") < text.index("<div>hi</div>") < text.index("<template>") < text.index("</body>")
    assert '<body class="rill-page">' in text


def test_what_the_connector_reads_is_inert_whatever_is_in_it() -> None:
    text = head_html(ADDRESSES, [painted('T:/"><script>alert(1)</script>')], "N")
    assert text.count("<script") == 1
    found = re.search('name="rill" content="([^"]*)"', text)
    assert found is not None
    assert msgspec.json.decode(html.unescape(found[1]))["guests"] == [
        {"token": 'T:/"><script>alert(1)</script>', "sequence": 3}
    ]


def test_modules_that_are_used_are_loaded_with_the_page_and_those_that_do_not_exist_are_not() -> None:
    text = head_html(ADDRESSES, [painted(modules=("scroll", "none")), painted(modules=("scroll",))], "N")
    assert re.findall('rel="modulepreload" nonce="N" href="([^"]+)"', text) == ["/s/scroll.js"]
    assert "&quot;use&quot;:[&quot;scroll&quot;]" in text
    assert "menu.js" in text


def test_a_rule_that_would_end_its_element_is_never_written() -> None:
    for rule in (".a{}</style>", ".a{}<!--"):
        with pytest.raises(HostError):
            head_html(ADDRESSES, [painted(rules=rule)], "N")
    assert "(width < 80ch)" in head_html(ADDRESSES, [painted(rules="@container rill (width < 80ch) {}")], "N")


@pytest.mark.parametrize("status", [*MESSAGES, 401, 410, 426, 502])
def test_a_page_without_a_guest_says_one_sentence(status: int) -> None:
    text = message_page(status, "N", language="en")
    check(text)
    assert f">{status}<" in text
    assert ("Try again" in text) is (status >= 500)


def test_words_of_others_are_words() -> None:
    text = message_page(500, "N", language='"><b>', message="<script>", details="</pre><script>")
    check(text)
    assert "<script" not in text
    assert "<b>" not in text
