"""The engine: what it owns, what it refuses, what it shares between sessions, and what is left when it is closed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from host.pair import Gate, LoopWatch, ScriptedProvider, bundle_of, mounted, until
from rill import BundleError, CapabilityError, Engine, GuestError, HostError, LimitError, Limits, ProviderError
from rill.components import Component
from rill.guest import build_bundle
from rill.host import ManualClock
from rill.host import engine as engine_module
from rill.host.recorder import Recorder
from rill.protocol.messages import GuestMessage, HostCall, HostResult, Start
from rill.sandbox import Capabilities, Isolation

pytestmark = pytest.mark.usefixtures("loop_watch")


class StepList(Component):
    """A component of the host's own."""


# -- making one


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"provider": "wasmm"}, "provider_unknown"),
        ({"provider": 5}, "provider_invalid"),
        ({"limits": 5}, "limits_invalid"),
        ({"workers": 0}, "workers_invalid"),
        ({"functions": {"f": 5}}, "function_invalid"),
        ({"functions": [print]}, "function_invalid"),
    ],
)
async def test_what_cannot_be_used_is_refused_and_leaves_nothing(arguments: dict[str, Any], code: str) -> None:
    with pytest.raises(HostError) as caught:
        Engine(**{"provider": ScriptedProvider(), **arguments})
    assert caught.value.code == code


@pytest.mark.parametrize(
    "capabilities",
    [
        Capabilities(isolation=Isolation.NONE, snapshots=False, deterministic=False, hard_deadline=True, binary=True),
        Capabilities(isolation=Isolation.WASM, snapshots=False, deterministic=False, hard_deadline=False, binary=True),
    ],
)
async def test_a_provider_that_guests_could_escape_from_needs_a_word(capabilities: Capabilities) -> None:
    provider = ScriptedProvider([mounted()], capabilities=capabilities)
    with pytest.raises(HostError) as caught:
        Engine(provider)
    assert caught.value.code == "provider_untrusted"
    assert "trusted=True" in str(caught.value)
    async with Engine(provider, trusted=True) as engine, engine.open(bundle_of(), adapter=Recorder()) as session:
        assert session.state == "running"


async def test_a_provider_of_the_host_s_is_not_closed_by_the_engine() -> None:
    provider = ScriptedProvider()
    async with Engine(provider):
        pass
    assert not provider.is_closed


async def test_a_provider_opened_by_its_name_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = ScriptedProvider()
    monkeypatch.setattr(engine_module, "open_provider", lambda name: provider)
    async with Engine("scripted"):
        pass
    assert provider.is_closed
    other = ScriptedProvider(
        capabilities=Capabilities(
            isolation=Isolation.NONE, snapshots=False, deterministic=False, hard_deadline=False, binary=False
        )
    )
    monkeypatch.setattr(engine_module, "open_provider", lambda name: other)
    with pytest.raises(HostError):
        Engine("scripted")
    assert other.is_closed


# -- opening


async def test_an_opening_has_its_session_at_once() -> None:
    async with Engine(ScriptedProvider([mounted()])) as engine:
        opening = engine.open(bundle_of(), adapter=Recorder())
        session = opening.session
        assert session.state == "starting"
        assert engine.sessions == (session,)
        assert await opening is session
        assert session.state == "running"
        with pytest.raises(HostError) as caught:
            await opening
        assert caught.value.code == "session_opened"
        assert session.state == "running"
        await session.close()
        assert engine.sessions == ()


async def test_awaiting_raises_the_guest_s_start_and_keeps_the_session_to_be_shown() -> None:
    async with Engine(ScriptedProvider([GuestError("no")], [mounted()])) as engine:
        recorder = Recorder()
        opening = engine.open(bundle_of(), adapter=recorder)
        with pytest.raises(GuestError, match="no"):
            await opening
        assert opening.session.state == "failed"
        assert engine.sessions == (opening.session,)
        await opening.session.restart()
        assert recorder.golden() == 'Text "hello"\n'


async def test_entering_raises_the_guest_s_start_and_closes_the_session() -> None:
    async with Engine(ScriptedProvider([GuestError("no")])) as engine:
        opening = engine.open(bundle_of(), adapter=Recorder())
        with pytest.raises(GuestError):
            async with opening:
                raise AssertionError("it was entered")
        assert opening.session.state == "closed"
        assert engine.sessions == ()


