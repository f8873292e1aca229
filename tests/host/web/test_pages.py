"""The text of pages."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

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


CORE = {f"core-{name}": f"/s/core-{name}.js" for name in ("calls", "elements", "fields")}


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("<p>&lt;input&gt;</p>", ["/s/core-elements.js"]),
        ("<p><details></details></p>", ["/s/core-elements.js", "/s/core-fields.js"]),
        ('<input type="text">', ["/s/core-elements.js", "/s/core-fields.js"]),
    ],
)
def test_parts_of_the_connector_that_a_page_needs_come_with_it(body: str, parts: list[str]) -> None:
    addresses = replace(ADDRESSES, modules={**ADDRESSES.modules, **CORE})
    guest = PaintedGuest(FirstPaint(body, "", "", ("menu",)), "T:/", 3)
    text = head_html(addresses, [painted(), guest], "N")
    assert re.findall('rel="modulepreload" nonce="N" href="([^"]+)"', text) == [*parts, "/s/menu.js"]
    # The connector asks for its parts by itself.
    assert "&quot;use&quot;:[&quot;menu&quot;]" in text


def test_fields_are_what_the_connector_takes_for_fields() -> None:
    source = (Path(__file__).resolve().parents[3] / "sdk-js/src/connector/fields.ts").read_text("utf-8")
    found = re.search('FIELDS = "([^"]+)"', source)
    assert found is not None
    for tag in found[1].split(","):
        assert PaintedGuest(FirstPaint(f"<{tag}>", "", "", ()), "", 0).has_fields
    assert not painted().has_fields


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
