from __future__ import annotations

import pytest

from rill.protocol.errors import GuestError, HostError, LimitError, ProviderError
from rill.protocol.limits import Limits
from rill.sandbox import Capabilities, Isolation, Program, SandboxLimits, Unit, open_provider
from rill.sandbox.provider import failure

LIMITS = SandboxLimits()


@pytest.mark.parametrize("value", [0, -1, 1 << 31, 1.5, True, "1"])
def test_limits_refuse_what_is_no_positive_word(value: object) -> None:
    with pytest.raises(HostError) as caught:
        SandboxLimits(values=value)  # type: ignore[arg-type]
    assert caught.value.path == "SandboxLimits.values"


def test_defaults_agree_with_the_limits_of_the_host() -> None:
    limits = Limits()
    assert limits.memory_bytes == LIMITS.memory_bytes
    assert limits.stack_bytes == LIMITS.stack_bytes
    assert limits.outbox_bytes == LIMITS.outbox_bytes
    assert limits.outbox_values == LIMITS.values
    assert limits.outbox_extensions == LIMITS.extensions


def test_program_is_identified_by_everything_that_it_may_know() -> None:
    base = Program(units=(Unit("a", b"bc"),), seed=1, clock_ms=2.0)
    others = [
        Program(units=(Unit("a", b"bd"),), seed=1, clock_ms=2.0),
        Program(units=(Unit("ab", b"c"),), seed=1, clock_ms=2.0),
        Program(units=(Unit("a", b"bc"),), seed=2, clock_ms=2.0),
        Program(units=(Unit("a", b"bc"),), seed=1, clock_ms=3.0),
        Program(units=(Unit("a", b"b"), Unit("", b"c")), seed=1, clock_ms=2.0),
    ]
    assert base.digest() == Program(units=(Unit("a", b"bc"),), seed=1, clock_ms=2.0).digest()
    assert len({program.digest() for program in [base, *others]}) == 6


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("deadline", "turn_ms"),
        ("memory", "memory_bytes"),
        ("stack", "stack_bytes"),
        ("outbox", "outbox_bytes"),
        ("values", "outbox_values"),
        ("extensions", "outbox_extensions"),
        ("depth", "value_depth"),
    ],
)
def test_limit_failure_names_a_field_of_the_hosts_limits(code: str, limit: str) -> None:
    error = failure(code, LIMITS, 500, stack="at f")
    assert isinstance(error, LimitError)
    assert (error.code, error.limit, error.fault, error.stack) == (code, limit, "guest", "at f")
    assert f"Limits.{limit}" in str(error)
    assert hasattr(Limits(), limit)
    assert error.maximum is not None


def test_limit_failure_writes_its_number_in_full() -> None:
    assert "67108864 bytes" in str(failure("memory", LIMITS, 500))
    assert "within 2.5 ms" in str(failure("deadline", LIMITS, 2.5))


def test_other_failures_are_the_guests_and_unknown_codes_too() -> None:
    error = failure("exception", LIMITS, 500, name="TypeError", message="m", stack="s", path="unit")
    assert isinstance(error, GuestError)
    assert (error.name, str(error), error.stack, error.path) == ("TypeError", "m", "s", "unit")
    assert isinstance(failure("whatever a guest writes", LIMITS, 500), GuestError)
    assert isinstance(failure("internal", LIMITS, 500), ProviderError)


@pytest.mark.parametrize(
    ("isolation", "hard_deadline", "trusted_only"),
    [
        (Isolation.WASM, True, False),
        (Isolation.PROCESS, True, False),
        (Isolation.PROCESS, False, True),
        (Isolation.NONE, True, True),
    ],
)
def test_untrusted_code_needs_isolation_and_a_hard_deadline(
    isolation: Isolation, hard_deadline: bool, trusted_only: bool
) -> None:
    capabilities = Capabilities(
        isolation=isolation, snapshots=False, deterministic=False, hard_deadline=hard_deadline, binary=False
    )
    assert capabilities.trusted_only is trusted_only


def test_unknown_provider_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(HostError, match="'wasm', 'quickjs' and 'v8'") as caught:
        open_provider("v9")
    assert caught.value.code == "provider_unknown"
