"""Which names the application answers to, and which pages may open its socket: exact comparisons, nothing clever.

Against pages of others that open sockets with a person's cookies, and against names of others that lead to this
machine (DNS rebinding).
"""

from __future__ import annotations

from typing import Final

from rill.host.web.visits import Visit

# Names of this machine, whatever the port: all that is allowed where a host says nothing.
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Origins:
    """The hosts and origins of one application.

    Args:
        origins: where pages with guests may be; without any, wherever the application itself is.
        hosts: names that it answers to; without any, those of ``origins``, or else this machine's own.
    """

    def __init__(self, origins: tuple[str, ...], hosts: tuple[str, ...]) -> None:
        self._origins = frozenset(origins)
        self._hosts = frozenset(hosts) or frozenset(origin.partition("://")[2] for origin in origins)

    def answers_to(self, visit: Visit) -> bool:
        """Whether a visit asked for this application by one of its names."""
        if self._hosts:
            return visit.host in self._hosts
        name, colon, port = visit.host.rpartition(":")
        if not colon or visit.host.endswith("]"):
            name, port = visit.host, "0"
        return name in LOOPBACK and port.isdecimal()

    def may_connect(self, visit: Visit) -> bool:
        """Whether the page that opened a socket may do so. Browsers say its origin truly; without one it is none."""
        origin = visit.header(b"origin")
        if origin is None:
            return False
        return origin in self._origins if self._origins else origin == visit.origin
