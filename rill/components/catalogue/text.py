"""Words on the screen."""

from __future__ import annotations

from pydantic import Field

from rill.components.component import Component


class Text(Component, role="text", children="inline", inline=True):
    """Words, in one style or in several.

    A Text inside a Text is a stretch of the same line with a style of its own.

    Text wraps at the edge of its box, and line breaks in it are kept.
    """

    example = """
<Text>
  Saved <Text style={{ bold: true, color: "success" }}>3 files</Text>.
</Text>
"""

    number_of_lines: int = Field(
        default=0, ge=0, description="Cut off with an ellipsis after this many lines; 0 never cuts."
    )
    level: int | None = Field(
        default=None, ge=1, le=6, description="Rank of a heading, 1 the highest. For role `heading`."
    )
