"""What a host decides of its web application, as frozen values: `WebOptions`, `WebLimits`, and what its own functions
answer with, `Guest` and `Refusal`. Nothing here does anything.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from rill.host.clock import Clock, SystemClock
from rill.protocol.errors import HostError
from rill.protocol.limits import Limits, check_positive
from rill.protocol.values import Value

if TYPE_CHECKING:
    from rill.guest.bundle import Bundle
    from rill.host.session import HostFunction, Session

# What ASGI hands over: see its specification.
Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

# Who somebody is, as the host's own function says: anything that can be compared. None: nobody in particular.
Identity: TypeAlias = Any

# What people read when the connector has no words of its own, by the code of GOODBYE.
GOODBYES: Final[Mapping[str, str]] = {
    "gone": "This view is no longer there. Load the page again.",
    "taken": "This view is open in another place.",
    "failed": "This view has stopped working.",
    "full": "The server is busy. Try again in a minute.",
    "refused": "You may not see this view.",
    "version": "This page is out of date. Load it again.",
    "draining": "The server is restarting.",
    "idle": "This view was put to sleep, because nothing happened for a long time.",
}
# Those, and what the connector says by itself while there is no connection.
WORDS: Final = frozenset((*GOODBYES, "offline"))

_HOST: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?\Z")
_ORIGIN: Final = re.compile(r"https?://(.+)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebLimits:
    """The bounds of a web application, beside those of its guests in `Limits`. Units end the names.

    Raises:
        HostError: a field is not a positive number.
    """

    # How long a first paint waits for what a guest does after its first turn, such as asking the host for data. Nobody
    # sees that a page comes 50 ms later; data that takes longer comes over the socket.
    first_paint_ms: float = 50
    # Sessions that a request made and no socket has claimed yet. Robots and previews fetch pages and never open a
    # socket: beyond this the page is complete all the same, and its session is made when a socket asks for it.
    unclaimed_sessions: int = 200
    # How long such a session waits for its socket, and one whose page was left.
    unclaimed_s: float = 10
    # How long a session waits for its browser to come back: a lift, a tunnel, a change of networks.
    grace_s: float = 120
    # Nothing done for so long: the session goes, and a new one comes when the person does something.
    idle_s: float = 4 * 3_600
    # Live sessions, each of which takes some hundred kilobytes.
    sessions: int = 10_000
    # Live sessions of one identity, or of one address where nobody is known by name: a company behind one address has
    # that many people, one browser has a few tabs.
    sessions_per_client: int = 500
    # Sockets, with those that have not said hello yet.
    connections: int = 10_000
    # How long a socket may take to say hello.
    hello_s: float = 10
    # Guests of one page.
    guests_per_page: int = 32
    # First paints at a time, most of which wait for what a guest asked the host for, and those that wait for their
    # turn. Whoever comes then is asked to come again.
    renders: int = 32
    renders_waiting: int = 256
    # Patches within one frame of a screen go out together.
    frame_ms: float = 16
    # What a browser may have without having acknowledged it. Beyond it changes wait and merge on the server.
    window_bytes: int = 256 * 1024
    window_frames: int = 64
    # A browser that acknowledges nothing for so long is not there.
    slow_reader_s: float = 30
    # Operations that wait for one browser; beyond it the whole screen is sent instead when it reads again.
    waiting_operations: int = 20_000
    # Frames kept for a browser that is away; beyond it the whole screen is sent when it comes back.
    kept_bytes: int = 64 * 1024
    # An event that changed nothing is acknowledged after this, one that did with the change.
    acknowledge_ms: float = 100
    # How long sessions may take to come to rest when the application drains.
    drain_s: float = 10
    # Assets of guests that have an address at a time.
    assets: int = 10_000

    def __post_init__(self) -> None:
        check_positive(self)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a host's function answers instead of an identity or a guest.

    Attributes:
        status: of the response; 303 with a ``location``.
        message: one sentence for the person, shown as it is.
        location: where to send the browser instead, such as to a page to sign in.
    """

    status: int = 403
    message: str = "You may not see this page."
    location: str | None = None

    def __post_init__(self) -> None:
        if not 300 <= self.status <= 599:
            raise HostError(f"expected a status from 300 to 599, got {self.status!r}", code="refusal_invalid")
        location = self.location
        # It becomes a header, and hosts like to put the address that was asked for into it.
        if location is not None and not (location.isascii() and location.isprintable() and " " not in location):
            raise HostError(
                f"expected a location in the characters of an address, got {location!r}; quote what is in it",
                code="refusal_invalid",
            )


@dataclass(frozen=True, slots=True)
class Guest:
    """What a route shows: a bundle, and what its session is opened with."""

    bundle: Bundle
    props: Mapping[str, Value] = field(default_factory=dict)
    config: Mapping[str, Value] = field(default_factory=dict)
    functions: Mapping[str, HostFunction] = field(default_factory=dict)
    limits: Limits | None = None
    # Of the page; the application's, if it is None.
    title: str | None = None


