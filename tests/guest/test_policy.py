from __future__ import annotations

from pathlib import Path

import pytest

from rill.guest.policy import FINDINGS, Policy
from rill.protocol.errors import HostError


def written(folder: Path, text: str, name: str = "policy.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_a_policy_is_read_from_toml_and_from_json(tmp_path: Path) -> None:
    toml = written(tmp_path, 'components = ["Text"]\ncapabilities = []\ncode_bytes = 20_000\nforbid = ["dead_code"]\n')
    json = written(
        tmp_path,
        '{"components": ["Text"], "capabilities": [], "code_bytes": 20000, "forbid": ["dead_code"]}',
        "policy.json",
    )
    policy = Policy.read(toml)
    assert policy == Policy.read(json)
    assert (policy.components, policy.capabilities, policy.host_functions) == (("Text",), (), None)
    assert (policy.code_bytes, policy.bundle_bytes, policy.forbid) == (20_000, None, ("dead_code",))


def test_without_any_words_a_policy_forbids_what_nobody_can_follow(tmp_path: Path) -> None:
    policy = Policy.read(written(tmp_path, ""))
    assert policy == Policy()
    assert set(FINDINGS) - set(policy.forbid) == {"tested_global", "unused_request", "dead_code"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('component = ["Text"]', "component: unknown; known are forbid, runtimes, components"),
        ('components = "Text"', "components: input should be a valid tuple"),
        ("code_bytes = -1", "code_bytes: input should be greater than or equal to 0"),
        ("dead_code_percent = 101", "dead_code_percent: input should be less than or equal to 100"),
        ('forbid = ["everything"]', "forbid.0: input should be 'dynamic_code', "),
        ("components = [", "policy"),
        ("x" * (1024 * 1024 + 1), "it has more than 1048576 bytes"),
    ],
)
def test_what_is_no_policy_is_refused_by_name(tmp_path: Path, text: str, reason: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(HostError) as caught:
        Policy.read(path)
    assert (caught.value.code, caught.value.path) == ("policy_invalid", str(path))
    assert reason in caught.value.message


@pytest.mark.parametrize("text", ["[]", "1", "null", "[" * 100_000, '{"components": [1]}', "\udcff"])
def test_json_that_is_no_policy_is_refused_too(tmp_path: Path, text: str) -> None:
    path = tmp_path / "policy.json"
    path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(HostError) as caught:
        Policy.read(path)
    assert caught.value.code == "policy_invalid"


def test_a_file_that_is_not_there_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(HostError, match=r"cannot read policy .*: No such file") as caught:
        Policy.read(tmp_path / "policy.toml")
    assert caught.value.code == "policy_unreadable"
