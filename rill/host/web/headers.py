"""The headers of what the application serves: what browsers may do with a page, and with a file.

Values are the application's own or were checked; nothing of a guest gets here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rill.protocol.errors import HostError

Header = tuple[bytes, bytes]

# What a page with guests has no business with, whatever a hole in it might try. A browser complains on its console of
# names that it does not know, so these are names that all do.
_PERMISSIONS: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope", "hid",
        "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial",
        "usb", "xr-spatial-tracking",
    )
)  # fmt: skip

# On everything: nothing is sniffed, and nobody else's page may show or open it.
COMMON: Final[tuple[Header, ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
)
# Tokens are in them: no cache may keep a page, not even the browser's own.
_PAGE: Final[tuple[Header, ...]] = (
    *COMMON,
    (b"cache-control", b"no-store"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", _PERMISSIONS.encode()),
)
# An asset that somebody opens by itself, such as a picture in SVG, is a document that may do nothing.
ASSET_POLICY: Final[Header] = (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; sandbox")
# Its name is the hash of its content.
IMMUTABLE: Final[Header] = (b"cache-control", b"public, max-age=31536000, immutable")
# A guest's pictures are the person's, not those of a cache that many share.
IMMUTABLE_PRIVATE: Final[Header] = (b"cache-control", b"private, max-age=31536000, immutable")
# A page that shows no guest: an error, a refusal.
_PLAIN_POLICY: Final = (
    "default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)


def content_security_policy(
    nonce: str, socket_origin: str, extra: Mapping[str, str | None], report_address: str | None
) -> str:
    """The policy of a page with guests.

    Scripts: the connector, by its nonce, and the modules that it loads. Styles: the sheet of the application, and what
    has the nonce; no style attribute. No HTML is ever made of a string (Trusted Types without any policy).

    Args:
        socket_origin: as in ``wss://app.example.com``; 'self' does not cover sockets everywhere.
        extra: directives of the host: more sources for one that is there, or another one; None takes one away.
        report_address: where browsers report what broke the policy.
    """
    directives: dict[str, str] = {
        "default-src": "'none'",
        "script-src": f"'nonce-{nonce}' 'strict-dynamic'",
        "style-src": f"'self' 'nonce-{nonce}'",
        "img-src": "'self'",
        "media-src": "'self'",
        "font-src": "'self'",
        "connect-src": f"'self' {socket_origin}",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    for name, value in extra.items():
        if value is None:
            directives.pop(name, None)
            continue
        _check_directive(name, value)
        directives[name] = value.replace("{nonce}", nonce)
    if report_address is not None:
        directives["report-uri"] = report_address
    return "; ".join(f"{name} {value}".rstrip() for name, value in directives.items())


def check_policy(extra: Mapping[str, str | None]) -> None:
    """Refuse directives that are none, when the application is made and not when somebody comes.

    Raises:
        HostError: a name or a value could end its directive or its header.
    """
    for name, value in extra.items():
        _check_directive(name, value or "")


def page_headers(policy: str, more: Iterable[Header] = ()) -> list[Header]:
    """The headers of a page with guests."""
    return [
        (b"content-type", b"text/html; charset=utf-8"),
        *_PAGE,
        (b"content-security-policy", policy.encode("latin-1")),
        *more,
    ]


def plain_page_headers(nonce: str, ancestors: str | None) -> list[Header]:
    """The headers of a page without guests."""
    return page_headers(_PLAIN_POLICY.format(nonce=nonce, ancestors=ancestors or "'none'"))


def _check_directive(name: str, value: str) -> None:
    if not name.replace("-", "").isalpha() or not name.isascii() or not value.isascii() or not value.isprintable():
        raise HostError(f"{name!r}: {value!r} is no directive of a policy", code="csp_invalid", path="WebOptions.csp")
    if ";" in value or "," in value:
        raise HostError(
            f"the value of {name!r} holds a ';' or ',', which would end it: {value!r}",
            code="csp_invalid",
            path="WebOptions.csp",
        )