RouteAnswer: TypeAlias = "Guest | Bundle | Refusal | tuple[Bundle, Mapping[str, Value]]"
RouteFunction: TypeAlias = Callable[[Scope], Awaitable[RouteAnswer]]
# A bundle, a file to load one from, a guest with all it needs, or a function that chooses one for each visit.
RouteTarget: TypeAlias = "Bundle | str | Path | Guest | RouteFunction"
Authenticate: TypeAlias = Callable[[Scope], Awaitable[Identity]]
GrantFunctions: TypeAlias = "Callable[[Identity], Mapping[str, HostFunction]]"
HearSession: TypeAlias = "Callable[[Session, Identity], None]"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebOptions:
    """What a host decides of its web application.

    Attributes:
        authenticate: who is asking, of the scope of a page or of a socket; called for both, and the answers are
            compared. A `Refusal` keeps them out.
        origins: where pages with guests may be, exactly, such as ``https://app.example.com``. Without it: the address
            that the application itself is asked under.
        hosts: names under which the application may be asked, as in the Host header, with the port if it is not the
            usual one. Without it: those of ``origins``, or else this machine only (localhost, 127.0.0.1, [::1]).
        trusted_proxies: networks whose X-Forwarded-For, -Proto and -Host are believed, such as ``10.0.0.0/8``; ``unix``
            for those that come over a Unix socket.
        base_path: where browsers find the application, if `embed` is used and it is mounted below another one.
        title, language: of pages.
        theme: the colours of pages; ``auto`` follows the person's system.
        words: what people read of their connection, instead of the English words: by ``offline``, ``failed`` and the
            other codes of `GOODBYES`.
        stylesheet: CSS of the host. It comes after the default one, or instead of it with ``default_stylesheet=False``.
        csp: directives that are added to the policy of pages, or replace one; None takes one away.
        csp_reports: called with each report of a browser whose page broke its policy.
        functions: host functions for the guests of one identity, beside the engine's and a route's.
        hear: called with each session before it starts, to listen to it with ``session.on``.
        development: tell people at the browser why a guest failed. For the author's own machine only.
        close_engine: close the engine when the server that runs this application ends.
        clock: what lives and time-outs go by.
        limits: the bounds.

    Raises:
        HostError: an origin, a host or a network is none.
    """

    authenticate: Authenticate | None = None
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    base_path: str = ""
    title: str = "Rill"
    language: str = "en"
    theme: str = "auto"
    words: Mapping[str, str] = field(default_factory=dict)
    stylesheet: str = ""
    default_stylesheet: bool = True
    csp: Mapping[str, str | None] = field(default_factory=dict)
    csp_reports: Callable[[Any], None] | None = None
    functions: GrantFunctions | None = None
    hear: HearSession | None = None
    development: bool = False
    close_engine: bool = False
    clock: Clock = field(default_factory=SystemClock)
    limits: WebLimits = field(default_factory=WebLimits)

    def __post_init__(self) -> None:
        for origin in self.origins:
            found = _ORIGIN.match(origin) if isinstance(origin, str) else None
            if found is None or _HOST.match(found[1]) is None:
                raise HostError(
                    f"expected an origin such as 'https://app.example.com', without a path, got {origin!r}",
                    code="origin_invalid",
                    path="WebOptions.origins",
                )
        for host in self.hosts:
            if not isinstance(host, str) or _HOST.match(host) is None:
                raise HostError(
                    f"expected a host such as 'app.example.com' or 'localhost:8000', got {host!r}",
                    code="host_invalid",
                    path="WebOptions.hosts",
                )
        unknown = sorted(set(self.words) - WORDS)
        if unknown:
            raise HostError(
                f"unknown words {', '.join(map(repr, unknown))}; known are {', '.join(sorted(WORDS))}",
                code="words_invalid",
                path="WebOptions.words",
            )
        if self.theme not in ("auto", "light", "dark"):
            raise HostError(
                f"expected 'auto', 'light' or 'dark', got {self.theme!r}",
                code="theme_invalid",
                path="WebOptions.theme",
            )
        if self.base_path and (not self.base_path.startswith("/") or self.base_path.endswith("/")):
            raise HostError(
                f"expected a path such as '/live', got {self.base_path!r}",
                code="path_invalid",
                path="WebOptions.base_path",
            )
        networks_of(self.trusted_proxies)


def networks_of(proxies: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks among the trusted proxies.

    Raises:
        HostError: one is neither a network nor ``unix``.
    """
    try:
        return tuple(ip_network(proxy) for proxy in proxies if proxy != "unix")
    except ValueError as error:
        raise HostError(
            f"expected networks such as '127.0.0.1' or '10.0.0.0/8', or 'unix': {error}",
            code="proxy_invalid",
            path="WebOptions.trusted_proxies",
        ) from None
