"""The tree of errors: whose fault it was, a stable code, and a text that is safe to print."""

from __future__ import annotations

import inspect
import pickle
import re

import pytest

from rill.protocol import errors
from rill.protocol.errors import (
    BuildError,
    BundleError,
    CapabilityError,
    GuestError,
    HostError,
    LimitError,
    ProviderError,
    RillError,
    TransportError,
)

CLASSES: list[type[RillError]] = [
    kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, RillError)
]


def test_the_tree_is_the_one_drawn_on_top_of_the_module() -> None:
    drawn: list[tuple[str, str]] = []
    parents: dict[int, str] = {}
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"    ([| `-]*)([A-Z]\w+Error)", line)
        if found:
            depth = len(found[1]) // 4
            parents[depth] = found[2]
            drawn.append((found[2], parents.get(depth - 1, "Exception")))
    assert drawn == [(kind.__name__, kind.__mro__[1].__name__) for kind in _in_drawn_order(drawn)]
    assert {name for name, _ in drawn} == {kind.__name__ for kind in CLASSES}


def _in_drawn_order(drawn: list[tuple[str, str]]) -> list[type[Exception]]:
    return [getattr(errors, name) for name, _ in drawn]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_has_a_message_a_code_and_a_path(kind: type[RillError]) -> None:
    error = kind("what happened", code="some_code", path="batch[3].props.width")
    assert (str(error), error.message, error.code, error.path) == (
        "what happened", "what happened", "some_code", "batch[3].props.width",
    )  # fmt: skip
    assert isinstance(error, RillError)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_has_a_default_code_of_its_own(kind: type[RillError]) -> None:
    assert kind("x").code == kind.default_code
    assert re.fullmatch(r"[a-z_]+", kind.default_code)
    assert len({other.default_code for other in CLASSES}) == len(CLASSES)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_says_whose_fault_it_is(kind: type[RillError]) -> None:
    assert inspect.getdoc(kind)
    roots = (HostError, GuestError, ProviderError, TransportError, LimitError)
    assert kind is RillError or sum(issubclass(kind, root) for root in roots) == 1


def test_errors_of_builds_bundles_and_capabilities_are_caught_with_their_side() -> None:
    assert issubclass(BuildError, HostError)
    assert issubclass(BundleError, GuestError)
    assert issubclass(CapabilityError, GuestError)


def test_extra_fields_are_attributes() -> None:
    build = BuildError("x", line=3, column=7, frame="> 3 | <Buton/>")
    assert (build.line, build.column, build.frame) == (3, 7, "> 3 | <Buton/>")
    guest = GuestError("x", name="TypeError", stack="at app:1:2")
    assert (guest.name, guest.stack) == ("TypeError", "at app:1:2")
    limit = LimitError("x", limit="operations", value=70_000, maximum=25_000, fault="host", stack="s")
    assert (limit.limit, limit.value, limit.maximum, limit.fault, limit.stack) == (
        "operations", 70_000, 25_000, "host", "s",
    )  # fmt: skip
    assert LimitError("x").fault == "guest"


def test_a_text_that_quotes_a_guest_cannot_control_a_terminal() -> None:
    for kind in CLASSES:
        text = str(kind("unknown component '\x1b]0;owned\x07\u202e'"))
        assert text == "unknown component '\\x1b]0;owned\\x07\\u202e'"
        assert text.isprintable()


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_an_error_keeps_its_fields_when_it_goes_to_another_process(kind: type[RillError]) -> None:
    again = pickle.loads(pickle.dumps(kind("what happened", code="some_code", path="batch[0]")))
    assert (type(again), str(again), again.code, again.path) == (kind, "what happened", "some_code", "batch[0]")
