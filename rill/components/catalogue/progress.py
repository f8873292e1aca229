"""Signs that something is going on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rill.components.component import Component


class ProgressBar(Component, role="progressbar", children="none"):
    """Shows how much of something is done. Without `progress` it shows that something is going on."""

    progress: float | None = Field(
        default=None, description="How much is done, from 0 to `total`; more or less is drawn as full or empty."
    )
    total: float = Field(default=1, gt=0, description="How much there is to do.")
    show_percentage: bool = Field(default=False, description="Writes the percentage beside the bar.")


class ActivityIndicator(Component, role="progressbar", children="none"):
    """A sign that moves while something goes on that cannot be measured."""

    animating: bool = Field(default=True, description="Whether it moves. Still, it is not seen but keeps its room.")
    size: Literal["small", "large"] = Field(
        default="small", description="One cell inside a line, or a sign that fills its box."
    )
