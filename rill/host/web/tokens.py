"""Resume tokens and the cookie that they are bound to: how they are made, and what is in them.

A token is a secret by which one session is found, and behind a colon the address of the page, so that a session that is
gone can be opened again. The address is no secret and proves nothing: asking for it is what anybody may do by opening
the page.
"""

from __future__ import annotations

import re
import secrets
from typing import Final

from rill.host.web.visits import ADDRESS_CHARACTERS_MAX, Visit

# 192 bits: nobody guesses one of them while a server lives.
_SECRET_BYTES: Final = 24
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{32}\Z")

TOKEN_CHARACTERS_MAX: Final = 32 + 1 + ADDRESS_CHARACTERS_MAX


def make_secret() -> str:
    """A new secret, for a token, a cookie or a nonce."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def is_secret(text: str) -> bool:
    """Whether a text could be a secret that `make_secret` made."""
    return _SECRET.match(text) is not None


def make_token(secret: str, address: str) -> str:
    """The token of a session; ``address`` is empty if the session cannot be opened again by its page's address."""
    return f"{secret}:{address}"


def read_token(token: str) -> tuple[str, str] | None:
    """Secret and address of a token, or None for what is none."""
    secret, colon, address = token.partition(":")
    if not colon or len(token) > TOKEN_CHARACTERS_MAX or not is_secret(secret):
        return None
    if address and not (address.startswith("/") and address.isascii() and address.isprintable()):
        return None
    return secret, address


def cookie_name(visit: Visit) -> str:
    """The cookie that sessions of a browser are bound to. The prefix keeps other names of the same site from setting
    it, and works on https only."""
    return "__Host-rill-csrf" if visit.scheme == "https" else "rill-csrf"


def browser_of(visit: Visit) -> str | None:
    """The secret that a browser brings in its cookie, or None."""
    value = visit.cookie(cookie_name(visit))
    return value if value is not None and is_secret(value) else None


def set_cookie(visit: Visit, secret: str) -> str:
    """The header by which a browser keeps its secret.

    ``Lax`` and not ``Strict``: a link from elsewhere must bring the cookie, or else the page that it opens would get
    another one and cut off the tabs that are open already. Neither is sent with a socket that another site opens.
    """
    secure = "; Secure" if visit.scheme == "https" else ""
    return f"{cookie_name(visit)}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}"