async def test_an_opening_that_is_given_up_is_closed() -> None:
    gate = Gate(mounted())
    async with Engine(ScriptedProvider([gate])) as engine:
        opening = engine.open(bundle_of(), adapter=Recorder())
        waiting = asyncio.ensure_future(opening.__aenter__())
        await gate.entered()
        waiting.cancel()
        await until(lambda: opening.session.state == "closed")
        gate.open()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert opening.session.state == "closed"
        assert engine.sessions == ()


async def test_an_adapter_that_cannot_show_the_session_closes_it() -> None:
    class Broken(Recorder):
        def attach(self, tree: Any) -> None:
            raise ZeroDivisionError("no room")

    async with Engine(ScriptedProvider()) as engine:
        opening = engine.open(bundle_of(), adapter=Broken())
        with pytest.raises(ZeroDivisionError):
            await opening
        assert opening.session.state == "closed"
        assert engine.sessions == ()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"props": {"x": object()}}, "value_unsendable"),
        ({"props": [1]}, "props_invalid"),
        ({"config": {"x": {1: 2}}}, "value_unsendable"),
        ({"config": "dark"}, "config_invalid"),
        ({"seed": -1}, "seed_invalid"),
        ({"seed": 2**53}, "seed_invalid"),
        ({"seed": True}, "seed_invalid"),
        ({"functions": {"f": None}}, "function_invalid"),
        ({"limits": {"turn_ms": 5}}, "limits_invalid"),
    ],
)
async def test_arguments_that_cannot_be_used_are_refused_at_once(arguments: dict[str, Any], code: str) -> None:
    async with Engine(ScriptedProvider()) as engine:
        with pytest.raises(HostError) as caught:
            engine.open(bundle_of(), **arguments)
        assert caught.value.code == code
        assert engine.sessions == ()
        with pytest.raises(HostError) as caught:
            engine.open(b"RILL")  # type: ignore[arg-type]
        assert caught.value.code == "bundle_invalid"


async def test_a_bundle_that_asks_for_unknown_components_is_refused_before_it_runs() -> None:
    provider = ScriptedProvider()
    async with Engine(provider) as engine:
        asks = bundle_of(components=("StepList", "Text"))
        uses: list[Any] = [lambda: engine.open(asks), lambda: engine.load_bundle(asks)]
        for use in uses:
            with pytest.raises(CapabilityError) as caught:
                await use()
            assert caught.value.code == "component_unknown"
            assert caught.value.path == "manifest.components"
        assert provider.programs == []
        engine.register(StepList=StepList)
        await engine.load_bundle(asks)
        await engine.load_bundle(bundle_of(components=("*",)))


async def test_a_bundle_of_another_preset_is_refused_with_its_name() -> None:
    asking = bundle_of(components=("View", "div", "span"))
    provider = ScriptedProvider()
    async with Engine(provider) as engine:
        with pytest.raises(CapabilityError, match=r"uses components of the preset 'html'.* 'div', 'span'") as caught:
            await engine.load_bundle(asking)
        assert caught.value.code == "preset_missing"
        assert caught.value.path == "manifest.components"
    async with Engine(provider, presets=("html",)) as engine:
        with pytest.raises(CapabilityError, match="of the preset 'rill'"):
            await engine.load_bundle(asking)
    async with Engine(provider, presets=("rill", "html")) as engine:
        assert await engine.load_bundle(asking) is asking


async def test_presets_that_there_are_not_are_refused() -> None:
    with pytest.raises(HostError, match="unknown preset 'htlm'; did you mean 'html'"):
        Engine(presets=("htlm",))


async def test_a_session_keeps_the_whitelist_that_it_was_opened_with() -> None:
    from rill.protocol.operations import Create

    steps = [mounted(Create(10, "StepList", {}))]
    async with Engine(ScriptedProvider(steps)) as engine:
        before = engine.open(bundle_of(), adapter=Recorder())
        engine.register(StepList=StepList)
        after = engine.open(bundle_of(), adapter=Recorder())
        with pytest.raises(CapabilityError):
            await before
        await after


async def test_a_bundle_for_a_runtime_that_is_not_here_is_refused() -> None:
    async with Engine(ScriptedProvider()) as engine:
        with pytest.raises(BundleError) as caught:
            await engine.load_bundle(bundle_of(runtime="svelte"))
        assert (caught.value.code, caught.value.path) == ("runtime_unknown", "manifest.runtime")


