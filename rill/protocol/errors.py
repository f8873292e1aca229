"""Every error Rill raises on purpose, as one tree. Nothing else lives here.

The class tells whose fault it was; ``code`` is stable and meant for programs; ``path`` says where. Anything that
escapes Rill and is not in this tree is a bug of Rill.

    RillError
    |-- HostError            the embedding application misused Rill
    |   `-- BuildError       a guest source does not build
    |-- GuestError           the guest broke a rule, or threw
    |   |-- BundleError      the bundle file is malformed
    |   `-- CapabilityError  the guest asked for what the host did not grant
    |-- ProviderError        the sandbox or the machine failed
    |-- TransportError       bytes between two processes were lost or damaged
    `-- LimitError           a bound of Limits was met; ``fault`` says by whom
"""

from __future__ import annotations

from typing import ClassVar, Literal

from rill.protocol.printable import escape_lines

Fault = Literal["guest", "host", "client"]


class RillError(Exception):
    """Root of the tree.

    Args:
        message: what happened, where, what was expected and what to do; lower case, no trailing period. It may quote a
            guest, and errors end in terminals and logs: whatever does not print in it is escaped here.
        code: a stable identifier, such as ``unknown_component``; the class default when omitted.
        path: where, in the form ``batch[3].props.width``, or None.
    """

    default_code: ClassVar[str] = "error"

    def __init__(self, message: str, *, code: str | None = None, path: str | None = None) -> None:
        message = escape_lines(message)
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.path = path

    def __str__(self) -> str:
        return self.message


class HostError(RillError):
    """The embedding application misused Rill. The session it concerns stays alive."""

    default_code = "host_error"


class BuildError(HostError):
    """A guest source does not build.

    ``frame`` is the source line with a caret below it, ready to print; ``line`` and ``column`` count from 1.
    """

    default_code = "build_failed"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        frame: str = "",
    ) -> None:
        super().__init__(message, code=code, path=path)
        self.line = line
        self.column = column
        self.frame = frame


class GuestError(RillError):
    """The guest broke a rule of the protocol, or threw. It ends the guest's session and nothing else.

    ``name`` and ``stack`` are the guest's own, as data: they were formatted inside the sandbox and may say anything.
    """

    default_code = "guest_error"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        path: str | None = None,
        name: str = "",
        stack: str = "",
    ) -> None:
        super().__init__(message, code=code, path=path)
        self.name = name
        self.stack = stack


class BundleError(GuestError):
    """The bundle file is malformed, damaged, or for another version."""

    default_code = "bundle_invalid"


class CapabilityError(GuestError):
    """The guest asked for a component, function or feature that the host did not grant."""

    default_code = "capability_refused"


class ProviderError(RillError):
    """The sandbox or the machine under it failed, or lacks what was asked of it."""

    default_code = "provider_failed"


class TransportError(RillError):
    """Bytes between two processes were lost, late or damaged."""

    default_code = "transport_failed"


class LimitError(RillError):
    """A bound was met.

    ``limit`` is the field of Limits (or of the provider's limits), ``value`` what was met, ``maximum`` what is allowed,
    in the unit that the field's name ends with. ``fault`` tells who met it. ``stack`` is the guest's, where it is
    known.
    """

    default_code = "limit_exceeded"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        path: str | None = None,
        limit: str = "",
        value: float | None = None,
        maximum: float | None = None,
        fault: Fault = "guest",
        stack: str = "",
    ) -> None:
        super().__init__(message, code=code, path=path)
        self.limit = limit
        self.value = value
        self.maximum = maximum
        self.fault: Fault = fault
        self.stack = stack
