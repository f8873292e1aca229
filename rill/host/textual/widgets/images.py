"""The widget of a picture. It gets the bytes from the session's assets, and has them decoded beside the event loop."""

from __future__ import annotations

import asyncio
import math
from typing import Any, Final

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.app import RenderResult
from textual.color import Color
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from rill.host.assets import Refusal
from rill.host.terminal_text import clean_text
from rill.host.textual.gallery import Gallery, gallery_of
from rill.host.textual.pictures import BadPicture, Cells, Fit, Picture, Pixel, lay_in
from rill.host.textual.styling import CELLS_MAX
from rill.host.textual.view import Linked

# A half block has its foreground above and its background below.
_HALF: Final = "▀"


class PictureBox(Linked, Widget):
    """An Image: its picture, or its words until there is one.

    It is as large as its pixels, one a cell across, and never wider than the room it has, unless its style says so.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._source: str | None = None
        self._alt = Content("")
        self._fit: Fit = "contain"
        self._picture: Picture | None = None
        self._cells: Cells | None = None
        self._gallery: Gallery | None = None
        self._loading_task: asyncio.Task[None] | None = None

    def show(self, source: str, alt: str, fit: Fit) -> None:
        self._alt = Content(clean_text(alt))
        if fit != self._fit:
            self._fit = fit
            self.forget_cells()
        if source != self._source:
            self._source = source
            self._load()
        self.refresh(layout=self._picture is None)

    # -- loading

    def on_mount(self) -> None:
        self._load()

    def on_unmount(self) -> None:
        self._stop()
        self.forget_cells()

    def _stop(self) -> None:
        if self._loading_task is not None:
            self._loading_task.cancel()
            self._loading_task = None

    def _load(self) -> None:
        if self.is_attached and self._source is not None and self.link is not None:
            # The last picture stays until the next one is there.
            self._stop()
            self._loading_task = asyncio.get_running_loop().create_task(self._fetch(self._source))

    async def _fetch(self, source: str) -> None:
        link = self.link
        assert link is not None
        content = await link.assets.resolve(source)
        gallery = self._gallery = gallery_of(link.assets)
        found = content if isinstance(content, Refusal) else await gallery.decode(self.app, content)
        self._loading_task = None
        if isinstance(found, Picture):
            self._take(found)
            link.emit("onLoad", {"width": found.width, "height": found.height})
        else:
            self._take(None)
            self._tell(found)

    def _take(self, picture: Picture | None) -> None:
        self._picture = picture
        self.forget_cells()
        self.refresh(layout=True)

    def forget_cells(self) -> None:
        """Let go of what was made for the size of now; it is made again when it is painted."""
        self._cells = None
        if self._gallery is not None:
            self._gallery.release(self)

    def _tell(self, problem: Refusal | BadPicture) -> None:
        if self.link is not None and not self.link.emit("onError", {"code": problem.code}):
            self.link.diagnose(f"picture not shown: {problem.message}")

    # -- size

    def get_content_width(self, container: Size, viewport: Size) -> int:
        picture = self._picture
        if picture is None:
            return super().get_content_width(container, viewport)
        height = self.styles.height
        if height is not None and height.is_cells:
            # As wide as it is in a box that is so high.
            return max(1, min(round(height.value * 2 * picture.width / picture.height), CELLS_MAX))
        return min(picture.width, max(container.width, 1), CELLS_MAX)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        picture = self._picture
        if picture is None:
            return super().get_content_height(container, viewport, width)
        return max(1, min(math.ceil(width * picture.height / picture.width / 2), CELLS_MAX))

    # -- painting

    def render(self) -> RenderResult:
        return self._alt

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        if self._picture is None or not width or y >= height:
            return super().render_line(y)
        cells = self._cells
        if cells is None or (cells.width, cells.height) != (width, height):
            cells = self._cells = lay_in(self._picture, width, height, self._fit)
            if self._gallery is not None:
                self._gallery.hold(self, width * height * 8)
        ground = self.background_colors[1]
        segments: list[Segment] = []
        run, style = 0, Style.null()
        last: tuple[Pixel, Pixel] | None = None
        for x in range(width):
            pixels = cells.pixels(x, y)
            if pixels == last:
                run += 1
                continue
            if run:
                segments.append(Segment(_HALF * run, style))
            last, run = pixels, 1
            style = Style(color=_over(ground, pixels[0]), bgcolor=_over(ground, pixels[1]))
        segments.append(Segment(_HALF * run, style))
        return Strip(segments, width)


def _over(ground: Color, pixel: Pixel) -> RichColor:
    """A pixel that may be seen through, on what is behind it."""
    red, green, blue, solid = pixel
    if solid == 255:
        return RichColor.from_rgb(red, green, blue)
    return ground.blend(Color(red, green, blue), solid / 255).rich_color