async def test_functions_are_granted_by_the_engine_and_by_each_session() -> None:
    steps = [[HostCall(1, "a", []), HostCall(2, "b", []), HostCall(3, "c", [])]]
    provider = ScriptedProvider(steps)
    async with Engine(provider, functions={"a": lambda: "engine", "b": lambda: "engine"}) as engine:
        engine.grant(c=lambda: "granted")
        functions = {"b": lambda: "session"}
        async with engine.open(bundle_of(), functions=functions, adapter=Recorder()) as session:
            await session.idle()
            answers = [message.value for message in provider.sandboxes[0].messages if isinstance(message, HostResult)]
            assert answers == ["engine", "session", "granted"]
        with pytest.raises(HostError):
            engine.grant(d=5)  # type: ignore[arg-type]


async def test_a_recorder_brings_its_clock_and_seed_and_others_get_their_own() -> None:
    provider = ScriptedProvider()
    async with Engine(provider) as engine:
        recorder = Recorder(now_ms=5_000, seed=9)
        async with engine.open(bundle_of(), adapter=recorder):
            pass
        async with engine.open(bundle_of(), adapter=recorder, clock=ManualClock(7_000), seed=3):
            pass
        async with engine.open(bundle_of()), engine.open(bundle_of()):
            pass
        starts = [sandbox.messages[0] for sandbox in provider.sandboxes]
        assert all(isinstance(start, Start) for start in starts)
        assert [(start.now_ms, start.seed) for start in starts[:2]] == [(5_000, 9), (7_000, 3)]
        assert starts[2].seed != starts[3].seed
        assert starts[2].now_ms > 1_700_000_000_000


async def test_limits_of_a_session_go_before_those_of_the_engine() -> None:
    provider = ScriptedProvider([[GuestMessage("x", "y" * 100)]])
    async with Engine(provider, limits=Limits(string_bytes=50, turn_ms=70)) as engine:
        with pytest.raises(LimitError):
            await engine.open(bundle_of())
        async with engine.open(bundle_of(), limits=Limits(turn_ms=90)):
            pass
        assert [sandbox.deadlines[0] for sandbox in provider.sandboxes] == [70, 90]


# -- images


async def test_an_image_is_made_once_however_many_ask() -> None:
    provider = ScriptedProvider()
    async with Engine(provider) as engine:
        bundle = await engine.load_bundle(bundle_of())
        await asyncio.gather(*(engine.open(bundle) for _ in range(10)))
        await engine.load_bundle(bundle_of().to_bytes())
        assert len(provider.programs) == 1
        assert len(engine.sessions) == 10
        # Other limits of the sandbox make another image; other limits of the host do not.
        await engine.open(bundle, limits=Limits(turn_ms=80))
        assert len(provider.programs) == 1
        await engine.open(bundle, limits=Limits(memory_bytes=32 * 1024 * 1024))
        assert len(provider.programs) == 2


async def test_a_program_is_the_runtime_and_the_bundle_with_its_own_time_and_seed() -> None:
    provider = ScriptedProvider()
    async with Engine(provider) as engine:
        bundle = await engine.load_bundle(bundle_of("exports.default = 1"))
        await engine.load_bundle(bundle_of("exports.default = 2"))
        first, second = provider.programs
        assert [unit.name for unit in first.units] == ["rill:runtime/react", "scripted"]
        assert first.units[1].code == bundle.code
        assert first.clock_ms == bundle.manifest.build_time_ms
        assert first.seed != second.seed
        assert 0 <= first.seed < 2**64


async def test_a_bundle_that_wants_it_is_evaluated_for_each_session() -> None:
    provider = ScriptedProvider()
    async with Engine(provider) as engine:
        bundle = await engine.load_bundle(bundle_of(image="session"))
        assert provider.programs == []
        await asyncio.gather(engine.open(bundle), engine.open(bundle))
        assert len(provider.programs) == 2


async def test_an_image_that_failed_is_tried_again() -> None:
    provider = ScriptedProvider()
    async with Engine(provider) as engine:
        for error in (GuestError("no"), ZeroDivisionError("a bug")):
            provider.failures["build_image"] = error
            with pytest.raises(GuestError if isinstance(error, GuestError) else ProviderError):
                await engine.load_bundle(bundle_of())
        provider.failures.clear()
        await engine.load_bundle(bundle_of())
        assert len(provider.programs) == 3


