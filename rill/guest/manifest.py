"""The manifest of a bundle: what a guest is and what it asks for, as frozen data with one canonical JSON form.

The manifest only asks; the host grants. Nothing here reads files, builds bundles or decides what a guest may do.
"""

from __future__ import annotations

import json
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from rill.protocol.errors import BundleError

# Names are used as keys, unit names and file stems: no spaces, no control characters, nothing that a shell interprets.
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9@][A-Za-z0-9._@/-]{0,127}$")]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}$")]
RuntimeName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
# With a small letter the tags of HTML.
ComponentName = Annotated[str, StringConstraints(pattern=r"^([A-Za-z][A-Za-z0-9_.]{0,63}|\*)$")]
AskedName = Annotated[str, StringConstraints(pattern=r"^([A-Za-z_$][A-Za-z0-9_$.:/-]{0,127}|\*)$")]
ByteCount = Annotated[int, Field(ge=0, le=0xFFFFFFFF)]

# Stands in ``components`` and ``host_functions`` for names that the build cannot know, because the guest computes them.
ANY_NAME: Final = "*"

# The capability that a build asks for by itself, for bundles that use one of these exports of the runtime.
CHANNELS: Final = "channels"
CHANNEL_EXPORTS: Final = frozenset({"useChannel", "usePresence", "openChannel"})

# The canonical form of a manifest that asks for 1,000 components and functions is under 40 KB; more is not a manifest.
MANIFEST_BYTES_MAX: Final = 64 * 1024

# JavaScript's largest Date. The clock of an image is the build time, so it has to be one.
_TIME_MS_MAX: Final = 8_640_000_000_000_000


class _Data(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Sizes(_Data):
    """Bytes of each part of a bundle, so that a listing need not read them. ``Bundle`` checks them."""

    code: ByteCount
    source_map: ByteCount
    assets: ByteCount


class Manifest(_Data):
    """What a guest is, and what it asks for. Lists are sorted and have no duplicates: equal manifests, equal bytes.

    ``build_time_ms`` is the clock while an image is made; ``image`` says whether the bundle is evaluated once for all
    sessions ("bundle") or anew for each ("session").
    """

    id: Identifier
    version: Version
    language: Literal["javascript"]
    protocol: Annotated[int, Field(ge=1, le=0xFFFF)]
    runtime: RuntimeName
    components: tuple[ComponentName, ...]
    host_functions: tuple[AskedName, ...]
    capabilities: tuple[AskedName, ...]
    sizes: Sizes
    build_time_ms: Annotated[int, Field(ge=0, le=_TIME_MS_MAX)]
    image: Literal["bundle", "session"]

    @model_validator(mode="after")
    def _lists_are_sorted(self) -> Manifest:
        for name in ("components", "host_functions", "capabilities"):
            value: tuple[str, ...] = getattr(self, name)
            if list(value) != sorted(set(value)):
                raise ValueError(f"{name} must be sorted and free of duplicates")
        return self

    def to_json(self) -> bytes:
        """Return the canonical form: keys sorted, no white space, UTF-8."""
        return json.dumps(self.model_dump(), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """Read the canonical form, and only that: one manifest has one byte string, so a bundle has one digest.

        Raises:
            BundleError: not JSON, a missing, unknown or ill-typed field, or not canonical. ``path`` names the field.
        """
        if len(data) > MANIFEST_BYTES_MAX:
            raise BundleError(
                f"manifest of {len(data)} bytes exceeds {MANIFEST_BYTES_MAX}; rebuild the bundle with `rill build`",
                path="manifest",
            )
        try:
            manifest = cls.model_validate_json(data)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            path = ".".join(["manifest", *(str(part)[:64] for part in first["loc"])])
            raise BundleError(
                f"{_lower_first(first['msg'])} at {path}; rebuild the bundle with `rill build`", path=path
            ) from None
        if manifest.to_json() != data:
            raise BundleError(
                "manifest is valid but not in its canonical form (sorted keys, no white space, no repeated keys); "
                "rebuild the bundle with `rill build` instead of editing it",
                path="manifest",
            )
        return manifest


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
