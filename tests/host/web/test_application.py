"""The application over HTTP: pages, files, refusals, and what is never said."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from host.pair import Gate, ScriptedProvider, batch, bundle_of, fatal, mounted, until
from host.web.browsers import Browser, Site, counting, site
from rill import Engine, HostError
from rill.host.web import Guest, Refusal, WebLimits, WebOptions, asgi
from rill.protocol.messages import HostCall
from rill.protocol.operations import Text

HTML = "text/html; charset=utf-8"


# -- pages


async def test_a_page_is_the_guest_as_html_and_what_its_connector_needs() -> None:
    async with site() as s:
        page = await s.browser.page()
        assert page.headers["content-type"] == HTML
        assert page.headers["cache-control"] == "no-store"
        assert "n1" in page.text
        assert "Button 3" in page.text
        assert page.meta["version"] == 1
        assert page.meta["socket"] == "/_rill/live"
        assert page.meta["guests"] == [{"token": page.tokens[0], "sequence": 0}]
        assert list(page.meta["modules"]) == ["scroll"]
        policy = page.headers["content-security-policy"]
        (nonce,) = set(re.findall("'nonce-([^']+)'", policy))
        # Whatever runs or styles on the page has the nonce of its policy, and nothing else is inline.
        for element in re.findall("<(?:script|style)[^>]*>", page.text):
            assert f'nonce="{nonce}"' in element
        assert re.search(r"<[^>]* (?:style|on\w+)=", page.text) is None
        assert "connect-src 'self' ws://localhost:8000" in policy
        assert page.headers["set-cookie"].endswith("; Path=/; HttpOnly; SameSite=Lax")


async def test_no_two_pages_share_a_nonce_a_token_or_a_session() -> None:
    async with site() as s:
        first, second = await s.browser.page(), await s.browser.page()
        assert first.tokens != second.tokens
        assert first.headers["content-security-policy"] != second.headers["content-security-policy"]
        assert len(s.guests) == 2
        # A browser that has its cookie keeps it: its other tabs are bound to it.
        assert "set-cookie" not in second.headers


async def test_a_page_says_what_its_host_says_of_it() -> None:
    def routes(s: Site) -> Any:
        return {"/": Guest(s.bundle, title="A <b> & c")}

    async with site(routes=routes, language="de", theme="dark", stylesheet=":root { --rill-primary: red }") as s:
        text = (await s.browser.page()).text
        assert '<html lang="de" data-rill-theme="dark">' in text
        assert '<meta name="color-scheme" content="only dark">' in text
        assert "<title>A &lt;b&gt; &amp; c</title>" in text
        assert re.search(r'<style nonce="[^"]+">:root { --rill-primary: red }</style>', text)


async def test_a_large_page_is_compressed_for_who_takes_that() -> None:
    async with site([mounted(text="many words " * 2_000)]) as s:
        plain = await s.browser.page()
        small = await s.browser.ask("/", headers={"accept-encoding": "br, gzip;q=0.5"})
        assert small.headers["content-encoding"] == "gzip"
        assert len(small.body) * 10 < len(plain.body)
        assert "many words many words" in small.text
        assert small.headers["vary"] == "accept-encoding"
        refused = await s.browser.ask("/", headers={"accept-encoding": "gzip;q=0"})
        assert "content-encoding" not in refused.headers


async def test_head_runs_no_guest_and_other_methods_nothing_at_all() -> None:
    async with site() as s:
        head = await s.browser.ask("/", "HEAD")
        assert (head.status, head.body, head.headers["content-type"]) == (200, b"", HTML)
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "X"):
            answer = await s.browser.ask("/", method)
            assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
        assert s.provider.sandboxes == []


async def test_paths_that_show_nothing_are_404() -> None:
    async with site() as s:
        for path in ("/x", "//", "/_rill/", "/_rill/x", "/_rill/static/", "/_rill/static/../x", "/_rill/asset/x"):
            answer = await s.browser.ask(path)
            assert answer.status == 404, path
            assert answer.headers["content-type"] == HTML
            assert "script" not in answer.text
        assert (await s.browser.ask("/?" + "x" * 3_000)).status == 404
        assert (await s.browser.ask("/_rill/live")).status == 426
        assert s.provider.sandboxes == []


async def test_a_function_chooses_the_guest_of_a_visit() -> None:
    def routes(s: Site) -> Any:
        async def chat(scope: Any) -> Any:
            if scope["path_params"]["room"] == "secret":
                return Refusal(404, "No such room.")
            return s.bundle, {"room": scope["path_params"]["room"], "query": scope["query_string"].decode()}

        return {"/chat/{room}": chat}

    async with site(routes=routes) as s:
        await s.browser.page("/chat/blue?x=1")
        (start,) = s.provider.sandboxes[0].messages
        assert start.props == {"room": "blue", "query": "x=1"}
        answer = await s.browser.ask("/chat/secret")
        assert (answer.status, "No such room." in answer.text) == (404, True)


async def test_a_first_paint_waits_for_what_is_quick() -> None:
    def quick(message: Any) -> Any:
        return [batch(2, Text(2, "here at once"))]

    # The first turn calls the host, whose answer leads to a second one.
    first = [*mounted(text="loading"), HostCall(1, "load", [])]
    async with site([first, quick], functions=lambda identity: {"load": lambda: 5}) as s:
        assert "here at once" in (await s.browser.page()).text


async def test_a_first_paint_waits_for_what_the_host_is_asked_for() -> None:
    answer = asyncio.Event()

    async def load() -> int:
        await answer.wait()
        return 5

    first = [*mounted(text="loading"), HostCall(1, "load", [])]
    script = [first, [batch(2, Text(2, "loaded"))]]
    async with site(script, functions=lambda identity: {"load": load}) as s:
        asked = asyncio.ensure_future(s.browser.page())
        await until(lambda: bool(s.provider.sandboxes) and len(s.provider.sandboxes[0].messages) == 1)
        for _ in range(20):
            await asyncio.sleep(0)
        s.advance(49)
        assert not asked.done()
        answer.set()
        assert "loaded" in (await asked).text

        # One that takes longer is not waited for, and nothing of it is left behind.
        answer.clear()
        asked = asyncio.ensure_future(s.browser.page())
        await until(lambda: len(s.provider.sandboxes) == 2 and len(s.provider.sandboxes[1].messages) == 1)
        while not asked.done():
            s.advance(50)
            await asyncio.sleep(0)
        assert "loading" in (await asked).text
        answer.set()


async def test_a_first_paint_waits_for_nothing_that_is_slow() -> None:
    slow = Gate([batch(2, Text(2, "late"))])
    first = [*mounted(text="loading"), HostCall(1, "load", [])]
    async with site([first, slow], functions=lambda identity: {"load": lambda: 5}) as s:
        asked = asyncio.ensure_future(s.browser.page())
        await until(lambda: bool(s.provider.sandboxes))
        await slow.entered()
        s.advance(49)
        for _ in range(20):
            await asyncio.sleep(0)
        assert not asked.done()
        s.advance(1)
        page = await asked
        assert "loading" in page.text
        # What came too late for the page comes over its socket.
        socket = await s.browser.connect()
        socket.hello((page.tokens[0], 0, 0))
        await socket.welcome()
        slow.open()
        await s.settled()
        s.advance(16)
        assert "late" in str(await socket.receive())
        await socket.cut()


# -- what goes wrong


async def test_a_guest_that_fails_to_start_is_a_page_without_insides(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[Any] = []

    def hear(session: Any, identity: Any) -> None:
        session.on("fatal_error", heard.append)

    async with site([[fatal("secret/path.tsx exploded")]], hear=hear) as s:
        answer = await s.browser.ask("/")
        assert answer.status == 500
        assert "exploded" not in answer.text
        assert "Try again" in answer.text
        assert answer.headers["cache-control"] == "no-store"
        # The host hears all of it.
        assert [str(error) for error in heard] == ["Error: secret/path.tsx exploded"]
        assert "secret/path.tsx exploded" in caplog.text
        assert s.guests == []
        assert s.application.statistics().pages_failed == 1


async def test_in_development_the_page_says_why() -> None:
    async with site([[fatal("<b>exploded</b>", stack="at App (app.tsx:1:2)")]], development=True) as s:
        answer = await s.browser.ask("/")
        assert "&lt;b&gt;exploded&lt;/b&gt;" in answer.text
        assert "at App (app.tsx:1:2)" in answer.text


async def test_a_hosts_function_that_raises_is_a_page_without_insides(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(scope: Any) -> Any:
        raise ZeroDivisionError("password=hunter2")

    async with site(routes=lambda s: {"/": broken}) as s:
        answer = await s.browser.ask("/")
        assert answer.status == 500
        assert "hunter2" not in answer.text
        assert "hunter2" in caplog.text


async def test_whom_the_host_refuses_sees_its_sentence_or_another_page() -> None:
    refusals = [Refusal(401), Refusal(403, "Not <you>."), Refusal(303, "", "/login?next=/"), Refusal(401)]

    async def authenticate(scope: Any) -> Any:
        return refusals.pop(0)

    async with site(authenticate=authenticate) as s:
        first = await s.browser.ask("/", "HEAD")
        assert (first.status, first.body) == (401, b"")
        first = await s.browser.ask("/")
        assert (first.status, "Not &lt;you&gt;." in first.text) == (403, True)
        second = await s.browser.ask("/")
        assert (second.status, second.headers["location"]) == (303, "/login?next=/")
        assert (await s.browser.ask("/")).status == 401
        assert s.provider.sandboxes == []
        assert s.application.statistics().pages_refused == 4


async def test_identity_and_functions_reach_the_route_and_the_guest() -> None:
    seen: list[Any] = []

    async def authenticate(scope: Any) -> Any:
        return "ada"

    async def route(scope: Any) -> Any:
        seen.append(scope["rill.identity"])
        return bundle_of()

    def functions(identity: Any) -> Any:
        seen.append(identity)
        return {"save": lambda: None}

    async with site(routes=lambda s: {"/": route}, authenticate=authenticate, functions=functions) as s:
        await s.browser.page()
        assert seen == ["ada", "ada"]


async def test_another_name_is_not_answered_to() -> None:
    async with site() as s:
        s.browser.host = "evil.example"
        for path in ("/", "/_rill/live", "/x"):
            assert (await s.browser.ask(path)).status == 421
        assert s.provider.sandboxes == []


async def test_pages_are_made_a_few_at_a_time_and_whoever_comes_then_is_asked_to_come_again() -> None:
    gate = Gate(mounted(text="n1"))
    limits = WebLimits(renders=1, renders_waiting=1)
    async with site([gate], counting(), web_limits=limits) as s:
        first = asyncio.ensure_future(s.browser.ask("/"))
        await until(lambda: bool(s.provider.sandboxes))
        await gate.entered()
        second = asyncio.ensure_future(s.browser.ask("/"))
        for _ in range(10):
            await asyncio.sleep(0)
        third = await s.browser.ask("/")
        assert (third.status, third.headers["retry-after"]) == (503, "10")
        gate.open()
        assert (await first).status == (await second).status == 200
        assert s.application.statistics().pages_refused == 1


# -- files


async def test_files_are_immutable_compressed_and_answered_once() -> None:
    async with site() as s:
        page = await s.browser.page()
        connector = re.search('src="([^"]+)"', page.text)
        assert connector is not None
        first = await s.browser.ask(connector[1], headers={"accept-encoding": "gzip"})
        assert first.status == 200
        assert first.headers["content-type"] == "text/javascript; charset=utf-8"
        assert first.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert first.headers["content-encoding"] == "gzip"
        assert first.headers["x-content-type-options"] == "nosniff"
        assert first.headers["cross-origin-resource-policy"] == "same-origin"
        plain = await s.browser.ask(connector[1])
        assert "content-encoding" not in plain.headers
        assert plain.text == first.text
        for tag in (first.headers["etag"], f'"other", W/{first.headers["etag"]}', "*"):
            again = await s.browser.ask(connector[1], headers={"if-none-match": tag})
            assert (again.status, again.body) == (304, b"")
            assert "content-length" not in again.headers
        assert (await s.browser.ask(connector[1], headers={"if-none-match": '"other"'})).status == 200
        head = await s.browser.ask(connector[1], "HEAD")
        assert (head.body, head.headers["content-length"]) == (b"", str(len(plain.body)))
        # Whoever asks for a part gets the whole.
        part = await s.browser.ask(connector[1], headers={"range": "bytes=0-9"})
        assert (part.status, len(part.body)) == (200, len(plain.body))
        assert (await s.browser.ask(connector[1], "POST")).status == 405


async def test_reports_of_browsers_are_handed_over_and_bounded() -> None:
    reports: list[Any] = []
    async with site(csp_reports=reports.append) as s:
        page = await s.browser.page()
        assert page.headers["content-security-policy"].endswith("; report-uri /_rill/csp-report")
        answer = await s.browser.ask("/_rill/csp-report", "POST", b'{"csp-report": {}}')
        assert answer.status == 204
        assert reports == [{"csp-report": {}}]
        assert (await s.browser.ask("/_rill/csp-report", "POST", b"{")).status == 400
        assert (await s.browser.ask("/_rill/csp-report", "POST", b"[" * 20_000)).status == 413
        assert (await s.browser.ask("/_rill/csp-report", "POST", b"[" * 9_000)).status == 400
        assert (await s.browser.ask("/_rill/csp-report")).status == 405
        assert len(reports) == 1
    async with site() as s:
        assert (await s.browser.ask("/_rill/csp-report", "POST", b"{}")).status == 405


# -- where it is mounted


async def test_addresses_are_below_where_the_application_is_mounted() -> None:
    async with site() as s:
        s.browser.root_path = "/apps/one"
        page = await s.browser.page()
        assert page.meta["socket"] == "/apps/one/_rill/live"
        addresses = re.findall('(?:src|href)="([^"]+)"', page.text)
        assert len(addresses) >= 3
        for address in addresses:
            assert address.startswith("/apps/one/_rill/static/")
            assert (await s.browser.ask(address.removeprefix("/apps/one"))).status == 200
        socket = await s.browser.connect()
        socket.hello((page.tokens[0], 0, 0))
        await socket.welcome()
        await socket.cut()


async def test_behind_a_proxy_that_is_trusted_the_page_is_https() -> None:
    async with site(trusted_proxies=("192.0.2.1",), origins=("https://app.example.com",)) as s:
        s.browser.headers = {"x-forwarded-proto": "https", "x-forwarded-host": "app.example.com"}
        page = await s.browser.page()
        assert "connect-src 'self' wss://app.example.com" in page.headers["content-security-policy"]
        assert page.headers["set-cookie"].startswith("__Host-rill-csrf=")
        socket = await s.browser.connect({"origin": "https://app.example.com"})
        socket.hello((page.tokens[0], 0, 0))
        await socket.welcome()
        await socket.cut()


# -- the life of the application


async def lifespan(application: Any, *kinds: str) -> list[str]:
    incoming = [{"type": f"lifespan.{kind}"} for kind in kinds]
    sent: list[str] = []

    async def receive() -> Any:
        return incoming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message["type"] + (f": {message['message']}" if "message" in message else ""))

    await application({"type": "lifespan"}, receive, send)
    return sent


async def test_the_server_starts_it_and_ends_it() -> None:
    async with Engine(ScriptedProvider(counting())) as engine:
        application = asgi(engine, {"/": bundle_of()}, options=WebOptions(close_engine=True))
        await Browser(application).page()
        assert await lifespan(application, "startup", "shutdown") == [
            "lifespan.startup.complete",
            "lifespan.shutdown.complete",
        ]
        assert application.statistics().sessions == 0
        with pytest.raises(HostError):
            engine.open(bundle_of())


async def test_a_route_whose_file_is_missing_keeps_the_server_from_starting() -> None:
    async with Engine(ScriptedProvider()) as engine:
        application = asgi(engine, {"/": "nowhere.rill"})
        (said,) = await lifespan(application, "startup")
        assert said.startswith("lifespan.startup.failed: ")
        assert "nowhere.rill" in said


async def test_while_it_drains_no_page_is_made() -> None:
    async with site() as s:
        await s.application.drain()
        answer = await s.browser.ask("/")
        assert (answer.status, answer.headers["retry-after"]) == (503, "1")


async def test_a_scope_of_another_kind_is_the_hosts_mistake() -> None:
    async with site() as s:
        with pytest.raises(HostError):
            await s.application({"type": "gopher"}, None, None)  # type: ignore[arg-type]