async def test_images_are_kept_for_the_bundles_used_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "IMAGES_MAX", 2)
    provider = ScriptedProvider()
    bundles = [bundle_of(f"exports.default = {number}") for number in range(3)]
    async with Engine(provider) as engine:
        for index in (0, 1, 0, 2, 0, 1):
            await engine.load_bundle(bundles[index])
        assert len(provider.programs) == 4
        assert engine.statistics()["images"] == 2


async def test_whoever_gives_up_waiting_for_an_image_does_not_take_it_from_others() -> None:
    provider = ScriptedProvider()
    provider.building = Gate()
    async with Engine(provider) as engine:
        first = asyncio.ensure_future(engine.load_bundle(bundle_of()))
        second = asyncio.ensure_future(engine.load_bundle(bundle_of()))
        await provider.building.entered()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        provider.building.open()
        await second
        assert len(provider.programs) == 1


# -- loading


async def test_bundles_come_from_paths_bytes_objects_and_sources(tmp_path: Path) -> None:
    path = tmp_path / "app.rill"
    path.write_bytes(bundle_of().to_bytes())
    source = tmp_path / "app.tsx"
    source.write_text("export default function App() { return null; }\n")
    async with Engine(ScriptedProvider()) as engine:
        for given in (path, str(path), path.read_bytes(), bundle_of()):
            assert (await engine.load_bundle(given)).digest == bundle_of().digest
        built = await engine.load_bundle(source)
        assert built.code == (await build_bundle(source)).bundle.code or built.source_map is not None
        (tmp_path / "broken.tsx").write_text("export default function ( {")
        with pytest.raises(HostError) as caught:
            await engine.load_bundle(tmp_path / "broken.tsx")
        assert type(caught.value).__name__ == "BuildError"


async def test_a_bundle_larger_than_the_limit_is_refused() -> None:
    async with Engine(ScriptedProvider(), limits=Limits(bundle_bytes=100)) as engine:
        with pytest.raises(LimitError) as caught:
            await engine.load_bundle(bundle_of().to_bytes())
        assert caught.value.limit == "bundle_bytes"


# -- closing


async def test_closing_the_engine_closes_all_sessions_whatever_they_do() -> None:
    gate = Gate(mounted())
    provider = ScriptedProvider([mounted()], [gate], [GuestError("no")], [mounted(), GuestError("at destroy")])
    engine = Engine(provider)
    running = await engine.open(bundle_of(), adapter=Recorder())
    starting = engine.open(bundle_of(), adapter=Recorder())
    start = asyncio.ensure_future(starting.session.start())
    await gate.entered()
    failed = engine.open(bundle_of())
    with pytest.raises(GuestError):
        await failed
    spiteful = await engine.open(bundle_of(), adapter=Recorder())
    spiteful.on("error", lambda error: None)
    never = engine.open(bundle_of())
    closing = asyncio.gather(engine.close(), engine.close())
    await until(lambda: starting.session.state == "closed")
    gate.open()
    await closing
    sessions = (running, starting.session, failed.session, spiteful, never.session)
    assert [session.state for session in sessions] == ["closed"] * 5
    with pytest.raises(HostError):
        await start
    assert [sandbox.closed for sandbox in provider.sandboxes] == [1] * 4
    assert engine.sessions == ()
    await engine.close()


async def test_a_closed_engine_says_so() -> None:
    async with Engine(ScriptedProvider()) as engine:
        unopened = engine.open(bundle_of(), adapter=Recorder())
    uses: list[Any] = [lambda: engine.open(bundle_of()), lambda: engine.load_bundle(bundle_of())]
    for use in uses:
        with pytest.raises(HostError) as caught:
            await use()
        assert caught.value.code == "engine_closed"
    with pytest.raises(HostError) as caught:
        await unopened
    assert caught.value.code == "session_closed"


async def test_closing_while_an_image_is_made_ends_the_making() -> None:
    provider = ScriptedProvider()
    provider.building = Gate()
    engine = Engine(provider)
    loading = asyncio.ensure_future(engine.load_bundle(bundle_of()))
    await provider.building.entered()
    closing = asyncio.ensure_future(engine.close())
    await asyncio.sleep(0)
    provider.building.open()
    await closing
    with pytest.raises((asyncio.CancelledError, HostError)):
        await loading


