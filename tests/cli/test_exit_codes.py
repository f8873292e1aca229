from __future__ import annotations

import pytest

from rill.protocol import errors
from rill.protocol.errors import RillError
from rill_cli.exit_codes import exit_code_of, table


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("HostError", 3),
        ("BuildError", 4),
        ("BundleError", 5),
        ("GuestError", 6),
        ("CapabilityError", 6),
        ("LimitError", 7),
        ("ProviderError", 8),
        ("TransportError", 8),
    ],
)
def test_each_class_of_errors_has_its_exit_code(kind: str, code: int) -> None:
    error = getattr(errors, kind)("what happened")
    assert exit_code_of(error) == code


def test_every_class_of_the_tree_has_a_code_of_its_own_or_of_its_parent() -> None:
    def below(kind: type[RillError]) -> list[type[RillError]]:
        return [kind, *(grandchild for child in kind.__subclasses__() for grandchild in below(child))]

    for kind in below(RillError)[1:]:
        if kind.__module__ == errors.__name__:
            assert exit_code_of(kind("x")) > 2


def test_the_help_lists_every_code_once() -> None:
    codes = [line.split()[0] for line in table().splitlines()]
    assert codes == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "130"]
