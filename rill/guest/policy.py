"""What a host asks of a bundle before it takes it: a policy, read from a file, as frozen data. Judges nothing."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rill.protocol.errors import HostError

# Kinds of what an analysis finds in a bundle's code, see docs/analyze.md.
Finding = Literal[
    "dynamic_code",
    "computed_lookup",
    "missing_global",
    "tested_global",
    "unknown_module",
    "undeclared",
    "unused_request",
    "dead_code",
]
FINDINGS: Final[tuple[Finding, ...]] = get_args(Finding)

# A policy is written by hand.
_POLICY_BYTES_MAX: Final = 1024 * 1024

_Count = Annotated[int, Field(ge=0)]
_Names = tuple[str, ...] | None


class Policy(BaseModel):
    """What a bundle may be. Lists of names that are left out allow any name; an empty one allows none.

    The defaults forbid what a bundle of `rill build` never has and a person who reads it cannot follow.
    """

    # Lax where JSON and TOML have arrays and the field is a tuple.
    model_config = ConfigDict(extra="forbid", frozen=True)

    forbid: tuple[Finding, ...] = Field(
        default=("dynamic_code", "computed_lookup", "missing_global", "unknown_module", "undeclared"),
        description="Findings that are violations.",
    )
    runtimes: _Names = Field(default=None, description="Runtimes that a bundle may need.")
    components: _Names = Field(default=None, description="Components that it may use.")
    host_functions: _Names = Field(default=None, description="Host functions that it may call or ask for.")
    capabilities: _Names = Field(default=None, description="What else it may ask for.")
    channels: _Names = Field(default=None, description="Channels that it may name; `*` for names that it computes.")
    addresses: _Names = Field(
        default=None, description="Origins of addresses that may stand in its strings, such as `https://example.com`."
    )
    bundle_bytes: _Count | None = Field(default=None, description="Size of the file at most.")
    code_bytes: _Count | None = Field(default=None, description="Size of its code at most.")
    dead_code_percent: Annotated[float, Field(ge=0, le=100)] | None = Field(
        default=None, description="Share of its code that nothing uses, at most."
    )

    @classmethod
    def read(cls, path: Path) -> Policy:
        """Read a policy from a file: TOML, or JSON where its name ends in ``.json``.

        Raises:
            HostError: it cannot be read, or says what no policy knows (code ``policy_invalid``).
        """
        try:
            with path.open("rb") as file:
                data = file.read(_POLICY_BYTES_MAX + 1)
        except OSError as error:
            raise HostError(
                f"cannot read policy {path}: {error.strerror}", code="policy_unreadable", path=str(path)
            ) from None
        if len(data) > _POLICY_BYTES_MAX:
            raise _invalid(path, f"it has more than {_POLICY_BYTES_MAX} bytes")
        try:
            text = data.decode()
            fields = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            raise _invalid(path, str(error)) from None
        try:
            return cls.model_validate(fields)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "the policy"
            reason = first["msg"][:1].lower() + first["msg"][1:]
            if first["type"] == "extra_forbidden":
                reason = f"unknown; known are {', '.join(cls.model_fields)}"
            raise _invalid(path, f"{where}: {reason}") from None


def _invalid(path: Path, reason: str) -> HostError:
    return HostError(f"policy {path} cannot be used: {reason}", code="policy_invalid", path=str(path))
