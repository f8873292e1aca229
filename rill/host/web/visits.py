"""`Visit`: what an ASGI scope says of who asks for what, with the headers of trusted proxies taken into account.

The only place that reads scopes. What a visit may see is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any, Final
from urllib.parse import quote, unquote

from rill.host.web.options import Scope, networks_of

# Longer ones are no addresses of pages; the page's own address comes back in its tokens.
ADDRESS_CHARACTERS_MAX: Final = 2_000


class Proxies:
    """Which peers are proxies whose headers are believed."""

    def __init__(self, trusted: tuple[str, ...]) -> None:
        self._networks: tuple[IPv4Network | IPv6Network, ...] = networks_of(trusted)
        self._unix = "unix" in trusted

    def trust(self, peer: str | None) -> bool:
        """Whether what this peer says of others is believed. None: it came over a Unix socket."""
        if peer is None:
            return self._unix
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self._networks)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks for what.

    Attributes:
        path: below where the application is mounted, decoded, beginning with a slash.
        root: where the application is mounted, as browsers see it, ready for an address; empty at the top.
        query: as it was sent, without the question mark.
        scheme: ``http`` or ``https``, as the browser sees it; those of sockets too.
        host: the Host header; empty if there is none, or more than one.
        client: address of the one who asks, not of a trusted proxy.
    """

    scope: Scope
    method: str
    path: str
    root: str
    query: str
    scheme: str
    host: str
    client: str

    @property
    def address(self) -> str:
        """Path and query, as in an address, below where the application is mounted."""
        path = quote(self.path)
        return f"{path}?{self.query}" if self.query else path

    @property
    def origin(self) -> str:
        """The origin that a page has that came by this visit."""
        return f"{self.scheme}://{self.host}"

    def header(self, name: bytes) -> str | None:
        """The value of a header, or None if it is missing or there is more than one."""
        values = list(self._values(name))
        return values[0] if len(values) == 1 else None

    def listed(self, name: bytes) -> list[str]:
        """The items of a header that is a list with commas, however many headers hold them."""
        return [item.strip() for value in self._values(name) for item in value.split(",") if item.strip()]

    def cookie(self, name: str) -> str | None:
        """The first cookie of a name, or None."""
        for value in self._values(b"cookie"):
            for part in value.split(";"):
                key, equals, content = part.strip().partition("=")
                if equals and key == name:
                    return content
        return None

    def _values(self, name: bytes) -> Iterator[str]:
        for key, value in self.scope["headers"]:
            if key == name:
                yield value.decode("latin-1")


def visit_of(scope: Scope, proxies: Proxies) -> Visit:
    """Read the scope of a request or a socket."""
    peer: Any = scope.get("client")
    client: str | None = peer[0] if peer else None
    bare = Visit(scope, "", "", "", "", "", "", "")
    scheme = str(scope.get("scheme", "http"))
    host = (bare.header(b"host") or "").lower()
    if proxies.trust(client):
        # Each proxy adds what it saw at the end. What stands before the first one that is not ours may be made up.
        for hop in reversed(bare.listed(b"x-forwarded-for")):
            client = hop
            if not proxies.trust(hop):
                break
        scheme = [scheme, *bare.listed(b"x-forwarded-proto")][-1].lower()
        host = [host, *bare.listed(b"x-forwarded-host")][-1].lower()
    root = str(scope.get("root_path", "")).rstrip("/")
    path = str(scope["path"])
    # With the root in front as the specification has it, or without it as some servers do.
    if root and (path == root or path.startswith(f"{root}/")):
        path = path[len(root) :]
    return Visit(
        scope=scope,
        method=str(scope.get("method", "GET")),
        path=path or "/",
        root=quote(root),
        query=scope.get("query_string", b"").decode("latin-1"),
        scheme="https" if scheme in ("https", "wss") else "http",
        host=host,
        client=client or "",
    )


def page_visit(visit: Visit, address: str) -> Visit:
    """The visit of a page that a socket asks for anew: its own address, with the headers of the socket.

    ``address`` is one that `Visit.address` gave, or what somebody made up.
    """
    raw, _, query = address.partition("?")
    path = unquote(raw)
    root = str(visit.scope.get("root_path", "")).rstrip("/")
    scope = {
        **visit.scope,
        "type": "http",
        "method": "GET",
        "scheme": visit.scheme,
        "path": root + path,
        "raw_path": raw.encode("ascii", "replace"),
        "query_string": query.encode("ascii", "replace"),
    }
    return Visit(scope, "GET", path, visit.root, query, visit.scheme, visit.host, visit.client)
