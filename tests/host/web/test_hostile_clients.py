"""A browser that says what no browser says: only documented errors come of it, by the client's fault; the session lives
on, nothing is logged as a fault of the host's, and what the server keeps of it is bounded."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from typing import Any, Final

import msgspec
import pytest

from host.pair import button, mounted
from rill.components import CATALOGUE
from rill.components.html.elements import HTML
from rill.host.tree import VERSION_MAX
from rill.host.web.element import Element as WebElement
from rill.host.web.view import DomEvent
from rill.protocol.errors import LimitError, TransportError
from rill.protocol.operations import RefCall
from rill.protocol.web import ClientMessage, ServerMessage

from .browsers import Closed, Site, Socket, counting, site
from .hostile_strings import PAYLOADS, as_sent
from .test_strings import BOTH, VIEWS_OF_BOTH, Page, element_with

NUMBERS: Final = (
    *(0, 1, -1, 7, 255, 2**31, 2**53, -(2**53), 2**63 - 1),
    *(0.5, -0.0, 1e-320, 1e300, float("inf"), float("nan")),
)
STRINGS: Final = ("", "a", "Enter", "Escape", "2026-02-30", "g0-a", "\x00", "x" * 5_000, *map(as_sent, PAYLOADS[::9]))
TYPES: Final = sorted({type for view in VIEWS_OF_BOTH.values() for type in view.events} | {"", "constructor", "x" * 64})
_WORDS: Final = """
    width height x y row column first last index reason value version key mods source text start end cells scroll sort
    id path open selected point size __proto__ constructor
"""
# What modules call what they say, and what objects of JavaScript have.
NAMES: Final = _WORDS.split()


class Chance:
    """Values that a hostile browser may send, by one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def number(self) -> Any:
        return self.random.choice(NUMBERS)

    def whole(self) -> int:
        return self.random.choice([number for number in NUMBERS if isinstance(number, int)])

    def string(self) -> str:
        return self.random.choice(STRINGS)

    def pair(self) -> list[Any]:
        return [self.number(), self.number()]

    def anything(self, depth: int = 0) -> Any:
        kind = self.random.randrange(8 if depth < 3 else 5)
        if kind == 0:
            return None
        if kind == 1:
            return self.random.random() < 0.5
        if kind in (2, 3):
            return self.number()
        if kind == 4:
            return self.string()
        if kind == 5:
            return [self.anything(depth + 1) for _ in range(self.random.randrange(4))]
        return {self.random.choice(NAMES): self.anything(depth + 1) for _ in range(self.random.randrange(5))}

    def event(self, ids: list[int], parts: list[str]) -> DomEvent:
        """An event whose fields have the types that the decoder lets in, and no other sense."""
        chance = self.random
        fields: dict[str, Any] = {
            "mods": self.whole(),
            "target": chance.choice([*ids, 0, 99_999]),
            "key": self.string(),
            "repeat": chance.random() < 0.5,
            "detail": self.whole(),
            "button": self.whole(),
            "pointer": chance.choice(("", "mouse", "touch", "pen")),
            "x": self.number(),
            "y": self.number(),
            "value": chance.choice((None, True, False, self.string(), [self.string(), self.string()])),
            "version": self.whole(),
            "caret": [self.whole(), self.whole()],
            "entries": [[chance.choice(("", "g0-")) + self.string(), self.string()]],
            "submitter": chance.choice([*ids, 0, 99_999]),
            "scroll": [self.number() for _ in range(6)],
            "open": chance.random() < 0.5,
            "size": self.pair(),
            "part": chance.choice([*parts, *parts, *parts, self.string()]),
            "data": self.anything(),
        }
        kept = {name: value for name, value in fields.items() if chance.random() < 0.6}
        return msgspec.convert(kept, DomEvent, strict=False)


@pytest.fixture(autouse=True)
def nothing_is_a_fault_of_the_hosts(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.WARNING)
    yield
    assert [record.getMessage() for record in caplog.records if record.name.startswith("rill")] == []


