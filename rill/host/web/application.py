"""`asgi`: guests as a plain ASGI 3 application, without any framework. Requests and sockets are told apart, checked at
the door, and handed on to what knows about them.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec

from rill.host.assets import Refusal as NoAsset
from rill.host.web.adapter import WebAdapter
from rill.host.web.asset_addresses import AssetAddresses, content_type
from rill.host.web.connection import POLICY, Connection
from rill.host.web.css import stylesheet
from rill.host.web.drawing import Views
from rill.host.web.embedding import Embedding
from rill.host.web.headers import (
    ASSET_POLICY,
    COMMON,
    IMMUTABLE,
    IMMUTABLE_PRIVATE,
    Header,
    check_policy,
    content_security_policy,
    page_headers,
    plain_page_headers,
)
from rill.host.web.html_views import HTML_VIEWS
from rill.host.web.live_guest import LiveGuest, Recipe
from rill.host.web.options import Guest, Identity, Receive, Refusal, RouteTarget, Scope, Send, WebOptions
from rill.host.web.origins import Origins
from rill.host.web.page_context import PageContext
from rill.host.web.pages import PageAddresses, PaintedGuest, message_page, page_html
from rill.host.web.routes import CSP_REPORT_PATH, OWN_PATH, Routes
from rill.host.web.sessions import Sessions
from rill.host.web.static_files import CONNECTOR, ICON, ICON_SVG, STYLESHEET, StaticFile, StaticFiles, built_files
from rill.host.web.tokens import browser_of, make_secret, set_cookie
from rill.host.web.views import VIEWS
from rill.host.web.visits import ADDRESS_CHARACTERS_MAX, Proxies, Visit, page_visit, visit_of
from rill.host.web.waiting import wait_at_most
from rill.host.web.web_statistics import WebStatistics
from rill.protocol.errors import GuestError, HostError, LimitError, RillError

if TYPE_CHECKING:
    from rill.host.engine import Engine

logger: Final = logging.getLogger("rill.web")

_STATIC: Final = f"{OWN_PATH}static/"
_ASSET: Final = f"{OWN_PATH}asset/"
_LIVE: Final = f"{OWN_PATH}live"

# Smaller pages fit into the first packets anyway. At level 1 a table of 1,000 rows takes about a millisecond.
_PAGE_COMPRESS_BYTES_MIN: Final = 8 * 1024
_PAGE_COMPRESS_LEVEL: Final = 1
# A report of a browser is a few hundred bytes.
_REPORT_BYTES_MAX: Final = 16 * 1024


def asgi(engine: Engine, routes: Mapping[str, RouteTarget], *, options: WebOptions | None = None) -> WebApplication:
    """Serve guests to browsers: an ASGI 3 application for any server, alone or mounted in another application.

    Args:
        engine: opens the sessions. It stays the caller's, who closes it after `WebApplication.drain`.
        routes: by path: a Bundle, the file of one, a `Guest`, or ``async (scope) -> (bundle, props)``. In a path
            ``{name}`` stands for one part and ``{name:path}`` for the rest; ``scope["path_params"]`` has what they
            stand for, ``scope["rill.identity"]`` who asks.

    Raises:
        HostError: a route or an option cannot be used.
    """
    return WebApplication(engine, routes, options or WebOptions())


class WebApplication:
    """Guests at paths, and the sockets that keep them live. Made by `asgi`; used on one event loop."""

    def __init__(self, engine: Engine, routes: Mapping[str, RouteTarget], options: WebOptions) -> None:
        check_policy(options.csp)
        self._engine = engine
        self._options = options
        self._routes = Routes(routes)
        self._proxies = Proxies(options.trusted_proxies)
        self._origins = Origins(options.origins, options.hosts)
        self._static = StaticFiles(_static_sources(options))
        self._assets = AssetAddresses(options.limits.assets)
        self._views = Views({**VIEWS, **HTML_VIEWS, **engine.registry.views("web")})
        self._statistics = WebStatistics()
        self._sessions = Sessions(engine, options, self._statistics, self._make_adapter)
        self._connections: set[Connection] = set()
        self._is_draining = False

    # -- what it is

    @property
    def sessions(self) -> Sessions:
        """The live guests; iterate over it for each with its ``session`` and its ``statistics``."""
        return self._sessions

    def statistics(self) -> WebStatistics:
        """Counters since the application was made, as a copy."""
        return replace(
            self._statistics,
            sessions=len(self._sessions),
            sessions_unclaimed=self._sessions.unclaimed,
            connections=len(self._connections),
        )

    async def drain(self) -> None:
        """Stop: no new pages and sockets; wait until guests are at rest, at most ``WebLimits.drain_s``; send what
        they have left; say goodbye, so that browsers come back to the next process; close all sessions. May be called
        twice."""
        self._is_draining = True
        await self._sessions.rest()
        for connection in tuple(self._connections):
            connection.drain()
        # A network that takes nothing keeps nobody from ending.
        senders = [sender for connection in self._connections if (sender := connection.sender) is not None]
        await wait_at_most(self._options.clock, self._options.limits.drain_s * 1000, senders)
        await self._sessions.close_all("draining")

    # -- ASGI

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The application itself."""
        kind = scope["type"]
        if kind == "http":
            await self._request(visit_of(scope, self._proxies), receive, send)
        elif kind == "websocket":
            await self._socket(visit_of(scope, self._proxies), receive, send)
        elif kind == "lifespan":
            await self._lifespan(receive, send)
        else:
            raise HostError(f"{kind!r} is no scope of HTTP or WebSocket", code="scope_unknown")

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self._routes.load(self._engine)
                    self.addresses("")
                except RillError as error:
                    await send({"type": "lifespan.startup.failed", "message": f"{error.code}: {error}"})
                    return
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.drain()
                if self._options.close_engine:
                    await self._engine.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    # -- HTTP

    async def _request(self, visit: Visit, receive: Receive, send: Send) -> None:
        path = visit.path
        is_read = visit.method in ("GET", "HEAD")
        if not self._origins.answers_to(visit):
            await self._message(visit, send, 421)
        elif path == CSP_REPORT_PATH and self._options.csp_reports is not None:
            await self._take_report(visit, receive, send)
        elif not is_read:
            await self._message(visit, send, 405, more=[(b"allow", b"GET, HEAD")])
        elif path.startswith(_STATIC):
            await self._static_file(visit, send)
        elif path.startswith(_ASSET):
            await self._asset(visit, send)
        elif path == _LIVE:
            await self._message(
                visit, send, 426, message="Guests are live over a WebSocket.", more=[(b"upgrade", b"websocket")]
            )
        else:
            await self._page(visit, send)

    async def _static_file(self, visit: Visit, send: Send) -> None:
        file = self._static.get(visit.path.removeprefix(_STATIC))
        if file is None:
            await self._message(visit, send, 404)
            return
        self._statistics.static_files += 1
        await _send_file(visit, send, file, [*COMMON, IMMUTABLE])

    async def _asset(self, visit: Visit, send: Send) -> None:
        name = visit.path.removeprefix(_ASSET)
        content = await self._assets.content(name)
        if isinstance(content, NoAsset):
            await self._message(visit, send, 404)
            return
        self._statistics.assets += 1
        # Pictures are compressed already.
        file = StaticFile(content, None, content_type(content), f'"{name}"')
        await _send_file(visit, send, file, [*COMMON, IMMUTABLE_PRIVATE, ASSET_POLICY])

    async def _take_report(self, visit: Visit, receive: Receive, send: Send) -> None:
        take = self._options.csp_reports
        assert take is not None
        if visit.method != "POST":
            await self._message(visit, send, 405, more=[(b"allow", b"POST")])
            return
        body = b""
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            if len(body) > _REPORT_BYTES_MAX:
                await _respond(visit, send, 413, list(COMMON), b"")
                return
            if not message.get("more_body", False):
                break
        try:
            report = msgspec.json.decode(body)
        except (msgspec.DecodeError, RecursionError):
            await _respond(visit, send, 400, list(COMMON), b"")
            return
        take(report)
        await _respond(visit, send, 204, list(COMMON), b"")

    # -- pages

    async def _page(self, visit: Visit, send: Send) -> None:
        try:
            status, headers, html = await self._render(visit)
        except Exception as error:
            self._statistics.pages_failed += 1
            if isinstance(error, RillError) and not isinstance(error, HostError):
                logger.error("the page %s has no guest: %s", visit.path, error)
            else:
                logger.exception("the page %s could not be made", visit.path)
            await self._message(visit, send, 500, details=_details(error) if self._options.development else "")
            return
        if isinstance(html, str):
            await _respond(visit, send, status, headers, html.encode("utf-8", "replace"), compress=True)
        else:
            await self._message(visit, send, status, message=html.message, more=headers)

    async def _render(self, visit: Visit) -> tuple[int, list[Header], str | Refusal]:
        """The answer to a request for a page: status, headers, and the page or why there is none."""
        found = self._routes.find(visit.path)
        if found is None or len(visit.address) > ADDRESS_CHARACTERS_MAX:
            return 404, [], Refusal(404, "")
        if self._is_draining:
            return 503, [(b"retry-after", b"1")], Refusal(503, "")
        try:
            shown = await self._chosen(visit, *found)
            if isinstance(shown, Refusal):
                self._statistics.pages_refused += 1
                return _refused(shown)
            if visit.method == "HEAD":
                # A guest is not run for nobody.
                return 200, page_headers(self._policy(visit, make_secret())), ""
            guest, identity = shown
            browser = browser_of(visit)
            cookie = browser or make_secret()
            recipe = Recipe(guest, visit.address, visit.root, identity, cookie, visit.client)
            async with self._sessions.rendering():
                painted = await self.paint(recipe, 0)
        except LimitError as error:
            if error.fault != "client":
                raise
            logger.warning("the page %s was refused: %s", visit.path, error)
            return 503, [(b"retry-after", b"10")], Refusal(503, "")
        self._statistics.pages += 1
        nonce = make_secret()
        more = [] if browser is not None else [(b"set-cookie", set_cookie(visit, cookie).encode())]
        options = self._options
        html = page_html(
            self.addresses(visit.root),
            painted,
            nonce,
            title=guest.title or options.title,
            language=options.language,
            theme=options.theme,
            stylesheet=options.stylesheet,
        )
        return 200, page_headers(self._policy(visit, nonce), more), html

    async def _chosen(
        self, visit: Visit, target: RouteTarget, parameters: Mapping[str, str]
    ) -> tuple[Guest, Identity] | Refusal:
        """What a route shows to whoever asks."""
        scope = {**visit.scope, "path_params": dict(parameters)}
        identity = await self.identify(scope)
        if isinstance(identity, Refusal):
            return identity
        scope["rill.identity"] = identity
        guest = await self._routes.guest(self._engine, target, scope)
        return guest if isinstance(guest, Refusal) else (guest, identity)

    async def identify(self, scope: Scope) -> Identity:
        """Who asks, as the host says, or a `Refusal`."""
        authenticate = self._options.authenticate
        return None if authenticate is None else await authenticate(scope)

    async def paint(self, recipe: Recipe, index: int) -> PaintedGuest:
        """Open a guest, and paint it for a page; its session waits for its socket.

        Raises:
            RillError: as ``Sessions.open``.
        """
        guest = await self._sessions.open(recipe, index)
        try:
            paint = guest.adapter.html()
        except BaseException:
            self._sessions.close(guest, "not painted")
            raise
        # What waited for a browser until now is on the page.
        guest.is_resync_due = False
        painted = PaintedGuest(paint, guest.token, guest.outbox.sequence)
        self._sessions.offer(guest)
        return painted

    def _make_adapter(self, guest: LiveGuest) -> WebAdapter:
        root = guest.recipe.root

        def asset_url(source: str) -> str | None:
            name = self._assets.address(guest.session.tree.assets, source)
            return None if name is None else f"{root}{_ASSET}{name}"

        return WebAdapter(
            self._views,
            PageContext(asset_url, guest.index),
            on_operations=guest.operations_wait,
            on_restart=lambda: self._sessions.restart(guest),
        )

    def addresses(self, root: str) -> PageAddresses:
        """Where a page below ``root`` gets its files from."""

        def address(hashed: str) -> str:
            return f"{root}{_STATIC}{hashed}"

        sheet = self._static.name(STYLESHEET) if self._options.default_stylesheet else None
        return PageAddresses(
            connector=address(self._static.name(CONNECTOR)),
            stylesheet=None if sheet is None else address(sheet),
            icon=address(self._static.name(ICON)),
            socket=f"{root}{_LIVE}",
            modules={name: address(hashed) for name, hashed in self._static.modules.items()},
            offline=self._options.words.get("offline", ""),
        )

    def _policy(self, visit: Visit, nonce: str) -> str:
        options = self._options
        socket = visit.origin.replace("http", "ws", 1)
        report = f"{visit.root}{CSP_REPORT_PATH}" if options.csp_reports is not None else None
        return content_security_policy(nonce, socket, options.csp, report)

    async def _message(
        self,
        visit: Visit,
        send: Send,
        status: int,
        *,
        message: str = "",
        details: str = "",
        more: Iterable[Header] = (),
    ) -> None:
        """A page that says why there is none."""
        nonce = make_secret()
        html = message_page(status, nonce, language=self._options.language, message=message, details=details)
        headers = [*plain_page_headers(nonce, self._options.csp.get("frame-ancestors")), *more]
        await _respond(visit, send, status, headers, html.encode())

    # -- embedding

    def embed(self, scope: Scope) -> Embedding:
        """Put guests into a page of the host's own: see docs/web.md. ``scope`` is that of the request for the page."""
        return Embedding(self, visit_of(scope, self._proxies), self._options)

    async def guest_at(self, visit: Visit, address: str) -> Guest | Refusal:
        """The guest of a route, for a page of the host.

        Raises:
            HostError: there is no such route.
        """
        again = page_visit(visit, address)
        found = self._routes.find(again.path)
        if found is None:
            raise HostError(f"there is no route for {address!r}", code="route_unknown")
        shown = await self._chosen(again, *found)
        return shown if isinstance(shown, Refusal) else shown[0]

    async def paint_embedded(self, recipe: Recipe, index: int) -> PaintedGuest:
        """As `paint`, in a turn of its own among the pages that are made."""
        async with self._sessions.rendering():
            return await self.paint(recipe, index)

    # -- sockets

    async def _socket(self, visit: Visit, receive: Receive, send: Send) -> None:
        message = await receive()
        if message["type"] != "websocket.connect":
            return
        browser = browser_of(visit)
        identity = await self._admit(visit, browser)
        if isinstance(identity, Refusal) or browser is None:
            self._statistics.sockets_refused += 1
            await send({"type": "websocket.close", "code": POLICY, "reason": ""})
            return
        await send({"type": "websocket.accept"})
        self._statistics.sockets += 1

        async def open_again(secret: str, address: str, index: int) -> LiveGuest | str:
            return await self._open_again(visit, identity, browser, secret, address, index)

        connection = Connection(
            self._sessions, self._options, self._engine.limits, self._statistics, visit, identity, browser, open_again
        )
        self._connections.add(connection)
        try:
            await connection.run(receive, send)
        finally:
            self._connections.discard(connection)

    async def _admit(self, visit: Visit, browser: str | None) -> Identity:
        """Whose socket it is, or a `Refusal`."""
        if visit.path != _LIVE:
            return Refusal(404, "")
        reason = None
        if not self._origins.answers_to(visit):
            reason = f"the host {visit.host!r} is none of the application's"
        elif not self._origins.may_connect(visit):
            reason = f"the origin {visit.header(b'origin')!r} may not connect to {visit.host!r}"
        elif browser is None:
            reason = "it has no cookie of a page"
        elif self._is_draining or len(self._connections) >= self._options.limits.connections:
            reason = "there is no room"
        if reason is not None:
            logger.info("socket of %s refused: %s", visit.client, reason)
            return Refusal(403, reason)
        try:
            return await self.identify(visit.scope)
        except Exception:
            logger.exception("a socket could not be authenticated")
            return Refusal(500, "")

    async def _open_again(
        self, visit: Visit, identity: Identity, browser: str, secret: str, address: str, index: int
    ) -> LiveGuest | str:
        """A session in place of one that is gone, for its place on the page; or the code of GOODBYE why not. All is
        asked again that is asked for a page."""
        try:
            recipe = self._sessions.recipe(secret, identity, browser)
            if recipe is None:
                found = self._routes.find(page_visit(visit, address).path) if address else None
                if found is None:
                    return "gone"
                again = page_visit(visit, address)
                shown = await self._chosen(again, *found)
                if isinstance(shown, Refusal):
                    return "refused"
                recipe = Recipe(shown[0], again.address, visit.root, shown[1], browser, visit.client)
            async with self._sessions.rendering():
                return await self._sessions.open(recipe, index)
        except LimitError as error:
            if error.fault == "client":
                return "full"
            logger.error("a guest could not be opened again: %s", error)
        except RillError as error:
            logger.error("a guest could not be opened again: %s", error)
        except Exception:
            logger.exception("a guest could not be opened again")
        return "failed"


