"""Tokens and the cookie that they are bound to."""

from __future__ import annotations

import pytest

from host.web.browsers import Browser
from rill.host.web.tokens import (
    TOKEN_CHARACTERS_MAX,
    browser_of,
    is_secret,
    make_secret,
    make_token,
    read_token,
    set_cookie,
)
from rill.host.web.visits import Proxies, Visit, visit_of


def visit(**options: object) -> Visit:
    browser = Browser(None, **options)  # type: ignore[arg-type]
    return visit_of(browser.scope("http", "/", {}, "GET"), Proxies(()))


def test_no_secret_is_made_twice_and_each_is_one() -> None:
    secrets = {make_secret() for _ in range(1_000)}
    assert len(secrets) == 1_000
    assert all(map(is_secret, secrets))


@pytest.mark.parametrize("address", ["", "/", "/chat/lobby?x=1:2", "/%C3%A9"])
def test_a_token_holds_its_secret_and_the_address_of_its_page(address: str) -> None:
    secret = make_secret()
    assert read_token(make_token(secret, address)) == (secret, address)


@pytest.mark.parametrize(
    "token",
    [
        "",
        ":",
        "/",
        "short:/",
        "a" * 32,
        "a" * 33 + ":/",
        "a" * 31 + "\n:/",
        "a" * 32 + ":chat",
        "a" * 32 + ":/é",
        "a" * 32 + ":/\r\nx: y",
        "a" * 32 + ":/" + "x" * TOKEN_CHARACTERS_MAX,
    ],
)
def test_whatever_is_no_token_is_none(token: str) -> None:
    assert read_token(token) is None


def test_the_cookie_is_for_the_server_only_and_bound_to_its_host_over_https() -> None:
    assert set_cookie(visit(), "S") == "rill-csrf=S; Path=/; HttpOnly; SameSite=Lax"
    assert set_cookie(visit(scheme="https"), "S") == "__Host-rill-csrf=S; Path=/; HttpOnly; SameSite=Lax; Secure"


def test_a_browser_is_known_by_its_cookie_and_by_nothing_that_only_looks_like_it() -> None:
    secret = make_secret()
    assert browser_of(visit(cookies={"rill-csrf": secret})) == secret
    assert browser_of(visit(cookies={"a": "b", "rill-csrf": secret})) == secret
    assert browser_of(visit(cookies={"rill-csrf": "made-up"})) is None
    assert browser_of(visit(cookies={"xrill-csrf": secret})) is None
    assert browser_of(visit()) is None
    # What http may have planted counts for nothing over https.
    assert browser_of(visit(scheme="https", cookies={"rill-csrf": secret})) is None
