"""What a guest's `source` props name: assets, allowed addresses, and every way in which there may be no bytes."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from rill.host.assets import FETCHES_AT_ONCE, FETCHES_WAITING_MAX, KEPT_BYTES_MAX, Assets, Refusal, Sources
from rill.protocol.errors import HostError

CDN = "https://cdn.example.com/pictures/"


class Network:
    """Answers fetches as a test says, and notes them."""

    def __init__(self, answer: Any = b"bytes") -> None:
        self.answer = answer
        self.asked: list[str] = []

    async def fetch(self, address: str) -> bytes:
        self.asked.append(address)
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer  # type: ignore[no-any-return]


def assets(network: Network, **options: Any) -> Assets:
    return Assets({"logo-1.png": b"logo"}, Sources(allow=(CDN,), fetch=network.fetch, **options))


async def code_of(found: Assets, source: str) -> str:
    answer = await found.resolve(source)
    assert isinstance(answer, Refusal)
    return answer.code


async def test_assets_of_the_bundle_come_first_and_cost_no_fetch() -> None:
    network = Network()
    assert await assets(network).resolve("logo-1.png") == b"logo"
    assert await code_of(assets(network), "other.png") == "missing"
    assert await code_of(Assets(), "logo-1.png") == "missing"
    assert network.asked == []


async def test_an_allowed_address_is_fetched_once() -> None:
    network = Network()
    found = assets(network)
    assert await found.resolve(f"{CDN}a.png") == b"bytes"
    assert await found.resolve(f"{CDN}a.png") == b"bytes"
    assert network.asked == [f"{CDN}a.png"]


@pytest.mark.parametrize(
    "address",
    [
        "https://cdn.example.com/other/a.png",
        "https://cdn.example.com.evil.example/pictures/a.png",
        "https://cdn.example.com@evil.example/pictures/a.png",
        "https://user:secret@cdn.example.com/pictures/a.png",
        "http://cdn.example.com/pictures/a.png",
        "HTTPS://CDN.EXAMPLE.COM/pictures/a.png",
        "https://cdn.example.com/pictures/../secret",
        "https://cdn.example.com/pictures/..",
        "https://cdn.example.com/pictures/%2e%2E/secret",
        "https://cdn.example.com/pictures/..%2fsecret",
        "https://cdn.example.com/pictures/..\\secret",
        "https://cdn.example.com/pictures/a\r\nHost: evil",
        "https://cdn.example.com/pictures/a b",
        f"{CDN}{'a' * 2000}",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
    ],
)
async def test_all_other_addresses_are_refused(address: str) -> None:
    network = Network()
    assert await code_of(assets(network), address) == "refused"
    assert network.asked == []


async def test_without_sources_no_address_is_allowed() -> None:
    assert await code_of(Assets(), f"{CDN}a.png") == "refused"


@pytest.mark.parametrize(
    "prefix",
    [
        "https://cdn.example.com",
        "http://cdn.example.com/",
        "",
        "https:///",
        "https://a.example/../",
        "https://a@b/",
        "*",
    ],
)
def test_a_beginning_that_allows_more_than_it_says_is_the_hosts_mistake(prefix: str) -> None:
    with pytest.raises(HostError, match="beginning of an https address"):
        Sources(allow=(prefix,), fetch=Network().fetch)


def test_allowing_without_fetching_is_the_hosts_mistake() -> None:
    with pytest.raises(HostError, match="a function that fetches"):
        Sources(allow=(CDN,))


@pytest.mark.parametrize("answer", [OSError("no route"), ValueError("\x1b[31m"), "text", None])
async def test_whatever_the_fetch_does_is_a_failed_fetch(answer: Any) -> None:
    network = Network(answer)
    found = assets(network)
    assert await code_of(found, f"{CDN}a.png") == "failed"
    # And may be tried again.
    network.answer = b"now"
    assert await found.resolve(f"{CDN}a.png") == b"now"


async def test_a_fetch_that_takes_too_long_is_cancelled() -> None:
    cancelled = []

    async def fetch(address: str) -> bytes:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            cancelled.append(address)
        raise AssertionError

    found = Assets({}, Sources(allow=(CDN,), fetch=fetch, timeout_s=0))
    assert await code_of(found, f"{CDN}a.png") == "failed"
    assert cancelled == [f"{CDN}a.png"]


@pytest.mark.parametrize(("size", "code"), [(9, None), (10, None), (11, "too_large")])
async def test_bytes_have_a_bound(size: int, code: str | None) -> None:
    found = assets(Network(b"x" * size), bytes_max=10)
    answer = await found.resolve(f"{CDN}a.png")
    assert (answer.code if isinstance(answer, Refusal) else None) == code


async def test_only_so_many_are_fetched_at_once_and_only_so_many_wait() -> None:
    running = 0
    gate = asyncio.Event()

    async def fetch(_address: str) -> bytes:
        nonlocal running
        running += 1
        await gate.wait()
        return b"x"

    found = Assets({}, Sources(allow=(CDN,), fetch=fetch))
    tasks = [asyncio.create_task(found.resolve(f"{CDN}{index}")) for index in range(FETCHES_WAITING_MAX)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert running == FETCHES_AT_ONCE
    assert await code_of(found, f"{CDN}one-more") == "failed"
    gate.set()
    assert await asyncio.gather(*tasks) == [b"x"] * FETCHES_WAITING_MAX


async def test_who_no_longer_waits_cancels_its_fetch_and_frees_its_place() -> None:
    network = Network()
    waiting = asyncio.Event()

    async def fetch(_address: str) -> bytes:
        waiting.set()
        await asyncio.get_running_loop().create_future()
        raise AssertionError

    found = Assets({}, Sources(allow=(CDN,), fetch=fetch))
    for _ in range(FETCHES_AT_ONCE + 1):
        waiting.clear()
        task = asyncio.create_task(found.resolve(f"{CDN}a.png"))
        await waiting.wait()
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
    assert network.asked == []


async def test_what_was_used_least_recently_is_fetched_again() -> None:
    network = Network(b"x" * (KEPT_BYTES_MAX // 2))
    found = assets(network, bytes_max=KEPT_BYTES_MAX)
    for name in ("a", "b", "a", "c", "a", "b"):
        await found.resolve(f"{CDN}{name}")
    assert [address[-1] for address in network.asked] == ["a", "b", "c", "b"]


def test_what_is_offered_is_what_would_be_looked_for() -> None:
    found = assets(Network())
    assert found.own("logo-1.png") == b"logo"
    assert found.own(f"{CDN}a.png") is None
    assert [found.offers(source) for source in ("logo-1.png", f"{CDN}a.png")] == [True, True]
    for source in ("other.png", "", "https://evil.example/a.png", f"{CDN}../a.png"):
        assert not found.offers(source)
