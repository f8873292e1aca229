"""Pictures."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rill.components.component import Component, Event, event
from rill.components.events import ImageErrorEvent, ImageLoadEvent


class Image(Component, role="img", children="none"):
    """A picture: an asset of the bundle, which `import logo from "./logo.png"` names, or from where the host allows.

    PNG, JPEG, GIF and WebP. Where it cannot be drawn, `alt` stands in its place.
    """

    source: str = Field(max_length=2000, description="Name of an asset, or an https address that the host allows.")
    alt: str = Field(description="What it shows, in words. Empty for a picture that only decorates.")
    fit: Literal["contain", "cover", "fill"] = Field(
        default="contain",
        description="How it fits into its box: whole, filling the box and cut off, or stretched.",
    )
    on_load: Event[ImageLoadEvent] = event("The picture is there.")
    on_error: Event[ImageErrorEvent] = event("The picture cannot be shown.")
