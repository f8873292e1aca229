"""Options that are JSON objects."""

from __future__ import annotations

from pathlib import Path

import pytest

from rill import HostError
from rill_cli.json_options import read_object


def test_text_and_files(tmp_path: Path) -> None:
    file = tmp_path / "props.json"
    file.write_text('{"start": 5}')
    assert read_object('{"a": [1]}', "--props") == {"a": [1]}
    assert read_object(f"@{file}", "--props") == {"start": 5}


@pytest.mark.parametrize("text", ["", "5", "[1]", "{", "@nowhere.json", '"x"'])
def test_everything_else_says_which_option_it_was(text: str) -> None:
    with pytest.raises(HostError) as caught:
        read_object(text, "--config")
    assert (caught.value.code, caught.value.path) == ("option_invalid", "--config")
    assert "--config" in str(caught.value)
