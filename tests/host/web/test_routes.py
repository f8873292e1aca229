"""Which guest is shown at which path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from host.pair import ScriptedProvider, bundle_of
from rill import Engine
from rill.host.web import Guest, Refusal
from rill.host.web.routes import Routes
from rill.protocol.errors import HostError

BUNDLE = bundle_of()


async def never(scope: Any) -> Any:
    raise AssertionError("it was called")


def found(table: dict[str, Any], path: str) -> tuple[str, dict[str, str]] | None:
    """The route of a path, by its own path, and the parameters."""
    targets = {route: Guest(BUNDLE, {"route": route}) for route in table}
    match = Routes(targets).find(path)
    if match is None:
        return None
    assert isinstance(match[0], Guest)
    return str(match[0].props["route"]), match[1]


def test_a_path_is_found_as_it_is() -> None:
    table = dict.fromkeys(("/", "/a", "/a/b"))
    assert found(table, "/") == ("/", {})
    assert found(table, "/a/b") == ("/a/b", {})
    for path in ("/a/", "//", "/A", "/a/b/c", ""):
        assert found(table, path) is None


def test_a_parameter_stands_for_one_part_and_for_the_rest_where_it_says_so() -> None:
    table = dict.fromkeys(("/chat/{room}", "/chat/{room}/{user}", "/files/{rest:path}", "/chat/lobby", "/x-{n}.html"))
    assert found(table, "/chat/blue") == ("/chat/{room}", {"room": "blue"})
    assert found(table, "/chat/lobby") == ("/chat/lobby", {})
    assert found(table, "/chat/a/b") == ("/chat/{room}/{user}", {"room": "a", "user": "b"})
    assert found(table, "/files/a/b/c") == ("/files/{rest:path}", {"rest": "a/b/c"})
    assert found(table, "/files/") == ("/files/{rest:path}", {"rest": ""})
    assert found(table, "/x-7.html") == ("/x-{n}.html", {"n": "7"})
    for path in ("/chat/", "/chat", "/x-7xhtml", "/chat/a/b/c"):
        assert found(table, path) is None


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("a", BUNDLE),
        ("", BUNDLE),
        ("/_rill", BUNDLE),
        ("/_rill/x", BUNDLE),
        ("/{a}/{a}", BUNDLE),
        ("/{a:path}/b", BUNDLE),
        ("/", 7),
        ("/", None),
    ],
)
def test_what_is_no_route_is_refused_when_the_application_is_made(path: str, target: Any) -> None:
    with pytest.raises(HostError) as caught:
        Routes({path: target})
    assert caught.value.code == "route_invalid"


async def test_what_a_route_may_answer(tmp_path: Path) -> None:
    file = tmp_path / "counter.rill"
    file.write_bytes(BUNDLE.to_bytes())
    async with Engine(ScriptedProvider()) as engine:

        async def guest(answer: Any) -> Any:
            async def route(scope: Any) -> Any:
                return answer

            return await Routes({}).guest(engine, route, {})

        assert await guest(BUNDLE) == Guest(BUNDLE)
        assert await guest((BUNDLE, {"start": 5})) == Guest(BUNDLE, {"start": 5})
        assert await guest(Guest(BUNDLE, title="x")) == Guest(BUNDLE, title="x")
        assert await guest(Refusal(404)) == Refusal(404)
        answers: tuple[Any, ...] = (None, "counter.rill", (BUNDLE,), ({}, BUNDLE))
        for nonsense in answers:
            with pytest.raises(HostError) as caught:
                await guest(nonsense)
            assert caught.value.code == "route_invalid"

        routes = Routes({"/": file, "/x": str(file)})
        await routes.load(engine)
        file.unlink()
        for path in ("/", "/x"):
            match = routes.find(path)
            assert match is not None
            loaded = await routes.guest(engine, match[0], {})
            assert isinstance(loaded, Guest)
            assert loaded.bundle.digest == BUNDLE.digest
        with pytest.raises(HostError):
            await Routes({"/": tmp_path / "none.rill"}).load(engine)
