"""The exit codes of every command, as one table: which kind of error ends a command with which number."""

from __future__ import annotations

from typing import Final

from rill.protocol.errors import (
    BuildError,
    BundleError,
    GuestError,
    HostError,
    LimitError,
    ProviderError,
    RillError,
    TransportError,
)

OK: Final = 0
USAGE: Final = 2
VIOLATION: Final = 9
INTERRUPTED: Final = 130

# The most specific class of an error counts. 1 is Python's own, for a bug of Rill; 2 is argparse's.
BY_ERROR: Final[dict[type[RillError], tuple[int, str]]] = {
    HostError: (3, "something that was named cannot be used: a file, a folder, an extra that is not installed"),
    BuildError: (4, "the source does not build"),
    BundleError: (5, "the bundle is malformed, damaged, or for another version"),
    GuestError: (6, "the guest threw, broke a rule, or asked for what was not granted"),
    LimitError: (7, "the guest met a limit: time, memory, counts or sizes"),
    ProviderError: (8, "the sandbox or the machine failed"),
    TransportError: (8, "the sandbox or the machine failed"),
}


def exit_code_of(error: RillError) -> int:
    """Return the number that an error ends a command with."""
    for kind in type(error).__mro__:
        if kind in BY_ERROR:
            return BY_ERROR[kind][0]
    return 1


def table() -> str:
    """Return the codes as text for ``--help``."""
    rows = [
        (OK, "done"),
        (1, "a bug of Rill, with a traceback: please report it"),
        (USAGE, "the command line is wrong"),
    ]
    rows += dict.fromkeys(BY_ERROR.values())
    rows.append((VIOLATION, "the bundle is not what the policy allows, and --fail-on-violation was given"))
    rows.append((INTERRUPTED, "interrupted"))
    return "\n".join(f"  {code:>3}  {meaning}" for code, meaning in rows)
