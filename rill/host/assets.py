"""`Assets`: what a guest's `source` props name, as bytes: assets of its bundle, and addresses that the host allows.

Rill opens no connection itself: whoever allows addresses gives the function that fetches them. Knows nothing of what
the bytes are.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from rill.protocol.errors import HostError

logger: Final = logging.getLogger("rill.assets")

Fetch = Callable[[str], Awaitable[bytes]]

# Fetches of one guest that run at once, as browsers have it for one server, and that may wait.
FETCHES_AT_ONCE: Final = 4
FETCHES_WAITING_MAX: Final = 100
# What was fetched is kept, so that a guest that mounts and unmounts a picture asks the network once.
KEPT_BYTES_MAX: Final = 16 * 1024 * 1024
ADDRESS_CHARACTERS_MAX: Final = 2_000

_PREFIX: Final = re.compile(r"https://[a-z0-9.-]+(?::[0-9]{1,5})?/[^\s?#\\%]*\Z")
# Steps up, and ways to write them or a slash: what is fetched must be below what was allowed.
_STEPS: Final = re.compile(r"/\.{1,2}(?:[/?#]|\Z)|%2e|%2f|%5c|\\", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there are no bytes. ``code`` is one of those that `ImageErrorEvent` has."""

    code: Literal["missing", "refused", "too_large", "failed"]
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where guests may get pictures from, beside their bundles. The default is nowhere.

    Attributes:
        allow: beginnings of addresses, each ``https://host/`` with or without a path.
        fetch: gets an allowed address and returns its bytes. It must not follow a redirection to an address for which
            `allows` is false, and should stop reading after ``bytes_max``.
        bytes_max: more than this is refused.
        timeout_s: seconds after which a fetch is cancelled.

    Raises:
        HostError: a beginning is no https address with a slash behind its host, or there is no function to fetch with.
    """

    allow: tuple[str, ...] = ()
    fetch: Fetch | None = None
    bytes_max: int = 4 * 1024 * 1024
    timeout_s: float = 10.0

    def __post_init__(self) -> None:
        for prefix in self.allow:
            # Without the slash `https://example.com` would allow `https://example.com.evil.example`.
            if not isinstance(prefix, str) or _PREFIX.match(prefix) is None or _STEPS.search(prefix):
                raise HostError(
                    f"expected the beginning of an https address with a slash behind its host, such as "
                    f"'https://cdn.example.com/', got {prefix!r}",
                    code="sources_invalid",
                )
        if self.allow and self.fetch is None:
            raise HostError("Sources(allow=...) needs fetch=..., a function that fetches", code="sources_invalid")

    def allows(self, address: str) -> bool:
        """Whether an address may be fetched."""
        return (
            len(address) <= ADDRESS_CHARACTERS_MAX
            and address.isprintable()
            and " " not in address
            and _STEPS.search(address) is None
            and address.startswith(self.allow)
        )


class Assets:
    """What one session's guest may show.

    Args:
        table: content by name, as in a bundle.
        sources: where else it may get pictures from.
    """

    def __init__(self, table: Mapping[str, bytes] = MappingProxyType({}), sources: Sources | None = None) -> None:
        self._table = table
        self._sources = sources or Sources()
        self._turns = asyncio.Semaphore(FETCHES_AT_ONCE)
        self._fetching = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._kept_bytes = 0

    def own(self, source: str) -> bytes | None:
        """What the bundle itself has under this name."""
        return self._table.get(source)

    def offers(self, source: str) -> bool:
        """Whether there is such an asset, or may be: whether `resolve` would look for it."""
        return source in self._table or (":" in source and self._sources.allows(source))

    async def resolve(self, source: str) -> bytes | Refusal:
        """The bytes that a source names. Cancelling the call cancels its fetch."""
        content = self._table.get(source)
        if content is not None:
            return content
        if ":" not in source:
            return Refusal("missing", f"the bundle has no asset {source!r}")
        if not self._sources.allows(source):
            return Refusal("refused", f"the host does not allow the address {source!r}")
        kept = self._kept.get(source)
        if kept is not None:
            self._kept.move_to_end(source)
            return kept
        if self._fetching >= FETCHES_WAITING_MAX:
            return Refusal("failed", f"{self._fetching} fetches are waiting already")
        self._fetching += 1
        try:
            async with self._turns:
                return self._keep(source, await self._fetch(source))
        finally:
            self._fetching -= 1

    async def _fetch(self, source: str) -> bytes | Refusal:
        sources = self._sources
        assert sources.fetch is not None
        try:
            async with asyncio.timeout(sources.timeout_s):
                content = await sources.fetch(source)
        except TimeoutError:
            return Refusal("failed", f"fetching {source!r} took longer than {sources.timeout_s} s")
        except Exception as error:  # noqa: BLE001 - the host's function may raise anything, and pictures are no reason to fail
            logger.info("fetching %r failed: %r", source, error)
            return Refusal("failed", f"fetching {source!r} failed: {type(error).__name__}")
        if not isinstance(content, bytes):
            logger.warning("fetch returned %s for %r, expected bytes", type(content).__name__, source)
            return Refusal("failed", f"fetching {source!r} gave no bytes")
        if len(content) > sources.bytes_max:
            return Refusal("too_large", f"{source!r} has {len(content)} bytes, more than {sources.bytes_max}")
        return content

    def _keep(self, source: str, content: bytes | Refusal) -> bytes | Refusal:
        if isinstance(content, bytes) and source not in self._kept and len(content) <= KEPT_BYTES_MAX:
            self._kept[source] = content
            self._kept_bytes += len(content)
            while self._kept_bytes > KEPT_BYTES_MAX:
                _, dropped = self._kept.popitem(last=False)
                self._kept_bytes -= len(dropped)
        return content
