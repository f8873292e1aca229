from __future__ import annotations

import contextlib
import hashlib
import os
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guest.samples import CODE, SOURCE_MAP, asset_section, file_of, sample_bundle, sample_manifest, with_checksum
from rill.guest.bundle import ASSETS_MAX, CODE_PREFIX, Bundle, check_asset_name
from rill.protocol.errors import BundleError, HostError, LimitError, RillError
from rill.protocol.limits import Limits

FULL = sample_bundle(CODE, SOURCE_MAP, {"icons/b.png": b"\x00\x01", "a.txt": b""})
MANIFEST = sample_manifest().to_json()


@pytest.mark.parametrize("bundle", [sample_bundle(), FULL], ids=["small", "full"])
def test_a_bundle_is_read_back_equal(bundle: Bundle) -> None:
    copy = Bundle.from_bytes(bundle.to_bytes())
    assert copy == bundle
    assert hash(copy) == hash(bundle)
    assert copy.to_bytes() == bundle.to_bytes()
    assert copy.source_map == bundle.source_map
    assert dict(copy.assets) == dict(bundle.assets)


def test_the_layout_is_as_documented() -> None:
    data = sample_bundle().to_bytes()
    assert data[:8] == b"RILL\x01\x00\x00\x00"
    assert struct.unpack_from("<I", data, 8) == (len(data),)
    assert data[16:20] == b"MANI"
    (length,) = struct.unpack_from("<I", data, 20)
    assert data[24 : 24 + length] == MANIFEST
    assert data[24 + length :] == b"CODE" + struct.pack("<I", len(CODE)) + CODE


def test_the_order_in_which_assets_were_given_does_not_show_in_the_bytes() -> None:
    assets = {"b": b"2", "a": b"1"}
    assert sample_bundle(assets=assets).to_bytes() == sample_bundle(assets=dict(sorted(assets.items()))).to_bytes()


def test_the_digest_is_the_sha256_of_the_file() -> None:
    assert FULL.digest == hashlib.sha256(FULL.to_bytes()).hexdigest()


def test_a_pinned_bundle_is_read_and_another_one_refused() -> None:
    assert Bundle.from_bytes(FULL.to_bytes(), digest=FULL.digest.upper()) == FULL
    with pytest.raises(BundleError, match="pinned") as caught:
        Bundle.from_bytes(sample_bundle().to_bytes(), digest=FULL.digest)
    assert caught.value.code == "bundle_digest"


@pytest.mark.parametrize("digest", ["", "abc", "g" * 64, "sha256:" + "0" * 57, "0" * 65])
def test_a_pin_that_is_no_digest_is_the_hosts_mistake(digest: str) -> None:
    with pytest.raises(HostError) as caught:
        Bundle.from_bytes(FULL.to_bytes(), digest=digest)
    assert caught.value.code == "digest_invalid"


def test_assets_of_a_bundle_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        FULL.assets["new"] = b""  # type: ignore[index]


# Any change of one byte is found: by the magic, the version, the length or the checksum.
@given(position=st.integers(0, len(FULL.to_bytes()) - 1), flip=st.integers(1, 255))
def test_every_damaged_byte_is_found(position: int, flip: int) -> None:
    data = bytearray(FULL.to_bytes())
    data[position] ^= flip
    with pytest.raises(BundleError):
        Bundle.from_bytes(bytes(data))


# Oracle: any bytes are accepted or raise BundleError; nothing else. The checksum is right, so that later checks run.
@given(
    cut=st.integers(16, len(FULL.to_bytes())),
    position=st.integers(16, len(FULL.to_bytes()) - 1),
    junk=st.binary(max_size=12),
)
def test_any_bytes_behind_a_right_checksum_are_a_bundle_or_a_bundle_error(cut: int, position: int, junk: bytes) -> None:
    data = FULL.to_bytes()
    data = (data[:position] + junk + data[position + len(junk) :])[:cut]
    data = with_checksum(data[:8] + struct.pack("<I", len(data)) + data[12:])
    with contextlib.suppress(BundleError):
        assert Bundle.from_bytes(data).to_bytes() == data


