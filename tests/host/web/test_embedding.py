"""Guests in a page of the host's own."""

from __future__ import annotations

from typing import Any

import pytest

from host.web.browsers import Answer, Browser, Site, counting, site
from rill import HostError
from rill.host.web import Guest, Refusal, WebLimits
from rill.protocol.web import ServerMessage


class HostPages:
    """A host's application: one page with guests, and Rill's application for all addresses below /_rill."""

    def __init__(self, application: Any, *guests: Any, props: Any = None) -> None:
        self._application = application
        self._guests = guests
        self._props = props

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if "/_rill/" in scope["path"]:
            await self._application(scope, receive, send)
            return
        embedding = self._application.embed(scope)
        bodies = [await embedding.guest(guest, props=self._props) for guest in self._guests]
        html = f"<head>{embedding.head().__html__()}</head><body><h1>Mine</h1>{'<hr>'.join(bodies)}</body>"
        headers = [(name.lower().encode(), value.encode()) for name, value in embedding.headers]
        headers.append((b"content-security-policy", embedding.policy.encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": html.encode()})


async def page_of(s: Site, *guests: Any, props: Any = None) -> Answer:
    s.browser.application = HostPages(s.application, *guests, props=props)
    return await s.browser.page("/host")


async def test_several_guests_in_a_page_of_the_host_are_live_over_one_socket() -> None:
    async with site(counting(), counting(50)) as s:
        page = await page_of(s, s.bundle, Guest(s.bundle, {"second": True}))
        assert page.text.index("Mine") < page.text.index("n1") < page.text.index("<hr>") < page.text.index("n50")
        assert 'data-rill="0"' in page.text
        assert 'data-rill="1"' in page.text
        assert len(page.tokens) == 2
        assert page.headers["cache-control"] == "no-store"
        assert "rill-csrf" in page.headers["set-cookie"]
        socket = await s.browser.connect()
        socket.hello(*((token, 0, 0) for token in page.tokens))
        await socket.welcome()
        await socket.welcome()
        socket.press(1, guest=1)
        frame = await socket.receive()
        assert (frame[1], "n51" in str(frame)) == (1, True)
        await socket.cut()


async def test_the_nonce_of_the_page_is_that_of_its_policy_or_the_hosts_own() -> None:
    async with site() as s:
        page = await page_of(s, s.bundle)
        embedding = s.application.embed(s.browser.scope("http", "/", {}, "GET"))
        assert page.text.count('nonce="') == 2
        assert f"'nonce-{page.text.partition('nonce=')[2][1:33]}'" in page.headers["content-security-policy"]
        assert embedding.head(nonce="mine").count('nonce="mine"') == 2


async def test_what_is_embedded_is_markup_to_templates() -> None:
    async with site() as s:
        embedding = s.application.embed(s.browser.scope("http", "/", {}, "GET"))
        markup: Any = await embedding.guest(s.bundle, props={"x": 1})
        assert markup.__html__() == markup
        assert s.provider.sandboxes[0].messages[0].props == {"x": 1}


async def test_a_guest_of_a_route_comes_back_and_one_of_a_bundle_asks_for_the_page() -> None:
    async with site(routes=lambda s: {"/counter": s.bundle}) as s:
        page = await page_of(s, "/counter", s.bundle)
        for guest in s.guests:
            s.application.sessions.close(guest, "gone")
        socket = await s.browser.connect()
        socket.hello(*((token, 0, 0) for token in page.tokens))
        await socket.welcome(reset=True)
        assert (await socket.receive())[:3] == [ServerMessage.GOODBYE, 1, "gone"]
        assert (await socket.receive())[0] == ServerMessage.SNAPSHOT
        await socket.cut()


async def test_addresses_are_below_the_base_path() -> None:
    async with site(base_path="/live", csp_reports=print) as s:
        page = await page_of(s, s.bundle)
        assert page.headers["content-security-policy"].endswith("; report-uri /live/_rill/csp-report")
        assert page.meta["socket"] == "/live/_rill/live"
        assert 'src="/live/_rill/static/' in page.text


async def test_what_cannot_be_embedded_says_why() -> None:
    async with site(routes=lambda s: {"/x": s.bundle}, web_limits=WebLimits(guests_per_page=1)) as s:
        embedding = s.application.embed(s.browser.scope("http", "/", {}, "GET"))
        for what, props, code in (
            ("/nowhere", None, "route_unknown"),
            ("/x", {"a": 1}, "props_unused"),
            (Guest(s.bundle), {"a": 1}, "props_unused"),
            (7, None, "guest_invalid"),
        ):
            with pytest.raises(HostError) as caught:
                await embedding.guest(what, props=props)  # type: ignore[arg-type]
            assert caught.value.code == code
        await embedding.guest("/x")
        with pytest.raises(HostError) as caught:
            await embedding.guest("/x")
        assert caught.value.code == "guests_per_page_exceeded"


async def test_whom_the_host_refuses_gets_no_guest() -> None:
    async def authenticate(scope: Any) -> Any:
        return Refusal(403, "Sign in first.")

    async with site(authenticate=authenticate) as s:
        embedding = s.application.embed(Browser(s.application).scope("http", "/", {}, "GET"))
        with pytest.raises(HostError) as caught:
            await embedding.guest(s.bundle)
        assert (caught.value.code, str(caught.value)) == ("refused", "Sign in first.")
        assert s.provider.sandboxes == []
