"""The style sheet that guests have in a browser: the files beside this one, in their order, as one text.

A host serves it as it is, puts a sheet of its own behind it, or serves another in its place: docs/web-styling.md.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

# Tokens and what all others build on come first.
FILES: Final = (
    "base.css",
    "boxes.css",
    "words.css",
    "pressing.css",
    "structure.css",
    "media.css",
    "progress.css",
    "overlays.css",
    "inputs.css",
    "lists.css",
    "charts.css",
    "html.css",
)
_FOLDER: Final = Path(__file__).parent
# No string of these files has either in it.
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_ROOM: Final = re.compile(r"\s*\n\s*")


@cache
def stylesheet() -> str:
    """The whole default sheet, without the comments and the room that its readers here need."""
    text = "\n".join((_FOLDER / name).read_text("utf-8") for name in FILES if (_FOLDER / name).is_file())
    return _ROOM.sub("\n", _COMMENT.sub("", text)).strip()


__all__ = ["FILES", "stylesheet"]