@pytest.mark.parametrize(
    ("data", "path", "text"),
    [
        (b"", "offset 0", "header of 16 bytes, got 0"),
        (b"RILL", "offset 4", "header"),
        (b"PK\x03\x04" + bytes(20), "offset 0", "not a .rill file"),
        (b"RILL\x02\x00" + bytes(10), "offset 4", "format version 2"),
        (b"RILL\x01\x00\x01\x00" + bytes(8), "offset 6", "reserved"),
        (b"RILL\x01\x00\x00\x00\xff\x00\x00\x00" + bytes(4), "offset 8", "says 255 bytes, the file has 16"),
        (sample_bundle().to_bytes() + b"\x00", "offset 8", "says"),
        (sample_bundle().to_bytes()[:-1], "offset 8", "says"),
        (file_of(), "offset 16", "MANI first"),
        (file_of((b"CODE", CODE), (b"MANI", MANIFEST)), "offset 16", "MANI first"),
        (file_of((b"MANI", MANIFEST)), f"offset {24 + len(MANIFEST)}", "CODE after MANI"),
        (file_of((b"MANI", MANIFEST), (b"CODE", CODE), (b"CODE", CODE)), None, "unexpected section 'CODE'"),
        (file_of((b"MANI", MANIFEST), (b"CODE", CODE), (b"\x1b[2J", b"")), None, r"unexpected section '\x1b[2J'"),
        (
            with_checksum(b"RILL\x01\x00\x00\x00\x18\x00\x00\x00" + bytes(4) + b"MANI\xff\xff\xff\xff"),
            "offset 16",
            "0 are left",
        ),
        (with_checksum(b"RILL\x01\x00\x00\x00\x13\x00\x00\x00" + bytes(4) + b"MAN"), "offset 16", "3 are left"),
        (file_of((b"MANI", MANIFEST), (b"CODE", CODE), (b"ASST", b"\x01")), None, "too short"),
        (file_of((b"MANI", MANIFEST), (b"CODE", CODE), (b"ASST", b"\x09\x00ab")), None, "2 are left"),
        (file_of((b"MANI", MANIFEST), (b"CODE", CODE), asset_section(b"\xff", b"")), None, "not UTF-8"),
        (
            file_of((b"MANI", MANIFEST), (b"CODE", CODE), asset_section(b"b", b""), asset_section(b"a", b"")),
            None,
            "out of order",
        ),
        (
            file_of((b"MANI", MANIFEST), (b"CODE", CODE), asset_section(b"a", b""), asset_section(b"a", b"")),
            None,
            "given twice",
        ),
    ],
)
def test_a_malformed_file_is_refused_with_the_place(data: bytes, path: str | None, text: str) -> None:
    with pytest.raises(BundleError) as caught:
        Bundle.from_bytes(data)
    assert text in str(caught.value)
    assert path is None or caught.value.path == path
    assert caught.value.path is not None


def test_a_damaged_file_is_told_from_a_malformed_one() -> None:
    data = sample_bundle().to_bytes()
    with pytest.raises(BundleError, match="damaged") as caught:
        Bundle.from_bytes(data[:-1] + b"]")
    assert caught.value.code == "bundle_damaged"


def test_a_bundle_for_another_protocol_is_refused_with_the_remedy() -> None:
    manifest = sample_manifest().model_copy(update={"protocol": 2})
    with pytest.raises(BundleError, match="speaks protocol 2, this Rill speaks 1") as caught:
        Bundle.from_bytes(Bundle(manifest, CODE).to_bytes())
    assert caught.value.code == "bundle_protocol"


def test_sizes_that_the_parts_do_not_have_are_refused() -> None:
    manifest = sample_manifest(code=CODE + b" ")
    with pytest.raises(BundleError, match="measure") as caught:
        Bundle.from_bytes(file_of((b"MANI", manifest.to_json()), (b"CODE", CODE)))
    assert caught.value.path == "manifest.sizes"


