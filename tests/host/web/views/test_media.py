"""Pictures, documents and code as elements, and what they tell."""

from __future__ import annotations

import pytest

from host.web.views.lowered import LISTENS, NO_KEYS, lower, put, said
from rill.host.web.element import Element
from rill.host.web.markdown import document


def test_a_picture_comes_from_the_address_of_its_asset() -> None:
    assert lower("Image", {"logo.png": "/a/1"}, source="logo.png", alt="Logo", fit="cover", onLoad=LISTENS) == Element(
        "img",
        {
            "class": "rill-image rill-image-cover",
            "src": "/a/1",
            "alt": "Logo",
            "decoding": "async",
            "draggable": "false",
            "data-on": "load",
        },
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [("none.png", "missing"), ("https://evil.example/x.png", "refused"), ("javascript:x", "refused")],
)
def test_a_picture_that_is_not_there_asks_nobody_and_says_why(source: str, reason: str) -> None:
    element = lower("Image", source=source, alt="Logo", onError=LISTENS)
    assert (element.attributes["src"], element.attributes["data-part"]) == ("", reason)
    assert said(put("Image", {"source": source, "alt": ""}), "error", part=reason) == [("onError", {"code": reason})]


def test_a_picture_tells_of_its_size_or_of_its_failure() -> None:
    node = put("Image", {"source": "logo.png", "alt": ""})
    assert said(node, "load", size=(640.0, 480.4)) == [("onLoad", {"width": 640, "height": 480})]
    assert said(node, "load", size=(float("nan"), float("inf"))) == [("onLoad", {"width": 0, "height": 1_000_000})]
    assert said(node, "load") == []
    assert said(node, "error", part="<b>") == [("onError", {"code": "invalid"})]
    address = put("Image", {"source": "https://example.com/a.png", "alt": ""})
    assert said(address, "error") == [("onError", {"code": "failed"})]


def test_a_document_is_an_article_of_elements() -> None:
    assert lower("Markdown", text="# Hi\n\nwords") == Element(
        "article", {"class": "rill-markdown", "tabindex": 0}, *document("# Hi\n\nwords", None).children
    )


def test_a_press_of_a_link_says_where_it_leads_and_nothing_that_a_browser_made_up() -> None:
    node = put("Markdown", {"text": "[a](https://a.example) [b](page/2)", "onLinkPress": LISTENS})
    press = {**NO_KEYS, "source": "pointer"}
    assert said(node, "click", part="1", detail=1) == [("onLinkPress", "page/2", press)]
    assert said(node, "click", part="0", detail=1) == [("onLinkPress", "https://a.example", press)]
    for part in ("", "2", "-1", "²", "x", "9" * 40):
        assert said(node, "click", part=part, detail=1) == []


def test_code_is_preformatted_with_lines_only_where_they_are_needed() -> None:
    assert lower("CodeView", code="a\nb", focusable=False, wrap=True) == Element(
        "pre", {"class": "rill-code rill-code-wrap", "tabindex": -1}, Element("code", {}, "a\nb")
    )
    assert lower("CodeView", code="a\nb", lineNumbers=True, firstLine=7, highlightLines=[8]) == Element(
        "pre",
        {"class": "rill-code rill-code-numbered", "tabindex": 0},
        Element(
            "code",
            {},
            Element("span", {"class": "rill-code-line", "data-line": 7}, "a", "\n"),
            Element("span", {"class": "rill-code-line rill-code-marked", "data-line": 8}, "b", "\n"),
        ),
    )
