"""Options of the command line that are JSON objects, given as text or as the name of a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rill.protocol.errors import HostError


def read_object(text: str, option: str) -> dict[str, Any]:
    """Read the JSON object that an option gives, or the file that it names after an @.

    Raises:
        HostError: it is none, or the file cannot be read.
    """
    where = option
    if text.startswith("@"):
        where = f"{option} file {text[1:]}"
        try:
            text = Path(text[1:]).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise HostError(f"cannot read the {where}: {error}", code="option_invalid", path=option) from None
    try:
        value = json.loads(text)
    except ValueError as error:
        raise HostError(
            f"expected a JSON object in {where}, such as '{{\"start\": 5}}': {error}",
            code="option_invalid",
            path=option,
        ) from None
    if not isinstance(value, dict):
        raise HostError(
            f"expected a JSON object in {where}, got {type(value).__name__}", code="option_invalid", path=option
        )
    return value
