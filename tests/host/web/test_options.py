"""What a host may decide, and what it cannot."""

from __future__ import annotations

from typing import Any

import pytest

from rill import HostError
from rill.host.web import Refusal, WebLimits, WebOptions


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"origins": ("app.example.com",)}, "origin_invalid"),
        ({"origins": ("https://app.example.com/",)}, "origin_invalid"),
        ({"origins": ("https://*.example.com",)}, "origin_invalid"),
        ({"origins": ("HTTPS://app.example.com",)}, "origin_invalid"),
        ({"origins": (7,)}, "origin_invalid"),
        ({"hosts": ("https://app.example.com",)}, "host_invalid"),
        ({"hosts": ("*",)}, "host_invalid"),
        ({"hosts": ("a/b",)}, "host_invalid"),
        ({"hosts": ("a\r\nb",)}, "host_invalid"),
        ({"trusted_proxies": ("somewhere",)}, "proxy_invalid"),
        ({"trusted_proxies": ("10.0.0.1/8",)}, "proxy_invalid"),
        ({"words": {"away": "x"}}, "words_invalid"),
        ({"theme": "blue"}, "theme_invalid"),
        ({"base_path": "live"}, "path_invalid"),
        ({"base_path": "/live/"}, "path_invalid"),
    ],
)
def test_what_cannot_be_meant_is_refused(options: dict[str, Any], code: str) -> None:
    with pytest.raises(HostError) as caught:
        WebOptions(**options)
    assert caught.value.code == code


def test_what_can_be_meant() -> None:
    WebOptions(
        origins=("https://app.example.com", "http://localhost:8000", "http://[::1]:8000"),
        hosts=("app.example.com", "10.0.0.1:80", "[::1]"),
        trusted_proxies=("127.0.0.1", "10.0.0.0/8", "::1", "unix"),
        base_path="/live",
    )


@pytest.mark.parametrize("value", [0, -1, True, "10", None, float("nan")])
def test_bounds_are_positive_numbers(value: Any) -> None:
    with pytest.raises(HostError) as caught:
        WebLimits(sessions=value)
    assert (caught.value.code, caught.value.path) == ("limits_invalid", "WebLimits.sessions")


def test_bounds_that_count_are_whole() -> None:
    with pytest.raises(HostError):
        WebLimits(sessions=1.5)  # type: ignore[arg-type]
    assert WebLimits(grace_s=1.5).grace_s == 1.5


@pytest.mark.parametrize("status", [200, 204, 600, 0])
def test_a_refusal_refuses(status: int) -> None:
    with pytest.raises(HostError):
        Refusal(status)


@pytest.mark.parametrize("location", ["/a\r\nset-cookie: x=y", "/a b", "/é", "/\0"])
def test_a_location_is_an_address_and_nothing_more(location: str) -> None:
    with pytest.raises(HostError) as caught:
        Refusal(303, "", location)
    assert caught.value.code == "refusal_invalid"
    assert Refusal(303, "", "https://id.example.com/?next=%2Fa%20b").location
