"""What is particular to the native provider: how it says what it lacks, and what it does where the binding falls
short."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from rill.protocol.errors import GuestError, HostError, LimitError, ProviderError
from rill.sandbox import Isolation, Program, Unit, require_capabilities
from rill.sandbox.quickjs import QuickjsProvider
from sandbox.guests import CORE, LIMITS, program, start, start_turn


@pytest.fixture
def provider() -> Iterator[QuickjsProvider]:
    provider = QuickjsProvider()
    yield provider
    provider.close()


def test_it_is_for_trusted_code_only(provider: QuickjsProvider) -> None:
    assert provider.capabilities.trusted_only
    assert provider.capabilities.isolation is Isolation.NONE
    with pytest.raises(ProviderError, match="'quickjs' has no snapshots, hard_deadline; use provider 'wasm'"):
        require_capabilities(provider, snapshots=True, hard_deadline=True)


def test_missing_binding_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "quickjs", None)
    with pytest.raises(ProviderError, match="pip install quickjs-ng") as caught:
        QuickjsProvider()
    assert caught.value.code == "provider_missing"


def test_module_of_another_distribution_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    older = SimpleNamespace(Context=lambda: SimpleNamespace(eval=lambda _: "undefined"))
    monkeypatch.setitem(sys.modules, "quickjs", older)
    with pytest.raises(ProviderError, match="uninstall the package quickjs") as caught:
        QuickjsProvider()
    assert caught.value.code == "provider_missing"


def test_unit_with_a_nul_is_refused_instead_of_cut(provider: QuickjsProvider) -> None:
    with pytest.raises(HostError, match="NUL") as caught:
        provider.build_image(Program(units=(CORE, Unit("odd", b"'a\0b'"))), LIMITS, 5000)
    assert caught.value.path == "odd"


def test_nul_in_a_message_or_an_outbox_is_not_cut(provider: QuickjsProvider) -> None:
    with start_turn(provider, "rill.send([payload, 'a\\0b']);") as guest:
        assert guest.turn("x\0y") == [["x\0y", "a\0b"]]


def test_flood_of_jobs_ends_at_the_deadline_between_two_of_them(provider: QuickjsProvider) -> None:
    body = "(function f() { Promise.resolve().then(f); })();"
    with start_turn(provider, body) as guest, pytest.raises(LimitError) as caught:
        guest.turn(deadline_ms=60)
    assert caught.value.code == "deadline"


def test_exception_that_leaves_a_job_reaches_the_core(provider: QuickjsProvider) -> None:
    with start_turn(provider, "queueMicrotask(() => { throw new TypeError('from a job'); });") as guest:
        assert guest.turn() == [["job error", "from a job"]]


def test_guest_cannot_disturb_the_glue_by_replacing_globals(provider: QuickjsProvider) -> None:
    source = """
    for (const name of ['eval', 'JSON', 'performance']) globalThis[name] = null;
    Object.getOwnPropertyDescriptor = () => { throw 1; };
    exports.turn = (payload) => { if (payload) throw new Error('mine'); rill.send('fine'); };
    """
    with start(provider, program(source)) as guest:
        assert guest.turn() == ["fine"]
        with pytest.raises(GuestError, match="mine"):
            guest.turn(True)