@pytest.mark.parametrize(
    "code", [b"", b"alert(1)", CODE_PREFIX, CODE[:-1], b"\xff" + CODE, CODE_PREFIX + b"'\xed\xa0\x80'})", b" " + CODE]
)
def test_code_that_is_not_one_function_expression_in_utf8_is_refused(code: bytes) -> None:
    with pytest.raises(BundleError) as caught:
        sample_bundle(code)
    assert caught.value.path == "code"


def test_one_byte_over_the_limit_is_refused_and_the_limit_itself_accepted() -> None:
    data = FULL.to_bytes()
    assert Bundle.from_bytes(data, limits=Limits(bundle_bytes=len(data))) == FULL
    with pytest.raises(LimitError) as caught:
        Bundle.from_bytes(data, limits=Limits(bundle_bytes=len(data) - 1))
    assert (caught.value.limit, caught.value.maximum, caught.value.fault) == ("bundle_bytes", len(data) - 1, "guest")


def test_the_number_of_assets_is_bounded() -> None:
    assert len(sample_bundle(assets={f"a{i}": b"" for i in range(ASSETS_MAX)}).assets) == ASSETS_MAX
    with pytest.raises(BundleError, match="assets"):
        sample_bundle(assets={f"a{i}": b"" for i in range(ASSETS_MAX + 1)})
    sections = [asset_section(b"%06d" % i, b"") for i in range(ASSETS_MAX + 1)]
    with pytest.raises(BundleError, match="more than 1024 assets"):
        Bundle.from_bytes(file_of((b"MANI", MANIFEST), (b"CODE", CODE), *sections))


@pytest.mark.parametrize("name", ["logo.png", "icons/logo.png", "a b.txt", "été.png", "a" * 255])
def test_plain_asset_names_are_accepted(name: str) -> None:
    check_asset_name(name)
    assert name in Bundle.from_bytes(sample_bundle(assets={name: b"x"}).to_bytes()).assets


@pytest.mark.parametrize(
    "name",
    [
        "", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "./a", "a\\b", "C:x", "a\x00b", "a\nb", "\x1b[2J",
        "a\u202eb", "a" * 256, " a", "a ", "a.", "a/b./c", "a?b", "\ud800",
    ],
)  # fmt: skip
def test_asset_names_that_escape_or_are_interpreted_are_refused(name: str) -> None:
    with pytest.raises(BundleError) as caught:
        check_asset_name(name)
    assert caught.value.code == "asset_name"
    assert str(caught.value).isprintable()


def test_asset_names_that_differ_only_in_case_are_refused() -> None:
    with pytest.raises(BundleError, match="differ only in case"):
        sample_bundle(assets={"Logo.png": b"", "logo.png": b""})


def test_a_bundle_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "counter.rill"
    path.write_bytes(FULL.to_bytes())
    assert Bundle.read(path) == FULL
    assert Bundle.read(str(path), digest=FULL.digest) == FULL


def test_a_file_that_is_not_there_is_the_hosts_error(tmp_path: Path) -> None:
    with pytest.raises(HostError, match="rill build") as caught:
        Bundle.read(tmp_path / "none.rill")
    assert caught.value.code == "bundle_missing"


def test_a_folder_is_the_hosts_error(tmp_path: Path) -> None:
    with pytest.raises(HostError) as caught:
        Bundle.read(tmp_path)
    assert caught.value.code == "bundle_unreadable"


def test_no_more_than_the_limit_is_read_of_a_huge_file(tmp_path: Path) -> None:
    path = tmp_path / "huge.rill"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(LimitError):
        Bundle.read(path, limits=Limits(bundle_bytes=1000))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "pipe.rill"
    os.mkfifo(path)
    with pytest.raises(RillError) as caught:
        Bundle.read(path)
    assert caught.value.code == "bundle_unreadable"
