"""Which names an application answers to, and which pages may open its socket."""

from __future__ import annotations

import pytest

from host.web.browsers import Browser
from rill.host.web.origins import Origins
from rill.host.web.visits import Proxies, Visit, visit_of


def visit(host: str, origin: str | None = None, scheme: str = "http") -> Visit:
    browser = Browser(None, host=host, scheme=scheme)
    return visit_of(browser.scope("websocket", "/_rill/live", {"origin": origin}, "GET"), Proxies(()))


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]", "[::1]:8000", "LOCALHOST:80"])
def test_without_any_name_this_machine_is_answered_to(host: str) -> None:
    assert Origins((), ()).answers_to(visit(host))


@pytest.mark.parametrize(
    "host",
    [
        "",
        "example.com",
        "localhost.example.com",
        "127.0.0.1.example.com",
        "localhost:",
        "localhost:80a",
        "::1",
        "0.0.0.0",
    ],
)
def test_without_any_name_nobody_elses_is_answered_to(host: str) -> None:
    assert not Origins((), ()).answers_to(visit(host))


def test_names_are_exact() -> None:
    origins = Origins(("https://app.example.com", "https://b.example.com:8443"), ())
    assert origins.answers_to(visit("app.example.com"))
    assert origins.answers_to(visit("b.example.com:8443"))
    for host in ("example.com", "app.example.com:8443", "b.example.com", "xapp.example.com", "localhost"):
        assert not origins.answers_to(visit(host)), host
    assert Origins(("https://app.example.com",), ("internal:9000",)).answers_to(visit("internal:9000"))
    assert not Origins(("https://app.example.com",), ("internal:9000",)).answers_to(visit("app.example.com"))


def test_a_page_connects_to_where_it_came_from_and_nowhere_else() -> None:
    origins = Origins((), ())
    assert origins.may_connect(visit("localhost:8000", "http://localhost:8000"))
    assert origins.may_connect(visit("localhost:8000", "https://localhost:8000", "https"))
    for origin in (
        None, "", "null", "http://localhost", "http://localhost:8001", "https://localhost:8000", "http://127.0.0.1:8000",
        "http://evil.example", "http://localhost:8000/", "HTTP://localhost:8000",
    ):  # fmt: skip
        assert not origins.may_connect(visit("localhost:8000", origin)), origin


def test_where_origins_are_named_only_these_connect() -> None:
    origins = Origins(("https://app.example.com",), ("api.example.com",))
    assert origins.may_connect(visit("api.example.com", "https://app.example.com", "https"))
    for origin in ("https://api.example.com", "http://app.example.com", "https://app.example.com.evil.example"):
        assert not origins.may_connect(visit("api.example.com", origin, "https")), origin
