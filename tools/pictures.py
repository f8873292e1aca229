"""Draws the pictures of the reference: every example of docs/components/examples, as it looks in a terminal.

Run it as ``python tools/pictures.py``; with ``--check`` it draws nothing and exits with 1 if a picture is not up to
date, with names only those examples. An example may say in a line ``// picture: 60x12 keys: tab enter`` how much room
it has and which keys were pressed; without one it is 60 cells wide and as high as it likes.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final

# Nothing moves in a picture. Textual reads this when it is imported.
os.environ["TEXTUAL_ANIMATIONS"] = "none"

from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from textual.app import App, ComposeResult
from textual.color import Color

from rill import Bundle, Engine
from rill.guest import BuildOptions, build_bundle
from rill.host.textual import GuestView

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "components"
EXAMPLES: Final = FOLDER / "examples"
PICTURES: Final = FOLDER / "pictures"
THEME: Final = "textual-dark"

# Of one cell, in pixels: letters of 14 pixels in a monospaced font.
CELL_WIDTH: Final = 8.4
CELL_HEIGHT: Final = 18
_WIDTH: Final = 60
_HEIGHT_MAX: Final = 40
_DIRECTIVE: Final = re.compile(r"^// picture: (\d+)x(\d+)(?: keys: ([a-z_ +]+))?$", re.MULTILINE)

Lines = Sequence[Sequence[Segment]]


class Frame(App[None]):
    """A host that shows one guest and nothing else."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, engine: Engine, bundle: Bundle, *, fitting: bool) -> None:
        super().__init__()
        self.view = GuestView(engine, bundle, classes="-fit" if fitting else None)
        self.theme = THEME

    def compose(self) -> ComposeResult:
        yield self.view


async def draw(engine: Engine, source: Path, code: str) -> Lines:
    """Run an example and return the lines of cells that it drew."""
    said = _DIRECTIVE.search(code)
    width, height = (int(said[1]), int(said[2])) if said is not None else (_WIDTH, _HEIGHT_MAX)
    bundle = (await build_bundle(source, BuildOptions(minify=False))).bundle
    app = Frame(engine, bundle, fitting=said is None)
    async with app.run_test(size=(width, height)) as pilot:
        await app.view.wait_shown()
        await pilot.pause()
        session = app.view.session
        if session is None or session.error is not None:
            raise SystemExit(f"{source.name}: {session.error if session is not None else 'did not start'}")
        for key in (said[3] or "").split() if said is not None else ():
            await pilot.press(key)
            await app.view.wait_shown()
        # Nothing has the focus but by a key that was pressed.
        if said is None or not said[3]:
            app.screen.set_focus(None)
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        shown = app.view.size.height if said is None else height
        return [list(strip) for strip in strips[:shown]]


def to_svg(lines: Lines) -> str:
    """The lines as an SVG: rectangles for backgrounds, and text whose letters keep to their cells.

    The same lines give the same bytes; the picture needs no font, style sheet or script from anywhere.
    """
    columns = max(sum(segment.cell_length for segment in line) for line in lines)
    width, height = columns * CELL_WIDTH, len(lines) * CELL_HEIGHT
    ground = _hex(lines[0][0].style, ground=True)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" font-family="monospace" font-size="14">',
        f'<rect width="100%" height="100%" fill="{ground}"/>',
    ]
    for row, line in enumerate(lines):
        column = 0
        for text, style in _runs(line):
            cells = Segment(text).cell_length
            left, top = column * CELL_WIDTH, row * CELL_HEIGHT
            behind = _hex(style, ground=True)
            if behind != ground:
                parts.append(
                    f'<rect x="{left:g}" y="{top}" width="{cells * CELL_WIDTH:g}" height="{CELL_HEIGHT}" '
                    f'fill="{behind}"/>'
                )
            # Blanks at the ends draw nothing, and those inside must not be taken for one.
            words = text.strip(" ")
            if words:
                left += (len(text) - len(text.lstrip(" "))) * CELL_WIDTH
                parts.append(
                    f'<text x="{left:g}" y="{top + 13}" textLength="{Segment(words).cell_length * CELL_WIDTH:g}" '
                    f'lengthAdjust="spacingAndGlyphs" fill="{_hex(style)}"{_weight(style)}>'
                    f"{escape(words, quote=False).replace(' ', chr(0xA0))}</text>"
                )
            column += cells
    return "\n".join([*parts, "</svg>"]) + "\n"


def _runs(line: Iterable[Segment]) -> Iterable[tuple[str, Style]]:
    """The stretches of a line that look alike."""
    text, look = "", Style.null()
    for segment in line:
        if segment.control:
            continue
        style = (segment.style or Style.null()).clear_meta_and_links()
        if text and style != look:
            yield text, look
            text = ""
        text, look = text + segment.text, style
    if text:
        yield text, look


def _hex(style: Style | None, *, ground: bool = False) -> str:
    """The colour of letters, or of what is behind them."""
    style = style or Style.null()
    if style.reverse:
        ground = not ground
    theme = DEFAULT_TERMINAL_THEME
    own, other = (style.bgcolor, style.color) if ground else (style.color, style.bgcolor)
    triplet = own.get_truecolor(theme, foreground=not ground) if own is not None else None
    if triplet is None:
        return "#121212" if ground else "#e0e0e0"
    if style.dim and not ground and other is not None:
        mixed = Color(*triplet).blend(Color(*other.get_truecolor(theme, foreground=False)), 0.5)
        return mixed.hex6.lower()
    return triplet.hex


def _weight(style: Style) -> str:
    lines = " ".join(name for name, on in (("underline", style.underline), ("line-through", style.strike)) if on)
    return "".join(
        (
            ' font-weight="bold"' if style.bold else "",
            ' font-style="italic"' if style.italic else "",
            f' text-decoration="{lines}"' if lines else "",
        )
    )


def find_examples(names: Sequence[str]) -> dict[Path, str]:
    """The examples of these names, or all, with their code."""
    sources = sorted(path for path in EXAMPLES.glob("*.tsx") if not names or path.stem in names)
    unknown = set(names) - {path.stem for path in sources}
    if unknown:
        raise SystemExit(f"no example {', '.join(sorted(unknown))} in {EXAMPLES.name}")
    return {source: source.read_text("utf-8") for source in sources}


async def draw_all(examples: Mapping[Path, str]) -> dict[Path, str]:
    """The pictures of examples, by their paths."""
    async with Engine() as engine:
        return {
            PICTURES / f"{source.stem}.svg": to_svg(await draw(engine, source, code))
            for source, code in examples.items()
        }


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw the pictures of the reference.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="draw these examples only")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a picture is out of date")
    arguments = parser.parse_args()
    drawn = asyncio.run(draw_all(find_examples(arguments.names)))
    stale = [path for path, text in drawn.items() if not path.is_file() or path.read_text("utf-8") != text]
    if not arguments.names:
        stale += sorted(set(PICTURES.glob("*.svg")) - set(drawn))
    for path in stale:
        if arguments.check:
            print(f"{path.relative_to(FOLDER)} is out of date; run `python tools/pictures.py`", file=sys.stderr)
        elif path in drawn:
            path.parent.mkdir(exist_ok=True)
            path.write_text(drawn[path], "utf-8")
            print(f"drew {path.relative_to(FOLDER)}")
        else:
            path.unlink()
            print(f"removed {path.relative_to(FOLDER)}")
    sys.exit(1 if stale and arguments.check else 0)


if __name__ == "__main__":
    main()