def _static_sources(options: WebOptions) -> dict[str, bytes]:
    sources = {**built_files(), ICON: ICON_SVG}
    if options.default_stylesheet:
        sources[STYLESHEET] = stylesheet().encode()
    return sources


def _refused(refusal: Refusal) -> tuple[int, list[Header], Refusal]:
    if refusal.location is not None:
        return 303, [(b"location", refusal.location.encode("latin-1", "replace"))], refusal
    return refusal.status, [], refusal


def _details(error: BaseException) -> str:
    stack = error.stack if isinstance(error, GuestError | LimitError) else ""
    return f"{type(error).__name__}: {error}\n{stack}".rstrip()


async def _send_file(visit: Visit, send: Send, file: StaticFile, headers: list[Header]) -> None:
    """Send a file, compressed where the browser takes that, or say that it has it already. Parts of files are not sent:
    none is large enough, and whoever asks for one gets the whole."""
    headers += [
        (b"content-type", file.content_type.encode()),
        (b"etag", file.etag.encode()),
        (b"vary", b"accept-encoding"),
    ]
    if any(tag in (file.etag, f"W/{file.etag}", "*") for tag in visit.listed(b"if-none-match")):
        await _respond(visit, send, 304, headers, b"")
        return
    content = file.content
    if file.compressed is not None and _takes_gzip(visit):
        headers.append((b"content-encoding", b"gzip"))
        content = file.compressed
    await _respond(visit, send, 200, headers, content)


def _takes_gzip(visit: Visit) -> bool:
    for item in visit.listed(b"accept-encoding"):
        name, _, weight = item.lower().replace(" ", "").partition(";")
        if name == "gzip":
            return weight not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


async def _respond(
    visit: Visit, send: Send, status: int, headers: list[Header], body: bytes, *, compress: bool = False
) -> None:
    if compress:
        headers.append((b"vary", b"accept-encoding"))
        if len(body) >= _PAGE_COMPRESS_BYTES_MIN and _takes_gzip(visit):
            packer = zlib.compressobj(_PAGE_COMPRESS_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
            body = packer.compress(body) + packer.flush()
            headers.append((b"content-encoding", b"gzip"))
    if status not in (204, 304):
        headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if visit.method == "HEAD" else body})
