"""examples/web_jwt: who gets in, and that nobody sees what is another's."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
import pytest
from host.web.browsers import Browser, Closed

from rill import Engine
from rill.protocol.web import WebOperation

from .conftest import ExampleBundle

APPLICATION = Path(__file__).parents[2] / "examples" / "web_jwt" / "app.py"
KEY = "k" * 32


@pytest.fixture(scope="module")
def example() -> Any:
    """The module of the example, which is no package's."""
    spec = importlib.util.spec_from_file_location("web_jwt_app", APPLICATION)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass
class Running:
    application: Any
    guests: Any
    tokens: Any


@pytest.fixture
async def running(example: Any, example_bundle: ExampleBundle) -> AsyncIterator[Running]:
    async with Engine() as engine:
        bundle = await engine.load_bundle(example_bundle("web_jwt"))
        tokens = example.Tokens(KEY)
        application, guests = example.make_application(engine, tokens, bundle)
        yield Running(application, guests, tokens)
        await guests.drain()


async def signed_in(running: Running, user: str, password: str) -> Browser:
    browser = Browser(running.application)
    answer = await browser.ask("/sign-in", "POST", f"user={user}&password={password}".encode())
    assert (answer.status, answer.headers.get("location")) == (303, "/")
    assert "HttpOnly" in answer.headers["set-cookie"]
    return browser


async def test_nobody_sees_a_guest_without_signing_in(running: Running) -> None:
    browser = Browser(running.application)
    answer = await browser.ask("/")
    assert (answer.status, answer.headers["location"]) == (303, "/sign-in")
    assert (await browser.ask("/sign-in")).status == 200
    for body in (b"", b"user=ada&password=wrong", b"user=nobody&password=", b"user=ada", b"\xff\xfe=%ff"):
        assert (await browser.ask("/sign-in", "POST", body)).status == 401
    assert running.guests.statistics().sessions == 0


async def test_each_sees_their_own_notes(running: Running) -> None:
    ada = await signed_in(running, "ada", "lovelace")
    page = await ada.page()
    socket = await ada.connect()
    socket.hello((page.tokens[0], 0, 0))
    await socket.welcome()
    (guest,) = running.guests.sessions
    field = next(node for node in guest.session.tree.nodes.values() if node.type == "TextInput")
    socket.send(2, 0, 1, field.id, "input", {"value": "the engine weaves", "version": 1})
    socket.send(2, 0, 2, field.id, "keypress", {"key": "Enter", "value": "the engine weaves", "version": 1})
    # Until a card of it is made; the field says it, too.
    made: list[Any] = []
    while not made:
        message = await socket.receive()
        socket.ack(message[2])
        made = [operation for operation in message[4] if operation[0] in (WebOperation.CREATE, WebOperation.CLONES)]
    assert "the engine weaves" in str(made)
    await socket.cut()

    alan = await signed_in(running, "alan", "turing")
    text = (await alan.page()).text
    assert "Notes of alan" in text
    assert "the engine weaves" not in text
    assert "the engine weaves" in (await ada.page()).text


async def test_tokens_of_others_open_nothing(running: Running, example: Any) -> None:
    made = running.tokens
    assert made.user(made.make("ada")) == "ada"
    claims = {"sub": "ada", "aud": "notes", "exp": 2**33}
    forged = [
        "",
        "x.y.z",
        made.make("ada", now=0.0),
        made.make("mallory"),
        jwt.encode(claims, "another key of thirty-two bytes!", algorithm="HS256"),
        jwt.encode(claims, None, algorithm="none"),
        jwt.encode({"sub": "ada", "aud": "notes"}, KEY, algorithm="HS256"),
        jwt.encode({**claims, "aud": "other"}, KEY, algorithm="HS256"),
    ]
    assert [made.user(token) for token in forged] == [None] * len(forged)


async def test_a_socket_of_somebody_who_signed_out_is_refused_and_another_persons_gets_nothing(
    running: Running,
) -> None:
    ada = await signed_in(running, "ada", "lovelace")
    page = await ada.page()
    mallory = await signed_in(running, "alan", "turing")
    mallory.cookies["rill-csrf"] = ada.cookies["rill-csrf"]
    socket = await mallory.connect()
    socket.hello((page.tokens[0], 0, 0))
    await socket.welcome(reset=True)
    assert "Notes of alan" in str(await socket.receive())
    await socket.cut()
    del ada.cookies["session"]
    with pytest.raises(Closed):
        await ada.connect()
