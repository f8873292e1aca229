from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from guest.samples import sample_manifest
from rill.guest.manifest import MANIFEST_BYTES_MAX, Manifest
from rill.protocol.errors import BundleError


def canonical(**changes: Any) -> bytes:
    fields = {**json.loads(sample_manifest().to_json()), **changes}
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()


def test_canonical_form_is_read_back_equal() -> None:
    manifest = sample_manifest()
    assert Manifest.from_json(manifest.to_json()) == manifest


def test_a_manifest_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        sample_manifest().id = "other"


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"id": "../up"}, "manifest.id"),
        ({"id": "a\x1b[31m"}, "manifest.id"),
        ({"id": 7}, "manifest.id"),
        ({"version": ""}, "manifest.version"),
        ({"language": "perl"}, "manifest.language"),
        ({"protocol": 0}, "manifest.protocol"),
        ({"protocol": "1"}, "manifest.protocol"),
        ({"protocol": True}, "manifest.protocol"),
        ({"runtime": "React"}, "manifest.runtime"),
        ({"components": ["a b"]}, "manifest.components.0"),
        ({"components": "Button"}, "manifest.components"),
        ({"components": ["Text", "Button"]}, "manifest"),
        ({"components": ["Text", "Text"]}, "manifest"),
        ({"host_functions": ["a b"]}, "manifest.host_functions.0"),
        ({"build_time_ms": -1}, "manifest.build_time_ms"),
        ({"build_time_ms": 1e99}, "manifest.build_time_ms"),
        ({"image": "none"}, "manifest.image"),
        ({"sizes": {"code": 1}}, "manifest.sizes.source_map"),
        ({"surprise": 1}, "manifest.surprise"),
    ],
)
def test_a_wrong_field_is_named(changes: dict[str, Any], path: str) -> None:
    with pytest.raises(BundleError, match="rill build") as caught:
        Manifest.from_json(canonical(**changes))
    assert caught.value.path == path
    assert caught.value.code == "bundle_invalid"


def test_a_missing_field_is_named() -> None:
    fields = json.loads(sample_manifest().to_json())
    del fields["runtime"]
    with pytest.raises(BundleError) as caught:
        Manifest.from_json(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode())
    assert caught.value.path == "manifest.runtime"


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 5000, b'{"id":"\\ud800"}'])
def test_what_is_not_a_manifest_is_refused(data: bytes) -> None:
    with pytest.raises(BundleError):
        Manifest.from_json(data)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data + b"\n",
        lambda data: data.replace(b",", b", ", 1),
        lambda data: data.replace(b'{"build', b'{"image":"bundle","build', 1),
        lambda data: data.replace(b"counter", b"\\u0063ounter"),
    ],
    ids=["newline", "space", "key twice", "escape"],
)
def test_only_the_canonical_form_is_read_so_that_one_bundle_has_one_digest(spoil: Any) -> None:
    with pytest.raises(BundleError, match="canonical"):
        Manifest.from_json(spoil(sample_manifest().to_json()))


def test_size_is_checked_before_the_content() -> None:
    with pytest.raises(BundleError, match="exceeds"):
        Manifest.from_json(b" " * (MANIFEST_BYTES_MAX + 1))