# -- events on every component -----------------------------------------------------------------------------------------


def asked_for(page: Page, id: int) -> tuple[list[str], list[str]]:
    """The types of events that a node's element asks for, and the names of its parts."""
    types: dict[str, None] = {}
    parts = {"": None}
    node = page.session.tree.find(id)
    if node is None or node.schema is None:
        return [], []
    stack: list[Any] = [page.adapter._drawn.lower(node)]
    while stack:
        element = stack.pop()
        if isinstance(element, WebElement):
            words = str(element.attributes.get("data-on", "")).split()
            types |= dict.fromkeys(word.partition(":")[0] for word in words)
            parts[str(element.attributes.get("data-part", ""))] = None
            stack += reversed(element.children)
    return list(types), list(parts)


def say(page: Page, id: int, type: str, event: DomEvent) -> str | None:
    """Let a browser say something. Returns the code of what is wrong with it."""
    try:
        page.adapter.handle(id, type, event)
    except (LimitError, TransportError) as error:
        return f"{error.code} {getattr(error, 'fault', 'client')}"
    return None


FAULTS = {None, "event_unknown client", "event_invalid client", "client_message_invalid client"} | {
    f"{limit}_exceeded client" for limit in ("version", "key", "entries")
}


@pytest.mark.parametrize("name", [name for name in BOTH if name != "Slot"])
async def test_any_event_on_any_component_is_told_rightly_or_is_the_clients_fault(name: str) -> None:
    schema = BOTH[name]
    page = Page(element_with(schema, {}, "words"))
    page.begin()
    tree = page.session.tree
    before = [(node.id, dict(node.props), node.child_count) for node in tree.root.walk()]
    ids = [id for id, _, _ in before]
    chance = Chance(len(name))
    faults = {say(page, id, type, chance.event(ids, [])) for id in ids for type in TYPES}
    for id in ids:
        types, parts = asked_for(page, id)
        faults |= {say(page, id, type, chance.event(ids, parts)) for type in types for _ in range(40)}
    assert faults <= FAULTS
    # A toast hears only why it went, in words of its module.
    assert page.session.events or not schema.events or name == "Toast"
    # Nothing but the guest changes the tree, and the page still follows it.
    assert [(node.id, dict(node.props), node.child_count) for node in tree.root.walk()] == before
    page.model.run(page.adapter.take())
    page.begin()
    states = page.adapter.states
    assert set(states.fields) | set(states.kept) <= set(ids)
    assert all(len(fields) <= 3 for fields in states.fields.values())
    assert all(tree.version(node) <= VERSION_MAX for node in tree.root.walk())


async def test_what_a_client_says_of_nodes_that_are_not_there_is_counted_and_not_kept() -> None:
    page = Page(element_with(CATALOGUE["TextInput"], {}, ""), element_with(HTML["input"], {}, ""))
    page.begin()
    for id in (3, 77, 2**32 - 1):
        page.adapter.handle(id, "input", DomEvent(value="x", version=1))
    assert page.adapter.statistics.events_late == 3
    assert page.adapter.states.fields == {}
    assert page.adapter.take() == []


# -- messages ----------------------------------------------------------------------------------------------------------


def messages(chance: Chance, count: int) -> Iterator[bytes]:
    """Messages that are nearly right, and some that are not."""
    codes = [*map(int, ClientMessage), 0, 7, -1, 255, 2**40]
    for _ in range(count):
        code = chance.random.choice(codes)
        body = [chance.anything() for _ in range(chance.random.randrange(6))]
        if code == ClientMessage.EVENT and chance.random.random() < 0.7:
            body = [0, chance.whole(), chance.whole(), chance.string()[:70], {"value": chance.anything()}]
        elif code == ClientMessage.RESULT:
            body = [0, chance.whole(), chance.random.random() < 0.5, chance.anything()]
        packed = msgspec.msgpack.encode([code, *body])
        if chance.random.random() < 0.2:
            at = chance.random.randrange(len(packed))
            packed = packed[:at] + bytes([chance.random.randrange(256)]) + packed[at + 1 :]
        if chance.random.random() < 0.1:
            packed = packed[: chance.random.randrange(len(packed) + 1)]
        yield packed


