"""`AssetAddresses`: the addresses under which browsers get what guests name as `source`: assets of bundles, and
pictures from elsewhere that the host allows and fetches itself.

An address is a hash; nothing that a guest or a browser says is a path or a place to fetch from.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import weakref
from collections import OrderedDict
from typing import Final

from rill.host.assets import Assets, Refusal

_HASH_CHARACTERS: Final = 32
# By their first bytes, never by their names: what is none of these is data that no browser shows.
_SIGNATURES: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypisom", "video/mp4"),
    (4, b"ftypmp42", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (8, b"WAVE", "audio/wav"),
)
_SVG: Final = (b"<svg", b"<?xml")


class AssetAddresses:
    """Addresses of assets, each good for as long as it is among the last that were given out.

    Args:
        maximum: how many are kept.
    """

    def __init__(self, maximum: int) -> None:
        self._maximum = maximum
        # Bytes of bundles; of addresses elsewhere who fetches them, for as long as the session lives.
        self._assets: OrderedDict[str, bytes | tuple[weakref.ref[Assets], str]] = OrderedDict()
        # Of the same table and source twice the same address, so that caches work; of others no hint.
        self._secret = secrets.token_bytes(16)

    def address(self, assets: Assets, source: str) -> str | None:
        """The name under which a browser gets what a guest's source names, or None if it may not have it."""
        if not assets.offers(source):
            return None
        content = assets.own(source)
        # By content where it is known: a browser keeps it over restarts of the server, and over sessions.
        if content is not None:
            name = hashlib.sha256(content).hexdigest()[:_HASH_CHARACTERS]
        else:
            name = hmac.new(self._secret, source.encode("utf-8", "replace"), "sha256").hexdigest()[:_HASH_CHARACTERS]
        self._assets[name] = content if content is not None else (weakref.ref(assets), source)
        self._assets.move_to_end(name)
        if len(self._assets) > self._maximum:
            self._assets.popitem(last=False)
        return name

    async def content(self, name: str) -> bytes | Refusal:
        """What an address gives."""
        found = self._assets.get(name)
        if isinstance(found, bytes):
            return found
        assets = found[0]() if found is not None else None
        if found is None or assets is None:
            return Refusal("missing", "there is no such asset")
        return await assets.resolve(found[1])


def content_type(content: bytes) -> str:
    """The type of an asset, by what it begins with."""
    for offset, signature, kind in _SIGNATURES:
        if content[offset : offset + len(signature)] == signature:
            return kind
    if content[:256].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_SVG):
        return "image/svg+xml"
    return "application/octet-stream"
