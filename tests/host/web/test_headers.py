"""What browsers may do with a page."""

from __future__ import annotations

import pytest

from rill.host.web.headers import check_policy, content_security_policy, page_headers, plain_page_headers
from rill.protocol.errors import HostError


def policy(**extra: str | None) -> dict[str, str]:
    extra = {name.replace("_", "-"): value for name, value in extra.items()}
    text = content_security_policy("N", "wss://app.example.com", extra, None)
    return dict(directive.partition(" ")[::2] for directive in text.split("; "))


def test_a_page_may_do_nothing_but_what_the_connector_needs() -> None:
    assert policy() == {
        "default-src": "'none'",
        "script-src": "'nonce-N' 'strict-dynamic'",
        "style-src": "'self' 'nonce-N'",
        "img-src": "'self'",
        "media-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self' wss://app.example.com",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


def test_a_host_may_say_otherwise_directive_by_directive() -> None:
    changed = policy(img_src="'self' https://cdn.example.com", trusted_types=None, manifest_src="'self'")
    assert changed["img-src"] == "'self' https://cdn.example.com"
    assert "trusted-types" not in changed
    assert changed["manifest-src"] == "'self'"
    assert policy(style_src="'nonce-{nonce}'")["style-src"] == "'nonce-N'"


@pytest.mark.parametrize(
    ("name", "value"),
    [("img-src", "'self'; script-src *"), ("img-src", "a, b"), ("img src", "x"), ("img-src", "x\r\ny")],
)
def test_a_directive_that_would_become_another_one_is_refused(name: str, value: str) -> None:
    with pytest.raises(HostError) as caught:
        check_policy({name: value})
    assert caught.value.code == "csp_invalid"


def test_reports_go_where_they_are_wanted() -> None:
    assert content_security_policy("N", "ws://x", {}, "/r/_rill/csp-report").endswith(
        "; report-uri /r/_rill/csp-report"
    )


def test_pages_are_kept_by_no_cache_and_shown_by_nobody_else() -> None:
    headers = dict(page_headers("p"))
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"cross-origin-opener-policy"] == b"same-origin"
    assert headers[b"cross-origin-resource-policy"] == b"same-origin"
    assert headers[b"referrer-policy"] == b"same-origin"
    assert b"camera=()" in headers[b"permissions-policy"]
    plain = dict(plain_page_headers("N", None))[b"content-security-policy"]
    assert plain == (
        b"default-src 'none'; style-src 'nonce-N'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