async def reopen(made: Site, token: str) -> tuple[Any, str]:
    """Come again with a token. Returns the socket and the next token."""
    socket = await made.browser.connect()
    socket.hello((token, 0, 0))
    welcome = await socket.welcome()
    return socket, welcome[2]


async def answered(socket: Socket) -> int | None:
    """Wait for the answer to a PING. Returns the code with which the server closed the socket instead."""
    try:
        while (await socket.receive())[0] != ServerMessage.PONG:
            pass
    except Closed as closed:
        return closed.code
    return None


@pytest.mark.parametrize("seed", range(4))
async def test_any_message_is_carried_out_or_ends_its_socket_and_the_session_lives_on(seed: int) -> None:
    chance = Chance(seed)
    async with site(counting(), csp_reports=None) as made:
        page = await made.browser.page()
        session = made.guest.session
        socket, token = await reopen(made, page.tokens[0])
        ended = 0
        for message in messages(chance, 150):
            socket.send_bytes(message)
            socket.send(ClientMessage.PING)
            code = await answered(socket)
            if code is not None:
                assert code in (1008, 1009, 1013)
                ended += 1
                socket, token = await reopen(made, token)
            made.advance(1_000)
        assert 10 < ended < 150
        assert made.guest.session is session
        # A right one still works.
        last = made.guest.events
        socket.press(last + 1)
        await made.settled()
        assert made.presses()
        assert len(made.guest.adapter.states.fields) <= 4


async def test_a_browser_that_says_too_much_is_read_slower_or_not_at_all() -> None:
    async with site() as made:
        page = await made.browser.page()
        socket, token = await reopen(made, page.tokens[0])
        socket.send_bytes(msgspec.msgpack.encode([ClientMessage.EVENT, 0, 1, 3, "click", {"value": "x" * 70_000}]))
        assert (await socket.end()).code == 1009
        socket, token = await reopen(made, token)
        deep = b"\x91" * 60_000 + b"\xc0"
        socket.send_bytes(b"\x95\x04\x00\x01\xc3" + deep)
        assert (await socket.end()).code == 1008
        socket, _ = await reopen(made, token)
        socket.send_text("[6]")
        assert (await socket.end()).code == 1008
        assert made.guest.session.state == "running"


# Values that MessagePack can say and that are no values of Rill's, or are no answer that a guest should get.
ODD_RESULTS = [
    msgspec.msgpack.encode(value)
    for value in (
        {1: 2},
        {"__proto__": {"x": 1}},
        {"constructor": 1},
        [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],
        2**64 - 1,
        float("nan"),
        b"bytes",
        msgspec.msgpack.Ext(1, b"\x00"),
        msgspec.msgpack.Ext(-1, b"\x00\x00\x00\x00"),
        msgspec.msgpack.Ext(100, b"x" * 100),
        "\ufffe",
        {"a": {None: 1}},
    )
]


@pytest.mark.parametrize("value", ODD_RESULTS)
@pytest.mark.parametrize("ok", [True, False])
async def test_any_answer_to_a_call_reaches_the_guest_as_a_value_or_an_error(value: bytes, ok: bool) -> None:
    script = [mounted(*button(3), RefCall(3, "focus", [], 1)), *counting()[1:]]
    async with site(script) as made:
        page = await made.browser.page()
        socket, _ = await reopen(made, page.tokens[0])
        await made.settled()
        flag = b"\xc3" if ok else b"\xc2"
        socket.send_bytes(b"\x95\x04\x00\x01" + flag + value)
        socket.send(ClientMessage.PING)
        assert await answered(socket) in (None, 1008)
        await made.settled()
        assert made.guest.session.state == "running"
