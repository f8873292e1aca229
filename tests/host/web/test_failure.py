"""What stands above a guest that has failed."""

from __future__ import annotations

from rill.host.web.element import Element
from rill.host.web.failure import RESTART, failure_element
from rill.host.web.html_writer import element_html
from rill.host.web.lowering import walk
from rill.protocol import BuildError, GuestError, LimitError, ProviderError


def test_an_error_is_shown_in_words_with_the_first_lines_of_its_stack() -> None:
    stack = "\n".join(f"at line {number}" for number in range(20))
    html = element_html(
        failure_element(
            GuestError("<img onerror=x>", name="Type<b>", stack=stack, code="exception"),
            {"class": "rill"},
            can_restart=True,
        )
    )
    assert "Type&lt;b&gt; (exception)" in html
    assert "&lt;img onerror=x&gt;" in html
    assert "at line 5</pre>" in html
    assert "at line 6" not in html
    assert f'data-part="{RESTART}" data-on="click"' in html
    assert '<div class="rill-failed" inert data-h></div>' in html


def test_only_what_there_is_is_shown() -> None:
    element = failure_element(ProviderError("gone"), {}, can_restart=False)
    tags = [inner.tag for inner in walk(element) if isinstance(inner, Element)]
    assert tags == ["div", "div", "p", "p", "div"]
    assert "ProviderError (provider_failed)" in element_html(element)


def test_every_kind_of_error_says_where() -> None:
    build = element_html(failure_element(BuildError("no", frame="1 | x"), {}, can_restart=False))
    assert "1 | x" in build
    limit = element_html(failure_element(LimitError("too much", stack="at a"), {}, can_restart=False))
    assert "at a" in limit


def test_long_messages_are_cut() -> None:
    html = element_html(failure_element(GuestError("x" * 10_000, name="n" * 1_000), {}, can_restart=False))
    assert len(html) < 3_000