async def test_whoever_gives_up_closing_the_engine_is_closed_all_the_same() -> None:
    gate = Gate(mounted())
    engine = Engine(ScriptedProvider([gate]))
    opening = engine.open(bundle_of(), adapter=Recorder())
    start = asyncio.ensure_future(opening.session.start())
    await gate.entered()
    closing = asyncio.ensure_future(engine.close())
    await asyncio.sleep(0)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    gate.open()
    await engine.close()
    with pytest.raises(HostError):
        await start
    assert engine.statistics()["sessions_open"] == 0


async def test_a_session_s_fault_stays_with_it(loop_watch: LoopWatch) -> None:
    """Five sessions on one engine, each with another fault, and one that works: six outcomes, none shared."""
    provider = ScriptedProvider(
        [mounted(), GuestError("throws")],
        [mounted(), b"\xc1"],
        [mounted(), LimitError("slow", code="deadline")],
        [mounted(), ZeroDivisionError()],
        [mounted(), [GuestMessage("fine", 1)]],
    )
    async with Engine(provider) as engine:
        sessions = [await engine.open(bundle_of(), adapter=Recorder()) for _ in range(5)]
        results = await asyncio.gather(*(session.send_event("x") for session in sessions), return_exceptions=True)
        assert [type(result) for result in results] == [
            GuestError,
            GuestError,
            LimitError,
            ProviderError,
            type(None),
        ]
        assert [session.state for session in sessions] == ["failed"] * 4 + ["running"]
    assert loop_watch.reported == []


async def test_statistics_name_what_the_engine_has() -> None:
    async with Engine(ScriptedProvider(), workers=3) as engine:
        session = await engine.open(bundle_of())
        counters = engine.statistics()
        assert counters["sessions_open"] == counters["sessions_opened"] == 1
        assert counters["images"] == 1
        assert counters["workers_threads"] == 3
        assert counters["provider_sandboxes_live"] == 1
        await session.close()
        assert engine.statistics()["sessions_open"] == 0
        assert engine.limits == Limits()
        assert engine.provider.name == "scripted"
        assert "Text" in engine.registry.components


async def test_every_provider_runs_the_same_guest() -> None:
    """Through the whole engine: the one that isolates, and those for trusted code, which need the shim."""
    code = """
    const React = require("react"), { View, Text, Button } = require("rill/sdk"), h = React.createElement;
    exports.default = function App() {
      const [n, setN] = React.useState(0);
      React.useEffect(() => { if (n === 1) setN(2); }, [n]);
      return h(View, null, h(Text, null, "n is " + n), h(Button, { onPress: () => setN(n + 1) }, "Add"));
    };
    """
    shown = []
    for name in ("wasm", "quickjs", "v8"):
        async with Engine(name, trusted=name != "wasm", limits=Limits(load_ms=10_000, turn_ms=5_000)) as engine:
            recorder = Recorder()
            async with engine.open(await engine.load_bundle(bundle_of(code)), adapter=recorder):
                await recorder.press(recorder.find(role="button"))
                shown.append((recorder.golden(), recorder.operations))
    assert shown[0] == shown[1] == shown[2]
    assert 'Text "n is 2"' in shown[0][0]


# -- memory of sessions that wait


async def test_an_engine_looks_now_and_then_which_sessions_wait_and_stops_with_the_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rill.host.engine.TRIM_S", 0.001)
    provider = ScriptedProvider([mounted()])
    async with Engine(provider) as engine:
        async with engine.open(bundle_of()), engine.open(bundle_of()):
            await until(lambda: all(sandbox.trims == 1 for sandbox in provider.sandboxes))
        await until(lambda: engine._next_trim is None)
        async with engine.open(bundle_of()):
            await until(lambda: provider.sandboxes[-1].trims == 1)
    assert [sandbox.trims for sandbox in provider.sandboxes] == [1, 1, 1]


async def test_many_sessions_that_come_to_rest_at_once_give_memory_back_a_few_at_a_time() -> None:
    provider = ScriptedProvider([mounted()])
    async with Engine(provider) as engine:
        for _ in range(5):
            await engine.open(bundle_of())
        seen = []
        # Once round to see where they are, and once more to find them still there.
        for _ in range(4):
            engine._trim()
            assert engine._next_trim is not None
            engine._next_trim.cancel()
            await until(lambda: not any(session.health().busy for session in engine.sessions))
            seen.append((sum(sandbox.trims for sandbox in provider.sandboxes), len(engine._to_trim)))
        assert seen == [(0, 0), (2, 3), (4, 1), (5, 0)]
