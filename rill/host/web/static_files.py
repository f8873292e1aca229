"""The files that pages load: the connector, its modules, the style sheet. A fixed table, made once, by names that hold
a hash of their content; no path from outside ever reaches a folder.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from rill.protocol.errors import HostError

# Less is not worth a header.
_COMPRESS_BYTES_MIN: Final = 400
_HASH_CHARACTERS: Final = 16

CONNECTOR: Final = "connector.js"
STYLESHEET: Final = "rill.css"
ICON: Final = "icon.svg"
_MODULE: Final = "module-"
_TYPES: Final = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
}
# Of pages that are a guest's alone. Without one, browsers ask for /favicon.ico, which is not ours.
ICON_SVG: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2563eb"/>'
    b'<path d="M7 12c4-4 7-4 9 0s5 4 9 0M7 21c4-4 7-4 9 0s5 4 9 0" fill="none" stroke="#fff" stroke-width="3" '
    b'stroke-linecap="round"/></svg>'
)


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file, ready to be sent. ``compressed`` is None where that would save nothing."""

    content: bytes
    compressed: bytes | None
    content_type: str
    etag: str


class StaticFiles:
    """The files of one application.

    Args:
        sources: content by plain name.
    """

    def __init__(self, sources: Mapping[str, bytes]) -> None:
        # The one that answers requests: by name with hash. And the names by which pages ask for them.
        self._files: dict[str, StaticFile] = {}
        self._names: dict[str, str] = {}
        for name, content in sources.items():
            stem, _, suffix = name.rpartition(".")
            digest = hashlib.sha256(content).hexdigest()[:_HASH_CHARACTERS]
            hashed = f"{stem}.{digest}.{suffix}"
            self._names[name] = hashed
            self._files[hashed] = StaticFile(content, compressed(content), _TYPES[suffix], f'"{digest}"')

    def get(self, hashed_name: str) -> StaticFile | None:
        """The file of an address, or None."""
        return self._files.get(hashed_name)

    def name(self, name: str) -> str:
        """The name with its hash, for an address.

        Raises:
            HostError: the checkout has not been built.
        """
        try:
            return self._names[name]
        except KeyError:
            raise HostError(
                f"{name} is missing from rill/host/web/static; in a checkout, run `make setup`", code="static_missing"
            ) from None

    @property
    def modules(self) -> dict[str, str]:
        """The modules of the connector: names with hashes, by the names that views know."""
        return {
            name.removeprefix(_MODULE).removesuffix(".js"): hashed
            for name, hashed in self._names.items()
            if name.startswith(_MODULE)
        }


def compressed(content: bytes) -> bytes | None:
    """The content as gzip makes it at its best, or None if that saves nothing."""
    if len(content) < _COMPRESS_BYTES_MIN:
        return None
    # No time in it, so that the same content gives the same bytes.
    smaller = gzip.compress(content, 9, mtime=0)
    return smaller if len(smaller) < len(content) else None


@cache
def built_files() -> Mapping[str, bytes]:
    """What the connector's build has left in the package, by name."""
    folder = files("rill.host.web").joinpath("static")
    if not folder.is_dir():
        return {}
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.endswith(".js")}
