"""Pictures."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rill.components.component import Event, event
from rill.components.events import ImageErrorEvent, ImageLoadEvent
from rill.components.html.attributes import Source, Words
from rill.components.html.element import TextElement

Pixels = Annotated[int, Field(ge=0, le=100_000)]


class Img(TextElement, role="img", children="none"):
    """A picture: an asset of the bundle, or from where the host allows. Where it cannot be drawn, `alt` stands."""

    src: Source | None = Field(default=None, description="Name of an asset, or an https address that the host allows.")
    alt: Words = Field(default="", description="What it shows, in words. Empty for a picture that only decorates.")
    width: Pixels | None = Field(default=None, description="Pixels across.")
    height: Pixels | None = Field(default=None, description="Pixels down.")
    loading: Literal["eager", "lazy"] | None = Field(default=None, description="For browsers.")
    decoding: Literal["sync", "async", "auto"] | None = Field(default=None, description="For browsers.")
    on_load: Event[ImageLoadEvent] = event("The picture is there. Does not rise.")
    on_error: Event[ImageErrorEvent] = event("The picture cannot be shown. Does not rise.")
