"""Which addresses of a guest's links may be offered to a host: https, http and mailto. Opens nothing."""

from __future__ import annotations

import re
from typing import Final

# What browsers and proxies have taken for decades. A longer one is an attack on whatever opens it.
ADDRESS_CHARACTERS_MAX: Final = 2_000

_OPENABLE: Final = re.compile(r"(?:https?://[^/?#]|mailto:.)", re.IGNORECASE)


def refusal_of(address: str) -> str | None:
    """Why an address is not offered to the host, or None for one that is.

    Schemes such as `javascript` and `file` reach what a guest must not. Control characters, spaces and bidi overrides
    have no place in an address, and show a person another one than is opened.
    """
    if len(address) > ADDRESS_CHARACTERS_MAX:
        return f"an address of {len(address)} characters exceeds {ADDRESS_CHARACTERS_MAX}"
    if not address.isprintable() or " " in address or "\\" in address:
        return f"the address {address!r} has characters that no address has"
    if _OPENABLE.match(address) is None:
        return f"the address {address!r} does not begin with https://, http:// or mailto:"
    return None
