"""What a scope says of who asks for what, and whose word is taken for it."""

from __future__ import annotations

from typing import Any

import pytest

from host.web.browsers import Browser
from rill.host.web.visits import Proxies, Visit, page_visit, visit_of

FORWARDED = {
    "x-forwarded-for": "203.0.113.9, 198.51.100.7",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "app.example.com",
}


def visit(
    path: str = "/", *, trusted: tuple[str, ...] = (), headers: dict[str, str | None] | None = None, **options: Any
) -> Visit:
    return visit_of(Browser(None, **options).scope("http", path, headers or {}, "GET"), Proxies(trusted))


def test_a_plain_visit() -> None:
    found = visit("/a/b?x=1&y=%20")
    assert (found.method, found.path, found.root, found.query) == ("GET", "/a/b", "", "x=1&y=%20")
    assert (found.scheme, found.host, found.client) == ("http", "localhost:8000", "192.0.2.1")
    assert (found.origin, found.address) == ("http://localhost:8000", "/a/b?x=1&y=%20")


def test_the_scheme_of_a_socket_is_that_of_its_page() -> None:
    browser = Browser(None, scheme="https")
    assert visit_of(browser.scope("websocket", "/", {}, "GET"), Proxies(())).origin == "https://localhost:8000"


def test_the_path_is_the_one_below_the_root_whether_the_server_says_it_with_the_root_or_without() -> None:
    scope = Browser(None, root_path="/apps/one").scope("http", "/page", {}, "GET")
    assert scope["path"] == "/apps/one/page"
    for path, expected in (
        ("/apps/one/page", "/page"),
        ("/page", "/page"),
        ("/apps/one", "/"),
        ("/apps/onex", "/apps/onex"),
    ):
        found = visit_of({**scope, "path": path}, Proxies(()))
        assert (found.path, found.root) == (expected, "/apps/one")


def test_what_is_no_ascii_is_written_as_an_address_needs_it() -> None:
    found = visit('/é"<b>', root_path="/ü")
    assert found.root == "/%C3%BC"
    assert found.address == "/%C3%A9%22%3Cb%3E"


@pytest.mark.parametrize("trusted", [(), ("10.0.0.0/8",), ("unix",)])
def test_headers_of_proxies_count_for_nothing_from_anybody_else(trusted: tuple[str, ...]) -> None:
    found = visit(headers=FORWARDED, trusted=trusted)  # type: ignore[arg-type]
    assert (found.client, found.origin) == ("192.0.2.1", "http://localhost:8000")


def test_a_trusted_proxy_is_believed() -> None:
    found = visit(headers=FORWARDED, trusted=("192.0.2.0/24",))  # type: ignore[arg-type]
    assert (found.client, found.origin) == ("198.51.100.7", "https://app.example.com")


def test_of_a_chain_the_first_that_is_not_ours_counts_and_not_what_it_says() -> None:
    found = visit(headers=FORWARDED, trusted=("192.0.2.1", "198.51.100.7"))  # type: ignore[arg-type]
    assert found.client == "203.0.113.9"


def test_who_comes_over_a_unix_socket_has_no_address() -> None:
    assert visit(client=None).client == ""
    assert visit(client=None, headers=FORWARDED, trusted=("unix",)).client == "198.51.100.7"  # type: ignore[arg-type]


def test_two_headers_where_there_may_be_one_are_none() -> None:
    scope = Browser(None).scope("http", "/", {}, "GET")
    scope["headers"] += [(b"host", b"evil.example"), (b"origin", b"a"), (b"origin", b"b")]
    found = visit_of(scope, Proxies(()))
    assert (found.host, found.header(b"origin")) == ("", None)


def test_lists_and_cookies_are_read_from_all_their_headers() -> None:
    scope = Browser(None).scope("http", "/", {}, "GET")
    scope["headers"] += [
        (b"cookie", b"a=1; b=2=3"),
        (b"cookie", b"c=4;d"),
        (b"accept-encoding", b"gzip, br"),
        (b"accept-encoding", b"x"),
    ]
    found = visit_of(scope, Proxies(()))
    assert [found.cookie(name) for name in "abcd"] == ["1", "2=3", "4", None]
    assert found.listed(b"accept-encoding") == ["gzip", "br", "x"]


def test_the_page_of_a_socket_is_its_address_with_the_headers_of_the_socket() -> None:
    browser = Browser(None, root_path="/r", cookies={"session": "x"})
    socket = visit_of(browser.scope("websocket", "/_rill/live", {}, "GET"), Proxies(()))
    page = page_visit(socket, "/chat/%C3%A9?x=%20")
    assert (page.path, page.query, page.address) == ("/chat/é", "x=%20", "/chat/%C3%A9?x=%20")
    assert (page.scope["type"], page.scope["method"], page.scope["path"]) == ("http", "GET", "/r/chat/é")
    assert page.scope["query_string"] == b"x=%20"
    assert page.cookie("session") == "x"
