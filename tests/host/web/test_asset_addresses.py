"""Addresses of what guests name as `source`."""

from __future__ import annotations

import pytest

from rill.host.assets import Assets, Refusal, Sources
from rill.host.web.asset_addresses import AssetAddresses, content_type

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
CDN = "https://cdn.example.com/pictures/"


async def fetch(address: str) -> bytes:
    return b"GIF89a" + address.encode()


async def test_an_asset_of_a_bundle_has_one_address_by_its_content() -> None:
    addresses = AssetAddresses(10)
    first = addresses.address(Assets({"a.png": PNG}), "a.png")
    assert first is not None
    assert addresses.address(Assets({"other.png": PNG}), "other.png") == first
    assert AssetAddresses(10).address(Assets({"a.png": PNG}), "a.png") == first
    # The session that it was asked for by is gone meanwhile.
    assert await addresses.content(first) == PNG


async def test_what_the_host_does_not_allow_has_no_address() -> None:
    addresses = AssetAddresses(10)
    assets = Assets({"a.png": PNG}, Sources(allow=(CDN,), fetch=fetch))
    for source in (
        "b.png",
        "",
        "https://evil.example/a.png",
        f"{CDN}../secret.png",
        "javascript:alert(1)",
        "file:///x",
    ):
        assert addresses.address(assets, source) is None


async def test_a_picture_from_elsewhere_is_fetched_by_the_host_for_as_long_as_its_session_lives() -> None:
    addresses = AssetAddresses(10)
    assets = Assets({}, Sources(allow=(CDN,), fetch=fetch))
    name = addresses.address(assets, f"{CDN}a.gif")
    assert name is not None
    assert await addresses.content(name) == f"GIF89a{CDN}a.gif".encode()
    # Nobody finds it by its source alone.
    assert AssetAddresses(10).address(assets, f"{CDN}a.gif") != name
    del assets
    assert isinstance(await addresses.content(name), Refusal)


@pytest.mark.parametrize("name", ["", "a.png", "../a.png", "0" * 32])
async def test_an_address_that_was_never_given_out_gives_nothing(name: str) -> None:
    addresses = AssetAddresses(10)
    addresses.address(Assets({"a.png": PNG}), "a.png")
    assert isinstance(await addresses.content(name), Refusal)


async def test_only_the_last_addresses_are_kept() -> None:
    addresses = AssetAddresses(2)
    names = [addresses.address(Assets({"a": bytes([number])}), "a") for number in range(3)]
    kept = [not isinstance(await addresses.content(name or ""), Refusal) for name in names]
    assert kept == [False, True, True]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF1234WEBPVP8 ", "image/webp"),
        (b"  \n<svg xmlns=''>", "image/svg+xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "image/svg+xml"),
        (b"<!doctype html><script>", "application/octet-stream"),
        (b"", "application/octet-stream"),
        (b"alert(1)", "application/octet-stream"),
    ],
)
def test_types_come_from_what_is_in_a_file(content: bytes, expected: str) -> None:
    assert content_type(content) == expected
