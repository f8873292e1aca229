"""`Embedding`: guests in a page of the host's own, which its own templates make. One for each request.

The page, its other scripts and its policy are the host's; what guests need of it is handed over as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rill.guest.bundle import Bundle
from rill.host.web.headers import content_security_policy
from rill.host.web.live_guest import Recipe
from rill.host.web.options import Guest, Identity, Refusal, WebOptions
from rill.host.web.pages import PaintedGuest, head_html
from rill.host.web.routes import CSP_REPORT_PATH
from rill.host.web.tokens import browser_of, make_secret, set_cookie
from rill.host.web.visits import Visit
from rill.protocol.errors import HostError
from rill.protocol.values import Value

if TYPE_CHECKING:
    from rill.host.web.application import WebApplication


class Markup(str):
    """Text that is HTML already, as Jinja's, Django's and other templates know it: they do not escape it again."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


class Embedding:
    """The guests of one page of the host. Made by `WebApplication.embed`.

    Await `guest` for each, put what it gives where the guest is to be, and `head` into the head; add `headers` to the
    response.

    Attributes:
        nonce: of the scripts and styles of this page; the page's own may have it, too.
    """

    def __init__(self, application: WebApplication, visit: Visit, options: WebOptions) -> None:
        self._application = application
        self._visit = visit
        self._options = options
        self._known = browser_of(visit)
        self._browser = self._known or make_secret()
        self._guests: list[PaintedGuest] = []
        self._identity: Identity = None
        self._is_identified = False
        self.nonce = make_secret()

    async def guest(
        self,
        what: Bundle | Guest | str,
        *,
        props: Mapping[str, Value] | None = None,
    ) -> Markup:
        """Open a guest, and return its elements for the page.

        Args:
            what: a bundle, or a `Guest`; or the path of a route as text, such as ``/counter``, whose guest comes back
                even if this process ends. Of the others a browser loads the page anew then.

        Raises:
            HostError: there is no such route; ``refused`` if the route or the authentication says no.
            RillError: the guest failed to start, or there is no room.
        """
        if not self._is_identified:
            self._identity = await self._application.identify(self._visit.scope)
            self._is_identified = True
        if isinstance(self._identity, Refusal):
            raise HostError(self._identity.message, code="refused")
        address = ""
        if isinstance(what, str | Guest) and props is not None:
            raise HostError("a route or a Guest brings its props itself; take props away", code="props_unused")
        if isinstance(what, str):
            address = what
            chosen = await self._application.guest_at(self._visit, what)
            if isinstance(chosen, Refusal):
                raise HostError(chosen.message, code="refused")
            what = chosen
        elif isinstance(what, Bundle):
            what = Guest(what, props or {})
        elif not isinstance(what, Guest):
            raise HostError(
                f"expected a Bundle, a Guest or the path of a route, got {type(what).__name__}", code="guest_invalid"
            )
        limit = self._options.limits.guests_per_page
        if len(self._guests) >= limit:
            raise HostError(
                f"more than guests_per_page={limit} guests on one page (WebLimits.guests_per_page)",
                code="guests_per_page_exceeded",
            )
        recipe = Recipe(what, address, self._options.base_path, self._identity, self._browser, self._visit.client)
        painted = await self._application.paint_embedded(recipe, len(self._guests))
        self._guests.append(painted)
        return Markup(painted.body)

    def head(self, *, nonce: str | None = None) -> Markup:
        """What the head of the page needs. Ask for it when all guests are there.

        Args:
            nonce: of the host's own policy, if it has one.
        """
        addresses = self._application.addresses(self._options.base_path)
        return Markup(head_html(addresses, self._guests, nonce or self.nonce))

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Headers that the response must have: the cookie that its guests are bound to, and that no cache keeps it."""
        headers = [("Cache-Control", "no-store")]
        if self._known is None:
            headers.append(("Set-Cookie", set_cookie(self._visit, self._browser)))
        return headers

    @property
    def policy(self) -> str:
        """A Content-Security-Policy for a page that has no scripts but the guests': the one that guests' own pages
        have."""
        socket = self._visit.origin.replace("http", "ws", 1)
        options = self._options
        report = f"{options.base_path}{CSP_REPORT_PATH}" if options.csp_reports is not None else None
        return content_security_policy(self.nonce, socket, options.csp, report)
